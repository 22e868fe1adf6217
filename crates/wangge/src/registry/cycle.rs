//! Whether units stand above one another in a circle, on any day.
//!
//! On one day each unit has at most one of the links looked at here, so a set of units has a directed circle exactly
//! where it has an undirected one, and a union-find structure sees that. Links come and go with the days: they are
//! laid on a segment tree over the days on which anything changes, and the tree is walked with a union-find structure
//! that takes back what it did (offline dynamic connectivity; Eppstein 1994, in the form used since). O(n log² n) for
//! n links, where following the links anew on each day would take O(n²).

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::draft::SpellRow;
use crate::table::{NONE, TooLarge, cell, to_u32};
use crate::time::{Day, Days};

/// A link from a unit up to its parent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    child: u32,
    parent: u32,
    days: Days,
}

/// The links of one unit that overlap no other one of it, self-parents left out.
pub(super) fn edges(unit: u32, spells: &[SpellRow]) -> Vec<Edge> {
    let mut sorted = spells.to_vec();
    sorted.sort_by_key(|spell| spell.days);
    let mut latest = Day::NEVER;
    let mut edges = Vec::with_capacity(spells.len());
    for (spell, i) in sorted.iter().zip(1_usize..) {
        let next = sorted.get(i).map_or(Day::OPEN, |next| next.days.from);
        let is_alone = latest <= spell.days.from && spell.days.until <= next;
        latest = latest.max(spell.days.until);
        if is_alone && spell.target != unit {
            edges.push(Edge { child: unit, parent: spell.target, days: spell.days });
        }
    }
    edges
}

/// Of each set of units that can all reach one another, the circle on the first day that has one: the units on it,
/// starting with the least id of all units that are on a circle that day.
pub(super) fn first_cycles<'r>(
    units: usize,
    edges: &[Edge],
    id: impl Fn(u32) -> &'r str,
) -> Result<Vec<Vec<u32>>, TooLarge> {
    let mut graph = DiGraph::<(), ()>::with_capacity(units, edges.len());
    to_u32(units)?;
    for _ in 0..units {
        graph.add_node(());
    }
    for edge in edges {
        graph.add_edge(NodeIndex::from(edge.child), NodeIndex::from(edge.parent), ());
    }
    let mut component_of = vec![NONE; units];
    for (component, number) in kosaraju_scc(&graph).iter().filter(|component| component.len() > 1).zip(0..) {
        for node in component {
            if let Some(of) = component_of.get_mut(node.index()) {
                *of = number;
            }
        }
    }
    let mut inside: Vec<(u32, Edge)> = edges
        .iter()
        .map(|edge| (cell(&component_of, edge.child, NONE), *edge))
        .filter(|(component, edge)| *component != NONE && cell(&component_of, edge.parent, NONE) == *component)
        .collect();
    inside.sort_by_key(|(component, _)| *component);
    let circles = inside.chunk_by(|a, b| a.0 == b.0).filter_map(|links| {
        let links: Vec<Edge> = links.iter().map(|(_, edge)| *edge).collect();
        let day = first_day(&links)?;
        Some(circle_on(day, &links, &id))
    });
    Ok(circles.collect())
}

/// The first day on which the links have a circle.
fn first_day(links: &[Edge]) -> Option<Day> {
    let mut units: Vec<u32> = links.iter().flat_map(|edge| [edge.child, edge.parent]).collect();
    units.sort_unstable();
    units.dedup();
    let local = |unit: u32| units.binary_search(&unit).unwrap_or_default();
    let mut days: Vec<Day> = links.iter().flat_map(|edge| [edge.days.from, edge.days.until]).collect();
    days.sort_unstable();
    days.dedup();
    let place = |day: Day| days.binary_search(&day).unwrap_or_default();
    let leaves = days.len().next_power_of_two();
    let mut tree: Vec<Vec<(usize, usize)>> = vec![Vec::new(); 2 * leaves];
    for edge in links {
        let (mut low, mut high) = (place(edge.days.from) + leaves, place(edge.days.until) + leaves);
        let mut lay = |node: usize| {
            if let Some(laid) = tree.get_mut(node) {
                laid.push((local(edge.child), local(edge.parent)));
            }
        };
        while low < high {
            if low % 2 == 1 {
                lay(low);
                low += 1;
            }
            if high % 2 == 1 {
                high -= 1;
                lay(high);
            }
            low /= 2;
            high /= 2;
        }
    }
    walk(&tree, leaves, units.len()).and_then(|leaf| days.get(leaf).copied())
}

