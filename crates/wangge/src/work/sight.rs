//! Which matters are shown to somebody: to others they are as if they were not there (S1, S2).

use jiff::Timestamp;

use super::{Case, Work, WorkError};
use crate::access::{Access, Action};
use crate::directory::Directory;

/// What somebody sees of the work at an instant.
#[derive(Debug, Clone)]
pub struct Sight {
    /// The county on the day.
    directory: Directory,
    /// The registry's number of the person.
    person: u32,
    at: Timestamp,
}

impl Work {
    /// What somebody sees of the work at an instant.
    ///
    /// # Errors
    /// `person.unknown`.
    ///
    /// ```
    /// # use wangge::Registry;
    /// # use wangge::record::Urgency;
    /// # use wangge::work::{Channel, Entry, Reported, Work};
    /// # use wangge_sample::Sample;
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let mut work = Work::new(&registry);
    /// let at = "2026-11-02T09:00:00+08:00".parse()?;
    /// work.record(&Entry::Matter(Reported {
    ///     id: "m1".into(),
    ///     subject: "430821108223-h0017".into(),
    ///     kind: "neighbour-dispute".into(),
    ///     urgency: Urgency::Routine,
    ///     at,
    ///     channel: Channel::Phone,
    ///     recuse: vec![],
    /// }))?;
    /// let case = work.case("m1")?;
    /// let asked = case.at(at).expect("it was reported").holders();
    /// assert!(work.sight(asked[0], at)?.shows(case));
    /// // The leader of another micro-grid has nothing to do with it.
    /// let directory = registry.as_of("2026-11-02".parse()?);
    /// let elsewhere = directory.responsible("430821108223-h0400", "neighbour-dispute")?;
    /// let wangge::Holder::Held(mut people) = elsewhere.first_responder().expect("somebody").holder() else { panic!() };
    /// let leader = people.next().expect("somebody").id();
    /// assert!(!work.sight(leader, at)?.shows(case));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sight(&self, asker: &str, at: Timestamp) -> Result<Sight, WorkError> {
        let directory = self.timeline.on(self.registry().scheme().calendar().date_of(at));
        let person = directory.person(asker)?.index;
        Ok(Sight { directory, person, at })
    }
}

impl Sight {
    /// Whether a matter is shown: to whoever may [see](Action::See) its subject for its kind, and to whoever is asked or
    /// holds it at the instant.
    #[must_use]
    pub fn shows(&self, case: Case<'_>) -> bool {
        let facts = &case.work().registry().facts;
        let asker = facts.people.get(self.person);
        let seen = self.directory.may(asker, Action::See, case.subject());
        let is_seen = match seen {
            Ok(Access::Granted(grant)) => grant.is_for(case.kind()).unwrap_or(false),
            _ => false,
        };
        is_seen || case.at(self.at).is_some_and(|standing| standing.holders().contains(&asker))
    }
}
