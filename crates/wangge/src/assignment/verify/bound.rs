//! The sum that proves a plan: whatever the prices, no plan costs less than
//!
//! ```text
//! sum over households of  the cheapest choice of eligible takers, each at cost + price      (or missing)
//! + sum over takers of    the cheapest load: its cost + what misses of the minimum - price x load
//! ```
//!
//! because prices, added to pairs and taken off loads, cancel in every plan. Pinned pairs are in every plan, and left out.

use super::{Verdict, claim};
use crate::area::hilbert;
use crate::assignment::certificate::PlanCertificate;
use crate::assignment::distance::{Place, PlaceBounds, UNPLACED_METRES};
use crate::assignment::setting::{Pool, Setting};
use crate::table::{Rows, at, cell, indices};

/// Takers that are passed over together, where even the nearest at the least price would be too dear.
const BLOCK: usize = 64;
/// Prices beyond it are brought inside: any prices are right, and sums of these are far from overflow.
const FARTHEST: i64 = 1 << 61;

/// Whether a plan that breaks no rule costs no more than every plan must.
pub fn verdict(setting: &Setting, pairs: &Rows<u32>, certificate: &PlanCertificate) -> Verdict {
    let missing = |row: u32| u64::from(setting.terms.per_household.saturating_sub(indices(pairs.row(row).len()).end));
    let unassigned: u64 = indices(setting.rows.len()).map(missing).sum();
    let shortfall = claim::shortfall(setting, pairs);
    if unassigned > 0 || shortfall > 0 {
        let (least_unassigned, least_shortfall) = setting.penalties();
        if i128::from(certificate.unassigned) < least_unassigned || i128::from(certificate.shortfall) < least_shortfall
        {
            let small = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
            return Verdict::Undercounted { unassigned: small(least_unassigned), shortfall: small(least_shortfall) };
        }
    }
    let proof = Proof { setting, prices: prices(setting, certificate), out: certificate.unassigned.clamp(0, FARTHEST) };
    let short = i128::from(certificate.shortfall.clamp(0, FARTHEST));
    let costs = i128::from(unassigned) * i128::from(proof.out) + i128::from(shortfall) * short + proof.plan(pairs);
    let gap = costs - proof.households(pairs) - proof.takers(short);
    if gap == 0 { Verdict::Optimal } else { Verdict::Unproven { gap } }
}

/// The price of each taker, slot by slot.
fn prices(setting: &Setting, certificate: &PlanCertificate) -> Vec<i64> {
    let slots = setting.terms.slots();
    let mut prices = vec![0; setting.takers.len().saturating_mul(at(slots))];
    let mut named: Vec<_> = certificate.prices.iter().collect();
    named.sort_by(|a, b| a.taker.cmp(&b.taker));
    for taker in indices(setting.takers.len()) {
        let id = setting.taker_id(taker);
        let Ok(found) = named.binary_search_by(|price| price.taker.as_str().cmp(id)) else { continue };
        let Some(price) = named.get(found) else { continue };
        let limits = setting.terms.limits.iter().map(|limit| price.limits.get(at(limit.number)).copied().unwrap_or(0));
        for (slot, price) in (0..slots).zip(std::iter::once(price.price).chain(limits)) {
            let place = taker.saturating_mul(slots).saturating_add(slot);
            prices.get_mut(at(place)).into_iter().for_each(|own| *own = price.clamp(-FARTHEST, FARTHEST));
        }
    }
    prices
}

struct Proof<'s> {
    setting: &'s Setting,
    prices: Vec<i64>,
    out: i64,
}

/// Takers near one another.
struct Block {
    /// Nothing if they have no place.
    bounds: Option<PlaceBounds>,
    /// Taker, place, price.
    takers: Vec<(u32, Option<Place>, i64)>,
    least: i64,
}

