//! The problem that is left when a unit of a row is at a sink, whatever that costs.

use super::{Case, Limits, Worth};

/// What is left, and what the pinned unit costs; nothing if the unit does not fit.
pub fn pin(case: &Case, row: u32, sink: u32) -> Option<(Case, i128)> {
    let mut rest = case.clone();
    let mut cost = i128::from(case.arc(row as usize, sink)?);
    let own = &mut rest.rows[row as usize];
    own.arcs.retain(|arc| arc.0 != sink);
    own.demand = own.demand.checked_sub(1)?;
    for above in case.path(sink) {
        let limits = &mut rest.sinks[above];
        cost += limits.slope(0);
        take_one(limits)?;
    }
    Some((rest, cost))
}

/// One unit is there already: the second is the first now.
fn take_one(limits: &mut Limits) -> Option<()> {
    limits.lower = limits.lower.saturating_sub(1);
    limits.upper = limits.upper.checked_sub(1)?;
    let pieces = std::mem::take(&mut limits.load_cost);
    let ends = pieces.iter().skip(1).map(|piece| piece.0).chain([u32::MAX]).collect::<Vec<_>>();
    let still = pieces.iter().zip(ends).filter(|(_, end)| *end > 1);
    limits.load_cost = still.map(|((from, slope), _)| (from.saturating_sub(1), *slope)).collect();
    Some(())
}

/// The worth of a plan with the pinned unit, from that of the rest.
pub fn with_pinned(rest: Worth, cost: i128) -> Worth {
    Worth { cost: rest.cost + cost, ..rest }
}

#[cfg(test)]
mod tests {
    use super::super::{brute, tiny};
    use super::*;

    #[test]
    fn the_best_of_the_rest_is_the_best_with_the_pair() {
        let mut pinned = 0;
        for seed in 0..3000 {
            let case = tiny::case(seed);
            let best = brute::best(&case);
            for (row, sink) in pairs(&case) {
                let rest = pin(&case, row, sink).map(|(rest, cost)| with_pinned(brute::best(&rest).worth, cost));
                assert_eq!(rest, best.forced(row, sink), "{row} {sink} {case:?}");
                pinned += usize::from(rest.is_some());
            }
        }
        assert!(pinned > 5000, "{pinned}");
    }

    fn pairs(case: &Case) -> Vec<(u32, u32)> {
        let arcs = |row: usize| case.rows[row].arcs.iter().map(move |arc| (row as u32, arc.0));
        (0..case.rows.len()).flat_map(arcs).collect()
    }

    #[test]
    fn pieces_move_up_by_one() {
        let mut limits = Limits { load_cost: vec![(0, 1), (1, 2), (5, 3)], ..Limits::default() };
        take_one(&mut limits);
        assert_eq!((limits.upper, limits.load_cost), (u32::MAX - 1, vec![(0, 2), (4, 3)]));
        let mut gentle = Limits { load_cost: vec![(0, 1), (2, 2)], ..Limits::default() };
        take_one(&mut gentle);
        assert_eq!(gentle.load_cost, [(0, 1), (1, 2)]);
    }
}
