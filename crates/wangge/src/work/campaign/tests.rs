#![allow(clippy::expect_used, reason = "test code: a panic here is a failed test")]

use super::super::fixture::{code, november, record, registry, visited, visits, work};
use super::super::{Campaign, Channel, Coverage, Done, Entry, Work};
use jiff::civil::date;

fn ids<'c>(households: impl Iterator<Item = super::HouseholdCoverage<'c>>) -> Vec<&'c str> {
    households.map(|own| own.household().id()).collect()
}

fn set(work: &Work, day: i8) -> Vec<String> {
    let coverage = work.coverage("x", november(day)).expect("a day of it");
    ids(coverage.households()).into_iter().map(str::to_owned).collect()
}

fn units(coverage: &Coverage) -> Vec<(&str, usize, usize)> {
    coverage.units().map(|(unit, count)| (unit.id(), count.households(), count.complete())).collect()
}

fn people(coverage: &Coverage) -> Vec<(&str, usize, usize)> {
    let all = coverage.people();
    all.map(|(person, count)| (person.map_or("nobody", |own| own.id()), count.households(), count.complete())).collect()
}

#[test]
fn n3_a_campaign_is_refused_with_the_first_code_that_holds() {
    let mut work = work([visits("x")]);
    let mut wrong = Campaign {
        id: "".into(),
        of: "ghost".into(),
        kind: "ghost".into(),
        unit: Some("h1".into()),
        categories: vec!["ordinary".into(), "ghost".into()],
        first: vec!["spectre".into()],
        from: november(5),
        until: november(5),
        channels: vec![],
    };
    let mut refused = Vec::new();
    let mut refuse = |wrong: &Campaign| {
        let error = work.record(&Entry::Campaign(wrong.clone())).expect_err("it is wrong");
        refused.push((error.code().as_str(), error.ids().last().map_or("", |id| id.as_str()).to_owned()));
    };
    refuse(&wrong);
    wrong.id = "x".into();
    refuse(&wrong);
    wrong.id = "y".into();
    refuse(&wrong);
    wrong.of = "monthly-visit".into();
    refuse(&wrong);
    wrong.kind = "civil-affairs".into();
    refuse(&wrong);
    wrong.unit = Some("v".into());
    refuse(&wrong);
    wrong.categories.pop();
    refuse(&wrong);
    wrong.first = vec!["monitored".into()];
    refuse(&wrong);
    wrong.until = november(6);
    refuse(&wrong);
    wrong.channels = vec![Channel::Visit, Channel::Sms, Channel::Visit];
    refuse(&wrong);
    let expected = [
        ("id.invalid", ""),
        ("campaign.duplicate", "x"),
        ("campaign.unknown", "ghost"),
        ("kind.unknown", "ghost"),
        ("unit.unknown", "h1"),
        ("category.unknown", "ghost"),
        ("category.unknown", "spectre"),
        ("period.empty", "y"),
        ("campaign.channels", "y"),
        ("campaign.channels", "y"),
    ];
    assert_eq!(refused, expected.map(|(code, id)| (code, id.to_owned())));
    assert_eq!(work.campaigns().count(), 1);
    wrong.channels.pop();
    assert_eq!(code(work.record(&Entry::Campaign(wrong))), "");
}

#[test]
fn n3_what_was_done_is_refused_with_the_first_code_that_holds() {
    let mut work = work([Campaign { unit: Some("g2".into()), ..visits("x") }]);
    let mut wrong = Done { campaign: "y".into(), ..visited("ghost", "2026-10-31T23:59:59") };
    (wrong.by, wrong.action, wrong.channel) = ("ghost".into(), "dance".into(), Channel::Sms);
    let mut refused = Vec::new();
    let mut refuse = |wrong: &Done| refused.push(code(record(&mut work, wrong.clone())));
    refuse(&wrong);
    wrong.campaign = "x".into();
    refuse(&wrong);
    wrong.by = "a".into();
    refuse(&wrong);
    // A site or unit is no household either.
    wrong.household = "v".into();
    refuse(&wrong);
    wrong.household = "h3".into();
    refuse(&wrong);
    wrong.action = "visit".into();
    refuse(&wrong);
    wrong.channel = Channel::Phone;
    refuse(&wrong);
    wrong.at = "2026-12-01T00:00:00+08:00".parse().expect("an instant");
    refuse(&wrong);
    // In g2 from the 10th on.
    wrong.at = "2026-11-09T23:59:59+08:00".parse().expect("an instant");
    refuse(&wrong);
    assert_eq!(
        refused,
        [
            "campaign.unknown",
            "person.unknown",
            "household.unknown",
            "household.unknown",
            "campaign.action",
            "campaign.channel",
            "campaign.outside",
            "campaign.outside",
            "campaign.household",
        ]
    );
    assert_eq!(work.coverage("x", november(30)).expect("a day of it").total().done().collect::<Vec<_>>(), [0]);
    wrong.at = "2026-11-10T00:00:00+08:00".parse().expect("an instant");
    assert_eq!(code(record(&mut work, wrong)), "");
    assert_eq!(work.coverage("x", november(30)).expect("a day of it").total().done().collect::<Vec<_>>(), [1]);
}

