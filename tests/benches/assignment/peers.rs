//! The peers that this machine has, each a program of its own: started, timed by itself, and asked for the optimum.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use wangge_tests::transport_county::Family;

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/assignment");
/// Somewhere in `target`.
const BUILT: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/assignment");

/// Who needs longer for one problem, reading it included, is stopped.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// One solver.
pub struct Peer {
    pub name: &'static str,
    program: PathBuf,
    arguments: Vec<String>,
    /// Large problems only when everything is asked for.
    pub slow: bool,
    /// It knows no lower bounds.
    plain: bool,
}

/// What a solver says.
pub struct Answer {
    pub cost: i64,
    pub seconds: f64,
    pub mebibytes: f64,
}

/// Where problems are written for peers.
pub fn folder() -> PathBuf {
    let folder = PathBuf::from(BUILT);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Builds and installs what can be; says what is missing.
pub fn find() -> Vec<Peer> {
    let mut peers = Vec::new();
    let mut add = |name, program: &Path, arguments: &[&str], slow, plain| {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        peers.push(Peer { name, program: program.to_owned(), arguments, slow, plain });
    };
    match lemon() {
        Ok(program) => {
            add("LEMON network simplex", &program, &["simplex"], false, false);
            add("LEMON cost scaling", &program, &["scaling"], true, false);
        }
        Err(why) => println!("without LEMON, which needs a C++ compiler and Debian's liblemon-dev: {why}"),
    }
    match python() {
        Ok(python) => {
            let script = format!("{HERE}/peers.py");
            add("OR-Tools SimpleMinCostFlow", &python, &[&script, "ortools"], false, false);
            add("HiGHS LP", &python, &[&script, "highs"], true, false);
        }
        Err(why) => println!("without OR-Tools and HiGHS, which need python3 with venv and pip: {why}"),
    }
    match crates() {
        Ok(program) => {
            add("crate rs-graph", &program, &["rs-graph"], true, false);
            add("crate mcmf (LEMON, with its paths)", &program, &["mcmf"], true, true);
        }
        Err(why) => println!("without the crates rs-graph and mcmf: {why}"),
    }
    peers
}

fn lemon() -> Result<PathBuf, String> {
    let program = folder().join("lemon");
    let source = format!("{HERE}/lemon.cpp");
    run(Command::new("c++").args(["-O3", "-DNDEBUG", "-o"]).arg(&program).arg(source).arg("-llemon"))?;
    Ok(program)
}

fn python() -> Result<PathBuf, String> {
    let folder = folder().join("venv");
    let python = folder.join("bin/python");
    let ready = || run(Command::new(&python).args(["-c", "import highspy, ortools"]));
    if ready().is_err() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let packages = ["ortools", "highspy"];
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(packages))?;
        ready()?;
    }
    Ok(python)
}

/// A workspace of its own: what peers bring along is none of ours.
fn crates() -> Result<PathBuf, String> {
    let target = folder().join("crates");
    let manifest = format!("{HERE}/crates/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--quiet", "--release", "--locked", "--manifest-path", &manifest, "--target-dir"];
    run(Command::new(cargo).args(build).arg(&target).env("RUSTFLAGS", "-Awarnings"))?;
    Ok(target.join("release/assignment-peers"))
}

/// Runs a command to its end; if it fails, the last line that it wrote says why.
fn run(command: &mut Command) -> Result<String, String> {
    run_within(command, None).map(Option::unwrap_or_default)
}

/// The same, but ends it when it takes too long.
fn run_within(command: &mut Command, limit: Option<Duration>) -> Result<Option<String>, String> {
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let start = Instant::now();
    while let Some(limit) = limit
        && child.try_wait().is_ok_and(|status| status.is_none())
    {
        if start.elapsed() > limit {
            _ = child.kill();
            _ = child.wait();
            return Ok(None);
        }
        sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned()));
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it failed").trim().to_owned())
}

impl Peer {
    pub fn can(&self, family: Family) -> bool {
        !self.plain || family != Family::Bounds
    }

    /// Solves a problem once. Nothing comes out if it takes too long.
    pub fn solve(&self, file: &Path) -> Result<Option<Answer>, String> {
        let mut command = Command::new(&self.program);
        let Some(text) = run_within(command.args(&self.arguments).arg(file), Some(PATIENCE))? else {
            return Ok(None);
        };
        // Some greet first.
        let mut words = text.trim_end().lines().last().unwrap_or_default().split_whitespace();
        let mut word = || words.next().ok_or_else(|| format!("{}: {text}", self.name));
        let wrong = |_| format!("{}: {text}", self.name);
        Ok(Some(Answer {
            cost: word()?.parse().map_err(|_| format!("{}: {text}", self.name))?,
            seconds: word()?.parse().map_err(wrong)?,
            mebibytes: word()?.parse().map_err(wrong)?,
        }))
    }
}