/// The leftmost leaf below which, or above which, the laid links close a circle.
fn walk(tree: &[Vec<(usize, usize)>], leaves: usize, units: usize) -> Option<usize> {
    enum Visit {
        Enter(usize),
        Leave(usize),
    }
    let mut union = Union::new(units);
    let mut stack = vec![Visit::Enter(1)];
    while let Some(visit) = stack.pop() {
        match visit {
            Visit::Leave(mark) => union.take_back(mark),
            Visit::Enter(node) => {
                stack.push(Visit::Leave(union.done.len()));
                let closes = tree.get(node)?.iter().any(|(a, b)| !union.join(*a, *b));
                if closes {
                    let mut leaf = node;
                    while leaf < leaves {
                        leaf *= 2;
                    }
                    return Some(leaf - leaves);
                }
                if node < leaves {
                    stack.push(Visit::Enter(2 * node + 1));
                    stack.push(Visit::Enter(2 * node));
                }
            }
        }
    }
    None
}

/// Union by size without path compression, so that the last union can be taken back.
struct Union {
    parent: Vec<usize>,
    size: Vec<usize>,
    done: Vec<(usize, usize)>,
}

impl Union {
    fn new(units: usize) -> Self {
        Self { parent: (0..units).collect(), size: vec![1; units], done: Vec::new() }
    }

    fn root(&self, mut unit: usize) -> usize {
        while let Some(parent) = self.parent.get(unit).copied().filter(|parent| *parent != unit) {
            unit = parent;
        }
        unit
    }

    /// Joins two sets; false if they were one already.
    fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return false;
        }
        let size = |set: usize| self.size.get(set).copied().unwrap_or_default();
        let total = size(a) + size(b);
        let (small, large) = if size(a) < size(b) { (a, b) } else { (b, a) };
        self.set(small, large, large, total);
        self.done.push((small, large));
        true
    }

    fn set(&mut self, unit: usize, parent: usize, sized: usize, size: usize) {
        if let Some(slot) = self.parent.get_mut(unit) {
            *slot = parent;
        }
        if let Some(slot) = self.size.get_mut(sized) {
            *slot = size;
        }
    }

    fn take_back(&mut self, mark: usize) {
        while self.done.len() > mark {
            let Some((small, large)) = self.done.pop() else { return };
            let size = |set: usize| self.size.get(set).copied().unwrap_or_default();
            let rest = size(large) - size(small);
            self.set(small, small, large, rest);
        }
    }
}

/// The circle, on a day that has one, through the least id that is on any.
fn circle_on<'r>(day: Day, links: &[Edge], id: &impl Fn(u32) -> &'r str) -> Vec<u32> {
    let mut up: Vec<(u32, u32)> =
        links.iter().filter(|edge| edge.days.contains(day)).map(|edge| (edge.child, edge.parent)).collect();
    up.sort_unstable();
    let position = |unit: u32| up.binary_search_by_key(&unit, |(child, _)| *child).ok();
    let next = |i: usize| up.get(i).and_then(|(_, parent)| position(*parent));
    // Each unit is walked once; a walk that meets itself has found a circle.
    let mut walk_of = vec![usize::MAX; up.len()];
    let mut best: Vec<u32> = Vec::new();
    for start in 0..up.len() {
        let mut here = Some(start);
        while let Some(i) = here.filter(|i| walk_of.get(*i) == Some(&usize::MAX)) {
            if let Some(walk) = walk_of.get_mut(i) {
                *walk = start;
            }
            here = next(i);
        }
        let Some(first) = here.filter(|i| walk_of.get(*i) == Some(&start)) else { continue };
        let circle = std::iter::successors(Some(first), |i| next(*i).filter(|i| *i != first));
        let mut circle: Vec<u32> = circle.filter_map(|i| up.get(i)).map(|(child, _)| *child).collect();
        let least = circle.iter().enumerate().min_by_key(|(_, unit)| id(**unit)).map_or(0, |(i, _)| i);
        circle.rotate_left(least);
        if best.first().is_none_or(|best| circle.first().is_some_and(|unit| id(*unit) < id(*best))) {
            best = circle;
        }
    }
    best
}
