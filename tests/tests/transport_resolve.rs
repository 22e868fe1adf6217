//! A plan that is mended after changes is as good as one made anew; refused changes change nothing.
#![allow(clippy::as_conversions, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicUsize, Ordering};

use wangge_tests::generate::Dice;
use wangge_tests::transport::edits::{Change, batch};
use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{Case, Limits, Row, brute, check, tiny};
use wangge_transport::{Certificate, Edit, LARGEST_COST, Refused, Solution, solve};

fn resolve(solution: &mut Solution, batch: &[Change]) -> Result<(), Refused> {
    let edits: Vec<_> = batch.iter().map(Change::edit).collect();
    solution.resolve(&edits)
}

/// What would show that something has changed.
fn state(solution: &Solution) -> (Case, Vec<u32>, Certificate) {
    (check::read(solution.problem()), solution.plan().to_vec(), solution.certificate())
}

/// A change that must be refused, and why.
fn bad(dice: &mut Dice, case: &Case) -> (Change, fn(&Refused) -> bool) {
    let (rows, sinks) = (case.rows.len(), case.sinks.len() as u32);
    let row = |arcs: &[(u32, i64)]| Row { demand: 1, arcs: arcs.to_vec() };
    let limits = |lower, upper, pieces: &[(u32, i64)]| Limits {
        lower,
        upper,
        load_cost: pieces.to_vec(),
        parent: case.sinks[0].parent,
    };
    match dice.below(8) {
        0 => (Change::SetRow(rows + 9, row(&[])), |refused| matches!(refused, Refused::RowUnknown { .. })),
        1 => (Change::AddRow(row(&[(0, 1), (sinks, 1)])), |refused| matches!(refused, Refused::SinkUnknown { .. })),
        2 => (Change::AddRow(row(&[(0, 1), (0, 2)])), |refused| matches!(refused, Refused::ArcTwice { .. })),
        3 => (Change::AddRow(row(&[(0, LARGEST_COST + 1)])), |refused| matches!(refused, Refused::CostRange { .. })),
        4 => (Change::SetSink(sinks as usize, limits(0, 0, &[])), |refused| {
            matches!(refused, Refused::SinkUnknown { .. })
        }),
        5 => (Change::SetSink(0, limits(2, 1, &[])), |refused| matches!(refused, Refused::BoundsInverted { .. })),
        6 => (Change::SetSink(0, limits(0, 1, &[(0, 2), (1, 1)])), |refused| {
            matches!(refused, Refused::NotConvex { .. })
        }),
        _ => (Change::AddRow(Row { demand: u32::MAX, arcs: vec![(0, 1)] }), |refused| {
            matches!(refused, Refused::TooLarge)
        }),
    }
}

#[test]
fn a_mended_plan_is_as_good_as_a_new_one() {
    let steps = AtomicUsize::new(0);
    each(0..20_000, |seed| {
        let mut case = tiny::case(seed);
        let Ok(mut solution) = solve(case.problem().unwrap()) else { return };
        let mut dice = Dice::new(seed);
        for _ in 0..6 {
            let batch = batch(&mut dice, &case);
            let mut after = case.clone();
            batch.iter().for_each(|change| change.apply(&mut after));
            let before = state(&solution);
            match resolve(&mut solution, &batch) {
                Ok(()) => case = after,
                Err(Refused::BoundsInverted { .. }) => {
                    assert!(after.is_inverted(), "{batch:?} {case:?}");
                    assert_eq!(state(&solution), before, "{batch:?} {case:?}");
                }
                Err(refused) => panic!("{refused}: {batch:?} {case:?}"),
            }
            if case.rows.len() > 7 {
                return;
            }
            let best = brute::best(&case);
            check::solution(&case, &solution, best.worth);
            if let Some(pair) = case.pair(&mut dice) {
                let switch = solution.explainer().switch(pair.0, pair.1);
                check::switch(&case, &solution, pair, switch, best.forced(pair.0, pair.1));
            }
            steps.fetch_add(1, Ordering::Relaxed);
        }
    });
    let steps = steps.into_inner();
    assert!(steps > 60_000, "{steps}");
}

#[test]
fn a_batch_with_a_bad_edit_changes_nothing() {
    each(0..20_000, |seed| {
        let case = tiny::case(seed);
        let Ok(mut solution) = solve(case.problem().unwrap()) else { return };
        let mut dice = Dice::new(seed);
        let before = state(&solution);
        let mut changes = batch(&mut dice, &case);
        let (change, expected) = bad(&mut dice, &case);
        let place = dice.below(changes.len() + 1);
        changes.insert(place, change);
        let refused = resolve(&mut solution, &changes).unwrap_err();
        assert!(expected(&refused), "{refused:?} {changes:?} {case:?}");
        assert_eq!(state(&solution), before, "{changes:?} {case:?}");
        // And the next change finds everything as it was.
        let mut after = case.clone();
        let good = batch(&mut dice, &case);
        good.iter().for_each(|change| change.apply(&mut after));
        if !after.is_inverted() && after.rows.len() < 8 {
            resolve(&mut solution, &good).unwrap();
            check::solution(&after, &solution, brute::best(&after).worth);
        }
    });
}

#[test]
fn the_parent_of_a_sink_stays_whatever_an_edit_says() {
    let mut case = Case { sinks: vec![Limits::default(), Limits::default()], ..Case::default() };
    case.sinks[1].parent = Some(0);
    let mut solution = solve(case.problem().unwrap()).unwrap();
    let limits = wangge_transport::Sink { upper: 3, parent: None, ..wangge_transport::Sink::default() };
    solution.resolve(&[Edit::SetSink { sink: 1, limits }]).unwrap();
    assert_eq!(solution.problem().sink(1).unwrap().parent, Some(0));
}
