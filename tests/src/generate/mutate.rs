//! Breaking a valid world.

use smol_str::SmolStr;
use wangge::record::{Dated, Records, SeatRecord};

use super::{
    Dice,
    mutations::{assignment, relations, values},
};

/// One way to break something; `None` where there is nothing to break.
pub type Mutation = fn(&mut Dice, &mut Records) -> Option<()>;

/// Breaks one to four things.
pub fn mutate(dice: &mut Dice, records: &mut Records) {
    let mutations: Vec<Mutation> = values::ALL.iter().chain(relations::ALL).chain(assignment::ALL).copied().collect();
    let mut left = dice.between(1, 4);
    // A small world has not everything that may be broken.
    for _ in 0..200 {
        if left > 0 && dice.one(&mutations)(dice, records).is_some() {
            left -= 1;
        }
    }
}

/// One row of a list, to be changed.
pub fn any<'l, T>(dice: &mut Dice, list: &'l mut [T]) -> Option<&'l mut T> {
    let at = dice.below(list.len());
    list.get_mut(at)
}

/// Puts a row into a list, anywhere.
pub fn put<T>(dice: &mut Dice, list: &mut Vec<T>, row: T) {
    let at = dice.below(list.len() + 1);
    list.insert(at, row);
}

/// Every list of spells, and every reference that may become one.
pub fn dated(records: &mut Records) -> Vec<&mut Dated> {
    let parents = records.units.iter_mut().filter_map(|row| row.parent.as_mut());
    let households = records.households.iter_mut().map(|row| &mut row.unit);
    let sites = records.sites.iter_mut().flat_map(|row| std::iter::once(&mut row.unit).chain(row.owner.as_mut()));
    parents.chain(households).chain(sites).collect()
}

/// Every period: of rows and of spells.
pub fn periods(records: &mut Records) -> Vec<(&mut SmolStr, &mut Option<SmolStr>)> {
    let Records { units, departments, households, sites, appointments, absences, pairings, pair_rules, .. } = records;
    let mut found: Vec<(&mut SmolStr, &mut Option<SmolStr>)> = Vec::new();
    for row in units {
        found.push((&mut row.from, &mut row.until));
        if let Some(Dated::Spells(spells)) = &mut row.parent {
            found.extend(spells.iter_mut().map(|spell| (&mut spell.from, &mut spell.until)));
        }
        found.extend(row.codes.iter_mut().map(|spell| (&mut spell.from, &mut spell.until)));
    }
    for row in households {
        found.push((&mut row.from, &mut row.until));
        if let Dated::Spells(spells) = &mut row.unit {
            found.extend(spells.iter_mut().map(|spell| (&mut spell.from, &mut spell.until)));
        }
    }
    for row in sites {
        found.push((&mut row.from, &mut row.until));
        for dated in std::iter::once(&mut row.unit).chain(row.owner.as_mut()) {
            if let Dated::Spells(spells) = dated {
                found.extend(spells.iter_mut().map(|spell| (&mut spell.from, &mut spell.until)));
            }
        }
    }
    found.extend(departments.iter_mut().map(|row| (&mut row.from, &mut row.until)));
    found.extend(appointments.iter_mut().map(|row| (&mut row.from, &mut row.until)));
    found.extend(absences.iter_mut().map(|row| (&mut row.from, &mut row.until)));
    found.extend(pairings.iter_mut().map(|row| (&mut row.from, &mut row.until)));
    found.extend(pair_rules.iter_mut().map(|row| (&mut row.from, &mut row.until)));
    found
}

/// Every id that a row has for itself.
pub fn ids(records: &mut Records) -> Vec<&mut SmolStr> {
    let Records { scheme, units, departments, households, sites, people, .. } = records;
    let mut found: Vec<&mut SmolStr> = Vec::new();
    macro_rules! of {
        ($($list:expr),*) => { $(found.extend($list.iter_mut().map(|row| &mut row.id));)* };
    }
    of!(units, departments, households, sites, people);
    of!(scheme.levels, scheme.roles, scheme.functions, scheme.affiliations, scheme.categories, scheme.kinds);
    of!(scheme.reports, scheme.programmes);
    for campaign in &mut scheme.campaigns {
        found.push(&mut campaign.id);
        found.extend(campaign.actions.iter_mut().map(|row| &mut row.id));
    }
    found
}

