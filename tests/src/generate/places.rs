//! Random units, departments, households and sites.

use smol_str::{SmolStr, format_smolstr};
use wangge::record::{DepartmentRecord, HouseholdRecord, Records, SiteRecord, Spell, UnitRecord};

use super::{
    Dice,
    scope::{self, Block},
    spell::{FIRST, LAST, Life, dated, spells},
};

/// The lives of what was made, by row.
#[derive(Debug, Default)]
pub struct Lives {
    /// Of units.
    pub units: Vec<Life>,
    /// Of departments.
    pub departments: Vec<Life>,
    /// Of households.
    pub households: Vec<Life>,
}

/// Fills in units, departments, households and sites.
pub fn places(dice: &mut Dice, records: &mut Records) -> Lives {
    let mut lives = Lives::default();
    units(dice, records, &mut lives);
    departments(dice, records, &mut lives);
    households(dice, records, &mut lives);
    sites(dice, records, &lives);
    lives
}

/// A life within the time line: often all of it.
fn life(dice: &mut Dice) -> Life {
    let from = if dice.chance(80) { FIRST - 8 } else { FIRST - 8 + dice.below(12) as i32 };
    Life { from, until: dice.chance(8).then(|| dice.between(from + 15, LAST)) }
}

fn units(dice: &mut Dice, records: &mut Records, lives: &mut Lives) {
    let levels = records.scheme.levels.clone();
    let count = dice.between(1, 12) as usize;
    let prefix = dice.one(&["u", "u", "村"]);
    let ids = dice.ids(prefix, count);
    // Levels from the top down, so that parents are there first.
    let mut at: Vec<usize> =
        (0..count).map(|_| dice.below(levels.len() * 2).saturating_sub(1).min(levels.len() - 1)).collect();
    at.sort_unstable();
    let mut first_parents: Vec<Option<usize>> = Vec::new();
    let drawn = dice.chance(60);
    for id in ids {
        let mut level = at[records.units.len()];
        let candidates = loop {
            let fitting: Vec<usize> = (0..records.units.len())
                .filter(|unit| levels[level].parents.contains(&records.units[*unit].level))
                .collect();
            if levels[level].parents.is_empty() || !fitting.is_empty() {
                break fitting;
            }
            level -= 1;
        };
        let (life, parent, first) = if let Some(first) = dice.pick(&candidates).copied() {
            let life = lives.units[first].part(dice, 93);
            let of_candidates: Vec<Life> = candidates.iter().map(|unit| lives.units[*unit]).collect();
            let at = candidates.iter().position(|unit| *unit == first).unwrap();
            let cuts = dice.one(&[0, 0, 0, 1, 1, 2]);
            let spells: Vec<(SmolStr, Life)> = spells(dice, life, at, &of_candidates, cuts)
                .into_iter()
                .map(|(at, life)| (records.units[candidates[at]].id.clone(), life))
                .collect();
            (life, Some(dated(dice, life, &spells)), Some(first))
        } else {
            (life(dice), None, None)
        };
        records.units.push(UnitRecord {
            name: format_smolstr!("单元{id}"),
            id,
            level: levels[level].id.clone(),
            from: life.first_day(),
            until: life.end_day(),
            parent,
            codes: Vec::new(),
            scope: Vec::new(),
        });
        lives.units.push(life);
        first_parents.push(first);
    }
    codes(dice, records, lives);
    if drawn {
        draw(dice, records, &first_parents);
    }
}

/// Codes that nobody else ever has.
fn codes(dice: &mut Dice, records: &mut Records, lives: &Lives) {
    for (number, unit) in records.units.iter_mut().enumerate() {
        let level = records.scheme.levels.iter().find(|level| level.id == unit.level).unwrap();
        let mut from = lives.units[number];
        for change in 0..dice.one(&[0, 1, 1, 2]) {
            let life = from.part(dice, 60);
            let text = match dice.pick(&level.code_digits) {
                Some(digits) => {
                    let digits = *digits as usize;
                    SmolStr::from(format!("{:0digits$}", 4307 * 100 + number * 10 + change))
                }
                None => format_smolstr!("C-{number}.{change}"),
            };
            unit.codes.push(Spell { id: text, from: life.first_day(), until: life.end_day() });
            let Some(until) = life.until else { break };
            if lives.units[number].until.is_some_and(|end| until >= end) {
                break;
            }
            from = Life { from: until, until: lives.units[number].until };
        }
        dice.shuffle(&mut unit.codes);
    }
}

