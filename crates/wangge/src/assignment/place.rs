//! Where a household, a person or a unit is.

use crate::area::{Bounds, Point};
use crate::directory::{Directory, Household, Person, Tables, Unit};
use crate::registry::SeatRow;
use crate::table::{NONE, at, cell, indices};

/// Where everything is on one date, as far as anybody knows: what assignment measures distances between.
///
/// ```
/// use wangge::Registry;
/// use wangge_sample::Sample;
///
/// let registry = Registry::build(Sample::chalinhe().records())?;
/// let directory = registry.as_of("2026-11-23".parse()?);
/// let household = directory.household("430821108223-h0017")?;
/// assert_eq!(directory.places().of_household(household), household.location());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Places<'d> {
    tables: &'d Tables,
    /// The middle of the scope of each unit, else of the nearest one above it that has a scope.
    middles: Vec<Option<Point>>,
}

impl Directory {
    /// Where everything is.
    #[must_use]
    pub fn places(&self) -> Places<'_> {
        Places::new(&self.0)
    }
}

impl Places<'_> {
    /// Longitude and latitude of a household in degrees: its location, else the middle of the box around the scope of
    /// its unit or of the nearest unit above that has one. Personal data.
    #[must_use]
    pub fn of_household(&self, household: Household<'_>) -> Option<[f64; 2]> {
        self.household(household.index).map(Point::to_degrees)
    }

    /// Longitude and latitude of a person in degrees: those of their home, else that middle for the unit of their first
    /// seat in tree order. Personal data.
    #[must_use]
    pub fn of_person(&self, person: Person<'_>) -> Option<[f64; 2]> {
        self.person(person.index).map(Point::to_degrees)
    }

    /// Longitude and latitude of a unit in degrees: the middle of the box around its own scope, else around its
    /// households.
    #[must_use]
    pub fn of_unit(&self, unit: Unit<'_>) -> Option<[f64; 2]> {
        self.unit(unit.index).map(Point::to_degrees)
    }
}

impl<'d> Person<'d> {
    /// The unit of their home, else of their first seat in tree order.
    #[must_use]
    pub fn unit(self) -> Option<Unit<'d>> {
        let home = home(self.tables, self.index).map(|home| self.tables.household_unit(home));
        let unit = home.or_else(|| seat_units(self.tables, self.index).map(|(unit, _)| unit).min())?;
        Some(Unit::new(self.tables, unit))
    }
}

impl std::fmt::Debug for Places<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Places").finish_non_exhaustive()
    }
}

impl<'d> Places<'d> {
    pub(crate) fn new(tables: &'d Tables) -> Self {
        let mut middles: Vec<Option<Point>> = Vec::with_capacity(tables.parent.len());
        for (unit, parent) in indices(tables.parent.len()).zip(&*tables.parent) {
            let own = scope_middle(tables, unit);
            middles.push(own.or_else(|| cell(&middles, *parent, None)));
        }
        Self { tables, middles }
    }

    /// Its location, else the middle of the box around the scope of its unit or of the nearest unit above that has one.
    pub(crate) fn household(&self, household: u32) -> Option<Point> {
        let own = self.tables.facts.households.point.get(household, None);
        own.or_else(|| cell(&self.middles, self.tables.household_unit(household), None))
    }

    /// The place of their home, else that middle for the unit of their first seat in tree order.
    pub(crate) fn person(&self, person: u32) -> Option<Point> {
        home(self.tables, person).and_then(|home| self.household(home)).or_else(|| {
            let first = seat_units(self.tables, person).map(|(unit, _)| unit).min()?;
            cell(&self.middles, first, None)
        })
    }

    /// The middle of the box around its own scope, else around the places of the households under it.
    pub(crate) fn unit(&self, unit: u32) -> Option<Point> {
        scope_middle(self.tables, unit).or_else(|| {
            let under = self.tables.households.span(unit, cell(&self.tables.end, unit, unit));
            let places = under.iter().filter_map(|household| self.household(*household));
            Bounds::around(places).map(Bounds::middle)
        })
    }
}

fn scope_middle(tables: &Tables, unit: u32) -> Option<Point> {
    let row = cell(&tables.unit_row, unit, NONE);
    let area = tables.facts.units.area.get(at(row))?.as_ref()?;
    Some(area.bounds().middle())
}

/// The household that a person lives in, if it exists on the date.
pub(crate) fn home(tables: &Tables, person: u32) -> Option<u32> {
    let home = tables.facts.persons.home.get(person, NONE);
    (tables.household_unit(home) != NONE).then_some(home)
}

/// The seats of a person on the date: the position of the unit, and the role if it is one. Primary or deputy.
pub(crate) fn seat_units(tables: &Tables, person: u32) -> impl Iterator<Item = (u32, Option<u32>)> {
    let seats = tables.facts.appointments.of_person.row(person).iter();
    seats.filter(|seat| seat.days.contains(tables.day)).map(|seat| match seat.seat {
        SeatRow::Role { unit, role } => (cell(&tables.unit_at, unit, NONE), Some(role)),
        SeatRow::Department(department) => {
            let unit = cell(&tables.facts.departments.unit, department, NONE);
            (cell(&tables.unit_at, unit, NONE), None)
        }
    })
}
