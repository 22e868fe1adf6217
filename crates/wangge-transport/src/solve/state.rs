//! A plan in the making: where every unit is, what every node costs.
//!
//! The network is contracted to the sinks. A row has no node of its own: its price is implicit, the least of cost and
//! price over its arcs. Besides the sinks there is one more node, the *top*: every sink without a parent flows into it,
//! and a unit that goes nowhere is there, through an arc of its own that costs the penalty. So a unit at one node that
//! may go to another is an edge between the two, and a sink and its parent are two edges, up and down.
//!
//! With `value = cost + price` of a unit's arc, the plan is optimal as soon as no edge has a negative *reduced* cost:
//!
//! - a unit at `a` may go to `b`: `value at b - value at a >= 0`;
//! - a sink takes one more: `up + price of the parent - price >= 0`, where `up` is the slope of the next unit;
//! - a sink takes one less: `price - price of the parent - down >= 0`, where `down` is the slope of the last one.

use super::members::{Member, Members};
use crate::arcs::{Arc, Cost};
use crate::number::{at, count, read};
use crate::problem::NONE;
use crate::{Penalties, Problem};

/// Farther than any path: no path is longer than a few penalties, and those are below 2^59.
pub const FAR: i64 = i64::MAX / 4;

/// The price of a node, and its distance in the search that is under way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Node {
    pub price: i64,
    pub dist: i64,
}

/// What the load of a sink costs at the margin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Margin {
    /// What the next unit costs; [`FAR`] if the sink is full.
    pub up: i64,
    /// What the last unit costs; -[`FAR`] if there is none.
    pub down: i64,
    pub load: u32,
    pub parent: u32,
}

/// A unit of a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unit {
    /// The arcs of its row.
    pub start: u32,
    pub len: u32,
    /// The arc that it takes, [`NONE`] if it goes nowhere, [`FREE`] if that is not decided.
    pub arc: u32,
    pub row: u32,
}

/// The arc of a unit that is not in the plan yet.
pub const FREE: u32 = NONE - 1;

/// How a search reached a node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    /// It started there.
    #[default]
    Start,
    /// A unit goes through an arc.
    Arc { unit: u32, arc: u32 },
    /// A sink takes one more: from the sink to its parent.
    Up { sink: u32 },
    /// A sink takes one less: from its parent to the sink.
    Down { sink: u32 },
}

#[derive(Debug, Clone, Default)]
pub struct State {
    pub nodes: Vec<Node>,
    pub margins: Vec<Margin>,
    pub units: Vec<Unit>,
    /// The first unit of each row; the others follow it.
    pub first: Vec<u32>,
    pub members: Members,
    /// What each unit's arc costs, price included, once searches go backwards.
    pub values: Vec<i64>,
    /// The sinks under each node, if sinks nest; `None` if the top is the parent of all.
    pub children: Option<Vec<Vec<u32>>>,
    /// No sink's price is lower.
    pub floor: i64,
    /// By how much prices have been lowered, all searches together: no price fell by more.
    pub fallen: i64,
    pub out: i64,
    pub short: i64,
    /// Whether lower bounds count. The first plan is made without them.
    pub bounded: bool,
    /// Whether some row asks for other than one unit.
    pub several: bool,
}

impl State {
    pub fn new(problem: &Problem, penalties: Penalties) -> Self {
        let sinks = problem.sinks();
        let mut state = Self { out: penalties.unassigned, short: penalties.shortfall, ..Self::default() };
        state.units.reserve_exact(usize::try_from(problem.units()).unwrap_or_default());
        for (row, span) in (0..).zip(&problem.rows) {
            state.first.push(count(state.units.len()));
            state.several |= span.demand != 1;
            let unit = Unit { start: span.start, len: span.len, arc: FREE, row };
            state.units.extend(std::iter::repeat_n(unit, at(span.demand)));
        }
        let expected = problem.sinks.iter().map(|sink| sink.upper.min(EXPECTED)).chain([0]);
        state.members = Members::new(expected, state.units.len());
        for sink in 0..sinks {
            state.add_node(problem, sink);
        }
        state.nodes.push(Node { price: 0, dist: FAR });
        state.nest(problem);
        state.lower_floor();
        state
    }

    /// A sink without load, at the price of its first unit.
    fn add_node(&mut self, problem: &Problem, sink: u32) {
        let parent = problem.parent(sink);
        let above = if parent == NONE { 0 } else { read(&self.nodes, parent).price };
        let parent = if parent == NONE { problem.sinks() } else { parent };
        self.margins.push(Margin { load: 0, parent, up: 0, down: 0 });
        self.refresh(problem, sink);
        let up = read(&self.margins, sink).up;
        let own = if up >= FAR { 0 } else { up };
        self.nodes.push(Node { price: above.saturating_add(own), dist: FAR });
    }

    fn nest(&mut self, problem: &Problem) {
        self.children = None;
        if problem.sinks.iter().all(|sink| sink.parent == NONE) {
            return;
        }
        let mut children = vec![Vec::new(); self.nodes.len()];
        for (sink, margin) in (0..).zip(&self.margins) {
            if let Some(list) = children.get_mut(at(margin.parent)) {
                list.push(sink);
            }
        }
        self.children = Some(children);
    }

    /// The sinks under a node; under the top only if sinks nest.
    pub fn under(&self, node: u32) -> impl Iterator<Item = u32> {
        self.children.as_ref().and_then(|children| children.get(at(node))).into_iter().flatten().copied()
    }

    pub fn lower_floor(&mut self) {
        self.floor = self.nodes.iter().take(self.margins.len()).map(|node| node.price).min().unwrap_or(0);
    }

