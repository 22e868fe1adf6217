//! What household assignment adds, broken.

use smol_str::SmolStr;
use wangge::record::{LimitRecord, Records, ReservedRecord};

use super::super::{
    Dice,
    mutate::{Mutation, any, put},
    spell::day_text,
};

/// All of them.
pub const ALL: &[Mutation] = &[
    bad_capacity,
    bad_minimum,
    bad_cost,
    bad_limit,
    too_many_limits,
    bad_reservation,
    limit_twice,
    another_limit,
    pair_rule_twice,
    pair_rule_for_all,
];

fn bad_capacity(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let level = any(dice, &mut records.scheme.levels)?;
    match dice.below(4) {
        0 => (level.min_households, level.max_households) = (Some(3), Some(2)),
        1 => (level.min_households, level.max_households) = (Some(0), None),
        2 => level.max_households = Some(9),
        _ => level.households = false,
    }
    Some(())
}

fn bad_minimum(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = any(dice, &mut records.scheme.programmes)?;
    row.min = row.max + dice.below(2) as u32;
    Some(())
}

fn bad_cost(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let cost = &mut any(dice, &mut records.scheme.programmes)?.cost;
    let metres = dice.one(&[10_000_000, 10_000_001, u32::MAX]);
    let place = match dice.below(3) {
        0 => &mut cost.churn,
        1 => &mut cost.evenness,
        _ => &mut cost.preference,
    };
    *place = metres;
    Some(())
}

fn bad_limit(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = any(dice, &mut records.scheme.programmes)?;
    match any(dice, &mut row.limits) {
        Some(limit) if dice.chance(60) => limit.categories.clear(),
        _ => put(dice, &mut row.limits, LimitRecord { categories: Vec::new(), max: 1 }),
    }
    Some(())
}

/// As many as may be, or one more; of one category, so that they are the same.
fn too_many_limits(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let id = dice.pick(&records.scheme.categories)?.id.clone();
    let row = any(dice, &mut records.scheme.programmes)?;
    row.limits = vec![LimitRecord { categories: vec![id], max: 1 }; dice.between(64, 65) as usize];
    Some(())
}

fn bad_reservation(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = any(dice, &mut records.scheme.programmes)?;
    match any(dice, &mut row.reserved) {
        Some(reserved) if dice.chance(40) => reserved.categories.clear(),
        Some(reserved) if dice.chance(60) => reserved.roles.clear(),
        _ => put(dice, &mut row.reserved, ReservedRecord { categories: Vec::new(), roles: Vec::new() }),
    }
    Some(())
}

/// A limit once more, in the other order.
fn limit_twice(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = any(dice, &mut records.scheme.programmes)?;
    let mut limit = dice.pick(&row.limits)?.clone();
    limit.categories.reverse();
    limit.max += 1;
    put(dice, &mut row.limits, limit);
    Some(())
}

/// A limit of any categories: now and then it fits.
fn another_limit(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let categories: Vec<SmolStr> = records.scheme.categories.iter().map(|row| row.id.clone()).collect();
    let row = any(dice, &mut records.scheme.programmes)?;
    let categories = dice.some(&categories, 60);
    put(dice, &mut row.limits, LimitRecord { categories, max: 2 });
    Some(())
}

fn pair_rule_twice(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let mut row = dice.pick(&records.pair_rules)?.clone();
    if dice.chance(50) {
        row.from = day_text(dice.between(-8, 38));
        row.until = None;
    }
    if dice.chance(40) {
        row.programme = dice.pick(&records.scheme.programmes).map(|programme| programme.id.clone());
    }
    put(dice, &mut records.pair_rules, row);
    Some(())
}

/// A rule of one pair for every programme, or of every pair for one person.
fn pair_rule_for_all(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = any(dice, &mut records.pair_rules)?;
    row.programme = None;
    let (person, household) = (row.person.clone(), row.household.clone());
    for rule in &mut records.pair_rules {
        if dice.chance(60) {
            (rule.person, rule.household) = (person.clone(), household.clone());
        }
    }
    Some(())
}
