//! What a case looks up in the county, on one day.

use jiff::Timestamp;

use super::row::{CaseRow, Deadline, Now, Opening, People};
use crate::directory::{Directory, Presence, Subject, Tables};
use crate::escalation::{Asking, Crowd};
use crate::reach::seats_of;
use crate::record::Involvement;
use crate::responsibility::{Answerable, Holder, Link, Post, Responsibility};
use crate::scheme::{Policy, Rules};
use crate::table::{NONE, at, cell, indices};
use crate::work::entry::State;
use crate::work::timeline::Timeline;

/// The county on the day of a case, looked at for its subject and kind.
pub(super) struct Look<'a> {
    directory: Directory,
    row: &'a CaseRow,
}

impl<'a> Look<'a> {
    pub fn new(timeline: &Timeline, row: &'a CaseRow, instant: Timestamp) -> Self {
        let date = timeline.registry.scheme().calendar().date_of(instant);
        Self { directory: timeline.on(timeline.day_of(row.subject, date)), row }
    }

    fn tables(&self) -> &Tables {
        &self.directory.0
    }

    pub fn rules(&self) -> &Rules {
        self.tables().rules()
    }

    /// It lives on the day of the report, and the day of a case is no later than its last.
    pub(super) fn subject(&self) -> Option<Subject<'_>> {
        self.directory.subject_at(self.row.subject)
    }

    fn chain(&self) -> Option<Responsibility<'_>> {
        self.subject().map(|subject| Responsibility::new(subject, self.row.kind))
    }

    pub fn policy(&self) -> Option<&Policy> {
        self.rules().policy(self.row.kind, self.row.urgency)
    }

    /// The household that it is about, or [`NONE`].
    fn household(&self) -> u32 {
        match self.subject() {
            Some(Subject::Household(household)) => household.index,
            _ => NONE,
        }
    }

    /// Recused, or it is about their own household (E4).
    pub fn is_barred(&self, now: &Now, person: u32) -> bool {
        let household = self.household();
        let home = self.tables().facts.persons.home.get(person, NONE);
        now.recused.contains(&person) || (household != NONE && home == household)
    }

    pub fn is_present(&self, person: u32) -> bool {
        self.tables().presence.get(person, Presence::Absent) == Presence::Present
    }

    /// The links, Responsible or Accountable, that a person holds or acts for.
    fn duties(&self, person: u32) -> impl Iterator<Item = Link<'_>> {
        let links = self.chain().into_iter().flat_map(Responsibility::links);
        let has_duty =
            |link: &Link<'_>| matches!(link.involvement(), Involvement::Responsible | Involvement::Accountable);
        links.filter(has_duty).filter(move |link| holders(*link).any(|holder| holder == person))
    }

    pub fn has_duty(&self, person: u32) -> bool {
        self.duties(person).next().is_some()
    }

    pub fn may_take(&self, now: &Now, person: u32) -> bool {
        !self.is_barred(now, person) && self.has_duty(person)
    }

    /// Whether a person may take it by a link above the current step, and did not resolve it.
    pub fn is_above(&self, now: &Now, person: u32) -> bool {
        let level = self.level(now.step);
        let is_above = |link: Link<'_>| match link.post() {
            Post::Caretakers { .. } => false,
            Post::Role { unit, .. } => unit.level().index() < level,
            Post::Department(department) => department.unit().level().index() < level,
        };
        person != now.resolver && !self.is_barred(now, person) && self.duties(person).any(is_above)
    }

    /// The level of a step's seat; of no step, below all others.
    fn level(&self, step: u32) -> u32 {
        let own = self.policy().and_then(|policy| policy.steps.get(at(step)));
        own.map_or(NONE, |step| step.ask.level())
    }

    /// The holders of the answerable link who are not barred (R4, E4).
    pub fn answerable(&self, now: &Now) -> People {
        match self.chain().map(Responsibility::answerable) {
            Some(Answerable::By { link, .. }) => holders(link).filter(|person| !self.is_barred(now, *person)).collect(),
            _ => People::default(),
        }
    }

    fn asking(&self, now: &Now, asked: &[u32]) -> Option<Asking<'_>> {
        let (mut recused, mut before) = (Crowd::default(), Crowd::default());
        now.recused.iter().for_each(|person| recused.add(*person));
        asked.iter().for_each(|person| before.add(*person));
        Some(Asking::new(self.subject()?, self.row.kind, recused, before))
    }

    /// The next step after one that is active, opened at an instant; none after [`NONE`].
    pub fn opening(&self, now: &Now, after: Option<u32>, instant: Timestamp) -> Option<Opening> {
        let policy = self.policy()?;
        let mut asking = self.asking(now, &now.everybody)?;
        let first = after.map_or(0, |step| step.saturating_add(1));
        for step in indices(policy.steps.len()).skip(at(first)) {
            let rule = policy.steps.get(at(step))?;
            let Ok(found) = asking.ask(rule) else { continue };
            let calendar = &self.rules().calendar;
            let [asked, inform] = asking.people_of(&found).map(Iterator::collect);
            return Some(Opening {
                step,
                unit: cell(&self.tables().unit_row, asking.unit_of(rule.ask), NONE),
                acting: found.acting,
                accept_by: calendar.deadline(instant, rule.accept).into(),
                resolve_by: calendar.deadline(instant, rule.resolve).into(),
                asked,
                inform,
            });
        }
        None
    }

    /// Whom the next step after the current one would ask; none left: the answerable.
    pub fn above(&self, now: &Now, instant: Timestamp) -> People {
        self.opening(now, Some(now.step), instant).map_or_else(|| self.answerable(now), |opening| opening.asked)
    }

    /// By when the current step is to be resolved, if it counts from an instant.
    pub fn resolve_by(&self, now: &Now, instant: Timestamp) -> Deadline {
        let step = self.policy().and_then(|policy| policy.steps.get(at(now.step)));
        step.map_or(Deadline::Never, |step| self.rules().calendar.deadline(instant, step.resolve).into())
    }

    /// Who holds it on the day.
    pub fn holders(&self, now: &Now) -> People {
        match now.state {
            State::Waiting => now.asked.as_slice().into(),
            State::Accepted if self.serves(now.holder) => [now.holder].into(),
            State::Accepted => self.successors(now).unwrap_or_else(|| self.answerable(now)),
            State::Unanswered | State::Resolved | State::Verified | State::Closed => People::default(),
        }
    }

    /// Whether a person is appointed to any post on the day, or cares for the household.
    fn serves(&self, person: u32) -> bool {
        let tables = self.tables();
        let household = self.household();
        seats_of(tables, person).next().is_some()
            || (household != NONE && tables.caretakers(household).iter().any(|pair| pair.person == person))
    }

    /// Whom the seat of the current step would ask, were nobody asked before.
    fn successors(&self, now: &Now) -> Option<People> {
        let policy = self.policy()?;
        let mut asking = self.asking(now, &[])?;
        let found = asking.ask(policy.steps.get(at(now.step))?).ok()?;
        let [asked, _] = asking.people_of(&found);
        Some(asked.collect())
    }
}

/// The people who hold a link, or act for it.
fn holders(link: Link<'_>) -> impl Iterator<Item = u32> {
    let (held, acting) = match link.holder() {
        Holder::Held(people) => (Some(people), None),
        Holder::Acting { person, .. } => (None, Some(person)),
        Holder::Absent { .. } | Holder::Vacant { .. } => (None, None),
    };
    held.into_iter().flatten().chain(acting).map(|person| person.index)
}
