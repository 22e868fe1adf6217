//! The whole path of a matter, before anything happens (E1-E6, E8).

use jiff::{Timestamp, civil::Date};
use wangge::record::{PolicyRecord, SeatRecord, StepRecord, Urgency};

use super::{
    holder::{Holder, Seat, SeatRow},
    time::deadline,
    world::{Refusal, Subject, World},
};

/// One reported case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// What it is about.
    pub subject: String,
    /// Its kind.
    pub kind: String,
    /// How pressing it is.
    pub urgency: Urgency,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// Whom to recuse, and whom it names.
    pub recused: Vec<String>,
}

/// Why a person is not asked; the first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// An absence holds.
    Absent,
    /// No contact is on record.
    Unreachable,
    /// The matter recuses or names the person.
    Recused,
    /// The matter is about the person's home.
    OwnHousehold,
    /// Asked in an active step before.
    AskedBefore,
}

/// Why a step is skipped; the first that holds, in this order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The level does not admit the kind; the nearest level above that does.
    NotAdmitted(Option<String>),
    /// The step stands above the kind's ceiling.
    AboveCeiling,
    /// No unit of the level on the path.
    NoSuchUnit,
    /// No department of the function in the unit.
    NoSuchDepartment,
    /// Nobody is appointed.
    Vacant,
    /// A reason for each person considered.
    Persons(Vec<(String, Reason)>),
}

/// E2: one step of the policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Somebody is asked.
    Active {
        /// Who.
        persons: Vec<String>,
        /// Whether it is a deputy.
        acting: bool,
        /// When it opens.
        opens_at: Timestamp,
        /// By when to accept.
        accept_by: Timestamp,
        /// By when to resolve.
        resolve_by: Timestamp,
        /// Who is told.
        inform: Vec<String>,
        /// Who may not be asked, and why.
        passed_over: Vec<(String, Reason)>,
    },
    /// Nobody is asked.
    Skipped(Why),
}

/// How the path ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// At least one step is active.
    Path,
    /// E6: no step is active.
    NoOneAnswers,
    /// No policy for the kind and the urgency.
    NoPolicy,
}

/// E8: a report that the matter must appear in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Report {
    /// The rule.
    pub id: String,
    /// Who reports.
    pub from: (Seat, Holder),
    /// To whom.
    pub to: (Seat, Holder),
    /// By when.
    pub due: Timestamp,
}

/// The answer of section 5.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Escalation {
    /// How it ends.
    pub outcome: Outcome,
    /// Every step of the policy.
    pub steps: Vec<Step>,
    /// When each step opens, or would have opened.
    pub opens: Vec<Timestamp>,
    /// The end of the matter's total time.
    pub total: Option<Timestamp>,
    /// The reports.
    pub reports: Vec<Report>,
}

/// Who a step asks, without the times.
pub(super) enum Ask {
    /// Somebody.
    Active { persons: Vec<usize>, acting: bool, inform: Vec<usize>, passed_over: Vec<(usize, Reason)> },
    /// Nobody.
    Skipped(Why),
}

/// Section 5, on one date.
pub fn escalate(world: &World, date: Date, matter: &Matter) -> Result<Escalation, Refusal> {
    let subject = world.subject(date, &matter.subject)?;
    world.kind(&matter.kind)?;
    let recused = matter.recused.iter().map(|id| world.person(id)).collect::<Result<Vec<_>, _>>()?;
    let reports = world.reports(date, subject, matter)?;
    let Some(policy) = world.policy(&matter.kind, matter.urgency) else {
        return Ok(Escalation {
            outcome: Outcome::NoPolicy,
            steps: Vec::new(),
            opens: Vec::new(),
            total: None,
            reports,
        });
    };
    let mut steps = Vec::new();
    // E2: "the first step opens at the report; the step after an active one opens at that one's accept_by; the step
    // after a skipped one opens when the skipped one would have".
    let mut opens_at = matter.reported_at;
    let mut opens = Vec::new();
    let asks = world.rehearse(date, subject, &matter.kind, policy, &recused);
    for (ask, rule) in asks.into_iter().zip(&policy.steps) {
        opens.push(opens_at);
        steps.push(match ask {
            Ask::Skipped(why) => Step::Skipped(why),
            Ask::Active { persons, acting, inform, passed_over } => {
                let accept_by = deadline(world, opens_at, &rule.accept)?;
                let step = Step::Active {
                    persons: world.names(&persons),
                    acting,
                    opens_at,
                    accept_by,
                    resolve_by: deadline(world, opens_at, &rule.resolve)?,
                    inform: world.names(&inform),
                    passed_over: world.with_names(&passed_over),
                };
                opens_at = accept_by;
                step
            }
        });
    }
    let active = steps.iter().any(|step| matches!(step, Step::Active { .. }));
    Ok(Escalation {
        outcome: if active { Outcome::Path } else { Outcome::NoOneAnswers },
        steps,
        opens,
        total: policy.total.as_ref().map(|span| deadline(world, matter.reported_at, span)).transpose()?,
        reports,
    })
}

