//! Cases and reports of Chalinhe village on the days that calendars are wrong about, worked out by hand (E7, E9, N2, T3).
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

use jiff::{Timestamp, ToSpan as _};
use wangge::record::Urgency;
use wangge::work::{
    Act, Boundaries, Channel, Deadline, Entry, Event, Filing, NoticeKind, Reported, ReturnReason, State, Work,
    WorkCode, WorkQuery,
};
use wangge::{Period, Registry};
use wangge_sample::Sample;

/// A household of the first grid's second micro-grid, whose leader is `MICRO`.
const HOUSEHOLD: &str = "430821108223-h0017";
const MICRO_GRID: &str = "430821108223-01-02";
const MICRO: &str = "p0000022";
const GRID: &str = "p0000018";
const GRID_DEPUTY: &str = "p0000021";
const SECRETARY: &str = "p0000017";

fn work() -> Work {
    Work::new(&Registry::build(Sample::chalinhe().records()).unwrap())
}

/// An instant of Beijing's.
fn at(text: &str) -> Timestamp {
    format!("{text}+08:00").parse().unwrap()
}

fn report(work: &mut Work, id: &str, kind: &str, urgency: Urgency, instant: Timestamp) {
    let matter = Reported {
        id: id.into(),
        subject: HOUSEHOLD.into(),
        kind: kind.into(),
        urgency,
        at: instant,
        channel: Channel::Phone,
        recuse: Vec::new(),
    };
    work.record(&Entry::Matter(matter)).unwrap();
}

fn dispute(instant: &str) -> Work {
    let mut work = work();
    report(&mut work, "m1", "neighbour-dispute", Urgency::Routine, at(instant));
    work
}

fn event(work: &mut Work, instant: Timestamp, act: Act) -> Result<(), WorkCode> {
    let event = Event { matter: "m1".into(), at: instant, act };
    work.record(&Entry::Event(event)).map_err(|error| error.code())
}

fn accepted(by: &str) -> Act {
    Act::Accepted { by: by.into() }
}

fn resolved(by: &str) -> Act {
    Act::Resolved { by: by.into() }
}

/// What is told up to an instant: when, what, whom.
fn told(work: &mut Work, until: Timestamp) -> Vec<(Timestamp, NoticeKind, Vec<String>)> {
    let due = work.due(until);
    due.iter().map(|notice| (notice.at(), notice.kind(), notice.to().map(str::to_owned).collect())).collect()
}

/// Four working hours from half past four on the Friday before Spring Festival: one is left that day; the Saturday is a
/// make-up working day, and its third hour ends at half past eleven. The next working day is the 24th.
#[test]
fn e7_the_clock_goes_on_at_make_up_days_and_rests_over_spring_festival() {
    let mut work = dispute("2026-02-13T16:30");
    let lapse = at("2026-02-14T11:30");
    let one = |at, kind, to: &str| vec![(at, kind, vec![to.to_owned()])];
    assert_eq!(told(&mut work, lapse - 1.nanosecond()), one(at("2026-02-13T16:30"), NoticeKind::Asked, MICRO));
    // The mediator's seat is vacant in this grid: the step costs no time.
    assert_eq!(told(&mut work, lapse), one(lapse, NoticeKind::Asked, GRID));
    let standing = work.case("m1").unwrap().at(lapse).unwrap();
    assert_eq!(standing.accept_by(), Deadline::By(at("2026-02-24T17:30")));
    assert_eq!(standing.resolve_by(), Deadline::By(at("2026-02-28T17:30")), "the Saturday after is worked, too");
    assert!(!standing.is_overdue());
    assert!(told(&mut work, at("2026-02-24T17:29:59")).is_empty(), "nobody is told anything on holidays");
    assert_eq!(told(&mut work, at("2026-02-24T17:30")), one(at("2026-02-24T17:30"), NoticeKind::Asked, SECRETARY));
    // The village is the ceiling of disputes between neighbours.
    assert_eq!(
        told(&mut work, at("2026-02-25T17:30")),
        one(at("2026-02-25T17:30"), NoticeKind::NotAccepted, SECRETARY)
    );
    let standing = work.case("m1").unwrap().at(at("2026-02-25T17:30")).unwrap();
    assert_eq!((standing.state(), standing.is_overdue()), (State::Waiting, true));
}

