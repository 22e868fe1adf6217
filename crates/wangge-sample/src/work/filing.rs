//! Reports that are filed: the monthly one of every micro-grid, grid, village and town, the daily one of emergencies.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};
use wangge::Unit;
use wangge::record::Urgency;
use wangge::work::{Entry, Filing};

use super::LAST_MINUTE;
use super::clock::{DAY, HOUR, Minute, date, instant, midnight};
use super::people;
use super::plan::Planned;
use super::story::Teller;
use crate::CHALINHE;
use crate::random::Random;

/// Who files at a level, and when on the evening of a monthly report (in minutes of the day).
const SEATS: [(&str, &str, Minute); 4] = [
    ("micro-grid", "micro-grid-leader", 17 * HOUR + 30),
    ("grid", "grid-leader", 19 * HOUR),
    ("village", "village-secretary", 20 * HOUR + 30),
    ("town", "town-governance", 22 * HOUR),
];

/// The monthly report that nobody files, though somebody holds the seat: month, and the end of the unit's id. It is the
/// last one: what is filed a month later would cover it too.
const FORGOTTEN: (i8, &str) = (10, "-06-05");
/// The emergency whose reports are filed only the next morning.
const SLEPT_OVER: (i8, i8) = (7, 5);

/// Files every report that is due in the year, most of them in time.
pub(super) fn file(teller: &mut Teller<'_>, planned: &[Planned], random: &mut Random) {
    for month in 1..=10 {
        monthly(teller, Date::constant(2026, month, 1).last_of_month(), random);
    }
    for matter in planned.iter().filter(|matter| matter.urgency == Urgency::Emergency) {
        daily(teller, matter, random);
    }
}

/// The reports of a month, filed on the evening of its last day; now and then a few days later.
fn monthly(teller: &mut Teller<'_>, last: Date, random: &mut Random) {
    let directory = teller.days.on(last).clone();
    let town = directory.unit(CHALINHE).ok().and_then(Unit::parent);
    for unit in people::village(&directory).chain(town) {
        let is_forgotten = last.month() == FORGOTTEN.0 && unit.id().ends_with(FORGOTTEN.1);
        let Some((level, role, evening)) = seat(unit).filter(|_| !is_forgotten) else { continue };
        let in_time = midnight(last) + evening + random.between(0, 85);
        let late = midnight(last) + DAY * random.between(1, 4) + random.between(8 * HOUR, 18 * HOUR);
        let at = if random.permille(35) { late } else { in_time };
        let until = date(midnight(last) + DAY);
        record(teller, format_smolstr!("monthly-{level}"), unit.id(), role, at, until);
    }
}

/// The reports of an emergency, from the micro-grid upward, each soon after the one below.
fn daily(teller: &mut Teller<'_>, matter: &Planned, random: &mut Random) {
    let directory = teller.days.at(matter.at).clone();
    let Ok(subject) = directory.subject(&matter.subject) else { return };
    let day = date(matter.at);
    let tomorrow = midnight(day) + DAY;
    let mut at = matter.at;
    if (day.month(), day.day()) == SLEPT_OVER {
        at = tomorrow + 7 * HOUR;
    }
    for unit in subject.unit().ancestors() {
        let Some((level, role, _)) = seat(unit) else { continue };
        at += random.between(15, 75);
        record(teller, format_smolstr!("daily-{level}"), unit.id(), role, at, date(tomorrow));
    }
}

fn seat(unit: Unit<'_>) -> Option<(&'static str, &'static str, Minute)> {
    SEATS.into_iter().find(|(level, ..)| *level == unit.level().id())
}

/// Files a report, if anybody holds the seat on the day.
fn record(teller: &mut Teller<'_>, report: SmolStr, unit: &str, role: &str, at: Minute, until: Date) {
    let seated = teller.days.at(at).unit(unit).map(|unit| people::in_role(unit, role)).unwrap_or_default();
    let Some(by) = seated.into_iter().next().filter(|_| at <= LAST_MINUTE) else { return };
    teller.record(Entry::Filing(Filing { report, unit: unit.into(), until, at: instant(at), by }));
}
