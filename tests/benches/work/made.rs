//! Cili with some boundaries that change in the year, and matters about its households.

use jiff::{Timestamp, ToSpan as _};
use wangge::change::{Change, Move, Transaction};
use wangge::record::Urgency;
use wangge::work::{Act, Channel, Entry, Event, Reported, Work};
use wangge::{Directory, Registry};
use wangge_sample::Sample;

/// A fixed stream of numbers (Steele, Lea and Flood 2014, `SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((u128::from(z ^ (z >> 31)) * n as u128) >> 64).unwrap()
    }
}

/// In spring and autumn some micro-grids go to another grid of their village.
pub fn county() -> Registry {
    let mut registry = Registry::build(Sample::cili().records()).unwrap();
    for (nth, on) in [(7, "2026-03-10"), (19, "2026-06-01"), (42, "2026-09-15")] {
        let directory = registry.as_of(on.parse().unwrap());
        let micro = directory.units().filter(|unit| unit.level().id() == "micro-grid").nth(nth * 100).unwrap();
        let grid = micro.parent().unwrap();
        let other = grid.parent().unwrap().children().find(|other| *other != grid && other.level() == grid.level());
        let Some(other) = other else { continue };
        let moved = Move { id: micro.id().into(), to: other.id().into(), on: on.into() };
        registry.apply(&Transaction::from(vec![Change::MoveUnit(moved)])).unwrap();
    }
    registry
}

const KINDS: [&str; 10] = [
    "neighbour-dispute",
    "family-dispute",
    "land-dispute",
    "drinking-water",
    "housing-safety",
    "medical-help",
    "waste",
    "road-safety",
    "forest-fire",
    "flood",
];

/// When the year ends, for the bench.
pub const NOW: &str = "2026-11-29T17:00:00+08:00";

/// So many matters, spread over households and the year; four of five are resolved, by who is asked first.
pub fn matters(work: &mut Work, directory: &Directory, count: usize, first: &str) {
    let households: Vec<&str> = directory.households().map(|household| household.id()).collect();
    let start: Timestamp = first.parse().unwrap();
    let minutes = usize::try_from(NOW.parse::<Timestamp>().unwrap().duration_since(start).as_mins()).unwrap();
    let mut dice = Dice(7);
    let mut made = 0;
    while made < count {
        let at = start + i64::try_from(dice.below(minutes)).unwrap().minutes();
        let kind = KINDS[dice.below(KINDS.len())];
        let urgency = if kind == "flood" || kind == "forest-fire" { Urgency::Emergency } else { Urgency::Routine };
        let id: smol_str::SmolStr = format!("m{made:07}").into();
        let subject = households[dice.below(households.len())].into();
        let matter = Reported {
            id: id.clone(),
            subject,
            kind: kind.into(),
            urgency,
            at,
            channel: Channel::Phone,
            recuse: Vec::new(),
        };
        if work.record(&Entry::Matter(matter)).is_err() {
            continue;
        }
        made += 1;
        let soon = at + i64::try_from(1 + dice.below(20)).unwrap().minutes();
        let asked = work.case(&id).unwrap().at(at).unwrap();
        let Some(by) = asked.asked().next().map(smol_str::SmolStr::new) else { continue };
        if dice.below(5) > 0 {
            work.record(&Entry::Event(Event { matter: id, at: soon, act: Act::Resolved { by } })).unwrap();
        }
    }
}
