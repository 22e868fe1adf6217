//! What a transaction did, row by row.

use serde::{Deserialize, Serialize};

use super::Row;
use crate::fault::Faults;

/// One row as it was and as it is: without `before` it is new, without `after` it is gone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The row as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Row>,
    /// The row as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Row>,
}

/// What a transaction did.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    pub(crate) sequence: u64,
    pub(crate) edits: Vec<Edit>,
}

impl Receipt {
    /// Its number, from 1; each transaction has the next.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The rows that changed: by section, then by their ids.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }
}

/// Why a transaction cannot be undone.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UndoError {
    /// The registry does not know of such a transaction: it knows those since it was made from records.
    #[error("no transaction {sequence} is known here; the last is {last} (rule M2)")]
    Unknown {
        /// The number asked for.
        sequence: u64,
        /// The number of the last one.
        last: u64,
    },
    /// Something stands on it; undo that first.
    #[error("transaction {sequence} cannot be undone: {faults}{}", undo_first(later))]
    Standing {
        /// The number asked for.
        sequence: u64,
        /// Later transactions that changed the same rows, the last first.
        later: Vec<u64>,
        /// What would be wrong without it.
        faults: Faults,
    },
}

impl UndoError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "undo.unknown",
            Self::Standing { .. } => "undo.standing",
        }
    }

    /// Every code.
    pub const CODES: &'static [&'static str] = &["undo.unknown", "undo.standing"];

    /// The rule of the specification that asks for it.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        "M2"
    }
}

fn undo_first(later: &[u64]) -> String {
    let numbers: Vec<String> = later.iter().map(u64::to_string).collect();
    if numbers.is_empty() { String::new() } else { format!("; undo first: {}", numbers.join(", ")) }
}
