//! Which households can be concerned: everything else is equal on both sides.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::directory::{SeatEntry, Seated, Tables};
use crate::table::{NONE, at, cell, indices};

/// A household on both sides; [`NONE`] where it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub before: u32,
    pub after: u32,
}

/// A person: as numbered after the change, or before it if there is none any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum PersonKey {
    Known(u32),
    Gone(u32),
}

/// Two directories, and how the numbers of one read in the other.
pub(super) struct Sides<'d> {
    pub before: &'d Tables,
    pub after: &'d Tables,
    /// Whether both number households, units and people alike, under one scheme.
    is_same: bool,
}

impl<'d> Sides<'d> {
    pub fn new(before: &'d Tables, after: &'d Tables) -> Self {
        let (a, b) = (&*before.facts, &*after.facts);
        let is_same =
            Arc::ptr_eq(&a.names, &b.names) && Arc::ptr_eq(&a.people, &b.people) && a.scheme.is_same(&b.scheme)
                || (a.names.strings() == b.names.strings()
                    && a.sections == b.sections
                    && a.people.strings() == b.people.strings()
                    && a.scheme.record() == b.scheme.record());
        Self { before, after, is_same }
    }

    /// The household that was there before with the id of one.
    fn household_before(&self, household: u32) -> u32 {
        let found = if self.is_same {
            household
        } else {
            self.before.facts.find_household(self.after.facts.household_id(household)).unwrap_or(NONE)
        };
        if self.before.household_unit(found) == NONE { NONE } else { found }
    }

    fn household_after(&self, household: u32) -> u32 {
        let found = if self.is_same {
            household
        } else {
            self.after.facts.find_household(self.before.facts.household_id(household)).unwrap_or(NONE)
        };
        if self.after.household_unit(found) == NONE { NONE } else { found }
    }

    /// The position before the change of the unit at a position after it.
    fn unit_before(&self, position: u32) -> u32 {
        let row = cell(&self.after.unit_row, position, NONE);
        let row = if self.is_same { Some(row) } else { self.before.facts.find_unit(self.after.facts.unit_id(row)) };
        row.map_or(NONE, |row| cell(&self.before.unit_at, row, NONE))
    }

    pub fn person_before(&self, person: u32) -> PersonKey {
        if self.is_same {
            return PersonKey::Known(person);
        }
        let found = self.after.facts.people.find(self.before.facts.people.get(person));
        found.map_or(PersonKey::Gone(person), PersonKey::Known)
    }

    fn same_people(&self, before: &[Seated], after: &[Seated]) -> bool {
        let same = |(before, after): (&Seated, &Seated)| {
            (before.rank, before.presence) == (after.rank, after.presence)
                && self.person_before(before.person) == PersonKey::Known(after.person)
        };
        before.len() == after.len() && before.iter().zip(after).all(same)
    }

    fn same_seats(&self, before: u32, after: u32) -> bool {
        let (old, new) = (self.before.seats.row(before), self.after.seats.row(after));
        let same = |(before, after): (&SeatEntry, &SeatEntry)| {
            before.form == after.form
                && before.duty_row == after.duty_row
                && self.same_department(before.department, after.department)
                && self.same_people(before.people(&self.before.seated), after.people(&self.after.seated))
        };
        old.len() == new.len() && old.iter().zip(new).all(same)
    }

    fn same_department(&self, before: u32, after: u32) -> bool {
        match (before == NONE, after == NONE) {
            (true, true) => true,
            (false, false) => self.before.facts.department_id(before) == self.after.facts.department_id(after),
            _ => false,
        }
    }
}

/// The households that can be concerned.
pub(super) struct Candidates {
    /// In the tree order of the county after the change; those that go stand last.
    pub pairs: Vec<Candidate>,
}

/// A household that can be concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub pair: Pair,
    /// The positions of its units; [`NONE`] where it is not.
    pub units: (u32, u32),
    /// Whether it is under another unit.
    pub moves: bool,
}

impl Candidates {
    pub fn new(sides: &Sides<'_>) -> Self {
        Self { pairs: shared(sides).unwrap_or_else(|| all(sides)) }
    }

    /// Those that come, go, or are under another unit.
    pub fn placed(&self) -> Vec<Pair> {
        self.pairs.iter().filter(|candidate| candidate.moves).map(|candidate| candidate.pair).collect()
    }
}

/// The candidates of two directories that were compiled together, in the time of what changed since.
fn shared(sides: &Sides<'_>) -> Option<Vec<Candidate>> {
    let (before, after) = (sides.before, sides.after);
    if !sides.is_same || !Arc::ptr_eq(&before.parent, &after.parent) {
        return None;
    }
    let mut units = before.seats.replaced_in_either(&after.seats)?;
    units.retain(|unit| !sides.same_seats(*unit, *unit));
    units.sort_unstable();
    let mut households: BTreeSet<u32> = before.placing.changed_in_either(&after.placing)?.into_iter().collect();
    let mut until = 0;
    for unit in units {
        let end = cell(&after.end, unit, unit);
        households.extend(after.households.span(unit.max(until), end.max(until)));
        until = until.max(end);
    }
    let mut pairs: Vec<Candidate> = Vec::new();
    for household in households {
        let units = (before.household_unit(household), after.household_unit(household));
        let pair = Pair {
            before: if units.0 == NONE { NONE } else { household },
            after: if units.1 == NONE { NONE } else { household },
        };
        pairs.push(Candidate { pair, units, moves: units.0 != units.1 });
    }
    pairs.sort_unstable_by_key(|candidate| (candidate.units.1, candidate.pair));
    Some(pairs)
}

/// The candidates of any two directories.
fn all(sides: &Sides<'_>) -> Vec<Candidate> {
    let units = Units::new(sides);
    let (before, after) = (sides.before, sides.after);
    let mut pairs = Vec::new();
    for unit in indices(after.parent.len()) {
        let old = cell(&units.before, unit, NONE);
        let differs = cell(&units.differs, unit, true);
        for &household in after.households.row(unit) {
            let pair = Pair { before: sides.household_before(household), after: household };
            let was = before.household_unit(pair.before);
            let moves = was == NONE || was != old;
            let repaired = !sides.same_people(before.caretakers(pair.before), after.caretakers(household));
            if differs || moves || repaired {
                pairs.push(Candidate { pair, units: (was, unit), moves });
            }
        }
    }
    for &household in before.households.items() {
        if sides.household_after(household) == NONE {
            let units = (before.household_unit(household), NONE);
            pairs.push(Candidate { pair: Pair { before: household, after: NONE }, units, moves: true });
        }
    }
    pairs
}

/// The units after the change: where each was, and whether it or anything above it differs.
struct Units {
    before: Vec<u32>,
    differs: Vec<bool>,
}

impl Units {
    fn new(sides: &Sides<'_>) -> Self {
        let count = sides.after.parent.len();
        let (mut before, mut differs) = (Vec::with_capacity(count), Vec::with_capacity(count));
        // One scheme may ask others for the same kinds of matter.
        let all = !sides.is_same && sides.before.facts.scheme.record() != sides.after.facts.scheme.record();
        for unit in indices(count) {
            let old = sides.unit_before(unit);
            let parent = cell(&sides.after.parent, unit, NONE);
            let old_parent = if parent == NONE { NONE } else { cell(&before, parent, NONE) };
            let own = all
                || old == NONE
                || cell(&sides.before.parent, old, NONE) != old_parent
                || !sides.same_seats(old, unit);
            let above = differs.get(at(parent)).copied().unwrap_or(false);
            before.push(old);
            differs.push(own || above);
        }
        Self { before, differs }
    }
}
