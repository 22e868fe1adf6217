//! Access follows responsibility (S1, S2): small cases by hand, every small world, and the days around each period.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "test code: a panic here is a failed test"
)]

use std::collections::BTreeSet;

use jiff::civil::Date;
use wangge::record::{Dated, DutyRecord, Involvement, Records};
use wangge::{Access, Action, Directory, Post, QueryError, Registry, Subject};
use wangge_sample::Sample;
use wangge_tests::{
    generate::{Dice, valid_world},
    hand::*,
    naive::{self, World, parse_date},
};

fn on(records: &Records, date: &str) -> Directory {
    Registry::build(records.clone()).unwrap().as_of(parse_date(date).unwrap())
}

/// Which actions are granted, in short: `spr` is see, personal and record.
fn granted(directory: &Directory, person: &str, subject: &str) -> String {
    let may = |action: &Action| directory.may(person, *action, subject).unwrap().is_granted();
    Action::ALL.iter().filter(|action| may(action)).map(|action| &action.as_str()[..1]).collect()
}

/// The post that grants an action, and the kinds that it is granted for.
fn reason(directory: &Directory, person: &str, action: Action, subject: &str) -> Option<(String, Vec<String>)> {
    let Access::Granted(grant) = directory.may(person, action, subject).unwrap() else { return None };
    let post = match grant.because().post() {
        Post::Caretakers { household, programme } => format!("{} {}", household.id(), programme.id()),
        Post::Role { unit, role } => format!("{} {}", unit.id(), role.id()),
        Post::Department(department) => department.id().to_owned(),
    };
    Some((post, grant.kinds().map(|kind| kind.id().to_owned()).collect()))
}

/// All subjects of a directory.
fn subjects(directory: &Directory) -> Vec<Subject<'_>> {
    let units = directory.units().map(Subject::from);
    units.chain(directory.households().map(Into::into)).chain(directory.sites().map(Into::into)).collect()
}

#[test]
fn s1_a_seat_reaches_its_unit_and_what_is_under_it_and_nothing_else() {
    let directory = on(&county(), "2026-01-01");
    for (person, subject, expected) in [
        // Accountable for disputes.
        ("an", "h1", "sprm"),
        ("an", "g1", "sprm"),
        ("an", "h2", ""),
        ("an", "g2", ""),
        ("an", "v", ""),
        ("cai", "h1", "sprm"),
        ("cai", "h2", "sprm"),
        ("cai", "v", "sprm"),
        ("cai", "c", ""),
        // Serves nothing.
        ("dan", "h1", ""),
    ] {
        assert_eq!(granted(&directory, person, subject), expected, "{person} {subject}");
    }
    let (post, kinds) = reason(&directory, "cai", Action::Manage, "h1").unwrap();
    assert_eq!((post.as_str(), kinds), ("v secretary", vec!["civil".to_owned(), "dispute".to_owned()]));
}

#[test]
fn s1_each_involvement_needs_what_the_lesser_ones_need_and_one_thing_more() {
    for (involvement, expected) in [
        (Some(Involvement::Informed), "s"),
        (Some(Involvement::Support), "sp"),
        (Some(Involvement::Responsible), "spr"),
        (Some(Involvement::Accountable), "sprm"),
        (None, ""),
    ] {
        let mut records = county();
        records.scheme.duties.retain(|duty| duty.role.as_deref() != Some("helper"));
        records.scheme.duties.extend(involvement.map(|involvement| duty("helper", "dispute", involvement)));
        records.appointments.push(appoint("dan", "g1", "helper", OPENED, None));
        let directory = on(&records, "2026-01-01");
        assert_eq!(granted(&directory, "dan", "h1"), expected, "{involvement:?}");
        let kinds = reason(&directory, "dan", Action::See, "h1").map(|(_, kinds)| kinds);
        assert_eq!(kinds, involvement.map(|_| vec!["dispute".to_owned()]));
    }
}

