//! `cargo xtask`: the one way in, the same commands that CI runs.
#![forbid(unsafe_code)]

mod abi;
mod demo;
mod need;
mod npm;
mod run;
mod wasm;
mod web;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::run::{Failure, Run};

const HELP: &str = "\
cargo xtask COMMAND

  demo [--serve]    makes a county, checks it, and asks it everything with the command `wangge`; then builds the page, and
                    serves it on loopback if somebody watches (a terminal), or with --serve
  test              every test of the workspace, then `wasm`, `web` and `abi`; as root on Debian it installs what they
                    need
  wasm [--install]  build the npm package, and test it in Node, bundlers and Chromium; --install gets what is missing
                    with apt-get
  web [--install]   build the npm package and the demo page, and click through the page in Chromium
  abi [--install] [--worlds N]
                    build the WASM module for any runtime, and prove it with a Python host: a county, wrong use, and
                    the conformance vectors of N random worlds
  bench [--install] [ARGS]
                    every benchmark, with ARGS handed on; --install gets Debian's packages for the peers first
  ci                format, lints, documentation, then `test`
  schema            write the JSON Schema of the document from the types
  help              this page

Every command prints what it runs.";

/// What the peers of the assignment bench are made of, in Debian's names; without them it says so and goes on.
const PEERS: [&str; 4] = ["g++", "liblemon-dev", "python3-venv", "python3-pip"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(what)) => {
            eprintln!("{what}\n\n{HELP}");
            ExitCode::from(2)
        }
        Err(failure) => {
            eprintln!("\ncargo xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Result<(), Failure> {
    to_workspace_root();
    match arguments {
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        ["demo"] => demo(std::io::stdout().is_terminal()),
        ["demo", "--serve"] => demo(true),
        ["test"] => test(),
        ["wasm"] => wasm(false),
        ["wasm", "--install"] => wasm(true),
        ["web"] => web(false),
        ["web", "--install"] => web(true),
        ["abi", rest @ ..] => abi::abi(rest),
        ["bench", rest @ ..] => bench(rest),
        ["ci"] => ci(),
        ["schema"] => schema(),
        [command @ ("demo" | "test" | "wasm" | "web" | "ci" | "schema"), rest @ ..] => {
            Err(Failure::Usage(format!("`{command}` does not take `{}`", rest.join(" "))))
        }
        [command, ..] => Err(Failure::Usage(format!("there is no command `{command}`"))),
    }
}

/// Paths in the commands are from the root, wherever `cargo xtask` was called.
fn to_workspace_root() {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    if let Some(root) = package.as_deref().and_then(Path::parent).and_then(Path::parent) {
        // If it cannot be entered, the commands say so better than this would.
        _ = std::env::set_current_dir(root);
    }
}

/// Everything that a change must pass.
fn ci() -> Result<(), Failure> {
    Run::cargo(["fmt", "--all", "--check"]).go()?;
    Run::cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).go()?;
    Run::cargo(["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-Dwarnings").go()?;
    test()
}

/// Tests and the examples in the documentation; benchmarks are for `bench`.
fn test() -> Result<(), Failure> {
    Run::cargo(["test", "--workspace", "--lib", "--bins", "--tests", "--examples"]).go()?;
    Run::cargo(["test", "--workspace", "--doc"]).go()?;
    // Parts solved side by side: the same plans.
    let parallel = ["--features", "wangge-transport/parallel", "--test", "transport_order"];
    Run::cargo(["test", "--package", "wangge-tests"]).args(parallel).go()?;
    wasm(true)?;
    web::build()?;
    web::single()?;
    web::test()?;
    abi::abi(&["--install"])
}

/// The npm package, built, and tested as it is and as others get it.
fn wasm(install: bool) -> Result<(), Failure> {
    need::NODE.get(install)?;
    need::CHROMIUM.get(install)?;
    npm::build(&wasm::Toolchain::get(install)?)?;
    npm::test()
}

/// The page, built with the package as it is now, and tested.
fn web(install: bool) -> Result<(), Failure> {
    need::NODE.get(install)?;
    need::CHROMIUM.get(install)?;
    npm::build(&wasm::Toolchain::get(install)?)?;
    web::build()?;
    web::single()?;
    web::test()
}

/// The tour in the terminal, then the page.
fn demo(is_watched: bool) -> Result<(), Failure> {
    demo::demo()?;
    need::NODE.get(true)?;
    npm::build(&wasm::Toolchain::get(true)?)?;
    web::build()?;
    if is_watched {
        return web::serve();
    }
    eprintln!("\nThe page is in web-demo/dist. To look at it: `node web-demo/scripts/serve.mjs`");
    Ok(())
}

/// One package at a time: features that others of the workspace ask for are not measured.
fn bench(rest: &[&str]) -> Result<(), Failure> {
    let (install, rest): (Vec<&str>, Vec<&str>) = rest.iter().partition(|argument| **argument == "--install");
    if !install.is_empty() {
        Run::new("apt-get", ["update"]).go()?;
        Run::new("apt-get", ["install", "--yes", "--no-install-recommends"]).args(PEERS).go()?;
    }
    npm::build(&wasm::Toolchain::get(!install.is_empty())?)?;
    for name in ["lookup", "change", "work", "assignment", "wasm"] {
        Run::cargo(["bench", "--package", "wangge-tests", "--bench", name, "--"]).args(&rest).go()?;
    }
    Run::cargo(["bench", "--package", "wangge-store", "--bench", "store", "--"]).args(&rest).go()?;
    // Cedar stands in a crate of its own.
    let peer = ["--manifest-path", "tests/benches/access/Cargo.toml", "--target-dir", "target/access-peers"];
    Run::cargo(["run", "--release", "--locked"]).args(peer).go()
}

fn schema() -> Result<(), Failure> {
    Run::cargo(["test", "--package", "wangge-formats", "--test", "schema"]).env("WANGGE_WRITE_SCHEMA", "1").go()
}
