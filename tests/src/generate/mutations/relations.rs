//! Relations that do not fit: parents, levels, circles, overlaps, gaps, numbers of holders.

use smol_str::SmolStr;
use wangge::record::{Dated, Records, Spell};

use super::super::{
    Dice,
    mutate::{Mutation, any, dated, put},
    spell::day_text,
};

/// All of them.
pub const ALL: &[Mutation] = &[
    level_parents,
    other_level_parent,
    swapped_levels,
    level_without_households,
    kind_parent,
    second_duty,
    policy_upside_down,
    report_upside_down,
    other_parent,
    own_parent,
    no_parent,
    circle,
    circle,
    dated_circle,
    dated_circle,
    other_level,
    spell_twice,
    spell_twice,
    spell_lost,
    spells_for_throughout,
    unit_elsewhere,
    code_of_another,
    bad_code,
    code_twice,
    other_role,
    appointment_twice,
    more_holders,
    fewer_seats,
    pairing_twice,
    owner_twice,
];

fn level_parents(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let parent = dice.pick(&records.scheme.levels)?.id.clone();
    let level = any(dice, &mut records.scheme.levels)?;
    put(dice, &mut level.parents, parent);
    Some(())
}

fn other_level_parent(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let at = dice.below(records.scheme.levels.len());
    let parent = dice.pick(&records.scheme.levels[..at])?.id.clone();
    records.scheme.levels[at].parents = if dice.chance(20) { Vec::new() } else { vec![parent] };
    Some(())
}

fn swapped_levels(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let levels = &mut records.scheme.levels;
    let at = dice.below(levels.len().checked_sub(1)?);
    levels.swap(at, at + 1);
    Some(())
}

fn level_without_households(dice: &mut Dice, records: &mut Records) -> Option<()> {
    any(dice, &mut records.scheme.levels)?.households = false;
    Some(())
}

fn kind_parent(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let parent = dice.pick(&records.scheme.kinds)?.id.clone();
    any(dice, &mut records.scheme.kinds)?.parent = Some(parent);
    Some(())
}

fn second_duty(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = dice.pick(&records.scheme.duties)?.clone();
    put(dice, &mut records.scheme.duties, row);
    Some(())
}

fn policy_upside_down(dice: &mut Dice, records: &mut Records) -> Option<()> {
    any(dice, &mut records.scheme.policies)?.steps.reverse();
    Some(())
}

fn report_upside_down(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = any(dice, &mut records.scheme.reports)?;
    if dice.chance(70) {
        std::mem::swap(&mut row.from, &mut row.to)
    } else {
        row.to = row.from.clone()
    }
    Some(())
}

fn other_parent(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let parent = dice.pick(&records.units)?.id.clone();
    any(dice, &mut records.units)?.parent = Some(Dated::Throughout(parent));
    Some(())
}

fn own_parent(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let unit = any(dice, &mut records.units)?;
    match &mut unit.parent {
        Some(Dated::Spells(spells)) if !spells.is_empty() && dice.chance(60) => {
            let mut row = spells[0].clone();
            row.id = unit.id.clone();
            let at = dice.below(spells.len());
            if dice.chance(50) { spells[at] = row } else { spells.push(row) }
        }
        parent => *parent = Some(Dated::Throughout(unit.id.clone())),
    }
    Some(())
}

fn no_parent(dice: &mut Dice, records: &mut Records) -> Option<()> {
    any(dice, &mut records.units)?.parent = None;
    Some(())
}

/// Two to four units above one another, throughout.
fn circle(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let mut rows: Vec<usize> = (0..records.units.len()).collect();
    dice.shuffle(&mut rows);
    rows.truncate(dice.between(2, 4) as usize);
    for (at, row) in rows.iter().enumerate() {
        let parent = records.units[rows[(at + 1) % rows.len()]].id.clone();
        records.units[*row].parent = Some(Dated::Throughout(parent));
    }
    (rows.len() > 1).then_some(())
}

/// The same for some days only, which need not have one in common.
fn dated_circle(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let mut rows: Vec<usize> = (0..records.units.len()).collect();
    dice.shuffle(&mut rows);
    rows.truncate(dice.between(2, 3) as usize);
    for (at, row) in rows.iter().enumerate() {
        let id = records.units[rows[(at + 1) % rows.len()]].id.clone();
        let from = dice.between(0, 20);
        let until = from + dice.between(1, 20);
        let row = &mut records.units[*row];
        let mut spells = vec![Spell { id, from: day_text(from), until: Some(day_text(until)) }];
        // What it was under before and after.
        if let Some(parent) = &row.parent {
            let id = match parent {
                Dated::Throughout(id) => id.clone(),
                Dated::Spells(spells) => spells.first()?.id.clone(),
            };
            spells.push(Spell { id: id.clone(), from: row.from.clone(), until: Some(day_text(from)) });
            if dice.chance(60) {
                spells.push(Spell { id, from: day_text(until), until: row.until.clone() });
            }
        }
        dice.shuffle(&mut spells);
        row.parent = Some(Dated::Spells(spells));
    }
    (rows.len() > 1).then_some(())
}

