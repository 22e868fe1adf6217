//! Why it cannot be done (A5): the smallest sets of households and takers that explain it, and the check of them.

use wangge_transport::Bottleneck as Cut;

use super::AssignError;
use super::model::Model;
use super::pricing::Pricing;
use super::progress::{Listener, Progress, Stage};
use super::setting::Setting;
use super::taker::Taker;
use crate::directory::Household;
use crate::table::{NONE, at, cell};

/// Reasons that would take more pairs than this are only given if they hold anyway.
const MOST_PAIRS: usize = 30_000_000;

/// What is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shortage {
    /// The households ask for more than the takers that they are eligible for may have.
    Capacity,
    /// The takers must have more households than there are that they are eligible for.
    Households,
}

impl Shortage {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Capacity, Self::Households];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::Households => "households",
        }
    }
}

/// A bottleneck by rows and by taker and slot, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    kind: Shortage,
    rows: Vec<u32>,
    sinks: Vec<(u32, u32)>,
    short: u64,
}

/// A set of households and takers that no plan can satisfy.
///
/// Minimal: without any one of its households (of [`Shortage::Households`]: of its takers) the others could be.
#[derive(Clone, Copy)]
pub struct Bottleneck<'p> {
    setting: &'p Setting,
    found: &'p Found,
}

impl<'p> Bottleneck<'p> {
    pub(super) fn new(setting: &'p Setting, found: &'p Found) -> Self {
        Self { setting, found }
    }

    /// What is short.
    #[must_use]
    pub fn shortage(self) -> Shortage {
        self.found.kind
    }

    /// By how many.
    #[must_use]
    pub fn short(self) -> u64 {
        self.found.short
    }

    /// The households: of [`Shortage::Capacity`] those that ask for too much, of [`Shortage::Households`] all that any
    /// of the takers is eligible for.
    pub fn households(self) -> impl ExactSizeIterator<Item = Household<'p>> {
        self.found.rows.iter().map(move |row| {
            Household::new(self.setting.tables(), self.setting.row(*row).map_or(NONE, |row| row.household))
        })
    }

    /// The takers, and where it is not their maximum that is full but one of the programme's limits, its number from 0.
    pub fn takers(self) -> impl Iterator<Item = (Taker<'p>, Option<u32>)> {
        let (setting, found) = (self.setting, self.found);
        let outermost = found.sinks.iter().filter(|(taker, slot)| !found.has_around(setting, *taker, *slot));
        outermost.map(move |(taker, slot)| {
            let limit = slot.checked_sub(1).and_then(|place| self.setting.terms.limits.get(at(place)));
            (Taker::new(self.setting, *taker), limit.map(|limit| limit.number))
        })
    }

    /// Whether it is one, by counting eligible pairs alone: neither the solver nor its candidates are asked.
    #[must_use]
    pub fn verify(self) -> bool {
        self.found.verify(self.setting)
    }
}

impl std::fmt::Debug for Bottleneck<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bottleneck")
            .field("shortage", &self.shortage())
            .field("short", &self.short())
            .field("households", &self.households().collect::<Vec<_>>())
            .field("takers", &self.takers().collect::<Vec<_>>())
            .finish()
    }
}

impl Found {
    fn has(&self, taker: u32, slot: u32) -> bool {
        self.sinks.binary_search(&(taker, slot)).is_ok()
    }

    /// The slot of the limit around a slot, and whether it is one of the bottleneck's.
    fn has_around(&self, setting: &Setting, taker: u32, slot: u32) -> bool {
        setting.terms.around(slot).nth(1).is_some_and(|around| self.has(taker, around))
    }

    /// The sum of a bound over the sinks of the set whose load leaves it.
    fn leaving(&self, setting: &Setting, bound: impl Fn(u32, u32) -> u32) -> u64 {
        let leaving = self.sinks.iter().filter(|(taker, slot)| !self.has_around(setting, *taker, *slot));
        leaving.map(|(taker, slot)| u64::from(bound(*taker, *slot))).sum()
    }

    /// What limits outside the set may bring into it.
    fn entering(&self, setting: &Setting) -> u64 {
        let slots = || 1..setting.terms.slots();
        let takers = self.sinks.chunk_by(|a, b| a.0 == b.0).filter_map(|same| same.first()).map(|sink| sink.0);
        let entering = takers.flat_map(|taker| slots().map(move |slot| (taker, slot)));
        entering
            .filter(|(taker, slot)| !self.has(*taker, *slot) && self.has_around(setting, *taker, *slot))
            .map(|(taker, slot)| u64::from(setting.limit_left(taker, slot)))
            .sum()
    }

