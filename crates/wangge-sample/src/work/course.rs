//! What is reported in the year, how often and when, and what comes of it.

use wangge::work::ReturnReason;

/// A day of the year: month and day.
pub(super) type MonthDay = (i8, i8);

/// How much of a kind comes in each half of the months from January to November.
pub(super) type Season = [u32; 22];

const EVEN: Season = [4; 22];
/// People come home, settle accounts and quarrel before Spring Festival; and when the harvest is shared out.
const QUARRELS: Season = [5, 10, 11, 1, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 3, 6, 7, 6, 4, 3, 2];
const WAGES: Season = [8, 12, 10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4];
const FIELDS: Season = [1, 1, 2, 2, 5, 6, 5, 3, 2, 2, 2, 2, 2, 2, 3, 4, 8, 9, 9, 6, 3, 1];
const RAIN: Season = [1, 1, 1, 1, 1, 1, 2, 2, 4, 5, 8, 12, 11, 8, 3, 2, 1, 1, 1, 1, 1, 1];
const COLD: Season = [8, 9, 7, 6, 5, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 5, 6, 7];
const DROUGHT: Season = [6, 6, 4, 3, 2, 2, 2, 2, 2, 2, 3, 3, 6, 9, 10, 9, 6, 4, 3, 3, 3, 3];
const APPLICATIONS: Season = [2, 2, 2, 3, 7, 7, 6, 5, 3, 3, 3, 3, 3, 3, 3, 4, 7, 7, 5, 4, 3, 3];
const GRAVES: Season = [1, 2, 3, 2, 3, 6, 14, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3, 3, 3];
const FIRECRACKERS: Season = [3, 8, 12, 5, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
const STRAW: Season = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 1, 1, 1, 1, 2, 5, 9, 10, 8, 4, 1];
const INSURANCE: Season = [2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3, 4, 6, 7, 9, 9];
const FESTIVALS: Season = [6, 9, 9, 6, 2, 1, 2, 1, 2, 1, 3, 3, 1, 1, 1, 1, 3, 4, 5, 2, 1, 1];

/// Where matters of a kind are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// A household.
    Household,
    /// Now a household, now a site or unit.
    Anywhere,
    /// A site or unit.
    Place,
}

/// A kind: how many of its matters are resolved by the end, when they come, and where they are.
pub(super) struct KindOfYear {
    pub kind: &'static str,
    pub resolved: usize,
    pub season: Season,
    pub about: About,
}

const fn kind(kind: &'static str, resolved: usize, season: Season, about: About) -> KindOfYear {
    KindOfYear { kind, resolved, season, about }
}

/// 64 disputes and 372 livelihood problems are resolved, as the source counts; the rest beside them.
pub(super) const KINDS: &[KindOfYear] = &[
    kind("neighbour-dispute", 26, QUARRELS, About::Household),
    kind("family-dispute", 16, QUARRELS, About::Household),
    kind("land-dispute", 14, FIELDS, About::Household),
    kind("wage-dispute", 8, WAGES, About::Household),
    kind("low-income-allowance", 84, APPLICATIONS, About::Household),
    kind("elderly-care", 76, EVEN, About::Household),
    kind("drinking-water", 68, DROUGHT, About::Household),
    kind("housing-safety", 70, RAIN, About::Household),
    kind("medical-help", 74, COLD, About::Household),
    kind("road-safety", 9, EVEN, About::Place),
    kind("fireworks", 8, FIRECRACKERS, About::Anywhere),
    kind("forest-fire", 5, GRAVES, About::Place),
    kind("geological-hazard", 6, RAIN, About::Anywhere),
    kind("flood", 4, RAIN, About::Place),
    kind("waste", 26, EVEN, About::Anywhere),
    kind("sewage", 14, RAIN, About::Anywhere),
    kind("straw-burning", 12, STRAW, About::Place),
    kind("medical-insurance", 18, INSURANCE, About::Household),
    kind("benefit-farmers", 16, APPLICATIONS, About::Household),
    kind("anti-fraud", 8, EVEN, About::Household),
    kind("village-event", 10, FESTIVALS, About::Place),
    kind("custom-reform", 6, FESTIVALS, About::Household),
    kind("public-facility", 6, EVEN, About::Place),
];

