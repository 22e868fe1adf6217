//! A directory for JavaScript.

use std::cell::RefCell;

use js_sys::{Function, Uint8Array};
use wangge::{Department, Directory, Household, Person, Subject, Unit};
use wangge_formats::answer::LinkView;
use wangge_formats::ask;
use wangge_formats::plan::PlanRecord;
use wangge_formats::question::{self, AssignRecord, MatterRecord};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::chain;
use crate::column::{joined, split, word};
use crate::plan::{RawPairs, RawPlan};
use crate::reply::{Reply, progress, tell, thrown};
use crate::source::Source;

/// The county on one date.
#[wasm_bindgen]
pub struct RawDirectory {
    directory: Directory,
    /// Where numbers are written for JavaScript to fetch, again and again.
    words: RefCell<Vec<u32>>,
}

impl RawDirectory {
    pub(crate) fn new(directory: Directory) -> Self {
        Self { directory, words: RefCell::default() }
    }
}

/// Questions.
#[wasm_bindgen]
impl RawDirectory {
    /// Who answers for a subject.
    ///
    /// # Errors
    /// `subject.*`, `kind.unknown`.
    pub fn responsible(&self, subject: &str, kind: &str) -> Reply<String> {
        ask::responsible(&self.directory, subject, kind).map_err(thrown)
    }

    /// How a matter climbs.
    ///
    /// # Errors
    /// `request.*`, `instant.invalid`, `subject.*`, `kind.unknown`, `calendar.*`.
    pub fn escalate(&self, matter: &str) -> Reply<String> {
        let matter: MatterRecord = question::read(matter.as_bytes()).map_err(thrown)?;
        ask::escalate(&self.directory, &matter).map_err(thrown)
    }

    /// What a person has to do.
    ///
    /// # Errors
    /// `person.unknown`.
    pub fn duties(&self, person: &str) -> Reply<String> {
        ask::duties(&self.directory, person).map_err(thrown)
    }

    /// Whether a person may do something with a subject.
    ///
    /// # Errors
    /// `person.unknown`, `action.unknown`.
    pub fn may(&self, person: &str, action: &str, subject: &str) -> Reply<String> {
        ask::may(&self.directory, person, action, subject).map_err(thrown)
    }

    /// All that a person may do something with.
    ///
    /// # Errors
    /// `person.unknown`.
    pub fn scope(&self, person: &str) -> Reply<String> {
        ask::scope(&self.directory, person).map_err(thrown)
    }

    /// The gaps.
    #[must_use]
    pub fn findings(&self) -> String {
        ask::findings(&self.directory)
    }

    /// Units with what is under them.
    ///
    /// # Errors
    /// `unit.unknown`, `subject.not-on-date`.
    #[expect(clippy::needless_pass_by_value, reason = "it comes over the border as one's own")]
    pub fn tree(&self, unit: Option<String>, depth: Option<u32>) -> Reply<String> {
        ask::tree(&self.directory, unit.as_deref(), depth).map_err(thrown)
    }

    /// The unit that a point lies in.
    ///
    /// # Errors
    /// `level.unknown`.
    #[expect(clippy::needless_pass_by_value, reason = "it comes over the border as one's own")]
    pub fn locate(&self, longitude: f64, latitude: f64, level: Option<String>) -> Reply<String> {
        ask::locate(&self.directory, [longitude, latitude], level.as_deref()).map_err(thrown)
    }

    /// The best plan; the listener gets stage, round, done and total.
    ///
    /// # Errors
    /// `request.*`, and what is not there or too much.
    pub fn assign(&self, options: &str, listener: Option<Function>) -> Reply<RawPlan> {
        let asked: AssignRecord = question::read(options.as_bytes()).map_err(thrown)?;
        let options = asked.options().map_err(thrown)?;
        let plan = ask::assign(&self.directory, &options, &mut |now| tell(listener.as_ref(), &progress(now)));
        plan.map(RawPlan).map_err(thrown)
    }

