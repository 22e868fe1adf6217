//! The search for the cheapest way on: from where a unit stands to where one more can be taken.
//!
//! Dijkstra's algorithm on reduced costs, as in the successive shortest paths of Edmonds and Karp (1972) and in the
//! assignment algorithm of Jonker and Volgenant (1987): prices keep every edge non-negative, and a search that stops
//! early raises the prices of the nodes that it settled, and of no other. Rows are sorted by cost, so a row is left as
//! soon as its next arc cannot be better than the best way known.
//!
//! While a plan is mended after changes, the edge of a sink whose load is to change may have a negative reduced cost.
//! It counts as 0: to use it mends it, and a change of prices never makes it worse.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::members::Member;
use super::state::{FAR, FREE, Node, State, Step};
use crate::Problem;
use crate::arcs::{Arc, Cost};
use crate::number::{at, read};
use crate::problem::NONE;

/// What searches share, so that none allocates.
#[derive(Debug, Clone, Default)]
pub struct Search {
    pub heap: BinaryHeap<Reverse<(i64, u32)>>,
    /// Nodes with a distance.
    pub touched: Vec<u32>,
    pub steps: Vec<Step>,
    /// Nodes that were settled by all searches.
    pub settled: u64,
}

impl Search {
    pub fn new(nodes: usize) -> Self {
        Self { steps: vec![Step::Start; nodes], ..Self::default() }
    }

    /// A shorter way to a node.
    #[inline]
    pub fn reach(&mut self, nodes: &mut [Node], node: u32, dist: i64, step: Step) {
        let Some(label) = nodes.get_mut(at(node)) else { return };
        if dist >= label.dist {
            return;
        }
        if label.dist == FAR {
            self.touched.push(node);
        }
        label.dist = dist;
        if let Some(kept) = self.steps.get_mut(at(node)) {
            *kept = step;
        }
        self.heap.push(Reverse((dist, node)));
    }

    /// The next node to settle, nearer than the bound.
    pub fn next(&mut self, nodes: &[Node], bound: i64) -> Option<(i64, u32)> {
        loop {
            let Reverse((dist, node)) = self.heap.pop()?;
            if dist >= bound {
                return None;
            }
            if dist == read(nodes, node).dist {
                self.settled += 1;
                return Some((dist, node));
            }
        }
    }

    /// Forgets all distances; nodes nearer than `bound` have their price changed by what they are nearer, times `sign`.
    pub fn finish(&mut self, state: &mut State, bound: i64, sign: i64) {
        for number in self.touched.drain(..) {
            let Some(node) = state.nodes.get_mut(at(number)) else { continue };
            let change = sign * (bound - node.dist.min(bound));
            node.price += change;
            node.dist = FAR;
            state.floor = state.floor.min(node.price);
            if change != 0 && !state.values.is_empty() {
                for member in state.members.of(number) {
                    state.values.get_mut(at(member.unit)).into_iter().for_each(|value| *value += change);
                }
            }
        }
        if sign < 0 {
            state.fallen = state.fallen.saturating_add(bound);
        }
        self.heap.clear();
        state.level();
    }
}

impl State {
    /// Prices are relative to the top's, which is 0.
    fn level(&mut self) {
        let above = self.price(self.top());
        if above != 0 {
            self.fallen = self.fallen.saturating_add(above.max(0));
            self.nodes.iter_mut().for_each(|node| node.price -= above);
            self.values.iter_mut().for_each(|value| *value -= above);
            self.lower_floor();
        }
    }

    /// Settles nodes until `target` is the nearest, or `limit` is reached; gives the lesser of the two.
    pub fn forward<C: Cost>(&mut self, search: &mut Search, arcs: &[Arc<C>], target: u32, limit: i64) -> i64 {
        loop {
            let bound = limit.min(self.dist(target));
            let Some((dist, node)) = search.next(&self.nodes, bound) else { return bound };
            self.leave(search, arcs, (dist, node), (target, bound));
        }
    }

    /// Every edge out of a settled node.
    fn leave<C: Cost>(&mut self, search: &mut Search, arcs: &[Arc<C>], from: (i64, u32), to: (u32, i64)) {
        let ((dist, node), (target, mut bound)) = (from, to);
        let top = self.top();
        let price = self.price(node);
        for place in 0..self.members.len(node) {
            let Member { reserve, unit: number } = read(self.members.of(node), place);
            if dist - price + reserve - self.fallen >= bound {
                continue;
            }
            let unit = read(&self.units, number);
            let own = self.cost_of(arcs, unit);
            let best;
            (bound, best) = self.offer(search, arcs, number, dist - own - price, (target, bound));
            if !self.several {
                self.members.set_reserve(node, place, best - own + self.fallen);
            }
        }
        let margin = read(&self.margins, node);
        if node != top && margin.up < FAR {
            let over = (margin.up + self.price(margin.parent) - price).max(0);
            search.reach(&mut self.nodes, margin.parent, dist + over, Step::Up { sink: node });
        }
        if self.children.is_none() && node != top {
            return;
        }
        self.descend(search, (dist, node));
    }

