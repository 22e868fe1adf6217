//! The core and the reference model are asked the same questions about random worlds.
//!
//! `WANGGE_WORLDS` says how many worlds (20,000 without it), `WANGGE_SEED` where to begin (0). World `n` is the same on
//! every machine: to look at one, set `WANGGE_SEED=n WANGGE_WORLDS=1`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

use std::{collections::BTreeMap, sync::Mutex};

use wangge::Records;
use wangge_tests::{
    generate::{Census, Questions, nearly_valid_world, questions, shrink, slanted_world, valid_world},
    twin::{self, Mismatch, caught, number, print, side_by_side},
};

/// A sort of world, and how it is compared.
struct Sort {
    name: &'static str,
    make: fn(u64) -> Records,
    compare: fn(&Records, &Questions, &mut Census) -> Result<(), Mismatch>,
}

const SORTS: &[Sort] = &[
    Sort { name: "valid", make: valid_world, compare: twin::world },
    Sort { name: "nearly valid", make: nearly_valid_world, compare: twin::world },
    Sort { name: "slanted", make: slanted_world, compare: twin::slanted },
];

/// Compares; a panic of the core is a mismatch too.
fn compare(sort: &Sort, records: &Records, asked: &Questions, census: &mut Census) -> Result<(), Mismatch> {
    caught(|| (sort.compare)(records, asked, census))
}

#[test]
fn the_core_answers_as_the_reference_model_does() {
    let (first, count) = (number("WANGGE_SEED", 0), number("WANGGE_WORLDS", 20_000));
    println!("worlds {first} to {}", first + count);
    // The least seed of each sort and topic.
    let found: Mutex<BTreeMap<(usize, String), (u64, usize)>> = Mutex::default();
    let census = side_by_side(first..first + count, twin::census, |seed, census| {
        for (number, sort) in SORTS.iter().enumerate() {
            let records = (sort.make)(seed);
            if let Err(mismatch) = compare(sort, &records, &questions(seed, &records), census) {
                let mut found = found.lock().unwrap();
                let entry = found.entry((number, mismatch.topic)).or_insert((seed, 0));
                *entry = (seed.min(entry.0), entry.1 + 1);
            }
        }
    });
    let found = found.into_inner().unwrap();
    for ((number, topic), (seed, worlds)) in &found {
        let sort = &SORTS[*number];
        let records = (sort.make)(*seed);
        // The same questions, while rows are left out.
        let asked = questions(*seed, &records);
        let again = |records: &Records| {
            compare(sort, records, &asked, &mut Census::default()).err().filter(|mismatch| mismatch.topic == *topic)
        };
        let small = shrink(&records, |records| again(records).is_some());
        let mismatch = again(&small).expect("the smallest world that still differs");
        println!("\n=== {topic}: {worlds} {} worlds, the first is {seed}; in small:", sort.name);
        println!("{}{}", print(&small), mismatch.text);
    }
    println!();
    for (name, count) in census.counts() {
        println!("{count:>9} {name}");
    }
    assert!(found.is_empty(), "the core and the reference model differ: {:#?}", found.keys().collect::<Vec<_>>());
    // A few worlds, as for one seed, cannot reach everything.
    if count >= 10_000 {
        census.assert_all_reached();
    }
}
