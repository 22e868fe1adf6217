//! Whole directories and plans as typed arrays.

use wangge::{Household, Taker};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::chain::NONE;
use crate::directory::RawDirectory;
use crate::plan::RawPlan;
use crate::text::joined;

fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

#[wasm_bindgen]
impl RawDirectory {
    /// How many households there are.
    #[must_use]
    #[wasm_bindgen(js_name = householdCount)]
    pub fn household_count(&self) -> u32 {
        word(self.directory.households().len())
    }

    /// The ids of the households, by number.
    #[must_use]
    #[wasm_bindgen(js_name = householdIds)]
    pub fn household_ids(&self) -> String {
        joined(self.directory.households().map(Household::id))
    }

    /// The ids of the units, by number.
    #[must_use]
    #[wasm_bindgen(js_name = unitIds)]
    pub fn unit_ids(&self) -> String {
        joined(self.directory.units().map(wangge::Unit::id))
    }

    /// The ids of the people, by number.
    #[must_use]
    #[wasm_bindgen(js_name = personIds)]
    pub fn person_ids(&self) -> String {
        joined(self.directory.people().map(wangge::Person::id))
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
}

#[wasm_bindgen]
impl RawPlan {
    /// The number of the household of each pair.
    #[must_use]
    pub fn households(&self) -> Vec<u32> {
        let pairs = self.0.pairs();
        pairs.flat_map(|(household, takers)| takers.map(move |_| word(household.number()))).collect()
    }

    /// The number of the taker of each pair.
    #[must_use]
    pub fn takers(&self) -> Vec<u32> {
        let number = |taker: Taker<'_>| match taker {
            Taker::Person(person) => word(person.number()),
            Taker::Unit(unit) => word(unit.number()),
        };
        self.0.pairs().flat_map(|(_, takers)| takers.map(number)).collect()
    }
}
