//! Rows, receipts and registries that are to be the same.

use wangge::{
    Records, Registry,
    change::{Edit, Row},
};
use wangge_tests::{
    naive,
    twin::{Mismatch, same},
};

use crate::days::days;

/// What differs.
pub fn mismatch(topic: &str, text: String) -> Mismatch {
    Mismatch { topic: topic.into(), text }
}

/// The same rows; else those that differ.
pub fn rows(topic: &str, core: &Records, naive: &Records, text: impl Fn() -> String) -> Result<(), Mismatch> {
    if core == naive {
        return Ok(());
    }
    let json = |rows: Vec<Row>| -> Vec<String> { rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect() };
    let (only_naive, only_core) = naive::difference(naive, core);
    // In another order all rows are in both.
    same(topic, text, json(only_core), json(only_naive)).and(Err(mismatch(topic, "another order".into())))
}

/// The receipt has exactly the rows that changed, section by section.
pub fn edits(edits: &[Edit], before: &Records, after: &Records, text: impl Fn() -> String) -> Result<(), Mismatch> {
    let sections: Vec<usize> =
        edits.iter().filter_map(|edit| edit.before.as_ref().or(edit.after.as_ref())).map(section).collect();
    same("the order of edits", &text, sections.is_sorted(), true)?;
    for edit in edits {
        if let (Some(before), Some(after)) = (&edit.before, &edit.after) {
            same("one edit, two rows", &text, (section(before), before.ids()), (section(after), after.ids()))?;
        }
    }
    let json = |rows: Vec<Row>| -> Vec<String> {
        let mut json: Vec<String> = rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
        json.sort();
        json
    };
    let (gone, new) = naive::changed(before, after);
    let taken =
        edits.iter().filter_map(|edit| edit.before.as_ref()).map(|row| naive::written(row, &after.scheme)).collect();
    let put = edits.iter().filter_map(|edit| edit.after.clone()).collect();
    same("the rows that are gone", &text, json(taken), json(gone))?;
    same("the rows that are new", &text, json(put), json(new))
}

fn section(row: &Row) -> usize {
    match row {
        Row::Scheme(_) => 0,
        Row::Unit(_) => 1,
        Row::Department(_) => 2,
        Row::Household(_) => 3,
        Row::Site(_) => 4,
        Row::Person(_) => 5,
        Row::Appointment(_) => 6,
        Row::Absence(_) => 7,
        Row::Pairing(_) => 8,
        Row::PairRule(_) => 9,
    }
}

/// Two registries that are to be the same.
pub fn equal(topic: &str, one: &Registry, other: &Registry, text: impl Fn() -> String) -> Result<(), Mismatch> {
    rows(topic, &one.records(), &other.records(), &text)?;
    same(topic, &text, one.sequence(), other.sequence())?;
    let edits = |registry: &Registry| -> Vec<(u64, String)> {
        let json = |edit: &Edit| serde_json::to_string(edit).unwrap();
        let receipts = registry.receipts();
        receipts.flat_map(|receipt| receipt.edits().iter().map(|edit| (receipt.sequence(), json(edit)))).collect()
    };
    let (ours, theirs) = (edits(one), edits(other));
    let only = |these: &[(u64, String)], those: &[(u64, String)]| -> Vec<(u64, String)> {
        these.iter().filter(|edit| !those.contains(edit)).cloned().collect()
    };
    same(&format!("{topic}: receipts"), &text, only(&ours, &theirs), only(&theirs, &ours))?;
    same(&format!("{topic}: receipts"), &text, one.receipts().eq(other.receipts()), true)?;
    for day in days(&other.records()) {
        let question = || format!("{}\nis the directory of {day} the same?", text());
        same(topic, question, one.as_of(day) == other.as_of(day), true)?;
    }
    Ok(())
}
