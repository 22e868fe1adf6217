//! What comes in and goes out of wangge as text.
//!
//! - [`document`]: one JSON document with everything that a county knows, and its JSON Schema.
#![forbid(unsafe_code)]

pub mod document;
