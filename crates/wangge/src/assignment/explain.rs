//! Why this one, and what each alternative would cost overall (A7): the problem with that pair in it, solved again.

use super::AssignError;
use super::cost::Cost;
use super::model::Model;
use super::plan::Plan;
use super::pricing::Pricing;
use super::rule::Ineligible;
use super::taker::Taker;
use crate::directory::Household;
use crate::table::{NONE, at, indices};

/// Explains a plan, household after household.
#[derive(Clone)]
pub struct Explainer<'p> {
    plan: &'p Plan,
    /// Nothing is left to be tried; changes are looked at from here.
    settled: Pricing,
}

/// Why a household has the takers that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'p> {
    /// The household.
    pub household: Household<'p>,
    /// Who takes it, by id.
    pub chosen: Vec<Chosen<'p>>,
    /// How many takers it misses.
    pub missing: u32,
    /// Who else could take it, the nearest first.
    pub alternatives: Vec<Alternative<'p>>,
    /// Who may not take it, the nearest first.
    pub excluded: Vec<Excluded<'p>>,
}

/// A taker of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chosen<'p> {
    /// Who.
    pub taker: Taker<'p>,
    /// What the pair costs; the load is what the last of the taker's households costs.
    pub cost: Cost,
    /// Metres between them, if both have a place.
    pub metres: Option<u32>,
    /// Whether it is one of today's pairs.
    pub today: bool,
    /// Whether either side asked for it.
    pub preferred: bool,
    /// Whether it is pinned, and so was not planned.
    pub pinned: bool,
}

/// A taker that a household could have instead.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alternative<'p> {
    /// Who.
    pub taker: Taker<'p>,
    /// What the pair would cost; the load is what one more of the taker's households would cost.
    pub cost: Cost,
    /// Metres between them, if both have a place.
    pub metres: Option<u32>,
    /// What would follow if the pair were in the plan; none if pinned pairs leave no place.
    pub switch: Option<Switch<'p>>,
    /// Why it is not.
    pub why: WhyNot,
}

/// What would follow if a pair were in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Switch<'p> {
    /// What the plan would cost more, all households together.
    pub cost: i64,
    /// How many more takers would be missing.
    pub missing: i64,
    /// By how many more households minima would be missed.
    pub shortfall: i64,
    /// Who would move: the household itself, then each where the one before made it necessary.
    pub moves: Vec<Move<'p>>,
}

/// A household that goes elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move<'p> {
    /// The household.
    pub household: Household<'p>,
    /// Who took it; none: nobody.
    pub from: Option<Taker<'p>>,
    /// Who would take it; none: nobody.
    pub to: Option<Taker<'p>>,
}

/// Why an alternative is not in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WhyNot {
    /// It would be as good; ties fall the same way on every machine (A6).
    Equal,
    /// It would cost more.
    Dearer,
    /// The taker is full: somebody else would have to move, or be left without.
    Full {
        /// The programme's limit that is full, from 0; none if it is the maximum.
        limit: Option<u32>,
    },
    /// The household is needed where it is, so that somebody reaches their minimum.
    Needed,
    /// Pinned pairs have taken every place.
    Pinned,
}

impl WhyNot {
    /// Every code, in order.
    pub const CODES: &'static [&'static str] = &["equal", "dearer", "full", "needed", "pinned"];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Dearer => "dearer",
            Self::Full { .. } => "full",
            Self::Needed => "needed",
            Self::Pinned => "pinned",
        }
    }
}

/// A person who may not take a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excluded<'p> {
    /// Who.
    pub taker: Taker<'p>,
    /// Metres between them, if both have a place.
    pub metres: Option<u32>,
    /// By which rule.
    pub why: Ineligible,
}

