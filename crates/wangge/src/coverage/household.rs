//! Households: in the innermost unit, with a caretaker, inside the scope; caretakers who may be, and not too many.

use super::Gaps;
use super::gap::{Detail, GapRow};
use crate::directory::{Seated, Tables};
use crate::table::{NONE, at, cell, indices};

pub(super) fn read(tables: &Tables, gaps: &mut Gaps) {
    let rules = tables.rules();
    for &household in tables.households.items() {
        let unit = tables.household_unit(household);
        if Some(cell(&tables.level, unit, NONE)) != rules.innermost {
            let detail = Detail::Unit(cell(&tables.unit_row, unit, NONE));
            gaps.add(GapRow::HouseholdNoInnermostUnit { household }, detail);
        }
        caretakers(tables, household, gaps);
    }
    loads(tables, gaps);
    places(tables, gaps);
}

fn caretakers(tables: &Tables, household: u32, gaps: &mut Gaps) {
    let rules = tables.rules();
    let pairs = tables.caretakers(household);
    let categories = tables.facts.households.categories.row(household);
    for (programme, record) in indices(rules.record.programmes.len()).zip(&rules.record.programmes) {
        let of = rules.programme_categories.row(programme);
        if !of.is_empty() && !of.iter().any(|category| categories.contains(category)) {
            continue;
        }
        let active = indices(pairs.iter().filter(|pair| pair.rank == programme).count()).end;
        if active < record.per_household {
            let gap = GapRow::HouseholdNoCaretaker { household, programme };
            gaps.add(gap, Detail::Missing(record.per_household - active));
        }
    }
    for &Seated { person, rank: programme, .. } in pairs {
        let at_home = tables.facts.persons.home.get(person, NONE) == household;
        if at_home || !is_eligible(tables, person, rules.programme_eligible.row(programme)) {
            gaps.add(GapRow::PairingIneligible { person, household, programme }, Detail::None);
        }
    }
}

/// Whether a person has one of the affiliations, if any are named.
pub(super) fn is_eligible(tables: &Tables, person: u32, affiliations: &[u32]) -> bool {
    let own = tables.facts.persons.affiliations.row(person);
    affiliations.is_empty() || affiliations.iter().any(|affiliation| own.contains(affiliation))
}

fn loads(tables: &Tables, gaps: &mut Gaps) {
    let mut pairs: Vec<(u32, u32)> = tables.placing.pairs().map(|pair| (pair.person, pair.rank)).collect();
    pairs.sort_unstable();
    for same in pairs.chunk_by(|a, b| a == b) {
        let Some(&(person, programme)) = same.first() else { continue };
        let limit = tables.rules().record.programmes.get(at(programme)).map_or(u32::MAX, |programme| programme.max);
        let load = indices(same.len()).end;
        if load > limit {
            gaps.add(GapRow::ProgrammeOverload { person, programme }, Detail::Load { load, limit });
        }
    }
}

/// Locations outside the scope of the unit that the subject is directly under.
fn places(tables: &Tables, gaps: &mut Gaps) {
    let outside = |unit: u32, point: Option<crate::area::Point>| {
        let row = cell(&tables.unit_row, unit, NONE);
        let area = tables.facts.units.area.get(at(row)).and_then(Option::as_ref);
        point.zip(area).is_some_and(|(point, area)| !area.contains(point))
    };
    for &household in tables.households.items() {
        let point = tables.facts.households.point.get(household, None);
        if outside(tables.household_unit(household), point) {
            gaps.add(GapRow::HouseholdOutside { household }, Detail::None);
        }
    }
    for &site in tables.sites.of_unit.items() {
        if outside(cell(&tables.sites.unit, site, NONE), tables.facts.sites.point.get(site, None)) {
            gaps.add(GapRow::SiteOutside { site }, Detail::None);
        }
    }
}
