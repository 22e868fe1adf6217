//! What a switch is said to cost is what the best plan with that pair costs, and the moves lead to such a plan.
#![allow(clippy::as_conversions, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicUsize, Ordering};

use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{brute, check, tiny};
use wangge_transport::solve;

#[test]
fn a_switch_costs_what_the_best_plan_with_the_pair_costs() {
    let switches = AtomicUsize::new(0);
    each(0..100_000, |seed| {
        let case = tiny::case(seed);
        let Ok(solution) = solve(case.problem().unwrap()) else { return };
        let best = brute::best(&case);
        let mut explainer = solution.explainer();
        for row in 0..case.rows.len() as u32 {
            for sink in 0..case.sinks.len() as u32 {
                let switch = explainer.switch(row, sink);
                switches.fetch_add(usize::from(switch.is_some()), Ordering::Relaxed);
                check::switch(&case, &solution, (row, sink), switch, best.forced(row, sink));
            }
            assert_eq!(explainer.switch(row, case.sinks.len() as u32), None);
        }
        assert_eq!(explainer.switch(case.rows.len() as u32, 0), None);
    });
    let switches = switches.into_inner();
    assert!(switches > 100_000, "{switches}");
}
