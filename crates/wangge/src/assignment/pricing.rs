//! Proof over all eligible pairs, by column generation: a pair that was never tried could make the plan better only if
//! its cost and the price of the person together are less than what the household pays now. As long as there is one,
//! it is tried; when there is none, the plan is the best over all eligible pairs (Ford and Fulkerson 1958).

use super::AssignError;
use super::model::Model;
use super::near::{Near, Search};
use super::progress::{Listener, Progress, Stage};
use super::setting::{Pool, Setting};
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

/// What was looked at last, so that only what has changed is looked at again.
#[derive(Debug, Clone)]
pub struct Pricing {
    prices: Vec<i64>,
    /// What the dearest unit of each row paid.
    pays: Vec<i64>,
    /// Rows that may have better pairs at those prices.
    open: Vec<bool>,
    round: u32,
}

/// The scratch of one look.
#[derive(Default)]
struct Look {
    search: Search,
    values: Vec<i64>,
    tried: Vec<u32>,
    found: Vec<Better>,
}

impl Pricing {
    /// Nothing was looked at.
    pub fn new(setting: &Setting) -> Self {
        let rows = setting.rows.len();
        Self { prices: Vec::new(), pays: vec![0; rows], open: vec![true; rows], round: 0 }
    }

    /// Everything was looked at, and there is no better pair.
    pub fn settled(setting: &Setting, model: &Model) -> Self {
        let prices = model.solution.certificate().prices;
        let out = model.out();
        let mut look = Look::default();
        let pays = indices(setting.rows.len()).map(|row| look.pays(model, &prices, out, row)).collect();
        Self { prices, pays, open: vec![false; setting.rows.len()], round: 0 }
    }

    /// Tries pairs until no eligible pair is left that could make the plan better.
    pub fn settle(&mut self, setting: &Setting, model: &mut Model, listener: Listener<'_>) -> Result<(), AssignError> {
        loop {
            let better = self.better(setting, model, listener);
            let wider = model.widen(setting);
            if better.is_empty() && wider.is_empty() {
                return Ok(());
            }
            self.round = self.round.saturating_add(1);
            listener(Progress { stage: Stage::Solving, round: self.round, done: 0, total: total(setting) });
            model.add(setting, better.iter().map(|better| (better.row, better.taker)), &wider)?;
        }
    }

    /// Pairs that would make the plan better, by row: of each household and of each taker the best.
    fn better(&mut self, setting: &Setting, model: &Model, listener: Listener<'_>) -> Vec<Better> {
        let prices = model.solution.certificate().prices;
        let cheaper = cheaper(setting, model, &self.prices, &prices);
        let (mut done, mut look) = (0, Look::default());
        for (pool, cheaper) in setting.pools.iter().zip(&cheaper) {
            for slot in 0..setting.terms.slots() {
                let of_slot = |row: &&u32| setting.row(**row).is_some_and(|row| row.slot == slot);
                let mut scan = Scan::new(setting, model, &prices, pool, cheaper, slot);
                for &row in pool.rows.iter().filter(of_slot) {
                    if done % 4096 == 0 {
                        let stage = Stage::Proving;
                        listener(Progress { stage, round: self.round, done, total: total(setting) });
                    }
                    done += 1;
                    if model.demand(row) == 0 {
                        continue;
                    }
                    let pays = look.pays(model, &prices, scan.out, row);
                    let (Some(before), Some(open)) = (self.pays.get_mut(at(row)), self.open.get_mut(at(row))) else {
                        continue;
                    };
                    let all = *open || pays > *before;
                    *before = pays;
                    *open = scan.look(&mut look, row, pays, all, self.round);
                }
            }
        }
        self.prices = prices;
        let rounds = Progress { stage: Stage::Proving, round: self.round, done: total(setting), total: total(setting) };
        listener(rounds);
        few(setting, look.found, self.round)
    }
}

