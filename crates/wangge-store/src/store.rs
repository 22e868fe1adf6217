//! The store: opened, written to.

use std::fmt;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};
use wangge::change::{Receipt, Transaction};
use wangge::{Records, Registry};

use crate::entry::By;
use crate::error::StoreError;
use crate::journal::{self, Kind, Row};
use crate::load;
use crate::personal::Part;
use crate::{clearing, file, snapshot};

/// A store that is only read; any number at a time, also while somebody writes.
pub struct Reader {
    pub(crate) db: Connection,
}

/// A store that is read and written.
pub struct Store {
    pub(crate) reader: Reader,
    /// The county after an entry that was in the file, to go on from; none if nobody knows.
    pub(crate) live: Option<Registry>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("path", &self.db.path()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("path", &self.reader.db.path()).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a store from the records of a county, as entry 0. Where the system knows owners of files, only the owner can
    /// read it.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a file; [`StoreError::Refused`] with every fault of the records; what is wrong
    /// with `by`. Then there is no file.
    pub fn create(path: impl AsRef<Path>, records: Records, by: &By<'_>) -> Result<Self, StoreError> {
        let at = by.checked()?;
        let registry = Registry::build(records).map_err(StoreError::Refused)?;
        let (db, ()) = file::create(path.as_ref(), |begun| {
            let (body, parts) = journal::document_body(registry.records())?;
            let row = Row::first(at, by.who, by.reason, body, &parts);
            journal::insert(begun, &row, &present(parts))?;
            snapshot::write(begun, &registry)
        })?;
        Ok(Self { reader: Reader { db }, live: Some(registry) })
    }

    /// Opens a store for writing; one of an older version is brought to that of today. An erasure whose data are still in
    /// old pages is finished, unless somebody uses them.
    ///
    /// # Errors
    /// [`StoreError::NotAStore`]; [`StoreError::Newer`], and the file is left as it is; [`StoreError::Corrupt`] if it has
    /// other tables than a store, a trigger or a view; [`StoreError::Io`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let db = file::open(path.as_ref())?;
        clearing::resume(&db)?;
        Ok(Self { reader: Reader { db }, live: None })
    }

    /// Opens a store for reading. One of an older version is brought to that of today first.
    ///
    /// # Errors
    /// As of [`open`](Self::open).
    pub fn open_read(path: impl AsRef<Path>) -> Result<Reader, StoreError> {
        Ok(Reader { db: file::open_read(path.as_ref())? })
    }

    /// What can be read.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Does a transaction whole or not at all; when it returns, the transaction is on disk.
    ///
    /// Entries of other processes are done first, so that nothing is decided on an old state.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with every fault; [`StoreError::Busy`]; what is wrong with `by`. Nothing is written then.
    /// After [`StoreError::Io`] nobody knows whether the disk has it: look at the [log](Reader::log).
    pub fn append(&mut self, by: &By<'_>, transaction: &Transaction) -> Result<Receipt, StoreError> {
        self.write(by, |_, _| Ok(None), transaction)
    }

