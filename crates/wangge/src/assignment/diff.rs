//! What a plan changes of today's pairs (A8).

use super::plan::Plan;
use super::taker::Taker;
use crate::directory::Household;
use crate::scheme::Programme;
use crate::table::{NONE, cell};

use super::terms::Purpose;

/// A pair that ends or begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairChange<'p> {
    /// What becomes of it.
    pub change: Change,
    /// The household.
    pub household: Household<'p>,
    /// Who takes it.
    pub taker: Taker<'p>,
    /// The programme; none where units take households.
    pub programme: Option<Programme<'p>>,
}

/// What becomes of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// One of today's pairs ends.
    Ends,
    /// A pair begins.
    Begins,
}

impl Change {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Ends, Self::Begins];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ends => "ends",
            Self::Begins => "begins",
        }
    }
}

impl Plan {
    /// What the plan changes: household by household in tree order, what ends before what begins, by id. Today's pairs
    /// of households that the programme is not for come last.
    ///
    /// ```
    /// # use wangge::{AssignOptions, Change, Registry};
    /// # use wangge_sample::Sample;
    /// # let registry = Registry::build(Sample::chalinhe().records())?;
    /// # let directory = registry.as_of("2026-11-23".parse()?);
    /// // With a churn penalty that no distance is worth, only those change that must: who has nobody, and pairs that are
    /// // not eligible any more.
    /// let options = AssignOptions { churn: Some(1_000_000), ..AssignOptions::caretakers("one-household-one-member") };
    /// let plan = directory.assign(&options)?;
    /// let begins = plan.diff().filter(|pair| pair.change == Change::Begins).count();
    /// assert_eq!(u64::try_from(begins)?, plan.before().missing + plan.before().ineligible);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn diff(&self) -> impl Iterator<Item = PairChange<'_>> {
        let setting = &self.setting;
        let programme = match setting.terms.purpose {
            Purpose::Programme(programme) => Some(Programme::new(setting.tables().rules(), programme)),
            Purpose::Level(_) => None,
        };
        let pair = move |change: Change, household: Household<'_>, taker: u32| PairChange {
            change,
            household: Household::new(setting.tables(), household.index),
            taker: Taker::new(setting, taker),
            programme,
        };
        let rows = crate::table::indices(setting.rows.len()).flat_map(move |row| {
            let (today, planned) = (self.today.row(row), self.pairs.row(row));
            let household = self.household_of(row);
            let ends = today.iter().filter(|taker| !planned.contains(taker)).map(|taker| (Change::Ends, *taker));
            let begins = planned.iter().filter(|taker| !today.contains(taker)).map(|taker| (Change::Begins, *taker));
            ends.chain(begins).map(move |(change, taker)| pair(change, household, taker))
        });
        let strays = setting.strays.iter().map(move |(household, person)| {
            let taker = cell(&setting.taker_of, *person, NONE);
            pair(Change::Ends, Household::new(setting.tables(), *household), taker)
        });
        rows.chain(strays)
    }
}
