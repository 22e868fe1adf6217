//! Who may do what, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::{Access, AccessScope, Action, Directory, Household, Site, Unit};

use super::{LinkView, PersonView};

/// The answer to "may this person do this with that". Denied says no more: out of reach and not there look the same.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[schemars(rename = "Access")]
pub enum AccessView<'d> {
    /// A duty needs it.
    Granted {
        /// The nearest link of the subject that the person is in and that needs it.
        because: LinkView<'d>,
        /// The kinds of matter that it is for, in the scheme's order.
        kinds: Vec<&'d str>,
    },
    /// No duty needs it, or there is no such subject on the date.
    Denied,
}

/// What somebody wants to do with a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Action")]
pub enum ActionView {
    /// Know that it exists, its unit, who answers for it and how a matter about it climbs.
    See,
    /// Read its personal data.
    Personal,
    /// Write to its one file; handle a matter about it.
    Record,
    /// Change the registry there.
    Manage,
}

/// All subjects that a person may do something with, by range.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AccessScope")]
pub struct AccessScopeView<'d> {
    /// The date.
    pub date: String,
    /// The person.
    pub person: PersonView<'d>,
    /// Each action, from the one that needs least.
    pub actions: Vec<ActionScopeView<'d>>,
}

/// All subjects that a person may do one thing with: the units and what is under them, but for one household, and what
/// lies elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ActionScope")]
pub struct ActionScopeView<'d> {
    /// The action.
    pub action: ActionView,
    /// The topmost units.
    pub units: Vec<&'d str>,
    /// Paired households that lie elsewhere.
    pub households: Vec<&'d str>,
    /// Owned sites that lie elsewhere.
    pub sites: Vec<&'d str>,
    /// The person's own home, if it would be reached but for being their home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub except: Option<&'d str>,
    /// How many units in all.
    pub unit_count: usize,
    /// How many households in all.
    pub household_count: usize,
    /// How many sites in all.
    pub site_count: usize,
}

impl<'d> From<Access<'d>> for AccessView<'d> {
    fn from(access: Access<'d>) -> Self {
        match access {
            Access::Denied => Self::Denied,
            Access::Granted(grant) => Self::Granted {
                because: LinkView::new(&grant.because()),
                kinds: grant.kinds().map(wangge::scheme::Kind::id).collect(),
            },
        }
    }
}

impl From<Action> for ActionView {
    fn from(action: Action) -> Self {
        match action {
            Action::See => Self::See,
            Action::Personal => Self::Personal,
            Action::Record => Self::Record,
            Action::Manage => Self::Manage,
        }
    }
}

impl<'d> AccessScopeView<'d> {
    /// The scope of a person in a directory.
    #[must_use]
    pub fn new(directory: &Directory, scope: &AccessScope<'d>) -> Self {
        let actions = Action::ALL.map(|action| ActionScopeView::new(scope, action));
        Self { date: directory.date().to_string(), person: scope.person().into(), actions: actions.into() }
    }
}

impl<'d> ActionScopeView<'d> {
    fn new(scope: &AccessScope<'d>, action: Action) -> Self {
        Self {
            action: action.into(),
            units: scope.tops(action).map(Unit::id).collect(),
            households: scope.households_beyond(action).map(Household::id).collect(),
            sites: scope.sites_beyond(action).map(Site::id).collect(),
            except: scope.except(action).map(Household::id),
            unit_count: scope.unit_count(action),
            household_count: scope.household_count(action),
            site_count: scope.site_count(action),
        }
    }
}
