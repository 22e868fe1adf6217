//! A case as rows: what was decided at each moment, and the state that comes out when the moments are folded (E9).

use jiff::Timestamp;
use smol_str::SmolStr;

use crate::calendar::DeadlineError;
use crate::record::Urgency;
use crate::table::NONE;
use crate::work::entry::{Channel, ReturnReason, State};

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// Nobody asks for it by any time.
    Never,
    /// By this instant, which is still in time.
    By(Timestamp),
    /// It needs a day that the calendar does not know.
    Unknown(DeadlineError),
}

impl Deadline {
    /// The instant, if it is known.
    #[must_use]
    pub fn instant(self) -> Option<Timestamp> {
        if let Self::By(by) = self { Some(by) } else { None }
    }

    /// Whether something at an instant is too late for it.
    #[must_use]
    pub fn is_missed_by(self, at: Timestamp) -> bool {
        self.instant().is_some_and(|by| at > by)
    }
}

impl From<Result<Timestamp, DeadlineError>> for Deadline {
    fn from(deadline: Result<Timestamp, DeadlineError>) -> Self {
        deadline.map_or_else(Self::Unknown, Self::By)
    }
}

/// A case: what it is about, and its moments in order.
#[derive(Debug, Clone)]
pub(crate) struct CaseRow {
    pub id: SmolStr,
    /// The subject's place in the namespace.
    pub subject: u32,
    pub kind: u32,
    pub urgency: Urgency,
    pub channel: Channel,
    pub at: Timestamp,
    pub total_by: Deadline,
    /// Who is recused from the start, ascending.
    pub recused: Box<[u32]>,
    pub moments: Vec<Moment>,
    /// How many moments were given out as notices, or passed over because they are none.
    pub sent: u32,
    /// When it must be looked at again for notices.
    pub wake: Option<Timestamp>,
}

/// Something that happened to a case: an event, or what the clock brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    pub at: Timestamp,
    pub what: What,
}

/// People, by their numbers in the registry.
pub(crate) type People = Box<[u32]>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Opened(Box<Opening>),
    Unanswered { to: People },
    NotAccepted { to: People, copy: People },
    Overdue { to: People, copy: People },
    TotalOverdue { to: People, copy: People },
    Accepted { by: u32 },
    Returned { by: u32, reason: ReturnReason, to: u32, passes: bool },
    Transferred { by: u32, to: u32 },
    Resolved { by: u32, verify: People },
    Verified { by: u32 },
    Reopened { by: u32, to: People, resolve_by: Deadline },
    Closed { by: u32 },
}

impl What {
    /// Whether it is an entry of the log, not something that the clock or another entry brought.
    pub fn is_event(&self) -> bool {
        match self {
            Self::Opened(_)
            | Self::Unanswered { .. }
            | Self::NotAccepted { .. }
            | Self::Overdue { .. }
            | Self::TotalOverdue { .. } => false,
            Self::Accepted { .. }
            | Self::Returned { .. }
            | Self::Transferred { .. }
            | Self::Resolved { .. }
            | Self::Verified { .. }
            | Self::Reopened { .. }
            | Self::Closed { .. } => true,
        }
    }
}

/// A step that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    /// Its place in the policy.
    pub step: u32,
    /// The registry's number of its unit.
    pub unit: u32,
    pub acting: bool,
    pub accept_by: Deadline,
    pub resolve_by: Deadline,
    pub asked: People,
    pub inform: People,
}

/// What a case has come to: a fold over its moments.
#[derive(Debug, Clone)]
pub(crate) struct Now {
    pub state: State,
    /// The current step's place in the policy, or [`NONE`].
    pub step: u32,
    /// The registry's number of the current step's unit, or [`NONE`].
    pub unit: u32,
    pub accept_by: Deadline,
    pub resolve_by: Deadline,
    pub total_by: Deadline,
    /// Those asked last.
    pub asked: Vec<u32>,
    /// Everybody asked so far.
    pub everybody: Vec<u32>,
    /// Everybody recused so far.
    pub recused: Vec<u32>,
    /// Who accepted or was handed it, or [`NONE`].
    pub holder: u32,
    /// Who resolved it last, or [`NONE`].
    pub resolver: u32,
    pub refusals: u32,
    /// Whether the last time to accept, the time to resolve, the total time have passed.
    pub lapsed: bool,
    pub resolve_passed: bool,
    pub total_passed: bool,
    pub reopened: bool,
    /// The last moment, and the last event or the report.
    pub last: Timestamp,
    pub last_event: Timestamp,
    pub resolved_at: Option<Timestamp>,
    /// Whether it was resolved too late.
    pub late: bool,
    pub first_response: Option<Timestamp>,
    pub first_handling: Option<Timestamp>,
}

