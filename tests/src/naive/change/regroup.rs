//! Dividing and joining units (M5).

use std::collections::BTreeSet;

use smol_str::SmolStr;
use wangge::{
    change::{Merge, Part, Split},
    fault::FaultCode,
    record::{AppointmentRecord, Dated, Records, Spell, UnitRecord},
};

use super::{
    Wrong,
    cut::{Lasting, spells, turn_over, turn_spells},
    normal::reference,
    verbs::{NOT_ON_DATE, close_unit, may_end, no_date, place_taken, unknown},
};

/// "Each part becomes a unit ... the units, households and sites that it names move to it; the appointments to the
/// roles of the divided one are turned over to the part that takes the posts. Then, with `close`, the divided unit
/// closes."
pub fn split(records: &mut Records, split: &Split) -> Vec<Wrong> {
    let Some(unit) = records.units.iter().find(|row| row.id == split.unit).cloned() else { return unknown("unit") };
    if let Some(wrong) = no_date(&split.on) {
        return vec![wrong];
    }
    if !unit.holds(&split.on) || (split.close && !may_end(&unit, &split.on)) {
        return vec![NOT_ON_DATE];
    }
    let mut wrong = not_under(records, split);
    if split.into.is_empty() {
        wrong.push((FaultCode::ChangeNoEffect, "into", None));
    }
    for (item, part) in split.into.iter().enumerate() {
        if place_taken(records, &part.id) || split.into[..item].iter().any(|earlier| earlier.id == part.id) {
            wrong.push((FaultCode::IdDuplicate, "into", Some(item)));
        }
        if part.posts && split.into[..item].iter().any(|earlier| earlier.posts) {
            wrong.push((FaultCode::ChangePosts, "into", Some(item)));
        }
        let fields = not_there(records, part).into_iter();
        wrong.extend(fields.map(|field| (FaultCode::ReferenceUnknown, field, Some(item))));
    }
    if wrong.is_empty() {
        for part in &split.into {
            records.units.push(unit_of(&unit, part, &split.on));
            take_over(records, split, part);
        }
        if split.close {
            close_unit(records, &split.unit, &split.on);
        }
    }
    wrong
}

/// The fields in which a part names what is not there.
fn not_there(records: &Records, part: &Part) -> Vec<&'static str> {
    let units = part.units.iter().all(|id| records.units.iter().any(|row| row.id == *id));
    let households = part.households.iter().all(|id| records.households.iter().any(|row| row.id == *id));
    let sites = part.sites.iter().all(|id| records.sites.iter().any(|row| row.id == *id));
    [("units", units), ("households", households), ("sites", sites)]
        .into_iter()
        .filter(|(_, known)| !known)
        .map(|(field, _)| field)
        .collect()
}

/// `change.not-under`: "a unit, household or site that a part names is not under the divided unit on the day". What a
/// part before has taken is under that one.
fn not_under(records: &Records, split: &Split) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let mut taken: Vec<&SmolStr> = Vec::new();
    let mut look = |item: usize, field: &'static str, id, under: Option<bool>| {
        // What is not known at all is another fault.
        match under {
            Some(true) if !taken.contains(&id) => taken.push(id),
            Some(_) => wrong.push((FaultCode::ChangeNotUnder, field, Some(item))),
            None => {}
        }
    };
    for (item, part) in split.into.iter().enumerate() {
        for id in &part.units {
            let row = records.units.iter().find(|row| row.id == *id);
            let under = |row: &UnitRecord| row.parent.as_ref().is_some_and(|parent| is_under(parent, row, split));
            look(item, "units", id, row.map(under));
        }
        for id in &part.households {
            let row = records.households.iter().find(|row| row.id == *id);
            look(item, "households", id, row.map(|row| is_under(&row.unit, row, split)));
        }
        for id in &part.sites {
            let row = records.sites.iter().find(|row| row.id == *id);
            look(item, "sites", id, row.map(|row| is_under(&row.unit, row, split)));
        }
    }
    wrong
}

fn is_under(dated: &Dated, life: &impl Lasting, split: &Split) -> bool {
    spells(dated, life).iter().any(|spell| spell.id == split.unit && spell.holds(&split.on))
}

/// "A unit of the level of the divided one, from that day until the divided one ends, with its code throughout, and
/// under the parents that the divided one has from that day on."
fn unit_of(divided: &UnitRecord, part: &Part, on: &SmolStr) -> UnitRecord {
    let rest = |parent: &Dated| -> Vec<Spell> {
        let spells = spells(parent, divided).into_iter();
        spells.filter_map(|spell| spell.rest(on).map(|(from, until)| Spell { id: spell.id, from, until })).collect()
    };
    let until = divided.until.clone();
    let code = part.code.iter().map(|code| Spell { id: code.clone(), from: on.clone(), until: until.clone() });
    let mut unit = UnitRecord {
        id: part.id.clone(),
        level: divided.level.clone(),
        name: part.name.clone(),
        from: on.clone(),
        until: until.clone(),
        parent: None,
        codes: code.collect(),
        scope: part.scope.clone(),
    };
    unit.parent = divided.parent.as_ref().and_then(|parent| reference(&Dated::Spells(rest(parent)), &unit));
    unit
}

