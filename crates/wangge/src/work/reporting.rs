//! The reporting calendar: which report is due from whom to whom, when, what is late (N2).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::case::{CaseRow, Deadline};
use super::filing::{Filed, has_end};
use super::{Case, Sight, Work, WorkCode, WorkError};
use crate::directory::{Directory, SeatEntry, Tables, Unit};
use crate::escalation::report_end;
use crate::responsibility::{Holder, seat_holder};
use crate::scheme::{Report, ReportRule, Seat};
use crate::span::Span;
use crate::table::{NONE, at, cell, indices};

/// The longest that is asked for at once: a report of nothing is due from every unit, every month.
const MAX_YEARS: i32 = 100;

/// Which reports are due, in a stretch of time.
#[derive(Debug, Clone)]
pub struct Reporting<'w> {
    work: &'w Work,
    known_at: Timestamp,
    rows: Vec<DueRow>,
    unknown: Vec<DueRow>,
}

#[derive(Debug, Clone)]
struct DueRow {
    rule: u32,
    /// The registry's number of the unit.
    unit: u32,
    by: Deadline,
    cases: Vec<u32>,
    filed: Option<Filed>,
}

/// A report that is due from a unit.
#[derive(Debug, Clone, Copy)]
pub struct ReportDue<'r> {
    work: &'r Work,
    known_at: Timestamp,
    row: &'r DueRow,
}

impl Work {
    /// The reports that are due later than one instant, up to another, as known at an instant: by deadline, rule and unit;
    /// of the units under one unit on the day of their matters, if one is named.
    ///
    /// # Errors
    /// `unit.unknown`; `period.too-long` for more than 1,200 months.
    pub fn reporting(
        &self,
        unit: Option<&str>,
        after: Timestamp,
        until: Timestamp,
        known_at: Timestamp,
    ) -> Result<Reporting<'_>, WorkError> {
        self.reporting_on(unit, after, until, known_at, &|_| true)
    }

    /// The same as somebody sees it: as if the matters that are not shown to them were not there (S2).
    ///
    /// # Errors
    /// As of [`reporting`](Self::reporting).
    pub fn reporting_seen(
        &self,
        sight: &Sight,
        unit: Option<&str>,
        after: Timestamp,
        until: Timestamp,
        known_at: Timestamp,
    ) -> Result<Reporting<'_>, WorkError> {
        self.reporting_on(unit, after, until, known_at, &|case| sight.shows(case))
    }

    fn reporting_on(
        &self,
        unit: Option<&str>,
        after: Timestamp,
        until: Timestamp,
        known_at: Timestamp,
        is_shown: &dyn Fn(Case<'_>) -> bool,
    ) -> Result<Reporting<'_>, WorkError> {
        let unit = unit.map(|id| self.unit_number(id)).transpose()?;
        let calendar = self.registry().scheme().calendar();
        let [first, last] = [after, until].map(|instant| calendar.date_of(instant));
        if i32::from(last.year()) - i32::from(first.year()) > MAX_YEARS {
            return Err(WorkError::new(WorkCode::PeriodTooLong, ["1200"]));
        }
        let mut found = Due { work: self, unit, after, until, rows: BTreeMap::new() };
        for (row, case) in self.cases.rows.iter().zip(0..).filter(|(row, _)| row.at <= known_at) {
            if is_shown(Case::new(self, case, row)) {
                found.read(row, case);
            }
        }
        found.read_months();
        let mut reporting = Reporting { work: self, known_at, rows: Vec::new(), unknown: Vec::new() };
        for ((by, rule, unit), (deadline, cases)) in found.rows {
            let mut row = DueRow { rule, unit, by: deadline, cases, filed: None };
            row.filed = self.filed(&row, known_at);
            if by.is_some() { reporting.rows.push(row) } else { reporting.unknown.push(row) }
        }
        Ok(reporting)
    }

    /// The last of the first filings that cover a report, if they cover it all as known.
    fn filed(&self, row: &DueRow, known_at: Timestamp) -> Option<Filed> {
        let calendar = self.registry().scheme().calendar();
        let cover = |case: &u32| {
            let case = self.cases.row(*case)?;
            self.filings.covering(row.rule, row.unit, case.at, calendar.date_of(case.at).into())
        };
        let rule = self.rule(row.rule)?;
        let month = row.by.instant().filter(|_| rule.due == Span::EndOfMonth);
        let whole = month.map(|by| self.filings.reaching(row.rule, row.unit, calendar.date_of(by).into()));
        let all = row.cases.iter().map(cover).chain(whole);
        let mut last: Option<Filed> = None;
        for filed in all {
            let filed = filed.filter(|filed| filed.at <= known_at)?;
            last = last.filter(|last| last.at >= filed.at).or(Some(filed));
        }
        last
    }

    /// When a matter was first in a report that was filed, as known at an instant.
    pub(crate) fn first_report(&self, row: &CaseRow, known_at: Timestamp) -> Option<Timestamp> {
        let date = self.registry().scheme().calendar().date_of(row.at);
        let directory = self.timeline.on(self.timeline.day_of(row.subject, date));
        let ends = self.reporting_units(&directory, row);
        let filed = ends.filter_map(|(rule, unit)| self.filings.covering(rule, unit, row.at, date.into()));
        filed.map(|filed| filed.at).filter(|at| *at <= known_at).min()
    }

    fn rule(&self, rule: u32) -> Option<&ReportRule> {
        self.registry().facts.scheme.0.reports.get(at(rule))
    }

    /// The rules that a matter must be reported under, each with the unit that reports (E8).
    fn reporting_units(&self, directory: &Directory, row: &CaseRow) -> impl Iterator<Item = (u32, u32)> {
        let rules = &*self.registry().facts.scheme.0;
        let tables = &*directory.0;
        let subject = directory.subject_at(row.subject).map(|subject| subject.unit().index);
        let own = rules.reports.iter().zip(0..).filter(|(rule, _)| rule.urgency == row.urgency);
        own.filter_map(move |(rule, number)| {
            let (unit, _) = report_end(tables, subject?, rule.from)?;
            report_end(tables, subject?, rule.to)?;
            Some((number, cell(&tables.unit_row, unit.index, NONE)))
        })
    }
}