fn other_level(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let level = dice.pick(&records.scheme.levels)?.id.clone();
    any(dice, &mut records.units)?.level = level;
    Some(())
}

/// A spell once more, from another day.
fn spell_twice(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let from = day_text(dice.between(-8, 38));
    let mut all = dated(records);
    let mut lists: Vec<&mut Vec<Spell>> = all
        .iter_mut()
        .filter_map(|dated| match dated {
            Dated::Spells(spells) if !spells.is_empty() => Some(spells),
            _ => None,
        })
        .collect();
    let spells = any(dice, &mut lists)?;
    let mut row = dice.pick(spells)?.clone();
    if dice.chance(70) {
        row.from = from;
        row.until = None;
    }
    put(dice, spells, row);
    Some(())
}

fn spell_lost(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let mut all = dated(records);
    let mut lists: Vec<&mut Vec<Spell>> = all
        .iter_mut()
        .filter_map(|dated| match dated {
            Dated::Spells(spells) if spells.len() > 1 => Some(spells),
            _ => None,
        })
        .collect();
    let spells = any(dice, &mut lists)?;
    let at = dice.below(spells.len());
    spells.remove(at);
    Some(())
}

/// Spells that begin late or end early, for an id throughout.
fn spells_for_throughout(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let mut all = dated(records);
    let place = any(dice, &mut all)?;
    let Dated::Throughout(id) = &**place else { return None };
    let cut = dice.between(-8, 30);
    let again = cut + dice.between(-2, 2);
    **place = Dated::Spells(vec![
        Spell { id: id.clone(), from: day_text(-8), until: Some(day_text(cut.max(-7))) },
        Spell { id: id.clone(), from: day_text(again), until: None },
    ]);
    Some(())
}

/// A household, site or department in another unit.
fn unit_elsewhere(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let unit = dice.pick(&records.units)?.id.clone();
    match dice.below(3) {
        0 => any(dice, &mut records.households)?.unit = Dated::Throughout(unit),
        1 => any(dice, &mut records.sites)?.unit = Dated::Throughout(unit),
        _ => any(dice, &mut records.departments)?.unit = unit,
    }
    Some(())
}

fn code_of_another(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let codes: Vec<SmolStr> = records.units.iter().flat_map(|unit| &unit.codes).map(|code| code.id.clone()).collect();
    let id = dice.pick(&codes)?.clone();
    let unit = any(dice, &mut records.units)?;
    let row = Spell { id, from: unit.from.clone(), until: unit.until.clone() };
    put(dice, &mut unit.codes, row);
    Some(())
}

fn bad_code(dice: &mut Dice, records: &mut Records) -> Option<()> {
    if dice.chance(30) {
        any(dice, &mut records.scheme.levels)?.code_digits = vec![12];
        return Some(());
    }
    let long = "1".repeat(65);
    let bad = dice.one(&["", "12345", "12345a", "１２３４５６", "a b", long.as_str()]);
    let mut codes: Vec<&mut Spell> = records.units.iter_mut().flat_map(|unit| &mut unit.codes).collect();
    any(dice, &mut codes)?.id = bad.into();
    Some(())
}

fn code_twice(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let unit = any(dice, &mut records.units)?;
    let row = dice.pick(&unit.codes)?.clone();
    put(dice, &mut unit.codes, row);
    Some(())
}

fn other_role(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let role = dice.pick(&records.scheme.roles)?.id.clone();
    let row = any(dice, &mut records.appointments)?;
    row.role.as_mut().map(|place| *place = role)
}

fn appointment_twice(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let mut row = dice.pick(&records.appointments)?.clone();
    if dice.chance(50) {
        row.from = day_text(dice.between(-8, 38));
        row.until = None;
    }
    if dice.chance(30) {
        row.deputy = Some(2);
    }
    put(dice, &mut records.appointments, row);
    Some(())
}

/// Everybody in one seat.
fn more_holders(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = dice.pick(&records.appointments)?.clone();
    for person in records.people.clone() {
        let mut row = row.clone();
        row.person = person.id;
        row.deputy = None;
        if dice.chance(30) {
            row.from = day_text(dice.between(-8, 38));
        }
        put(dice, &mut records.appointments, row);
    }
    Some(())
}

fn fewer_seats(dice: &mut Dice, records: &mut Records) -> Option<()> {
    if dice.chance(60) {
        let row = any(dice, &mut records.scheme.roles)?;
        (row.min, row.max) = (0, 1);
    } else {
        let row = any(dice, &mut records.scheme.functions)?;
        (row.min, row.max) = (0, 1);
    }
    Some(())
}

fn pairing_twice(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let mut row = dice.pick(&records.pairings)?.clone();
    if dice.chance(50) {
        row.from = day_text(dice.between(-8, 38));
        row.until = None;
    }
    put(dice, &mut records.pairings, row);
    Some(())
}

fn owner_twice(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let site = any(dice, &mut records.sites)?;
    let Some(Dated::Spells(spells)) = &mut site.owner else { return None };
    let row = dice.pick(spells)?.clone();
    spells.push(row);
    Some(())
}
