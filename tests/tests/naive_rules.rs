//! The reference model on small cases, each asserted from the text of its rule.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

use jiff::{Timestamp, civil::Date};
use wangge::record::{
    AdmissionRecord, Dated, Involvement, PairRule, PairRuleRecord, Records, ReportRecord, SeatRecord, StepRecord,
    Urgency,
};
use wangge_tests::{
    hand::*,
    naive::{
        self, Answerable, Detail, Escalation, Holder, Matter, Outcome, Period, Point, Reason, Refusal, Seat, Step, Why,
        World,
    },
};

fn date(text: &str) -> Date {
    naive::parse_date(text).unwrap()
}

fn world(records: &Records) -> World {
    assert_eq!(naive::faults(records), Default::default());
    World::new(records)
}

fn instant(text: &str) -> Timestamp {
    format!("{text}:00+08:00").parse().unwrap()
}

/// Seats and holders of the chain on 1 January, in short.
fn chain(records: &Records, subject: &str, kind: &str) -> Vec<(String, Involvement, Holder)> {
    let chain = naive::responsible(&world(records), date("2026-01-01"), subject, kind).unwrap();
    let short = |seat| match seat {
        Seat::Caretakers(programme) => programme,
        Seat::Role { unit, role } => format!("{unit} {role}"),
        Seat::Department(id) => id,
    };
    chain.links.into_iter().map(|link| (short(link.seat), link.involvement, link.holder)).collect()
}

fn held(person: &str) -> Holder {
    Holder::Held(vec![person.into()])
}

#[test]
fn r1_r2_units_from_the_innermost_with_the_most_specific_rule() {
    use Involvement::{Accountable, Responsible};
    let records = county();
    // The mayor's and the helper's seats are optional and empty: no links.
    let of_dispute = [("g1 leader".into(), Accountable, held("an")), ("v secretary".into(), Accountable, held("cai"))];
    assert_eq!(chain(&records, "h1", "dispute"), of_dispute);
    let of_civil = [("g1 leader".into(), Responsible, held("an")), ("v secretary".into(), Accountable, held("cai"))];
    assert_eq!(chain(&records, "g1", "civil"), of_civil);
}

#[test]
fn r1_caretakers_come_first_by_programme_and_roles_in_the_order_of_the_scheme() {
    let mut records = county();
    records.scheme.programmes = vec![programme("z"), programme("a")];
    for id in ["z", "a"] {
        records.scheme.duties.push(wangge::record::DutyRecord {
            programme: Some(id.into()),
            role: None,
            ..duty("", "*", Involvement::Support)
        });
    }
    records.pairings = vec![pairing("dan", "h1", "a"), pairing("dan", "h1", "z"), pairing("bo", "h1", "z")];
    records.appointments.push(appoint("dan", "g1", "helper", OPENED, None));
    let seats: Vec<_> = chain(&records, "h1", "civil").into_iter().map(|(seat, _, holder)| (seat, holder)).collect();
    let expected = [
        ("z".into(), Holder::Held(vec!["bo".into(), "dan".into()])),
        ("a".into(), held("dan")),
        ("g1 helper".into(), held("dan")),
        ("g1 leader".into(), held("an")),
        ("v secretary".into(), held("cai")),
    ];
    assert_eq!(seats, expected);
}

#[test]
fn r3_deputies_act_by_rank_then_nobody_is_there_since_a_day() {
    let mut records = county();
    records.absences = vec![absence("an", "2025-12-20", None)];
    let holder = |records: &Records| chain(records, "h1", "dispute")[0].2.clone();
    assert_eq!(holder(&records), Holder::Absent { since: date("2025-12-20") });
    records.appointments.extend([deputy("dan", "g1", "leader", 2), deputy("cai", "g1", "leader", 1)]);
    assert_eq!(holder(&records), Holder::Acting { person: "cai".into(), for_: vec!["an".into()] });
    records.absences.push(absence("cai", "2026-01-01", Some("2026-01-02")));
    assert_eq!(holder(&records), Holder::Acting { person: "dan".into(), for_: vec!["an".into()] });
    records.absences.push(absence("dan", "2025-12-25", None));
    assert_eq!(holder(&records), Holder::Absent { since: date("2026-01-01") });
}

#[test]
fn r3_vacant_since_the_last_holder_left_and_not_before_the_unit_opened() {
    let mut records = county();
    records.appointments[0].until = Some("2025-12-28".into());
    assert_eq!(chain(&records, "h1", "dispute")[0].2, Holder::Vacant { since: date("2025-12-28") });
    records.appointments.remove(0);
    assert_eq!(chain(&records, "h1", "dispute")[0].2, Holder::Vacant { since: date(OPENED) });
}

