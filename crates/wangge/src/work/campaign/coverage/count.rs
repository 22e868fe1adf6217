//! Households counted: how many there are, how many are complete, how many have each action.

use crate::record::{NamedRecord, Text};
use crate::table::{NONE, at, cell};

/// Counts by row: all households, complete ones, and those for which each action is done.
#[derive(Debug, Clone)]
pub(super) struct Tallies {
    width: usize,
    cells: Vec<u32>,
}

impl Tallies {
    pub fn new(rows: usize, actions: usize) -> Self {
        let width = actions + 2;
        Self { width, cells: vec![0; rows.saturating_mul(width)] }
    }

    /// Counts a household, with what counts for each of its actions.
    pub fn add(&mut self, row: u32, actions: &[u32]) {
        let start = at(row) * self.width;
        let Some(counts) = self.cells.get_mut(start..start + self.width) else { return };
        let is_done = actions.iter().map(|cell| *cell != NONE);
        let marks = [true, is_done.clone().all(|done| done)].into_iter().chain(is_done);
        for (count, mark) in counts.iter_mut().zip(marks) {
            *count += u32::from(mark);
        }
    }

    /// Adds what a row has to an earlier one, if there is one.
    pub fn carry(&mut self, row: u32, to: u32) {
        let start = at(row) * self.width;
        let Some((before, own)) = self.cells.split_at_mut_checked(start) else { return };
        let target = at(to).saturating_mul(self.width);
        let Some(counts) = before.get_mut(target..target.saturating_add(self.width)) else { return };
        for (count, own) in counts.iter_mut().zip(own) {
            *count += *own;
        }
    }

    pub fn row(&self, row: u32) -> CoverageCount<'_> {
        let start = at(row) * self.width;
        CoverageCount { cells: self.cells.get(start..start + self.width).unwrap_or_default() }
    }
}

/// How many of some households are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageCount<'c> {
    cells: &'c [u32],
}

impl<'c> CoverageCount<'c> {
    /// How many households there are.
    #[must_use]
    pub fn households(self) -> usize {
        at(cell(self.cells, 0, 0))
    }

    /// For how many of them every action is done.
    #[must_use]
    pub fn complete(self) -> usize {
        at(cell(self.cells, 1, 0))
    }

    /// For how many of them an action is not done.
    #[must_use]
    pub fn missing(self) -> usize {
        self.households().saturating_sub(self.complete())
    }

    /// For how many of them each action is done, in the scheme's order.
    pub fn done(self) -> impl Iterator<Item = usize> + use<'c> {
        self.cells.iter().skip(2).map(|done| at(*done))
    }

    /// The share of those that are complete in percent, rounded down: 100 means that nobody is missing.
    #[must_use]
    pub fn percent(self) -> usize {
        percent(self.complete(), self.households())
    }
}

/// One action of a campaign, over all of its households.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ActionCoverage<'c> {
    action: &'c NamedRecord,
    households: usize,
    done: usize,
}

impl<'c> ActionCoverage<'c> {
    pub(super) fn new(action: &'c NamedRecord, households: usize, done: usize) -> Self {
        Self { action, households, done }
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> &'c str {
        &self.action.id
    }

    /// Its name in Chinese and English.
    #[must_use]
    pub fn name(self) -> &'c Text {
        &self.action.name
    }

    /// For how many households it is done.
    #[must_use]
    pub fn done(self) -> usize {
        self.done
    }

    /// For how many households it is not done.
    #[must_use]
    pub fn missing(self) -> usize {
        self.households.saturating_sub(self.done)
    }

    /// The share of households for which it is done in percent, rounded down: 100 means that nobody is missing.
    #[must_use]
    pub fn percent(self) -> usize {
        percent(self.done, self.households)
    }
}

/// A share in percent, rounded down; of nothing, all.
fn percent(part: usize, whole: usize) -> usize {
    part.saturating_mul(100).checked_div(whole).unwrap_or(100)
}
