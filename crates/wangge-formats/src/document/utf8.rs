//! Lets UTF-8 through, and says where the first byte that is not UTF-8 stands.

use std::fmt;
use std::io::{self, Read};

/// The place of the first byte that is not UTF-8. It travels inside an [`io::Error`].
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

/// A reader that checks what it hands on.
pub(super) struct Utf8<R> {
    source: R,
    /// The first bytes of a character that the last read cut in two.
    cut: Vec<u8>,
    line: usize,
    column: usize,
}

impl<R: Read> Utf8<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, cut: Vec::with_capacity(4), line: 1, column: 0 }
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

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let checked = match buffer.get(..count) {
            // The end of the source, in the middle of a character.
            Some([]) if !buffer.is_empty() && !self.cut.is_empty() => Err(self.here()),
            Some(bytes) => self.check(bytes),
            None => Ok(()),
        };
        checked.map(|()| count).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
    }
}
