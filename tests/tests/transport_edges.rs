//! What is refused, and what looks strange and is not.
#![allow(clippy::as_conversions, clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use wangge_tests::transport::{Case, Limits, Row, Worth, check, worth};
use wangge_transport::{
    Bottleneck, Certificate, Edit, LARGEST_COST, LARGEST_DEMAND, NONE, Problem, Proven, Refused, Sink, Solution,
    Unproven, solve,
};

fn upper(upper: u32) -> Limits {
    Limits { upper, ..Limits::default() }
}

fn row(demand: u32, arcs: &[(u32, i64)]) -> Row {
    Row { demand, arcs: arcs.to_vec() }
}

/// Solves a problem, checks all that is said of it, and gives the solution.
fn solved(sinks: Vec<Limits>, rows: Vec<Row>, best: (u64, u64, i128)) -> Solution {
    let case = Case { sinks, rows };
    let solution = solve(case.problem().unwrap()).unwrap();
    check::solution(&case, &solution, Worth { unassigned: best.0, shortfall: best.1, cost: best.2 });
    solution
}

/// A problem of two sinks and a row, to be spoiled.
fn sound() -> Problem {
    Case { sinks: vec![upper(1), upper(2)], rows: vec![row(1, &[(0, 5), (1, 7)])] }.problem().unwrap()
}

/// A refused row or sink leaves the problem as it was.
fn refused(change: impl Fn(&mut Problem) -> Result<u32, Refused>, expected: Refused) {
    let mut problem = sound();
    assert_eq!(change(&mut problem), Err(expected));
    assert_eq!(check::read(&problem), check::read(&sound()));
    assert_eq!((problem.units(), problem.penalties()), (1, sound().penalties()));
    assert_eq!(problem.add_row(1, &[(1, -3)]), Ok(1));
    assert_eq!(solve(problem).unwrap().cost(), 2);
    assert!(!expected.to_string().is_empty());
}

#[test]
fn costs_out_of_range_are_refused() {
    for cost in [LARGEST_COST + 1, -LARGEST_COST - 1, i64::MAX, i64::MIN] {
        refused(|problem| problem.add_row(1, &[(0, 1), (1, cost)]), Refused::CostRange { cost });
        let slope = |problem: &mut Problem| {
            // Slopes must not descend, whatever is wrong besides.
            let pieces = if cost > 0 { [(0, 1), (1, cost)] } else { [(0, cost), (1, 1)] };
            problem.add_sink(Sink { load_cost: &pieces, ..Sink::default() })
        };
        refused(slope, Refused::CostRange { cost });
    }
}

#[test]
fn the_largest_costs_are_taken_either_way() {
    let steep = Limits { load_cost: vec![(0, -LARGEST_COST), (1, LARGEST_COST)], ..Limits::default() };
    let rows = vec![row(1, &[(0, LARGEST_COST), (1, -LARGEST_COST)]), row(1, &[(0, -LARGEST_COST), (1, LARGEST_COST)])];
    solved(vec![steep, upper(1)], rows, (0, 0, -3 * i128::from(LARGEST_COST)));
}

#[test]
fn bounds_that_are_inverted_are_refused() {
    let sink = Sink { lower: 3, upper: 2, ..Sink::default() };
    refused(|problem| problem.add_sink(sink), Refused::BoundsInverted { sink: 2, lower: 3, upper: 2 });
}

#[test]
fn lower_bounds_that_nest_badly_are_no_problem_to_solve() {
    let under = Limits { lower: 2, parent: Some(0), ..Limits::default() };
    let case = Case { sinks: vec![upper(3), under.clone(), under], rows: Vec::new() };
    let problem = case.problem().unwrap();
    let expected = Refused::BoundsInverted { sink: 0, lower: 4, upper: 3 };
    assert_eq!(problem.penalties(), Err(expected));
    let proof = Certificate { prices: vec![0; 3] };
    assert_eq!(proof.verify(&problem, &[]), Err(Unproven::Problem(expected)));
    assert_eq!(solve(problem).unwrap_err(), expected);
}

#[test]
fn load_costs_that_are_not_convex_are_refused() {
    let descending: &[_] = &[(0, 1), (2, 5), (3, 4)];
    for (pieces, piece) in [(descending, 2), (&[(1, 5)], 0), (&[(0, 1), (0, 2)], 1), (&[(0, 1), (4, 2), (3, 3)], 2)] {
        let sink = Sink { load_cost: pieces, ..Sink::default() };
        refused(|problem| problem.add_sink(sink), Refused::NotConvex { sink: 2, piece });
    }
}

