//! The commands that make, change and check a store.

mod change;
mod entries;
mod impact;
mod reads;
mod rows;
mod told;

use wangge_store::By;

pub use self::told::told;
use crate::Answer;
use crate::arguments::Ask;
use crate::arguments::store::{Signed, StoreRequest};
use crate::failure::Failure;

/// Does what is asked.
pub fn run(ask: &Ask, request: &StoreRequest) -> Result<Answer, Failure> {
    match request {
        StoreRequest::Init { db, from, by } => change::init(ask, db, from, by),
        StoreRequest::Apply { db, transaction, by, is_tried: false, .. } => change::apply(ask, db, transaction, by),
        StoreRequest::Apply { db, transaction, is_tried: true, on, .. } => {
            change::try_out(ask, db, transaction, on.as_deref())
        }
        StoreRequest::Undo { db, sequence, by } => change::undo(ask, db, *sequence, by),
        StoreRequest::Erase { db, household, by } => change::erase(ask, db, household, by),
        StoreRequest::Log { db, since, of_reads: false } => entries::log(ask, db, *since),
        StoreRequest::Log { db, since, of_reads: true } => reads::log(ask, db, *since),
        StoreRequest::Verify { db } => entries::verify(ask, db),
        StoreRequest::Export { db, out } => entries::export(ask, db, out),
        StoreRequest::Import { file, db } => entries::import(ask, file, db),
    }
}

impl Signed {
    /// The instant that is given, else now.
    fn at(&self) -> String {
        self.at.clone().unwrap_or_else(|| jiff::Timestamp::now().to_string())
    }

    fn by<'a>(&'a self, at: &'a str) -> By<'a> {
        By { at, who: &self.who, reason: self.reason.as_deref() }
    }
}
