//! Many worlds, on all processors, each by its number.

use std::{
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use wangge::Records;

use super::Mismatch;
use crate::generate::Census;

/// A number from the environment, or what holds without it.
pub fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number of worlds"))
}

/// Does something for every seed, and adds up what was reached.
pub fn side_by_side(seeds: Range<u64>, census: fn() -> Census, one: impl Fn(u64, &mut Census) + Sync) -> Census {
    let next = AtomicU64::new(seeds.start);
    let all = Mutex::new(census());
    let work = || {
        let mut own = census();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                break;
            }
            one(seed, &mut own);
        }
        all.lock().unwrap().merge(&own);
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    all.into_inner().unwrap()
}

/// A panic of the core is a mismatch too.
///
/// # Errors
/// What differs.
pub fn caught(compare: impl FnOnce() -> Result<(), Mismatch>) -> Result<(), Mismatch> {
    catch_unwind(AssertUnwindSafe(compare)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Mismatch { topic: "panic".into(), text: text.unwrap_or_default() })
    })
}

/// The rows of a world, one a line.
pub fn print(records: &Records) -> String {
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
