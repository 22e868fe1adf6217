//! Random work over random counties: what is done next is made up from what the reference model says is so now.
//!
//! Most entries are such as a county would write; some are wrong, in every way. Instants are often those at which
//! something turns: deadlines, midnights, and a nanosecond beside them.

use jiff::Timestamp;
use smol_str::{SmolStr, format_smolstr};
use wangge::work::Entry;

use super::Dice;
use crate::naive::Log;

mod campaign;
mod county;
mod event;
mod filing;
mod instant;
mod matter;

pub use county::{County, county};
pub use instant::turning;

/// What a log is mostly about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Matters and what becomes of them.
    Cases,
    /// Matters, and the reports that they appear in.
    Filings,
    /// Campaigns.
    Campaigns,
}

/// Mostly cases.
pub fn flavour(dice: &mut Dice) -> Flavour {
    match dice.below(10) {
        0 => Flavour::Filings,
        1 | 2 => Flavour::Campaigns,
        _ => Flavour::Cases,
    }
}

/// The entry that comes next.
pub fn entry(dice: &mut Dice, log: &Log, flavour: Flavour) -> Entry {
    // Of a hundred: matters, filings, campaigns, actions done; the others are events.
    let [matters, filings, campaigns, done] = match flavour {
        Flavour::Cases => [15, 3, 3, 6],
        Flavour::Filings => [25, 40, 1, 2],
        Flavour::Campaigns => [6, 3, 9, 60],
    };
    let throw = dice.below(100);
    let other = match throw {
        _ if throw < matters => None,
        _ if throw < matters + filings => filing::filing(dice, log).map(Entry::Filing),
        _ if throw < matters + filings + campaigns => campaign::campaign(dice, log).map(Entry::Campaign),
        _ if throw < matters + filings + campaigns + done => campaign::done(dice, log).map(Entry::Done),
        _ if log.matters().next().is_some() => Some(Entry::Event(event::event(dice, log))),
        _ => None,
    };
    other.unwrap_or_else(|| Entry::Matter(matter::matter(dice, log)))
}

/// An instant at which notices are asked for: somewhere after the last time, often when something turns.
pub fn poll(dice: &mut Dice, log: &Log) -> Timestamp {
    instant::later(dice, log, log.polled.unwrap_or_else(|| instant::begin(log)), None)
}

/// A new id of a matter or campaign, or now and then one that is there or is none.
fn new_id(dice: &mut Dice, prefix: &str, taken: &[SmolStr]) -> SmolStr {
    match dice.below(60) {
        0 => dice.pick(taken).cloned().unwrap_or_default(),
        1 => dice.one(&["", "two words", "a,b"]).into(),
        _ => format_smolstr!("{prefix}{}-{}", taken.len(), dice.below(90)),
    }
}

/// Mostly the id, now and then one that nobody has.
fn or_nobody(dice: &mut Dice, id: SmolStr) -> SmolStr {
    if dice.chance(1) { "no-one".into() } else { id }
}

/// Anybody.
fn anybody(dice: &mut Dice, log: &Log) -> SmolStr {
    let id = dice.pick(&log.world.people).map(|person| person.id.clone());
    or_nobody(dice, id.unwrap_or_default())
}

/// Mostly one of those, else anybody.
fn one_of(dice: &mut Dice, log: &Log, able: &[String], percent: usize) -> SmolStr {
    match dice.pick(able).cloned() {
        Some(id) if dice.chance(percent) => or_nobody(dice, id.into()),
        _ => anybody(dice, log),
    }
}
