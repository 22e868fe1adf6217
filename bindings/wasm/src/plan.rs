//! A plan for JavaScript.

use wangge::Plan;
use wangge_formats::answer::{ExplanationView, PlanCheckView, PlanView};
use wangge_formats::plan::{PlanRecord, write_csv};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::text::{Answer, json, refused};

/// A plan of household assignment, with its proof.
#[wasm_bindgen]
pub struct RawPlan(pub(crate) Plan);

#[wasm_bindgen]
impl RawPlan {
    /// The plan in numbers, beside what holds today.
    ///
    /// # Errors
    /// None.
    pub fn summary(&self) -> Answer<String> {
        json(&PlanView::new(&self.0, None))
    }

    /// Why a household has the takers that it has.
    ///
    /// # Errors
    /// `household.unknown`, `subject.not-on-date`, `assign.too-large`.
    pub fn explain(&self, household: &str, at_most: u32) -> Answer<String> {
        let at_most = usize::try_from(at_most).unwrap_or(usize::MAX);
        json(&ExplanationView::from(&self.0.explain(household, at_most).map_err(refused)?))
    }

    /// Checks the plan and its proof.
    ///
    /// # Errors
    /// None.
    pub fn verify(&self) -> Answer<String> {
        json(&PlanCheckView::new(&self.0.verify()))
    }

    /// The plan as a file.
    ///
    /// # Errors
    /// None.
    pub fn file(&self) -> Answer<String> {
        let mut text = Vec::new();
        _ = PlanRecord::new(&self.0).write(&mut text);
        Ok(String::from_utf8(text).unwrap_or_default())
    }

    /// The plan as a table for a spreadsheet.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = Vec::new();
        // Memory takes whatever is written.
        _ = write_csv(&self.0, &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}
