//! A document read out of JavaScript's memory piece by piece, so that it is never in this module's as a whole: what
//! that grows by, it keeps.

use std::io::{Error, ErrorKind, Read, Result};

use js_sys::{Function, Uint8Array};

use crate::reply::tell;

/// How many bytes cross at once.
const PIECE: u32 = 1 << 16;

/// Bytes of JavaScript.
pub struct Source<'a> {
    bytes: &'a Uint8Array,
    read: u32,
    len: u32,
    listener: Option<&'a Function>,
}

impl<'a> Source<'a> {
    /// Reads bytes, and tells after each piece how many of how many are read.
    pub fn new(bytes: &'a Uint8Array, listener: Option<&'a Function>) -> Self {
        Self { bytes, read: 0, len: bytes.length(), listener }
    }
}

impl Read for Source<'_> {
    fn read(&mut self, target: &mut [u8]) -> Result<usize> {
        // A buffer may be taken away while it is read: whoever is told can do that.
        if self.bytes.length() != self.len {
            return Err(Error::new(ErrorKind::UnexpectedEof, "the bytes were taken away while they were read"));
        }
        let room = u32::try_from(target.len()).unwrap_or(PIECE).min(PIECE);
        let end = self.len.min(self.read.saturating_add(room));
        let len = usize::try_from(end - self.read).unwrap_or_default();
        let target = target.get_mut(..len).unwrap_or_default();
        let piece = self.bytes.subarray(self.read, end);
        piece.copy_to(target);
        self.read = end;
        tell(self.listener, &[self.read.into(), self.len.into()]);
        Ok(len)
    }
}
