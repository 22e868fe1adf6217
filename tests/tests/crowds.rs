//! Crowds where a county has a few: each test is near-linear work, where following one another would be quadratic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use jiff::civil::date;
use smol_str::{SmolStr, format_smolstr};
use wangge::record::*;
use wangge::{FaultCode, Matter, Records, Registry, StepState};

fn text() -> Text {
    Text { zh: "名".into(), en: "name".into() }
}

fn unit(id: SmolStr, level: &str, parent: Option<SmolStr>) -> UnitRecord {
    UnitRecord {
        id,
        level: level.into(),
        name: "单元".into(),
        from: "1700-01-01".into(),
        until: None,
        parent: parent.map(Dated::Throughout),
        codes: vec![],
        scope: vec![],
    }
}

fn role(id: &str, level: &str) -> RoleRecord {
    RoleRecord {
        id: id.into(),
        name: text(),
        level: level.into(),
        min: 0,
        max: u32::MAX,
        eligible: vec![],
        max_households: None,
    }
}

/// Two levels, a role at each, and a function.
fn scheme() -> SchemeRecord {
    let level = |id: &str, parents: Vec<SmolStr>| LevelRecord {
        id: id.into(),
        name: text(),
        parents,
        households: true,
        code_digits: vec![],
    };
    SchemeRecord {
        name: text(),
        levels: vec![level("top", vec![]), level("low", vec!["top".into()])],
        roles: vec![role("head", "top"), role("hand", "low")],
        functions: vec![FunctionRecord { id: "office".into(), name: text(), min: 0, max: u32::MAX }],
        kinds: vec![KindRecord { id: "k".into(), name: text(), parent: None, ceiling: None }],
        programmes: vec![ProgrammeRecord {
            id: "care".into(),
            name: text(),
            categories: vec![],
            per_household: 1,
            max: u32::MAX,
            eligible: vec![],
        }],
        calendar: wangge::scheme::three_plus_n().calendar,
        ..SchemeRecord::default()
    }
}

fn person(id: SmolStr) -> PersonRecord {
    PersonRecord { id, name: "人".into(), affiliations: vec![], home: None, contact: None }
}

fn held(person: SmolStr, unit: SmolStr, role: &str) -> AppointmentRecord {
    AppointmentRecord {
        person,
        unit: Some(unit),
        role: Some(role.into()),
        department: None,
        deputy: None,
        from: "2020-01-01".into(),
        until: None,
    }
}

fn days(count: usize) -> Vec<SmolStr> {
    date(1700, 1, 1).series(jiff::Span::new().days(1)).take(count).map(|day| format_smolstr!("{day}")).collect()
}

fn seat(role: &str) -> SeatRecord {
    SeatRecord { role: Some(role.into()), function: None, level: None }
}

fn step(ask: SeatRecord) -> StepRecord {
    StepRecord { ask, accept: "1h".into(), resolve: "1h".into(), inform: vec![seat("head")] }
}

const MANY: usize = 100_000;

fn id(i: usize) -> SmolStr {
    format_smolstr!("p{i:06}")
}

/// A unit that changes its parent every day, and each spell overlaps the next by one day.
#[test]
fn spells_that_overlap() {
    let days = days(MANY + 2);
    let spells: Vec<_> =
        (0..MANY).map(|i| Spell { id: "a".into(), from: days[i].clone(), until: Some(days[i + 2].clone()) }).collect();
    let child = UnitRecord { parent: Some(Dated::Spells(spells)), ..unit("b".into(), "low", None) };
    let records = Records { scheme: scheme(), units: vec![unit("a".into(), "top", None), child], ..Records::default() };
    let faults = Registry::build(records).unwrap_err();
    let two = faults.as_slice().iter().filter(|fault| fault.code == FaultCode::UnitTwoParents).count();
    assert_eq!(two, MANY - 1);
}

/// A hundred thousand people in one seat, asked twice, told twice, half of them recused.
#[test]
fn people_in_one_seat() {
    let mut scheme = scheme();
    scheme.policies = vec![PolicyRecord {
        kind: "*".into(),
        urgency: Urgency::Routine,
        steps: vec![step(seat("head")), step(seat("head"))],
        refusals: 0,
        total: None,
    }];
    let records = Records {
        scheme,
        units: vec![unit("a".into(), "top", None)],
        people: (0..MANY).map(|i| person(id(i))).collect(),
        appointments: (0..MANY).map(|i| held(id(i), "a".into(), "head")).collect(),
        ..Records::default()
    };
    let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
    let recuse: Vec<SmolStr> = (0..MANY).step_by(2).map(id).collect();
    let recuse: Vec<&str> = recuse.iter().map(SmolStr::as_str).collect();
    let path = directory
        .escalate(&Matter {
            subject: "a",
            kind: "k",
            urgency: Urgency::Routine,
            reported_at: "2026-10-08T10:00:00+08:00".parse().unwrap(),
            recuse: &recuse,
        })
        .unwrap();
    let states: Vec<_> = path.steps().map(|step| step.state()).collect();
    let StepState::Active(first) = states[0] else { panic!("nobody was asked") };
    assert_eq!(
        (first.asked().len(), first.passed_over().iter().count(), first.inform().len()),
        (MANY / 2, MANY / 2, 0)
    );
    assert!(matches!(states[1], StepState::Skipped(_)));
}

