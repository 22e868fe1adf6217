//! What each change does; [`regroup`](super::regroup) has those that divide and join units.

use smol_str::SmolStr;
use wangge::{
    change::{Change, Edit, End, EndAppointment, Move, Return, Row, Unpair},
    fault::FaultCode,
    record::{Dated, Records, Spell},
};

use super::{
    super::parse_date,
    Wrong,
    cut::{Lasting, cut, cut_spells, spells, turn_spells},
    normal::joined,
    regroup,
    rows::{own_id, put, rows, take},
};

/// Does a change, or says what is wrong with it.
pub fn change(records: &mut Records, change: &Change) -> Vec<Wrong> {
    match change {
        Change::OpenUnit(row) => add(records, |all| place_taken(all, &row.id), |all| all.units.push(row.clone())),
        Change::OpenDepartment(row) => {
            add(records, |all| place_taken(all, &row.id), |all| all.departments.push(row.clone()))
        }
        Change::AddHousehold(row) => {
            add(records, |all| place_taken(all, &row.id), |all| all.households.push(row.clone()))
        }
        Change::AddSite(row) => add(records, |all| place_taken(all, &row.id), |all| all.sites.push(row.clone())),
        Change::AddPerson(row) => add(records, |all| person_taken(all, &row.id), |all| all.people.push(row.clone())),
        Change::Appoint(row) => add(records, |_| false, |all| all.appointments.push(row.clone())),
        Change::Absent(row) => add(records, |_| false, |all| all.absences.push(row.clone())),
        Change::Pair(row) => add(records, |_| false, |all| all.pairings.push(row.clone())),
        Change::CloseUnit(end) => close(records, end, |all| &all.units, |row| &row.id, close_unit),
        Change::CloseDepartment(end) => close(records, end, |all| &all.departments, |row| &row.id, close_department),
        Change::CloseHousehold(end) => close(records, end, |all| &all.households, |row| &row.id, close_household),
        Change::CloseSite(end) => close(records, end, |all| &all.sites, |row| &row.id, close_site),
        Change::MoveUnit(to) => moved(to, &mut records.units, |row| &row.id, |row| row.parent.as_mut()),
        Change::MoveHousehold(to) => moved(to, &mut records.households, |row| &row.id, |row| Some(&mut row.unit)),
        Change::MoveSite(to) => moved(to, &mut records.sites, |row| &row.id, |row| Some(&mut row.unit)),
        Change::EndAppointment(end) => end_appointment(records, end),
        Change::Return(back) => come_back(records, back),
        Change::Unpair(unpair) => end_pairing(records, unpair),
        Change::SplitUnit(split) => regroup::split(records, split),
        Change::MergeUnits(merge) => regroup::merge(records, merge),
        Change::ReplaceScheme(scheme) => {
            records.scheme = (**scheme).clone();
            Vec::new()
        }
        Change::Correct(edit) => correct(records, edit),
    }
}

/// "One namespace for units, departments, households and sites."
pub fn place_taken(records: &Records, id: &SmolStr) -> bool {
    records.units.iter().any(|row| row.id == *id)
        || records.departments.iter().any(|row| row.id == *id)
        || records.households.iter().any(|row| row.id == *id)
        || records.sites.iter().any(|row| row.id == *id)
}

/// "One for people."
fn person_taken(records: &Records, id: &SmolStr) -> bool {
    records.people.iter().any(|row| row.id == *id)
}

/// "Adds the row; of an id that is there already, `id.duplicate`."
fn add(records: &mut Records, taken: impl Fn(&Records) -> bool, put: impl Fn(&mut Records)) -> Vec<Wrong> {
    if taken(records) {
        return vec![(FaultCode::IdDuplicate, "id", None)];
    }
    put(records);
    Vec::new()
}

/// `date.invalid`: "`on` is no date".
pub fn no_date(on: &SmolStr) -> Option<Wrong> {
    parse_date(on).is_none().then_some((FaultCode::DateInvalid, "on", None))
}

/// `reference.unknown`: "no row has the id".
pub fn unknown(field: &'static str) -> Vec<Wrong> {
    vec![(FaultCode::ReferenceUnknown, field, None)]
}