impl World {
    /// E1: "the kind, else its nearest ancestor, else `*`".
    pub fn policy(&self, kind: &str, urgency: Urgency) -> Option<&PolicyRecord> {
        let mut most_specific_first = self.lineage(kind);
        most_specific_first.push("*");
        most_specific_first
            .into_iter()
            .find_map(|kind| self.scheme.policies.iter().find(|row| row.kind == kind && row.urgency == urgency))
    }

    /// E6: whether the policy asks nobody about the subject, with nobody recused.
    pub fn dead_ends(&self, date: Date, subject: Subject, kind: &str, policy: &PolicyRecord) -> bool {
        self.rehearse(date, subject, kind, policy, &[]).iter().all(|ask| matches!(ask, Ask::Skipped(_)))
    }

    /// Who is asked at each step.
    fn rehearse(&self, date: Date, subject: Subject, kind: &str, policy: &PolicyRecord, recused: &[usize]) -> Vec<Ask> {
        let mut asked: Vec<usize> = Vec::new();
        let mut asks = Vec::new();
        for step in &policy.steps {
            let ask = self.ask(date, subject, kind, step, recused, &asked);
            if let Ask::Active { persons, .. } = &ask {
                asked.extend(persons);
            }
            asks.push(ask);
        }
        asks
    }

    /// One step, for which `asked` were asked before.
    pub(super) fn ask(
        &self,
        date: Date,
        subject: Subject,
        kind: &str,
        step: &StepRecord,
        recused: &[usize],
        asked: &[usize],
    ) -> Ask {
        let level = self.seat_level(&step.ask);
        if !self.admits(level, kind) {
            let above = (0..level).rev().find(|above| self.admits(*above, kind));
            return Ask::Skipped(Why::NotAdmitted(above.map(|level| self.scheme.levels[level].id.to_string())));
        }
        if self.ceiling(kind).is_some_and(|ceiling| level < ceiling) {
            return Ask::Skipped(Why::AboveCeiling);
        }
        let Some(unit) = self.path(date, subject).into_iter().find(|unit| self.units[*unit].level == level) else {
            return Ask::Skipped(Why::NoSuchUnit);
        };
        let seats = self.seats_named(date, unit, &step.ask);
        if seats.is_empty() {
            return Ask::Skipped(Why::NoSuchDepartment);
        }
        let (primaries, deputies) = self.appointed(date, &seats);
        if primaries.is_empty() && deputies.is_empty() {
            return Ask::Skipped(Why::Vacant);
        }
        let reason = |person: &usize| self.reason(date, subject, *person, recused, asked);
        let mut passed_over = Vec::new();
        let mut persons = Vec::new();
        for person in primaries {
            match reason(&person) {
                Some(reason) => passed_over.push((person, reason)),
                None => persons.push(person),
            }
        }
        // E2: "a step asks every primary who may be asked; if there is none, the first deputy by rank who may".
        let mut acting = false;
        let mut deputies = deputies.into_iter();
        while persons.is_empty() {
            let Some(deputy) = deputies.next() else {
                return Ask::Skipped(Why::Persons(self.with_names(&passed_over)));
            };
            match reason(&deputy) {
                Some(reason) => passed_over.push((deputy, reason)),
                None => {
                    persons.push(deputy);
                    acting = true;
                }
            }
        }
        let inform = self.informed(date, subject, step, recused, &persons);
        Ask::Active { persons, acting, inform, passed_over }
    }

