//! Everything that posts and pairings reach, by range (R8, S1).

use crate::directory::Tables;
use crate::registry::SeatRow;
use crate::table::{NONE, cell};
use crate::time::Day;

/// A seat that a person is appointed to on the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeldSeat {
    /// Its unit; of a department, the one that it belongs to.
    pub unit: u32,
    /// The row of the involvement table: a role, or after them a function.
    pub duty_row: u32,
    /// The department, or [`NONE`] for a role.
    pub department: u32,
    /// 0 for a primary.
    pub rank: u32,
    /// The first day of the appointment.
    pub from: Day,
}

impl HeldSeat {
    /// Where it stands: by unit in tree order, roles in the scheme's order before departments by id.
    pub fn order(&self) -> (u32, bool, u32, u32) {
        (self.unit, self.department != NONE, if self.department == NONE { self.duty_row } else { 0 }, self.department)
    }

    /// Who owns a site of this seat's: its unit, and its department.
    pub fn owners(self, tables: &Tables) -> impl Iterator<Item = u32> {
        let department =
            (self.department != NONE).then(|| tables.facts.sections.departments.checked_add(self.department));
        std::iter::once(cell(&tables.unit_row, self.unit, NONE)).chain(department.flatten())
    }
}

/// The seats that a person is appointed to on the date, whether present or not; in no order that means anything.
#[inline]
pub(crate) fn seats_of(tables: &Tables, person: u32) -> impl Iterator<Item = HeldSeat> {
    let departments = &tables.facts.departments;
    let today = tables.facts.appointments.of_person.row(person).iter();
    today.filter(|seat| seat.days.contains(tables.day)).map(move |seat| {
        let (row, duty_row, department) = match seat.seat {
            SeatRow::Role { unit, role } => (unit, role, NONE),
            SeatRow::Department(department) => {
                let function = cell(&departments.function, department, NONE);
                (cell(&departments.unit, department, NONE), tables.rules().function_row(function), department)
            }
        };
        let unit = cell(&tables.unit_at, row, NONE);
        HeldSeat { unit, duty_row, department, rank: seat.rank, from: seat.days.from }
    })
}

/// The programme and household of each pairing of a person on the date: by programme, then id.
#[inline]
pub(crate) fn pairs_of(tables: &Tables, person: u32) -> impl Iterator<Item = (u32, u32)> {
    let pairings = tables.facts.person_pairings.row(person).iter();
    let today = pairings.filter(|pairing| pairing.days.contains(tables.day));
    today.map(|pairing| (pairing.programme, pairing.household))
}

/// What some seats and pairings reach: what is under the units as ranges, and what lies elsewhere, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Ranges of units in tree order, disjoint and ascending.
    ranges: Vec<(u32, u32)>,
    /// Paired households outside the ranges.
    households_beyond: Vec<u32>,
    /// Owned sites outside the ranges.
    sites_beyond: Vec<u32>,
}

impl Reach {
    /// Of seats in [their order](HeldSeat::order), and paired households.
    pub fn new(tables: &Tables, seats: &[HeldSeat], paired: impl Iterator<Item = u32>) -> Self {
        let mut reach = Self { ranges: ranges(tables, seats), ..Self::default() };
        let mut households: Vec<u32> =
            paired.filter(|household| !reach.covers(tables.household_unit(*household))).collect();
        households.sort_unstable();
        households.dedup();
        let owned = seats.iter().flat_map(|seat| seat.owners(tables)).flat_map(|owner| tables.sites.owned.row(owner));
        let mut sites: Vec<u32> =
            owned.copied().filter(|site| !reach.covers(cell(&tables.sites.unit, *site, NONE))).collect();
        sites.sort_unstable();
        sites.dedup();
        reach.households_beyond = households;
        reach.sites_beyond = sites;
        reach
    }

    /// Whether a unit is in one of the ranges.
    #[inline]
    pub fn covers(&self, unit: u32) -> bool {
        let next = self.ranges.partition_point(|(_, until)| *until <= unit);
        self.ranges.get(next).is_some_and(|(from, _)| *from <= unit)
    }

    pub fn has_household(&self, tables: &Tables, household: u32) -> bool {
        self.households_beyond.binary_search(&household).is_ok() || self.covers(tables.household_unit(household))
    }

    pub fn has_site(&self, tables: &Tables, site: u32) -> bool {
        self.sites_beyond.binary_search(&site).is_ok() || self.covers(cell(&tables.sites.unit, site, NONE))
    }

    pub fn households_beyond(&self) -> &[u32] {
        &self.households_beyond
    }

    pub fn sites_beyond(&self) -> &[u32] {
        &self.sites_beyond
    }

    /// The units at the top of the ranges.
    pub fn tops(&self, tables: &Tables) -> impl Iterator<Item = u32> {
        self.ranges.iter().flat_map(move |(from, until)| {
            let next = move |unit: &u32| Some(cell(&tables.end, *unit, NONE)).filter(|next| next < until);
            std::iter::successors(Some(*from), next)
        })
    }

    /// Every unit, in tree order.
    pub fn units(&self) -> impl Iterator<Item = u32> {
        self.ranges.iter().flat_map(|(from, until)| *from..*until)
    }

    pub fn unit_count(&self) -> usize {
        self.ranges.iter().map(|(from, until)| (*from..*until).len()).sum()
    }

    /// Every household: those under the units in tree order, then paired ones elsewhere by id.
    pub fn households<'t>(&'t self, tables: &'t Tables) -> impl Iterator<Item = u32> {
        let under = self.ranges.iter().flat_map(move |(from, until)| tables.households.span(*from, *until));
        under.chain(&self.households_beyond).copied()
    }

    pub fn household_count(&self, tables: &Tables) -> usize {
        let under = self.ranges.iter().map(|(from, until)| tables.households.span(*from, *until).len());
        under.sum::<usize>() + self.households_beyond.len()
    }

    /// Every site: those under the units in tree order, then owned ones elsewhere by id.
    pub fn sites<'t>(&'t self, tables: &'t Tables) -> impl Iterator<Item = u32> {
        let under = self.ranges.iter().flat_map(move |(from, until)| tables.sites.of_unit.span(*from, *until));
        under.chain(&self.sites_beyond).copied()
    }

    pub fn site_count(&self, tables: &Tables) -> usize {
        let under = self.ranges.iter().map(|(from, until)| tables.sites.of_unit.span(*from, *until).len());
        under.sum::<usize>() + self.sites_beyond.len()
    }
}

/// The subtrees of the seats' units, joined where they overlap or meet; seats stand in tree order.
fn ranges(tables: &Tables, seats: &[HeldSeat]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for seat in seats {
        let (from, until) = (seat.unit, cell(&tables.end, seat.unit, seat.unit));
        match ranges.last_mut().filter(|(_, end)| from <= *end) {
            Some((_, end)) => *end = until.max(*end),
            None => ranges.push((from, until)),
        }
    }
    ranges
}