    /// Takes a transaction back by one of its own. Where no reason is given the log says `undo 7`, with the number.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::NotATransaction`], [`StoreError::Undo`] where others stand on it; and as of
    /// [`append`](Self::append).
    ///
    /// ```
    /// # use wangge::change::{Change, End, Transaction};
    /// # use wangge_sample::Sample;
    /// # use wangge_store::{At, By, Store};
    /// # let path = std::env::temp_dir().join(format!("wangge-undo-{}.db", std::process::id()));
    /// let by = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: None };
    /// let mut store = Store::create(&path, Sample::chalinhe().records(), &by)?;
    /// let end = End { id: "430821108223-h0017".into(), on: "2026-12-01".into() };
    /// store.append(&by, &Transaction::from(vec![Change::CloseHousehold(end)]))?;
    /// assert_eq!(store.undo(1, &By { reason: Some("the wrong house"), ..by })?.sequence(), 2);
    /// let (then, now) = (store.reader().load(At::Sequence(0))?, store.reader().load(At::Latest)?);
    /// assert_eq!(then.records(), now.records());
    /// # drop(store);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn undo(&mut self, sequence: u64, by: &By<'_>) -> Result<Receipt, StoreError> {
        let back = |db: &Connection, last: u64| {
            match journal::read(db, sequence)?.map(|row| row.kind) {
                None => return Err(StoreError::Unknown { sequence, last }),
                Some(Kind::Transaction) => {}
                Some(_) => return Err(StoreError::NotATransaction { sequence }),
            }
            let before = sequence.saturating_sub(1);
            let before = load::load(db, before)?.at_sequence(before);
            let now = load::forward(db, before, last, &mut |_| ())?;
            Ok(Some(now.undo(sequence)?))
        };
        let reason = format!("undo {sequence}");
        let by = By { reason: by.reason.or(Some(&reason)), ..*by };
        self.write(&by, back, &Transaction::default())
    }

    /// Writes a snapshot of the last state, for faster loading. There is one after every thousand entries by itself.
    ///
    /// # Errors
    /// [`StoreError::Busy`] and the like.
    pub fn snapshot(&mut self) -> Result<(), StoreError> {
        let live = self.live.take();
        let begun = self.reader.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (last, _) = journal::head(&begun)?;
        let registry = catch_up(&begun, live, last)?;
        snapshot::write(&begun, &registry)?;
        begun.commit()?;
        self.live = Some(registry);
        Ok(())
    }

    /// Writes one entry: the transaction that `make` finds to be done, or the one that is given.
    fn write(
        &mut self,
        by: &By<'_>,
        make: impl FnOnce(&Connection, u64) -> Result<Option<Transaction>, StoreError>,
        given: &Transaction,
    ) -> Result<Receipt, StoreError> {
        let at = by.checked()?;
        let begun = self.reader.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let head = journal::head(&begun)?;
        let made = make(&begun, head.0)?;
        // Whatever goes wrong from here on, the next one reads what is in the file.
        let mut registry = catch_up(&begun, self.live.take(), head.0)?;
        let done = made.as_ref().unwrap_or(given);
        let receipt = match registry.apply(done) {
            Ok(receipt) => receipt,
            Err(faults) => {
                self.live = Some(registry);
                return Err(StoreError::Refused(faults));
            }
        };
        let (body, parts) = journal::transaction_body(done)?;
        let row = Row::after(head, (at, by.who, by.reason), (Kind::Transaction, body, &parts));
        journal::insert(&begun, &row, &present(parts))?;
        begun.commit()?;
        self.live = Some(registry.at_sequence(row.sequence));
        if row.sequence.is_multiple_of(snapshot::EVERY) {
            // The entry is on disk; without a snapshot loading takes longer, and nothing else.
            _ = self.snapshot();
        }
        Ok(receipt)
    }

    /// The county after the last entry, which this store goes on from.
    pub(crate) fn latest(&mut self) -> Result<&Registry, StoreError> {
        let live = self.live.take();
        let begun = self.reader.db.unchecked_transaction()?;
        let (last, _) = journal::head(&begun)?;
        let registry = catch_up(&begun, live, last)?;
        Ok(self.live.insert(registry))
    }
}

/// All of them are there.
pub(crate) fn present(parts: Vec<Part>) -> Vec<Option<Part>> {
    parts.into_iter().map(Some).collect()
}

/// Does what other processes wrote since; where they erased something, everything is read anew.
pub(crate) fn catch_up(db: &Connection, live: Option<Registry>, last: u64) -> Result<Registry, StoreError> {
    let Some(registry) = live else { return Ok(load::load(db, last)?.at_sequence(last)) };
    let mut is_erased = false;
    let registry = load::forward(db, registry, last, &mut |done| is_erased |= done.erases.is_some());
    match registry {
        Ok(registry) if !is_erased => Ok(registry.at_sequence(last)),
        // The state of this process has what the file has no more.
        _ => Ok(load::load(db, last)?.at_sequence(last)),
    }
}

impl Reader {
    /// The number of the last entry.
    ///
    /// # Errors
    /// [`StoreError::Io`] and the like.
    pub fn last(&self) -> Result<u64, StoreError> {
        Ok(journal::head(&self.db)?.0)
    }
}
