//! Bottlenecks are true, minimal and apart from each other; there are some exactly when something is missing.
#![allow(clippy::as_conversions, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicUsize, Ordering};

use wangge_tests::transport::cuts::{Sort, bringing, excess, greatest_excess, least_missed, sort};
use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{Case, middle, tiny};
use wangge_transport::{Bottleneck, Solution, solve};

const PROBLEMS: u64 = 120_000;

fn without(list: &[u32], number: u32) -> Vec<u32> {
    list.iter().copied().filter(|other| *other != number).collect()
}

/// The same sort with other rows and sinks, short by so much.
fn like(sort: Sort, rows: Vec<u32>, sinks: Vec<u32>, short: i64) -> Bottleneck {
    let short = u64::try_from(short).unwrap();
    match sort {
        Sort::Capacity => Bottleneck::Capacity { rows, sinks, short },
        Sort::Minimum => Bottleneck::Minimum { rows, sinks, short },
        Sort::Nested => Bottleneck::Nested { rows, sinks, short },
    }
}

fn true_and_minimal(case: &Case, solution: &Solution, found: &Bottleneck) {
    let (sort, rows, sinks) = (sort(found), found.rows(), found.sinks());
    let short = i64::try_from(found.short()).unwrap();
    assert!(found.verify(solution.problem()), "{found:?} {case:?}");
    assert!(short > 0 && excess(case, sort, rows, sinks) == short, "{found:?} {case:?}");
    assert!(least_missed(case, found) >= found.short(), "no plan does better: {found:?} {case:?}");
    if sort == Sort::Minimum {
        assert_eq!(rows, bringing(case, sinks), "{found:?} {case:?}");
        for sink in sinks {
            let fewer = without(sinks, *sink);
            let rows = bringing(case, &fewer);
            assert!(excess(case, sort, &rows, &fewer) <= 0, "without sink {sink}: {found:?} {case:?}");
            let smaller = |short| like(sort, rows.clone(), fewer.clone(), short).verify(solution.problem());
            assert!(!(1..=short + 9).any(smaller), "without sink {sink}: {found:?} {case:?}");
        }
        return;
    }
    assert_eq!(greatest_excess(case, sort, rows), short, "other sinks show more: {found:?} {case:?}");
    for row in rows {
        let fewer = without(rows, *row);
        assert!(greatest_excess(case, sort, &fewer) <= 0, "without row {row}: {found:?} {case:?}");
        let smaller = |short| like(sort, fewer.clone(), sinks.to_vec(), short).verify(solution.problem());
        assert!(!(1..=short + 9).any(smaller), "without row {row}: {found:?} {case:?}");
    }
}

/// No number is in two lists.
fn apart<'b>(lists: impl Iterator<Item = &'b [u32]>) -> bool {
    let mut all: Vec<u32> = lists.flatten().copied().collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    all.len() == count
}

#[test]
fn bottlenecks_say_why_and_nothing_too_much() {
    let seen = [Sort::Capacity, Sort::Minimum, Sort::Nested].map(|sort| (sort, AtomicUsize::new(0)));
    each(0..PROBLEMS, |seed| {
        let case = tiny::case(seed);
        let Ok(solution) = solve(case.problem().unwrap()) else { return };
        let found = solution.bottlenecks();
        found.iter().for_each(|found| true_and_minimal(&case, &solution, found));
        let of = |wanted: Sort| found.iter().filter(move |found| sort(found) == wanted);
        for (sort, count) in &seen {
            count.fetch_add(of(*sort).count(), Ordering::Relaxed);
        }
        assert_eq!(of(Sort::Capacity).count() > 0, solution.unassigned() > 0, "{found:?} {case:?}");
        let below = of(Sort::Minimum).count() + of(Sort::Nested).count();
        assert_eq!(below > 0, solution.shortfall() > 0, "{found:?} {case:?}");
        assert!(apart(of(Sort::Capacity).map(Bottleneck::rows)), "{found:?} {case:?}");
        assert!(apart(of(Sort::Minimum).map(Bottleneck::sinks)), "{found:?} {case:?}");
    });
    for (sort, count) in seen {
        let count = count.into_inner();
        assert!(count > 500, "{sort:?}: {count}");
    }
}

/// The excess of rows with whichever sinks, where sinks do not nest: each that is full counts by what it lacks.
fn greatest_excess_flat(case: &Case, rows: &[u32]) -> i64 {
    let mut excess = 0;
    let mut wanted = vec![0_i64; case.sinks.len()];
    for row in rows.iter().map(|row| &case.rows[*row as usize]) {
        excess += i64::from(row.demand) - row.arcs.len() as i64;
        row.arcs.iter().for_each(|arc| wanted[arc.0 as usize] += 1);
    }
    excess + case.sinks.iter().zip(wanted).map(|(sink, wanted)| (wanted - i64::from(sink.upper)).max(0)).sum::<i64>()
}

#[test]
fn bottlenecks_of_villages_are_true_and_minimal() {
    let seen = [Sort::Capacity, Sort::Minimum].map(|sort| (sort, AtomicUsize::new(0)));
    each(0..2000, |seed| {
        let mut case = middle::case(seed, 60, 15);
        case.sinks.iter_mut().for_each(|sink| sink.parent = None);
        let solution = solve(case.problem().unwrap()).unwrap();
        for found in solution.bottlenecks() {
            let (sort, short) = (sort(&found), i64::try_from(found.short()).unwrap());
            seen.iter().filter(|(seen, _)| *seen == sort).for_each(|(_, count)| {
                count.fetch_add(1, Ordering::Relaxed);
            });
            assert!(found.verify(solution.problem()), "{found:?} {case:?}");
            assert!(short > 0 && excess(&case, sort, found.rows(), found.sinks()) == short, "{found:?} {case:?}");
            if sort == Sort::Capacity {
                assert_eq!(greatest_excess_flat(&case, found.rows()), short, "{found:?} {case:?}");
                let excess = |row: &u32| greatest_excess_flat(&case, &without(found.rows(), *row));
                assert!(found.rows().iter().all(|row| excess(row) <= 0), "{found:?} {case:?}");
                continue;
            }
            assert_eq!(found.rows(), bringing(&case, found.sinks()), "{found:?} {case:?}");
            for sink in found.sinks() {
                let fewer = without(found.sinks(), *sink);
                assert!(excess(&case, sort, &bringing(&case, &fewer), &fewer) <= 0, "{sink} {found:?} {case:?}");
            }
        }
    });
    for (sort, count) in seen {
        let count = count.into_inner();
        assert!(count > 100, "{sort:?}: {count}");
    }
}