    /// Checks a plan that is handed in, as a file in UTF-8.
    ///
    /// # Errors
    /// `document.*`, `plan.other-date`, and what [`assign`](Self::assign) reports.
    pub fn verify(&self, plan: &Uint8Array) -> Reply<String> {
        let plan = PlanRecord::read(Source::new(plan, None));
        let plan = plan.map_err(|error| thrown((&error).into()))?;
        ask::verify(&self.directory, &plan).map_err(thrown)
    }
}

/// Comparisons.
#[wasm_bindgen]
impl RawDirectory {
    /// What differs from here to another directory, with at most so many entries in each list.
    #[wasm_bindgen(js_name = impactTo)]
    #[must_use]
    pub fn impact_to(&self, after: &RawDirectory, at_most: u32) -> String {
        ask::impact(&self.directory, &after.directory, usize::try_from(at_most).unwrap_or(usize::MAX))
    }
}

/// For maps and lists.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "it comes over the border as one's own")]
impl RawDirectory {
    /// The households directly in a unit.
    ///
    /// # Errors
    /// `unit.unknown`, `subject.not-on-date`.
    #[wasm_bindgen(js_name = householdsIn)]
    pub fn households_in(&self, unit: &str) -> Reply<String> {
        ask::households_in(&self.directory, unit).map_err(thrown)
    }

    /// What a text could mean.
    #[must_use]
    pub fn search(&self, text: &str, at_most: u32) -> String {
        ask::search(&self.directory, text, usize::try_from(at_most).unwrap_or(usize::MAX))
    }

    /// What has an id, described.
    ///
    /// # Errors
    /// `subject.unknown`, `subject.not-on-date`.
    pub fn describe(&self, id: &str) -> Reply<String> {
        ask::describe(&self.directory, id).map_err(thrown)
    }

    /// The scopes of units.
    ///
    /// # Errors
    /// `unit.unknown`, `subject.not-on-date`, `level.unknown`.
    pub fn scopes(&self, unit: Option<String>, level: Option<String>) -> Reply<String> {
        ask::scopes(&self.directory, unit.as_deref(), level.as_deref()).map_err(thrown)
    }

    /// The sites of a unit.
    ///
    /// # Errors
    /// `unit.unknown`, `subject.not-on-date`.
    pub fn sites(&self, unit: Option<String>) -> Reply<String> {
        ask::sites(&self.directory, unit.as_deref()).map_err(thrown)
    }

    /// Today's pairs of a programme.
    ///
    /// # Errors
    /// `programme.unknown`.
    pub fn pairings(&self, programme: &str) -> Reply<RawPairs> {
        ask::pairings(&self.directory, programme).map(Into::into).map_err(thrown)
    }

    /// Longitude and latitude of what has these ids, joined; NaN where they are not known.
    #[must_use]
    pub fn places(&self, ids: &str) -> Vec<f64> {
        let places = ask::places(&self.directory, split(ids));
        places.into_iter().flat_map(|place| place.unwrap_or([f64::NAN; 2])).collect()
    }

    /// The names of what has these ids, joined.
    #[must_use]
    pub fn names(&self, ids: &str) -> String {
        joined(ask::names(&self.directory, split(ids)).into_iter())
    }
}

/// By number.
#[wasm_bindgen]
impl RawDirectory {
    /// The number of a household.
    ///
    /// # Errors
    /// `household.unknown`, `subject.not-on-date`.
    pub fn household(&self, id: &str) -> Reply<u32> {
        let household = self.directory.household(id).map_err(|error| thrown((&error).into()))?;
        Ok(word(household.number()))
    }

    /// The id of a household.
    #[must_use]
    #[wasm_bindgen(js_name = householdId)]
    pub fn household_id(&self, number: u32) -> Option<String> {
        let household = self.directory.household_at(usize::try_from(number).ok()?)?;
        Some(household.id().to_owned())
    }

    /// Who answers for a household, written as words (see `chain.rs`): their address, or 0 if a number is of nothing.
    #[must_use]
    pub fn chain(&self, household: u32, kind: u32) -> u32 {
        self.write_chain(household, kind).unwrap_or(0)
    }

