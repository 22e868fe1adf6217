//! The core of wangge for JavaScript: decode, call, encode, and nothing else.
//!
//! What a person looks at crosses as JSON, the bytes that every other host gets; what a program loops over crosses as
//! typed arrays and one joined table of strings. Errors are thrown as the JSON of an
//! [`ErrorView`](wangge_formats::answer::ErrorView). The TypeScript layer of the npm package makes plain objects and
//! `WanggeError` of them; nobody else calls these classes.

mod bulk;
mod chain;
mod directory;
mod plan;
mod registry;
mod source;
mod text;

pub use self::directory::RawDirectory;
pub use self::plan::RawPlan;
pub use self::registry::RawRegistry;

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of this package.
#[must_use]
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
