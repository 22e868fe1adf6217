//! The core of wangge for JavaScript: decode, call, encode, and nothing else.
//!
//! What a person looks at crosses as the text of [`wangge_formats::ask`], the bytes that every host gets; what a
//! program loops over crosses as numbers, beside one joined table of strings. Errors are thrown as the JSON of an
//! [`ErrorView`](wangge_formats::answer::ErrorView). The TypeScript layer of the npm package makes plain objects and
//! `WanggeError` of them; nobody else calls these classes.

mod chain;
mod column;
mod directory;
mod plan;
mod registry;
mod reply;
mod source;
mod work;

pub use self::directory::{RawAll, RawDirectory};
pub use self::plan::{RawPairs, RawPlan};
pub use self::registry::RawRegistry;
pub use self::work::RawWork;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The version of this package.
#[must_use]
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The memory of this module, where numbers are fetched from.
#[must_use]
#[wasm_bindgen(js_name = coreMemory)]
pub fn core_memory() -> JsValue {
    wasm_bindgen::memory()
}
