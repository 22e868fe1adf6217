//! What the logs must have reached.

use wangge::work::{Act, Figure, NoticeKind, ReturnReason, State, WorkCode};
use wangge_tests::generate::Census;

const OTHERS: &[&str] = &[
    "a matter",
    "a filing",
    "a campaign",
    "an action done",
    "a mark",
    "all of several",
    "none of several",
    "a log that fits",
    "taken though it does not fit",
    "left out",
    "returned",
    "returned to somebody",
    "overdue",
    "reopened before",
    "resolved late",
    "refused twice",
    "held by several",
    "held by nobody",
    "fell to the seat",
    "waiting without a step",
    "notice to nobody",
    "copy of asked",
    "copy of not-accepted",
    "copy of overdue",
    "copy of total-overdue",
    "filed",
    "filed late",
    "not filed yet",
    "not filed, and late",
    "report of nothing",
    "report of one matter",
    "report of several matters",
    "unknown report",
    "several parts",
    "directly in the unit",
    "unplaced",
    "first response",
    "first report",
    "first handling",
    "open at a reorganisation",
    "covers nobody",
    "complete",
    "somebody is missing",
    "partly done",
    "nobody answers",
    "visits",
    "visits in groups",
    "a walk",
    "a place that nobody knows",
    "a file",
    "a file with matters",
    "a file with what was done",
    "a file for somebody",
    "no file",
];

/// Codes that random logs cannot have: of questions alone, or of more than a test can write.
const NOT_HERE: &[WorkCode] = &[WorkCode::TooLarge, WorkCode::PeriodTooLong];

/// Everything that must be reached: each state, event, reason, notice and code, and what follows.
pub fn census() -> Census {
    let states = State::ALL.iter().map(|state| state.as_str().to_owned());
    let reasons = ReturnReason::ALL.iter().map(|reason| reason.as_str().to_owned());
    let events = Act::NAMES.iter().map(|name| format!("event {name}"));
    let notices = NoticeKind::ALL.iter().map(|kind| format!("notice {}", kind.as_str()));
    let codes = WorkCode::ALL.iter().filter(|code| !NOT_HERE.contains(code)).map(|code| code.as_str().to_owned());
    let times = ["accept", "resolve", "total"].into_iter().flat_map(|name| {
        ["no", "unknown", "at the", "before the", "after the"].map(|when| format!("{when} time to {name}"))
    });
    let figures = Figure::ALL.iter().map(|figure| format!("figure {}", figure.as_str()));
    let others = OTHERS.iter().map(|name| (*name).to_owned());
    let names: Vec<String> = states
        .chain(reasons)
        .chain(events)
        .chain(notices)
        .chain(codes)
        .chain(times)
        .chain(figures)
        .chain(others)
        .collect();
    Census::expecting(names.iter().map(String::as_str))
}

/// Each at least so often that a difference would be seen.
pub fn often_enough(census: &Census) {
    let rare: Vec<(&str, u64)> = census.counts().filter(|(_, count)| *count < 20).collect();
    assert!(rare.is_empty(), "hardly reached: {rare:?}");
}
