//! The proof of a plan, by ids, so that it can be written down and checked by somebody else.

use smol_str::SmolStr;

use super::model::Model;
use super::setting::Setting;
use super::taker::Taker;
use crate::table::{at, cell, indices};

/// Integer prices: what one more place with each taker would cost all others (A4).
///
/// Whatever they are, they give a number of metres that every plan costs at least; a plan that costs exactly as much
/// cannot be beaten. [`Directory::verify_plan`](crate::Directory::verify_plan) does this sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanCertificate {
    /// By id of the taker; whoever is not named has the price 0.
    pub prices: Vec<TakerPrice>,
    /// What it counts if a household misses a taker: more than any cost.
    pub unassigned: i64,
    /// What it counts if somebody misses a household for their minimum: more than any cost, less than `unassigned`.
    pub shortfall: i64,
}

/// The price of a taker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakerPrice {
    /// The id.
    pub taker: SmolStr,
    /// The price of a place, for a household that no limit counts.
    pub price: i64,
    /// The price of a place for a household that counts towards each of the programme's limits, in their order.
    pub limits: Vec<i64>,
}

impl PlanCertificate {
    pub(super) fn new(setting: &Setting, model: &Model) -> Self {
        let prices = model.solution.certificate().prices;
        let penalties = model.solution.problem().penalties().ok();
        let limits = &setting.terms.limits;
        let mut named: Vec<TakerPrice> = Vec::new();
        for taker in indices(setting.takers.len()) {
            let Some(sink) = model.sinks.sink(taker, 0) else { continue };
            let price = |slot: u32| cell(&prices, sink.saturating_add(slot), 0);
            let mut own = vec![0; limits.len()];
            for (slot, limit) in (1..).zip(limits) {
                if let Some(place) = own.get_mut(at(limit.number)) {
                    *place = price(slot);
                }
            }
            if price(0) != 0 || own.iter().any(|price| *price != 0) {
                let id = Taker::new(setting, taker).id().into();
                named.push(TakerPrice { taker: id, price: price(0), limits: own });
            }
        }
        named.sort_unstable_by(|a, b| a.taker.cmp(&b.taker));
        Self {
            prices: named,
            unassigned: penalties.map_or(0, |penalties| penalties.unassigned),
            shortfall: penalties.map_or(0, |penalties| penalties.shortfall),
        }
    }
}
