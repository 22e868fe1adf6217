//! Answers about the work as text: the same as the core says, and what cannot be asked is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use jiff::civil::date;
use serde_json::{Value, json};
use wangge::Registry;
use wangge::record::{Dated, Spell, UnitRecord};
use wangge::work::{Entry, Work};
use wangge_formats::{ask, question, work};
use wangge_sample::Sample;

const VILLAGE: &str = "430821108223";
const NOW: &str = "2026-11-29T17:00";
const HEAD: &[u8] = b"{\"format\":\"wangge-work/1\"}\n";

fn sample() -> (Registry, Work) {
    let registry = Registry::build(Sample::chalinhe().records()).unwrap();
    let mut log = Vec::new();
    work::write(&Sample::chalinhe().work(&registry), registry.scheme().calendar(), &mut log).unwrap();
    let work = ask::work(&registry, &log[..]).unwrap();
    (registry, work)
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn ids<'v>(rows: &'v Value, field: &str) -> Vec<&'v str> {
    rows.as_array().unwrap().iter().map(|row| row[field].as_str().unwrap()).collect()
}

#[test]
fn a_year_of_work_reads_back_as_it_was_told() {
    let registry = Registry::build(Sample::chalinhe().records()).unwrap();
    let told = Sample::chalinhe().work(&registry);
    let mut log = Vec::new();
    work::write(&told, registry.scheme().calendar(), &mut log).unwrap();
    let again: Vec<Entry> = work::read(&log[..], registry.scheme().calendar()).unwrap();
    assert_eq!(again, told);
}

#[test]
fn e9_the_board_is_every_open_case_and_those_under_a_unit_are_its_own() {
    let (_, work) = sample();
    let all = read(&ask::board(&work, NOW, None).unwrap());
    let open = work.cases().filter_map(|case| case.at(Sample::now())).filter(|own| own.state().is_open());
    let mut open: Vec<&str> = open.map(|own| own.case().id()).collect();
    let mut listed = ids(&all["cases"], "matter");
    open.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, open);
    let under = |unit: &str| read(&ask::board(&work, NOW, Some(unit)).unwrap());
    assert_eq!(under(VILLAGE)["cases"], all["cases"]);
    let grids = (1..=7).map(|grid| under(&format!("{VILLAGE}-0{grid}"))["cases"].as_array().unwrap().len());
    assert_eq!(grids.sum::<usize>(), listed.len(), "each under one grid");
    for row in all["cases"].as_array().unwrap() {
        let case = read(&ask::case(&work, row["matter"].as_str().unwrap(), NOW).unwrap());
        for field in ["subject", "kind", "state", "overdue", "holders", "nextDeadline", "unit"] {
            assert_eq!(case.get(field), row.get(field), "{row}");
        }
        assert_eq!(case["seat"].get("level"), row.get("level"), "{row}");
    }
}

#[test]
fn m5_after_a_move_the_board_of_the_new_unit_has_the_case() {
    let mut records = Sample::chalinhe().records();
    let household = records.households.iter_mut().find(|own| own.id == "430821108223-h0017").unwrap();
    let grid = records.units.iter().map(|unit: &UnitRecord| unit.id.as_str());
    let other = grid.filter(|id| id.starts_with("430821108223-02-")).min().unwrap();
    let Dated::Throughout(old) = household.unit.clone() else { panic!("it never moved") };
    household.unit = Dated::Spells(vec![
        Spell { id: old, from: household.from.clone(), until: Some("2026-11-10".into()) },
        Spell { id: other.into(), from: "2026-11-10".into(), until: None },
    ]);
    let registry = Registry::build(records).unwrap();
    let mut work = ask::work(&registry, HEAD).unwrap();
    let matter = r#"{"matter":{"id":"m1","subject":"430821108223-h0017","kind":"neighbour-dispute","urgency":"routine","at":"2026-11-02T09:00","channel":"phone"}}"#;
    ask::record(&mut work, matter.as_bytes()).unwrap();
    let count =
        |unit: &str, at: &str| read(&ask::board(&work, at, Some(unit)).unwrap())["cases"].as_array().unwrap().len();
    let [old, new] = ["430821108223-01", "430821108223-02"];
    assert_eq!([old, new].map(|unit| count(unit, "2026-11-09T23:59")), [1, 0]);
    assert_eq!([old, new].map(|unit| count(unit, "2026-11-10T00:00")), [0, 1]);
}

#[test]
fn e9_each_notice_is_given_once_whatever_the_instants() {
    let (_, mut work) = sample();
    let mut again = work.clone();
    let count = |text: String| read(&text)["notices"].as_array().unwrap().clone();
    let whole = count(ask::due(&mut work, Some("2026-11-01T00:00"), NOW).unwrap());
    let mut parts = count(ask::due(&mut again, Some("2026-11-01T00:00"), "2026-11-12T09:30").unwrap());
    parts.extend(count(ask::due(&mut again, None, "2026-11-20T00:00").unwrap()));
    assert!(count(ask::due(&mut again, None, "2026-11-20T00:00").unwrap()).is_empty());
    parts.extend(count(ask::due(&mut again, None, NOW).unwrap()));
    assert_eq!(parts, whole);
    assert!(whole.iter().all(|own| own["at"].as_str().unwrap() > "2026-11-01T00:00:00+08:00"));
}

