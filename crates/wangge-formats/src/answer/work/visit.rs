//! A visit plan as JSON (N3).

use schemars::JsonSchema;
use serde::Serialize;
use wangge::work::{VisitGroup, VisitPlan, VisitStop};

/// Where somebody has still to go, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Visits")]
pub struct VisitsView<'p> {
    /// The person.
    pub person: &'p str,
    /// The date.
    pub date: String,
    /// By due date; of one day those that come first before the others.
    pub groups: Vec<VisitGroupView<'p>>,
}

/// Stops that are due on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "VisitGroup")]
pub struct VisitGroupView<'p> {
    /// The day.
    pub due: String,
    /// Whether its households come first in a campaign for which they are missing.
    pub first: bool,
    /// Metres of the walk from its start.
    pub metres: u64,
    /// Metres of a minimum spanning tree of its places: no walk is shorter.
    pub tree_metres: u64,
    /// In walking order.
    pub stops: Vec<VisitStopView<'p>>,
}

/// A household to be visited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "VisitStop")]
pub struct VisitStopView<'p> {
    /// The household.
    pub household: &'p str,
    /// Metres from the stop before, or from the start; absent where nobody knows where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
    /// What is to be done there.
    pub tasks: Vec<VisitTaskView<'p>>,
}

/// An action to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "VisitTask")]
pub struct VisitTaskView<'p> {
    /// The campaign.
    pub campaign: &'p str,
    /// The action.
    pub action: &'p str,
}

impl<'p> VisitsView<'p> {
    /// A plan.
    #[must_use]
    pub fn new(plan: &'p VisitPlan) -> Self {
        let groups = plan.groups().map(VisitGroupView::new).collect();
        Self { person: plan.person().id(), date: plan.date().to_string(), groups }
    }
}

impl<'p> VisitGroupView<'p> {
    fn new(group: VisitGroup<'p>) -> Self {
        Self {
            due: group.due().to_string(),
            first: group.comes_first(),
            metres: group.metres(),
            tree_metres: group.tree_metres(),
            stops: group.stops().map(VisitStopView::new).collect(),
        }
    }
}

impl<'p> VisitStopView<'p> {
    fn new(stop: VisitStop<'p>) -> Self {
        let tasks =
            stop.tasks().map(|(campaign, action)| VisitTaskView { campaign: campaign.id(), action: &action.id });
        Self { household: stop.household().id(), metres: stop.metres(), tasks: tasks.collect() }
    }
}
