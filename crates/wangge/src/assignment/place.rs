//! Where a household, a person or a unit is.

use crate::area::{Bounds, Point};
use crate::directory::Tables;
use crate::registry::SeatRow;
use crate::table::{NONE, at, cell, indices};

/// Places of everything on one date.
pub struct Places<'d> {
    tables: &'d Tables,
    /// The middle of the scope of each unit, else of the nearest one above it that has a scope.
    middles: Vec<Option<Point>>,
}

impl<'d> Places<'d> {
    pub fn new(tables: &'d Tables) -> Self {
        let mut middles: Vec<Option<Point>> = Vec::with_capacity(tables.parent.len());
        for (unit, parent) in indices(tables.parent.len()).zip(&tables.parent) {
            let own = scope_middle(tables, unit);
            middles.push(own.or_else(|| cell(&middles, *parent, None)));
        }
        Self { tables, middles }
    }

    /// Its location, else the middle of the box around the scope of its unit or of the nearest unit above that has one.
    pub fn household(&self, household: u32) -> Option<Point> {
        let own = cell(&self.tables.facts.households.point, household, None);
        own.or_else(|| cell(&self.middles, self.tables.household_unit(household), None))
    }

    /// The place of their home, else that middle for the unit of their first seat in tree order.
    pub fn person(&self, person: u32) -> Option<Point> {
        home(self.tables, person).and_then(|home| self.household(home)).or_else(|| {
            let first = seat_units(self.tables, person).map(|(unit, _)| unit).min()?;
            cell(&self.middles, first, None)
        })
    }

    /// The middle of the box around its own scope, else around the places of the households under it.
    pub fn unit(&self, unit: u32) -> Option<Point> {
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
pub fn home(tables: &Tables, person: u32) -> Option<u32> {
    let home = cell(&tables.facts.persons.home, person, NONE);
    (tables.household_unit(home) != NONE).then_some(home)
}

/// The seats of a person on the date: the position of the unit, and the role if it is one. Primary or deputy.
pub fn seat_units(tables: &Tables, person: u32) -> impl Iterator<Item = (u32, Option<u32>)> {
    let seats = tables.facts.appointments.of_person.row(person).iter();
    seats.filter(|seat| seat.days.contains(tables.day)).map(|seat| match seat.seat {
        SeatRow::Role { unit, role } => (cell(&tables.unit_at, unit, NONE), Some(role)),
        SeatRow::Department(department) => {
            let unit = cell(&tables.facts.departments.unit, department, NONE);
            (cell(&tables.unit_at, unit, NONE), None)
        }
    })
}
