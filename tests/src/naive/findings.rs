//! What is left out (section 7), on a date and over a period.

use std::collections::BTreeSet;

use jiff::civil::Date;
use wangge::record::Urgency;

use super::{
    holder::{Seat, SeatRow},
    period::Period,
    place::{Point, contains},
    world::{Subject, World, on},
};

/// One gap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Its stable code.
    pub code: &'static str,
    /// Everything in the subject column, in its order; a unit and role are two.
    pub subject: Vec<String>,
    /// How grave it is.
    pub severity: &'static str,
    /// The numbers.
    pub detail: Detail,
}

/// The numbers of a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// None.
    Plain,
    /// The unit that the household is directly under.
    Unit(String),
    /// So many caretakers too few.
    Few(usize),
    /// More than the limit.
    Count {
        /// How many there are.
        has: usize,
        /// How many there may be.
        limit: u32,
    },
    /// So many primaries too few, since a day.
    Missing {
        /// How many.
        missing: usize,
        /// First day of the unbroken run with too few.
        since: Date,
    },
}

/// The same gap on adjoining days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// As on its first day.
    pub finding: Finding,
    /// First day.
    pub from: Date,
    /// The day after the last.
    pub until: Date,
}

const CELL: i64 = 10_000;

/// `directory.findings()`, in the order of code and subject.
pub fn findings(world: &World, date: Date) -> BTreeSet<Finding> {
    let mut found = Found { world, date, all: BTreeSet::new() };
    found.households();
    found.seats();
    found.loads();
    found.answers();
    found.scopes();
    found.locations();
    found.eligibility();
    found.all
}

/// `registry.findings(period)`: "the findings of each day; adjoining days with the same code and subject are one gap;
/// details are those of its first day".
pub fn findings_over(world: &World, period: Period) -> BTreeSet<Gap> {
    let end = period.until.unwrap();
    let mut closed = BTreeSet::new();
    let mut open: Vec<Gap> = Vec::new();
    let mut day = period.from;
    while day < end {
        let tomorrow = day.tomorrow().unwrap();
        for finding in findings(world, day) {
            let same = |gap: &&mut Gap| {
                gap.until == day && gap.finding.code == finding.code && gap.finding.subject == finding.subject
            };
            match open.iter_mut().find(same) {
                Some(gap) => gap.until = tomorrow,
                None => open.push(Gap { finding, from: day, until: tomorrow }),
            }
        }
        let (going_on, ended): (Vec<Gap>, Vec<Gap>) = open.into_iter().partition(|gap| gap.until == tomorrow);
        open = going_on;
        closed.extend(ended);
        day = tomorrow;
    }
    closed.extend(open);
    closed
}

/// The findings of one day while they are collected.
struct Found<'w> {
    world: &'w World,
    date: Date,
    all: BTreeSet<Finding>,
}

