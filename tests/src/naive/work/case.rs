//! One case, from its report on (E7, E9): what is so, and what was sent.

use jiff::{SignedDuration, Timestamp};
use wangge::{
    record::PolicyRecord,
    work::{Reported, State},
};

use super::super::{
    escalation::Ask,
    world::{Subject, World},
};

/// An instant by which something should be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deadline {
    /// There is none.
    None,
    /// It needs a year without a calendar: "it is shown so, it never passes, and nothing is refused for it".
    Unknown,
    /// It is known.
    At(Timestamp),
}

impl Deadline {
    /// Whether something at an instant is too late: "an event at the very instant of a deadline is in time".
    pub fn is_before(self, at: Timestamp) -> bool {
        matches!(self, Self::At(deadline) if deadline < at)
    }
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// A step is opened, or a return names somebody.
    Asked,
    /// Transferred or reopened.
    HandedOver,
    /// The last time to accept has passed.
    NotAccepted,
    /// The time to resolve has passed.
    Overdue,
    /// The total time has passed.
    TotalOverdue,
    /// No step is left.
    Unanswered,
    /// Resolved.
    ToVerify,
}

impl NoticeKind {
    /// The name in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::HandedOver => "handed-over",
            Self::NotAccepted => "not-accepted",
            Self::Overdue => "overdue",
            Self::TotalOverdue => "total-overdue",
            Self::Unanswered => "unanswered",
            Self::ToVerify => "to-verify",
        }
    }
}

/// What is sent, to whom, for which matter, at which instant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// When.
    pub at: Timestamp,
    /// Id of the matter.
    pub matter: String,
    /// What.
    pub kind: NoticeKind,
    /// Ids of people.
    pub to: Vec<String>,
    /// Ids of people, none of whom is in `to`.
    pub copy: Vec<String>,
}

/// The three firsts, from the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Firsts {
    /// The first accepted, returned, transferred or resolved event.
    pub response: Option<SignedDuration>,
    /// The first filing that covers the matter.
    pub report: Option<SignedDuration>,
    /// The first resolved event.
    pub handling: Option<SignedDuration>,
}

/// A case as it stands.
#[derive(Debug, Clone)]
pub struct Case<'w> {
    pub(super) world: &'w World,
    /// The report.
    pub matter: Reported,
    pub(super) subject: Subject,
    pub(super) policy: Option<&'w PolicyRecord>,
    /// Those recused at the report, and since.
    pub(super) recused: Vec<usize>,
    /// The state.
    pub state: State,
    /// The current step, by its place in the policy.
    pub step: Option<usize>,
    /// The unit of the current step's seat.
    pub(super) unit: Option<usize>,
    /// Those asked last.
    pub(super) asked: Vec<usize>,
    /// Everybody asked so far, by a step, a return or a transfer, and who accepted it.
    pub(super) asked_so_far: Vec<usize>,
    /// Who accepted it, or was handed it.
    pub(super) taken_by: Option<usize>,
    /// The time to accept.
    pub accept_by: Deadline,
    /// The time to resolve.
    pub resolve_by: Deadline,
    /// The total time.
    pub total_by: Deadline,
    /// Each deadline passes once.
    pub(super) accept_passed: bool,
    pub(super) resolve_passed: bool,
    pub(super) total_passed: bool,
    /// Refusals so far.
    pub refusals: u32,
    /// Who resolved it last.
    pub(super) resolved_by: Option<usize>,
    /// When it was resolved last, and whether that was too late.
    pub resolved: Option<(Timestamp, bool)>,
    /// Reopened at least once.
    pub reopened: bool,
    pub(super) first_response: Option<Timestamp>,
    pub(super) first_handling: Option<Timestamp>,
    /// What was sent, in order.
    pub notices: Vec<Notice>,
    /// What happened, in order: its name, when, and who did it; events, and what the clock brought.
    pub happened: Vec<(String, Timestamp, Option<String>)>,
    /// The last event.
    pub(super) last: Timestamp,
}

impl<'w> Case<'w> {
    /// The report: "at the report the first step is opened; `total_by` counts from the report and never changes".
    pub(super) fn open(world: &'w World, matter: &Reported) -> Self {
        let policy = world.policy(&matter.kind, matter.urgency);
        let total = policy.and_then(|policy| policy.total.as_ref());
        let mut case = Self {
            world,
            subject: world.any_subject(&matter.subject).unwrap(),
            policy,
            recused: matter.recuse.iter().map(|id| world.person(id).unwrap()).collect(),
            state: State::Waiting,
            step: None,
            unit: None,
            asked: Vec::new(),
            asked_so_far: Vec::new(),
            taken_by: None,
            accept_by: Deadline::None,
            resolve_by: Deadline::None,
            total_by: total.map_or(Deadline::None, |span| world.deadline(matter.at, span)),
            accept_passed: false,
            resolve_passed: false,
            total_passed: false,
            refusals: 0,
            resolved_by: None,
            resolved: None,
            reopened: false,
            first_response: None,
            first_handling: None,
            notices: Vec::new(),
            happened: Vec::new(),
            last: matter.at,
            matter: matter.clone(),
        };
        case.next_or_unanswered(matter.at);
        case
    }

    /// The steps after the current one; "at the report: all"; once it was unanswered, "no step is left for later".
    pub(super) fn steps_left(&self) -> Vec<usize> {
        let steps = self.policy.map_or(0, |policy| policy.steps.len());
        match self.step {
            Some(step) => (step + 1..steps).collect(),
            None if self.notices.is_empty() => (0..steps).collect(),
            None => Vec::new(),
        }
    }

