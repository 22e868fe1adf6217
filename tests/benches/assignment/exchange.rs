//! A problem in a file, as a network that every peer can read.
//!
//! Little-endian: four sizes of 64 bits (rows, sinks, arcs, runs), then lists one after another: where each row's arcs
//! start (32 bits, one more than rows), the sink of each arc (32), its cost (64), the units that each sink must take
//! (32), and runs of further units of one cost: sink (32), units (32), cost (64); last, the cost of the units that
//! must be taken (64).
//!
//! Peers need neither lower bounds nor bounds that all must reach: who must take units asks for them itself.

use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

use wangge_transport::{Problem, Sink};

pub fn write(problem: &Problem, path: &Path) -> Result<()> {
    let sinks: Vec<Sink<'_>> = (0..problem.sinks()).map(|number| problem.sink(number).unwrap()).collect();
    let room: u64 = sinks.iter().map(|sink| u64::from(sink.upper)).sum();
    // Where there is no room to spare, every sink is filled.
    let full = room == problem.units();
    let fixed: Vec<u32> = sinks.iter().map(|sink| if full { sink.upper } else { sink.lower }).collect();
    let mut constant = 0;
    let mut runs = Vec::new();
    for (number, (sink, fixed)) in sinks.iter().zip(&fixed).enumerate() {
        for (from, until, slope) in pieces(sink) {
            let taken = until.min(*fixed).saturating_sub(from);
            constant += i64::from(taken) * slope;
            if until - from > taken {
                runs.push((u32::try_from(number).unwrap(), until - from - taken, slope));
            }
        }
    }
    let rows = || 0..problem.rows();
    let arcs = || rows().flat_map(|row| problem.arcs(row));
    let mut starts = vec![0_u32];
    for row in rows() {
        assert_eq!(problem.demand(row), 1);
        starts.push(starts.last().unwrap() + u32::try_from(problem.arcs(row).count()).unwrap());
    }
    let mut file = BufWriter::new(File::create(path)?);
    let sizes = [problem.rows().into(), sinks.len() as u64, (*starts.last().unwrap()).into(), runs.len() as u64];
    sizes.iter().try_for_each(|size: &u64| file.write_all(&size.to_le_bytes()))?;
    starts.iter().try_for_each(|start| file.write_all(&start.to_le_bytes()))?;
    arcs().try_for_each(|(sink, _)| file.write_all(&sink.to_le_bytes()))?;
    arcs().try_for_each(|(_, cost)| file.write_all(&cost.to_le_bytes()))?;
    fixed.iter().try_for_each(|units| file.write_all(&units.to_le_bytes()))?;
    runs.iter().try_for_each(|(sink, ..)| file.write_all(&sink.to_le_bytes()))?;
    runs.iter().try_for_each(|(_, units, _)| file.write_all(&units.to_le_bytes()))?;
    runs.iter().try_for_each(|(.., slope)| file.write_all(&slope.to_le_bytes()))?;
    file.write_all(&constant.to_le_bytes())?;
    file.flush()
}

/// Units of one slope, up to the upper bound: from, until, slope.
fn pieces(sink: &Sink<'_>) -> Vec<(u32, u32, i64)> {
    let flat = [(0, 0)];
    let pieces = if sink.load_cost.is_empty() { &flat } else { sink.load_cost };
    let ends = pieces.iter().skip(1).map(|piece| piece.0).chain([u32::MAX]);
    let runs = pieces.iter().zip(ends).map(|(&(from, slope), until)| (from, until.min(sink.upper), slope));
    runs.filter(|(from, until, _)| from < until).collect()
}
