//! Several entries at once, all or none.

use std::collections::BTreeMap;

use super::campaign::CampaignMark;
use super::case::CaseMark;
use super::entry::Entry;
use super::error::{Refusal, Refusals};
use super::filing::FilingMark;
use crate::work::Work;

/// What the entries of a batch touch, as it was before.
#[derive(Default)]
struct Before {
    cases: CaseMark,
    filings: BTreeMap<(u32, u32), FilingMark>,
    campaigns: CampaignMark,
}

impl Work {
    /// Takes entries one after another, all or none; what they touch is kept aside meanwhile, nothing else.
    ///
    /// # Errors
    /// All that are refused, each with its place among them; an entry that builds on a refused one is refused too.
    /// Nothing is changed.
    pub fn record_all<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) -> Result<(), Refusals> {
        let mut before = Before { cases: self.cases.mark(), campaigns: self.campaigns.mark(), ..Before::default() };
        let mut refused = Vec::new();
        for (entry, place) in entries.into_iter().zip(0..) {
            match entry {
                Entry::Event(event) => self.cases.keep(event, &mut before.cases),
                Entry::Filing(filing) => self.filings.keep(&self.timeline, filing, &mut before.filings),
                Entry::Done(done) => self.campaigns.keep(done, &mut before.campaigns),
                Entry::Told(_) => self.cases.keep_all(&mut before.cases),
                Entry::Matter(_) | Entry::Campaign(_) => {}
            }
            if let Err(error) = self.record(entry) {
                refused.push(Refusal { entry: place, error, is_taken: false });
            }
        }
        if refused.is_empty() {
            return Ok(());
        }
        self.cases.back_to(before.cases);
        self.filings.back_to(before.filings);
        self.campaigns.back_to(before.campaigns);
        Err(Refusals(refused))
    }
}
