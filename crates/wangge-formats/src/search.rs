//! Finding things by what people call them.
//!
//! Every word of the text must occur in the name, label, code or id of a thing, or in a unit above it; a word that does
//! not occur may do so in parts: `第三网格17户`. A number means itself: `17` finds `3组017号` before `3组170号`. Letters
//! are compared without case, full-width forms as plain ones, Chinese numerals as digits.

mod numerals;
mod words;

use wangge::{Directory, Unit};

use self::words::{Rank, Text, Words, folded};
use crate::answer::{EntityView, MatchView, MatchesView, path_to};

/// What people call households, sites, departments and people, whatever their names are.
const HOUSEHOLD: [&str; 6] = ["户", "号", "家", "household", "house", "hh."];
const SITE: [&str; 4] = ["场所", "地点", "site", "place"];
const DEPARTMENT: [&str; 2] = ["部门", "department"];
const PERSON: [&str; 2] = ["人", "person"];

/// What was found, as far as it is needed to sort it.
struct Found<'d> {
    rank: Rank,
    kind: EntityView,
    id: &'d str,
    name: &'d str,
    unit: Option<Unit<'d>>,
}

/// The best matches, and how many more there are.
pub(crate) fn search<'d>(directory: &'d Directory, text: &str, at_most: usize) -> MatchesView<'d> {
    let words = Words::new(text);
    if words.is_empty() {
        return MatchesView { matches: Vec::new(), more: 0 };
    }
    let above = above(directory, &words);
    let [households, sites, departments, people] = [&HOUSEHOLD[..], &SITE, &DEPARTMENT, &PERSON].map(sorts);
    let over = |unit: Option<Unit<'_>>| unit.and_then(|unit| above.get(unit.number())).copied().unwrap_or(0);
    let mut found: Vec<Found<'d>> = Vec::new();
    let mut add = |kind, id, name, sorts: &[String], code: &str, unit: Option<Unit<'d>>, over: u32| {
        let rank = words.rank(&Text::new(name, sorts), id, code, over);
        found.extend(rank.map(|rank| Found { rank, kind, id, name, unit }));
    };
    for unit in directory.units() {
        let (code, sorts) = (unit.code().unwrap_or_default(), sorts_of(unit));
        add(EntityView::Unit, unit.id(), unit.name(), &sorts, code, Some(unit), over(unit.parent()));
    }
    for person in directory.people() {
        let unit = person.unit();
        add(EntityView::Person, person.id(), person.name(), &people, "", unit, over(unit));
    }
    for household in directory.households() {
        let unit = Some(household.unit());
        add(EntityView::Household, household.id(), household.label(), &households, "", unit, over(unit));
    }
    for site in directory.sites() {
        let unit = Some(site.unit());
        add(EntityView::Site, site.id(), site.name(), &sites, "", unit, over(unit));
    }
    for department in directory.departments() {
        let unit = Some(department.unit());
        add(EntityView::Department, department.id(), department.name(), &departments, "", unit, over(unit));
    }
    // Stable: of the same rank, units before people before households, each in the order of the directory.
    found.sort_by_key(|own| own.rank);
    let more = found.len().saturating_sub(at_most);
    let matches = found.into_iter().take(at_most).map(|Found { kind, id, name, unit, .. }| MatchView {
        kind,
        id,
        name,
        path: unit.map(path_to).unwrap_or_default(),
    });
    MatchesView { matches: matches.collect(), more }
}

fn sorts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| folded(name)).collect()
}

/// What units of its level are called.
fn sorts_of(unit: Unit<'_>) -> Vec<String> {
    let name = unit.level().name();
    sorts(&[&name.zh, &name.en])
}

/// For each unit, by number, which words it or a unit above it has in its name or level: a bit each.
fn above(directory: &Directory, words: &Words) -> Vec<u32> {
    let mut above: Vec<u32> = Vec::with_capacity(directory.units().len());
    for unit in directory.units() {
        let inherited = unit.parent().and_then(|parent| above.get(parent.number()).copied()).unwrap_or(0);
        above.push(inherited | words.bits(&Text::new(unit.name(), &sorts_of(unit))));
    }
    above
}
