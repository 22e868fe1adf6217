//! The year of work holds what it promises.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use wangge::record::Urgency;
use wangge::work::{
    Act, Boundaries, Channel, Coverage, Entry, Happening, ReportDue, ReturnReason, Standing, State, Work, WorkQuery,
    WorkReport,
};
use wangge::{Directory, Holder, Period, Registry, Seat};
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
        Entry::Told(told) => told.until,
    }
}

/// The matters of Chalinhe in numbers, over the year and as known now.
fn report(work: &Work) -> WorkReport<'_> {
    let period = Period::new(date(2026, 1, 1), Some(date(2026, 11, 30))).unwrap();
    let query = WorkQuery { period, known_at: Sample::now(), boundaries: Boundaries::AsItWas };
    work.report(Some(CHALINHE), &query).unwrap()
}

/// How many disputes and livelihood problems are resolved.
fn resolved(work: &Work) -> [u32; 2] {
    let report = report(work);
    let scheme = work.registry().scheme();
    ["dispute", "livelihood-problem"].map(|kind| report.kind(scheme.kind(kind).unwrap()).resolved)
}

#[test]
fn n1_as_the_source_counts_64_disputes_and_372_livelihood_problems_are_resolved() {
    assert_eq!(resolved(&year().work), [64, 372]);
    let report = report(&year().work);
    let scheme = year().registry.scheme();
    for kind in ["production-safety", "environment", "policy-publicity", "cultural-life"] {
        let resolved = report.kind(scheme.kind(kind).unwrap()).resolved;
        assert!(resolved >= 20, "{kind}: {resolved}");
    }
    assert!(report.total().open > 20 && report.total().late > 10, "{:?}", report.total());
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
        // In a county of a hundred households Chalinhe has none.
        let has_households = registry.as_of(date(2026, 7, 1)).unit(CHALINHE).unwrap().household_count() > 0;
        assert!(resolved(&work) == [64, 372] || !has_households, "{sample:?}: {:?}", resolved(&work));
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
    assert_eq!(has(&["accepted", "transferred"]), 9);
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
    // By who took the seat over, and by the answerable where nobody did.
    assert_eq!(followed.count(), 2);
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
    let (from, now) = (at("2026-01-01T00:00:00+08:00"), Sample::now());
    let reporting = year().work.reporting(Some("430821108"), from, now, now).unwrap();
    let count = |is_it: &dyn Fn(&ReportDue<'_>) -> bool| reporting.iter().filter(|due| is_it(due)).count();
    assert_eq!(reporting.unknown().count(), 0);
    let routine = |due: &ReportDue<'_>| due.rule().id().starts_with("monthly-");
    // Ten months, from 45 micro-grids, 7 grids, the village and the town.
    assert_eq!(count(&routine), 10 * (45 + 7 + 1 + 1));
    assert!(count(&|due| !routine(due)) >= 40);
    let late = count(&|due| due.is_late() && due.filed_at().is_some());
    assert!((5..60).contains(&late), "{late}");
    // Where nobody holds the seat nobody files; of the others one is forgotten.
    let is_forgotten = |due: &ReportDue<'_>| {
        let last = day(due.by().instant().unwrap()).yesterday().unwrap();
        let directory = year().registry.as_of(last);
        let is_held = |seat: Seat<'_>| matches!(seat.holder(), Holder::Held(_) | Holder::Acting { .. });
        due.filed_at().is_none() && directory.unit(due.unit()).unwrap().seats().next().is_some_and(is_held)
    };
    assert_eq!(count(&is_forgotten), 1);
    assert!(count(&|due| due.filed_at().is_none()) < 10);
    // November's are due tomorrow night.
    let tomorrow = at("2026-12-01T00:00:00+08:00");
    let november = year().work.reporting(Some(CHALINHE), now, tomorrow, now).unwrap();
    assert!(november.iter().filter(routine).all(|due| due.filed_at().is_none() && !due.is_late()));
    assert_eq!(november.iter().filter(routine).count(), 53);
}

fn coverage(campaign: &str) -> Coverage {
    year().work.coverage(campaign, date(2026, 11, 29)).unwrap()
}

#[test]
fn n3_eleven_households_do_not_hear_the_broadcast() {
    let coverage = coverage("fire-safety-broadcast-2026-11");
    assert_eq!((coverage.household_count(), coverage.missing_count()), (600, 11));
    let units: BTreeSet<&str> = coverage.missing().map(|missing| missing.household().unit().id()).collect();
    assert!(units.len() >= 3, "{units:?}");
    assert!(coverage.missing().next().unwrap().comes_first());
    assert!(coverage.missing().all(|missing| missing.answers().is_some()));
    assert!(coverage.channels().iter().all(|(_, done)| *done > 30), "{:?}", coverage.channels());
}

#[test]
fn n3_most_is_done_for_most_and_november_is_not_finished() {
    let actions = coverage("five-household-actions-2026");
    for action in actions.actions() {
        assert!((84..100).contains(&action.percent()), "{}: {}", action.id(), action.percent());
    }
    assert!(actions.channels().iter().all(|(_, done)| *done > 50), "{:?}", actions.channels());
    let visits = |month: i8| coverage(&format!("monthly-visit-2026-{month:02}"));
    assert!((30..150).contains(&visits(11).missing_count()), "{}", visits(11).missing_count());
    assert!((1..=10).all(|month| visits(month).missing_count() < 30));
    assert!(visits(9).is_complete());
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
