//! A plan is a transaction: applied, the pairs are the plan's, and what is settled for later stays (A8, M2).

use std::collections::{BTreeMap, BTreeSet};

use wangge::record::{Dated, HouseholdRecord, PairingRecord, Records, Spell};
use wangge::{AssignOptions, FaultCode, Plan, Registry, Use};
use wangge_sample::Sample;
use wangge_tests::naive::{Task, World};

use super::{Case, each};

type Pairs = BTreeSet<(String, String)>;

fn sets<'a>(pairs: impl Iterator<Item = (wangge::Household<'a>, impl Iterator<Item = wangge::Taker<'a>>)>) -> Pairs {
    pairs.flat_map(|(household, takers)| takers.map(move |taker| (household.id().into(), taker.id().into()))).collect()
}

/// A pairing as it is compared.
fn row(row: &PairingRecord) -> [String; 5] {
    let until = row.until.as_deref().unwrap_or("");
    [&row.household, &row.programme, &row.person, &row.from, until].map(str::to_owned)
}

fn holds(from: &str, until: Option<&str>, on: &str) -> bool {
    from <= on && until.is_none_or(|until| on < until)
}

/// The pairings after a plan, as `docs/choices.md` states them.
fn pairings_after(
    records: &Records,
    plan: &Plan,
    strays: &[(String, String)],
    programme: &str,
) -> BTreeSet<[String; 5]> {
    let on = plan.directory().date().to_string();
    let (today, planned) = (sets(plan.today()), sets(plan.pairs()));
    let ends: Pairs = today.difference(&planned).cloned().chain(strays.iter().cloned()).collect();
    let asked = records.scheme.programmes.iter().find(|own| own.id == programme).unwrap().per_household;
    let mut after = BTreeSet::new();
    for own in &records.pairings {
        let is_over = own.programme == programme
            && holds(&own.from, own.until.as_deref(), &on)
            && ends.contains(&(own.household.to_string(), own.person.to_string()));
        let kept = if is_over { PairingRecord { until: Some(on.as_str().into()), ..own.clone() } } else { own.clone() };
        if !is_over || own.from != on {
            after.insert(row(&kept));
        }
    }
    for (household, person) in planned.difference(&today) {
        let life = records.households.iter().find(|own| own.id == *household).unwrap().until.clone();
        let later = records.pairings.iter().filter(|own| {
            own.programme == programme && own.household == *household && (asked == 1 || own.person == *person)
        });
        let later = later.map(|own| own.from.clone()).filter(|from| from.as_str() > on.as_str());
        let until = later.chain(life).min();
        let [household, person, programme] = [household, person, programme].map(Into::into);
        after.insert(row(&PairingRecord { person, household, programme, from: on.as_str().into(), until }));
    }
    after
}

fn spells(row: &HouseholdRecord) -> Vec<Spell> {
    match &row.unit {
        Dated::Throughout(id) => vec![Spell { id: id.clone(), from: row.from.clone(), until: row.until.clone() }],
        Dated::Spells(spells) => spells.clone(),
    }
}

/// Where households are after a plan, spell by spell.
fn placed_after(records: &Records, plan: &Plan) -> BTreeMap<String, Vec<Spell>> {
    let on = plan.directory().date().to_string();
    let (today, planned) = (sets(plan.today()), sets(plan.pairs()));
    let to: BTreeMap<&String, &String> =
        planned.difference(&today).map(|(household, unit)| (household, unit)).collect();
    let mut after = BTreeMap::new();
    for own in &records.households {
        let mut placed = Vec::new();
        for spell in spells(own) {
            match to.get(&own.id.to_string()).filter(|_| holds(&spell.from, spell.until.as_deref(), &on)) {
                None => placed.push(spell),
                Some(unit) => {
                    if spell.from != on.as_str() {
                        placed.push(Spell { until: Some(on.as_str().into()), ..spell.clone() });
                    }
                    placed.push(Spell { id: unit.as_str().into(), from: on.as_str().into(), ..spell });
                }
            }
        }
        placed.sort_by(|one, two| one.from.cmp(&two.from));
        after.insert(own.id.to_string(), placed);
    }
    after
}

