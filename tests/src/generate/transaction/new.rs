//! What is opened, added, appointed and paired.

use smol_str::{SmolStr, format_smolstr};
use wangge::{
    change::Change,
    record::{AbsenceRecord, AppointmentRecord, Dated, PairingRecord, Records, Spell},
};

use super::{
    super::{
        Dice,
        spell::{FIRST, LAST, Life, day_text},
    },
    code, life, new_id, spell_on,
};

/// A life like that of a neighbour: the same, or from some day on as long as the neighbour stays where it is.
fn like(dice: &mut Dice, whole: Life, dated: &Dated) -> (Life, Dated) {
    let on = dice.between(whole.from, whole.until.unwrap_or(LAST) - 1);
    match spell_on(dated, whole, on) {
        Some((id, spell)) if dice.chance(60) => {
            let part = Life { from: on, until: spell.until };
            if dice.chance(70) {
                return (part, Dated::Throughout(id));
            }
            // The last first: nobody has to sort.
            let middle = on + dice.below(4) as i32;
            let spells = vec![
                Spell { id: id.clone(), from: day_text(middle), until: part.end_day() },
                Spell { id, from: part.first_day(), until: Some(day_text(middle)) },
            ];
            (part, Dated::Spells(spells))
        }
        _ => (whole, dated.clone()),
    }
}

/// A unit beside another.
pub fn unit(dice: &mut Dice, records: &Records) -> Option<Change> {
    let mut row = dice.pick(&records.units)?.clone();
    let whole = life(&row.from, row.until.as_ref());
    row.id = new_id(dice, "u", records);
    row.codes = Vec::new();
    if let Some(parent) = &row.parent {
        let (part, parent) = like(dice, whole, parent);
        (row.from, row.until, row.parent) = (part.first_day(), part.end_day(), Some(parent));
    }
    if dice.chance(50) {
        row.codes = vec![Spell {
            id: if dice.chance(5) { taken_code(records) } else { code(dice, records, &row.level) },
            from: row.from.clone(),
            until: row.until.clone(),
        }];
    }
    match dice.below(30) {
        0 => row.parent = Some(Dated::Throughout(row.id.clone())),
        1 => row.parent = None,
        2 => row.name = " ".into(),
        3 => row.until = Some(row.from.clone()),
        _ => {}
    }
    Some(Change::OpenUnit(row))
}

fn taken_code(records: &Records) -> SmolStr {
    records.units.iter().flat_map(|unit| &unit.codes).map(|code| code.id.clone()).next().unwrap_or_default()
}

/// A department in some unit.
pub fn department(dice: &mut Dice, records: &Records) -> Option<Change> {
    let unit = dice.pick(&records.units)?;
    let function = dice.pick(&records.scheme.functions)?.id.clone();
    let part = life(&unit.from, unit.until.as_ref()).part(dice, 60);
    let id = new_id(dice, "d", records);
    Some(Change::OpenDepartment(wangge::record::DepartmentRecord {
        name: format_smolstr!("科室{id}"),
        id,
        unit: unit.id.clone(),
        function: if dice.chance(4) { "none".into() } else { function },
        from: part.first_day(),
        until: part.end_day(),
    }))
}

/// A household beside another.
pub fn household(dice: &mut Dice, records: &Records) -> Option<Change> {
    let mut row = dice.pick(&records.households)?.clone();
    let (part, unit) = like(dice, life(&row.from, row.until.as_ref()), &row.unit);
    (row.from, row.until, row.unit) = (part.first_day(), part.end_day(), unit);
    row.id = new_id(dice, "h", records);
    row.residents = dice.below(7) as u32;
    if dice.chance(30) {
        // Coordinates as instruments give them.
        row.location = Some([111.123_456_789, 29.000_000_04]);
    }
    match dice.below(30) {
        0 => row.categories.push("none".into()),
        1 => row.unit = Dated::Throughout("nowhere".into()),
        2 => row.categories = row.categories.iter().chain(&row.categories).cloned().collect(),
        _ => {}
    }
    Some(Change::AddHousehold(row))
}

