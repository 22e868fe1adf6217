//! Random questions to assignment.

use wangge::record::Records;
use wangge::{AssignOptions, Directory, GivenDistance};
use wangge_tests::generate::Dice;

/// What is asked.
pub struct Asked {
    pub options: AssignOptions,
}

/// A question that has an answer; none where nothing can be asked.
pub fn ask(dice: &mut Dice, records: &Records, directory: &Directory) -> Option<Asked> {
    let scheme = &records.scheme;
    let levels: Vec<&str> =
        scheme.levels.iter().filter(|level| level.households).map(|level| level.id.as_str()).collect();
    let mut options = if dice.chance(70) || levels.is_empty() {
        AssignOptions::caretakers(&dice.pick(&scheme.programmes)?.id)
    } else {
        let within = dice.pick(&scheme.levels).map(|level| level.id.as_str()).filter(|_| dice.chance(60));
        AssignOptions::units(dice.one(&levels), within)
    };
    options.nearest = dice.one(&[1, 2, 16]);
    let units: Vec<_> = directory.units().collect();
    if dice.chance(25) {
        options.unit = dice.pick(&units).map(|unit| unit.id().into());
    }
    if dice.chance(30) {
        let least = least(records, &options);
        options.max = Some(least + dice.below(4) as u32);
    }
    if dice.chance(30) {
        options.churn = Some(dice.one(&[0, 10, 500]));
    }
    if dice.chance(30) {
        options.evenness = Some(dice.one(&[0, 7, 300]));
    }
    let of_units = matches!(options.purpose, wangge::Use::Units { .. });
    let takers: Vec<&str> = if of_units {
        let wangge::Use::Units { level, .. } = &options.purpose else { unreachable!() };
        units.iter().filter(|unit| unit.level().id() == level).map(|unit| unit.id()).collect()
    } else {
        records.people.iter().map(|person| person.id.as_str()).collect()
    };
    let households: Vec<_> = directory.households().collect();
    for _ in 0..dice.one(&[0, 0, 3, 9]) {
        let (Some(taker), Some(household)) = (dice.pick(&takers), dice.pick(&households)) else { break };
        let metres = dice.one(&[0, 5, 1_000, 50_000]);
        options.distances.push(GivenDistance { taker: (*taker).into(), household: household.id().into(), metres });
    }
    Some(Asked { options })
}

fn least(records: &Records, options: &AssignOptions) -> u32 {
    match &options.purpose {
        wangge::Use::Caretakers { programme } => {
            records.scheme.programmes.iter().find(|row| row.id == *programme).map_or(0, |row| row.min)
        }
        wangge::Use::Units { level, .. } => {
            let level = records.scheme.levels.iter().find(|row| row.id == *level);
            level.and_then(|level| level.min_households).unwrap_or(0)
        }
    }
}
