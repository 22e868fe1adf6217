//! The file: made, opened, brought to the version of today.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::StoreError;

/// What says in the file's header that it is a store of wangge: "wngg".
const APPLICATION: i64 = 0x776e_6767;
/// How long to wait for another process.
const PATIENCE: Duration = Duration::from_secs(5);
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
    "CREATE TABLE reads (
        sequence INTEGER PRIMARY KEY CHECK (sequence >= 0),
        at TEXT NOT NULL,
        asker TEXT NOT NULL,
        question TEXT NOT NULL,
        subject TEXT NOT NULL,
        granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
        hash BLOB NOT NULL
    ) STRICT;",
];

fn known() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// A number as SQLite holds it.
pub(crate) fn to_sql(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Io("a number is too great for the file".to_owned()))
}

/// A number as SQLite holds it, which is not negative.
pub(crate) fn from_sql(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Corrupt("a number is negative".to_owned()))
}

/// Makes a file and fills it, whole or not at all.
pub(crate) fn create<T>(
    path: &Path,
    fill: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<(Connection, T), StoreError> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        made => drop(made?),
    }
    let made = fill_new(path, fill);
    if made.is_err() {
        for suffix in ["", "-wal", "-shm"] {
            // It may not be there; and what failed is told already.
            _ = std::fs::remove_file(beside(path, suffix));
        }
    }
    made
}

fn fill_new<T>(
    path: &Path,
    fill: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<(Connection, T), StoreError> {
    let mut db = Connection::open_with_flags(path, writing())?;
    settle(&db)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    let begun = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    begun.pragma_update(None, "application_id", APPLICATION)?;
    migrate(&begun, 0)?;
    let filled = fill(&begun)?;
    begun.commit()?;
    sync_folder(path)?;
    Ok((db, filled))
}

/// The name of the file is on disk too.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn writing() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

fn reading() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// What a connection is told each time.
fn settle(db: &Connection) -> Result<(), StoreError> {
    db.busy_timeout(PATIENCE)?;
    for (name, value) in [
        // In write-ahead mode: every commit waits for the disk.
        ("synchronous", "FULL"),
        ("fullfsync", "ON"),
        ("secure_delete", "ON"),
        ("foreign_keys", "ON"),
        ("trusted_schema", "OFF"),
    ] {
        db.pragma_update(None, name, value)?;
    }
    Ok(())
}

/// Opens a file for writing; an older one is brought to the version of today, a newer one is left alone.
pub(crate) fn open(path: &Path) -> Result<Connection, StoreError> {
    let is_older = probe(path)? < known();
    let mut db = Connection::open_with_flags(path, writing())?;
    settle(&db)?;
    if is_older {
        let begun = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have done it by now.
        let found = version(&begun)?;
        migrate(&begun, found)?;
        begun.commit()?;
    }
    Ok(db)
}

/// Opens a file for reading.
pub(crate) fn open_read(path: &Path) -> Result<Connection, StoreError> {
    if probe(path)? < known() {
        open(path)?;
    }
    let db = Connection::open_with_flags(path, reading())?;
    db.busy_timeout(PATIENCE)?;
    db.pragma_update(None, "trusted_schema", "OFF")?;
    Ok(db)
}

/// The version of a store that this version of wangge can open. Nothing is written.
fn probe(path: &Path) -> Result<i64, StoreError> {
    let mut header = [0; 72];
    let mut file = File::open(path)?;
    let not_ours = || StoreError::NotAStore { path: path.to_owned() };
    match file.read_exact(&mut header) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(not_ours()),
        read => read?,
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not_ours());
    }
    // The versions of files and of what they are for, as they stand in the header.
    let [.., a, b, c, d, _, _, _, _, e, f, g, h] = header;
    let (found, application) = (i32::from_be_bytes([a, b, c, d]), i32::from_be_bytes([e, f, g, h]));
    if i64::from(application) == APPLICATION && i64::from(found) > known() {
        return Err(StoreError::Newer { found: found.into(), known: known() });
    }
    let db = Connection::open_with_flags(path, reading())?;
    db.busy_timeout(PATIENCE)?;
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found = version(&db)?;
    match (application, found) {
        (APPLICATION, found) if found > known() => Err(StoreError::Newer { found, known: known() }),
        (APPLICATION, 1..) => Ok(found),
        _ => Err(not_ours()),
    }
}

fn version(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings a file from a version to that of today.
fn migrate(begun: &Transaction<'_>, from: i64) -> Result<(), StoreError> {
    let done = usize::try_from(from).map_err(|_| StoreError::Corrupt("the version is negative".to_owned()))?;
    for step in STEPS.iter().skip(done) {
        begun.execute_batch(step)?;
    }
    Ok(begun.pragma_update(None, "user_version", known())?)
}
