//! What counts for each household and action: one pass over the log.

use jiff::civil::Date;

use super::{DoneRow, RunRow};
use crate::directory::{Household, Subject, Tables};
use crate::responsibility::{Holder, Link, Responsibility};
use crate::table::{NONE, at, cell, indices};

/// For some households and every action of a campaign, what of its log counts.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    households: Vec<u32>,
    /// The place among `households` of each household of the registry, or [`NONE`].
    place: Vec<u32>,
    actions: usize,
    /// Household by household and action by action: the place in the log, or [`NONE`].
    cells: Vec<u32>,
}

impl Sheet {
    /// What was done on a day or before: of one household and action, what comes first by instant and place in the log.
    pub fn new(run: &RunRow, tables: &Tables, date: Date, households: Vec<u32>) -> Self {
        let (actions, rules) = (at(run.terms.actions), tables.rules());
        let mut place = vec![NONE; tables.placing.len()];
        for (household, own) in households.iter().zip(0..) {
            if let Some(slot) = place.get_mut(at(*household)) {
                *slot = own;
            }
        }
        let mut cells = vec![NONE; households.len().saturating_mul(actions)];
        for (row, number) in run.done.iter().zip(0..) {
            let own = cell(&place, row.household, NONE);
            if own == NONE || row.date(rules) > date {
                continue;
            }
            let Some(cell) = cells.get_mut(at(own) * actions + usize::from(row.action)) else { continue };
            if run.done.get(at(*cell)).is_none_or(|earlier| row.at < earlier.at) {
                *cell = number;
            }
        }
        Self { households, place, actions, cells }
    }

    /// The households, as they were given.
    pub fn households(&self) -> &[u32] {
        &self.households
    }

    /// The place of a household among them.
    pub fn place(&self, household: u32) -> Option<u32> {
        Some(cell(&self.place, household, NONE)).filter(|place| *place != NONE)
    }

    /// For each action what counts, as places in the log; [`NONE`] where it is not done.
    pub fn row(&self, place: u32) -> &[u32] {
        let start = at(place) * self.actions;
        self.cells.get(start..start + self.actions).unwrap_or_default()
    }

    /// The actions that are not done.
    pub fn missing(&self, place: u32) -> impl Iterator<Item = u32> + use<'_> {
        let cells = self.row(place).iter().zip(0..);
        cells.filter(|(cell, _)| **cell == NONE).map(|(_, action)| action)
    }

    /// Each place with its household.
    pub fn places(&self) -> impl Iterator<Item = (u32, u32)> + use<'_> {
        indices(self.households.len()).zip(self.households.iter().copied())
    }
}

/// The first person of the first responder of a household (R4), or [`NONE`].
pub(crate) fn who_answers(tables: &Tables, household: u32, kind: u32) -> u32 {
    let answer = Responsibility::new(Subject::Household(Household::new(tables, household)), kind);
    let first = match answer.first_responder().map(Link::holder) {
        Some(Holder::Held(mut people)) => people.next(),
        Some(Holder::Acting { person, .. }) => Some(person),
        Some(Holder::Absent { .. } | Holder::Vacant { .. }) | None => None,
    };
    first.map_or(NONE, |person| person.index)
}

/// The row of a log at a place of a cell.
pub(super) fn counted(done: &[DoneRow], cell: u32) -> Option<&DoneRow> {
    done.get(at(cell))
}
