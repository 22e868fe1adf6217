//! Several entries at once.

use super::entry::Entry;
use super::error::{Refusal, Refusals};
use crate::work::Work;

impl Work {
    /// Takes entries one after another, all or none.
    ///
    /// # Errors
    /// All that are refused, each with its place among them; an entry that builds on a refused one is refused too.
    /// Nothing is changed.
    pub fn record_all<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) -> Result<(), Refusals> {
        let mut after = self.clone();
        let taken = entries.into_iter().zip(0..).map(|(entry, place)| (place, after.record(entry)));
        let refused = taken.filter_map(|(entry, taken)| Some(Refusal { entry, error: taken.err()? }));
        let refused: Vec<Refusal> = refused.collect();
        if !refused.is_empty() {
            return Err(Refusals(refused));
        }
        *self = after;
        Ok(())
    }
}