    /// The first reason that holds why a person may not be asked (E3, E4).
    fn reason(
        &self,
        date: Date,
        subject: Subject,
        person: usize,
        recused: &[usize],
        asked: &[usize],
    ) -> Option<Reason> {
        let home = self.people[person].home.map(Subject::Household);
        [
            (self.is_absent(date, person), Reason::Absent),
            (self.is_unreachable(person), Reason::Unreachable),
            (recused.contains(&person), Reason::Recused),
            (home == Some(subject), Reason::OwnHousehold),
            (asked.contains(&person), Reason::AskedBefore),
        ]
        .into_iter()
        .find_map(|(holds, reason)| holds.then_some(reason))
    }

    /// "For each seat listed: the persons of its holder in the unit of its level on the path; nobody twice, nobody
    /// recused, nobody asked at this very step."
    fn informed(
        &self,
        date: Date,
        subject: Subject,
        step: &StepRecord,
        recused: &[usize],
        asked_here: &[usize],
    ) -> Vec<usize> {
        let path = self.path(date, subject);
        let mut informed = Vec::new();
        for seat in &step.inform {
            let level = self.seat_level(seat);
            for unit in path.iter().filter(|unit| self.units[**unit].level == level) {
                for seat in self.seats_named(date, *unit, seat) {
                    for person in self.form(date, seat).persons() {
                        if ![recused, asked_here, &informed].iter().any(|list| list.contains(&person)) {
                            informed.push(person);
                        }
                    }
                }
            }
        }
        informed
    }

    /// The level of a seat that the scheme names.
    pub(super) fn seat_level(&self, seat: &SeatRecord) -> usize {
        match (&seat.role, &seat.level) {
            (Some(role), _) => self.level(&self.scheme.roles.iter().find(|row| row.id == *role).unwrap().level),
            (None, level) => self.level(level.as_ref().unwrap()),
        }
    }

    /// The seats of a unit that the scheme means: the role, or the departments of the function by id.
    pub(super) fn seats_named(&self, date: Date, unit: usize, seat: &SeatRecord) -> Vec<SeatRow> {
        if let Some(role) = &seat.role {
            let role = self.scheme.roles.iter().position(|row| row.id == *role).unwrap();
            return vec![SeatRow::Role { unit, role }];
        }
        self.departments_of(date, unit)
            .into_iter()
            .filter(|row| seat.function.as_ref() == Some(&self.scheme.functions[self.departments[*row].function].id))
            .map(SeatRow::Department)
            .collect()
    }

    /// "A level admits a kind if it is not on the list, or lists `*`, the kind or one of its ancestors."
    fn admits(&self, level: usize, kind: &str) -> bool {
        let Some(rule) = self.scheme.admission.iter().find(|rule| rule.level == self.scheme.levels[level].id) else {
            return true;
        };
        let lineage = self.lineage(kind);
        rule.kinds.iter().any(|listed| listed == "*" || lineage.contains(&listed.as_str()))
    }

    /// The kind's ceiling: "its own, else its nearest ancestor's".
    pub fn ceiling(&self, kind: &str) -> Option<usize> {
        self.lineage(kind).into_iter().find_map(|kind| {
            let row = self.scheme.kinds.iter().find(|row| row.id == kind)?;
            row.ceiling.as_ref().map(|level| self.level(level))
        })
    }

    /// E8: "rules of the matter's urgency in the scheme's order, where both levels are on the path and, for functions,
    /// a department exists; each with the holder of both seats (first department by id)".
    fn reports(&self, date: Date, subject: Subject, matter: &Matter) -> Result<Vec<Report>, Refusal> {
        let path = self.path(date, subject);
        let seat = |seat: &SeatRecord| {
            let level = self.seat_level(seat);
            let unit = path.iter().find(|unit| self.units[**unit].level == level)?;
            self.seats_named(date, *unit, seat).first().copied()
        };
        let mut reports = Vec::new();
        for rule in self.scheme.reports.iter().filter(|rule| rule.urgency == matter.urgency) {
            if let (Some(from), Some(to)) = (seat(&rule.from), seat(&rule.to)) {
                reports.push(Report {
                    id: rule.id.to_string(),
                    from: (self.seat(from), self.holder(date, from)),
                    to: (self.seat(to), self.holder(date, to)),
                    due: deadline(self, matter.reported_at, &rule.due)?,
                });
            }
        }
        Ok(reports)
    }

    /// Reasons with the ids of people.
    fn with_names(&self, reasons: &[(usize, Reason)]) -> Vec<(String, Reason)> {
        reasons.iter().map(|(person, reason)| (self.people[*person].id.to_string(), *reason)).collect()
    }
}
