//! Instants: rather those at which something turns.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::super::{
    Dice,
    spell::{FIRST, day},
};
use crate::naive::{Log, Period, World};

/// The first instant of the time line.
pub fn begin(log: &Log) -> Timestamp {
    log.world.midnight(day(FIRST))
}

/// The days on which something begins or ends.
pub fn turning(world: &World) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    let mut period = |period: Period| days.extend(std::iter::once(period.from).chain(period.until));
    for row in &world.units {
        period(row.life);
        row.parents.iter().for_each(|(_, own)| period(*own));
    }
    world.departments.iter().for_each(|row| period(row.life));
    for row in &world.households {
        period(row.life);
        row.units.iter().for_each(|(_, own)| period(*own));
    }
    for row in &world.sites {
        period(row.life);
        row.units.iter().for_each(|(_, own)| period(*own));
        row.owners.iter().for_each(|(_, own)| period(*own));
    }
    world.appointments.iter().for_each(|row| period(row.period));
    world.absences.iter().for_each(|row| period(row.period));
    world.pairings.iter().for_each(|row| period(row.period));
    days
}

/// An instant not before another one: the same, soon after, when a deadline passes, or when a day begins.
pub fn later(dice: &mut Dice, log: &Log, from: Timestamp, deadline: Option<Timestamp>) -> Timestamp {
    let world = &log.world;
    let today = world.day(from);
    match dice.below(12) {
        0 => from,
        1..=3 => from + SignedDuration::from_mins(i64::from(dice.between(0, 300))),
        4 => from + SignedDuration::from_hours(i64::from(dice.between(4, 80))),
        5 => beside(dice, world.midnight(today.tomorrow().unwrap())),
        6 | 7 => {
            let days: Vec<Date> = turning(world).into_iter().filter(|day| *day > today).collect();
            let near = &days[..days.len().min(2)];
            dice.pick(near).map_or(from, |day| beside(dice, world.midnight(*day)))
        }
        _ => match deadline {
            Some(deadline) => beside(dice, deadline),
            None => from + SignedDuration::from_hours(i64::from(dice.between(0, 30))),
        },
    }
}

/// The instant, or a nanosecond beside it.
pub fn beside(dice: &mut Dice, at: Timestamp) -> Timestamp {
    at + SignedDuration::from_nanos(dice.one(&[0, 0, 0, 0, -1, 1]))
}