#[test]
fn n1_to_n3_answers_are_those_of_the_core() {
    let (_, work) = sample();
    let asked = question::read(
        format!(r#"{{"unit":"{VILLAGE}","from":"2026-01-01","until":"2027-01-01","knownAt":"{NOW}"}}"#).as_bytes(),
    );
    let asked = asked.unwrap();
    let report = read(&ask::report(&work, &asked).unwrap());
    // As the source counts.
    let resolved = |kind: &str| {
        let row = report["kinds"].as_array().unwrap().iter().find(|row| row["kind"] == kind).unwrap();
        row["figures"]["resolved"].as_u64().unwrap()
    };
    assert_eq!((resolved("dispute"), resolved("livelihood-problem")), (64, 372));
    for part in ["urgencies", "channels", "states", "levels", "parts"] {
        let sum = report[part].as_array().unwrap().iter().map(|row| row["figures"]["reported"].as_u64().unwrap());
        assert_eq!(report["total"]["reported"], sum.sum::<u64>(), "{part}");
    }
    let by_day =
        |field: &str| report["days"].as_array().unwrap().iter().map(|day| day[field].as_u64().unwrap()).sum::<u64>();
    assert_eq!(
        (&report["total"]["reported"], &report["total"]["resolved"]),
        (&json!(by_day("reported")), &json!(by_day("resolved")))
    );
    for figure in ["reported", "resolved", "late", "open", "overdue", "reopened"] {
        let listed = read(&ask::matters(&work, &asked, figure).unwrap());
        assert_eq!(report["total"][figure], listed["matters"].as_array().unwrap().len(), "{figure}");
    }
    let due = read(&ask::reporting(&work, Some(VILLAGE), "2026-10-31T12:00", "2026-12-01T00:00", NOW).unwrap());
    assert!(due["due"].as_array().unwrap().iter().any(|own| own["late"] == false && own["filedAt"].is_string()));
    assert_eq!(due["unknown"], json!([]));
    let campaigns = read(&ask::campaigns(&work, "2026-11-29").unwrap());
    assert_eq!(campaigns["campaigns"].as_array().unwrap().len(), work.campaigns().len());
    for own in campaigns["campaigns"].as_array().unwrap() {
        let coverage = read(&ask::coverage(&work, own["campaign"].as_str().unwrap(), "2026-11-29").unwrap());
        assert_eq!(coverage["campaign"], *own);
        assert_eq!(own["total"]["missing"], coverage["missing"].as_array().unwrap().len());
        let people = coverage["people"].as_array().unwrap().iter().map(|row| row["count"]["missing"].as_u64().unwrap());
        assert_eq!(own["total"]["missing"], people.sum::<u64>());
    }
    let coverage = work.coverage("monthly-visit-2026-11", date(2026, 11, 29)).unwrap();
    let missing = coverage.missing().next().expect("somebody is missing");
    let person = missing.answers().expect("somebody answers");
    let visits = ask::visits(&work, person.id(), "2026-11-29").unwrap();
    assert!(visits.contains(&format!(r#""household":"{}""#, missing.household().id())), "{visits}");
    let about = home_of_a_matter(&work);
    let file = read(&ask::one_file(&work, about, "2026-11-29", None).unwrap());
    assert!(!file["matters"].as_array().unwrap().is_empty() && file["done"].as_array().unwrap().len() > 10, "{file}");
}

/// A household that a matter is about.
fn home_of_a_matter(work: &Work) -> &str {
    let mut subjects = work.cases().map(|case| case.subject());
    subjects.find(|subject| subject.contains("-h")).expect("a matter about a household")
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_code() {
    let (registry, mut work) = sample();
    let county = work.clone();
    let (matter, home) = (county.cases().next().expect("a matter").id(), home_of_a_matter(&county));
    let directory = registry.as_of(date(2026, 11, 29));
    let mut people = directory.people().map(|person| person.id());
    let stranger = people.find(|id| county.one_file_for(id, home, date(2026, 11, 29)).is_err()).expect("a stranger");
    let report = |json: &str| question::read::<question::ReportRecord>(json.as_bytes());
    let codes = [
        ask::case(&work, "m9", NOW),
        ask::case(&work, matter, "2025-12-31T00:00"),
        ask::case(&work, matter, "noon"),
        ask::board(&work, NOW, Some("v9")),
        ask::due(&mut work, Some("noon"), NOW),
        ask::coverage(&work, "c9", "2026-11-29"),
        ask::coverage(&work, "monthly-visit-2026-11", "2026-10-31"),
        ask::coverage(&work, "monthly-visit-2026-11", "2026-13-01"),
        ask::visits(&work, "p9", "2026-11-29"),
        ask::one_file(&work, "h9", "2026-11-29", None),
        ask::one_file(&work, home, "2026-11-29", Some(stranger)),
        ask::reporting(&work, Some("v9"), NOW, NOW, NOW),
        ask::matters(&work, &report(&format!(r#"{{"from":"2026-11-01","knownAt":"{NOW}"}}"#)).unwrap(), "best"),
        ask::report(
            &work,
            &report(&format!(r#"{{"from":"2026-11-01","until":"2026-11-01","knownAt":"{NOW}"}}"#)).unwrap(),
        ),
        ask::report(&work, &report(&format!(r#"{{"kind":"k9","from":"2026-11-01","knownAt":"{NOW}"}}"#)).unwrap()),
    ]
    .map(|reply| reply.unwrap_err().code);
    assert_eq!(
        codes,
        [
            "matter.unknown",
            "matter.unknown",
            "instant.invalid",
            "unit.unknown",
            "instant.invalid",
            "campaign.unknown",
            "campaign.outside",
            "date.invalid",
            "person.unknown",
            "household.unknown",
            "household.unknown",
            "unit.unknown",
            "figure.unknown",
            "period.empty",
            "kind.unknown",
        ]
    );
    assert_eq!(report(r#"{"from":"2026-11-01","knownAt":"x","by":1}"#).unwrap_err().code, "request.unknown-field");
}
