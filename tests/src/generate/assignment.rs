//! What household assignment adds to a random world.

use smol_str::SmolStr;
use wangge::record::{
    CostRecord, LimitRecord, PairRule, PairRuleRecord, ProgrammeRecord, Records, ReservedRecord, SchemeRecord,
};

use super::{Dice, places::Lives, spell::Life};

/// Fills in capacities of levels, what programmes ask, who is exempt, and pair rules.
pub fn assignment(dice: &mut Dice, records: &mut Records, lives: &Lives) {
    for level in records.scheme.levels.iter_mut().filter(|level| level.households) {
        let min = dice.below(4) as u32;
        level.min_households = dice.chance(30).then_some(min);
        level.max_households = dice.chance(40).then(|| min + dice.below(5) as u32);
    }
    let mut programmes = std::mem::take(&mut records.scheme.programmes);
    for programme in &mut programmes {
        asked(dice, &records.scheme, programme);
    }
    records.scheme.programmes = programmes;
    for person in &mut records.people {
        person.exempt = dice.chance(15);
    }
    pair_rules(dice, records, lives);
}

fn asked(dice: &mut Dice, scheme: &SchemeRecord, programme: &mut ProgrammeRecord) {
    let categories: Vec<SmolStr> = scheme.categories.iter().map(|row| row.id.clone()).collect();
    let roles: Vec<SmolStr> = scheme.roles.iter().map(|row| row.id.clone()).collect();
    if dice.chance(40) {
        programme.min = dice.below(programme.max as usize + 1) as u32;
    }
    if dice.chance(60) {
        programme.limits = limits(dice, &categories);
    }
    if dice.chance(40) {
        programme.within = dice.pick(&scheme.levels).map(|level| level.id.clone());
    }
    for _ in 0..dice.one(&[0, 0, 1, 2]) {
        let (categories, roles) = (dice.some(&categories, 50), dice.some(&roles, 40));
        if !categories.is_empty() && !roles.is_empty() {
            programme.reserved.push(ReservedRecord { categories, roles });
        }
    }
    if dice.chance(60) {
        let mut metres = || dice.one(&[0, 0, 1, 50, 300, 20_000, 10_000_000]);
        programme.cost = CostRecord { churn: metres(), evenness: metres(), preference: metres() };
    }
}

/// Sets of categories that are apart or nested: parts of parts of a list, in any order.
fn limits(dice: &mut Dice, categories: &[SmolStr]) -> Vec<LimitRecord> {
    let mut limits = Vec::new();
    let mut list = categories.to_vec();
    dice.shuffle(&mut list);
    let mut parts = vec![list];
    while let Some(mut part) = parts.pop() {
        // All of it, unless that is the same as what it was cut from.
        let chosen = dice.chance(60);
        if chosen && !part.is_empty() {
            let mut named = part.clone();
            if dice.chance(20) {
                named.push(part[0].clone());
            }
            dice.shuffle(&mut named);
            limits.push(LimitRecord { categories: named, max: dice.below(5) as u32 });
        }
        if part.len() > 1 {
            let rest = part.split_off(dice.between(1, part.len() as i32 - 1) as usize);
            parts.extend([part, rest]);
        }
    }
    dice.shuffle(&mut limits);
    limits
}

fn pair_rules(dice: &mut Dice, records: &mut Records, lives: &Lives) {
    let mut held: Vec<(SmolStr, usize, Option<SmolStr>, Life)> = Vec::new();
    for _ in 0..if records.households.is_empty() { 0 } else { dice.below(9) } {
        let person = dice.pick(&records.people).unwrap().id.clone();
        let household = dice.below(records.households.len());
        let programme = dice.pick(&records.scheme.programmes).map(|row| row.id.clone()).filter(|_| dice.chance(60));
        let life = lives.households[household].part(dice, 60);
        let clashes = held.iter().any(|(who, at, under, other)| {
            let everywhere = under.is_none() || programme.is_none();
            *who == person && *at == household && (everywhere || *under == programme) && other.overlaps(life)
        });
        if clashes {
            continue;
        }
        held.push((person.clone(), household, programme.clone(), life));
        records.pair_rules.push(PairRuleRecord {
            person,
            household: records.households[household].id.clone(),
            programme,
            rule: dice.one(&[PairRule::Pinned, PairRule::Preferred, PairRule::Recused]),
            from: life.first_day(),
            until: life.end_day(),
        });
    }
}
