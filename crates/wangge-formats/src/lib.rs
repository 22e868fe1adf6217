//! What comes in and goes out of wangge as text.
//!
//! - [`document`]: one JSON document with everything that a county knows, and its JSON Schema.
//! - [`plan`]: a plan of household assignment with its proof, as JSON, and as a table for a spreadsheet.
//! - [`mod@print`]: the report of a period as a page to print, and as a table for a spreadsheet.
//! - [`transaction`]: changes of a county as a file.
//! - [`work`]: the log of work as a file, an entry a line.
//! - [`question`]: what is asked, as JSON.
//! - [`answer`]: the answers as JSON, the same bytes from the command line and from every host of the WASM module.
//! - [`schema`]: the JSON Schema of all of them, from which other languages take their types.
//! - [`ask`]: from a question to the text of its answer, for hosts that speak JSON.
#![forbid(unsafe_code)]

pub mod answer;
pub mod ask;
pub mod document;
mod format;
pub mod plan;
pub mod print;
pub mod question;
pub mod schema;
mod search;
pub mod transaction;
pub mod work;
