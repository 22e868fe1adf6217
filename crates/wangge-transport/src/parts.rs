//! Parts of a problem that share no sink, each solved alone, and side by side with the feature `parallel`.
//!
//! Sinks and rows keep their order, and ties break by their order alone, so that the plan is the same as in one piece;
//! but where sinks nest, a search may pass the top on its way and change prices elsewhere. There parts are solved alone
//! with the feature and without.

#[cfg(feature = "parallel")]
use rayon::prelude::*;

use crate::arcs::{Arc, Arcs, Cost};
use crate::number::{at, count, read};
use crate::problem::NONE;
use crate::solve::{Contest, FREE, Search, State};
use crate::{Penalties, Problem, Sink};

/// The rows and sinks of one part, ascending.
#[derive(Default)]
struct Part {
    rows: Vec<u32>,
    sinks: Vec<u32>,
}

/// What a part came to: the price of each of its sinks, and for each unit of its rows which arc of its row it takes.
struct Solved {
    prices: Vec<i64>,
    choices: Vec<u32>,
}

/// Solves the parts of a problem, if there are several and they are to be solved alone.
pub fn solve<C: Cost>(
    problem: &Problem,
    penalties: Penalties,
    arcs: &[Arc<C>],
    contest: Contest,
) -> Option<(State, Search)> {
    let nested = problem.sinks.iter().any(|sink| sink.parent != NONE);
    // Without room to spare the whole decides how units compete.
    if matches!(contest, Contest::Crowd(_)) || !(nested || cfg!(feature = "parallel")) {
        return None;
    }
    let parts = parts(problem, arcs);
    if parts.len() < 2 {
        return None;
    }
    let local = locals(problem, &parts);
    #[cfg(feature = "parallel")]
    let each = parts.par_iter();
    #[cfg(not(feature = "parallel"))]
    let each = parts.iter();
    let solved: Option<Vec<Solved>> = each.map(|part| part.solve(problem, penalties, &local, contest)).collect();
    let mut state = State::new(problem, penalties);
    state.count_lower_bounds(problem);
    let solved = solved?;
    for (sink, price) in parts.iter().zip(&solved).flat_map(|(part, solved)| part.sinks.iter().zip(&solved.prices)) {
        state.nodes.get_mut(at(*sink)).into_iter().for_each(|node| node.price = *price);
    }
    state.lower_floor();
    for (part, solved) in parts.iter().zip(solved) {
        let units = part.rows.iter().flat_map(|row| {
            let first = read(&state.first, *row);
            first..first + problem.demand(*row)
        });
        for (unit, choice) in units.collect::<Vec<_>>().into_iter().zip(solved.choices) {
            let start = read(&state.units, unit).start;
            state.settle_at(problem, arcs, unit, if choice == NONE { NONE } else { start + choice });
        }
    }
    // A row without arcs is in no part.
    for unit in 0..count(state.units.len()) {
        if read(&state.units, unit).arc == FREE {
            state.send(arcs, unit, NONE);
        }
    }
    let search = Search::new(state.nodes.len());
    Some((state, search))
}

/// The part of each sink by union and find, the least sink standing for all.
fn parts<C: Cost>(problem: &Problem, arcs: &[Arc<C>]) -> Vec<Part> {
    let mut above: Vec<u32> = (0..problem.sinks()).collect();
    for (sink, data) in (0..).zip(&problem.sinks) {
        if data.parent != NONE {
            join(&mut above, sink, data.parent);
        }
    }
    let row_arcs = |row: u32| {
        let span = problem.rows.get(at(row)).copied().unwrap_or_default();
        arcs.get(at(span.start)..at(span.start + span.len)).unwrap_or_default()
    };
    for row in 0..problem.rows() {
        let own = row_arcs(row);
        for (one, next) in own.iter().zip(own.iter().skip(1)) {
            join(&mut above, one.sink, next.sink);
        }
    }
    let mut number = vec![NONE; above.len()];
    let mut parts: Vec<Part> = Vec::new();
    for sink in 0..problem.sinks() {
        let root = find(&mut above, sink);
        if read(&number, root) == NONE {
            number.get_mut(at(root)).into_iter().for_each(|number| *number = count(parts.len()));
            parts.push(Part::default());
        }
        let part = parts.get_mut(at(read(&number, root)));
        part.into_iter().for_each(|part| part.sinks.push(sink));
    }
    for row in 0..problem.rows() {
        if let Some(arc) = row_arcs(row).first() {
            let part = parts.get_mut(at(read(&number, find(&mut above, arc.sink))));
            part.into_iter().for_each(|part| part.rows.push(row));
        }
    }
    parts
}

fn find(above: &mut [u32], mut sink: u32) -> u32 {
    loop {
        let next = read(above, sink);
        let after = read(above, next);
        if next == after {
            return next;
        }
        above.get_mut(at(sink)).into_iter().for_each(|above| *above = after);
        sink = after;
    }
}

fn join(above: &mut [u32], one: u32, other: u32) {
    let (one, other) = (find(above, one), find(above, other));
    above.get_mut(at(one.max(other))).into_iter().for_each(|above| *above = one.min(other));
}

/// The number of each sink in its part.
fn locals(problem: &Problem, parts: &[Part]) -> Vec<u32> {
    let mut local = vec![NONE; at(problem.sinks())];
    for part in parts {
        for (number, sink) in (0..).zip(&part.sinks) {
            local.get_mut(at(*sink)).into_iter().for_each(|local| *local = number);
        }
    }
    local
}

impl Part {
    /// A copy of the part alone, solved; with the penalties of the whole, so that prices mean the same.
    fn solve(&self, problem: &Problem, penalties: Penalties, local: &[u32], contest: Contest) -> Option<Solved> {
        let mut own = Problem::new();
        for sink in &self.sinks {
            let limits = problem.sink(*sink)?;
            own.add_sink(Sink { parent: limits.parent.map(|parent| read(local, parent)), ..limits }).ok()?;
        }
        let mut arcs = Vec::new();
        for row in &self.rows {
            arcs.clear();
            arcs.extend(problem.arcs(*row).map(|(sink, cost)| (read(local, sink), cost)));
            own.add_row(problem.demand(*row), &arcs).ok()?;
        }
        let state = match &own.arcs {
            Arcs::Narrow(arcs) => State::solve(&own, penalties, arcs, contest).0,
            Arcs::Wide(arcs) => State::solve(&own, penalties, arcs, contest).0,
        };
        let prices = self.sinks.iter().map(|sink| state.price(read(local, *sink))).collect();
        let choice = |unit: &crate::solve::Unit| if unit.arc == NONE { NONE } else { unit.arc - unit.start };
        Some(Solved { prices, choices: state.units.iter().map(choice).collect() })
    }
}
