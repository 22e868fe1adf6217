//! What is wrong with a log, on which lines.

use std::fmt;

use super::FORMAT;
use crate::document::{DocumentCode, DocumentError, quote};

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

/// What is wrong with a file that says at its start that it is another than a log.
pub(super) fn other_file(start: &[u8]) -> Option<DocumentError> {
    let found = named_format(start).filter(|found| !found.starts_with("wangge-work/"))?;
    let message = if found.starts_with("wangge/") {
        format!("this is a document ({}), no log of work; the document comes first, the log second", quote(found))
    } else {
        format!("the format is {}; expected `{FORMAT}`", quote(found))
    };
    Some(on_line(1, DocumentCode::Version, "format".to_owned(), message))
}

/// The value of a first field `format`, wherever lines break.
fn named_format(start: &[u8]) -> Option<&str> {
    let mut rest = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    for token in [&b"{"[..], b"\"format\"", b":", b"\""] {
        rest = rest.trim_ascii_start().strip_prefix(token)?;
    }
    let end = rest.iter().position(|byte| *byte == b'"')?;
    std::str::from_utf8(rest.get(..end)?).ok()
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
