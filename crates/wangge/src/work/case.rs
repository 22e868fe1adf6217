//! Cases (E7, E9): matters, and what becomes of them.

mod decide;
mod history;
mod look;
mod notice;
mod place;
mod row;
mod view;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use jiff::Timestamp;
use smol_str::SmolStr;

use self::decide::Deed;
pub use self::history::{Happening, History};
pub use self::notice::{Notice, NoticeKind, Notices};
pub use self::row::Deadline;
pub(crate) use self::row::{CaseRow, Now};
pub use self::view::{Case, Standing};
use super::entry::{Event, Reported};
use super::error::{WorkCode, WorkError};
use super::ledger::Head;
use super::timeline::Timeline;
use crate::table::{at, to_u32};
use crate::text::is_id;

/// All cases of a log.
#[derive(Clone, Default)]
pub(crate) struct Cases {
    ids: HashMap<SmolStr, u32, FixedState>,
    pub rows: Vec<CaseRow>,
    /// What counting reads of each.
    pub heads: Vec<Head>,
    /// The case that changed last, and what it has come to: many events of one case in a row fold its moments once.
    latest: Option<(u32, Now)>,
    /// The last instant for which notices were asked.
    polled: Option<Timestamp>,
    /// When each case must be looked at for notices, once they were asked for; entries of a case whose time has
    /// changed since are passed over.
    wakes: Option<BinaryHeap<Reverse<(Timestamp, u32)>>>,
}

/// What the cases were at some time, as far as they were touched since.
#[derive(Default)]
pub(crate) struct CaseMark {
    len: usize,
    kept: BTreeMap<u32, (CaseRow, Head)>,
    /// All cases, before notices were given out.
    all: Option<Box<Cases>>,
}

/// An id as an error names it.
fn named(code: WorkCode, matter: &str, other: Option<&str>) -> WorkError {
    WorkError::new(code, std::iter::once(matter).chain(other))
}

impl Cases {
    /// The place of a matter.
    pub fn find(&self, id: &str) -> Result<u32, WorkError> {
        self.ids.get(id).copied().ok_or_else(|| WorkError::new(WorkCode::MatterUnknown, [id]))
    }

    pub fn row(&self, case: u32) -> Option<&CaseRow> {
        self.rows.get(at(case))
    }

    fn is_told(&self, instant: Timestamp) -> bool {
        self.polled.is_some_and(|polled| instant <= polled)
    }

    /// Takes a matter, and opens its first step.
    pub fn report(&mut self, timeline: &Timeline, matter: &Reported, recorded: bool) -> Result<(), WorkError> {
        let facts = &timeline.registry.facts;
        let refused = |code, other: Option<&str>| Err(named(code, &matter.id, other));
        if !is_id(&matter.id) {
            return refused(WorkCode::IdInvalid, None);
        }
        if self.ids.contains_key(&matter.id) {
            return refused(WorkCode::MatterDuplicate, None);
        }
        let Some(subject) = facts.subject_name(&matter.subject) else {
            return refused(WorkCode::SubjectUnknown, Some(&matter.subject));
        };
        let Ok(kind) = timeline.registry.scheme().kind(&matter.kind).map(|kind| kind.index()) else {
            return refused(WorkCode::KindUnknown, Some(&matter.kind));
        };
        let mut recused = Vec::with_capacity(matter.recuse.len());
        for id in &matter.recuse {
            match facts.people.find(id) {
                Some(person) => recused.push(person),
                None => return refused(WorkCode::PersonUnknown, Some(id)),
            }
        }
        if self.is_told(matter.at) {
            return refused(WorkCode::TooLate, None);
        }
        let calendar = timeline.registry.scheme().calendar();
        let lives = timeline.life(subject).contains(calendar.date_of(matter.at).into());
        if !lives && !recorded {
            return refused(WorkCode::SubjectNotOnDate, Some(&matter.subject));
        }
        let Ok(case) = to_u32(self.rows.len()) else { return refused(WorkCode::TooLarge, None) };
        let total = timeline.registry.scheme().0.policy(kind, matter.urgency).and_then(|policy| policy.total);
        let mut row = CaseRow {
            id: matter.id.clone(),
            subject,
            kind,
            urgency: matter.urgency,
            channel: matter.channel,
            at: matter.at,
            total_by: total.map_or(Deadline::Never, |total| calendar.deadline(matter.at, total).into()),
            recused: recused.into(),
            moments: Vec::with_capacity(1),
            sent: 0,
            wake: None,
        };
        row.begin(timeline);
        self.ids.insert(matter.id.clone(), case);
        self.heads.push(Head::new(timeline, &row));
        self.rows.push(row);
        self.reschedule(case);
        Ok(())
    }

