//! Depth and size neither overflow the stack nor crawl: each test is linear work, small enough for every run.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use jiff::civil::date;
use smol_str::{SmolStr, format_smolstr};
use wangge::record::{
    AbsenceRecord, AppointmentRecord, CostRecord, Dated, DutyRecord, HouseholdRecord, Involvement, KindRecord,
    LevelRecord, LimitRecord, NamedRecord, PairRule, PairRuleRecord, PairingRecord, PersonRecord, PolicyRecord,
    ProgrammeRecord, RoleRecord, SchemeRecord, SeatRecord, Spell, StepRecord, Text, UnitRecord, Urgency,
};
use wangge::{Answerable, Directory, FaultCode, Holder, Matter, Path, Records, Registry, StepState};

const MILLION: usize = 1_000_000;
const MANY: usize = 100_000;

fn text() -> Text {
    Text { zh: "名".into(), en: "name".into() }
}

fn level(id: SmolStr, parents: Vec<SmolStr>) -> LevelRecord {
    LevelRecord {
        id,
        name: text(),
        parents,
        households: true,
        min_households: None,
        max_households: None,
        code_digits: Vec::new(),
    }
}

fn kind(id: SmolStr, parent: Option<SmolStr>) -> KindRecord {
    KindRecord { id, name: text(), parent, ceiling: None }
}

fn unit(id: SmolStr, level: SmolStr, parent: Option<SmolStr>) -> UnitRecord {
    UnitRecord {
        id,
        level,
        name: "单元".into(),
        from: "2020-01-01".into(),
        until: None,
        parent: parent.map(wangge::record::Dated::Throughout),
        codes: Vec::new(),
        scope: Vec::new(),
    }
}

fn household(id: SmolStr, unit: SmolStr) -> HouseholdRecord {
    HouseholdRecord {
        id,
        label: "户".into(),
        unit: wangge::record::Dated::Throughout(unit),
        from: "2020-01-01".into(),
        until: None,
        residents: 3,
        categories: Vec::new(),
        location: None,
    }
}

fn scheme() -> SchemeRecord {
    let mut scheme = wangge::scheme::three_plus_n();
    scheme.contact_required = false;
    scheme
}

