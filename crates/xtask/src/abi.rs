//! The module for any runtime: built, looked into, and run by a host that is not Rust's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::need;
use crate::run::{Failure, Run};
use crate::wasm::Toolchain;

const PACKAGE: &str = "wangge-abi";
const MODULE: &str = "bindings/abi/dist/wangge.wasm";
const PYTHON: &str = "target/venv-abi/bin/python";
const VENV: &str = "target/venv-abi";
const NEEDS: &str = "bindings/abi/tests/requirements.txt";
const HOST: &str = "bindings/abi/tests/host.py";
const COUNTY: &str = "target/abi/cili.json";
const VECTORS: &str = "target/conformance";
/// How many random worlds, where nothing else is asked for.
const WORLDS: &str = "200";
/// What a host calls, and the memory that it shares.
const EXPORTS: [&str; 5] = ["alloc", "call", "free", "memory", "wangge_abi"];

/// Builds the module and shows it to a Python host, which asks it about a county and about many random worlds.
pub fn abi(arguments: &[&str]) -> Result<(), Failure> {
    let (install, worlds) = match arguments {
        [] => (false, WORLDS),
        ["--install"] => (true, WORLDS),
        ["--worlds", worlds] => (false, *worlds),
        ["--install", "--worlds", worlds] => (true, *worlds),
        other => return Err(Failure::Usage(format!("`abi` does not take `{}`", other.join(" ")))),
    };
    build(install)?;
    python(install)?;
    fs::create_dir_all("target/abi").map_err(|error| Failure::Start(format!("mkdir {COUNTY}"), error))?;
    let sample = ["run", "--quiet", "--release", "--package", "wangge-cli", "--", "sample", "cili", "-o", COUNTY];
    Run::cargo(sample).go()?;
    let make = ["run", "--quiet", "--release", "--package", "wangge-tests", "--bin", "conformance", "--"];
    Run::cargo(make).args(["--worlds", worlds, "--out", VECTORS]).go()?;
    Run::new(PYTHON, [HOST, MODULE, COUNTY, "tests/conformance", VECTORS]).go()
}

/// Builds the module, and makes sure that it imports nothing and exports what a host calls.
fn build(install: bool) -> Result<(), Failure> {
    let built = Toolchain::get(install)?.build(PACKAGE)?;
    let bytes = fs::read(&built).map_err(|error| Failure::Start(built.display().to_string(), error))?;
    let module = Module::read(&bytes).ok_or_else(|| Failure::Failed(format!("reading {}", built.display())))?;
    if module.imports != 0 || module.exports != EXPORTS {
        let found = format!("imports: {}; exports: {}", module.imports, module.exports.join(", "));
        return Err(Failure::Missing(format!(
            "the module must import nothing and export {}; {found}",
            EXPORTS.join(", ")
        )));
    }
    let target = Path::new(MODULE);
    let written = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(target, &module.bare));
    written.map_err(|error| Failure::Start(MODULE.to_owned(), error))?;
    let packed = Command::new("gzip").args(["-9", "--stdout", MODULE]).stderr(Stdio::null()).output();
    let packed = packed.map_or(0, |output| output.stdout.len());
    println!("\n{MODULE}: {} bytes, {packed} with gzip; no imports; exports {}", module.bare.len(), EXPORTS.join(", "));
    Ok(())
}

/// A Python of the project's own, with a WASM runtime in it.
fn python(install: bool) -> Result<(), Failure> {
    let mut stamp = PathBuf::from(VENV);
    stamp.push("requirements.txt");
    let needs = fs::read(NEEDS).map_err(|error| Failure::Start(NEEDS.to_owned(), error))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == needs) {
        return Ok(());
    }
    Run::new(need::PYTHON.get(install)?, ["-m", "venv", "--clear", VENV]).go()?;
    Run::new(PYTHON, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", NEEDS])
        .go()?;
    fs::write(&stamp, needs).map_err(|error| Failure::Start(stamp.display().to_string(), error))
}

/// What a host sees of a module.
struct Module {
    /// How many functions, memories and other things it asks the host for.
    imports: u64,
    /// The names of what it gives, sorted.
    exports: Vec<String>,
    /// The module without the sections that only tools read.
    bare: Vec<u8>,
}

impl Module {
    /// Reads a module, section by section; none if it is none.
    fn read(bytes: &[u8]) -> Option<Self> {
        let (header, mut rest) = bytes.split_at_checked(8)?;
        let mut module = Self { imports: 0, exports: Vec::new(), bare: header.to_vec() };
        header.starts_with(b"\0asm").then_some(())?;
        while let [id, after @ ..] = rest {
            let (length, after) = number(after)?;
            let (content, next) = after.split_at_checked(usize::try_from(length).ok()?)?;
            match id {
                0 => {}
                2 => module.imports = number(content)?.0,
                7 => module.exports = names(content)?,
                _ => {}
            }
            if *id != 0 {
                module.bare.extend_from_slice(rest.get(..rest.len() - next.len())?);
            }
            rest = next;
        }
        Some(module)
    }
}

/// The names in a section of exports, sorted; without those of tables and globals, which linkers add.
fn names(content: &[u8]) -> Option<Vec<String>> {
    let (count, mut rest) = number(content)?;
    let mut names = Vec::new();
    for _ in 0..count {
        let (length, after) = number(rest)?;
        let (name, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
        let (kind, after) = after.split_first()?;
        rest = number(after)?.1;
        if matches!(kind, 0 | 2) {
            names.push(String::from_utf8(name.to_vec()).ok()?);
        }
    }
    names.sort_unstable();
    Some(names)
}

/// A number as modules write them: seven bits a byte, the least first.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (place, byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(place + 1..)?));
        }
    }
    None
}
