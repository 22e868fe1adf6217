//! The solver.

mod auction;
mod forward;
mod least;
mod members;
mod reverse;
mod start;
mod state;

pub use self::forward::Search;
pub use self::reverse::Incoming;
pub use self::state::{FAR, FREE, State, Step, Unit};

use std::cmp::Ordering;

use crate::arcs::{Arc, Cost, RowSpan};
use crate::number::read;
use crate::problem::NONE;
use crate::{Penalties, Problem};

/// More arcs to a sink than this are many to look at, each time that it chooses.
const MANY: usize = 1_000;

/// What decides how units compete: of the whole problem, so that parts that are solved alone do as they would together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contest {
    /// Not at all: some row asks for several units, which would have to keep out of one another's way.
    None,
    /// There is room to spare.
    Room,
    /// There is too little, and no sink has many to look at: the sinks choose among the units instead.
    Scarce,
    /// There is just enough. Units may miss their best choice by so much at first: about what a row's dearest arc costs more
    /// than its cheapest.
    Crowd(i64),
}

impl Contest {
    pub fn new<C: Cost>(problem: &Problem, arcs: &[Arc<C>]) -> Self {
        let roots = problem.sinks.iter().filter(|sink| sink.parent == NONE);
        let room: u64 = roots.map(|sink| u64::from(sink.upper)).sum();
        let several = problem.rows.iter().any(|row| row.demand > 1);
        let many = problem.arcs.len() > problem.sinks.len().saturating_mul(MANY);
        match room.cmp(&problem.units) {
            Ordering::Less if !many => return Self::Scarce,
            _ if several => return Self::None,
            Ordering::Less | Ordering::Greater => return Self::Room,
            Ordering::Equal => {}
        }
        let spread = |span: &RowSpan| {
            let last = span.len.checked_sub(1).map(|last| read(arcs, span.start + last).cost.into());
            last.map_or(0, |last: i64| last - read(arcs, span.start).cost.into())
        };
        let sum: i128 = problem.rows.iter().map(|row| i128::from(spread(row))).sum();
        let rows = i128::try_from(problem.rows.len()).unwrap_or(1).max(1);
        let mean = i64::try_from(sum / rows).unwrap_or(0);
        let powers = std::iter::successors(Some(1_i64), |step| step.checked_mul(auction::SCALE));
        Self::Crowd(powers.take_while(|step| *step <= mean).last().unwrap_or(0))
    }
}

impl State {
    /// Solves a problem from the beginning.
    pub fn solve<C: Cost>(
        problem: &Problem,
        penalties: Penalties,
        arcs: &[Arc<C>],
        contest: Contest,
    ) -> (Self, Search, Option<Incoming>) {
        let mut state = Self::new(problem, penalties);
        let mut search = Search::new(state.nodes.len());
        if contest == Contest::Scarce {
            state.start_from_above(problem, arcs);
        } else {
            let rest = state.start(problem, arcs);
            for unit in state.auction(problem, arcs, rest, contest) {
                state.place(&mut search, problem, arcs, unit);
            }
        }
        let incoming = state.bound(&mut search, problem, arcs);
        (state, search, incoming)
    }

    pub fn count_lower_bounds(&mut self, problem: &Problem) {
        self.bounded = true;
        for sink in 0..problem.sinks() {
            if problem.lower(sink) > 0 {
                self.refresh(problem, sink);
            }
        }
    }

    /// From here on lower bounds count: sinks below theirs are filled, and those that are too dear for the room they have.
    fn bound<C: Cost>(&mut self, search: &mut Search, problem: &Problem, arcs: &[Arc<C>]) -> Option<Incoming> {
        self.count_lower_bounds(problem);
        let dear = |sink: &u32| {
            let margin = read(&self.margins, *sink);
            self.price(*sink) - self.price(margin.parent) > margin.up
        };
        let dear: Vec<u32> = (0..problem.sinks()).filter(dear).collect();
        if dear.is_empty() {
            return None;
        }
        let incoming = Incoming::new(problem, arcs);
        self.value_units(arcs);
        for sink in dear {
            self.fill(search, problem, arcs, &incoming, sink);
        }
        Some(incoming)
    }
}
