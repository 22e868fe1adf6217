//! A transportation problem as plain data.

use crate::generate::Dice;
use wangge_transport::{Problem, Refused, Sink};

/// What a sink takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The least load.
    pub lower: u32,
    /// The greatest load.
    pub upper: u32,
    /// The sink above it, which comes earlier.
    pub parent: Option<u32>,
    /// Pieces of the load cost.
    pub load_cost: Vec<(u32, i64)>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { lower: 0, upper: u32::MAX, parent: None, load_cost: Vec::new() }
    }
}

impl Limits {
    /// The same for the crate.
    pub fn sink(&self) -> Sink<'_> {
        Sink { lower: self.lower, upper: self.upper, parent: self.parent, load_cost: &self.load_cost }
    }

    /// What the unit costs that comes as the `unit`-th, counted from 0.
    pub fn slope(&self, unit: u64) -> i128 {
        let mut reached = self.load_cost.iter().rev().filter(|piece| u64::from(piece.0) <= unit);
        reached.next().map_or(0, |piece| piece.1.into())
    }
}

/// What a row asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// How many units.
    pub demand: u32,
    /// Sinks and costs.
    pub arcs: Vec<(u32, i64)>,
}

/// A whole problem. Printed with `{:?}` it is nearly the code that makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    /// Parents come before the sinks under them.
    pub sinks: Vec<Limits>,
    /// In the order of their numbers.
    pub rows: Vec<Row>,
}

impl Case {
    /// The same for the crate.
    pub fn problem(&self) -> Result<Problem, Refused> {
        let mut problem = Problem::new();
        for limits in &self.sinks {
            problem.add_sink(limits.sink())?;
        }
        for row in &self.rows {
            problem.add_row(row.demand, &row.arcs)?;
        }
        Ok(problem)
    }

    /// All units of all rows.
    pub fn units(&self) -> u64 {
        self.rows.iter().map(|row| u64::from(row.demand)).sum()
    }

    /// The cost of an arc, if there is one.
    pub fn arc(&self, row: usize, sink: u32) -> Option<i64> {
        self.rows[row].arcs.iter().find(|arc| arc.0 == sink).map(|arc| arc.1)
    }

    /// A row and a sink that it has an arc to.
    pub fn pair(&self, dice: &mut Dice) -> Option<(u32, u32)> {
        let row = dice.below(self.rows.len());
        let arc = dice.pick(&self.rows.get(row)?.arcs)?;
        Some((row as u32, arc.0))
    }

    /// A sink and all sinks above it.
    pub fn path(&self, sink: u32) -> Vec<usize> {
        let above = |sink: &u32| self.sinks[*sink as usize].parent;
        std::iter::successors(Some(sink), above).map(|sink| sink as usize).collect()
    }

    /// The sinks under each other ask for more than one of them takes: no plan could satisfy all lower bounds, whatever
    /// rows there are.
    pub fn is_inverted(&self) -> bool {
        let asked = |sink: usize| self.asked(sink) > self.sinks[sink].upper.into();
        (0..self.sinks.len()).any(asked)
    }

    /// What a sink must take at least, for itself or for those under it.
    pub fn asked(&self, sink: usize) -> u64 {
        let under = (0..self.sinks.len()).filter(|child| self.sinks[*child].parent == Some(sink as u32));
        under.map(|child| self.asked(child)).sum::<u64>().max(self.sinks[sink].lower.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(lower: u32, upper: u32, parent: Option<u32>) -> Limits {
        Limits { lower, upper, parent, load_cost: Vec::new() }
    }

    #[test]
    fn sinks_ask_for_what_those_under_them_ask() {
        let sinks = vec![limits(1, 5, None), limits(0, 4, Some(0)), limits(2, 2, Some(1)), limits(2, 3, Some(1))];
        let mut case = Case { sinks, ..Case::default() };
        assert_eq!(case.asked(0), 4);
        assert!(!case.is_inverted());
        case.sinks[1].upper = 3;
        assert!(case.is_inverted());
        assert_eq!(case.path(3), [3, 1, 0]);
    }

    #[test]
    fn slopes_hold_from_their_piece_on() {
        let steep = Limits { load_cost: vec![(0, -3), (2, 7)], ..Limits::default() };
        assert_eq!([0, 1, 2, 9].map(|unit| steep.slope(unit)), [-3, -3, 7, 7]);
        assert_eq!(Limits::default().slope(4), 0);
    }
}