/// Applies a plan and looks at what comes of it; whether it could be applied.
fn check(seed: u64, records: &Records, plan: &Plan, task: &Task) -> bool {
    let mut registry = Registry::build(records.clone()).unwrap();
    let before = Registry::build(registry.records()).unwrap().records();
    let transaction = plan.transaction();
    if transaction.changes.is_empty() {
        return false;
    }
    let receipt = match registry.apply(&transaction) {
        Ok(receipt) => receipt,
        Err(faults) => {
            // The unit that a household goes to ends before it goes on elsewhere: nobody can settle that but a person.
            assert!(matches!(plan.options().purpose, Use::Units { .. }), "world {seed}: {faults}");
            assert!(faults.as_slice().iter().all(|own| own.code == FaultCode::PeriodOutside), "world {seed}: {faults}");
            return false;
        }
    };
    let directory = registry.as_of(plan.directory().date());
    let planned = sets(plan.pairs());
    match &plan.options().purpose {
        Use::Caretakers { programme } => {
            let today = directory.pairings(programme).unwrap();
            let households: BTreeSet<String> = plan.pairs().map(|(household, _)| household.id().to_owned()).collect();
            let today = today.map(|(household, person)| (household.id().to_owned(), person.id().to_owned()));
            let today: Pairs = today.filter(|(household, _)| households.contains(household)).collect();
            assert_eq!(today, planned, "world {seed}");
            let after: BTreeSet<[String; 5]> = registry.records().pairings.iter().map(row).collect();
            assert_eq!(after, pairings_after(records, plan, &task.strays, programme), "world {seed}");
        }
        Use::Units { .. } => {
            for (household, unit) in &planned {
                let path = directory.household(household).unwrap().unit();
                let mut path = std::iter::successors(Some(path), |unit| unit.parent());
                assert!(path.any(|own| own.id() == unit), "world {seed}: {household} is not in {unit}");
            }
            let after = registry.records();
            // Spells that meet in one unit may stand as one or as two.
            let days = |all: &[Spell]| -> Vec<(String, String, Option<String>)> {
                let mut merged: Vec<(String, String, Option<String>)> = Vec::new();
                for spell in all {
                    let (id, until) = (spell.id.to_string(), spell.until.as_ref().map(ToString::to_string));
                    match merged.last_mut().filter(|last| last.0 == id && last.2.as_deref() == Some(&*spell.from)) {
                        Some(last) => last.2 = until,
                        None => merged.push((id, spell.from.to_string(), until)),
                    }
                }
                merged
            };
            let expected = placed_after(records, plan);
            for own in &after.households {
                assert_eq!(days(&spells(own)), days(&expected[own.id.as_str()]), "world {seed}: {}", own.id);
            }
        }
    }
    let back = registry.undo(receipt.sequence()).unwrap();
    registry.apply(&back).unwrap();
    assert!(registry.records() == before, "world {seed}: the rows are not as they were");
    true
}

#[test]
fn a_plan_that_is_applied_gives_its_pairs_and_undone_the_rows_as_they_were() {
    let census = each(1, |case: &Case, _, census| {
        let purpose = match case.plan.options().purpose {
            Use::Caretakers { .. } => "caretakers",
            Use::Units { .. } => "units",
        };
        if check(case.seed, &case.records, &case.plan, &case.task) {
            census.count(purpose);
            let transaction = case.plan.transaction();
            let is_bounded = |change: &wangge::change::Change| matches!(change, wangge::change::Change::Pair(own) if own.until.is_some());
            if transaction.changes.iter().any(is_bounded) {
                census.count("bounded");
            }
            if !case.task.strays.is_empty() {
                census.count("strays");
            }
        }
    });
    println!("{census:?}");
    for name in ["caretakers", "units", "bounded", "strays"] {
        assert!(census.counts().any(|(own, count)| own == name && count > 20), "too seldom: {name}: {census:?}");
    }
}

#[test]
fn the_plans_of_chalinhe_are_applied_and_undone() {
    let records = Sample::chalinhe().records();
    let date = "2026-11-23".parse().unwrap();
    let directory = Registry::build(records.clone()).unwrap().as_of(date);
    let caretakers = AssignOptions::caretakers("one-household-one-member");
    for options in [
        caretakers.clone(),
        AssignOptions { max: Some(6), ..caretakers },
        AssignOptions::units("micro-grid", Some("grid")),
        AssignOptions::units("micro-grid", Some("village")),
    ] {
        let task = Task::new(&World::new(&records), date, &options);
        assert!(check(0, &records, &directory.assign(&options).unwrap(), &task), "{options:?}");
    }
}
