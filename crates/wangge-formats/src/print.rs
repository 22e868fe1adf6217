//! The report of a period on paper: one page of HTML in Chinese or in English, and a table for a spreadsheet, from the
//! same [`WorkReportView`].
//!
//! ```
//! use wangge::work::{Boundaries, Work, WorkQuery};
//! use wangge::{Period, Registry};
//! use wangge_formats::answer::WorkReportView;
//! use wangge_formats::print::{Language, Sheet};
//! use wangge_sample::Sample;
//!
//! let registry = Registry::build(Sample::chalinhe().records())?;
//! let work = Work::new(&registry);
//! let query = WorkQuery {
//!     period: Period::new("2026-11-01".parse()?, Some("2026-12-01".parse()?))?,
//!     known_at: "2026-12-01T00:00:00+08:00".parse()?,
//!     boundaries: Boundaries::AsItWas,
//! };
//! let view = WorkReportView::new(&work, &work.report(Some("430821108223"), &query)?);
//! let directory = registry.as_of("2026-11-30".parse()?);
//! let sheet = Sheet { work: &work, directory: &directory, view: &view, language: Language::Chinese };
//! assert!(sheet.html().starts_with("<!DOCTYPE html><html lang=\"zh-CN\">"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The page needs nothing from anywhere: no script, no font, no picture. It prints on A4. Everything that is written into
//! it is escaped.

mod chart;
mod page;
mod table;
mod words;

use std::io::{self, Write};

use jiff::Timestamp;
use wangge::{Directory, Work};

pub use self::words::{Language, duration, figure};
use crate::answer::WorkReportView;
use crate::plan::safe;

/// A report that is to be put on paper.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'s> {
    /// The work that it counts.
    pub work: &'s Work,
    /// The county on the day whose names are written.
    pub directory: &'s Directory,
    /// What is counted.
    pub view: &'s WorkReportView<'s>,
    /// The language of the page.
    pub language: Language,
}

impl Sheet<'_> {
    fn of<T>(&self, zh: T, en: T) -> T {
        self.language.of(zh, en)
    }

    /// The name of a unit on the day, else its id.
    fn unit<'a>(&'a self, id: &'a str) -> &'a str {
        self.directory.unit(id).map_or(id, wangge::Unit::name)
    }

    /// The name of a matter kind.
    fn kind<'a>(&'a self, id: &'a str) -> &'a str {
        let scheme = self.work.registry().scheme();
        scheme.kind(id).map_or(id, |kind| self.language.text(kind.name()))
    }

    /// How many kinds are above a kind.
    fn depth(&self, kind: &str) -> usize {
        let own = self.work.registry().scheme().kind(kind).ok();
        std::iter::successors(own, |kind| kind.parent()).count().saturating_sub(1)
    }

    /// The name of a level; of none, where no step is.
    fn level<'a>(&'a self, id: Option<&'a str>) -> &'a str {
        let Some(id) = id else { return self.of("无当前步骤", "no current step") };
        let scheme = self.work.registry().scheme();
        scheme.level(id).map_or(id, |level| self.language.text(level.name()))
    }

    /// The name of a part of the unit.
    fn part<'a>(&'a self, unit: Option<&'a str>) -> &'a str {
        match (unit, self.view.unit) {
            (Some(id), _) => self.unit(id),
            (None, Some(_)) => self.of("本级直接", "directly in it"),
            (None, None) => self.of("无处可归", "unplaced"),
        }
    }

    /// An instant to the minute, in the scheme's offset.
    fn instant(&self, at: Timestamp) -> String {
        let offset = self.work.registry().scheme().calendar().offset();
        offset.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The same of an instant of a view.
    fn told(&self, at: &str) -> String {
        at.parse().map_or_else(|_| at.to_owned(), |at| self.instant(at))
    }
}

/// Writes a table for a spreadsheet: CSV in UTF-8 with a byte order mark, where no text is taken for a formula.
///
/// # Errors
/// What the target reports.
pub fn spreadsheet<R>(head: &[&str], rows: impl IntoIterator<Item = R>, mut target: impl Write) -> io::Result<()>
where
    R: IntoIterator<Item = String>,
{
    target.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::Writer::from_writer(target);
    table.write_record(head)?;
    for row in rows {
        table.write_record(row.into_iter().map(|cell| safe(&cell).into_owned()))?;
    }
    table.flush()
}
