//! People or units that could take households: where they are, what they belong to, what they already have.

use super::{Setting, TakerRow, bump};
use crate::assignment::AssignError;
use crate::assignment::distance::Place;
use crate::assignment::place::{Places, home, seat_units};
use crate::assignment::terms::{Purpose, meet};
use crate::directory::Tables;
use crate::table::{NONE, at, cell, indices};

impl Setting {
    pub(super) fn read_takers(&mut self, places: &Places<'_>) -> Result<(), AssignError> {
        let directory = self.directory.clone();
        match self.terms.purpose {
            Purpose::Programme(programme) => self.read_people(&directory.0, places, programme)?,
            Purpose::Level(level) => self.read_units(&directory.0, places, level)?,
        }
        self.limit_fixed = vec![0; self.takers.len().saturating_mul(self.terms.limits.len())];
        self.count_outside(&directory.0);
        Ok(())
    }

    fn read_people(&mut self, tables: &Tables, places: &Places<'_>, programme: u32) -> Result<(), AssignError> {
        let others = loads(tables, programme);
        let mut order: Vec<(u32, u32)> =
            indices(tables.presence.len()).map(|person| (where_in_tree(tables, person), person)).collect();
        order.sort_unstable();
        self.taker_of = vec![NONE; order.len()];
        let mut units = Vec::new();
        let mut roles = Vec::new();
        for ((position, person), number) in order.into_iter().zip(0..) {
            self.taker_positions.push(position);
            if let Some(taker) = self.taker_of.get_mut(at(person)) {
                *taker = number;
            }
            let own = tables.facts.persons.affiliations.row(person);
            let exempt = tables.facts.persons.exempt.get(person, false);
            self.takers.push(TakerRow {
                subject: person,
                place: places.person(person).map(Place::new),
                allowed: !exempt && (self.terms.affiliations.is_empty() || meet(&self.terms.affiliations, own)),
                exempt,
                others: cell(&others, person, 0),
                outside: 0,
                pinned: 0,
                eligible: 0,
            });
            units.clear();
            roles.clear();
            units.extend(home(tables, person).map(|home| tables.household_unit(home)));
            for (unit, role) in seat_units(tables, person) {
                units.push(unit);
                roles.extend(role);
            }
            match self.terms.within {
                None => self.taker_units.push(0),
                Some(level) => {
                    let mut within: Vec<u32> =
                        units.iter().filter_map(|unit| tables.ancestor_at(*unit, level)).collect();
                    within.sort_unstable();
                    within.dedup();
                    within.into_iter().for_each(|unit| self.taker_units.push(unit));
                }
            }
            self.taker_units.end_row()?;
            self.terms.satisfied(&roles).for_each(|entry| self.taker_entries.push(entry));
            self.taker_entries.end_row()?;
        }
        Ok(())
    }

    fn read_units(&mut self, tables: &Tables, places: &Places<'_>, level: u32) -> Result<(), AssignError> {
        let units = indices(tables.parent.len());
        self.taker_of = vec![NONE; tables.parent.len()];
        for unit in units.filter(|unit| cell(&tables.level, *unit, NONE) == level) {
            if let Some(taker) = self.taker_of.get_mut(at(unit)) {
                *taker = indices(self.takers.len()).end;
            }
            self.taker_positions.push(unit);
            self.takers.push(TakerRow {
                subject: unit,
                place: places.unit(unit).map(Place::new),
                allowed: true,
                exempt: false,
                others: 0,
                outside: 0,
                pinned: 0,
                eligible: 0,
            });
            match self.terms.within {
                None => self.taker_units.push(0),
                Some(level) => {
                    tables.ancestor_at(unit, level).into_iter().for_each(|within| self.taker_units.push(within));
                }
            }
            self.taker_units.end_row()?;
            self.taker_entries.end_row()?;
        }
        Ok(())
    }

    /// What takers have today that is out of the plan's reach.
    fn count_outside(&mut self, tables: &Tables) {
        for &household in tables.households.items() {
            if self.reach.contains(&tables.household_unit(household)) {
                continue;
            }
            let slot = self.terms.slot(tables.rules(), tables.facts.households.categories.row(household));
            for subject in self.taken_by(tables, household) {
                let taker = cell(&self.taker_of, subject, NONE);
                if let Some(own) = self.takers.get_mut(at(taker)) {
                    own.outside = own.outside.saturating_add(1);
                    self.count_towards(taker, slot);
                }
            }
        }
    }

    /// Counts a household towards its limit and those around it.
    pub(super) fn count_towards(&mut self, taker: u32, slot: u32) {
        let limits = indices(self.terms.limits.len()).end;
        let slots: Vec<u32> = self.terms.around(slot).filter(|slot| *slot > 0).collect();
        for slot in slots {
            bump(&mut self.limit_fixed, taker.saturating_mul(limits).saturating_add(slot - 1));
        }
    }

    /// The persons or the unit that have a household today.
    pub(super) fn taken_by(&self, tables: &Tables, household: u32) -> Vec<u32> {
        match self.terms.purpose {
            Purpose::Programme(_) => self.todays(tables, household).into_iter().flatten().collect(),
            Purpose::Level(level) => tables.ancestor_at(tables.household_unit(household), level).into_iter().collect(),
        }
    }
}

/// The unit of the home, else of the first seat, in tree order.
fn where_in_tree(tables: &Tables, person: u32) -> u32 {
    let home = home(tables, person).map(|home| tables.household_unit(home));
    home.or_else(|| seat_units(tables, person).map(|(unit, _)| unit).min()).unwrap_or(NONE)
}

/// The households of each person from other programmes today, and under the units of the last level that may hold
/// households where they are primary (A3).
fn loads(tables: &Tables, programme: u32) -> Vec<u32> {
    let mut loads = vec![0; tables.presence.len()];
    for pair in tables.placing.pairs().filter(|pair| pair.rank != programme) {
        bump(&mut loads, pair.person);
    }
    let innermost = tables.rules().innermost;
    let mut people: Vec<u32> = Vec::new();
    for unit in indices(tables.parent.len()).filter(|unit| tables.level.get(at(*unit)) == innermost.as_ref()) {
        let under = indices(tables.households.span(unit, cell(&tables.end, unit, unit)).len()).end;
        let roles = tables.seats.row(unit).iter().filter(|entry| !entry.is_department());
        people.extend(roles.flat_map(|entry| entry.primaries(&tables.seated)).map(|seated| seated.person));
        people.sort_unstable();
        people.dedup();
        for person in people.drain(..) {
            if let Some(load) = loads.get_mut(at(person)) {
                *load = u32::saturating_add(*load, under);
            }
        }
    }
    loads
}
