//! What a person has to do, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::{Directory, Duties};

use super::PersonView;

/// The duties of a person.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Duties")]
pub struct DutiesView<'d> {
    /// The date.
    pub date: String,
    /// The person.
    pub person: PersonView<'d>,
    /// Whether an absence holds.
    pub absent: bool,
    /// The posts.
    pub posts: Vec<PostHeldView<'d>>,
    /// The paired households.
    pub pairings: Vec<PairView<'d>>,
    /// The units at the top of what is reached.
    pub reach: Vec<&'d str>,
    /// How many units are reached.
    pub unit_count: usize,
    /// How many households are reached.
    pub household_count: usize,
    /// How many sites are reached.
    pub site_count: usize,
}

/// A post that is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PostHeld")]
pub struct PostHeldView<'d> {
    /// The unit.
    pub unit: &'d str,
    /// The role, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'d str>,
    /// The department, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<&'d str>,
    /// The rank of a deputy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy: Option<u32>,
    /// The first day.
    pub since: String,
}

/// A paired household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Pair")]
pub struct PairView<'d> {
    /// The programme.
    pub programme: &'d str,
    /// The household.
    pub household: &'d str,
}

impl<'d> DutiesView<'d> {
    /// The duties of a person in a directory.
    #[must_use]
    pub fn new(directory: &Directory, duties: &Duties<'d>) -> Self {
        let posts = duties.posts().iter().map(|post| PostHeldView {
            unit: post.unit.id(),
            role: post.role.map(wangge::scheme::Role::id),
            department: post.department.map(wangge::Department::id),
            deputy: post.deputy,
            since: post.since.to_string(),
        });
        let pairings = duties.pairings();
        let pairings =
            pairings.map(|(programme, household)| PairView { programme: programme.id(), household: household.id() });
        Self {
            date: directory.date().to_string(),
            person: duties.person().into(),
            absent: duties.person().is_absent(),
            posts: posts.collect(),
            pairings: pairings.collect(),
            reach: duties.reach().map(wangge::Unit::id).collect(),
            unit_count: duties.units().count(),
            household_count: duties.household_count(),
            site_count: duties.sites().count(),
        }
    }
}