/// A hundred thousand people told of a step, each listed twice.
#[test]
fn people_told() {
    let mut scheme = scheme();
    scheme.policies = vec![PolicyRecord {
        kind: "*".into(),
        urgency: Urgency::Routine,
        steps: vec![StepRecord { inform: vec![seat("head"), seat("head")], ..step(seat("hand")) }],
        refusals: 0,
        total: None,
    }];
    let mut appointments: Vec<_> = (0..MANY).map(|i| held(id(i), "a".into(), "head")).collect();
    appointments.push(held(id(0), "b".into(), "hand"));
    let records = Records {
        scheme,
        units: vec![unit("a".into(), "top", None), unit("b".into(), "low", Some("a".into()))],
        people: (0..MANY).map(|i| person(id(i))).collect(),
        appointments,
        ..Records::default()
    };
    let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
    let path = directory
        .escalate(&Matter {
            subject: "b",
            kind: "k",
            urgency: Urgency::Routine,
            reported_at: "2026-10-08T10:00:00+08:00".parse().unwrap(),
            recuse: &[],
        })
        .unwrap();
    let StepState::Active(first) = path.steps().next().unwrap().state() else { panic!("nobody was asked") };
    let told: Vec<&str> = first.inform().map(|person| person.id()).collect();
    assert_eq!((told.len(), told[0], told[MANY - 2]), (MANY - 1, "p000001", "p099999"));
}

/// The function of a unit is a hundred thousand departments, each with a deputy of its own, asked as one seat.
#[test]
fn departments_of_one_function() {
    let mut scheme = scheme();
    let office = SeatRecord { role: None, function: Some("office".into()), level: Some("top".into()) };
    scheme.policies = vec![PolicyRecord {
        kind: "*".into(),
        urgency: Urgency::Routine,
        steps: vec![step(office)],
        refusals: 0,
        total: None,
    }];
    let department = |i: usize| DepartmentRecord {
        id: format_smolstr!("d{i}"),
        unit: "a".into(),
        function: "office".into(),
        name: "办".into(),
        from: "2020-01-01".into(),
        until: None,
    };
    let appointment = |i: usize| AppointmentRecord {
        unit: None,
        role: None,
        department: Some(format_smolstr!("d{i}")),
        deputy: Some(u32::try_from(MANY - i).unwrap()),
        ..held(id(i), "a".into(), "head")
    };
    let records = Records {
        scheme,
        units: vec![unit("a".into(), "top", None)],
        departments: (0..MANY).map(department).collect(),
        people: (0..MANY).map(|i| person(id(i))).collect(),
        appointments: (0..MANY).map(appointment).collect(),
        ..Records::default()
    };
    let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
    let path = directory
        .escalate(&Matter {
            subject: "a",
            kind: "k",
            urgency: Urgency::Routine,
            reported_at: "2026-10-08T10:00:00+08:00".parse().unwrap(),
            recuse: &[],
        })
        .unwrap();
    let StepState::Active(first) = path.steps().next().unwrap().state() else { panic!("nobody was asked") };
    assert_eq!(first.asked().map(|person| person.id()).collect::<Vec<_>>(), ["p099999"]);
}

/// Somebody serves every second unit and is paired with every household.
#[test]
fn posts_of_one_person() {
    let low = |i: usize| format_smolstr!("u{i:06}");
    let mut units = vec![unit("a".into(), "top", None)];
    units.extend((0..MANY).map(|i| unit(low(i), "low", Some("a".into()))));
    let household = |i: usize| HouseholdRecord {
        id: format_smolstr!("h{i:06}"),
        label: "户".into(),
        unit: Dated::Throughout(low(i)),
        from: "2020-01-01".into(),
        until: None,
        residents: 1,
        categories: vec![],
        location: None,
    };
    let pairing = |i: usize| PairingRecord {
        person: "p".into(),
        household: format_smolstr!("h{i:06}"),
        programme: "care".into(),
        from: "2020-01-01".into(),
        until: None,
    };
    let records = Records {
        scheme: scheme(),
        units,
        households: (0..MANY).map(household).collect(),
        people: vec![person("p".into())],
        appointments: (0..MANY).step_by(2).map(|i| held("p".into(), low(i), "hand")).collect(),
        pairings: (0..MANY).map(pairing).collect(),
        ..Records::default()
    };
    let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
    let duties = directory.duties_of("p").unwrap();
    assert_eq!((duties.posts().len(), duties.household_count()), (MANY / 2, MANY));
    assert!(directory.households().all(|household| duties.reaches(household)));
}

