//! The kinds of gap, inside as positions and outside as ids.

use std::fmt;

use jiff::civil::Date;

use crate::record::Urgency;
use crate::registry::{Facts, SeatRow};
use crate::table::at;
use crate::time::Day;

/// The kinds of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FindingCode {
    /// A household is under no unit of the innermost level.
    HouseholdNoInnermostUnit,
    /// A household has too few caretakers.
    HouseholdNoCaretaker,
    /// A seat has too few primaries.
    SeatVacant,
    /// A person has too many households.
    PersonOverloaded,
    /// Nobody is answerable.
    KindUnanswered,
    /// A path asks nobody.
    EscalationDeadEnd,
    /// No policy applies.
    EscalationNoPolicy,
    /// Scopes of one level overlap.
    ScopeOverlap,
    /// A part of a scope is under no scope below.
    ScopeHole,
    /// A location is outside the scope of its unit.
    LocationOutside,
    /// A person in a post lacks the affiliation for it.
    AppointmentIneligible,
    /// A caretaker may not be one for the household.
    PairingIneligible,
}

/// How grave a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The map is not exact.
    Low,
    /// Somebody is served less than promised.
    Medium,
    /// Nobody answers.
    High,
}

/// What would close a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Place the household in a unit of the innermost level.
    Place,
    /// Pair the household with a caretaker.
    Pair,
    /// Appoint somebody.
    Appoint,
    /// Hand some of the households to somebody else.
    Relieve,
    /// Fill an Accountable post on the way up, or name one in the duty list.
    NameAccountable,
    /// Fill a post that the policy asks, or add a step to the policy.
    FillStep,
    /// Add a policy to the scheme.
    AddPolicy,
    /// Redraw the scopes.
    Redraw,
    /// Correct the location, or move the subject to the unit that it lies in.
    CorrectLocation,
    /// Appoint somebody who is eligible, or record the affiliation.
    Replace,
}

impl Remedy {
    /// Every remedy.
    pub const ALL: &'static [Self] = &[
        Self::Place,
        Self::Pair,
        Self::Appoint,
        Self::Relieve,
        Self::NameAccountable,
        Self::FillStep,
        Self::AddPolicy,
        Self::Redraw,
        Self::CorrectLocation,
        Self::Replace,
    ];

    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Pair => "pair",
            Self::Appoint => "appoint",
            Self::Relieve => "relieve",
            Self::NameAccountable => "name-accountable",
            Self::FillStep => "fill-step",
            Self::AddPolicy => "add-policy",
            Self::Redraw => "redraw",
            Self::CorrectLocation => "correct-location",
            Self::Replace => "replace",
        }
    }
}

