//! The log of work as a file: JSON Lines, `wangge-work/1`, an entry a line.
//!
//! ```
//! use jiff::civil::date;
//! use wangge::Registry;
//! use wangge_formats::work;
//! use wangge_sample::Sample;
//!
//! let registry = Registry::build(Sample::chalinhe().records())?;
//! let calendar = registry.scheme().calendar();
//! let log = r#"{"format":"wangge-work/1"}
//! {"matter":{"id":"m1","subject":"h17","kind":"fire","urgency":"routine","at":"2026-11-02T09:00","channel":"phone"}}
//! {"event":{"matter":"m1","at":"2026-11-02T09:40:00+08:00","act":"accepted","by":"p1"}}
//! "#;
//! let entries = work::read(log.as_bytes(), calendar)?;
//! assert_eq!(entries.len(), 2);
//!
//! let refused = work::read(log.replace(",\"by\":\"p1\"", "").as_bytes(), calendar).unwrap_err();
//! let [error] = refused.as_slice() else { panic!("one line is wrong") };
//! assert_eq!((error.code.as_str(), error.path.as_str(), error.line), ("document.missing-field", "event.by", 3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The file only grows: what is recorded is added as lines at its end, after [`kept`]. A file that ends in the middle of a
//! line was cut, and is refused; where the end of the last line alone is missing, or empty lines follow it, nothing is. It
//! is read as it streams in, line by line, and every line that is wrong is told. A byte order mark at the start is allowed.
//!
//! What an entry *says* is not checked here: [`Work::replay`](wangge::Work::replay) and
//! [`Work::build`](wangge::Work::build) do, and name every refusal.

mod error;
mod lines;
mod record;

use std::io::{self, BufWriter, Read, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wangge::Calendar;
use wangge::work::Entry;

pub use self::error::WorkFileError;
use self::lines::{Line, Lines};
pub(crate) use self::record::EntryRecord;
use crate::answer;
use crate::document::{DocumentCode, DocumentError, strictly_line};
use crate::format::{Format, Named};

/// The format that this version reads and writes.
pub const FORMAT: &str = "wangge-work/1";

/// The one value of `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Works;

impl Named for Works {
    const FORMAT: &'static str = FORMAT;
}

/// The first line.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    format: Format<Works>,
}

/// Reads a log. An entry's place in what comes out is two less than the number of its line.
///
/// Reading is buffered here; a file can be handed in as it is.
///
/// # Errors
/// Every line that is not one of this format, with its code, its path and its line; nothing after a first line that does
/// not say what the file is, or after the source has failed.
pub fn read(source: impl Read, calendar: &Calendar) -> Result<Vec<Entry>, WorkFileError> {
    let entries = read_lines(&mut Lines::new(&mut { source }), calendar, &Rules { is_log: true })?;
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// Reads entries that are to be recorded: lines as in a log, where the first line with the format may be left out. Each
/// entry comes with the number of its line.
///
/// # Errors
/// As of [`read`].
pub fn read_entries(source: impl Read, calendar: &Calendar) -> Result<Vec<(usize, Entry)>, WorkFileError> {
    read_lines(&mut Lines::new(&mut { source }), calendar, &Rules { is_log: false })
}

/// Writes a log. What is written reads back as the same entries; instants stand in the scheme's offset.
///
/// # Errors
/// What the target reports.
pub fn write<'e>(
    entries: impl IntoIterator<Item = &'e Entry>,
    calendar: &Calendar,
    target: impl Write,
) -> io::Result<()> {
    let mut target = BufWriter::with_capacity(1 << 16, target);
    line(&Head::default(), &mut target)?;
    append(entries, calendar, &mut target)?;
    target.flush()
}

/// Writes entries alone, as lines to be added at the end of a log.
///
/// # Errors
/// What the target reports.
pub fn append<'e>(
    entries: impl IntoIterator<Item = &'e Entry>,
    calendar: &Calendar,
    mut target: impl Write,
) -> io::Result<()> {
    let offset = calendar.offset();
    entries.into_iter().try_for_each(|entry| line(&EntryRecord::new(entry, offset), &mut target))
}

/// The word that an entry stands under.
#[must_use]
pub fn word(entry: &Entry) -> &'static str {
    match entry {
        Entry::Matter(_) => "matter",
        Entry::Event(_) => "event",
        Entry::Filing(_) => "filing",
        Entry::Campaign(_) => "campaign",
        Entry::Done(_) => "done",
        Entry::Told(_) => "told",
    }
}

