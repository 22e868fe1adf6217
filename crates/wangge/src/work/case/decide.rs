//! What an event, or the clock, makes of a case: moments are decided here, and folded in [`Now::take`].

use jiff::Timestamp;

use super::look::Look;
use super::row::{CaseRow, Moment, Now, People, What};
use crate::table::NONE;
use crate::work::entry::{Act, State};
use crate::work::error::WorkCode;
use crate::work::timeline::Timeline;

/// An event with its people looked up.
pub(crate) struct Deed<'a> {
    pub act: &'a Act,
    /// Who does it; none: the reporter.
    pub by: Option<u32>,
    /// Who is named.
    pub to: Option<u32>,
    pub at: Timestamp,
    /// Whether it was recorded before: then only what the case itself allows is asked.
    pub recorded: bool,
}

impl CaseRow {
    /// Opens the first step, at the report.
    pub fn begin(&mut self, timeline: &Timeline) {
        let mut now = Now::new(self);
        self.open_next(timeline, &mut now, self.at, None);
    }

    fn push(&mut self, now: &mut Now, at: Timestamp, what: What) {
        let moment = Moment { at, what };
        now.take(&moment);
        self.moments.push(moment);
    }

    /// Opens the next step at an instant; none left: nobody answers.
    fn open_next(&mut self, timeline: &Timeline, now: &mut Now, at: Timestamp, after: Option<u32>) {
        let look = Look::new(timeline, self, at);
        let what = match look.opening(now, after, at) {
            Some(opening) => What::Opened(Box::new(opening)),
            None => What::Unanswered { to: look.answerable(now) },
        };
        self.push(now, at, what);
    }

    /// What the clock brings next, and when.
    pub fn next_clock(now: &Now) -> Option<(Timestamp, Clock)> {
        if !now.state.is_open() {
            return None;
        }
        let by = |deadline: super::row::Deadline, passed: bool| deadline.instant().filter(|_| !passed);
        let resolve = by(now.resolve_by, now.resolve_passed).map(|by| (by, Clock::Resolve));
        let total = by(now.total_by, now.total_passed).map(|by| (by, Clock::Total));
        let waits = now.state == State::Waiting;
        let accept = by(now.accept_by, now.lapsed || !waits).map(|by| (by, Clock::Accept));
        // What passed while nobody looked passes now.
        let due = [resolve, total, accept].into_iter().flatten().map(|(by, clock)| (by.max(now.last), clock));
        due.min_by_key(|(by, _)| *by)
    }

    /// Takes what the clock brings up to an instant: that instant too, or only what is before it.
    pub fn advance(&mut self, timeline: &Timeline, now: &mut Now, until: Timestamp, inclusive: bool) {
        while let Some((at, clock)) = Self::next_clock(now).filter(|(at, _)| *at < until || (inclusive && *at == until))
        {
            let look = Look::new(timeline, self, at);
            let what = match clock {
                Clock::Resolve => {
                    let to = look.holders(now);
                    What::Overdue { copy: others(&look.above(now, at), &to), to }
                }
                Clock::Total => {
                    let to = look.holders(now);
                    What::TotalOverdue { copy: others(&look.answerable(now), &to), to }
                }
                Clock::Accept => match look.opening(now, Some(now.step), at) {
                    Some(opening) => What::Opened(Box::new(opening)),
                    None => {
                        let copy = others(&look.answerable(now), &now.asked);
                        What::NotAccepted { to: now.asked.as_slice().into(), copy }
                    }
                },
            };
            self.push(now, at, what);
        }
    }

    /// Takes an event, once the clock has come to its instant.
    ///
    /// Moments are added only if it is allowed.
    pub fn happen(
        &mut self,
        timeline: &Timeline,
        now: &mut Now,
        deed: &Deed<'_>,
    ) -> Result<(), (WorkCode, Option<u32>)> {
        let look = Look::new(timeline, self, deed.at);
        allowed(&look, now, deed)?;
        let by = deed.by.unwrap_or(NONE);
        let to = deed.to.unwrap_or(NONE);
        let what = match deed.act {
            Act::Accepted { .. } => What::Accepted { by },
            Act::Returned { reason, .. } => {
                let allowance = look.policy().map_or(0, |policy| policy.refusals);
                let in_time = now.accept_by.instant().is_none_or(|accept_by| accept_by > deed.at);
                let passes = deed.to.is_some() && now.refusals < allowance && in_time;
                What::Returned { by, reason: *reason, to, passes }
            }
            Act::Transferred { .. } => What::Transferred { by, to },
            Act::Resolved { .. } => What::Resolved { by, verify: look.above(now, deed.at) },
            Act::Verified { .. } => What::Verified { by },
            Act::Reopened { .. } => {
                let mut then = now.clone();
                (then.state, then.holder) = (State::Accepted, now.resolver);
                What::Reopened { by, to: look.holders(&then), resolve_by: look.resolve_by(now, deed.at) }
            }
            Act::Closed { .. } => What::Closed { by },
        };
        let goes_up = matches!(what, What::Returned { passes: false, .. });
        self.push(now, deed.at, what);
        if goes_up {
            self.open_next(timeline, now, deed.at, Some(now.step));
        }
        Ok(())
    }
}

/// Which deadline passes; at one instant in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    Resolve,
    Total,
    Accept,
}

/// Those who are not among others: nobody is told twice.
fn others(people: &[u32], told: &[u32]) -> People {
    people.iter().copied().filter(|person| !told.contains(person)).collect()
}

/// Whether the state, who does it and who is named allow an event; else the code, and the person concerned.
fn allowed(look: &Look<'_>, now: &Now, deed: &Deed<'_>) -> Result<(), (WorkCode, Option<u32>)> {
    let is_allowed = match deed.act {
        Act::Accepted { .. } => matches!(now.state, State::Waiting | State::Unanswered),
        Act::Transferred { .. } => now.state.is_open(),
        Act::Returned { .. } | Act::Resolved { .. } => matches!(now.state, State::Waiting | State::Accepted),
        Act::Verified { .. } => now.state == State::Resolved,
        Act::Reopened { .. } => !now.state.is_open(),
        Act::Closed { .. } => now.state == State::Verified,
    };
    if deed.recorded {
        let goes_on = now.state.is_open() && !matches!(deed.act, Act::Verified { .. } | Act::Closed { .. });
        return if is_allowed || goes_on { Ok(()) } else { Err((WorkCode::NotAllowed, None)) };
    }
    if !is_allowed {
        return Err((WorkCode::NotAllowed, None));
    }
    if let Some(by) = deed.by {
        let may = match deed.act {
            Act::Verified { .. } | Act::Reopened { .. } => look.is_above(now, by),
            Act::Closed { .. } => by == now.resolver || look.is_above(now, by),
            _ if now.state == State::Unanswered => look.may_take(now, by),
            _ => look.holders(now).contains(&by),
        };
        if !may {
            return Err((WorkCode::NotHolder, Some(by)));
        }
    }
    let Some(to) = deed.to else { return Ok(()) };
    let is_return = matches!(deed.act, Act::Returned { .. });
    if look.is_barred(now, to) {
        Err((WorkCode::Recused, Some(to)))
    } else if !look.has_duty(to) || !look.is_present(to) || (!is_return && deed.by == Some(to)) {
        Err((WorkCode::NoDuty, Some(to)))
    } else if is_return && now.everybody.contains(&to) {
        Err((WorkCode::AskedBefore, Some(to)))
    } else {
        Ok(())
    }
}