    /// The first step after the current one that would be active at an instant: its place, whom it asks and informs.
    pub(super) fn next_active(&self, at: Timestamp) -> Option<(usize, Vec<usize>, Vec<usize>)> {
        self.steps_left().into_iter().find_map(|step| match self.judged(step, at, &self.asked_so_far) {
            Ask::Active { persons, inform, .. } => Some((step, persons, inform)),
            Ask::Skipped(_) => None,
        })
    }

    /// A step, judged as in Escalation on the day of the case.
    pub(super) fn judged(&self, step: usize, at: Timestamp, asked: &[usize]) -> Ask {
        let day = self.world.day_of_case(self.subject, at);
        let rule = &self.policy.unwrap().steps[step];
        self.world.ask(day, self.subject, &self.matter.kind, rule, &self.recused, asked)
    }

    /// "To open the next step at an instant."
    fn open_next(&mut self, at: Timestamp) -> bool {
        let Some((step, persons, inform)) = self.next_active(at) else { return false };
        let rule = &self.policy.unwrap().steps[step];
        self.state = State::Waiting;
        self.step = Some(step);
        (self.accept_by, self.resolve_by) =
            (self.world.deadline(at, &rule.accept), self.world.deadline(at, &rule.resolve));
        (self.accept_passed, self.resolve_passed) = (false, false);
        self.unit = Some(self.unit_of_step(step, at));
        self.ask(persons);
        self.happens("asked", at, None);
        self.send(at, NoticeKind::Asked, self.asked.clone(), inform);
        true
    }

    /// Whoever is asked was asked from now on.
    pub(super) fn ask(&mut self, persons: Vec<usize>) {
        self.asked_so_far.extend(&persons);
        self.asked = persons;
        self.taken_by = None;
    }

    /// "If none is active it is `unanswered`: it has no current step and no such deadlines any more."
    pub(super) fn next_or_unanswered(&mut self, at: Timestamp) {
        if self.open_next(at) {
            return;
        }
        self.state = State::Unanswered;
        self.step = None;
        (self.accept_by, self.resolve_by) = (Deadline::None, Deadline::None);
        (self.accept_passed, self.resolve_passed) = (false, false);
        self.asked = Vec::new();
        self.taken_by = None;
        self.unit = None;
        self.happens("unanswered", at, None);
        self.send(at, NoticeKind::Unanswered, self.answerable(at), Vec::new());
    }

    /// What the clock brings, as long as it is `due`: "the step's time to resolve, the total time, the time to accept".
    pub(super) fn clock(&mut self, due: impl Fn(Timestamp) -> bool) {
        loop {
            let passing = |deadline: Deadline, passed: bool, concerned: bool| match deadline {
                // What passed while the case was not open passes at the reopening.
                Deadline::At(at) if !passed && concerned => Some(at.max(self.last)),
                _ => None,
            };
            let (open, waiting) = (self.state.is_open(), self.state == State::Waiting);
            let next = [
                passing(self.resolve_by, self.resolve_passed, open).map(|at| (at, 0)),
                passing(self.total_by, self.total_passed, open).map(|at| (at, 1)),
                passing(self.accept_by, self.accept_passed, waiting).map(|at| (at, 2)),
            ];
            let Some((at, which)) = next.into_iter().flatten().min().filter(|(at, _)| due(*at)) else { return };
            match which {
                0 => {
                    self.resolve_passed = true;
                    self.happens("overdue", at, None);
                    self.send(at, NoticeKind::Overdue, self.holders(at), self.above_all(at));
                }
                1 => {
                    self.total_passed = true;
                    self.happens("total-overdue", at, None);
                    self.send(at, NoticeKind::TotalOverdue, self.holders(at), self.answerable(at));
                }
                // "If none is, it stays waiting at the current step, and its last time to accept has passed."
                _ => {
                    if !self.open_next(at) {
                        self.accept_passed = true;
                        self.happens("not-accepted", at, None);
                        self.send(at, NoticeKind::NotAccepted, self.asked.clone(), self.answerable(at));
                    }
                }
            }
        }
    }

    /// "Open, and one of these has passed: `resolve_by`, `total_by`, or, while waiting, the last time to accept; or
    /// unanswered."
    pub fn is_overdue(&self) -> bool {
        let passed = self.resolve_passed || self.total_passed || (self.state == State::Waiting && self.accept_passed);
        self.state.is_open() && (passed || self.state == State::Unanswered)
    }

    /// The unit of a step's seat.
    fn unit_of_step(&self, step: usize, at: Timestamp) -> usize {
        let level = self.world.seat_level(&self.policy.unwrap().steps[step].ask);
        let path = self.world.path(self.world.day_of_case(self.subject, at), self.subject);
        path.into_iter().find(|unit| self.world.units[*unit].level == level).unwrap()
    }

    pub(super) fn happens(&mut self, what: &str, at: Timestamp, by: Option<&str>) {
        self.happened.push((what.to_owned(), at, by.map(str::to_owned)));
    }

    /// "People: nobody twice in one notice (who stands under *to* stands under *copy* no more), in the order given; a
    /// notice to nobody is still given."
    pub(super) fn send(&mut self, at: Timestamp, kind: NoticeKind, to: Vec<usize>, copy: Vec<usize>) {
        let mut listed: Vec<usize> = Vec::new();
        let mut once = |people: Vec<usize>| {
            let mut own = Vec::new();
            for person in people {
                if !listed.contains(&person) {
                    listed.push(person);
                    own.push(self.world.people[person].id.to_string());
                }
            }
            own
        };
        let (to, copy) = (once(to), once(copy));
        self.notices.push(Notice { at, matter: self.matter.id.to_string(), kind, to, copy });
    }
}
