//! Planning again after a change gives what planning from the beginning gives (A8).

use wangge::record::Records;
use wangge::{AssignOptions, Plan, Registry, Verdict};
use wangge_tests::generate::{Census, Dice};
use wangge_tests::naive::{Task, World};

use super::{each, rows_of};

/// Something small happens to a county.
fn change(dice: &mut Dice, records: &mut Records) {
    for _ in 0..dice.one(&[1, 1, 3]) {
        let household = dice.below(records.households.len());
        let (pairings, rules) = (dice.below(records.pairings.len()), dice.below(records.pair_rules.len()));
        match dice.below(6) {
            0 if !records.households.is_empty() => {
                let own = &mut records.households[household];
                own.location = own.location.map(|[lon, lat]| [lon + 0.001, lat - 0.002]);
            }
            1 if !records.households.is_empty() => {
                let categories = records.scheme.categories.clone();
                records.households[household].categories =
                    dice.some(&categories, 50).into_iter().map(|one| one.id).collect();
            }
            2 if !records.pairings.is_empty() => {
                records.pairings.remove(pairings);
            }
            3 if !records.pair_rules.is_empty() => {
                records.pair_rules.remove(rules);
            }
            4 if !records.households.is_empty() => {
                let mut own = records.households[household].clone();
                own.id = smol_str::format_smolstr!("{}-new{}", own.id, dice.below(1_000_000));
                records.households.push(own);
            }
            _ => {
                let person = dice.below(records.people.len());
                records.people[person].exempt ^= true;
            }
        }
    }
}

fn same(seed: u64, options: &AssignOptions, again: &Plan, records: &Records) {
    let task = Task::new(&World::new(records), again.directory().date(), options);
    let pairs = again.pairs().flat_map(|(household, takers)| takers.map(move |taker| (household.id(), taker.id())));
    let pairs = rows_of(&task, pairs);
    assert!(!task.is_broken(&pairs), "world {seed}");
    assert_eq!(task.score(&pairs), task.optimum(), "world {seed}: {options:?}");
    assert_eq!(again.verify().verdict, Verdict::Optimal, "world {seed}");
    let fresh = again.directory().assign(options).unwrap();
    assert_eq!(fresh.before(), again.before(), "world {seed}");
    assert_eq!(fresh.after().cost.total(), again.after().cost.total(), "world {seed}");
}

#[test]
fn planning_again_gives_what_planning_from_the_beginning_gives() {
    let mut census = Census::default();
    each(1, |case, dice, _| {
        let mut records = case.records.clone();
        let mut plan = case.plan.clone();
        for _ in 0..3 {
            change(dice, &mut records);
            let Ok(registry) = Registry::build(records.clone()) else { return };
            let directory = registry.as_of(case.plan.directory().date());
            let Ok(next) = plan.replan(&directory) else { return };
            plan = next;
            same(case.seed, &case.asked.options, &plan, &records);
            census.count("changed");
            // What was said of pairs holds for a plan that was mended too.
            if let Some(household) = dice.pick(&case.task.households).filter(|id| directory.household(id).is_ok()) {
                for alternative in plan.explain(household, 2).iter().flat_map(|explained| &explained.alternatives) {
                    let worse =
                        alternative.switch.as_ref().map(|switch| (switch.missing, switch.shortfall, switch.cost));
                    assert!(worse.is_none_or(|worse| worse >= (0, 0, 0)), "world {}", case.seed);
                }
            }
            plan.bottlenecks().for_each(|bottleneck| assert!(bottleneck.verify(), "world {}", case.seed));
        }
    });
    assert!(census.counts().next().is_some_and(|(_, count)| count > 500), "{census:?}");
}
