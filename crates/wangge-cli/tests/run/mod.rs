//! The command itself, run on the village of the tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The document that most tests ask.
pub const VILLAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/village.json");

/// What a run printed, and how it ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The command, in no language of the environment.
pub fn wangge() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wangge"));
    command.current_dir(Path::new(VILLAGE).parent().unwrap());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

/// Runs with arguments as one types them.
pub fn run(arguments: &str) -> Run {
    ended(wangge().args(arguments.split_whitespace()).stdin(Stdio::null()).output().unwrap())
}

pub fn ended(output: Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// The JSON of a run that ends with `code` and says nothing else.
#[track_caller]
pub fn json(arguments: &str, code: i32) -> serde_json::Value {
    let run = run(&format!("{arguments} --json"));
    assert_eq!((run.code, run.err.as_str()), (code, ""), "{run:?}");
    assert_eq!(run.out.lines().count(), 1);
    serde_json::from_str(&run.out).unwrap()
}

/// A folder of this process for files that a test writes.
pub fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
