//! What it would take to send a row elsewhere.

use std::collections::HashSet;

use crate::arcs::{Arc, Arcs, Cost};
use crate::number::read;
use crate::problem::NONE;
use crate::solve::{FAR, Search, State, Step};
use crate::{Problem, Solution};

/// One unit of a row that goes elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The row.
    pub row: u32,
    /// Where the unit was; `None`: nowhere.
    pub from: Option<u32>,
    /// Where it goes; `None`: nowhere.
    pub to: Option<u32>,
}

/// The cheapest way to send a unit of a row to another sink.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Switch {
    /// How many more units would go nowhere.
    pub unassigned: i64,
    /// By how many more units loads would be below lower bounds.
    pub shortfall: i64,
    /// What arcs and loads would cost more.
    pub cost: i64,
    /// Who would move: the row itself, then each into the place that the one before needs.
    pub moves: Vec<Move>,
}

/// Explains a solution: what one more place would save, and what each switch would cost.
///
/// ```
/// use wangge_transport::{Problem, Sink, solve};
///
/// let mut problem = Problem::new();
/// let ann = problem.add_sink(Sink { upper: 1, ..Sink::default() })?;
/// let ben = problem.add_sink(Sink { upper: 2, ..Sink::default() })?;
/// let mill = problem.add_row(1, &[(ann, 120), (ben, 380)])?;
/// let school = problem.add_row(1, &[(ann, 100), (ben, 900)])?;
/// let solution = solve(problem)?;
/// let mut explainer = solution.explainer();
///
/// // One more place with Ann would save 260: the mill would go there.
/// assert_eq!(explainer.price(ann), 260);
/// // Ann is nearer to the mill, but full: the school would have to go to Ben.
/// let switch = explainer.switch(mill, ann).expect("there is such an arc");
/// assert_eq!((switch.cost, switch.moves.len()), (540, 2));
/// assert_eq!((switch.moves[1].row, switch.moves[1].to), (school, Some(ben)));
/// # Ok::<(), wangge_transport::Refused>(())
/// ```
#[derive(Debug, Clone)]
pub struct Explainer<'s> {
    problem: &'s Problem,
    state: State,
    search: Search,
    /// How each node is reached from the top, at no reduced cost.
    tree: Vec<Step>,
}

impl Solution {
    /// Finds the least prices, in about the time of a pass over all arcs, and answers from them.
    #[must_use]
    pub fn explainer(&self) -> Explainer<'_> {
        let (mut state, mut search) = (self.state.clone(), self.search.clone());
        let tree = match &self.problem.arcs {
            Arcs::Narrow(arcs) => state.lower(&mut search, &self.problem, arcs),
            Arcs::Wide(arcs) => state.lower(&mut search, &self.problem, arcs),
        };
        Explainer { problem: &self.problem, state, search, tree }
    }
}

