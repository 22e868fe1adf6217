//! The work of all of Cili: matters rolled up for every unit beside SQLite and DuckDB, and what is due among a million
//! open cases beside SQLite. One run, one thread, in turns, medians.
//!
//! `cargo bench -p wangge-tests --bench work -- [MATTERS] [CASES]`
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench: a panic here is a failed run"
)]

mod duck;
mod due;
mod made;
mod rollup;

use std::time::Duration;

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    rollup::race(numbers.first().copied().unwrap_or(5_000_000));
    due::race(numbers.get(1).copied().unwrap_or(1_000_000));
}

/// The median of some times, in milliseconds.
fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}
