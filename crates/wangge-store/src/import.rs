//! From lines of JSON to a store: the longest valid prefix.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use rusqlite::Connection;
use wangge::Registry;

use crate::chain::Hash;
use crate::error::{Breach, StoreError};
use crate::export::{FORMAT, Header, Line};
use crate::file::to_sql;
use crate::journal::{self, Written};
use crate::load::{self, Done};
use crate::store::{Reader, Store};
use crate::{clearing, file, personal, snapshot};

/// A store that was made from an export.
#[derive(Debug)]
#[non_exhaustive]
pub struct Imported {
    /// The store, with every entry up to the first that is wrong.
    pub store: Store,
    /// How many entries it has.
    pub entries: u64,
    /// What is wrong with the rest; none if everything is there.
    pub fault: Option<ImportFault>,
}

/// What is wrong with an export.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportFault {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub what: ImportProblem,
}

/// What is wrong with a line of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportProblem {
    /// The first line does not say that this is an export of this version.
    Header,
    /// The line is not an entry, or is cut.
    Line,
    /// The entry is not as it was written.
    Entry(Breach),
    /// The export ends before the last entry, or goes on after it.
    End {
        /// How many entries it should have.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// The last entry is not the one that the first line names.
    Head,
}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.what {
            ImportProblem::Header => {
                write!(f, "expected `{{\"format\":\"{FORMAT}\",\"entries\":..,\"head\":..}}`")
            }
            ImportProblem::Line => f.write_str("it is not a whole entry"),
            ImportProblem::Entry(breach) => write!(f, "{breach}"),
            ImportProblem::End { expected, found } => write!(f, "expected {expected} entries, found {found}"),
            ImportProblem::Head => f.write_str("the last entry is not the one that the first line names"),
        }
    }
}

impl Store {
    /// Makes a store from what [`export`](Reader::export) wrote. Of a damaged export the entries before the first that is
    /// wrong are kept, and what is wrong is told.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a file; [`StoreError::Import`] if not even the first entry is valid; what keeps
    /// the source from being read or the store from being written. Then there is no file.
    pub fn import(path: impl AsRef<Path>, source: impl Read) -> Result<Imported, StoreError> {
        let mut source = BufReader::with_capacity(1 << 16, source);
        let (db, (registry, fault)) = file::create(path.as_ref(), |begun| {
            let mut import = Import::begin(begun, &mut source)?;
            let cut = import.take_all(&mut source)?;
            // Entry 0 stands on line 2.
            let fault = |sequence: u64, what| ImportFault { line: sequence + 2, what };
            let at = import.next;
            if at == 0 {
                return Err(StoreError::Import(fault(0, cut.unwrap_or(ImportProblem::Line))));
            }
            let (registry, impossible) = import.replay()?;
            snapshot::write(begun, &registry)?;
            if import.is_scrubbed {
                clearing::mark(begun, import.next - 1)?;
            }
            let impossible = impossible.map(|what| fault(import.next, what));
            Ok((registry, impossible.or_else(|| cut.map(|what| fault(at, what)))))
        })?;
        let entries = registry.sequence() + 1;
        Ok(Imported { store: Store { reader: Reader { db }, live: Some(registry) }, entries, fault })
    }
}

/// An import on its way.
struct Import<'d> {
    db: &'d Connection,
    header: Header,
    previous: Hash,
    /// How many entries were taken, which is the number of the next.
    next: u64,
    /// Whether the export has personal data that an erasure in it should have taken away.
    is_scrubbed: bool,
}

impl<'d> Import<'d> {
    fn begin(db: &'d Connection, source: &mut impl BufRead) -> Result<Self, StoreError> {
        let line = next_line(source)?;
        let header = line.and_then(|line| serde_json::from_slice(&line).ok());
        let Some(header) = header.filter(|header: &Header| header.format == FORMAT) else {
            return Err(StoreError::Import(ImportFault { line: 1, what: ImportProblem::Header }));
        };
        Ok(Self { db, header, previous: Hash::default(), next: 0, is_scrubbed: false })
    }

    /// Takes entry after entry, up to the first that is wrong.
    fn take_all(&mut self, source: &mut impl BufRead) -> Result<Option<ImportProblem>, StoreError> {
        while let Some(line) = next_line(source)? {
            if self.next == self.header.entries {
                return Ok(Some(self.wrong_end(self.next + 1)));
            }
            let Ok(line) = serde_json::from_slice::<Line>(&line) else { return Ok(Some(ImportProblem::Line)) };
            match self.take(&line.into()) {
                Ok(()) => self.next += 1,
                Err(StoreError::Broken { breach, .. }) => return Ok(Some(ImportProblem::Entry(breach))),
                Err(other) => return Err(other),
            }
        }
        if self.next != self.header.entries {
            return Ok(Some(self.wrong_end(self.next)));
        }
        Ok((self.previous != self.header.head).then_some(ImportProblem::Head))
    }

    fn wrong_end(&self, found: u64) -> ImportProblem {
        ImportProblem::End { expected: self.header.entries, found }
    }

    /// Takes the next entry, if it is as it was written.
    fn take(&mut self, written: &Written) -> Result<(), StoreError> {
        let row = &written.row;
        if row.sequence != self.next {
            return Err(row.broken(Breach::Gap));
        }
        row.check(self.previous)?;
        let is_bare = row.commitments.is_empty() && written.parts.is_empty();
        let mut erases = None;
        if row.sequence == 0 {
            let (records, _) = written.document()?;
            Registry::build(records).map_err(|_| row.broken(Breach::Replay))?;
        } else {
            erases = Done::of(written)?.erases;
            if erases.is_some() && !is_bare {
                return Err(row.broken(Breach::Personal));
            }
        }
        journal::insert(self.db, row, &written.parts)?;
        if let Some(household) = erases {
            self.is_scrubbed |= personal::delete(self.db, &household, row.sequence)? > 0;
        }
        self.previous = row.hash;
        Ok(())
    }

    /// The state after what was taken; what cannot be done is taken out again, with everything after it.
    fn replay(&mut self) -> Result<(Registry, Option<ImportProblem>), StoreError> {
        let mut problem = None;
        loop {
            let last = self.next - 1;
            match load::load(self.db, last) {
                Ok(registry) => return Ok((registry.at_sequence(last), problem)),
                Err(StoreError::Broken { sequence, breach }) if (1..=last).contains(&sequence) => {
                    for table in ["personal", "journal"] {
                        let delete = format!("DELETE FROM {table} WHERE sequence >= ?1");
                        self.db.execute(&delete, [to_sql(sequence)?])?;
                    }
                    self.next = sequence;
                    problem = Some(ImportProblem::Entry(breach));
                }
                Err(other) => return Err(other),
            }
        }
    }
}

/// The next line without its end; none at the end of the source. A line is not longer than the source.
fn next_line(source: &mut impl BufRead) -> Result<Option<Vec<u8>>, StoreError> {
    let mut line = Vec::new();
    source.read_until(b'\n', &mut line)?;
    // The last line ends too: one that does not was cut.
    let is_whole = line.pop_if(|byte| *byte == b'\n').is_some();
    match (is_whole, line.is_empty()) {
        (false, true) => Ok(None),
        (true, _) => Ok(Some(line)),
        (false, false) => Ok(Some(Vec::new())),
    }
}
