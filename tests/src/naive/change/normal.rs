//! "Normal rows": the one form in which a registry gives its rows back.

use smol_str::SmolStr;
use wangge::record::{AbsenceRecord, AppointmentRecord, Dated, Records, SchemeRecord, Spell};

use super::{
    super::parse_date,
    cut::{Lasting, spells},
};

/// The rows in the normal form.
pub fn normal(records: &Records) -> Records {
    let mut records = records.clone();
    let scheme = records.scheme.clone();
    for unit in &mut records.units {
        let life = unit.clone();
        unit.parent = unit.parent.take().and_then(|parent| reference(&parent, &life));
        unit.codes.sort_by(by_period);
        for ring in &mut unit.scope {
            ring.iter_mut().for_each(whole);
            // What repeats the first point at the end is dropped.
            while ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
        }
    }
    for household in &mut records.households {
        let life = household.clone();
        household.unit = reference(&household.unit, &life).unwrap_or(Dated::Spells(Vec::new()));
        household.categories = listed(&household.categories, scheme.categories.iter().map(|row| &row.id));
        household.location.iter_mut().for_each(whole);
    }
    for site in &mut records.sites {
        let life = site.clone();
        site.unit = reference(&site.unit, &life).unwrap_or(Dated::Spells(Vec::new()));
        site.owner = site.owner.take().and_then(|owner| reference(&owner, &life));
        site.location.iter_mut().for_each(whole);
    }
    for person in &mut records.people {
        person.affiliations = listed(&person.affiliations, scheme.affiliations.iter().map(|row| &row.id));
    }
    records.absences = joined(&records.absences);
    in_order(&mut records);
    records
}

/// Puts the rows in their order; what stands in a row stays.
pub fn in_order(records: &mut Records) {
    let scheme = &records.scheme;
    records.units.sort_by(|a, b| a.id.cmp(&b.id));
    records.departments.sort_by(|a, b| a.id.cmp(&b.id));
    records.households.sort_by(|a, b| a.id.cmp(&b.id));
    records.sites.sort_by(|a, b| a.id.cmp(&b.id));
    records.people.sort_by(|a, b| a.id.cmp(&b.id));
    records.appointments.sort_by_key(|row| appointment(scheme, row));
    records.absences.sort_by_key(|row| (row.person.clone(), period(row)));
    let programme = |id: &SmolStr| scheme.programmes.iter().position(|row| row.id == *id).unwrap_or(usize::MAX - 1);
    records
        .pairings
        .sort_by_key(|row| (row.household.clone(), programme(&row.programme), row.person.clone(), period(row)));
    records.pair_rules.sort_by_key(|row| {
        let programme = row.programme.as_ref().map_or(usize::MAX, programme);
        (row.household.clone(), row.person.clone(), programme, period(row))
    });
}

type Order = (bool, Option<SmolStr>, usize, Option<SmolStr>, Option<u32>, SmolStr, (SmolStr, bool, Option<SmolStr>));

/// "By unit, role in the scheme's order, primaries before deputies by rank, person and period, those of departments
/// after those of units."
fn appointment(scheme: &SchemeRecord, row: &AppointmentRecord) -> Order {
    let role = scheme.roles.iter().position(|role| Some(&role.id) == row.role.as_ref()).unwrap_or(usize::MAX);
    let of_department = row.department.is_some();
    (of_department, row.unit.clone(), role, row.department.clone(), row.deputy, row.person.clone(), period(row))
}

/// By the first day, then the last; what stays open comes last.
fn period(row: &impl Lasting) -> (SmolStr, bool, Option<SmolStr>) {
    (row.from().clone(), row.until().is_none(), row.until().cloned())
}

fn by_period(a: &Spell, b: &Spell) -> std::cmp::Ordering {
    period(a).cmp(&period(b))
}

/// "Spells stand by period; one that holds for the whole life is written as one id." None where there is no spell.
pub fn reference(dated: &Dated, life: &impl Lasting) -> Option<Dated> {
    let mut list = spells(dated, life);
    list.sort_by(by_period);
    match list.as_slice() {
        [] => None,
        [one] if one.from == *life.from() && one.until.as_ref() == life.until() => {
            Some(Dated::Throughout(one.id.clone()))
        }
        _ => Some(Dated::Spells(list)),
    }
}

/// "In the scheme's order, each once."
fn listed<'s>(ids: &[SmolStr], order: impl Iterator<Item = &'s SmolStr>) -> Vec<SmolStr> {
    order.filter(|id| ids.contains(id)).cloned().collect()
}

/// "Coordinates are whole 1e-7 degrees."
fn whole(point: &mut [f64; 2]) {
    for degrees in point {
        *degrees = (*degrees * 1e7).round() / 1e7;
    }
}

/// "Absences by person, those that overlap or meet made one."
pub fn joined(absences: &[AbsenceRecord]) -> Vec<AbsenceRecord> {
    let mut list = absences.to_vec();
    list.sort_by_key(|row| (row.person.clone(), period(row)));
    let mut joined: Vec<AbsenceRecord> = Vec::new();
    for row in list {
        match joined.last_mut() {
            Some(open) if open.person == row.person && is_period(open) && is_period(&row) && meets(open, &row) => {
                // The later end of the two.
                open.until = match (open.until.take(), row.until) {
                    (Some(one), Some(other)) => Some(one.max(other)),
                    _ => None,
                };
            }
            _ => joined.push(row),
        }
    }
    joined
}

/// Whether a row begins before the one before it has ended, or on the day after.
fn meets(earlier: &AbsenceRecord, later: &AbsenceRecord) -> bool {
    earlier.until.as_ref().is_none_or(|until| later.from <= *until)
}

/// What is no period (T2) is made one with nothing: loading reports it.
fn is_period(row: &AbsenceRecord) -> bool {
    let date = |text: &SmolStr| parse_date(text).is_some();
    date(&row.from) && row.until.as_ref().is_none_or(|until| date(until) && row.from < *until)
}
