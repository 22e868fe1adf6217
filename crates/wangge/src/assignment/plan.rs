//! A plan: who takes which household, and what can be asked of it.

use super::AssignError;
use super::bottleneck::Bottleneck;
use super::certificate::PlanCertificate;
use super::figures::{Figures, loads};
use super::model::Model;
use super::options::AssignOptions;
use super::rule::Ineligible;
use super::setting::Setting;
use super::taker::Taker;
use crate::directory::{Directory, Household};
use crate::error::QueryError;
use crate::table::{NONE, Rows, at, cell, indices};

/// The best plan over all eligible pairs: it assigns as many as can be, then leaves as little as can be below the
/// minimum, and costs the least of those that do (A4, A5).
///
/// Owns its directory, so that it can be kept.
#[derive(Clone)]
pub struct Plan {
    pub(super) setting: Setting,
    pub(super) options: AssignOptions,
    pub(super) model: Model,
    /// The takers of each row, by id.
    pub(super) pairs: Rows<u32>,
    /// Today's takers of each row, by id.
    pub(super) today: Rows<u32>,
    pub(super) bottlenecks: Vec<super::bottleneck::Found>,
    before: Figures,
    after: Figures,
}

/// The load of somebody who takes households.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Load<'p> {
    /// Who.
    pub taker: Taker<'p>,
    /// Households of this programme today.
    pub before: u32,
    /// Households of this programme in the plan.
    pub now: u32,
    /// Of those, the ones that are pinned.
    pub pinned: u32,
    /// Of those, the ones that the plan does not touch, because they are not under its unit.
    pub outside: u32,
    /// Households from other posts and programmes, which count for evenness.
    pub others: u32,
    /// The least number of households.
    pub min: u32,
    /// The greatest number of households.
    pub max: u32,
}

/// How many have so many households.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadCount {
    /// So many households.
    pub load: u32,
    /// How many have them today.
    pub before: u32,
    /// How many have them in the plan.
    pub now: u32,
}

impl Plan {
    pub(super) fn new(
        setting: Setting,
        options: AssignOptions,
        model: Model,
        bottlenecks: Vec<super::bottleneck::Found>,
    ) -> Result<Self, AssignError> {
        let (mut pairs, mut today) = (Rows::default(), Rows::default());
        let mut own: Vec<u32> = Vec::new();
        for row in indices(setting.rows.len()) {
            let pinned = setting.marks.row(row).iter().filter(|mark| mark.pinned).map(|mark| mark.taker);
            own.extend(pinned.chain(model.takers_of(row).flatten()));
            setting.by_id(&mut own);
            own.drain(..).for_each(|taker| pairs.push(taker));
            pairs.end_row()?;
            own.extend(setting.marks.row(row).iter().filter(|mark| mark.today).map(|mark| mark.taker));
            setting.by_id(&mut own);
            own.drain(..).for_each(|taker| today.push(taker));
            today.end_row()?;
        }
        let (mut before, after) = (Figures::new(&setting, &today), Figures::new(&setting, &pairs));
        before.ineligible += u64::try_from(setting.strays.len()).unwrap_or(u64::MAX);
        Ok(Self { setting, options, model, pairs, today, bottlenecks, before, after })
    }

