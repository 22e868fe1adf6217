//! What a switch is said to cost is what the best plan with that pair costs, and the moves lead to such a plan.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicUsize, Ordering};

use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{Case, Worth, brute, tiny, worth};
use wangge_transport::{Move, NONE, Solution, Switch, solve};

/// What a plan becomes when units move.
fn moved(case: &Case, plan: &[u32], moves: &[Move]) -> Vec<u32> {
    let mut plan = plan.to_vec();
    for step in moves {
        assert_ne!(step.from, step.to);
        let first: u32 = case.rows[..step.row as usize].iter().map(|row| row.demand).sum();
        let units = &mut plan[first as usize..][..case.rows[step.row as usize].demand as usize];
        let unit = units.iter_mut().find(|unit| **unit == step.from.unwrap_or(NONE));
        *unit.unwrap_or_else(|| panic!("nobody moves so: {step:?} {moves:?} {case:?}")) = step.to.unwrap_or(NONE);
    }
    plan
}

fn changed(before: Worth, switch: &Switch) -> Worth {
    let add = |count: u64, more: i64| count.checked_add_signed(more).unwrap();
    Worth {
        unassigned: add(before.unassigned, switch.unassigned),
        shortfall: add(before.shortfall, switch.shortfall),
        cost: before.cost + i128::from(switch.cost),
    }
}

/// Compares a switch with the best plan that has the pair, if there is one.
fn check(case: &Case, solution: &Solution, pair: (u32, u32), switch: Option<Switch>, forced: Option<Worth>) {
    let (row, sink) = pair;
    let before = worth(case, solution.plan()).unwrap();
    let first: u32 = case.rows[..row as usize].iter().map(|row| row.demand).sum();
    let own = first as usize..(first + case.rows[row as usize].demand) as usize;
    if solution.plan()[own.clone()].contains(&sink) {
        assert_eq!((switch, forced), (None, Some(before)), "{pair:?} {case:?}");
        return;
    }
    assert_eq!(switch.as_ref().map(|switch| changed(before, switch)), forced, "{pair:?} {switch:?} {case:?}");
    let Some(switch) = switch else { return };
    let start = switch.moves[0];
    assert_eq!((start.row, start.to), (row, Some(sink)), "{pair:?} {case:?}");
    let after = moved(case, solution.plan(), &switch.moves);
    assert!(after[own].contains(&sink), "{pair:?} {switch:?} {case:?}");
    assert_eq!(worth(case, &after).ok(), forced, "{pair:?} {switch:?} {case:?}");
}

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
                check(&case, &solution, (row, sink), switch, best.forced(row, sink));
            }
            assert_eq!(explainer.switch(row, case.sinks.len() as u32), None);
        }
        assert_eq!(explainer.switch(case.rows.len() as u32, 0), None);
    });
    let switches = switches.into_inner();
    assert!(switches > 100_000, "{switches}");
}