#[test]
fn e7_the_last_instant_is_in_time_and_the_next_is_not() {
    let lapse = at("2026-02-14T11:30");
    let mut in_time = dispute("2026-02-13T16:30");
    event(&mut in_time, lapse, accepted(MICRO)).unwrap();
    let standing = in_time.case("m1").unwrap().at(lapse).unwrap();
    assert_eq!((standing.state(), standing.holders()), (State::Accepted, vec![MICRO]));
    // The deadline counts from the dispatch, not from the acceptance.
    assert_eq!(standing.resolve_by(), Deadline::By(at("2026-02-25T17:30")));

    let mut late = dispute("2026-02-13T16:30");
    let refused = event(&mut late, lapse + 1.nanosecond(), accepted(MICRO));
    assert_eq!(refused, Err(WorkCode::NotHolder), "it has gone to the grid leader");
    event(&mut late, lapse + 1.nanosecond(), accepted(GRID)).unwrap();

    // Whoever was told at the last instant was told for good.
    let mut polled = dispute("2026-02-13T16:30");
    _ = polled.due(lapse);
    assert_eq!(event(&mut polled, lapse, accepted(MICRO)), Err(WorkCode::TooLate));

    for (instant, is_late) in [(at("2026-02-25T17:30"), false), (at("2026-02-25T17:30") + 1.nanosecond(), true)] {
        let mut work = in_time.clone();
        event(&mut work, instant, resolved(MICRO)).unwrap();
        assert_eq!(work.case("m1").unwrap().at(instant).unwrap().is_late(), is_late);
    }
}

/// E7: two refusals pass the matter to whom they name, the third lets the level above decide; no refusal moves a deadline.
#[test]
fn e7_a_refusal_names_who_should_take_it_and_resets_nothing() {
    let mut work = dispute("2026-03-02T09:00");
    let before = work.case("m1").unwrap().at(at("2026-03-02T09:00")).unwrap().accept_by();
    let back = |by: &str, to: Option<&str>, reason| Act::Returned { by: by.into(), reason, to: to.map(Into::into) };
    event(&mut work, at("2026-03-02T09:10"), back(MICRO, Some(GRID), ReturnReason::NotMine)).unwrap();
    let standing = work.case("m1").unwrap().at(at("2026-03-02T09:10")).unwrap();
    assert_eq!((standing.accept_by(), standing.refusals()), (before, 1));
    assert_eq!(standing.asked().collect::<Vec<_>>(), [GRID]);
    let named = event(&mut work, at("2026-03-02T09:20"), back(GRID, Some(MICRO), ReturnReason::NotHere));
    assert_eq!(named, Err(WorkCode::AskedBefore), "nobody is asked twice (E3)");
    event(&mut work, at("2026-03-02T09:20"), back(GRID, None, ReturnReason::NotHere)).unwrap();
    let standing = work.case("m1").unwrap().at(at("2026-03-02T09:20")).unwrap();
    // The grid leader was asked before, so the step of that seat asks the deputy (E2).
    assert_eq!(standing.asked().collect::<Vec<_>>(), [GRID_DEPUTY]);
    assert_eq!(work.case("m1").unwrap().total_by(), Deadline::By(at("2026-03-30T17:30")), "twenty working days");
}

