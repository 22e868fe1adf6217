//! Bad input and the code that it gets: one broken thing in a village that is otherwise right.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use jiff::civil::date;
use smol_str::{SmolStr, SmolStrBuilder};
use wangge::record::{
    AbsenceRecord, AppointmentRecord, Dated, LimitRecord, PairRuleRecord, ProgrammeRecord, ReservedRecord, Spell,
    UnitRecord, Urgency,
};
use wangge::{FaultCode, Matter, Period, Records, Registry};
use wangge_sample::{CHALINHE, Sample};

const GRID: &str = "430821108223-01";
const OTHER_GRID: &str = "430821108223-02";
const TOWN: &str = "430821108";

fn unit<'r>(records: &'r mut Records, id: &str) -> &'r mut UnitRecord {
    records.units.iter_mut().find(|unit| unit.id == id).unwrap()
}

fn spell(id: &str, from: &str, until: Option<&str>) -> Spell {
    Spell { id: id.into(), from: from.into(), until: until.map(SmolStr::new) }
}

fn grid_leader(records: &Records) -> AppointmentRecord {
    let leads =
        |row: &&AppointmentRecord| row.unit.as_deref() == Some(GRID) && row.role.as_deref() == Some("grid-leader");
    records.appointments.iter().find(leads).cloned().unwrap()
}

fn long(bytes: usize) -> SmolStr {
    let mut id = SmolStrBuilder::new();
    (0..bytes).for_each(|_| id.push('h'));
    id.finish()
}

/// The codes that a broken village gets, each once.
fn codes(damage: impl FnOnce(&mut Records)) -> Vec<FaultCode> {
    let mut records = Sample::chalinhe().records();
    damage(&mut records);
    let faults = Registry::build(records).unwrap_err();
    let mut codes: Vec<FaultCode> = faults.as_slice().iter().map(|fault| fault.code).collect();
    codes.sort_unstable();
    codes.dedup();
    // However long the input, a message is short.
    assert!(faults.as_slice().iter().all(|fault| fault.to_string().len() < 2_000));
    codes
}

#[test]
fn units_that_cannot_stand_so() {
    let under = |child: &'static str, parent: &'static str| {
        move |records: &mut Records| unit(records, child).parent = Some(parent.into())
    };
    assert_eq!(codes(under(GRID, GRID)), [FaultCode::UnitSelfParent]);
    assert_eq!(codes(under(GRID, OTHER_GRID)), [FaultCode::UnitLevelInverted]);
    assert_eq!(codes(under(GRID, TOWN)), [FaultCode::UnitParentLevel]);
    assert_eq!(codes(under(GRID, "nowhere")), [FaultCode::ReferenceUnknown]);
    assert_eq!(codes(under(GRID, "430821108223-h0001")), [FaultCode::ReferenceUnknown]);
    assert_eq!(codes(|records| unit(records, GRID).parent = None), [FaultCode::UnitOrphan]);
    let circle = |records: &mut Records| {
        unit(records, CHALINHE).parent = Some(GRID.into());
    };
    assert_eq!(codes(circle), [FaultCode::UnitLevelInverted, FaultCode::UnitCycle]);
    let spells =
        |spells: Vec<Spell>| move |records: &mut Records| unit(records, GRID).parent = Some(Dated::Spells(spells));
    let twice = vec![spell(CHALINHE, "2021-01-01", None), spell(CHALINHE, "2025-01-01", Some("2026-01-01"))];
    assert_eq!(codes(spells(twice)), [FaultCode::UnitTwoParents]);
    let gap = vec![spell(CHALINHE, "2021-01-01", Some("2025-01-01")), spell(CHALINHE, "2025-01-02", None)];
    assert_eq!(codes(spells(gap)), [FaultCode::UnitOrphan]);
    let early = vec![spell(CHALINHE, "2020-12-31", None)];
    assert_eq!(codes(spells(early)), [FaultCode::PeriodOutside]);
    assert_eq!(codes(spells(vec![])), [FaultCode::SpellsEmpty]);
}

#[test]
fn days_that_do_not_exist_and_periods_without_a_day() {
    let life = |from: &'static str, until: Option<&'static str>| {
        move |records: &mut Records| {
            let household = records.households.last_mut().unwrap();
            (household.from, household.until) = (from.into(), until.map(SmolStr::new));
        }
    };
    assert_eq!(codes(life("2025-02-29", None)), [FaultCode::DateInvalid]);
    assert_eq!(codes(life("2025-2-9", None)), [FaultCode::DateInvalid]);
    assert_eq!(codes(life("2025-03-01", Some("2025-03-01"))), [FaultCode::PeriodEmpty]);
    assert_eq!(codes(life("2025-03-01", Some("2025-02-28"))), [FaultCode::PeriodEmpty]);
    let absence =
        AbsenceRecord { person: "p0000001".into(), from: "2026-01-02".into(), until: Some("2026-01-01".into()) };
    assert_eq!(codes(|records| records.absences.push(absence)), [FaultCode::PeriodEmpty]);
}

