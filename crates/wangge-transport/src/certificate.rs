//! The proof that a plan is optimal, and its check. Nothing here uses the solver.

use std::fmt;

use crate::arcs::{Arc, Arcs, Cost};
use crate::number::{at, read};
use crate::problem::NONE;
use crate::{Problem, Refused};

/// Integer prices, one a sink: what one more unit there would cost all others.
///
/// Weak duality is the whole proof. Whatever the prices, *every* plan costs at least
///
/// ```text
/// sum over rows of  the cheapest choice of its arcs, each at cost + price of the sink   (or unassigned)
/// + sum over sinks of  min over loads of  load cost + shortfall - (price - price of the parent) x load
/// ```
///
/// because the prices, added to the arcs and taken off the loads, cancel in every plan. A plan that costs exactly this
/// much cannot be beaten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The price of each sink.
    pub prices: Vec<i64>,
}

/// What a plan was proved to be: no plan assigns more units; among those none falls short of lower bounds by less;
/// among those none costs less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proven {
    /// The cost of arcs and loads.
    pub cost: i64,
    /// Units that no plan could assign.
    pub unassigned: u64,
    /// By how many units the loads stay below lower bounds, all together.
    pub shortfall: u64,
}

/// Why a plan, or the proof of it, does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unproven {
    /// The problem is none that can be solved.
    Problem(Refused),
    /// The plan has another length than the rows ask units for.
    Length,
    /// There is not one price a sink.
    Prices,
    /// The plan uses an arc that does not exist, or uses it twice.
    Arc {
        /// The row.
        row: u32,
        /// The sink.
        sink: u32,
    },
    /// The load of a sink is above its upper bound.
    OverUpper {
        /// The sink.
        sink: u32,
    },
    /// The plan is possible, but the prices only prove that plans cost at least this much less, penalties included.
    NotOptimal {
        /// The cost that is not accounted for.
        gap: i128,
    },
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(refused) => refused.fmt(f),
            Self::Length => f.write_str("the plan does not fit the problem"),
            Self::Prices => f.write_str("the certificate does not have one price a sink"),
            Self::Arc { row, sink } => write!(f, "row {row} cannot be at sink {sink}"),
            Self::OverUpper { sink } => write!(f, "sink {sink} has more than its upper bound"),
            Self::NotOptimal { gap } => write!(f, "the plan may be {gap} above the optimum"),
        }
    }
}

impl std::error::Error for Unproven {}

impl Certificate {
    /// Checks, in one pass over the rows, that a plan keeps every rule of the problem and is optimal.
    ///
    /// The plan holds, row after row, the sink of each unit, or [`NONE`] where it goes nowhere.
    ///
    /// # Errors
    /// [`Unproven`]: what is wrong with the plan, or by how much the proof misses.
    pub fn verify(&self, problem: &Problem, plan: &[u32]) -> Result<Proven, Unproven> {
        let penalties = problem.penalties().map_err(Unproven::Problem)?;
        if self.prices.len() != at(problem.sinks()) {
            return Err(Unproven::Prices);
        }
        let mut loads = vec![0_u32; self.prices.len()];
        let floor = self.prices.iter().copied().min().unwrap_or(0);
        let out = penalties.unassigned;
        let (rows, unassigned, bound) = match &problem.arcs {
            Arcs::Narrow(arcs) => self.rows(&mut Pass { problem, arcs, plan, out, floor, loads: &mut loads })?,
            Arcs::Wide(arcs) => self.rows(&mut Pass { problem, arcs, plan, out, floor, loads: &mut loads })?,
        };
        let (sinks, shortfall, bound_of_sinks) = self.sinks(problem, &mut loads, penalties.shortfall)?;
        let penalty = i128::from(unassigned) * i128::from(penalties.unassigned)
            + i128::from(shortfall) * i128::from(penalties.shortfall);
        let gap = rows + sinks + penalty - bound - bound_of_sinks;
        // The sum of all costs fits, or there would be no penalties.
        let cost = i64::try_from(rows + sinks).map_err(|_| Unproven::Problem(Refused::TooLarge))?;
        if gap == 0 { Ok(Proven { cost, unassigned, shortfall }) } else { Err(Unproven::NotOptimal { gap }) }
    }