impl Found<'_> {
    fn add(&mut self, code: &'static str, severity: &'static str, subject: &[&str], detail: Detail) {
        let subject = subject.iter().map(|id| (*id).to_owned()).collect();
        self.all.insert(Finding { code, subject, severity, detail });
    }

    fn open_households(&self) -> Vec<usize> {
        let rows = 0..self.world.households.len();
        rows.filter(|row| self.world.households[*row].life.contains(self.date)).collect()
    }

    fn open_units(&self) -> Vec<usize> {
        (0..self.world.units.len()).filter(|row| self.world.units[*row].life.contains(self.date)).collect()
    }

    /// `household.no-innermost-unit`, `household.no-caretaker`.
    fn households(&mut self) {
        let world = self.world;
        let last = world.scheme.levels.iter().rposition(|level| level.households);
        for row in self.open_households() {
            let household = &world.households[row];
            let unit = on(self.date, &household.units).unwrap();
            if Some(world.units[unit].level) != last {
                let detail = Detail::Unit(world.units[unit].id.to_string());
                self.add("household.no-innermost-unit", "medium", &[&household.id], detail);
            }
            for (number, programme) in world.scheme.programmes.iter().enumerate() {
                let concerned = programme.categories.is_empty()
                    || programme.categories.iter().any(|category| household.categories.contains(category));
                let has = world.caretakers(self.date, row, number).len();
                let asked_for = programme.per_household as usize;
                if concerned && has < asked_for {
                    let detail = Detail::Few(asked_for - has);
                    self.add("household.no-caretaker", "medium", &[&household.id, &programme.id], detail);
                }
            }
        }
    }

    /// `seat.vacant`: "fewer primaries appointed than `min`".
    fn seats(&mut self) {
        let world = self.world;
        for unit in self.open_units() {
            for seat in world.seats_of(self.date, unit) {
                let min = world.min(seat) as usize;
                let missing = |day: Date| min.saturating_sub(world.appointed(day, &[seat]).0.len());
                if missing(self.date) > 0 {
                    let since = world.since(world.opened(seat), self.date, |day| missing(day) > 0);
                    let detail = Detail::Missing { missing: missing(self.date), since };
                    match world.seat(seat) {
                        Seat::Role { unit, role } => self.add("seat.vacant", "high", &[&unit, &role], detail),
                        Seat::Department(id) | Seat::Caretakers(id) => {
                            self.add("seat.vacant", "high", &[&id], detail);
                        }
                    }
                }
            }
        }
    }

    /// `person.overloaded`, by programme and by role.
    fn loads(&mut self) {
        let world = self.world;
        for (row, person) in world.people.iter().enumerate() {
            for (number, programme) in world.scheme.programmes.iter().enumerate() {
                let has = world
                    .pairings
                    .iter()
                    .filter(|pairing| pairing.person == row && pairing.programme == number)
                    .filter(|pairing| pairing.period.contains(self.date))
                    .count();
                if has > programme.max as usize {
                    let detail = Detail::Count { has, limit: programme.max };
                    self.add("person.overloaded", "medium", &[&person.id, &programme.id], detail);
                }
            }
            for (number, role) in world.scheme.roles.iter().enumerate() {
                let Some(limit) = role.max_households else { continue };
                let serves = |unit: usize| {
                    let seat = SeatRow::Role { unit, role: number };
                    world.appointed(self.date, &[seat]).0.contains(&row)
                };
                let under =
                    |household: &usize| world.path(self.date, Subject::Household(*household)).into_iter().any(serves);
                let has = self.open_households().into_iter().filter(under).count();
                if has > limit as usize {
                    let detail = Detail::Count { has, limit };
                    self.add("person.overloaded", "medium", &[&person.id, &role.id], detail);
                }
            }
        }
    }

    /// `kind.unanswered`, `escalation.dead-end`, `escalation.no-policy`.
    fn answers(&mut self) {
        let world = self.world;
        for kind in &world.scheme.kinds {
            for unit in self.open_units() {
                if world.is_unanswered(self.date, Subject::Unit(unit), &kind.id) {
                    self.add("kind.unanswered", "high", &[&world.units[unit].id, &kind.id], Detail::Plain);
                }
            }
            for (urgency, name) in [(Urgency::Emergency, "emergency"), (Urgency::Routine, "routine")] {
                let Some(policy) = world.policy(&kind.id, urgency) else {
                    self.add("escalation.no-policy", "high", &[&kind.id, name], Detail::Plain);
                    continue;
                };
                // "Not where the unit's level is above the kind's ceiling."
                let ceiling = world.ceiling(&kind.id).unwrap_or(0);
                for unit in self.open_units().into_iter().filter(|unit| world.units[*unit].level >= ceiling) {
                    if world.dead_ends(self.date, Subject::Unit(unit), &kind.id, policy) {
                        let subject: [&str; 3] = [&world.units[unit].id, &kind.id, name];
                        self.add("escalation.dead-end", "high", &subject, Detail::Plain);
                    }
                }
            }
        }
    }

    /// `scope.overlap`, `scope.hole`: scopes are whole cells of a lattice here, so one shared cell is far more than a
    /// square metre, and no shared cell is nothing.
    fn scopes(&mut self) {
        let world = self.world;
        let open = self.open_units();
        for a in &open {
            for b in &open {
                let (a, b) = (&world.units[*a], &world.units[*b]);
                if a.level == b.level && a.id < b.id && cells(&a.scope).iter().any(|cell| contains(&b.scope, *cell)) {
                    self.add("scope.overlap", "low", &[&a.id, &b.id], Detail::Plain);
                }
            }
        }
        for unit in &open {
            let children: Vec<_> = open
                .iter()
                .filter(|child| on(self.date, &world.units[**child].parents) == Some(*unit))
                .map(|child| &world.units[*child])
                .collect();
            let unit = &world.units[*unit];
            let all_drawn = !unit.scope.is_empty() && children.iter().all(|child| !child.scope.is_empty());
            let bare = |cell: &Point| !children.iter().any(|child| contains(&child.scope, *cell));
            if !children.is_empty() && all_drawn && cells(&unit.scope).iter().any(bare) {
                self.add("scope.hole", "low", &[&unit.id], Detail::Plain);
            }
        }
    }

    /// `location.outside`.
    fn locations(&mut self) {
        let world = self.world;
        let households = world.households.iter().map(|row| (&row.id, row.life, &row.units, row.location));
        let sites = world.sites.iter().map(|row| (&row.id, row.life, &row.units, row.location));
        for (id, life, units, location) in households.chain(sites) {
            if let (true, Some(point)) = (life.contains(self.date), location) {
                let scope = &world.units[on(self.date, units).unwrap()].scope;
                if !scope.is_empty() && !contains(scope, point) {
                    self.add("location.outside", "low", &[id], Detail::Plain);
                }
            }
        }
    }

    /// `appointment.ineligible`, `pairing.ineligible`.
    fn eligibility(&mut self) {
        let (world, date) = (self.world, self.date);
        for row in world.appointments.iter().filter(|row| row.period.contains(date)) {
            if let SeatRow::Role { unit, role } = row.seat {
                let (person, role) = (&world.people[row.person], &world.scheme.roles[role]);
                if !role.eligible.is_empty() && !role.eligible.iter().any(|one| person.affiliations.contains(one)) {
                    let subject: [&str; 3] = [&person.id, &world.units[unit].id, &role.id];
                    self.add("appointment.ineligible", "medium", &subject, Detail::Plain);
                }
            }
        }
        for row in world.pairings.iter().filter(|row| row.period.contains(date)) {
            let (person, programme) = (&world.people[row.person], &world.scheme.programmes[row.programme]);
            let lacks = !programme.eligible.is_empty()
                && !programme.eligible.iter().any(|one| person.affiliations.contains(one));
            if lacks || person.home == Some(row.household) {
                let subject: [&str; 3] = [&person.id, &world.households[row.household].id, &programme.id];
                self.add("pairing.ineligible", "medium", &subject, Detail::Plain);
            }
        }
    }
}

/// The middles of the cells of the lattice that lie in a scope.
fn cells(scope: &[Vec<Point>]) -> Vec<Point> {
    let points = || scope.iter().flatten();
    assert!(points().all(|point| point.lon % CELL == 0 && point.lat % CELL == 0), "scopes follow the lattice");
    let range = |values: Vec<i64>| (*values.iter().min().unwrap_or(&0), *values.iter().max().unwrap_or(&0));
    let (west, east) = range(points().map(|point| point.lon).collect());
    let (south, north) = range(points().map(|point| point.lat).collect());
    let mut cells = Vec::new();
    for lon in (west..east).step_by(CELL as usize) {
        for lat in (south..north).step_by(CELL as usize) {
            let middle = Point { lon: lon + CELL / 2, lat: lat + CELL / 2 };
            if contains(scope, middle) {
                cells.push(middle);
            }
        }
    }
    cells
}