impl Plan {
    /// Why a household has the takers that it has: with at most so many alternatives, and so many who may not take it.
    ///
    /// To explain many households, make an [`explainer`](Self::explainer) once.
    ///
    /// # Errors
    /// [`AssignError::Query`] if the household is not planned; [`AssignError::TooLarge`].
    ///
    /// ```
    /// # use wangge::{AssignOptions, Registry, WhyNot};
    /// # use wangge_sample::Sample;
    /// # let registry = Registry::build(Sample::chalinhe().records())?;
    /// # let directory = registry.as_of("2026-11-23".parse()?);
    /// # let options = AssignOptions { max: Some(12), ..AssignOptions::caretakers("one-household-one-member") };
    /// let plan = directory.assign(&options)?;
    /// let explanation = plan.explain("430821108223-h0017", 3)?;
    /// for alternative in &explanation.alternatives {
    ///     let Some(switch) = &alternative.switch else { continue };
    ///     println!("{}: {} m more, {} would move", alternative.taker.id(), switch.cost, switch.moves.len());
    ///     assert!(switch.missing > 0 || switch.cost >= 0);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self, household: &str, at_most: usize) -> Result<Explanation<'_>, AssignError> {
        self.explainer().explain(household, at_most)
    }

    /// Makes ready to explain households.
    #[must_use]
    pub fn explainer(&self) -> Explainer<'_> {
        Explainer { plan: self, settled: Pricing::settled(&self.setting, &self.model) }
    }
}

