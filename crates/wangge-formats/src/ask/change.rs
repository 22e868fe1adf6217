//! Changes of a county, and what they do (M2, M4).

use std::io::Read;

use serde::Serialize;
use wangge::change::{Change, Transaction};
use wangge::{Directory, Impact, Plan, Registry};

use super::{Reply, text};
use crate::answer::{ErrorView, ReceiptView, ReceiptsView, impact_view};
use crate::{document, transaction};

/// A transaction `wangge-transaction/1` that is asked for.
///
/// # Errors
/// The first thing that is none, with a code `request.*` and its place.
pub fn transaction(text: impl Read) -> Result<Transaction, ErrorView> {
    transaction::read(text).map_err(|error| ErrorView::of_request(&error))
}

/// Does a transaction whole or not at all, and says what it did: [`ReceiptView`].
///
/// ```
/// use wangge_formats::ask;
/// # use wangge_sample::Sample;
/// # let mut registry = wangge::Registry::build(Sample::chalinhe().records()).expect("no fault");
/// let end = r#"{"format": "wangge-transaction/1", "changes": [
///     {"close-household": {"id": "430821108223-h0017", "on": "2026-12-01"}}
/// ]}"#;
/// let transaction = ask::transaction(end.as_bytes())?;
/// assert!(ask::apply(&mut registry, &transaction)?.starts_with(r#"{"sequence":1,"edits":[{"before":{"household":"#));
/// let error = ask::apply(&mut registry, &transaction).unwrap_err();
/// assert_eq!((error.code, error.faults[0].code), ("transaction.faults", "change.not-on-date"));
/// # Ok::<(), wangge_formats::answer::ErrorView>(())
/// ```
///
/// # Errors
/// `transaction.faults` with every fault; the registry is as before.
pub fn apply(registry: &mut Registry, transaction: &Transaction) -> Reply {
    let receipt = registry.apply(transaction).map_err(|faults| ErrorView::of_transaction(&faults))?;
    Ok(text(&ReceiptView::from(&receipt)))
}

/// The registry as it would be after a transaction.
///
/// # Errors
/// As of [`apply`].
pub fn what_if(registry: &Registry, transaction: &Transaction) -> Result<Registry, ErrorView> {
    registry.what_if(transaction).map_err(|faults| ErrorView::of_transaction(&faults))
}

/// The transaction that takes back what another did, as a file on one line; [`apply`] does it.
///
/// # Errors
/// `undo.unknown`, `undo.standing` with what would be wrong.
pub fn undo(registry: &Registry, sequence: u64) -> Reply {
    registry.undo(sequence).map(|back| file(&back)).map_err(|error| ErrorView::from(&error))
}

/// What each transaction did since the registry was made: [`ReceiptsView`].
#[must_use]
pub fn receipts(registry: &Registry) -> String {
    let receipts = registry.receipts().map(Into::into).collect();
    text(&ReceiptsView { sequence: registry.sequence(), receipts })
}

/// What differs between two directories, with at most so many entries in each list:
/// [`ImpactView`](crate::answer::ImpactView).
#[must_use]
pub fn impact(before: &Directory, after: &Directory, at_most: usize) -> String {
    impact_view(&Impact::between(before, after), at_most, |view| text(view))
}

/// A registry as a document, in normal rows, in UTF-8.
#[must_use]
pub fn document(registry: &Registry) -> Vec<u8> {
    let mut text = Vec::new();
    // Coordinates of a registry are finite, and memory takes whatever is written.
    _ = document::write(&registry.records(), &mut text);
    text
}

/// A plan as a transaction from its date on, as a file on one line (A8).
#[must_use]
pub fn plan_transaction(plan: &Plan) -> String {
    file(&plan.transaction())
}

/// A transaction as a file, on one line.
fn file(Transaction { changes }: &Transaction) -> String {
    text(&File { format: transaction::FORMAT, changes })
}

/// The file, lent for writing.
#[derive(Serialize)]
struct File<'a> {
    format: &'static str,
    changes: &'a [Change],
}
