//! Building for WASM, with whatever toolchain for it the machine has.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::need::{apt_get, may_install};
use crate::run::{Failure, Run};

const TARGET: &str = "wasm32-unknown-unknown";
/// Speed and size of what is shipped; see `[profile.wasm]`.
const PROFILE: &str = "wasm";
/// Apart from the native builds, whose compiler may be another.
const FOLDER: &str = "target/wasm";

/// Debian's second Rust, which can build for the web; the compiler's own sources come with it.
const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// The standard library, made for size: its sorting alone would be a tenth of the module.
const SMALL_STD: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
/// Nothing panics; the texts for it would be a tenth of the module too.
const NO_MESSAGES: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// A Rust that can build for WASM.
pub enum Toolchain {
    /// The one that runs this program has the target.
    Active,
    /// Debian's packages; the standard library is built from its sources.
    Debian,
}

impl Toolchain {
    /// The one that is there, or can be installed; otherwise a failure that says how to get one.
    pub fn get(install: bool) -> Result<Self, Failure> {
        match find() {
            None if install && may_install() => {
                apt_get(&PACKAGES)?;
                find()
            }
            found => found,
        }
        .ok_or_else(|| Failure::Missing(how_to_get()))
    }

    /// Builds a package, and returns the path of its `.wasm`.
    pub fn build(&self, package: &str) -> Result<PathBuf, Failure> {
        let build = ["build", "--package", package, "--lib", "--target", TARGET, "--profile", PROFILE];
        let folder = ["--target-dir", FOLDER];
        match self {
            Self::Active => {
                eprintln!("\nWASM: with the active toolchain");
                Run::cargo(build).args(folder).go()?;
            }
            Self::Debian => {
                eprintln!("\nWASM: with Debian's rustc-web, the standard library from its sources");
                let build = Run::new(DEBIAN_CARGO, build).args(folder).args(SMALL_STD).env("RUSTFLAGS", NO_MESSAGES);
                build.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", DEBIAN_RUSTC).go()?;
            }
        }
        let file = format!("{}.wasm", package.replace('-', "_"));
        Ok([FOLDER, TARGET, PROFILE, &file].iter().collect())
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

fn how_to_get() -> String {
    format!(
        "There is no toolchain for {TARGET}. With rustup: `rustup target add {TARGET}`. \
         On Debian, as root: `apt-get install --no-install-recommends {}` \
         (`cargo xtask wasm --install` does that).",
        PACKAGES.join(" ")
    )
}