#[test]
fn s1_a_caretaker_reaches_the_household_and_manages_nothing() {
    let mut records = county();
    records.scheme.programmes = vec![programme("z"), programme("a")];
    let rule = |programme: &str, involvement| DutyRecord {
        role: None,
        programme: Some(programme.into()),
        ..duty("", "*", involvement)
    };
    records.scheme.duties.extend([rule("z", Involvement::Informed), rule("a", Involvement::Accountable)]);
    records.pairings = vec![pairing("dan", "h1", "a"), pairing("dan", "h1", "z"), pairing("bo", "h1", "z")];
    let directory = on(&records, "2026-01-01");
    assert_eq!((granted(&directory, "dan", "h1"), granted(&directory, "dan", "g1")), ("spr".into(), String::new()));
    assert_eq!((granted(&directory, "bo", "h1"), granted(&directory, "dan", "h2")), ("s".into(), String::new()));
    // The nearest link that needs the action: `z` stands before `a`, and only `a` records.
    assert_eq!(reason(&directory, "dan", Action::See, "h1").unwrap().0, "h1 z");
    assert_eq!(reason(&directory, "dan", Action::Record, "h1").unwrap().0, "h1 a");
}

#[test]
fn s1_the_owner_of_a_site_reaches_it_wherever_it_lies() {
    let mut records = county();
    records.scheme.functions = vec![function("water", 0)];
    records.scheme.duties.push(DutyRecord {
        role: None,
        function: Some("water".into()),
        ..duty("", "civil", Involvement::Responsible)
    });
    records.departments = vec![department("bureau", "c", "water"), department("station", "g2", "water")];
    records.sites =
        vec![site("dam", "g1", Some("station")), site("road", "g1", Some("g2")), site("gate", "g2", Some("g1"))];
    records.appointments.push(appoint("an", "g2", "helper", OPENED, None));
    records.appointments.push(appoint_to("dan", "station"));
    let directory = on(&records, "2026-01-01");
    assert_eq!(granted(&directory, "dan", "dam"), "spr");
    // The unit owns the road: all its seats answer for it, the department's too.
    assert_eq!((granted(&directory, "dan", "road"), granted(&directory, "bo", "road")), ("spr".into(), "sprm".into()));
    assert_eq!(granted(&directory, "bo", "dam"), "", "the department's dam is not the unit's");
    assert_eq!(granted(&directory, "dan", "g1"), "");
    assert_eq!(reason(&directory, "dan", Action::Record, "dam").unwrap().0, "station");
    // R5: the owner's links first, wherever they stand in the tree.
    assert_eq!(reason(&directory, "an", Action::See, "gate").unwrap().0, "g1 leader");
    assert_eq!(reason(&directory, "an", Action::See, "road").unwrap().0, "g2 helper");
    // Function beside territory: a department's access is for its kinds.
    assert_eq!(reason(&directory, "dan", Action::Record, "h2").unwrap().1, ["civil", "dispute"]);
    // Deputies and owners of a site elsewhere reach it by range too.
    let scope = directory.scope("dan").unwrap();
    assert_eq!(scope.sites(Action::See).map(|site| site.id()).collect::<Vec<_>>(), ["gate", "dam", "road"]);
}

#[test]
fn s1_absence_rests_access_and_a_present_deputy_has_it() {
    let mut records = county();
    records.appointments.push(deputy("dan", "g1", "leader", 1));
    records.absences = vec![absence("an", "2025-12-31", Some("2026-01-02"))];
    for (date, an, dan) in [("2025-12-30", "sprm", "sprm"), ("2026-01-01", "", "sprm"), ("2026-01-02", "sprm", "sprm")]
    {
        let directory = on(&records, date);
        assert_eq!(
            (granted(&directory, "an", "h1"), granted(&directory, "dan", "h1")),
            (an.into(), dan.into()),
            "{date}"
        );
        assert_eq!(directory.scope("an").unwrap().household_count(Action::See), usize::from(!an.is_empty()));
    }
    // R5: who cannot be reached counts as absent.
    records.scheme.contact_required = true;
    records.people[3].contact = None;
    assert_eq!(granted(&on(&records, "2026-01-02"), "dan", "h1"), "");
}

