//! The sample holds what it promises.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;

use jiff::civil::date;
use wangge::Registry;
use wangge_sample::{CHALINHE, Sample};

#[test]
fn chalinhe_has_7_grids_45_micro_grids_and_600_households() {
    let directory = Registry::build(Sample::chalinhe().records()).unwrap().as_of(date(2026, 11, 23));
    let village = directory.unit(CHALINHE).unwrap();
    let count = |level| village.subtree().filter(|unit| unit.level().id() == level).count();
    assert_eq!((count("grid"), count("micro-grid"), village.household_count()), (7, 45, 600));
    let ancestors: Vec<&str> = village.ancestors().map(|unit| unit.name()).collect();
    assert_eq!(ancestors, ["茶林河村委会", "苗市镇", "慈利县"]);
}

#[test]
fn the_real_divisions_are_all_there() {
    let directory = Registry::build(Sample::cili().households(20_000).records()).unwrap().as_of(date(2026, 11, 23));
    let count = |level| directory.units().filter(|unit| unit.level().id() == level).count();
    assert_eq!((count("county"), count("town"), count("village")), (1, 26, 430));
    assert_eq!(directory.households().len(), 20_000);
    assert_eq!(directory.unit(CHALINHE).unwrap().household_count(), 600);
}

/// Trouble is rare, is there, and is only of the kinds that were meant.
#[test]
fn the_county_has_realistic_trouble() {
    let directory = Registry::build(Sample::cili().households(20_000).records()).unwrap().as_of(date(2026, 11, 23));
    let findings = directory.findings();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings.iter() {
        *counts.entry(finding.code().as_str()).or_default() += 1;
    }
    let expected = [
        "appointment.ineligible",
        "household.no-caretaker",
        "household.no-innermost-unit",
        "location.outside",
        "person.overloaded",
        "seat.vacant",
    ];
    assert!(counts.keys().copied().eq(expected), "{counts:?}");
    assert!(findings.len() < 20_000 / 10, "{counts:?}");
}

#[test]
fn the_same_seed_gives_the_same_rows_on_every_machine() {
    let records = Sample::chalinhe().seed(7).records();
    assert_eq!(records, Sample::chalinhe().seed(7).records());
    assert_ne!(records, Sample::chalinhe().seed(8).records());
    // A fixed place: written down once, so that a change of the generator is seen.
    let first = records.households.first().unwrap();
    assert_eq!(
        (first.id.as_str(), first.label.as_str(), first.residents, first.location),
        ("430821108223-h0001", "1组001号", 3, Some([110.853_459_7, 29.051_205]))
    );
}

#[test]
fn sizes_are_exact() {
    for households in [100, 430, 5_000, 30_000] {
        let records = Sample::cili().households(households).records();
        assert_eq!(u32::try_from(records.households.len()).unwrap(), households);
    }
}
