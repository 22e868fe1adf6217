//! Chalinhe: six hundred households, seven grids.

use wangge::record::PairRule;
use wangge::{AssignOptions, Directory, Records, Registry, Use, Verdict};
use wangge_sample::Sample;
use wangge_tests::naive::{Task, World};

use super::rows_of;

const DATE: &str = "2026-11-23";

fn world() -> (Records, Directory) {
    let records = Sample::chalinhe().records();
    let registry = Registry::build(records.clone()).unwrap();
    (records, registry.as_of(DATE.parse().unwrap()))
}

fn check(records: &Records, directory: &Directory, options: &AssignOptions) {
    let task = Task::new(&World::new(records), DATE.parse().unwrap(), options);
    let plan = directory.assign(options).unwrap();
    let pairs = plan.pairs().flat_map(|(household, takers)| takers.map(move |taker| (household.id(), taker.id())));
    let pairs = rows_of(&task, pairs);
    assert!(!task.is_broken(&pairs));
    assert_eq!(task.score(&pairs), task.optimum(), "{options:?}");
    assert_eq!(plan.verify().verdict, Verdict::Optimal, "{options:?}");
}

#[test]
fn caretakers_of_chalinhe() {
    let (mut records, _) = world();
    let programme = &mut records.scheme.programmes[0];
    programme.cost.evenness = 30;
    programme.cost.churn = 150;
    programme.cost.preference = 400;
    programme.within = Some("village".into());
    let directory = Registry::build(records.clone()).unwrap().as_of(DATE.parse().unwrap());
    let id = records.scheme.programmes[0].id.clone();
    for max in [6, 9, 12, 20] {
        check(&records, &directory, &AssignOptions { max: Some(max), ..AssignOptions::caretakers(&id) });
    }
    assert!(records.pair_rules.iter().any(|rule| rule.rule == PairRule::Preferred));
}

#[test]
fn a_load_goes_as_far_as_the_objective_wants() {
    let (mut records, _) = world();
    records.scheme.programmes[0].cost.evenness = 1;
    records.scheme.programmes[0].max = 600;
    records.people.iter_mut().skip(30).for_each(|person| person.exempt = true);
    let directory = Registry::build(records.clone()).unwrap().as_of(DATE.parse().unwrap());
    let options = AssignOptions::caretakers(&records.scheme.programmes[0].id);
    check(&records, &directory, &options);
    let plan = directory.assign(&options).unwrap();
    assert!(plan.loads().any(|load| load.now > 31), "{:?}", plan.histogram());
}

#[test]
fn micro_grids_of_chalinhe() {
    let (records, directory) = world();
    for (within, max) in [(Some("grid"), 16), (Some("village"), 12), (None, 15)] {
        let options = AssignOptions { max: Some(max), churn: Some(50), ..AssignOptions::units("micro-grid", within) };
        assert!(matches!(options.purpose, Use::Units { .. }));
        check(&records, &directory, &options);
    }
}

#[test]
fn a_grid_plans_for_itself() {
    let (records, directory) = world();
    let options = AssignOptions {
        unit: Some("430821108223-03".into()),
        ..AssignOptions::caretakers(&records.scheme.programmes[0].id)
    };
    check(&records, &directory, &options);
    let plan = directory.assign(&options).unwrap();
    assert!(plan.pairs().all(|(household, _)| household.unit().ancestors().any(|unit| unit.id() == "430821108223-03")));
}
