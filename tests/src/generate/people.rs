//! Random people, and where they serve.

use smol_str::{SmolStr, format_smolstr};
use wangge::record::{AbsenceRecord, AppointmentRecord, PairingRecord, PersonRecord, Records};

use super::{
    Dice,
    places::Lives,
    spell::{FIRST, LAST, Life},
};

/// A seat that somebody may be appointed to.
#[derive(Debug, Clone, PartialEq)]
struct Post {
    unit: Option<SmolStr>,
    role: Option<SmolStr>,
    department: Option<SmolStr>,
    max: u32,
    life: Life,
}

/// Fills in people, appointments, absences and pairings.
pub fn people(dice: &mut Dice, records: &mut Records, lives: &Lives) {
    let affiliations: Vec<SmolStr> = records.scheme.affiliations.iter().map(|row| row.id.clone()).collect();
    let homes: Vec<SmolStr> = records.households.iter().map(|row| row.id.clone()).collect();
    let count = dice.between(1, 8) as usize;
    for id in dice.ids("p", count) {
        records.people.push(PersonRecord {
            name: format_smolstr!("人{id}"),
            id,
            affiliations: dice.some(&affiliations, 50),
            home: if dice.chance(40) { dice.pick(&homes).cloned() } else { None },
            contact: dice.chance(80).then(|| "13800000000".into()),
            exempt: false,
        });
    }
    appointments(dice, records, lives);
    for _ in 0..dice.below(6) {
        let person = dice.pick(&records.people).unwrap().id.clone();
        let life = around(dice);
        records.absences.push(AbsenceRecord { person, from: life.first_day(), until: life.end_day() });
    }
    pairings(dice, records, lives);
}

/// A period anywhere on the time line.
fn around(dice: &mut Dice) -> Life {
    let from = dice.between(FIRST - 4, LAST - 2);
    Life { from, until: dice.chance(80).then(|| from + dice.between(1, 20)) }
}

fn posts(records: &Records, lives: &Lives) -> Vec<Post> {
    let mut posts = Vec::new();
    for (unit, life) in records.units.iter().zip(&lives.units) {
        for role in records.scheme.roles.iter().filter(|role| role.level == unit.level) {
            posts.push(Post {
                unit: Some(unit.id.clone()),
                role: Some(role.id.clone()),
                department: None,
                max: role.max,
                life: *life,
            });
        }
    }
    for (department, life) in records.departments.iter().zip(&lives.departments) {
        let function = records.scheme.functions.iter().find(|row| row.id == department.function).unwrap();
        posts.push(Post {
            unit: None,
            role: None,
            department: Some(department.id.clone()),
            max: function.max,
            life: *life,
        });
    }
    posts
}

fn appointments(dice: &mut Dice, records: &mut Records, lives: &Lives) {
    let posts = posts(records, lives);
    let mut held: Vec<(usize, SmolStr, Option<u32>, Life)> = Vec::new();
    for _ in 0..if posts.is_empty() { 0 } else { dice.one(&[3, 10, 20, 35, 50]) } {
        let at = dice.below(posts.len());
        let post = &posts[at];
        let person = dice.pick(&records.people).unwrap().id.clone();
        let deputy = dice.chance(35).then(|| dice.between(1, 3) as u32);
        let life = post.life.part(dice, 70);
        let twice = held.iter().any(|(seat, who, _, other)| *seat == at && *who == person && other.overlaps(life));
        // On no day may there be more primaries than the maximum.
        let primaries = |day: i32| {
            held.iter().filter(|(seat, _, rank, other)| *seat == at && rank.is_none() && other.contains(day)).count()
        };
        let full = |day: i32| life.contains(day) && primaries(day) >= post.max as usize;
        if twice || (deputy.is_none() && (FIRST - 8..=LAST + 4).any(full)) {
            continue;
        }
        held.push((at, person.clone(), deputy, life));
        records.appointments.push(AppointmentRecord {
            person,
            unit: post.unit.clone(),
            role: post.role.clone(),
            department: post.department.clone(),
            deputy,
            from: life.first_day(),
            until: life.end_day(),
        });
    }
}

fn pairings(dice: &mut Dice, records: &mut Records, lives: &Lives) {
    let mut held: Vec<(SmolStr, usize, SmolStr, Life)> = Vec::new();
    let possible = !records.households.is_empty() && !records.scheme.programmes.is_empty();
    for _ in 0..if possible { dice.below(12) } else { 0 } {
        let person = dice.pick(&records.people).unwrap().id.clone();
        let household = dice.below(records.households.len());
        let programme = dice.pick(&records.scheme.programmes).unwrap().id.clone();
        let life = lives.households[household].part(dice, 70);
        if held.iter().any(|(who, at, under, other)| {
            *who == person && *at == household && *under == programme && other.overlaps(life)
        }) {
            continue;
        }
        held.push((person.clone(), household, programme.clone(), life));
        records.pairings.push(PairingRecord {
            person,
            household: records.households[household].id.clone(),
            programme,
            from: life.first_day(),
            until: life.end_day(),
        });
    }
}
