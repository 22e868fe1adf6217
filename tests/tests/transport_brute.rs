//! On tiny problems the solver finds what trying every plan finds, and proves it.
#![allow(clippy::as_conversions, clippy::unwrap_used, clippy::panic, missing_docs)]

use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{brute, check, tiny};
use wangge_transport::{Refused, solve};

const PROBLEMS: u64 = 400_000;

#[test]
fn the_plan_is_the_best_of_all_plans_and_proved_so() {
    each(0..PROBLEMS, |seed| {
        let case = tiny::case(seed);
        let solution = match solve(case.problem().unwrap()) {
            Ok(solution) => solution,
            Err(Refused::BoundsInverted { sink, lower, upper }) if case.is_inverted() => {
                assert!(u64::from(lower) == case.asked(sink as usize) && lower > upper, "{case:?}");
                return;
            }
            Err(refused) => panic!("{refused}: {case:?}"),
        };
        assert!(!case.is_inverted(), "{case:?}");
        let best = brute::best(&case).worth;
        check::solution(&case, &solution, best);
    });
}
