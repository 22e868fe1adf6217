//! A certificate, plan or bottleneck that was tampered with is refused, or is as good as before.
#![allow(clippy::as_conversions, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicUsize, Ordering};

use wangge_tests::generate::Dice;
use wangge_tests::transport::cuts::{Sort, bringing, excess, least_missed, sort};
use wangge_tests::transport::seeds::each;
use wangge_tests::transport::{Case, Worth, brute, check, middle, tiny, worth};
use wangge_transport::{Bottleneck, Certificate, NONE, Problem, Solution, Unproven, solve};

/// How often something happened.
#[derive(Default)]
struct Seen {
    refused: AtomicUsize,
    harmless: AtomicUsize,
}

impl Seen {
    fn count(&self, harmless: bool) {
        let counter = if harmless { &self.harmless } else { &self.refused };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Both must have happened often, or the mutations are no test.
    fn both(self, least: usize) {
        let seen = (self.refused.into_inner(), self.harmless.into_inner());
        assert!(seen.0 >= least && seen.1 >= least, "{seen:?}");
    }
}

/// A problem, its solution and what that is worth.
fn solved(case: Case) -> Option<(Case, Solution, Worth)> {
    let solution = solve(case.problem().unwrap()).ok()?;
    let best = worth(&case, solution.plan()).unwrap();
    Some((case, solution, best))
}

/// Costs and penalties of a plan, in one number.
fn sum(problem: &Problem, worth: Worth) -> i128 {
    let penalties = problem.penalties().unwrap();
    let (unassigned, shortfall) = (i128::from(worth.unassigned), i128::from(worth.shortfall));
    worth.cost + unassigned * i128::from(penalties.unassigned) + shortfall * i128::from(penalties.shortfall)
}

fn other_prices(case: Case, dice: &mut Dice, seen: &Seen) {
    let Some((case, solution, best)) = solved(case) else { return };
    let proof = solution.certificate();
    for place in 0..proof.prices.len() {
        let price = proof.prices[place];
        let near = [1, -1, 7, -7, 1 << 41, -(1 << 41)].map(|change| price + change);
        for changed in near.into_iter().chain([0, -price, 1 << 59, -(1 << 59), i64::MAX, i64::MIN]) {
            let mut proof = proof.clone();
            proof.prices[place] = changed;
            if dice.chance(10) && place > 0 {
                proof.prices[place - 1] = changed;
            }
            let answer = proof.verify(solution.problem(), solution.plan());
            seen.count(answer.is_ok());
            match answer {
                Ok(proven) => assert_eq!(check::proven(proven), best, "{proof:?} {case:?}"),
                Err(Unproven::NotOptimal { gap }) => assert!(gap > 0, "{proof:?} {case:?}"),
                Err(unproven) => panic!("{unproven}: {proof:?} {case:?}"),
            }
        }
    }
    for prices in [&proof.prices[1..], &[&proof.prices[..], &[0]].concat()] {
        let proof = Certificate { prices: prices.to_vec() };
        assert_eq!(proof.verify(solution.problem(), solution.plan()), Err(Unproven::Prices));
    }
}

#[test]
fn other_prices_prove_nothing_or_the_same() {
    let seen = Seen::default();
    each(0..20_000, |seed| other_prices(tiny::case(seed), &mut Dice::new(seed), &seen));
    each(0..300, |seed| other_prices(middle::case(seed, 60, 15), &mut Dice::new(seed), &seen));
    seen.both(50_000);
}

#[test]
fn no_prices_at_all_prove_a_plan_that_is_not_the_best() {
    let seen = Seen::default();
    each(0..6000, |seed| {
        let Some((case, solution, best)) = solved(tiny::case(seed)) else { return };
        let mut dice = Dice::new(seed);
        let own = solution.certificate().prices;
        let mut price = |own: &i64| {
            let near = own.saturating_add(dice.between(-3, 3).into());
            dice.one(&[*own, near, near, 0, i64::MAX, i64::MIN, i64::MIN + 5, 1 << 60, -(1 << 60)])
        };
        let proofs = [(); 3].map(|()| Certificate { prices: own.iter().map(&mut price).collect() });
        brute::each_plan(&case, &mut |units, _, _| {
            let plan: Vec<u32> = units.iter().map(|unit| unit.1).collect();
            for proof in &proofs {
                let answer = proof.verify(solution.problem(), &plan);
                seen.count(answer.is_ok());
                if let Ok(proven) = answer {
                    let proven = check::proven(proven);
                    assert_eq!((proven, worth(&case, &plan)), (best, Ok(best)), "{proof:?} {plan:?} {case:?}");
                }
            }
        });
    });
    seen.both(2000);
}

/// Everything that a unit could be instead: any sink, one that does not exist, nowhere.
fn other_plans(case: Case, seen: &Seen) {
    let Some((case, solution, best)) = solved(case) else { return };
    let (problem, proof) = (solution.problem(), solution.certificate());
    for place in 0..solution.plan().len() {
        for sink in (0..=case.sinks.len() as u32).chain([NONE, NONE - 1]) {
            let mut plan = solution.plan().to_vec();
            plan[place] = sink;
            let answer = proof.verify(problem, &plan);
            seen.count(answer.is_ok());
            match (answer, worth(&case, &plan)) {
                (Ok(proven), worth) => {
                    assert_eq!((check::proven(proven), worth), (best, Ok(best)), "{plan:?} {case:?}")
                }
                (Err(Unproven::NotOptimal { gap }), Ok(worth)) => {
                    assert_eq!(gap, sum(problem, worth) - sum(problem, best), "{plan:?} {case:?}");
                    assert!(gap > 0 && worth > best, "{plan:?} {case:?}");
                }
                (Err(Unproven::Arc { row, sink: named }), Err(_)) => {
                    assert!(check::units(&case, row).contains(&place) && named == sink, "{plan:?} {case:?}");
                }
                (Err(Unproven::OverUpper { sink: over }), Err(_)) => {
                    assert!(case.path(sink).contains(&(over as usize)), "{plan:?} {case:?}");
                }
                (answer, worth) => panic!("{answer:?}, but {worth:?}: {plan:?} {case:?}"),
            }
        }
    }
    let (plan, more) = (solution.plan(), [solution.plan(), &[NONE]].concat());
    assert_eq!(proof.verify(problem, &more), Err(Unproven::Length), "{case:?}");
    if let Some((_, fewer)) = plan.split_last() {
        assert_eq!(proof.verify(problem, fewer), Err(Unproven::Length), "{case:?}");
    }
}

#[test]
fn other_plans_are_refused_or_as_good() {
    let seen = Seen::default();
    each(0..20_000, |seed| other_plans(tiny::case(seed), &seen));
    each(0..200, |seed| other_plans(middle::case(seed, 60, 15), &seen));
    seen.both(50_000);
}

#[test]
fn units_that_change_places_are_refused_or_as_good() {
    let seen = Seen::default();
    each(0..2000, |seed| {
        let Some((case, solution, best)) = solved(middle::case(seed, 60, 15)) else { return };
        let mut dice = Dice::new(seed);
        for _ in 0..20 {
            let mut plan = solution.plan().to_vec();
            let (one, other) = (dice.below(plan.len()), dice.below(plan.len()));
            plan.swap(one, other);
            let answer = solution.certificate().verify(solution.problem(), &plan);
            seen.count(answer.is_ok());
            assert_eq!(answer.is_ok(), worth(&case, &plan) == Ok(best), "{answer:?} {plan:?} {case:?}");
        }
    });
    seen.both(500);
}

/// One row or sink less, more or other, out of order, or twice.
fn lists(list: &[u32], end: u32, dice: &mut Dice) -> Vec<Vec<u32>> {
    let mut lists = vec![list.to_vec(), [list, list].concat(), [list, &[end]].concat(), [list, &[NONE]].concat()];
    for place in 0..list.len() {
        let mut fewer = list.to_vec();
        fewer.remove(place);
        lists.push(fewer);
    }
    for number in (0..end).filter(|number| !list.contains(number)) {
        let mut more = [list, &[number]].concat();
        lists.push(more.clone());
        more.sort_unstable();
        lists.push(more.clone());
        let gone = dice.below(more.len());
        more.remove(gone);
        lists.push(more);
    }
    lists
}

fn is_true(case: &Case, found: &Bottleneck) -> bool {
    let ascending = |list: &[u32], end: usize| {
        list.windows(2).all(|pair| pair[0] < pair[1]) && list.iter().all(|number| (*number as usize) < end)
    };
    let (rows, sinks) = (found.rows(), found.sinks());
    let whole = |row: &u32| sort(found) != Sort::Minimum || rows.contains(row);
    ascending(rows, case.rows.len())
        && ascending(sinks, case.sinks.len())
        && bringing(case, sinks).iter().all(whole)
        && found.short() > 0
        && i128::from(excess(case, sort(found), rows, sinks)) == i128::from(found.short())
}

fn other_bottlenecks(case: &Case, solution: &Solution, found: &Bottleneck, dice: &mut Dice, seen: &Seen) {
    for rows in lists(found.rows(), case.rows.len() as u32, dice) {
        for sinks in lists(found.sinks(), case.sinks.len() as u32, dice) {
            for short in [found.short(), found.short() + 1, found.short() - 1, 0, u64::MAX, 1] {
                let (rows, sinks) = (rows.clone(), sinks.clone());
                let changed = match dice.below(6) {
                    0 => Bottleneck::Capacity { rows, sinks, short },
                    1 => Bottleneck::Minimum { rows, sinks, short },
                    2 => Bottleneck::Nested { rows, sinks, short },
                    _ => match sort(found) {
                        Sort::Capacity => Bottleneck::Capacity { rows, sinks, short },
                        Sort::Minimum => Bottleneck::Minimum { rows, sinks, short },
                        Sort::Nested => Bottleneck::Nested { rows, sinks, short },
                    },
                };
                let holds = changed.verify(solution.problem());
                assert_eq!(holds, is_true(case, &changed), "{changed:?} {case:?}");
                if holds && changed != *found {
                    assert!(least_missed(case, &changed) >= short, "{changed:?} {case:?}");
                }
                seen.count(holds);
            }
        }
    }
}

#[test]
fn other_bottlenecks_are_refused_or_true() {
    let seen = Seen::default();
    each(0..6000, |seed| {
        let Some((case, solution, _)) = solved(tiny::case(seed)) else { return };
        let mut dice = Dice::new(seed);
        for found in solution.bottlenecks() {
            other_bottlenecks(&case, &solution, &found, &mut dice, &seen);
        }
    });
    seen.both(5000);
}
