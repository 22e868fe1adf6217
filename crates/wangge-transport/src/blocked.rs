//! Finds minimal bottlenecks in a plan that leaves something out.

use crate::arcs::{Arc, Cost};
use crate::number::{at, read};
use crate::problem::{NONE, SinkData};
use crate::solve::{Incoming, State};
use crate::{Bottleneck, Problem};

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
    let mut minimal = Minimal::new(problem);
    for number in state.members.of(state.top()).iter().copied().collect::<std::collections::BTreeSet<_>>() {
        let row = read(&state.units, number).row;
        if read(&rows, row) {
            continue;
        }
        let reached = reach(state, arcs, row, &mut rows, &mut nodes);
        found.extend(minimal.capacity(reached));
    }
    found
}

/// The rows that would have to give way, directly or in turn, for a unit that goes nowhere.
fn reach<C: Cost>(state: &State, arcs: &[Arc<C>], row: u32, rows: &mut [bool], nodes: &mut [bool]) -> Vec<u32> {
    mark(rows, row);
    let mut reached = vec![row];
    let mut queue = Vec::new();
    let mut done = 0;
    loop {
        while let Some(row) = reached.get(done).copied() {
            done += 1;
            let unit = state.units_of(row).first().copied().unwrap_or_default();
            for arc in arcs.get(at(unit.start)..at(unit.start + unit.len)).unwrap_or_default() {
                if !state.taken(arcs, row, arc.sink) && mark(nodes, arc.sink) {
                    queue.push(arc.sink);
                }
            }
        }
        let Some(sink) = queue.pop() else { break };
        let margin = read(&state.margins, sink);
        if margin.up < crate::solve::FAR && margin.parent != state.top() && mark(nodes, margin.parent) {
            queue.push(margin.parent);
        }
        let under = state.children.as_ref().and_then(|children| children.get(at(sink)));
        for child in under.into_iter().flatten().copied() {
            if read(&state.margins, child).load > 0 && mark(nodes, child) {
                queue.push(child);
            }
        }
        for unit in state.members.of(sink) {
            let row = read(&state.units, *unit).row;
            if mark(rows, row) {
                reached.push(row);
            }
        }
    }
    reached.sort_unstable();
    reached
}

/// Counts what rows can bring to their sinks, while rows are taken out one by one.
struct Minimal<'p> {
    problem: &'p Problem,
    /// How many arcs of the rows end at each sink.
    arcs: Vec<u64>,
    /// What flows out of each sink at most.
    flow: Vec<u64>,
    /// What flows into each sink at most.
    inflow: Vec<u64>,
}

impl<'p> Minimal<'p> {
    fn new(problem: &'p Problem) -> Self {
        let zeros = vec![0; at(problem.sinks())];
        Self { problem, arcs: zeros.clone(), flow: zeros.clone(), inflow: zeros }
    }

    /// Adds or takes out the arcs of a row; gives by how much the flow out of the roots changes.
    fn change(&mut self, row: u32, more: bool) -> i64 {
        let mut change = 0;
        for (sink, _) in self.problem.arcs(row) {
            let mut node = sink;
            let mut step: i64 = if more { 1 } else { -1 };
            self.arcs.get_mut(at(sink)).into_iter().for_each(|arcs| *arcs = arcs.saturating_add_signed(step));
            while node != NONE && step != 0 {
                let Some(data) = self.problem.sinks.get(at(node)) else { break };
                let (Some(inflow), Some(flow)) = (self.inflow.get_mut(at(node)), self.flow.get_mut(at(node))) else {
                    break;
                };
                *inflow = inflow.saturating_add_signed(step);
                let new = (*inflow).min(data.upper.into());
                step = i64::try_from(new).unwrap_or(i64::MAX) - i64::try_from(*flow).unwrap_or(i64::MAX);
                *flow = new;
                node = data.parent;
            }
            change += step;
        }
        change
    }

