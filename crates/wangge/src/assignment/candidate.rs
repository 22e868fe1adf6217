//! The pairs that a plan starts from. They decide how long planning takes, never what it costs.

use super::AssignError;
use super::near::{Near, Search, Weights};
use super::progress::{Listener, Progress, Stage};
use super::setting::{Pool, Setting};
use crate::table::{Rows, at};

/// Candidates beyond its minimum that somebody starts with.
const SPARE: u32 = 4;

/// Looks for the candidates of every household.
pub struct Candidates<'s> {
    setting: &'s Setting,
    nearest: usize,
    /// For people with a minimum: the households nearest to them, by row.
    wanted: Rows<u32>,
    search: Search,
}

impl<'s> Candidates<'s> {
    pub fn new(setting: &'s Setting, nearest: u32) -> Result<Self, AssignError> {
        let wanted =
            if setting.terms.min > 0 { wanted(setting)? } else { Rows::group(setting.rows.len(), Vec::new())? };
        Ok(Self { setting, nearest: at(nearest.max(1)), wanted, search: Search::default() })
    }

    /// Gives the candidates of each row to `take`, pool by pool: taker and cost.
    pub fn each(&mut self, listener: Listener<'_>, mut take: impl FnMut(u32, &[u32])) {
        let total = self.setting.rows.len().try_into().unwrap_or(u64::MAX);
        let mut done = 0;
        let mut takers = Vec::new();
        for pool in &self.setting.pools {
            let weights = pool.near.weigh(|_| 0);
            for &row in &pool.rows {
                if done % 4096 == 0 {
                    listener(Progress { stage: Stage::Candidates, round: 0, done, total });
                }
                done += 1;
                if self.setting.row(row).is_none_or(|row| row.demand == 0) {
                    continue;
                }
                takers.clear();
                self.of_row(row, pool, &weights, &mut takers);
                takers.sort_unstable();
                takers.dedup();
                take(row, &takers);
            }
        }
        listener(Progress { stage: Stage::Candidates, round: 0, done: total, total });
    }

    /// The candidates of one row.
    pub fn of(&mut self, row: u32, takers: &mut Vec<u32>) {
        let setting = self.setting;
        if let Some(pool) = setting.pool(row).filter(|_| setting.row(row).is_some_and(|row| row.demand > 0)) {
            self.of_row(row, pool, &pool.near.weigh(|_| 0), takers);
            takers.sort_unstable();
            takers.dedup();
        }
    }

    /// The nearest, those that are special, and those that want it.
    fn of_row(&mut self, row: u32, pool: &Pool, weights: &Weights, takers: &mut Vec<u32>) {
        let setting = self.setting;
        let Some(own) = setting.row(row) else { return };
        let accept = |taker: u32| setting.fits_class(own, taker) && setting.mark(row, taker).is_plain();
        if own.place.is_some() {
            pool.near.search(own.place.as_ref(), weights, i64::MAX, self.nearest, &mut self.search, accept);
            takers.extend(self.search.found.iter().map(|(_, taker)| *taker));
        } else {
            // All are as far: those around it in the tree.
            let middle = setting.tree_place(row, pool);
            let first = middle.saturating_sub(self.nearest / 2).min(pool.takers.len().saturating_sub(self.nearest));
            let around = pool.takers.iter().skip(first).copied().filter(|taker| accept(*taker));
            takers.extend(around.take(self.nearest));
        }
        takers.extend(self.wanted.row(row));
        let special = setting.marks.row(row).iter().filter(|mark| !mark.is_barred() && !mark.pinned);
        takers.extend(special.map(|mark| mark.taker).filter(|taker| setting.is_common(own, *taker)));
    }
}

/// For each taker the households nearest to it, as many as it must have and a few more, by row.
fn wanted(setting: &Setting) -> Result<Rows<u32>, AssignError> {
    let mut search = Search::default();
    let mut wanted = Vec::new();
    for pool in &setting.pools {
        let places = pool.rows.iter().map(|row| (*row, setting.row(*row).and_then(|row| row.place)));
        let near = Near::new(places);
        let weights = near.weigh(|_| 0);
        for &taker in &pool.takers {
            let (lower, _) = setting.bounds(taker);
            let place = setting.taker(taker).and_then(|own| own.place);
            let accept = |row: u32| {
                let fits = setting.row(row).is_some_and(|own| own.demand > 0 && setting.fits_class(own, taker));
                fits && setting.mark(row, taker).is_plain()
            };
            let count = if lower == 0 { 0 } else { at(lower.saturating_add(SPARE)) };
            near.search(place.as_ref(), &weights, i64::MAX, count, &mut search, accept);
            wanted.extend(search.found.iter().map(|(_, row)| (*row, taker)));
        }
    }
    Ok(Rows::group(setting.rows.len(), wanted)?)
}