impl<'p> Explainer<'p> {
    /// Why a household has the takers that it has: with at most so many alternatives, and so many who may not take it.
    ///
    /// # Errors
    /// As for [`Plan::explain`].
    pub fn explain(&self, household: &str, at_most: usize) -> Result<Explanation<'p>, AssignError> {
        let (plan, setting) = (self.plan, &self.plan.setting);
        let row = plan.row_of(household)?;
        let chosen = plan.pairs.row(row);
        let mut others: Vec<(u32, u32)> = setting
            .eligible(row)
            .filter(|taker| !chosen.contains(taker))
            .map(|taker| (self.metres(row, taker).unwrap_or(NONE), taker))
            .collect();
        nearest(&mut others, at_most);
        let alternatives = others.iter().map(|(_, taker)| self.alternative(row, *taker)).collect::<Result<_, _>>()?;
        let mut excluded: Vec<(u32, u32)> = indices(setting.takers.len())
            .filter(|taker| !chosen.contains(taker) && setting.why_not(row, *taker).is_some())
            .map(|taker| (self.metres(row, taker).unwrap_or(NONE), taker))
            .collect();
        nearest(&mut excluded, at_most);
        let excluded = excluded.iter().filter_map(|(_, taker)| {
            let why = setting.why_not(row, *taker)?;
            Some(Excluded { taker: Taker::new(setting, *taker), metres: self.metres(row, *taker), why })
        });
        Ok(Explanation {
            household: plan.household_of(row),
            chosen: chosen.iter().map(|taker| self.chosen(row, *taker)).collect(),
            missing: setting.terms.per_household.saturating_sub(indices(chosen.len()).end),
            alternatives,
            excluded: excluded.collect(),
        })
    }

    fn metres(&self, row: u32, taker: u32) -> Option<u32> {
        let setting = &self.plan.setting;
        setting.known_metres(setting.row(row)?, taker, setting.mark(row, taker))
    }

    /// What one household of a taker costs, by its place in the taker's load.
    fn with_load(&self, row: u32, taker: u32, place: u32) -> Cost {
        let setting = &self.plan.setting;
        Cost { load: setting.load_cost(place, 1), ..setting.cost(row, taker) }
    }

    fn chosen(&self, row: u32, taker: u32) -> Chosen<'p> {
        let setting = &self.plan.setting;
        let mark = setting.mark(row, taker);
        let last = setting.base_load(taker).saturating_add(self.plan.model.load(taker)).saturating_sub(1);
        Chosen {
            taker: Taker::new(setting, taker),
            cost: self.with_load(row, taker, last),
            metres: self.metres(row, taker),
            today: mark.today,
            preferred: mark.preferred,
            pinned: mark.pinned,
        }
    }

    fn alternative(&self, row: u32, taker: u32) -> Result<Alternative<'p>, AssignError> {
        let setting = &self.plan.setting;
        let switch = self.switch(row, taker)?;
        let next = setting.base_load(taker).saturating_add(self.plan.model.load(taker));
        let why = switch.as_ref().map_or(WhyNot::Pinned, |switch| self.why_not(row, taker, switch));
        Ok(Alternative {
            taker: Taker::new(setting, taker),
            cost: self.with_load(row, taker, next),
            metres: self.metres(row, taker),
            switch,
            why,
        })
    }

    /// Solves the problem with a pair in it, over all eligible pairs, and compares.
    fn switch(&self, row: u32, taker: u32) -> Result<Option<Switch<'p>>, AssignError> {
        let (plan, setting) = (self.plan, &self.plan.setting);
        let Some(mut forced) = plan.model.force(setting, row, taker)? else { return Ok(None) };
        self.settled.clone().settle(setting, &mut forced, &mut |_| {})?;
        let (before, after) = (&plan.model.solution, &forced.solution);
        let pair = setting.cost(row, taker).total().saturating_add(setting.load_cost(setting.base_load(taker), 1));
        let more = |now: u64, then: u64| whole(now).saturating_sub(whole(then));
        Ok(Some(Switch {
            cost: after.cost().saturating_add(pair).saturating_sub(before.cost()),
            missing: more(after.unassigned(), before.unassigned()),
            shortfall: more(after.shortfall(), before.shortfall()),
            moves: self.moves(&forced, row, taker),
        }))
    }

    /// Who would move: the household itself, then in the order in which one move makes the next necessary.
    fn moves(&self, forced: &Model, row: u32, taker: u32) -> Vec<Move<'p>> {
        let setting = &self.plan.setting;
        let mut moved: Vec<(u32, Option<u32>, Option<u32>)> = Vec::new();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for other in indices(setting.rows.len()) {
            before.clear();
            before.extend(self.plan.model.takers_of(other).flatten());
            after.clear();
            after.extend(forced.takers_of(other).flatten());
            after.extend((other == row).then_some(taker));
            let mut gone: Vec<u32> = before.iter().copied().filter(|taker| !after.contains(taker)).collect();
            let mut new: Vec<u32> = after.iter().copied().filter(|taker| !before.contains(taker)).collect();
            gone.sort_unstable();
            new.sort_unstable_by_key(|new| (other == row && *new != taker, *new));
            let most = gone.len().max(new.len());
            moved.extend((0..most).map(|n| (other, gone.get(n).copied(), new.get(n).copied())));
        }
        let mut chain = Vec::with_capacity(moved.len());
        let mut next = moved.iter().position(|(other, _, to)| *other == row && *to == Some(taker));
        while let Some(place) = next.or(if moved.is_empty() { None } else { Some(0) }) {
            let (other, from, to) = moved.remove(place);
            chain.push(Move {
                household: self.plan.household_of(other),
                from: from.map(|taker| Taker::new(setting, taker)),
                to: to.map(|taker| Taker::new(setting, taker)),
            });
            next = moved.iter().position(|(_, from, _)| to.is_some() && *from == to);
        }
        chain
    }

    fn why_not(&self, row: u32, taker: u32, switch: &Switch<'_>) -> WhyNot {
        let (setting, model) = (&self.plan.setting, &self.plan.model);
        if (switch.missing, switch.shortfall, switch.cost) == (0, 0, 0) {
            return WhyNot::Equal;
        }
        let slot = setting.row(row).map_or(0, |row| row.slot);
        let is_full = |slot: &u32| {
            let load = model.sinks.sink(taker, *slot).map_or(0, |sink| model.solution.load(sink));
            load >= setting.limit_left(taker, *slot)
        };
        if let Some(full) = setting.terms.around(slot).find(is_full) {
            let limit = full.checked_sub(1).and_then(|place| setting.terms.limits.get(at(place)));
            return WhyNot::Full { limit: limit.map(|limit| limit.number) };
        }
        let is_needed = |taker: u32| {
            let (lower, _) = setting.bounds(taker);
            lower > 0 && model.load(taker) <= lower
        };
        let moves_on = switch.shortfall > 0 || switch.moves.len() > 1;
        if moves_on && model.takers_of(row).flatten().any(is_needed) { WhyNot::Needed } else { WhyNot::Dearer }
    }
}

impl std::fmt::Debug for Explainer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Explainer").field("plan", self.plan).finish()
    }
}

/// The nearest of takers with their distances.
fn nearest(takers: &mut Vec<(u32, u32)>, at_most: usize) {
    takers.sort_unstable();
    takers.truncate(at_most);
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