#[test]
fn r4_the_answerable_link_covers_for_the_nearer_ones_without_holder() {
    let mut records = county();
    records.appointments.remove(0);
    let chain = naive::responsible(&world(&records), date("2026-01-01"), "h1", "dispute").unwrap();
    let Answerable::By { link, covers } = &chain.answerable else { panic!("{chain:?}") };
    assert_eq!((&link.holder, covers.len()), (&held("cai"), 1));
    assert_eq!(chain.first_responder.as_ref(), Some(link), "nobody is Responsible: the answerable one responds");
}

#[test]
fn r5_who_has_no_contact_counts_as_absent_where_the_scheme_asks_for_one() {
    let mut records = county();
    records.people[0].contact = None;
    assert_eq!(chain(&records, "h1", "dispute")[0].2, held("an"));
    records.scheme.contact_required = true;
    assert_eq!(chain(&records, "h1", "dispute")[0].2, Holder::Absent { since: date(OPENED) });
}

#[test]
fn r5_a_site_answers_through_its_owner_first_and_nobody_twice() {
    let mut records = county();
    records.scheme.functions = vec![function("water", 1)];
    records.scheme.duties.push(wangge::record::DutyRecord {
        function: Some("water".into()),
        role: None,
        ..duty("", "*", Involvement::Responsible)
    });
    records.departments = vec![department("d", "c", "water")];
    records.appointments.push(appoint_to("dan", "d"));
    records.sites = vec![site("by-department", "g1", Some("d")), site("by-unit", "g1", Some("v"))];
    let seats = |id| chain(&records, id, "civil").into_iter().map(|(seat, ..)| seat).collect::<Vec<_>>();
    assert_eq!(seats("by-department"), ["d", "g1 leader", "v secretary"]);
    assert_eq!(seats("by-unit"), ["v secretary", "g1 leader", "d"]);
}

#[test]
fn r6_r7_nobody_and_the_three_errors() {
    let mut records = county();
    records.appointments.truncate(2);
    let county = world(&records);
    let day = date("2026-01-01");
    let chain = naive::responsible(&county, day, "h1", "civil").unwrap();
    assert!(matches!(chain.answerable, Answerable::Nobody { ref unheld } if unheld.len() == 1));
    assert_eq!(naive::responsible(&county, day, "x", "civil"), Err(Refusal::UnknownSubject("x".into())));
    assert_eq!(naive::responsible(&county, day, "h1", "x"), Err(Refusal::UnknownKind("x".into())));
    let before = naive::responsible(&county, date("2025-11-30"), "h1", "civil");
    assert_eq!(before, Err(Refusal::NotOnDate("h1".into())));
}

#[test]
fn r8_posts_in_tree_order_and_everything_under_them() {
    let mut records = county();
    records.scheme.programmes = vec![programme("p")];
    records.pairings = vec![pairing("cai", "h2", "p")];
    records.appointments.push(appoint("cai", "g1", "helper", OPENED, None));
    records.appointments.push(deputy("an", "g2", "leader", 1));
    records.sites = vec![site("s1", "g1", None), site("s2", "g2", Some("g1"))];
    let county = world(&records);
    let duties = naive::duties_of(&county, date("2026-01-01"), "cai").unwrap();
    let seats: Vec<_> = duties.posts.iter().map(|post| format!("{:?}", post.seat)).collect();
    assert!(seats[0].contains("secretary") && seats[1].contains("helper"), "{seats:?}");
    assert_eq!(duties.reach.units.into_iter().collect::<Vec<_>>(), ["g1", "g2", "v"]);
    assert_eq!(duties.pairings, [("p".into(), "h2".into())]);
    let duties = naive::duties_of(&county, date("2026-01-01"), "an").unwrap();
    assert_eq!(duties.posts.iter().map(|post| post.deputy).collect::<Vec<_>>(), [None, Some(1)]);
    assert_eq!(duties.reach.sites.into_iter().collect::<Vec<_>>(), ["s1", "s2"]);
}

