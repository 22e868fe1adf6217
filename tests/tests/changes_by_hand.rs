//! Changes of Chalinhe village, worked out by hand from the rules (M2, M5, T4).
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

use std::collections::BTreeSet;

use wangge::{
    Directory, Faults, Registry,
    change::{Change, End, EndAppointment, Merge, Move, Part, Split, Transaction, UndoError},
    record::AppointmentRecord,
};
use wangge_sample::{CHALINHE, Sample};
use wangge_tests::{naive::Seat, twin::convert::duties_of};

fn chalinhe() -> Registry {
    Registry::build(Sample::chalinhe().records()).unwrap()
}

fn grid(number: u32) -> String {
    format!("{CHALINHE}-0{number}")
}

fn on(registry: &Registry, date: &str) -> Directory {
    registry.as_of(date.parse().unwrap())
}

fn done(registry: &mut Registry, changes: Vec<Change>) -> u64 {
    registry.apply(&Transaction::from(changes)).unwrap().sequence()
}

fn refused(registry: &mut Registry, changes: Vec<Change>) -> Vec<String> {
    let before = (registry.records(), registry.sequence());
    let faults: Faults = registry.apply(&Transaction::from(changes)).unwrap_err();
    assert_eq!((registry.records(), registry.sequence()), before, "a refusal changes nothing");
    faults.as_slice().iter().map(ToString::to_string).collect()
}

/// The units in which a person holds a role as a primary.
fn serves(directory: &Directory, person: &str, role: &str) -> Vec<String> {
    let posts = duties_of(directory, person).unwrap().posts;
    let mut units = Vec::new();
    for post in posts.into_iter().filter(|post| post.deputy.is_none()) {
        match post.seat {
            Seat::Role { unit, role: own } if own == role => units.push(unit),
            _ => {}
        }
    }
    units
}

fn under(directory: &Directory, unit: &str) -> BTreeSet<String> {
    let units = directory.unit(unit).unwrap().subtree();
    units.flat_map(|unit| unit.households()).map(|row| row.id().to_owned()).collect()
}

fn children(directory: &Directory, unit: &str) -> Vec<String> {
    directory.unit(unit).unwrap().children().map(|child| child.id().to_owned()).collect()
}

fn leader(person: &str, unit: &str, from: &str) -> Change {
    Change::Appoint(AppointmentRecord {
        person: person.into(),
        unit: Some(unit.into()),
        role: Some("grid-leader".into()),
        department: None,
        deputy: None,
        from: from.into(),
        until: None,
    })
}

fn steps_down(person: &str, unit: &str, role: &str, on: &str) -> Change {
    Change::EndAppointment(EndAppointment {
        person: person.into(),
        unit: Some(unit.into()),
        role: Some(role.into()),
        department: None,
        on: on.into(),
    })
}

fn part(id: &str, units: &[String], posts: bool) -> Part {
    Part {
        id: id.into(),
        name: "新网格".into(),
        code: None,
        scope: Vec::new(),
        units: units.iter().map(|id| id.as_str().into()).collect(),
        households: Vec::new(),
        sites: Vec::new(),
        posts,
    }
}

fn sites(directory: &Directory, unit: &str) -> Vec<String> {
    directory.unit(unit).unwrap().sites().map(|site| site.id().to_owned()).collect()
}

#[test]
fn a_grid_leader_is_appointed_from_next_monday() {
    let mut registry = chalinhe();
    let third = grid(3);
    let appoint = leader("p0000050", &third, "2026-11-30");
    assert_eq!(
        refused(&mut registry, vec![appoint.clone()]),
        [format!("changes[0].role: seat.over-maximum: `p0000050`, `{third}`, `grid-leader` (rule M1)")]
    );
    done(&mut registry, vec![steps_down("p0000048", &third, "grid-leader", "2026-11-30"), appoint]);
    let (sunday, monday) = (on(&registry, "2026-11-29"), on(&registry, "2026-11-30"));
    let none: [String; 0] = [];
    assert_eq!(serves(&sunday, "p0000048", "grid-leader"), [third.as_str()]);
    assert_eq!(serves(&sunday, "p0000050", "grid-leader"), none);
    assert_eq!(serves(&monday, "p0000048", "grid-leader"), none);
    assert_eq!(serves(&monday, "p0000050", "grid-leader"), [third]);
}

