//! What a person serves (R8).

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    holder::{Seat, SeatRow},
    world::{Owner, Refusal, Subject, World, on},
};

/// A post that a person holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    /// The seat.
    pub seat: Seat,
    /// The rank of a deputy.
    pub deputy: Option<u32>,
}

/// All subjects that a person's duties reach, one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// Units.
    pub units: BTreeSet<String>,
    /// Households.
    pub households: BTreeSet<String>,
    /// Sites.
    pub sites: BTreeSet<String>,
}

/// The answer of R8.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duties {
    /// Posts, by unit in tree order, roles before departments.
    pub posts: Vec<Post>,
    /// Programme and household of each pairing, in this order.
    pub pairings: Vec<(String, String)>,
    /// What is reached.
    pub reach: Reach,
}

/// R8: posts, paired households, and all subjects reached through them.
pub fn duties_of(world: &World, date: Date, person: &str) -> Result<Duties, Refusal> {
    let person = world.person(person)?;
    let mine: Vec<_> = world
        .appointments
        .iter()
        .filter(|row| row.person == person && row.period.contains(date))
        .map(|row| (row.seat, row.deputy))
        .collect();
    let mut posts = Vec::new();
    for unit in world.tree_order(date) {
        for seat in world.seats_of(date, unit) {
            posts.extend(mine.iter().filter(|(held, _)| *held == seat).copied());
        }
    }
    let mut paired: Vec<(usize, usize)> = world
        .pairings
        .iter()
        .filter(|row| row.person == person && row.period.contains(date))
        .map(|row| (row.programme, row.household))
        .collect();
    paired.sort_by_key(|(programme, household)| (*programme, &world.households[*household].id));
    Ok(Duties {
        reach: world.reach(date, &posts.iter().map(|(seat, _)| *seat).collect::<Vec<_>>(), &paired),
        posts: posts.into_iter().map(|(seat, deputy)| Post { seat: world.seat(seat), deputy }).collect(),
        pairings: paired
            .into_iter()
            .map(|(programme, household)| {
                (world.scheme.programmes[programme].id.to_string(), world.households[household].id.to_string())
            })
            .collect(),
    })
}

impl World {
    /// "A unit before what is under it, siblings by id."
    pub fn tree_order(&self, date: Date) -> Vec<usize> {
        let mut units: Vec<usize> =
            (0..self.units.len()).filter(|unit| self.units[*unit].life.contains(date)).collect();
        // From the root down to the unit, ids compared one after another: a prefix comes first.
        units.sort_by_key(|unit| {
            let mut ids: Vec<&str> =
                self.path(date, Subject::Unit(*unit)).into_iter().map(|unit| self.units[unit].id.as_str()).collect();
            ids.reverse();
            ids
        });
        units
    }

    /// "Everything under the units of those seats (a department's unit), the paired households, and sites owned by
    /// exactly those units or departments."
    fn reach(&self, date: Date, seats: &[SeatRow], paired: &[(usize, usize)]) -> Reach {
        let units: Vec<usize> = seats
            .iter()
            .map(|seat| match seat {
                SeatRow::Role { unit, .. } => *unit,
                SeatRow::Department(department) => self.departments[*department].unit,
                SeatRow::Caretakers { .. } => unreachable!("nobody is appointed as a caretaker"),
            })
            .collect();
        let under = |subject: Subject| self.path(date, subject).iter().any(|unit| units.contains(unit));
        let owned = |site: usize| match on(date, &self.sites[site].owners) {
            Some(Owner::Unit(unit)) => units.contains(&unit),
            Some(Owner::Department(department)) => seats.contains(&SeatRow::Department(department)),
            None => false,
        };
        let mut reach = Reach::default();
        for (row, unit) in self.units.iter().enumerate() {
            if unit.life.contains(date) && under(Subject::Unit(row)) {
                reach.units.insert(unit.id.to_string());
            }
        }
        for (row, household) in self.households.iter().enumerate() {
            let is_paired = paired.iter().any(|(_, household)| *household == row);
            if household.life.contains(date) && (is_paired || under(Subject::Household(row))) {
                reach.households.insert(household.id.to_string());
            }
        }
        for (row, site) in self.sites.iter().enumerate() {
            if site.life.contains(date) && (owned(row) || under(Subject::Site(row))) {
                reach.sites.insert(site.id.to_string());
            }
        }
        reach
    }
}
