//! Points by place: the cheapest of them, where each adds its own weight to its distance, without looking at all.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::distance::{Place, PlaceBounds, UNPLACED_METRES};
use crate::area::hilbert;
use crate::table::{at, indices};

/// Children of a node.
const FANOUT: usize = 8;

/// Things by place: a tree of boxes over them in the order of a Hilbert curve. Those without a place stand apart.
#[derive(Debug, Clone, Default)]
pub struct Near {
    ids: Vec<u32>,
    places: Vec<Place>,
    /// Boxes of eight things each, then boxes of eight of these, up to one.
    tiers: Vec<Vec<PlaceBounds>>,
    unplaced: Vec<u32>,
}

/// What each thing adds to its distance.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    /// In the order of the curve.
    leaves: Vec<i64>,
    /// The least under each box.
    tiers: Vec<Vec<i64>>,
    /// Those without a place, the least first.
    unplaced: Vec<(i64, u32)>,
    /// All, the least first; made when a place is asked for that is none.
    all: Vec<(i64, u32)>,
}

/// What a search needs again and again.
#[derive(Debug, Default)]
pub struct Search {
    heap: BinaryHeap<Reverse<(i64, u32, u32)>>,
    /// The best, the least first: cost and thing.
    pub found: Vec<(i64, u32)>,
}

impl Near {
    pub fn new(things: impl Iterator<Item = (u32, Option<Place>)>) -> Self {
        let mut near = Self::default();
        let mut placed = Vec::new();
        for (id, place) in things {
            match place {
                Some(place) => placed.push((id, place)),
                None => near.unplaced.push(id),
            }
        }
        placed.sort_by_cached_key(|(id, place)| (hilbert(place.point), *id));
        (near.ids, near.places) = placed.into_iter().unzip();
        let around = |places: &[Place]| places.iter().fold(PlaceBounds::NOTHING, PlaceBounds::with);
        let mut tier: Vec<PlaceBounds> = near.places.chunks(FANOUT).map(around).collect();
        while tier.len() > 1 {
            let join = |boxes: &[PlaceBounds]| boxes.iter().fold(PlaceBounds::NOTHING, PlaceBounds::or);
            let above = tier.chunks(FANOUT).map(join).collect();
            near.tiers.push(std::mem::replace(&mut tier, above));
        }
        near.tiers.push(tier);
        near
    }

    /// Weights for everything in it.
    pub fn weigh(&self, weight: impl Fn(u32) -> i64) -> Weights {
        let leaves: Vec<i64> = self.ids.iter().map(|id| weight(*id)).collect();
        let mut tiers: Vec<Vec<i64>> = Vec::with_capacity(self.tiers.len());
        for _ in &self.tiers {
            let below = tiers.last().unwrap_or(&leaves);
            tiers.push(below.chunks(FANOUT).map(|chunk| chunk.iter().copied().min().unwrap_or(i64::MAX)).collect());
        }
        let mut unplaced: Vec<(i64, u32)> = self.unplaced.iter().map(|id| (weight(*id), *id)).collect();
        unplaced.sort_unstable();
        let mut all: Vec<(i64, u32)> = leaves.iter().copied().zip(self.ids.iter().copied()).collect();
        all.extend_from_slice(&unplaced);
        all.sort_unstable();
        Weights { leaves, tiers, unplaced, all }
    }

