//! What tables a store has, in each version; a file that has others is none.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction};

use crate::error::StoreError;

/// What each version adds to the one before, from version 1.
const STEPS: &[&str] = &[
    "CREATE TABLE journal (
        sequence INTEGER PRIMARY KEY CHECK (sequence >= 0),
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        reason TEXT,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        commitments BLOB NOT NULL,
        hash BLOB NOT NULL
    ) STRICT;
    CREATE TABLE personal (
        sequence INTEGER NOT NULL REFERENCES journal,
        place INTEGER NOT NULL,
        household TEXT NOT NULL,
        salt BLOB NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (sequence, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX personal_of_household ON personal (household, sequence);
    CREATE TABLE snapshot (
        sequence INTEGER PRIMARY KEY REFERENCES journal,
        hash BLOB NOT NULL,
        records BLOB NOT NULL
    ) STRICT;",
    // Version 1 did not write down whether the pages were cleared after an erasure.
    "CREATE TABLE reads (
        sequence INTEGER PRIMARY KEY CHECK (sequence >= 0),
        at TEXT NOT NULL,
        asker TEXT NOT NULL,
        question TEXT NOT NULL,
        subject TEXT NOT NULL,
        granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
        hash BLOB NOT NULL
    ) STRICT;
    CREATE TABLE clearing (
        sequence INTEGER PRIMARY KEY REFERENCES journal
    ) STRICT;
    INSERT INTO clearing
    SELECT sequence FROM journal WHERE kind = 'erasure' ORDER BY sequence DESC LIMIT 1;",
];

/// What SQLite's `ANALYZE` adds: it only helps to find rows sooner.
const STATISTICS: [&str; 2] =
    ["CREATE TABLE sqlite_stat1(tbl,idx,stat)", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"];

/// Type and name; then what it belongs to, and how it was made, which nobody says of an index that comes by itself.
type Parts = BTreeMap<(String, String), (String, Option<String>)>;

/// The version of today.
pub(crate) fn known() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The version of a file.
pub(crate) fn version(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings a file from a version to that of today.
pub(crate) fn migrate(begun: &Transaction<'_>, from: i64) -> Result<(), StoreError> {
    for step in STEPS.iter().skip(count(from)?) {
        begun.execute_batch(step)?;
    }
    Ok(begun.pragma_update(None, "user_version", known())?)
}

/// Whether a file of a version has what that version makes, and nothing else: a trigger could swallow what is written.
pub(crate) fn check(db: &Connection, version: i64) -> Result<(), StoreError> {
    let alone = Connection::open_in_memory()?;
    for step in STEPS.iter().take(count(version)?) {
        alone.execute_batch(step)?;
    }
    let (expected, found) = (parts(&alone)?, parts(db)?);
    let differs = |(part, how): &(&(String, String), &(String, Option<String>))| expected.get(part) != Some(how);
    let odd = found.iter().find(differs).map(|(part, _)| (part, "is not as a store has it"));
    let missing = || expected.keys().find(|part| !found.contains_key(part)).map(|part| (part, "is missing"));
    match odd.or_else(missing) {
        None => Ok(()),
        Some(((kind, name), what)) => Err(StoreError::Corrupt(format!("{kind} `{}` {what}", name.escape_debug()))),
    }
}

fn count(version: i64) -> Result<usize, StoreError> {
    usize::try_from(version).map_err(|_| StoreError::Corrupt("the version is negative".to_owned()))
}

fn parts(db: &Connection) -> Result<Parts, StoreError> {
    let mut select = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = select.query([])?;
    let mut parts = Parts::new();
    while let Some(row) = rows.next()? {
        let sql: Option<String> = row.get(3)?;
        if sql.as_deref().is_none_or(|sql| !STATISTICS.contains(&sql)) {
            parts.insert((row.get(0)?, row.get(1)?), (row.get(2)?, sql));
        }
    }
    Ok(parts)
}
