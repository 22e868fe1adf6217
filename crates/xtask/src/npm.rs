//! The npm package `wangge`: the core built, bound, wrapped, and made small.

use std::path::Path;
use std::time::SystemTime;

use crate::run::{Failure, Run};
use crate::wasm::Toolchain;

const FOLDER: &str = "bindings/wasm/npm";
/// What wasm-bindgen writes, on its way into the package.
const GLUE: &str = "target/wasm/glue";
const SCHEMA: &str = "crates/wangge-formats/schema/wangge-types-1.schema.json";
const SAMPLE: &str = "bindings/wasm/npm/sample/chalinhe.json";
/// Its year of work.
const WORK: &str = "bindings/wasm/npm/sample/chalinhe.work.jsonl";

/// Builds the package into `bindings/wasm/npm/dist`, and prints how large it is.
pub fn build(toolchain: &Toolchain) -> Result<(), Failure> {
    let module = toolchain.build("wangge-wasm")?;
    let module = module.display().to_string();
    Run::cargo(["run", "--quiet", "--package", "wangge-bindgen", "--", &module, GLUE]).go()?;
    install(FOLDER)?;
    let script = format!("{FOLDER}/scripts/build.mjs");
    Run::new("node", [script.as_str(), GLUE, SCHEMA]).go()?;
    let sample = ["run", "--quiet", "--package", "wangge-cli", "--", "sample", "chalinhe", "-o", SAMPLE];
    Run::cargo(sample).go()?;
    let work = ["run", "--quiet", "--package", "wangge-cli", "--", "sample", "chalinhe", "--work", "-o", WORK];
    Run::cargo(work).go()?;
    let script = format!("{FOLDER}/scripts/sizes.mjs");
    Run::new("node", [script.as_str()]).go()
}

/// Tests of the built package, then of the packed one in a folder of its own.
pub fn test() -> Result<(), Failure> {
    let script = format!("{FOLDER}/scripts/test.mjs");
    Run::new("node", [script.as_str()]).go()?;
    let script = format!("{FOLDER}/test/run.mjs");
    Run::new("node", [script.as_str()]).go()
}

/// What the lock file of a folder names, unless it is there.
pub fn install(folder: &str) -> Result<(), Failure> {
    let changed = |path: &str| Path::new(folder).join(path).metadata().and_then(|file| file.modified()).ok();
    let installed: Option<SystemTime> = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        return Ok(());
    }
    Run::new("npm", ["ci", "--prefix", folder]).go()
}
