//! Who may do what in a case, who holds it, who answers.

use jiff::Timestamp;
use wangge::{record::Involvement, work::State};

use super::{
    super::{escalation::Ask, holder::SeatRow, world::Subject},
    case::{Case, Deadline},
};

/// Who may do what in a case at an instant, by ids: for whoever makes up what happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Able {
    /// Those asked last.
    pub asked: Vec<String>,
    /// Who holds it.
    pub holders: Vec<String>,
    /// Who may take it.
    pub takers: Vec<String>,
    /// Of those, who was asked before.
    pub asked_before: Vec<String>,
    /// Who is above.
    pub above: Vec<String>,
    /// Who is recused or lives there.
    pub barred: Vec<String>,
    /// Who resolved it last.
    pub resolved_by: Option<String>,
}

impl Case<'_> {
    /// Who may do what at an instant.
    pub fn able(&self, at: Timestamp) -> Able {
        let all = 0..self.world.people.len();
        let ids = |holds: &dyn Fn(usize) -> bool| {
            self.world.names(&all.clone().filter(|person| holds(*person)).collect::<Vec<_>>())
        };
        Able {
            asked: self.asked(),
            holders: self.held_by(at),
            takers: ids(&|person| self.may_take(person, at)),
            asked_before: ids(&|person| self.may_take(person, at) && self.asked_so_far.contains(&person)),
            above: ids(&|person| self.is_above(person, at)),
            barred: ids(&|person| self.is_barred(person)),
            resolved_by: self.resolved_by(),
        }
    }

    /// "Somebody is among the persons of the holder of a link, Responsible or Accountable, of the chain for the subject
    /// and kind on the day of the case": those links.
    fn duties(&self, person: usize, at: Timestamp) -> Vec<SeatRow> {
        let day = self.world.day_of_case(self.subject, at);
        let links = self.world.links(day, self.subject, &self.matter.kind).into_iter();
        links
            .filter(|(_, own)| matches!(own, Involvement::Responsible | Involvement::Accountable))
            .map(|(seat, _)| seat)
            .filter(|seat| self.world.form(day, *seat).persons().contains(&person))
            .collect()
    }

    /// Has the duty.
    pub(super) fn has_duty(&self, person: usize, at: Timestamp) -> bool {
        !self.duties(person, at).is_empty()
    }

    /// Recused, or lives in the household that it is about.
    pub(super) fn is_barred(&self, person: usize) -> bool {
        let home = self.world.people[person].home.map(Subject::Household);
        self.recused.contains(&person) || home == Some(self.subject)
    }

    /// "May take it: has the duty, is not recused, does not live in the household that it is about."
    pub(super) fn may_take(&self, person: usize, at: Timestamp) -> bool {
        self.has_duty(person, at) && !self.is_barred(person)
    }

    /// Present on the day of the case.
    pub(super) fn is_present(&self, person: usize, at: Timestamp) -> bool {
        self.world.is_present(self.world.day_of_case(self.subject, at), person)
    }

    /// "Is above: may take it by such a link in a unit whose level stands above that of the current step's seat (of any
    /// unit, where there is no current step), and did not resolve it last."
    pub(super) fn is_above(&self, person: usize, at: Timestamp) -> bool {
        let current = self.level();
        let above = |seat: &SeatRow| {
            let unit = match seat {
                SeatRow::Role { unit, .. } => *unit,
                SeatRow::Department(department) => self.world.departments[*department].unit,
                // A caretaker's link is in no unit.
                SeatRow::Caretakers { .. } => return false,
            };
            current.is_none_or(|level| self.world.units[unit].level < level)
        };
        let higher = self.duties(person, at).iter().any(above);
        higher && !self.is_barred(person) && self.resolved_by != Some(person)
    }

    /// The level of the current step's seat, as its place in the scheme.
    pub fn level(&self) -> Option<usize> {
        self.step.map(|step| self.world.seat_level(&self.policy.unwrap().steps[step].ask))
    }

    /// "Who holds it on a day."
    pub(super) fn holders(&self, at: Timestamp) -> Vec<usize> {
        match (self.state, self.taken_by) {
            (State::Waiting, _) => self.asked.clone(),
            (State::Accepted, Some(person)) if self.serves(person, at) => vec![person],
            // "After that it falls to those whom the seat of the current step would ask on that day were nobody asked
            // before, and where that is nobody, or there is no current step, to the answerable."
            (State::Accepted, _) => match self.step.map(|step| self.judged(step, at, &[])) {
                Some(Ask::Active { persons, .. }) => persons,
                Some(Ask::Skipped(_)) | None => self.answerable(at),
            },
            _ => Vec::new(),
        }
    }

    /// "While on that day appointed to any post or the caretaker of the household (absent or not)."
    fn serves(&self, person: usize, at: Timestamp) -> bool {
        let day = self.world.day_of_case(self.subject, at);
        let mut posts = self.world.appointments.iter();
        let mut pairings = self.world.pairings.iter();
        posts.any(|row| row.person == person && row.period.contains(day))
            || pairings.any(|row| {
                let is_subject = self.subject == Subject::Household(row.household);
                row.person == person && is_subject && row.period.contains(day)
            })
    }

    /// Whether whoever accepted it serves no more.
    pub fn fell_to_the_seat(&self, at: Timestamp) -> bool {
        self.taken_by.is_some_and(|person| !self.serves(person, at))
    }

    /// "The persons of the holder of the answerable link (R4) for subject and kind on the day, without those who are
    /// recused or live in the household; nobody if there is none."
    pub(super) fn answerable(&self, at: Timestamp) -> Vec<usize> {
        let day = self.world.day_of_case(self.subject, at);
        let links = self.world.links(day, self.subject, &self.matter.kind).into_iter();
        let accountable = links.filter(|(_, own)| *own == Involvement::Accountable);
        let mut persons = accountable
            .map(|(seat, _)| self.world.form(day, seat).persons())
            .find(|persons| !persons.is_empty())
            .unwrap_or_default();
        persons.retain(|person| !self.is_barred(*person));
        persons
    }

    /// "Whom the next step after the current one that would be active asks; none left: the answerable."
    pub(super) fn above_all(&self, at: Timestamp) -> Vec<usize> {
        self.next_active(at).map_or_else(|| self.answerable(at), |(_, persons, _)| persons)
    }

    /// Ids of those who hold it.
    pub fn held_by(&self, at: Timestamp) -> Vec<String> {
        self.world.names(&self.holders(at))
    }

    /// Ids of those asked last; nobody where it is unanswered.
    pub fn asked(&self) -> Vec<String> {
        self.world.names(&self.asked)
    }

    /// Id of who accepted it or was handed it.
    pub fn taken_by(&self) -> Option<String> {
        self.taken_by.map(|person| self.world.people[person].id.to_string())
    }

    /// Id of the current step's unit.
    pub fn unit(&self) -> Option<String> {
        self.unit.map(|unit| self.world.units[unit].id.to_string())
    }

    /// The first deadline that is still to pass, while it is open.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let waiting = self.state == State::Waiting;
        let coming = [
            (self.accept_by, waiting && !self.accept_passed),
            (self.resolve_by, !self.resolve_passed),
            (self.total_by, !self.total_passed),
        ];
        let known = coming.into_iter().filter_map(|(deadline, comes)| match deadline {
            Deadline::At(at) if comes => Some(at),
            _ => None,
        });
        known.min().filter(|_| self.state.is_open())
    }

    /// Id of who resolved it last.
    pub fn resolved_by(&self) -> Option<String> {
        self.resolved_by.map(|person| self.world.people[person].id.to_string())
    }
}
