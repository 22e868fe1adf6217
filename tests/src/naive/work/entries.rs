//! Why a matter or an event is refused: "with the first code that holds".

use wangge::work::{Act, Event, Reported, State};

use super::{super::faults::is_id, Code, Log, case::Case, code, named};

impl Log {
    /// "A matter is looked at so."
    pub(super) fn matter_refusal(&self, matter: &Reported) -> Result<(), Code> {
        let Reported { id, subject, kind, at, recuse, .. } = matter;
        if !is_id(id) {
            return Err("id.invalid");
        }
        if self.matter(id).is_some() {
            return Err("matter.duplicate");
        }
        self.world.any_subject(subject).ok_or("subject.unknown")?;
        self.world.kind(kind).map_err(|refusal| code(&refusal))?;
        for person in recuse {
            self.world.person(person).map_err(|refusal| code(&refusal))?;
        }
        if self.polled.is_some_and(|polled| *at <= polled) {
            return Err("case.too-late");
        }
        self.world.subject(self.world.day(*at), subject).map_err(|refusal| code(&refusal))?;
        Ok(())
    }

    /// "An event is looked at in this order."
    pub(super) fn event_refusal(&self, event: &Event) -> Result<(), Code> {
        let matter = self.matter(&event.matter).ok_or("matter.unknown")?;
        for person in named(&event.act) {
            self.world.person(person).map_err(|refusal| code(&refusal))?;
        }
        if event.at < matter.at || self.events(&matter.id).any(|earlier| event.at < earlier.at) {
            return Err("case.too-early");
        }
        if self.polled.is_some_and(|polled| event.at <= polled) {
            return Err("case.too-late");
        }
        self.case_before(matter, event.at).refusal(event)
    }
}

impl Case<'_> {
    /// What the state, the people and their duties do not allow.
    fn refusal(&self, event: &Event) -> Result<(), Code> {
        use State::{Accepted, Closed, Resolved, Unanswered, Verified, Waiting};
        let at = event.at;
        let person = |id: &str| self.world.person(id).unwrap();
        let by = event.act.by().map(person);
        let to = event.act.to().map(person);
        let allowed_while: &[State] = match event.act {
            Act::Accepted { .. } => &[Waiting, Unanswered],
            Act::Returned { .. } | Act::Resolved { .. } => &[Waiting, Accepted],
            Act::Transferred { .. } => &[Waiting, Accepted, Unanswered],
            Act::Verified { .. } => &[Resolved],
            Act::Reopened { .. } => &[Resolved, Verified, Closed],
            Act::Closed { .. } => &[Verified],
        };
        if !allowed_while.contains(&self.state) {
            return Err("case.not-allowed");
        }
        let who = |person: usize| match event.act {
            Act::Accepted { .. } | Act::Transferred { .. } if self.state == Unanswered => self.may_take(person, at),
            Act::Accepted { .. } => self.asked.contains(&person),
            Act::Returned { .. } | Act::Transferred { .. } | Act::Resolved { .. } => self.holders(at).contains(&person),
            Act::Verified { .. } | Act::Reopened { .. } => self.is_above(person, at),
            Act::Closed { .. } => self.resolved_by == Some(person) || self.is_above(person, at),
        };
        // Nobody is named: the reporter.
        if by.is_some_and(|person| !who(person)) {
            return Err("case.not-holder");
        }
        let Some(to) = to else { return Ok(()) };
        if self.is_barred(to) {
            return Err("case.recused");
        }
        let to_themselves = matches!(event.act, Act::Transferred { .. }) && by == Some(to);
        if !self.has_duty(to, at) || !self.is_present(to, at) || to_themselves {
            return Err("case.no-duty");
        }
        if matches!(event.act, Act::Returned { .. }) && self.asked_so_far.contains(&to) {
            return Err("case.asked-before");
        }
        Ok(())
    }
}
