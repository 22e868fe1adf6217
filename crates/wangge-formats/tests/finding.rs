//! Finding, describing and drawing what a county has.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;

use serde_json::Value;
use wangge::record::Dated;
use wangge::{Directory, Records, Registry, Unit};
use wangge_formats::ask;
use wangge_sample::Sample;

const DAY: &str = "2026-11-23";
const PROGRAMME: &str = "one-household-one-member";

fn chalinhe() -> Directory {
    directory(Sample::chalinhe().records())
}

fn directory(records: Records) -> Directory {
    Registry::build(records).unwrap().as_of(DAY.parse().unwrap())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn found(directory: &Directory, text: &str) -> Vec<String> {
    let found = json(&ask::search(directory, text, 10));
    found["matches"].as_array().unwrap().iter().map(|own| own["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn household_17_of_grid_3_is_found_however_one_says_it() {
    let directory = chalinhe();
    let door = directory.households().find(|household| household.label() == "3组017号").unwrap();
    for text in [
        "3组017",
        "3组17号",
        "三组十七号",
        "第3网格 17",
        "第3网格17户",
        "第三网格17",
        "三网格17号",
        "网格3 17",
        "3网格17",
        "第3网格第17户",
        "茶林河村第三网格的十七户",
        "grid 3 17",
        "grid 3, 17",
        "grid 3 , # 17",
        "Grid 3 household 17",
        "household 17 of grid 3",
        "the household no. 17 in grid 3",
        "３组\u{3000}１７",
        "17 第3网格",
        "茶林河 第3网格 017号",
    ] {
        assert_eq!(found(&directory, text).first().map(String::as_str), Some(door.id()), "{text}");
    }
}

#[test]
fn an_id_is_found_first_and_what_is_not_there_is_not() {
    let directory = chalinhe();
    let ids = (directory.units().map(Unit::id).map(str::to_owned))
        .chain(directory.households().map(|own| own.id().to_owned()))
        .chain(directory.sites().map(|own| own.id().to_owned()))
        .chain(directory.departments().map(|own| own.id().to_owned()))
        .chain(directory.people().map(|own| own.id().to_owned()));
    for id in ids {
        assert_eq!(found(&directory, &id).first(), Some(&id));
        assert_eq!(json(&ask::describe(&directory, &id).unwrap())["id"], id.as_str());
    }
    assert_eq!(found(&directory, "第3网格").first().map(String::as_str), Some("430821108223-03"));
    for text in ["没有这个", "第3网格 没有这个", "第3网格没有这个17", "grid 3 house of nobody", "  ", ""]
    {
        assert_eq!(found(&directory, text), [""; 0], "{text}");
    }
    assert_eq!(ask::describe(&directory, "nowhere").unwrap_err().code, "subject.unknown");
}

#[test]
fn a_part_of_a_label_finds_what_a_look_at_every_label_finds() {
    let directory = chalinhe();
    for text in ["1组", "组0", "号", "9"] {
        let naive = directory.households().filter(|own| own.label().contains(text)).count();
        let found = json(&ask::search(&directory, text, 10_000));
        let matches = found["matches"].as_array().unwrap();
        assert_eq!(matches.iter().filter(|own| own["type"] == "household").count(), naive, "{text}");
        let few = json(&ask::search(&directory, text, 3));
        assert_eq!(few["matches"].as_array().unwrap()[..], matches[..3]);
        assert_eq!(few["more"], matches.len() - 3);
    }
}

#[test]
fn names_places_and_paths_are_those_of_the_records() {
    let records = Sample::chalinhe().records();
    let directory = directory(records.clone());
    let ids: Vec<&str> = records.households.iter().map(|own| own.id.as_str()).chain(["nowhere", "p0000001"]).collect();
    let names = ask::names(&directory, ids.iter().copied());
    let places = ask::places(&directory, ids.iter().copied());
    for ((own, name), place) in records.households.iter().zip(&names).zip(&places) {
        assert_eq!(*name, own.label);
        // Kept in whole 1e-7 degrees.
        let near = |a: f64, b: f64| (a - b).abs() < 1e-7;
        assert!(place.zip(own.location).is_some_and(|(a, b)| near(a[0], b[0]) && near(a[1], b[1])), "{}", own.id);
        let path = json(&ask::describe(&directory, &own.id).unwrap())["path"].clone();
        let unit = match &own.unit {
            Dated::Throughout(unit) => unit,
            Dated::Spells(spells) => &spells.last().unwrap().id,
        };
        let path: Vec<&str> = path.as_array().unwrap().iter().map(|step| step["id"].as_str().unwrap()).collect();
        assert_eq!((path[0], *path.last().unwrap()), ("430821", unit.as_str()));
    }
    assert_eq!((names[600], places[600]), ("", None));
    assert_eq!(names[601], records.people[0].name);
}

#[test]
fn pairings_are_those_of_the_records() {
    let records = Sample::chalinhe().records();
    let directory = directory(records.clone());
    let pairs = ask::pairings(&directory, PROGRAMME).unwrap();
    let ids: Vec<&str> = directory.households().map(|own| own.id()).collect();
    let told: BTreeSet<(&str, &str)> =
        pairs.households.iter().zip(&pairs.takers).map(|(own, taker)| (ids[*own], pairs.table[*taker])).collect();
    let holds = |from: &str, until: Option<&str>| from <= DAY && until.is_none_or(|until| until > DAY);
    let rows =
        records.pairings.iter().filter(|own| own.programme == PROGRAMME && holds(&own.from, own.until.as_deref()));
    assert!(told == rows.map(|own| (own.household.as_str(), own.person.as_str())).collect());
    assert_eq!(ask::pairings(&directory, "nothing").unwrap_err().code, "programme.unknown");
}

fn square(from: f64, to: f64) -> Vec<[f64; 2]> {
    vec![[from, from], [to, from], [to, to], [from, to]]
}

#[test]
fn a_ring_in_a_ring_is_a_hole_and_one_in_that_is_an_island() {
    let mut records = Sample::chalinhe().records();
    records.units[0].scope = vec![square(0.0, 9.0), square(3.0, 6.0), square(4.0, 5.0), square(20.0, 30.0)];
    let directory = directory(records);
    let scopes = json(&ask::scopes(&directory, None, Some("county")).unwrap());
    let polygons = scopes["features"][0]["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!(polygons.iter().map(|own| own.as_array().unwrap().len()).collect::<Vec<_>>(), [2, 1, 1]);
    // Outer rings against the clock, holes with it, all closed.
    let turns = |ring: &Value| -> f64 {
        let points: Vec<[f64; 2]> = serde_json::from_value(ring.clone()).unwrap();
        assert_eq!(points.first(), points.last());
        points.windows(2).map(|two| two[0][0] * two[1][1] - two[1][0] * two[0][1]).sum()
    };
    assert!(polygons.iter().all(|polygon| turns(&polygon[0]) > 0.0));
    assert!(turns(&polygons[0][1]) < 0.0);
}

#[test]
fn scopes_and_sites_are_of_the_unit_that_is_asked_for() {
    let directory = chalinhe();
    let count = |text: String| json(&text)["features"].as_array().unwrap().len();
    assert_eq!(count(ask::scopes(&directory, None, None).unwrap()), directory.units().len());
    assert_eq!(count(ask::scopes(&directory, Some("430821108223-03"), None).unwrap()), 7);
    assert_eq!(count(ask::scopes(&directory, None, Some("grid")).unwrap()), 7);
    assert_eq!(count(ask::sites(&directory, None).unwrap()), 7);
    assert_eq!(count(ask::sites(&directory, Some("430821108223-03")).unwrap()), 1);
    assert_eq!(ask::scopes(&directory, Some("nowhere"), None).unwrap_err().code, "unit.unknown");
    assert_eq!(ask::scopes(&directory, None, Some("nothing")).unwrap_err().code, "level.unknown");
    let rows = json(&ask::households_in(&directory, "430821108223-03-01").unwrap());
    let unit = directory.unit("430821108223-03-01").unwrap();
    assert_eq!(rows["households"].as_array().unwrap().len(), unit.households().len());
    assert_eq!(rows["households"][0]["label"], unit.households().next().unwrap().label());
}
