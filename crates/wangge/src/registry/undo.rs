//! Transactions that take others back.

use super::Registry;
use super::sheet::Sheet;
use crate::change::{Change, Edit, Receipt, Transaction, UndoError};
use crate::fault::FaultCode;

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
                let stale = faults.as_slice().iter().filter(|fault| fault.code == FaultCode::ChangeStale);
                let stale: Vec<Vec<String>> =
                    stale.map(|fault| fault.ids.iter().map(ToString::to_string).collect()).collect();
                let later = self.receipts.iter().rev().take_while(|later| later.sequence > sequence);
                let later = later.filter(|later| later.touches(&stale)).map(|later| later.sequence).collect();
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

    /// Whether it changed a row with one of these ids.
    fn touches(&self, ids: &[Vec<String>]) -> bool {
        let rows = self.edits.iter().flat_map(|edit| [&edit.before, &edit.after]).flatten();
        rows.map(crate::change::Row::ids).any(|own| ids.iter().any(|ids| *ids == own))
    }
}
