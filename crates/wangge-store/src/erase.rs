//! Erasure of a household's personal data, from every page of the file.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::entry::By;
use crate::error::StoreError;
use crate::journal::{self, Kind, Row};
use crate::load;
use crate::store::Store;
use crate::{clearing, personal, snapshot};

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Erased {
    /// The entry that says so; none if there was nothing left to erase.
    pub sequence: Option<u64>,
    /// How many times the household's data stood beside the journal.
    pub parts: usize,
}

impl Store {
    /// Erases label, location and number of residents of a household from every entry and snapshot and from every page of
    /// the file, and says so in the journal. Done again, it clears the pages again.
    ///
    /// It takes as long as writing the whole file.
    ///
    /// # Errors
    /// [`StoreError::HouseholdUnknown`]; [`StoreError::Unfinished`] while another process uses old pages: the data are
    /// gone for whoever asks, but not yet from the disk, which [`verify`](crate::Reader::verify) tells, and the next
    /// [`open`](Self::open) finishes; [`StoreError::Busy`] and the like: nothing is erased.
    ///
    /// ```
    /// # use wangge_sample::Sample;
    /// # use wangge_store::{At, By, Store};
    /// # let path = std::env::temp_dir().join(format!("wangge-erase-{}.db", std::process::id()));
    /// let by = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: Some("asked by the household") };
    /// let mut store = Store::create(&path, Sample::chalinhe().records(), &by)?;
    /// store.erase("430821108223-h0017", &by)?;
    /// let directory = store.reader().load(At::Sequence(0))?.as_of("2026-11-23".parse()?);
    /// assert_eq!(directory.household("430821108223-h0017")?.label(), "430821108223-h0017");
    /// # drop(store);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn erase(&mut self, household: &str, by: &By<'_>) -> Result<Erased, StoreError> {
        let at = by.checked()?;
        self.live = None;
        let begun = self.reader.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let head = journal::head(&begun)?;
        let parts = personal::delete(&begun, household, head.0)?;
        let mut erased = Erased { sequence: None, parts };
        if parts > 0 {
            let row =
                Row::after(head, (at, by.who, by.reason), (Kind::Erasure, journal::erasure_body(household)?, &[]));
            journal::insert(&begun, &row, &[])?;
            clearing::mark(&begun, row.sequence)?;
            begun.execute("DELETE FROM snapshot", [])?;
            let registry = load::load(&begun, row.sequence)?.at_sequence(row.sequence);
            snapshot::write(&begun, &registry)?;
            self.live = Some(registry);
            erased.sequence = Some(row.sequence);
        } else if !is_erased(&begun, household)? {
            return Err(StoreError::HouseholdUnknown { id: household.to_owned() });
        }
        if let Err(error) = begun.commit() {
            self.live = None;
            return Err(error.into());
        }
        clearing::finish(&self.reader.db)?;
        Ok(erased)
    }
}

/// Whether the journal says that a household was erased.
fn is_erased(db: &Connection, household: &str) -> Result<bool, StoreError> {
    let body = journal::erasure_body(household)?;
    let mut select = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM journal WHERE kind = 'erasure' AND body = ?1)")?;
    Ok(select.query_row(params![body], |row| row.get(0))?)
}
