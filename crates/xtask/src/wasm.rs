//! That the core compiles to WASM, with whatever toolchain for it the machine has.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{Failure, Run};

const TARGET: &str = "wasm32-unknown-unknown";
const CHECK: [&str; 5] = ["check", "--package", "wangge", "--target", TARGET];

/// Debian's second Rust, which can build for the web; the compiler's own sources come with it.
const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

enum Toolchain {
    /// The one that runs this program has the target.
    Active,
    /// Debian's packages; the standard library is built from its sources.
    Debian,
}

/// Checks the core; without a toolchain it fails and says how to get one.
pub fn check(install: bool) -> Result<(), Failure> {
    let found = match find() {
        None if install => {
            apt_get()?;
            find()
        }
        found => found,
    };
    match found {
        Some(toolchain) => check_with(&toolchain),
        None => Err(Failure::Missing(how_to_get())),
    }
}

/// Checks the core if there is a toolchain, or one can be installed; otherwise says that it did not.
pub fn check_where_possible() -> Result<(), Failure> {
    if find().is_none() && may_install() && apt_get().is_err() {
        eprintln!("the packages could not be installed");
    }
    match find() {
        Some(toolchain) => check_with(&toolchain),
        None => {
            eprintln!("\nWASM: NOT CHECKED. {}", how_to_get());
            Ok(())
        }
    }
}

fn check_with(toolchain: &Toolchain) -> Result<(), Failure> {
    match toolchain {
        Toolchain::Active => {
            eprintln!("\nWASM: with the active toolchain");
            Run::cargo(CHECK).go()
        }
        Toolchain::Debian => {
            eprintln!("\nWASM: with Debian's rustc-web, the standard library from its sources");
            Run::new(DEBIAN_CARGO, CHECK)
                .args(["-Zbuild-std=std,panic_abort", "--target-dir", "target/wasm"])
                .env("RUSTC_BOOTSTRAP", "1")
                .env("RUSTC", DEBIAN_RUSTC)
                .go()
        }
    }
}

fn find() -> Option<Toolchain> {
    let has_target = printed("rustc", "target-libdir").is_some_and(|folder| Path::new(&folder).is_dir());
    if has_target {
        return Some(Toolchain::Active);
    }
    let sources = printed(DEBIAN_RUSTC, "sysroot")
        .is_some_and(|sysroot| Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file());
    (sources && Path::new(DEBIAN_CARGO).is_file()).then_some(Toolchain::Debian)
}

/// What a compiler prints about itself, if it is there and knows the target.
fn printed(rustc: &str, what: &str) -> Option<String> {
    let mut command = Command::new(rustc);
    command.args(["--print", what, "--target", TARGET]).stderr(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// Whether this is Debian's root, who may install packages.
fn may_install() -> bool {
    let user = Command::new("id").arg("-u").output().map(|output| output.stdout);
    user.is_ok_and(|user| user.trim_ascii() == b"0") && Path::new("/usr/bin/apt-get").is_file()
}

fn apt_get() -> Result<(), Failure> {
    Run::new("apt-get", ["update"]).go()?;
    Run::new("apt-get", ["install", "--yes", "--no-install-recommends"]).args(PACKAGES).go()
}

fn how_to_get() -> String {
    format!(
        "There is no toolchain for {TARGET}. With rustup: `rustup target add {TARGET}`. \
         On Debian, as root: `apt-get install --no-install-recommends {}` \
         (`cargo xtask wasm --install` does that).",
        PACKAGES.join(" ")
    )
}
