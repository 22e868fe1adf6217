//! The households of a plan.

use super::{Interned, Row, Setting};
use crate::assignment::AssignError;
use crate::assignment::distance::Place;
use crate::assignment::place::Places;
use crate::assignment::terms::Purpose;
use crate::directory::Tables;
use crate::table::{NONE, at, indices};

impl Setting {
    /// The households under the units of the plan's reach that the programme is for.
    pub(super) fn read_rows(&mut self, places: &Places<'_>) -> Result<(), AssignError> {
        let directory = self.directory.clone();
        let tables = &*directory.0;
        let mut classes = Interned::default();
        self.row_of = vec![NONE; tables.placing.len()];
        for &household in tables.households.span(self.reach.start, self.reach.end) {
            let categories = tables.facts.households.categories.row(household);
            if !self.terms.is_for(categories) {
                let today = self.todays(tables, household).into_iter().flatten();
                self.strays.extend(today.map(|person| (household, person)));
                continue;
            }
            if let Some(row) = self.row_of.get_mut(at(household)) {
                *row = indices(self.rows.len()).end;
            }
            let unit = match self.terms.within {
                None => 0,
                Some(level) => tables.ancestor_at(tables.household_unit(household), level).unwrap_or(NONE),
            };
            self.rows.push(Row {
                household,
                place: places.household(household).map(Place::new),
                unit,
                class: classes.number(self.terms.reserving(categories).collect())?,
                slot: self.terms.slot(tables.rules(), categories),
                pool: NONE,
                demand: self.terms.per_household,
            });
        }
        self.classes = classes.lists;
        Ok(())
    }

    /// The persons whom a household is paired with today under the programme; `None` where units take households.
    pub(super) fn todays<'t>(&self, tables: &'t Tables, household: u32) -> Option<impl Iterator<Item = u32> + use<'t>> {
        let Purpose::Programme(programme) = self.terms.purpose else { return None };
        let pairs = tables.caretakers(household).iter();
        Some(pairs.filter(move |pair| pair.rank == programme).map(|pair| pair.person))
    }
}