#[test]
fn ids_and_names_that_nobody_can_read() {
    let id = |id: SmolStr| {
        move |records: &mut Records| {
            records.people.push(wangge::record::PersonRecord { id, ..records.people[0].clone() })
        }
    };
    assert_eq!(codes(id("p0000001".into())), [FaultCode::IdDuplicate]);
    assert_eq!(codes(id("".into())), [FaultCode::IdInvalid]);
    assert_eq!(codes(id("p 1".into())), [FaultCode::IdInvalid]);
    assert_eq!(codes(id("p\u{200b}1".into())), [FaultCode::IdInvalid]);
    assert_eq!(codes(id(long(10 << 20))), [FaultCode::IdInvalid]);
    let name = |name: &'static str| move |records: &mut Records| records.people[0].name = name.into();
    for hidden in ["张\u{202e}三", "张\u{200b}三", "\u{feff}张三", "张三 ", "张\n三", ""] {
        assert_eq!(codes(name(hidden)), [FaultCode::TextInvalid], "{hidden:?}");
    }
    let same = |records: &mut Records| records.sites[0].id = records.households[0].id.clone();
    assert_eq!(codes(same), [FaultCode::IdDuplicate]);
}

#[test]
fn posts_that_nobody_can_hold() {
    let second = |records: &mut Records| {
        let second = AppointmentRecord { person: "p0000001".into(), ..grid_leader(records) };
        records.appointments.push(second);
    };
    assert_eq!(codes(second), [FaultCode::SeatOverMaximum]);
    let twice = |records: &mut Records| {
        let twice = AppointmentRecord { deputy: Some(1), ..grid_leader(records) };
        records.appointments.push(twice);
    };
    assert_eq!(codes(twice), [FaultCode::AppointmentOverlap]);
    let row = |damage: fn(&mut AppointmentRecord)| {
        move |records: &mut Records| damage(records.appointments.last_mut().unwrap())
    };
    assert_eq!(codes(row(|row| row.person = "nobody".into())), [FaultCode::ReferenceUnknown]);
    assert_eq!(codes(row(|row| (row.unit, row.department) = (None, None))), [FaultCode::AppointmentPost]);
    assert_eq!(codes(row(|row| row.deputy = Some(0))), [FaultCode::AppointmentRank]);
    let town = row(|row| (row.unit, row.role, row.department) = (Some(TOWN.into()), Some("grid-leader".into()), None));
    assert_eq!(codes(town), [FaultCode::AppointmentLevel]);
}

#[test]
fn programmes_and_levels_that_no_assignment_can_follow() {
    let care = |damage: fn(&mut ProgrammeRecord)| {
        codes(move |records: &mut Records| damage(&mut records.scheme.programmes[0]))
    };
    let limit = |categories: &[&str]| LimitRecord { categories: categories.iter().map(SmolStr::new).collect(), max: 3 };
    assert_eq!(care(|row| row.min = row.max + 1), [FaultCode::ProgrammeInvalid]);
    assert_eq!(care(|row| row.cost.churn = 10_000_001), [FaultCode::ProgrammeInvalid]);
    assert_eq!(care(|row| row.limits[0].categories.clear()), [FaultCode::ProgrammeInvalid]);
    assert_eq!(
        care(|row| row.reserved.push(ReservedRecord { categories: vec!["monitored".into()], roles: vec![] })),
        [FaultCode::ProgrammeInvalid]
    );
    assert_eq!(care(|row| row.within = Some("hamlet".into())), [FaultCode::ReferenceUnknown]);
    let limits = |limits: Vec<LimitRecord>| codes(move |records| records.scheme.programmes[0].limits = limits);
    assert_eq!(limits(vec![limit(&["gifted"])]), [FaultCode::ReferenceUnknown]);
    assert_eq!(limits(vec![limit(&["lifted"]); 65]), [FaultCode::ProgrammeInvalid]);
    let crossing = vec![limit(&["monitored", "lifted"]), limit(&["lifted", "in-need"])];
    assert_eq!(limits(crossing), [FaultCode::LimitCrossing]);
    let twice = vec![limit(&["monitored", "lifted"]), limit(&["lifted", "monitored", "lifted"])];
    assert_eq!(limits(twice), [FaultCode::LimitCrossing]);
    let capacity = |level: usize, min: Option<u32>, max: Option<u32>| {
        codes(move |records| {
            let level = &mut records.scheme.levels[level];
            (level.min_households, level.max_households) = (min, max);
        })
    };
    assert_eq!(capacity(4, Some(21), Some(20)), [FaultCode::LevelCapacity]);
    assert_eq!(capacity(0, Some(0), None), [FaultCode::LevelCapacity]);
}

