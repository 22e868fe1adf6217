//! May somebody do something with a household? Cedar, a graph of an afternoon and wangge, on a county of 200,000
//! households: `cargo run --release`, which `cargo xtask bench` does.
//!
//! They take turns in one run on one thread, as in `../lookup`, whose parts are used here, and answer the same before they
//! are timed. Cedar is told beforehand which units each person's present posts reach, for each action, and who cares for
//! each household, so that it decides by what it is made for: entities in a hierarchy.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench: what is wrong stops it"
)]

#[path = "../../lookup/access.rs"]
mod access;
#[path = "../../lookup/afternoon.rs"]
#[expect(dead_code, reason = "the lookups use the rest")]
mod afternoon;
#[path = "../../lookup/answer.rs"]
mod answer;
#[path = "../../lookup/calendar.rs"]
mod calendar;
mod cedar;
#[path = "../../lookup/climb.rs"]
mod climb;
#[path = "../../lookup/heap.rs"]
mod heap;
#[path = "../../lookup/measure.rs"]
#[expect(dead_code, reason = "the lookups use the rest")]
mod measure;
#[path = "../../lookup/ours.rs"]
#[expect(dead_code, reason = "the lookups use the rest")]
mod ours;
#[path = "../../lookup/random.rs"]
#[expect(dead_code, reason = "the lookups use the rest")]
mod random;
#[path = "../../lookup/since.rs"]
mod since;

use jiff::civil::{Date, date};
use wangge::Registry;
use wangge_sample::Sample;

use crate::afternoon::Afternoon;
use crate::cedar::Cedar;
use crate::measure::{Contender, Race};

#[global_allocator]
static HEAP: heap::Counting = heap::Counting;

const DATE: Date = date(2026, 9, 21);

fn main() {
    let records = Sample::cili().records();
    let afternoon = Afternoon::load(&records, DATE);
    let directory = Registry::build(records.clone()).unwrap_or_else(|faults| panic!("{faults}")).as_of(DATE);
    let before = heap::live();
    let homes = records.people.iter().filter_map(|row| Some((row.id.as_str(), row.home.as_deref()?))).collect();
    let cedar = Cedar::new(&directory, &homes);
    let bytes = (heap::live() - before) as f64 / records.households.len() as f64;
    println!("{} households; Cedar keeps {bytes:.0} bytes a household", records.households.len());
    let wishes = access::wishes(&directory, &records);
    access::check(&directory, &afternoon, &wishes);
    for wish in &wishes {
        let ours = directory.may(&wish.person, wish.action, &wish.household).unwrap().is_granted();
        let theirs = cedar.may(&wish.person, wish.action.as_str(), &wish.household);
        assert_eq!(ours, theirs, "{} {:?} {}", wish.person, wish.action, wish.household);
    }
    println!("Cedar answers the same\n");
    let mut contenders = vec![Contender::new("Cedar", |i| {
        let wish = &wishes[i % wishes.len()];
        usize::from(cedar.may(&wish.person, wish.action.as_str(), &wish.household))
    })];
    contenders.extend(access::contenders(&directory, &afternoon, &wishes));
    Race { title: "may by string id", unit: "call", units: 1.0, questions: wishes.len(), contenders }.run();
}
