//! One row a line: readable, and a change of one row is a change of one line.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Breaks lines in the document, in its sections, and in the lists of the scheme; a row stays on one line.
#[derive(Default)]
pub(super) struct RowALine {
    /// For each open array or object, whether its items stand on lines of their own, and whether it has one yet.
    open: Vec<(bool, bool)>,
}

impl RowALine {
    fn begin(&mut self, array: bool) {
        let depth = self.open.len() + 1;
        self.open.push((depth <= 2 || (depth == 3 && array), false));
    }

    fn item<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        let depth = self.open.len();
        let Some((breaks, any)) = self.open.last_mut() else { return Ok(()) };
        *any = true;
        if !first {
            writer.write_all(if *breaks { b"," } else { b", " })?;
        }
        if *breaks { new_line(writer, depth) } else { Ok(()) }
    }

    fn end<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        match self.open.pop() {
            Some((true, true)) => new_line(writer, self.open.len()),
            _ => Ok(()),
        }
    }
}

fn new_line<W: ?Sized + Write>(writer: &mut W, indent: usize) -> io::Result<()> {
    writer.write_all(b"\n")?;
    (0..indent).try_for_each(|_| writer.write_all(b" "))
}

impl Formatter for RowALine {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(true);
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer)?;
        writer.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.item(writer, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(false);
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer)?;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.item(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}
