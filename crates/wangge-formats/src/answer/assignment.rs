//! A plan of household assignment in numbers, as JSON. Who takes whom is in the plan's own file.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::{Cost, CostPart, Explanation, Figures, Ineligible, Plan, PlanCheck, Shortage, Taker, Verdict, Violation};

use super::code::Code;
use super::explanation::ExplanationView;

use crate::plan::PurposeRecord;

/// A plan beside what holds today, in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PlanSummary")]
pub struct SummaryView<'p> {
    /// The date.
    pub date: String,
    /// What was planned.
    pub purpose: PurposeRecord,
    /// Today's pairs.
    pub before: FiguresView,
    /// The plan's.
    pub after: FiguresView,
    /// How many have how many households.
    pub loads: Vec<LoadCountView>,
    /// How many households' takers change.
    pub moved: u64,
    /// Households that get fewer takers than they ask for.
    pub unassigned: Vec<UnassignedView<'p>>,
    /// Why.
    pub bottlenecks: Vec<BottleneckView<'p>>,
    /// Over how many eligible pairs the plan is the best.
    pub eligible_pairs: u64,
    /// Whether the proof was checked against all of them, and held.
    pub proven: bool,
}

/// A plan with everything that changes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PlanReport")]
pub struct PlanView<'p> {
    /// The plan in numbers.
    #[serde(flatten)]
    pub summary: SummaryView<'p>,
    /// Households whose takers change.
    pub moves: Vec<MoveView<'p>>,
    /// Why one household has the takers that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<ExplanationView<'p>>,
}

/// What the check of a plan found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PlanCheck")]
pub struct PlanCheckView<'c> {
    /// Whether it is the best, and if not, what is wrong with it or its proof.
    pub verdict: VerdictView,
    /// By how much, where the verdict has numbers.
    #[serde(flatten)]
    pub by: ByView,
    /// Rules that are broken.
    pub violations: Vec<ViolationView<'c>>,
    /// What is missing.
    pub shortages: Vec<ViolationView<'c>>,
    /// The plan in numbers.
    pub figures: FiguresView,
}

/// What the check of a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Verdict")]
pub enum VerdictView {
    /// No plan is better, and the proof holds.
    Optimal,
    /// A rule is broken.
    Broken,
    /// The proof does not reach the plan's cost.
    Unproven,
    /// The proof leaves out pairs that are eligible.
    Undercounted,
    /// There is a better plan.
    Beaten,
}

/// The numbers of a verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "By")]
pub struct ByView {
    /// By how many metres the proof misses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<i64>,
    /// How many takers more are missing than must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<i64>,
    /// By how many households more minima are missed than must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortfall: Option<i64>,
    /// How much more it costs, in metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
}

/// A rule that a plan breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Violation")]
pub struct ViolationView<'c> {
    /// The code.
    #[schemars(with = "Code<Violation>")]
    pub code: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// The household.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<&'c str>,
    /// Who takes it, or does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taker: Option<&'c str>,
    /// Why the pair is not eligible.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Code<Ineligible>>")]
    pub why: Option<&'static str>,
}

impl<'c> From<&'c Violation> for ViolationView<'c> {
    fn from(violation: &'c Violation) -> Self {
        let why = match violation {
            Violation::Ineligible { why, .. } => Some(Ineligible::code(*why)),
            _ => None,
        };
        let (code, rule) = (violation.code(), violation.rule());
        Self { code, rule, household: violation.household(), taker: violation.taker(), why }
    }
}

impl<'c> PlanCheckView<'c> {
    /// What a check found.
    #[must_use]
    pub fn new(check: &'c PlanCheck) -> Self {
        let none = ByView::default();
        let (verdict, by) = match check.verdict {
            Verdict::Optimal => (VerdictView::Optimal, none),
            Verdict::Broken => (VerdictView::Broken, none),
            Verdict::Unproven { gap } => (VerdictView::Unproven, ByView { gap: i64::try_from(gap).ok(), ..none }),
            Verdict::Undercounted { .. } => (VerdictView::Undercounted, none),
            Verdict::Beaten { missing, shortfall, cost } => (
                VerdictView::Beaten,
                ByView { gap: None, missing: Some(missing), shortfall: Some(shortfall), cost: Some(cost) },
            ),
        };
        Self {
            verdict,
            by,
            violations: check.violations.iter().map(ViolationView::from).collect(),
            shortages: check.shortages.iter().map(ViolationView::from).collect(),
            figures: check.figures.into(),
        }
    }
}

/// A set of pairs in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Figures")]
pub struct FiguresView {
    /// Households.
    pub households: u64,
    /// Pairs.
    pub pairs: u64,
    /// What they cost, in metres.
    pub cost: CostView,
    /// The greatest known distance, in metres.
    pub longest: u32,
    /// Pairs without a known distance.
    pub unplaced: u64,
    /// Households with too few takers.
    pub short: u64,
    /// Takers that they miss.
    pub missing: u64,
    /// Pairs that are neither eligible nor pinned.
    pub ineligible: u64,
    /// Takers below their minimum.
    pub below_minimum: u64,
    /// Takers above their maximum.
    pub over_maximum: u64,
}