#[test]
fn unknown_sinks_and_arcs_given_twice_are_refused() {
    refused(|problem| problem.add_row(1, &[(0, 1), (2, 1)]), Refused::SinkUnknown { sink: 2 });
    refused(|problem| problem.add_row(1, &[(NONE, 1)]), Refused::SinkUnknown { sink: NONE });
    refused(|problem| problem.add_row(1, &[(1, 1), (0, 4), (1, 2)]), Refused::ArcTwice { row: 1, sink: 1 });
    for parent in [2, 77, NONE] {
        let sink = Sink { parent: Some(parent), ..Sink::default() };
        refused(|problem| problem.add_sink(sink), Refused::SinkUnknown { sink: parent });
    }
}

#[test]
fn more_units_than_can_be_numbered_are_refused() {
    refused(|problem| problem.add_row(u32::MAX, &[(0, 1)]), Refused::TooLarge);
    refused(|problem| problem.add_row(LARGEST_DEMAND + 1, &[(0, 1)]), Refused::TooLarge);
}

#[test]
fn costs_whose_sums_could_overflow_are_refused() {
    let mut many_units = Problem::new();
    many_units.add_sink(Sink::default()).unwrap();
    for _ in 0..65 {
        many_units.add_row(LARGEST_DEMAND, &[(0, LARGEST_COST)]).unwrap();
    }
    assert_eq!(solve(many_units).unwrap_err(), Refused::TooLarge);

    let mut many_sinks = Problem::new();
    for _ in 0..1 << 18 {
        many_sinks.add_sink(Sink::default()).unwrap();
    }
    many_sinks.add_row(1, &[(0, -LARGEST_COST)]).unwrap();
    let proof = Certificate { prices: vec![0; 1 << 18] };
    assert_eq!(proof.verify(&many_sinks, &[0]), Err(Unproven::Problem(Refused::TooLarge)));
    assert_eq!(solve(many_sinks).unwrap_err(), Refused::TooLarge);
}

#[test]
fn a_change_that_makes_a_problem_too_large_changes_nothing() {
    let mut solution = solve(sound()).unwrap();
    let edits =
        [Edit::SetRow { row: 0, demand: 2, arcs: &[(1, LARGEST_COST)] }, Edit::AddRow { demand: 1 << 16, arcs: &[] }];
    assert_eq!(solution.resolve(&edits), Err(Refused::TooLarge));
    assert_eq!((solution.plan(), solution.cost()), (&[0][..], 5));
    assert_eq!(check::read(solution.problem()), check::read(&sound()));
    assert_eq!(solution.problem().penalties(), sound().penalties());
    assert_eq!(solution.resolve(&edits[..1]), Ok(()));
    assert_eq!((solution.unassigned(), solution.cost()), (1, LARGEST_COST));
}

#[test]
fn nothing_at_all_is_solved() {
    let solution = solved(Vec::new(), Vec::new(), (0, 0, 0));
    assert_eq!((solution.plan().len(), solution.certificate().prices.len()), (0, 0));
    assert_eq!(solution.bottlenecks(), []);
    assert_eq!(solution.explainer().switch(0, 0), None);
}

#[test]
fn without_rows_only_lower_bounds_are_missed() {
    let sinks = vec![upper(3), Limits { lower: 2, upper: 3, ..Limits::default() }];
    let solution = solved(sinks, Vec::new(), (0, 2, 0));
    assert_eq!(solution.bottlenecks(), [Bottleneck::Minimum { rows: vec![], sinks: vec![1], short: 2 }]);
}

#[test]
fn without_sinks_all_units_go_nowhere() {
    let solution = solved(Vec::new(), vec![row(2, &[]), row(0, &[]), row(1, &[])], (3, 0, 0));
    assert_eq!(solution.plan(), [NONE; 3]);
    let alone = |row, short| Bottleneck::Capacity { rows: vec![row], sinks: vec![], short };
    assert_eq!(solution.bottlenecks(), [alone(0, 2), alone(2, 1)]);
}

#[test]
fn a_row_without_arcs_goes_nowhere_and_disturbs_nobody() {
    let solution = solved(vec![upper(1)], vec![row(1, &[]), row(1, &[(0, 4)])], (1, 0, 4));
    assert_eq!(solution.plan(), [NONE, 0]);
    assert_eq!(solution.bottlenecks(), [Bottleneck::Capacity { rows: vec![0], sinks: vec![], short: 1 }]);
}

#[test]
fn sinks_that_take_nothing_take_nothing() {
    let rows = vec![row(1, &[(0, -9), (1, 3)]), row(1, &[(0, -9)])];
    let solution = solved(vec![upper(0), upper(5)], rows, (1, 0, 3));
    assert_eq!(solution.plan(), [1, NONE]);
    let mut explainer = solution.explainer();
    assert_eq!(explainer.switch(0, 0), None);
    assert_eq!(explainer.switch(1, 0), None);
}

