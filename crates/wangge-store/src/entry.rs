//! Entries of the journal, as they are asked for and given out.

use std::ops::{Bound, RangeBounds};

use jiff::Timestamp;
use smol_str::SmolStr;
use wangge::change::Transaction;

use crate::chain::Hash;
use crate::error::{Breach, StoreError};
use crate::journal::{self, Kind, Written};
use crate::store::Reader;

/// When something is done, by whom, and why.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The instant, as in RFC 3339; the store reads no clock.
    pub at: &'a str,
    /// Who does it: an id or a name, 1 to 400 bytes, not blank, nothing invisible in it.
    pub who: &'a str,
    /// Why, a text like that. It stands in the journal for ever: no personal data.
    pub reason: Option<&'a str>,
}

impl By<'_> {
    /// The instant in UTC, once everything is as it should be.
    pub(crate) fn checked(&self) -> Result<String, StoreError> {
        check_text("who", self.who)?;
        self.reason.map_or(Ok(()), |reason| check_text("reason", reason))?;
        instant(self.at)
    }
}

/// An instant in UTC.
pub(crate) fn instant(text: &str) -> Result<String, StoreError> {
    let instant: Timestamp = text.parse().map_err(|_| StoreError::Instant { text: text.to_owned() })?;
    Ok(instant.to_string())
}

/// Whether a text can stand in the file: whoever reads it must see all of it.
pub(crate) fn check_text(field: &'static str, text: &str) -> Result<(), StoreError> {
    let is_fine = (1..=400).contains(&text.len()) && !text.trim().is_empty() && !text.chars().any(is_invisible);
    if is_fine { Ok(()) } else { Err(StoreError::Text { field }) }
}

/// Control characters, bidi controls and zero-width characters.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The first and the last number of a range that ends at `head` at the latest; none if there is no number in it.
pub(crate) fn within(range: &impl RangeBounds<u64>, head: u64) -> Option<(u64, u64)> {
    let first = match range.start_bound() {
        Bound::Included(first) => *first,
        Bound::Excluded(before) => before.checked_add(1)?,
        Bound::Unbounded => 0,
    };
    let last = match range.end_bound() {
        Bound::Included(last) => *last,
        Bound::Excluded(behind) => behind.checked_sub(1)?,
        Bound::Unbounded => head,
    };
    Some((first, last.min(head))).filter(|(first, last)| first <= last)
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Its number, from 0.
    pub sequence: u64,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// Why.
    pub reason: Option<String>,
    /// What.
    pub event: Event,
    /// Its hash.
    pub hash: Hash,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The document that the county began with; [`Reader::load`] at its number gives it.
    Document,
    /// Changes that were done.
    Transaction(Transaction),
    /// The personal data of a household were erased.
    Erasure {
        /// The household.
        household: SmolStr,
    },
}

/// Entries in order, read one by one.
#[derive(Debug)]
pub struct Log<'s> {
    reader: &'s Reader,
    /// The next one, and the last one; none once there is nothing more to say.
    ahead: Option<(u64, u64)>,
    /// The hash of the entry before.
    previous: Option<Hash>,
}

impl Reader {
    /// The entries of a range, in order, each held against its hash.
    ///
    /// # Errors
    /// [`StoreError::Io`] and the like; of each entry, [`StoreError::Broken`].
    ///
    /// ```
    /// # use wangge_sample::Sample;
    /// # use wangge_store::{By, Event, Store};
    /// # let path = std::env::temp_dir().join(format!("wangge-log-{}.db", std::process::id()));
    /// let by = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: Some("the first count") };
    /// let store = Store::create(&path, Sample::chalinhe().records(), &by)?;
    /// let first = store.reader().log(..)?.next().expect("entry 0")?;
    /// assert_eq!((first.at.as_str(), first.who.as_str()), ("2026-11-23T02:00:00Z", "civil affairs"));
    /// assert_eq!(first.event, Event::Document);
    /// # drop(store);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn log(&self, range: impl RangeBounds<u64>) -> Result<Log<'_>, StoreError> {
        let (last, _) = journal::head(&self.db)?;
        Ok(Log { reader: self, ahead: within(&range, last), previous: None })
    }
}

impl Log<'_> {
    fn read(&mut self, sequence: u64) -> Result<Entry, StoreError> {
        let db = &self.reader.db;
        let previous = match self.previous {
            Some(hash) => hash,
            None => journal::hash_before(db, sequence)?,
        };
        let gap = StoreError::Broken { sequence, breach: Breach::Gap };
        let row = journal::read(db, sequence)?.ok_or(gap)?;
        self.previous = Some(row.hash);
        row.check(previous)?;
        let (at, who, reason, hash) = (row.at.clone(), row.who.clone(), row.reason.clone(), row.hash);
        let event = match row.kind {
            Kind::Document => Event::Document,
            Kind::Erasure => Event::Erasure { household: row.household()? },
            Kind::Transaction => Event::Transaction(Written::of(db, row)?.transaction()?.0),
        };
        Ok(Entry { sequence, at, who, reason, event, hash })
    }
}

impl Iterator for Log<'_> {
    type Item = Result<Entry, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (sequence, last) = self.ahead?;
        let entry = self.read(sequence);
        self.ahead = (entry.is_ok() && sequence < last).then(|| (sequence + 1, last));
        Some(entry)
    }
}
