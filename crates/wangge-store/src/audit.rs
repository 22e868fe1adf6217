//! The log of reads: who asked what about whom, written before the answer is given.

use std::ops::RangeBounds;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use wangge::{Access, Action, Directory, Registry};

use crate::chain::Hash;
use crate::entry::{check_text, instant};
use crate::error::StoreError;
use crate::file::{from_sql, to_sql};
use crate::store::{Reader, Store};

/// The name of the chain, which begins what is hashed.
const CHAIN: &str = "wangge-reads/1";

/// What somebody asks; each text has 1 to 400 bytes, is not blank, and has nothing invisible in it.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The instant, as in RFC 3339.
    pub at: &'a str,
    /// Who asks, by id.
    pub asker: &'a str,
    /// What is asked, such as `responsible`.
    pub question: &'a str,
    /// What it is asked of, by id.
    pub subject: &'a str,
}

/// An entry of the log of reads.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Read {
    /// Its number, from 0.
    pub sequence: u64,
    /// When, in UTC.
    pub at: String,
    /// Who asked, by id.
    pub asker: String,
    /// What was asked.
    pub question: String,
    /// What it was asked of, by id.
    pub subject: String,
    /// Whether there was an answer.
    pub granted: bool,
    /// Its hash.
    pub hash: Hash,
}

/// Entries of the log of reads in order, read one by one.
#[derive(Debug)]
pub struct Reads<'s> {
    reader: &'s Reader,
    ahead: Option<(u64, u64)>,
    previous: Option<Hash>,
}

impl Read {
    fn hash_after(&self, previous: Hash) -> Hash {
        let granted = if self.granted { "granted" } else { "denied" };
        let texts = [&self.at, &self.asker, &self.question, &self.subject, granted].map(str::as_bytes);
        Hash::of_entry(CHAIN, previous, self.sequence, &texts)
    }
}

impl Store {
    /// Answers what somebody asks, if they may, from the state after the last entry. The log of reads says so first: if it
    /// cannot be written there is no answer, and a denial stands in it like an answer.
    ///
    /// # Errors
    /// [`StoreError::Text`], [`StoreError::Instant`], and what keeps the store from reading or writing.
    ///
    /// ```
    /// # use wangge_sample::Sample;
    /// # use wangge_store::{Asked, By, Store};
    /// # let path = std::env::temp_dir().join(format!("wangge-read-{}.db", std::process::id()));
    /// # let by = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: None };
    /// # let mut store = Store::create(&path, Sample::chalinhe().records(), &by)?;
    /// let asked = Asked {
    ///     at: "2026-11-23T10:05:00+08:00",
    ///     asker: "p0000021",
    ///     question: "label",
    ///     subject: "430821108223-h0017",
    /// };
    /// let told = store.read(&asked, |_| false, |_| "what its door says")?;
    /// assert_eq!(told, None);
    /// let logged = store.reader().reads(..)?.next().expect("one read")?;
    /// assert_eq!((logged.asker.as_str(), logged.granted), ("p0000021", false));
    /// # drop(store);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read<T>(
        &mut self,
        asked: &Asked<'_>,
        may: impl FnOnce(&Registry) -> bool,
        answer: impl FnOnce(&Registry) -> T,
    ) -> Result<Option<T>, StoreError> {
        let registry = self.latest()?.clone();
        let granted = may(&registry);
        self.record_read(asked, granted)?;
        Ok(granted.then(|| answer(&registry)))
    }

    /// Answers what somebody asks of a subject on a date, if a duty of theirs needs it (S1), from the state after the last
    /// entry. Out of reach and not there are alike: no answer (S2); so is an asker whom nobody knows.
    ///
    /// # Errors
    /// As of [`read`](Self::read).
    ///
    /// ```
    /// # use wangge::Action;
    /// # use wangge_sample::Sample;
    /// # use wangge_store::{Asked, By, Store};
    /// # let path = std::env::temp_dir().join(format!("wangge-read-as-{}.db", std::process::id()));
    /// # let by = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: None };
    /// # let mut store = Store::create(&path, Sample::chalinhe().records(), &by)?;
    /// let date = "2026-11-23".parse()?;
    /// let mut ask = |asker, subject| {
    ///     let asked = Asked { at: "2026-11-23T10:05:00+08:00", asker, question: "label", subject };
    ///     store.read_as(&asked, Action::Personal, date, |directory| {
    ///         directory.household(subject).map(|household| household.label().to_owned()).ok()
    ///     })
    /// };
    /// // The leader of grid 1 may read a door of grid 1; one of a micro-grid of grid 2 learns as much as of a household that is none.
    /// assert!(ask("p0000018", "430821108223-h0017")?.flatten().is_some());
    /// assert_eq!(ask("p0000032", "430821108223-h0017")?, None);
    /// assert_eq!(ask("p0000032", "430821108223-h9999")?, None);
    /// assert_eq!(store.reader().reads(..)?.count(), 3);
    /// # drop(store);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_as<T>(
        &mut self,
        asked: &Asked<'_>,
        action: Action,
        on: Date,
        answer: impl FnOnce(&Directory) -> T,
    ) -> Result<Option<T>, StoreError> {
        let directory = self.latest()?.as_of(on);
        let may = directory.may(asked.asker, action, asked.subject);
        let granted = may.is_ok_and(Access::is_granted);
        self.record_read(asked, granted)?;
        Ok(granted.then(|| answer(&directory)))
    }

    /// Writes into the log of reads, and returns the number of the entry; when it returns, the entry is on disk.
    ///
    /// # Errors
    /// [`StoreError::Text`], [`StoreError::Instant`], [`StoreError::Busy`] and the like: then nothing is written.
    pub fn record_read(&mut self, asked: &Asked<'_>, granted: bool) -> Result<u64, StoreError> {
        for (field, text) in [("asker", asked.asker), ("question", asked.question), ("subject", asked.subject)] {
            check_text(field, text)?;
        }
        let at = instant(asked.at)?;
        let begun = self.reader.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (sequence, previous) = match head(&begun)? {
            Some((last, hash)) => (last + 1, hash),
            None => (0, Hash::default()),
        };
        let [asker, question, subject] = [asked.asker, asked.question, asked.subject].map(ToOwned::to_owned);
        let read = Read { sequence, at, asker, question, subject, granted, hash: Hash::default() };
        begun.execute(
            "INSERT INTO reads (sequence, at, asker, question, subject, granted, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                to_sql(sequence)?,
                read.at,
                read.asker,
                read.question,
                read.subject,
                granted,
                read.hash_after(previous).0
            ],
        )?;
        begun.commit()?;
        Ok(sequence)
    }
}

