//! Who may take a household, but for what is special about single pairs: the same people for many households.

use super::Setting;
use crate::assignment::AssignError;
use crate::assignment::near::Near;
use crate::table::{NONE, Rows, at, cell, indices};

/// The takers for the households of one unit and, where they are reserved, of one entry of the reserved list. A
/// household of several entries needs takers who satisfy the others too.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Ascending, and so in tree order.
    pub takers: Vec<u32>,
    /// The same by place.
    pub near: Near,
    /// Its rows, ascending.
    pub rows: Vec<u32>,
}

impl Setting {
    pub(super) fn make_pools(&mut self) -> Result<(), AssignError> {
        let key = |row: &super::Row| (row.unit, self.classes.row(row.class).first().copied().unwrap_or(NONE));
        let mut keys: Vec<((u32, u32), u32)> =
            self.rows.iter().zip(0..).map(|(row, number)| (key(row), number)).collect();
        keys.retain(|((unit, _), _)| *unit != NONE);
        keys.sort_unstable();
        let of_unit = self.takers_of_units()?;
        let mut pools = Vec::new();
        for same in keys.chunk_by(|a, b| a.0 == b.0) {
            let Some(((unit, entry), _)) = same.first() else { continue };
            let satisfies = |taker: &u32| *entry == NONE || self.taker_entries.row(*taker).binary_search(entry).is_ok();
            let takers: Vec<u32> = of_unit.row(*unit).iter().copied().filter(satisfies).collect();
            let places = takers.iter().map(|taker| (*taker, self.taker(*taker).and_then(|own| own.place)));
            let near = Near::new(places);
            pools.push(Pool { near, takers, rows: same.iter().map(|(_, row)| *row).collect() });
        }
        for (number, pool) in (0..).zip(&pools) {
            for row in &pool.rows {
                if let Some(row) = self.rows.get_mut(at(*row)) {
                    row.pool = number;
                }
            }
        }
        self.pools = pools;
        Ok(())
    }

    /// The takers whose own rules let them take households, by the units that they belong to.
    fn takers_of_units(&self) -> Result<Rows<u32>, AssignError> {
        let last = self.rows.iter().map(|row| row.unit).filter(|unit| *unit != NONE).max();
        let units = last.map_or(0, |last| at(last) + 1);
        let allowed = indices(self.takers.len()).zip(&self.takers).filter(|(_, own)| own.allowed);
        let of_units = allowed.flat_map(|(taker, _)| {
            self.taker_units.row(taker).iter().filter(|unit| at(**unit) < units).map(move |unit| (*unit, taker))
        });
        Ok(Rows::group(units, of_units.collect())?)
    }

    /// The pool of a row.
    pub fn pool(&self, row: u32) -> Option<&Pool> {
        self.pools.get(at(self.row(row)?.pool))
    }

    /// Whether a taker of the pool of a household may take it, but for what is special about the pair.
    pub fn fits_class(&self, row: &super::Row, taker: u32) -> bool {
        let further = self.classes.row(row.class).iter().skip(1);
        let entries = self.taker_entries.row(taker);
        further.into_iter().all(|entry| entries.binary_search(entry).is_ok())
    }

    /// The eligible takers of a household that are not pinned to it, in tree order.
    pub fn eligible(&self, row: u32) -> impl Iterator<Item = u32> {
        let takers = self.pool(row).map_or(&[][..], |pool| &pool.takers);
        let own = self.row(row);
        takers.iter().copied().filter(move |taker| {
            let mark = self.mark(row, *taker);
            !mark.is_barred() && !mark.pinned && own.is_some_and(|own| self.fits_class(own, *taker))
        })
    }

    /// Where a household stands among takers in tree order.
    pub fn tree_place(&self, row: u32, pool: &Pool) -> usize {
        let tables = self.tables();
        let unit = self.row(row).map_or(NONE, |row| tables.household_unit(row.household));
        pool.takers.partition_point(|taker| self.taker_position(*taker) < unit)
    }

    fn taker_position(&self, taker: u32) -> u32 {
        cell(&self.taker_positions, taker, NONE)
    }
}
