//! A price is what one more place saves.
#![allow(clippy::as_conversions, clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::sync::atomic::{AtomicUsize, Ordering};

use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{Case, brute, tiny, worth};
use wangge_transport::{NONE, Problem, solve};

/// The least that plans cost, penalties included, if one unit that arrives at a sink, or under it, is taken away there;
/// nothing if none can arrive.
fn with_one_more(case: &Case, problem: &Problem, sink: u32) -> Option<i128> {
    let (penalties, path) = (problem.penalties().unwrap(), case.path(sink));
    let mut roomy = case.clone();
    path.iter().for_each(|above| roomy.sinks[*above].upper = case.sinks[*above].upper.saturating_add(1));
    let mut least = None;
    brute::each_plan(&roomy, &mut |plan, loads, arcs| {
        if loads[sink as usize] == 0 {
            return;
        }
        let mut sum = arcs;
        for (number, limits) in case.sinks.iter().enumerate() {
            let load = loads[number] - u64::from(path.contains(&number));
            let below = u64::from(limits.lower).saturating_sub(load);
            sum += (0..load).map(|unit| limits.slope(unit)).sum::<i128>();
            sum += i128::from(below) * i128::from(penalties.shortfall);
        }
        let nowhere = plan.iter().filter(|unit| unit.1 == NONE).count();
        sum += nowhere as i128 * i128::from(penalties.unassigned);
        least = Some(least.map_or(sum, |least: i128| least.min(sum)));
    });
    least
}

#[test]
fn a_price_is_what_one_more_place_saves() {
    let compared = AtomicUsize::new(0);
    each(0..20_000, |seed| {
        let case = tiny::case(seed);
        let Ok(solution) = solve(case.problem().unwrap()) else { return };
        let explainer = solution.explainer();
        let penalties = solution.problem().penalties().unwrap();
        let best = worth(&case, solution.plan()).unwrap();
        let (unassigned, shortfall) = (i128::from(best.unassigned), i128::from(best.shortfall));
        let penalty = unassigned * i128::from(penalties.unassigned) + shortfall * i128::from(penalties.shortfall);
        for sink in 0..case.sinks.len() as u32 {
            let Some(least) = with_one_more(&case, solution.problem(), sink) else { continue };
            let saved = best.cost + penalty - least;
            assert_eq!(i128::from(explainer.price(sink)), saved, "{sink} {case:?}");
            compared.fetch_add(1, Ordering::Relaxed);
        }
    });
    let compared = compared.into_inner();
    assert!(compared > 20_000, "{compared}");
}
