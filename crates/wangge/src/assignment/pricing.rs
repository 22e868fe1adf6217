//! Proof over all eligible pairs, by column generation: a pair that was never tried could make the plan better only if
//! its cost and the price of the person together are less than what the household pays now. As long as there is one,
//! it is tried; when there is none, the plan is the best over all eligible pairs (Ford and Fulkerson 1958).

use wangge_transport::Edit;

use super::AssignError;
use super::model::{Model, most_pieces};
use super::near::Search;
use super::progress::{Listener, Progress, Stage};
use super::setting::Setting;
use crate::table::{at, cell, indices};

/// How many of its best new pairs a household gets in the first round; twice as many in each further one.
const PER_ROW: usize = 8;
/// The same for a taker, beyond twice its maximum.
const PER_TAKER: usize = 64;

/// A pair that would make the plan better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Better {
    taker: u32,
    /// By how much it is too cheap.
    reduced: i64,
    row: u32,
}

impl Model {
    /// Tries pairs until no eligible pair is left that could make the plan better.
    pub fn settle(&mut self, setting: &Setting, listener: Listener<'_>) -> Result<(), AssignError> {
        for round in 0.. {
            let better = self.better(setting, round, listener)?;
            let wider = self.widen(setting);
            if better.is_empty() && wider.is_empty() {
                break;
            }
            let total = setting.rows.len().try_into().unwrap_or(u64::MAX);
            listener(Progress { stage: Stage::Solving, round: round.saturating_add(1), done: 0, total });
            self.add(setting, better.iter().map(|better| (better.row, better.taker)), &wider)?;
        }
        Ok(())
    }

    /// Adds pairs that are not tried yet, rows ascending, and lays out the load costs of some takers again.
    pub fn add(
        &mut self,
        setting: &Setting,
        pairs: impl Iterator<Item = (u32, u32)>,
        wider: &[u32],
    ) -> Result<(), AssignError> {
        let mut table: Vec<(u32, i64)> = Vec::new();
        let mut rows: Vec<(u32, std::ops::Range<usize>)> = Vec::new();
        for (row, taker) in pairs {
            if rows.last().is_none_or(|last| last.0 != row) {
                let start = table.len();
                table.extend(self.solution.problem().arcs(row));
                rows.push((row, start..table.len()));
            }
            table.extend(self.arcs(setting, row, &[taker]));
            if let Some(last) = rows.last_mut() {
                last.1.end = table.len();
            }
        }
        let load_costs: Vec<_> = wider.iter().map(|taker| self.sinks.load_cost(setting, *taker)).collect();
        let rows = rows.iter().map(|(row, range)| Edit::SetRow {
            row: *row,
            demand: setting.row(*row).map_or(0, |row| row.demand),
            arcs: table.get(range.clone()).unwrap_or_default(),
        });
        let sinks = wider.iter().zip(&load_costs).filter_map(|(taker, load_cost)| {
            let sink = self.sinks.sink(*taker, 0)?;
            Some(Edit::SetSink { sink, limits: self.sinks.limits(setting, *taker, 0, load_cost) })
        });
        let edits: Vec<Edit<'_>> = rows.chain(sinks).collect();
        Ok(self.solution.resolve(&edits)?)
    }

    /// Takers whose load has come to the end of what their load cost was laid out for; it is laid out twice as far.
    fn widen(&mut self, setting: &Setting) -> Vec<u32> {
        if setting.terms.evenness == 0 {
            return Vec::new();
        }
        let mut wider = Vec::new();
        for taker in indices(setting.takers.len()) {
            let laid = cell(&self.sinks.pieces, taker, 0);
            let most = most_pieces(setting, taker);
            if laid < most && self.load(taker) >= laid {
                if let Some(pieces) = self.sinks.pieces.get_mut(at(taker)) {
                    *pieces = laid.saturating_mul(2).max(1).min(most);
                }
                wider.push(taker);
            }
        }
        wider
    }

    /// Pairs that would make the plan better, by row: of each household and of each taker the best.
    fn better(&self, setting: &Setting, round: u32, listener: Listener<'_>) -> Result<Vec<Better>, AssignError> {
        let prices = self.solution.certificate().prices;
        let out = self.solution.problem().penalties()?.unassigned;
        let total = setting.rows.len().try_into().unwrap_or(u64::MAX);
        let (mut done, mut found) = (0, Vec::new());
        let (mut search, mut values, mut tried) = (Search::default(), Vec::new(), Vec::new());
        let per_row = PER_ROW.saturating_mul(1 << round.min(24));
        let churn = i64::from(setting.terms.churn);
        for pool in &setting.pools {
            for slot in 0..setting.terms.slots() {
                let mut rows =
                    pool.rows.iter().filter(|row| setting.row(**row).is_some_and(|row| row.slot == slot)).peekable();
                if rows.peek().is_none() {
                    continue;
                }
                let price = |taker| self.sinks.sink(taker, slot).map_or(out, |sink| cell(&prices, sink, 0));
                let weights = pool.near.weigh(price);
                for &row in rows {
                    if done % 4096 == 0 {
                        listener(Progress { stage: Stage::Proving, round, done, total });
                    }
                    done += 1;
                    let Some(own) = setting.row(row).filter(|row| row.demand > 0) else { continue };
                    values.clear();
                    tried.clear();
                    for (sink, cost) in self.solution.problem().arcs(row) {
                        tried.push(sink);
                        values.push(cost.saturating_add(cell(&prices, sink, 0)).min(out));
                    }
                    tried.sort_unstable();
                    values.sort_unstable();
                    // What the dearest of its units pays.
                    let pays = values.get(at(own.demand - 1)).copied().unwrap_or(out);
                    let accept = |taker: u32| {
                        let sink = self.sinks.sink(taker, slot);
                        sink.is_some_and(|sink| tried.binary_search(&sink).is_err())
                            && setting.fits_class(own, taker)
                            && setting.mark(row, taker).is_plain()
                    };
                    let limit = pays.saturating_sub(churn);
                    pool.near.search(own.place.as_ref(), &weights, limit, per_row, &mut search, accept);
                    let reduced = |cost: i64| cost.saturating_sub(limit);
                    found.extend(search.found.iter().map(|(cost, taker)| Better {
                        taker: *taker,
                        reduced: reduced(*cost),
                        row,
                    }));
                }
            }
        }
        listener(Progress { stage: Stage::Proving, round, done: total, total });
        Ok(few(setting, found, round))
    }
}

/// Of each taker only the best: a single one that lacks households would otherwise be tried with all of a county.
fn few(setting: &Setting, mut found: Vec<Better>, round: u32) -> Vec<Better> {
    found.sort_unstable();
    let mut kept = Vec::with_capacity(found.len());
    for same in found.chunk_by(|a, b| a.taker == b.taker) {
        let upper = same.first().map_or(0, |better| setting.bounds(better.taker).1);
        let most =
            at(upper.min(1 << 20)).saturating_mul(2).saturating_add(PER_TAKER).saturating_mul(1 << round.min(24));
        kept.extend(same.iter().take(most).copied());
    }
    kept.sort_unstable_by_key(|better| (better.row, better.taker));
    kept
}