    /// Takes what becomes of a matter.
    pub fn happen(&mut self, timeline: &Timeline, event: &Event, recorded: bool) -> Result<(), WorkError> {
        let case = self.find(&event.matter)?;
        let facts = &timeline.registry.facts;
        let person = |id: Option<&str>| match id.map(|id| (id, facts.people.find(id))) {
            None => Ok(None),
            Some((_, Some(person))) => Ok(Some(person)),
            Some((id, None)) => Err(named(WorkCode::PersonUnknown, &event.matter, Some(id))),
        };
        let (by, to) = (person(event.act.by())?, person(event.act.to())?);
        let is_told = self.is_told(event.at);
        let Some(row) = self.rows.get_mut(at(case)) else {
            return Err(named(WorkCode::MatterUnknown, &event.matter, None));
        };
        let mut now = match self.latest.take() {
            Some((own, now)) if own == case => now,
            _ => Now::of(row, Timestamp::MAX),
        };
        if event.at < now.last_event {
            return Err(named(WorkCode::TooEarly, &event.matter, None));
        }
        if is_told {
            return Err(named(WorkCode::TooLate, &event.matter, None));
        }
        // Until it is allowed, nothing that the clock brings before it stands for good.
        let kept = row.moments.len();
        row.advance(timeline, &mut now, event.at, false);
        let deed = Deed { act: &event.act, by, to, at: event.at, recorded };
        if let Err((code, concerned)) = row.happen(timeline, &mut now, &deed) {
            row.moments.truncate(kept);
            return Err(named(code, &event.matter, concerned.map(|person| facts.people.get(person))));
        }
        if let Some(head) = self.heads.get_mut(at(case)) {
            head.update(timeline, row, &now);
        }
        self.latest = Some((case, now));
        self.reschedule(case);
        Ok(())
    }

    /// What it holds now, to come back to.
    pub fn mark(&self) -> CaseMark {
        CaseMark { len: self.rows.len(), ..CaseMark::default() }
    }

    /// Keeps a case as it is, before an event touches it.
    pub fn keep(&self, event: &Event, mark: &mut CaseMark) {
        let Ok(case) = self.find(&event.matter) else { return };
        // Where all cases are kept, what comes after is not what there was.
        if mark.all.is_some() {
            return;
        }
        if let Some((row, head)) = self.rows.get(at(case)).zip(self.heads.get(at(case))).filter(|_| at(case) < mark.len)
        {
            mark.kept.entry(case).or_insert_with(|| (row.clone(), *head));
        }
    }

    /// Keeps all cases as they are, before notices are given out.
    pub fn keep_all(&self, mark: &mut CaseMark) {
        mark.all.get_or_insert_with(|| Box::new(self.clone()));
    }

    /// Comes back to what it held.
    ///
    /// What the heap holds of later instants is passed over; what it held before is still in it.
    pub fn back_to(&mut self, mark: CaseMark) {
        if let Some(all) = mark.all {
            *self = *all;
        }
        self.latest = None;
        for row in self.rows.drain(mark.len..) {
            self.ids.remove(&row.id);
        }
        self.heads.truncate(mark.len);
        for (case, (row, head)) in mark.kept {
            if let Some((own, of)) = self.rows.get_mut(at(case)).zip(self.heads.get_mut(at(case))) {
                (*own, *of) = (row, head);
            }
        }
    }

    /// What a case has come to at an instant, the clock's doings included; none before the report.
    pub fn now(&self, timeline: &Timeline, row: &CaseRow, instant: Timestamp) -> Option<Now> {
        if instant < row.at {
            return None;
        }
        let mut now = Now::of(row, instant);
        let is_past = row.moments.last().is_some_and(|last| last.at > instant);
        if !is_past && CaseRow::next_clock(&now).is_some_and(|(next, _)| next <= instant) {
            let mut later = row.clone();
            later.advance(timeline, &mut now, instant, true);
        }
        Some(now)
    }
}
