//! Personal data of households (S3), taken out of what the journal holds and put back when it is read.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use wangge::change::{Change, Edit, Row, Transaction};
use wangge::record::HouseholdRecord;

use crate::chain::Hash;
use crate::error::{Breach, StoreError};
use crate::file::to_sql;

/// The personal data of one household row. No `Debug`: it is personal.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    /// The household.
    pub household: SmolStr,
    /// What makes its commitment impossible to guess.
    pub salt: Hash,
    /// A [`Value`] as JSON.
    pub value: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Value {
    label: SmolStr,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    location: Option<[f64; 2]>,
    residents: u32,
}

impl Part {
    /// What the journal holds of it.
    pub fn commitment(&self) -> Hash {
        Hash::salted(&self.salt.0, &self.value)
    }
}

/// The household rows of a change, in order.
fn rows_of(change: &mut Change) -> impl Iterator<Item = &mut HouseholdRecord> {
    let (one, edit) = match change {
        Change::AddHousehold(row) => (Some(row), None),
        Change::Correct(edit) => (None, Some(edit)),
        _ => (None, None),
    };
    let edit = edit.into_iter().flat_map(|Edit { before, after }| [before, after]).flatten();
    one.into_iter().chain(edit.filter_map(|row| match row {
        Row::Household(row) => Some(row),
        _ => None,
    }))
}

/// The household rows of a transaction, in order.
pub(crate) fn rows(transaction: &mut Transaction) -> impl Iterator<Item = &mut HouseholdRecord> {
    transaction.changes.iter_mut().flat_map(rows_of)
}

/// Takes the personal data out of rows.
pub(crate) fn take_out<'r>(rows: impl Iterator<Item = &'r mut HouseholdRecord>) -> Result<Vec<Part>, StoreError> {
    rows.map(|row| {
        let value = Value {
            label: std::mem::take(&mut row.label),
            location: row.location.take(),
            residents: std::mem::take(&mut row.residents),
        };
        let value = serde_json::to_string(&value).map_err(|error| StoreError::Io(error.to_string()))?;
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).map_err(|error| StoreError::Io(error.to_string()))?;
        Ok(Part { household: row.id.clone(), salt: Hash(salt), value })
    })
    .collect()
}

/// Puts the personal data of rows back; what was erased reads as the id, without location and residents. Returns the
/// households of which something was erased.
pub(crate) fn put_back<'r>(
    rows: impl Iterator<Item = &'r mut HouseholdRecord>,
    parts: &[Option<Part>],
    commitments: &[Hash],
) -> Result<Vec<SmolStr>, Breach> {
    let mut gone = Vec::new();
    let mut places = commitments.iter().zip(parts);
    for row in rows {
        let (commitment, part) = places.next().ok_or(Breach::Personal)?;
        let Some(part) = part else {
            gone.push(row.id.clone());
            (row.label, row.location, row.residents) = (row.id.clone(), None, 0);
            continue;
        };
        if part.household != row.id || part.commitment() != *commitment {
            return Err(Breach::Personal);
        }
        let value: Value = serde_json::from_str(&part.value).map_err(|_| Breach::Personal)?;
        (row.label, row.location, row.residents) = (value.label, value.location, value.residents);
    }
    match places.next() {
        None if parts.len() == commitments.len() => Ok(gone),
        _ => Err(Breach::Personal),
    }
}

/// What is left of a transaction of which something was erased: a correction that only changed that is none any more.
pub(crate) fn without_noops(transaction: &mut Transaction) {
    transaction.changes.retain(|change| match change {
        Change::Correct(Edit { before: Some(Row::Household(before)), after: Some(Row::Household(after)) }) => {
            before != after
        }
        _ => true,
    });
}

/// Writes the parts of an entry.
pub(crate) fn insert(db: &Connection, sequence: u64, parts: &[Option<Part>]) -> Result<(), StoreError> {
    let sequence = to_sql(sequence)?;
    let mut insert = db
        .prepare_cached("INSERT INTO personal (sequence, place, household, salt, value) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (place, part) in (0_i64..).zip(parts) {
        if let Some(part) = part {
            insert.execute(params![sequence, place, part.household.as_str(), part.salt.0, part.value])?;
        }
    }
    Ok(())
}

/// Reads the parts of an entry; none where one was erased.
pub(crate) fn read(db: &Connection, sequence: u64, count: usize) -> Result<Vec<Option<Part>>, StoreError> {
    let mut parts = Vec::with_capacity(count);
    if count == 0 {
        return Ok(parts);
    }
    parts.resize_with(count, || None);
    let mut select = db.prepare_cached("SELECT place, household, salt, value FROM personal WHERE sequence = ?1")?;
    let mut rows = select.query([to_sql(sequence)?])?;
    while let Some(row) = rows.next()? {
        let place = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
        let part = Part { household: row.get::<_, String>(1)?.into(), salt: Hash(row.get(2)?), value: row.get(3)? };
        let Some(slot) = parts.get_mut(place) else {
            return Err(StoreError::Broken { sequence, breach: Breach::Personal });
        };
        *slot = Some(part);
    }
    Ok(parts)
}

/// Deletes what there is of a household, up to an entry; says how many parts there were.
pub(crate) fn delete(db: &Connection, household: &str, until: u64) -> Result<usize, StoreError> {
    let mut delete = db.prepare_cached("DELETE FROM personal WHERE household = ?1 AND sequence <= ?2")?;
    Ok(delete.execute(params![household, to_sql(until)?])?)
}
