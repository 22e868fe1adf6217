//! What comes in and goes out of wangge as text.
//!
//! - [`document`]: one JSON document with everything that a county knows, and its JSON Schema.
//! - [`plan`]: a plan of household assignment with its proof, as JSON, and as a table for a spreadsheet.
//! - [`answer`]: the answers as JSON, the same bytes from the command line and from the WASM package.
#![forbid(unsafe_code)]

pub mod answer;
pub mod document;
pub mod plan;
