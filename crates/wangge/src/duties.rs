//! What a person has to do: posts, paired households, and everything reached through them, by range (R8).

use jiff::civil::Date;

use crate::directory::{Department, Directory, Household, Person, Site, Tables, Unit};
use crate::error::QueryError;
use crate::registry::SeatRow;
use crate::scheme::{Programme, Role};
use crate::table::{NONE, cell};

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
    /// Ranges of units in tree order, disjoint and ascending.
    ranges: Vec<(u32, u32)>,
    /// Paired households outside the ranges, each once.
    beyond: Vec<u32>,
    /// Owned sites outside the ranges.
    sites_beyond: Vec<u32>,
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
        let facts = &tables.facts;
        let seats = facts.appointments.of_person.row(person.index).iter();
        let mut posts: Vec<PostHeld<'_>> = seats
            .filter(|seat| seat.days.contains(tables.day))
            .filter_map(|seat| {
                let since = seat.days.from.date()?;
                let deputy = (seat.rank > 0).then_some(seat.rank);
                let held = |unit, role, department| PostHeld { unit, role, department, deputy, since };
                Some(match seat.seat {
                    SeatRow::Role { unit, role } => {
                        let unit = Unit::new(tables, cell(&tables.unit_at, unit, NONE));
                        held(unit, Some(Role::new(tables.rules(), role)), None)
                    }
                    SeatRow::Department(department) => {
                        let department = Department::new(tables, department);
                        held(department.unit(), None, Some(department))
                    }
                })
            })
            .collect();
        posts.sort_by_key(|post| {
            let of_role = post.role.map(Role::index);
            (post.unit.index, of_role.is_none(), of_role, post.department.map(|department| department.index))
        });
        let pairings = facts.person_pairings.row(person.index).iter();
        let pairings: Vec<(u32, u32)> = pairings
            .filter(|pairing| pairing.days.contains(tables.day))
            .map(|pairing| (pairing.programme, pairing.household))
            .collect();
        let ranges = ranges(&posts);
        let covered = |unit: u32| covers(&ranges, unit);
        let mut beyond: Vec<u32> = pairings.iter().map(|(_, household)| *household).collect();
        beyond.sort_unstable();
        beyond.dedup();
        beyond.retain(|household| !covered(tables.household_unit(*household)));
        let mut sites_beyond: Vec<u32> = posts.iter().flat_map(|post| owned(tables, post)).copied().collect();
        sites_beyond.sort_unstable();
        sites_beyond.dedup();
        sites_beyond.retain(|site| !covered(cell(&tables.sites.unit, *site, NONE)));
        Self { person, posts, pairings, ranges, beyond, sites_beyond }
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
        self.ranges.iter().flat_map(move |(from, until)| {
            let next = move |unit: &u32| Some(cell(&tables.end, *unit, NONE)).filter(|next| next < until);
            std::iter::successors(Some(*from), next).map(move |unit| Unit::new(tables, unit))
        })
    }

    /// Every unit reached, in tree order.
    pub fn units(&self) -> impl Iterator<Item = Unit<'d>> {
        let tables = self.person.tables;
        self.ranges.iter().flat_map(move |(from, until)| (*from..*until).map(move |unit| Unit::new(tables, unit)))
    }

    /// How many households are reached, without listing them.
    #[must_use]
    pub fn household_count(&self) -> usize {
        let households = &self.person.tables.households;
        let under: usize = self.ranges.iter().map(|(from, until)| households.span(*from, *until).len()).sum();
        under + self.beyond.len()
    }

    /// Every household reached: those under the units in tree order, then paired ones elsewhere by id.
    pub fn households(&self) -> impl Iterator<Item = Household<'d>> {
        let tables = self.person.tables;
        let under = self.ranges.iter().flat_map(move |(from, until)| tables.households.span(*from, *until));
        under.chain(&self.beyond).map(move |household| Household::new(tables, *household))
    }

    /// Every site reached: those under the units in tree order, then owned ones elsewhere by id.
    pub fn sites(&self) -> impl Iterator<Item = Site<'d>> {
        let tables = self.person.tables;
        let under = self.ranges.iter().flat_map(move |(from, until)| tables.sites.of_unit.span(*from, *until));
        under.chain(&self.sites_beyond).map(move |site| Site::new(tables, *site))
    }

    /// Whether a household is reached.
    #[must_use]
    pub fn reaches(&self, household: Household<'_>) -> bool {
        std::ptr::eq(self.person.tables, household.tables)
            && (self.beyond.binary_search(&household.index).is_ok() || covers(&self.ranges, household.unit().index))
    }
}

/// Whether a unit is in one of the ranges, which are ascending and disjoint.
fn covers(ranges: &[(u32, u32)], unit: u32) -> bool {
    ranges.get(ranges.partition_point(|(_, until)| *until <= unit)).is_some_and(|(from, _)| *from <= unit)
}

/// The subtrees of the posts' units, joined where they overlap or meet; posts stand in tree order.
fn ranges(posts: &[PostHeld<'_>]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for post in posts {
        let (from, until) = (post.unit.index, post.unit.end());
        match ranges.last_mut().filter(|(_, end)| from <= *end) {
            Some((_, end)) => *end = until.max(*end),
            None => ranges.push((from, until)),
        }
    }
    ranges
}

/// The sites that the post's unit or department owns: a unit's site asks the unit's departments too.
fn owned<'d>(tables: &'d Tables, post: &PostHeld<'d>) -> impl Iterator<Item = &'d u32> {
    let unit = cell(&tables.unit_row, post.unit.index, NONE);
    let department =
        post.department.map(|department| tables.facts.sections.departments.saturating_add(department.index));
    std::iter::once(unit).chain(department).flat_map(|owner| tables.sites.owned.row(owner))
}