#[test]
fn s1_e4_nobody_handles_their_own_household() {
    let mut records = county();
    records.people[0].home = Some("h1".into());
    records.people[2].home = Some("h1".into());
    records.people[3].home = Some("h1".into());
    let directory = on(&records, "2026-01-01");
    assert_eq!((granted(&directory, "an", "h1"), granted(&directory, "an", "g1")), ("sp".into(), "sprm".into()));
    assert_eq!((granted(&directory, "cai", "h1"), granted(&directory, "cai", "h2")), ("sp".into(), "sprm".into()));
    assert_eq!(granted(&directory, "dan", "h1"), "", "living there is no duty");
    let scope = directory.scope("cai").unwrap();
    assert_eq!((scope.household_count(Action::Personal), scope.household_count(Action::Record)), (2, 1));
}

#[test]
fn s1_access_ends_the_day_that_the_duty_ends() {
    let mut records = county();
    records.appointments[0].from = "2025-12-10".into();
    records.appointments[0].until = Some("2026-01-05".into());
    for (date, expected) in
        [("2025-12-09", ""), ("2025-12-10", "sprm"), ("2026-01-04", "sprm"), ("2026-01-05", ""), ("2026-01-06", "")]
    {
        assert_eq!(granted(&on(&records, date), "an", "h1"), expected, "{date}");
    }
    // A household that moves away is gone the same day.
    let mut records = county();
    records.households[0].unit =
        Dated::Spells(vec![spell("g1", OPENED, Some("2026-01-05")), spell("g2", "2026-01-05", None)]);
    for (date, an, bo) in [("2026-01-04", "sprm", ""), ("2026-01-05", "", "sprm")] {
        let directory = on(&records, date);
        assert_eq!(
            (granted(&directory, "an", "h1"), granted(&directory, "bo", "h1")),
            (an.into(), bo.into()),
            "{date}"
        );
    }
}

#[test]
fn s2_what_is_out_of_reach_and_what_does_not_exist_look_the_same() {
    let mut records = county();
    records.scheme.functions = vec![function("water", 0)];
    records.departments = vec![department("bureau", "c", "water")];
    records.households[1].until = Some("2025-12-20".into());
    let directory = on(&records, "2026-01-01");
    let long = "x".repeat(1000);
    // Of another grid, above, closed, a department's, a person's, unknown, no id at all.
    for subject in ["g2", "v", "c", "h2", "bureau", "bo", "nowhere", "", "a b", &long] {
        for action in Action::ALL {
            let denied = directory.may("an", action, subject).unwrap();
            assert_eq!(denied, Access::Denied);
            assert_eq!(format!("{denied:?}"), "Denied");
        }
        // As that person sees it: the error of an id that nobody has, and of nothing else.
        let shown = if subject.len() > 80 { format!("{}…", &subject[..80]) } else { subject.to_owned() };
        let error = directory.subject_seen_by("an", subject).unwrap_err();
        assert_eq!(error, QueryError::SubjectUnknown { id: shown.as_str().into() });
        let error = directory.unit_seen_by("an", subject).unwrap_err();
        assert_eq!(error, QueryError::UnitUnknown { id: shown.into() });
    }
    assert_eq!(directory.subject_seen_by("an", "h1").unwrap().id(), "h1");
    assert_eq!(directory.unit_seen_by("an", "g1").unwrap().id(), "g1");
    assert_eq!(directory.unit_seen_by("an", "h1").unwrap_err().code(), "unit.unknown");
    for error in [
        directory.may("zed", Action::See, "h1").unwrap_err(),
        directory.scope("zed").unwrap_err(),
        directory.subject_seen_by("zed", "h1").unwrap_err(),
        directory.unit_seen_by("zed", "nowhere").unwrap_err(),
    ] {
        assert_eq!((error.code(), error.id()), ("person.unknown", "zed"));
    }
}

