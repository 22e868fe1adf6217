//! Old pages of the file: cleared after an erasure, and marked until they are.

use std::time::Duration;

use rusqlite::Connection;

use crate::error::StoreError;
use crate::file::{PATIENCE, to_sql};

/// Marks, with the erasure's entry, that its data still have to be cleared from old pages.
pub(crate) fn mark(db: &Connection, sequence: u64) -> Result<(), StoreError> {
    db.execute("INSERT INTO clearing (sequence) VALUES (?1)", [to_sql(sequence)?])?;
    Ok(())
}

/// Whether there is something to be cleared.
pub(crate) fn is_pending(db: &Connection) -> Result<bool, StoreError> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM clearing)", [], |row| row.get(0))?)
}

/// Writes every page anew, leaves nothing in the log, and then takes away the marks.
pub(crate) fn finish(db: &Connection) -> Result<(), StoreError> {
    // Another process may erase something in the meantime: its mark is greater, and stays.
    let last: Option<i64> = db.query_row("SELECT max(sequence) FROM clearing", [], |row| row.get(0))?;
    let unfinished = |error: rusqlite::Error| match error.into() {
        StoreError::Busy => StoreError::Unfinished,
        other => other,
    };
    db.execute_batch("VACUUM").map_err(unfinished)?;
    empty_log(db)?;
    if let Some(last) = last {
        db.execute("DELETE FROM clearing WHERE sequence <= ?1", [last]).map_err(unfinished)?;
    }
    Ok(())
}

/// Takes everything out of the log into the file.
pub(crate) fn empty_log(db: &Connection) -> Result<(), StoreError> {
    let is_blocked = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
    match is_blocked.map_err(StoreError::from) {
        Ok(false) => Ok(()),
        Ok(true) | Err(StoreError::Busy) => Err(StoreError::Unfinished),
        Err(other) => Err(other),
    }
}

/// Finishes what another process left, if nobody uses old pages; else the marks stay, and tell it.
pub(crate) fn resume(db: &Connection) -> Result<(), StoreError> {
    if is_pending(db)? {
        db.busy_timeout(Duration::ZERO)?;
        // Whoever opens the store has not asked for it: what keeps it from being done does not concern them.
        _ = empty_log(db).and_then(|()| finish(db));
        db.busy_timeout(PATIENCE)?;
    }
    Ok(())
}
