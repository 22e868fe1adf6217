//! Household assignment: who takes which household, provably the best plan, and why (section 6).
//!
//! ```text
//! AssignOptions ─► Terms ─► Setting ─► Candidates ─► Model ◄─► pricing ─► Plan ─► figures, certificate, explanations
//! (what is asked)  (rules)  (who may   (pairs to     (solved    (pairs that
//!                           take whom)  start with)   exactly)   were not tried)
//! ```

mod bottleneck;
mod candidate;
mod certificate;
mod cost;
mod diff;
mod distance;
mod error;
mod explain;
mod figures;
mod model;
mod near;
mod options;
mod place;
mod plan;
mod pricing;
mod progress;
mod replan;
mod rule;
mod setting;
mod taker;
mod terms;
mod today;
mod verify;

pub use self::bottleneck::{Bottleneck, Shortage};
use self::candidate::Candidates;
pub use self::certificate::{PlanCertificate, TakerPrice};
pub use self::cost::{Cost, CostPart};
pub use self::diff::{Change, PairChange};
pub(crate) use self::distance::Place;
pub use self::error::AssignError;
pub use self::explain::{Alternative, Chosen, Excluded, Explainer, Explanation, Move, Switch, WhyNot};
pub use self::figures::Figures;
use self::model::{Model, Sinks, arcs};
pub use self::options::{AssignOptions, GivenDistance, Use};
pub use self::place::Places;
pub use self::plan::{Load, LoadCount, Plan};
use self::pricing::Pricing;
pub use self::progress::{Progress, Stage};
pub use self::rule::Ineligible;
use self::setting::Setting;
pub use self::taker::Taker;
pub use self::verify::{PlanCheck, Verdict, Violation};
use crate::directory::Directory;
use crate::table::{Rows, indices};

impl Directory {
    /// The best plan: who takes which household, over all eligible pairs (A1-A5).
    ///
    /// # Errors
    /// [`AssignError`] if something is asked for that is not there, or it is too much. That not all can be assigned is
    /// no error: the plan says so, and why.
    ///
    /// ```
    /// # use wangge::{AssignOptions, Registry};
    /// # use wangge_sample::Sample;
    /// # let registry = Registry::build(Sample::chalinhe().records())?;
    /// let directory = registry.as_of("2026-11-23".parse()?);
    /// let options = AssignOptions { max: Some(18), ..AssignOptions::caretakers("one-household-one-member") };
    /// let plan = directory.assign(&options)?;
    ///
    /// assert_eq!(plan.after().missing, 0);
    /// assert!(plan.loads().all(|load| load.now <= 18));
    /// assert!(plan.after().cost.total() < plan.before().cost.total());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn assign(&self, options: &AssignOptions) -> Result<Plan, AssignError> {
        self.assign_with(options, &mut |_| {})
    }

    /// The same, telling how far it has come.
    ///
    /// # Errors
    /// As for [`assign`](Self::assign).
    pub fn assign_with(
        &self,
        options: &AssignOptions,
        listener: &mut dyn FnMut(Progress),
    ) -> Result<Plan, AssignError> {
        from_start(Setting::new(self, options)?, options, listener)
    }
}

/// The best plan of a setting.
fn from_start(
    setting: Setting,
    options: &AssignOptions,
    listener: &mut dyn FnMut(Progress),
) -> Result<Plan, AssignError> {
    let model = first_model(&setting, options, listener)?;
    finish(setting, options.clone(), model, listener)
}

/// The best plan, from one that is the best over some pairs.
fn finish(
    setting: Setting,
    options: AssignOptions,
    mut model: Model,
    listener: &mut dyn FnMut(Progress),
) -> Result<Plan, AssignError> {
    let mut pricing = Pricing::new(&setting);
    pricing.settle(&setting, &mut model, listener)?;
    let bottlenecks = model.explain_shortage(&setting, &mut pricing, listener)?;
    Plan::new(setting, options, model, bottlenecks)
}

/// The setting solved over the candidates.
fn first_model(
    setting: &Setting,
    options: &AssignOptions,
    listener: &mut dyn FnMut(Progress),
) -> Result<Model, AssignError> {
    let sinks = Sinks::new(setting)?;
    let mut candidates: Vec<(u32, u32)> = Vec::new();
    Candidates::new(setting, options.nearest)?.each(listener, |row, takers| {
        candidates.extend(takers.iter().map(|taker| (row, *taker)));
    });
    let candidates = Rows::group(setting.rows.len(), candidates)?;
    let mut problem = sinks.problem(setting)?;
    for row in indices(setting.rows.len()) {
        let demand = setting.row(row).map_or(0, |row| row.demand);
        problem.add_row(demand, &arcs(setting, &sinks, row, candidates.row(row)))?;
    }
    let total = u64::from(indices(setting.rows.len()).end);
    listener(Progress { stage: Stage::Solving, round: 0, done: 0, total });
    Model::solve(setting, sinks, problem)
}
