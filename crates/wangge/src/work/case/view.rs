//! Cases as the public sees them.

use std::fmt;

use jiff::Timestamp;

use super::row::{CaseRow, Deadline, Now};
use super::{Cases, look::Look};
use crate::escalation::PolicySeat;
use crate::record::Urgency;
use crate::scheme::{Kind, Level, Seat};
use crate::table::{NONE, at, indices};
use crate::work::Work;
use crate::work::entry::{Channel, State};
use crate::work::error::WorkError;

/// A matter with all that became of it.
#[derive(Clone, Copy)]
pub struct Case<'w> {
    work: &'w Work,
    number: u32,
    row: &'w CaseRow,
}

impl Work {
    /// The case of a matter.
    ///
    /// # Errors
    /// `matter.unknown`.
    pub fn case(&self, matter: &str) -> Result<Case<'_>, WorkError> {
        let number = self.cases.find(matter)?;
        let unknown = || WorkError::new(crate::work::WorkCode::MatterUnknown, [matter]);
        self.case_at(number).ok_or_else(unknown)
    }

    /// Every case, in the order in which they were recorded.
    pub fn cases(&self) -> impl ExactSizeIterator<Item = Case<'_>> {
        self.cases
            .rows
            .iter()
            .zip(indices(self.cases.rows.len()))
            .map(move |(row, number)| Case::new(self, number, row))
    }

    pub(crate) fn case_at(&self, number: u32) -> Option<Case<'_>> {
        self.cases.row(number).map(|row| Case::new(self, number, row))
    }

    /// The ids of people.
    pub(crate) fn people<'w>(&'w self, people: &'w [u32]) -> impl ExactSizeIterator<Item = &'w str> {
        people.iter().map(move |person| self.timeline.registry.facts.people.get(*person))
    }

    /// The id of a person, if there is one.
    pub(super) fn person(&self, person: u32) -> Option<&str> {
        (person != NONE).then(|| self.timeline.registry.facts.people.get(person))
    }
}

impl<'w> Case<'w> {
    pub(crate) fn new(work: &'w Work, number: u32, row: &'w CaseRow) -> Self {
        Self { work, number, row }
    }

    pub(crate) fn work(self) -> &'w Work {
        self.work
    }

    pub(crate) fn row(self) -> &'w CaseRow {
        self.row
    }

    /// Its place in [`Work::cases`], from 0.
    #[must_use]
    pub fn number(self) -> usize {
        at(self.number)
    }

    /// The id of the matter.
    #[must_use]
    pub fn id(self) -> &'w str {
        &self.row.id
    }

    /// The id of the household, site or unit that it is about.
    #[must_use]
    pub fn subject(self) -> &'w str {
        self.work.timeline.registry.facts.names.get(self.row.subject)
    }

    /// The matter kind.
    #[must_use]
    pub fn kind(self) -> Kind<'w> {
        Kind::new(&self.work.timeline.registry.facts.scheme.0, self.row.kind)
    }

    /// How pressing it is.
    #[must_use]
    pub fn urgency(self) -> Urgency {
        self.row.urgency
    }

    /// How it came in.
    #[must_use]
    pub fn channel(self) -> Channel {
        self.row.channel
    }

    /// When it was reported.
    #[must_use]
    pub fn reported_at(self) -> Timestamp {
        self.row.at
    }

    /// By when it must be done with, counted from the report (E7).
    #[must_use]
    pub fn total_by(self) -> Deadline {
        self.row.total_by
    }

    /// The ids of those who were recused at the report.
    pub fn recused(self) -> impl ExactSizeIterator<Item = &'w str> {
        self.work.people(&self.row.recused)
    }

    /// What it has come to at an instant; none before the report.
    #[must_use]
    pub fn at(self, instant: Timestamp) -> Option<Standing<'w>> {
        let now = self.work.cases.now(&self.work.timeline, self.row, instant)?;
        Some(Standing { case: self, now, instant })
    }
}

impl PartialEq for Case<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.row, other.row)
    }
}

impl Eq for Case<'_> {}

