//! A tour of the command `wangge` on a made-up village.

use crate::run::{Failure, Run};

/// Runs it.
pub fn demo() -> Result<(), Failure> {
    Run::cargo(["build", "--package", "wangge-cli"]).go()
}
