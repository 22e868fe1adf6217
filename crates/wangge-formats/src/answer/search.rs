//! What a text could mean, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::Household;

use super::{EntityView, StepOfPathView};

/// What was found, best first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Matches")]
pub struct MatchesView<'d> {
    /// What was found.
    pub matches: Vec<MatchView<'d>>,
    /// How many more there are.
    pub more: usize,
}

/// One thing that was found. Names of people and labels of households are personal data.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Match")]
pub struct MatchView<'d> {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityView,
    /// The id.
    pub id: &'d str,
    /// The name; of a household its label.
    pub name: &'d str,
    /// The units that it is in, from the top; a unit is the last of its own.
    pub path: Vec<StepOfPathView<'d>>,
}

/// Households of a unit, for people to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Rows")]
pub struct RowsView<'d> {
    /// Directly in the unit, by id.
    pub households: Vec<RowView<'d>>,
}

/// A household of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Row")]
pub struct RowView<'d> {
    /// The id.
    pub id: &'d str,
    /// Its place among the directory's households.
    pub number: usize,
    /// What its door says. Personal data.
    pub label: &'d str,
}

impl<'d> From<Household<'d>> for RowView<'d> {
    fn from(household: Household<'d>) -> Self {
        Self { id: household.id(), number: household.number(), label: household.label() }
    }
}
