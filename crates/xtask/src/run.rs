//! One command: shown, run, and reported if it fails.

use std::fmt;
use std::io;
use std::process::Command;

/// Why a command of `cargo xtask` ends early.
#[derive(Debug)]
pub enum Failure {
    /// It was called in a way that it does not know.
    Usage(String),
    /// A program could not be started.
    Start(String, io::Error),
    /// A program failed.
    Failed(String),
    /// Something is missing; the text says what to do.
    Missing(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Missing(text) => f.write_str(text),
            Self::Start(command, error) => write!(f, "could not start `{command}`: {error}"),
            Self::Failed(command) => write!(f, "`{command}` failed; its output is above"),
        }
    }
}

/// A command that is about to run.
pub struct Run {
    command: Command,
    shown: String,
}

impl Run {
    /// A program of the machine.
    pub fn new<'a>(program: &str, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        Self { command: Command::new(program), shown: program.to_owned() }.args(arguments)
    }

    /// The cargo that runs this program.
    pub fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self { command: Command::new(cargo), shown: "cargo".to_owned() }.args(arguments)
    }

    /// More arguments.
    pub fn args<'a>(mut self, arguments: impl IntoIterator<Item = impl AsRef<str> + 'a>) -> Self {
        for argument in arguments {
            let argument = argument.as_ref();
            self.command.arg(argument);
            self.shown.push(' ');
            self.shown.push_str(&quoted(argument));
        }
        self
    }

    /// A variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self.shown = format!("{name}={} {}", quoted(value), self.shown);
        self
    }

    /// Shows and runs it, and returns its exit code, if it has one.
    pub fn code(mut self) -> Result<Option<i32>, Failure> {
        eprintln!("\n$ {}", self.shown);
        let status = self.command.status().map_err(|error| Failure::Start(self.shown, error))?;
        Ok(status.code())
    }

    /// Shows and runs it; anything but success is a failure.
    pub fn go(self) -> Result<(), Failure> {
        let shown = self.shown.clone();
        if self.code()? == Some(0) { Ok(()) } else { Err(Failure::Failed(shown)) }
    }
}

/// The argument as one types it in a shell.
fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:+,".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', r"'\''"))
    }
}