#[test]
fn r9_an_edge_belongs_to_the_area_on_its_right_and_above() {
    let mut records = county();
    let square = |west: f64| vec![vec![[west, 29.0], [west + 0.001, 29.0], [west + 0.001, 29.001], [west, 29.001]]];
    records.units[2].scope = square(110.0);
    records.units[3].scope = square(110.001);
    let county = world(&records);
    let at = |lon, lat| naive::locate(&county, date("2026-01-01"), Point::new([lon, lat]).unwrap());
    assert_eq!(at(110.0005, 29.0005).as_deref(), Some("g1"));
    assert_eq!(at(110.001, 29.0).as_deref(), Some("g2"), "the shared edge");
    assert_eq!(at(110.0, 29.0).as_deref(), Some("g1"), "left and bottom edges are inside");
    assert_eq!((at(110.002, 29.0005), at(110.0005, 29.001)), (None, None), "right and top edges are not");
}

fn deadline(start: &str, span: &str) -> Result<Timestamp, Refusal> {
    naive::deadline(&world(&county()), instant(start), span)
}

#[test]
fn t3_deadlines() {
    // Wednesday 31 December 2025; 1 January is off, Sunday 4 January is worked.
    for (start, span, end) in [
        ("2025-12-31T10:00", "2h", "2025-12-31T12:00"),
        ("2025-12-31T10:00", "2wh", "2025-12-31T12:00"),
        ("2025-12-31T10:00", "3wh", "2025-12-31T14:30"),
        ("2025-12-31T16:30", "1wh", "2025-12-31T17:30"),
        ("2025-12-31T17:00", "1wh", "2026-01-02T09:00"),
        ("2025-12-31T23:00", "8wh", "2026-01-04T09:00"),
        ("2025-12-31T10:00", "1wd", "2026-01-02T17:30"),
        ("2025-12-31T17:30", "1wd", "2026-01-02T17:30"),
        ("2025-12-31T17:31", "1wd", "2026-01-04T17:30"),
        ("2025-12-31T12:30", "2wd", "2026-01-04T17:30"),
        ("2025-12-31T00:00", "end-of-day", "2026-01-01T00:00"),
        ("2025-12-01T00:00", "end-of-month", "2026-01-01T00:00"),
    ] {
        assert_eq!(deadline(start, span), Ok(instant(end)), "{start} {span}");
    }
    assert_eq!(deadline("2026-12-31T18:00", "1wh"), Err(Refusal::UnknownYear(2027)));
    assert_eq!(deadline("2027-01-01T10:00", "9h"), Ok(instant("2027-01-01T19:00")));
}

#[test]
fn t3_closing_at_midnight_belongs_to_the_day_before() {
    let mut records = county();
    records.scheme.calendar.hours = vec![["18:00".into(), "24:00".into()]];
    let county = world(&records);
    let monday_night = instant("2025-12-16T00:00");
    assert_eq!(naive::deadline(&county, monday_night, "1wd"), Ok(instant("2025-12-17T00:00")));
}

fn escalate(records: &Records, subject: &str, recused: &[&str]) -> Escalation {
    let matter = Matter {
        subject: subject.into(),
        kind: "dispute".into(),
        urgency: Urgency::Routine,
        reported_at: instant("2025-12-31T16:30"),
        recused: recused.iter().map(|id| (*id).into()).collect(),
    };
    naive::escalate(&world(records), date("2025-12-31"), &matter).unwrap()
}

#[test]
fn e2_e5_a_skipped_step_costs_no_time() {
    let mut records = county();
    records.appointments.push(appoint("dan", "c", "mayor", OPENED, None));
    records.appointments.remove(2);
    let path = escalate(&records, "h1", &[]);
    let times = |step: &Step| match step {
        Step::Active { opens_at, accept_by, .. } => (*opens_at, *accept_by),
        Step::Skipped(why) => panic!("{why:?}"),
    };
    let first = times(&path.steps[0]);
    assert_eq!(first, (instant("2025-12-31T16:30"), instant("2026-01-02T11:30")));
    assert_eq!(path.steps[1], Step::Skipped(Why::Vacant));
    assert_eq!(times(&path.steps[2]), (first.1, instant("2026-01-02T12:30")));
    assert_eq!(path.outcome, Outcome::Path);
}

#[test]
fn e3_e4_reasons_why_people_are_passed_over() {
    let mut records = county();
    records.people[1].home = Some("h1".into());
    records.appointments = vec![
        appoint("an", "g1", "leader", OPENED, None),
        appoint("bo", "g1", "leader", OPENED, None),
        deputy("dan", "g1", "leader", 1),
        appoint("dan", "v", "secretary", OPENED, None),
    ];
    let path = escalate(&records, "h1", &["an"]);
    let Step::Active { persons, acting, passed_over, .. } = &path.steps[0] else { panic!("{path:?}") };
    assert_eq!((persons, *acting), (&vec!["dan".to_owned()], true));
    let reasons = [("an".to_owned(), Reason::Recused), ("bo".to_owned(), Reason::OwnHousehold)];
    assert_eq!(passed_over, &reasons);
    assert_eq!(path.steps[1], Step::Skipped(Why::Persons(vec![("dan".into(), Reason::AskedBefore)])));
    assert_eq!(path.steps[2], Step::Skipped(Why::Vacant));
}

