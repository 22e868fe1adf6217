//! The journal's table: what an entry is made of, written and read.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use wangge::Records;
use wangge::change::Transaction;
use wangge_formats::{document, transaction};

use crate::chain::Hash;
use crate::error::{Breach, StoreError};
use crate::file::{from_sql, to_sql};
use crate::personal::{self, Part};

/// The name of the chain, which begins what is hashed.
const CHAIN: &str = "wangge-journal/1";

/// What an entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Document,
    Transaction,
    Erasure,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Transaction => "transaction",
            Self::Erasure => "erasure",
        }
    }

    fn of(text: &str) -> Option<Self> {
        [Self::Document, Self::Transaction, Self::Erasure].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// An entry without what stands beside it.
pub(crate) struct Row {
    pub sequence: u64,
    pub at: String,
    pub who: String,
    pub reason: Option<String>,
    pub kind: Kind,
    pub body: String,
    /// One for each household row, in order.
    pub commitments: Vec<Hash>,
    pub hash: Hash,
}

/// An entry, and the personal data beside it.
pub(crate) struct Written {
    pub row: Row,
    pub parts: Vec<Option<Part>>,
}

/// The body of an erasure.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Erasure {
    household: SmolStr,
}

impl Row {
    /// An entry that follows another one.
    pub fn after(
        (last, previous): (u64, Hash),
        (at, who, reason): (String, &str, Option<&str>),
        (kind, body, parts): (Kind, String, &[Part]),
    ) -> Self {
        let (who, reason) = (who.to_owned(), reason.map(ToOwned::to_owned));
        let commitments = parts.iter().map(Part::commitment).collect();
        let mut row = Self { sequence: last + 1, at, who, reason, kind, body, commitments, hash: Hash::default() };
        row.hash = row.hash_after(previous);
        row
    }

    /// The first entry.
    pub fn first(at: String, who: &str, reason: Option<&str>, body: String, parts: &[Part]) -> Self {
        let mut row = Self::after((0, Hash::default()), (at, who, reason), (Kind::Document, body, parts));
        row.sequence = 0;
        row.hash = row.hash_after(Hash::default());
        row
    }

    fn flat_commitments(&self) -> Vec<u8> {
        self.commitments.iter().flat_map(|hash| hash.0).collect()
    }

    /// What its hash must be.
    fn hash_after(&self, previous: Hash) -> Hash {
        let reason = self.reason.as_deref().unwrap_or_default();
        let texts = [&self.at, &self.who, reason, self.kind.as_str(), &self.body].map(str::as_bytes);
        let [at, who, reason, kind, body] = texts;
        let parts = [at, who, reason, kind, body, &self.flat_commitments()];
        Hash::of_entry(CHAIN, previous, self.sequence, &parts)
    }

    /// Whether it follows the entry before and is as it was written.
    pub fn check(&self, previous: Hash) -> Result<(), StoreError> {
        if self.hash_after(previous) == self.hash { Ok(()) } else { Err(self.broken(Breach::Hash)) }
    }

    pub fn broken(&self, breach: Breach) -> StoreError {
        StoreError::Broken { sequence: self.sequence, breach }
    }

    /// The household of an erasure.
    pub fn household(&self) -> Result<SmolStr, StoreError> {
        let body: Erasure = serde_json::from_str(&self.body).map_err(|_| self.broken(Breach::Body))?;
        Ok(body.household)
    }
}

impl Written {
    /// An entry with what stands beside it.
    pub fn of(db: &Connection, row: Row) -> Result<Self, StoreError> {
        let parts = personal::read(db, row.sequence, row.commitments.len())?;
        Ok(Self { row, parts })
    }

    /// The document that it holds, and the households of which something was erased.
    pub fn document(&self) -> Result<(Records, Vec<SmolStr>), StoreError> {
        if self.row.kind != Kind::Document {
            return Err(self.row.broken(Breach::Body));
        }
        let mut records = document::read(self.row.body.as_bytes()).map_err(|_| self.row.broken(Breach::Body))?;
        let gone = personal::put_back(records.households.iter_mut(), &self.parts, &self.row.commitments);
        Ok((records, gone.map_err(|breach| self.row.broken(breach))?))
    }

