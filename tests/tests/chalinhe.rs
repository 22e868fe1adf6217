//! A handful of answers about Chalinhe, read by a person against the rules and kept.
//!
//! After a wanted change: `INSTA_UPDATE=always cargo test -p wangge-tests --test chalinhe`, then read them again.
#![allow(clippy::unwrap_used, missing_docs)]

use insta::assert_json_snapshot;
use jiff::civil::date;
use wangge::record::Urgency;
use wangge::{Directory, Matter, Period, Registry};
use wangge_formats::answer::{DutiesView, FindingsView, PathView, ResponsibilityView};
use wangge_sample::Sample;

fn registry() -> Registry {
    Registry::build(Sample::chalinhe().records()).unwrap()
}

fn directory() -> Directory {
    registry().as_of(date(2026, 11, 23))
}

/// The micro-grid leader's seat has been vacant since July: the grid leader is first responder and answers.
#[test]
fn a_vacant_seat_stays_in_the_chain() {
    let directory = directory();
    let answer = directory.responsible("430821108223-h0201", "neighbour-dispute").unwrap();
    assert_json_snapshot!(ResponsibilityView::new(&directory, answer));
}

/// The reservoir belongs to the town's water station, which answers before the territory, and once (R5).
#[test]
fn an_owner_answers_first() {
    let directory = directory();
    let answer = directory.responsible("430821108223-s01", "flood").unwrap();
    assert_json_snapshot!(ResponsibilityView::new(&directory, answer));
}

/// At night, with a vacant seat and the head of the town's emergency station away: the deputy acts (E2, T3).
#[test]
fn an_emergency_climbs_past_a_vacant_seat_to_an_acting_deputy() {
    let matter = Matter {
        subject: "430821108223-h0201",
        kind: "forest-fire",
        urgency: Urgency::Emergency,
        reported_at: "2026-11-23T23:10:00+08:00".parse().unwrap(),
        recuse: &[],
    };
    let directory = directory();
    let path = directory.escalate(&matter).unwrap();
    assert_json_snapshot!(PathView::new(&directory, &matter, &path));
}

/// Reported on the last working day before the National Day holiday: working time waits until the 8th (T3).
#[test]
fn a_routine_matter_waits_for_the_offices_to_open() {
    let matter = Matter {
        subject: "430821108223-h0017",
        kind: "dispute",
        urgency: Urgency::Routine,
        reported_at: "2026-09-30T16:00:00+08:00".parse().unwrap(),
        recuse: &["p0000017"],
    };
    let directory = registry().as_of(date(2026, 9, 30));
    let path = directory.escalate(&matter).unwrap();
    assert_json_snapshot!(PathView::new(&directory, &matter, &path));
}

/// A village committee member leads a grid too: one person, several posts (R8).
#[test]
fn one_person_holds_several_seats() {
    let directory = directory();
    let duties = directory.duties_of("p0000018").unwrap();
    assert_json_snapshot!(DutiesView::new(&directory, &duties));
}

/// A handover leaves four days without a micro-grid leader: one gap with its dates (section 7).
#[test]
fn december_has_a_gap_from_the_3rd_to_the_7th() {
    let december = Period::new(date(2026, 12, 1), Some(date(2027, 1, 1))).unwrap();
    assert_json_snapshot!(FindingsView::new(&registry().findings(december).unwrap()));
}

/// The eighth grid was merged into the seventh; its code still resolves, with the days of its life.
#[test]
fn a_retired_code_still_resolves() {
    let registry = registry();
    let codes = |code: &str| registry.code(code).map(|(unit, period)| format!("{unit} {period}")).collect::<Vec<_>>();
    assert_eq!(codes("43082110822308"), ["430821108223-08 2021-01-01/2024-01-01"]);
    assert_eq!(codes("430821108223"), ["430821108223 2021-01-01/"]);
    assert_eq!(codes("1"), Vec::<String>::new());
}
