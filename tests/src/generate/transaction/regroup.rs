//! What is divided and joined.

use smol_str::{SmolStr, format_smolstr};
use wangge::{
    change::{Change, Merge, Part, Split},
    record::{Dated, Records},
};

use super::{super::Dice, code, day_of, life, new_id, number, or_another, place, spell_on};

/// A unit with something under it is divided among one to three, and closes or goes on.
pub fn split(dice: &mut Dice, records: &Records) -> Option<Change> {
    let divided = dice.pick(&records.units)?;
    let on = day_of(dice, life(&divided.from, divided.until.as_ref()));
    let close = dice.chance(40);
    let count = dice.one(&[0, 1, 1, 2, 2, 2, 2, 3]).max(usize::from(dice.chance(85)));
    let taker = if dice.chance(50) { dice.below(count) } else { count };
    let mut parts: Vec<Part> = (0..count)
        .map(|at| {
            let id = new_id(dice, "u", records);
            Part {
                name: format_smolstr!("新{id}"),
                id,
                code: dice.chance(40).then(|| code(dice, records, &divided.level)),
                scope: if dice.chance(20) { divided.scope.clone() } else { Vec::new() },
                units: Vec::new(),
                households: Vec::new(),
                sites: Vec::new(),
                posts: at == taker || dice.chance(4),
            }
        })
        .collect();
    let day = number(&on);
    let under = |dated: &Dated, from: &SmolStr, until: &Option<SmolStr>| {
        spell_on(dated, life(from, until.as_ref()), day).is_some_and(|(id, _)| id == divided.id)
    };
    let units = records.units.iter();
    let units = units.filter(|row| row.parent.as_ref().is_some_and(|parent| under(parent, &row.from, &row.until)));
    let households = records.households.iter().filter(|row| under(&row.unit, &row.from, &row.until));
    let sites = records.sites.iter().filter(|row| under(&row.unit, &row.from, &row.until));
    deal(dice, &mut parts, close, units.map(|row| &row.id), |part| &mut part.units);
    deal(dice, &mut parts, close, households.map(|row| &row.id), |part| &mut part.households);
    deal(dice, &mut parts, close, sites.map(|row| &row.id), |part| &mut part.sites);
    spoil(dice, &mut parts, records);
    Some(Change::SplitUnit(Split { unit: or_another(dice, &divided.id, records), on, into: parts, close }))
}

/// Each goes to one part, or stays where it is; of a unit that closes nearly nothing stays.
fn deal<'r>(
    dice: &mut Dice,
    parts: &mut [Part],
    close: bool,
    ids: impl Iterator<Item = &'r SmolStr>,
    list: fn(&mut Part) -> &mut Vec<SmolStr>,
) {
    for id in ids {
        let at = dice.below(parts.len());
        if let Some(part) = parts.get_mut(at)
            && dice.chance(if close { 97 } else { 50 })
        {
            list(part).push(id.clone());
        }
    }
}

/// Now and then something that is not under the unit, is taken twice, or is nothing.
fn spoil(dice: &mut Dice, parts: &mut [Part], records: &Records) {
    let taken = parts.iter().find_map(|part| part.households.first().or(part.units.first())).cloned();
    let fault = dice.below(24);
    let at = dice.below(parts.len());
    let first = parts.first().map(|part| part.id.clone());
    let Some(part) = parts.get_mut(at) else { return };
    let id = match fault {
        0 => "nowhere".into(),
        1 => place(dice, records).unwrap_or_default(),
        2 => taken.unwrap_or_default(),
        3 => return part.id = first.unwrap_or_default(),
        4 => return part.name = SmolStr::default(),
        _ => return,
    };
    match dice.below(3) {
        0 => part.units.push(id),
        1 => part.households.push(id),
        _ => part.sites.push(id),
    }
}

/// One or two units go on in another of their level.
pub fn merge(dice: &mut Dice, records: &Records) -> Option<Change> {
    let into = dice.pick(&records.units)?;
    let same: Vec<SmolStr> = records
        .units
        .iter()
        .filter(|row| row.id != into.id && (row.level == into.level || dice.chance(3)))
        .map(|row| row.id.clone())
        .collect();
    let mut units: Vec<SmolStr> = Vec::new();
    for _ in 0..dice.one(&[1, 1, 2]) {
        let id = dice.pick(&same)?;
        units.push(or_another(dice, id, records));
    }
    if dice.chance(15) {
        units.insert(0, into.id.clone());
    }
    if dice.chance(3) {
        units.retain(|id| *id == into.id);
    }
    let on = day_of(dice, life(&into.from, into.until.as_ref()));
    Some(Change::MergeUnits(Merge { units, into: or_another(dice, &into.id, records), on }))
}