impl Explainer<'_> {
    /// What one more place at a sink (and above it) would save, in costs and penalties; the same for every optimal plan.
    /// Less than 0: what the sink costs the others, because it must be filled or has its own load cost.
    #[must_use]
    pub fn price(&self, sink: u32) -> i64 {
        if sink == self.state.top() { 0 } else { self.state.price(sink) }
    }

    /// The least change of the plan that sends a unit of `row` to `sink`; `None` if there is no such arc, or one of its
    /// units is there, or bounds let none through.
    pub fn switch(&mut self, row: u32, sink: u32) -> Option<Switch> {
        match &self.problem.arcs {
            Arcs::Narrow(arcs) => self.best(arcs, row, sink),
            Arcs::Wide(arcs) => self.best(arcs, row, sink),
        }
    }

    fn best<C: Cost>(&mut self, arcs: &[Arc<C>], row: u32, sink: u32) -> Option<Switch> {
        let span = self.problem.rows.get(crate::number::at(row))?;
        let arc = (span.start..span.start + span.len).find(|arc| read(arcs, *arc).sink == sink)?;
        if self.state.taken(arcs, row, sink) {
            return None;
        }
        let first = read(&self.state.first, row);
        let units = first..first + span.demand;
        let ways: Vec<_> = units.filter_map(|unit| self.way(arcs, unit, arc)).collect();
        let (_, way) = ways.into_iter().min_by_key(|way| way.0)?;
        Some(self.effect(arcs, &way))
    }

    /// What it costs, in reduced terms, that a unit takes an arc, and the steps, the first first; `None` if a sink above
    /// lets nothing through.
    fn way<C: Cost>(&mut self, arcs: &[Arc<C>], number: u32, arc: u32) -> Option<(i64, Vec<Step>)> {
        let state = &mut self.state;
        let unit = read(&state.units, number);
        let (from, to, top) = (state.node_of(arcs, unit), read(arcs, arc).sink, state.top());
        let own = read(arcs, arc).cost.into() + state.price(to) - state.cost_of(arcs, unit) - state.price(from);
        self.search.reach(&mut state.nodes, to, own, Step::Start);
        // The way goes straight to where the unit was, or by the top: the tree leads from there to everywhere.
        let over = state.forward_to(&mut self.search, arcs, from);
        if over >= FAR {
            state.forget(&mut self.search);
            return None;
        }
        let mut back = Vec::new();
        let mut node = from;
        if state.dist(from) > over && from != top {
            node = trace(&mut back, state, arcs, &self.tree, node);
        }
        trace(&mut back, state, arcs, &self.search.steps, node);
        state.forget(&mut self.search);
        cut_circles(&mut back);
        let steps = back.into_iter().rev().map(|(_, step)| step);
        Some((over, std::iter::once(Step::Arc { unit: number, arc }).chain(steps).collect()))
    }

    /// What steps change.
    fn effect<C: Cost>(&self, arcs: &[Arc<C>], way: &[Step]) -> Switch {
        let mut switch = Switch::default();
        for step in way {
            match *step {
                Step::Start => {}
                Step::Arc { unit, arc } => {
                    let unit = read(&self.state.units, unit);
                    let (before, after) = (self.cost(arcs, unit.arc), self.cost(arcs, arc));
                    switch.cost += after.unwrap_or(0) - before.unwrap_or(0);
                    switch.unassigned += i64::from(after.is_none()) - i64::from(before.is_none());
                    let sink = |arc: u32| (arc != NONE).then(|| read(arcs, arc).sink);
                    switch.moves.push(Move { row: unit.row, from: sink(unit.arc), to: sink(arc) });
                }
                Step::Up { sink } => {
                    let load = read(&self.state.margins, sink).load;
                    switch.cost += self.problem.slope(sink, load);
                    switch.shortfall -= i64::from(load < self.problem.lower(sink));
                }
                Step::Down { sink } => {
                    let load = read(&self.state.margins, sink).load.saturating_sub(1);
                    switch.cost -= self.problem.slope(sink, load);
                    switch.shortfall += i64::from(load < self.problem.lower(sink));
                }
            }
        }
        switch
    }

    fn cost<C: Cost>(&self, arcs: &[Arc<C>], arc: u32) -> Option<i64> {
        (arc != NONE).then(|| read(arcs, arc).cost.into())
    }
}

impl State {
    /// Searches until a node or the top is settled; the top is as near to every node as to itself. Gives the distance.
    fn forward_to<C: Cost>(&mut self, search: &mut Search, arcs: &[Arc<C>], target: u32) -> i64 {
        let top = self.top();
        let bound = self.forward(search, arcs, top, FAR);
        if target == top {
            return bound;
        }
        bound.min(self.dist(target))
    }

    fn forget(&mut self, search: &mut Search) {
        search.finish(self, -FAR, 0);
    }
}

/// The nodes and the steps to them, back to where they started, which is given.
fn trace<C: Cost>(back: &mut Vec<(u32, Step)>, state: &State, arcs: &[Arc<C>], steps: &[Step], mut node: u32) -> u32 {
    loop {
        let step = read(steps, node);
        let before = match step {
            Step::Start => {
                back.push((node, step));
                return node;
            }
            Step::Arc { unit, .. } => state.node_of(arcs, read(&state.units, unit)),
            Step::Up { sink } => sink,
            Step::Down { sink } => read(&state.margins, sink).parent,
        };
        back.push((node, step));
        node = before;
    }
}

/// A node that is passed twice need not be: the circle between costs nothing, or the plan would not be optimal.
fn cut_circles(back: &mut Vec<(u32, Step)>) {
    let mut kept: Vec<(u32, Step)> = Vec::new();
    let mut seen = HashSet::new();
    for (node, step) in back.drain(..).rev() {
        if step == Step::Start && !kept.is_empty() {
            continue;
        }
        if seen.contains(&node) {
            while kept.last().is_some_and(|last| last.0 != node) {
                kept.pop().into_iter().for_each(|(gone, _)| {
                    seen.remove(&gone);
                });
            }
            continue;
        }
        seen.insert(node);
        kept.push((node, step));
    }
    kept.reverse();
    *back = kept;
}