/// Deadline, rule and unit; without instant where the deadline is unknown.
type DueKey = (Option<Timestamp>, u32, u32);

/// What is due while it is gathered.
struct Due<'w> {
    work: &'w Work,
    unit: Option<u32>,
    after: Timestamp,
    until: Timestamp,
    rows: BTreeMap<DueKey, (Deadline, Vec<u32>)>,
}

impl Due<'_> {
    fn is_in(&self, instant: Timestamp) -> bool {
        self.after < instant && instant <= self.until
    }

    /// Whether a unit of a day is under the one that is asked for.
    fn is_asked(&self, tables: &Tables, unit: u32) -> bool {
        self.unit.is_none_or(|top| {
            let [top, unit] = [top, unit].map(|row| cell(&tables.unit_at, row, NONE));
            top != NONE && top <= unit && unit < cell(&tables.end, top, 0)
        })
    }

    fn read(&mut self, row: &CaseRow, case: u32) {
        let calendar = self.work.registry().scheme().calendar();
        let by = |rule: &ReportRule| Deadline::from(calendar.deadline(row.at, rule.due));
        let is_in = |by: Deadline| self.is_in(by.instant().unwrap_or(row.at));
        let rules = &self.work.registry().facts.scheme.0.reports;
        if !rules.iter().any(|rule| rule.urgency == row.urgency && is_in(by(rule))) {
            return;
        }
        let timeline = &self.work.timeline;
        let directory = timeline.on(timeline.day_of(row.subject, calendar.date_of(row.at)));
        for (rule, unit) in self.work.reporting_units(&directory, row) {
            let Some(by) = self.work.rule(rule).map(by) else { continue };
            if self.is_in(by.instant().unwrap_or(row.at)) && self.is_asked(&directory.0, unit) {
                let due = self.rows.entry((by.instant(), rule, unit));
                due.or_insert((by, Vec::new())).1.push(case);
            }
        }
    }

    /// A report at the end of a month is due though there be nothing to report.
    fn read_months(&mut self) {
        let rules = &*self.work.registry().facts.scheme.0;
        let monthly = |rule: &&ReportRule| rule.due == Span::EndOfMonth;
        if !rules.reports.iter().any(|rule| monthly(&rule)) {
            return;
        }
        let mut from = self.after;
        while let Ok(by) = rules.calendar.deadline(from, Span::EndOfMonth) {
            if by > self.until {
                break;
            }
            from = by;
            let Ok(last) = rules.calendar.date_of(by).yesterday() else { continue };
            let directory = self.work.timeline.on(last);
            for (rule, number) in rules.reports.iter().zip(0..).filter(|(rule, _)| monthly(rule)) {
                self.read_month(&directory, rule, number, by);
            }
        }
    }

    fn read_month(&mut self, directory: &Directory, rule: &ReportRule, number: u32, by: Timestamp) {
        let tables = &*directory.0;
        let of_level = indices(tables.level.len()).filter(|unit| cell(&tables.level, *unit, NONE) == rule.from.level());
        for position in of_level {
            let unit = cell(&tables.unit_row, position, NONE);
            let is_due = [rule.from, rule.to].into_iter().all(|seat| has_end(tables, position, seat));
            if is_due && self.is_asked(tables, unit) {
                self.rows.entry((Some(by), number, unit)).or_insert((Deadline::By(by), Vec::new()));
            }
        }
    }
}

