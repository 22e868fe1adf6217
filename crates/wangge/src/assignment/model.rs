//! The setting as a transportation problem: a row a household, and for each taker a sink with one sink a limit under it.

use wangge_transport::{Edit, NONE as NOWHERE, Problem, Refused, Sink, Solution, solve};

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
    pieces: Vec<u32>,
    /// A pair of row and taker that is in the plan for certain, to see what would follow.
    pub forced: Option<(u32, u32)>,
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
        let pieces = vec![start; setting.takers.len()];
        let mut sinks = Self { first, takers, slots, pieces, forced: None };
        sinks.lay_out(setting, &indices(setting.takers.len()).collect::<Vec<_>>());
        Ok(sinks)
    }

    /// No load cost goes farther than it need.
    pub fn lay_out(&mut self, setting: &Setting, takers: &[u32]) {
        for &taker in takers {
            let pieces = self.pieces.get_mut(at(taker)).into_iter();
            pieces.for_each(|pieces| *pieces = (*pieces).min(most_pieces(setting, taker)));
        }
    }

    /// Whether the sinks are for the same takers, as their ids say.
    pub fn fit(&self, own: &Setting, other: &Setting) -> bool {
        let open = |setting: &Setting, taker: u32| setting.is_open(taker);
        let slots = |setting: &Setting| setting.terms.slots();
        self.slots == slots(other)
            && own.takers.len() == other.takers.len()
            && indices(own.takers.len())
                .all(|taker| open(own, taker) == open(other, taker) && own.taker_id(taker) == other.taker_id(taker))
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
        let base = i64::from(setting.base_load(taker)) + i64::from(self.is_forced(taker));
        let pieces = cell(&self.pieces, taker, 1).max(1);
        (0..pieces).map(|n| (n, evenness.saturating_mul(base.saturating_add(n.into())))).collect()
    }

    fn is_forced(&self, taker: u32) -> bool {
        self.forced.is_some_and(|(_, forced)| forced == taker)
    }

    /// The limits of a sink.
    pub fn limits<'a>(&self, setting: &Setting, taker: u32, slot: u32, load_cost: &'a [(u32, i64)]) -> Sink<'a> {
        let forced = self.forced.filter(|(_, forced)| *forced == taker).and_then(|(row, _)| setting.row(row));
        let taken = u32::from(forced.is_some_and(|row| setting.terms.around(row.slot).any(|around| around == slot)));
        let left = setting.limit_left(taker, slot).saturating_sub(taken);
        let Some(number) = slot.checked_sub(1) else {
            let lower = setting.bounds(taker).0.saturating_sub(taken);
            return Sink { lower, upper: left, parent: None, load_cost };
        };
        let around = setting.terms.limits.get(at(number)).map_or(0, |limit| limit.parent);
        Sink { lower: 0, upper: left, parent: self.sink(taker, around), load_cost: &[] }
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
fn most_pieces(setting: &Setting, taker: u32) -> u32 {
    setting.bounds(taker).1.min(setting.taker(taker).map_or(0, |own| own.eligible))
}

/// A solved setting.
#[derive(Debug, Clone)]
pub struct Model {
    pub sinks: Sinks,
    pub solution: Solution,
    /// The problem's row of each row of the setting, and back, or [`NONE`]: a plan that is mended keeps the rows of
    /// households that are gone, and adds new ones at the end.
    pub rows: Vec<u32>,
    pub rows_back: Vec<u32>,
}

impl Model {
    /// Solves the setting over some pairs: the takers of each row.
    pub fn solve(setting: &Setting, sinks: Sinks, problem: Problem) -> Result<Self, AssignError> {
        let mut problem = problem;
        // A row that asks for nothing, so that penalties are above every cost of any pair, tried or not.
        if !sinks.takers.is_empty() {
            problem.add_row(0, &[(0, setting.most)])?;
        }
        let rows: Vec<u32> = indices(setting.rows.len()).collect();
        Ok(Self { sinks, solution: solve(problem)?, rows_back: rows.clone(), rows })
    }

    /// The problem's row.
    fn at(&self, row: u32) -> u32 {
        cell(&self.rows, row, NONE)
    }

    /// The pairs of a row that are tried: sinks and costs, cheapest first.
    pub fn arcs(&self, row: u32) -> impl Iterator<Item = (u32, i64)> {
        self.solution.problem().arcs(self.at(row))
    }

    /// How many takers a row asks for, pinned and forced ones left out.
    pub fn demand(&self, row: u32) -> u32 {
        self.solution.problem().demand(self.at(row))
    }