/// One seat at the top of a chain of a million levels answers for the household at its end.
#[test]
fn a_chain_a_million_deep_is_walked_without_recursion() {
    let mut scheme = SchemeRecord { name: text(), calendar: scheme().calendar, ..SchemeRecord::default() };
    let name = |i: usize| format_smolstr!("l{i}");
    scheme.levels = (0..MILLION).map(|i| level(name(i), if i == 0 { vec![] } else { vec![name(i - 1)] })).collect();
    scheme.kinds =
        (0..MILLION).map(|i| kind(format_smolstr!("k{i}"), (i > 0).then(|| format_smolstr!("k{}", i - 1)))).collect();
    scheme.roles = vec![RoleRecord {
        id: "leader".into(),
        name: text(),
        level: "l0".into(),
        min: 1,
        max: 1,
        eligible: vec![],
        max_households: None,
    }];
    scheme.duties = vec![DutyRecord {
        role: Some("leader".into()),
        function: None,
        programme: None,
        kind: "k0".into(),
        involvement: Involvement::Accountable,
    }];
    let units =
        (0..MILLION).map(|i| unit(format_smolstr!("u{i}"), name(i), (i > 0).then(|| format_smolstr!("u{}", i - 1))));
    let records = Records {
        scheme,
        units: units.collect(),
        households: vec![household("h".into(), format_smolstr!("u{}", MILLION - 1))],
        people: vec![PersonRecord {
            id: "p".into(),
            name: "人".into(),
            affiliations: vec![],
            home: None,
            contact: None,
            exempt: false,
        }],
        appointments: vec![wangge::record::AppointmentRecord {
            person: "p".into(),
            unit: Some("u0".into()),
            role: Some("leader".into()),
            department: None,
            deputy: None,
            from: "2020-01-01".into(),
            until: None,
        }],
        ..Records::default()
    };
    let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
    let answer = directory.responsible("h", &format!("k{}", MILLION - 1)).unwrap();
    let Answerable::By { link, .. } = answer.answerable() else { panic!("nobody answers") };
    assert_eq!(format!("{:?}", link.post()), r#"Role { unit: Unit("u0"), role: Role("leader") }"#);
    assert_eq!(directory.unit("u0").unwrap().household_count(), 1);
    assert_eq!(directory.duties_of("p").unwrap().household_count(), 1);
}

/// A circle of a million units is one fault, beside a million inverted levels.
#[test]
fn a_circle_of_a_million_units_is_found() {
    let ring = |i: usize| Some(format_smolstr!("u{:07}", (i + 1) % MILLION));
    let units = (0..MILLION).map(|i| unit(format_smolstr!("u{i:07}"), "grid".into(), ring(i)));
    let records = Records { scheme: scheme(), units: units.collect(), ..Records::default() };
    let faults = Registry::build(records).unwrap_err();
    let count = |code| faults.as_slice().iter().filter(|fault| fault.code == code).count();
    assert_eq!((count(FaultCode::UnitCycle), count(FaultCode::UnitLevelInverted)), (1, MILLION));
}

/// Links that come and go a hundred thousand times are no circle as long as they never hold at once.
#[test]
fn a_circle_that_never_holds_on_one_day_is_none() {
    let days: Vec<String> =
        date(1900, 1, 1).series(jiff::Span::new().days(1)).take(100_001).map(|day| day.to_string()).collect();
    // On even days a is under b, on odd days b is under a.
    let spells = |parity: usize, id: &str| {
        let spell =
            |i: usize| Spell { id: id.into(), from: days[i].as_str().into(), until: Some(days[i + 1].as_str().into()) };
        wangge::record::Dated::Spells((parity..100_000).step_by(2).map(spell).collect())
    };
    let grid = |id: &str, parent| UnitRecord {
        parent: Some(parent),
        from: "1900-01-01".into(),
        ..unit(id.into(), "grid".into(), None)
    };
    let mut records = Records { scheme: scheme(), ..Records::default() };
    records.units = vec![grid("a", spells(0, "b")), grid("b", spells(1, "a"))];
    let faults = Registry::build(records.clone()).unwrap_err();
    assert!(faults.as_slice().iter().all(|fault| fault.code != FaultCode::UnitCycle));
    // One more day at the end joins them.
    if let Some(wangge::record::Dated::Spells(spells)) = &mut records.units[0].parent {
        spells.last_mut().unwrap().until = None;
    }
    let faults = Registry::build(records).unwrap_err();
    assert_eq!(faults.as_slice().iter().filter(|fault| fault.code == FaultCode::UnitCycle).count(), 1);
}

/// A hundred thousand broken rows give a fault each, in the order of the rows.
#[test]
fn a_hundred_thousand_faults_are_all_reported() {
    let households = (0..100_000).map(|i| household(format_smolstr!("h{i}"), "nowhere".into())).collect();
    let faults = Registry::build(Records { scheme: scheme(), households, ..Records::default() }).unwrap_err();
    assert_eq!(faults.as_slice().len(), 100_000);
    assert!(faults.as_slice().iter().enumerate().all(|(i, fault)| fault.place.row == Some(i)));
}

/// A million households under one unit: loaded, compiled, asked, and searched for gaps.
#[test]
fn a_million_households_are_one_range() {
    let households = (0..MILLION).map(|i| household(format_smolstr!("h{i:07}"), "g".into())).collect();
    let mut scheme = scheme();
    scheme.levels = vec![level("grid".into(), vec![])];
    (scheme.roles, scheme.functions, scheme.duties, scheme.policies) = (vec![], vec![], vec![], vec![]);
    (scheme.reports, scheme.admission, scheme.programmes) = (vec![], vec![], vec![]);
    scheme.kinds.iter_mut().for_each(|kind| kind.ceiling = None);
    let records =
        Records { scheme, units: vec![unit("g".into(), "grid".into(), None)], households, ..Records::default() };
    let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
    assert_eq!(directory.unit("g").unwrap().household_count(), MILLION);
    assert_eq!(directory.household("h0999999").unwrap().unit().id(), "g");
    let findings = directory.findings();
    assert!(findings.iter().all(|finding| finding.code().as_str() != "household.no-innermost-unit"));
}

/// Two levels with a role each, without a limit; a programme and a kind.
fn two_levels(steps: Vec<StepRecord>) -> SchemeRecord {
    let role = |id: &str, level: &str| RoleRecord {
        id: id.into(),
        name: text(),
        level: level.into(),
        min: 0,
        max: u32::MAX,
        eligible: vec![],
        max_households: None,
    };
    let duty = DutyRecord {
        role: Some("head".into()),
        function: None,
        programme: None,
        kind: "*".into(),
        involvement: Involvement::Accountable,
    };
    let programme = ProgrammeRecord {
        id: "care".into(),
        name: text(),
        categories: vec![],
        per_household: 1,
        min: 0,
        max: u32::MAX,
        limits: vec![],
        eligible: vec![],
        within: None,
        reserved: vec![],
        cost: CostRecord::default(),
    };
    let policy = PolicyRecord { kind: "*".into(), urgency: Urgency::Routine, steps, refusals: 0, total: None };
    SchemeRecord {
        name: text(),
        levels: vec![level("top".into(), vec![]), level("low".into(), vec!["top".into()])],
        roles: vec![role("head", "top"), role("hand", "low")],
        kinds: vec![kind("k".into(), None)],
        duties: vec![duty],
        policies: if policy.steps.is_empty() { vec![] } else { vec![policy] },
        programmes: vec![programme],
        calendar: scheme().calendar,
        ..SchemeRecord::default()
    }
}

fn seat(role: &str) -> SeatRecord {
    SeatRecord { role: Some(role.into()), function: None, level: None }
}

fn step(ask: &str, inform: Vec<SeatRecord>) -> StepRecord {
    StepRecord { ask: seat(ask), accept: "1h".into(), resolve: "1h".into(), inform }
}

fn people(count: usize) -> Vec<PersonRecord> {
    let person = |i| PersonRecord {
        id: number(i),
        name: "人".into(),
        affiliations: vec![],
        home: None,
        contact: None,
        exempt: false,
    };
    (0..count).map(person).collect()
}

fn number(i: usize) -> SmolStr {
    format_smolstr!("p{i:06}")
}

fn holds(person: usize, unit: SmolStr, role: &str) -> AppointmentRecord {
    AppointmentRecord {
        person: number(person),
        unit: Some(unit),
        role: Some(role.into()),
        department: None,
        deputy: None,
        from: "2020-01-01".into(),
        until: None,
    }
}

/// Days, the first of them the one on which units open.
fn days() -> Vec<SmolStr> {
    let days = date(2020, 1, 1).series(jiff::Span::new().days(1));
    days.take(MANY + 2).map(|day| format_smolstr!("{day}")).collect()
}

fn path<'d>(directory: &'d Directory, subject: &str, recuse: &[&str]) -> Path<'d> {
    let reported_at = "2026-10-08T10:00:00+08:00".parse().unwrap();
    directory.escalate(&Matter { subject, kind: "k", urgency: Urgency::Routine, reported_at, recuse }).unwrap()
}

