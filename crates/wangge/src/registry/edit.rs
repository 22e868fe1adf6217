//! Which rows of an owner changed.

use smol_str::SmolStr;

use crate::change::{Edit, Row};
use crate::record::PairRule;

/// What became of rows: those that have the same ids are one row that changed.
pub(super) fn edits_between(before: Vec<Row>, after: Vec<Row>) -> Vec<Edit> {
    let (gone, new) = differences(before, after);
    let mut new = new.into_iter().peekable();
    let mut edits = Vec::new();
    for row in gone {
        while let Some(other) = new.next_if(|other| other.ids() < row.ids()) {
            edits.push(Edit { before: None, after: Some(other) });
        }
        let after = new.next_if(|other| other.ids() == row.ids());
        edits.push(Edit { before: Some(row), after });
    }
    edits.extend(new.map(|row| Edit { before: None, after: Some(row) }));
    edits
}

/// The rows that are only in one of two lists, each in order.
fn differences(mut before: Vec<Row>, mut after: Vec<Row>) -> (Vec<Row>, Vec<Row>) {
    before.sort_by(|a, b| order(a).cmp(&order(b)));
    after.sort_by(|a, b| order(a).cmp(&order(b)));
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let mut others = after.into_iter().peekable();
    for row in before {
        while let Some(other) = others.next_if(|other| order(other) < order(&row)) {
            new.push(other);
        }
        match others.next_if(|other| order(other) == order(&row)) {
            Some(other) if other == row => {}
            other => {
                gone.push(row);
                new.extend(other);
            }
        }
    }
    new.extend(others);
    (gone, new)
}

type Order<'r> = (Vec<&'r str>, &'r str, Option<&'r str>, Option<u32>, Option<PairRule>);

/// Rows of one owner by this order: equal only if they are the same, where they have no id of their own.
fn order(row: &Row) -> Order<'_> {
    let (from, until, rank, rule): (&SmolStr, Option<&SmolStr>, _, _) = match row {
        Row::Appointment(own) => (&own.from, own.until.as_ref(), own.deputy, None),
        Row::Absence(own) => (&own.from, own.until.as_ref(), None, None),
        Row::Pairing(own) => (&own.from, own.until.as_ref(), None, None),
        Row::PairRule(own) => (&own.from, own.until.as_ref(), None, Some(own.rule)),
        _ => return (row.ids(), "", None, None, None),
    };
    (row.ids(), from, until.map(SmolStr::as_str), rank, rule)
}
