//! No household left out: every gap, with what would close it (section 7).

mod gap;
mod household;
mod kind;
mod period;
mod scope;
mod seat;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use self::gap::{Detail, GapRow};
pub use self::gap::{FindingCode, Gap, Remedy, Severity};
pub use self::period::PeriodOpen;
pub(crate) use self::period::days_of_change;
use crate::directory::{Directory, Tables};
use crate::registry::Facts;
use crate::time::{Day, Days};

/// The gaps of a date or a period, by code and then by subject; none proves full coverage of what was checked.
#[derive(Clone)]
pub struct Findings {
    facts: Arc<Facts>,
    rows: Vec<FindingRow>,
    checked: Checked,
}

#[derive(Debug, Clone, Copy)]
struct FindingRow {
    gap: GapRow,
    detail: Detail,
    days: Days,
}

/// What was looked at: how many of each, on the first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub until: Date,
    /// Units, each for every matter kind.
    pub units: usize,
    /// Households.
    pub households: usize,
    /// Sites.
    pub sites: usize,
    /// Matter kinds.
    pub kinds: usize,
    /// Seats that somebody holds or should.
    pub seats: usize,
    /// Pairings.
    pub pairings: usize,
}

/// One gap.
#[derive(Clone, Copy)]
pub struct Finding<'f> {
    facts: &'f Facts,
    row: &'f FindingRow,
}

impl Directory {
    /// Every gap on the date.
    #[must_use]
    pub fn findings(&self) -> Findings {
        let mut gaps = Gaps::default();
        scope::read(&self.0, &mut gaps);
        self.findings_with(gaps)
    }

    /// The gaps that a directory has beyond another, and the other beyond it. Scopes are compared only where units differ.
    pub(crate) fn findings_apart(&self, other: &Self) -> (Findings, Findings) {
        let (a, b) = (&*self.0, &*other.0);
        let (own, theirs) = if Arc::ptr_eq(&a.facts.units, &b.facts.units) && a.unit_row == b.unit_row {
            (self.findings_with(Gaps::default()), other.findings_with(Gaps::default()))
        } else {
            (self.findings(), other.findings())
        };
        (own.beyond(&theirs), theirs.beyond(&own))
    }

    /// The gaps that have to do with people and duties, and others that were found before.
    fn findings_with(&self, mut gaps: Gaps) -> Findings {
        let tables = &*self.0;
        gaps.read_subjects(tables);
        gaps.rows.sort_unstable_by_key(|(gap, _)| *gap);
        let days = Days { from: tables.day, until: day_after(tables.date) };
        let rows = gaps.rows.into_iter().map(|(gap, detail)| FindingRow { gap, detail, days }).collect();
        Findings { facts: Arc::clone(&tables.facts), rows, checked: checked(tables, days) }
    }
}

/// Gaps of one day, as they are found.
#[derive(Default)]
struct Gaps {
    rows: Vec<(GapRow, Detail)>,
}

impl Gaps {
    fn add(&mut self, gap: GapRow, detail: Detail) {
        self.rows.push((gap, detail));
    }

    /// Everything that has to do with people and duties.
    fn read_subjects(&mut self, tables: &Tables) {
        household::read(tables, self);
        seat::read(tables, self);
        kind::read(tables, self);
    }
}

fn day_after(date: Date) -> Day {
    date.tomorrow().map_or(Day::OPEN, Day::from)
}

fn checked(tables: &Tables, days: Days) -> Checked {
    Checked {
        from: days.from.date().unwrap_or(tables.date),
        until: days.until.date().unwrap_or(Date::MAX),
        units: tables.parent.len(),
        households: tables.households.items().len(),
        sites: tables.sites.of_unit.items().len(),
        kinds: tables.rules().record.kinds.len(),
        seats: tables.seats.items().count(),
        pairings: tables.placing.pairs().count(),
    }
}

impl Findings {
    /// Whether there is no gap: nobody is left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many gaps there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The gaps, by code and then by subject.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Finding<'_>> {
        self.rows.iter().map(|row| Finding { facts: &self.facts, row })
    }

    /// Those that are not among others: of one code, no subject is the same.
    pub(crate) fn beyond(&self, others: &Self) -> Self {
        let known: BTreeSet<_> = others.iter().map(|finding| (finding.code(), finding.gap().subject())).collect();
        let new = self.iter().filter(|finding| !known.contains(&(finding.code(), finding.gap().subject())));
        Self { facts: Arc::clone(&self.facts), rows: new.map(|finding| *finding.row).collect(), checked: self.checked }
    }

    /// What was looked at.
    #[must_use]
    pub fn checked(&self) -> Checked {
        self.checked
    }
}

impl std::fmt::Debug for Findings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'f> Finding<'f> {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> FindingCode {
        self.row.gap.code()
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.code().severity()
    }

    /// What the gap is, by ids.
    #[must_use]
    pub fn gap(self) -> Gap<'f> {
        self.row.gap.lend(self.row.detail, self.facts)
    }

    /// What would close it.
    #[must_use]
    pub fn remedy(self) -> Remedy {
        self.code().remedy()
    }

    /// The first day of the gap within what was asked.
    #[must_use]
    pub fn from(self) -> Date {
        self.row.days.from.date().unwrap_or(Date::MIN)
    }

    /// The day after the last one within what was asked.
    #[must_use]
    pub fn until(self) -> Date {
        self.row.days.until.date().unwrap_or(Date::MAX)
    }
}

impl std::fmt::Debug for Finding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finding")
            .field("gap", &self.gap())
            .field("from", &self.from())
            .field("until", &self.until())
            .finish()
    }
}
