//! The work: a log held against a registry, and what has come of it (E7, E9).

use std::io::Read;

use wangge::{Registry, Work};

use super::Reply;
use crate::answer::{ErrorView, word};
use crate::work;

/// The work of a log `wangge-work/1`, held against a registry.
///
/// # Errors
/// `document.*` with its line, or `work.faults`; either with every line that is wrong.
pub fn work(registry: &Registry, log: impl Read) -> Result<Work, ErrorView> {
    let entries = work::read(log, registry.scheme().calendar()).map_err(|errors| ErrorView::of_lines(&errors))?;
    let words: Vec<&'static str> = entries.iter().map(word).collect();
    let line_of = |entry: usize| (entry.saturating_add(2), words.get(entry).copied().unwrap_or_default());
    Work::build(registry, entries).map_err(|refusals| ErrorView::of_work(&refusals, line_of))
}

/// Takes entries one after another, all or none: lines as in a log. The answer is these lines as they are to be added to
/// it.
///
/// # Errors
/// As of [`work`], with the lines of what was given.
pub fn record(work: &mut Work, lines: impl Read) -> Reply {
    let calendar = work.registry().scheme().calendar();
    let entries = work::read_entries(lines, calendar).map_err(|errors| ErrorView::of_lines(&errors))?;
    let mut text = Vec::new();
    // Memory takes whatever is written.
    _ = work::append(entries.iter().map(|(_, entry)| entry), calendar, &mut text);
    let line_of = |place| entries.get(place).map_or((0, ""), |(line, entry)| (*line, word(entry)));
    let recorded = work.record_all(entries.iter().map(|(_, entry)| entry));
    recorded.map_err(|refusals| ErrorView::of_work(&refusals, line_of))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
