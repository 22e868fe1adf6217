//! What transactions did, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::change::{Edit, Receipt};

/// What a transaction did.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Receipt")]
pub struct ReceiptView<'r> {
    /// Its number, from 1.
    pub sequence: u64,
    /// The rows that changed, as they were and as they are: by section, then by their ids.
    pub edits: &'r [Edit],
}

/// What each transaction did since the registry was made.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Receipts")]
pub struct ReceiptsView<'r> {
    /// The number of the last transaction; 0 before the first.
    pub sequence: u64,
    /// Each, in order.
    pub receipts: Vec<ReceiptView<'r>>,
}

impl<'r> From<&'r Receipt> for ReceiptView<'r> {
    fn from(receipt: &'r Receipt) -> Self {
        Self { sequence: receipt.sequence(), edits: receipt.edits() }
    }
}
