//! Who must be told what, when: each notice once, in order, whatever the instants at which they are asked for (E9).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::Timestamp;

use super::row::{CaseRow, Moment, Now, What};
use super::view::Case;
use super::{Cases, Timeline};
use crate::table::{at, indices};
use crate::work::Work;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What a notice is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum NoticeKind { $($(#[$doc])* $name,)* }

        impl NoticeKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

kinds! {
    /// They are asked to take it on.
    Asked = "asked";
    /// It is theirs now.
    HandedOver = "handed-over";
    /// Nobody took it on, and no step is left.
    NotAccepted = "not-accepted";
    /// The time to resolve has passed.
    Overdue = "overdue";
    /// The matter's total time has passed.
    TotalOverdue = "total-overdue";
    /// Nobody is left to be asked.
    Unanswered = "unanswered";
    /// It is resolved, and wants to be verified.
    ToVerify = "to-verify";
}

impl Moment {
    /// What is told of it: the kind, to whom, copied to whom.
    fn told(&self) -> Option<(NoticeKind, &[u32], &[u32])> {
        Some(match &self.what {
            What::Opened(opening) => (NoticeKind::Asked, &*opening.asked, &*opening.inform),
            What::Returned { to, passes: true, .. } => (NoticeKind::Asked, std::slice::from_ref(to), &[]),
            What::Transferred { to, .. } => (NoticeKind::HandedOver, std::slice::from_ref(to), &[]),
            What::Reopened { to, .. } => (NoticeKind::HandedOver, to, &[]),
            What::NotAccepted { to, copy } => (NoticeKind::NotAccepted, to, copy),
            What::Overdue { to, copy } => (NoticeKind::Overdue, to, copy),
            What::TotalOverdue { to, copy } => (NoticeKind::TotalOverdue, to, copy),
            What::Unanswered { to } => (NoticeKind::Unanswered, to, &[]),
            What::Resolved { verify, .. } => (NoticeKind::ToVerify, verify, &[]),
            What::Accepted { .. } | What::Returned { .. } | What::Verified { .. } | What::Closed { .. } => return None,
        })
    }
}

/// Notices in the order of their instants, then of the log.
#[derive(Debug, Clone)]
pub struct Notices<'w> {
    work: &'w Work,
    /// Instant, case, and its moment.
    due: Vec<(Timestamp, u32, u32)>,
}

/// Something that must be sent.
#[derive(Debug, Clone, Copy)]
pub struct Notice<'w> {
    work: &'w Work,
    case: Case<'w>,
    at: Timestamp,
    kind: NoticeKind,
    to: &'w [u32],
    copy: &'w [u32],
}

impl<'w> Notices<'w> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.due.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.due.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Notice<'w>> {
        let work = self.work;
        self.due.iter().filter_map(move |(instant, number, moment)| {
            let row = work.cases.row(*number)?;
            let (kind, to, copy) = row.moments.get(at(*moment))?.told()?;
            Some(Notice { work, case: Case::new(work, *number, row), at: *instant, kind, to, copy })
        })
    }
}

impl<'w> Notice<'w> {
    /// The case.
    #[must_use]
    pub fn case(self) -> Case<'w> {
        self.case
    }

    /// The instant from which it holds.
    #[must_use]
    pub fn at(self) -> Timestamp {
        self.at
    }

    /// What it is about.
    #[must_use]
    pub fn kind(self) -> NoticeKind {
        self.kind
    }

    /// The ids of those who are to act; perhaps nobody.
    pub fn to(self) -> impl ExactSizeIterator<Item = &'w str> {
        self.work.people(self.to)
    }

    /// The ids of those who are to know.
    pub fn copy(self) -> impl ExactSizeIterator<Item = &'w str> {
        self.work.people(self.copy)
    }
}

impl Cases {
    /// When a case must be looked at for notices: its first moment that was not given out, or what the clock brings next.
    fn wake(row: &mut CaseRow) -> Option<Timestamp> {
        while row.moments.get(at(row.sent)).is_some_and(|moment| moment.told().is_none()) {
            row.sent += 1;
        }
        let waiting = row.moments.get(at(row.sent)).map(|moment| moment.at);
        waiting.or_else(|| CaseRow::next_clock(&Now::of(row, Timestamp::MAX)).map(|(next, _)| next))
    }

    /// Looks again when a case must be looked at, after it changed.
    pub(super) fn reschedule(&mut self, case: u32) {
        let Some(wakes) = &mut self.wakes else { return };
        let Some(row) = self.rows.get_mut(at(case)) else { return };
        row.wake = Self::wake(row);
        wakes.extend(row.wake.map(|wake| Reverse((wake, case))));
    }

    /// What must be sent up to an instant, that was not given out before: instant, case and its moment.
    pub fn due(&mut self, timeline: &Timeline, now: Timestamp) -> Vec<(Timestamp, u32, u32)> {
        if self.polled.is_some_and(|polled| now <= polled) {
            return Vec::new();
        }
        self.polled = Some(now);
        self.latest = None;
        let mut wakes = self.wakes.take().unwrap_or_else(|| {
            let all = self.rows.iter_mut().zip(0..).filter_map(|(row, case)| {
                row.wake = Self::wake(row);
                row.wake.map(|wake| Reverse((wake, case)))
            });
            BinaryHeap::from(all.collect::<Vec<_>>())
        });
        let mut due = Vec::new();
        while let Some(Reverse((wake, case))) = first_up_to(&mut wakes, now) {
            let Some(row) = self.rows.get_mut(at(case)).filter(|row| row.wake == Some(wake)) else { continue };
            let mut state = Now::of(row, Timestamp::MAX);
            row.advance(timeline, &mut state, now, true);
            if let Some(head) = self.heads.get_mut(at(case)) {
                head.update(timeline, row, &state);
            }
            for number in indices(row.moments.len()).skip(at(row.sent)) {
                let Some(moment) = row.moments.get(at(number)).filter(|moment| moment.at <= now) else { break };
                row.sent = number.saturating_add(1);
                if moment.told().is_some() {
                    due.push((moment.at, case, number));
                }
            }
            row.wake = Self::wake(row);
            wakes.extend(row.wake.map(|wake| Reverse((wake, case))));
        }
        self.wakes = Some(wakes);
        due.sort_unstable();
        due
    }
}

/// Takes the first that wakes up to an instant.
fn first_up_to(wakes: &mut BinaryHeap<Reverse<(Timestamp, u32)>>, now: Timestamp) -> Option<Reverse<(Timestamp, u32)>> {
    wakes.peek().is_some_and(|Reverse((wake, _))| *wake <= now).then(|| wakes.pop()).flatten()
}

impl Work {
    /// What must be sent up to an instant and was not given out before, each once, in order: a host system asks from
    /// time to time, whenever it likes. O(log n) for each of n cases that has something to say, nothing for the others.
    ///
    /// What was sent cannot be unsent: entries up to that instant are refused from then on.
    pub fn due(&mut self, now: Timestamp) -> Notices<'_> {
        let due = self.cases.due(&self.timeline, now);
        Notices { work: self, due }
    }
}