#[test]
fn s2_duties_are_seen_by_those_who_may_see_all_that_they_name() {
    let mut records = county();
    records.scheme.programmes = vec![programme("p")];
    records.scheme.duties.push(DutyRecord {
        role: None,
        programme: Some("p".into()),
        ..duty("", "*", Involvement::Support)
    });
    records.pairings = vec![pairing("dan", "h1", "p"), pairing("bo", "h1", "p")];
    records.people.push(person("eve"));
    let directory = on(&records, "2026-01-01");
    let sees = |asker: &str, other: &str| directory.duties_seen_by(asker, other).is_ok();
    assert!(sees("an", "dan") && sees("cai", "an") && sees("cai", "bo") && sees("an", "an") && sees("eve", "eve"));
    // `bo` has a grid that `an` may not see; nobody sees who serves nothing; nobody below sees who is above.
    for (asker, other) in [("an", "bo"), ("cai", "eve"), ("an", "cai"), ("dan", "an"), ("an", "zed")] {
        let error = directory.duties_seen_by(asker, other).unwrap_err();
        assert_eq!(error, QueryError::PersonUnknown { id: other.into() }, "{asker} {other}");
    }
    assert_eq!(directory.duties_seen_by("zed", "an").unwrap_err().id(), "zed");
}

/// The core's answer, and that of the reference model, for every person, action and subject.
fn compare(records: &Records, date: Date, told: &str) -> usize {
    let (directory, world) = (Registry::build(records.clone()).unwrap().as_of(date), World::new(records));
    let mut grants = 0;
    for (person, action) in records
        .people
        .iter()
        .flat_map(|person| Action::ALL.into_iter().zip(naive::ACTIONS).map(move |a| (&person.id, a)))
    {
        let scope = directory.scope(person).unwrap();
        for subject in subjects(&directory) {
            let expected = naive::may(&world, date, person, action.1, subject.id()).unwrap();
            let access = directory.may(person, action.0, subject.id()).unwrap();
            let core = match access {
                Access::Denied => None,
                Access::Granted(grant) => Some(naive::Grant {
                    seat: match grant.because().post() {
                        Post::Caretakers { programme, .. } => naive::Seat::Caretakers(programme.id().into()),
                        Post::Role { unit, role } => {
                            naive::Seat::Role { unit: unit.id().into(), role: role.id().into() }
                        }
                        Post::Department(department) => naive::Seat::Department(department.id().into()),
                    },
                    involvement: grant.because().involvement(),
                    kinds: grant.kinds().map(|kind| kind.id().to_owned()).collect(),
                }),
            };
            assert_eq!(core, expected, "{told}: may {person} {action:?} {}", subject.id());
            assert_eq!(scope.allows(action.0, subject), access.is_granted(), "{told}: {person} {action:?} {subject:?}");
            grants += usize::from(access.is_granted());
        }
    }
    grants
}