fn line(value: &impl Serialize, target: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *target, value)?;
    target.write_all(b"\n")
}

/// An entry of something that has not come yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// Its line, from 1.
    pub line: usize,
    /// The word that it stands under.
    pub word: &'static str,
    /// Its instant, in the scheme's offset.
    pub at: String,
}

impl Later {
    /// The stable code.
    pub const CODE: &'static str = "instant.future";
}

/// Those entries that are later than an instant.
#[must_use]
pub fn later_than(entries: &[(usize, Entry)], latest: Timestamp, calendar: &Calendar) -> Vec<Later> {
    let later = entries.iter().filter_map(|(line, entry)| {
        let at = instant(entry).filter(|at| *at > latest)?;
        Some(Later { line: *line, word: word(entry), at: answer::instant(at, calendar.offset()) })
    });
    later.collect()
}

/// When an entry happened; a campaign has no instant.
fn instant(entry: &Entry) -> Option<Timestamp> {
    match entry {
        Entry::Matter(matter) => Some(matter.at),
        Entry::Event(event) => Some(event.at),
        Entry::Filing(filing) => Some(filing.at),
        Entry::Campaign(_) => None,
        Entry::Done(done) => Some(done.at),
        Entry::Told(told) => Some(told.until),
    }
}

/// The part of a log after which entries are added: up to the last line that says something, and the end of that line if
/// it has one.
#[must_use]
pub fn kept(log: &[u8]) -> &[u8] {
    let said = log.trim_ascii_end().len();
    let after = log.iter().skip(said).position(|byte| *byte == b'\n').map_or(log.len(), |end| said + end + 1);
    log.get(..after).unwrap_or(log)
}

/// How strict reading is about what stands around the entries.
struct Rules {
    /// Whether the first line says what it is, and the last one may not be cut.
    is_log: bool,
}

fn read_lines(lines: &mut Lines<'_>, calendar: &Calendar, rules: &Rules) -> Result<Vec<(usize, Entry)>, WorkFileError> {
    if let Some(error) = error::other_file(lines.start()) {
        return Err(WorkFileError(vec![error]));
    }
    let (mut entries, mut errors, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_first = true;
    let ended = loop {
        let line = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) if is_first && rules.is_log => break Err(lines::empty()),
            Ok(None) => break Ok(()),
            Err(error) => break Err(DocumentError::io(&error)),
        };
        if std::mem::take(&mut is_first) && (rules.is_log || line.names_a_format()) {
            match head(&line, rules) {
                Ok(()) => continue,
                Err(error) => break Err(error),
            }
        }
        if line.text.trim_ascii().is_empty() {
            empty.push(line.number);
            continue;
        }
        // Before another line an empty one is wrong; at the end it is read over.
        errors.extend(empty.drain(..).map(lines::nothing));
        match entry(&line, calendar, rules) {
            Ok(entry) => entries.push((line.number, entry)),
            Err(error) => errors.push(error),
        }
    };
    errors.extend(ended.err());
    if errors.is_empty() { Ok(entries) } else { Err(WorkFileError(errors)) }
}

fn head(line: &Line<'_>, rules: &Rules) -> Result<(), DocumentError> {
    let head: Result<Head, _> = strictly_line(line.text, line.number);
    head.map(|_| ()).map_err(|error| cut(line, rules, &error).unwrap_or_else(|| error::no_head(error)))
}

fn entry(line: &Line<'_>, calendar: &Calendar, rules: &Rules) -> Result<Entry, DocumentError> {
    let record: Result<EntryRecord, _> = strictly_line(line.text, line.number);
    let record = record.map_err(|error| cut(line, rules, &error).unwrap_or(error))?;
    record.into_entry(calendar).map_err(|wrong| wrong.on_line(line.number))
}

/// What is wrong with the last line of a log, if it was cut in the middle: of an object, or of a letter.
fn cut(line: &Line<'_>, rules: &Rules, error: &DocumentError) -> Option<DocumentError> {
    let in_a_letter = || std::str::from_utf8(line.text).is_err_and(|wrong| wrong.error_len().is_none());
    if line.is_whole || !rules.is_log || !(error.code == DocumentCode::Truncated || in_a_letter()) {
        return None;
    }
    let message = "the file ends in the middle of this line; take the line away, and record its entry again";
    Some(error::on_line(line.number, DocumentCode::Truncated, String::new(), message))
}
