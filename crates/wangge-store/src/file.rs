//! The file: made, opened, brought to the version of today.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::StoreError;
use crate::{clearing, schema};

/// What says in the file's header that it is a store of wangge: "wngg".
const APPLICATION: i64 = 0x776e_6767;
/// How long to wait for another process.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// A number as SQLite holds it.
pub(crate) fn to_sql(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Io("a number is too great for the file".to_owned()))
}

/// A number as SQLite holds it, which is not negative.
pub(crate) fn from_sql(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Corrupt("a number is negative".to_owned()))
}

/// Makes a file and fills it, whole or not at all: it gets its name when it is complete.
pub(crate) fn create<T>(
    path: &Path,
    fill: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<(Connection, T), StoreError> {
    // A log that was left behind would be taken for that of the new file; readers leave empty ones.
    for suffix in ["", "-wal", "-journal"] {
        let path = beside(path, suffix);
        if path.symlink_metadata().is_ok_and(|found| suffix.is_empty() || found.len() > 0) {
            return Err(StoreError::Exists { path });
        }
    }
    let number = getrandom::u64().map_err(|error| StoreError::Io(error.to_string()))?;
    let new = beside(path, &format!(".new-{number:016x}"));
    let made = fill_new(&new, fill).and_then(|filled| give_name(&new, path).map(|()| filled));
    remove(&new);
    let filled = made?;
    let opened = sync_folder(path).and_then(|()| open(path));
    if opened.is_err() {
        remove(path);
    }
    Ok((opened?, filled))
}

/// Fills a file of this name, and leaves nothing beside it.
fn fill_new<T>(path: &Path, fill: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
    new_file().open(path)?;
    let mut db = Connection::open_with_flags(path, writing())?;
    settle(&db)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    let begun = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    begun.pragma_update(None, "application_id", APPLICATION)?;
    schema::migrate(&begun, 0)?;
    let filled = fill(&begun)?;
    begun.commit()?;
    if clearing::is_pending(&db)? {
        clearing::finish(&db)?;
    }
    clearing::empty_log(&db)?;
    db.close().map_err(|(_, error)| error)?;
    Ok(filled)
}

/// A file that is not there yet, for its owner alone; SQLite gives what it makes beside it the same rights.
fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Gives a file its name, unless another one has it.
fn give_name(from: &Path, to: &Path) -> Result<(), StoreError> {
    let given = std::fs::hard_link(from, to).or_else(|error| match error.kind() {
        ErrorKind::AlreadyExists => Err(error),
        // Not every disk gives a file two names. To rename it would replace another: an empty one of ours takes the place.
        _ => new_file().open(to).and_then(|_| std::fs::rename(from, to)),
    });
    given.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => StoreError::Exists { path: to.to_owned() },
        _ => error.into(),
    })
}

/// Removes a file of ours and what SQLite makes beside it.
fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        // It may not be there; and what failed is told already.
        _ = std::fs::remove_file(beside(path, suffix));
    }
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
    let is_older = probe(path)? < schema::known();
    let mut db = Connection::open_with_flags(path, writing())?;
    settle(&db)?;
    if is_older {
        let begun = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have done it by now.
        let found = schema::version(&begun)?;
        schema::migrate(&begun, found)?;
        begun.commit()?;
    }
    Ok(db)
}

/// Opens a file for reading.
pub(crate) fn open_read(path: &Path) -> Result<Connection, StoreError> {
    if probe(path)? < schema::known() {
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
    if i64::from(application) == APPLICATION && i64::from(found) > schema::known() {
        return Err(StoreError::Newer { found: found.into(), known: schema::known() });
    }
    let db = Connection::open_with_flags(path, reading())?;
    db.busy_timeout(PATIENCE)?;
    // One state of the file: another process may bring it to the version of today.
    let begun = db.unchecked_transaction()?;
    let application: i64 = begun.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found = schema::version(&begun)?;
    match (application, found) {
        (APPLICATION, found) if found > schema::known() => Err(StoreError::Newer { found, known: schema::known() }),
        (APPLICATION, 1..) => schema::check(&begun, found).map(|()| found),
        _ => Err(not_ours()),
    }
}
