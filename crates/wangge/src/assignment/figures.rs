//! What a person can judge a set of pairs by: today's, and the plan's, in the same terms.

use super::cost::Cost;
use super::setting::Setting;
use crate::table::{Rows, at, indices};

/// A set of pairs in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Figures {
    /// Households that are planned.
    pub households: u64,
    /// Pairs.
    pub pairs: u64,
    /// What they cost.
    pub cost: Cost,
    /// The greatest distance of a pair whose distance is known, in metres.
    pub longest: u32,
    /// Pairs whose distance is not known, because one of the two has no place: they count as 20,000 m each.
    pub unplaced: u64,
    /// Households that have fewer takers than they ask for.
    pub short: u64,
    /// How many takers they miss, all together.
    pub missing: u64,
    /// Pairs that are neither eligible nor pinned.
    pub ineligible: u64,
    /// People or units with fewer households than their minimum.
    pub below_minimum: u64,
    /// People or units with more households than their maximum: of those who have planned ones, or could have some.
    pub over_maximum: u64,
}

impl Figures {
    /// The figures of the pairs of each row, and of the loads that follow.
    pub(super) fn new(setting: &Setting, pairs: &Rows<u32>) -> Self {
        let mut figures = Self { households: count(setting.rows.len()), ..Self::default() };
        for row in indices(setting.rows.len()) {
            let Some(own) = setting.row(row) else { continue };
            let takers = pairs.row(row);
            figures.pairs += count(takers.len());
            let missing = at(setting.terms.per_household).saturating_sub(takers.len());
            figures.missing += count(missing);
            figures.short += u64::from(missing > 0);
            for &taker in takers {
                let mark = setting.mark(row, taker);
                figures.cost += setting.cost(row, taker);
                match setting.known_metres(own, taker, mark) {
                    Some(metres) => figures.longest = figures.longest.max(metres),
                    None => figures.unplaced += 1,
                }
                figures.ineligible += u64::from(!mark.pinned && !setting.is_eligible(row, taker));
            }
        }
        for (taker, load) in (0..).zip(loads(setting, pairs)) {
            let Some(own) = setting.taker(taker) else { continue };
            figures.cost.load += setting.load_cost(own.others.saturating_add(own.outside), load);
            let all = own.outside.saturating_add(load);
            figures.below_minimum += u64::from(all < setting.minimum(taker));
            let is_concerned = setting.is_open(taker) || load > 0;
            figures.over_maximum += u64::from(is_concerned && all > setting.terms.max);
        }
        figures
    }
}

/// How many households of the plan each taker has.
pub(super) fn loads(setting: &Setting, pairs: &Rows<u32>) -> Vec<u32> {
    let mut loads = vec![0_u32; setting.takers.len()];
    for taker in pairs.items() {
        if let Some(load) = loads.get_mut(at(*taker)) {
            *load = load.saturating_add(1);
        }
    }
    loads
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