/// Every name, label and contact.
pub fn texts(records: &mut Records) -> Vec<&mut SmolStr> {
    let Records { scheme, units, departments, households, sites, people, .. } = records;
    let mut found: Vec<&mut SmolStr> = vec![&mut scheme.name.zh, &mut scheme.name.en];
    macro_rules! of {
        ($($list:expr),*) => { $(found.extend($list.iter_mut().map(|row| &mut row.name));)* };
    }
    macro_rules! both {
        ($($list:expr),*) => {
            $(found.extend($list.iter_mut().flat_map(|row| [&mut row.name.zh, &mut row.name.en]));)*
        };
    }
    of!(units, departments, sites);
    found.extend(households.iter_mut().map(|row| &mut row.label));
    for person in people {
        found.push(&mut person.name);
        found.extend(&mut person.contact);
    }
    both!(scheme.levels, scheme.roles, scheme.functions, scheme.affiliations, scheme.categories, scheme.kinds);
    both!(scheme.reports, scheme.programmes);
    for campaign in &mut scheme.campaigns {
        found.extend([&mut campaign.name.zh, &mut campaign.name.en]);
        both!(campaign.actions);
    }
    for exception in &mut scheme.calendar.exceptions {
        found.extend(exception.name.as_mut().map(|name| &mut name.en));
    }
    found
}

/// Every seat that the scheme names.
pub fn seats(records: &mut Records) -> Vec<&mut SeatRecord> {
    let mut found: Vec<&mut SeatRecord> = Vec::new();
    for policy in &mut records.scheme.policies {
        for step in &mut policy.steps {
            found.push(&mut step.ask);
            found.extend(&mut step.inform);
        }
    }
    for report in &mut records.scheme.reports {
        found.extend([&mut report.from, &mut report.to]);
    }
    found
}

/// Every reference to another row.
pub fn references(records: &mut Records) -> Vec<&mut SmolStr> {
    let Records { scheme, units, departments, households, sites, people, appointments, absences, pairings, pair_rules } =
        records;
    let mut found: Vec<&mut SmolStr> = Vec::new();
    for row in units {
        found.push(&mut row.level);
        found.extend(row.parent.iter_mut().flat_map(named));
    }
    for row in departments {
        found.extend([&mut row.unit, &mut row.function]);
    }
    for row in households {
        found.extend(named(&mut row.unit));
        found.extend(&mut row.categories);
    }
    for row in sites {
        found.extend(named(&mut row.unit));
        found.extend(row.owner.iter_mut().flat_map(named));
    }
    for row in people {
        found.extend(&mut row.affiliations);
        found.extend(&mut row.home);
    }
    for row in appointments {
        found.push(&mut row.person);
        found.extend(row.unit.iter_mut().chain(&mut row.role).chain(&mut row.department));
    }
    found.extend(absences.iter_mut().map(|row| &mut row.person));
    for row in pairings {
        found.extend([&mut row.person, &mut row.household, &mut row.programme]);
    }
    for row in pair_rules {
        found.extend([&mut row.person, &mut row.household]);
        found.extend(&mut row.programme);
    }
    for row in &mut scheme.levels {
        found.extend(&mut row.parents);
    }
    for row in &mut scheme.roles {
        found.push(&mut row.level);
        found.extend(&mut row.eligible);
    }
    for row in &mut scheme.kinds {
        found.extend(row.parent.iter_mut().chain(&mut row.ceiling));
    }
    for row in &mut scheme.duties {
        found.extend(row.role.iter_mut().chain(&mut row.function).chain(&mut row.programme));
        found.push(&mut row.kind);
    }
    for row in &mut scheme.admission {
        found.push(&mut row.level);
        found.extend(&mut row.kinds);
    }
    for policy in &mut scheme.policies {
        found.push(&mut policy.kind);
        for step in &mut policy.steps {
            for seat in std::iter::once(&mut step.ask).chain(&mut step.inform) {
                found.extend(seat.role.iter_mut().chain(&mut seat.function).chain(&mut seat.level));
            }
        }
    }
    for report in &mut scheme.reports {
        for seat in [&mut report.from, &mut report.to] {
            found.extend(seat.role.iter_mut().chain(&mut seat.function).chain(&mut seat.level));
        }
    }
    for row in &mut scheme.programmes {
        found.extend(row.categories.iter_mut().chain(&mut row.eligible).chain(&mut row.within));
        found.extend(row.limits.iter_mut().flat_map(|limit| &mut limit.categories));
        found.extend(row.reserved.iter_mut().flat_map(|entry| entry.categories.iter_mut().chain(&mut entry.roles)));
    }
    for row in &mut scheme.campaigns {
        found.extend(&mut row.categories);
    }
    found
}

/// The ids that a dated reference names.
fn named(dated: &mut Dated) -> Vec<&mut SmolStr> {
    match dated {
        Dated::Throughout(id) => vec![id],
        Dated::Spells(spells) => spells.iter_mut().map(|spell| &mut spell.id).collect(),
    }
}