    /// Who is answerable for each household.
    ///
    /// # Errors
    /// `kind.unknown`.
    #[wasm_bindgen(js_name = responsibleAll)]
    pub fn responsible_all(&self, kind: &str) -> Reply<RawAll> {
        let refused = |error: wangge::QueryError| thrown((&error).into());
        let kind = self.directory.scheme().kind(kind).map_err(refused)?;
        let all = self.directory.answerable_all(kind).map_err(refused)?;
        let links: Vec<LinkView<'_>> = all.links().iter().map(LinkView::new).collect();
        let links = serde_json::to_string(&links).unwrap_or_default();
        Ok(RawAll { links, positions: all.positions().to_vec() })
    }
}

/// Tables: columns in the order of the numbers.
#[wasm_bindgen]
impl RawDirectory {
    /// How many households there are.
    #[must_use]
    #[wasm_bindgen(js_name = householdCount)]
    pub fn household_count(&self) -> u32 {
        word(self.directory.households().len())
    }

    /// The ids of the households.
    #[must_use]
    #[wasm_bindgen(js_name = householdIds)]
    pub fn household_ids(&self) -> String {
        joined(self.directory.households().map(Household::id))
    }

    /// The number of each household's unit.
    #[must_use]
    #[wasm_bindgen(js_name = householdUnits)]
    pub fn household_units(&self) -> Vec<u32> {
        self.directory.households().map(|household| word(household.unit().number())).collect()
    }

    /// Longitude and latitude of each household; NaN where they are not known.
    #[must_use]
    pub fn positions(&self) -> Vec<f64> {
        self.directory.households().flat_map(|household| household.location().unwrap_or([f64::NAN; 2])).collect()
    }

    /// The ids of the units.
    #[must_use]
    #[wasm_bindgen(js_name = unitIds)]
    pub fn unit_ids(&self) -> String {
        joined(self.directory.units().map(Unit::id))
    }

    /// The ids of the departments; an empty one for each that does not exist on the date.
    #[must_use]
    #[wasm_bindgen(js_name = departmentIds)]
    pub fn department_ids(&self) -> String {
        let mut ids: Vec<&str> = Vec::new();
        for department in self.directory.departments() {
            ids.resize(department.number(), "");
            ids.push(Department::id(department));
        }
        joined(ids.into_iter())
    }

    /// The ids of the people.
    #[must_use]
    #[wasm_bindgen(js_name = personIds)]
    pub fn person_ids(&self) -> String {
        joined(self.directory.people().map(Person::id))
    }

    /// The names of the people.
    #[must_use]
    #[wasm_bindgen(js_name = personNames)]
    pub fn person_names(&self) -> String {
        joined(self.directory.people().map(Person::name))
    }

    /// How to reach the people; an empty text where that is not known.
    #[must_use]
    #[wasm_bindgen(js_name = personContacts)]
    pub fn person_contacts(&self) -> String {
        joined(self.directory.people().map(|person| person.contact().unwrap_or_default()))
    }
}

impl RawDirectory {
    fn write_chain(&self, household: u32, kind: u32) -> Option<u32> {
        let household = self.directory.household_at(usize::try_from(household).ok()?)?;
        let kind = self.directory.scheme().kind_at(usize::try_from(kind).ok()?)?;
        let answer = Subject::Household(household).responsible(kind).ok()?;
        let mut words = self.words.try_borrow_mut().ok()?;
        chain::write(&mut words, answer);
        u32::try_from(words.as_ptr().addr()).ok()
    }
}

/// Who is answerable for each household.
#[wasm_bindgen]
pub struct RawAll {
    links: String,
    positions: Vec<u32>,
}

#[wasm_bindgen]
impl RawAll {
    /// The links that answer for anybody, as JSON.
    #[must_use]
    pub fn links(&self) -> String {
        self.links.clone()
    }

    /// For each household the position of its link, or 2^32 - 1.
    #[must_use]
    pub fn positions(&self) -> Vec<u32> {
        self.positions.clone()
    }
}
