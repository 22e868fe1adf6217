//! Depth and size neither overflow the stack nor crawl: each test is linear work, small enough for every run.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use jiff::civil::date;
use smol_str::{SmolStr, format_smolstr};
use wangge::record::{
    DutyRecord, HouseholdRecord, Involvement, KindRecord, LevelRecord, PersonRecord, RoleRecord, SchemeRecord, Spell,
    Text, UnitRecord,
};
use wangge::{Answerable, FaultCode, Records, Registry};

const MILLION: usize = 1_000_000;

fn text() -> Text {
    Text { zh: "名".into(), en: "name".into() }
}

fn level(id: SmolStr, parents: Vec<SmolStr>) -> LevelRecord {
    LevelRecord { id, name: text(), parents, households: true, code_digits: Vec::new() }
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