#[test]
fn e6_no_one_answers_and_no_policy() {
    let mut records = county();
    let path = escalate(&records, "h1", &["an", "cai"]);
    assert_eq!((path.outcome, path.steps.len()), (Outcome::NoOneAnswers, 3));
    records.scheme.policies.clear();
    assert_eq!(escalate(&records, "h1", &[]).outcome, Outcome::NoPolicy);
}

#[test]
fn e1_admission_ceiling_and_missing_places_skip_a_step() {
    let mut records = county();
    records.scheme.functions = vec![function("water", 0)];
    records.scheme.kinds[0].ceiling = Some("village".into());
    records.scheme.admission = vec![AdmissionRecord { level: "grid".into(), kinds: Vec::new() }];
    let ask = SeatRecord { role: None, function: Some("water".into()), level: Some("village".into()) };
    let inner = StepRecord { ask, ..step("", "1h", "1h") };
    records.scheme.policies[0].steps.insert(1, inner);
    let skipped = |path: Escalation| -> Vec<_> {
        path.steps
            .into_iter()
            .map(|step| match step {
                Step::Skipped(why) => Some(why),
                Step::Active { .. } => None,
            })
            .collect()
    };
    let village = Some("village".to_owned());
    let why = [Some(Why::NotAdmitted(village)), Some(Why::NoSuchDepartment), None, Some(Why::AboveCeiling)];
    assert_eq!(skipped(escalate(&records, "h1", &[])), why);
    records.scheme.admission.clear();
    assert_eq!(skipped(escalate(&records, "v", &[]))[0], Some(Why::NoSuchUnit));
}

#[test]
fn e2_inform_names_nobody_twice_nobody_recused_nobody_asked() {
    let mut records = county();
    records.scheme.policies[0].steps[0].inform =
        vec![seat("secretary"), seat("leader"), seat("secretary"), seat("helper")];
    records.appointments.push(appoint("dan", "g1", "helper", OPENED, None));
    let informed = |recused: &[&str]| match &escalate(&records, "h1", recused).steps[0] {
        Step::Active { inform, .. } => inform.clone(),
        Step::Skipped(why) => panic!("{why:?}"),
    };
    assert_eq!(informed(&[]), ["cai", "dan"]);
    assert_eq!(informed(&["dan"]), ["cai"]);
}

#[test]
fn e8_reports_with_the_holders_of_both_seats() {
    let mut records = county();
    let report = |id: &str, urgency, to: &str| ReportRecord {
        id: id.into(),
        name: text(id),
        urgency,
        from: seat("leader"),
        to: seat(to),
        due: "end-of-month".into(),
    };
    records.scheme.reports = vec![
        report("daily", Urgency::Emergency, "secretary"),
        report("monthly", Urgency::Routine, "secretary"),
        report("to-the-top", Urgency::Routine, "mayor"),
    ];
    let reports = escalate(&records, "h1", &[]).reports;
    assert_eq!(reports.iter().map(|report| report.id.as_str()).collect::<Vec<_>>(), ["monthly", "to-the-top"]);
    assert_eq!((&reports[0].from.1, &reports[0].to.1), (&held("an"), &held("cai")));
    assert_eq!(reports[1].to.1, Holder::Vacant { since: date(OPENED) });
    assert_eq!(reports[0].due, instant("2026-01-01T00:00"));
    assert_eq!(escalate(&records, "v", &[]).reports, [], "no grid on the path of a village");
}

fn codes(records: &Records, day: &str) -> Vec<(&'static str, Vec<String>)> {
    naive::findings(&world(records), date(day)).into_iter().map(|one| (one.code, one.subject)).collect()
}

