//! A plan for JavaScript.

use wangge::Plan;
use wangge_formats::answer::PairsView;
use wangge_formats::ask;
use wangge_formats::plan::write_csv;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::column::{joined, word};
use crate::reply::{Reply, thrown};

/// A plan of household assignment, with its proof.
#[wasm_bindgen]
pub struct RawPlan(pub(crate) Plan);

#[wasm_bindgen]
impl RawPlan {
    /// The plan in numbers, its proof checked.
    #[must_use]
    pub fn summary(&self) -> String {
        ask::plan(&self.0)
    }

    /// Why a household has the takers that it has.
    ///
    /// # Errors
    /// `household.unknown`, `subject.not-on-date`, `assign.too-large`.
    pub fn explain(&self, household: &str, at_most: u32) -> Reply<String> {
        ask::explain(&self.0, household, usize::try_from(at_most).unwrap_or(usize::MAX)).map_err(thrown)
    }

    /// Checks the plan and its proof.
    #[must_use]
    pub fn verify(&self) -> String {
        ask::verify_own(&self.0)
    }

    /// What changes of today's pairs.
    #[must_use]
    pub fn diff(&self) -> String {
        ask::diff(&self.0)
    }

    /// The plan as a transaction.
    #[must_use]
    pub fn transaction(&self) -> String {
        ask::plan_transaction(&self.0)
    }

    /// The plan as a file.
    #[must_use]
    pub fn file(&self) -> String {
        ask::plan_file(&self.0)
    }

    /// The plan as a table for a spreadsheet.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = Vec::new();
        // Memory takes whatever is written.
        _ = write_csv(&self.0, &mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Who takes whom.
    #[must_use]
    pub fn pairs(&self) -> RawPairs {
        PairsView::new(&self.0).into()
    }

    /// Who takes whom today.
    #[must_use]
    pub fn today(&self) -> RawPairs {
        PairsView::before(&self.0).into()
    }
}

impl From<PairsView<'_>> for RawPairs {
    fn from(PairsView { households, takers, table }: PairsView<'_>) -> Self {
        let words = |numbers: Vec<usize>| numbers.into_iter().map(word).collect();
        Self { households: words(households), takers: words(takers), table: joined(table.into_iter()) }
    }
}

/// Who takes whom: an entry a pair.
#[wasm_bindgen]
pub struct RawPairs {
    households: Vec<u32>,
    takers: Vec<u32>,
    table: String,
}

#[wasm_bindgen]
impl RawPairs {
    /// The number of the household of each pair.
    #[must_use]
    pub fn households(&self) -> Vec<u32> {
        self.households.clone()
    }

    /// The taker of each pair: its place in the table.
    #[must_use]
    pub fn takers(&self) -> Vec<u32> {
        self.takers.clone()
    }

    /// The ids of everybody who takes households, joined.
    #[must_use]
    pub fn table(&self) -> String {
        self.table.clone()
    }
}
