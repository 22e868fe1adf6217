//! The optimal plan of a problem, and what can be asked of it.
use crate::{Bottleneck, Certificate, Problem, Refused, Sink};

/// One change of a problem.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Edit<'a> {
    /// A row gets other arcs and another demand (0 takes it out).
    SetRow {
        /// Its number.
        row: u32,
        /// How many units it asks for.
        demand: u32,
        /// Its arcs: sinks and costs.
        arcs: &'a [(u32, i64)],
    },
    /// One more row, numbered after the last.
    AddRow {
        /// How many units it asks for.
        demand: u32,
        /// Its arcs: sinks and costs.
        arcs: &'a [(u32, i64)],
    },
    /// A sink gets other bounds and another load cost; its `parent` must be as it was.
    SetSink {
        /// Its number.
        sink: u32,
        /// What it takes now.
        limits: Sink<'a>,
    },
    /// One more sink, numbered after the last.
    AddSink {
        /// What it takes.
        limits: Sink<'a>,
    },
}

/// One unit of a row that goes elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The row.
    pub row: u32,
    /// Where the unit was; `None`: nowhere.
    pub from: Option<u32>,
    /// Where it goes; `None`: nowhere.
    pub to: Option<u32>,
}

/// What it would take to send a row to another sink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// What the plan would cost more, load costs included; less than nothing where others would stay without a place.
    pub cost: i64,
    /// How many more units would be unassigned.
    pub unassigned: i64,
    /// By how many more units lower bounds would be missed.
    pub shortfall: i64,
    /// Who would move, the row itself first.
    pub moves: Vec<Move>,
}

/// An optimal plan of a problem.
#[derive(Debug, Clone)]
pub struct Solution {}

/// Solves a problem.
pub fn solve(_problem: Problem) -> Result<Solution, Refused> {
    todo!()
}

impl Solution {
    /// The problem.
    pub fn problem(&self) -> &Problem {
        todo!()
    }
    /// Row after row, the sink of each unit, or `NONE` where it goes nowhere.
    pub fn plan(&self) -> &[u32] {
        todo!()
    }
    /// The sinks of one row's units.
    pub fn sinks_of(&self, _row: u32) -> &[u32] {
        todo!()
    }
    /// The load of a sink.
    pub fn load(&self, _sink: u32) -> u32 {
        todo!()
    }
    /// The cost of arcs and loads.
    pub fn cost(&self) -> i64 {
        todo!()
    }
    /// Units that no plan could assign.
    pub fn unassigned(&self) -> u64 {
        todo!()
    }
    /// By how many units loads stay below lower bounds.
    pub fn shortfall(&self) -> u64 {
        todo!()
    }
    /// The proof.
    pub fn certificate(&self) -> Certificate {
        todo!()
    }
    /// Why not all could be assigned, or not all lower bounds reached: minimal sets, none naming a row or sink of another of its sort.
    pub fn bottlenecks(&self) -> Vec<Bottleneck> {
        todo!()
    }
    /// What forcing a unit of `row` to `sink` would change; `None` without such an arc, or if a unit is there already.
    pub fn switch(&self, _row: u32, _sink: u32) -> Option<Switch> {
        todo!()
    }
    /// Changes the problem and solves it again from the present prices. All edits or none.
    pub fn resolve(&mut self, _edits: &[Edit<'_>]) -> Result<(), Refused> {
        todo!()
    }
}