#[test]
fn a_grid_is_divided_in_two_and_closes() {
    let mut registry = chalinhe();
    let third = grid(3);
    let before = on(&registry, "2026-12-01");
    let micro = children(&before, &third);
    let (west, east) = micro.split_at(micro.len() / 2);
    let mut parts = vec![part("west", west, true), part("east", east, false)];
    parts[0].sites = sites(&before, &third).iter().map(|id| id.as_str().into()).collect();
    let split = Split { unit: third.as_str().into(), on: "2026-12-01".into(), into: parts, close: true };
    done(&mut registry, vec![Change::SplitUnit(split)]);
    let (eve, day) = (on(&registry, "2026-11-30"), on(&registry, "2026-12-01"));
    assert_eq!(under(&eve, &third), under(&before, &third));
    assert!(eve.unit("west").is_err() && day.unit(&third).is_err());
    assert_eq!((children(&day, "west"), children(&day, "east")), (west.to_vec(), east.to_vec()));
    let both: BTreeSet<String> = under(&day, "west").union(&under(&day, "east")).cloned().collect();
    assert_eq!(both, under(&before, &third));
    assert_eq!(under(&day, "west").len() + under(&day, "east").len(), both.len());
    assert_eq!(day.unit(CHALINHE).unwrap().household_count(), 600);
    // The posts go on where they were taken; nobody is asked to lead the other part.
    assert_eq!(serves(&eve, "p0000048", "grid-leader"), [third]);
    assert_eq!(serves(&day, "p0000048", "grid-leader"), ["west"]);
}

#[test]
fn a_grid_is_divided_and_goes_on() {
    let mut registry = chalinhe();
    let third = grid(3);
    let before = on(&registry, "2026-12-01");
    let micro = children(&before, &third);
    let (stays, goes) = micro.split_at(1);
    let into = vec![part("new", goes, false)];
    done(
        &mut registry,
        vec![Change::SplitUnit(Split { unit: third.as_str().into(), on: "2026-12-01".into(), into, close: false })],
    );
    let day = on(&registry, "2026-12-01");
    assert_eq!((children(&day, &third), children(&day, "new")), (stays.to_vec(), goes.to_vec()));
    assert_eq!(day.unit("new").unwrap().parent().unwrap().id(), CHALINHE);
    assert_eq!(under(&day, &third).len() + under(&day, "new").len(), under(&before, &third).len());
    assert_eq!(serves(&day, "p0000048", "grid-leader"), [third]);
}

/// No merge decides which of two leaders goes: the transaction says it, or is refused.
#[test]
fn two_grids_that_both_have_a_leader_merge_once_one_steps_down() {
    let mut registry = chalinhe();
    let (third, fourth) = (grid(3), grid(4));
    let before = on(&registry, "2026-12-01");
    let merge = Change::MergeUnits(Merge {
        units: vec![fourth.as_str().into()],
        into: third.as_str().into(),
        on: "2026-12-01".into(),
    });
    let faults = refused(&mut registry, vec![merge.clone()]);
    let over = format!("changes[0].role: seat.over-maximum: `p0000062`, `{third}`, `grid-leader` (rule M1)");
    assert!(faults.contains(&over), "{faults:#?}");
    assert!(faults.iter().all(|fault| fault.contains("seat.over-maximum")), "{faults:#?}");
    // Each grid has an auxiliary policeman, and may have no second.
    done(
        &mut registry,
        vec![
            steps_down("p0000062", &fourth, "grid-leader", "2026-12-01"),
            steps_down("p0000063", &fourth, "grid-police", "2026-12-01"),
            merge,
        ],
    );
    let (eve, day) = (on(&registry, "2026-11-30"), on(&registry, "2026-12-01"));
    let all: BTreeSet<String> = under(&before, &third).union(&under(&before, &fourth)).cloned().collect();
    assert_eq!(under(&day, &third), all);
    assert!(day.unit(&fourth).is_err());
    assert_eq!(under(&eve, &fourth), under(&before, &fourth));
    // The officer of the one is an officer of both.
    assert_eq!(serves(&day, "p0000055", "grid-officer"), [third.as_str()]);
    assert_eq!(serves(&day, "p0000048", "grid-leader"), [third]);
    assert!(serves(&day, "p0000062", "grid-leader").is_empty());
}

/// T4: "a household that moves on the 5th is in the new unit on the 5th".
#[test]
fn a_household_that_moves_on_the_5th_is_there_on_the_5th() {
    let mut registry = chalinhe();
    let household = format!("{CHALINHE}-h0017");
    let old = on(&registry, "2026-12-05").household(&household).unwrap().unit().id().to_owned();
    let new = children(&on(&registry, "2026-12-05"), &grid(7))[0].clone();
    let number = done(
        &mut registry,
        vec![Change::MoveHousehold(Move {
            id: household.as_str().into(),
            to: new.as_str().into(),
            on: "2026-12-05".into(),
        })],
    );
    let unit = |date: &str| on(&registry, date).household(&household).unwrap().unit().id().to_owned();
    assert_eq!((unit("2026-12-04"), unit("2026-12-05"), unit("2027-12-05")), (old, new.clone(), new));
    assert_eq!(registry.undo(number + 1), Err(UndoError::Unknown { sequence: number + 1, last: number }));
}