    /// Finds, of the things that are accepted and whose distance and weight are together less than `limit`, the first
    /// `count` by this sum, then by id.
    pub fn search(
        &self,
        from: Option<&Place>,
        weights: &Weights,
        limit: i64,
        count: usize,
        search: &mut Search,
        mut accept: impl FnMut(u32) -> bool,
    ) {
        search.found.clear();
        search.heap.clear();
        if count == 0 {
            return;
        }
        // Those at the same distance whatever the place.
        let apart = if from.is_some() { &weights.unplaced } else { &weights.all };
        for (weight, id) in apart {
            let cost = weight.saturating_add(UNPLACED_METRES.into());
            if cost >= limit || search.found.len() == count {
                break;
            }
            if accept(*id) {
                search.found.push((cost, *id));
            }
        }
        let Some(from) = from else { return };
        let top = indices(self.tiers.len()).end.saturating_sub(1);
        self.push(from, weights, limit, count, search, top, 0..1);
        while let Some(Reverse((least, tier, node))) = search.heap.pop() {
            if least > bound(search, limit, count) || least >= limit {
                break;
            }
            let first = at(node) * FANOUT;
            if tier > 0 {
                self.push(from, weights, limit, count, search, tier - 1, first..first + FANOUT);
                continue;
            }
            let things = self.ids.iter().zip(&self.places).zip(&weights.leaves).skip(first).take(FANOUT);
            for ((id, place), weight) in things {
                let cost = weight.saturating_add(from.metres(place).into());
                if cost < limit
                    && (search.found.len() < count || search.found.last() > Some(&(cost, *id)))
                    && accept(*id)
                {
                    let place = search.found.partition_point(|other| *other < (cost, *id));
                    search.found.insert(place, (cost, *id));
                    search.found.truncate(count);
                }
            }
        }
    }

    /// Puts boxes of a tier on the heap.
    #[expect(clippy::too_many_arguments, reason = "one search, taken apart")]
    fn push(
        &self,
        from: &Place,
        weights: &Weights,
        limit: i64,
        count: usize,
        search: &mut Search,
        tier: u32,
        nodes: std::ops::Range<usize>,
    ) {
        let (Some(boxes), Some(least)) = (self.tiers.get(at(tier)), weights.tiers.get(at(tier))) else { return };
        let bound = bound(search, limit, count);
        let both = boxes.iter().zip(least).zip(0..).skip(nodes.start).take(nodes.len());
        for ((bounds, weight), node) in both {
            let least = weight.saturating_add(from.least_metres(bounds).into());
            if least <= bound && least < limit {
                search.heap.push(Reverse((least, tier, node)));
            }
        }
    }
}

/// Nothing that costs more is looked for any longer.
fn bound(search: &Search, limit: i64, count: usize) -> i64 {
    search.found.last().filter(|_| search.found.len() == count).map_or(limit, |last| last.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::Point;

    #[test]
    fn the_cheapest_are_found_as_by_looking_at_all() {
        let mut seed = 7_u64;
        let mut next = |end: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % end
        };
        let mut search = Search::default();
        for round in 0..300 {
            let size = next(if round % 10 == 0 { 700 } else { 30 });
            let mut place = || {
                let degrees = |n: u64| u32::try_from(n).map_or(0.0, f64::from) / 1e4;
                let point = Point::from_degrees([111.0 + degrees(next(900)), 29.0 + degrees(next(900))]);
                point.filter(|_| next(8) > 0).map(Place::new)
            };
            let places: Vec<Option<Place>> = (0..size).map(|_| place()).collect();
            let froms: Vec<Option<Place>> = (0..5).map(|_| place()).collect();
            let near = Near::new((0..).zip(places.iter().copied()));
            let weight: Vec<i64> = (0..size).map(|_| i64::try_from(next(4)).unwrap_or(0) * 500 - 700).collect();
            let weigh = |id: u32| weight.get(at(id)).copied().unwrap_or(0);
            let weights = near.weigh(weigh);
            for from in &froms {
                let (limit, count) = (i64::try_from(next(9_000)).unwrap_or(0), usize::try_from(next(20)).unwrap_or(0));
                let limit = if next(3) == 0 { i64::MAX } else { limit };
                let accept = |id: u32| id % 5 != 3;
                near.search(from.as_ref(), &weights, limit, count, &mut search, accept);
                let metres = |to: &Option<Place>| match (from, to) {
                    (Some(from), Some(to)) => from.metres(to),
                    _ => UNPLACED_METRES,
                };
                let mut all: Vec<(i64, u32)> =
                    (0..).zip(&places).map(|(id, to)| (i64::from(metres(to)) + weigh(id), id)).collect();
                all.retain(|(cost, id)| *cost < limit && accept(*id));
                all.sort_unstable();
                all.truncate(count);
                assert_eq!(search.found, all);
            }
        }
    }
}