/// Every way in which one person may be put into a small county.
#[test]
fn s1_every_small_world_is_as_the_reference_model_says() {
    let places =
        ["h1 caretaker", "g1", "g2", "v", "c", "g1 department", "c department", "owner g2", "owner department"];
    let involvements = [
        None,
        Some(Involvement::Informed),
        Some(Involvement::Support),
        Some(Involvement::Responsible),
        Some(Involvement::Accountable),
    ];
    let (mut worlds, mut grants) = (0, 0);
    for first in 0..places.len() {
        for second in first..places.len() {
            for (number, involvement) in involvements.into_iter().enumerate() {
                for state in ["present", "deputy", "absent", "unreachable", "home"] {
                    let mut records = small(involvement, involvements[(number + second) % involvements.len()]);
                    put(&mut records, places[first], state);
                    if second != first {
                        put(&mut records, places[second], state);
                    }
                    match state {
                        "absent" => records.absences.push(absence("dan", "2026-01-01", Some("2026-01-02"))),
                        "unreachable" => records.people[3].contact = None,
                        "home" => records.people[3].home = Some("h1".into()),
                        _ => {}
                    }
                    let told = format!("{} and {}, {involvement:?}, {state}", places[first], places[second]);
                    grants += compare(&records, parse_date("2026-01-01").unwrap(), &told);
                    worlds += 1;
                }
            }
        }
    }
    println!("{worlds} worlds, {grants} grants");
    assert!(worlds == 45 * 25 && grants > 10_000, "{worlds} {grants}");
}

/// The small county with a rule for kind `civil` for all sorts of post, and another one for `dispute`.
fn small(civil: Option<Involvement>, dispute: Option<Involvement>) -> Records {
    let mut records = county();
    records.scheme.contact_required = true;
    records.scheme.programmes = vec![programme("p")];
    records.scheme.functions = vec![function("water", 0)];
    records.scheme.roles.push(role("aide", "grid", 0, 3));
    records.scheme.roles.push(role("clerk", "village", 0, 3));
    records.scheme.roles.push(role("head", "county", 0, 3));
    for (kind, involvement) in [("civil", civil), ("dispute", dispute)] {
        let Some(involvement) = involvement else { continue };
        let rules = ["aide", "clerk", "head"].map(|role| duty(role, kind, involvement));
        records.scheme.duties.extend(rules);
        let rule = DutyRecord { role: None, ..duty("", kind, involvement) };
        records.scheme.duties.push(DutyRecord { function: Some("water".into()), ..rule.clone() });
        records.scheme.duties.push(DutyRecord { programme: Some("p".into()), ..rule });
    }
    records.departments =
        vec![department("d1", "g1", "water"), department("d2", "g2", "water"), department("d9", "c", "water")];
    records.sites = vec![site("dam", "g1", Some("d2")), site("road", "g1", Some("g2")), site("well", "v", None)];
    records
}

fn put(records: &mut Records, place: &str, state: &str) {
    let mut row = match place {
        "h1 caretaker" => return records.pairings.push(pairing("dan", "h1", "p")),
        "g1" => appoint("dan", "g1", "aide", OPENED, None),
        "g2" => appoint("dan", "g2", "aide", OPENED, None),
        "v" => appoint("dan", "v", "clerk", OPENED, None),
        "c" => appoint("dan", "c", "head", OPENED, None),
        "g1 department" => appoint_to("dan", "d1"),
        "c department" => appoint_to("dan", "d9"),
        "owner department" => appoint_to("dan", "d2"),
        // Beside the aide of that grid, another seat of the road's owner.
        _ => appoint("dan", "g2", "helper", OPENED, None),
    };
    row.deputy = (state == "deputy").then_some(1);
    records.appointments.push(row);
}

/// The days on which something about a person begins or ends, and the days before.
fn turning_days(records: &Records, person: &str) -> BTreeSet<Date> {
    let mut days: Vec<&str> = Vec::new();
    for row in records.appointments.iter().filter(|row| row.person == person) {
        days.extend(std::iter::once(row.from.as_str()).chain(row.until.as_deref()));
    }
    for row in records.pairings.iter().filter(|row| row.person == person) {
        days.extend(std::iter::once(row.from.as_str()).chain(row.until.as_deref()));
    }
    for row in records.absences.iter().filter(|row| row.person == person) {
        days.extend(std::iter::once(row.from.as_str()).chain(row.until.as_deref()));
    }
    let days = days.into_iter().filter_map(parse_date);
    days.flat_map(|day| [day.yesterday().unwrap(), day]).collect()
}

