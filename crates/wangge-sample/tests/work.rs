//! The year of work holds what it promises.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use wangge::record::Urgency;
use wangge::work::{Act, Channel, Entry, Happening, ReturnReason, Standing, State, Work};
use wangge::{Directory, Registry};
use wangge_sample::{CHALINHE, Sample};

struct Year {
    registry: Registry,
    log: Vec<Entry>,
    work: Work,
}

fn year() -> &'static Year {
    static YEAR: OnceLock<Year> = OnceLock::new();
    YEAR.get_or_init(|| {
        let registry = Registry::build(Sample::chalinhe().records()).unwrap();
        let log = Sample::chalinhe().work(&registry);
        let work = Work::build(&registry, log.iter().cloned()).unwrap();
        Year { registry, log, work }
    })
}

fn today() -> Vec<Standing<'static>> {
    year().work.cases().filter_map(|case| case.at(Sample::now())).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day(instant: Timestamp) -> Date {
    year().registry.scheme().calendar().date_of(instant)
}

fn is_under(standing: &Standing<'_>, kind: &str) -> bool {
    std::iter::successors(Some(standing.case().kind()), |kind| kind.parent()).any(|own| own.id() == kind)
}

fn when(entry: &Entry) -> Timestamp {
    match entry {
        Entry::Matter(matter) => matter.at,
        Entry::Event(event) => event.at,
        Entry::Filing(filing) => filing.at,
        Entry::Campaign(campaign) => {
            campaign.from.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8))).unwrap().into()
        }
        Entry::Done(done) => done.at,
    }
}

#[test]
fn n1_as_the_source_counts_64_disputes_and_372_livelihood_problems_are_resolved() {
    let resolved = |kind: &str| {
        let of = today().into_iter().filter(|standing| is_under(standing, kind) && !standing.state().is_open());
        of.filter(|standing| day(standing.resolved_at().unwrap()) >= date(2026, 1, 1)).count()
    };
    assert_eq!((resolved("dispute"), resolved("livelihood-problem")), (64, 372));
    for kind in ["production-safety", "environment", "policy-publicity", "cultural-life"] {
        assert!(resolved(kind) >= 20, "{kind}: {}", resolved(kind));
    }
}

#[test]
fn the_log_is_in_order_of_time_and_ends_now() {
    let log = &year().log;
    assert!(log.is_sorted_by_key(when));
    assert!(when(log.first().unwrap()) >= at("2026-01-01T00:00:00+08:00"));
    assert!(when(log.last().unwrap()) <= Sample::now());
    assert_eq!(Sample::now(), at("2026-11-29T17:00:00+08:00"));
}

#[test]
fn the_same_seed_tells_the_same_year() {
    let tell = |seed| {
        let sample = Sample::chalinhe().seed(seed);
        sample.work(&Registry::build(sample.records()).unwrap())
    };
    assert!(tell(6) == year().log);
    assert!(tell(7) == tell(7));
    assert!(tell(7) != tell(8));
}

#[test]
fn no_seed_and_no_size_has_a_refusal() {
    let samples = [
        Sample::chalinhe().seed(1),
        Sample::chalinhe().seed(2).households(2_000),
        Sample::chalinhe().seed(3).households(100),
        Sample::cili().households(100),
        Sample::cili().households(2_500).seed(4),
    ];
    for sample in samples {
        let registry = Registry::build(sample.records()).unwrap();
        let log = sample.work(&registry);
        assert!(log.is_sorted_by_key(when), "{sample:?}");
        let work = Work::build(&registry, log).unwrap_or_else(|refused| panic!("{sample:?}: {refused}"));
        let now = work.cases().filter_map(|case| case.at(Sample::now()));
        let resolved = now.filter(|standing| !standing.state().is_open()).count();
        assert!(resolved > 500, "{sample:?}: {resolved}");
    }
}

#[test]
fn every_state_channel_reason_and_event_is_there() {
    let states: BTreeSet<State> = today().iter().map(Standing::state).collect();
    assert!(states.iter().eq(State::ALL), "{states:?}");
    let matters =
        || year().log.iter().filter_map(|entry| if let Entry::Matter(matter) = entry { Some(matter) } else { None });
    let mut channels: BTreeMap<Channel, usize> = BTreeMap::new();
    for matter in matters() {
        *channels.entry(matter.channel).or_default() += 1;
    }
    assert!(channels.keys().eq(Channel::ALL), "{channels:?}");
    let common: usize = [Channel::Phone, Channel::WeChat, Channel::Visit].iter().map(|channel| channels[channel]).sum();
    assert!(common * 4 > matters().count() * 3, "{channels:?}");
    assert!(matters().any(|matter| !matter.recuse.is_empty()));
    let acts =
        || year().log.iter().filter_map(|entry| if let Entry::Event(event) = entry { Some(&event.act) } else { None });
    let names: BTreeSet<&str> = acts().map(Act::as_str).collect();
    assert_eq!(names.len(), Act::NAMES.len(), "{names:?}");
    let reasons: Vec<ReturnReason> =
        acts().filter_map(|act| if let Act::Returned { reason, .. } = act { Some(*reason) } else { None }).collect();
    assert_eq!(reasons.iter().collect::<BTreeSet<_>>().len(), ReturnReason::ALL.len());
    assert_eq!(reasons.iter().filter(|reason| **reason == ReturnReason::Conflict).count(), 1);
    assert!(acts().any(|act| matches!(act, Act::Returned { to: Some(_), .. })));
    assert!(acts().any(|act| matches!(act, Act::Verified { by: Some(_) })));
}

