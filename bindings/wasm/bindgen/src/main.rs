//! `wangge-bindgen IN.wasm FOLDER`: writes the JavaScript glue of the core, its declarations, and the `.wasm` that
//! belongs to them.
#![forbid(unsafe_code)]

use std::path::Path;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, folder] = arguments.as_slice() else {
        eprintln!("usage: wangge-bindgen IN.wasm FOLDER");
        return ExitCode::from(2);
    };
    match generate(Path::new(input), Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wangge-bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One target, `web`: what Node needs more is in the package's own sources.
fn generate(input: &Path, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(input)
        .out_name("core")
        .web(true)?
        // The default of the library, not of the program, is to leave the path out: Vite and webpack would then drop
        // the `.wasm` without a word.
        .omit_default_module_path(false)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    Ok(bindgen.generate(folder)?)
}
