//! Reports that are filed (N2).

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::entry::Filing;
use super::error::{WorkCode, WorkError};
use super::timeline::Timeline;
use crate::directory::{Presence, Tables};
use crate::escalation::report_end;
use crate::reach::seats_of;
use crate::scheme::Seat;
use crate::table::{NONE, at, cell, indices};
use crate::time::Day;

/// The filings of each rule and unit, by instant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filings(BTreeMap<(u32, u32), Vec<Filed>>);

#[derive(Debug, Clone, Copy)]
pub(super) struct Filed {
    pub at: Timestamp,
    until: Day,
    pub by: u32,
}

/// The filings of one rule and unit at some time, if there were any.
pub(crate) struct FilingMark(Option<Vec<Filed>>);

impl Filings {
    /// Takes a filing.
    pub fn file(&mut self, timeline: &Timeline, filing: &Filing, recorded: bool) -> Result<(), WorkError> {
        let facts = &timeline.registry.facts;
        let rules = &*facts.scheme.0;
        let refused = |code, id: &str| WorkError::new(code, [id]);
        let rule = rules.record.reports.iter().position(|rule| rule.id == filing.report);
        let rule = indices(rules.reports.len()).find(|number| Some(at(*number)) == rule);
        let rule = rule.ok_or_else(|| refused(WorkCode::ReportUnknown, &filing.report))?;
        let unit = facts.subject_name(&filing.unit).filter(|unit| *unit < facts.sections.departments);
        let unit = unit.ok_or_else(|| refused(WorkCode::UnitUnknown, &filing.unit))?;
        let by = facts.people.find(&filing.by).ok_or_else(|| refused(WorkCode::PersonUnknown, &filing.by))?;
        let date = rules.calendar.date_of(filing.at);
        let directory = timeline.on(if recorded { timeline.day_of(unit, date) } else { date });
        let position = cell(&directory.0.unit_at, unit, NONE);
        if position == NONE {
            return Err(refused(WorkCode::SubjectNotOnDate, &filing.unit));
        }
        let seat = rules.reports.get(at(rule)).map(|rule| rule.from);
        let end = seat.filter(|seat| has_end(&directory.0, position, *seat));
        let Some(seat) = end.filter(|seat| cell(&directory.0.level, position, NONE) == seat.level()) else {
            return Err(WorkError::new(WorkCode::ReportLevel, [filing.unit.as_str(), &filing.report]));
        };
        if !recorded && !serves(&directory.0, by, position, seat) {
            return Err(WorkError::new(WorkCode::ReportSeat, [filing.by.as_str(), &filing.unit]));
        }
        if date.tomorrow().is_ok_and(|tomorrow| filing.until > tomorrow) {
            return Err(WorkError::new(WorkCode::ReportFuture, [filing.report.as_str(), &filing.unit]));
        }
        let own = self.0.entry((rule, unit)).or_default();
        let place = own.partition_point(|filed| filed.at <= filing.at);
        own.insert(place, Filed { at: filing.at, until: filing.until.into(), by });
        Ok(())
    }

    /// Keeps the filings of a rule and unit as they are, before one is added.
    pub fn keep(&self, timeline: &Timeline, filing: &Filing, kept: &mut BTreeMap<(u32, u32), FilingMark>) {
        let facts = &timeline.registry.facts;
        let rules = &facts.scheme.0.record.reports;
        let rule = rules.iter().zip(0..).find(|(rule, _)| rule.id == filing.report).map(|(_, number)| number);
        if let Some(key) = rule.zip(facts.subject_name(&filing.unit)) {
            kept.entry(key).or_insert_with(|| FilingMark(self.0.get(&key).cloned()));
        }
    }

    /// Comes back to what it held.
    pub fn back_to(&mut self, kept: BTreeMap<(u32, u32), FilingMark>) {
        for (key, FilingMark(own)) in kept {
            match own {
                Some(own) => _ = self.0.insert(key, own),
                None => _ = self.0.remove(&key),
            }
        }
    }

    fn of(&self, rule: u32, unit: u32) -> &[Filed] {
        self.0.get(&(rule, unit)).map_or(&[], Vec::as_slice)
    }

    /// The first filing that covers a matter of a rule and unit.
    pub fn covering(&self, rule: u32, unit: u32, matter: Timestamp, day: Day) -> Option<Filed> {
        let own = self.of(rule, unit);
        let later = own.get(own.partition_point(|filed| filed.at < matter)..).unwrap_or_default();
        later.iter().find(|filed| filed.until > day).copied()
    }

    /// The first filing that reaches up to a day.
    pub fn reaching(&self, rule: u32, unit: u32, until: Day) -> Option<Filed> {
        self.of(rule, unit).iter().find(|filed| filed.until >= until).copied()
    }
}

/// Whether a unit has the department that a seat names, if it names one.
pub(super) fn has_end(tables: &Tables, position: u32, seat: Seat) -> bool {
    report_end(tables, position, seat).is_some()
}

/// Whether somebody is appointed to a seat of a unit, and present.
fn serves(tables: &Tables, person: u32, position: u32, seat: Seat) -> bool {
    let duty_row = match seat {
        Seat::Role { role, .. } => role,
        Seat::Function { function, .. } => tables.rules().function_row(function),
    };
    tables.presence.get(person, Presence::Absent) == Presence::Present
        && seats_of(tables, person).any(|held| held.unit == position && held.duty_row == duty_row)
}