/// A site beside another.
pub fn site(dice: &mut Dice, records: &Records) -> Option<Change> {
    let mut row = dice.pick(&records.sites)?.clone();
    let (part, unit) = like(dice, life(&row.from, row.until.as_ref()), &row.unit);
    (row.from, row.until, row.unit) = (part.first_day(), part.end_day(), unit);
    row.id = new_id(dice, "s", records);
    row.owner = match dice.below(3) {
        0 => dice.pick(&records.departments).map(|department| Dated::Throughout(department.id.clone())),
        1 => dice.pick(&records.units).map(|unit| Dated::Throughout(unit.id.clone())),
        _ => None,
    };
    Some(Change::AddSite(row))
}

/// A person with the affiliations of another.
pub fn person(dice: &mut Dice, records: &Records) -> Option<Change> {
    let mut row = dice.pick(&records.people)?.clone();
    row.home = dice.pick(&records.households).map(|home| home.id.clone()).filter(|_| dice.chance(40));
    if !dice.chance(4) {
        row.id = format_smolstr!("p{}", 100 + dice.below(900));
    }
    row.exempt = dice.chance(20);
    Some(Change::AddPerson(row))
}

/// Somebody for a role of a unit, or for a department.
pub fn appointment(dice: &mut Dice, records: &Records) -> Option<Change> {
    let person = dice.pick(&records.people)?.id.clone();
    let deputy = dice.chance(35).then(|| dice.between(1, 3) as u32);
    let mut row = AppointmentRecord {
        person: if dice.chance(3) { "nobody".into() } else { person },
        unit: None,
        role: None,
        department: None,
        deputy,
        from: SmolStr::default(),
        until: None,
    };
    let department = dice.pick(&records.departments).filter(|_| dice.chance(25));
    let part = if let Some(department) = department {
        row.department = Some(department.id.clone());
        life(&department.from, department.until.as_ref()).part(dice, 40)
    } else {
        let unit = dice.pick(&records.units)?;
        let fitting: Vec<_> =
            records.scheme.roles.iter().filter(|role| role.level == unit.level || dice.chance(3)).collect();
        row.unit = Some(unit.id.clone());
        row.role = Some(dice.pick(&fitting)?.id.clone());
        life(&unit.from, unit.until.as_ref()).part(dice, 40)
    };
    (row.from, row.until) = (part.first_day(), part.end_day());
    Some(Change::Appoint(row))
}

/// Some days away, often in a row with others.
pub fn absence(dice: &mut Dice, records: &Records) -> Option<Change> {
    let person = dice.pick(&records.people)?.id.clone();
    let mut from = dice.between(FIRST - 4, LAST - 2);
    if let Some(other) = dice.pick(&records.absences).filter(|other| other.person == person || dice.chance(30)) {
        let other = life(&other.from, other.until.as_ref());
        from = dice.one(&[other.from - 3, other.until.unwrap_or(from), from]);
    }
    let least = i32::from(!dice.chance(4));
    let until = dice.chance(80).then(|| day_text(from + dice.between(least, 12)));
    Some(Change::Absent(AbsenceRecord { person, from: day_text(from), until }))
}

/// A caretaker.
pub fn pairing(dice: &mut Dice, records: &Records) -> Option<Change> {
    let household = dice.pick(&records.households)?;
    let part = life(&household.from, household.until.as_ref()).part(dice, 50);
    Some(Change::Pair(PairingRecord {
        person: dice.pick(&records.people)?.id.clone(),
        household: household.id.clone(),
        programme: dice.pick(&records.scheme.programmes)?.id.clone(),
        from: if dice.chance(4) { day_text(part.from - 1) } else { part.first_day() },
        until: part.end_day(),
    }))
}
