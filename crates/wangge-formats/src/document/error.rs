//! What is wrong with a document, where.

use std::fmt;
use std::io;

use serde_json::error::Category;

use super::FORMAT;
use super::counted::Place;
use super::refused::path;
use super::strict::Trail;
use super::utf8::Failure;

/// The kinds of error of [`read`](super::read) and [`write`](super::write).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DocumentCode {
    /// The source or the target failed.
    Io,
    /// A byte is not UTF-8.
    Encoding,
    /// The text is not JSON, or something follows the document.
    Syntax,
    /// The text ends in the middle of the document.
    Truncated,
    /// A number is out of range, infinite or not a number.
    Number,
    /// The format is not `wangge/1`.
    Version,
    /// A value is of another type.
    Type,
    /// A value of the right type that may not stand here.
    Value,
    /// The format defines no such field.
    UnknownField,
    /// A field stands twice in one object.
    DuplicateKey,
    /// A required field is missing.
    MissingField,
}

impl DocumentCode {
    /// Every code.
    pub const ALL: &'static [Self] = &[
        Self::Io,
        Self::Encoding,
        Self::Syntax,
        Self::Truncated,
        Self::Number,
        Self::Version,
        Self::Type,
        Self::Value,
        Self::UnknownField,
        Self::DuplicateKey,
        Self::MissingField,
    ];

    /// The stable name, such as `document.syntax`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Io => "document.io",
            Self::Encoding => "document.encoding",
            Self::Syntax => "document.syntax",
            Self::Truncated => "document.truncated",
            Self::Number => "document.number",
            Self::Version => "document.version",
            Self::Type => "document.type",
            Self::Value => "document.value",
            Self::UnknownField => "document.unknown-field",
            Self::DuplicateKey => "document.duplicate-key",
            Self::MissingField => "document.missing-field",
        }
    }
}

impl DocumentCode {
    /// The stable name where a request is wrong, such as `request.syntax`.
    #[must_use]
    pub fn as_request_str(self) -> &'static str {
        match self {
            Self::Io => "request.io",
            Self::Encoding => "request.encoding",
            Self::Syntax => "request.syntax",
            Self::Truncated => "request.truncated",
            Self::Number => "request.number",
            Self::Version => "request.version",
            Self::Type => "request.type",
            Self::Value => "request.value",
            Self::UnknownField => "request.unknown-field",
            Self::DuplicateKey => "request.duplicate-key",
            Self::MissingField => "request.missing-field",
        }
    }
}

impl fmt::Display for DocumentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a document was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentError {
    /// What is wrong.
    pub code: DocumentCode,
    /// Where in the document: `households[17].unit`; empty for the document itself.
    pub path: String,
    /// Line, from 1; 0 where there is none.
    pub line: usize,
    /// Column in bytes, from 1; 0 where there is none, or before the first byte of a line.
    pub column: usize,
    /// What is wrong, in words, without the place.
    pub message: String,
}

impl DocumentError {
    pub(super) fn new(error: &serde_json::Error, trail: Trail, failure: Option<Failure>) -> Self {
        let (outer, refused) = trail.into_parts();
        if let Some(refused) = refused {
            let (code, message, place, mut steps) = refused.into_parts();
            steps.extend(outer);
            let Place { line, column } = place.unwrap_or(Place { line: error.line(), column: error.column() });
            return Self { code, path: path(steps.iter()), line, column, message };
        }
        let path = path(outer.iter());
        let (line, column) = (error.line(), error.column());
        let told = error.to_string();
        let told = told.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&told);
        let (code, message) = match error.classify() {
            Category::Io => return Self { path, ..Self::of_source(failure, told.to_owned()) },
            Category::Eof => {
                let inside = told.strip_prefix("EOF while parsing ").unwrap_or("a value");
                (DocumentCode::Truncated, format!("the text ends in the middle of {inside}"))
            }
            Category::Syntax => syntax(told),
            Category::Data if path == "format" => (DocumentCode::Version, told.to_owned()),
            Category::Data if told.starts_with("missing field") => (DocumentCode::MissingField, told.to_owned()),
            Category::Data => (DocumentCode::Value, told.to_owned()),
        };
        Self { code, path, line, column, message }
    }

    pub(crate) fn io(error: &io::Error) -> Self {
        Self::of_source(None, error.to_string())
    }

    fn of_source(failure: Option<Failure>, message: String) -> Self {
        let (code, line, column) = match failure {
            Some(Failure::NotUtf8(place)) => (DocumentCode::Encoding, place.line, place.column),
            Some(Failure::Io) | None => (DocumentCode::Io, 0, 0),
        };
        Self { code, path: String::new(), line, column, message }
    }

    pub(crate) fn not_finite(path: String) -> Self {
        let message = "a coordinate is infinite or not a number, which JSON cannot hold".to_owned();
        Self { code: DocumentCode::Number, path, line: 0, column: 0, message }
    }
}

/// What the reader of JSON says.
fn syntax(told: &str) -> (DocumentCode, String) {
    match told {
        "number out of range" => (DocumentCode::Number, told.to_owned()),
        "trailing characters" => (DocumentCode::Syntax, "something follows the end of the text".to_owned()),
        "expected value" | "expected ident" => (DocumentCode::Syntax, "expected a JSON value".to_owned()),
        _ => (DocumentCode::Syntax, told.to_owned()),
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.code)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        match (self.line, self.column) {
            (0, _) => Ok(()),
            // Before the first byte, or anywhere on it.
            (line, 0) => write!(f, " (line {line})"),
            (line, column) => write!(f, " (line {line}, column {column})"),
        }
    }
}

impl std::error::Error for DocumentError {}

/// What to say about a `format` that is not ours.
pub(super) fn other_format(found: &str) -> String {
    let newer = found.strip_prefix("wangge/").and_then(|version| version.parse::<u64>().ok()).is_some_and(|v| v > 1);
    let is_log = found.starts_with("wangge-work/");
    let found = quote(found);
    if is_log {
        format!("this is a log of work ({found}), no document; the document comes first, the log second")
    } else if newer {
        format!("the document is in the newer format {found}, this version reads `{FORMAT}`; update wangge")
    } else {
        format!("the format is {found}, expected `{FORMAT}`")
    }
}

/// Input in backticks: at most 80 characters, nothing invisible.
pub(crate) fn quote(input: &str) -> String {
    let mut text = String::from("`");
    for (i, c) in input.chars().enumerate() {
        if i == 80 {
            text.push('…');
            break;
        }
        match c {
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
                text.extend(c.escape_unicode());
            }
            c if c.is_control() => text.extend(c.escape_unicode()),
            c => text.push(c),
        }
    }
    text.push('`');
    text
}
