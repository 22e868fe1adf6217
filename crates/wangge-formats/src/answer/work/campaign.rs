//! Campaigns as JSON (N3).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use wangge::work::{CampaignRun, Channel, Coverage, CoverageCount, HouseholdCoverage};
use wangge::{Household, Person, Unit, Work};

/// Every campaign with its coverage on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Campaigns")]
pub struct CampaignsView<'w> {
    /// The date.
    pub date: String,
    /// In the order of the log.
    pub campaigns: Vec<CampaignView<'w>>,
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Campaign")]
pub struct CampaignView<'w> {
    /// The campaign.
    pub campaign: &'w str,
    /// The scheme's campaign, whose actions it takes.
    pub of: &'w str,
    /// The matter kind under which the duty list says who answers for it.
    pub kind: &'w str,
    /// The unit whose households it must reach; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'w str>,
    /// Its own categories of household; none: those of the scheme's campaign.
    pub categories: Vec<&'w str>,
    /// The categories that come first.
    pub first: Vec<&'w str>,
    /// The first day.
    pub from: String,
    /// The day after the last.
    pub until: String,
    /// The channels that count.
    pub channels: Vec<Channel>,
    /// Its actions.
    pub actions: Vec<&'w str>,
    /// How far it has come; absent where it has not begun, or where not all of it may be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<CountView>,
}

/// How many households, and for how many everything is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "CoverageCount")]
pub struct CountView {
    /// How many households there are.
    pub households: usize,
    /// For how many of them every action is done.
    pub complete: usize,
    /// For how many of them an action is not done.
    pub missing: usize,
    /// The share of those that are complete, rounded down: 100 means that nobody is missing.
    pub percent: usize,
}

/// How far a campaign has come on a date, and who is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Coverage")]
pub struct CoverageView<'c> {
    /// The campaign; of its coverage as far as it may be seen.
    pub campaign: CampaignView<'c>,
    /// The date, or the last day of the campaign if that was earlier.
    pub date: String,
    /// Every action, in the scheme's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionCountView<'c>>,
    /// Every unit on the way up from a household of the campaign, in tree order.
    pub units: Vec<UnitCountView<'c>>,
    /// Everybody who answers for a household of the campaign, by id; nobody at the end.
    pub people: Vec<PersonCountView<'c>>,
    /// The households with an action that is not done: those that come first, then the others.
    pub missing: Vec<MissingView<'c>>,
}

/// How far an action has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ActionCount")]
pub struct ActionCountView<'c> {
    /// The action.
    pub action: &'c str,
    /// For how many households it is done.
    pub done: usize,
    /// For how many it is not.
    pub missing: usize,
    /// The share of those for which it is done, rounded down.
    pub percent: usize,
}

/// How far a unit has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "UnitCount")]
pub struct UnitCountView<'c> {
    /// The unit.
    pub unit: &'c str,
    /// How many households, and for how many everything is done.
    pub count: CountView,
    /// For how many each action is done, in the scheme's order.
    pub done: Vec<usize>,
}

/// How far somebody has come who answers for households.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PersonCount")]
pub struct PersonCountView<'c> {
    /// The person; absent: nobody answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<&'c str>,
    /// How many households, and for how many everything is done.
    pub count: CountView,
    /// For how many each action is done, in the scheme's order.
    pub done: Vec<usize>,
}

/// A household with an action that is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Missing")]
pub struct MissingView<'c> {
    /// The household.
    pub household: &'c str,
    /// Its unit.
    pub unit: &'c str,
    /// Whether it is of a category that comes first.
    pub first: bool,
    /// Who answers for it; absent: nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<&'c str>,
    /// The actions that are not done.
    pub actions: Vec<&'c str>,
}

/// What may be seen of campaigns.
pub struct CampaignEyes<'e> {
    /// Whether all that a campaign reaches may be seen, and so its whole coverage.
    pub campaign: &'e dyn Fn(CampaignRun<'_>) -> bool,
    /// Whether a unit may be seen.
    pub unit: &'e dyn Fn(Unit<'_>) -> bool,
    /// Whether what a person has to do may be seen; of nobody where it is none.
    pub person: &'e dyn Fn(Option<Person<'_>>) -> bool,
    /// Whether a household may be seen.
    pub household: &'e dyn Fn(Household<'_>) -> bool,
}

impl CampaignEyes<'static> {
    /// Whoever sees everything.
    pub const ALL: Self = Self { campaign: &|_| true, unit: &|_| true, person: &|_| true, household: &|_| true };
}

impl<'w> CampaignsView<'w> {
    /// Every campaign on a date.
    #[must_use]
    pub fn new(work: &'w Work, date: Date, eyes: &CampaignEyes<'_>) -> Self {
        let campaigns = work.campaigns().map(|run| {
            let coverage = (eyes.campaign)(run).then(|| work.coverage(run.id(), date).ok()).flatten();
            CampaignView::new(run, coverage.map(|coverage| coverage.total().into()))
        });
        Self { date: date.to_string(), campaigns: campaigns.collect() }
    }
}

impl<'w> CampaignView<'w> {
    fn new(run: CampaignRun<'w>, total: Option<CountView>) -> Self {
        Self {
            campaign: run.id(),
            of: &run.of().id,
            kind: run.kind().id(),
            unit: run.unit(),
            categories: run.categories().map(|(id, _)| id).collect(),
            first: run.first().map(|(id, _)| id).collect(),
            from: run.from().to_string(),
            until: run.until().to_string(),
            channels: run.channels().to_vec(),
            actions: run.actions().iter().map(|action| action.id.as_str()).collect(),
            total,
        }
    }
}

impl From<CoverageCount<'_>> for CountView {
    fn from(count: CoverageCount<'_>) -> Self {
        let (households, complete) = (count.households(), count.complete());
        Self { households, complete, missing: count.missing(), percent: count.percent() }
    }
}

impl<'c> CoverageView<'c> {
    /// The coverage of a campaign, as far as it may be seen.
    #[must_use]
    pub fn new(coverage: &'c Coverage, eyes: &CampaignEyes<'_>) -> Self {
        let run = coverage.campaign();
        let sees_all = (eyes.campaign)(run);
        let actions = coverage.actions().filter(|_| sees_all).map(|action| ActionCountView {
            action: action.id(),
            done: action.done(),
            missing: action.missing(),
            percent: action.percent(),
        });
        let units = coverage.units().filter(|(unit, _)| (eyes.unit)(*unit)).map(|(unit, count)| UnitCountView {
            unit: unit.id(),
            count: count.into(),
            done: count.done().collect(),
        });
        let people = coverage.people().filter(|(person, _)| sees_all || (eyes.person)(*person));
        let people = people.map(|(person, count)| PersonCountView {
            person: person.map(Person::id),
            count: count.into(),
            done: count.done().collect(),
        });
        let missing = coverage.missing().filter(|missing| (eyes.household)(missing.household()));
        Self {
            campaign: CampaignView::new(run, sees_all.then(|| coverage.total().into())),
            date: coverage.date().to_string(),
            actions: actions.collect(),
            units: units.collect(),
            people: people.collect(),
            missing: missing.map(Into::into).collect(),
        }
    }
}

impl<'c> From<HouseholdCoverage<'c>> for MissingView<'c> {
    fn from(missing: HouseholdCoverage<'c>) -> Self {
        let household = missing.household();
        Self {
            household: household.id(),
            unit: household.unit().id(),
            first: missing.comes_first(),
            answers: missing.answers().map(Person::id),
            actions: missing.missing().map(|action| action.id.as_str()).collect(),
        }
    }
}
