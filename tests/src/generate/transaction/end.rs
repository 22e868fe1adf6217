//! What closes, ends and moves.

use wangge::{
    change::{Change, End, EndAppointment, Move, Return, Unpair},
    record::{Dated, Records},
};

use super::{super::Dice, day_of, life, or_another};

macro_rules! close {
    ($name:ident, $list:ident, $change:ident, $doc:literal) => {
        #[doc = $doc]
        pub fn $name(dice: &mut Dice, records: &Records) -> Option<Change> {
            let row = dice.pick(&records.$list)?;
            let on = day_of(dice, life(&row.from, row.until.as_ref()));
            Some(Change::$change(End { id: or_another(dice, &row.id, records), on }))
        }
    };
}

close!(department, departments, CloseDepartment, "A department closes.");
close!(household, households, CloseHousehold, "A household closes.");
close!(site, sites, CloseSite, "A site closes.");

/// A unit closes: rather one with nothing under it.
pub fn unit(dice: &mut Dice, records: &Records) -> Option<Change> {
    let names = |dated: &Dated, id: &str| match dated {
        Dated::Throughout(other) => other == id,
        Dated::Spells(spells) => spells.iter().any(|spell| spell.id == id),
    };
    let empty = |id: &str| {
        !records.units.iter().any(|row| row.parent.as_ref().is_some_and(|parent| names(parent, id)))
            && !records.households.iter().any(|row| names(&row.unit, id))
            && !records.sites.iter().any(|row| names(&row.unit, id))
    };
    let candidates: Vec<_> = records.units.iter().filter(|row| empty(&row.id) || dice.chance(20)).collect();
    let row = dice.pick(&candidates)?;
    let on = day_of(dice, life(&row.from, row.until.as_ref()));
    Some(Change::CloseUnit(End { id: or_another(dice, &row.id, records), on }))
}

/// Somebody steps down.
pub fn appointment(dice: &mut Dice, records: &Records) -> Option<Change> {
    let row = dice.pick(&records.appointments)?;
    let on = day_of(dice, life(&row.from, row.until.as_ref()));
    let person = if dice.chance(4) { dice.pick(&records.people)?.id.clone() } else { row.person.clone() };
    let (unit, role, department) = (row.unit.clone(), row.role.clone(), row.department.clone());
    Some(Change::EndAppointment(EndAppointment { person, unit, role, department, on }))
}

/// Somebody comes back.
pub fn absence(dice: &mut Dice, records: &Records) -> Option<Change> {
    let row = dice.pick(&records.absences)?;
    let on = day_of(dice, life(&row.from, row.until.as_ref()));
    Some(Change::Return(Return { person: row.person.clone(), on }))
}

/// A caretaker no longer.
pub fn pairing(dice: &mut Dice, records: &Records) -> Option<Change> {
    let row = dice.pick(&records.pairings)?;
    let on = day_of(dice, life(&row.from, row.until.as_ref()));
    Some(Change::Unpair(Unpair {
        person: row.person.clone(),
        household: row.household.clone(),
        programme: row.programme.clone(),
        on,
    }))
}

/// A unit moves: mostly to where its level may be, now and then to anywhere, under itself or below it.
pub fn moved_unit(dice: &mut Dice, records: &Records) -> Option<Change> {
    let row = dice.pick(&records.units)?;
    let level = records.scheme.levels.iter().find(|level| level.id == row.level)?;
    let fits = |parent: &wangge::record::UnitRecord| level.parents.contains(&parent.level);
    let anywhere = dice.chance(15);
    let candidates: Vec<_> = records.units.iter().filter(|parent| anywhere || fits(parent)).collect();
    let to = dice.pick(&candidates)?.id.clone();
    let on = day_of(dice, life(&row.from, row.until.as_ref()));
    Some(Change::MoveUnit(Move { id: or_another(dice, &row.id, records), to: or_another(dice, &to, records), on }))
}

/// A household moves.
pub fn moved_household(dice: &mut Dice, records: &Records) -> Option<Change> {
    let row = dice.pick(&records.households)?;
    let holds = |id: &str| records.scheme.levels.iter().any(|level| level.id == id && level.households);
    let candidates: Vec<_> = records.units.iter().filter(|unit| holds(&unit.level) || dice.chance(10)).collect();
    let to = dice.pick(&candidates)?.id.clone();
    let on = day_of(dice, life(&row.from, row.until.as_ref()));
    Some(Change::MoveHousehold(Move { id: or_another(dice, &row.id, records), to: or_another(dice, &to, records), on }))
}

/// A site is counted to another unit.
pub fn moved_site(dice: &mut Dice, records: &Records) -> Option<Change> {
    let row = dice.pick(&records.sites)?;
    let to = dice.pick(&records.units)?.id.clone();
    let on = day_of(dice, life(&row.from, row.until.as_ref()));
    Some(Change::MoveSite(Move { id: or_another(dice, &row.id, records), to: or_another(dice, &to, records), on }))
}
