//! Every fault of raw records (M1), by the two tables of `docs/choices.md`.

use std::collections::BTreeSet;

use wangge::{
    fault::{FaultCode, Place},
    record::Records,
};

mod assignment;
mod graph;
mod local;
mod relations;
mod scheme;
mod text;

pub(super) use text::is_id;

/// A row of a list.
type Row = (&'static str, usize);

/// All faults: "the first pass looks at each field of each row alone; the second looks at relations, and only at rows
/// that are checkable".
pub fn faults(records: &Records) -> BTreeSet<(FaultCode, Place)> {
    let mut check = Check { records, found: BTreeSet::new(), names: Vec::new(), spoilt: BTreeSet::new() };
    check.local_faults();
    check.scheme_faults();
    check.spoilt = check.found.iter().filter_map(|(_, place)| Some((place.section, place.row?))).collect();
    check.relation_faults();
    check.scheme_relation_faults();
    check.found
}

/// The two passes while they run.
struct Check<'r> {
    records: &'r Records,
    found: BTreeSet<(FaultCode, Place)>,
    /// Which row names which row directly.
    names: Vec<(Row, Row)>,
    /// The rows with a local fault.
    spoilt: BTreeSet<Row>,
}

impl Check<'_> {
    /// A fault at a row.
    fn fault(&mut self, code: FaultCode, (section, row): Row, field: &'static str, item: Option<usize>) {
        self.found.insert((code, Place { section, row: Some(row), field, item }));
    }

    /// "Neither the row nor any row that it names directly (scheme rows included) has a local fault."
    fn checkable(&self, row: Row) -> bool {
        !self.spoilt.contains(&row) && !self.names.iter().any(|(from, to)| *from == row && self.spoilt.contains(to))
    }

    /// The rows of a section that are checkable.
    fn checkable_rows(&self, section: &'static str, count: usize) -> Vec<usize> {
        (0..count).filter(|row| self.checkable((section, *row))).collect()
    }
}