    fn descend(&mut self, search: &mut Search, (dist, node): (i64, u32)) {
        let price = self.price(node);
        let all = 0..if self.children.is_none() { self.top() } else { 0 };
        let under =
            self.children.as_ref().and_then(|children| children.get(at(node))).map_or([].as_slice(), |list| list);
        for sink in under.iter().copied().chain(all) {
            let margin = read(&self.margins, sink);
            if margin.load > 0 {
                let over = (read(&self.nodes, sink).price - price - margin.down).max(0);
                search.reach(&mut self.nodes, sink, dist + over, Step::Down { sink });
            }
        }
    }

    /// Every place that a unit may go to, at `base` plus what it costs there; gives the bound, which may be lower now, and
    /// the least value of its other arcs.
    #[inline]
    pub fn offer<C: Cost>(
        &mut self,
        search: &mut Search,
        arcs: &[Arc<C>],
        number: u32,
        base: i64,
        (target, mut bound): (u32, i64),
    ) -> (i64, i64) {
        let unit = read(&self.units, number);
        let top = self.top();
        let mut best = if unit.arc == NONE { FAR } else { self.out + self.price(top) };
        let own = arcs.get(at(unit.start)..at(unit.start + unit.len)).unwrap_or_default();
        let room = bound.saturating_sub(self.floor);
        for (arc, to) in (unit.start..).zip(own) {
            let cost: i64 = to.cost.into();
            if cost + base >= room && cost + self.floor >= best {
                break;
            }
            let node = read(&self.nodes, to.sink);
            if arc == unit.arc {
                continue;
            }
            let value = cost + node.price;
            best = best.min(value);
            let dist = base + value;
            if dist >= bound || dist >= node.dist {
                continue;
            }
            if self.several && self.taken(arcs, unit.row, to.sink) {
                continue;
            }
            search.reach(&mut self.nodes, to.sink, dist, Step::Arc { unit: number, arc });
            let margin = read(&self.margins, to.sink);
            if margin.parent == top && margin.up < FAR {
                let over = (margin.up + self.price(top) - node.price).max(0);
                search.reach(&mut self.nodes, top, dist + over, Step::Up { sink: to.sink });
            }
            if to.sink == target || (margin.parent == target) {
                bound = bound.min(self.dist(target));
            }
        }
        let nowhere = base + self.out + self.price(top);
        if unit.arc != NONE && nowhere < bound {
            search.reach(&mut self.nodes, top, nowhere, Step::Arc { unit: number, arc: NONE });
        }
        (bound.min(self.dist(target)), best)
    }

    /// Puts a free unit into the plan at the least cost for all.
    pub fn place<C: Cost>(&mut self, search: &mut Search, problem: &Problem, arcs: &[Arc<C>], number: u32) {
        let top = self.top();
        self.offer(search, arcs, number, 0, (top, FAR));
        let bound = self.forward(search, arcs, top, FAR);
        let way = self.way(search, arcs, top);
        search.finish(self, bound, 1);
        self.apply(problem, arcs, &way);
    }

    /// The steps that led to a node, the last first.
    pub fn way<C: Cost>(&self, search: &Search, arcs: &[Arc<C>], mut node: u32) -> Vec<Step> {
        let mut way = Vec::new();
        loop {
            let step = read(&search.steps, node);
            match step {
                Step::Start => return way,
                Step::Arc { unit, .. } => {
                    let unit = read(&self.units, unit);
                    way.push(step);
                    if unit.arc == FREE {
                        return way;
                    }
                    node = self.node_of(arcs, unit);
                }
                Step::Up { sink } => {
                    way.push(step);
                    node = sink;
                }
                Step::Down { sink } => {
                    way.push(step);
                    node = read(&self.margins, sink).parent;
                }
            }
        }
    }

    /// Walks a way: units move, loads change.
    pub fn apply<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>], way: &[Step]) {
        for step in way {
            match *step {
                Step::Start => {}
                Step::Arc { unit, arc } => self.send(arcs, unit, arc),
                Step::Up { sink } => self.change_load(problem, sink, true),
                Step::Down { sink } => self.change_load(problem, sink, false),
            }
        }
    }
}
