//! M5: "after a split, merge or move every household, post, pairing and count is in exactly one place, and totals come
//! out under the old and the new boundaries". T5: history is kept.

use std::collections::BTreeSet;

use jiff::civil::Date;
use wangge::{
    Directory, Registry,
    change::{Change, Merge, Move, Split},
};
use wangge_tests::{
    generate::Census,
    naive::{Seat, parse_date},
    twin::convert,
};

type Wrong = Result<(), String>;

fn expect(holds: bool, wrong: impl FnOnce() -> String) -> Wrong {
    if holds { Ok(()) } else { Err(wrong()) }
}

/// One reorganisation that was done, on every one of the days.
///
/// # Errors
/// What was lost, or is in two places.
pub fn check(
    before: &Registry,
    after: &Registry,
    change: &Change,
    days: &BTreeSet<Date>,
    census: &mut Census,
) -> Wrong {
    let (Change::MoveUnit(Move { on, .. })
    | Change::MoveHousehold(Move { on, .. })
    | Change::MoveSite(Move { on, .. })
    | Change::SplitUnit(Split { on, .. })
    | Change::MergeUnits(Merge { on, .. })) = change
    else {
        return Ok(());
    };
    let first = parse_date(on).expect("it was done");
    for day in days {
        let [old, new] = [before, after].map(|registry| registry.as_of(*day));
        conserved(&old, &new)?;
        if *day < first {
            let same = convert::branches(&old) == convert::branches(&new) && posts(&old) == posts(&new);
            expect(same, || format!("{day} is before the change, and another day now"))?;
            continue;
        }
        match change {
            Change::SplitUnit(split) => divided(&old, &new, split, census)?,
            Change::MergeUnits(merge) => joined(&old, &new, merge, census)?,
            _ => expect(posts(&old) == posts(&new), || format!("{day}: posts move with nobody"))?,
        }
    }
    let (eve, day) = (after.as_of(first.yesterday().expect("a day of the time line")), after.as_of(first));
    match change {
        Change::MoveHousehold(Move { id, to, .. }) => {
            let unit = |directory: &Directory| directory.household(id).map(|row| row.unit().id().to_owned()).ok();
            let there = unit(&day).is_some_and(|unit| unit == *to);
            expect(there && unit(&eve) == unit(&before.as_of(eve.date())), || "T4: the day of the move".into())
        }
        Change::MoveUnit(Move { id, to, .. }) => {
            let there = |row: wangge::Unit<'_>| row.parent().is_some_and(|parent| parent.id() == to);
            expect(day.unit(id).is_ok_and(there), || "T4: the unit is there on the day of the move".into())?;
            expect(under(&before.as_of(first), id) == under(&day, id), || "what is under a unit moves with it".into())
        }
        _ => Ok(()),
    }
}

/// Households, people, pairings and counts, each once, the same as without the change.
fn conserved(old: &Directory, new: &Directory) -> Wrong {
    let day = new.date();
    let households = |directory: &Directory| -> BTreeSet<(String, u32)> {
        directory.households().map(|row| (row.id().to_owned(), row.residents())).collect()
    };
    expect(households(old) == households(new), || format!("{day}: other households, or other residents"))?;
    let listed: Vec<&str> = new.units().flat_map(|unit| unit.households()).map(|row| row.id()).collect();
    let distinct: BTreeSet<&str> = listed.iter().copied().collect();
    expect((listed.len(), distinct.len()) == (new.households().count(), new.households().count()), || {
        format!("{day}: a household is in no unit, or in two")
    })?;
    let tops: usize = new.units().filter(|unit| unit.parent().is_none()).map(|unit| unit.household_count()).sum();
    expect(tops == listed.len(), || format!("{day}: {tops} households under the top, {} in all", listed.len()))?;
    let sites = |directory: &Directory| -> BTreeSet<String> {
        directory.units().flat_map(|unit| unit.sites()).map(|row| row.id().to_owned()).collect()
    };
    expect(sites(old) == sites(new), || format!("{day}: other sites"))?;
    expect(pairings(old) == pairings(new), || format!("{day}: other pairings"))
}

