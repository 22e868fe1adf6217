//! DuckDB by its Python package, a program of its own that times itself, on one thread.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::rollup::{Closure, Row};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/work/duck.py");
/// Somewhere in `target`.
const FOLDER: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/work");

pub struct Duck {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

impl Duck {
    /// Starts it with the same rows, or says what is missing.
    pub fn start(rows: &[Row], closure: &Closure, query: &str) -> Result<Self, String> {
        let python = python()?;
        let folder = Path::new(FOLDER);
        let write = || -> std::io::Result<()> {
            let mut file = BufWriter::new(File::create(folder.join("matter.csv"))?);
            for row in rows {
                let [late, open, overdue] = [row.late, row.open, row.overdue].map(u8::from);
                let Row { shape, unit, kind, urgency, day, resolved, .. } = row;
                writeln!(file, "{shape},{unit},{kind},{urgency},{day},{resolved},{late},{open},{overdue}")?;
            }
            file.flush()?;
            let mut file = BufWriter::new(File::create(folder.join("closure.csv"))?);
            for (shape, unit, ancestor) in closure {
                writeln!(file, "{shape},{unit},{ancestor}")?;
            }
            file.flush()?;
            std::fs::write(folder.join("query.sql"), query)
        };
        write().map_err(|error| error.to_string())?;
        let mut child = Command::new(python)
            .arg(SCRIPT)
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let (ask, answer) = child.stdin.take().zip(child.stdout.take()).ok_or("it has no pipes")?;
        Ok(Self { child, ask, answer: BufReader::new(answer) })
    }

    /// Asks once: how many groups, the sums of their figures, and how long it took.
    pub fn ask(&mut self) -> ([i64; 6], Duration) {
        writeln!(self.ask, "ask").unwrap();
        let mut line = String::new();
        self.answer.read_line(&mut line).unwrap();
        let mut words = line.split_whitespace();
        let seconds: f64 = words.next().expect("DuckDB answers").parse().unwrap();
        let sums: Vec<i64> = words.map(|word| word.parse().unwrap()).collect();
        (sums.try_into().unwrap(), Duration::from_secs_f64(seconds))
    }
}

impl Drop for Duck {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn python() -> Result<PathBuf, String> {
    std::fs::create_dir_all(FOLDER).map_err(|error| error.to_string())?;
    let folder = Path::new(FOLDER).join("venv");
    let python = folder.join("bin/python");
    let run = |command: &mut Command| match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned()),
        Err(error) => Err(error.to_string()),
    };
    if run(Command::new(&python).args(["-c", "import duckdb, numpy"])).is_err() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "duckdb", "numpy"]))?;
    }
    Ok(python)
}
