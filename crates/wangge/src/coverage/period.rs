//! Gaps over a period: a day is looked at only if something changes on it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::gap::{Detail, GapRow};
use super::{FindingRow, Findings, Gaps, checked, scope};
use crate::directory::{Directory, Tables};
use crate::registry::{Facts, Registry};
use crate::time::{Day, Days, Period};

/// A period without an end, where one is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period from {} is open; say until when to look (section 7)", period.from())]
pub struct PeriodOpen {
    /// The period.
    pub period: Period,
}

impl PeriodOpen {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "period.open"
    }
}

impl Registry {
    /// Every gap of every day of a period, past or planned, each with its days; adjoining days are one gap.
    ///
    /// Takes the time of [`Directory::findings`] for each day on which anything changes; scopes are compared again
    /// only when units change.
    ///
    /// # Errors
    /// [`PeriodOpen`] if the period has no end.
    pub fn findings(&self, period: Period) -> Result<Findings, PeriodOpen> {
        let until = period.until().ok_or(PeriodOpen { period })?;
        let days = Days { from: Day::from(period.from()), until: Day::from(until) };
        let mut open: BTreeMap<GapRow, (Day, Detail)> = BTreeMap::new();
        let mut rows = Vec::new();
        let mut scopes: Option<(Directory, Vec<(GapRow, Detail)>)> = None;
        let first = self.as_of(period.from());
        for day in days_of_change(&self.facts, days) {
            let Some(date) = day.date() else { continue };
            let directory = if day == days.from { first.clone() } else { self.as_of(date) };
            let tables = &*directory.0;
            let mut gaps = Gaps::default();
            gaps.read_subjects(tables);
            match &scopes {
                Some((earlier, found)) if same_units(&earlier.0, tables) => gaps.rows.extend_from_slice(found),
                _ => {
                    let mut found = Gaps::default();
                    scope::read(tables, &mut found);
                    gaps.rows.extend_from_slice(&found.rows);
                    scopes = Some((directory.clone(), found.rows));
                }
            }
            let today: BTreeMap<GapRow, Detail> = gaps.rows.into_iter().collect();
            let close = |gap: GapRow, (from, detail): (Day, Detail)| FindingRow {
                gap,
                detail,
                days: Days { from, until: day },
            };
            rows.extend(open.extract_if(.., |gap, _| !today.contains_key(gap)).map(|(gap, since)| close(gap, since)));
            for (gap, detail) in today {
                open.entry(gap).or_insert((day, detail));
            }
        }
        let rest = open.into_iter();
        rows.extend(rest.map(|(gap, (from, detail))| FindingRow {
            gap,
            detail,
            days: Days { from, until: days.until },
        }));
        rows.sort_unstable_by_key(|row| (row.gap, row.days));
        Ok(Findings { facts: Arc::clone(&self.facts), rows, checked: checked(&first.0, days) })
    }
}

/// Whether two directories have the same units in the same places.
fn same_units(a: &Tables, b: &Tables) -> bool {
    a.unit_row == b.unit_row && a.parent == b.parent
}

/// The first day, and every later day of the period on which anything changes.
pub(crate) fn days_of_change(facts: &Facts, period: Days) -> Vec<Day> {
    let lives = [&facts.units.life, &facts.departments.life].into_iter().flatten().copied();
    let lives = lives.chain(facts.households.life.iter()).chain(facts.sites.life.iter());
    let spells = [&facts.households.units, &facts.sites.units, &facts.sites.owners];
    let all = lives.chain(spells.into_iter().flat_map(|rows| rows.items()).map(|spell| spell.days));
    let all = all.chain(facts.units.graph.days());
    let all = all.chain(facts.appointments.of_person.items().map(|seat| seat.days));
    let all = all.chain(facts.absences.items().copied());
    let all = all.chain(facts.pairings.items().map(|pairing| pairing.days));
    let inside = all.flat_map(|days| [days.from, days.until]).filter(|day| period.contains(*day));
    let mut days: Vec<Day> = inside.chain([period.from]).collect();
    days.sort_unstable();
    days.dedup();
    days
}
