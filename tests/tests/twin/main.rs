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

mod compare;
mod convert;
mod counting;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use compare::Mismatch;
use wangge::Records;
use wangge_tests::generate::{Census, Questions, nearly_valid_world, questions, shrink, slanted_world, valid_world};

/// A sort of world, and how it is compared.
struct Sort {
    name: &'static str,
    make: fn(u64) -> Records,
    compare: fn(&Records, &Questions, &mut Census) -> Result<(), Mismatch>,
}

const SORTS: &[Sort] = &[
    Sort { name: "valid", make: valid_world, compare: compare::world },
    Sort { name: "nearly valid", make: nearly_valid_world, compare: compare::world },
    Sort { name: "slanted", make: slanted_world, compare: compare::slanted },
];

/// A number from the environment, or what holds without it.
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number of worlds"))
}

/// Compares; a panic of the core is a mismatch too.
fn compare(sort: &Sort, records: &Records, asked: &Questions, census: &mut Census) -> Result<(), Mismatch> {
    catch_unwind(AssertUnwindSafe(|| (sort.compare)(records, asked, census))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Mismatch { topic: "panic".into(), text: text.unwrap_or_default() })
    })
}

/// The rows of a world, one a line.
fn print(records: &Records) -> String {
    let mut text = String::new();
    let mut list = |name: &str, rows: Vec<String>| {
        for (number, row) in rows.iter().enumerate() {
            text.push_str(&format!("{name}[{number}] {row}\n"));
        }
    };
    macro_rules! lists {
        ($($name:literal: $list:expr),* $(,)?) => {
            $(list($name, $list.iter().map(|row| format!("{row:?}")).collect());)*
        };
    }
    let scheme = &records.scheme;
    lists!(
        "levels": scheme.levels, "roles": scheme.roles, "functions": scheme.functions, "kinds": scheme.kinds,
        "affiliations": scheme.affiliations, "categories": scheme.categories, "duties": scheme.duties,
        "admission": scheme.admission, "policies": scheme.policies, "reports": scheme.reports,
        "programmes": scheme.programmes, "campaigns": scheme.campaigns, "calendar": [&scheme.calendar],
        "contact_required": [scheme.contact_required], "units": records.units, "departments": records.departments,
        "households": records.households, "sites": records.sites, "people": records.people,
        "appointments": records.appointments, "absences": records.absences, "pairings": records.pairings,
        "pairRules": records.pair_rules,
    );
    text
}

#[test]
fn the_core_answers_as_the_reference_model_does() {
    let (first, count) = (number("WANGGE_SEED", 0), number("WANGGE_WORLDS", 20_000));
    println!("worlds {first} to {}", first + count);
    let next = AtomicU64::new(first);
    let census = Mutex::new(counting::census());
    // The least seed of each sort and topic.
    let found: Mutex<BTreeMap<(usize, String), (u64, usize)>> = Mutex::default();
    let work = || {
        let mut own = counting::census();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count {
                break;
            }
            for (number, sort) in SORTS.iter().enumerate() {
                let records = (sort.make)(seed);
                if let Err(mismatch) = compare(sort, &records, &questions(seed, &records), &mut own) {
                    let mut found = found.lock().unwrap();
                    let entry = found.entry((number, mismatch.topic)).or_insert((seed, 0));
                    *entry = (seed.min(entry.0), entry.1 + 1);
                }
            }
        }
        census.lock().unwrap().merge(&own);
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
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
    let census = census.into_inner().unwrap();
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
