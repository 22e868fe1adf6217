//! Who gains and who loses which households (R8).

use std::collections::{BTreeMap, BTreeSet};

use super::PersonRow;
use super::candidate::{Candidates, PersonKey, Sides};
use crate::directory::Tables;
use crate::table::{NONE, cell};

pub(super) fn read(sides: &Sides<'_>, candidates: &Candidates) -> BTreeMap<PersonKey, PersonRow> {
    let mut people: BTreeMap<PersonKey, PersonRow> = BTreeMap::new();
    // Neighbours share their units, and so who reaches them by a post.
    let mut posts = ((NONE, NONE), BTreeSet::new(), BTreeSet::new());
    for candidate in &candidates.pairs {
        if posts.0 != candidate.units {
            let (before, after) = candidate.units;
            posts = (
                candidate.units,
                above(sides.before, before, |person| sides.person_before(person)),
                above(sides.after, after, PersonKey::Known),
            );
        }
        let (_, before, after) = &posts;
        let pair = candidate.pair;
        let was: BTreeSet<PersonKey> =
            sides.before.caretakers(pair.before).iter().map(|own| sides.person_before(own.person)).collect();
        let is: BTreeSet<PersonKey> =
            sides.after.caretakers(pair.after).iter().map(|own| PersonKey::Known(own.person)).collect();
        let reached = |person: &PersonKey| before.contains(person) || was.contains(person);
        let reaches = |person: &PersonKey| after.contains(person) || is.contains(person);
        for person in after.union(&is).filter(|person| !reached(person)) {
            people.entry(*person).or_default().gains.push(pair);
        }
        for person in before.union(&was).filter(|person| !reaches(person)) {
            people.entry(*person).or_default().loses.push(pair);
        }
    }
    people
}

/// Everybody with a post in a unit or above it.
fn above(tables: &Tables, mut unit: u32, key: impl Fn(u32) -> PersonKey) -> BTreeSet<PersonKey> {
    let mut people = BTreeSet::new();
    while unit != NONE {
        let seats = tables.seats.row(unit).iter();
        people.extend(seats.flat_map(|seat| seat.people(&tables.seated)).map(|own| key(own.person)));
        unit = cell(&tables.parent, unit, NONE);
    }
    people
}
