//! What changes in a county, as data (M2): each change with the day from which it holds, several as one transaction.
//!
//! [`Registry::apply`](crate::Registry::apply) does a transaction whole or not at all, and names every fault. What
//! each change carries with it is stated in `docs/choices.md`.
//!
//! ```
//! use wangge::change::{Change, Move, Transaction};
//! use wangge::Registry;
//! use wangge_sample::Sample;
//!
//! let mut registry = Registry::build(Sample::chalinhe().records())?;
//! let before = registry.clone();
//!
//! // From next Monday on the household is in another micro-grid.
//! let directory = registry.as_of("2026-11-23".parse()?);
//! let here = directory.household("430821108223-h0017")?.unit();
//! let there = directory.units().find(|unit| unit.level() == here.level() && *unit != here).expect("there are many");
//! let transaction = Transaction::from(vec![Change::MoveHousehold(Move {
//!     id: "430821108223-h0017".into(),
//!     to: there.id().into(),
//!     on: "2026-11-30".into(),
//! })]);
//! let receipt = registry.apply(&transaction)?;
//! assert_eq!(receipt.sequence(), 1);
//! assert_eq!(registry.as_of("2026-11-29".parse()?).household("430821108223-h0017")?.unit().id(), here.id());
//! assert_eq!(registry.as_of("2026-11-30".parse()?).household("430821108223-h0017")?.unit().id(), there.id());
//!
//! // Undone by a transaction of its own; nothing is forgotten.
//! let back = registry.undo(receipt.sequence())?;
//! registry.apply(&back)?;
//! assert_eq!((registry.sequence(), registry.records()), (2, before.records()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod receipt;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

pub use self::receipt::{Edit, Receipt, UndoError};
use crate::record::{
    AbsenceRecord, AppointmentRecord, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord, PersonRecord,
    SchemeRecord, SiteRecord, UnitRecord,
};

/// Changes that are done one after another, whole or not at all.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Transaction {
    /// The changes, in order; each sees what those before it did.
    pub changes: Vec<Change>,
}

impl From<Vec<Change>> for Transaction {
    fn from(changes: Vec<Change>) -> Self {
        Self { changes }
    }
}

/// One change of a county.
///
/// In JSON an object with the change as its only key: `{"close-unit": {"id": "g3", "on": "2026-12-01"}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "TransactionChange"))]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Opens a unit.
    OpenUnit(UnitRecord),
    /// Closes a unit: its codes, departments, posts and what it owns end with it; what is under it must be moved first.
    CloseUnit(End),
    /// Puts a unit under another parent.
    MoveUnit(Move),
    /// Divides a unit into it and new ones, or into new ones alone.
    SplitUnit(Split),
    /// Makes one unit of several: what is under them, and their posts, go on in it.
    MergeUnits(Merge),
    /// Opens a department.
    OpenDepartment(DepartmentRecord),
    /// Closes a department: its posts and what it owns end with it.
    CloseDepartment(End),
    /// Adds a household.
    AddHousehold(HouseholdRecord),
    /// Puts a household into another unit.
    MoveHousehold(Move),
    /// Closes a household: its pairings and pair rules end with it.
    CloseHousehold(End),
    /// Adds a place or asset.
    AddSite(SiteRecord),
    /// Puts a site into another unit.
    MoveSite(Move),
    /// Closes a site.
    CloseSite(End),
    /// Adds somebody who serves.
    AddPerson(PersonRecord),
    /// Appoints a person to a post.
    Appoint(AppointmentRecord),
    /// Ends the appointment that a person has on a day.
    EndAppointment(EndAppointment),
    /// Says when a person serves no post.
    Absent(AbsenceRecord),
    /// Ends the absence that a person has on a day.
    Return(Return),
    /// Makes a person the caretaker of a household.
    Pair(PairingRecord),
    /// Ends the pairing that there is on a day.
    Unpair(Unpair),
    /// Replaces the rules of the county, for every date.
    ReplaceScheme(Box<SchemeRecord>),
    /// Replaces a row that was wrong from the start, adds one, or takes one out.
    Correct(Edit),
}

