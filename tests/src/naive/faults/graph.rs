//! `unit.cycle`: circles of units on a day.

use std::collections::BTreeSet;

use jiff::civil::Date;
use wangge::fault::FaultCode;

use super::{
    super::period::Period,
    Check,
    relations::{Held, spells},
};

/// A unit under a unit, over a period.
struct Under {
    unit: usize,
    parent: usize,
    period: Period,
}

impl Check<'_> {
    /// "Units are linked to parents by the spells that overlap no other spell of the same unit and are no
    /// self-parent. Of each set of units that can all reach one another over all time, the first day with a cycle is
    /// taken, and reported once, at the unit with the least id that is on a cycle on that day."
    pub(super) fn cycles(&mut self) {
        let links = self.links();
        let count = self.records.units.len();
        let above: Vec<BTreeSet<usize>> = (0..count).map(|unit| reachable(&links, unit)).collect();
        for unit in 0..count {
            let circle: Vec<usize> =
                (0..count).filter(|other| above[unit].contains(other) && above[*other].contains(&unit)).collect();
            // Each set once, at its first row.
            if circle.first() != Some(&unit) {
                continue;
            }
            // A cycle begins on the first day of one of its links.
            let mut days: Vec<Date> =
                links.iter().filter(|link| circle.contains(&link.unit)).map(|link| link.period.from).collect();
            days.sort();
            let first = days.into_iter().find_map(|day| {
                let on_a_cycle = circle.iter().copied().filter(|unit| returns(&links, *unit, day));
                on_a_cycle.min_by_key(|unit| &self.records.units[*unit].id)
            });
            if let Some(least) = first {
                self.fault(FaultCode::UnitCycle, ("units", least), "parent", None);
            }
        }
    }

    /// The links of checkable units.
    fn links(&self) -> Vec<Under> {
        let records = self.records;
        let mut links = Vec::new();
        for number in self.checkable_rows("units", records.units.len()) {
            let unit = &records.units[number];
            let life = Period::of(&unit.from, unit.until.as_deref());
            let all = unit.parent.as_ref().map(|dated| spells(dated, life)).unwrap_or_default();
            let alone = |spell: &Held| {
                !all.iter().any(|other| other.item != spell.item && other.period.overlaps(&spell.period))
            };
            for spell in all.iter().filter(|spell| *spell.id != unit.id && alone(spell)) {
                let (_, parent) = self.owner_of("units", spell.id).unwrap();
                links.push(Under { unit: number, parent, period: spell.period });
            }
        }
        links
    }
}

/// Everything above a unit over all time.
fn reachable(links: &[Under], unit: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![unit];
    while let Some(unit) = waiting.pop() {
        for link in links.iter().filter(|link| link.unit == unit) {
            if reached.insert(link.parent) {
                waiting.push(link.parent);
            }
        }
    }
    reached
}

/// Whether the parents of a unit, on one day, lead back to it: there is at most one parent on a day.
fn returns(links: &[Under], start: usize, day: Date) -> bool {
    let mut at = start;
    for _ in links {
        match links.iter().find(|link| link.unit == at && link.period.contains(day)) {
            Some(link) if link.parent == start => return true,
            Some(link) => at = link.parent,
            None => return false,
        }
    }
    false
}
