//! Who is left out, as JSON.

use serde::Serialize;
use serde_json::Value;
use wangge::{Checked, Finding, Findings, Gap};

/// The gaps of a date or period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingsView {
    /// What was looked at.
    pub checked: CheckedView,
    /// The gaps; none proves full coverage of what was checked.
    pub findings: Vec<FindingView>,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// The code.
    pub code: &'static str,
    /// How grave it is.
    pub severity: &'static str,
    /// What would close it.
    pub remedy: &'static str,
    /// First day.
    pub from: String,
    /// The day after the last.
    pub until: String,
    /// The ids and numbers of the gap, by their names in the core.
    #[serde(flatten)]
    pub gap: GapView,
}

/// The fields of a gap, those that are given, in the core's order.
#[derive(Debug, Clone, PartialEq)]
pub struct GapView(Vec<(&'static str, Value)>);

impl Serialize for GapView {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl FindingsView {
    /// The findings of a directory or registry.
    #[must_use]
    pub fn new(findings: &Findings) -> Self {
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

impl From<Finding<'_>> for FindingView {
    fn from(finding: Finding<'_>) -> Self {
        Self {
            code: finding.code().as_str(),
            severity: finding.severity().as_str(),
            remedy: finding.remedy().as_str(),
            from: finding.from().to_string(),
            until: finding.until().to_string(),
            gap: gap(finding.gap()),
        }
    }
}

fn gap(gap: Gap<'_>) -> GapView {
    let fields: Vec<(&'static str, Value)> = match gap {
        Gap::HouseholdNoInnermostUnit { household, unit } => {
            vec![("household", household.into()), ("unit", unit.into())]
        }
        Gap::HouseholdNoCaretaker { household, programme, missing } => {
            vec![("household", household.into()), ("programme", programme.into()), ("missing", missing.into())]
        }
        Gap::SeatVacant { unit, role, department, missing, since } => vec![
            ("unit", unit.into()),
            ("role", role.into()),
            ("department", department.into()),
            ("missing", missing.into()),
            ("since", since.to_string().into()),
        ],
        Gap::PersonOverloaded { person, programme, role, load, limit } => vec![
            ("person", person.into()),
            ("programme", programme.into()),
            ("role", role.into()),
            ("load", load.into()),
            ("limit", limit.into()),
        ],
        Gap::KindUnanswered { unit, kind } => vec![("unit", unit.into()), ("kind", kind.into())],
        Gap::EscalationDeadEnd { unit, kind, urgency } => {
            vec![("unit", unit.into()), ("kind", kind.into()), ("urgency", urgency.as_str().into())]
        }
        Gap::EscalationNoPolicy { kind, urgency } => vec![("kind", kind.into()), ("urgency", urgency.as_str().into())],
        Gap::ScopeOverlap { unit, other } => vec![("unit", unit.into()), ("other", other.into())],
        Gap::ScopeHole { unit } => vec![("unit", unit.into())],
        Gap::LocationOutside { subject } => vec![("subject", subject.into())],
        Gap::AppointmentIneligible { person, unit, role } => {
            vec![("person", person.into()), ("unit", unit.into()), ("role", role.into())]
        }
        Gap::PairingIneligible { person, household, programme } => {
            vec![("person", person.into()), ("household", household.into()), ("programme", programme.into())]
        }
        // The core may learn to see further gaps; their code says what they are.
        _ => Vec::new(),
    };
    GapView(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
}
