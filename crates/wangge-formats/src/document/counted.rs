//! Where reading has come to.

use std::cell::Cell;
use std::io::{BufRead, Read, Result};

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1; 0 before the first byte of a line.
    pub column: usize,
}

impl Place {
    /// Before the first byte.
    pub const START: Self = Self { line: 1, column: 0 };
}

/// A reader that tells where it is. It is read byte by byte.
pub(super) struct Counted<'p, R> {
    source: R,
    place: &'p Cell<Place>,
}

impl<'p, R: BufRead> Counted<'p, R> {
    pub(super) fn new(source: R, place: &'p Cell<Place>) -> Self {
        Self { source, place }
    }
}

impl<R: BufRead> Read for Counted<'_, R> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let (Some(next), Some(target)) = (self.source.fill_buf()?.first(), buffer.first_mut()) else { return Ok(0) };
        *target = *next;
        let Place { line, column } = self.place.get();
        self.place.set(match next {
            b'\n' => Place { line: line + 1, column: 0 },
            _ => Place { line, column: column + 1 },
        });
        self.source.consume(1);
        Ok(1)
    }
}
