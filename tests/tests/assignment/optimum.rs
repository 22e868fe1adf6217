//! The plan is the best, says what is true of itself, and is the same however the question is put.

use wangge::{Figures, Ineligible};
use wangge_tests::generate::Census;
use wangge_tests::naive::Task;

use super::{Case, each, rows_of};

/// The figures as the reference model counts them.
fn compare(case: &Case, task: &Task, plan: &[Vec<usize>], figures: Figures, strays: u64) {
    let score = task.score(plan);
    let pairs = || plan.iter().zip(&task.pairs).flat_map(|(takers, row)| takers.iter().map(move |taker| &row[*taker]));
    let sum = |of: fn(&wangge_tests::naive::Pair) -> i64| pairs().map(of).sum::<i64>();
    let seed = case.seed;
    assert_eq!(figures.missing, score.missing as u64, "world {seed}");
    assert_eq!(figures.cost.total(), score.cost, "world {seed}");
    assert_eq!(figures.cost.distance, sum(|pair| pair.metres.unwrap_or(20_000)), "world {seed}");
    assert_eq!(figures.cost.churn, sum(|pair| pair.churn), "world {seed}");
    assert_eq!(figures.cost.preference, -sum(|pair| pair.preference), "world {seed}");
    assert_eq!(figures.cost.load, task.load_cost(plan), "world {seed}");
    assert_eq!(i64::from(figures.longest), pairs().filter_map(|pair| pair.metres).max().unwrap_or(0), "world {seed}");
    assert_eq!(figures.unplaced, pairs().filter(|pair| pair.metres.is_none()).count() as u64, "world {seed}");
    let ineligible = pairs().filter(|pair| !pair.eligible && !pair.pinned).count() as u64;
    assert_eq!(figures.ineligible, ineligible + strays, "world {seed}");
    assert_eq!((figures.households, figures.pairs), (plan.len() as u64, pairs().count() as u64), "world {seed}");
    let short = plan.iter().filter(|takers| takers.len() < task.asked).count() as u64;
    assert_eq!(figures.short, short, "world {seed}");
    let over = (0..task.takers.len()).filter(|taker| {
        let load = plan.iter().filter(|takers| takers.contains(taker)).count();
        (load > 0 || could_take(task, *taker)) && load + task.outside[*taker].len() > task.max
    });
    assert_eq!(figures.over_maximum, over.count() as u64, "world {seed}");
}

/// Whether a taker could have any of the planned households.
fn could_take(task: &Task, taker: usize) -> bool {
    task.pairs.iter().any(|row| row[taker].eligible)
}

fn look(case: &Case, census: &mut Census) {
    let (plan, task, seed) = (&case.plan, &case.task, case.seed);
    let pairs = case.pairs();
    assert!(!task.is_broken(&pairs), "world {seed} breaks a rule: {plan:?}");
    let (score, best) = (task.score(&pairs), task.optimum());
    assert_eq!(score, best, "world {seed}: {:?}", case.asked.options);
    if let Some(brute) = task.brute() {
        assert_eq!(score, brute, "world {seed}");
        census.count("brute force");
    }
    compare(case, task, &pairs, plan.after(), 0);
    let today = plan.today().flat_map(|(household, takers)| takers.map(move |taker| (household.id(), taker.id())));
    let today = rows_of(task, today);
    compare(case, task, &today, plan.before(), task.strays.len() as u64);
    let eligible = task.pairs.iter().flatten().filter(|pair| pair.eligible && !pair.pinned).count() as u64;
    assert_eq!(plan.eligible_pairs(), eligible, "world {seed}");
    let has_some = |taker: usize| pairs.iter().chain(&today).any(|takers| takers.contains(&taker));
    let concerned = (0..task.takers.len()).filter(|taker| could_take(task, *taker) || has_some(*taker));
    assert_eq!(plan.loads().count(), concerned.count(), "world {seed}");
    for load in plan.loads() {
        let taker = task.takers.iter().position(|id| id == load.taker.id()).unwrap();
        let has = pairs.iter().filter(|takers| takers.contains(&taker)).count() + task.outside[taker].len();
        assert_eq!(load.now as usize, has, "world {seed}");
        assert_eq!(load.min as usize, task.minimum(taker), "world {seed}");
        assert_eq!(load.others as usize, task.others[taker], "world {seed}");
    }
    let mut strays: Vec<(String, String)> = plan
        .lapsed()
        .filter(|(.., why)| *why == Ineligible::Category)
        .map(|(household, taker, _)| (household.id().to_owned(), taker.id().to_owned()))
        .collect();
    strays.sort();
    let mut expected = task.strays.clone();
    expected.sort();
    assert_eq!(strays, expected, "world {seed}");
    let cases = [
        ("missing", score.missing > 0),
        ("below a minimum", score.shortfall > 0),
        ("complete", score.missing == 0 && !pairs.is_empty()),
        ("load", plan.after().cost.load > 0),
        ("preference", plan.after().cost.preference < 0),
        ("churn", plan.after().cost.churn > 0),
        ("pinned", task.pairs.iter().flatten().any(|pair| pair.pinned)),
        ("over the maximum", plan.after().over_maximum > 0),
        ("nested limits", task.limits.iter().any(|limit| limit.1.is_some()) && !pairs.is_empty()),
        ("outside", task.outside.iter().any(|outside| !outside.is_empty())),
        ("strays", !task.strays.is_empty()),
        ("several takers", task.asked > 1 && !pairs.is_empty()),
        ("given distances", !case.asked.options.distances.is_empty()),
        ("unplaced", plan.after().unplaced > 0),
        ("units", matches!(case.asked.options.purpose, wangge::Use::Units { .. }) && !pairs.is_empty()),
    ];
    cases.iter().filter(|(_, is)| *is).for_each(|(name, _)| census.count(name));
}

#[test]
fn a_plan_is_the_best_over_all_eligible_pairs() {
    let census = each(1, |case, _, census| look(case, census));
    for (name, count) in census.counts() {
        println!("{count:>9} {name}");
    }
    assert!(census.counts().count() >= 16, "some case was never reached");
}

#[test]
fn how_many_candidates_a_household_starts_with_makes_no_difference() {
    each(5, |case, _, _| {
        for nearest in [0, 1, 3, 1000] {
            let options = wangge::AssignOptions { nearest, ..case.asked.options.clone() };
            let plan = case.plan.directory().assign(&options).unwrap();
            assert_eq!(
                (plan.before(), plan.after().cost.total()),
                (case.plan.before(), case.plan.after().cost.total())
            );
            assert_eq!(plan.after().missing, case.plan.after().missing, "world {}", case.seed);
        }
    });
}
