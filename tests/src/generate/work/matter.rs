//! What is reported.

use smol_str::SmolStr;
use wangge::{
    record::Urgency,
    work::{Channel, Entry, Reported, State},
};

use super::{
    super::{
        Dice,
        spell::{FIRST, LAST, day},
    },
    instant, new_id,
};
use crate::naive::Log;

/// A matter: rather one that somebody is asked about.
pub fn matter(dice: &mut Dice, log: &Log) -> Reported {
    let mut matter = any(dice, log);
    for _ in 0..4 {
        let asks = |matter: &Reported| {
            let taken = log.refusal(&Entry::Matter(matter.clone())).is_ok();
            taken && log.case(matter, matter.at).state == State::Waiting
        };
        if dice.chance(15) || asks(&matter) {
            break;
        }
        matter = any(dice, log);
    }
    matter
}

/// A matter: rather about a household, rather of a kind for which there is a policy.
fn any(dice: &mut Dice, log: &Log) -> Reported {
    let world = &log.world;
    let taken: Vec<SmolStr> = log.matters().map(|matter| matter.id.clone()).collect();
    let households = world.households.iter().map(|row| &row.id);
    let others = world.sites.iter().map(|row| &row.id).chain(world.units.iter().map(|row| &row.id));
    let (households, others): (Vec<&SmolStr>, Vec<&SmolStr>) = (households.collect(), others.collect());
    let list = if dice.chance(65) && !households.is_empty() { &households } else { &others };
    let mut subject = dice.pick(list).map_or_else(SmolStr::default, |id| (*id).clone());
    let mut kind = dice.pick(&world.scheme.kinds).map_or_else(SmolStr::default, |row| row.id.clone());
    let mut urgency = dice.one(&[Urgency::Emergency, Urgency::Routine]);
    for _ in 0..4 {
        if world.policy(&kind, urgency).is_some() {
            break;
        }
        kind = dice.pick(&world.scheme.kinds).map_or_else(SmolStr::default, |row| row.id.clone());
        urgency = dice.one(&[Urgency::Emergency, Urgency::Routine]);
    }
    let people: Vec<SmolStr> = world.people.iter().map(|row| row.id.clone()).collect();
    let mut recuse = if dice.chance(25) { dice.some(&people, 25) } else { Vec::new() };
    match dice.below(90) {
        0 => subject = "nowhere".into(),
        1 => kind = "nothing".into(),
        2 => recuse.push("no-one".into()),
        3 => recuse.extend(recuse.clone()),
        // A department is no subject.
        4 => subject = dice.pick(&world.departments).map_or(subject, |row| row.id.clone()),
        _ => {}
    }
    Reported {
        id: new_id(dice, "m", &taken),
        at: when(dice, log, &subject),
        subject,
        kind,
        urgency,
        channel: dice.one(Channel::ALL),
        recuse,
    }
}

/// Mostly while the subject lives and after the last poll; rather on the last days of its life, at midnight, at a
/// deadline of another matter's.
fn when(dice: &mut Dice, log: &Log, subject: &str) -> jiff::Timestamp {
    let world = &log.world;
    let from = match log.polled {
        Some(polled) if !dice.chance(4) => polled + jiff::SignedDuration::from_nanos(1),
        Some(polled) => return polled,
        None => world.midnight(day(dice.between(FIRST, LAST - 14))),
    };
    let units = world.units.iter().filter(|row| row.id == subject).map(|row| row.life);
    let households = world.households.iter().filter(|row| row.id == subject).map(|row| row.life);
    let sites = world.sites.iter().filter(|row| row.id == subject).map(|row| row.life);
    let end = units.chain(households).chain(sites).find_map(|life| life.until).map(|until| world.midnight(until));
    match end {
        Some(end) if end > from && dice.chance(40) => {
            let before = jiff::SignedDuration::from_hours(i64::from(dice.between(0, 30)));
            if dice.chance(20) { instant::beside(dice, end) } else { end - before }
        }
        _ => instant::later(dice, log, from, None),
    }
}
