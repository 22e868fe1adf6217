//! What is answered for all households at once is what each is answered alone.
#![allow(clippy::unwrap_used, missing_docs)]

use jiff::civil::date;
use wangge::record::Involvement;
use wangge::{Answerable, Directory, Records, Registry, Subject};
use wangge_sample::Sample;

fn directory(records: Records) -> Directory {
    Registry::build(records).unwrap().as_of(date(2026, 11, 23))
}

fn compare(directory: &Directory) {
    for kind in directory.scheme().kinds() {
        let all = directory.answerable_all(kind).unwrap();
        assert_eq!(all.iter().len(), directory.households().len());
        for ((household, link), own) in all.iter().zip(directory.households()) {
            assert_eq!(household, own);
            match Subject::from(household).responsible(kind).unwrap().answerable() {
                Answerable::By { link: alone, .. } => assert_eq!(link, Some(&alone)),
                Answerable::Nobody { .. } => assert_eq!(link, None),
            }
        }
    }
}

#[test]
fn all_households_at_once_are_answered_as_each_alone() {
    compare(&directory(Sample::cili().households(2_000).records()));
}

#[test]
fn numbers_are_places_in_the_lists() {
    let directory = directory(Sample::cili().households(2_000).records());
    for (number, household) in directory.households().enumerate() {
        assert_eq!((household.number(), directory.household_at(number)), (number, Some(household)));
    }
    assert_eq!(directory.household_at(directory.households().len()), None);
    assert!(directory.units().map(wangge::Unit::number).eq(0..directory.units().len()));
    assert!(directory.people().map(wangge::Person::number).eq(0..directory.people().len()));
    assert!(directory.departments().map(wangge::Department::number).eq(0..directory.departments().count()));
    let of_units: usize = directory.units().map(|unit| unit.departments().count()).sum();
    assert_eq!(directory.departments().count(), of_units);
    let scheme = directory.scheme();
    for (number, kind) in scheme.kinds().enumerate() {
        assert_eq!((kind.number(), scheme.kind_at(number)), (number, Some(kind)));
    }
    assert_eq!(scheme.kind_at(scheme.kinds().count()), None);
}

#[test]
fn accountable_caretakers_and_unanswered_kinds_are_seen_in_bulk() {
    let mut records = Sample::chalinhe().records();
    records.scheme.duties.retain(|duty| duty.involvement != Involvement::Accountable);
    for duty in records.scheme.duties.iter_mut().filter(|duty| duty.programme.is_some()) {
        duty.involvement = Involvement::Accountable;
    }
    let directory = directory(records);
    compare(&directory);
    let kind = directory.scheme().kind("livelihood-problem").unwrap();
    let all = directory.answerable_all(kind).unwrap();
    let unanswered = all.iter().filter(|(_, link)| link.is_none()).count();
    assert!(unanswered > 0 && unanswered < 600, "{unanswered}");
}

#[test]
fn a_kind_of_another_scheme_is_found_by_its_id_or_refused() {
    let (own, mut other) = (Sample::chalinhe().records(), Sample::chalinhe().records());
    for kind in other.scheme.kinds.iter_mut().filter(|kind| kind.id == "waste") {
        kind.id = "litter".into();
    }
    other.scheme.duties.retain(|duty| duty.kind != "waste");
    let (own, other) = (directory(own), directory(other));
    let household = Subject::from(own.household("430821108223-h0017").unwrap());
    let answer = household.responsible(other.scheme().kind("dispute").unwrap()).unwrap();
    assert_eq!(answer.answerable(), own.responsible(household.id(), "dispute").unwrap().answerable());
    let refused = household.responsible(other.scheme().kind("litter").unwrap()).unwrap_err();
    assert_eq!((refused.code(), refused.id()), ("kind.unknown", "litter"));
}