#[test]
fn findings_of_a_county_with_a_leader_too_few() {
    let mut records = county();
    records.scheme.policies.push(policy("*", Urgency::Emergency, vec![step("leader", "1h", "1h")]));
    assert_eq!(
        codes(&records, "2026-01-01"),
        [
            ("escalation.dead-end", vec!["c".into(), "civil".into(), "emergency".into()]),
            ("escalation.dead-end", vec!["c".into(), "civil".into(), "routine".into()]),
            ("escalation.dead-end", vec!["c".into(), "dispute".into(), "emergency".into()]),
            ("escalation.dead-end", vec!["c".into(), "dispute".into(), "routine".into()]),
            ("escalation.dead-end", vec!["v".into(), "civil".into(), "emergency".into()]),
            ("escalation.dead-end", vec!["v".into(), "dispute".into(), "emergency".into()]),
            ("kind.unanswered", vec!["c".into(), "civil".into()]),
            ("kind.unanswered", vec!["c".into(), "dispute".into()]),
        ]
    );
    // The mayor and a policy that reaches everybody close all of it.
    records.appointments.push(appoint("dan", "c", "mayor", OPENED, None));
    records.scheme.policies[1].steps.push(step("mayor", "1h", "1h"));
    assert_eq!(codes(&records, "2026-01-01"), []);
    records.scheme.programmes = vec![programme("p")];
    records.scheme.roles[1].max_households = Some(1);
    records.pairings = vec![pairing("dan", "h1", "p")];
    assert_eq!(
        codes(&records, "2026-01-01"),
        [
            ("household.no-caretaker", vec!["h2".into(), "p".into()]),
            ("person.overloaded", vec!["cai".into(), "secretary".into()]),
        ]
    );
}

#[test]
fn a_gap_over_days_is_one_gap() {
    let mut records = county();
    records.scheme.policies.push(policy("*", Urgency::Emergency, vec![step("mayor", "1h", "1h")]));
    records.appointments.push(appoint("dan", "c", "mayor", OPENED, None));
    records.appointments[0].until = Some("2025-12-03".into());
    records.appointments.push(appoint("cai", "g1", "leader", "2025-12-08", None));
    let period = Period { from: date("2025-12-01"), until: Some(date("2026-01-01")) };
    let gaps: Vec<_> = naive::findings_over(&world(&records), period).into_iter().collect();
    assert_eq!(gaps.len(), 1, "{gaps:#?}");
    assert_eq!(gaps[0].finding.subject, ["g1", "leader"]);
    assert_eq!(gaps[0].finding.detail, Detail::Missing { missing: 1, since: date("2025-12-03") });
    assert_eq!((gaps[0].from, gaps[0].until), (date("2025-12-03"), date("2025-12-08")));
    // "The gap is clipped to the period", its details are those of its first day.
    let late = Period { from: date("2025-12-05"), until: Some(date("2025-12-06")) };
    let gaps: Vec<_> = naive::findings_over(&world(&records), late).into_iter().collect();
    assert_eq!((gaps[0].from, gaps[0].until), (date("2025-12-05"), date("2025-12-06")));
    assert_eq!(gaps[0].finding.detail, Detail::Missing { missing: 1, since: date("2025-12-03") });
}

#[test]
fn scopes_that_overlap_or_leave_holes_and_points_outside() {
    let mut records = county();
    let block = |west: f64, east: f64| vec![vec![[west, 29.0], [east, 29.0], [east, 29.002], [west, 29.002]]];
    records.units[1].scope = block(110.0, 110.004);
    records.units[2].scope = block(110.0, 110.002);
    records.units[3].scope = block(110.001, 110.003);
    records.households[1].location = Some([110.0005, 29.0005]);
    let low: Vec<_> = codes(&records, "2026-01-01").into_iter().filter(|(code, _)| code.contains('o')).collect();
    for expected in [
        ("scope.overlap", vec!["g1".to_owned(), "g2".into()]),
        ("scope.hole", vec!["v".into()]),
        ("location.outside", vec!["h2".into()]),
    ] {
        assert!(low.contains(&expected), "{expected:?} in {low:?}");
    }
}

/// The faults, printed.
fn faults(records: &Records) -> Vec<String> {
    naive::faults(records).into_iter().map(|(code, place)| format!("{place} {code}")).collect()
}

#[test]
fn m1_local_faults() {
    let mut records = county();
    records.units[3].name = " g2".into();
    records.units[2].until = Some(OPENED.into());
    records.households[0].unit = Dated::Spells(vec![spell("nowhere", "2025-13-01", None)]);
    records.people[3].id = "an".into();
    assert_eq!(
        faults(&records),
        [
            "people[3].id id.duplicate",
            "units[3].name text.invalid",
            "households[0].unit[0] date.invalid",
            "units[2].until period.empty",
            "households[0].unit[0] reference.unknown",
        ]
    );
}

