//! A registry for JavaScript.

use js_sys::{Function, Uint8Array};
use wangge::Registry;
use wangge_formats::ask;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::directory::RawDirectory;
use crate::reply::{Reply, thrown};
use crate::source::Source;

/// Every fact of a county with its period, checked.
#[wasm_bindgen]
pub struct RawRegistry(pub(crate) Registry);

#[wasm_bindgen]
impl RawRegistry {
    /// Reads and checks a document in UTF-8; the listener gets how many of how many bytes are read.
    ///
    /// # Errors
    /// The first thing that is no document, or every fault.
    #[expect(clippy::needless_pass_by_value, reason = "it comes over the border as one's own")]
    pub fn open(document: &Uint8Array, listener: Option<Function>) -> Reply<RawRegistry> {
        ask::registry(Source::new(document, listener.as_ref())).map(Self).map_err(thrown)
    }

    /// How many rows there are.
    #[must_use]
    pub fn counts(&self) -> String {
        ask::counts(&self.0)
    }

    /// The scheme, as it was given.
    #[must_use]
    pub fn scheme(&self) -> String {
        ask::scheme(&self.0)
    }

    /// The county on a date.
    ///
    /// # Errors
    /// `date.invalid`.
    #[wasm_bindgen(js_name = asOf)]
    pub fn as_of(&self, date: &str) -> Reply<RawDirectory> {
        ask::directory(&self.0, date).map(RawDirectory::new).map_err(thrown)
    }

    /// The gaps of a period.
    ///
    /// # Errors
    /// `date.invalid`, `period.empty`.
    pub fn findings(&self, from: &str, until: &str) -> Reply<String> {
        ask::findings_between(&self.0, from, until).map_err(thrown)
    }
}

/// Changes.
#[wasm_bindgen]
impl RawRegistry {
    /// The registry after a transaction; this one stays, so that a worker can be started again.
    ///
    /// # Errors
    /// `request.*`, `transaction.faults`.
    pub fn apply(&self, transaction: &Uint8Array) -> Reply<RawRegistry> {
        let transaction = ask::transaction(Source::new(transaction, None)).map_err(thrown)?;
        ask::what_if(&self.0, &transaction).map(Self).map_err(thrown)
    }

    /// The transaction that takes back what another did.
    ///
    /// # Errors
    /// `undo.*`.
    pub fn undo(&self, sequence: u32) -> Reply<String> {
        ask::undo(&self.0, sequence.into()).map_err(thrown)
    }

    /// The number of the last transaction.
    #[must_use]
    pub fn sequence(&self) -> u32 {
        u32::try_from(self.0.sequence()).unwrap_or(u32::MAX)
    }

    /// What each transaction did.
    #[must_use]
    pub fn receipts(&self) -> String {
        ask::receipts(&self.0)
    }

    /// The document, in normal rows, in UTF-8.
    #[must_use]
    pub fn document(&self) -> Vec<u8> {
        ask::document(&self.0)
    }
}
