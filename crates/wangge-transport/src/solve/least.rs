//! The least prices: the same for every optimal plan of a problem.

use super::forward::Search;
use super::state::{FAR, State, Step};
use crate::Problem;
use crate::arcs::{Arc, Cost};
use crate::number::{at, count, read};
use crate::problem::NONE;

impl State {
    /// Lowers every price as far as the plan stays optimal: to the price at which one place less would be felt, so that
    /// a price is what one place *more* would save. The distances from the top are by how much; the steps are how.
    ///
    /// What no way from the top leads to has no load and no row: its price is that of its first unit.
    pub fn lower<C: Cost>(&mut self, search: &mut Search, problem: &Problem, arcs: &[Arc<C>]) -> Vec<Step> {
        let top = self.top();
        search.reach(&mut self.nodes, top, 0, Step::Start);
        self.forward(search, arcs, NONE, FAR);
        let steps = search.steps.clone();
        for node in 0..count(problem.sinks.len()) {
            let margin = read(&self.margins, node);
            let above = self.price(margin.parent);
            let Some(node) = self.nodes.get_mut(at(node)) else { continue };
            if node.dist < FAR {
                node.price -= node.dist;
            } else if margin.up < FAR {
                node.price = above + margin.up;
            }
        }
        // Whatever the units' reserves were.
        self.fallen = FAR;
        search.heap.clear();
        search.touched.clear();
        self.nodes.iter_mut().for_each(|node| node.dist = FAR);
        self.lower_floor();
        steps
    }
}
