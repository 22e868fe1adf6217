//! Whether everything in the file is as it was written.

use std::collections::BTreeMap;

use rusqlite::Connection;
use smol_str::SmolStr;

use crate::chain::Hash;
use crate::error::{Breach, StoreError};
use crate::file::from_sql;
use crate::load;
use crate::store::Reader;
use crate::{clearing, journal, schema, snapshot};

/// What was held against the journal, and is as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// How many entries the journal has.
    pub entries: u64,
    /// The hash of the last one: it stands for everything before it.
    pub head: Hash,
    /// How many snapshots are the state after their entry.
    pub snapshots: u64,
    /// How many entries the log of reads has.
    pub reads: u64,
    /// The hash of the last one, if there is one.
    pub reads_head: Option<Hash>,
    /// Households whose personal data are not there, and no erasure says why; in order of id.
    pub missing: Vec<Missing>,
    /// Whether data that an erasure took away may still be in old pages of the file; the next
    /// [`Store::open`](crate::Store::open) clears them, unless somebody uses them.
    pub pending: bool,
}

impl Verified {
    /// Whether nothing is missing, and nothing is left to be cleared.
    ///
    /// ```
    /// # use wangge_sample::Sample;
    /// # use wangge_store::{By, Store};
    /// # let path = std::env::temp_dir().join(format!("wangge-clean-{}.db", std::process::id()));
    /// let by = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: None };
    /// let store = Store::create(&path, Sample::chalinhe().records(), &by)?;
    /// assert!(store.reader().verify()?.is_clean());
    /// # drop(store);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty() && !self.pending
    }
}

/// Personal data that are not there, and no erasure says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The household.
    pub household: SmolStr,
    /// The first entry that had them.
    pub sequence: u64,
}

/// Households whose personal data are missing so far.
#[derive(Default)]
pub(crate) struct Gone(BTreeMap<SmolStr, u64>);

impl Gone {
    /// An entry lacks the data of these households.
    pub fn lacks(&mut self, sequence: u64, households: &[SmolStr]) {
        for household in households {
            self.0.entry(household.clone()).or_insert(sequence);
        }
    }

    /// An erasure says why.
    pub fn erased(&mut self, household: &SmolStr) {
        self.0.remove(household);
    }

    /// Those of which nothing says why.
    pub fn missing(self) -> Vec<Missing> {
        self.0.into_iter().map(|(household, sequence)| Missing { household, sequence }).collect()
    }
}

impl Reader {
    /// Holds everything in the file against the journal: its tables and pages, the chain of the journal and of the reads,
    /// personal data against their commitments, and each snapshot against a replay from entry 0.
    ///
    /// # Errors
    /// The first thing that is not as it was written: [`StoreError::Corrupt`], [`StoreError::Broken`],
    /// [`StoreError::Snapshot`], [`StoreError::Reads`].
    pub fn verify(&self) -> Result<Verified, StoreError> {
        // One state of the file for everything that is read.
        let begun = self.db.unchecked_transaction()?;
        schema::check(&begun, schema::known())?;
        check_pages(&begun)?;
        check_numbers(&begun)?;
        let (last, head) = journal::head(&begun)?;
        let snapshots = snapshot::sequences(&begun)?;
        let mut gone = Gone::default();
        let (mut registry, first) = load::first(&begun)?;
        gone.lacks(0, &first);
        for at in snapshots.iter().copied().chain([last]) {
            registry = load::forward(&begun, registry, at, &mut |done| {
                gone.lacks(done.sequence, &done.gone);
                done.erases.iter().for_each(|household| gone.erased(household));
            })?
            .at_sequence(at);
            let held = snapshots.contains(&at).then(|| snapshot::read(&begun, at)).transpose()?;
            if held.is_some_and(|held| held.as_ref() != Some(&registry.records())) {
                return Err(StoreError::Snapshot { sequence: at });
            }
        }
        let (mut reads, mut reads_head) = (0, None);
        for read in self.reads(..)? {
            reads += 1;
            reads_head = Some(read?.hash);
        }
        let snapshots = u64::try_from(snapshots.len()).unwrap_or(u64::MAX);
        let (missing, pending) = (gone.missing(), clearing::is_pending(&begun)?);
        Ok(Verified { entries: last + 1, head, snapshots, reads, reads_head, missing, pending })
    }
}

/// What SQLite itself finds.
fn check_pages(db: &Connection) -> Result<(), StoreError> {
    let found: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::Corrupt(found)) }
}

/// No entry stands outside the numbers, and no personal data or snapshot belong to none.
fn check_numbers(db: &Connection) -> Result<(), StoreError> {
    let stray: Option<i64> = db.query_row(
        "SELECT min(sequence) FROM (
            SELECT personal.sequence FROM personal LEFT JOIN journal USING (sequence)
            WHERE journal.sequence IS NULL OR place < 0 OR place * 32 >= length(commitments)
         )",
        [],
        |row| row.get(0),
    )?;
    if let Some(sequence) = stray {
        return Err(StoreError::Broken { sequence: from_sql(sequence)?, breach: Breach::Personal });
    }
    let stray: Option<i64> = db.query_row("SELECT max(sequence) FROM snapshot", [], |row| row.get(0))?;
    let (last, _) = journal::head(db)?;
    match stray.map(from_sql).transpose()? {
        Some(sequence) if sequence > last => Err(StoreError::Snapshot { sequence }),
        _ => Ok(()),
    }
}
