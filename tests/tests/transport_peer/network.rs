//! The same problem as a minimum cost flow, for a crate that knows nothing of ours.
//!
//! Every unit flows from the source to its row, on to a sink or past all of them, from sink to sink above, to the end.
//! The pieces of a load cost are parallel edges; those below the lower bound are paid with a reward, which comes before
//! all costs, and to go past all sinks costs more than all rewards.

use ac_library::mincostflow::MinCostFlowGraph;
use wangge_tests::transport::{Case, Worth, worth};
use wangge_transport::NONE;

struct Edge {
    from: usize,
    to: usize,
    room: i64,
    cost: i64,
}

/// Rows from 1 on, then sinks, those under others first, so that every edge leads to a later node.
struct Network<'c> {
    case: &'c Case,
    edges: Vec<Edge>,
}

/// The least worth of a plan, and the plan.
pub fn best(case: &Case) -> (Worth, Vec<u32>) {
    let mut network = Network { case, edges: Vec::new() };
    let reward = network.more_than_costs();
    let lower = case.sinks.iter().map(|sink| i64::from(sink.lower)).sum::<i64>();
    network.rows(reward * (lower + 1));
    network.sinks(reward);
    let plan = network.plan();
    (worth(case, &plan).expect("a flow is a plan"), plan)
}

impl Network<'_> {
    fn sink(&self, sink: u32) -> usize {
        self.case.rows.len() + self.case.sinks.len() - sink as usize
    }

    fn end(&self) -> usize {
        self.case.rows.len() + self.case.sinks.len() + 1
    }

    fn more_than_costs(&self) -> i64 {
        let arcs = self.case.rows.iter().flat_map(|row| &row.arcs).map(|arc| arc.1.abs());
        let slopes = self.case.sinks.iter().flat_map(|sink| &sink.load_cost).map(|piece| piece.1.abs());
        let deepest = (0..self.case.sinks.len() as u32).map(|sink| self.case.path(sink).len() as i64).max();
        let largest = arcs.chain(slopes).max().unwrap_or(0);
        let each = largest * (deepest.unwrap_or(0) + 1);
        2 * each * i64::try_from(self.case.units()).expect("a middle-sized problem") + 1
    }

    fn rows(&mut self, penalty: i64) {
        let end = self.end();
        for (number, row) in self.case.rows.iter().enumerate() {
            let own = number + 1;
            self.edges.push(Edge { from: 0, to: own, room: row.demand.into(), cost: 0 });
            self.edges.push(Edge { from: own, to: end, room: row.demand.into(), cost: penalty });
            for (sink, cost) in row.arcs.iter().copied() {
                self.edges.push(Edge { from: own, to: self.sink(sink), room: 1, cost });
            }
        }
    }

    fn sinks(&mut self, reward: i64) {
        let units = self.case.units() as i64;
        for (sink, limits) in (0..).zip(&self.case.sinks) {
            let (from, to) = (self.sink(sink), limits.parent.map_or(self.end(), |parent| self.sink(parent)));
            let (lower, upper) = (i64::from(limits.lower), i64::from(limits.upper).min(units));
            // An edge for each stretch of one slope: pieces, parted at the lower bound.
            let mut marks: Vec<i64> = limits.load_cost.iter().map(|piece| piece.0.into()).collect();
            marks.extend([0, lower, upper]);
            marks.sort_unstable();
            for stretch in marks.windows(2).filter(|stretch| stretch[0] < stretch[1].min(upper)) {
                let slope = limits.slope(stretch[0] as u64) as i64;
                let cost = if stretch[0] < lower { slope - reward } else { slope };
                self.edges.push(Edge { from, to, room: stretch[1].min(upper) - stretch[0], cost });
            }
        }
    }

    /// Edges may cost less than nothing, which the crate does not take: each is given its cost over the cheapest way.
    fn plan(&self) -> Vec<u32> {
        let end = self.end();
        let mut cheapest = vec![i64::MAX; end + 1];
        cheapest[0] = 0;
        let mut order: Vec<&Edge> = self.edges.iter().collect();
        order.sort_by_key(|edge| edge.from);
        for edge in order {
            let way = cheapest[edge.from].checked_add(edge.cost).filter(|_| cheapest[edge.from] < i64::MAX);
            cheapest[edge.to] = way.map_or(cheapest[edge.to], |way| way.min(cheapest[edge.to]));
        }
        let mut graph = MinCostFlowGraph::new(end + 1);
        let reached = |edge: &&Edge| cheapest[edge.from] < i64::MAX;
        for edge in self.edges.iter().filter(reached) {
            graph.add_edge(edge.from, edge.to, edge.room, edge.cost + cheapest[edge.from] - cheapest[edge.to]);
        }
        graph.flow(0, end, i64::try_from(self.case.units()).expect("a middle-sized problem"));
        let mut chosen = vec![Vec::new(); self.case.rows.len()];
        let (rows, last) = (self.case.rows.len(), self.sink(0));
        for edge in graph.edges().into_iter().filter(|edge| edge.flow > 0 && (1..=rows).contains(&edge.from)) {
            if edge.to <= last {
                chosen[edge.from - 1].push((last - edge.to) as u32);
            }
        }
        for (row, sinks) in self.case.rows.iter().zip(&mut chosen) {
            sinks.resize(row.demand as usize, NONE);
        }
        chosen.concat()
    }
}
