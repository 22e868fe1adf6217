//! A source, line by line.

use std::io::{self, BufRead, BufReader, Read};

use super::error::on_line;
use crate::document::{DocumentCode, DocumentError};

/// The lines of a source; memory holds one of them.
pub(super) struct Lines<'s> {
    // Whatever the source is, reading is compiled once.
    source: BufReader<&'s mut dyn Read>,
    number: usize,
    line: Vec<u8>,
}

/// One line, without its end.
pub(super) struct Line<'l> {
    /// From 1.
    pub number: usize,
    pub text: &'l [u8],
    /// Whether it has an end.
    pub is_whole: bool,
}

impl<'s> Lines<'s> {
    pub fn new(source: &'s mut dyn Read) -> Self {
        Self { source: BufReader::with_capacity(1 << 16, source), number: 0, line: Vec::new() }
    }

    /// How it begins, as far as it has come; whatever is wrong with the source is told with the first line.
    pub fn start(&mut self) -> &[u8] {
        self.source.fill_buf().unwrap_or_default()
    }

    /// The next line, if there is one; a byte order mark at the start of the first is left out.
    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        if self.source.read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let text = self.line.strip_suffix(b"\n");
        let is_whole = text.is_some();
        let text = text.unwrap_or(&self.line);
        let text = if self.number == 1 { text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text) } else { text };
        Ok(Some(Line { number: self.number, text, is_whole }))
    }
}

impl Line<'_> {
    /// Whether it is the first line of a log, rather than an entry: an object whose first field is `format`.
    pub fn names_a_format(&self) -> bool {
        let inside = self.text.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        inside.is_some_and(|inside| inside.starts_with(b"\"format\""))
    }
}

/// A source without a line.
pub(super) fn empty() -> DocumentError {
    let message = "the file is empty; its first line is `{\"format\":\"wangge-work/1\"}`";
    on_line(1, DocumentCode::Truncated, String::new(), message)
}

/// A line without anything on it, before others.
pub(super) fn nothing(line: usize) -> DocumentError {
    on_line(line, DocumentCode::Syntax, String::new(), "the line is empty; take it away")
}
