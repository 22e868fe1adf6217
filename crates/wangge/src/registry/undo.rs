//! Transactions that take others back.

use std::mem::{Discriminant, discriminant};

use foldhash::fast::FixedState;
use hashbrown::HashSet;

use super::Registry;
use super::sheet::Sheet;
use crate::change::{Change, Edit, Receipt, Row, Transaction, UndoError};

impl Registry {
    /// The transaction that takes back what another did, row by row; [`apply`](Self::apply) does it, under a number of
    /// its own. It can be undone like any other.
    ///
    /// # Errors
    /// [`UndoError::Unknown`] for a number that no transaction here has, [`UndoError::Standing`] where later ones stand
    /// on it.
    pub fn undo(&self, sequence: u64) -> Result<Transaction, UndoError> {
        let place = self.receipts.binary_search_by_key(&sequence, |receipt| receipt.sequence);
        let Some(receipt) = place.ok().and_then(|place| self.receipts.get(place)) else {
            return Err(UndoError::Unknown { sequence, last: self.sequence() });
        };
        let back = receipt.compensation();
        match Sheet::new(&self.facts).try_out(&back) {
            Ok(()) => Ok(back),
            Err(faults) => {
                let sheet = Sheet::new(&self.facts);
                let changed = receipt.edits.iter().filter(|edit| !sheet.is_as_left(edit));
                let changed = changed.filter_map(|edit| edit.after.as_ref().or(edit.before.as_ref()));
                let changed: HashSet<Named<'_>, FixedState> = changed.map(named).collect();
                let later = self.receipts.iter().rev().take_while(|later| later.sequence > sequence);
                let later = later.filter(|later| later.touches(&changed)).map(|later| later.sequence).collect();
                Err(UndoError::Standing { sequence, later, faults })
            }
        }
    }
}

impl Receipt {
    /// The transaction that takes it back.
    fn compensation(&self) -> Transaction {
        let back =
            self.edits.iter().rev().map(|Edit { before, after }| Edit { before: after.clone(), after: before.clone() });
        Transaction { changes: back.map(Change::Correct).collect() }
    }

    /// Whether it changed one of these rows.
    fn touches(&self, rows: &HashSet<Named<'_>, FixedState>) -> bool {
        self.edits.iter().flat_map(|edit| [&edit.before, &edit.after]).flatten().any(|row| rows.contains(&named(row)))
    }
}

/// A row by its section and ids.
type Named<'r> = (Discriminant<Row>, Vec<&'r str>);

fn named(row: &Row) -> Named<'_> {
    (discriminant(row), row.ids())
}
