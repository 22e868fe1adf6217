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
//! The file only grows: what is recorded is added as lines at its end. Every line has its end; a file that ends in the
//! middle of one was cut, and is refused. It is read as it streams in, line by line, and every line that is wrong is
//! told. A byte order mark at the start is allowed.
//!
//! What an entry *says* is not checked here: [`Work::build`](wangge::Work::build) does, and names every refusal.

mod error;
mod lines;
mod record;

use std::io::{self, BufWriter, Read, Write};

use serde::{Deserialize, Serialize};
use wangge::Calendar;
use wangge::work::Entry;

pub use self::error::WorkFileError;
use self::lines::{Line, Lines};
pub(crate) use self::record::EntryRecord;
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

/// Reads entries that are to be recorded: lines as in a log, where the first line with the format and the end of the
/// last line may be left out. Each entry comes with the number of its line.
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

/// How strict reading is about what stands around the entries.
struct Rules {
    /// Whether the first line says what it is, and the last one has its end.
    is_log: bool,
}

fn read_lines(lines: &mut Lines<'_>, calendar: &Calendar, rules: &Rules) -> Result<Vec<(usize, Entry)>, WorkFileError> {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    let mut is_first = true;
    loop {
        let read = match lines.next() {
            Ok(Some(line)) if std::mem::take(&mut is_first) && (rules.is_log || line.names_a_format()) => {
                match head(&line, rules) {
                    Ok(()) => continue,
                    Err(error) => Err(error),
                }
            }
            Ok(Some(line)) => {
                match entry(&line, calendar, rules) {
                    Ok(entry) => entries.push((line.number, entry)),
                    Err(error) => errors.push(error),
                }
                continue;
            }
            Ok(None) if is_first && rules.is_log => Err(lines::empty()),
            Ok(None) => Ok(()),
            Err(error) => Err(DocumentError::io(&error)),
        };
        errors.extend(read.err());
        return if errors.is_empty() { Ok(entries) } else { Err(WorkFileError(errors)) };
    }
}

fn head(line: &Line<'_>, rules: &Rules) -> Result<(), DocumentError> {
    // What the file is comes before whether it is whole.
    let head: Result<Head, _> = strictly_line(line.text, line.number);
    let is_cut = |error: &DocumentError| error.code == DocumentCode::Truncated;
    match head {
        Err(error) if !is_cut(&error) || line.is_whole => Err(error::no_head(error)),
        head => whole(line, rules).and(head.map(|_| ())),
    }
}

fn entry(line: &Line<'_>, calendar: &Calendar, rules: &Rules) -> Result<Entry, DocumentError> {
    whole(line, rules)?;
    if line.text.trim_ascii().is_empty() {
        let message = "the line is empty; take it away";
        return Err(error::on_line(line.number, DocumentCode::Syntax, String::new(), message));
    }
    let record: EntryRecord = strictly_line(line.text, line.number)?;
    record.into_entry(calendar).map_err(|wrong| wrong.on_line(line.number))
}

fn whole(line: &Line<'_>, rules: &Rules) -> Result<(), DocumentError> {
    if line.is_whole || !rules.is_log {
        return Ok(());
    }
    let message = "the file ends in the middle of this line; take the line away, and record its entry again";
    Err(error::on_line(line.number, DocumentCode::Truncated, String::new(), message))
}
