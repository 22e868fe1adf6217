//! What the histories must have reached.

use wangge::{FaultCode, change::Change};
use wangge_tests::generate::Census;

const CHANGES: &[&str] = &[
    "open-unit",
    "close-unit",
    "move-unit",
    "split-unit",
    "merge-units",
    "open-department",
    "close-department",
    "add-household",
    "move-household",
    "close-household",
    "add-site",
    "move-site",
    "close-site",
    "add-person",
    "appoint",
    "end-appointment",
    "absent",
    "return",
    "pair",
    "unpair",
    "replace-scheme",
    "correct",
];

const OTHERS: &[&str] = &[
    "undone",
    "undone twice: done again",
    "standing: a row was changed later",
    "standing: something else needs it",
    "undo of an unknown number",
    "tried and possible",
    "tried and refused",
    "fault at a row that nobody touched",
    "fault without a number",
    "several changes done",
    "divided, and goes on",
    "divided, and closed",
    "divided, and its posts turned over",
    "merged, and a post was there already",
    "replayed",
    "a household is placed",
    "an answer changes",
    "somebody gains a household",
    "somebody loses a household",
    "a gap opens",
    "a gap closes",
];

/// Everything that must be reached: each kind of change, done and refused; each fault of a change; and what follows.
pub fn census() -> Census {
    let done = CHANGES.iter().map(|name| format!("{name}: done"));
    let refused = CHANGES.iter().map(|name| format!("{name}: refused"));
    let faults = FaultCode::ALL.iter().map(|code| code.as_str()).filter(|code| code.starts_with("change."));
    let others = faults.chain(OTHERS.iter().copied()).map(str::to_owned);
    let names: Vec<String> = done.chain(refused).chain(others).collect();
    Census::expecting(names.iter().map(String::as_str))
}

/// The kind of a change, as documents have it.
pub fn kind(change: &Change) -> &'static str {
    let value = serde_json::to_value(change).expect("a change is data");
    let name = value.as_object().and_then(|object| object.keys().next()).expect("an object with one key").as_str();
    CHANGES.iter().find(|kind| **kind == name).expect("a kind that is listed")
}
