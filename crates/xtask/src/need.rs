//! Programs that a command needs beside cargo, and how to get them.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{Failure, Run};

/// A program of the machine.
pub struct Need {
    /// What it is called in messages.
    name: &'static str,
    /// The names of the program, any of which will do.
    programs: &'static [&'static str],
    /// The least version, where it matters.
    major: u32,
    /// What it is asked, to see that it is there.
    probe: &'static [&'static str],
    /// Debian's packages that have it.
    packages: &'static [&'static str],
}

/// JavaScript outside a browser, with its package manager.
pub const NODE: Need =
    Need { name: "Node.js", programs: &["node"], major: 18, probe: &["--version"], packages: &["nodejs", "npm"] };

/// A browser without a window, and the letters for Chinese.
pub const CHROMIUM: Need = Need {
    name: "Chromium",
    programs: &["chromium", "chromium-browser", "google-chrome"],
    major: 0,
    probe: &["--version"],
    packages: &["chromium", "fonts-noto-cjk"],
};

/// Python that can make environments of its own.
pub const PYTHON: Need = Need {
    name: "Python 3 with venv and pip",
    programs: &["python3"],
    major: 0,
    probe: &["-c", "import ensurepip, venv"],
    packages: &["python3-venv", "python3-pip"],
};

impl Need {
    /// The program; installed first if it is missing, may be installed, and `install` says so.
    pub fn get(&self, install: bool) -> Result<&'static str, Failure> {
        if let Some(program) = self.find() {
            return Ok(program);
        }
        if install && may_install() {
            eprintln!("\n{} is missing: getting Debian's package", self.name);
            apt_get(self.packages)?;
        }
        let Self { name, major, packages, .. } = self;
        let version = if *major > 0 { format!(", {major} or later") } else { String::new() };
        self.find().ok_or_else(|| {
            let packages = packages.join(" ");
            Failure::Missing(format!("{name}{version} is needed. On Debian, as root: `apt-get install {packages}`"))
        })
    }

    fn find(&self) -> Option<&'static str> {
        self.programs.iter().copied().find(|program| {
            let run = Command::new(program).args(self.probe).stderr(Stdio::null()).output();
            let output = run.ok().filter(|output| output.status.success());
            let version = output.and_then(|output| String::from_utf8(output.stdout).ok());
            version.is_some_and(|version| self.major == 0 || major(&version).is_some_and(|own| own >= self.major))
        })
    }
}

/// The first number of a version such as `v20.1.3`.
fn major(version: &str) -> Option<u32> {
    let digits = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Whether this is Debian's root, who may install packages.
pub fn may_install() -> bool {
    let user = Command::new("id").arg("-u").output().map(|output| output.stdout);
    user.is_ok_and(|user| user.trim_ascii() == b"0") && Path::new("/usr/bin/apt-get").is_file()
}

/// Installs Debian's packages.
pub fn apt_get(packages: &[&str]) -> Result<(), Failure> {
    Run::new("apt-get", ["update"]).go()?;
    Run::new("apt-get", ["install", "--yes", "--no-install-recommends"]).args(packages).go()
}