    /// How many of the eligible takers of a household are in the set, and how many are not.
    fn inside_and_outside(&self, setting: &Setting, row: u32) -> (u64, u64) {
        let slot = setting.row(row).map_or(0, |row| row.slot);
        setting.eligible(row).fold((0, 0), |(inside, outside), taker| {
            if self.has(taker, slot) { (inside + 1, outside) } else { (inside, outside + 1) }
        })
    }

    fn verify(&self, setting: &Setting) -> bool {
        let demand = |row: u32| setting.row(row).map_or(0, |row| u64::from(row.demand));
        let (needed, given): (u64, u64) = match self.kind {
            Shortage::Capacity => {
                let needed = self.rows.iter().map(|row| demand(*row)).sum();
                let leave: u64 = self.rows.iter().map(|row| self.inside_and_outside(setting, *row).1).sum();
                (needed, leave + self.leaving(setting, |taker, slot| setting.limit_left(taker, slot)))
            }
            Shortage::Households => {
                let lower = |taker: u32, slot: u32| if slot == 0 { setting.bounds(taker).0 } else { 0 };
                let supply = |row: u32| demand(row).min(self.inside_and_outside(setting, row).0);
                let named = |row: &u32| self.rows.binary_search(row).is_ok();
                if self.rows_of_takers(setting).iter().any(|row| !named(row) && supply(*row) > 0) {
                    return false;
                }
                let supplied: u64 = self.rows.iter().map(|row| supply(*row)).sum();
                (self.leaving(setting, lower), supplied + self.entering(setting))
            }
        };
        self.short > 0 && needed.checked_sub(given) == Some(self.short)
    }

    /// The rows of all pools that one of the takers is in.
    fn rows_of_takers(&self, setting: &Setting) -> Vec<u32> {
        let has = |takers: &[u32]| self.sinks.iter().any(|(taker, _)| takers.binary_search(taker).is_ok());
        let pools = setting.pools.iter().filter(|pool| has(&pool.takers));
        pools.flat_map(|pool| pool.rows.iter().copied()).collect()
    }

    /// Pairs that were not tried and on which it depends.
    fn untried(&self, setting: &Setting, model: &Model, pairs: &mut Vec<(u32, u32)>) {
        let rows = match self.kind {
            Shortage::Capacity => self.rows.clone(),
            Shortage::Households => self.rows_of_takers(setting),
        };
        let wanted = self.kind == Shortage::Households;
        let mut tried = Vec::new();
        for row in rows {
            if pairs.len() > MOST_PAIRS {
                return;
            }
            let Some(own) = setting.row(row).filter(|own| own.demand > 0) else { continue };
            tried.clear();
            tried.extend(model.arcs(row).map(|(sink, _)| sink));
            tried.sort_unstable();
            let untried = |taker: &u32| {
                self.has(*taker, own.slot) == wanted
                    && model.sinks.sink(*taker, own.slot).is_some_and(|sink| tried.binary_search(&sink).is_err())
            };
            pairs.extend(setting.eligible(row).filter(untried).map(|taker| (row, taker)));
        }
    }
}

impl Model {
    /// The reasons of a shortage, over all eligible pairs: pairs on which they depend are tried until they hold.
    pub fn explain_shortage(
        &mut self,
        setting: &Setting,
        pricing: &mut Pricing,
        listener: Listener<'_>,
    ) -> Result<Vec<Found>, AssignError> {
        let total = setting.rows.len().try_into().unwrap_or(u64::MAX);
        for round in 0.. {
            if self.solution.unassigned() == 0 && self.solution.shortfall() == 0 {
                break;
            }
            listener(Progress { stage: Stage::Explaining, round, done: 0, total });
            let found: Vec<Found> = self.solution.bottlenecks().iter().filter_map(|cut| self.found(cut)).collect();
            let mut pairs = Vec::new();
            for found in &found {
                found.untried(setting, self, &mut pairs);
            }
            pairs.sort_unstable();
            pairs.dedup();
            if pairs.is_empty() {
                return Ok(found);
            }
            if pairs.len() > MOST_PAIRS {
                return Ok(found.into_iter().filter(|found| found.verify(setting)).collect());
            }
            self.add(setting, pairs.into_iter(), &[])?;
            pricing.settle(setting, self, listener)?;
        }
        Ok(Vec::new())
    }

    fn found(&self, cut: &Cut) -> Option<Found> {
        let kind = match cut {
            Cut::Capacity { .. } | Cut::Nested { .. } => Shortage::Capacity,
            Cut::Minimum { .. } => Shortage::Households,
        };
        let sinks: Option<Vec<(u32, u32)>> = cut.sinks().iter().map(|sink| self.sinks.whose(*sink)).collect();
        let mut rows: Vec<u32> = cut.rows().iter().map(|row| cell(&self.rows_back, *row, NONE)).collect();
        rows.sort_unstable();
        Some(Found { kind, rows, sinks: sinks?, short: cut.short() })
    }
}
