//! A plan as a table, for a spreadsheet.

use std::io::{self, Write};

use wangge::Plan;

/// Writes a plan as CSV in UTF-8 with a byte order mark, which spreadsheets need to see that it is: a row a pair, in the
/// tree order of the units.
///
/// Columns: household, label, unit, taker and name, today's takers, and whether the pair is new. A household that nobody
/// can take has one row without a taker. Labels and names are personal data.
///
/// # Errors
/// What the target reports.
pub fn write_csv(plan: &Plan, mut target: impl Write) -> io::Result<()> {
    target.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::Writer::from_writer(target);
    table.write_record(["household", "label", "unit", "taker", "name", "today", "new"])?;
    for ((household, takers), (_, today)) in plan.pairs().zip(plan.today()) {
        let today: Vec<&str> = today.map(|taker| taker.id()).collect();
        let mut row = |taker: &str, name: &str, new: &str| {
            let unit = household.unit();
            let today = today.join(" ");
            let cells = [household.id(), household.label(), unit.id(), taker, name, &today, new];
            table.write_record(cells.map(safe).iter().map(|cell| cell.as_bytes()))
        };
        if takers.len() == 0 {
            row("", "", "")?;
        }
        for taker in takers {
            row(taker.id(), taker.name(), if today.contains(&taker.id()) { "no" } else { "yes" })?;
        }
    }
    table.flush()
}

/// A text that a spreadsheet would take for a formula is marked as text.
pub(crate) fn safe(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}
