//! What a person has to do: posts, paired households, and everything reached through them, by range (R8).

use jiff::civil::Date;

use crate::directory::{Department, Directory, Household, Person, Site, Unit};
use crate::error::QueryError;
use crate::reach::{HeldSeat, Reach, pairs_of, seats_of};
use crate::scheme::{Programme, Role};
use crate::table::NONE;

impl Directory {
    /// The duties of a person on the date.
    ///
    /// # Errors
    /// [`QueryError::PersonUnknown`].
    pub fn duties_of(&self, person: &str) -> Result<Duties<'_>, QueryError> {
        self.person(person).map(Duties::new)
    }
}

/// The duties of a person on the date of a directory.
///
/// What is under the person's units is held as ranges: a town leader's thousands of households are one range.
#[derive(Debug, Clone)]
pub struct Duties<'d> {
    person: Person<'d>,
    posts: Vec<PostHeld<'d>>,
    pairings: Vec<(u32, u32)>,
    reach: Reach,
}

/// A post that a person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostHeld<'d> {
    /// The unit; of a department, the one that it belongs to.
    pub unit: Unit<'d>,
    /// The role, if it is one.
    pub role: Option<Role<'d>>,
    /// The department, if it is one.
    pub department: Option<Department<'d>>,
    /// The rank of a deputy; none for a primary.
    pub deputy: Option<u32>,
    /// The first day of the appointment.
    pub since: Date,
}

impl<'d> Duties<'d> {
    fn new(person: Person<'d>) -> Self {
        let tables = person.tables;
        let mut seats: Vec<HeldSeat> = seats_of(tables, person.index).collect();
        seats.sort_by_key(HeldSeat::order);
        let pairings: Vec<(u32, u32)> = pairs_of(tables, person.index).collect();
        let reach = Reach::new(tables, &seats, pairings.iter().map(|(_, household)| *household));
        let posts = seats.iter().filter_map(|seat| {
            let is_role = seat.department == NONE;
            Some(PostHeld {
                unit: Unit::new(tables, seat.unit),
                role: is_role.then(|| Role::new(tables.rules(), seat.duty_row)),
                department: (!is_role).then(|| Department::new(tables, seat.department)),
                deputy: (seat.rank > 0).then_some(seat.rank),
                since: seat.from.date()?,
            })
        });
        Self { posts: posts.collect(), person, pairings, reach }
    }

    /// The person.
    #[must_use]
    pub fn person(&self) -> Person<'d> {
        self.person
    }

    /// The posts held, as primary or deputy: by unit in tree order, roles before departments.
    #[must_use]
    pub fn posts(&self) -> &[PostHeld<'d>] {
        &self.posts
    }

    /// The paired households, by programme, then id.
    pub fn pairings(&self) -> impl ExactSizeIterator<Item = (Programme<'d>, Household<'d>)> {
        let tables = self.person.tables;
        self.pairings.iter().map(move |(programme, household)| {
            (Programme::new(tables.rules(), *programme), Household::new(tables, *household))
        })
    }

    /// The units at the top of what is reached: everything under them is.
    pub fn reach(&self) -> impl Iterator<Item = Unit<'d>> {
        let tables = self.person.tables;
        self.reach.tops(tables).map(move |unit| Unit::new(tables, unit))
    }

    /// Every unit reached, in tree order.
    pub fn units(&self) -> impl Iterator<Item = Unit<'d>> {
        let tables = self.person.tables;
        self.reach.units().map(move |unit| Unit::new(tables, unit))
    }

    /// How many households are reached, without listing them.
    #[must_use]
    pub fn household_count(&self) -> usize {
        self.reach.household_count(self.person.tables)
    }

    /// Every household reached: those under the units in tree order, then paired ones elsewhere by id.
    pub fn households(&self) -> impl Iterator<Item = Household<'d>> {
        let tables = self.person.tables;
        self.reach.households(tables).map(move |household| Household::new(tables, household))
    }

    /// Every site reached: those under the units in tree order, then owned ones elsewhere by id.
    pub fn sites(&self) -> impl Iterator<Item = Site<'d>> {
        let tables = self.person.tables;
        self.reach.sites(tables).map(move |site| Site::new(tables, site))
    }

    /// Whether a household is reached.
    #[must_use]
    pub fn reaches(&self, household: Household<'_>) -> bool {
        let tables = self.person.tables;
        std::ptr::eq(tables, household.tables) && self.reach.has_household(tables, household.index)
    }
}