/// A hundred thousand spells of one unit, each a day into the next: a fault each.
#[test]
fn m1_spells_that_all_overlap_are_all_reported() {
    let days = days();
    let spell = |i: usize| Spell { id: "a".into(), from: days[i].clone(), until: Some(days[i + 2].clone()) };
    let child = UnitRecord {
        parent: Some(Dated::Spells((0..MANY).map(spell).collect())),
        ..unit("b".into(), "low".into(), None)
    };
    let units = vec![unit("a".into(), "top".into(), None), child];
    let faults = Registry::build(Records { scheme: two_levels(vec![]), units, ..Records::default() }).unwrap_err();
    assert_eq!(faults.as_slice().iter().filter(|fault| fault.code == FaultCode::UnitTwoParents).count(), MANY - 1);
}

/// A hundred thousand rules of one pair, each a day into the next, every other one for every programme.
#[test]
fn a2_pair_rules_that_all_overlap_are_all_reported() {
    let days = days();
    let rule = |i: usize| PairRuleRecord {
        person: number(0),
        household: "h".into(),
        programme: i.is_multiple_of(2).then(|| "care".into()),
        rule: PairRule::Recused,
        from: days[i].clone(),
        until: Some(days[i + 2].clone()),
    };
    let records = Records {
        scheme: two_levels(vec![]),
        units: vec![unit("a".into(), "top".into(), None)],
        households: vec![household("h".into(), "a".into())],
        people: people(1),
        pair_rules: (0..MANY).map(rule).collect(),
        ..Records::default()
    };
    let faults = Registry::build(records).unwrap_err();
    assert_eq!(faults.as_slice().iter().filter(|fault| fault.code == FaultCode::PairRuleOverlap).count(), MANY - 1);
}

/// As many limits as there may be, one inside the other, of ten thousand categories.
#[test]
fn a1_limits_of_many_categories_are_compared_in_one_pass() {
    let id = |i: usize| format_smolstr!("c{i}");
    let limit = |i: usize| LimitRecord { categories: (0..(i + 1) * 156).map(id).collect(), max: 3 };
    let mut scheme = two_levels(vec![]);
    scheme.categories = (0..10_000).map(|i| NamedRecord { id: id(i), name: text() }).collect();
    scheme.programmes[0].limits = (0..64).map(limit).collect();
    assert!(Registry::build(Records { scheme: scheme.clone(), ..Records::default() }).is_ok());
    // Without what is in all of them, the last one crosses the others.
    scheme.programmes[0].limits[63].categories.remove(0);
    let faults = Registry::build(Records { scheme, ..Records::default() }).unwrap_err();
    let found: Vec<String> = faults.as_slice().iter().map(|fault| fault.place.to_string()).collect();
    assert_eq!(found, ["scheme.programmes[0].limits[63]"]);
}

