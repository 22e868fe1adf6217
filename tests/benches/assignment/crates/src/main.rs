//! Peers that are crates, on a problem that the bench wrote: network simplex of `rs-graph`, and `mcmf`.
//!
//! `assignment-peers SOLVER FILE` prints the cost, the seconds that the solver alone kept a processor, and the
//! peak of memory in MiB.

use std::process::ExitCode;
use std::time::Duration;

use mcmf::{Capacity, Cost, GraphBuilder, Vertex};
use rs_graph::mcf::{NetworkSimplex, SolutionState};
use rs_graph::traits::IndexGraph;
use rs_graph::{Buildable, Builder, VecGraph};

/// Arcs from the rows to the sinks, and from each sink to the last node, an arc for each run of units of one cost.
struct Network {
    rows: usize,
    sinks: usize,
    /// From, to, units, cost.
    arcs: Vec<(usize, usize, i64, i64)>,
    /// Units that each sink must take.
    fixed: Vec<i64>,
    constant: i64,
}

struct Bytes(std::vec::IntoIter<u8>);

impl Bytes {
    fn number(&mut self, bytes: usize) -> i64 {
        let mut number = [0; 8];
        number.iter_mut().zip(self.0.by_ref().take(bytes)).for_each(|(to, from)| *to = from);
        i64::from_le_bytes(number)
    }

    fn list(&mut self, bytes: usize, count: usize) -> Vec<i64> {
        (0..count).map(|_| self.number(bytes)).collect()
    }
}

fn read(path: &str) -> Network {
    let mut bytes = Bytes(std::fs::read(path).expect("the file").into_iter());
    let sizes: Vec<usize> = bytes.list(8, 4).into_iter().map(|size| size as usize).collect();
    let (rows, sinks, arcs, runs) = (sizes[0], sizes[1], sizes[2], sizes[3]);
    let starts = bytes.list(4, rows + 1);
    let (arc_sinks, arc_costs) = (bytes.list(4, arcs), bytes.list(8, arcs));
    let fixed = bytes.list(4, sinks);
    let (run_sinks, run_units, run_costs) = (bytes.list(4, runs), bytes.list(4, runs), bytes.list(8, runs));
    let mut list = Vec::new();
    for row in 0..rows {
        for arc in starts[row] as usize..starts[row + 1] as usize {
            list.push((row, rows + arc_sinks[arc] as usize, 1, arc_costs[arc]));
        }
    }
    for run in 0..runs {
        list.push((rows + run_sinks[run] as usize, rows + sinks, run_units[run], run_costs[run]));
    }
    Network { rows, sinks, arcs: list, fixed, constant: bytes.number(8) }
}

fn rs_graph(network: &Network) -> Option<(i64, f64)> {
    let last = network.rows + network.sinks;
    let mut builder = VecGraph::<u32>::new_builder();
    let nodes = builder.add_nodes(last + 1);
    network.arcs.iter().for_each(|(from, to, ..)| {
        builder.add_edge(nodes[*from], nodes[*to]);
    });
    let graph = builder.into_graph();
    let mut simplex = NetworkSimplex::<_, i64>::new(&graph);
    for row in 0..network.rows {
        simplex.set_balance(graph.id2node(row), 1);
    }
    for (sink, fixed) in network.fixed.iter().enumerate() {
        simplex.set_balance(graph.id2node(network.rows + sink), -fixed);
    }
    simplex.set_balance(graph.id2node(last), network.fixed.iter().sum::<i64>() - network.rows as i64);
    for (arc, (_, _, units, cost)) in network.arcs.iter().enumerate() {
        simplex.set_upper(graph.id2edge(arc), *units);
        simplex.set_cost(graph.id2edge(arc), *cost);
    }
    let start = clock();
    let state = simplex.solve();
    let seconds = (clock() - start).as_secs_f64();
    (state == SolutionState::Optimal).then(|| (simplex.value(), seconds))
}

/// Lower bounds cannot be said; its one call builds the network, solves it, and takes the flow apart into paths.
fn mcmf(network: &Network) -> Option<(i64, f64)> {
    let last = network.rows + network.sinks;
    let filled = network.arcs.iter().all(|arc| arc.1 < last);
    if !filled && network.fixed.iter().any(|fixed| *fixed > 0) {
        return None;
    }
    let mut builder = GraphBuilder::new();
    for row in 0..network.rows {
        builder.add_edge(Vertex::Source, row, Capacity(1), Cost(0));
    }
    for (from, to, units, cost) in &network.arcs {
        let to = if *to == last { Vertex::Sink } else { Vertex::Node(*to) };
        builder.add_edge(*from, to, Capacity(*units as i32), Cost(*cost as i32));
    }
    for (sink, fixed) in network.fixed.iter().enumerate().filter(|(_, fixed)| **fixed > 0) {
        builder.add_edge(network.rows + sink, Vertex::Sink, Capacity(*fixed as i32), Cost(0));
    }
    let start = clock();
    let (cost, paths) = builder.mcmf();
    let seconds = (clock() - start).as_secs_f64();
    let units: u32 = paths.iter().map(|path| path.amount()).sum();
    (units as usize == network.rows).then_some((cost.into(), seconds))
}

fn clock() -> Duration {
    rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).try_into().expect("a time")
}

fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).map_or(0.0, |kib: f64| kib / 1024.0)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let network = read(&arguments[1]);
    let solved = match arguments[0].as_str() {
        "rs-graph" => rs_graph(&network),
        "mcmf" => mcmf(&network),
        _ => None,
    };
    match solved {
        Some((cost, seconds)) => {
            println!("{} {seconds:.9} {:.1}", cost + network.constant, peak());
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("no optimum");
            ExitCode::FAILURE
        }
    }
}
