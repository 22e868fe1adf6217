//! Finds minimal bottlenecks in a plan that leaves something out.

use std::collections::{BTreeMap, BTreeSet};

use crate::arcs::{Arc, Cost};
use crate::number::{at, read};
use crate::problem::{NONE, SinkData};
use crate::solve::{FAR, Incoming, State};
use crate::{Bottleneck, Problem, Sink};

/// All bottlenecks: one for each part of the network where units go nowhere, or lower bounds are missed.
pub fn bottlenecks<C: Cost>(problem: &Problem, state: &State, arcs: &[Arc<C>]) -> Vec<Bottleneck> {
    let mut found = capacities(problem, state, arcs);
    found.extend(minimums(problem, state, arcs));
    found
}

fn mark(marks: &mut [bool], number: u32) -> bool {
    let mark = marks.get_mut(at(number));
    mark.is_some_and(|mark| !std::mem::replace(mark, true))
}

fn capacities<C: Cost>(problem: &Problem, state: &State, arcs: &[Arc<C>]) -> Vec<Bottleneck> {
    let (mut rows, mut nodes) = (vec![false; at(problem.rows())], vec![false; state.nodes.len()]);
    let mut found = Vec::new();
    let mut minimal = Minimal::new(problem, false);
    for number in state.members.of(state.top()).iter().map(|member| member.unit).collect::<BTreeSet<_>>() {
        let row = read(&state.units, number).row;
        if mark(&mut rows, row) {
            let reached =
                Reach { problem, state, arcs, bounded: false }.forward(vec![row], None, &mut rows, &mut nodes);
            found.extend(minimal.capacity(core(problem, reached)));
        }
    }
    found
}

/// More looks at arcs than this are not spent on making a set of rows smaller.
const MOST_LOOKS: usize = 20_000_000;

/// Rows that cannot all be assigned, taken apart until any without one could; left as they are if there are many.
fn core(problem: &Problem, rows: Vec<u32>) -> Vec<u32> {
    let arcs: usize = rows.iter().map(|row| problem.arcs(*row).count()).sum();
    // With one unit a row it is such a set already: every row was reached from the one that goes nowhere, on a way that
    // could be used if that row were not where the way ends.
    let simple = rows.iter().all(|row| problem.demand(*row) == 1);
    if simple || arcs.saturating_mul(rows.len()) > MOST_LOOKS || fits(problem, &rows) {
        return rows;
    }
    let mut kept = rows.clone();
    for row in rows {
        let without: Vec<u32> = kept.iter().copied().filter(|other| *other != row).collect();
        if !fits(problem, &without) {
            kept = without;
        }
    }
    kept
}

/// Whether rows could all be assigned if there were no others.
fn fits(problem: &Problem, rows: &[u32]) -> bool {
    let mut wanted: BTreeSet<u32> = BTreeSet::new();
    for (mut sink, _) in rows.iter().flat_map(|row| problem.arcs(*row)) {
        while sink != NONE && wanted.insert(sink) {
            sink = problem.parent(sink);
        }
    }
    let mut alone = Problem::new();
    let mut number = BTreeMap::new();
    // Parents come before the sinks under them.
    for sink in wanted {
        let upper = problem.sinks.get(at(sink)).map_or(0, |sink| sink.upper);
        let parent = number.get(&problem.parent(sink)).copied();
        if let Ok(own) = alone.add_sink(Sink { upper, parent, ..Sink::default() }) {
            number.insert(sink, own);
        }
    }
    for row in rows {
        let known = problem.arcs(*row).filter_map(|(sink, _)| Some((*number.get(&sink)?, 0)));
        if alone.add_row(problem.demand(*row), &known.collect::<Vec<_>>()).is_err() {
            return true;
        }
    }
    crate::solve(alone).is_ok_and(|solution| solution.unassigned() == 0)
}

/// Searches of the network as it stands, whatever things cost.
struct Reach<'p, C> {
    problem: &'p Problem,
    state: &'p State,
    arcs: &'p [Arc<C>],
    /// Whether lower bounds count.
    bounded: bool,
}

