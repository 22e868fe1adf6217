//! The hierarchy, as JSON: a flat list in tree order, so that no depth is too deep.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::{Directory, Unit};

use super::HolderView;

/// A unit and everything under it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Tree")]
pub struct TreeView<'d> {
    /// The date.
    pub date: String,
    /// The units, each before what is under it.
    pub units: Vec<UnitView<'d>>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Unit")]
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SeatState")]
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

    /// Units and what is under them, so many steps down; without a depth, everything.
    #[must_use]
    pub fn under(directory: &'d Directory, tops: impl Iterator<Item = Unit<'d>>, depth: Option<u32>) -> Self {
        let deepest = depth.unwrap_or(u32::MAX);
        let mut open: Vec<(u32, Unit<'d>)> = tops.map(|top| (0, top)).collect();
        open.reverse();
        let units = std::iter::from_fn(move || {
            let (depth, unit) = open.pop()?;
            if depth < deepest {
                let first = open.len();
                open.extend(unit.children().map(|child| (depth + 1, child)));
                open.get_mut(first..).unwrap_or_default().reverse();
            }
            Some(unit)
        });
        Self::new(directory, units)
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