/// What a part names moves to it, and the posts if it takes them.
fn take_over(records: &mut Records, split: &Split, part: &Part) {
    let on = &split.on;
    let of_the_day = |spell: &Spell| spell.holds(on);
    for row in records.units.iter_mut().filter(|row| part.units.contains(&row.id)) {
        let life = row.clone();
        row.parent.iter_mut().for_each(|parent| turn_spells(parent, &life, on, of_the_day, &part.id));
    }
    for row in records.households.iter_mut().filter(|row| part.households.contains(&row.id)) {
        let life = row.clone();
        turn_spells(&mut row.unit, &life, on, of_the_day, &part.id);
    }
    for row in records.sites.iter_mut().filter(|row| part.sites.contains(&row.id)) {
        let life = row.clone();
        turn_spells(&mut row.unit, &life, on, of_the_day, &part.id);
    }
    if part.posts {
        let of_the_divided = |unit: &Option<SmolStr>| unit.as_ref() == Some(&split.unit);
        turn_over(
            &mut records.appointments,
            on,
            |row| of_the_divided(&row.unit),
            |row| row.unit = Some(part.id.clone()),
        );
    }
}

/// "In the order named, for each unit but the one that goes on: all spells that name it are turned over to the one that
/// goes on; so are the appointments to its roles; then the unit closes, its departments with it."
pub fn merge(records: &mut Records, Merge { units, into, on }: &Merge) -> Vec<Wrong> {
    let find = |id: &SmolStr| records.units.iter().find(|row| row.id == *id);
    let Some(goes_on) = find(into) else { return unknown("into") };
    if let Some(wrong) = no_date(on) {
        return vec![wrong];
    }
    if !goes_on.holds(on) {
        return vec![NOT_ON_DATE];
    }
    let mut wrong = Vec::new();
    if units.iter().all(|id| id == into) {
        wrong.push((FaultCode::ChangeNoEffect, "units", None));
    }
    for (item, id) in units.iter().enumerate().filter(|(_, id)| *id != into) {
        // Of each unit the first that holds.
        match find(id) {
            None => wrong.push((FaultCode::ReferenceUnknown, "units", Some(item))),
            Some(unit) if !may_end(unit, on) => wrong.push(NOT_ON_DATE),
            Some(unit) if unit.level != goes_on.level => wrong.push((FaultCode::ChangeLevel, "units", Some(item))),
            Some(_) => {}
        }
    }
    if wrong.is_empty() {
        units.iter().filter(|id| *id != into).for_each(|unit| join(records, unit, into, on));
    }
    wrong
}

fn join(records: &mut Records, unit: &SmolStr, into: &SmolStr, on: &SmolStr) {
    let named = |spell: &Spell| spell.id == *unit;
    for row in &mut records.units {
        let life = row.clone();
        row.parent.iter_mut().for_each(|parent| turn_spells(parent, &life, on, named, into));
    }
    for row in &mut records.households {
        let life = row.clone();
        turn_spells(&mut row.unit, &life, on, named, into);
    }
    for row in &mut records.sites {
        let life = row.clone();
        turn_spells(&mut row.unit, &life, on, named, into);
        row.owner.iter_mut().for_each(|owner| turn_spells(owner, &life, on, named, into));
    }
    let carried: Vec<AppointmentRecord> = records
        .appointments
        .iter()
        .filter(|row| row.unit.as_ref() == Some(unit))
        .flat_map(|row| {
            let post = AppointmentRecord { unit: Some(into.clone()), ..row.clone() };
            row.rest(on).map(|(from, until)| free(records, &post, from, until)).unwrap_or_default()
        })
        .collect();
    close_unit(records, unit, on);
    records.appointments.extend(carried);
}

/// "But for the days on which the person already has that role of the one that goes on": the days of a period without
/// them, as appointments.
fn free(records: &Records, post: &AppointmentRecord, from: SmolStr, until: Option<SmolStr>) -> Vec<AppointmentRecord> {
    let there = records
        .appointments
        .iter()
        .filter(|row| (&row.person, &row.unit, &row.role) == (&post.person, &post.unit, &post.role));
    // Between two of these days nothing changes.
    let mut days: BTreeSet<SmolStr> = BTreeSet::from([from.clone()]);
    for row in there.clone() {
        days.extend([Some(row.from.clone()), row.until.clone()].into_iter().flatten());
    }
    days.retain(|day| *day >= from && until.as_ref().is_none_or(|until| day < until));
    let days: Vec<SmolStr> = days.into_iter().collect();
    let mut free: Vec<AppointmentRecord> = Vec::new();
    for (at, day) in days.iter().enumerate() {
        if there.clone().any(|row| row.holds(day)) {
            continue;
        }
        let end = days.get(at + 1).cloned().or(until.clone());
        match free.last_mut().filter(|last| last.until.as_ref() == Some(day)) {
            Some(last) => last.until = end,
            None => free.push(AppointmentRecord { from: day.clone(), until: end, ..post.clone() }),
        }
    }
    free
}
