//! The hierarchy, as JSON: a flat list in tree order, so that no depth is too deep.

use serde::Serialize;
use wangge::{Directory, Unit};

use super::HolderView;

/// A unit and everything under it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TreeView<'d> {
    /// The date.
    pub date: String,
    /// The units, each before what is under it.
    pub units: Vec<UnitView<'d>>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitView<'d> {
    /// The id.
    pub id: &'d str,
    /// The unit above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<&'d str>,
    /// The level.
    pub level: &'d str,
    /// The name.
    pub name: &'d str,
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'d str>,
    /// How many households are under it, at any depth.
    pub households: usize,
    /// How many sites are directly in it.
    pub sites: usize,
    /// Its seats: roles in the scheme's order, then departments.
    pub seats: Vec<SeatStateView<'d>>,
}

/// A seat of a unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SeatStateView<'d> {
    /// The role, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'d str>,
    /// The department, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<&'d str>,
    /// Who holds it.
    pub holder: HolderView<'d>,
}

impl<'d> TreeView<'d> {
    /// The units of a list, such as [`Directory::units`] or [`Unit::subtree`].
    #[must_use]
    pub fn new(directory: &Directory, units: impl Iterator<Item = Unit<'d>>) -> Self {
        Self { date: directory.date().to_string(), units: units.map(Into::into).collect() }
    }
}

impl<'d> From<Unit<'d>> for UnitView<'d> {
    fn from(unit: Unit<'d>) -> Self {
        let seats = unit.seats().map(|seat| SeatStateView {
            role: seat.role().map(wangge::scheme::Role::id),
            department: seat.department().map(wangge::Department::id),
            holder: seat.holder().into(),
        });
        Self {
            id: unit.id(),
            parent: unit.parent().map(Unit::id),
            level: unit.level().id(),
            name: unit.name(),
            code: unit.code(),
            households: unit.household_count(),
            sites: unit.sites().len(),
            seats: seats.collect(),
        }
    }
}
