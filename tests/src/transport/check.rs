//! Whether a solution says of its problem what is true. A check panics, with the problem, where it does not.

use std::fmt::Debug;

use wangge_transport::{Move, NONE, Problem, Proven, Solution, Switch};

use super::{Case, Limits, Row, Worth, loads, worth};

/// What a certificate proves.
pub fn proven(proven: Proven) -> Worth {
    Worth { unassigned: proven.unassigned, shortfall: proven.shortfall, cost: proven.cost.into() }
}

/// Everything that can be asked of a problem.
pub fn read(problem: &Problem) -> Case {
    let limits = |sink| {
        let sink = problem.sink(sink).expect("a sink for every number");
        Limits { lower: sink.lower, upper: sink.upper, parent: sink.parent, load_cost: sink.load_cost.to_vec() }
    };
    let row = |row| Row { demand: problem.demand(row), arcs: problem.arcs(row).collect() };
    Case { sinks: (0..problem.sinks()).map(limits).collect(), rows: (0..problem.rows()).map(row).collect() }
}

/// The same with arcs in the order of a problem: by cost, then sink.
pub fn sorted(mut case: Case) -> Case {
    case.rows.iter_mut().for_each(|row| row.arcs.sort_unstable_by_key(|arc| (arc.1, arc.0)));
    case
}

/// The units of a row in a plan.
pub fn units(case: &Case, row: u32) -> std::ops::Range<usize> {
    let first = case.rows[..row as usize].iter().map(|row| row.demand as usize).sum::<usize>();
    first..first + case.rows[row as usize].demand as usize
}

/// A solution is of this problem, has a plan of this worth, says so and proves it, and names bottlenecks if any.
pub fn solution(case: &Case, solution: &Solution, best: Worth) {
    assert_eq!(read(solution.problem()), sorted(case.clone()));
    assert_eq!(worth(case, solution.plan()), Ok(best), "{case:?}");
    let stated = (solution.unassigned(), solution.shortfall(), i128::from(solution.cost()));
    assert_eq!(stated, (best.unassigned, best.shortfall, best.cost), "{case:?}");
    let proof = solution.certificate();
    assert_eq!(proof.verify(solution.problem(), solution.plan()).map(proven), Ok(best), "{case:?}");
    let (loads, _) = loads(case, solution.plan()).expect("it is worth something");
    assert!((0..).zip(loads).all(|(sink, load)| u64::from(solution.load(sink)) == load), "{case:?}");
    for row in 0..case.rows.len() as u32 {
        let sinks = solution.sinks_of(row).map(|sink| sink.unwrap_or(NONE));
        assert!(sinks.eq(solution.plan()[units(case, row)].iter().copied()), "{row} {case:?}");
    }
    let found = solution.bottlenecks();
    assert_eq!(found.is_empty(), best.unassigned + best.shortfall == 0, "{found:?} {case:?}");
    assert!(found.iter().all(|found| found.verify(solution.problem())), "{found:?} {case:?}");
}

/// What a plan becomes when units move.
fn moved(case: &Case, plan: &[u32], moves: &[Move]) -> Vec<u32> {
    let mut plan = plan.to_vec();
    for step in moves {
        assert_ne!(step.from, step.to, "{case:?}");
        let own = &mut plan[units(case, step.row)];
        let unit = own.iter_mut().find(|unit| **unit == step.from.unwrap_or(NONE));
        *unit.unwrap_or_else(|| panic!("nobody moves so: {step:?} {moves:?} {case:?}")) = step.to.unwrap_or(NONE);
    }
    plan
}

fn changed(before: Worth, switch: &Switch) -> Worth {
    let add = |count: u64, more: i64| count.checked_add_signed(more).expect("not less than none");
    Worth {
        unassigned: add(before.unassigned, switch.unassigned),
        shortfall: add(before.shortfall, switch.shortfall),
        cost: before.cost + i128::from(switch.cost),
    }
}

/// A switch leads, by its moves, to a plan that is worth what the best plan with the pair is, if there is one.
pub fn switch(case: &Case, solution: &Solution, pair: (u32, u32), switch: Option<Switch>, forced: Option<Worth>) {
    let own = units(case, pair.0);
    let before = worth(case, solution.plan()).expect("a plan that keeps the rules");
    let about = |more: &dyn Debug| format!("{pair:?} {more:?} {case:?}");
    if solution.plan()[own.clone()].contains(&pair.1) {
        assert_eq!((&switch, forced), (&None, Some(before)), "{}", about(&switch));
        return;
    }
    assert_eq!(switch.as_ref().map(|switch| changed(before, switch)), forced, "{}", about(&switch));
    let Some(switch) = switch else { return };
    let start = switch.moves[0];
    assert_eq!((start.row, start.to), (pair.0, Some(pair.1)), "{}", about(&switch));
    let after = moved(case, solution.plan(), &switch.moves);
    assert!(after[own].contains(&pair.1), "{}", about(&switch));
    assert_eq!(worth(case, &after).ok(), forced, "{}", about(&switch));
}

#[cfg(test)]
mod tests {
    use wangge_transport::solve;

    use super::*;

    fn case() -> Case {
        let sinks = vec![Limits { upper: 1, ..Limits::default() }, Limits { upper: 2, ..Limits::default() }];
        let row = |arcs: &[(u32, i64)]| Row { demand: 1, arcs: arcs.to_vec() };
        Case { sinks, rows: vec![row(&[(0, 120), (1, 380)]), row(&[(1, 900), (0, 100)])] }
    }

    #[test]
    fn what_is_true_passes() {
        let solved = solve(case().problem().unwrap()).unwrap();
        solution(&case(), &solved, Worth { unassigned: 0, shortfall: 0, cost: 480 });
        let forced = Worth { unassigned: 0, shortfall: 0, cost: 1020 };
        switch(&case(), &solved, (0, 0), solved.explainer().switch(0, 0), Some(forced));
    }

    #[test]
    #[should_panic(expected = "left == right")]
    fn another_cost_does_not_pass() {
        let solved = solve(case().problem().unwrap()).unwrap();
        solution(&case(), &solved, Worth { unassigned: 0, shortfall: 0, cost: 479 });
    }

    #[test]
    #[should_panic(expected = "nobody moves so")]
    fn a_move_of_nobody_does_not_pass() {
        let solved = solve(case().problem().unwrap()).unwrap();
        let mut stated = solved.explainer().switch(0, 0).unwrap();
        stated.moves[1].from = Some(1);
        stated.moves[1].to = Some(0);
        let forced = Worth { unassigned: 0, shortfall: 0, cost: 1020 };
        switch(&case(), &solved, (0, 0), Some(stated), Some(forced));
    }
}
