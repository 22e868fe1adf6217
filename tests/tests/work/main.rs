//! Logs of random work: the core and the reference model take the same entries, and are asked the same after them (E7,
//! E9, N1-N3, M5).
//!
//! `WANGGE_WORLDS` says how many logs (5,000 without it), `WANGGE_SEED` where to begin (0). Log `n` is the same on every
//! machine: to look at one, set `WANGGE_SEED=n WANGGE_WORLDS=1`.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

mod campaigns;
mod cases;
mod counted;
mod county;
mod history;
mod numbers;
mod reorganised;
mod reporting;

use std::{collections::BTreeMap, sync::Mutex};

use wangge_tests::twin::{caught, number, side_by_side};

#[test]
fn the_core_does_the_work_as_the_reference_model_does() {
    let (first, count) = (number("WANGGE_SEED", 0), number("WANGGE_WORLDS", 5_000));
    println!("logs {first} to {}", first + count);
    // The least seed of each topic.
    let found: Mutex<BTreeMap<String, (u64, usize, String)>> = Mutex::default();
    let census = side_by_side(first..first + count, counted::census, |seed, census| {
        if let Err(mismatch) = caught(|| history::history(seed, census)) {
            let mut found = found.lock().unwrap();
            let entry = found.entry(mismatch.topic).or_insert((seed, 0, mismatch.text.clone()));
            entry.1 += 1;
            if seed < entry.0 {
                (entry.0, entry.2) = (seed, mismatch.text);
            }
        }
    });
    let found = found.into_inner().unwrap();
    for (topic, (seed, logs, text)) in &found {
        println!("\n=== {topic}: {logs} logs, the first is {seed}\n{text}");
    }
    println!();
    for (name, count) in census.counts() {
        println!("{count:>9} {name}");
    }
    assert!(found.is_empty(), "the core and the reference model differ: {:#?}", found.keys().collect::<Vec<_>>());
    // A few logs, as for one seed, cannot reach everything.
    if count >= 2_000 {
        counted::often_enough(&census);
    }
}
