//! What an explanation says an alternative would cost is what the best plan with that pair in it costs more (A7).

use std::collections::BTreeMap;

use wangge::{AssignError, WhyNot};

use super::{Case, each, rows_of};

fn look(case: &Case, household: &str, census: &mut wangge_tests::generate::Census) {
    let (seed, task) = (case.seed, &case.task);
    let row = task.households.iter().position(|id| id == household).unwrap();
    let explanation = case.plan.explain(household, usize::MAX).unwrap();
    let best = task.score(&case.pairs());
    let chosen: Vec<&str> = explanation.chosen.iter().map(|chosen| chosen.taker.id()).collect();
    let planned: Vec<&str> = case.plan.takers_of(household).unwrap().map(|taker| taker.id()).collect();
    assert_eq!(chosen, planned);
    for (taker, id) in task.takers.iter().enumerate() {
        let pair = &task.pairs[row][taker];
        if chosen.contains(&id.as_str()) {
            continue;
        }
        let alternative = explanation.alternatives.iter().find(|one| one.taker.id() == id);
        let excluded = explanation.excluded.iter().find(|one| one.taker.id() == id);
        assert_eq!((alternative.is_some(), excluded.is_some()), (pair.eligible, !pair.eligible), "world {seed} {id}");
        let Some(alternative) = alternative else {
            census.count(excluded.unwrap().why.code());
            continue;
        };
        assert_eq!(alternative.metres.map(i64::from), pair.metres, "world {seed}");
        let without_load = alternative.cost.total() - alternative.cost.load;
        assert_eq!(without_load, pair.cost(), "world {seed}");
        let pins = task.pairs[row].iter().filter(|pair| pair.pinned).count();
        let mut forced = task.clone();
        forced.pairs[row][taker].pinned = true;
        let room = pins < task.asked && forced.leaves_room(task, taker);
        let Some(switch) = &alternative.switch else {
            assert!(!room, "world {seed}: {id} could take {household}");
            assert_eq!(alternative.why, WhyNot::Pinned);
            census.count("pinned");
            continue;
        };
        assert!(room, "world {seed}: {id} could not take {household}");
        let after = forced.optimum();
        let more = |after: usize, before: usize| after as i64 - before as i64;
        let expected =
            (more(after.missing, best.missing), more(after.shortfall, best.shortfall), after.cost - best.cost);
        assert_eq!((switch.missing, switch.shortfall, switch.cost), expected, "world {seed}: {household} to {id}");
        assert!(expected >= (0, 0, 0), "world {seed}: no plan is better");
        moves(case, household, id, alternative);
        census.count(alternative.why.code());
    }
}

/// The moves lead from the plan to one that costs what is said.
fn moves(case: &Case, household: &str, taker: &str, alternative: &wangge::Alternative<'_>) {
    let switch = alternative.switch.as_ref().unwrap();
    let first = switch.moves.first().expect("the household itself moves");
    assert_eq!((first.household.id(), first.to.map(|to| to.id())), (household, Some(taker)), "world {}", case.seed);
    let mut pairs: BTreeMap<(&str, &str), ()> = case
        .plan
        .pairs()
        .flat_map(|(household, takers)| takers.map(move |taker| ((household.id(), taker.id()), ())))
        .collect();
    for step in &switch.moves {
        if let Some(from) = step.from {
            assert!(pairs.remove(&(step.household.id(), from.id())).is_some(), "world {}", case.seed);
        }
    }
    for step in &switch.moves {
        if let Some(to) = step.to {
            assert!(pairs.insert((step.household.id(), to.id()), ()).is_none(), "world {}", case.seed);
        }
    }
    let plan = rows_of(&case.task, pairs.into_keys());
    assert!(!case.task.is_broken(&plan), "world {}: {:?}", case.seed, switch.moves);
    let (before, after) = (case.task.score(&case.pairs()), case.task.score(&plan));
    let more = |after: usize, before: usize| after as i64 - before as i64;
    let effect =
        (more(after.missing, before.missing), more(after.shortfall, before.shortfall), after.cost - before.cost);
    assert_eq!(effect, (switch.missing, switch.shortfall, switch.cost), "world {}: {:?}", case.seed, switch.moves);
}

#[test]
fn what_an_alternative_would_cost_is_what_the_best_plan_with_it_costs_more() {
    let census = each(3, |case, dice, census| {
        for household in dice.some(&case.task.households, 30).iter().take(3) {
            look(case, household, census);
        }
        let error = case.plan.explain("nowhere", 3).unwrap_err();
        assert!(matches!(error, AssignError::Query(_)));
    });
    println!("{census:?}");
    for name in [
        "equal",
        "dearer",
        "full",
        "needed",
        "pinned",
        "own-household",
        "recused",
        "exempt",
        "affiliation",
        "elsewhere",
        "reserved",
    ] {
        assert!(census.counts().any(|(own, _)| own == name), "never reached: {name}");
    }
}