impl FindingCode {
    /// Every code, in order.
    pub const ALL: &'static [Self] = &[
        Self::HouseholdNoInnermostUnit,
        Self::HouseholdNoCaretaker,
        Self::SeatVacant,
        Self::PersonOverloaded,
        Self::KindUnanswered,
        Self::EscalationDeadEnd,
        Self::EscalationNoPolicy,
        Self::ScopeOverlap,
        Self::ScopeHole,
        Self::LocationOutside,
        Self::AppointmentIneligible,
        Self::PairingIneligible,
    ];

    /// The stable name, such as `seat.vacant`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HouseholdNoInnermostUnit => "household.no-innermost-unit",
            Self::HouseholdNoCaretaker => "household.no-caretaker",
            Self::SeatVacant => "seat.vacant",
            Self::PersonOverloaded => "person.overloaded",
            Self::KindUnanswered => "kind.unanswered",
            Self::EscalationDeadEnd => "escalation.dead-end",
            Self::EscalationNoPolicy => "escalation.no-policy",
            Self::ScopeOverlap => "scope.overlap",
            Self::ScopeHole => "scope.hole",
            Self::LocationOutside => "location.outside",
            Self::AppointmentIneligible => "appointment.ineligible",
            Self::PairingIneligible => "pairing.ineligible",
        }
    }

    /// How grave such a gap is.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::SeatVacant | Self::KindUnanswered | Self::EscalationDeadEnd | Self::EscalationNoPolicy => {
                Severity::High
            }
            Self::ScopeOverlap | Self::ScopeHole | Self::LocationOutside => Severity::Low,
            _ => Severity::Medium,
        }
    }

    /// What would close such a gap.
    #[must_use]
    pub fn remedy(self) -> Remedy {
        match self {
            Self::HouseholdNoInnermostUnit => Remedy::Place,
            Self::HouseholdNoCaretaker => Remedy::Pair,
            Self::SeatVacant => Remedy::Appoint,
            Self::PersonOverloaded => Remedy::Relieve,
            Self::KindUnanswered => Remedy::NameAccountable,
            Self::EscalationDeadEnd => Remedy::FillStep,
            Self::EscalationNoPolicy => Remedy::AddPolicy,
            Self::ScopeOverlap | Self::ScopeHole => Remedy::Redraw,
            Self::LocationOutside => Remedy::CorrectLocation,
            Self::AppointmentIneligible | Self::PairingIneligible => Remedy::Replace,
        }
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Severity {
    /// From the least grave to the gravest.
    pub const ALL: &'static [Self] = &[Self::Low, Self::Medium, Self::High];

    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A gap by ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap<'f> {
    /// The unit's level is not the last one that may hold households.
    HouseholdNoInnermostUnit {
        /// The household.
        household: &'f str,
        /// The unit that it is directly under.
        unit: &'f str,
    },
    /// Fewer caretakers than the programme asks for.
    HouseholdNoCaretaker {
        /// The household.
        household: &'f str,
        /// The programme.
        programme: &'f str,
        /// How many more it should have.
        missing: u32,
    },
    /// Fewer primaries than the minimum.
    SeatVacant {
        /// The unit; of a department, the one that it belongs to.
        unit: &'f str,
        /// The role, if it is one.
        role: Option<&'f str>,
        /// The department, if it is one.
        department: Option<&'f str>,
        /// How many more it should have.
        missing: u32,
        /// The first day of the unbroken run with too few.
        since: Date,
    },
    /// More households than the limit.
    PersonOverloaded {
        /// The person.
        person: &'f str,
        /// The programme whose limit it is, if it is one's.
        programme: Option<&'f str>,
        /// The role whose limit it is, if it is one's.
        role: Option<&'f str>,
        /// How many households.
        load: u32,
        /// How many at most.
        limit: u32,
    },
    /// Nobody is answerable for a kind, in a unit.
    KindUnanswered {
        /// The unit.
        unit: &'f str,
        /// The kind.
        kind: &'f str,
    },
    /// A matter about the unit ends in nobody.
    EscalationDeadEnd {
        /// The unit.
        unit: &'f str,
        /// The kind.
        kind: &'f str,
        /// The urgency.
        urgency: Urgency,
    },
    /// No policy applies.
    EscalationNoPolicy {
        /// The kind.
        kind: &'f str,
        /// The urgency.
        urgency: Urgency,
    },
    /// Two scopes of one level overlap.
    ScopeOverlap {
        /// The unit with the lesser id.
        unit: &'f str,
        /// The other.
        other: &'f str,
    },
    /// A part of the unit's scope is under no scope directly below.
    ScopeHole {
        /// The unit.
        unit: &'f str,
    },
    /// The location is outside the scope of the unit.
    LocationOutside {
        /// The household or site.
        subject: &'f str,
    },
    /// The person has none of the affiliations that the role names.
    AppointmentIneligible {
        /// The person.
        person: &'f str,
        /// The unit.
        unit: &'f str,
        /// The role.
        role: &'f str,
    },
    /// The person has none of the affiliations that the programme names, or lives there.
    PairingIneligible {
        /// The person.
        person: &'f str,
        /// The household.
        household: &'f str,
        /// The programme.
        programme: &'f str,
    },
}

impl<'f> Gap<'f> {
    /// What makes two gaps of one code the same: the ids of the subject, and the urgency.
    pub(super) fn subject(self) -> ([&'f str; 3], Option<Urgency>) {
        match self {
            Self::HouseholdNoInnermostUnit { household, .. } => ([household, "", ""], None),
            Self::HouseholdNoCaretaker { household, programme, .. } => ([household, programme, ""], None),
            Self::SeatVacant { unit, role, department, .. } => {
                ([unit, role.unwrap_or_default(), department.unwrap_or_default()], None)
            }
            Self::PersonOverloaded { person, programme, role, .. } => {
                ([person, programme.unwrap_or_default(), role.unwrap_or_default()], None)
            }
            Self::KindUnanswered { unit, kind } => ([unit, kind, ""], None),
            Self::EscalationDeadEnd { unit, kind, urgency } => ([unit, kind, ""], Some(urgency)),
            Self::EscalationNoPolicy { kind, urgency } => ([kind, "", ""], Some(urgency)),
            Self::ScopeOverlap { unit, other } => ([unit, other, ""], None),
            Self::ScopeHole { unit } => ([unit, "", ""], None),
            Self::LocationOutside { subject } => ([subject, "", ""], None),
            Self::AppointmentIneligible { person, unit, role } => ([person, unit, role], None),
            Self::PairingIneligible { person, household, programme } => ([person, household, programme], None),
        }
    }
}

/// A gap by positions of the registry: what makes two findings the same gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GapRow {
    HouseholdNoInnermostUnit { household: u32 },
    HouseholdNoCaretaker { household: u32, programme: u32 },
    SeatVacant { seat: SeatRow },
    ProgrammeOverload { person: u32, programme: u32 },
    RoleOverload { person: u32, role: u32 },
    KindUnanswered { unit: u32, kind: u32 },
    EscalationDeadEnd { unit: u32, kind: u32, urgency: Urgency },
    EscalationNoPolicy { kind: u32, urgency: Urgency },
    ScopeOverlap { unit: u32, other: u32 },
    ScopeHole { unit: u32 },
    HouseholdOutside { household: u32 },
    SiteOutside { site: u32 },
    AppointmentIneligible { person: u32, unit: u32, role: u32 },
    PairingIneligible { person: u32, household: u32, programme: u32 },
}

/// What may differ from day to day within one gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    None,
    Unit(u32),
    Missing(u32),
    Vacancy { missing: u32, since: Day },
    Load { load: u32, limit: u32 },
}