    /// Takes out every row without which the others are still too many.
    fn capacity(&mut self, mut rows: Vec<u32>) -> Option<Bottleneck> {
        let demand = |row: u32| i64::from(self.problem.demand(row));
        let wanted: i64 = rows.iter().map(|row| demand(*row)).sum();
        let mut short = wanted - rows.iter().map(|row| self.change(*row, true)).sum::<i64>();
        let mut before = usize::MAX;
        while short > 0 && rows.len() < before {
            before = rows.len();
            rows.retain(|row| {
                let without = short - i64::from(self.problem.demand(*row)) - self.change(*row, false);
                if without > 0 {
                    short = without;
                    return false;
                }
                self.change(*row, true);
                true
            });
        }
        let sinks = self.full(&rows);
        rows.iter().for_each(|row| {
            self.change(*row, false);
        });
        let short = u64::try_from(short).ok().filter(|short| *short > 0)?;
        Some(Bottleneck::Capacity { rows, sinks, short })
    }

    /// The sinks whose upper bounds hold the rows back, with all that is under them.
    fn full(&self, rows: &[u32]) -> Vec<u32> {
        let mut sinks = std::collections::BTreeSet::new();
        for sink in rows.iter().flat_map(|row| self.problem.arcs(*row)).map(|arc| arc.0) {
            let mut chain = Vec::new();
            let mut node = sink;
            while node != NONE {
                chain.push(node);
                node = self.problem.parent(node);
            }
            let holds = |node: &u32| {
                let upper = self.problem.sinks.get(at(*node)).map_or(0, |sink| u64::from(sink.upper));
                read(&self.inflow, *node) >= upper
            };
            if let Some(highest) = chain.iter().rposition(holds) {
                sinks.extend(chain.into_iter().take(highest + 1));
            }
        }
        sinks.into_iter().collect()
    }
}

fn minimums<C: Cost>(problem: &Problem, state: &State, arcs: &[Arc<C>]) -> Vec<Bottleneck> {
    let below = |sink: &u32| read(&state.margins, *sink).load < problem.lower(*sink);
    let below: Vec<u32> = (0..problem.sinks()).filter(below).collect();
    if below.is_empty() {
        return Vec::new();
    }
    let incoming = Incoming::new(problem, arcs);
    let mut nodes = vec![false; state.nodes.len()];
    let (inside, row_arcs) = (nodes.clone(), vec![0; at(problem.rows())]);
    let children = state.children.as_deref();
    let mut asking = Asking { problem, incoming: &incoming, children, inside, arcs: row_arcs, short: 0 };
    let mut found = Vec::new();
    for sink in below {
        if !read(&nodes, sink) {
            let reached = reach_back(problem, state, arcs, &incoming, sink, &mut nodes);
            found.extend(asking.minimum(reached));
        }
    }
    found
}

/// The sinks whose units could come to a sink, directly or in turn.
fn reach_back<C: Cost>(
    problem: &Problem,
    state: &State,
    arcs: &[Arc<C>],
    incoming: &Incoming,
    sink: u32,
    nodes: &mut [bool],
) -> Vec<u32> {
    mark(nodes, sink);
    let mut reached = vec![sink];
    let mut done = 0;
    while let Some(sink) = reached.get(done).copied() {
        done += 1;
        for row in incoming.rows(sink) {
            if state.taken(arcs, row, sink) {
                continue;
            }
            for unit in state.units_of(row) {
                let from = state.node_of(arcs, *unit);
                if from != state.top() && mark(nodes, from) {
                    reached.push(from);
                }
            }
        }
        let margin = read(&state.margins, sink);
        if margin.parent != state.top() && margin.load > problem.lower(sink) && mark(nodes, margin.parent) {
            reached.push(margin.parent);
        }
        let under = state.children.as_ref().and_then(|children| children.get(at(sink)));
        for child in under.into_iter().flatten().copied() {
            if read(&state.margins, child).up < crate::solve::FAR && mark(nodes, child) {
                reached.push(child);
            }
        }
    }
    reached.sort_unstable();
    reached
}

/// Counts what rows can bring to sinks, and what these ask for, while sinks are taken out one by one.
struct Asking<'p> {
    problem: &'p Problem,
    incoming: &'p Incoming,
    children: Option<&'p [Vec<u32>]>,
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
        let under = self.children.and_then(|children| children.get(at(sink))).into_iter().flatten().copied();
        let edges = under.chain([sink]).filter_map(|lower| self.problem.sinks.get(at(lower)).map(|data| (lower, data)));
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
