//! Why there is no answer, for a person and for a program.

use std::process::ExitCode;

use serde::Serialize;
use wangge_formats::answer::ErrorView;

use crate::Answer;

/// Why there is no answer.
pub struct Failure {
    /// For a person: lines, each with its end.
    pub text: String,
    /// For a program.
    json: String,
    /// How the program ends.
    pub exit: Exit,
}

/// How the program ends without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Something is wrong with the document.
    Faults,
    /// Something is wrong with the question.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Faults => Self::FAILURE,
            Exit::Usage => Self::from(2),
        }
    }
}

#[derive(Serialize)]
struct Refused {
    error: ErrorView,
}

impl Failure {
    /// A failure with one error.
    pub fn new(exit: Exit, text: String, error: ErrorView) -> Self {
        let text = if text.ends_with('\n') { text } else { text + "\n" };
        Self { text, json: crate::command::json(&Refused { error }), exit }
    }

    /// With `--json`, faults are an answer on standard output; wrong use is told to the person who typed it.
    pub fn into_json(self) -> Result<Answer, Self> {
        match self.exit {
            Exit::Faults => Ok(Answer { text: self.json, is_clean: false }),
            Exit::Usage => Err(Self { text: self.json.clone(), ..self }),
        }
    }
}
