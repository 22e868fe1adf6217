//! In which order to walk to some places: a path from a start, at most twice as long as the shortest.
//!
//! A minimum spanning tree (Prim 1957), walked in preorder: the double tree of Rosenkrantz, Stearns and Lewis, "An
//! analysis of several heuristics for the traveling salesman problem", SIAM J. Comput. 6 (1977). A path that goes to all
//! places contains a spanning tree, so none is shorter than the tree; and going round the tree walks each of its edges
//! twice at most. Then stretches are turned round (2-opt, Croes 1958) and moved (Or 1976) while that shortens the path.
//! Time is quadratic in the places for the tree, and bounded for what comes after it.

use crate::table::{Rows, TooLarge, at, cell, indices};

/// How often the path is gone through at most to shorten it.
const PASSES: usize = 24;
/// How many pairs of places are looked at each time at most, where there are more than [`LEAST_REACH`] for each place.
const PAIRS: usize = 250_000;
/// How far along the path two places may at least be apart to be looked at.
const LEAST_REACH: usize = 8;
/// The most places that are moved together.
const STRETCH: usize = 3;

/// A path through the points from 0 on, which is where it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Walk {
    /// Every point once, the start first.
    pub order: Vec<u32>,
    /// The metres to each point from the one before it; 0 for the start.
    pub legs: Vec<u32>,
    /// What a minimum spanning tree of the points measures. `legs` are together at most twice as much.
    pub tree_metres: u64,
}

impl Walk {
    /// Of so many points, with the same metres there and back; points of equal distance in their order.
    ///
    /// Metres are whole, so that the way past other points can come out shorter than the direct one (0.4 and 0.4 are
    /// nothing, 0.8 is one). Where that alone would make the path longer than twice the tree, legs go along the tree.
    pub fn new(points: u32, metres: impl Fn(u32, u32) -> u32) -> Result<Self, TooLarge> {
        if points == 0 {
            return Ok(Self { order: Vec::new(), legs: Vec::new(), tree_metres: 0 });
        }
        let tree = Tree::new(points, &metres);
        let preorder = tree.preorder()?;
        let mut path = Path { order: preorder.clone(), metres: &metres };
        path.shorten();
        let tree_metres = tree.metres();
        let legs = path.legs();
        if sum(&legs) <= tree_metres.saturating_mul(2) {
            return Ok(Self { order: path.order, legs, tree_metres });
        }
        let path = Path { order: preorder, metres: &metres };
        let along = tree.legs(&path.order);
        let legs = path.legs().into_iter().zip(along).map(|(direct, along)| direct.min(along)).collect();
        Ok(Self { order: path.order, legs, tree_metres })
    }
}

fn sum(legs: &[u32]) -> u64 {
    legs.iter().map(|leg| u64::from(*leg)).sum()
}

/// A minimum spanning tree from point 0.
struct Tree {
    /// Each point in the order in which it was reached, with the point above it and the metres to it.
    reached: Vec<Edge>,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    point: u32,
    above: u32,
    metres: u32,
}

impl Tree {
    fn new(points: u32, metres: &impl Fn(u32, u32) -> u32) -> Self {
        let mut left: Vec<Edge> = (1..points).map(|point| Edge { point, above: 0, metres: u32::MAX }).collect();
        let mut reached = Vec::with_capacity(at(points));
        let mut last = 0;
        while !left.is_empty() {
            for edge in &mut left {
                let own = metres(last, edge.point);
                // The start is above until something else is nearer, be it ever so far.
                if own < edge.metres || last == 0 {
                    *edge = Edge { point: edge.point, above: last, metres: own };
                }
            }
            let nearest = left.iter().enumerate().min_by_key(|(_, edge)| (edge.metres, edge.point));
            let Some(place) = nearest.map(|(place, _)| place) else { break };
            let edge = left.swap_remove(place);
            last = edge.point;
            reached.push(edge);
        }
        Self { reached }
    }

    fn metres(&self) -> u64 {
        self.reached.iter().map(|edge| u64::from(edge.metres)).sum()
    }

    /// Every point before those under it; siblings as they were reached.
    fn preorder(&self) -> Result<Vec<u32>, TooLarge> {
        let points = self.reached.len() + 1;
        let under = Rows::group(points, self.reached.iter().map(|edge| (edge.above, edge.point)).collect())?;
        let (mut order, mut next) = (Vec::with_capacity(points), vec![0]);
        while let Some(point) = next.pop() {
            order.push(point);
            next.extend(under.row(point).iter().rev());
        }
        Ok(order)
    }

