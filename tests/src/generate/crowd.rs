//! Worlds with enough households and people for assignment to have a choice.

use smol_str::format_smolstr;
use wangge::record::{NamedRecord, Records};

use super::{Dice, scope, valid_world};

/// A valid world with more households, more people and more categories: neighbours of those that are there.
pub fn crowded_world(seed: u64) -> Records {
    let mut records = valid_world(seed);
    let mut dice = Dice::new(seed ^ 0xC0_4D);
    let dice = &mut dice;
    if records.scheme.categories.is_empty() {
        return records;
    }
    let (households, people) = (records.households.clone(), records.people.clone());
    for number in 0..if households.is_empty() { 0 } else { dice.one(&[0, 4, 10, 25]) } {
        let mut own = dice.pick(&households).unwrap().clone();
        own.id = format_smolstr!("{}-{number}", own.id);
        own.location = if dice.chance(90) { Some(scope::location(dice)) } else { own.location };
        let categories: Vec<NamedRecord> = dice.some(&records.scheme.categories, 50);
        own.categories = categories.into_iter().map(|category| category.id).collect();
        records.households.push(own);
    }
    for number in 0..dice.one(&[0, 2, 6, 12]) {
        let mut own = dice.pick(&people).unwrap().clone();
        own.id = format_smolstr!("{}-{number}", own.id);
        own.home = if dice.chance(80) { dice.pick(&records.households).map(|home| home.id.clone()) } else { own.home };
        own.exempt = dice.chance(10);
        records.people.push(own);
    }
    let pairings = records.pairings.clone();
    for household in records.households.iter().skip(households.len()) {
        let Some(pairing) = dice.pick(&pairings) else { break };
        // The same days as for the neighbour, of whom it is a copy.
        let origin = household.id.rsplit_once('-').map_or("", |(origin, _)| origin);
        if pairing.household != origin {
            continue;
        }
        let mut own = pairing.clone();
        own.household = household.id.clone();
        own.person = dice.pick(&records.people).unwrap().id.clone();
        records.pairings.push(own);
    }
    records
}