/// Ends what has an id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct End {
    /// What ends.
    pub id: SmolStr,
    /// The first day without it.
    pub on: SmolStr,
}

/// Puts what has an id under another unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "MoveTo"))]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// What moves.
    pub id: SmolStr,
    /// The unit that it goes to.
    pub to: SmolStr,
    /// The first day there.
    pub on: SmolStr,
}

/// Ends an appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndAppointment {
    /// Who.
    pub person: SmolStr,
    /// The unit of the post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<SmolStr>,
    /// The role of the post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<SmolStr>,
    /// The department, instead of unit and role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<SmolStr>,
    /// The first day without it.
    pub on: SmolStr,
}

/// Ends an absence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Return {
    /// Who.
    pub person: SmolStr,
    /// The first day back.
    pub on: SmolStr,
}

/// Ends a pairing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unpair {
    /// The caretaker.
    pub person: SmolStr,
    /// The household.
    pub household: SmolStr,
    /// The programme.
    pub programme: SmolStr,
    /// The first day without it.
    pub on: SmolStr,
}

/// Divides a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The unit that is divided.
    pub unit: SmolStr,
    /// The first day of the new units.
    pub on: SmolStr,
    /// The new units; what none of them takes stays where it is.
    pub into: Vec<Part>,
    /// Whether the divided unit closes; then the new ones take all that is under it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub close: bool,
}

/// A new unit, of the level and under the parents of the one that is divided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// Its official code, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<SmolStr>,
    /// Its area, as of a unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<Vec<[f64; 2]>>,
    /// The units under the divided one that it takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<SmolStr>,
    /// The households that it takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub households: Vec<SmolStr>,
    /// The sites that it takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<SmolStr>,
    /// Whether it takes the posts; of one part at most.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub posts: bool,
}

/// Makes one unit of several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The units that close; the one that goes on may be named among them.
    pub units: Vec<SmolStr>,
    /// The unit of the same level that goes on.
    pub into: SmolStr,
    /// The first day without the others.
    pub on: SmolStr,
}

/// One row of the records.
///
/// In JSON an object with the section as its only key: `{"household": {...}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "RecordRow"))]
#[serde(rename_all = "kebab-case")]
pub enum Row {
    /// The rules of the county.
    Scheme(Box<SchemeRecord>),
    /// A unit.
    Unit(UnitRecord),
    /// A department.
    Department(DepartmentRecord),
    /// A household.
    Household(HouseholdRecord),
    /// A place or asset.
    Site(SiteRecord),
    /// Somebody who serves.
    Person(PersonRecord),
    /// An appointment.
    Appointment(AppointmentRecord),
    /// An absence.
    Absence(AbsenceRecord),
    /// A pairing.
    Pairing(PairingRecord),
    /// A pair rule.
    PairRule(PairRuleRecord),
}

impl Row {
    /// The ids that say which row it is: its own, or those of the person and what they are put together with.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        let ids: Vec<Option<&SmolStr>> = match self {
            Self::Scheme(_) => vec![],
            Self::Unit(row) => vec![Some(&row.id)],
            Self::Department(row) => vec![Some(&row.id)],
            Self::Household(row) => vec![Some(&row.id)],
            Self::Site(row) => vec![Some(&row.id)],
            Self::Person(row) => vec![Some(&row.id)],
            Self::Appointment(row) => {
                vec![Some(&row.person), row.unit.as_ref(), row.role.as_ref(), row.department.as_ref()]
            }
            Self::Absence(row) => vec![Some(&row.person)],
            Self::Pairing(row) => vec![Some(&row.person), Some(&row.household), Some(&row.programme)],
            Self::PairRule(row) => vec![Some(&row.person), Some(&row.household), row.programme.as_ref()],
        };
        ids.into_iter().flatten().map(SmolStr::as_str).collect()
    }
}
