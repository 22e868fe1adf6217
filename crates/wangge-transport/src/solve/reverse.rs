//! The search for the cheapest way to here: which unit could fill a place that became free.
//!
//! The same as the search on, against the edges: it lowers the prices of the nodes that it settled. It needs to know
//! which rows have an arc to a sink.

use super::forward::Search;
use super::state::{FAR, FREE, State, Step};
use crate::Problem;
use crate::arcs::{Arc, Cost};
use crate::number::{at, count, read};
use crate::problem::NONE;

/// The arcs to each sink.
#[derive(Debug, Clone, Default)]
pub struct Incoming {
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// Arcs that were added later; an arc of a row that has others now is passed over when it is read.
    later: Vec<Vec<Entry>>,
}

/// An arc as its sink sees it.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    row: u32,
    arc: u32,
    /// What it costs, or [`DEAR`] if that takes more room: most arcs are passed over by it alone.
    cost: i32,
}

/// A cost that has to be looked up.
const DEAR: i32 = i32::MIN;

impl Entry {
    fn new<C: Cost>(arcs: &[Arc<C>], row: u32, arc: u32) -> Self {
        let cost: i64 = read(arcs, arc).cost.into();
        Self { row, arc, cost: i32::try_from(cost).unwrap_or(DEAR) }
    }

    #[inline]
    fn cost<C: Cost>(self, arcs: &[Arc<C>]) -> i64 {
        if self.cost == DEAR { read(arcs, self.arc).cost.into() } else { self.cost.into() }
    }
}

impl Incoming {
    pub fn new<C: Cost>(problem: &Problem, arcs: &[Arc<C>]) -> Self {
        let mut starts = vec![0_u32; at(problem.sinks()) + 1];
        let spans =
            || (0..problem.rows()).zip(&problem.rows).map(|(row, span)| (row, span.start..span.start + span.len));
        for arc in spans().flat_map(|(_, span)| arcs.get(at(span.start)..at(span.end)).unwrap_or_default()) {
            starts.get_mut(at(arc.sink)).into_iter().for_each(|start| *start += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut entries = vec![Entry::default(); at(sum)];
        // From the last to the first, so that the entries of a sink ascend.
        for (row, span) in spans().rev() {
            for arc in span.rev() {
                let Some(start) = starts.get_mut(at(read(arcs, arc).sink)) else { continue };
                *start -= 1;
                entries.get_mut(at(*start)).into_iter().for_each(|entry| *entry = Entry::new(arcs, row, arc));
            }
        }
        let later = vec![Vec::new(); at(problem.sinks())];
        Self { starts, entries, later }
    }

    /// A row has other arcs now.
    pub fn add<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>], row: u32) {
        self.later.resize(at(problem.sinks()), Vec::new());
        let Some(span) = problem.rows.get(at(row)) else { return };
        for arc in span.start..span.start + span.len {
            let sink = read(arcs, arc).sink;
            self.later.get_mut(at(sink)).into_iter().for_each(|list| list.push(Entry::new(arcs, row, arc)));
        }
    }

    /// Starts again when most arcs were added later.
    pub fn tidy<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>]) {
        let later: usize = self.later.iter().map(Vec::len).sum();
        if later > self.entries.len() / 2 + 1024 {
            *self = Self::new(problem, arcs);
        }
    }

    /// The rows with an arc to a sink, of a problem that has not changed since.
    pub fn rows(&self, sink: u32) -> impl Iterator<Item = u32> {
        let entries = read(&self.starts, sink)..read(&self.starts, sink.saturating_add(1));
        self.entries.get(at(entries.start)..at(entries.end)).unwrap_or_default().iter().map(|entry| entry.row)
    }

    /// The arcs to a sink, those of rows that have others now among them.
    fn entries(&self, sink: u32) -> impl Iterator<Item = Entry> {
        let fixed = read(&self.starts, sink)..read(&self.starts, sink.saturating_add(1));
        let later = self.later.get(at(sink)).into_iter().flatten();
        self.entries.get(at(fixed.start)..at(fixed.end)).unwrap_or_default().iter().chain(later).copied()
    }
}

impl State {
    /// Settles nodes, backwards from where the search started, until `target` is the nearest or `limit` is reached.
    pub fn backward<C: Cost>(
        &mut self,
        search: &mut Search,
        arcs: &[Arc<C>],
        incoming: &Incoming,
        target: u32,
        limit: i64,
    ) -> i64 {
        loop {
            let bound = limit.min(self.dist(target));
            let Some((dist, node)) = search.next(&self.nodes, bound) else { return bound };
            if node == self.top() {
                self.enter_top(search, arcs, dist, bound);
            } else {
                self.enter(search, arcs, incoming, (dist, node), (target, bound));
            }
            self.climb(search, (dist, node), bound);
        }
    }