impl Reader {
    /// The entries of the log of reads in a range, in order, each held against its hash.
    ///
    /// # Errors
    /// [`StoreError::Io`] and the like; of each entry, [`StoreError::Reads`].
    pub fn reads(&self, range: impl RangeBounds<u64>) -> Result<Reads<'_>, StoreError> {
        let last = head(&self.db)?.map(|(last, _)| last);
        Ok(Reads { reader: self, ahead: last.and_then(|last| crate::entry::within(&range, last)), previous: None })
    }
}

impl Reads<'_> {
    fn read(&mut self, sequence: u64) -> Result<Read, StoreError> {
        let db = &self.reader.db;
        let broken = || StoreError::Reads { sequence };
        let previous = match (self.previous, sequence.checked_sub(1)) {
            (Some(hash), _) => hash,
            (None, None) => Hash::default(),
            (None, Some(before)) => select(db, before)?.ok_or_else(broken)?.hash,
        };
        let read = select(db, sequence)?.ok_or_else(broken)?;
        if read.hash_after(previous) != read.hash {
            return Err(broken());
        }
        self.previous = Some(read.hash);
        Ok(read)
    }
}

impl Iterator for Reads<'_> {
    type Item = Result<Read, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (sequence, last) = self.ahead?;
        let read = self.read(sequence);
        self.ahead = (read.is_ok() && sequence < last).then(|| (sequence + 1, last));
        Some(read)
    }
}

fn select(db: &Connection, sequence: u64) -> Result<Option<Read>, StoreError> {
    let mut select =
        db.prepare_cached("SELECT at, asker, question, subject, granted, hash FROM reads WHERE sequence = ?1")?;
    let found = select.query_row([to_sql(sequence)?], |row| {
        Ok(Read {
            sequence,
            at: row.get(0)?,
            asker: row.get(1)?,
            question: row.get(2)?,
            subject: row.get(3)?,
            granted: row.get(4)?,
            hash: Hash(row.get(5)?),
        })
    });
    Ok(found.optional()?)
}

fn head(db: &Connection) -> Result<Option<(u64, Hash)>, StoreError> {
    let mut select = db.prepare_cached("SELECT sequence, hash FROM reads ORDER BY sequence DESC LIMIT 1")?;
    let found = select.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(sequence, hash)| Ok((from_sql(sequence)?, Hash(hash)))).transpose()
}