    /// The transaction that it holds, and the households of which something was erased.
    pub fn transaction(&self) -> Result<(Transaction, Vec<SmolStr>), StoreError> {
        if self.row.kind != Kind::Transaction {
            return Err(self.row.broken(Breach::Body));
        }
        let mut held = transaction::read(self.row.body.as_bytes()).map_err(|_| self.row.broken(Breach::Body))?;
        let gone = personal::put_back(personal::rows(&mut held), &self.parts, &self.row.commitments);
        Ok((held, gone.map_err(|breach| self.row.broken(breach))?))
    }
}

/// The text of a document without personal data, and the personal data.
pub(crate) fn document_body(mut records: Records) -> Result<(String, Vec<Part>), StoreError> {
    let parts = personal::take_out(records.households.iter_mut())?;
    let mut body = Vec::new();
    document::write(&records, &mut body).map_err(|error| StoreError::Io(error.to_string()))?;
    Ok((utf8(body)?, parts))
}

/// The text of a transaction without personal data, and the personal data.
pub(crate) fn transaction_body(done: &Transaction) -> Result<(String, Vec<Part>), StoreError> {
    let mut done = done.clone();
    let parts = personal::take_out(personal::rows(&mut done))?;
    let mut body = Vec::new();
    transaction::write(&done, &mut body).map_err(|error| StoreError::Io(error.to_string()))?;
    Ok((utf8(body)?, parts))
}

/// The text of an erasure.
pub(crate) fn erasure_body(household: &str) -> Result<String, StoreError> {
    let body = Erasure { household: household.into() };
    serde_json::to_string(&body).map_err(|error| StoreError::Io(error.to_string()))
}

fn utf8(body: Vec<u8>) -> Result<String, StoreError> {
    String::from_utf8(body).map_err(|error| StoreError::Io(error.to_string()))
}

/// The number and the hash of the last entry.
pub(crate) fn head(db: &Connection) -> Result<(u64, Hash), StoreError> {
    let mut select = db.prepare_cached("SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1")?;
    let found = select.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (sequence, hash) = found.ok_or(StoreError::Broken { sequence: 0, breach: Breach::Gap })?;
    Ok((from_sql(sequence)?, Hash(hash)))
}

/// The hash of the entry before one.
pub(crate) fn hash_before(db: &Connection, sequence: u64) -> Result<Hash, StoreError> {
    let Some(before) = sequence.checked_sub(1) else { return Ok(Hash::default()) };
    let mut select = db.prepare_cached("SELECT hash FROM journal WHERE sequence = ?1")?;
    let found = select.query_row([to_sql(before)?], |row| row.get(0)).optional()?;
    found.map(Hash).ok_or(StoreError::Broken { sequence: before, breach: Breach::Gap })
}

/// Reads an entry.
pub(crate) fn read(db: &Connection, sequence: u64) -> Result<Option<Row>, StoreError> {
    let mut select =
        db.prepare_cached("SELECT at, who, reason, kind, body, commitments, hash FROM journal WHERE sequence = ?1")?;
    let mut rows = select.query([to_sql(sequence)?])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let broken = StoreError::Broken { sequence, breach: Breach::Body };
    let kind: String = row.get(3)?;
    let Some(kind) = Kind::of(&kind) else { return Err(broken) };
    let commitments: Vec<u8> = row.get(5)?;
    let (commitments, rest) = commitments.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(broken);
    }
    Ok(Some(Row {
        sequence,
        at: row.get(0)?,
        who: row.get(1)?,
        reason: row.get(2)?,
        kind,
        body: row.get(4)?,
        commitments: commitments.iter().copied().map(Hash).collect(),
        hash: Hash(row.get(6)?),
    }))
}

/// Writes an entry and what stands beside it.
pub(crate) fn insert(db: &Connection, row: &Row, parts: &[Option<Part>]) -> Result<(), StoreError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO journal (sequence, at, who, reason, kind, body, commitments, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let (sequence, kind, commitments) = (to_sql(row.sequence)?, row.kind.as_str(), row.flat_commitments());
    insert.execute(params![sequence, row.at, row.who, row.reason, kind, row.body, commitments, row.hash.0])?;
    personal::insert(db, row.sequence, parts)
}
