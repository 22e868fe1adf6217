//! What a count reads of each case, side by side: it holds from the last moment until the clock brings the next.

use jiff::Timestamp;

use super::case::{CaseRow, Now};
use super::entry::State;
use super::timeline::Timeline;
use crate::record::Urgency;
use crate::table::{NONE, at};
use crate::time::Day;

/// A case, as far as counting goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub at: Timestamp,
    /// From when on the fate holds, and until when; until then only, if there is an end.
    from: Timestamp,
    until: Option<Timestamp>,
    /// The day of the report.
    pub day: Day,
    /// The day on which it is looked up where it was: that of the report, or the nearest of the subject's life.
    pub looked_up: Day,
    /// The registry's number of the unit that the subject was in on that day.
    pub unit: u32,
    pub kind: u32,
    pub urgency: Urgency,
    fate: Fate,
}

/// What has become of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fate {
    pub state: State,
    /// The level of the current step's seat, or [`NONE`].
    pub level: u32,
    /// The day on which it was resolved last; [`Day::NEVER`] if it was not.
    pub resolved: Day,
    pub late: bool,
    pub reopened: bool,
    pub overdue: bool,
}

impl Head {
    /// The head of a case as it stands after its last moment.
    pub fn new(timeline: &Timeline, row: &CaseRow) -> Self {
        let rules = &*timeline.registry.facts.scheme.0;
        let date = rules.calendar.date_of(row.at);
        let now = Now::of(row, Timestamp::MAX);
        let looked_up = timeline.day_of(row.subject, date);
        let directory = timeline.on(looked_up);
        let unit = directory.subject_at(row.subject).map(|subject| subject.unit());
        Self {
            at: row.at,
            from: now.last,
            until: CaseRow::next_clock(&now).map(|(next, _)| next),
            day: date.into(),
            looked_up: looked_up.into(),
            unit: unit.map_or(NONE, |unit| unit.row()),
            kind: row.kind,
            urgency: row.urgency,
            fate: Fate::new(timeline, row, &now),
        }
    }

    /// Takes what became of the case since.
    pub fn update(&mut self, timeline: &Timeline, row: &CaseRow, now: &Now) {
        self.from = now.last;
        self.until = CaseRow::next_clock(now).map(|(next, _)| next);
        self.fate = Fate::new(timeline, row, now);
    }

    /// The fate as known at an instant, if it is this one.
    #[inline]
    pub fn fate(&self, known_at: Timestamp) -> Option<Fate> {
        (self.from <= known_at && self.until.is_none_or(|until| known_at < until)).then_some(self.fate)
    }
}

impl Fate {
    pub fn new(timeline: &Timeline, row: &CaseRow, now: &Now) -> Self {
        let rules = &*timeline.registry.facts.scheme.0;
        let policy = rules.policy(row.kind, row.urgency);
        let step = policy.and_then(|policy| policy.steps.get(at(now.step)));
        Self {
            state: now.state,
            level: step.map_or(NONE, |step| step.ask.level()),
            resolved: now.resolved_at.map_or(Day::NEVER, |at| rules.calendar.date_of(at).into()),
            late: now.late,
            reopened: now.reopened,
            overdue: now.is_overdue(),
        }
    }
}