    /// The metres along the tree to each point of the preorder from the one before it.
    fn legs(&self, preorder: &[u32]) -> Vec<u32> {
        let mut above = vec![(0, 0); preorder.len()];
        for edge in &self.reached {
            if let Some(slot) = above.get_mut(at(edge.point)) {
                *slot = (edge.above, edge.metres);
            }
        }
        let leg = |(from, to): (&u32, &u32)| {
            let (fork, down) = cell(&above, *to, (0, 0));
            let (mut point, mut metres) = (*from, down);
            // Who comes next in preorder is under the last point, or under one above it.
            while point != fork && point != 0 {
                let (next, up) = cell(&above, point, (0, 0));
                (point, metres) = (next, metres.saturating_add(up));
            }
            metres
        };
        let first = indices(preorder.len()).take(1);
        first.chain(preorder.iter().zip(preorder.iter().skip(1)).map(leg)).collect()
    }
}

/// A path that starts at its first point and may end anywhere.
struct Path<'m, M> {
    order: Vec<u32>,
    metres: &'m M,
}

/// A way to shorten a path: it saves so many metres.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// The stretch from one place to another the other way round.
    Turn { from: usize, to: usize },
    /// A stretch of some length to behind a place outside it, perhaps the other way round.
    Move { from: usize, len: usize, behind: usize, turned: bool },
}

impl<M: Fn(u32, u32) -> u32> Path<'_, M> {
    /// The metres to each point from the one before it.
    fn legs(&self) -> Vec<u32> {
        let first = indices(self.order.len()).take(1);
        let legs = self.order.iter().zip(self.order.iter().skip(1)).map(|(from, to)| (self.metres)(*from, *to));
        first.chain(legs).collect()
    }

    /// The metres between two places of the path; none to what is beyond its end.
    fn leg(&self, from: usize, to: usize) -> i64 {
        let ends = self.order.get(from).zip(self.order.get(to));
        ends.map_or(0, |(from, to)| i64::from((self.metres)(*from, *to)))
    }

    /// Changes the path as long as that shortens it: the best change at each place, from the start on.
    fn shorten(&mut self) {
        let len = self.order.len();
        let reach = (PAIRS / len.max(1)).max(LEAST_REACH);
        for _ in 0..PASSES {
            let mut is_shorter = false;
            for place in 1..len {
                if let Some(change) = self.best(place, reach) {
                    self.apply(change);
                    is_shorter = true;
                }
            }
            if !is_shorter {
                return;
            }
        }
    }

    /// What saves most for the stretches that begin at a place; the first of equals.
    fn best(&self, from: usize, reach: usize) -> Option<Change> {
        let (mut most, mut best) = (0, None);
        let mut look = |saved: i64, change: Change| {
            if saved > most {
                (most, best) = (saved, Some(change));
            }
        };
        let end = self.order.len().min(from.saturating_add(reach));
        for to in from + 1..end {
            let saved = self.leg(from - 1, from) + self.leg(to, to + 1);
            look(saved - self.leg(from - 1, to) - self.leg(from, to + 1), Change::Turn { from, to });
        }
        for len in (1..=STRETCH).filter(|len| from + len <= self.order.len()) {
            let (next, last) = (from + len, from + len - 1);
            let saved = self.leg(from - 1, from) + self.leg(last, next) - self.leg(from - 1, next);
            if saved <= 0 {
                continue;
            }
            let places = from.saturating_sub(reach)..self.order.len().min(next.saturating_add(reach));
            for behind in places.filter(|behind| *behind + 1 < from || *behind >= next) {
                let saved = saved + self.leg(behind, behind + 1);
                let straight = self.leg(behind, from) + self.leg(last, behind + 1);
                look(saved - straight, Change::Move { from, len, behind, turned: false });
                let turned = self.leg(behind, last) + self.leg(from, behind + 1);
                look(saved - turned, Change::Move { from, len, behind, turned: true });
            }
        }
        best
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Turn { from, to } => self.order.get_mut(from..=to).unwrap_or_default().reverse(),
            Change::Move { from, len, behind, turned } => {
                let (start, end) = if behind < from { (behind + 1, from + len) } else { (from, behind + 1) };
                let stretch = self.order.get_mut(start..end).unwrap_or_default();
                let own = if behind < from {
                    stretch.rotate_right(len);
                    stretch.get_mut(..len)
                } else {
                    stretch.rotate_left(len);
                    let place = stretch.len() - len;
                    stretch.get_mut(place..)
                };
                if turned {
                    own.unwrap_or_default().reverse();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