#[test]
fn m1_relations_of_checkable_rows_only() {
    let mut records = county();
    // `g1` under itself on some days, under `g2` on others; nowhere in between.
    records.units[2].parent =
        Some(Dated::Spells(vec![spell("g1", "2025-12-20", None), spell("g2", OPENED, Some("2025-12-10"))]));
    assert_eq!(
        faults(&records),
        [
            "units[2].parent[0] unit.self-parent",
            "units[2].parent[1] unit.level-inverted",
            "units[2].parent unit.orphan",
        ]
    );
    // A row with a local fault drags nobody along.
    records.units[3].name = String::new().into();
    assert_eq!(faults(&records), ["units[3].name text.invalid"]);
}

#[test]
fn m1_circles_are_reported_once_at_the_least_id_of_the_first_day() {
    let mut records = county();
    records.units[2].parent = Some(Dated::Spells(vec![
        spell("g2", "2025-12-10", Some("2025-12-20")),
        spell("v", OPENED, Some("2025-12-10")),
        spell("v", "2025-12-20", None),
    ]));
    let circle = |from: &str, until: &str| {
        Some(Dated::Spells(vec![
            spell("v", OPENED, Some(from)),
            spell("g1", from, Some(until)),
            spell("v", until, None),
        ]))
    };
    records.units[3].parent = circle("2025-12-20", "2025-12-22");
    assert_eq!(
        faults(&records),
        ["units[2].parent[0] unit.level-inverted", "units[3].parent[1] unit.level-inverted",],
        "they are above one another, but never on one day"
    );
    records.units[3].parent = circle("2025-12-19", "2025-12-22");
    assert_eq!(faults(&records).last().map(String::as_str), Some("units[2].parent unit.cycle"));
}

#[test]
fn m1_a_seat_never_exceeds_its_maximum() {
    let mut records = county();
    records.appointments.push(appoint("dan", "v", "secretary", "2025-12-10", None));
    assert_eq!(faults(&records), ["appointments[3].role seat.over-maximum"]);
    records.appointments[2].until = Some("2025-12-10".into());
    assert_eq!(faults(&records), Vec::<String>::new());
    records.appointments.push(deputy("dan", "v", "secretary", 1));
    assert_eq!(faults(&records), ["appointments[3].from appointment.overlap"]);
}

#[test]
fn a2_pair_rules_hold_on_their_days_under_one_programme_or_every_one() {
    let mut records = county();
    records.scheme.programmes = vec![programme("care"), programme("aid")];
    records.people[3].exempt = true;
    let until = |until: &str| Some(until.into());
    records.pair_rules = vec![
        PairRuleRecord { programme: Some("care".into()), ..pair_rule("dan", "h1", PairRule::Pinned) },
        PairRuleRecord { until: until("2026-01-01"), ..pair_rule("bo", "h1", PairRule::Preferred) },
        PairRuleRecord { from: "2026-01-01".into(), ..pair_rule("bo", "h1", PairRule::Recused) },
        pair_rule("bo", "h2", PairRule::Recused),
    ];
    let world = world(&records);
    let on = |date: Date| -> Vec<(String, String, Option<String>, PairRule)> {
        let rules = naive::pair_rules(&world, date).into_iter();
        rules.map(|rule| (rule.household, rule.person, rule.programme, rule.rule)).collect()
    };
    let row = |household: &str, person: &str, programme: Option<&str>, rule| {
        (household.to_owned(), person.to_owned(), programme.map(str::to_owned), rule)
    };
    let pinned = row("h1", "dan", Some("care"), PairRule::Pinned);
    let elsewhere = row("h2", "bo", None, PairRule::Recused);
    let asked = row("h1", "bo", None, PairRule::Preferred);
    assert_eq!(on(date("2025-12-31")), [asked, pinned.clone(), elsewhere.clone()]);
    assert_eq!(on(date("2026-01-01")), [row("h1", "bo", None, PairRule::Recused), pinned, elsewhere]);
    assert_eq!(naive::exempt(&world), ["dan"]);
    // Once more for one programme, while the rule for every programme still holds.
    let again = PairRuleRecord { programme: Some("aid".into()), ..pair_rule("bo", "h2", PairRule::Pinned) };
    records.pair_rules.push(again);
    let faults: Vec<String> = naive::faults(&records).iter().map(|(code, place)| format!("{place}: {code}")).collect();
    assert_eq!(faults, ["pairRules[4].from: pair-rule.overlap"]);
}
