//! "The compensating transaction of a transaction is a list of corrections that take back each row that it changed."

use std::collections::BTreeSet;

use smol_str::SmolStr;
use wangge::{change::Row, record::Records};

use super::{super::faults, normal::normal, rows};

/// Which row it is: its section and the ids that say which it is.
pub type Which = (&'static str, Vec<SmolStr>);

/// Which row it is.
pub fn which(row: &Row) -> Which {
    (rows::owner(row).0, row.ids().into_iter().map(SmolStr::new).collect())
}

/// The normal rows of the county without a transaction that took some rows out and put others in.
///
/// # Errors
/// "It is refused as standing if one of those rows is not as the transaction left it, or if the rows that would come out
/// break a rule of loading": which rows are not as they were left; none if it is for the second reason.
pub fn undo(records: &Records, gone: &[Row], new: &[Row]) -> Result<Records, BTreeSet<Which>> {
    let now = rows::rows(records);
    let changed_later = new.iter().filter(|row| !now.contains(row));
    let back = gone.iter().filter(|row| {
        let is_same = |other: &&Row| name(other).is_some() && name(other) == name(row);
        // What has another form now is looked at in that form.
        !new.iter().any(|other| is_same(&other)) && (now.contains(row) || now.iter().any(|other| is_same(&other)))
    });
    let not_as_left: BTreeSet<Which> = changed_later.chain(back).map(which).collect();
    if !not_as_left.is_empty() {
        return Err(not_as_left);
    }
    let mut before = records.clone();
    new.iter().for_each(|row| rows::take(&mut before, row));
    gone.iter().for_each(|row| rows::put(&mut before, row));
    if faults(&before).is_empty() { Ok(normal(&before)) } else { Err(BTreeSet::new()) }
}

/// The id of a row that has one of its own, and whether it is a person's.
fn name(row: &Row) -> Option<(bool, SmolStr)> {
    rows::own_id(row).map(|id| (matches!(row, Row::Person(_)), id))
}