/// What comes of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// Resolved, in most cases verified and closed.
    Plain,
    /// Resolved after 2026-03-05, on which the household moves.
    Moving,
    /// Refused for a reason, with who should take it; then resolved.
    Named(ReturnReason),
    /// Refused while it waits, for the next step to decide; then resolved.
    Refused(ReturnReason),
    /// Accepted, found too much, and handed up; then resolved.
    TooMuch,
    /// Transferred to a department of the town, which resolves it.
    Transferred,
    /// Handed by the grid leader to somebody who leaves on 2026-07-01; who asked first resolves it.
    HandedDown,
    /// Refused by all who could be asked; somebody of the town takes it, and resolves it.
    TakenByTown,
    /// Resolved; reopened by the reporter; resolved again.
    Reopened,
    /// As [`Reopened`](Self::Reopened), after it was verified.
    ReopenedVerified,
    /// As [`Reopened`](Self::Reopened), after it was closed.
    ReopenedClosed,
    /// Nobody has accepted it yet.
    Waiting,
    /// Accepted, and in time.
    InTime,
    /// Accepted after a number of steps lapsed, and overdue since.
    Overdue(u32),
    /// Nobody accepted it at any step.
    NotAccepted,
    /// Refused by all who could be asked.
    Unanswered,
    /// Accepted by somebody who left on 2026-07-01.
    Left,
    /// Resolved, and reopened by the reporter.
    OpenAgain,
}

/// Matters that do not go the plain way: they are among the resolved ones of their kind.
pub(super) const TURNS: &[(Course, &str, usize)] = &[
    (Course::Named(ReturnReason::NotMine), "low-income-allowance", 3),
    (Course::Named(ReturnReason::NotMine), "family-dispute", 1),
    (Course::Named(ReturnReason::NotHere), "drinking-water", 2),
    (Course::Named(ReturnReason::NotHere), "land-dispute", 1),
    (Course::Refused(ReturnReason::Conflict), "neighbour-dispute", 1),
    (Course::Refused(ReturnReason::NotMine), "housing-safety", 2),
    (Course::TooMuch, "land-dispute", 2),
    (Course::TooMuch, "housing-safety", 2),
    (Course::Transferred, "wage-dispute", 2),
    (Course::Transferred, "low-income-allowance", 3),
    (Course::Transferred, "drinking-water", 2),
    (Course::Transferred, "sewage", 1),
    (Course::HandedDown, "housing-safety", 1),
    (Course::TakenByTown, "neighbour-dispute", 1),
    (Course::Moving, "low-income-allowance", 1),
    (Course::Moving, "elderly-care", 1),
    (Course::Moving, "medical-help", 1),
    (Course::Reopened, "elderly-care", 2),
    (Course::Reopened, "neighbour-dispute", 1),
    (Course::ReopenedVerified, "housing-safety", 1),
    (Course::ReopenedClosed, "drinking-water", 1),
];

/// Matters that are open in the end, beside the resolved ones: what comes of them, kind, how many, and the days
/// (month and day) between which they are reported.
pub(super) const OPEN: &[(Course, &str, usize, [MonthDay; 2])] = &[
    (Course::Waiting, "neighbour-dispute", 1, [(11, 28), (11, 29)]),
    (Course::Waiting, "drinking-water", 2, [(11, 28), (11, 29)]),
    (Course::Waiting, "waste", 1, [(11, 28), (11, 29)]),
    (Course::Waiting, "medical-insurance", 2, [(11, 28), (11, 29)]),
    (Course::InTime, "family-dispute", 1, [(11, 26), (11, 27)]),
    (Course::InTime, "elderly-care", 3, [(11, 25), (11, 27)]),
    (Course::InTime, "housing-safety", 2, [(11, 25), (11, 27)]),
    (Course::InTime, "sewage", 1, [(11, 26), (11, 27)]),
    (Course::InTime, "village-event", 1, [(11, 25), (11, 27)]),
    (Course::Overdue(0), "low-income-allowance", 2, [(11, 9), (11, 14)]),
    (Course::Overdue(0), "family-dispute", 1, [(11, 9), (11, 14)]),
    (Course::Overdue(1), "waste", 1, [(11, 5), (11, 13)]),
    (Course::Overdue(1), "housing-safety", 1, [(11, 5), (11, 13)]),
    (Course::Overdue(2), "elderly-care", 1, [(11, 2), (11, 11)]),
    (Course::Overdue(2), "land-dispute", 1, [(10, 28), (11, 6)]),
    (Course::Overdue(3), "low-income-allowance", 1, [(10, 26), (11, 3)]),
    // Overdue in all: its total time has passed too.
    (Course::Overdue(1), "wage-dispute", 1, [(10, 8), (10, 13)]),
    (Course::NotAccepted, "neighbour-dispute", 1, [(11, 11), (11, 17)]),
    (Course::NotAccepted, "waste", 1, [(11, 12), (11, 18)]),
    (Course::Unanswered, "neighbour-dispute", 1, [(11, 12), (11, 17)]),
    (Course::OpenAgain, "elderly-care", 1, [(11, 3), (11, 9)]),
    (Course::OpenAgain, "drinking-water", 1, [(10, 12), (10, 19)]),
    (Course::Left, "medical-help", 1, [(6, 24), (6, 26)]),
];