    /// The cost of the plan's arcs, the units that go nowhere, the least that the rows can cost; counts the loads.
    fn rows<C: Cost>(&self, pass: &mut Pass<'_, C>) -> Result<(i128, u64, i128), Unproven> {
        let (mut cost, mut unassigned, mut bound) = (0_i128, 0_u64, 0_i128);
        let mut rest = pass.plan;
        let mut values = Vec::new();
        for (row, span) in (0..).zip(&pass.problem.rows) {
            let (chosen, later) = rest.split_at_checked(at(span.demand)).ok_or(Unproven::Length)?;
            rest = later;
            let arcs = pass.arcs.get(at(span.start)..at(span.start + span.len)).unwrap_or_default();
            let nowhere = chosen.iter().filter(|sink| **sink == NONE).count();
            // The values that the row may choose from, in order of cost; from some cost on none can be cheap enough.
            values.clear();
            let (mut found, mut least) = (0, pass.out);
            for arc in arcs {
                let cost_here: i64 = arc.cost.into();
                if span.demand == 1 && found + nowhere == 1 && cost_here.saturating_add(pass.floor) >= least {
                    break;
                }
                let value = cost_here.saturating_add(read(&self.prices, arc.sink));
                least = least.min(value);
                if span.demand != 1 {
                    values.push(value.min(pass.out));
                }
                if chosen.contains(&arc.sink) {
                    found += 1;
                    cost += i128::from(cost_here);
                }
            }
            if found + nowhere != chosen.len() {
                return Err(wrong_arc(pass.problem, row, chosen));
            }
            for sink in chosen {
                pass.loads.get_mut(at(*sink)).into_iter().for_each(|load| *load = load.saturating_add(1));
            }
            unassigned += u64::try_from(nowhere).unwrap_or(u64::MAX);
            bound += if span.demand == 1 { least.into() } else { cheapest(&mut values, chosen.len(), pass.out) };
        }
        if rest.is_empty() { Ok((cost, unassigned, bound)) } else { Err(Unproven::Length) }
    }

    /// The cost of the loads, by how much they fall short, the least that the sinks can cost. Sinks come after their
    /// parents, so loads are complete when they are added to the parent's.
    fn sinks(&self, problem: &Problem, loads: &mut [u32], short: i64) -> Result<(i128, u64, i128), Unproven> {
        let (mut cost, mut shortfall, mut bound) = (0_i128, 0_u64, 0_i128);
        for sink in (0..problem.sinks()).rev() {
            let Some(limits) = problem.sink(sink) else { continue };
            let load = read(loads, sink);
            if load > limits.upper {
                return Err(Unproven::OverUpper { sink });
            }
            let above = limits.parent.map_or(0, |parent| read(&self.prices, parent));
            if let Some(sum) = limits.parent.and_then(|parent| loads.get_mut(at(parent))) {
                *sum = sum.saturating_add(load);
            }
            let own = i128::from(read(&self.prices, sink)) - i128::from(above);
            bound += i128::from(short) * i128::from(limits.lower);
            for (from, until, slope) in problem.runs(sink) {
                let here = i128::from(load.clamp(from, until) - from);
                let reward = if until <= limits.lower { i128::from(short) } else { 0 };
                cost += here * i128::from(slope);
                bound += i128::from(until - from) * (i128::from(slope) - reward - own).min(0);
            }
            shortfall += u64::from(limits.lower.saturating_sub(load));
        }
        Ok((cost, shortfall, bound))
    }
}

/// What a pass over the rows reads, and the loads that it counts.
struct Pass<'p, C> {
    problem: &'p Problem,
    arcs: &'p [Arc<C>],
    plan: &'p [u32],
    /// What a unit costs that goes nowhere.
    out: i64,
    /// The lowest price.
    floor: i64,
    loads: &'p mut [u32],
}

/// The sum of the `demand` least values, `out` standing for each that is missing.
fn cheapest(values: &mut [i64], demand: usize, out: i64) -> i128 {
    values.sort_unstable();
    let missing = i128::try_from(demand.saturating_sub(values.len())).unwrap_or(i128::MAX);
    values.iter().take(demand).copied().map(i128::from).sum::<i128>() + missing * i128::from(out)
}

/// The first unit of a row that is no arc of its, or one that is taken already.
fn wrong_arc(problem: &Problem, row: u32, chosen: &[u32]) -> Unproven {
    let exists = |sink: u32| problem.arcs(row).any(|arc| arc.0 == sink);
    let mut earlier = Vec::new();
    for sink in chosen.iter().copied().filter(|sink| *sink != NONE) {
        if !exists(sink) || earlier.contains(&sink) {
            return Unproven::Arc { row, sink };
        }
        earlier.push(sink);
    }
    Unproven::Length
}
