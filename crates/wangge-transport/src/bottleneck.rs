//! Why it cannot be done, and the check of it. Nothing here uses the solver.

use crate::Problem;
use crate::number::{at, read};
use crate::problem::NONE;

/// A set of rows and sinks that no plan can satisfy, and by how many units it misses.
///
/// Bottlenecks of [`Solution::bottlenecks`](crate::Solution::bottlenecks) are minimal: without any one of the rows (of a
/// [`Minimum`](Self::Minimum): of the sinks) the others are none, whatever sinks one takes. Without any one of the rows
/// of a [`Capacity`](Self::Capacity) all others could be assigned, if there were no more; only where rows ask for several
/// units, and are very many, this is not sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bottleneck {
    /// The rows ask for more units than the sinks that they may go to can take (Hall's condition).
    Capacity {
        /// Rows, ascending.
        rows: Vec<u32>,
        /// Sinks that are full, ascending.
        sinks: Vec<u32>,
        /// By how many units.
        short: u64,
    },
    /// The sinks have lower bounds that the rows, which are all that may go to them, cannot fill.
    Minimum {
        /// Rows, ascending.
        rows: Vec<u32>,
        /// Sinks, ascending.
        sinks: Vec<u32>,
        /// By how many units.
        short: u64,
    },
    /// The sinks cannot take the rows beside what sinks under them, which are not among them, must take at least.
    Nested {
        /// Rows, ascending.
        rows: Vec<u32>,
        /// Sinks, ascending.
        sinks: Vec<u32>,
        /// By how many units.
        short: u64,
    },
}

impl Bottleneck {
    /// The rows, ascending.
    #[must_use]
    pub fn rows(&self) -> &[u32] {
        let (Self::Capacity { rows, .. } | Self::Minimum { rows, .. } | Self::Nested { rows, .. }) = self;
        rows
    }

    /// The sinks, ascending.
    #[must_use]
    pub fn sinks(&self) -> &[u32] {
        let (Self::Capacity { sinks, .. } | Self::Minimum { sinks, .. } | Self::Nested { sinks, .. }) = self;
        sinks
    }

    /// By how many units it misses.
    #[must_use]
    pub fn short(&self) -> u64 {
        let (Self::Capacity { short, .. } | Self::Minimum { short, .. } | Self::Nested { short, .. }) = self;
        *short
    }

    /// Whether it is one, by counting alone.
    ///
    /// Capacity: the units of the rows exceed what may flow out: an arc a unit to other sinks, and the upper bounds.
    /// Nested: the same, with the lower bounds of sinks under these flowing in too. Minimum: the lower bounds that must
    /// flow out of the sinks exceed what may flow in: from rows, an arc a unit, and from sinks under them.
    ///
    /// These are the sorts of cut of Hoffman's circulation theorem (1960).
    #[must_use]
    pub fn verify(&self, problem: &Problem) -> bool {
        let sorted = |list: &[u32], end: u32| {
            list.windows(2).all(|pair| pair.first() < pair.last()) && list.last().is_none_or(|last| *last < end)
        };
        if !sorted(self.rows(), problem.rows()) || !sorted(self.sinks(), problem.sinks()) {
            return false;
        }
        let mut inside = vec![false; at(problem.sinks())];
        for sink in self.sinks() {
            inside.get_mut(at(*sink)).into_iter().for_each(|mark| *mark = true);
        }
        let needed = match self {
            Self::Capacity { rows, .. } => demand(problem, rows),
            Self::Nested { rows, .. } => demand(problem, rows) + across(problem, &inside, Way::In, |sink| sink.lower),
            Self::Minimum { .. } => across(problem, &inside, Way::Out, |sink| sink.lower),
        };
        let given = match self {
            Self::Capacity { rows, .. } | Self::Nested { rows, .. } => {
                let leave = |row: &u32| arcs_to(problem, *row, &inside, false);
                rows.iter().map(leave).sum::<u64>() + across(problem, &inside, Way::Out, |sink| sink.upper)
            }
            Self::Minimum { rows, .. } => {
                // Every row with an arc into the sinks is named.
                let named = |row: u32| rows.binary_search(&row).is_ok();
                if (0..problem.rows()).any(|row| !named(row) && supply(problem, row, &inside) > 0) {
                    return false;
                }
                let supplied = |row: &u32| supply(problem, *row, &inside);
                rows.iter().map(supplied).sum::<u64>() + across(problem, &inside, Way::In, |sink| sink.upper)
            }
        };
        self.short() > 0 && needed.checked_sub(given) == Some(self.short())
    }
}

fn demand(problem: &Problem, rows: &[u32]) -> u64 {
    rows.iter().map(|row| u64::from(problem.demand(*row))).sum()
}

/// What a row may bring into the sinks: an arc a unit, and no more than its units.
fn supply(problem: &Problem, row: u32, inside: &[bool]) -> u64 {
    arcs_to(problem, row, inside, true).min(problem.demand(row).into())
}

fn arcs_to(problem: &Problem, row: u32, inside: &[bool], wanted: bool) -> u64 {
    problem.arcs(row).map(|(sink, _)| u64::from(read(inside, sink) == wanted)).sum()
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Out,
    In,
}

/// The sum of a bound over the sinks from which load flows out of, or into, a set: from a sink to its parent.
fn across(problem: &Problem, inside: &[bool], way: Way, bound: impl Fn(&crate::Sink<'_>) -> u32) -> u64 {
    let crosses = |sink: u32| {
        let parent = problem.parent(sink);
        let above = parent != NONE && read(inside, parent);
        (read(inside, sink), above) == (way == Way::Out, way == Way::In)
    };
    let limits = (0..problem.sinks()).filter(|sink| crosses(*sink)).filter_map(|sink| problem.sink(sink));
    limits.map(|sink| u64::from(bound(&sink))).sum()
}
