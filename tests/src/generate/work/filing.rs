//! What is filed.

use jiff::{SignedDuration, ToSpan};
use smol_str::SmolStr;
use wangge::work::Filing;

use super::{
    super::{
        Dice,
        spell::{FIRST, LAST, day},
    },
    anybody, instant, one_of,
};
use crate::naive::Log;

/// A filing by somebody in the seat, mostly; none where the scheme has no reports.
pub fn filing(dice: &mut Dice, log: &Log) -> Option<Filing> {
    let world = &log.world;
    let rule = dice.pick(&world.scheme.reports)?;
    // Rather in the time of a matter.
    let matters: Vec<_> = log.matters().map(|matter| matter.at).collect();
    let from = match dice.pick(&matters) {
        Some(at) if dice.chance(80) => *at - SignedDuration::from_hours(i64::from(dice.below(12) as i32)),
        _ => world.midnight(day(dice.between(FIRST, LAST + 12))),
    };
    let end_of_month = world.midnight(world.day(from).last_of_month().tomorrow().unwrap());
    let at = instant::later(dice, log, from, Some(end_of_month));
    let today = world.day(at);
    let fitting: Vec<(SmolStr, Vec<String>)> = log.who_files(rule, today);
    let with_somebody: Vec<_> = fitting.iter().filter(|(_, people)| !people.is_empty()).collect();
    let (unit, people) = match dice.pick(&with_somebody) {
        Some((unit, people)) if dice.chance(90) => (unit.clone(), people.clone()),
        _ => match dice.pick(&fitting) {
            Some((unit, people)) if dice.chance(50) => (unit.clone(), people.clone()),
            _ => (dice.pick(&world.units)?.id.clone(), Vec::new()),
        },
    };
    let until = match dice.below(12) {
        0 => today + 2.days(),
        1..=6 => today.tomorrow().unwrap(),
        7..=8 => today,
        9 => today.first_of_month(),
        _ => today - dice.between(1, 9).days(),
    };
    Some(Filing {
        report: if dice.chance(2) { "report-none".into() } else { rule.id.clone() },
        unit: if dice.chance(2) { "nowhere".into() } else { unit },
        until,
        at,
        by: if people.is_empty() { anybody(dice, log) } else { one_of(dice, log, &people, 94) },
    })
}