#[test]
fn n3_the_set_is_that_of_the_day() {
    let all = work([visits("x")]);
    assert_eq!(set(&all, 1), ["h1", "h2", "h3", "h4", "h5"]);
    assert_eq!(set(&all, 10), ["h1", "h2", "h3", "h4", "h5"]);
    assert_eq!(set(&all, 15), ["h1", "h2", "h3", "h4", "h5", "h6"]);
    assert_eq!(set(&all, 20), ["h1", "h2", "h3", "h4", "h6"]);
    let one = work([Campaign { unit: Some("g2".into()), ..visits("x") }]);
    assert_eq!(set(&one, 9), ["h4", "h5"]);
    assert_eq!(set(&one, 10), ["h3", "h4", "h5"]);
    let some = work([Campaign { categories: vec!["in-need".into(), "monitored".into()], ..visits("x") }]);
    assert_eq!(set(&some, 1), ["h1", "h4"]);
    let categories =
        |work: &Work| work.campaigns().next().map(|run| run.categories().map(|(id, _)| id.to_owned()).collect());
    assert_eq!(categories(&some), Some(vec!["monitored".to_owned(), "in-need".to_owned()]), "in the scheme's order");
}

#[test]
fn n3_the_first_by_instant_counts_and_then_the_first_in_the_log() {
    let mut work = work([visits("x")]);
    let by = |by: &str, channel, at: &str| Done { by: by.into(), channel, ..visited("h1", at) };
    record(&mut work, by("a", Channel::Visit, "2026-11-07T10:00:00")).expect("in order");
    record(&mut work, by("b", Channel::Phone, "2026-11-06T10:00:00")).expect("in order");
    record(&mut work, by("c", Channel::Visit, "2026-11-06T10:00:00")).expect("in order");
    let who = |day| {
        let coverage = work.coverage("x", november(day)).expect("a day of it");
        let done = coverage.record("h1", "visit").expect("it is there");
        (done.map(|done| (done.by.id().to_owned(), done.channel)), coverage.channels())
    };
    assert_eq!(who(5), (None, vec![(Channel::Visit, 0), (Channel::Phone, 0)]));
    let counted = (Some(("b".to_owned(), Channel::Phone)), vec![(Channel::Visit, 0), (Channel::Phone, 1)]);
    assert_eq!((who(6), who(30)), (counted.clone(), counted));
}

#[test]
fn n3_coverage_is_by_action_unit_and_person() {
    let mut work = work([Campaign { of: "five-household-actions".into(), ..visits("x") }]);
    let done =
        |household: &str, action: &str| Done { action: action.into(), ..visited(household, "2026-11-07T10:00:00") };
    let actions: Vec<String> =
        work.campaign("x").expect("it is there").actions().iter().map(|action| action.id.to_string()).collect();
    for action in &actions {
        record(&mut work, done("h1", action)).expect("in order");
    }
    record(&mut work, done("h3", "policy-to-household")).expect("in order");
    record(&mut work, done("h5", "policy-to-household")).expect("in order");

    // h3 is in g1 on the 9th.
    let before = work.coverage("x", november(9)).expect("a day of it");
    assert_eq!(units(&before), [("c", 5, 1), ("t", 5, 1), ("v", 5, 1), ("g1", 3, 1), ("g2", 2, 0)]);
    assert_eq!(people(&before), [("a", 3, 1), ("b", 2, 0)]);
    let counts: Vec<_> = before.actions().map(|own| (own.done(), own.missing(), own.percent())).collect();
    assert_eq!(counts, [(1, 4, 20), (3, 2, 60), (1, 4, 20), (1, 4, 20), (1, 4, 20)]);
    assert_eq!(before.total().percent(), 20);

    // In g2 on the 10th, and what was done stays with it; on the 20th h5 is gone, and what was done for it.
    let moved = work.coverage("x", november(10)).expect("a day of it");
    assert_eq!(units(&moved), [("c", 5, 1), ("t", 5, 1), ("v", 5, 1), ("g1", 2, 1), ("g2", 3, 0)]);
    let after = work.coverage("x", november(20)).expect("a day of it");
    let (_, g2) = after.units().last().expect("g2");
    assert_eq!((g2.households(), g2.done().collect::<Vec<_>>()), (3, vec![0, 1, 0, 0, 0]));
    let h3 = after.household("h3").expect("of the set");
    assert_eq!(
        h3.missing().map(|action| action.id.as_str()).collect::<Vec<_>>(),
        ["know-every-household", "safety-to-household", "service-to-household", "care-to-household",]
    );
    assert_eq!(code(after.household("h5")), "campaign.household");
    assert_eq!(code(after.household("ghost")), "household.unknown");
    assert_eq!(code(after.record("h3", "dance")), "campaign.action");
}