/// A hundred thousand people in one seat, half of them recused, asked twice; and all of them told twice.
#[test]
fn e3_a_crowd_in_one_seat_is_asked_once_and_told_once() {
    let steps =
        vec![step("hand", vec![seat("head"), seat("head")]), step("head", vec![seat("head")]), step("head", vec![])];
    let mut appointments: Vec<_> = (0..MANY).map(|i| holds(i, "a".into(), "head")).collect();
    appointments.push(holds(1, "b".into(), "hand"));
    let records = Records {
        scheme: two_levels(steps),
        units: vec![unit("a".into(), "top".into(), None), unit("b".into(), "low".into(), Some("a".into()))],
        people: people(MANY),
        appointments,
        ..Records::default()
    };
    let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
    let even: Vec<SmolStr> = (0..MANY).step_by(2).map(number).collect();
    let recuse: Vec<&str> = even.iter().map(SmolStr::as_str).collect();
    let path = path(&directory, "b", &recuse);
    let states: Vec<StepState<'_>> = path.steps().map(|step| step.state()).collect();
    let [StepState::Active(first), StepState::Active(second), StepState::Skipped(_)] = states[..] else {
        panic!("{states:?}")
    };
    let told: Vec<&str> = first.inform().map(|person| person.id()).collect();
    assert_eq!((told.len(), told[0], told[MANY / 2 - 2]), (MANY / 2 - 1, "p000003", "p099999"));
    assert_eq!((second.asked().len(), second.passed_over().iter().len()), (MANY / 2 - 1, MANY / 2 + 1));
    assert_eq!(second.inform().map(|person| person.id()).collect::<Vec<_>>(), ["p000001"]);
}

/// Somebody serves every second of a hundred thousand units, and is paired with a household in each.
#[test]
fn r8_posts_and_pairings_of_one_person_are_counted_once() {
    let low = |i: usize| format_smolstr!("u{i:06}");
    let mut units = vec![unit("a".into(), "top".into(), None)];
    units.extend((0..MANY).map(|i| unit(low(i), "low".into(), Some("a".into()))));
    let pairing = |i: usize| PairingRecord {
        person: number(0),
        household: format_smolstr!("h{i}"),
        programme: "care".into(),
        from: "2020-01-01".into(),
        until: None,
    };
    let records = Records {
        scheme: two_levels(vec![]),
        units,
        households: (0..MANY).map(|i| household(format_smolstr!("h{i}"), low(i))).collect(),
        people: people(1),
        appointments: (0..MANY).step_by(2).map(|i| holds(0, low(i), "hand")).collect(),
        pairings: (0..MANY).map(pairing).collect(),
        ..Records::default()
    };
    let directory = Registry::build(records).unwrap().as_of(date(2026, 11, 23));
    let duties = directory.duties_of("p000000").unwrap();
    assert_eq!((duties.posts().len(), duties.household_count()), (MANY / 2, MANY));
    assert!(directory.households().all(|household| duties.reaches(household)));
}

/// Somebody is appointed anew every day, and away every second day, once with an absence over another.
#[test]
fn r3_absences_of_one_person_tell_since_when() {
    let days = days();
    let day = |i: usize, count: usize| (days[i].clone(), Some(days[i + count].clone()));
    let appointment = |i: usize| {
        let (from, until) = day(i, 1);
        AppointmentRecord { from, until, ..holds(0, "a".into(), "head") }
    };
    let absence = |(from, until)| AbsenceRecord { person: number(0), from, until };
    let mut absences: Vec<_> = (0..MANY).step_by(2).map(|i| absence(day(i, 1))).collect();
    absences.extend([absence(day(MANY - 6, 5)), absence(day(MANY - 5, 1))]);
    let records = Records {
        scheme: two_levels(vec![]),
        units: vec![unit("a".into(), "top".into(), None)],
        people: people(1),
        appointments: (0..MANY).map(appointment).collect(),
        absences,
        ..Records::default()
    };
    let registry = Registry::build(records).unwrap();
    for (today, first) in [(MANY - 8, Some(MANY - 8)), (MANY - 7, None), (MANY - 2, Some(MANY - 6)), (MANY - 1, None)] {
        let directory = registry.as_of(days[today].parse().unwrap());
        let answer = directory.responsible("a", "k").unwrap();
        let since = match answer.links().next().unwrap().holder() {
            Holder::Absent { since } => Some(format_smolstr!("{since}")),
            _ => None,
        };
        assert_eq!(since.as_ref(), first.map(|first| &days[first]), "{}", days[today]);
    }
}
