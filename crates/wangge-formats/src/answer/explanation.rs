//! Why a household goes to whom it goes, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::{Explanation, Ineligible, Switch, Taker, WhyNot};

use super::assignment::{CostView, TakerView};
use super::code::Code;

/// Why a household has the takers that it has.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Explanation")]
pub struct ExplanationView<'p> {
    /// The household.
    pub household: &'p str,
    /// Who takes it.
    pub chosen: Vec<ChosenView<'p>>,
    /// How many takers it misses.
    pub missing: u32,
    /// Who else could, the nearest first.
    pub alternatives: Vec<AlternativeView<'p>>,
    /// Who may not, the nearest first.
    pub excluded: Vec<ExcludedView<'p>>,
}

/// A taker of a household.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Chosen")]
pub struct ChosenView<'p> {
    /// Who.
    pub taker: TakerView<'p>,
    /// What the pair costs, with the taker's last household.
    pub cost: CostView,
    /// Metres between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
    /// Whether it is so today.
    pub today: bool,
    /// Whether either side asked for it.
    pub preferred: bool,
    /// Whether it is pinned.
    pub pinned: bool,
}

/// A taker that a household could have instead.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Alternative")]
pub struct AlternativeView<'p> {
    /// Who.
    pub taker: TakerView<'p>,
    /// What the pair would cost, as one more household of the taker.
    pub cost: CostView,
    /// Metres between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
    /// Why it is not so in the plan.
    #[schemars(with = "Code<WhyNot>")]
    pub why: &'static str,
    /// What would follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<SwitchView<'p>>,
}

/// What would follow if a pair were in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Switch")]
pub struct SwitchView<'p> {
    /// What all households together would cost more, in metres.
    pub cost: i64,
    /// How many more takers would be missing.
    pub missing: i64,
    /// By how many more households minima would be missed.
    pub shortfall: i64,
    /// Who would move, the household itself first.
    pub moves: Vec<GoesView<'p>>,
}

/// A household that would go elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Goes")]
pub struct GoesView<'p> {
    /// The household.
    pub household: &'p str,
    /// Who takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'p str>,
    /// Who would take it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'p str>,
}

/// A person who may not take a household.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Excluded")]
pub struct ExcludedView<'p> {
    /// Who.
    pub taker: TakerView<'p>,
    /// Metres between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
    /// By which rule.
    #[schemars(with = "Code<Ineligible>")]
    pub why: &'static str,
}

impl<'p> From<&Explanation<'p>> for ExplanationView<'p> {
    fn from(explanation: &Explanation<'p>) -> Self {
        let chosen = explanation.chosen.iter().map(|own| ChosenView {
            taker: own.taker.into(),
            cost: own.cost.into(),
            metres: own.metres,
            today: own.today,
            preferred: own.preferred,
            pinned: own.pinned,
        });
        let alternatives = explanation.alternatives.iter().map(|other| AlternativeView {
            taker: other.taker.into(),
            cost: other.cost.into(),
            metres: other.metres,
            why: other.why.code(),
            switch: other.switch.as_ref().map(SwitchView::from),
        });
        let excluded = explanation.excluded.iter().map(|other| ExcludedView {
            taker: other.taker.into(),
            metres: other.metres,
            why: other.why.code(),
        });
        Self {
            household: explanation.household.id(),
            chosen: chosen.collect(),
            missing: explanation.missing,
            alternatives: alternatives.collect(),
            excluded: excluded.collect(),
        }
    }
}

impl<'p> From<&Switch<'p>> for SwitchView<'p> {
    fn from(switch: &Switch<'p>) -> Self {
        let moves = switch.moves.iter().map(|moved| GoesView {
            household: moved.household.id(),
            from: moved.from.map(Taker::id),
            to: moved.to.map(Taker::id),
        });
        Self { cost: switch.cost, missing: switch.missing, shortfall: switch.shortfall, moves: moves.collect() }
    }
}
