//! A log held against its county, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use smol_str::SmolStr;
use wangge::work::{Entry, Refusals};

use crate::answer::code::Code;
use crate::work::word;

/// A log of work held against its county, which may have changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "WorkLog")]
pub struct LogView {
    /// How many entries it has.
    pub entries: usize,
    /// Those that the county as it is now would refuse, in the order of their lines.
    pub refused: Vec<RefusedView>,
}

/// An entry that no longer fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "RefusedEntry")]
pub struct RefusedView {
    /// Its line, from 1.
    pub line: usize,
    /// The word that it stands under.
    pub entry: &'static str,
    /// Why it would be refused.
    #[schemars(with = "Code<Entry>")]
    pub code: &'static str,
    /// The rule that it breaks.
    pub rule: &'static str,
    /// The ids concerned.
    pub ids: Vec<SmolStr>,
    /// Whether it counts all the same, as it was recorded; else it is left out.
    pub taken: bool,
}

impl LogView {
    /// What [`Work::replay`](wangge::Work::replay) said of the entries of a log.
    #[must_use]
    pub fn new(lines: &[(usize, &'static str)], refusals: &Refusals) -> Self {
        let refused = refusals.as_slice().iter().map(|refusal| {
            let (line, entry) = lines.get(refusal.entry).copied().unwrap_or_default();
            RefusedView {
                line,
                entry,
                code: refusal.error.code().as_str(),
                rule: refusal.error.rule(),
                ids: refusal.error.ids().to_vec(),
                taken: refusal.is_taken,
            }
        });
        Self { entries: lines.len(), refused: refused.collect() }
    }

    /// The line and the word of each entry of a log, as [`new`](Self::new) wants them.
    #[must_use]
    pub fn lines(entries: &[Entry]) -> Vec<(usize, &'static str)> {
        (2..).zip(entries.iter().map(word)).collect()
    }
}