#[test]
fn what_is_open_today_is_in_time_and_overdue_at_several_levels() {
    let open: Vec<Standing<'_>> = today().into_iter().filter(|standing| standing.state().is_open()).collect();
    let count = |wanted: &dyn Fn(&Standing<'_>) -> bool| open.iter().filter(|standing| wanted(standing)).count();
    assert!(count(&|own| own.state() == State::Waiting && !own.is_overdue()) >= 4);
    assert!(count(&|own| own.state() == State::Accepted && !own.is_overdue()) >= 6);
    assert!(count(&|own| own.state() == State::Waiting && own.is_overdue()) >= 1);
    assert_eq!(count(&|own| own.state() == State::Unanswered), 1);
    assert!(count(&|own| own.was_reopened()) >= 2);
    assert!(count(&|own| own.case().urgency() == Urgency::Emergency) >= 1);
    let overdue = open.iter().filter(|own| own.is_overdue());
    let levels: BTreeSet<&str> = overdue.filter_map(|own| own.level()).map(|level| level.id()).collect();
    assert!(levels.iter().eq(&["grid", "micro-grid", "town", "village"]), "{levels:?}");
}

/// The names of what happened to a case, in order.
fn names(standing: &Standing<'_>) -> Vec<&'static str> {
    standing.case().history(Sample::now()).iter().map(Happening::as_str).collect()
}

#[test]
fn what_is_done_was_reopened_transferred_and_taken_by_the_town() {
    let done: Vec<_> = today().into_iter().filter(|standing| !standing.state().is_open()).collect();
    let has = |wanted: &[&str]| {
        let is_it = |own: &Standing<'_>| names(own).windows(wanted.len()).any(|few| few == wanted);
        done.iter().filter(|own| is_it(own)).count()
    };
    assert!(has(&["resolved", "reopened"]) >= 3);
    assert_eq!(has(&["verified", "reopened"]), 1);
    assert_eq!(has(&["closed", "reopened"]), 1);
    assert!(has(&["accepted", "transferred", "resolved"]) >= 8);
    assert_eq!(has(&["unanswered", "accepted"]), 1);
    // Most react in time, some let it lapse, and the next step is asked.
    let lapsed = has(&["asked", "asked", "accepted"]);
    assert!(lapsed >= 20 && lapsed * 4 < done.len(), "{lapsed} of {}", done.len());
    let late = done.iter().filter(|own| own.is_late()).count();
    assert!(late >= 10 && late * 6 < done.len(), "{late} of {}", done.len());
}

#[test]
fn who_has_left_is_followed_and_who_moves_is_found() {
    let directory = |date| year().registry.as_of(date);
    let left: Vec<_> = today()
        .into_iter()
        .filter(|own| own.accepted_by().is_some_and(|by| own.state().is_open() && !own.holders().contains(&by)))
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
    let followed = year().work.cases().filter(|case| {
        let (before, after) = (case.at(at("2026-06-30T12:00:00+08:00")), case.at(at("2026-07-01T12:00:00+08:00")));
        before.zip(after).is_some_and(|(before, after)| {
            after.state() == State::Accepted && before.holders() != after.holders() && !after.holders().is_empty()
        })
    });
    assert_eq!(followed.count(), 1);
    let (before, after) = (directory(date(2026, 3, 4)), directory(date(2026, 3, 5)));
    let unit = |directory: &Directory, subject: &str| directory.subject(subject).map(|own| own.unit().id().to_owned());
    let moves = year().work.cases().filter(|case| {
        let then = case.at(at("2026-03-05T00:00:00+08:00"));
        let is_open = then.is_some_and(|then| then.state().is_open());
        is_open && unit(&before, case.subject()) != unit(&after, case.subject())
    });
    assert!(moves.count() >= 1);
}

#[test]
fn the_seasons_are_those_of_the_village() {
    let reported = |kind: &str, from: Date, until: Date| {
        let of = today().into_iter().filter(|own| is_under(own, kind));
        of.filter(|own| (from..until).contains(&day(own.case().reported_at()))).count()
    };
    let disputes = |from, until| reported("dispute", from, until);
    assert!(disputes(date(2026, 1, 16), date(2026, 2, 17)) > 2 * disputes(date(2026, 6, 16), date(2026, 7, 17)));
    assert!(disputes(date(2026, 9, 1), date(2026, 10, 16)) > disputes(date(2026, 6, 1), date(2026, 7, 16)));
    let floods = reported("flood", date(2026, 6, 1), date(2026, 8, 1));
    assert!(floods * 2 > reported("flood", date(2026, 1, 1), date(2026, 12, 1)), "{floods}");
    assert!(reported("forest-fire", date(2026, 4, 1), date(2026, 4, 8)) >= 3);
}

#[test]
fn n2_reports_are_filed_by_who_holds_the_seat_most_in_time() {
    let filings =
        || year().log.iter().filter_map(|entry| if let Entry::Filing(filing) = entry { Some(filing) } else { None });
    let monthly = || filings().filter(|filing| filing.report.starts_with("monthly-"));
    // Every month at every level but where nobody holds the seat, and one that was forgotten.
    let mut filed: BTreeSet<(Date, &str)> = BTreeSet::new();
    for filing in monthly() {
        assert!(filed.insert((filing.until, &filing.unit)), "{filing:?}");
    }
    let mut missing = 0;
    for month in 2..=11 {
        let until = date(2026, month, 1);
        let directory = year().registry.as_of(until.yesterday().unwrap());
        let village = directory.unit(CHALINHE).unwrap();
        for unit in village.subtree().filter(|unit| !filed.contains(&(until, unit.id()))) {
            let is_held = unit.seats().next().is_some_and(|seat| matches!(seat.holder(), wangge::Holder::Held(_)));
            missing += usize::from(is_held);
        }
    }
    assert_eq!(missing, 1);
    let late = monthly().filter(|filing| day(filing.at) >= filing.until).count();
    assert!((3..60).contains(&late), "{late}");
    let daily = filings().filter(|filing| filing.report.starts_with("daily-"));
    assert!(daily.clone().count() >= 50, "{}", daily.count());
}

/// The households of Chalinhe for which an action was not done, and their micro-grids.
fn missing<'d>(directory: &'d Directory, campaign: &str, action: &str) -> BTreeMap<&'d str, &'d str> {
    let is_done = |household: &str| {
        year().log.iter().any(|entry| {
            matches!(entry, Entry::Done(done)
                if done.campaign == campaign && done.action == action && done.household == household)
        })
    };
    let households = directory.unit(CHALINHE).unwrap().subtree().flat_map(|unit| unit.households());
    let households = households.filter(|household| !is_done(household.id()));
    households.map(|household| (household.id(), household.unit().id())).collect()
}

#[test]
fn n3_eleven_households_do_not_hear_the_broadcast() {
    let directory = year().registry.as_of(date(2026, 11, 29));
    let unheard = missing(&directory, "fire-safety-broadcast-2026-11", "hear");
    assert_eq!(unheard.len(), 11, "{unheard:?}");
    assert!(unheard.values().collect::<BTreeSet<_>>().len() >= 3, "{unheard:?}");
    let is_monitored = |id: &&str| directory.household(id).unwrap().categories().any(|own| own.0 == "monitored");
    assert!(unheard.keys().any(|id| is_monitored(id)));
}

#[test]
fn n3_most_is_done_for_most_and_november_is_not_finished() {
    let directory = year().registry.as_of(date(2026, 11, 29));
    let actions = year().registry.scheme().record().campaigns.iter().find(|own| own.id == "five-household-actions");
    for action in &actions.unwrap().actions {
        let missing = missing(&directory, "five-household-actions-2026", &action.id).len();
        assert!((1..100).contains(&missing), "{}: {missing}", action.id);
    }
    let visits = |month: i8| missing(&directory, &format!("monthly-visit-2026-{month:02}"), "visit").len();
    assert!((30..150).contains(&visits(11)), "{}", visits(11));
    assert!((1..=10).all(|month| visits(month) < 30));
    assert_eq!(visits(9), 0);
}

#[test]
fn a_log_of_any_size_is_in_order_and_not_refused() {
    let sample = Sample::cili().households(3_000);
    let registry = Registry::build(sample.records()).unwrap();
    let log: Vec<Entry> = sample.work_of(&registry, 20_000).collect();
    assert!(log.is_sorted_by_key(when));
    assert!(sample.work_of(&registry, 20_000).eq(log.iter().cloned()));
    let work = Work::build(&registry, log).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!(work.cases().len(), 20_000);
    let open = work.cases().filter_map(|case| case.at(Sample::now())).filter(|own| own.state().is_open()).count();
    assert!((200..4_000).contains(&open), "{open}");
    assert_eq!(sample.work_of(&registry, 0).count(), 0);
    assert!(sample.work_of(&registry, 7).filter(|entry| matches!(entry, Entry::Matter(_))).count() == 7);
}
