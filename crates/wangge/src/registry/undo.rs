//! Transactions that take others back.

use std::mem::discriminant;

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
                let changed: Vec<&Row> = receipt
                    .edits
                    .iter()
                    .filter(|edit| !sheet.is_as_left(edit))
                    .filter_map(|edit| edit.after.as_ref().or(edit.before.as_ref()))
                    .collect();
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

    /// Whether it changed one of these rows: one of the same section with the same ids.
    fn touches(&self, rows: &[&Row]) -> bool {
        let own = self.edits.iter().flat_map(|edit| [&edit.before, &edit.after]).flatten();
        let mut own = own.map(|row| (discriminant(row), row.ids()));
        own.any(|own| rows.iter().any(|row| own == (discriminant(row), row.ids())))
    }
}
