//! On tiny problems the solver finds what trying every plan finds, and proves it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use wangge_tests::transport::brute;
use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{Worth, tiny, worth};
use wangge_transport::{Refused, solve};

const PROBLEMS: u64 = 120_000;

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
        assert_eq!(worth(&case, solution.plan()), Ok(best), "{case:?}");
        let stated = (solution.unassigned(), solution.shortfall(), i128::from(solution.cost()));
        assert_eq!(stated, (best.unassigned, best.shortfall, best.cost), "{case:?}");
        let proven = solution.certificate().verify(solution.problem(), solution.plan()).unwrap();
        let proven = Worth { unassigned: proven.unassigned, shortfall: proven.shortfall, cost: proven.cost.into() };
        assert_eq!(proven, best, "{case:?}");
    });
}
