//! A directory for JavaScript.

use js_sys::Function;
use wangge::record::Urgency;
use wangge::{AssignOptions, Directory, Matter, Stage, Subject};
use wangge_formats::answer::{DutiesView, FindingsView, PathView, PlanCheckView, ResponsibilityView, TreeView};
use wangge_formats::plan::PlanRecord;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::chain;
use crate::plan::RawPlan;
use crate::text::{Answer, json, refused};

/// The county on one date.
#[wasm_bindgen]
pub struct RawDirectory {
    pub(crate) directory: Directory,
    /// Where chains are written, again and again.
    words: Vec<u32>,
}

impl RawDirectory {
    pub(crate) fn new(directory: Directory) -> Self {
        Self { directory, words: Vec::new() }
    }
}

#[wasm_bindgen]
impl RawDirectory {
    /// The date.
    #[must_use]
    pub fn date(&self) -> String {
        self.directory.date().to_string()
    }

    /// The number of a household.
    ///
    /// # Errors
    /// `household.unknown`, `subject.not-on-date`.
    pub fn household(&self, id: &str) -> Answer<u32> {
        let household = self.directory.household(id).map_err(refused)?;
        Ok(u32::try_from(household.number()).unwrap_or(chain::NONE))
    }

    /// Who answers for a subject.
    ///
    /// # Errors
    /// `subject.unknown`, `subject.not-on-date`, `kind.unknown`.
    pub fn responsible(&self, subject: &str, kind: &str) -> Answer<String> {
        let answer = self.directory.responsible(subject, kind).map_err(refused)?;
        json(&ResponsibilityView::new(&self.directory, answer))
    }

    /// Who answers for a household, by numbers: writes words, and says how many; 0 if a number is of nothing.
    pub fn chain(&mut self, household: u32, kind: u32) -> u32 {
        self.words.clear();
        let numbers = usize::try_from(household).ok().zip(usize::try_from(kind).ok());
        let found = numbers.and_then(|(household, kind)| {
            let household = self.directory.household_at(household)?;
            Subject::Household(household).responsible(self.directory.scheme().kind_at(kind)?).ok()
        });
        if let Some(answer) = found {
            chain::write(&mut self.words, answer);
        }
        u32::try_from(self.words.len()).unwrap_or(0)
    }

    /// Where the words of a chain begin.
    #[must_use]
    #[wasm_bindgen(js_name = chainWords)]
    pub fn chain_words(&self) -> *const u32 {
        self.words.as_ptr()
    }

    /// How a matter climbs.
    ///
    /// # Errors
    /// x
    pub fn escalate(&self, subject: &str, kind: &str, at: &str) -> Answer<String> {
        let matter = Matter {
            subject,
            kind,
            urgency: Urgency::Emergency,
            reported_at: at.parse().unwrap_or_default(),
            recuse: &[],
        };
        let path = self.directory.escalate(&matter).map_err(refused)?;
        json(&PathView::new(&self.directory, &matter, &path))
    }

    /// What a person has to do.
    ///
    /// # Errors
    /// `person.unknown`.
    pub fn duties(&self, person: &str) -> Answer<String> {
        json(&DutiesView::new(&self.directory, &self.directory.duties_of(person).map_err(refused)?))
    }

    /// Every gap.
    ///
    /// # Errors
    /// None.
    pub fn findings(&self) -> Answer<String> {
        json(&FindingsView::new(&self.directory.findings()))
    }

    /// The units.
    ///
    /// # Errors
    /// None.
    pub fn tree(&self) -> Answer<String> {
        json(&TreeView::new(&self.directory, self.directory.units()))
    }

    /// The innermost unit that contains a point.
    #[must_use]
    pub fn locate(&self, longitude: f64, latitude: f64) -> Option<String> {
        self.directory.locate(longitude, latitude).map(|unit| unit.id().to_owned())
    }

    /// The best plan.
    ///
    /// # Errors
    /// `programme.unknown`.
    pub fn assign(&self, programme: &str, told: Option<Function>) -> Answer<RawPlan> {
        let plan = self.directory.assign_with(&AssignOptions::caretakers(programme), &mut |now| {
            if let Some(told) = &told {
                let stage = match now.stage {
                    Stage::Candidates => 0_u32,
                    Stage::Solving => 1,
                    Stage::Proving => 2,
                    _ => 3,
                };
                _ = told.call2(&JsValue::NULL, &stage.into(), &now.round.into());
            }
        });
        plan.map(RawPlan).map_err(refused)
    }

    /// Checks a plan.
    ///
    /// # Errors
    /// no plan
    pub fn verify(&self, plan: &str) -> Answer<String> {
        let plan = PlanRecord::read(plan.as_bytes()).map_err(refused)?;
        let check = self.directory.verify_plan(&plan.options(), plan.pairs(), plan.certificate().as_ref());
        json(&PlanCheckView::new(&check.map_err(refused)?))
    }
}