impl GapRow {
    pub fn code(self) -> FindingCode {
        match self {
            Self::HouseholdNoInnermostUnit { .. } => FindingCode::HouseholdNoInnermostUnit,
            Self::HouseholdNoCaretaker { .. } => FindingCode::HouseholdNoCaretaker,
            Self::SeatVacant { .. } => FindingCode::SeatVacant,
            Self::ProgrammeOverload { .. } | Self::RoleOverload { .. } => FindingCode::PersonOverloaded,
            Self::KindUnanswered { .. } => FindingCode::KindUnanswered,
            Self::EscalationDeadEnd { .. } => FindingCode::EscalationDeadEnd,
            Self::EscalationNoPolicy { .. } => FindingCode::EscalationNoPolicy,
            Self::ScopeOverlap { .. } => FindingCode::ScopeOverlap,
            Self::ScopeHole { .. } => FindingCode::ScopeHole,
            Self::HouseholdOutside { .. } | Self::SiteOutside { .. } => FindingCode::LocationOutside,
            Self::AppointmentIneligible { .. } => FindingCode::AppointmentIneligible,
            Self::PairingIneligible { .. } => FindingCode::PairingIneligible,
        }
    }

    /// The gap with the ids of its subjects.
    pub fn lend(self, detail: Detail, facts: &Facts) -> Gap<'_> {
        let record = &facts.scheme.0.record;
        let programme = |i: u32| record.programmes.get(at(i)).map_or("", |programme| programme.id.as_str());
        let role = |i: u32| record.roles.get(at(i)).map_or("", |role| role.id.as_str());
        let kind = |i: u32| record.kinds.get(at(i)).map_or("", |kind| kind.id.as_str());
        let household = |i| facts.household_id(i);
        let unit = |i| facts.unit_id(i);
        let person = |i| facts.people.get(i);
        let load = match detail {
            Detail::Load { load, limit } => (load, limit),
            _ => (0, 0),
        };
        match self {
            Self::HouseholdNoInnermostUnit { household: own } => Gap::HouseholdNoInnermostUnit {
                household: household(own),
                unit: if let Detail::Unit(under) = detail { unit(under) } else { "" },
            },
            Self::HouseholdNoCaretaker { household: own, programme: of } => Gap::HouseholdNoCaretaker {
                household: household(own),
                programme: programme(of),
                missing: if let Detail::Missing(missing) = detail { missing } else { 0 },
            },
            Self::SeatVacant { seat } => vacancy(seat, detail, facts),
            Self::ProgrammeOverload { person: own, programme: of } => Gap::PersonOverloaded {
                person: person(own),
                programme: Some(programme(of)),
                role: None,
                load: load.0,
                limit: load.1,
            },
            Self::RoleOverload { person: own, role: of } => Gap::PersonOverloaded {
                person: person(own),
                programme: None,
                role: Some(role(of)),
                load: load.0,
                limit: load.1,
            },
            Self::KindUnanswered { unit: own, kind: of } => Gap::KindUnanswered { unit: unit(own), kind: kind(of) },
            Self::EscalationDeadEnd { unit: own, kind: of, urgency } => {
                Gap::EscalationDeadEnd { unit: unit(own), kind: kind(of), urgency }
            }
            Self::EscalationNoPolicy { kind: of, urgency } => Gap::EscalationNoPolicy { kind: kind(of), urgency },
            Self::ScopeOverlap { unit: own, other } => Gap::ScopeOverlap { unit: unit(own), other: unit(other) },
            Self::ScopeHole { unit: own } => Gap::ScopeHole { unit: unit(own) },
            Self::HouseholdOutside { household: own } => Gap::LocationOutside { subject: household(own) },
            Self::SiteOutside { site } => Gap::LocationOutside { subject: facts.site_id(site) },
            Self::AppointmentIneligible { person: own, unit: at_unit, role: of } => {
                Gap::AppointmentIneligible { person: person(own), unit: unit(at_unit), role: role(of) }
            }
            Self::PairingIneligible { person: own, household: of, programme: under } => {
                Gap::PairingIneligible { person: person(own), household: household(of), programme: programme(under) }
            }
        }
    }
}

fn vacancy(seat: SeatRow, detail: Detail, facts: &Facts) -> Gap<'_> {
    let (missing, since) = match detail {
        Detail::Vacancy { missing, since } => (missing, since.date().unwrap_or(Date::MIN)),
        _ => (0, Date::MIN),
    };
    let record = &facts.scheme.0.record;
    match seat {
        SeatRow::Role { unit, role } => Gap::SeatVacant {
            unit: facts.unit_id(unit),
            role: record.roles.get(at(role)).map(|role| role.id.as_str()),
            department: None,
            missing,
            since,
        },
        SeatRow::Department(department) => Gap::SeatVacant {
            unit: facts.unit_id(crate::table::cell(&facts.departments.unit, department, 0)),
            role: None,
            department: Some(facts.department_id(department)),
            missing,
            since,
        },
    }
}
