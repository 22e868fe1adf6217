//! The one file of a household (一户一档): who cared for it, and what was done.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Work;
use super::campaign::{CampaignRun, DoneRow, household_number};
use super::case::Case;
use super::entry::Channel;
use super::error::{WorkCode, WorkError};
use crate::access::{Access, Action};
use crate::directory::{Directory, Person};
use crate::record::NamedRecord;
use crate::registry::Pairing;
use crate::scheme::{Kind, Programme};
use crate::time::{Day, Period};

/// What is on record about a household up to a date, that day included. Ids only, no personal data.
#[derive(Clone)]
pub struct OneFile<'w> {
    work: &'w Work,
    directory: Directory,
    date: Date,
    household: u32,
    /// The kinds of the matters that are shown; none: every kind.
    kinds: Option<Vec<u32>>,
    /// By instant and place in the log, each with its campaign.
    done: Vec<(CampaignRun<'w>, DoneRow)>,
}

/// Somebody who is or was the caretaker of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilePairing<'f> {
    /// The programme.
    pub programme: Programme<'f>,
    /// Who.
    pub person: Person<'f>,
    /// Over which period, as the registry knows it: its end may be after the date.
    pub period: Period,
}

/// An action that was done for the household.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FileAction<'f> {
    /// In which campaign.
    pub campaign: CampaignRun<'f>,
    /// Which action.
    pub action: &'f NamedRecord,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: Person<'f>,
    /// How.
    pub channel: Channel,
}

impl Work {
    /// The one file of a household on a date. A household that is gone by then has one still.
    ///
    /// # Errors
    /// `household.unknown`.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use wangge::Registry;
    /// use wangge::work::Work;
    /// use wangge_sample::Sample;
    ///
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let work = Work::new(&registry);
    /// let file = work.one_file("430821108223-h0017", date(2026, 11, 23))?;
    /// assert!(file.pairings().count() > 0);
    /// assert_eq!(file.done().count(), 0);
    /// // Nobody cared for it before the programme began.
    /// assert_eq!(work.one_file("430821108223-h0017", date(2021, 1, 1))?.pairings().count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn one_file(&self, household: &str, date: Date) -> Result<OneFile<'_>, WorkError> {
        let number = household_number(&self.registry().facts, household);
        let number = number.ok_or_else(|| WorkError::new(WorkCode::HouseholdUnknown, [household]))?;
        let rules = &*self.registry().scheme().0;
        let mut done: Vec<(CampaignRun<'_>, DoneRow)> = Vec::new();
        for (run, campaign) in self.campaigns.runs().iter().zip(self.campaigns()) {
            let own = run.done.iter().filter(|row| row.household == number && row.date(rules) <= date);
            done.extend(own.map(|row| (campaign, *row)));
        }
        done.sort_unstable_by_key(|(_, row)| (row.at, row.place));
        let directory = self.timeline.on(date);
        Ok(OneFile { work: self, directory, date, household: number, kinds: None, done })
    }

    /// The one file of a household on a date, for somebody: if they may do [`Action::Personal`] with it on that date.
    ///
    /// # Errors
    /// `person.unknown`; `household.unknown`, whether there is such a household or not (S2).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use wangge::Registry;
    /// use wangge::work::Work;
    /// use wangge_sample::Sample;
    ///
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let (work, day) = (Work::new(&registry), date(2026, 11, 23));
    /// let file = work.one_file("430821108223-h0017", day)?;
    /// let caretaker = file.pairings().next().expect("somebody").person.id();
    /// assert!(work.one_file_for(caretaker, "430821108223-h0017", day).is_ok());
    /// // Out of reach, and not there at all: the same answer.
    /// let elsewhere = work.one_file_for(caretaker, "430821108223-h0400", day).unwrap_err();
    /// let nowhere = work.one_file_for(caretaker, "nowhere", day).unwrap_err();
    /// assert_eq!((elsewhere.code(), nowhere.code().as_str()), (nowhere.code(), "household.unknown"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn one_file_for(&self, asker: &str, household: &str, date: Date) -> Result<OneFile<'_>, WorkError> {
        let directory = self.timeline.on(date);
        let Access::Granted(grant) = directory.may(asker, Action::Personal, household)? else {
            return Err(WorkError::new(WorkCode::HouseholdUnknown, [household]));
        };
        let kinds = grant.kinds().map(Kind::index).collect();
        Ok(OneFile { kinds: Some(kinds), ..self.one_file(household, date)? })
    }
}

impl<'w> OneFile<'w> {
    /// Id of the household.
    #[must_use]
    pub fn household(&self) -> &str {
        self.directory.0.facts.household_id(self.household)
    }

    /// The date.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// Its caretakers over all time, as far as they had begun on the date: by programme, person and period.
    pub fn pairings(&self) -> impl Iterator<Item = FilePairing<'_>> {
        let tables = &*self.directory.0;
        let day = Day::from(self.date);
        let begun = tables.facts.pairings.row(self.household).iter().filter(move |pairing| pairing.days.from <= day);
        begun.filter_map(|Pairing { programme, person, days }| {
            let programme = Programme::new(tables.rules(), *programme);
            Some(FilePairing { programme, person: Person::new(tables, *person), period: days.period()? })
        })
    }

    /// The matters about it that were reported on the date or before, in the order of the log; for somebody, those of the
    /// kinds for which they may do [`Action::Personal`].
    pub fn matters(&self) -> impl Iterator<Item = Case<'w>> {
        let facts = &*self.work.registry().facts;
        let subject = facts.sections.households.checked_add(self.household);
        let calendar = facts.scheme.calendar();
        let own = self.work.cases.rows.iter().zip(0..).filter(move |(row, _)| {
            let is_known = self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&row.kind));
            Some(row.subject) == subject && is_known && calendar.date_of(row.at) <= self.date
        });
        own.filter_map(|(_, number)| self.work.case_at(number))
    }

    /// What was done for it in all campaigns, by instant, then in the order of the log; an action that was done again
    /// stands there again.
    pub fn done(&self) -> impl Iterator<Item = FileAction<'_>> {
        let tables = &*self.directory.0;
        self.done.iter().filter_map(|(campaign, row)| {
            let action = campaign.actions().get(usize::from(row.action))?;
            let by = Person::new(tables, row.by);
            Some(FileAction { campaign: *campaign, action, at: row.at, by, channel: row.channel })
        })
    }
}

impl fmt::Debug for OneFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OneFile")
            .field("household", &self.household())
            .field("date", &self.date)
            .field("done", &self.done.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
