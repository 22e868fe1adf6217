//! The same faults, each at the same place.

use std::collections::BTreeSet;

use wangge::{FaultCode, Faults, Place, fault::Fault};
use wangge_tests::{
    generate::Census,
    naive::{Elsewhere, Refused},
    twin::{Mismatch, same},
};

/// Compares code and place; a fault of loading at a row that nobody touched stands where the ids lead that it names.
pub fn refusal(
    faults: &Faults,
    expected: &Refused,
    census: &mut Census,
    text: impl Fn() -> String,
) -> Result<(), Mismatch> {
    let mut missing: BTreeSet<(FaultCode, Place)> = expected.placed.clone();
    let mut nowhere: BTreeSet<Elsewhere> = expected.elsewhere.clone();
    let mut more: Vec<String> = Vec::new();
    for fault in faults.as_slice() {
        let (code, place) = (fault.code, fault.place);
        missing.remove(&(code, place));
        census.count(code.as_str());
        let fits = |other: &&Elsewhere| leads(fault, other, expected);
        let found: Vec<Elsewhere> = expected.elsewhere.iter().filter(fits).cloned().collect();
        if !found.is_empty() {
            census.count("fault at a row that nobody touched");
        }
        if place.row.is_none() && code != FaultCode::ChangeNoEffect {
            census.count("fault without a number");
        }
        if found.is_empty() && !expected.placed.contains(&(code, place)) {
            more.push(fault.to_string());
        }
        for one in found {
            nowhere.remove(&one);
        }
    }
    let fewer: Vec<String> = missing
        .iter()
        .map(|(code, place)| format!("{place}: {code}"))
        .chain(nowhere.iter().map(|fault| format!("{fault:?}")))
        .collect();
    let topic = match (more.first(), missing.first(), nowhere.first()) {
        (Some(_), _, _) => {
            let wrong = |fault: &&Fault| more.contains(&fault.to_string());
            format!("only the core reports {}", faults.as_slice().iter().find(wrong).unwrap().code)
        }
        (None, Some((code, _)), _) => format!("only the reference model reports {code}"),
        (None, None, Some(fault)) => format!("only the reference model reports {} elsewhere", fault.code),
        (None, None, None) => return Ok(()),
    };
    same(&topic, text, more, fewer)
}

/// Whether the core's fault is that one, and stands "at the last change that touched a row whose id the fault names,
/// else at the only change, else without a number".
fn leads(fault: &Fault, expected: &Elsewhere, refused: &Refused) -> bool {
    let touched = refused.touched.iter().filter(|((section, id), _)| *section != "scheme" && fault.ids.contains(id));
    let number = touched.map(|(_, number)| *number).max().or(refused.only);
    let own = expected.id.as_ref().is_none_or(|id| fault.ids.first() == Some(id));
    let Place { section, row, field, item } = fault.place;
    (fault.code, section, row, field, item) == (expected.code, "changes", number, expected.field, expected.item) && own
}
