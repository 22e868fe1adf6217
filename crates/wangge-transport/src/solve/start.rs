//! The first plan: every unit that finds room where it is cheapest goes there at once.

use super::state::State;
use crate::Problem;
use crate::arcs::{Arc, Cost};
use crate::number::{at, count, read};
use crate::problem::NONE;

impl State {
    /// Places units at no more than today's prices; gives those that find no room.
    pub fn start<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>]) -> Vec<u32> {
        let mut rest = Vec::new();
        for number in 0..count(self.units.len()) {
            match self.cheapest(arcs, number) {
                Some(arc) if self.has_room(read(arcs, arc).sink) => self.settle_at(problem, arcs, number, arc),
                _ => rest.push(number),
            }
        }
        rest
    }

    /// No unit goes anywhere, and every sink is so dear that none would: optimal at these prices, but for the empty
    /// sinks, which then take the units that are worth most to them.
    pub fn start_from_above<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>]) {
        let dear = self.out.saturating_add(problem.largest);
        let sinks = self.margins.len();
        self.nodes.iter_mut().take(sinks).for_each(|node| node.price = dear);
        self.lower_floor();
        for unit in 0..count(self.units.len()) {
            self.send(arcs, unit, NONE);
        }
    }

    /// The arc of least cost and price that the row does not use yet, if it is better than to go nowhere.
    fn cheapest<C: Cost>(&self, arcs: &[Arc<C>], number: u32) -> Option<u32> {
        let unit = read(&self.units, number);
        let own = arcs.get(at(unit.start)..at(unit.start + unit.len)).unwrap_or_default();
        let (mut least, mut best) = (self.out, None);
        for (arc, to) in (unit.start..).zip(own) {
            if to.cost.into() + self.floor >= least {
                break;
            }
            let value = to.cost.into() + read(&self.nodes, to.sink).price;
            if value < least && !(self.several && self.taken(arcs, unit.row, to.sink)) {
                (least, best) = (value, Some(arc));
            }
        }
        best
    }

    /// Whether one more unit fits at the present prices, all the way up.
    fn has_room(&self, mut sink: u32) -> bool {
        while sink != self.top() {
            let margin = read(&self.margins, sink);
            if self.price(sink) - self.price(margin.parent) != margin.up {
                return false;
            }
            sink = margin.parent;
        }
        true
    }
}
