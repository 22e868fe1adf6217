//! Changes (M2, M5): a transaction done on plain lists of rows, by the section "Changes" of `docs/choices.md`.
//!
//! Nothing is kept from one transaction to the next but the rows. What a change touched is the difference of the
//! rows before and after it.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;
use wangge::{
    change::Transaction,
    fault::{FaultCode, Place},
    record::Records,
};

use super::faults;

mod cut;
mod normal;
mod regroup;
mod rows;
mod undo;
mod verbs;

pub use normal::normal;
pub use rows::{changed, difference, rows, written};
pub use undo::{undo, which};

/// A fault of a change: what is wrong, at which field and item.
type Wrong = (FaultCode, &'static str, Option<usize>);

/// Why a transaction is not done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refused {
    /// Faults whose place is known: of the changes themselves, and those of loading at rows that a change touched.
    pub placed: BTreeSet<(FaultCode, Place)>,
    /// Faults of loading at rows that no change touched: they stand at the last change that touched a row whose id
    /// they name, else at the only change, else without a number.
    pub elsewhere: BTreeSet<Elsewhere>,
    /// The last change that touched each row: by section and id.
    pub touched: BTreeMap<(&'static str, SmolStr), usize>,
    /// The change, if there is only one.
    pub only: Option<usize>,
}

impl Refused {
    /// The code of the first fault.
    pub fn first_code(&self) -> FaultCode {
        let placed = self.placed.first().map(|(code, _)| *code);
        placed.or(self.elsewhere.first().map(|fault| fault.code)).expect("there is one")
    }
}

/// A fault of loading at a row that no change touched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elsewhere {
    /// What is wrong.
    pub code: FaultCode,
    /// Where.
    pub field: &'static str,
    /// The item of a list.
    pub item: Option<usize>,
    /// The id of the row, where it has one: the fault names it first.
    pub id: Option<SmolStr>,
}

/// "It is done whole or not at all: if a change cannot be done, or the rows that come out break a rule of loading,
/// everything that is wrong is reported and nothing is changed."
///
/// Gives the normal rows of the county after it. The records must be without fault.
///
/// # Errors
/// All that is wrong.
pub fn apply(records: &Records, transaction: &Transaction) -> Result<Records, Refused> {
    let before = normal(records);
    let mut now = before.clone();
    let mut refused = Refused { only: (transaction.changes.len() == 1).then_some(0), ..Refused::default() };
    for (number, change) in transaction.changes.iter().enumerate() {
        let mut next = now.clone();
        let wrong = verbs::change(&mut next, change);
        let place = |(code, field, item)| (code, Place { section: "changes", row: Some(number), field, item });
        refused.placed.extend(wrong.iter().copied().map(place));
        // "A change with such a fault does nothing; those after it are still looked at."
        if !wrong.is_empty() {
            continue;
        }
        normal::in_order(&mut next);
        let (gone, new) = difference(&now, &next);
        refused.touched.extend(gone.iter().chain(&new).map(|row| (rows::owner(row), number)));
        now = next;
    }
    loading(&now, &mut refused);
    let after = normal(&now);
    if refused.placed.is_empty() && refused.elsewhere.is_empty() {
        if after != before {
            return Ok(after);
        }
        // "A transaction that changes no row (without a row number)."
        let place = Place { section: "changes", row: None, field: "changes", item: None };
        refused.placed.insert((FaultCode::ChangeNoEffect, place));
    }
    Err(refused)
}

/// "The rows that come out are held against the rules of loading: such a fault is reported at the last change that
/// touched the row, with its own field, else at the last change that touched a row whose id the fault names, else at
/// the only change, else without a number."
fn loading(records: &Records, refused: &mut Refused) {
    // "Rows that the transaction touched are later rows than all others."
    let mut all = rows(records);
    all.sort_by_key(|row| refused.touched.contains_key(&rows::owner(row)));
    let mut records = Records { scheme: records.scheme.clone(), ..Records::default() };
    all.iter().for_each(|row| rows::put(&mut records, row));
    for (code, Place { section, row, field, item }) in faults(&records) {
        let row = rows::row(&records, section, row);
        match refused.touched.get(&rows::owner(&row)) {
            Some(number) => {
                refused.placed.insert((code, Place { section: "changes", row: Some(*number), field, item }));
            }
            None => {
                let id = rows::own_id(&row);
                refused.elsewhere.insert(Elsewhere { code, field, item, id });
            }
        }
    }
}
