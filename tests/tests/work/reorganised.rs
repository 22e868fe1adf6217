//! M5: a reorganisation leaves every open matter in exactly one place, whichever boundaries are asked for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date};
use wangge::{
    Period, Registry, Work,
    change::{Change, Merge, Move, Split},
    work::{Boundaries, Entry, Figure, WorkQuery},
};
use wangge_tests::{
    generate::{Census, work::County},
    naive::{Log, World, parse_date},
    twin::{Mismatch, same},
};

use crate::{
    county::{mismatch, registries},
    numbers::wrong,
};

/// What was done before the day of each transaction, held against the county without and with it.
///
/// # Errors
/// What was lost, or is in two places.
pub fn reorganised(county: &County, log: &Log, census: &mut Census) -> Result<(), Mismatch> {
    let registries = registries(county)?;
    for (number, transaction) in county.transactions.iter().enumerate() {
        let Some(on) = transaction.changes.first().and_then(first_day) else { continue };
        let world = World::new(&county.stages[number + 1]);
        let eve = world.midnight(on) - SignedDuration::from_nanos(1);
        // Those that the county before the change takes.
        let mut before = Log::new(World::new(&county.stages[number]));
        for entry in log.entries.iter().filter(|entry| instant(entry).is_some_and(|at| at <= eve)) {
            _ = before.record(entry);
        }
        let [old, new] = [&registries[number], &registries[number + 1]].map(|registry| held(registry, &before));
        let (old, new) = (old?, new?);
        let open = |work: &Work, known: Timestamp, boundaries: Boundaries| open(work, known, boundaries);
        let then = open(&old, eve, Boundaries::AsItWas)?;
        let day = world.midnight(on);
        for boundaries in [Boundaries::AsItWas, Boundaries::On(on), Boundaries::On(on.yesterday().unwrap())] {
            let now = open(&new, eve, boundaries)?;
            let question = || format!("{boundaries:?} before and after {transaction:?}");
            let ids = |places: &BTreeMap<String, Option<String>>| places.keys().cloned().collect::<BTreeSet<_>>();
            same("M5: the same matters are open", question, ids(&now), ids(&then))?;
        }
        if !then.is_empty() {
            census.count("open at a reorganisation");
        }
        // On the day itself the clock may bring something, for both the same unless somebody else is asked.
        let counted = open(&new, day, Boundaries::On(on))?;
        let known: BTreeSet<String> = new
            .cases()
            .filter(|case| case.at(day).is_some_and(|at| at.state().is_open()))
            .map(|case| case.id().to_owned())
            .collect();
        same("M5: each open matter is counted", String::new, counted.keys().cloned().collect(), known)?;
    }
    Ok(())
}

/// A log read again: against its own county all of it fits; against the county as it was before it was reorganised, what
/// was done stays (M5), but for what names something that is not there at all.
///
/// # Errors
/// What was lost.
pub fn replayed(county: &County, work: &Work, log: &Log, census: &mut Census) -> Result<(), Mismatch> {
    let (again, refused) = Work::replay(work.registry(), log.entries.iter().cloned());
    same("a log read again", String::new, refused.as_slice().len(), 0)?;
    let standing = |work: &Work| {
        let all = work.cases().map(|case| case.at(Timestamp::MAX).map(|at| (case.id().to_owned(), at.state())));
        all.collect::<Vec<_>>()
    };
    same("a log read again: the cases", String::new, standing(&again), standing(work))?;
    census.count("a log that fits");
    let registries = registries(county)?;
    let (before, refused) = Work::replay(&registries[0], log.entries.iter().cloned());
    let left_out = refused.as_slice().iter().filter(|refusal| !refusal.is_taken);
    let (lost, other): (Vec<_>, Vec<_>) =
        left_out.partition(|refusal| matches!(log.entries[refusal.entry], Entry::Matter(_)));
    for refusal in refused.as_slice() {
        census.count(if refusal.is_taken { "taken though it does not fit" } else { "left out" });
    }
    // What is known by id is never lost.
    let is_gone = |code: &str| code.ends_with(".unknown") || code == "case.not-allowed" || code.starts_with("report.");
    for refusal in lost.iter().chain(&other) {
        let code = refusal.error.code().as_str();
        if !is_gone(code) {
            let text = format!("{:?} is left out for {code}", log.entries[refusal.entry]);
            return Err(mismatch("a log read again", text));
        }
    }
    same("a log read again: matters", String::new, before.cases().len() + lost.len(), work.cases().len())
}

fn first_day(change: &Change) -> Option<Date> {
    match change {
        Change::MoveUnit(Move { on, .. })
        | Change::MoveHousehold(Move { on, .. })
        | Change::MoveSite(Move { on, .. })
        | Change::SplitUnit(Split { on, .. })
        | Change::MergeUnits(Merge { on, .. }) => parse_date(on),
        _ => None,
    }
}

fn instant(entry: &Entry) -> Option<Timestamp> {
    match entry {
        Entry::Matter(matter) => Some(matter.at),
        Entry::Event(event) => Some(event.at),
        _ => None,
    }
}

/// The log, which every registry takes that is the same up to its last instant.
fn held(registry: &Registry, log: &Log) -> Result<Work, Mismatch> {
    Work::build(registry, log.entries.iter().cloned())
        .map_err(|refusals| Mismatch { topic: "M5: what was done stays".into(), text: refusals.to_string() })
}

/// The open matters, each with the one innermost unit that counts it; none where it is unplaced.
fn open(work: &Work, known: Timestamp, boundaries: Boundaries) -> Result<BTreeMap<String, Option<String>>, Mismatch> {
    let period = Period::new(parse_date("2000-01-01").unwrap(), None).unwrap();
    let query = WorkQuery { period, known_at: known, boundaries };
    let whole = work.report(None, &query).map_err(|error| wrong(&error))?;
    let mut places: BTreeMap<String, Option<String>> = BTreeMap::new();
    let unplaced: BTreeSet<&str> = whole.unplaced().map(|case| case.id()).collect();
    for case in whole.matters(Figure::Open) {
        if unplaced.contains(case.id()) {
            places.insert(case.id().to_owned(), None);
        }
    }
    // Down from the top: of the matters of a unit, those that are in none of its parts are directly in it.
    let mut units: Vec<String> = whole.parts().filter_map(|(id, _)| id.map(str::to_owned)).collect();
    while let Some(unit) = units.pop() {
        let report = work.report(Some(&unit), &query).map_err(|error| wrong(&error))?;
        let mut own: BTreeSet<String> = report.matters(Figure::Open).map(|case| case.id().to_owned()).collect();
        for (id, _) in report.parts() {
            let Some(id) = id else { continue };
            let part = work.report(Some(id), &query).map_err(|error| wrong(&error))?;
            for case in part.matters(Figure::Open) {
                // As it was, a unit may count matters of days on which it stood elsewhere.
                own.remove(case.id());
            }
            units.push(id.to_owned());
        }
        for id in own {
            let earlier = places.insert(id.clone(), Some(unit.clone()));
            let twice = earlier.filter(|earlier| earlier.as_ref() != Some(&unit));
            same("M5: in one place", || format!("{id} in {unit}, {boundaries:?}"), twice, None)?;
        }
    }
    let listed: BTreeSet<String> = whole.matters(Figure::Open).map(|case| case.id().to_owned()).collect();
    same("M5: every open matter is somewhere", || format!("{boundaries:?}"), places.keys().cloned().collect(), listed)?;
    Ok(places)
}
