//! Snapshots: the county after an entry, to start from.

use rusqlite::{Connection, OptionalExtension, params};
use wangge::{Records, Registry};
use wangge_formats::document::{self, Document};

use crate::chain::Hash;
use crate::error::StoreError;
use crate::file::{from_sql, to_sql};

/// After so many entries there is one by itself.
pub(crate) const EVERY: u64 = 1_000;
/// How many are kept, the last ones.
const KEPT: i64 = 4;

/// Writes one of a registry, and forgets old ones.
pub(crate) fn write(db: &Connection, registry: &Registry) -> Result<(), StoreError> {
    let mut records = Vec::new();
    document::write(&registry.records(), &mut records).map_err(|error| StoreError::Io(error.to_string()))?;
    db.execute(
        "INSERT OR REPLACE INTO snapshot (sequence, hash, records) VALUES (?1, ?2, ?3)",
        params![to_sql(registry.sequence())?, Hash::of(&records).0, records],
    )?;
    db.execute(
        "DELETE FROM snapshot
         WHERE sequence NOT IN (SELECT sequence FROM snapshot ORDER BY sequence DESC LIMIT ?1)",
        [KEPT],
    )?;
    Ok(())
}

/// The numbers of the entries after which there is one, in order.
pub(crate) fn sequences(db: &Connection) -> Result<Vec<u64>, StoreError> {
    let mut select = db.prepare_cached("SELECT sequence FROM snapshot ORDER BY sequence")?;
    let found = select.query_map([], |row| row.get(0))?;
    found.map(|sequence| from_sql(sequence?)).collect()
}

/// The records of one; none if it is not as it was written.
pub(crate) fn read(db: &Connection, sequence: u64) -> Result<Option<Records>, StoreError> {
    let mut select = db.prepare_cached("SELECT hash, records FROM snapshot WHERE sequence = ?1")?;
    let found: Option<([u8; 32], Vec<u8>)> =
        select.query_row([to_sql(sequence)?], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((_, records)) = found.filter(|(hash, records)| Hash::of(records) == Hash(*hash)) else {
        return Ok(None);
    };
    // The store wrote it: it need not be read as strictly as what others wrote.
    Ok(serde_json::from_slice(&records).ok().map(|Document(records)| records))
}
