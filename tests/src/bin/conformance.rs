//! Writes the large set of conformance vectors: `conformance --worlds N --out FOLDER`.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a program of the tests")]

use std::path::Path;
use std::process::ExitCode;

use wangge_tests::conformance;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ["--worlds", worlds, "--out", folder] = arguments[..] else {
        eprintln!("conformance --worlds N --out FOLDER");
        return ExitCode::from(2);
    };
    let Ok(worlds) = worlds.parse::<u64>() else {
        eprintln!("`{worlds}` is not a number of worlds");
        return ExitCode::from(2);
    };
    let bytes =
        conformance::write(Path::new(folder), conformance::large(worlds)).expect("a folder that can be written");
    println!("vectors of {worlds} worlds in {folder}: {} kB", bytes / 1_000);
    ExitCode::SUCCESS
}
