//! The demo page: built with the npm package as it is in the repository, and tested in a real browser.

use crate::npm;
use crate::run::{Failure, Run};

const FOLDER: &str = "web-demo";
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

/// Clicks through the built page in Chromium.
pub fn test() -> Result<(), Failure> {
    let test = ["--test", "--test-reporter=spec", "web-demo/test/page.test.mjs"];
    Run::new("node", test).env("WANGGE_COMMAND", COMMAND).go()
}

/// Serves the built page on loopback until it is stopped.
pub fn serve() -> Result<(), Failure> {
    Run::new("node", ["web-demo/scripts/serve.mjs"]).go()
}
