//! What a change does, as the core and as the reference model see it (M4); and directories that are refreshed.

use std::collections::BTreeSet;

use jiff::civil::Date;
use wangge::{
    Directory, Household, Impact, Person, Records, Registry,
    change::{Change, Receipt, Transaction},
};
use wangge_tests::{
    generate::Census,
    naive::{self, World},
    twin::{Mismatch, convert, print, same},
};

use crate::days::days;

/// What a transaction did, on some of the days on which anything begins or ends.
pub fn of(
    registries: (&Registry, &Registry),
    records: (&Records, &Records),
    transaction: &Transaction,
    census: &mut Census,
) -> Result<(), Mismatch> {
    let days = days(records.1);
    let text = || format!("{}{}", print(records.0), serde_json::to_string_pretty(transaction).unwrap());
    for day in days.iter().step_by(1 + days.len() / 3) {
        on(registries, records, *day, census, text)?;
    }
    match (days.first(), days.last()) {
        (Some(first), Some(last)) => between_dates(registries.1, records.1, (*first, *last), text),
        _ => Ok(()),
    }
}

/// Before the first day that a receipt tells nothing is another; a correction or a scheme may concern every day.
pub fn since(
    (before, after): (&Registry, &Registry),
    receipt: &Receipt,
    transaction: &Transaction,
) -> Result<(), Mismatch> {
    let is_of_days = |change: &Change| !matches!(change, Change::Correct(_) | Change::ReplaceScheme(_));
    let Some(since) = receipt.since().filter(|_| transaction.changes.iter().all(is_of_days)) else { return Ok(()) };
    let day = since.yesterday().unwrap();
    let impact = Impact::between(&before.as_of(day), &after.as_of(day));
    let gaps = impact.gaps();
    let nothing = impact.is_empty() && gaps.opened().is_empty() && gaps.closed().is_empty();
    same("the day before", || format!("{transaction:#?}\nis the same before {since}?"), nothing, true)
}

/// The county before and after a transaction, on one date.
fn on(
    (before, after): (&Registry, &Registry),
    (old, new): (&Records, &Records),
    date: Date,
    census: &mut Census,
    text: impl Fn() -> String,
) -> Result<(), Mismatch> {
    let day = || format!("{}\non {date}", text());
    let (then, compiled) = (before.as_of(date), after.as_of(date));
    let refreshed = after.refresh(&then);
    same("a refreshed directory", day, refreshed == compiled, true)?;
    let back = before.refresh(&refreshed);
    same("a directory that is refreshed back", day, back == then, true)?;
    let expected = naive::impact((&World::new(old), date), (&World::new(new), date));
    // Directories of one compilation are compared by what was replaced, others as a whole: both are right.
    same("the impact", day, told(&Impact::between(&then, &refreshed)), expected.clone())?;
    same("the impact of two compilations", day, told(&Impact::between(&then, &compiled)), expected.clone())?;
    same("the impact of nothing", day, told(&Impact::between(&refreshed, &compiled)), naive::Impact::default())?;
    let seen = [
        ("a household is placed", expected.placed.is_empty()),
        ("an answer changes", expected.answers.is_empty()),
        ("somebody gains a household", expected.gains.is_empty()),
        ("somebody loses a household", expected.loses.is_empty()),
        ("a gap opens", expected.opened.is_empty()),
        ("a gap closes", expected.closed.is_empty()),
    ];
    seen.iter().filter(|(_, is_empty)| !is_empty).for_each(|(name, _)| census.count(name));
    Ok(())
}

fn told(impact: &Impact) -> naive::Impact {
    let id = |household: Household<'_>| household.id().to_owned();
    let ids = |people: &mut dyn Iterator<Item = Person<'_>>| people.map(|person| person.id().to_owned()).collect();
    let unit = |unit: Option<wangge::Unit<'_>>| unit.map(|unit| unit.id().to_owned());
    let mut told = naive::Impact::default();
    for placement in impact.placed() {
        told.placed.insert((id(placement.household()), unit(placement.from()), unit(placement.to())));
    }
    let mut concerned = BTreeSet::new();
    for shift in impact.shifts() {
        let (old, new): (Vec<String>, Vec<String>) = (ids(&mut shift.before()), ids(&mut shift.after()));
        for household in shift.households() {
            concerned.insert(id(household));
            for kind in shift.kinds() {
                let entry = (id(household), kind.id().to_owned(), old.clone(), new.clone());
                assert!(told.answers.insert(entry), "a household is in two shifts for one kind");
            }
        }
    }
    let listed: Vec<String> = impact.answerable_households().map(id).collect();
    assert_eq!(listed.len(), concerned.len());
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), concerned);
    for change in impact.people() {
        let person = change.person().id().to_owned();
        told.gains.extend(change.gains().map(|household| (person.clone(), id(household))));
        told.loses.extend(change.loses().map(|household| (person.clone(), id(household))));
    }
    let gaps = impact.gaps();
    let gap = |finding: naive::Finding| [vec![finding.code.to_owned()], finding.subject].concat();
    told.opened = convert::gaps(gaps.opened()).into_iter().map(|own| gap(own.finding)).collect();
    told.closed = convert::gaps(gaps.closed()).into_iter().map(|own| gap(own.finding)).collect();
    told
}

/// Two dates of one county are compared alike.
fn between_dates(
    registry: &Registry,
    records: &Records,
    (from, to): (Date, Date),
    text: impl Fn() -> String,
) -> Result<(), Mismatch> {
    let world = World::new(records);
    let (from_day, to_day): (Directory, Directory) = (registry.as_of(from), registry.as_of(to));
    let told = told(&Impact::between(&from_day, &to_day));
    same("the impact of days", || format!("{}\n{from} {to}", text()), told, naive::impact((&world, from), (&world, to)))
}