/// Scopes: each unit divides its block among those that were first under it.
fn draw(dice: &mut Dice, records: &mut Records, first_parents: &[Option<usize>]) {
    let mut blocks: Vec<Option<Block>> = vec![None; records.units.len()];
    let roots: Vec<usize> = (0..records.units.len()).filter(|unit| first_parents[*unit].is_none()).collect();
    for (place, root) in roots.iter().enumerate() {
        let west = place as i32 * if dice.chance(90) { 12 } else { 8 };
        blocks[*root] = Some(Block { west, south: 0, east: west + 12, north: 12 });
    }
    for unit in 0..records.units.len() {
        let Some(block) = blocks[unit] else { continue };
        let children: Vec<usize> =
            (0..records.units.len()).filter(|child| first_parents[*child] == Some(unit)).collect();
        for (child, strip) in children.iter().zip(block.strips(dice, children.len())) {
            blocks[*child] = strip;
        }
        if !dice.chance(12) {
            records.units[unit].scope = scope::rings(dice, block);
        }
    }
}

fn departments(dice: &mut Dice, records: &mut Records, lives: &mut Lives) {
    let count = if records.scheme.functions.is_empty() { 0 } else { dice.below(6) };
    for id in dice.ids("d", count) {
        let unit = dice.below(records.units.len());
        let function = dice.pick(&records.scheme.functions).unwrap().id.clone();
        let life = lives.units[unit].part(dice, 90);
        records.departments.push(DepartmentRecord {
            name: format_smolstr!("科室{id}"),
            id,
            unit: records.units[unit].id.clone(),
            function,
            from: life.first_day(),
            until: life.end_day(),
        });
        lives.departments.push(life);
    }
}

/// Units over the life of a leaf: where it begins, and where it moves.
fn leaf(dice: &mut Dice, records: &Records, lives: &Lives, candidates: &[usize]) -> (Life, Vec<(SmolStr, Life)>) {
    let of_candidates: Vec<Life> = candidates.iter().map(|unit| lives.units[*unit]).collect();
    let first = dice.below(candidates.len());
    let life = of_candidates[first].part(dice, 92);
    let cuts = dice.one(&[0, 0, 0, 1, 2]);
    let spells = spells(dice, life, first, &of_candidates, cuts);
    (life, spells.into_iter().map(|(at, life)| (records.units[candidates[at]].id.clone(), life)).collect())
}

fn households(dice: &mut Dice, records: &mut Records, lives: &mut Lives) {
    let scheme = records.scheme.clone();
    let holds = |unit: &UnitRecord| scheme.levels.iter().any(|level| level.id == unit.level && level.households);
    let candidates: Vec<usize> = (0..records.units.len()).filter(|unit| holds(&records.units[*unit])).collect();
    let count = if candidates.is_empty() { 0 } else { dice.below(11) };
    let categories: Vec<SmolStr> = scheme.categories.iter().map(|row| row.id.clone()).collect();
    for id in dice.ids("h", count) {
        let (life, spells) = leaf(dice, records, lives, &candidates);
        records.households.push(HouseholdRecord {
            label: format_smolstr!("{id}号"),
            id,
            unit: dated(dice, life, &spells),
            from: life.first_day(),
            until: life.end_day(),
            residents: dice.below(7) as u32,
            categories: dice.some(&categories, 50),
            location: dice.chance(60).then(|| scope::location(dice)),
        });
        lives.households.push(life);
    }
}

fn sites(dice: &mut Dice, records: &mut Records, lives: &Lives) {
    let candidates: Vec<usize> = (0..records.units.len()).collect();
    let units = records.units.iter().zip(&lives.units).map(|(row, life)| (row.id.clone(), *life));
    let departments = records.departments.iter().zip(&lives.departments).map(|(row, life)| (row.id.clone(), *life));
    let units: Vec<_> = units.collect();
    let departments: Vec<_> = departments.collect();
    let count = dice.below(5);
    for id in dice.ids("s", count) {
        let (life, spells) = leaf(dice, records, lives, &candidates);
        let owner = if dice.chance(65) { owner(dice, life, &units, &departments) } else { None };
        records.sites.push(SiteRecord {
            name: format_smolstr!("地{id}"),
            id,
            unit: dated(dice, life, &spells),
            owner,
            from: life.first_day(),
            until: life.end_day(),
            location: dice.chance(60).then(|| scope::location(dice)),
        });
    }
}

/// An owner throughout, or one after another with days between.
fn owner(
    dice: &mut Dice,
    life: Life,
    units: &[(SmolStr, Life)],
    departments: &[(SmolStr, Life)],
) -> Option<wangge::record::Dated> {
    let mut owned = Vec::new();
    let mut rest = life;
    for _ in 0..dice.one(&[1, 1, 2]) {
        let part = if owned.is_empty() { rest.part(dice, 75) } else { rest };
        let list = if dice.chance(50) { departments } else { units };
        let fitting: Vec<_> = list.iter().filter(|(_, life)| part.inside(*life)).collect();
        let Some((id, _)) = dice.pick(&fitting).copied() else { break };
        owned.push((id.clone(), part));
        match part.until {
            Some(until) if life.contains(until) => rest = Life { from: until, until: life.until },
            _ => break,
        }
    }
    (!owned.is_empty()).then(|| dated(dice, life, &owned))
}
