//! A transaction as a file: changes that are done one after another, whole or not at all (M2).
//!
//! ```
//! use wangge::change::{Change, End, Transaction};
//! use wangge_formats::transaction;
//!
//! let text = r#"{
//!  "format": "wangge-transaction/1",
//!  "changes": [
//!   {"close-household": {"id": "h17", "on": "2026-12-01"}}
//!  ]
//! }"#;
//! let read = transaction::read(text.as_bytes())?;
//! let end = End { id: "h17".into(), on: "2026-12-01".into() };
//! assert_eq!(read, Transaction::from(vec![Change::CloseHousehold(end)]));
//!
//! let error = transaction::read(text.replace("\"on\"", "\"at\"").as_bytes()).unwrap_err();
//! assert_eq!((error.code.as_str(), error.path.as_str()), ("document.unknown-field", "changes[0].close-household.at"));
//! # Ok::<(), transaction::TransactionError>(())
//! ```
//!
//! What a change *says* is not checked here: [`Registry::apply`](wangge::Registry::apply) does, and names every fault.

use std::io::{Read, Write};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wangge::change::{Change, Row, Transaction};

pub use crate::document::DocumentError as TransactionError;
use crate::document::{strictly, write_rows};
use crate::format::{Format, Named};

/// The format that this version reads and writes.
pub const FORMAT: &str = "wangge-transaction/1";

/// The one value of `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Transactions;

impl Named for Transactions {
    const FORMAT: &'static str = FORMAT;
}

/// Changes that are done one after another, whole or not at all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TransactionFile")]
pub(crate) struct TransactionFile {
    /// The version of this format.
    #[serde(rename = "format")]
    _format: Format<Transactions>,
    /// The changes, in order; each sees what those before it did.
    changes: Vec<Change>,
}

/// The same, lent for writing.
#[derive(Serialize)]
struct Lent<'a> {
    format: Format<Transactions>,
    changes: &'a [Change],
}

/// Reads a transaction.
///
/// Reading is buffered here; a file can be handed in as it is.
///
/// # Errors
/// The first thing that is not a transaction of this format, with its code, its path and its line and column.
pub fn read(source: impl Read) -> Result<Transaction, TransactionError> {
    strictly(source).map(|TransactionFile { changes, .. }| Transaction { changes })
}

/// Writes a transaction, a change a line. What is written reads back as the same transaction.
///
/// # Errors
/// What the target reports, and a coordinate that is infinite or not a number, which JSON cannot hold.
///
/// ```
/// use wangge::change::Transaction;
/// use wangge_formats::transaction;
///
/// let mut file = Vec::new();
/// transaction::write(&Transaction::default(), &mut file)?;
/// assert_eq!(file, b"{\n \"format\": \"wangge-transaction/1\",\n \"changes\": []\n}\n");
/// # Ok::<(), transaction::TransactionError>(())
/// ```
pub fn write(transaction: &Transaction, target: impl Write) -> Result<(), TransactionError> {
    let changes = &transaction.changes;
    if let Some((i, place)) = changes.iter().enumerate().find_map(|(i, change)| Some((i, not_finite(change)?))) {
        return Err(TransactionError::not_finite(format!("changes[{i}].{place}")));
    }
    write_rows(&Lent { format: Format::default(), changes }, target).map_err(|error| TransactionError::io(&error))
}

/// Where a coordinate of a change is infinite or not a number.
fn not_finite(change: &Change) -> Option<String> {
    match change {
        Change::OpenUnit(unit) => ring(&unit.scope).map(|ring| format!("open-unit.scope[{ring}]")),
        Change::SplitUnit(split) => split.into.iter().enumerate().find_map(|(i, part)| {
            let ring = ring(&part.scope)?;
            Some(format!("split-unit.into[{i}].scope[{ring}]"))
        }),
        Change::AddHousehold(row) => point(row.location).then(|| "add-household.location".to_owned()),
        Change::AddSite(row) => point(row.location).then(|| "add-site.location".to_owned()),
        Change::Correct(edit) => [("before", &edit.before), ("after", &edit.after)].iter().find_map(|(side, row)| {
            let place = match row.as_ref()? {
                Row::Unit(unit) => format!("unit.scope[{}]", ring(&unit.scope)?),
                Row::Household(row) if point(row.location) => "household.location".to_owned(),
                Row::Site(row) if point(row.location) => "site.location".to_owned(),
                _ => return None,
            };
            Some(format!("correct.{side}.{place}"))
        }),
        _ => None,
    }
}

/// The first ring with such a coordinate.
fn ring(scope: &[Vec<[f64; 2]>]) -> Option<usize> {
    scope.iter().position(|ring| ring.iter().any(|at| point(Some(*at))))
}

/// Whether a place has such a coordinate.
fn point(place: Option<[f64; 2]>) -> bool {
    place.is_some_and(|at| at.iter().any(|x| !x.is_finite()))
}