impl<C: Cost> Reach<'_, C> {
    /// The rows that would have to give way, directly or in turn, for one more unit of a row or at a sink.
    fn forward(&self, mut reached: Vec<u32>, start: Option<u32>, rows: &mut [bool], nodes: &mut [bool]) -> Vec<u32> {
        let state = self.state;
        let mut queue: Vec<u32> = start.into_iter().filter(|start| mark(nodes, *start)).collect();
        let mut done = 0;
        loop {
            while let Some(row) = reached.get(done).copied() {
                done += 1;
                for (sink, _) in self.problem.arcs(row) {
                    if !state.taken(self.arcs, row, sink) && mark(nodes, sink) {
                        queue.push(sink);
                    }
                }
            }
            let Some(sink) = queue.pop() else { break };
            let margin = read(&state.margins, sink);
            if margin.up < FAR && margin.parent != state.top() && mark(nodes, margin.parent) {
                queue.push(margin.parent);
            }
            for child in state.under(sink) {
                let least = if self.bounded { self.problem.lower(child) } else { 0 };
                if read(&state.margins, child).load > least && mark(nodes, child) {
                    queue.push(child);
                }
            }
            for member in state.members.of(sink) {
                let row = read(&state.units, member.unit).row;
                if mark(rows, row) {
                    reached.push(row);
                }
            }
        }
        reached.sort_unstable();
        reached
    }

    /// The sinks whose units could come to a sink, directly or in turn; `None` if units could come from anywhere, but
    /// for what holds them back above.
    fn back(&self, incoming: &Incoming, sink: u32, nodes: &mut [bool]) -> Option<Vec<u32>> {
        let state = self.state;
        let mut open = false;
        let mut reached = vec![sink];
        let mut done = 0;
        while let Some(sink) = reached.get(done).copied() {
            done += 1;
            for row in incoming.rows(sink).filter(|row| !state.taken(self.arcs, *row, sink)) {
                for unit in state.units_of(row) {
                    let from = state.node_of(self.arcs, *unit);
                    open |= from == state.top();
                    if from != state.top() && mark(nodes, from) {
                        reached.push(from);
                    }
                }
            }
            let margin = read(&state.margins, sink);
            if margin.load > self.problem.lower(sink) {
                open |= margin.parent == state.top();
                if margin.parent != state.top() && mark(nodes, margin.parent) {
                    reached.push(margin.parent);
                }
            }
            for child in state.under(sink) {
                if read(&state.margins, child).up < FAR && mark(nodes, child) {
                    reached.push(child);
                }
            }
        }
        reached.sort_unstable();
        (!open).then_some(reached)
    }
}

/// Finds the tightest set of sinks for a set of rows, while rows are taken out one by one: by dynamic programming from
/// the leaves of the forest of sinks, `surplus` being what must flow in less what may flow out.
struct Minimal<'p> {
    problem: &'p Problem,
    /// Whether lower bounds count.
    bounded: bool,
    sinks: Vec<Surplus>,
    /// The sum over the sinks without a parent.
    total: i64,
}

#[derive(Clone, Copy, Default)]
struct Surplus {
    /// How many arcs of the rows end here, or at a sink under it.
    arcs: u32,
    /// The greatest surplus of the sinks under it, if it is in the set.
    within: i64,
    /// The same, with the arcs that end here, if it is not.
    without: i64,
}

impl Surplus {
    /// What it contributes if its parent is in the set, and if it is not.
    fn above(self, data: &SinkData, bounded: bool) -> (i64, i64) {
        let lower = if bounded { i64::from(data.lower) } else { 0 };
        (self.within.max(self.without + lower), self.within_best(data).max(self.without))
    }

    fn within_best(self, data: &SinkData) -> i64 {
        self.within - i64::from(data.upper)
    }
}

