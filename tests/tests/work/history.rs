//! One log: entry by entry, told to both, and looked at after each.

use jiff::{SignedDuration, Timestamp};
use wangge::{
    Work,
    work::{Act, Entry, Refusals, Told},
};
use wangge_tests::{
    generate::{
        Census, Dice,
        work::{self, county},
    },
    naive::{Log, parse_date},
    twin::{Mismatch, print, same},
};

use crate::{campaigns, cases, county::start, numbers, reorganised, reporting};

/// Ten to sixty entries.
pub fn history(seed: u64, census: &mut Census) -> Result<(), Mismatch> {
    let county = county(seed);
    let (mut work, mut log) = start(&county)?;
    let mut dice = Dice::new(seed ^ 0x10_6B00);
    let world = || print(county.last());
    let flavour = work::flavour(&mut dice);
    // Now and then nobody asks for notices until the end.
    let polls = dice.chance(70);
    for _ in 0..dice.between(10, 60) {
        if polls && dice.chance(12) {
            let now = work::poll(&mut dice, &log);
            // Given out here, or by somebody else, as the log says.
            let given = if dice.chance(70) {
                cases::polled(&mut work, &mut log, now, census)
            } else {
                take(&mut work, &mut log, &Entry::Told(Told { until: now }), census)
            };
            given.map_err(|wrong| told(wrong, &log, &world()))?;
        }
        if dice.chance(8) {
            let batch = batch(&mut dice, &log, flavour);
            all_or_none(&mut work, &mut log, &batch, census).map_err(|wrong| told(wrong, &log, &world()))?;
        }
        let entry = work::entry(&mut dice, &log, flavour);
        take(&mut work, &mut log, &entry, census).map_err(|wrong| told(wrong, &log, &world()))?;
    }
    let end = ends(&log).unwrap_or_else(|| log.world.midnight(parse_date("2026-01-10").unwrap()));
    let mut all = |work: &mut Work, log: &mut Log, census: &mut Census| {
        let dice = &mut dice;
        cases::all(work, log, dice, census)?;
        reporting::reporting(work, log, dice, census)?;
        numbers::numbers(work, log, dice, census)?;
        campaigns::coverage(work, log, dice, census)?;
        campaigns::visits(work, log, dice, census)?;
        campaigns::files(work, log, dice, census)?;
        reorganised::reorganised(&county, log, census)?;
        reorganised::replayed(&county, work, log, census)?;
        cases::polled(work, log, end + SignedDuration::from_hours(24 * 60), census)?;
        cases::polled_once(work, log)
    };
    let answer = all(&mut work, &mut log, census);
    answer.map_err(|wrong| told(wrong, &log, &world()))
}

/// A few entries, of which the later ones mostly know the earlier ones.
fn batch(dice: &mut Dice, log: &Log, flavour: work::Flavour) -> Vec<Entry> {
    let mut ahead = log.clone();
    let mut batch = Vec::new();
    for _ in 0..dice.between(1, 5) {
        let until = work::poll(dice, &ahead);
        let entry = match dice.chance(10) {
            true => Entry::Told(Told { until }),
            false => work::entry(dice, &ahead, flavour),
        };
        _ = ahead.record(&entry);
        batch.push(entry);
    }
    batch
}

/// Several entries, taken by both, or none of them by either.
fn all_or_none(work: &mut Work, log: &mut Log, batch: &[Entry], census: &mut Census) -> Result<(), Mismatch> {
    let mut after = log.clone();
    let tries = batch.iter().zip(0..).map(|(entry, place)| (place, after.record(entry)));
    let naive: Vec<(usize, &str)> = tries.filter_map(|(place, taken)| Some((place, taken.err()?))).collect();
    let refused = |refusals: Refusals| {
        let all = refusals.as_slice().iter();
        all.map(|refusal| (refusal.entry, refusal.error.code().as_str())).collect::<Vec<_>>()
    };
    let core = work.record_all(batch).map_or_else(refused, |()| Vec::new());
    census.count(if naive.is_empty() { "all of several" } else { "none of several" });
    if naive.is_empty() {
        *log = after;
    }
    same("several entries", || format!("{batch:?}"), core, naive)
}

/// The last instant at which something was done.
fn ends(log: &Log) -> Option<Timestamp> {
    let instant = |entry: &Entry| match entry {
        Entry::Matter(matter) => Some(matter.at),
        Entry::Event(event) => Some(event.at),
        Entry::Filing(filing) => Some(filing.at),
        Entry::Done(done) => Some(done.at),
        Entry::Campaign(_) | Entry::Told(_) => None,
    };
    log.entries.iter().filter_map(instant).chain(log.polled).max()
}

/// What differs, after which entries, in which county.
fn told(wrong: Mismatch, log: &Log, world: &str) -> Mismatch {
    let entries: Vec<String> = log.entries.iter().map(|entry| format!("{entry:?}")).collect();
    Mismatch { topic: wrong.topic, text: format!("{world}\n{}\n\n{}", entries.join("\n"), wrong.text) }
}

/// An entry, taken by both or refused by both.
fn take(work: &mut Work, log: &mut Log, entry: &Entry, census: &mut Census) -> Result<(), Mismatch> {
    let core = work.record(entry).map_err(|error| error.code().as_str());
    let naive = log.record(entry);
    let name = match entry {
        Entry::Matter(_) => "a matter".to_owned(),
        Entry::Event(event) => format!("event {}", event.act.as_str()),
        Entry::Filing(_) => "a filing".to_owned(),
        Entry::Campaign(_) => "a campaign".to_owned(),
        Entry::Done(_) => "an action done".to_owned(),
        Entry::Told(_) => "a mark".to_owned(),
    };
    census.count(naive.err().unwrap_or(&name));
    same(&format!("taken or refused: {name}"), || format!("{entry:?}"), core, naive)?;
    match entry {
        Entry::Matter(matter) if naive.is_ok() => cases::looked_at(work, log, &matter.id, matter.at, census),
        // After a refusal all is as it was.
        Entry::Event(event) if log.matter(&event.matter).is_some() => {
            if let (Ok(()), Act::Returned { reason, to, .. }) = (naive, &event.act) {
                census.count(reason.as_str());
                census.count(if to.is_some() { "returned to somebody" } else { "returned" });
            }
            cases::looked_at(work, log, &event.matter, event.at, census)
        }
        _ => Ok(()),
    }
}
