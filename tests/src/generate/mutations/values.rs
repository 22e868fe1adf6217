//! Values that are none: ids, texts, dates, references, spans, numbers (mostly *local* faults).

use smol_str::SmolStr;
use wangge::record::{Dated, Records};

use super::super::{
    Dice,
    mutate::{Mutation, any, dated, ids, periods, put, references, seats, texts},
    spell::day_text,
};

/// All of them.
pub const ALL: &[Mutation] = &[
    bad_id,
    same_id,
    same_id_elsewhere,
    bad_text,
    bad_date,
    empty_period,
    other_first_day,
    other_end,
    unknown_reference,
    other_reference,
    bad_location,
    bad_scope,
    bad_post,
    rank_zero,
    no_spells,
    bad_span,
    bad_seats,
    bad_programme,
    bad_duty,
    bad_seat,
    no_steps,
    bad_calendar,
    bad_hours,
    bad_exception,
    second_admission,
    second_policy,
];

fn set(place: &mut SmolStr, value: impl Into<SmolStr>) -> Option<()> {
    *place = value.into();
    Some(())
}

fn bad_id(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let long = "长".repeat(41);
    let bad = dice.one(&["", " ", "a b", "a*b", "a,b", "x\u{200B}", long.as_str()]);
    set(any(dice, &mut ids(records))?, bad)
}

fn same_id(dice: &mut Dice, records: &mut Records) -> Option<()> {
    macro_rules! copy {
        ($list:expr) => {{
            let id = dice.pick(&$list)?.id.clone();
            set(&mut any(dice, &mut $list)?.id, id)
        }};
    }
    match dice.below(9) {
        0 => copy!(records.units),
        1 => copy!(records.households),
        2 => copy!(records.people),
        3 => copy!(records.scheme.levels),
        4 => copy!(records.scheme.roles),
        5 => copy!(records.scheme.kinds),
        6 => copy!(records.scheme.programmes),
        7 => copy!(records.scheme.functions),
        _ => {
            let campaign = any(dice, &mut records.scheme.campaigns)?;
            copy!(campaign.actions)
        }
    }
}

fn same_id_elsewhere(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let id = match dice.below(3) {
        0 => dice.pick(&records.units)?.id.clone(),
        1 => dice.pick(&records.departments)?.id.clone(),
        _ => dice.pick(&records.people)?.id.clone(),
    };
    match dice.below(3) {
        0 => set(&mut any(dice, &mut records.departments)?.id, id),
        1 => set(&mut any(dice, &mut records.households)?.id, id),
        _ => set(&mut any(dice, &mut records.sites)?.id, id),
    }
}

fn bad_text(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let long = "a".repeat(401);
    let bad = dice.one(&[
        "",
        " a",
        "a ",
        "a\u{3000}",
        "a\tb",
        "a\u{200D}b",
        "\u{FEFF}a",
        "a\u{202E}b",
        "a\u{61C}",
        long.as_str(),
    ]);
    set(any(dice, &mut texts(records))?, bad)
}

fn bad_date(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let bad = dice.one(&[
        "",
        "2025-02-29",
        "2025-13-01",
        "2025-1-01",
        "0000-01-01",
        "20251212",
        "2025/12/12",
        "-025-12-12",
        " 2025-12-12",
        "2025-12-12 ",
        "2025-12-1２",
    ]);
    let mut periods = periods(records);
    let (from, until) = any(dice, &mut periods)?;
    match until {
        Some(until) if dice.chance(50) => set(until, bad),
        _ => set(from, bad),
    }
}

fn empty_period(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let mut periods = periods(records);
    let (from, until) = any(dice, &mut periods)?;
    **until = Some(if dice.chance(50) { (*from).clone() } else { "2025-11-01".into() });
    Some(())
}

fn other_first_day(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let day = day_text(dice.between(-10, 40));
    set(any(dice, &mut periods(records))?.0, day)
}

fn other_end(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let day = if dice.chance(40) { None } else { Some(day_text(dice.between(0, 50))) };
    *any(dice, &mut periods(records))?.1 = day;
    Some(())
}

fn unknown_reference(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let unknown = dice.one(&["nobody", "", "a b", "*"]);
    set(any(dice, &mut references(records))?, unknown)
}

/// A reference that another row would rather have: often of another sort, sometimes right.
fn other_reference(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let known: Vec<SmolStr> = ids(records).into_iter().map(|id| id.clone()).collect();
    let other = if dice.chance(60) {
        let names: Vec<SmolStr> = references(records).into_iter().map(|id| id.clone()).collect();
        dice.pick(&names)?.clone()
    } else {
        dice.pick(&known)?.clone()
    };
    set(any(dice, &mut references(records))?, other)
}

fn bad_location(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let bad = dice.one(&[[180.5, 0.0], [0.0, -90.001], [f64::NAN, 1.0], [1.0, f64::INFINITY]]);
    let households = records.households.iter_mut().map(|row| &mut row.location);
    let sites = records.sites.iter_mut().map(|row| &mut row.location);
    let mut locations: Vec<_> = households.chain(sites).collect();
    **any(dice, &mut locations)? = Some(bad);
    Some(())
}

