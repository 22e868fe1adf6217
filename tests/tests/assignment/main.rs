//! Household assignment against the reference model, on random worlds and on Chalinhe (A1-A8).
//!
//! `WANGGE_WORLDS` says how many worlds (1,500 without it), `WANGGE_SEED` where to begin (0).
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

mod again;
mod ask;
mod bottlenecks;
mod chalinhe;
mod checks;
mod explanations;
mod optimum;
mod transactions;

use std::collections::BTreeMap;

use ask::{Asked, ask};
use wangge::{Plan, Records, Registry};
use wangge_tests::generate::{Census, Dice, crowded_world, questions};
use wangge_tests::naive::{Task, World};

/// A random world on a date, a question about it, and what both say.
struct Case {
    seed: u64,
    records: Records,
    asked: Asked,
    plan: Plan,
    task: Task,
}

/// A number from the environment, or what holds without it.
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number of worlds"))
}

/// Looks at many random plans.
fn each(part: u64, mut look: impl FnMut(&Case, &mut Dice, &mut Census)) -> Census {
    let (first, count) = (number("WANGGE_SEED", 0), number("WANGGE_WORLDS", 1_500) / part);
    let mut census = Census::default();
    for seed in first..first + count {
        let records = crowded_world(seed);
        let world = World::new(&records);
        let registry = Registry::build(records.clone()).unwrap_or_else(|faults| panic!("world {seed}: {faults}"));
        let mut dice = Dice::new(seed ^ 0xA551);
        for date in questions(seed, &records).dates {
            let directory = registry.as_of(date);
            let Some(asked) = ask(&mut dice, &records, &directory) else { continue };
            let task = Task::new(&world, date, &asked.options);
            let plan = directory.assign(&asked.options).unwrap_or_else(|error| panic!("world {seed}: {error}"));
            look(&Case { seed, records: records.clone(), asked, plan, task }, &mut dice, &mut census);
        }
    }
    census
}

impl Case {
    /// The plan's pairs in the rows of the reference model.
    fn pairs(&self) -> Vec<Vec<usize>> {
        rows_of(
            &self.task,
            self.plan.pairs().flat_map(|(household, takers)| takers.map(move |taker| (household.id(), taker.id()))),
        )
    }
}

/// Pairs of ids in the rows of the reference model.
fn rows_of<'a>(task: &Task, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Vec<usize>> {
    let place = |ids: &[String]| -> BTreeMap<String, usize> {
        ids.iter().enumerate().map(|(place, id)| (id.clone(), place)).collect()
    };
    let (households, takers) = (place(&task.households), place(&task.takers));
    let mut rows = vec![Vec::new(); task.households.len()];
    for (household, taker) in pairs {
        rows[households[household]].push(takers[taker]);
    }
    rows
}
