//! Random changes of a county: mostly such as a county would make, now and then wrong ones.

use jiff::Unit;
use smol_str::{SmolStr, format_smolstr};
use wangge::{
    change::{Change, Transaction},
    record::{Dated, Records, Spell},
};

use super::{
    Dice,
    spell::{FIRST, LAST, Life, day, day_text},
};
use crate::naive;

mod correction;
mod end;
mod new;
mod regroup;

/// One step in the history of a county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A transaction is done.
    Apply,
    /// A transaction is tried on a copy.
    WhatIf,
    /// A transaction is undone; the number may be that of none.
    Undo(u64),
}

/// What happens next, where the last transaction has the number `last`.
pub fn step(dice: &mut Dice, last: u64) -> Step {
    // At first there is nothing to undo.
    let undo = last > 0 || dice.chance(5);
    match dice.below(if undo { 10 } else { 7 }) {
        0..=5 => Step::Apply,
        6 => Step::WhatIf,
        // What was done just now; undone twice it is done again.
        7 | 8 => Step::Undo(last),
        _ => Step::Undo(dice.below(last as usize + 3) as u64),
    }
}

/// A change, if the county has what it needs.
type Make = fn(&mut Dice, &Records) -> Option<Change>;

const ALL: &[Make] = &[
    new::unit,
    new::department,
    new::household,
    new::site,
    new::person,
    new::appointment,
    new::appointment,
    new::absence,
    new::pairing,
    end::unit,
    end::unit,
    end::department,
    end::household,
    end::site,
    end::appointment,
    end::absence,
    end::pairing,
    end::moved_unit,
    end::moved_unit,
    end::moved_household,
    end::moved_household,
    end::moved_site,
    regroup::split,
    regroup::split,
    regroup::split,
    regroup::merge,
    regroup::merge,
    regroup::merge,
    correction::scheme,
    correction::row,
    correction::row,
];

/// One to four changes. Of what cannot be done most is thrown again, so that most of what comes out can be.
pub fn transaction(dice: &mut Dice, records: &Records) -> Transaction {
    let mut now = records.clone();
    let mut changes = Vec::new();
    for _ in 0..dice.one(&[1, 1, 1, 1, 2, 2, 3, 4]) {
        for throw in 0..5 {
            let Some(change) = (0..40).find_map(|_| dice.one(ALL)(dice, &now)) else { break };
            let done = naive::apply(&now, &Transaction::from(vec![change.clone()]));
            if done.is_err() && throw < 4 && dice.chance(80) {
                continue;
            }
            now = done.unwrap_or(now);
            changes.push(change);
            break;
        }
    }
    // A transaction without changes is one too.
    if dice.chance(1) {
        changes.clear();
    }
    Transaction { changes }
}

/// A unit is split, merged or moved, a household moves, if the county has what it needs.
pub fn reorganisation(dice: &mut Dice, records: &Records) -> Option<Change> {
    const ALL: &[Make] = &[
        regroup::split,
        regroup::split,
        regroup::merge,
        regroup::merge,
        end::moved_unit,
        end::moved_household,
        end::moved_household,
        end::moved_site,
    ];
    dice.one(ALL)(dice, records)
}

/// The day of the time line of a date.
fn number(date: &str) -> i32 {
    let date = naive::parse_date(date).unwrap_or_else(|| day(FIRST));
    day(0).until((Unit::Day, date)).map_or(0, |span| span.get_days())
}

/// The period of a row.
fn life(from: &SmolStr, until: Option<&SmolStr>) -> Life {
    Life { from: number(from), until: until.map(|until| number(until)) }
}

/// A day on which something with that life changes: within it, at its ends, now and then beside it or no day at all.
fn day_of(dice: &mut Dice, life: Life) -> SmolStr {
    let end = life.until.unwrap_or(LAST + 4);
    match dice.below(100) {
        0..=6 => day_text(life.from),
        7..=12 => day_text(end),
        13..=14 => day_text(life.from - 1),
        15..=16 => day_text(end + dice.between(1, 3)),
        17 => dice.one(&["2026-02-30", "soon", ""]).into(),
        _ if end > life.from + 1 => day_text(dice.between(life.from + 1, end - 1)),
        _ => day_text(life.from),
    }
}

/// An id that is not there, or now and then one that is.
fn new_id(dice: &mut Dice, prefix: &str, records: &Records) -> SmolStr {
    if dice.chance(3) {
        return place(dice, records).unwrap_or_default();
    }
    format_smolstr!("{prefix}{}", 100 + dice.below(900))
}

/// Any unit, department, household or site.
fn place(dice: &mut Dice, records: &Records) -> Option<SmolStr> {
    let units = records.units.iter().map(|row| &row.id).chain(records.departments.iter().map(|row| &row.id));
    let leaves = records.households.iter().map(|row| &row.id).chain(records.sites.iter().map(|row| &row.id));
    let ids: Vec<SmolStr> = units.chain(leaves).cloned().collect();
    dice.pick(&ids).cloned()
}

/// Mostly the id, now and then one of something else or of nothing.
fn or_another(dice: &mut Dice, id: &SmolStr, records: &Records) -> SmolStr {
    match dice.below(40) {
        0 => "nowhere".into(),
        1 => place(dice, records).unwrap_or_default(),
        _ => id.clone(),
    }
}

/// A code that nobody has, with as many digits as the level asks for.
fn code(dice: &mut Dice, records: &Records, level: &SmolStr) -> SmolStr {
    let number = 5_000_000 + dice.below(1_000_000);
    let digits = records.scheme.levels.iter().find(|row| row.id == *level).and_then(|row| dice.pick(&row.code_digits));
    match digits {
        Some(digits) => {
            let digits = *digits as usize;
            SmolStr::from(format!("{number:0digits$}"))
        }
        None => format_smolstr!("C-{number}"),
    }
}

/// The spell of a reference that holds on a day.
fn spell_on(dated: &Dated, life: Life, on: i32) -> Option<(SmolStr, Life)> {
    match dated {
        Dated::Throughout(id) => life.contains(on).then(|| (id.clone(), life)),
        Dated::Spells(spells) => {
            let mut spells = spells.iter().map(|Spell { id, from, until }| (id, self::life(from, until.as_ref())));
            spells.find(|(_, life)| life.contains(on)).map(|(id, life)| (id.clone(), life))
        }
    }
}