    /// The node of units that go nowhere.
    #[inline]
    pub fn top(&self) -> u32 {
        count(self.margins.len())
    }

    #[inline]
    pub fn price(&self, node: u32) -> i64 {
        read(&self.nodes, node).price
    }

    #[inline]
    pub fn dist(&self, node: u32) -> i64 {
        self.nodes.get(at(node)).map_or(FAR, |node| node.dist)
    }

    /// The slopes beside the present load of a sink.
    pub fn refresh(&mut self, problem: &Problem, sink: u32) {
        let bounded = self.bounded;
        let Some(margin) = self.margins.get_mut(at(sink)) else { return };
        let Some(data) = problem.sinks.get(at(sink)) else { return };
        let slope_of = |unit: u32| match unit {
            _ if unit >= data.upper => FAR,
            _ if bounded && unit < data.lower => problem.slope(sink, unit) - self.short,
            _ => problem.slope(sink, unit),
        };
        margin.down = margin.load.checked_sub(1).map_or(-FAR, slope_of);
        margin.up = slope_of(margin.load);
    }

    /// One unit more, or less, flows from a sink to its parent.
    pub fn change_load(&mut self, problem: &Problem, sink: u32, more: bool) {
        if let Some(margin) = self.margins.get_mut(at(sink)) {
            margin.load = if more { margin.load.saturating_add(1) } else { margin.load.saturating_sub(1) };
        }
        self.refresh(problem, sink);
    }

    /// The node of a unit that is in the plan.
    #[inline]
    pub fn node_of<C: Cost>(&self, arcs: &[Arc<C>], unit: Unit) -> u32 {
        if unit.arc == NONE { self.top() } else { read(arcs, unit.arc).sink }
    }

    /// What a unit costs where it is.
    #[inline]
    pub fn cost_of<C: Cost>(&self, arcs: &[Arc<C>], unit: Unit) -> i64 {
        if unit.arc == NONE { self.out } else { read(arcs, unit.arc).cost.into() }
    }

    /// Whether another unit of the same row is at a sink.
    pub fn taken<C: Cost>(&self, arcs: &[Arc<C>], row: u32, sink: u32) -> bool {
        self.units_of(row).iter().any(|unit| unit.arc < FREE && read(arcs, unit.arc).sink == sink)
    }

    /// The units of a row.
    pub fn units_of(&self, row: u32) -> &[Unit] {
        let first = read(&self.first, row);
        let rest = self.units.get(at(first)..).unwrap_or_default();
        let end = rest.iter().position(|unit| unit.row != row).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Puts a unit where it is to be; loads count it all the way up.
    pub fn settle_at<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>], number: u32, arc: u32) {
        self.send(arcs, number, arc);
        let mut node = self.node_of(arcs, read(&self.units, number));
        while node != self.top() {
            self.change_load(problem, node, true);
            node = read(&self.margins, node).parent;
        }
    }

    /// Sends a unit through an arc, or nowhere. Loads are not touched.
    pub fn send<C: Cost>(&mut self, arcs: &[Arc<C>], number: u32, arc: u32) {
        let Some(unit) = self.units.get(at(number)).copied() else { return };
        if unit.arc != FREE {
            let before = self.node_of(arcs, unit);
            self.members.remove(before, number);
        }
        let moved = Unit { arc, ..unit };
        if let Some(kept) = self.units.get_mut(at(number)) {
            *kept = moved;
        }
        if arc != FREE {
            let node = self.node_of(arcs, moved);
            if let Some(value) = self.values.get_mut(at(number)) {
                *value = self.nodes.get(at(node)).map_or(0, |node| node.price);
                *value += if arc == NONE { self.out } else { read(arcs, arc).cost.into() };
            }
            self.members.add(node, Member { reserve: self.reserve(arcs, moved), unit: number });
        }
    }

    /// The price up to which a unit stays where it is at least: its cheapest other arc, at the lowest price of all.
    fn reserve<C: Cost>(&self, arcs: &[Arc<C>], unit: Unit) -> i64 {
        let other = if unit.arc == unit.start { unit.start + 1 } else { unit.start };
        let exists = other < unit.start + unit.len;
        let least = if exists { read(arcs, other).cost.into() + self.floor } else { self.out };
        least.min(self.out) - self.cost_of(arcs, unit) + self.fallen
    }

    /// From here on every change of a price is told to the units.
    pub fn value_units<C: Cost>(&mut self, arcs: &[Arc<C>]) {
        let value = |unit: &Unit| match unit.arc {
            FREE => FAR,
            _ => self.cost_of(arcs, *unit) + self.price(self.node_of(arcs, *unit)),
        };
        self.values = self.units.iter().map(value).collect();
    }

    /// Other penalties, where none is part of a price.
    pub fn set_penalties<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>], penalties: Penalties) {
        (self.out, self.short) = (penalties.unassigned, penalties.shortfall);
        (0..problem.sinks()).for_each(|sink| self.refresh(problem, sink));
        for number in 0..count(self.units.len()) {
            let unit = read(&self.units, number);
            if unit.arc != FREE {
                let value = self.cost_of(arcs, unit) + self.price(self.node_of(arcs, unit));
                self.values.get_mut(at(number)).into_iter().for_each(|own| *own = value);
                let reserve = self.reserve(arcs, unit);
                self.members.set_reserve(self.node_of(arcs, unit), self.members.place(number), reserve);
            }
        }
    }
}

/// Room that every sink gets at once; a longer list moves.
const EXPECTED: u32 = 16;
