//! On larger problems the solver finds what an independent crate for minimum cost flows finds.
#![allow(
    clippy::as_conversions,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod network;

use wangge_tests::generate::Dice;
use wangge_tests::transport::edits::{Change, batch};
use wangge_tests::transport::pin::{pin, with_pinned};
use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{Case, Worth, brute, check, middle, tiny};
use wangge_transport::{LARGEST_COST, Solution, solve};

fn solved(case: &Case) -> Solution {
    solve(case.problem().unwrap()).unwrap_or_else(|refused| panic!("{refused}: {case:?}"))
}

#[test]
fn the_peer_finds_what_trying_every_plan_finds() {
    each(0..3000, |seed| {
        let case = tiny::case(seed);
        let small = |arc: &(u32, i64)| arc.1.abs() < 1 << 30;
        let sizes =
            case.rows.iter().flat_map(|row| &row.arcs).chain(case.sinks.iter().flat_map(|sink| &sink.load_cost));
        if sizes.into_iter().all(small) {
            assert_eq!(network::best(&case).0, brute::best(&case).worth, "{case:?}");
        }
    });
}

#[test]
fn villages_have_the_optimum_that_the_peer_finds() {
    each(0..6000, |seed| {
        let case = middle::case(seed, 60, 15);
        check::solution(&case, &solved(&case), network::best(&case).0);
    });
}

#[test]
fn towns_have_the_optimum_that_the_peer_finds() {
    each(0..400, |seed| {
        let case = middle::case(seed, 300, 40);
        check::solution(&case, &solved(&case), network::best(&case).0);
    });
}

#[test]
fn costs_near_the_largest_make_no_difference() {
    each(0..1500, |seed| {
        let mut case = middle::case(seed, 60, 15);
        let best = network::best(&case).0;
        let arcs = case.rows.iter_mut().flat_map(|row| &mut row.arcs).map(|arc| &mut arc.1);
        let slopes = case.sinks.iter_mut().flat_map(|sink| &mut sink.load_cost).map(|piece| &mut piece.1);
        let costs: Vec<_> = arcs.chain(slopes).collect();
        let factor = LARGEST_COST / costs.iter().map(|cost| cost.abs()).max().unwrap_or(1).max(1);
        costs.into_iter().for_each(|cost| *cost *= factor);
        check::solution(&case, &solved(&case), Worth { cost: best.cost * i128::from(factor), ..best });
    });
}

#[test]
fn a_proof_also_proves_the_plan_of_the_peer() {
    each(0..1000, |seed| {
        let case = middle::case(seed, 60, 15);
        let solution = solved(&case);
        let (best, plan) = network::best(&case);
        let proven = solution.certificate().verify(solution.problem(), &plan);
        assert_eq!(proven.map(check::proven), Ok(best), "{case:?}");
    });
}

#[test]
fn a_switch_costs_what_solving_with_the_pair_pinned_costs() {
    each(0..1500, |seed| {
        let case = middle::case(seed, 60, 15);
        let solution = solved(&case);
        let mut explainer = solution.explainer();
        let mut dice = Dice::new(seed);
        for _ in 0..8 {
            let Some((row, sink)) = case.pair(&mut dice) else { return };
            let forced = pin(&case, row, sink).map(|(rest, cost)| with_pinned(network::best(&rest).0, cost));
            check::switch(&case, &solution, (row, sink), explainer.switch(row, sink), forced);
        }
    });
}

#[test]
fn villages_that_change_keep_the_optimum_that_the_peer_finds() {
    each(0..1200, |seed| {
        let mut case = middle::case(seed, 60, 15);
        let mut solution = solved(&case);
        let mut dice = Dice::new(seed);
        for _ in 0..6 {
            let mut after = case.clone();
            let changes = batch(&mut dice, &case);
            changes.iter().for_each(|change| change.apply(&mut after));
            let edits: Vec<_> = changes.iter().map(Change::edit).collect();
            assert_eq!(solution.resolve(&edits).is_err(), after.is_inverted(), "{changes:?} {case:?}");
            if !after.is_inverted() {
                case = after;
            }
            check::solution(&case, &solution, network::best(&case).0);
        }
    });
}
