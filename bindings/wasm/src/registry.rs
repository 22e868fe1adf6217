//! A registry for JavaScript.

use js_sys::{Function, Uint8Array};
use wangge::{Period, Registry};
use wangge_formats::answer::{CountsView, ErrorView, FaultsView, FindingsView};
use wangge_formats::document;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::directory::RawDirectory;
use crate::source::Source;
use crate::text::{Answer, date, json, refused, thrown};

/// Every fact of a county with its period, checked.
#[wasm_bindgen]
pub struct RawRegistry(Registry);

#[wasm_bindgen]
impl RawRegistry {
    /// Reads and checks a document in UTF-8; `told` gets how many of how many bytes are read.
    ///
    /// # Errors
    /// The first thing that is no document, or every fault.
    pub fn open(document: &Uint8Array, told: Option<Function>) -> Answer<RawRegistry> {
        let tell = |read: u32, all: u32| {
            if let Some(told) = &told {
                // What it throws, it keeps: see the TypeScript layer.
                _ = told.call2(&JsValue::NULL, &read.into(), &all.into());
            }
        };
        let records = document::read(Source::new(document, tell)).map_err(refused)?;
        Registry::build(records).map(Self).map_err(|faults| {
            let text = serde_json::to_string(&FaultsView::from(&faults)).unwrap_or_default();
            thrown(&ErrorView::new("document.faults", text))
        })
    }

    /// How many rows of each section there are.
    ///
    /// # Errors
    /// None.
    pub fn counts(&self) -> Answer<String> {
        json(&CountsView::from(self.0.counts()))
    }

    /// The scheme, as it was given.
    ///
    /// # Errors
    /// None.
    pub fn scheme(&self) -> Answer<String> {
        json(self.0.scheme().record())
    }

    /// The county on one date.
    ///
    /// # Errors
    /// `date.invalid`.
    #[wasm_bindgen(js_name = asOf)]
    pub fn as_of(&self, on: &str) -> Answer<RawDirectory> {
        Ok(RawDirectory::new(self.0.as_of(date(on)?)))
    }

    /// Every gap of every day of a period.
    ///
    /// # Errors
    /// `date.invalid`, `period.empty`.
    pub fn findings(&self, from: &str, until: &str) -> Answer<String> {
        let period = Period::new(date(from)?, Some(date(until)?));
        let period = period.map_err(|error| thrown(&ErrorView::new(error.code(), error.to_string())))?;
        json(&FindingsView::new(&self.0.findings(period).map_err(refused)?))
    }
}