impl<'p> Minimal<'p> {
    fn new(problem: &'p Problem, bounded: bool) -> Self {
        let sinks = vec![Surplus::default(); at(problem.sinks())];
        let mut minimal = Self { problem, bounded, sinks, total: 0 };
        if bounded {
            // Without arcs every sink contributes its lower bound alone.
            for (sink, data) in (0..problem.sinks()).zip(&problem.sinks).rev() {
                let (inside, outside) = read(&minimal.sinks, sink).above(data, bounded);
                minimal.contribute(data.parent, inside, outside);
            }
        }
        minimal
    }

    fn contribute(&mut self, parent: u32, inside: i64, outside: i64) {
        match self.sinks.get_mut(at(parent)) {
            Some(above) => {
                above.within += inside;
                above.without += outside;
            }
            None => self.total += outside,
        }
    }

    /// Adds or takes out the arcs of a row.
    fn change(&mut self, row: u32, more: bool) {
        let step = if more { 1 } else { -1 };
        for (sink, _) in self.problem.arcs(row) {
            let (mut node, mut inside, mut outside) = (sink, 0, -i64::from(step));
            while let (Some(own), Some(data)) = (self.sinks.get_mut(at(node)), self.problem.sinks.get(at(node))) {
                let before = own.above(data, self.bounded);
                own.arcs = own.arcs.saturating_add_signed(step);
                own.within += inside;
                own.without += outside;
                let after = own.above(data, self.bounded);
                (inside, outside) = (after.0 - before.0, after.1 - before.1);
                node = data.parent;
            }
            self.total += outside;
        }
    }

    /// Takes out every row without which the others are still too many.
    fn capacity(&mut self, mut rows: Vec<u32>) -> Option<Bottleneck> {
        let demand = |row: u32| i64::from(self.problem.demand(row));
        let mut wanted: i64 = rows.iter().map(|row| demand(*row)).sum();
        for row in &rows {
            self.change(*row, true);
        }
        let mut before = usize::MAX;
        while wanted + self.total > 0 && rows.len() < before {
            before = rows.len();
            rows.retain(|row| {
                let own = i64::from(self.problem.demand(*row));
                self.change(*row, false);
                let needed = wanted - own + self.total <= 0;
                if needed {
                    self.change(*row, true);
                } else {
                    wanted -= own;
                }
                needed
            });
        }
        let short = u64::try_from(wanted + self.total).ok().filter(|short| *short > 0);
        let sinks = if short.is_some() { self.tightest(&rows) } else { Vec::new() };
        for row in &rows {
            self.change(*row, false);
        }
        short.map(|short| match self.bounded {
            true => Bottleneck::Nested { rows, sinks, short },
            false => Bottleneck::Capacity { rows, sinks, short },
        })
    }

    /// The sinks of the set; where it makes no difference, those that the rows may go to.
    fn tightest(&self, rows: &[u32]) -> Vec<u32> {
        if self.bounded {
            return self.choose(0..self.problem.sinks());
        }
        let mut sinks = BTreeSet::new();
        for (mut sink, _) in rows.iter().flat_map(|row| self.problem.arcs(*row)) {
            while sink != NONE && sinks.insert(sink) {
                sink = self.problem.parent(sink);
            }
        }
        self.choose(sinks)
    }

    /// From the roots down: parents come before the sinks under them.
    fn choose(&self, sinks: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut chosen = BTreeSet::new();
        for sink in sinks {
            let (own, Some(data)) = (read(&self.sinks, sink), self.problem.sinks.get(at(sink))) else { continue };
            let lower = if self.bounded { i64::from(data.lower) } else { 0 };
            let gain = match chosen.contains(&data.parent) {
                true => own.within - own.without - lower,
                false => own.within_best(data) - own.without,
            };
            if gain > 0 || (gain == 0 && own.arcs > 0) {
                chosen.insert(sink);
            }
        }
        chosen.into_iter().collect()
    }
}

