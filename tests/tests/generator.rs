//! The worlds are what they claim to be, and reach everything.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

use proptest::prelude::*;
use wangge_tests::{
    generate::{Census, nearly_valid_world, nearly_valid_worlds, shuffle, shuffle_scheme, valid_world, valid_worlds},
    naive,
    twin::codes_of_loading,
};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_shuffled_world_has_no_fault_either(records in valid_worlds(), seed in any::<u64>()) {
        prop_assert!(naive::faults(&shuffle_scheme(&shuffle(&records, seed), seed)).is_empty());
    }

    #[test]
    fn an_answer_does_not_depend_on_the_order_of_the_rows(records in valid_worlds(), seed in any::<u64>()) {
        let (one, other) = (naive::World::new(&records), naive::World::new(&shuffle_scheme(&shuffle(&records, seed), seed)));
        let date = naive::parse_date("2026-01-01").unwrap();
        prop_assert_eq!(naive::findings(&one, date), naive::findings(&other, date));
        for person in &records.people {
            prop_assert_eq!(naive::duties_of(&one, date, &person.id), naive::duties_of(&other, date, &person.id));
        }
    }

    #[test]
    fn every_fault_names_a_place_that_can_be_printed(records in nearly_valid_worlds()) {
        for (_, place) in naive::faults(&records) {
            prop_assert!(place.to_string().contains('.'), "{}", place);
        }
    }
}

#[test]
fn valid_worlds_have_no_fault() {
    for seed in 0..5_000 {
        let records = valid_world(seed);
        let faults = naive::faults(&records);
        assert!(faults.is_empty(), "seed {seed}: {faults:#?}\n{records:#?}");
    }
}

#[test]
fn nearly_valid_worlds_mostly_have_faults_and_reach_every_code() {
    let mut census = Census::expecting(codes_of_loading());
    let mut without = 0;
    let count = 6_000;
    for seed in 0..count {
        let faults = naive::faults(&nearly_valid_world(seed));
        without += u64::from(faults.is_empty());
        for code in faults.iter().map(|(code, _)| code.as_str()).collect::<std::collections::BTreeSet<_>>() {
            census.count(code);
        }
    }
    for (code, count) in census.counts() {
        println!("{count:>6} {code}");
    }
    println!("{without:>6} of {count} without fault");
    census.assert_all_reached();
    assert!(without * 4 < count, "{without} of {count} have no fault");
}

#[test]
fn a_seed_decides_the_world() {
    assert_eq!(format!("{:?}", valid_world(7)), format!("{:?}", valid_world(7)));
    assert_ne!(valid_world(7), valid_world(8));
}
