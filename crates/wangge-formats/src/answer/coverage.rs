//! Who is left out, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::record::Urgency;
use wangge::{Checked, Finding, Findings, Gap, Remedy, Severity};

use super::code::Code;

/// The gaps of a date or period.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Findings")]
pub struct FindingsView<'f> {
    /// What was looked at.
    pub checked: CheckedView,
    /// The gaps; none proves full coverage of what was checked.
    pub findings: Vec<FindingView<'f>>,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Checked")]
pub struct CheckedView {
    /// First day.
    pub from: String,
    /// The day after the last.
    pub until: String,
    /// Units, each for every kind.
    pub units: usize,
    /// Households.
    pub households: usize,
    /// Sites.
    pub sites: usize,
    /// Matter kinds.
    pub kinds: usize,
    /// Seats.
    pub seats: usize,
    /// Pairings.
    pub pairings: usize,
}

/// One gap.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Finding")]
pub struct FindingView<'f> {
    /// What it is, with its ids and numbers.
    #[serde(flatten)]
    pub gap: GapView<'f>,
    /// How grave it is.
    #[schemars(with = "Code<Severity>")]
    pub severity: &'static str,
    /// What would close it.
    #[schemars(with = "Code<Remedy>")]
    pub remedy: &'static str,
    /// First day.
    pub from: String,
    /// The day after the last.
    pub until: String,
}

/// A gap by ids.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "code")]
#[schemars(rename = "Gap")]
pub enum GapView<'f> {
    /// The unit's level is not the last one that may hold households.
    #[serde(rename = "household.no-innermost-unit")]
    HouseholdNoInnermostUnit {
        /// The household.
        household: &'f str,
        /// The unit that it is directly under.
        unit: &'f str,
    },
    /// Fewer caretakers than the programme asks for.
    #[serde(rename = "household.no-caretaker")]
    HouseholdNoCaretaker {
        /// The household.
        household: &'f str,
        /// The programme.
        programme: &'f str,
        /// How many more it should have.
        missing: u32,
    },
    /// Fewer primaries than the minimum.
    #[serde(rename = "seat.vacant")]
    SeatVacant {
        /// The unit; of a department, the one that it belongs to.
        unit: &'f str,
        /// The role, if it is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        role: Option<&'f str>,
        /// The department, if it is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        department: Option<&'f str>,
        /// How many more it should have.
        missing: u32,
        /// The first day of the unbroken run with too few.
        since: String,
    },
    /// More households than the limit.
    #[serde(rename = "person.overloaded")]
    PersonOverloaded {
        /// The person.
        person: &'f str,
        /// The programme whose limit it is, if it is one's.
        #[serde(skip_serializing_if = "Option::is_none")]
        programme: Option<&'f str>,
        /// The role whose limit it is, if it is one's.
        #[serde(skip_serializing_if = "Option::is_none")]
        role: Option<&'f str>,
        /// How many households.
        load: u32,
        /// How many at most.
        limit: u32,
    },
    /// Nobody is answerable for a kind, in a unit.
    #[serde(rename = "kind.unanswered")]
    KindUnanswered {
        /// The unit.
        unit: &'f str,
        /// The kind.
        kind: &'f str,
    },
    /// A matter about the unit ends in nobody.
    #[serde(rename = "escalation.dead-end")]
    EscalationDeadEnd {
        /// The unit.
        unit: &'f str,
        /// The kind.
        kind: &'f str,
        /// The urgency.
        urgency: Urgency,
    },
    /// No policy applies.
    #[serde(rename = "escalation.no-policy")]
    EscalationNoPolicy {
        /// The kind.
        kind: &'f str,
        /// The urgency.
        urgency: Urgency,
    },
    /// Two scopes of one level overlap.
    #[serde(rename = "scope.overlap")]
    ScopeOverlap {
        /// The unit with the lesser id.
        unit: &'f str,
        /// The other.
        other: &'f str,
    },
    /// A part of the unit's scope is under no scope directly below.
    #[serde(rename = "scope.hole")]
    ScopeHole {
        /// The unit.
        unit: &'f str,
    },
    /// The location is outside the scope of the unit.
    #[serde(rename = "location.outside")]
    LocationOutside {
        /// The household or site.
        subject: &'f str,
    },
    /// The person has none of the affiliations that the role names.
    #[serde(rename = "appointment.ineligible")]
    AppointmentIneligible {
        /// The person.
        person: &'f str,
        /// The unit.
        unit: &'f str,
        /// The role.
        role: &'f str,
    },
    /// The person has none of the affiliations that the programme names, or lives there.
    #[serde(rename = "pairing.ineligible")]
    PairingIneligible {
        /// The person.
        person: &'f str,
        /// The household.
        household: &'f str,
        /// The programme.
        programme: &'f str,
    },
}

impl<'f> FindingsView<'f> {
    /// The findings of a directory or registry.
    #[must_use]
    pub fn new(findings: &'f Findings) -> Self {
        Self { checked: findings.checked().into(), findings: findings.iter().map(Into::into).collect() }
    }
}

impl From<Checked> for CheckedView {
    fn from(checked: Checked) -> Self {
        Self {
            from: checked.from.to_string(),
            until: checked.until.to_string(),
            units: checked.units,
            households: checked.households,
            sites: checked.sites,
            kinds: checked.kinds,
            seats: checked.seats,
            pairings: checked.pairings,
        }
    }
}

impl<'f> From<Finding<'f>> for FindingView<'f> {
    fn from(finding: Finding<'f>) -> Self {
        Self {
            gap: finding.gap().into(),
            severity: finding.severity().as_str(),
            remedy: finding.remedy().as_str(),
            from: finding.from().to_string(),
            until: finding.until().to_string(),
        }
    }
}

impl<'f> From<Gap<'f>> for GapView<'f> {
    fn from(gap: Gap<'f>) -> Self {
        match gap {
            Gap::HouseholdNoInnermostUnit { household, unit } => Self::HouseholdNoInnermostUnit { household, unit },
            Gap::HouseholdNoCaretaker { household, programme, missing } => {
                Self::HouseholdNoCaretaker { household, programme, missing }
            }
            Gap::SeatVacant { unit, role, department, missing, since } => {
                Self::SeatVacant { unit, role, department, missing, since: since.to_string() }
            }
            Gap::PersonOverloaded { person, programme, role, load, limit } => {
                Self::PersonOverloaded { person, programme, role, load, limit }
            }
            Gap::KindUnanswered { unit, kind } => Self::KindUnanswered { unit, kind },
            Gap::EscalationDeadEnd { unit, kind, urgency } => Self::EscalationDeadEnd { unit, kind, urgency },
            Gap::EscalationNoPolicy { kind, urgency } => Self::EscalationNoPolicy { kind, urgency },
            Gap::ScopeOverlap { unit, other } => Self::ScopeOverlap { unit, other },
            Gap::ScopeHole { unit } => Self::ScopeHole { unit },
            Gap::LocationOutside { subject } => Self::LocationOutside { subject },
            Gap::AppointmentIneligible { person, unit, role } => Self::AppointmentIneligible { person, unit, role },
            Gap::PairingIneligible { person, household, programme } => {
                Self::PairingIneligible { person, household, programme }
            }
        }
    }
}