fn minimums<C: Cost>(problem: &Problem, state: &State, arcs: &[Arc<C>]) -> Vec<Bottleneck> {
    let below = |sink: &u32| read(&state.margins, *sink).load < problem.lower(*sink);
    let below: Vec<u32> = (0..problem.sinks()).filter(below).collect();
    if below.is_empty() {
        return Vec::new();
    }
    let incoming = Incoming::new(problem, arcs);
    let reach = Reach { problem, state, arcs, bounded: true };
    let (mut nodes, mut rows) = (vec![false; state.nodes.len()], vec![false; at(problem.rows())]);
    let mut nodes_above = nodes.clone();
    let (inside, row_arcs) = (nodes.clone(), vec![0; at(problem.rows())]);
    let mut asking = Asking { problem, state, incoming: &incoming, inside, arcs: row_arcs, short: 0 };
    let mut minimal = None;
    let mut found = Vec::new();
    for sink in below {
        if !mark(&mut nodes, sink) {
            continue;
        }
        if let Some(reached) = reach.back(&incoming, sink, &mut nodes) {
            found.extend(asking.minimum(reached));
            continue;
        }
        // There are units enough, but above the sink there is no room for them.
        let parent = read(&state.margins, sink).parent;
        let reached = reach.forward(Vec::new(), Some(parent), &mut rows, &mut nodes_above);
        found.extend(minimal.get_or_insert_with(|| Minimal::new(problem, true)).capacity(reached));
    }
    found
}

/// Counts what rows can bring to sinks, and what these ask for, while sinks are taken out one by one.
struct Asking<'p> {
    problem: &'p Problem,
    incoming: &'p Incoming,
    state: &'p State,
    inside: Vec<bool>,
    /// How many arcs of each row end inside.
    arcs: Vec<u32>,
    short: i64,
}

impl Asking<'_> {
    /// Takes a sink in, or out.
    fn change(&mut self, sink: u32, within: bool) {
        self.short -= self.beside(sink);
        self.inside.get_mut(at(sink)).into_iter().for_each(|mark| *mark = within);
        self.short += self.beside(sink);
        for row in self.incoming.rows(sink) {
            let Some(arcs) = self.arcs.get_mut(at(row)) else { continue };
            let demand = self.problem.demand(row);
            let before = demand.min(*arcs);
            *arcs = if within { arcs.saturating_add(1) } else { arcs.saturating_sub(1) };
            self.short -= i64::from(demand.min(*arcs)) - i64::from(before);
        }
    }

    /// What the bounds between a sink, its parent and the sinks under it contribute.
    fn beside(&self, sink: u32) -> i64 {
        let edges = self
            .state
            .under(sink)
            .chain([sink])
            .filter_map(|lower| self.problem.sinks.get(at(lower)).map(|data| (lower, data)));
        let bound = |(lower, data): (u32, &SinkData)| match (read(&self.inside, lower), read(&self.inside, data.parent))
        {
            (true, false) => i64::from(data.lower),
            (false, true) => -i64::from(data.upper),
            _ => 0,
        };
        edges.map(bound).sum()
    }

    /// Takes out every sink without which the others still ask for too much.
    fn minimum(&mut self, mut sinks: Vec<u32>) -> Option<Bottleneck> {
        for sink in &sinks {
            self.change(*sink, true);
        }
        let mut before = usize::MAX;
        while self.short > 0 && sinks.len() < before {
            before = sinks.len();
            sinks.retain(|sink| {
                self.change(*sink, false);
                let needed = self.short <= 0;
                if needed {
                    self.change(*sink, true);
                }
                needed
            });
        }
        let short = u64::try_from(self.short).ok().filter(|short| *short > 0);
        let brings = |row: &u32| read(&self.arcs, *row).min(self.problem.demand(*row)) > 0;
        let rows = (0..self.problem.rows()).filter(brings).collect();
        for sink in &sinks {
            self.change(*sink, false);
        }
        short.map(|short| Bottleneck::Minimum { rows, sinks, short })
    }
}
