//! The optimal plan of a problem, and what can be asked of it.

use crate::arcs::Arcs;
use crate::number::{at, count, read};
use crate::problem::NONE;
use crate::solve::{Incoming, Search, State};
use crate::{Certificate, Problem, Refused};

/// An optimal plan of a problem.
#[derive(Debug, Clone)]
pub struct Solution {
    pub(crate) problem: Problem,
    pub(crate) state: State,
    pub(crate) search: Search,
    pub(crate) incoming: Option<Incoming>,
    /// Row after row, the sink of each unit.
    pub(crate) plan: Vec<u32>,
}

/// Solves a problem.
///
/// # Errors
/// [`Refused::TooLarge`].
pub fn solve(problem: Problem) -> Result<Solution, Refused> {
    let penalties = problem.penalties()?;
    let (state, search, incoming) = match &problem.arcs {
        Arcs::Narrow(arcs) => State::solve(&problem, penalties, arcs),
        Arcs::Wide(arcs) => State::solve(&problem, penalties, arcs),
    };
    let mut solution = Solution { problem, state, search, incoming, plan: Vec::new() };
    solution.read_plan();
    Ok(solution)
}

impl Solution {
    pub(crate) fn read_plan(&mut self) {
        self.plan.clear();
        self.plan.reserve_exact(usize::try_from(self.problem.units()).unwrap_or_default());
        for row in 0..self.problem.rows() {
            let to = |arc: u32| if arc == NONE { NONE } else { self.problem.arcs.get(arc).0 };
            self.plan.extend(self.state.units_of(row).iter().map(|unit| to(unit.arc)));
        }
    }

    /// The problem.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Row after row, the sink of each unit, or [`NONE`] where it goes nowhere.
    #[must_use]
    pub fn plan(&self) -> &[u32] {
        &self.plan
    }

    /// The load of a sink.
    #[must_use]
    pub fn load(&self, sink: u32) -> u32 {
        read(&self.state.margins, sink).load
    }

    /// The proof.
    #[must_use]
    pub fn certificate(&self) -> Certificate {
        let prices = self.state.nodes.iter().take(at(self.problem.sinks())).map(|node| node.price).collect();
        Certificate { prices }
    }
}
