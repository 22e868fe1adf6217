//! The journal as lines of JSON.

use std::io::{BufWriter, Write};

use serde::{Deserialize, Serialize};

use crate::chain::Hash;
use crate::error::{Breach, StoreError};
use crate::journal::{self, Kind, Row, Written};
use crate::personal::Part;
use crate::store::Reader;

/// The format that this version reads and writes.
pub(crate) const FORMAT: &str = "wangge-journal/1";

/// The first line: what must follow, so that a file that was cut is found out.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub format: String,
    /// How many entries follow.
    pub entries: u64,
    /// The hash of the last one.
    pub head: Hash,
}

/// An entry: a line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    sequence: u64,
    at: String,
    who: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    kind: Kind,
    /// The text that is hashed, to the byte.
    body: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    commitments: Vec<Hash>,
    hash: Hash,
    /// One for each commitment; null where it was erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    personal: Vec<Option<Part>>,
}

impl From<Written> for Line {
    fn from(Written { row, parts: personal }: Written) -> Self {
        let Row { sequence, at, who, reason, kind, body, commitments, hash } = row;
        Self { sequence, at, who, reason, kind, body, commitments, hash, personal }
    }
}

impl From<Line> for Written {
    fn from(line: Line) -> Self {
        let Line { sequence, at, who, reason, kind, body, commitments, hash, personal: parts } = line;
        Self { row: Row { sequence, at, who, reason, kind, body, commitments, hash }, parts }
    }
}

impl Reader {
    /// Writes the journal as lines of JSON: `{"format": "wangge-journal/1", "entries": .., "head": ..}`, then an entry a
    /// line, with its personal data in `personal`. The lines alone prove the chain.
    ///
    /// # Errors
    /// [`StoreError::Broken`] where an entry is not as it was written; what the target reports.
    pub fn export(&self, target: impl Write) -> Result<(), StoreError> {
        let begun = self.db.unchecked_transaction()?;
        let (last, head) = journal::head(&begun)?;
        let mut target = BufWriter::with_capacity(1 << 16, target);
        let header = Header { format: FORMAT.to_owned(), entries: last + 1, head };
        write_line(&header, &mut target)?;
        let mut previous = Hash::default();
        for sequence in 0..=last {
            let gap = StoreError::Broken { sequence, breach: Breach::Gap };
            let row = journal::read(&begun, sequence)?.ok_or(gap)?;
            row.check(previous)?;
            previous = row.hash;
            write_line(&Line::from(Written::of(&begun, row)?), &mut target)?;
        }
        Ok(target.flush()?)
    }
}

fn write_line(line: &impl Serialize, target: &mut impl Write) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *target, line).map_err(|error| StoreError::Io(error.to_string()))?;
    Ok(target.write_all(b"\n")?)
}