impl Look {
    /// What the dearest unit of a row pays; notes the sinks that it has tried.
    fn pays(&mut self, model: &Model, prices: &[i64], out: i64, row: u32) -> i64 {
        self.values.clear();
        self.tried.clear();
        for (sink, cost) in model.arcs(row) {
            self.tried.push(sink);
            self.values.push(cost.saturating_add(cell(prices, sink, 0)).min(out));
        }
        self.tried.sort_unstable();
        self.values.sort_unstable();
        let last = model.demand(row).saturating_sub(1);
        self.values.get(at(last)).copied().unwrap_or(out)
    }
}

/// The takers of each pool that have become cheaper.
fn cheaper(setting: &Setting, model: &Model, before: &[i64], now: &[i64]) -> Vec<Vec<u32>> {
    if before.is_empty() {
        // Every row is open.
        return vec![Vec::new(); setting.pools.len()];
    }
    let fell = |taker: u32| {
        let mut sinks = (0..setting.terms.slots()).filter_map(|slot| model.sinks.sink(taker, slot));
        sinks.any(|sink| cell(now, sink, 0) < cell(before, sink, i64::MAX))
    };
    let fell: Vec<bool> = indices(setting.takers.len()).map(fell).collect();
    let of_pool = |pool: &Pool| pool.takers.iter().copied().filter(|taker| cell(&fell, *taker, false)).collect();
    setting.pools.iter().map(of_pool).collect()
}

/// A look at the rows of one pool and slot.
struct Scan<'a> {
    setting: &'a Setting,
    model: &'a Model,
    prices: &'a [i64],
    pool: &'a Pool,
    slot: u32,
    out: i64,
    /// All takers of the pool, weighed when the first row asks for them.
    all: Option<super::near::Weights>,
    /// Those that have become cheaper.
    cheaper: Option<(Near, super::near::Weights)>,
}

impl<'a> Scan<'a> {
    fn new(
        setting: &'a Setting,
        model: &'a Model,
        prices: &'a [i64],
        pool: &'a Pool,
        cheaper: &[u32],
        slot: u32,
    ) -> Self {
        let out = model.out();
        let mut scan = Self { setting, model, prices, pool, slot, out, all: None, cheaper: None };
        if !cheaper.is_empty() {
            let near = Near::new(cheaper.iter().map(|taker| (*taker, setting.taker(*taker).and_then(|own| own.place))));
            let weights = near.weigh(|taker| scan.price(taker));
            scan.cheaper = Some((near, weights));
        }
        scan
    }

    fn price(&self, taker: u32) -> i64 {
        self.model.sinks.sink(taker, self.slot).map_or(self.out, |sink| cell(self.prices, sink, 0))
    }

    /// Finds the best new pairs of a row among all takers, or among those that have become cheaper; whether there are any.
    fn look(&mut self, look: &mut Look, row: u32, pays: i64, all: bool, round: u32) -> bool {
        let setting = self.setting;
        let Some(own) = setting.row(row) else { return false };
        if all && self.all.is_none() {
            self.all = Some(self.pool.near.weigh(|taker| self.price(taker)));
        }
        let (near, weights) = match (&self.all, &self.cheaper) {
            (Some(weights), _) if all => (&self.pool.near, weights),
            (_, Some((near, weights))) => (near, weights),
            _ => return false,
        };
        let Look { search, tried, found, .. } = look;
        let accept = |taker: u32| {
            let sink = self.model.sinks.sink(taker, self.slot);
            sink.is_some_and(|sink| tried.binary_search(&sink).is_err())
                && setting.fits_class(own, taker)
                && setting.mark(row, taker).is_plain()
                && self.model.sinks.forced != Some((row, taker))
        };
        let limit = pays.saturating_sub(setting.terms.churn.into());
        let per_row = PER_ROW.saturating_mul(1 << round.min(24));
        near.search(own.place.as_ref(), weights, limit, per_row, search, accept);
        let reduced = |cost: i64| cost.saturating_sub(limit);
        found.extend(search.found.iter().map(|(cost, taker)| Better { taker: *taker, reduced: reduced(*cost), row }));
        !search.found.is_empty()
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

fn total(setting: &Setting) -> u64 {
    u64::from(indices(setting.rows.len()).end)
}