    /// The directory that it was made from.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.setting.directory
    }

    /// What was asked for.
    #[must_use]
    pub fn options(&self) -> &AssignOptions {
        &self.options
    }

    /// Every household that is planned, in the tree order of their units, then by id, with who takes it, by id.
    ///
    /// ```
    /// # use wangge::{AssignOptions, Registry};
    /// # use wangge_sample::Sample;
    /// # let registry = Registry::build(Sample::chalinhe().records())?;
    /// let directory = registry.as_of("2026-11-23".parse()?);
    /// let plan = directory.assign(&AssignOptions::caretakers("one-household-one-member"))?;
    /// for (household, takers) in plan.pairs() {
    ///     let ids: Vec<&str> = takers.map(|taker| taker.id()).collect();
    ///     println!("{}: {}", household.id(), ids.join(", "));
    /// }
    /// assert_eq!(plan.pairs().len(), 600);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (Household<'_>, impl ExactSizeIterator<Item = Taker<'_>>)> {
        indices(self.setting.rows.len()).map(|row| (self.household_of(row), self.takers(&self.pairs, row)))
    }

    /// Today's pairs of the same households, in the same order.
    pub fn today(&self) -> impl ExactSizeIterator<Item = (Household<'_>, impl ExactSizeIterator<Item = Taker<'_>>)> {
        indices(self.setting.rows.len()).map(|row| (self.household_of(row), self.takers(&self.today, row)))
    }

    /// Who takes a household in the plan, by id.
    ///
    /// # Errors
    /// [`QueryError::HouseholdUnknown`] if it is not planned.
    pub fn takers_of(&self, household: &str) -> Result<impl ExactSizeIterator<Item = Taker<'_>>, QueryError> {
        Ok(self.takers(&self.pairs, self.row_of(household)?))
    }

    /// Today's pairs in numbers.
    #[must_use]
    pub fn before(&self) -> Figures {
        self.before
    }

    /// The plan in numbers.
    #[must_use]
    pub fn after(&self) -> Figures {
        self.after
    }

    /// Eligible pairs, pinned ones left out: over all of them the plan is proved to be the best.
    #[must_use]
    pub fn eligible_pairs(&self) -> u64 {
        self.setting.pairs
    }

    /// Everybody who has planned households, today or in the plan, or could have some: people in the tree order of where
    /// they live or serve, units in tree order.
    pub fn loads(&self) -> impl Iterator<Item = Load<'_>> {
        let (before, now) = (loads(&self.setting, &self.today), loads(&self.setting, &self.pairs));
        let all = indices(self.setting.takers.len()).zip(before).zip(now);
        all.filter_map(|((taker, before), now)| {
            let own = self.setting.taker(taker)?;
            let is_concerned = self.setting.is_open(taker) || before > 0 || now > 0;
            is_concerned.then(|| Load {
                taker: Taker::new(&self.setting, taker),
                before: own.outside.saturating_add(before),
                now: own.outside.saturating_add(now),
                pinned: own.pinned,
                outside: own.outside,
                others: own.others,
                min: self.setting.minimum(taker),
                max: self.setting.terms.max,
            })
        })
    }

    /// How many have how many households of this programme, today and in the plan, by load.
    #[must_use]
    pub fn histogram(&self) -> Vec<LoadCount> {
        let mut counts = std::collections::BTreeMap::<u32, (u32, u32)>::new();
        for load in self.loads() {
            counts.entry(load.before).or_default().0 += 1;
            counts.entry(load.now).or_default().1 += 1;
        }
        counts.into_iter().map(|(load, (before, now))| LoadCount { load, before, now }).collect()
    }

    /// Households that get fewer takers than they ask for, and how many they miss.
    pub fn unassigned(&self) -> impl Iterator<Item = (Household<'_>, u32)> {
        let asked = self.setting.terms.per_household;
        indices(self.setting.rows.len()).filter_map(move |row| {
            let missing = asked.saturating_sub(indices(self.pairs.row(row).len()).end);
            (missing > 0).then(|| (self.household_of(row), missing))
        })
    }

    /// Why not all are assigned, and not all minima reached (A5): minimal sets.
    pub fn bottlenecks(&self) -> impl ExactSizeIterator<Item = Bottleneck<'_>> {
        self.bottlenecks.iter().map(|found| Bottleneck::new(&self.setting, found))
    }

    /// Today's pairs that are not eligible any more and not pinned, with the reason.
    pub fn lapsed(&self) -> impl Iterator<Item = (Household<'_>, Taker<'_>, Ineligible)> {
        let setting = &self.setting;
        let rows = indices(setting.rows.len());
        let pairs = rows.flat_map(|row| self.today.row(row).iter().map(move |taker| (row, *taker)));
        let lapsed = pairs.filter(|(row, taker)| !setting.mark(*row, *taker).pinned);
        let lapsed = lapsed.filter_map(|(row, taker)| {
            let why = setting.why_not(row, taker)?;
            Some((self.household_of(row), Taker::new(setting, taker), why))
        });
        let tables = setting.tables();
        let strays = setting.strays.iter().map(|(household, person)| {
            let taker = cell(&setting.taker_of, *person, NONE);
            (Household::new(tables, *household), Taker::new(setting, taker), Ineligible::Category)
        });
        lapsed.chain(strays)
    }

    /// The proof that no plan is better (A4): prices.
    #[must_use]
    pub fn certificate(&self) -> PlanCertificate {
        PlanCertificate::new(&self.setting, &self.model)
    }

    pub(super) fn household_of(&self, row: u32) -> Household<'_> {
        Household::new(self.setting.tables(), self.setting.row(row).map_or(NONE, |row| row.household))
    }

    /// The row of a household that is planned.
    pub(super) fn row_of(&self, household: &str) -> Result<u32, QueryError> {
        let found = self.directory().household(household)?.index;
        let row = self.setting.row_of.get(at(found)).copied().filter(|row| *row != NONE);
        row.ok_or_else(|| QueryError::HouseholdUnknown { id: crate::text::shorten(household) })
    }

    fn takers<'p>(&'p self, of: &'p Rows<u32>, row: u32) -> impl ExactSizeIterator<Item = Taker<'p>> + use<'p> {
        of.row(row).iter().map(|taker| Taker::new(&self.setting, *taker))
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan")
            .field("purpose", &self.options.purpose)
            .field("before", &self.before)
            .field("after", &self.after)
            .finish_non_exhaustive()
    }
}
