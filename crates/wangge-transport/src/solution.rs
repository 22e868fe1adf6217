//! The optimal plan of a problem, and what can be asked of it.

use crate::arcs::{Arc, Arcs, Cost};
use crate::blocked;
use crate::number::read;
use crate::problem::NONE;
use crate::solve::{Contest, FREE, Incoming, Search, State, Unit};
use crate::{Bottleneck, Certificate, Penalties, Problem, Refused};

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
    let (state, search) = (State::default(), Search::default());
    let mut solution = Solution { problem, state, search, incoming: None, plan: Vec::new() };
    solution.again(penalties);
    Ok(solution)
}

/// In parts, or in one piece.
fn solve_all<C: Cost>(problem: &Problem, penalties: Penalties, arcs: &[Arc<C>]) -> (State, Search, Option<Incoming>) {
    let contest = Contest::new(problem, arcs);
    match crate::parts::solve(problem, penalties, arcs, contest) {
        Some((state, search)) => (state, search, None),
        None => State::solve(problem, penalties, arcs, contest),
    }
}

impl Solution {
    /// Solves the problem from the beginning.
    pub(crate) fn again(&mut self, penalties: Penalties) {
        (self.state, self.search, self.incoming) = match &self.problem.arcs {
            Arcs::Narrow(arcs) => solve_all(&self.problem, penalties, arcs),
            Arcs::Wide(arcs) => solve_all(&self.problem, penalties, arcs),
        };
        self.read_plan();
    }

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

    /// The sinks of one row's units, as they stand in the plan.
    pub fn sinks_of(&self, row: u32) -> impl Iterator<Item = Option<u32>> {
        let to = |unit: &Unit| (unit.arc != NONE).then(|| self.problem.arcs.get(unit.arc).0);
        self.state.units_of(row).iter().map(to)
    }

    /// The load of a sink.
    #[must_use]
    pub fn load(&self, sink: u32) -> u32 {
        read(&self.state.margins, sink).load
    }

    /// What arcs and loads cost.
    #[must_use]
    pub fn cost(&self) -> i64 {
        let unit = |unit: &Unit| if unit.arc < FREE { self.problem.arcs.get(unit.arc).1 } else { 0 };
        let arcs: i64 = self.state.units.iter().map(unit).sum();
        let sinks = 0..self.problem.sinks();
        // Up to the load, piece by piece.
        let runs = |sink: u32| {
            let load = self.load(sink);
            self.problem.runs(sink).map(move |(from, until, slope)| i64::from(load.clamp(from, until) - from) * slope)
        };
        arcs + sinks.flat_map(runs).sum::<i64>()
    }

    /// Units that go nowhere: no plan assigns more.
    #[must_use]
    pub fn unassigned(&self) -> u64 {
        self.state.members.len(self.state.top()).into()
    }

    /// By how many units loads stay below lower bounds, all together.
    #[must_use]
    pub fn shortfall(&self) -> u64 {
        let short = |sink| u64::from(self.problem.lower(sink).saturating_sub(self.load(sink)));
        (0..self.problem.sinks()).map(short).sum()
    }

    /// Why not every unit goes somewhere, and not every lower bound is reached: minimal sets, no row in two that are
    /// short of capacity, no sink in two that are short of rows.
    #[must_use]
    pub fn bottlenecks(&self) -> Vec<Bottleneck> {
        match &self.problem.arcs {
            Arcs::Narrow(arcs) => blocked::bottlenecks(&self.problem, &self.state, arcs),
            Arcs::Wide(arcs) => blocked::bottlenecks(&self.problem, &self.state, arcs),
        }
    }

    /// The proof: the least prices, which are the same for every optimal plan of the problem. Finding them takes about
    /// as long as a pass over all arcs.
    #[must_use]
    pub fn certificate(&self) -> Certificate {
        let explainer = self.explainer();
        Certificate { prices: (0..self.problem.sinks()).map(|sink| explainer.price(sink)).collect() }
    }
}
