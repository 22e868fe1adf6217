//! Household assignment against the exact solvers that one can get otherwise.
//!
//! `cargo bench -p wangge-tests --bench assignment -- [PART]... [--full]`, a part being a size (`m`, `l`, `p`) or a
//! family (`slack`, `bounds`, `zero`, `villages`, `change`). Every solver is a process of its own and times only
//! itself, by the time that it had a processor; wangge and its peers take turns. All must find the same optimum: one
//! that does not is an error.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench: what is wrong stops it"
)]

mod exchange;
mod ours;
mod peers;
mod race;

use std::process::ExitCode;

use wangge_tests::transport_county::Family;

use crate::race::Race;

/// A number of caretakers, each for ten households.
struct Size {
    name: &'static str,
    caretakers: u32,
    rounds: usize,
}

const SIZES: [Size; 2] =
    [Size { name: "m", caretakers: 2_000, rounds: 5 }, Size { name: "l", caretakers: 20_000, rounds: 3 }];
const PROVINCE: u32 = 500_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--child", job, family, caretakers, rest @ ..] = arguments.as_slice() {
        ours::work(job, family, caretakers, rest.first().copied());
        return ExitCode::SUCCESS;
    }
    let given = |name: &str| arguments.contains(&name);
    // Cargo also runs benches as tests, only to see that they build and start.
    if given("--test") {
        return ExitCode::SUCCESS;
    }
    let sizes = ["m", "l", "p"];
    let families = ["slack", "bounds", "zero", "villages", "change"];
    let words = arguments.iter().filter(|argument| !argument.starts_with("--")).count();
    if words > 0 && !sizes.iter().chain(&families).any(|name| given(name)) {
        // Words for another bench.
        return ExitCode::SUCCESS;
    }
    let some = |names: &[&str]| names.iter().any(|name| given(name));
    let size = |name: &str| given(name) || !some(&sizes);
    let family = |name: &str| given(name) || !some(&families);
    let full = given("--full");
    let peers = if size("m") || size("l") { peers::find() } else { Vec::new() };
    let mut failed = false;
    for Size { name, caretakers, rounds } in SIZES.into_iter().filter(|one| size(one.name)) {
        println!("\n{}: {} households, {caretakers} caretakers", name.to_uppercase(), caretakers * 10);
        let race = |family, change| Race { family, change, caretakers, rounds };
        // Large problems are for the fast ones.
        let may = |peer: &&peers::Peer| full || !peer.slow || name == "m";
        let races = Family::ALL.into_iter().map(|family| race(family, false)).chain([race(Family::Slack, true)]);
        for race in races.filter(|race| family(race.name())) {
            let peers: Vec<_> = peers.iter().filter(may).filter(|peer| peer.can(race.family)).collect();
            failed |= race.run(&peers).inspect_err(|why| println!("  ERROR: {why}")).is_err();
        }
    }
    if size("p") && family("slack") {
        println!("\nP: {} households, {PROVINCE} caretakers", PROVINCE * 10);
        let race = Race { family: Family::Slack, change: false, caretakers: PROVINCE, rounds: 1 };
        failed |= race.alone().inspect_err(|why| println!("  ERROR: {why}")).is_err();
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
