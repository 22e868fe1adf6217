//! The demo page: built with the npm package as it is in the repository, and tested in a real browser.

use std::fs;

use crate::npm;
use crate::run::{Failure, Run};

const FOLDER: &str = "web-demo";
const TESTS: &str = "web-demo/test";
/// The command that the page's answers are compared with.
const COMMAND: &str = "target/debug/wangge";
/// All of Cili, beside the page.
const COUNTY: &str = "target/web/cili.json";

/// Builds the page into `web-demo/dist`; the npm package must be built.
pub fn build() -> Result<(), Failure> {
    npm::install(FOLDER)?;
    Run::cargo(["build", "--package", "wangge-cli"]).go()?;
    Run::new(COMMAND, ["sample", "cili", "-o", COUNTY]).go()?;
    Run::new("npm", ["run", "--prefix", FOLDER, "build"]).go()?;
    Run::new("node", ["web-demo/scripts/pack.mjs", COUNTY]).go()
}

/// Makes a single file of the page, in `web-demo/dist-single`; what the page needs must be there.
pub fn single() -> Result<(), Failure> {
    Run::new("npm", ["run", "--prefix", FOLDER, "build:single"]).go()
}

/// Clicks through the built page and its single file in Chromium.
pub fn test() -> Result<(), Failure> {
    // One after another: some print how long something takes. What a failed test leaves open does not keep it going.
    let test = ["--test", "--test-concurrency=1", "--test-force-exit", "--test-reporter=spec"];
    Run::new("node", test).args(tests()?).env("WANGGE_COMMAND", COMMAND).go()
}

/// All tests of the page, in order.
fn tests() -> Result<Vec<String>, Failure> {
    let missing = |error: std::io::Error| Failure::Missing(format!("`{TESTS}` cannot be read: {error}"));
    let mut names = Vec::new();
    for entry in fs::read_dir(TESTS).map_err(missing)? {
        let path = entry.map_err(missing)?.path().display().to_string();
        if path.ends_with(".test.mjs") {
            names.push(path);
        }
    }
    names.sort();
    Ok(names)
}

/// Serves the built page on loopback until it is stopped.
pub fn serve() -> Result<(), Failure> {
    Run::new("node", ["web-demo/scripts/serve.mjs"]).go()
}
