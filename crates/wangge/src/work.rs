//! The work itself: cases, reports, campaigns, as a log beside the records (E7, E9, N1-N3).
//!
//! Entries are taken one after another; one that is refused changes nothing. `docs/choices.md`, "The work", states what
//! each means.

mod campaign;
mod entry;
mod error;
mod one_file;
mod timeline;
mod visit;
mod walk;

use self::campaign::Campaigns;
pub use self::campaign::{ActionCoverage, CampaignRun, Coverage, CoverageCount, DoneBy, HouseholdCoverage};
pub use self::entry::{Act, Campaign, Channel, Done, Entry, Event, Filing, Reported, ReturnReason, State};
pub use self::error::{Refusal, Refusals, WorkCode, WorkError};
pub use self::one_file::{FileAction, FilePairing, OneFile};
use self::timeline::Timeline;
pub use self::visit::{VisitGroup, VisitPlan, VisitStop};
use crate::registry::Registry;

/// What was done in a county, held against its registry: cases, filings, campaigns.
#[derive(Debug, Clone)]
pub struct Work {
    timeline: Timeline,
    campaigns: Campaigns,
}

impl Work {
    /// No work yet.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        Self { timeline: Timeline::new(registry), campaigns: Campaigns::default() }
    }

    /// A whole log.
    ///
    /// # Errors
    /// *All* entries that are refused, each with its place in the log; an entry that builds on a refused one is refused
    /// too.
    pub fn build(registry: &Registry, entries: impl IntoIterator<Item = Entry>) -> Result<Self, Refusals> {
        let mut work = Self::new(registry);
        let mut refused = Vec::new();
        for (entry, place) in entries.into_iter().zip(0..) {
            if let Err(error) = work.record(&entry) {
                refused.push(Refusal { entry: place, error });
            }
        }
        if refused.is_empty() { Ok(work) } else { Err(Refusals(refused)) }
    }

    /// Takes an entry.
    ///
    /// # Errors
    /// Why it is refused: nothing is changed.
    pub fn record(&mut self, entry: &Entry) -> Result<(), WorkError> {
        match entry {
            Entry::Campaign(campaign) => self.campaigns.begin(&self.timeline, campaign),
            Entry::Done(done) => self.campaigns.done(&self.timeline, done),
            Entry::Matter(_) | Entry::Event(_) | Entry::Filing(_) => Ok(()),
        }
    }

    /// The registry that it is held against.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.timeline.registry
    }
}
