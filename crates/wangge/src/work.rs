//! The work itself: cases, reports, campaigns, as a log beside the records (E7, E9, N1-N3).
//!
//! Entries are taken one after another; one that is refused changes nothing. `docs/choices.md`, "The work", states what
//! each means.
//!
//! ```
//! use wangge::record::Urgency;
//! use wangge::work::{Act, Channel, Entry, Event, NoticeKind, Reported, State, Work};
//! use wangge::Registry;
//! use wangge_sample::Sample;
//!
//! let registry = Registry::build(Sample::chalinhe().records())?;
//! let mut work = Work::new(&registry);
//! let at = |text: &str| text.parse::<jiff::Timestamp>();
//! work.record(&Entry::Matter(Reported {
//!     id: "m1".into(),
//!     subject: "430821108223-h0017".into(),
//!     kind: "neighbour-dispute".into(),
//!     urgency: Urgency::Routine,
//!     at: at("2026-11-02T09:00:00+08:00")?,
//!     channel: Channel::Phone,
//!     recuse: vec![],
//! }))?;
//!
//! // Who is told, as time goes by: each notice once, whenever one asks.
//! let noon = at("2026-11-02T12:00:00+08:00")?;
//! let first = work.due(noon).iter().next().expect("somebody is asked");
//! assert_eq!(first.kind(), NoticeKind::Asked);
//! let asked = first.to().next().expect("somebody is asked").to_owned();
//! assert!(work.due(noon).is_empty());
//!
//! // What somebody does is an entry; what the state does not allow is refused, and changes nothing.
//! let at_two = at("2026-11-02T14:40:00+08:00")?;
//! let event = |act| Entry::Event(Event { matter: "m1".into(), at: at_two, act });
//! let refused = work.record(&event(Act::Verified { by: None })).unwrap_err();
//! assert_eq!(refused.code().as_str(), "case.not-allowed");
//! work.record(&event(Act::Accepted { by: asked.as_str().into() }))?;
//!
//! // At any instant: the state, who holds it, which deadline is next.
//! let standing = work.case("m1")?.at(at("2026-11-03T08:00:00+08:00")?).expect("it was reported");
//! assert_eq!((standing.state(), standing.holders()), (State::Accepted, vec![asked.as_str()]));
//! assert!(!standing.is_overdue() && standing.next_deadline().is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod campaign;
mod case;
mod entry;
mod error;
mod filing;
#[cfg(test)]
mod fixture;
mod ledger;
mod one_file;
mod report;
mod reporting;
mod sight;
mod timeline;
mod visit;
mod walk;

use self::campaign::Campaigns;
pub use self::campaign::{ActionCoverage, CampaignRun, Coverage, CoverageCount, DoneBy, HouseholdCoverage};
use self::case::Cases;
pub use self::case::{Case, Deadline, Happening, History, Notice, NoticeKind, Notices, Standing};
pub use self::entry::{Act, Campaign, Channel, Done, Entry, Event, Filing, Reported, ReturnReason, State, Told};
pub use self::error::{Refusal, Refusals, WorkCode, WorkError};
use self::filing::Filings;
pub use self::one_file::{FileAction, FilePairing, OneFile};
pub use self::report::{Boundaries, Figure, Figures, Rollup, Spread, WorkQuery, WorkReport};
pub use self::reporting::{ReportDue, Reporting};
pub use self::sight::Sight;
use self::timeline::Timeline;
pub use self::visit::{VisitGroup, VisitPlan, VisitStop};
use crate::registry::Registry;

/// What was done in a county, held against its registry: cases, filings, campaigns.
#[derive(Debug, Clone)]
pub struct Work {
    timeline: Timeline,
    cases: Cases,
    filings: Filings,
    campaigns: Campaigns,
}

impl Work {
    /// No work yet.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        let timeline = Timeline::new(registry);
        Self { timeline, cases: Cases::default(), filings: Filings::default(), campaigns: Campaigns::default() }
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
                refused.push(Refusal { entry: place, error, is_taken: false });
            }
        }
        if refused.is_empty() { Ok(work) } else { Err(Refusals(refused)) }
    }

    /// A log that was recorded before, held against a county that may have been changed since, for days past too: what
    /// was done stays with who did it (M5).
    ///
    /// An entry that would be refused today for what the county says now (who was asked, who had the duty, which
    /// household was there) is taken all the same, and listed; any other that is refused is left out, and listed.
    ///
    /// ```
    /// use wangge::change::{Change, End, Transaction};
    /// use wangge::{Registry, Work};
    /// use wangge_sample::Sample;
    ///
    /// let mut registry = Registry::build(Sample::chalinhe().records())?;
    /// let log = Sample::chalinhe().work(&registry);
    /// let (work, refused) = Work::replay(&registry, log.clone());
    /// assert!(refused.as_slice().is_empty());
    ///
    /// // In November it is learnt that a household left in October; somebody visited it in between.
    /// let left = Change::CloseHousehold(End { id: "430821108223-h0205".into(), on: "2026-10-01".into() });
    /// registry.apply(&Transaction::from(vec![left]))?;
    /// let (after, refused) = Work::replay(&registry, log);
    /// assert_eq!(after.cases().len(), work.cases().len());
    /// assert!(!refused.as_slice().is_empty() && refused.as_slice().iter().all(|refusal| refusal.is_taken));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn replay(registry: &Registry, entries: impl IntoIterator<Item = Entry>) -> (Self, Refusals) {
        let mut work = Self::new(registry);
        let mut refused = Vec::new();
        for (entry, place) in entries.into_iter().zip(0..) {
            if let Err(error) = work.record(&entry) {
                let is_taken = error.code().is_of_county() && work.take(&entry, true).is_ok();
                refused.push(Refusal { entry: place, error, is_taken });
            }
        }
        (work, Refusals(refused))
    }

    /// Takes an entry.
    ///
    /// # Errors
    /// Why it is refused: nothing is changed.
    pub fn record(&mut self, entry: &Entry) -> Result<(), WorkError> {
        self.take(entry, false)
    }

    /// Takes an entry; of one that was `recorded` before, what the county says of it is not asked again.
    fn take(&mut self, entry: &Entry, recorded: bool) -> Result<(), WorkError> {
        match entry {
            Entry::Matter(matter) => self.cases.report(&self.timeline, matter, recorded),
            Entry::Event(event) => self.cases.happen(&self.timeline, event, recorded),
            Entry::Filing(filing) => self.filings.file(&self.timeline, filing, recorded),
            Entry::Campaign(campaign) => self.campaigns.begin(&self.timeline, campaign),
            Entry::Done(done) => self.campaigns.done(&self.timeline, done, recorded),
            Entry::Told(told) => {
                _ = self.cases.due(&self.timeline, told.until);
                Ok(())
            }
        }
    }

    /// The registry's number of a unit.
    fn unit_number(&self, id: &str) -> Result<u32, WorkError> {
        let facts = &self.timeline.registry.facts;
        let found = facts.subject_name(id).filter(|unit| *unit < facts.sections.departments);
        found.ok_or_else(|| WorkError::new(WorkCode::UnitUnknown, [id]))
    }

    /// The id of a unit as the registry holds it: of every unit that there ever is.
    ///
    /// # Errors
    /// `unit.unknown`.
    pub fn unit_id(&self, unit: &str) -> Result<&str, WorkError> {
        self.unit_number(unit).map(|unit| self.registry().facts.unit_id(unit))
    }

    /// The registry that it is held against.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.timeline.registry
    }
}