impl From<Figures> for FiguresView {
    fn from(figures: Figures) -> Self {
        Self {
            households: figures.households,
            pairs: figures.pairs,
            cost: figures.cost.into(),
            longest: figures.longest,
            unplaced: figures.unplaced,
            short: figures.short,
            missing: figures.missing,
            ineligible: figures.ineligible,
            below_minimum: figures.below_minimum,
            over_maximum: figures.over_maximum,
        }
    }
}

/// A cost in metres, by its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Cost")]
pub struct CostView {
    /// All parts together.
    pub total: i64,
    /// Metres between pairs.
    pub distance: i64,
    /// For differing from today.
    pub churn: i64,
    /// Taken off for preferred pairs.
    pub preference: i64,
    /// For uneven loads.
    pub load: i64,
}

impl From<Cost> for CostView {
    fn from(cost: Cost) -> Self {
        let part = |part| cost.part(part);
        Self {
            total: cost.total(),
            distance: part(CostPart::Distance),
            churn: part(CostPart::Churn),
            preference: part(CostPart::Preference),
            load: part(CostPart::Load),
        }
    }
}

/// How many have so many households.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "LoadCount")]
pub struct LoadCountView {
    /// So many households.
    pub load: u32,
    /// How many today.
    pub before: u32,
    /// How many in the plan.
    pub now: u32,
}

/// A household whose takers change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Move")]
pub struct MoveView<'p> {
    /// The household.
    pub household: &'p str,
    /// Who took it, by id.
    pub from: Vec<&'p str>,
    /// Who takes it, by id.
    pub to: Vec<&'p str>,
}

/// A household that nobody takes, or too few.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Unassigned")]
pub struct UnassignedView<'p> {
    /// The household.
    pub household: &'p str,
    /// How many takers it misses.
    pub missing: u32,
}

/// Why it cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Bottleneck")]
pub struct BottleneckView<'p> {
    /// What is short.
    #[schemars(with = "Code<Shortage>")]
    pub shortage: &'static str,
    /// By how many.
    pub short: u64,
    /// The households.
    pub households: Vec<&'p str>,
    /// The takers, and which limit of theirs is full, if it is not their maximum.
    pub takers: Vec<ShortView<'p>>,
}

/// A taker in a bottleneck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Short")]
pub struct ShortView<'p> {
    /// The id.
    pub taker: &'p str,
    /// The limit of the programme, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Who takes households.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Taker")]
pub struct TakerView<'p> {
    /// The id.
    pub id: &'p str,
    /// The name.
    pub name: &'p str,
}

impl<'p> From<Taker<'p>> for TakerView<'p> {
    fn from(taker: Taker<'p>) -> Self {
        Self { id: taker.id(), name: taker.name() }
    }
}

impl<'p> SummaryView<'p> {
    /// A plan in numbers; checks the proof.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        let loads = plan.histogram().into_iter();
        let unassigned = plan.unassigned();
        let bottlenecks = plan.bottlenecks().map(|found| BottleneckView {
            shortage: found.shortage().code(),
            short: found.short(),
            households: found.households().map(|household| household.id()).collect(),
            takers: found.takers().map(|(taker, limit)| ShortView { taker: taker.id(), limit }).collect(),
        });
        Self {
            date: plan.directory().date().to_string(),
            purpose: PurposeRecord::new(&plan.options().purpose),
            before: plan.before().into(),
            after: plan.after().into(),
            loads: loads
                .map(|count| LoadCountView { load: count.load, before: count.before, now: count.now })
                .collect(),
            moved: u64::try_from(moved(plan).count()).unwrap_or(u64::MAX),
            unassigned: unassigned
                .map(|(household, missing)| UnassignedView { household: household.id(), missing })
                .collect(),
            bottlenecks: bottlenecks.collect(),
            eligible_pairs: plan.eligible_pairs(),
            proven: plan.verify().is_best(),
        }
    }
}

impl<'p> PlanView<'p> {
    /// A plan with all that it changes, and why one household has its takers; checks the proof.
    #[must_use]
    pub fn new(plan: &'p Plan, explanation: Option<&Explanation<'p>>) -> Self {
        let summary = SummaryView::new(plan);
        Self { summary, moves: moved(plan).collect(), explanation: explanation.map(ExplanationView::from) }
    }
}

/// The households whose takers change, in the order of the plan.
fn moved(plan: &Plan) -> impl Iterator<Item = MoveView<'_>> {
    plan.today().zip(plan.pairs()).filter_map(|((household, from), (_, to))| {
        let from: Vec<&str> = from.map(Taker::id).collect();
        let to: Vec<&str> = to.map(Taker::id).collect();
        (from != to).then(|| MoveView { household: household.id(), from, to })
    })
}