    /// The takers of a row, as the solver left them, and how many are missing.
    pub fn takers_of(&self, row: u32) -> impl Iterator<Item = Option<u32>> {
        self.solution
            .sinks_of(self.at(row))
            .map(|sink| sink.and_then(|sink| self.sinks.whose(sink)).map(|(taker, _)| taker))
    }

    /// The load of a taker, from this plan and without pins.
    pub fn load(&self, taker: u32) -> u32 {
        self.sinks.sink(taker, 0).map_or(0, |sink| self.solution.load(sink))
    }

    /// What a missing taker counts.
    pub fn out(&self) -> i64 {
        // There are penalties, or it would not have been solved.
        self.solution.problem().penalties().map_or(i64::MAX, |penalties| penalties.unassigned)
    }

    /// Adds pairs that are not tried yet, rows ascending, and lays out the load costs of some takers again.
    pub fn add(
        &mut self,
        setting: &Setting,
        pairs: impl Iterator<Item = (u32, u32)>,
        wider: &[u32],
    ) -> Result<(), AssignError> {
        let mut table: Vec<(u32, i64)> = Vec::new();
        let mut rows: Vec<(u32, std::ops::Range<usize>)> = Vec::new();
        for (row, taker) in pairs {
            if rows.last().is_none_or(|last| last.0 != row) {
                let start = table.len();
                table.extend(self.arcs(row));
                rows.push((row, start..table.len()));
            }
            table.extend(arcs(setting, &self.sinks, row, &[taker]));
            if let Some(last) = rows.last_mut() {
                last.1.end = table.len();
            }
        }
        let load_costs: Vec<_> = wider.iter().map(|taker| self.sinks.load_cost(setting, *taker)).collect();
        let rows = rows.iter().map(|(row, range)| Edit::SetRow {
            row: self.at(*row),
            demand: self.demand(*row),
            arcs: table.get(range.clone()).unwrap_or_default(),
        });
        let sinks = wider.iter().zip(&load_costs).filter_map(|(taker, load_cost)| {
            let sink = self.sinks.sink(*taker, 0)?;
            Some(Edit::SetSink { sink, limits: self.sinks.limits(setting, *taker, 0, load_cost) })
        });
        let edits: Vec<Edit<'_>> = rows.chain(sinks).collect();
        Ok(self.solution.resolve(&edits)?)
    }

    /// Takers whose load has come to the end of what their load cost was laid out for; it is laid out twice as far.
    pub fn widen(&mut self, setting: &Setting) -> Vec<u32> {
        if setting.terms.evenness == 0 {
            return Vec::new();
        }
        let mut wider = Vec::new();
        for taker in indices(setting.takers.len()) {
            let laid = cell(&self.sinks.pieces, taker, 0);
            let most = most_pieces(setting, taker);
            if laid < most && self.load(taker) >= laid {
                if let Some(pieces) = self.sinks.pieces.get_mut(at(taker)) {
                    *pieces = laid.saturating_mul(2).max(1).min(most);
                }
                wider.push(taker);
            }
        }
        wider
    }

    /// What would be if a pair were in the plan for certain, as if it were pinned; nothing if the taker has no place
    /// that could be made free.
    pub fn force(&self, setting: &Setting, row: u32, taker: u32) -> Result<Option<Self>, AssignError> {
        let Some(own) = setting.row(row) else { return Ok(None) };
        let has_room = setting.terms.around(own.slot).all(|slot| setting.limit_left(taker, slot) > 0);
        let (Some(sink), Some(demand)) = (self.sinks.sink(taker, own.slot), own.demand.checked_sub(1)) else {
            return Ok(None);
        };
        if !has_room {
            return Ok(None);
        }
        let mut model = self.clone();
        model.sinks.forced = Some((row, taker));
        let arcs: Vec<(u32, i64)> = self.arcs(row).filter(|arc| arc.0 != sink).collect();
        let load_cost = model.sinks.load_cost(setting, taker);
        let limits = setting.terms.around(own.slot).filter_map(|slot| {
            let sink = model.sinks.sink(taker, slot)?;
            Some(Edit::SetSink { sink, limits: model.sinks.limits(setting, taker, slot, &load_cost) })
        });
        let edits: Vec<Edit<'_>> = limits.chain([Edit::SetRow { row: self.at(row), demand, arcs: &arcs }]).collect();
        model.solution.resolve(&edits)?;
        Ok(Some(model))
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