/// Person, programme and household of each pairing.
fn pairings(directory: &Directory) -> Vec<(String, String, String)> {
    let mut list = Vec::new();
    for person in directory.people() {
        let duties = convert::duties_of(directory, person.id()).expect("the person is there");
        list.extend(
            duties.pairings.into_iter().map(|(programme, household)| (person.id().to_owned(), programme, household)),
        );
    }
    list
}

/// Person, unit, role and rank of each appointment to a role, in this order.
fn posts(directory: &Directory) -> Vec<(String, String, String, Option<u32>)> {
    let mut list = Vec::new();
    for person in directory.people() {
        let duties = convert::duties_of(directory, person.id()).expect("the person is there");
        for post in duties.posts {
            if let Seat::Role { unit, role } = post.seat {
                list.push((person.id().to_owned(), unit, role, post.deputy));
            }
        }
    }
    list.sort();
    list
}

/// The households under a unit, at any depth; none where it does not live.
fn under(directory: &Directory, unit: &str) -> BTreeSet<String> {
    let unit = directory.unit(unit).ok();
    let units = unit.into_iter().flat_map(|unit| unit.subtree());
    units.flat_map(|unit| unit.households()).map(|row| row.id().to_owned()).collect()
}

/// The old boundary is exactly the new ones together.
fn divided(old: &Directory, new: &Directory, split: &Split, census: &mut Census) -> Wrong {
    let day = new.date();
    census.count(if split.close { "divided, and closed" } else { "divided, and goes on" });
    let whole = under(old, &split.unit);
    let mut parts: Vec<String> = under(new, &split.unit).into_iter().collect();
    parts.extend(split.into.iter().flat_map(|part| under(new, &part.id)));
    expect(parts.len() == whole.len() && parts.into_iter().collect::<BTreeSet<_>>() == whole, || {
        format!("{day}: the parts are not the whole")
    })?;
    expect(!split.close || new.unit(&split.unit).is_err(), || format!("{day}: what was closed lives"))?;
    let taker = split.into.iter().find(|part| part.posts).map(|part| part.id.to_string());
    let mut expected = posts(old);
    let own = |post: &(String, String, String, Option<u32>)| post.1 == *split.unit;
    match &taker {
        Some(taker) => {
            if expected.iter().any(own) {
                census.count("divided, and its posts turned over");
            }
            expected.iter_mut().filter(|post| own(post)).for_each(|post| post.1.clone_from(taker));
        }
        None if split.close => expected.retain(|post| !own(post)),
        None => {}
    }
    expected.sort();
    let found = posts(new);
    expect(found == expected, || format!("{day}: posts {found:?}, expected {expected:?}"))
}

/// The new boundary is exactly the old ones together; whoever served one of them serves it.
fn joined(old: &Directory, new: &Directory, merge: &Merge, census: &mut Census) -> Wrong {
    let day = new.date();
    let units: BTreeSet<&str> = merge.units.iter().chain([&merge.into]).map(|id| id.as_str()).collect();
    let all: BTreeSet<String> = units.iter().flat_map(|unit| under(old, unit)).collect();
    expect(under(new, &merge.into) == all, || format!("{day}: the whole is not its parts"))?;
    let gone = |unit: &&str| **unit == *merge.into || new.unit(unit).is_err();
    expect(units.iter().all(gone), || format!("{day}: what was merged lives"))?;
    let post = |(person, unit, role, _): (String, String, String, Option<u32>)| {
        let unit = if units.contains(unit.as_str()) { merge.into.to_string() } else { unit };
        (person, unit, role)
    };
    let expected: Vec<_> = posts(old).into_iter().map(post).collect();
    let found: Vec<_> = posts(new).into_iter().map(|(person, unit, role, _)| (person, unit, role)).collect();
    let distinct: BTreeSet<_> = found.iter().cloned().collect();
    expect(found.len() == distinct.len(), || format!("{day}: somebody has a post twice"))?;
    if expected.len() > found.len() {
        census.count("merged, and a post was there already");
    }
    expect(distinct == expected.into_iter().collect(), || format!("{day}: other posts"))
}
