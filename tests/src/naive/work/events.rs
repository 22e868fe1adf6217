//! What an event does to a case: the last column of the table of events.

use jiff::Timestamp;
use wangge::work::{Act, Event, ReturnReason, State};

use super::case::{Case, Deadline, NoticeKind};

impl Case<'_> {
    /// An event that is allowed.
    pub(super) fn take(&mut self, event: &Event) {
        let at = event.at;
        self.last = at;
        let person = |id: &str| self.world.person(id).unwrap();
        let by = event.act.by().map(person);
        let to = event.act.to().map(person);
        let responds = matches!(
            event.act,
            Act::Accepted { .. } | Act::Returned { .. } | Act::Transferred { .. } | Act::Resolved { .. }
        );
        if responds {
            self.first_response.get_or_insert(at);
        }
        self.happens(event.act.as_str(), at, event.act.by());
        match &event.act {
            Act::Accepted { .. } => {
                self.state = State::Accepted;
                self.taken_by = by;
                self.asked_so_far.extend(by);
            }
            Act::Returned { reason, .. } => self.returned(at, by.unwrap(), *reason, to),
            Act::Transferred { .. } => {
                self.state = State::Accepted;
                self.taken_by = to;
                self.asked_so_far.extend(to);
                self.send(at, NoticeKind::HandedOver, self.holders(at), Vec::new());
            }
            Act::Resolved { .. } => self.resolved(at, by.unwrap()),
            Act::Verified { .. } => self.state = State::Verified,
            Act::Reopened { .. } => self.reopened(at),
            Act::Closed { .. } => self.state = State::Closed,
        }
    }

    /// "If somebody is named, refusals so far (this one too) are not more than the policy's, and `accept_by`, if it is
    /// known, is later than the instant: that person alone is asked, waiting, deadlines stay. Else the next step is
    /// opened."
    fn returned(&mut self, at: Timestamp, by: usize, reason: ReturnReason, to: Option<usize>) {
        self.refusals += 1;
        if reason == ReturnReason::Conflict {
            self.recused.push(by);
        }
        let allowed = self.policy.map_or(0, |policy| policy.refusals);
        let in_time = match self.accept_by {
            Deadline::At(accept_by) => accept_by > at,
            Deadline::Unknown | Deadline::None => true,
        };
        match to {
            Some(to) if self.refusals <= allowed && in_time => {
                self.state = State::Waiting;
                self.ask(vec![to]);
                self.send(at, NoticeKind::Asked, vec![to], Vec::new());
            }
            _ => self.next_or_unanswered(at),
        }
    }

    /// "Resolved by that person"; late: "after `total_by`, or after the `resolve_by` that held then".
    fn resolved(&mut self, at: Timestamp, by: usize) {
        let late = self.total_by.is_before(at) || self.resolve_by.is_before(at);
        self.first_handling.get_or_insert(at);
        self.resolved = Some((at, late));
        self.resolved_by = Some(by);
        self.state = State::Resolved;
        self.send(at, NoticeKind::ToVerify, self.above_all(at), Vec::new());
    }

    /// "Accepted again by who resolved it; `resolve_by` counts anew from the instant, by the current step (none: no
    /// deadline)."
    fn reopened(&mut self, at: Timestamp) {
        self.reopened = true;
        self.state = State::Accepted;
        self.taken_by = self.resolved_by;
        let span = self.step.map(|step| &self.policy.unwrap().steps[step].resolve);
        self.resolve_by = span.map_or(Deadline::None, |span| self.world.deadline(at, span));
        self.resolve_passed = false;
        self.send(at, NoticeKind::HandedOver, self.holders(at), Vec::new());
    }
}