#[test]
fn pair_rules_that_say_two_things_at_once() {
    let second = |damage: fn(&mut PairRuleRecord)| {
        codes(move |records: &mut Records| {
            let mut rule = records.pair_rules.iter().find(|rule| rule.programme.is_some()).cloned().unwrap();
            damage(&mut rule);
            records.pair_rules.push(rule);
        })
    };
    assert_eq!(second(|_| {}), [FaultCode::PairRuleOverlap]);
    assert_eq!(second(|rule| rule.programme = None), [FaultCode::PairRuleOverlap]);
    assert_eq!(second(|rule| rule.household = "h?".into()), [FaultCode::ReferenceUnknown]);
    assert_eq!(second(|rule| rule.until = Some(rule.from.clone())), [FaultCode::PeriodEmpty]);
    let early = second(|rule| (rule.from, rule.until) = ("2020-12-31".into(), Some("2021-02-01".into())));
    assert_eq!(early, [FaultCode::PeriodOutside]);
    // Under another programme, or on other days, there is nothing to quarrel about.
    let mut records = Sample::chalinhe().records();
    let rule = records.pair_rules.iter().find(|rule| rule.programme.is_some()).cloned().unwrap();
    records.pair_rules.push(PairRuleRecord { programme: Some("monitored-household".into()), ..rule.clone() });
    records.pair_rules.push(PairRuleRecord { from: "2025-01-01".into(), until: Some(rule.from.clone()), ..rule });
    assert!(Registry::build(records).is_ok());
}

#[test]
fn all_faults_come_at_once_and_in_the_order_of_the_document() {
    let mut records = Sample::chalinhe().records();
    records.pair_rules[0].person = "p?".into();
    records.pairings[0].household = "h?".into();
    records.people[0].name = "".into();
    unit(&mut records, GRID).parent = Some(GRID.into());
    records.scheme.roles[0].max = 0;
    let faults = Registry::build(records).unwrap_err();
    let sections: Vec<&str> = faults.as_slice().iter().map(|fault| fault.place.section).collect();
    assert_eq!(sections, ["scheme.roles", "units", "people", "pairings", "pairRules"]);
}

#[test]
fn a_year_without_a_calendar_is_an_error_that_names_it() {
    let directory = Registry::build(Sample::chalinhe().records()).unwrap().as_of(date(2026, 12, 31));
    let matter = Matter {
        subject: "430821108223-h0017",
        kind: "dispute",
        urgency: Urgency::Routine,
        reported_at: "2026-12-31T10:00:00+08:00".parse().unwrap(),
        recuse: &[],
    };
    let error = directory.escalate(&matter).unwrap_err();
    assert_eq!(error.code(), "calendar.year-unknown");
    assert!(error.to_string().contains("2027"), "{error}");
    // Hours on the wall need no calendar.
    let fire = Matter { kind: "forest-fire", urgency: Urgency::Emergency, ..matter };
    assert!(directory.escalate(&fire).is_ok());
}

#[test]
fn what_is_not_there_has_three_names() {
    let registry = Registry::build(Sample::chalinhe().records()).unwrap();
    let directory = registry.as_of(date(2026, 11, 23));
    let code = |subject: &str, kind: &str| directory.responsible(subject, kind).unwrap_err().code();
    assert_eq!(code("nobody", "dispute"), "subject.unknown");
    assert_eq!(code("430821108-water", "dispute"), "subject.unknown");
    assert_eq!(code("430821108223-h0017", "quarrel"), "kind.unknown");
    assert_eq!(code("430821108223-08", "dispute"), "subject.not-on-date");
    assert_eq!(directory.duties_of("nobody").unwrap_err().code(), "person.unknown");
    let open = Period::new(date(2026, 1, 1), None).unwrap();
    assert_eq!(registry.findings(open).unwrap_err().code(), "period.open");
    let long = directory.household(&long(10 << 20)).unwrap_err();
    assert!(long.to_string().len() < 1_000);
}