impl<'w> Reporting<'w> {
    /// The reports that are due, by deadline, rule and unit.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = ReportDue<'_>> {
        self.rows.iter().map(|row| ReportDue { work: self.work, known_at: self.known_at, row })
    }

    /// Those whose deadline nobody knows, because the calendar has no table for a year.
    pub fn unknown(&self) -> impl ExactSizeIterator<Item = ReportDue<'_>> {
        self.unknown.iter().map(|row| ReportDue { work: self.work, known_at: self.known_at, row })
    }
}

impl<'r> ReportDue<'r> {
    /// The reporting rule.
    #[must_use]
    pub fn rule(self) -> Report<'r> {
        Report::new(&self.work.registry().facts.scheme.0, self.row.rule)
    }

    /// The id of the unit that reports.
    #[must_use]
    pub fn unit(self) -> &'r str {
        self.work.registry().facts.unit_id(self.row.unit)
    }

    /// By when.
    #[must_use]
    pub fn by(self) -> Deadline {
        self.row.by
    }

    /// The matters that it must hold, in the order of the log; perhaps none.
    pub fn cases(self) -> impl ExactSizeIterator<Item = Case<'r>> {
        self.row.cases.iter().filter_map(move |case| self.work.case_at(*case)).collect::<Vec<_>>().into_iter()
    }

    /// When it was filed as a whole.
    #[must_use]
    pub fn filed_at(self) -> Option<Timestamp> {
        self.row.filed.map(|filed| filed.at)
    }

    /// The id of the one who filed it, or the last part of it.
    #[must_use]
    pub fn filed_by(self) -> Option<&'r str> {
        self.row.filed.map(|filed| self.work.registry().facts.people.get(filed.by))
    }

    /// Whether it was filed too late, or is not filed and its deadline has passed.
    #[must_use]
    pub fn is_late(self) -> bool {
        match self.row.filed {
            Some(filed) => self.row.by.is_missed_by(filed.at),
            None => self.row.by.instant().is_some_and(|by| by <= self.known_at),
        }
    }

    /// The last day that it is about: on which its ends are looked up.
    fn day(self) -> Date {
        let calendar = self.work.registry().scheme().calendar();
        let last_matter = self.row.cases.last().and_then(|case| self.work.cases.row(*case)).map(|row| row.at);
        let month = self.row.by.instant().and_then(|by| calendar.date_of(by).yesterday().ok());
        last_matter.map(|at| calendar.date_of(at)).or(month).unwrap_or_default()
    }

    /// The ids of those who hold the seat that reports, on the day of its last matter, or the last of its month.
    #[must_use]
    pub fn from(self) -> Vec<&'r str> {
        self.end(|rule| rule.from).map_or_else(Vec::new, |(_, people)| people)
    }

    /// The id of the unit that it goes to, and of those who hold the seat there.
    #[must_use]
    pub fn to(self) -> Option<(&'r str, Vec<&'r str>)> {
        self.end(|rule| rule.to)
    }

    fn end(self, seat: impl Fn(&ReportRule) -> Seat) -> Option<(&'r str, Vec<&'r str>)> {
        let facts = &self.work.registry().facts;
        let directory = self.work.timeline.on(self.day());
        let tables = &*directory.0;
        let seat = seat(self.work.rule(self.row.rule)?);
        let position = Some(cell(&tables.unit_at, self.row.unit, NONE)).filter(|position| *position != NONE)?;
        let (unit, department) = report_end(tables, position, seat)?;
        let duty_row = match seat {
            Seat::Role { role, .. } => role,
            Seat::Function { function, .. } => tables.rules().function_row(function),
        };
        let department = department.map_or(NONE, |department| department.index);
        let is_seat = |entry: &&SeatEntry| entry.duty_row == duty_row && entry.department == department;
        let entry = unit.seat_entries().iter().find(is_seat);
        let people = entry.map_or_else(Vec::new, |entry| held(tables, unit, entry));
        let people = people.into_iter().map(|person| facts.people.get(person)).collect();
        Some((facts.unit_id(cell(&tables.unit_row, unit.index, NONE)), people))
    }
}

/// Who holds a seat, or acts in it.
fn held(tables: &Tables, unit: Unit<'_>, entry: &SeatEntry) -> Vec<u32> {
    match seat_holder(tables, unit.index, entry) {
        Holder::Held(people) => people.map(|person| person.index).collect(),
        Holder::Acting { person, .. } => vec![person.index],
        Holder::Absent { .. } | Holder::Vacant { .. } => Vec::new(),
    }
}
