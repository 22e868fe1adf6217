//! Raw rows: what a document, a table or a form hands in, before anything is checked.
//!
//! All loose input lives here. A row promises nothing: ids may be unknown, dates may not exist, periods may be
//! empty. [`Registry::build`](crate::Registry::build) checks every row and reports every fault.
//!
//! Dates are ISO 8601 civil dates (`2026-11-23`). A period is half-open: `from` belongs to it, `until` does not;
//! without `until` it stays open (T2).

use std::fmt;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

mod redact;
mod scheme;

pub use self::scheme::{
    AdmissionRecord, CalendarRecord, CampaignRecord, CostRecord, DutyRecord, ExceptionRecord, FunctionRecord,
    Involvement, KindRecord, LevelRecord, LimitRecord, NamedRecord, PolicyRecord, ProgrammeRecord, ReportRecord,
    ReservedRecord, RoleRecord, SchemeRecord, SeatRecord, StepRecord, Text, Urgency, Weekday,
};

/// Everything that a county knows, as rows: the input of [`Registry::build`](crate::Registry::build).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Records {
    /// The rules of the county.
    pub scheme: SchemeRecord,
    /// Units of every level.
    pub units: Vec<UnitRecord>,
    /// Departments of units.
    pub departments: Vec<DepartmentRecord>,
    /// Households.
    pub households: Vec<HouseholdRecord>,
    /// Places and assets.
    pub sites: Vec<SiteRecord>,
    /// People who serve.
    pub people: Vec<PersonRecord>,
    /// Who holds which post.
    pub appointments: Vec<AppointmentRecord>,
    /// When a person serves no post.
    pub absences: Vec<AbsenceRecord>,
    /// Which person cares for which household.
    pub pairings: Vec<PairingRecord>,
    /// What assignment is told of a person and a household.
    pub pair_rules: Vec<PairRuleRecord>,
}

/// A reference that may change over time: one id for the whole life of the row, or dated spells.
///
/// In JSON a string, or an array of objects with `id`, `from` and `until`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Dated {
    /// The same id for the whole life of the row.
    Throughout(SmolStr),
    /// One id after another, each with its period.
    Spells(Vec<Spell>),
}

impl From<&str> for Dated {
    fn from(id: &str) -> Self {
        Self::Throughout(id.into())
    }
}

// By hand: a derived untagged enum buffers its input and loses the path of an error.
impl<'de> Deserialize<'de> for Dated {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DatedVisitor;

        impl<'de> serde::de::Visitor<'de> for DatedVisitor {
            type Value = Dated;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id, or an array of spells")
            }

            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<Dated, E> {
                Ok(id.into())
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, seq: A) -> Result<Dated, A::Error> {
                Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(seq)).map(Dated::Spells)
            }
        }

        deserializer.deserialize_any(DatedVisitor)
    }
}

/// One period of a [`Dated`] reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Spell {
    /// The id referred to.
    pub id: SmolStr,
    /// First day.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
}

/// One node of the hierarchy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitRecord {
    /// Id, unique among units, departments, households and sites.
    pub id: SmolStr,
    /// Level id.
    pub level: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// First day of its life.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
    /// The unit above it; absent at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Dated>,
    /// Official codes, with the periods in which they are valid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Spell>,
    /// Its area: rings of `[longitude, latitude]` in degrees, inside by the even-odd rule (holes and several parts
    /// are further rings). A ring closes by itself; repeating its first point is allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<Vec<[f64; 2]>>,
}

/// A department of a unit: function beside territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartmentRecord {
    /// Id, unique among units, departments, households and sites.
    pub id: SmolStr,
    /// The unit that it belongs to.
    pub unit: SmolStr,
    /// Its function in the scheme.
    pub function: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// First day of its life.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
}

/// A household: a leaf under exactly one unit at a time.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HouseholdRecord {
    /// Id, unique among units, departments, households and sites.
    pub id: SmolStr,
    /// What its door says; no resident's name is needed.
    pub label: SmolStr,
    /// The unit that it is under.
    pub unit: Dated,
    /// First day of its life.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
    /// How many people live there.
    #[serde(default)]
    pub residents: u32,
    /// Category ids of the scheme.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<SmolStr>,
    /// `[longitude, latitude]` in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<[f64; 2]>,
}

// The id only: the rest is personal data (S3).
impl fmt::Debug for HouseholdRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HouseholdRecord").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A place or an asset in a unit: a reservoir, a bridge, a shop, a hydrant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SiteRecord {
    /// Id, unique among units, departments, households and sites.
    pub id: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// The unit that it lies in.
    pub unit: Dated,
    /// The unit or department that answers for it before its territory does; there may be none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Dated>,
    /// First day of its life.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
    /// `[longitude, latitude]` in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<[f64; 2]>,
}

/// Somebody who serves. Residents are not persons here.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonRecord {
    /// Id, unique among people.
    pub id: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// Affiliation ids of the scheme.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<SmolStr>,
    /// The household that this person lives in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<SmolStr>,
    /// How to reach this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<SmolStr>,
    /// Whether this person is given no new households (A2); no reason is stored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exempt: bool,
}

// The id only: the rest is personal data (S3).
impl fmt::Debug for PersonRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonRecord").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A person holds a post over a period: either `unit` and `role`, or `department`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppointmentRecord {
    /// Who.
    pub person: SmolStr,
    /// The unit of the post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<SmolStr>,
    /// The role of the post, at the level of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<SmolStr>,
    /// The department, instead of unit and role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<SmolStr>,
    /// The rank of a deputy, from 1; absent for a primary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<u32>,
    /// First day.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
}

/// A person serves no post over a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AbsenceRecord {
    /// Who.
    pub person: SmolStr,
    /// First day.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
}

/// A person is the caretaker of a household over a period, under a programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PairingRecord {
    /// The caretaker.
    pub person: SmolStr,
    /// The household.
    pub household: SmolStr,
    /// The programme of the scheme.
    pub programme: SmolStr,
    /// First day.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
}

/// What assignment is told of a person and a household over a period (A2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PairRuleRecord {
    /// Who.
    pub person: SmolStr,
    /// The household.
    pub household: SmolStr,
    /// The programme of the scheme; absent: every programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<SmolStr>,
    /// What holds for the two.
    pub rule: PairRule,
    /// First day.
    pub from: SmolStr,
    /// The day after the last; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SmolStr>,
}

/// What holds for a person and a household in an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PairRule {
    /// They stay together, whatever else would be better.
    Pinned,
    /// One of the two asked for the other.
    Preferred,
    /// They are not put together.
    Recused,
}

impl PairRule {
    /// The name in a document.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Preferred => "preferred",
            Self::Recused => "recused",
        }
    }
}
