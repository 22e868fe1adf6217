//! What is counted of matters, for a period, as known at an instant (N1).

use std::ops::AddAssign;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::time::{Day, Period};
use crate::work::Work;
use crate::work::case::CaseRow;
use crate::work::ledger::{Fate, Head};

/// What is asked of a count of matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkQuery {
    /// The period; open: up to the last day of all.
    pub period: Period,
    /// What is known at this instant is counted: entries and the clock up to it.
    pub known_at: Timestamp,
    /// Where matters count.
    pub boundaries: Boundaries,
}

/// Under which hierarchy matters count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundaries {
    /// As it was on the day of each matter's report.
    AsItWas,
    /// Of one date.
    On(Date),
}

/// A figure of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Reported on a day of the period.
    Reported,
    /// Resolved last on a day of the period, and not open.
    Resolved,
    /// Of those: resolved after a deadline.
    Late,
    /// Reported before the end of the period, and open.
    Open,
    /// Of those: overdue.
    Overdue,
    /// Reported on a day of the period, and reopened at least once.
    Reopened,
}

impl Figure {
    /// Every figure.
    pub const ALL: &'static [Self] =
        &[Self::Reported, Self::Resolved, Self::Late, Self::Open, Self::Overdue, Self::Reopened];

    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Resolved => "resolved",
            Self::Late => "late",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Reopened => "reopened",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Reported => 1,
            Self::Resolved => 2,
            Self::Late => 4,
            Self::Open => 8,
            Self::Overdue => 16,
            Self::Reopened => 32,
        }
    }
}

/// How many matters each figure counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figures {
    /// Reported on a day of the period.
    pub reported: u32,
    /// Resolved last on a day of the period, and not open.
    pub resolved: u32,
    /// Of those: resolved after a deadline.
    pub late: u32,
    /// Reported before the end of the period, and open.
    pub open: u32,
    /// Of those: overdue.
    pub overdue: u32,
    /// Reported on a day of the period, and reopened at least once.
    pub reopened: u32,
}

impl Figures {
    /// One figure.
    #[must_use]
    pub fn get(self, figure: Figure) -> u32 {
        match figure {
            Figure::Reported => self.reported,
            Figure::Resolved => self.resolved,
            Figure::Late => self.late,
            Figure::Open => self.open,
            Figure::Overdue => self.overdue,
            Figure::Reopened => self.reopened,
        }
    }

    /// Whether nothing is counted.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Counts one matter.
    #[inline]
    pub(super) fn count(&mut self, counted: Counted) {
        let one = |figure| u32::from(counted.is_in(figure));
        *self += Self {
            reported: one(Figure::Reported),
            resolved: one(Figure::Resolved),
            late: one(Figure::Late),
            open: one(Figure::Open),
            overdue: one(Figure::Overdue),
            reopened: one(Figure::Reopened),
        };
    }
}

impl AddAssign for Figures {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        let Self { reported, resolved, late, open, overdue, reopened } = other;
        self.reported += reported;
        self.resolved += resolved;
        self.late += late;
        self.open += open;
        self.overdue += overdue;
        self.reopened += reopened;
    }
}

/// The figures in which a matter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted(u8);

impl Counted {
    #[inline]
    pub fn is_in(self, figure: Figure) -> bool {
        self.0 & figure.bit() != 0
    }
}

/// A query with its days compared quickly.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counting {
    from: Day,
    until: Day,
    known_at: Timestamp,
}

impl Counting {
    pub fn new(query: &WorkQuery) -> Self {
        let until = query.period.until().map_or(Day::OPEN, Day::from);
        Self { from: query.period.from().into(), until, known_at: query.known_at }
    }

    /// The figures in which a matter counts, with its fate as known; none if it counts in none.
    #[inline]
    pub fn count<'w>(
        &self,
        work: &'w Work,
        head: &Head,
        row: impl FnOnce() -> Option<&'w CaseRow>,
    ) -> Option<(Counted, Fate)> {
        if head.at > self.known_at || head.day >= self.until {
            return None;
        }
        let fate = match head.fate(self.known_at) {
            Some(fate) => fate,
            None => later(work, row()?, self.known_at)?,
        };
        let is_in = |day: Day| self.from <= day && day < self.until;
        let bit = |figure: Figure, holds: bool| if holds { figure.bit() } else { 0 };
        let (reported, open) = (is_in(head.day), fate.state.is_open());
        let resolved = !open && is_in(fate.resolved);
        let bits = bit(Figure::Reported, reported)
            | bit(Figure::Resolved, resolved)
            | bit(Figure::Late, resolved && fate.late)
            | bit(Figure::Open, open)
            | bit(Figure::Overdue, open && fate.overdue)
            | bit(Figure::Reopened, reported && fate.reopened);
        (bits != 0).then_some((Counted(bits), fate))
    }
}

/// The fate of a case as known at an instant other than after its last moment.
#[cold]
fn later(work: &Work, row: &CaseRow, known_at: Timestamp) -> Option<Fate> {
    let now = work.cases.now(&work.timeline, row, known_at)?;
    Some(Fate::new(&work.timeline, row, &now))
}
