//! How a matter climbs, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::record::Urgency;
use wangge::{Directory, Due, Matter, Outcome, PassedOver, Path, PolicySeat, Reason, ReportEnd, Step, StepState, Why};

use super::code::Code;
use super::{HolderView, PersonView, SubjectView, instant};

/// The whole path of a matter.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Path")]
pub struct PathView<'p> {
    /// The date of the directory.
    pub date: String,
    /// The subject.
    pub subject: SubjectView<'p>,
    /// The matter kind.
    pub kind: &'p str,
    /// The urgency.
    pub urgency: Urgency,
    /// When it was reported.
    pub reported_at: String,
    /// How it ends.
    pub outcome: OutcomeView,
    /// After how many refusals the level above decides.
    pub refusals: u32,
    /// When it must be done with, where the policy says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_by: Option<String>,
    /// Every step of the policy.
    pub steps: Vec<StepView<'p>>,
    /// The reports that it must appear in.
    pub reports: Vec<ReportView<'p>>,
}

/// How a path ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Outcome")]
pub enum OutcomeView {
    /// At least one step asks somebody.
    Answered,
    /// No step asks anybody.
    NoOneAnswers,
    /// The scheme has no policy for the kind and urgency.
    NoPolicy,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Step")]
pub struct StepView<'p> {
    /// Whom the policy names.
    pub seat: SeatView<'p>,
    /// The unit on the way up, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'p str>,
    /// When it opens, or would have.
    pub opens_at: String,
    /// What becomes of it.
    #[serde(flatten)]
    pub state: StateView<'p>,
}

/// Whom a policy names: a role, or a function at a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[schemars(rename = "Seat")]
pub enum SeatView<'p> {
    /// A role.
    Role {
        /// The role.
        role: &'p str,
        /// Its level.
        level: &'p str,
    },
    /// The departments of a function.
    Function {
        /// The function.
        function: &'p str,
        /// The level.
        level: &'p str,
    },
}

/// What becomes of a step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[schemars(rename = "State")]
pub enum StateView<'p> {
    /// Somebody is asked.
    Active {
        /// Who.
        asked: Vec<PersonView<'p>>,
        /// Whether it is a deputy.
        acting: bool,
        /// By when to accept.
        accept_by: String,
        /// By when to resolve.
        resolve_by: String,
        /// Who was considered before and may not be asked.
        passed_over: Vec<PassedOverView<'p>>,
        /// Who is told.
        inform: Vec<PersonView<'p>>,
    },
    /// Nobody is asked.
    Skipped {
        /// The reason.
        #[schemars(with = "Code<Why<'static>>")]
        why: &'static str,
        /// For `not-admitted`: the level above that must take it.
        #[serde(skip_serializing_if = "Option::is_none")]
        taker: Option<&'p str>,
        /// For `above-ceiling`: the ceiling.
        #[serde(skip_serializing_if = "Option::is_none")]
        ceiling: Option<&'p str>,
        /// For `nobody-may-be-asked`: a reason for each person considered.
        passed_over: Vec<PassedOverView<'p>>,
    },
}

/// Somebody who may not be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PassedOver")]
pub struct PassedOverView<'p> {
    /// Who.
    pub person: PersonView<'p>,
    /// Why.
    #[schemars(with = "Code<Reason>")]
    pub reason: &'static str,
}

/// A report that the matter must appear in.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Report")]
pub struct ReportView<'p> {
    /// The reporting rule.
    pub rule: &'p str,
    /// Who reports.
    pub from: ReportEndView<'p>,
    /// To whom.
    pub to: ReportEndView<'p>,
    /// By when.
    pub by: String,
}

/// One end of a report.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ReportEnd")]
pub struct ReportEndView<'p> {
    /// The unit.
    pub unit: &'p str,
    /// The role, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'p str>,
    /// The department, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<&'p str>,
    /// Who holds it.
    pub holder: HolderView<'p>,
}

impl<'p> PathView<'p> {
    /// The path of a matter in a directory.
    #[must_use]
    pub fn new(directory: &Directory, matter: &Matter<'_>, path: &'p Path<'p>) -> Self {
        let offset = directory.scheme().calendar().offset();
        let outcome = match path.outcome() {
            Outcome::Answered => OutcomeView::Answered,
            Outcome::NoOneAnswers => OutcomeView::NoOneAnswers,
            Outcome::NoPolicy => OutcomeView::NoPolicy,
        };
        let at = |timestamp| instant(timestamp, offset);
        Self {
            date: directory.date().to_string(),
            subject: path.subject().into(),
            kind: path.kind().id(),
            urgency: matter.urgency,
            reported_at: at(matter.reported_at),
            outcome,
            refusals: path.refusals(),
            total_by: path.total_by().map(at),
            steps: path.steps().map(|step| StepView::new(step, &at)).collect(),
            reports: path.reports().map(|due| ReportView::new(due, &at)).collect(),
        }
    }
}

impl<'p> StepView<'p> {
    fn new(step: Step<'p>, at: &impl Fn(jiff::Timestamp) -> String) -> Self {
        let state = match step.state() {
            StepState::Active(active) => StateView::Active {
                asked: active.asked().map(Into::into).collect(),
                acting: active.is_acting(),
                accept_by: at(active.accept_by()),
                resolve_by: at(active.resolve_by()),
                passed_over: passed_over(active.passed_over()),
                inform: active.inform().map(Into::into).collect(),
            },
            StepState::Skipped(why) => {
                let (mut taker, mut ceiling, mut people) = (None, None, Vec::new());
                match why {
                    Why::NotAdmitted { taker: level } => taker = level.map(wangge::scheme::Level::id),
                    Why::AboveCeiling { ceiling: level } => ceiling = Some(level.id()),
                    Why::People(considered) => people = passed_over(considered),
                    Why::NoSuchUnit | Why::NoSuchDepartment | Why::Vacant => {}
                }
                StateView::Skipped { why: why.as_str(), taker, ceiling, passed_over: people }
            }
        };
        Self { seat: step.seat().into(), unit: step.unit().map(wangge::Unit::id), opens_at: at(step.opens_at()), state }
    }
}

fn passed_over(people: PassedOver<'_>) -> Vec<PassedOverView<'_>> {
    people.iter().map(|(person, reason)| PassedOverView { person: person.into(), reason: reason.as_str() }).collect()
}

impl<'p> From<PolicySeat<'p>> for SeatView<'p> {
    fn from(seat: PolicySeat<'p>) -> Self {
        match seat {
            PolicySeat::Role(role) => Self::Role { role: role.id(), level: role.level().id() },
            PolicySeat::Function { function, level } => Self::Function { function: function.id(), level: level.id() },
        }
    }
}

impl<'p> ReportView<'p> {
    fn new(due: Due<'p>, at: &impl Fn(jiff::Timestamp) -> String) -> Self {
        Self { rule: due.rule.id(), from: due.from.into(), to: due.to.into(), by: at(due.by) }
    }
}

impl<'p> From<ReportEnd<'p>> for ReportEndView<'p> {
    fn from(end: ReportEnd<'p>) -> Self {
        Self {
            unit: end.unit.id(),
            role: end.role.map(wangge::scheme::Role::id),
            department: end.department.map(wangge::Department::id),
            holder: end.holder.into(),
        }
    }
}
