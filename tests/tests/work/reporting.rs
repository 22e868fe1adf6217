//! The reporting calendar (N2).

use jiff::{SignedDuration, Timestamp};
use wangge::{Work, work::Deadline};
use wangge_tests::{
    generate::{Census, Dice, work::turning},
    naive::{DueReport, Log, parse_date},
    twin::{Mismatch, same},
};

/// What is due in some stretches of time, as known at some instants.
///
/// # Errors
/// What differs.
pub fn reporting(work: &Work, log: &Log, dice: &mut Dice, census: &mut Census) -> Result<(), Mismatch> {
    let world = &log.world;
    let mut instants: Vec<Timestamp> = log.matters().map(|matter| matter.at).collect();
    instants.extend(log.filings().map(|filing| filing.at));
    instants.extend(turning(world).into_iter().map(|day| world.midnight(day)));
    instants.extend(["2026-01-01", "2026-02-01"].map(|day| world.midnight(parse_date(day).unwrap())));
    let units: Vec<_> = world.units.iter().map(|unit| unit.id.to_string()).collect();
    for _ in 0..4 {
        let mut at = || dice.one(&instants) + SignedDuration::from_nanos(i64::from(dice.between(-1, 1)));
        let (one, other, known) = (at(), at(), at() + SignedDuration::from_hours(24 * 20));
        let (after, until) = if dice.chance(40) {
            let begin = world.midnight(parse_date("2025-12-10").unwrap());
            (begin, begin + SignedDuration::from_hours(24 * 80))
        } else {
            (one.min(other), one.max(other))
        };
        let unit = if dice.chance(40) { dice.pick(&units).map(String::as_str) } else { None };
        let question = || format!("reports of {unit:?} due after {after} up to {until}, as known at {known}");
        let wrong = |error: wangge::work::WorkError| Mismatch { topic: "reporting".into(), text: error.to_string() };
        let core = work.reporting(unit, after, until, known).map_err(wrong)?;
        let expected = log.reporting(unit, after, until, known);
        count(&expected.due, census);
        let due: Vec<DueReport> = core
            .iter()
            .map(|row| DueReport {
                due: if let Deadline::By(at) = row.by() { at } else { Timestamp::MIN },
                rule: row.rule().id().into(),
                unit: row.unit().into(),
                matters: row.cases().map(|case| case.id().to_owned()).collect(),
                filed: row.filed_at(),
                late: row.is_late(),
            })
            .collect();
        same("reports due", question, due, expected.due)?;
        let mut unknown: Vec<(String, String, String)> = Vec::new();
        for row in core.unknown() {
            unknown.extend(row.cases().map(|case| (row.rule().id().into(), row.unit().into(), case.id().to_owned())));
        }
        unknown.sort();
        if !unknown.is_empty() {
            census.count("unknown report");
        }
        same("reports of unknown deadline", question, unknown, expected.unknown)?;
    }
    Ok(())
}

fn count(due: &[DueReport], census: &mut Census) {
    for row in due {
        census.count(match (row.filed, row.late) {
            (Some(_), false) => "filed",
            (Some(_), true) => "filed late",
            (None, false) => "not filed yet",
            (None, true) => "not filed, and late",
        });
        census.count(match row.matters.len() {
            0 => "report of nothing",
            1 => "report of one matter",
            _ => "report of several matters",
        });
    }
}