#[test]
fn s1_around_each_period_access_is_there_exactly_while_a_duty_is() {
    let contains = |date: &str, from: &str, until: &Option<smol_str::SmolStr>| {
        from <= date && until.as_deref().is_none_or(|until| date < until)
    };
    let (mut with, mut without) = (0, 0);
    for seed in 0..250 {
        let records = valid_world(seed);
        let (registry, world) = (Registry::build(records.clone()).unwrap(), World::new(&records));
        for person in &records.people {
            for date in turning_days(&records, &person.id) {
                let directory = registry.as_of(date);
                let day = date.to_string();
                let serves = records
                    .appointments
                    .iter()
                    .any(|row| row.person == person.id && contains(&day, &row.from, &row.until))
                    || records
                        .pairings
                        .iter()
                        .any(|row| row.person == person.id && contains(&day, &row.from, &row.until));
                let away =
                    records.absences.iter().any(|row| row.person == person.id && contains(&day, &row.from, &row.until));
                let mut may_anything = false;
                for subject in subjects(&directory) {
                    let may = directory.may(&person.id, Action::See, subject.id()).unwrap().is_granted();
                    let expected = naive::may(&world, date, &person.id, naive::Action::See, subject.id()).unwrap();
                    assert_eq!(may, expected.is_some(), "world {seed}: {} {} on {date}", person.id, subject.id());
                    may_anything |= may;
                }
                assert!(!may_anything || (serves && !away), "world {seed}: {} on {date}", person.id);
                if may_anything { with += 1 } else { without += 1 }
            }
        }
    }
    assert!(with > 1_000 && without > 1_000, "{with} {without}");
}

#[test]
fn s1_a_grant_names_a_link_of_the_chain_for_each_of_its_kinds() {
    for seed in 0..150 {
        let records = valid_world(seed);
        let directory = on(&records, "2026-01-01");
        for (person, action) in records.people.iter().flat_map(|one| Action::ALL.map(|action| (&one.id, action))) {
            for subject in subjects(&directory) {
                let Access::Granted(grant) = directory.may(person, action, subject.id()).unwrap() else { continue };
                assert!(grant.kinds().next().is_some(), "world {seed}");
                let because = grant.because();
                let named = directory
                    .scheme()
                    .kinds()
                    .any(|kind| subject.responsible(kind).unwrap().links().any(|link| link == because));
                assert!(named, "world {seed}: {person} {action:?} {subject:?} by {because:?}");
            }
        }
    }
}

#[test]
fn s1_in_a_county_what_is_reached_by_range_is_what_may_grants() {
    let directory =
        Registry::build(Sample::cili().households(2_000).records()).unwrap().as_of("2026-11-23".parse().unwrap());
    let all = subjects(&directory);
    let mut dice = Dice::new(7);
    let mut grants = 0;
    for person in directory.people().step_by(23) {
        let scope = directory.scope(person.id()).unwrap();
        for action in Action::ALL {
            let listed: BTreeSet<&str> = scope.households(action).map(|household| household.id()).collect();
            assert_eq!(listed.len(), scope.household_count(action));
            let some = (0..60).map(|_| all[dice.below(all.len())]);
            let own = scope.units(action).map(Subject::from).chain(scope.households(action).map(Into::into)).take(60);
            for subject in some.chain(own) {
                let may = directory.may(person.id(), action, subject.id()).unwrap().is_granted();
                assert_eq!(scope.allows(action, subject), may, "{person:?} {action:?} {subject:?}");
                if let Subject::Household(household) = subject {
                    assert_eq!(listed.contains(household.id()), may);
                }
                grants += usize::from(may);
            }
        }
    }
    assert!(grants > 1_000, "{grants}");
    let other = Registry::build(Sample::chalinhe().records()).unwrap().as_of("2026-11-23".parse().unwrap());
    let scope = other.scope(other.people().next().unwrap().id()).unwrap();
    assert!(all.iter().all(|subject| !scope.allows(Action::See, *subject)), "of another directory");
}