fn bad_scope(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let ring = match dice.below(4) {
        0 => Vec::new(),
        1 => vec![[110.0, 29.0], [110.001, 29.0], [110.0, 29.0], [110.001, 29.0]],
        2 => vec![[110.0, 29.0], [110.001, 29.0], [110.0, 91.0]],
        _ => vec![[110.0, 29.0], [f64::NAN, 29.0], [110.0, 29.001], [110.0, 29.0]],
    };
    let unit = any(dice, &mut records.units)?;
    put(dice, &mut unit.scope, ring);
    Some(())
}

fn bad_post(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let department = dice.pick(&records.departments).map(|row| row.id.clone());
    let row = any(dice, &mut records.appointments)?;
    match dice.below(4) {
        0 => (row.unit, row.role, row.department) = (None, None, None),
        1 if row.department.is_none() => row.role = None,
        2 if row.department.is_none() => row.unit = None,
        3 if row.department.is_none() => row.department = Some(department?),
        _ => return None,
    }
    Some(())
}

fn rank_zero(dice: &mut Dice, records: &mut Records) -> Option<()> {
    any(dice, &mut records.appointments)?.deputy = Some(0);
    Some(())
}

fn no_spells(dice: &mut Dice, records: &mut Records) -> Option<()> {
    **any(dice, &mut dated(records))? = Dated::Spells(Vec::new());
    Some(())
}

fn bad_span(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let bad = dice.one(&["", "0h", "10001wd", "3", "wh", "-1h", "3 h", "3d", "end-of-year", "1.5h", "99999999999999h"]);
    let scheme = &mut records.scheme;
    let mut spans: Vec<&mut SmolStr> = scheme.reports.iter_mut().map(|row| &mut row.due).collect();
    for policy in &mut scheme.policies {
        spans.extend(&mut policy.total);
        spans.extend(policy.steps.iter_mut().flat_map(|step| [&mut step.accept, &mut step.resolve]));
    }
    set(any(dice, &mut spans)?, bad)
}

fn bad_seats(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let bounds = dice.one(&[(0, 0), (3, 2), (1, 0)]);
    if dice.chance(50) {
        let row = any(dice, &mut records.scheme.roles)?;
        (row.min, row.max) = bounds;
    } else {
        let row = any(dice, &mut records.scheme.functions)?;
        (row.min, row.max) = bounds;
    }
    Some(())
}

fn bad_programme(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = any(dice, &mut records.scheme.programmes)?;
    if dice.chance(50) {
        row.max = 0
    } else {
        row.per_household = 0
    }
    Some(())
}

fn bad_duty(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let role = dice.pick(&records.scheme.roles)?.id.clone();
    let row = any(dice, &mut records.scheme.duties)?;
    if row.role.is_none() {
        row.role = Some(role)
    } else {
        row.role = None
    }
    Some(())
}

fn bad_seat(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let level = dice.pick(&records.scheme.levels)?.id.clone();
    let mut seats = seats(records);
    let seat = any(dice, &mut seats)?;
    match (dice.below(2), seat.role.is_some()) {
        (0, true) => seat.level = Some(level),
        (0, false) => seat.level = None,
        (_, true) => seat.role = None,
        (_, false) => seat.function = None,
    }
    Some(())
}

fn no_steps(dice: &mut Dice, records: &mut Records) -> Option<()> {
    any(dice, &mut records.scheme.policies)?.steps.clear();
    Some(())
}

fn bad_calendar(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let calendar = &mut records.scheme.calendar;
    match dice.below(5) {
        0 => {
            let bad = dice.one(&["", "08:00", "+8:00", "+18:01", "+08:60", "Z", "+0800", "−08:00", "-19:00"]);
            return set(&mut calendar.offset, bad);
        }
        1 => calendar.hours.clear(),
        2 => {
            let year = *dice.pick(&calendar.years)?;
            put(dice, &mut calendar.years, year);
        }
        3 => {
            let year = dice.one(&[0, -1, 10_000]);
            put(dice, &mut calendar.years, year);
        }
        // Exceptions may lose their table.
        _ => {
            let lost = *dice.pick(&calendar.years)?;
            calendar.years.retain(|year| *year != lost);
        }
    }
    Some(())
}

/// One bad pair of hours, in the last place, so that it is not said twice.
fn bad_hours(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let hours = &mut records.scheme.calendar.hours;
    let last = hours.last()?[1].clone();
    let bad: [SmolStr; 2] = match dice.below(7) {
        0 => ["24:30".into(), "25:00".into()],
        1 => [last.clone(), "24:00".into()],
        2 => ["23:58".into(), "23:58".into()],
        3 => ["23:50".into(), "23:40".into()],
        4 => ["9:00".into(), "24:00".into()],
        5 => ["23:50".into(), "23:60".into()],
        _ => ["00:00".into(), "24:00".into()],
    };
    hours.push(bad);
    Some(())
}

fn bad_exception(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let exceptions = &mut records.scheme.calendar.exceptions;
    let mut row = dice.pick(exceptions)?.clone();
    match dice.below(3) {
        0 => row.date = "2025-12-32".into(),
        1 => row.date = "2031-01-01".into(),
        _ => {}
    }
    put(dice, exceptions, row);
    Some(())
}

fn second_admission(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = dice.pick(&records.scheme.admission)?.clone();
    put(dice, &mut records.scheme.admission, row);
    Some(())
}

fn second_policy(dice: &mut Dice, records: &mut Records) -> Option<()> {
    let row = dice.pick(&records.scheme.policies)?.clone();
    put(dice, &mut records.scheme.policies, row);
    Some(())
}
