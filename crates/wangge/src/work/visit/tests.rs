#![allow(clippy::expect_used, reason = "test code: a panic here is a failed test")]

use super::super::fixture::{code, household, leads, november, record, records, visited, visits, work};
use super::super::{Campaign, Entry, Work};
use crate::Registry;
use jiff::civil::{Date, date};

fn households(work: &Work, person: &str, day: i8) -> Vec<(Date, bool, Vec<String>)> {
    let plan = work.visits(person, november(day)).expect("the person is there");
    let ids = |group: super::VisitGroup<'_>| group.stops().map(|stop| stop.household().id().to_owned()).collect();
    plan.groups().map(|group| (group.due(), group.comes_first(), ids(group))).collect()
}

fn group(due: Date, comes_first: bool, households: &[&str]) -> (Date, bool, Vec<String>) {
    (due, comes_first, households.iter().map(|id| (*id).to_owned()).collect())
}

#[test]
fn n3_somebody_goes_to_those_who_are_missing_and_for_whom_they_answer() {
    let mut work = work([visits("x")]);
    // From h2, where a lives: h3 is 97 metres away, h1 195.
    assert_eq!(households(&work, "a", 9), [group(november(30), false, &["h2", "h3", "h1"])]);
    record(&mut work, visited("h2", "2026-11-03T09:00:00")).expect("in order");
    assert_eq!(households(&work, "a", 2), [group(november(30), false, &["h2", "h3", "h1"])]);
    assert_eq!(households(&work, "a", 3), [group(november(30), false, &["h3", "h1"])]);
    assert_eq!(households(&work, "a", 10), [group(november(30), false, &["h1"])]);
    assert_eq!(households(&work, "c", 9), []);
    assert_eq!(code(work.visits("ghost", november(9))), "person.unknown");
    // No campaign contains the day.
    let plan = work.visits("a", date(2026, 12, 1)).expect("the person is there");
    assert!(plan.is_empty() && plan.stops().next().is_none());
}

#[test]
fn n3_a_place_that_nobody_knows_comes_last_and_adds_no_metres() {
    // b has no home and no place: the walk begins at the first household in tree order.
    let work = work([visits("x")]);
    assert_eq!(households(&work, "b", 16), [group(november(30), false, &["h3", "h6", "h5", "h4"])]);
    let plan = work.visits("b", november(16)).expect("the person is there");
    let metres: Vec<_> = plan.stops().map(|stop| stop.metres()).collect();
    assert_eq!(metres, [Some(0), Some(195), Some(389), None]);
    let group = plan.groups().next().expect("one");
    assert_eq!((group.metres(), group.tree_metres()), (584, 584));
}

#[test]
fn n3_places_that_nobody_knows_stand_by_id() {
    let mut records = records();
    records.households.push(household("i1", "g1".into(), "ordinary", None));
    records.appointments.retain(|appointment| appointment.person != "b");
    records.appointments.push(leads("a", "g2", "2026-01-01"));
    let registry = Registry::build(records).expect("no fault");
    let work = Work::build(&registry, [Entry::Campaign(visits("x"))]).expect("in order");
    let plan = work.visits("a", november(1)).expect("the person is there");
    let stops: Vec<_> = plan.stops().map(|stop| (stop.household().id(), stop.metres().is_some())).collect();
    let (known, unknown) = stops.split_at(4);
    assert!(known.iter().all(|(_, is_known)| *is_known), "{stops:?}");
    // In the order of the tree i1, which is in g1, would stand before h4, which is in g2.
    assert_eq!(unknown, [("h4", false), ("i1", false)]);
}

#[test]
fn n3_the_earlier_end_of_two_campaigns_is_the_due_day_and_their_tasks_stand_together() {
    let first = Campaign { first: vec!["monitored".into()], ..visits("x") };
    let sooner = Campaign { until: november(15), categories: vec!["ordinary".into()], ..visits("y") };
    let mut work = work([first, sooner, Campaign { until: november(3), ..visits("over") }]);
    // Due sooner: h2 and h3, ordinary. Then h1, which comes first.
    let expected = [group(november(14), false, &["h2", "h3"]), group(november(30), true, &["h1"])];
    assert_eq!(households(&work, "a", 9), expected);
    let tasks = |work: &Work| {
        let plan = work.visits("a", november(9)).expect("the person is there");
        let of = |stop: super::VisitStop<'_>| {
            let own: Vec<String> = stop.tasks().map(|(run, action)| format!("{} {}", run.id(), action.id)).collect();
            (stop.household().id().to_owned(), own)
        };
        plan.stops().map(of).collect::<Vec<_>>()
    };
    let both = || vec!["x visit".to_owned(), "y visit".to_owned()];
    let named = |id: &str, tasks: Vec<String>| (id.to_owned(), tasks);
    let all = vec![named("h2", both()), named("h3", both()), named("h1", vec!["x visit".to_owned()])];
    assert_eq!(tasks(&work), all);
    // Done in the one that ends sooner, a household is due when the other ends; and it does not come first there.
    record(&mut work, super::super::Done { campaign: "y".into(), ..visited("h2", "2026-11-09T09:00:00") })
        .expect("in order");
    let expected =
        [group(november(14), false, &["h3"]), group(november(30), true, &["h1"]), group(november(30), false, &["h2"])];
    assert_eq!(households(&work, "a", 9), expected);
}

#[test]
fn n3_a_group_starts_where_the_one_before_ended() {
    let first = Campaign { first: vec!["ordinary".into()], ..visits("x") };
    let work = work([first]);
    // From h2 to h3, 97 metres; then to h1, from h3 and not from the home.
    let plan = work.visits("a", november(9)).expect("the person is there");
    assert_eq!(
        households(&work, "a", 9),
        [group(november(30), true, &["h2", "h3"]), group(november(30), false, &["h1"])]
    );
    assert_eq!(plan.stops().map(|stop| stop.metres()).collect::<Vec<_>>(), [Some(0), Some(97), Some(292)]);
}

#[test]
fn n3_comes_first_only_where_it_is_missing_in_a_campaign_that_says_so() {
    let first = Campaign { first: vec!["monitored".into()], ..visits("x") };
    let mut work = work([first, visits("y")]);
    let expected = [group(november(30), true, &["h1"]), group(november(30), false, &["h2", "h3"])];
    let ordered = households(&work, "a", 9);
    assert_eq!(ordered.first(), expected.first());
    record(&mut work, visited("h1", "2026-11-09T09:00:00")).expect("in order");
    assert_eq!(households(&work, "a", 9), [group(november(30), false, &["h2", "h3", "h1"])]);
}