/// `change.not-on-date`.
pub const NOT_ON_DATE: Wrong = (FaultCode::ChangeNotOnDate, "on", None);

/// "What is closed does not live on the day, or begins on it and would be cut away whole."
pub fn may_end(row: &impl Lasting, on: &SmolStr) -> bool {
    row.holds(on) && row.from() < on
}

fn close<R: Lasting>(
    records: &mut Records,
    End { id, on }: &End,
    list: impl Fn(&Records) -> &Vec<R>,
    own: impl Fn(&R) -> &SmolStr,
    shut: fn(&mut Records, &SmolStr, &SmolStr),
) -> Vec<Wrong> {
    let Some(row) = list(records).iter().find(|row| own(row) == id) else { return unknown("id") };
    if let Some(wrong) = no_date(on) {
        return vec![wrong];
    }
    if !may_end(row, on) {
        return vec![NOT_ON_DATE];
    }
    shut(records, id, on);
    Vec::new()
}

/// "The life, codes and parent spells of the unit are cut; so are the appointments to its roles; its departments that
/// live both on that day and on the day before close; owner spells that name it are cut."
pub fn close_unit(records: &mut Records, id: &SmolStr, on: &SmolStr) {
    for unit in records.units.iter_mut().filter(|row| row.id == *id) {
        let life = unit.clone();
        unit.cut(on);
        unit.parent = life.parent.as_ref().and_then(|parent| cut_spells(parent, &life, unit, on, |_| true));
        cut(&mut unit.codes, on, |_| true);
    }
    cut(&mut records.appointments, on, |row| row.unit.as_ref() == Some(id));
    let closing: Vec<SmolStr> = records
        .departments
        .iter()
        .filter(|row| row.unit == *id && may_end(*row, on))
        .map(|row| row.id.clone())
        .collect();
    closing.iter().for_each(|department| close_department(records, department, on));
    cut_owner(records, id, on);
}

/// "Its life and its appointments are cut; the owner spells that name it are cut."
fn close_department(records: &mut Records, id: &SmolStr, on: &SmolStr) {
    records.departments.iter_mut().filter(|row| row.id == *id).for_each(|row| {
        row.cut(on);
    });
    cut(&mut records.appointments, on, |row| row.department.as_ref() == Some(id));
    cut_owner(records, id, on);
}

fn cut_owner(records: &mut Records, id: &SmolStr, on: &SmolStr) {
    for site in &mut records.sites {
        let named = |spell: &Spell| spell.id == *id;
        site.owner = site.owner.as_ref().and_then(|owner| cut_spells(owner, site, site, on, named));
    }
}

/// "Its life and unit spells, its pairings and its pair rules are cut."
fn close_household(records: &mut Records, id: &SmolStr, on: &SmolStr) {
    for household in records.households.iter_mut().filter(|row| row.id == *id) {
        let life = household.clone();
        household.cut(on);
        household.unit = ended(&life.unit, &life, household, on);
    }
    cut(&mut records.pairings, on, |row| row.household == *id);
    cut(&mut records.pair_rules, on, |row| row.household == *id);
}

/// "Its life, unit spells and owner spells are cut."
fn close_site(records: &mut Records, id: &SmolStr, on: &SmolStr) {
    for site in records.sites.iter_mut().filter(|row| row.id == *id) {
        let life = site.clone();
        site.cut(on);
        site.unit = ended(&life.unit, &life, site, on);
        site.owner = life.owner.as_ref().and_then(|owner| cut_spells(owner, &life, site, on, |_| true));
    }
}

/// The unit spells of what is closed.
fn ended(unit: &Dated, life: &impl Lasting, after: &impl Lasting, on: &SmolStr) -> Dated {
    cut_spells(unit, life, after, on, |_| true).unwrap_or(Dated::Spells(Vec::new()))
}

