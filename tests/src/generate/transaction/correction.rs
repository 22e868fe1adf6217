//! Rows that are corrected, and the scheme.

use smol_str::format_smolstr;
use wangge::{
    change::{Change, Edit, Row},
    record::{Dated, PairRule, Records},
};

use super::{
    super::{Dice, mutate::any, spell::day_text},
    day_of, life, new_id,
};
use crate::naive::rows;

/// Another scheme: mostly one with which the county can go on.
pub fn scheme(dice: &mut Dice, records: &Records) -> Option<Change> {
    let mut scheme = records.scheme.clone();
    match dice.below(10) {
        0 => scheme.contact_required = !scheme.contact_required,
        1 | 2 => dice.shuffle(&mut scheme.roles),
        3 => dice.shuffle(&mut scheme.categories),
        4 => dice.shuffle(&mut scheme.programmes),
        5 => any(dice, &mut scheme.roles)?.max += 1,
        6 => {
            let role = any(dice, &mut scheme.roles)?;
            (role.min, role.max) = (0, 1);
        }
        7 => {
            let at = dice.below(scheme.roles.len());
            scheme.roles.remove(at);
        }
        8 => any(dice, &mut scheme.levels)?.households = dice.chance(50),
        // The same again changes nothing.
        _ => {}
    }
    Some(Change::ReplaceScheme(Box::new(scheme)))
}

/// A row that was wrong from the start, is missing, or should not be there.
pub fn row(dice: &mut Dice, records: &Records) -> Option<Change> {
    let all = rows(records);
    let mut rows: Vec<Row> = all.iter().filter(|row| !matches!(row, Row::Scheme(_))).cloned().collect();
    if dice.chance(10) {
        rows = all;
    }
    let before = dice.pick(&rows)?.clone();
    let is_scheme = matches!(before, Row::Scheme(_));
    let edit = match dice.below(20) {
        0 => Edit { before: Some(before.clone()), after: Some(before) },
        1 => Edit::default(),
        2 => Edit { before: Some(other(dice, &before, records)), after: Some(before) },
        3..=6 if !is_scheme => Edit { before: Some(before), after: None },
        7..=8 if !is_scheme => Edit { before: None, after: Some(other(dice, &before, records)) },
        9..=10 if !is_scheme => Edit { before: None, after: Some(renamed(dice, before, records)) },
        _ => Edit { after: Some(other(dice, &before, records)), before: Some(before) },
    };
    Some(Change::Correct(edit))
}

/// The row with something else in it.
fn other(dice: &mut Dice, row: &Row, records: &Records) -> Row {
    let mut row = row.clone();
    match &mut row {
        Row::Scheme(row) => row.contact_required = !row.contact_required,
        Row::Unit(row) => match dice.below(4) {
            0 => row.from = day_of(dice, life(&row.from, row.until.as_ref())),
            1 => row.codes.clear(),
            2 => row.scope.clear(),
            _ => row.name = format_smolstr!("改{}", dice.below(90)),
        },
        Row::Department(row) => row.name = format_smolstr!("改{}", dice.below(90)),
        Row::Household(row) => match dice.below(3) {
            0 => row.residents += 1,
            1 => {
                row.unit = dice.pick(&records.units).map_or(row.unit.clone(), |unit| Dated::Throughout(unit.id.clone()))
            }
            _ => row.label = format_smolstr!("改{}", dice.below(90)),
        },
        Row::Site(row) => row.owner = None,
        Row::Person(row) => row.contact = Some(format_smolstr!("0008{}", dice.below(90))),
        Row::Appointment(row) => match dice.below(3) {
            0 => row.deputy = Some(dice.below(3) as u32),
            1 => row.from = day_of(dice, life(&row.from, row.until.as_ref())),
            _ => row.until = Some(day_of(dice, life(&row.from, row.until.as_ref()))),
        },
        Row::Absence(row) => row.until = Some(day_text(dice.between(0, 40))),
        Row::Pairing(row) => row.until = Some(day_of(dice, life(&row.from, row.until.as_ref()))),
        Row::PairRule(row) => row.rule = dice.one(&[PairRule::Pinned, PairRule::Preferred, PairRule::Recused]),
    }
    row
}

/// The row as that of somebody else.
fn renamed(dice: &mut Dice, mut row: Row, records: &Records) -> Row {
    let person = dice.pick(&records.people).map(|person| person.id.clone()).unwrap_or_default();
    match &mut row {
        Row::Scheme(_) => {}
        Row::Unit(row) => row.id = new_id(dice, "u", records),
        Row::Department(row) => row.id = new_id(dice, "d", records),
        Row::Household(row) => row.id = new_id(dice, "h", records),
        Row::Site(row) => row.id = new_id(dice, "s", records),
        Row::Person(row) => row.id = format_smolstr!("p{}", 100 + dice.below(900)),
        Row::Appointment(row) => row.person = person,
        Row::Absence(row) => row.person = person,
        Row::Pairing(row) => row.person = person,
        Row::PairRule(row) => row.person = person,
    }
    row
}
