//! The graph of units over time, behind the few questions that are asked of it.

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::draft::SpellRow;
use crate::table::{NONE, Rows};
use crate::time::{Day, Days};

/// Units as nodes, in order of id; each link goes up to a parent and has its period.
///
/// It is only made from records without a fault, so on any day the links form a forest.
#[derive(Debug, Clone, Default)]
pub(crate) struct UnitGraph(DiGraph<(), Days>);

impl UnitGraph {
    pub fn new(parents: &Rows<SpellRow>) -> Self {
        let mut graph = DiGraph::with_capacity(parents.len(), parents.items().len());
        for _ in 0..parents.len() {
            graph.add_node(());
        }
        for unit in crate::table::indices(parents.len()) {
            for spell in parents.row(unit) {
                graph.add_edge(NodeIndex::from(unit), NodeIndex::from(spell.target), spell.days);
            }
        }
        Self(graph)
    }

    /// The parent on a day, or [`NONE`].
    pub fn parent(&self, unit: u32, day: Day) -> u32 {
        let mut links = self.0.edges(NodeIndex::from(unit));
        let link = links.find(|link| link.weight().contains(day));
        link.map_or(NONE, |link| u32::try_from(link.target().index()).unwrap_or(NONE))
    }

    /// The parents of a unit, by period.
    pub fn parents(&self, unit: u32) -> Vec<SpellRow> {
        let links = self.0.edges(NodeIndex::from(unit));
        let mut parents: Vec<SpellRow> = links
            .filter_map(|link| {
                Some(SpellRow { target: u32::try_from(link.target().index()).ok()?, days: *link.weight() })
            })
            .collect();
        parents.sort_unstable_by_key(|spell| spell.days);
        parents
    }

    /// The units that have a unit as a parent on some day.
    pub fn children(&self, unit: u32) -> impl Iterator<Item = u32> {
        let links = self.0.edges_directed(NodeIndex::from(unit), Direction::Incoming);
        links.filter_map(|link| u32::try_from(link.source().index()).ok())
    }

    /// Every day on which a link begins or ends.
    pub fn days(&self) -> impl Iterator<Item = Days> {
        self.0.edge_weights().copied()
    }
}
