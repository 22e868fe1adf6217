//! What is wrong with a log, on which lines.

use std::fmt;

use crate::document::{DocumentCode, DocumentError};

/// Every line of a log that is wrong, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFileError(pub(super) Vec<DocumentError>);

impl WorkFileError {
    /// All of them: at least one, each with its line.
    #[must_use]
    pub fn as_slice(&self) -> &[DocumentError] {
        &self.0
    }
}

impl fmt::Display for WorkFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for WorkFileError {}

/// Something wrong with a line; where in the line, only its path says.
pub(super) fn on_line(line: usize, code: DocumentCode, path: String, message: impl Into<String>) -> DocumentError {
    DocumentError { code, path, line, column: 0, message: message.into() }
}

/// A first line that does not say what the file is.
pub(super) fn no_head(error: DocumentError) -> DocumentError {
    if error.code == DocumentCode::Version {
        return error;
    }
    let message = format!("the first line of a log is `{{\"format\":\"wangge-work/1\"}}`: {}", error.message);
    DocumentError { message, ..error }
}

/// Something wrong with a field of an entry.
pub(super) struct Wrong {
    pub code: DocumentCode,
    /// `event.at`.
    pub path: String,
    pub message: String,
}

impl Wrong {
    pub fn on_line(self, line: usize) -> DocumentError {
        on_line(line, self.code, self.path, self.message)
    }
}
