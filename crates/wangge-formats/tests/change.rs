//! Transactions, receipts and impacts as text: what hosts hand in and get.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use serde_json::{Value, json};
use wangge::change::{Change, Transaction};
use wangge::{AssignOptions, Impact, Registry};
use wangge_formats::{ask, document};
use wangge_sample::Sample;

const DAY: &str = "2026-11-30";
const HOUSEHOLD: &str = "430821108223-h0017";

fn registry() -> Registry {
    Registry::build(Sample::chalinhe().records()).unwrap()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn transaction(changes: &Value) -> Transaction {
    let text = json!({"format": "wangge-transaction/1", "changes": changes}).to_string();
    ask::transaction(text.as_bytes()).unwrap()
}

/// The leader of the third grid leaves.
fn leaving(registry: &Registry) -> (String, Transaction) {
    let directory = registry.as_of(DAY.parse().unwrap());
    let grid = directory.units().filter(|unit| unit.level().id() == "grid").nth(2).unwrap();
    let duties = registry.records().appointments;
    let own = |row: &&wangge::record::AppointmentRecord| {
        row.unit.as_deref() == Some(grid.id()) && row.role.as_deref() == Some("grid-leader") && row.deputy.is_none()
    };
    let leader = duties.iter().find(own).unwrap().person.to_string();
    let end = json!([{"end-appointment": {"person": leader, "unit": grid.id(), "role": "grid-leader", "on": DAY}}]);
    (grid.id().to_owned(), transaction(&end))
}

#[test]
fn a_receipt_has_the_number_and_the_rows_as_they_were_and_as_they_are() {
    let mut registry = registry();
    let before = ask::document(&registry);
    let close = transaction(&json!([{"close-household": {"id": HOUSEHOLD, "on": DAY}}]));
    let receipt = value(&ask::apply(&mut registry, &close).unwrap());
    assert_eq!(receipt["sequence"], 1);
    let edit =
        receipt["edits"].as_array().unwrap().iter().find(|edit| edit["after"].get("household").is_some()).unwrap();
    assert_eq!(edit["before"]["household"].get("until"), None);
    assert_eq!(edit["after"]["household"]["until"], DAY);
    assert_eq!(value(&ask::receipts(&registry)), json!({"sequence": 1, "receipts": [receipt]}));

    // The rows that come out are a document, and undone the one that there was.
    let records = document::read(&ask::document(&registry)[..]).unwrap();
    assert_eq!(records, registry.records());
    let back = ask::undo(&registry, 1).unwrap();
    let receipt = value(&ask::apply(&mut registry, &ask::transaction(back.as_bytes()).unwrap()).unwrap());
    assert_eq!(receipt["sequence"], 2);
    assert_eq!(ask::document(&registry), before);
}

#[test]
fn a_transaction_with_faults_is_refused_with_all_of_them_and_nothing_is_changed() {
    let mut registry = registry();
    let before = ask::document(&registry);
    let wrong = transaction(&json!([
        {"close-household": {"id": "nowhere", "on": DAY}},
        {"move-household": {"id": HOUSEHOLD, "to": HOUSEHOLD, "on": "2026-13-01"}},
        {"close-household": {"id": HOUSEHOLD, "on": DAY}},
    ]));
    let error = ask::apply(&mut registry, &wrong).unwrap_err();
    assert_eq!((error.code, error.rule), ("transaction.faults", Some("M2")));
    let places: Vec<(&str, &str)> = error.faults.iter().map(|fault| (&*fault.place, fault.code)).collect();
    assert_eq!(places, [("changes[0].id", "reference.unknown"), ("changes[1].on", "date.invalid"),]);
    assert_eq!(ask::what_if(&registry, &wrong).unwrap_err(), error);
    assert_eq!((ask::document(&registry), registry.sequence()), (before, 0));

    let error =
        ask::transaction(&br#"{"format": "wangge-transaction/1", "changes": [{"close-home": {}}]}"#[..]).unwrap_err();
    assert!(error.code.starts_with("request."), "{error}");
    assert!(error.place.unwrap().path.starts_with("changes[0]"));
}

#[test]
fn what_something_stands_on_is_not_undone_and_the_error_says_what_to_undo_first() {
    let mut registry = registry();
    let unknown = ask::undo(&registry, 7).unwrap_err();
    assert_eq!((unknown.code, unknown.ids.as_slice()), ("undo.unknown", &["7".into()][..]));

    let directory = registry.as_of(DAY.parse().unwrap());
    let here = directory.household(HOUSEHOLD).unwrap().unit();
    let there = directory.units().find(|unit| unit.level() == here.level() && *unit != here).unwrap().id();
    let go = transaction(&json!([{"move-household": {"id": HOUSEHOLD, "to": there, "on": DAY}}]));
    ask::apply(&mut registry, &go).unwrap();
    let close = transaction(&json!([{"close-household": {"id": HOUSEHOLD, "on": "2027-01-01"}}]));
    ask::apply(&mut registry, &close).unwrap();
    let standing = ask::undo(&registry, 1).unwrap_err();
    assert_eq!((standing.code, standing.rule), ("undo.standing", Some("M2")));
    assert_eq!(standing.ids, ["1", "2"]);
    assert!(standing.faults.iter().any(|fault| fault.code == "change.stale"));
}

#[test]
fn an_impact_says_what_the_core_says_and_counts_what_it_leaves_out() {
    let registry = registry();
    let (grid, leaving) = leaving(&registry);
    let before = registry.as_of(DAY.parse().unwrap());
    let after = ask::what_if(&registry, &leaving).unwrap().as_of(DAY.parse().unwrap());
    let impact = Impact::between(&before, &after);
    let told = value(&ask::impact(&before, &after, usize::MAX));

    let households: Vec<&str> = impact.answerable_households().map(|household| household.id()).collect();
    assert_eq!(households.len(), before.unit(&grid).unwrap().household_count());
    assert_eq!(told["answerable"], json!(households));
    assert_eq!(told["counts"]["answerable"], households.len());
    assert_eq!((&told["before"], &told["placed"]), (&json!(DAY), &json!([])));
    for (shift, told) in impact.shifts().zip(told["shifts"].as_array().unwrap()) {
        assert_eq!(told["count"], shift.households().len());
        assert_eq!(told["kinds"], json!(shift.kinds().map(wangge::scheme::Kind::id).collect::<Vec<_>>()));
        let ids = |side: &str| -> Vec<String> {
            told[side].as_array().unwrap().iter().map(|person| person["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids("before"), shift.before().map(|person| person.id().to_owned()).collect::<Vec<_>>());
        assert_eq!(ids("after"), shift.after().map(|person| person.id().to_owned()).collect::<Vec<_>>());
    }
    let loses: usize = impact.people().map(|person| person.loses().len()).sum();
    let told_loses: u64 =
        told["people"].as_array().unwrap().iter().map(|person| person["lossCount"].as_u64().unwrap()).sum();
    assert_eq!(told_loses, u64::try_from(loses).unwrap());
    let vacant = told["opened"].as_array().unwrap().iter().find(|gap| gap["code"] == "seat.vacant").unwrap();
    assert_eq!((&vacant["unit"], &vacant["role"]), (&json!(grid), &json!("grid-leader")));
    assert_eq!(told["counts"]["opened"], impact.gaps().opened().iter().len());

    // A county's lists are cut; its numbers are not.
    let short = value(&ask::impact(&before, &after, 2));
    assert_eq!(short["counts"], told["counts"]);
    assert_eq!(short["answerable"], json!(&households[..2]));
    assert_eq!(short["shifts"][0]["count"], told["shifts"][0]["count"]);
    assert_eq!(short["shifts"][0]["households"].as_array().unwrap().len(), 2);

    // The other way about, what opens closes.
    let back = value(&ask::impact(&after, &before, usize::MAX));
    assert_eq!((&back["opened"], &back["closed"]), (&told["closed"], &told["opened"]));
}

#[test]
fn a_household_that_comes_or_goes_has_one_place_only() {
    let registry = registry();
    let before = registry.as_of(DAY.parse().unwrap());
    let close = transaction(&json!([{"close-household": {"id": HOUSEHOLD, "on": DAY}}]));
    let after = ask::what_if(&registry, &close).unwrap().as_of(DAY.parse().unwrap());
    let unit = before.household(HOUSEHOLD).unwrap().unit().id();
    let placed = |from, to| value(&ask::impact(from, to, usize::MAX))["placed"].clone();
    assert_eq!(placed(&before, &after), json!([{"household": HOUSEHOLD, "from": unit}]));
    assert_eq!(placed(&after, &before), json!([{"household": HOUSEHOLD, "to": unit}]));
}

#[test]
fn a_plan_as_a_transaction_is_the_one_of_the_core() {
    let registry = registry();
    let directory = registry.as_of(DAY.parse().unwrap());
    let plan = directory.assign(&AssignOptions::caretakers("one-household-one-member")).unwrap();
    let read = ask::transaction(ask::plan_transaction(&plan).as_bytes()).unwrap();
    assert_eq!(read, plan.transaction());
    assert!(read.changes.iter().any(|change| matches!(change, Change::Pair(_))));
}