#[test]
fn n3_nobody_answers_where_there_is_no_first_responder() {
    let work = work([visits("x")]);
    let before = work.coverage("x", november(4)).expect("a day of it");
    assert_eq!(people(&before), [("a", 3, 0), ("nobody", 2, 0)]);
    assert!(before.household("h4").expect("of the set").answers().is_none());
    // The duty list makes the caretaker responsible for a livelihood problem, and the grid leader only after them.
    let mut work = work;
    work.record(&Entry::Campaign(Campaign { kind: "livelihood-problem".into(), ..visits("y") })).expect("in order");
    let cared = work.coverage("y", november(9)).expect("a day of it");
    assert_eq!(people(&cared), [("a", 3, 0), ("b", 1, 0), ("c", 1, 0)]);
}

#[test]
fn n3_those_who_come_first_are_missing_before_the_others() {
    let mut work = work([Campaign { first: vec!["in-need".into()], ..visits("x") }]);
    record(&mut work, visited("h2", "2026-11-02T09:00:00")).expect("in order");
    let coverage = work.coverage("x", november(2)).expect("a day of it");
    assert_eq!(ids(coverage.missing()), ["h4", "h1", "h3", "h5"]);
    assert_eq!(
        coverage.missing().map(super::HouseholdCoverage::comes_first).collect::<Vec<_>>(),
        [true, false, false, false]
    );
    assert_eq!(coverage.missing_count(), 4);
}

#[test]
fn n3_a_hundred_percent_means_that_nobody_is_missing() {
    let mut work = work([Campaign { unit: Some("g1".into()), ..visits("x") }]);
    let percent = |work: &Work| {
        let coverage = work.coverage("x", november(9)).expect("a day of it");
        (coverage.total().percent(), coverage.is_complete())
    };
    let mut seen = vec![percent(&work)];
    for household in ["h1", "h2", "h3"] {
        record(&mut work, visited(household, "2026-11-09T23:59:59")).expect("in order");
        seen.push(percent(&work));
    }
    assert_eq!(seen, [(0, false), (33, false), (66, false), (100, true)]);
    // Nobody is in the set, so nobody is missing.
    let none = self::work([Campaign { unit: Some("g1".into()), categories: vec!["in-need".into()], ..visits("x") }]);
    assert_eq!(percent(&none), (100, true));
}

#[test]
fn n3_coverage_is_of_the_date_and_after_the_last_day_of_that() {
    let mut work = work([Campaign { until: november(12), ..visits("x") }]);
    record(&mut work, visited("h1", "2026-11-11T23:59:59")).expect("in order");
    assert_eq!(code(work.coverage("x", date(2026, 10, 31))), "campaign.outside");
    assert_eq!(code(work.coverage("y", november(1))), "campaign.unknown");
    let done = |date| {
        let coverage = work.coverage("x", date).expect("begun");
        (coverage.date(), coverage.household_count(), coverage.total().complete())
    };
    assert_eq!(done(november(10)), (november(10), 5, 0));
    assert_eq!(done(november(11)), (november(11), 5, 1));
    assert_eq!(done(date(2030, 1, 1)), (november(11), 5, 1));
}

#[test]
fn n3_an_answer_stays_what_it_was_when_more_is_recorded() {
    let mut work = work([visits("x")]);
    let before = work.coverage("x", november(9)).expect("a day of it");
    let copy = work.clone();
    record(&mut work, visited("h1", "2026-11-09T09:00:00")).expect("in order");
    let after = work.coverage("x", november(9)).expect("a day of it");
    assert_eq!((before.missing_count(), after.missing_count()), (5, 4));
    assert_eq!(copy.coverage("x", november(9)).expect("a day of it").missing_count(), 5);
    assert!(before.record("h1", "visit").expect("it is there").is_none());
    assert_eq!(work.registry().counts(), registry().counts());
}