impl fmt::Debug for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Case").field(&self.id()).finish()
    }
}

/// What a case has come to at an instant.
#[derive(Debug, Clone)]
pub struct Standing<'w> {
    case: Case<'w>,
    now: Now,
    instant: Timestamp,
}

impl<'w> Standing<'w> {
    pub(super) fn look(&self) -> Look<'w> {
        Look::new(&self.case.work.timeline, self.case.row, self.instant)
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> Case<'w> {
        self.case
    }

    /// The instant.
    #[must_use]
    pub fn instant(&self) -> Timestamp {
        self.instant
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> State {
        self.now.state
    }

    /// Whom the policy names at the current step, if there is one.
    #[must_use]
    pub fn seat(&self) -> Option<PolicySeat<'w>> {
        self.case.seat(self.now.step)
    }

    /// The level of the current step.
    #[must_use]
    pub fn level(&self) -> Option<Level<'w>> {
        self.seat().map(PolicySeat::level)
    }

    /// The id of the current step's unit.
    #[must_use]
    pub fn unit(&self) -> Option<&'w str> {
        self.case.unit(self.now.unit)
    }

    /// The ids of those who were asked last.
    pub fn asked(&self) -> impl ExactSizeIterator<Item = &str> {
        self.case.work.people(&self.now.asked)
    }

    /// The ids of those who hold it, on the day of the instant; after somebody has left, of who follows in the seat.
    #[must_use]
    pub fn holders(&self) -> Vec<&'w str> {
        let people = &self.case.work.timeline.registry.facts.people;
        self.look().holders(&self.now).iter().map(|person| people.get(*person)).collect()
    }

    /// The id of the one who accepted it or was handed it, whether they still serve or not.
    #[must_use]
    pub fn accepted_by(&self) -> Option<&'w str> {
        self.case.work.person(self.now.holder)
    }

    /// By when it is to be accepted.
    #[must_use]
    pub fn accept_by(&self) -> Deadline {
        if self.now.state == State::Waiting { self.now.accept_by } else { Deadline::Never }
    }

    /// By when it is to be resolved.
    #[must_use]
    pub fn resolve_by(&self) -> Deadline {
        self.now.resolve_by
    }

    /// The next deadline that has not passed, if it is open.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        CaseRow::next_clock(&self.now).map(|(at, _)| at)
    }

    /// Whether a deadline that should have been met has passed, or nobody is left to be asked.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.now.is_overdue()
    }

    /// How often it was refused (E7).
    #[must_use]
    pub fn refusals(&self) -> u32 {
        self.now.refusals
    }

    /// The id of the one who resolved it last.
    #[must_use]
    pub fn resolved_by(&self) -> Option<&'w str> {
        self.case.work.person(self.now.resolver)
    }

    /// When it was resolved last.
    #[must_use]
    pub fn resolved_at(&self) -> Option<Timestamp> {
        self.now.resolved_at
    }

    /// Whether it was resolved too late.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.now.late
    }

    /// Whether it was ever reopened.
    #[must_use]
    pub fn was_reopened(&self) -> bool {
        self.now.reopened
    }

    /// When somebody first reacted.
    #[must_use]
    pub fn first_response(&self) -> Option<Timestamp> {
        self.now.first_response
    }

    /// When it was first resolved.
    #[must_use]
    pub fn first_handling(&self) -> Option<Timestamp> {
        self.now.first_handling
    }
}

impl<'w> Case<'w> {
    pub(super) fn seat(self, step: u32) -> Option<PolicySeat<'w>> {
        let rules = &*self.work.timeline.registry.facts.scheme.0;
        let policy = rules.policy(self.row.kind, self.row.urgency)?;
        let seat: Seat = policy.steps.get(at(step))?.ask;
        Some(PolicySeat::of(rules, seat))
    }

    pub(super) fn unit(self, unit: u32) -> Option<&'w str> {
        (unit != NONE).then(|| self.work.timeline.registry.facts.unit_id(unit))
    }
}

impl fmt::Debug for Cases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cases").field(&self.rows.len()).finish()
    }
}
