#![allow(clippy::expect_used, reason = "test code: a panic here is a failed test")]

use jiff::civil::date;

use super::super::fixture::{code, november, record, visited, visits, work};
use super::super::{Channel, Entry, Reported, Work};
use super::OneFile;
use crate::record::Urgency;

fn reported(work: &mut Work, id: &str, subject: &str, kind: &str, at: &str) {
    let matter = Reported {
        id: id.into(),
        subject: subject.into(),
        kind: kind.into(),
        urgency: Urgency::Routine,
        at: format!("{at}+08:00").parse().expect("an instant"),
        channel: Channel::Phone,
        recuse: vec![],
    };
    work.record(&Entry::Matter(matter)).expect("in order");
}

fn matters(file: &OneFile<'_>) -> Vec<String> {
    file.matters().map(|case| case.id().to_owned()).collect()
}

#[test]
fn n3_a_file_holds_what_was_up_to_the_date() {
    let mut work = work([visits("y"), visits("x")]);
    for (campaign, at) in [("x", "2026-11-03T09:00:00"), ("y", "2026-11-02T09:00:00"), ("x", "2026-11-02T09:00:00")] {
        record(&mut work, super::super::Done { campaign: campaign.into(), ..visited("h4", at) }).expect("in order");
    }
    record(&mut work, visited("h1", "2026-11-01T09:00:00")).expect("in order");
    reported(&mut work, "m1", "h4", "dispute", "2026-11-02T00:00:00");
    reported(&mut work, "m2", "g2", "dispute", "2026-11-01T00:00:00");
    let told = |day| {
        let file = work.one_file("h4", day).expect("it is there");
        let done: Vec<String> = file.done().map(|own| format!("{} {}", own.campaign.id(), own.at)).collect();
        let pairings: Vec<String> = file.pairings().map(|own| format!("{} {}", own.person.id(), own.period)).collect();
        (done, matters(&file), pairings)
    };
    let paired = || vec!["c 2026-11-01/2026-12-01".to_owned()];
    let m1 = || vec!["m1".to_owned()];
    assert_eq!(told(date(2026, 10, 31)), (vec![], vec![], vec![]));
    assert_eq!(told(november(1)), (vec![], vec![], paired()));
    // By instant, then in the order of the log; an action that was done again stands there again.
    let second = ["y 2026-11-02T01:00:00Z", "x 2026-11-02T01:00:00Z"].map(str::to_owned).to_vec();
    assert_eq!(told(november(2)), (second.clone(), m1(), paired()));
    let third = [second, vec!["x 2026-11-03T01:00:00Z".to_owned()]].concat();
    assert_eq!(told(november(3)), (third.clone(), m1(), paired()));
    assert_eq!(told(date(2030, 1, 1)), (third, m1(), paired()));
    assert_eq!(code(work.one_file("v", november(3))), "household.unknown");
}

#[test]
fn s1_a_file_is_for_whoever_may_read_personal_data_with_the_matters_of_their_kinds() {
    let mut work = work([]);
    reported(&mut work, "m1", "h4", "drinking-water", "2026-11-02T09:00:00");
    reported(&mut work, "m2", "h4", "dispute", "2026-11-02T09:00:00");
    let file = |asker: &str, household: &str, day| {
        work.one_file_for(asker, household, november(day))
            .map(|file| matters(&file))
            .map_err(|error| error.code().as_str())
    };
    // The grid leader answers for everything, the caretaker for a livelihood problem.
    assert_eq!(file("b", "h4", 9), Ok(vec!["m1".to_owned(), "m2".to_owned()]));
    assert_eq!(file("c", "h4", 9), Ok(vec!["m1".to_owned()]));
    // Not yet, out of reach, not there any more, not there at all: the same answer.
    assert_eq!(file("b", "h4", 4), Err("household.unknown"));
    assert_eq!(file("a", "h4", 9), Err("household.unknown"));
    assert_eq!(file("b", "h5", 20), Err("household.unknown"));
    assert_eq!(file("b", "nowhere", 9), Err("household.unknown"));
    assert_eq!(file("ghost", "h4", 9), Err("person.unknown"));
    assert_eq!(file("b", "h5", 19), Ok(vec![]));
    assert!(work.one_file("h5", november(20)).is_ok(), "what is gone has a file still");
}