impl Proof<'_> {
    fn price(&self, taker: u32, slot: u32) -> i64 {
        cell(&self.prices, taker.saturating_mul(self.setting.terms.slots()).saturating_add(slot), 0)
    }

    /// What the plan costs, pins left out.
    fn plan(&self, pairs: &Rows<u32>) -> i128 {
        let setting = self.setting;
        let mut planned = vec![0_u32; setting.takers.len()];
        let mut sum = 0;
        for row in indices(setting.rows.len()) {
            for taker in pairs.row(row).iter().filter(|taker| !setting.mark(row, **taker).pinned) {
                sum += i128::from(setting.cost(row, *taker).total());
                planned.get_mut(at(*taker)).into_iter().for_each(|count| *count += 1);
            }
        }
        let load = |(taker, count)| i128::from(setting.load_cost(setting.base_load(taker), count));
        sum + (0..).zip(planned).map(load).sum::<i128>()
    }

    /// The least that the households can cost.
    fn households(&self, pairs: &Rows<u32>) -> i128 {
        let mut sum = 0;
        // Households without a pool have nobody.
        for row in self.setting.rows.iter().filter(|row| self.setting.pools.get(at(row.pool)).is_none()) {
            sum += i128::from(row.demand) * i128::from(self.out);
        }
        for pool in &self.setting.pools {
            for slot in 0..self.setting.terms.slots() {
                let of_slot = |row: &&u32| self.setting.row(**row).is_some_and(|row| row.slot == slot);
                let mut rows = pool.rows.iter().filter(of_slot).peekable();
                if rows.peek().is_none() {
                    continue;
                }
                let blocks = self.blocks(pool, slot);
                sum += rows.map(|row| self.household(*row, pairs.row(*row), &blocks)).sum::<i128>();
            }
        }
        sum
    }

    fn blocks(&self, pool: &Pool, slot: u32) -> Vec<Block> {
        let mut takers: Vec<(u32, Option<Place>, i64)> = pool
            .takers
            .iter()
            .map(|taker| (*taker, self.setting.taker(*taker).and_then(|own| own.place), self.price(*taker, slot)))
            .collect();
        takers.sort_by_cached_key(|(taker, place, _)| (place.map(|place| hilbert(place.point)), *taker));
        let placed = takers.chunk_by(|a, b| a.1.is_some() == b.1.is_some()).flat_map(|same| same.chunks(BLOCK));
        let block = |takers: &[(u32, Option<Place>, i64)]| Block {
            bounds: takers
                .iter()
                .filter_map(|taker| taker.1.as_ref())
                .fold(None, |bounds: Option<PlaceBounds>, place| {
                    Some(bounds.unwrap_or(PlaceBounds::NOTHING).with(place))
                }),
            least: takers.iter().map(|taker| taker.2).min().unwrap_or(0),
            takers: takers.to_vec(),
        };
        placed.map(block).collect()
    }

    /// The least that a household can cost: as many of the cheapest as it asks for.
    fn household(&self, row: u32, takers: &[u32], blocks: &[Block]) -> i128 {
        let setting = self.setting;
        let Some(own) = setting.row(row).filter(|own| own.demand > 0) else { return 0 };
        let value = |taker: u32| setting.cost(row, taker).total() + self.price(taker, own.slot);
        // What it has now is eligible; anything else must be cheaper to count.
        let planned = takers.iter().filter(|taker| !setting.mark(row, **taker).pinned);
        let mut best: Vec<i64> = planned.map(|taker| value(*taker).min(self.out)).collect();
        best.resize(at(own.demand), self.out);
        best.sort_unstable();
        let improve = |best: &mut Vec<i64>, value: i64| {
            best.insert(best.partition_point(|other| *other <= value), value);
            best.pop();
        };
        let worst = |best: &[i64]| best.last().copied().unwrap_or(i64::MIN);
        for mark in setting.marks.row(row).iter().filter(|mark| !mark.pinned && !takers.contains(&mark.taker)) {
            if setting.is_eligible(row, mark.taker) && value(mark.taker) < worst(&best) {
                improve(&mut best, value(mark.taker));
            }
        }
        let churn = i64::from(setting.terms.churn);
        for block in blocks {
            let nearest = match (&own.place, &block.bounds) {
                (Some(place), Some(bounds)) => place.least_metres(bounds),
                _ => UNPLACED_METRES,
            };
            if i64::from(nearest) + churn + block.least >= worst(&best) {
                continue;
            }
            for (taker, place, price) in &block.takers {
                let metres = own.place.zip(*place).map_or(UNPLACED_METRES, |(from, to)| from.metres(&to));
                let value = i64::from(metres) + churn + price;
                let counts = value < worst(&best)
                    && setting.mark(row, *taker).is_plain()
                    && !takers.contains(taker)
                    && setting.is_common(own, *taker);
                if counts {
                    improve(&mut best, value);
                }
            }
        }
        best.into_iter().map(i128::from).sum()
    }

    /// The least that the loads of all takers can cost.
    fn takers(&self, short: i128) -> i128 {
        let setting = self.setting;
        let open = indices(setting.takers.len()).filter(|taker| setting.is_open(*taker));
        open.map(|taker| {
            let (lower, upper) = setting.bounds(taker);
            let (evenness, base) = (i128::from(setting.terms.evenness), i128::from(setting.base_load(taker)));
            let price = i128::from(self.price(taker, 0));
            let below = cheapest(evenness, base, 0..lower.min(upper).into(), price + short);
            let above = cheapest(evenness, base, lower.min(upper).into()..upper.into(), price);
            let limits = (1..).zip(&setting.terms.limits).map(|(slot, limit)| {
                let own = i128::from(self.price(taker, slot)) - i128::from(self.price(taker, limit.parent));
                i128::from(setting.limit_left(taker, slot)) * (-own).min(0)
            });
            short * i128::from(lower) + below + above + limits.sum::<i128>()
        })
        .sum()
    }
}

/// The sum, over the numbers `n` of a range, of `evenness * (base + n) - worth` where that is below 0.
fn cheapest(evenness: i128, base: i128, range: std::ops::Range<i128>, worth: i128) -> i128 {
    let most = range.end - range.start;
    let count = if evenness == 0 {
        if worth > 0 { most } else { 0 }
    } else {
        // n < worth / evenness - base
        let end = (worth + evenness - 1).div_euclid(evenness) - base;
        (end - range.start).clamp(0, most)
    };
    evenness * (count * (base + range.start) + count * (count - 1) / 2) - count * worth
}

#[cfg(test)]
mod tests {
    use super::cheapest;

    #[test]
    fn the_closed_form_is_the_sum() {
        for evenness in 0..4 {
            for base in 0..4 {
                for worth in -9..30 {
                    for (from, until) in [(0, 0), (0, 5), (2, 2), (2, 9)] {
                        let sum: i128 = (from..until).map(|n| (evenness * (base + n) - worth).min(0)).sum();
                        assert_eq!(cheapest(evenness, base, from..until, worth), sum);
                    }
                }
            }
        }
    }
}