#[test]
fn one_arc_a_row_leaves_no_choice() {
    let rows = vec![row(1, &[(1, 4)]), row(1, &[(0, 2)]), row(1, &[(1, 3)]), row(1, &[(1, 9)])];
    let solution = solved(vec![upper(1), upper(2)], rows, (1, 0, 9));
    assert_eq!(solution.plan(), [1, 0, 1, NONE]);
    let rows = vec![0, 2, 3];
    assert_eq!(solution.bottlenecks(), [Bottleneck::Capacity { rows, sinks: vec![1], short: 1 }]);
}

/// So many rows and one sink that takes all but a few.
fn one_sink(count: u32, out: u32) -> Solution {
    let rows = (0..count).map(|number| row(1, &[(0, i64::from(number % 977))]));
    let case = Case { sinks: vec![upper(count - out)], rows: rows.collect() };
    let solution = solve(case.problem().unwrap()).unwrap();
    // The dearest stay out.
    let cost = (0..i64::from(count)).map(|number| number % 977).sum::<i64>() - i64::from(out) * 976;
    let unassigned = u64::from(out);
    let proven = solution.certificate().verify(solution.problem(), solution.plan());
    assert_eq!(proven, Ok(Proven { cost, unassigned, shortfall: 0 }));
    assert_eq!((solution.unassigned(), solution.cost()), (unassigned, cost));
    solution
}

#[test]
fn a_hundred_thousand_rows_go_to_one_sink() {
    let solution = one_sink(100_000, 0);
    assert!(solution.plan().iter().all(|sink| *sink == 0) && solution.bottlenecks().is_empty());
}

#[test]
fn all_rows_but_three_go_to_one_sink() {
    let solution = one_sink(5000, 3);
    let found = solution.bottlenecks();
    // All but two of the rows are too many for it.
    assert_eq!((found.len(), found[0].sinks(), found[0].short()), (1, &[0][..], 1));
    assert!(found[0].rows().len() == 4998 && found[0].verify(solution.problem()));
}

#[test]
fn all_costs_alike_are_solved_and_proved() {
    let sinks = (0..10).map(|sink| Limits { lower: 20 + sink, upper: 60, ..Limits::default() }).collect();
    let arcs: Vec<_> = (0..10).map(|sink| (sink, 7)).collect();
    let rows = vec![row(1, &arcs); 500];
    let solution = solved(sinks, rows, (0, 0, 3500));
    assert_eq!(solution.plan().len(), 500);
}

#[test]
fn sinks_nest_as_deep_as_one_likes() {
    let depth = 20_000;
    let mut sinks = vec![Limits { lower: 1, load_cost: vec![(0, 1)], ..Limits::default() }; depth as usize];
    (1..).zip(&mut sinks[1..]).for_each(|(own, limits)| limits.parent = Some(own - 1));
    let case = Case { sinks, rows: vec![row(1, &[(0, 5)]), row(1, &[(depth - 1, 5)])] };
    let solution = solve(case.problem().unwrap()).unwrap();
    assert_eq!((solution.shortfall(), solution.cost()), (0, 10 + i64::from(depth) + 1));
    assert_eq!(worth(&case, solution.plan()).unwrap().cost, i128::from(solution.cost()));
    assert!(solution.certificate().verify(solution.problem(), solution.plan()).is_ok());
    assert!(solution.explainer().switch(1, depth - 1).is_none());
}

#[test]
fn a_demand_above_the_number_of_arcs_is_met_as_far_as_it_can() {
    let solution = solved(vec![upper(5), upper(5)], vec![row(5, &[(1, 2), (0, 9)])], (3, 0, 11));
    assert_eq!(solution.bottlenecks(), [Bottleneck::Capacity { rows: vec![0], sinks: vec![], short: 3 }]);
}

#[test]
fn a_change_of_nothing_changes_nothing() {
    let mut solution = solve(sound()).unwrap();
    let before = (solution.plan().to_vec(), solution.certificate());
    assert_eq!(solution.resolve(&[]), Ok(()));
    assert_eq!((solution.plan().to_vec(), solution.certificate()), before);
}

#[test]
fn what_does_not_exist_is_answered_without_panic() {
    let solution = solve(sound()).unwrap();
    assert_eq!((solution.load(9), solution.sinks_of(9).count()), (0, 0));
    assert_eq!((solution.problem().demand(9), solution.problem().arcs(9).count()), (0, 0));
    assert!(solution.problem().sink(9).is_none());
    let mut explainer = solution.explainer();
    assert_eq!((explainer.switch(9, 0), explainer.switch(0, 9), explainer.switch(NONE, NONE)), (None, None, None));
    for found in [
        Bottleneck::Capacity { rows: vec![9], sinks: vec![0], short: 1 },
        Bottleneck::Minimum { rows: vec![0], sinks: vec![NONE], short: 1 },
        Bottleneck::Nested { rows: vec![0, NONE], sinks: vec![], short: 1 },
    ] {
        assert!(!found.verify(solution.problem()));
    }
}
