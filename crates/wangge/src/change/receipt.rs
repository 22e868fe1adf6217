//! What a transaction did, row by row.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Row;
use crate::fault::Faults;
use crate::record::{Dated, Spell};

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

    /// The first day on which the rows tell something else than before; none where no period changed, but a name, a
    /// contact or the scheme.
    #[must_use]
    pub fn since(&self) -> Option<Date> {
        let first = |edit: &Edit| {
            let days = [&edit.before, &edit.after].map(|row| row.as_ref().map(Row::days).unwrap_or_default());
            let [before, after] = &days;
            before.symmetric_difference(after).next().and_then(|(day, _)| day.parse().ok())
        };
        self.edits.iter().filter_map(first).min()
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

impl Row {
    /// The days on which something in the row begins or ends, each with the id that it is about, if it names one.
    fn days(&self) -> BTreeSet<(&str, &str)> {
        let (from, until, [first, second], codes): (_, _, [Option<&Dated>; 2], &[Spell]) = match self {
            Self::Scheme(_) | Self::Person(_) => return BTreeSet::new(),
            Self::Unit(row) => (&row.from, &row.until, [row.parent.as_ref(), None], &row.codes),
            Self::Department(row) => (&row.from, &row.until, [None; 2], &[]),
            Self::Household(row) => (&row.from, &row.until, [Some(&row.unit), None], &[]),
            Self::Site(row) => (&row.from, &row.until, [Some(&row.unit), row.owner.as_ref()], &[]),
            Self::Appointment(row) => (&row.from, &row.until, [None; 2], &[]),
            Self::Absence(row) => (&row.from, &row.until, [None; 2], &[]),
            Self::Pairing(row) => (&row.from, &row.until, [None; 2], &[]),
            Self::PairRule(row) => (&row.from, &row.until, [None; 2], &[]),
        };
        let mut days: Vec<[Option<(&str, &str)>; 2]> = vec![ends(from.as_str(), until, "")];
        for dated in [first, second].into_iter().flatten() {
            match dated {
                Dated::Throughout(id) => days.push(ends(from, until, id)),
                Dated::Spells(spells) => days.extend(spells.iter().map(|own| ends(&own.from, &own.until, &own.id))),
            }
        }
        days.extend(codes.iter().map(|own| ends(&own.from, &own.until, &own.id)));
        days.into_iter().flatten().flatten().collect()
    }
}

fn ends<'r>(from: &'r str, until: &'r Option<SmolStr>, id: &'r str) -> [Option<(&'r str, &'r str)>; 2] {
    [Some((from, id)), until.as_ref().map(|until| (until.as_str(), id))]
}