/// Somebody is away every second day, and is appointed anew every day.
#[test]
fn absences_of_one_person() {
    let days = days(MANY + 1);
    let day = |i: usize| (days[i].clone(), Some(days[i + 1].clone()));
    let appointment = |i: usize| {
        let (from, until) = day(i);
        AppointmentRecord { from, until, ..held("p".into(), "a".into(), "head") }
    };
    let absence = |i: usize| {
        let (from, until) = day(i);
        AbsenceRecord { person: "p".into(), from, until }
    };
    let mut scheme = scheme();
    scheme.duties = vec![DutyRecord {
        role: Some("head".into()),
        function: None,
        programme: None,
        kind: "*".into(),
        involvement: Involvement::Accountable,
    }];
    let records = Records {
        scheme,
        units: vec![unit("a".into(), "top", None)],
        people: vec![person("p".into())],
        appointments: (0..MANY).map(appointment).collect(),
        absences: (0..MANY).step_by(2).map(absence).collect(),
        ..Records::default()
    };
    let absent: jiff::civil::Date = days[MANY - 2].parse().unwrap();
    let directory = Registry::build(records).unwrap().as_of(absent);
    let answer = directory.responsible("a", "k").unwrap();
    let link = answer.links().next().unwrap();
    let wangge::Holder::Absent { since } = link.holder() else { panic!("somebody is there") };
    assert_eq!(since, absent);
}

/// A year listed a million times is a fault a time, and a hundred thousand exceptions know their years.
#[test]
fn years_of_a_calendar() {
    let mut scheme = scheme();
    scheme.calendar.years = std::iter::repeat_n(2026, 1_000_000).collect();
    let exception =
        |i: usize| ExceptionRecord { date: format_smolstr!("2027-01-{:02}", i % 28 + 1), working: false, name: None };
    scheme.calendar.exceptions = (0..MANY).map(exception).collect();
    let faults = Registry::build(Records { scheme, ..Records::default() }).unwrap_err();
    assert_eq!(faults.as_slice().len(), 999_999 + MANY);
}

/// Every second year has a table, and every day of it an exception.
#[test]
fn tables_of_many_years() {
    let mut scheme = scheme();
    scheme.calendar.years = (1..=9998).step_by(2).collect();
    let exception = |year: i16| {
        (0..20).map(move |i| ExceptionRecord {
            date: format_smolstr!("{year:04}-01-{:02}", i + 1),
            working: false,
            name: None,
        })
    };
    scheme.calendar.exceptions = scheme.calendar.years.clone().into_iter().flat_map(exception).collect();
    Registry::build(Records { scheme, ..Records::default() }).unwrap();
}

#[test]
fn zz_scopes_alike() {
    for n in [500, 2000] {
        let mut units = vec![unit("a".into(), "top", None)];
        units.extend((0..n).map(|i| UnitRecord {
            scope: vec![vec![[110.0, 29.0], [110.1, 29.0], [110.1, 29.1], [110.0, 29.1]]],
            ..unit(format_smolstr!("u{i:06}"), "low", Some("a".into()))
        }));
        let records = Records { scheme: scheme(), units, ..Records::default() };
        let start = std::time::Instant::now();
        let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
        let findings = directory.findings();
        println!("{n} scopes: {} findings {:?}", findings.len(), start.elapsed());
    }
}

#[test]
fn zz_combs() {
    for n in [100, 400, 1600] {
        let at = |i: usize| 0.1 * f64::from(u32::try_from(i).unwrap()) / f64::from(u32::try_from(n).unwrap());
        // A comb whose teeth stand up, and one whose teeth lie.
        let up: Vec<[f64; 2]> = (0..2 * n)
            .map(|i| [110.0 + at(i) / 2.0, if i % 2 == 0 { 29.0 } else { 29.1 }])
            .chain([[110.1, 28.9]])
            .collect();
        let side: Vec<[f64; 2]> = up.iter().map(|p| [p[1] + 81.0, p[0] - 81.0]).collect();
        let mut units = vec![unit("a".into(), "top", None)];
        for (id, ring) in [("x", up), ("y", side)] {
            units.push(UnitRecord { scope: vec![ring], ..unit(id.into(), "low", Some("a".into())) });
        }
        let records = Records { scheme: scheme(), units, ..Records::default() };
        let start = std::time::Instant::now();
        let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
        let findings = directory.findings();
        println!("{n} teeth: {} findings {:?}", findings.len(), start.elapsed());
    }
}
