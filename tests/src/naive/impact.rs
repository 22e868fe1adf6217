//! What differs between two counties on their dates (M4), household by household.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    duties::duties_of,
    findings::{Finding, findings},
    holder::Holder,
    responsibility::{Answerable, responsible},
    world::{World, on},
};

/// The answer of M4, by ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    /// Household, its unit before, its unit after.
    pub placed: BTreeSet<(String, Option<String>, Option<String>)>,
    /// Household and kind, with who was answerable and who is.
    pub answers: BTreeSet<(String, String, Vec<String>, Vec<String>)>,
    /// Person and household that is gained.
    pub gains: BTreeSet<(String, String)>,
    /// Person and household that is lost.
    pub loses: BTreeSet<(String, String)>,
    /// Gaps that open: code, then subject.
    pub opened: BTreeSet<Vec<String>>,
    /// Those that close.
    pub closed: BTreeSet<Vec<String>>,
}

/// M4: before and after.
pub fn impact(before: (&World, Date), after: (&World, Date)) -> Impact {
    let (was, is) = (units(before), units(after));
    let mut impact = Impact::default();
    for household in was.keys().chain(is.keys()) {
        let (from, to) = (was.get(household), is.get(household));
        if from != to {
            impact.placed.insert((household.clone(), from.cloned(), to.cloned()));
        }
        if from.is_none() || to.is_none() {
            continue;
        }
        let shared = before.0.scheme.kinds.iter().filter(|kind| after.0.kind(&kind.id).is_ok());
        for kind in shared {
            let (old, new) = (answer(before, household, &kind.id), answer(after, household, &kind.id));
            if old != new {
                impact.answers.insert((household.clone(), kind.id.to_string(), old, new));
            }
        }
    }
    let (old, new) = (reached(before), reached(after));
    impact.gains = new.difference(&old).cloned().collect();
    impact.loses = old.difference(&new).cloned().collect();
    let (old, new) = (gaps(before), gaps(after));
    impact.opened = new.difference(&old).cloned().collect();
    impact.closed = old.difference(&new).cloned().collect();
    impact
}

fn units((world, date): (&World, Date)) -> BTreeMap<String, String> {
    let here = world.households.iter().filter_map(|row| Some((row, on(date, &row.units)?)));
    here.map(|(row, unit)| (row.id.to_string(), world.units[unit].id.to_string())).collect()
}

/// "All of `Held`, or the one who acts; nobody, where nobody is answerable."
fn answer((world, date): (&World, Date), household: &str, kind: &str) -> Vec<String> {
    let chain = responsible(world, date, household, kind).unwrap();
    match chain.answerable {
        Answerable::Nobody { .. } => Vec::new(),
        Answerable::By { link, .. } => match link.holder {
            Holder::Held(persons) => persons,
            Holder::Acting { person, .. } => vec![person],
            Holder::Absent { .. } | Holder::Vacant { .. } => Vec::new(),
        },
    }
}

fn reached((world, date): (&World, Date)) -> BTreeSet<(String, String)> {
    let of = |person: &str| duties_of(world, date, person).unwrap().reach.households;
    let all =
        world.people.iter().flat_map(|row| of(&row.id).into_iter().map(|household| (row.id.to_string(), household)));
    all.collect()
}

fn gaps((world, date): (&World, Date)) -> BTreeSet<Vec<String>> {
    let identity = |finding: Finding| [vec![finding.code.to_owned()], finding.subject].concat();
    findings(world, date).into_iter().map(identity).collect()
}