/// Month ends: what is reported in the last instant of February is due with February.
#[test]
fn n2_a_month_ends_at_its_last_midnight() {
    let mut work = work();
    let midnight = at("2026-03-01T00:00");
    report(&mut work, "m1", "neighbour-dispute", Urgency::Routine, midnight - 1.nanosecond());
    report(&mut work, "m2", "neighbour-dispute", Urgency::Routine, midnight);
    let file = |instant: Timestamp| {
        Entry::Filing(Filing {
            report: "monthly-micro-grid".into(),
            unit: MICRO_GRID.into(),
            until: "2026-03-01".parse().unwrap(),
            at: instant,
            by: MICRO.into(),
        })
    };
    let own = |filed: Option<Timestamp>| {
        let mut work = work.clone();
        if let Some(instant) = filed {
            work.record(&file(instant)).unwrap();
        }
        let known = at("2026-03-02T00:00");
        let due = work.reporting(Some(MICRO_GRID), at("2026-02-01T00:00"), midnight, known).unwrap();
        let due: Vec<_> = due.iter().collect();
        assert_eq!(due.len(), 1, "of February alone, and of this micro-grid alone");
        assert_eq!(due[0].by(), Deadline::By(midnight));
        assert_eq!(due[0].cases().map(|case| case.id()).collect::<Vec<_>>(), ["m1"]);
        assert_eq!(due[0].from(), [MICRO]);
        (due[0].filed_at(), due[0].is_late())
    };
    assert_eq!(own(None), (None, true));
    assert_eq!(own(Some(midnight)), (Some(midnight), false));
    let late = midnight + 1.nanosecond();
    assert_eq!(own(Some(late)), (Some(late), true));
    // What was filed before the matter came in does not cover it.
    assert_eq!(own(Some(midnight - 2.nanoseconds())), (None, true));
}

/// The first of January begins in Beijing while it is still December in Greenwich.
#[test]
fn t4_the_year_begins_at_midnight_of_the_scheme() {
    let mut work = work();
    report(&mut work, "old", "forest-fire", Urgency::Emergency, at("2025-12-31T23:59:59"));
    report(&mut work, "new", "forest-fire", Urgency::Emergency, at("2026-01-01T00:00"));
    let of_year = |from: &str, until: &str| {
        let period = Period::new(from.parse().unwrap(), Some(until.parse().unwrap())).unwrap();
        let query = WorkQuery { period, known_at: at("2026-01-02T00:00"), boundaries: Boundaries::AsItWas };
        work.report(None, &query).unwrap().total().reported
    };
    assert_eq!((of_year("2025-01-01", "2026-01-01"), of_year("2026-01-01", "2027-01-01")), (1, 1));
    // An emergency is reported the same day, whatever the holiday.
    let (after, until) = (at("2025-12-31T00:00"), at("2026-01-02T00:00"));
    let reporting = work.reporting(Some(MICRO_GRID), after, until, until).unwrap();
    let daily: Vec<_> = reporting.iter().filter(|due| due.rule().id() == "daily-micro-grid").collect();
    let by: Vec<_> = daily.iter().map(|due| due.by().instant().unwrap()).collect();
    assert_eq!(by, [at("2026-01-01T00:00"), at("2026-01-02T00:00")]);
}

/// T3: nobody knows yet on which days of next year work is done; nobody guesses, and nobody's matter is refused for it.
#[test]
fn t3_a_deadline_in_a_year_without_a_calendar_is_unknown() {
    let mut work = dispute("2026-12-30T09:00");
    let standing = work.case("m1").unwrap().at(at("2026-12-30T09:00")).unwrap();
    assert_eq!(standing.accept_by(), Deadline::By(at("2026-12-30T15:30")));
    let Deadline::Unknown(error) = work.case("m1").unwrap().total_by() else { panic!("the calendar has no 2027") };
    assert_eq!(error.code(), "calendar.year-unknown");
    // The secretary is asked as the last working day of this year ends; theirs may be any day of the next, so it waits.
    let last = at("2027-06-01T00:00");
    let told = told(&mut work, last);
    assert_eq!(told.len(), 3);
    assert_eq!(told[2], (at("2026-12-31T17:30"), NoticeKind::Asked, vec![SECRETARY.to_owned()]));
    let standing = work.case("m1").unwrap().at(last).unwrap();
    assert_eq!((standing.state(), standing.next_deadline()), (State::Waiting, None));
}