    /// Every unit that may come to a settled sink.
    fn enter<C: Cost>(
        &mut self,
        search: &mut Search,
        arcs: &[Arc<C>],
        incoming: &Incoming,
        (dist, node): (i64, u32),
        (target, mut bound): (u32, i64),
    ) {
        let price = self.price(node);
        for entry in incoming.entries(node) {
            let Entry { row, arc, .. } = entry;
            let there = dist + entry.cost(arcs) + price;
            let mut number = read(&self.first, row);
            loop {
                // Of a unit that stands before one of another row this says nothing, but then neither does the rest.
                if !self.several && there - read(&self.values, number) >= bound {
                    break;
                }
                let unit = read(&self.units, number);
                let current = unit.row == row && arc.wrapping_sub(unit.start) < unit.len;
                if !current || unit.len == 0 {
                    break;
                }
                if unit.arc != FREE && unit.arc != arc {
                    let from = self.node_of(arcs, unit);
                    let over = there - self.cost_of(arcs, unit) - self.price(from);
                    let new = over < bound && over < self.dist(from);
                    if new && !(self.several && self.taken(arcs, row, node)) {
                        search.reach(&mut self.nodes, from, over, Step::Arc { unit: number, arc });
                        let margin = read(&self.margins, from);
                        if from != target && margin.parent == target && margin.load > 0 {
                            let less = (self.price(from) - self.price(target) - margin.down).max(0);
                            search.reach(&mut self.nodes, target, over + less, Step::Down { sink: from });
                        }
                        bound = bound.min(self.dist(target));
                    }
                }
                number += 1;
                if !self.several {
                    break;
                }
            }
        }
    }

    /// Every unit could go nowhere.
    fn enter_top<C: Cost>(&mut self, search: &mut Search, arcs: &[Arc<C>], dist: i64, bound: i64) {
        let there = dist + self.out + self.price(self.top());
        for number in 0..count(self.units.len()) {
            let unit = read(&self.units, number);
            if unit.arc >= FREE || unit.row == NONE {
                continue;
            }
            let from = self.node_of(arcs, unit);
            let over = there - self.cost_of(arcs, unit) - self.price(from);
            if over < bound {
                search.reach(&mut self.nodes, from, over, Step::Arc { unit: number, arc: NONE });
            }
        }
    }

    /// Loads that could flow to a settled node: less from it to its parent, more from the sinks under it.
    fn climb(&mut self, search: &mut Search, (dist, node): (i64, u32), bound: i64) {
        let (top, price) = (self.top(), self.price(node));
        let margin = read(&self.margins, node);
        if node != top && margin.load > 0 {
            let over = dist + (price - self.price(margin.parent) - margin.down).max(0);
            if over < bound {
                search.reach(&mut self.nodes, margin.parent, over, Step::Down { sink: node });
            }
        }
        let all = 0..if self.children.is_none() && node == top { top } else { 0 };
        let under =
            self.children.as_ref().and_then(|children| children.get(at(node))).map_or([].as_slice(), |list| list);
        for sink in under.iter().copied().chain(all) {
            let margin = read(&self.margins, sink);
            if margin.up < FAR {
                let over = dist + (margin.up + price - read(&self.nodes, sink).price).max(0);
                if over < bound {
                    search.reach(&mut self.nodes, sink, over, Step::Up { sink });
                }
            }
        }
    }

    /// The steps that lead from a node to where the search started, the first first.
    fn way_on<C: Cost>(&self, search: &Search, arcs: &[Arc<C>], mut node: u32) -> Vec<Step> {
        let mut way = Vec::new();
        loop {
            let step = read(&search.steps, node);
            node = match step {
                Step::Start => return way,
                Step::Arc { arc: NONE, .. } => self.top(),
                Step::Arc { arc, .. } => read(arcs, arc).sink,
                Step::Up { sink } => read(&self.margins, sink).parent,
                Step::Down { sink } => sink,
            };
            way.push(step);
        }
    }

    /// Takes one more unit, or several, to a sink while that saves more than it costs.
    pub fn fill<C: Cost>(
        &mut self,
        search: &mut Search,
        problem: &Problem,
        arcs: &[Arc<C>],
        incoming: &Incoming,
        sink: u32,
    ) {
        loop {
            let margin = read(&self.margins, sink);
            let gain = self.price(sink) - self.price(margin.parent) - margin.up;
            if gain <= 0 {
                return;
            }
            search.reach(&mut self.nodes, sink, 0, Step::Start);
            let bound = self.backward(search, arcs, incoming, margin.parent, gain);
            let found = self.dist(margin.parent) < gain;
            let way = if found { self.way_on(search, arcs, margin.parent) } else { Vec::new() };
            search.finish(self, bound, -1);
            if found {
                self.apply(problem, arcs, &way);
                self.change_load(problem, sink, true);
            }
        }
    }

    /// Sends units away from a sink while that saves more than it costs.
    pub fn empty<C: Cost>(&mut self, search: &mut Search, problem: &Problem, arcs: &[Arc<C>], sink: u32) {
        loop {
            let margin = read(&self.margins, sink);
            let gain = margin.down - self.price(sink) + self.price(margin.parent);
            if gain <= 0 {
                return;
            }
            search.reach(&mut self.nodes, sink, 0, Step::Start);
            let bound = self.forward(search, arcs, margin.parent, gain);
            let found = self.dist(margin.parent) < gain;
            let way = if found { self.way(search, arcs, margin.parent) } else { Vec::new() };
            search.finish(self, bound, 1);
            if found {
                self.apply(problem, arcs, &way);
                self.change_load(problem, sink, false);
            }
        }
    }
}
