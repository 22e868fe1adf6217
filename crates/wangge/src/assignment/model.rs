//! The setting as a transportation problem: a row a household, and for each taker a sink with one sink a limit under it.

use wangge_transport::{NONE as NOWHERE, Problem, Refused, Sink, Solution, solve};

use super::AssignError;
use super::setting::Setting;
use crate::table::{NONE, at, cell, indices};

/// How many pieces a load cost starts with, beyond twice the average load: what no plan reaches need not be laid out.
const PIECES: u32 = 8;

/// Which sinks are whose.
#[derive(Debug, Clone)]
pub struct Sinks {
    /// The first sink of each taker, or [`NONE`] where it takes none.
    first: Vec<u32>,
    /// The taker of each sink.
    takers: Vec<u32>,
    slots: u32,
    /// How many pieces the load cost of each taker has.
    pub pieces: Vec<u32>,
}

impl Sinks {
    pub fn new(setting: &Setting) -> Result<Self, AssignError> {
        let slots = setting.terms.slots();
        let (mut first, mut takers) = (vec![NONE; setting.takers.len()], Vec::new());
        for (taker, first) in (0..).zip(&mut first) {
            if setting.is_open(taker) {
                *first = u32::try_from(takers.len()).map_err(|_| AssignError::TooLarge)?;
                takers.extend(std::iter::repeat_n(taker, at(slots)));
            }
        }
        let units: u64 = setting.rows.iter().map(|row| u64::from(row.demand)).sum();
        let open = u64::try_from(takers.len()).unwrap_or(u64::MAX) / u64::from(slots);
        let average = u32::try_from(units / open.max(1)).unwrap_or(u32::MAX);
        let start = average.saturating_mul(2).saturating_add(PIECES);
        let pieces = indices(setting.takers.len()).map(|taker| most_pieces(setting, taker).min(start)).collect();
        Ok(Self { first, takers, slots, pieces })
    }

    /// The sink of a taker for households of a limit.
    pub fn sink(&self, taker: u32, slot: u32) -> Option<u32> {
        let first = cell(&self.first, taker, NONE);
        (first != NONE).then(|| first.saturating_add(slot))
    }

    /// The taker and the slot of a sink.
    pub fn whose(&self, sink: u32) -> Option<(u32, u32)> {
        let taker = *self.takers.get(at(sink))?;
        Some((taker, sink.saturating_sub(cell(&self.first, taker, sink))))
    }

    /// What the load of a taker costs, piece by piece.
    pub fn load_cost(&self, setting: &Setting, taker: u32) -> Vec<(u32, i64)> {
        let evenness = i64::from(setting.terms.evenness);
        if evenness == 0 {
            return Vec::new();
        }
        let base = i64::from(setting.base_load(taker));
        let pieces = cell(&self.pieces, taker, 1).max(1);
        (0..pieces).map(|n| (n, evenness.saturating_mul(base.saturating_add(n.into())))).collect()
    }

    /// The limits of a sink.
    pub fn limits<'a>(&self, setting: &Setting, taker: u32, slot: u32, load_cost: &'a [(u32, i64)]) -> Sink<'a> {
        let Some(number) = slot.checked_sub(1) else {
            let (lower, upper) = setting.bounds(taker);
            return Sink { lower, upper, parent: None, load_cost };
        };
        let around = setting.terms.limits.get(at(number)).map_or(0, |limit| limit.parent);
        Sink { lower: 0, upper: setting.limit_left(taker, slot), parent: self.sink(taker, around), load_cost: &[] }
    }

    /// A problem with all sinks and no rows.
    pub fn problem(&self, setting: &Setting) -> Result<Problem, AssignError> {
        let mut problem = Problem::new();
        for taker in indices(setting.takers.len()) {
            if self.sink(taker, 0).is_none() {
                continue;
            }
            let load_cost = self.load_cost(setting, taker);
            for slot in 0..self.slots {
                problem.add_sink(self.limits(setting, taker, slot, &load_cost))?;
            }
        }
        Ok(problem)
    }
}

/// Beyond so many pieces a load cost need not go.
pub fn most_pieces(setting: &Setting, taker: u32) -> u32 {
    setting.bounds(taker).1.min(setting.taker(taker).map_or(0, |own| own.eligible))
}

/// A solved setting.
#[derive(Debug, Clone)]
pub struct Model {
    pub sinks: Sinks,
    pub solution: Solution,
}

impl Model {
    /// Solves the setting over some pairs: the takers of each row.
    pub fn solve(setting: &Setting, sinks: Sinks, problem: Problem) -> Result<Self, AssignError> {
        let mut problem = problem;
        // A row that asks for nothing, so that penalties are above every cost of any pair, tried or not.
        if !sinks.takers.is_empty() {
            problem.add_row(0, &[(0, setting.most)])?;
        }
        Ok(Self { sinks, solution: solve(problem)? })
    }

    /// The arcs of a row to some takers.
    pub fn arcs(&self, setting: &Setting, row: u32, takers: &[u32]) -> Vec<(u32, i64)> {
        arcs(setting, &self.sinks, row, takers)
    }

    /// The takers of a row, as the solver left them, and how many are missing.
    pub fn takers_of(&self, row: u32) -> impl Iterator<Item = Option<u32>> {
        self.solution.sinks_of(row).map(|sink| sink.and_then(|sink| self.sinks.whose(sink)).map(|(taker, _)| taker))
    }

    /// The load of a taker, from this plan and without pins.
    pub fn load(&self, taker: u32) -> u32 {
        self.sinks.sink(taker, 0).map_or(0, |sink| self.solution.load(sink))
    }
}

/// The arcs of a row to some takers.
pub fn arcs(setting: &Setting, sinks: &Sinks, row: u32, takers: &[u32]) -> Vec<(u32, i64)> {
    let slot = setting.row(row).map_or(0, |row| row.slot);
    let arc = |taker: &u32| Some((sinks.sink(*taker, slot)?, setting.cost(row, *taker).total()));
    takers.iter().filter_map(arc).collect()
}

impl From<Refused> for AssignError {
    /// Rows, sinks and bounds were made to fit: what is refused is size.
    fn from(_: Refused) -> Self {
        Self::TooLarge
    }
}

const _: () = assert!(NOWHERE == NONE, "both say nowhere the same way");
