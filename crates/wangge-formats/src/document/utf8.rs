//! Lets UTF-8 through, and says where the first byte that is not UTF-8 stands.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};

/// The place of the first byte that is not UTF-8.
#[derive(Debug, Clone, Copy)]
pub(super) struct NotUtf8 {
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1.
    pub column: usize,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the document is not UTF-8 text here; save it as UTF-8 and read it again")
    }
}

impl std::error::Error for NotUtf8 {}

/// Why a source gave no more bytes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Failure {
    /// It said so itself.
    Io,
    /// What it gave is not UTF-8.
    NotUtf8(NotUtf8),
}

/// A reader that checks what it hands on.
pub(super) struct Utf8<'f, R> {
    source: R,
    /// Told here too: an error is handed on by many who keep its text only.
    failure: &'f Cell<Option<Failure>>,
    /// The first bytes of a character that the last read cut in two.
    cut: Vec<u8>,
    line: usize,
    column: usize,
}

impl<'f, R: Read> Utf8<'f, R> {
    pub(super) fn new(source: R, failure: &'f Cell<Option<Failure>>) -> Self {
        Self { source, failure, cut: Vec::with_capacity(4), line: 1, column: 0 }
    }

    fn check(&mut self, mut bytes: &[u8]) -> Result<(), NotUtf8> {
        while let (false, [next, rest @ ..]) = (self.cut.is_empty(), bytes) {
            self.cut.push(*next);
            bytes = rest;
            match std::str::from_utf8(&self.cut) {
                Ok(_) => {
                    self.column += self.cut.len();
                    self.cut.clear();
                }
                Err(e) if e.error_len().is_none() => {}
                Err(_) => return Err(self.here()),
            }
        }
        let (good, rest) = match std::str::from_utf8(bytes) {
            Ok(_) => (bytes, &[][..]),
            Err(e) => {
                let (good, rest) = bytes.split_at_checked(e.valid_up_to()).unwrap_or((bytes, &[]));
                self.count(good);
                if e.error_len().is_some() {
                    return Err(self.here());
                }
                (&[][..], rest)
            }
        };
        self.count(good);
        self.cut.extend_from_slice(rest);
        Ok(())
    }

    fn count(&mut self, bytes: &[u8]) {
        match bytes.iter().rposition(|&b| b == b'\n') {
            None => self.column += bytes.len(),
            Some(last) => {
                self.line += bytes.iter().filter(|&&b| b == b'\n').count();
                self.column = bytes.len() - last - 1;
            }
        }
    }

    fn here(&self) -> NotUtf8 {
        NotUtf8 { line: self.line, column: self.column + 1 }
    }
}

impl<R: Read> Read for Utf8<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer).inspect_err(|error| {
            // Whoever reads tries again after an interruption.
            if error.kind() != io::ErrorKind::Interrupted {
                self.failure.set(Some(Failure::Io));
            }
        })?;
        let checked = match buffer.get(..count) {
            // The end of the source, in the middle of a character.
            Some([]) if !buffer.is_empty() && !self.cut.is_empty() => Err(self.here()),
            Some(bytes) => self.check(bytes),
            None => Ok(()),
        };
        checked.map(|()| count).map_err(|e| {
            self.failure.set(Some(Failure::NotUtf8(e)));
            io::Error::new(io::ErrorKind::InvalidData, e)
        })
    }
}