/// "The spell of the day (of parent or unit) is turned over to the unit; what is settled for later stays."
fn moved<R: Lasting + Clone>(
    Move { id, to, on }: &Move,
    rows: &mut [R],
    own: impl Fn(&R) -> &SmolStr,
    place: impl Fn(&mut R) -> Option<&mut Dated>,
) -> Vec<Wrong> {
    let Some(row) = rows.iter_mut().find(|row| own(row) == id) else { return unknown("id") };
    if let Some(wrong) = no_date(on) {
        return vec![wrong];
    }
    if !row.holds(on) {
        return vec![NOT_ON_DATE];
    }
    let life = row.clone();
    let Some(dated) = place(row) else { return vec![NOT_ON_DATE] };
    match spells(dated, &life).iter().find(|spell| spell.holds(on)) {
        None => return vec![NOT_ON_DATE],
        Some(spell) if spell.id == *to => return vec![(FaultCode::ChangeNoEffect, "to", None)],
        Some(_) => turn_spells(dated, &life, on, |spell| spell.holds(on), to),
    }
    Vec::new()
}

/// "The appointment of the person to that post that holds on the day is cut."
fn end_appointment(records: &mut Records, end: &EndAppointment) -> Vec<Wrong> {
    if let Some(wrong) = no_date(&end.on) {
        return vec![wrong];
    }
    let post = (&end.person, &end.unit, &end.role, &end.department);
    let at = records
        .appointments
        .iter()
        .position(|row| (&row.person, &row.unit, &row.role, &row.department) == post && row.holds(&end.on));
    cut_one(&mut records.appointments, at, &end.on)
}

/// "The absence of the person that holds on the day is cut."
fn come_back(records: &mut Records, Return { person, on }: &Return) -> Vec<Wrong> {
    if let Some(wrong) = no_date(on) {
        return vec![wrong];
    }
    // Those that overlap or meet are one.
    let mut absences = joined(&records.absences);
    let at = absences.iter().position(|row| row.person == *person && row.holds(on));
    let wrong = cut_one(&mut absences, at, on);
    if wrong.is_empty() {
        records.absences = absences;
    }
    wrong
}

/// "The pairing of person, household and programme that holds on the day is cut."
fn end_pairing(records: &mut Records, unpair: &Unpair) -> Vec<Wrong> {
    if let Some(wrong) = no_date(&unpair.on) {
        return vec![wrong];
    }
    let pair = (&unpair.person, &unpair.household, &unpair.programme);
    let at = records
        .pairings
        .iter()
        .position(|row| (&row.person, &row.household, &row.programme) == pair && row.holds(&unpair.on));
    cut_one(&mut records.pairings, at, &unpair.on)
}

/// "No appointment, absence or pairing holds on the day": `change.not-on-date`.
fn cut_one<R: Lasting>(rows: &mut Vec<R>, at: Option<usize>, on: &SmolStr) -> Vec<Wrong> {
    let Some(at) = at else { return vec![NOT_ON_DATE] };
    if !rows[at].cut(on) {
        rows.remove(at);
    }
    Vec::new()
}

/// "Takes `before` out, which must stand exactly so, and puts `after` in; either may be absent, not both."
fn correct(records: &mut Records, Edit { before, after }: &Edit) -> Vec<Wrong> {
    if before == after {
        return vec![(FaultCode::ChangeNoEffect, "before", None)];
    }
    let is_scheme = |row: &Option<Row>| matches!(row, Some(Row::Scheme(_)));
    // What this transaction has added stands as it was given, all else in the normal form.
    let stale = before.as_ref().is_some_and(|row| !rows(records).contains(row));
    // "The scheme is neither put in nor taken out alone."
    if stale || is_scheme(before) != is_scheme(after) {
        return vec![(FaultCode::ChangeStale, "before", None)];
    }
    let named = |row: &Row| own_id(row).map(|id| (matches!(row, Row::Person(_)), id));
    if let Some((is_person, id)) = after.as_ref().and_then(named)
        && before.as_ref().and_then(named) != Some((is_person, id.clone()))
        && if is_person { person_taken(records, &id) } else { place_taken(records, &id) }
    {
        return vec![(FaultCode::IdDuplicate, "after", None)];
    }
    before.iter().for_each(|row| take(records, row));
    after.iter().for_each(|row| put(records, row));
    Vec::new()
}
