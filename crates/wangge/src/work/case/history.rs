//! Everything that happened to a case, entries and what the clock brought.

use jiff::Timestamp;

use super::row::{Moment, Now, What};
use super::view::Case;
use crate::escalation::PolicySeat;
use crate::table::NONE;
use crate::work::entry::ReturnReason;

impl<'w> Case<'w> {
    /// Everything that happened to it up to an instant, entries and what the clock brought.
    #[must_use]
    pub fn history(self, until: Timestamp) -> History<'w> {
        let mut row = self.row().clone();
        let kept = row.moments.partition_point(|moment| moment.at <= until);
        if kept == row.moments.len() {
            let mut now = Now::of(&row, until);
            row.advance(&self.work().timeline, &mut now, until, true);
        } else {
            row.moments.truncate(kept);
        }
        History { case: self, moments: row.moments }
    }
}

/// Everything that happened to a case up to an instant.
#[derive(Debug, Clone)]
pub struct History<'w> {
    case: Case<'w>,
    moments: Vec<Moment>,
}

impl History<'_> {
    /// What happened, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Happening<'_>> {
        self.moments.iter().map(|moment| Happening { case: self.case, moment })
    }
}

/// Something that happened to a case.
#[derive(Debug, Clone, Copy)]
pub struct Happening<'h> {
    case: Case<'h>,
    moment: &'h Moment,
}

impl<'h> Happening<'h> {
    /// Every name.
    pub const NAMES: &'static [&'static str] = &[
        "asked",
        "unanswered",
        "not-accepted",
        "overdue",
        "total-overdue",
        "accepted",
        "returned",
        "transferred",
        "resolved",
        "verified",
        "reopened",
        "closed",
    ];

    /// The stable name: of an event its own, of what the clock brought that of its notice.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match &self.moment.what {
            What::Opened(_) => "asked",
            What::Unanswered { .. } => "unanswered",
            What::NotAccepted { .. } => "not-accepted",
            What::Overdue { .. } => "overdue",
            What::TotalOverdue { .. } => "total-overdue",
            What::Accepted { .. } => "accepted",
            What::Returned { .. } => "returned",
            What::Transferred { .. } => "transferred",
            What::Resolved { .. } => "resolved",
            What::Verified { .. } => "verified",
            What::Reopened { .. } => "reopened",
            What::Closed { .. } => "closed",
        }
    }

    /// When.
    #[must_use]
    pub fn at(self) -> Timestamp {
        self.moment.at
    }

    /// Whether it is an entry of the log.
    #[must_use]
    pub fn is_event(self) -> bool {
        self.moment.what.is_event()
    }

    /// The id of the one who did it; none: the reporter, or the clock.
    #[must_use]
    pub fn by(self) -> Option<&'h str> {
        let by = match &self.moment.what {
            What::Accepted { by }
            | What::Returned { by, .. }
            | What::Transferred { by, .. }
            | What::Resolved { by, .. }
            | What::Verified { by }
            | What::Reopened { by, .. }
            | What::Closed { by } => *by,
            _ => NONE,
        };
        self.case.work().person(by)
    }

    /// The ids of those who were asked, handed it or told.
    pub fn to(self) -> impl Iterator<Item = &'h str> {
        let to: &[u32] = match &self.moment.what {
            What::Opened(opening) => &opening.asked,
            What::Returned { to, .. } | What::Transferred { to, .. } if *to != NONE => std::slice::from_ref(to),
            What::Unanswered { to }
            | What::NotAccepted { to, .. }
            | What::Overdue { to, .. }
            | What::TotalOverdue { to, .. }
            | What::Reopened { to, .. } => to,
            What::Resolved { verify, .. } => verify,
            _ => &[],
        };
        self.case.work().people(to)
    }

    /// Why it was returned.
    #[must_use]
    pub fn reason(self) -> Option<ReturnReason> {
        if let What::Returned { reason, .. } = &self.moment.what { Some(*reason) } else { None }
    }

    /// The seat that was asked, and the id of its unit.
    #[must_use]
    pub fn seat(self) -> Option<(PolicySeat<'h>, &'h str)> {
        let What::Opened(opening) = &self.moment.what else { return None };
        self.case.seat(opening.step).zip(self.case.unit(opening.unit))
    }
}