impl Now {
    pub fn new(row: &CaseRow) -> Self {
        Self {
            state: State::Unanswered,
            step: NONE,
            unit: NONE,
            accept_by: Deadline::Never,
            resolve_by: Deadline::Never,
            total_by: row.total_by,
            asked: Vec::new(),
            everybody: Vec::new(),
            recused: row.recused.to_vec(),
            holder: NONE,
            resolver: NONE,
            refusals: 0,
            lapsed: false,
            resolve_passed: false,
            total_passed: false,
            reopened: false,
            last: row.at,
            last_event: row.at,
            resolved_at: None,
            late: false,
            first_response: None,
            first_handling: None,
        }
    }

    /// The state after every moment up to an instant.
    pub fn of(row: &CaseRow, at: Timestamp) -> Self {
        let mut now = Self::new(row);
        row.moments.iter().take_while(|moment| moment.at <= at).for_each(|moment| now.take(moment));
        now
    }

    /// Whether it is overdue.
    pub fn is_overdue(&self) -> bool {
        let passed = self.lapsed || self.resolve_passed || self.total_passed || self.state == State::Unanswered;
        self.state.is_open() && passed
    }

    /// Takes a moment, which was decided on this very state.
    pub fn take(&mut self, moment: &Moment) {
        self.last = moment.at;
        if moment.what.is_event() {
            self.last_event = moment.at;
        }
        match &moment.what {
            What::Opened(opening) => self.open(opening),
            What::Unanswered { .. } => self.exhaust(),
            What::NotAccepted { .. } => self.lapsed = true,
            What::Overdue { .. } => self.resolve_passed = true,
            What::TotalOverdue { .. } => self.total_passed = true,
            What::Accepted { by } => {
                self.respond(moment.at);
                // Of those who take it on when nobody is left to be asked, nobody was asked.
                if !self.everybody.contains(by) {
                    self.everybody.push(*by);
                }
                self.hold(*by);
            }
            What::Returned { by, reason, to, passes } => {
                self.respond(moment.at);
                self.refusals = self.refusals.saturating_add(1);
                self.holder = NONE;
                if *reason == ReturnReason::Conflict {
                    self.recused.push(*by);
                }
                if *passes {
                    self.state = State::Waiting;
                    self.asked = vec![*to];
                    self.everybody.push(*to);
                }
            }
            What::Transferred { to, .. } => {
                self.respond(moment.at);
                self.everybody.push(*to);
                self.hold(*to);
            }
            What::Resolved { by, .. } => {
                self.respond(moment.at);
                self.first_handling.get_or_insert(moment.at);
                self.state = State::Resolved;
                self.resolver = *by;
                self.resolved_at = Some(moment.at);
                self.late = self.total_by.is_missed_by(moment.at) || self.resolve_by.is_missed_by(moment.at);
            }
            What::Verified { .. } => self.state = State::Verified,
            What::Reopened { resolve_by, .. } => {
                self.hold(self.resolver);
                self.reopened = true;
                self.resolve_by = *resolve_by;
                self.resolve_passed = false;
            }
            What::Closed { .. } => self.state = State::Closed,
        }
    }

    fn open(&mut self, opening: &Opening) {
        self.state = State::Waiting;
        self.step = opening.step;
        self.unit = opening.unit;
        self.accept_by = opening.accept_by;
        self.resolve_by = opening.resolve_by;
        self.asked = opening.asked.to_vec();
        self.everybody.extend_from_slice(&opening.asked);
        self.lapsed = false;
        self.resolve_passed = false;
    }

    fn exhaust(&mut self) {
        self.state = State::Unanswered;
        (self.step, self.unit) = (NONE, NONE);
        (self.accept_by, self.resolve_by) = (Deadline::Never, Deadline::Never);
        self.asked.clear();
        (self.lapsed, self.resolve_passed) = (false, false);
    }

    fn hold(&mut self, person: u32) {
        self.state = State::Accepted;
        self.holder = person;
        // Nobody is waited for any more.
        self.lapsed = false;
    }

    fn respond(&mut self, at: Timestamp) {
        self.first_response.get_or_insert(at);
    }
}
