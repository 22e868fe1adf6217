//! What goes out: one line of JSON.

use wangge_formats::answer::ErrorView;
use wangge_formats::{document, plan};

use crate::ABI;

/// What this is.
pub fn about() -> String {
    let (version, document, plan) = (env!("CARGO_PKG_VERSION"), document::FORMAT, plan::FORMAT);
    format!(r#"{{"abi":{ABI},"version":"{version}","document":"{document}","plan":"{plan}"}}"#)
}

/// An answer.
pub fn ok(answer: String) -> Vec<u8> {
    wrapped(r#"{"ok":"#, answer)
}

/// Why there is no answer.
pub fn error(error: &ErrorView) -> Vec<u8> {
    // A view of strings and numbers, which JSON always can.
    wrapped(r#"{"error":"#, serde_json::to_string(error).unwrap_or_default())
}

fn wrapped(name: &str, mut text: String) -> Vec<u8> {
    text.insert_str(0, name);
    text.push('}');
    text.into_bytes()
}
