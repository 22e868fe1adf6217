//! The same facts in another order (M3).

use wangge::record::{Dated, Records};

use super::Dice;

/// A permutation of the rows, and of what stands in them in no order: spells, codes, categories, affiliations. The
/// scheme stays as it is.
pub fn shuffle(records: &Records, seed: u64) -> Records {
    let mut dice = Dice::new(seed);
    let mut records = records.clone();
    for unit in &mut records.units {
        dice.shuffle(&mut unit.codes);
        unit.parent.iter_mut().for_each(|parent| shuffle_spells(&mut dice, parent));
    }
    for household in &mut records.households {
        shuffle_spells(&mut dice, &mut household.unit);
        dice.shuffle(&mut household.categories);
    }
    for site in &mut records.sites {
        shuffle_spells(&mut dice, &mut site.unit);
        site.owner.iter_mut().for_each(|owner| shuffle_spells(&mut dice, owner));
    }
    for person in &mut records.people {
        dice.shuffle(&mut person.affiliations);
    }
    dice.shuffle(&mut records.units);
    dice.shuffle(&mut records.departments);
    dice.shuffle(&mut records.households);
    dice.shuffle(&mut records.sites);
    dice.shuffle(&mut records.people);
    dice.shuffle(&mut records.appointments);
    dice.shuffle(&mut records.absences);
    dice.shuffle(&mut records.pairings);
    dice.shuffle(&mut records.pair_rules);
    records
}

/// A permutation of those lists of the scheme whose order has no meaning.
pub fn shuffle_scheme(records: &Records, seed: u64) -> Records {
    let mut dice = Dice::new(seed);
    let mut records = records.clone();
    dice.shuffle(&mut records.scheme.duties);
    dice.shuffle(&mut records.scheme.admission);
    dice.shuffle(&mut records.scheme.policies);
    for admission in &mut records.scheme.admission {
        dice.shuffle(&mut admission.kinds);
    }
    for level in &mut records.scheme.levels {
        dice.shuffle(&mut level.parents);
    }
    for programme in &mut records.scheme.programmes {
        programme.limits.iter_mut().for_each(|limit| dice.shuffle(&mut limit.categories));
        dice.shuffle(&mut programme.reserved);
    }
    dice.shuffle(&mut records.scheme.calendar.weekdays);
    dice.shuffle(&mut records.scheme.calendar.years);
    dice.shuffle(&mut records.scheme.calendar.exceptions);
    records
}

fn shuffle_spells(dice: &mut Dice, dated: &mut Dated) {
    if let Dated::Spells(spells) = dated {
        dice.shuffle(spells);
    }
}