#[test]
fn a_unit_that_has_households_is_not_closed() {
    let mut registry = chalinhe();
    let micro = children(&on(&registry, "2026-12-05"), &grid(3))[0].clone();
    let inside = under(&on(&registry, "2026-12-05"), &micro);
    assert!(!inside.is_empty());
    let end = End { id: micro.as_str().into(), on: "2026-12-05".into() };
    let faults = registry.apply(&Transaction::from(vec![Change::CloseUnit(end)])).unwrap_err();
    let named: BTreeSet<String> = faults.as_slice().iter().map(|fault| fault.ids[0].to_string()).collect();
    assert!(named.is_superset(&inside), "every household is named: {faults}");
    let place = |fault: &wangge::fault::Fault| (fault.code.as_str(), fault.place.to_string());
    let places: BTreeSet<(&str, String)> = faults.as_slice().iter().map(place).collect();
    assert_eq!(places, BTreeSet::from([("period.outside", "changes[0].unit".to_owned())]));
    assert_eq!(registry.sequence(), 0);
}

#[test]
fn a_unit_does_not_move_under_what_is_under_it() {
    let mut registry = chalinhe();
    let third = grid(3);
    let micro = children(&on(&registry, "2026-12-05"), &third)[0].clone();
    let to = |to: &str| Change::MoveUnit(Move { id: third.as_str().into(), to: to.into(), on: "2026-12-05".into() });
    let faults = refused(&mut registry, vec![to(&micro)]);
    assert!(faults.iter().any(|fault| fault.starts_with("changes[0].parent[1]: unit.level-inverted")), "{faults:#?}");
    let faults = refused(&mut registry, vec![to(&third)]);
    assert_eq!(faults, [format!("changes[0].parent[1]: unit.self-parent: `{third}` (rule M1)")]);
}

/// What later transactions stand on stays; undone in order, everything does come back.
#[test]
fn a_new_grid_is_not_undone_while_something_is_in_it() {
    let mut registry = chalinhe();
    let start = registry.records();
    let third = grid(3);
    let micro = children(&on(&registry, "2026-12-01"), &third);
    let first = done(
        &mut registry,
        vec![Change::SplitUnit(Split {
            unit: third.as_str().into(),
            on: "2026-12-01".into(),
            into: vec![part("new", &micro[1..], false)],
            close: false,
        })],
    );
    let second = done(
        &mut registry,
        vec![Change::MoveUnit(Move {
            id: micro[1].as_str().into(),
            to: grid(4).as_str().into(),
            on: "2026-12-15".into(),
        })],
    );
    match registry.undo(first) {
        Err(error @ UndoError::Standing { .. }) => {
            assert_eq!((error.code(), error.rule()), ("undo.standing", "M2"));
            let UndoError::Standing { later, .. } = error else { return };
            assert_eq!(later, [second]);
        }
        other => panic!("the second stands on it: {other:?}"),
    }
    for number in [second, first] {
        let back = registry.undo(number).unwrap();
        registry.apply(&back).unwrap();
    }
    assert_eq!((registry.records(), registry.sequence()), (start, 4));
    // What is undone is not undone again: the one that undid it stands on it.
    match registry.undo(first) {
        Err(UndoError::Standing { later, .. }) => assert_eq!(later, [4, 3, second]),
        other => panic!("it is undone: {other:?}"),
    }
}

#[test]
fn a_county_that_is_read_back_goes_on_with_its_numbers() {
    let mut registry = chalinhe().at_sequence(7);
    assert_eq!((registry.sequence(), registry.receipts().len()), (7, 0));
    let end = steps_down("p0000048", &grid(3), "grid-leader", "2026-11-30");
    assert_eq!(done(&mut registry, vec![end]), 8);
    assert_eq!(registry.undo(7), Err(UndoError::Unknown { sequence: 7, last: 8 }));
    let back = registry.undo(8).unwrap();
    assert_eq!(registry.apply(&back).unwrap().sequence(), 9);
    assert_eq!(registry.records(), chalinhe().records());
}

/// M5: whoever serves two units that become one serves it as long as they would have served one of them.
#[test]
fn a_merge_takes_no_post_from_anybody() {
    let mut registry = chalinhe();
    let (third, fourth) = (grid(3), grid(4));
    let short = |change: Change| match change {
        Change::Appoint(row) => Change::Appoint(AppointmentRecord { until: Some("2027-01-01".into()), ..row }),
        other => other,
    };
    // The leader of the fourth leads the third too, until the new year.
    done(
        &mut registry,
        vec![
            steps_down("p0000048", &third, "grid-leader", "2026-11-30"),
            steps_down("p0000063", &fourth, "grid-police", "2026-12-01"),
            short(leader("p0000062", &third, "2026-11-30")),
        ],
    );
    done(
        &mut registry,
        vec![Change::MergeUnits(Merge {
            units: vec![fourth.as_str().into()],
            into: third.as_str().into(),
            on: "2026-12-01".into(),
        })],
    );
    for date in ["2026-12-01", "2026-12-31", "2027-01-01", "2028-01-01"] {
        assert_eq!(serves(&on(&registry, date), "p0000062", "grid-leader"), [third.as_str()], "{date}");
    }
}
