//! A campaign of the log, lent.

use std::fmt;

use jiff::civil::Date;

use super::super::Work;
use super::super::entry::Channel;
use super::super::error::WorkError;
use super::Terms;
use crate::record::{CampaignRecord, NamedRecord, Text};
use crate::registry::Facts;
use crate::scheme::Kind;
use crate::table::{NONE, at};

/// A campaign as it is carried out: which actions, for which households, over which period (N3).
#[derive(Clone, Copy)]
pub struct CampaignRun<'w> {
    facts: &'w Facts,
    terms: &'w Terms,
}

impl Work {
    /// Every campaign, in the order of the log.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use wangge::Registry;
    /// use wangge::work::{Campaign, Channel, Entry, Work};
    /// use wangge_sample::Sample;
    ///
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let visits = Campaign {
    ///     id: "visits-2026-11".into(),
    ///     of: "monthly-visit".into(),
    ///     kind: "civil-affairs".into(),
    ///     unit: Some("430821108223".into()),
    ///     categories: vec![],
    ///     first: vec!["monitored".into()],
    ///     from: date(2026, 11, 1),
    ///     until: date(2026, 12, 1),
    ///     channels: vec![Channel::Visit],
    /// };
    /// let work = Work::build(&registry, [Entry::Campaign(visits)])?;
    /// let run = work.campaigns().next().expect("one");
    /// assert_eq!((run.id(), run.of().id.as_str(), run.unit()), ("visits-2026-11", "monthly-visit", Some("430821108223")));
    /// assert_eq!(run.actions().iter().map(|action| action.id.as_str()).collect::<Vec<_>>(), ["visit"]);
    /// assert_eq!(run.last(), date(2026, 11, 30));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn campaigns(&self) -> impl ExactSizeIterator<Item = CampaignRun<'_>> {
        let facts = &*self.registry().facts;
        self.campaigns.runs().iter().map(move |run| CampaignRun::new(facts, &run.terms))
    }

    /// The campaign with an id.
    ///
    /// # Errors
    /// `campaign.unknown`.
    pub fn campaign(&self, id: &str) -> Result<CampaignRun<'_>, WorkError> {
        self.campaigns.find(id).map(|run| CampaignRun::new(&self.registry().facts, &run.terms))
    }
}

impl<'w> CampaignRun<'w> {
    pub(crate) fn new(facts: &'w Facts, terms: &'w Terms) -> Self {
        Self { facts, terms }
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> &'w str {
        &self.terms.id
    }

    /// The scheme's campaign, whose actions it takes.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the position was found in this very list")]
    pub fn of(self) -> &'w CampaignRecord {
        &self.facts.scheme.0.record.campaigns[at(self.terms.of)]
    }

    /// The matter kind under which the duty list says who answers for it.
    #[must_use]
    pub fn kind(self) -> Kind<'w> {
        Kind::new(&self.facts.scheme.0, self.terms.kind)
    }

    /// Id of the unit whose households it must reach; none: all.
    #[must_use]
    pub fn unit(self) -> Option<&'w str> {
        (self.terms.unit != NONE).then(|| self.facts.unit_id(self.terms.unit))
    }

    /// Its own categories of household: id and name, in the scheme's order; none: those of the scheme's campaign.
    pub fn categories(self) -> impl Iterator<Item = (&'w str, &'w Text)> {
        self.named(&self.terms.categories)
    }

    /// The categories that come first: id and name, in the scheme's order.
    pub fn first(self) -> impl Iterator<Item = (&'w str, &'w Text)> {
        self.named(&self.terms.first)
    }

    fn named(self, places: &'w [u32]) -> impl Iterator<Item = (&'w str, &'w Text)> {
        let all = &self.facts.scheme.0.record.categories;
        places.iter().filter_map(|place| all.get(at(*place))).map(|named| (named.id.as_str(), &named.name))
    }

    /// The first day.
    #[must_use]
    pub fn from(self) -> Date {
        self.terms.from
    }

    /// The day after the last.
    #[must_use]
    pub fn until(self) -> Date {
        self.terms.until
    }

    /// The last day: what is missing is due on it.
    #[must_use]
    pub fn last(self) -> Date {
        self.terms.last()
    }

    /// The channels that count, in the order of the log.
    #[must_use]
    pub fn channels(self) -> &'w [Channel] {
        &self.terms.channels
    }

    /// What is done for each household: id and name.
    #[must_use]
    pub fn actions(self) -> &'w [NamedRecord] {
        &self.of().actions
    }
}

impl fmt::Debug for CampaignRun<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CampaignRun").field(&self.id()).finish()
    }
}

impl PartialEq for CampaignRun<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.terms, other.terms)
    }
}

impl Eq for CampaignRun<'_> {}
