//! The county on the days of the work: compiled once for each stretch of days on which nothing changes.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::coverage::days_of_change;
use crate::directory::Directory;
use crate::registry::Registry;
use crate::table::cell;
use crate::time::{Day, Days};

/// How many compiled days are kept: work moves through time in order, and looks back a few days.
const KEPT: usize = 16;

/// Directories by day; those of quiet days are shared, so their date is the first day of the quiet stretch.
#[derive(Clone)]
pub(crate) struct Timeline {
    pub registry: Registry,
    /// The first day of each stretch, ascending, from [`Day::NEVER`].
    starts: Arc<[Day]>,
    /// The stretches that were asked for last, the latest at the end.
    kept: Arc<Mutex<VecDeque<(usize, Directory)>>>,
}

impl Timeline {
    pub fn new(registry: &Registry) -> Self {
        let starts = days_of_change(&registry.facts, Days::ALWAYS).into();
        Self { registry: registry.clone(), starts, kept: Arc::default() }
    }

    /// The stretch of days that a day is in.
    pub fn stretch(&self, date: Date) -> usize {
        self.starts.partition_point(|start| *start <= Day::from(date)).saturating_sub(1)
    }

    /// The county on a day; its date is some day on which the county was the same.
    pub fn on(&self, date: Date) -> Directory {
        let stretch = self.stretch(date);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().position(|(own, _)| *own == stretch).and_then(|place| kept.remove(place));
        let (_, directory) = found.unwrap_or_else(|| (stretch, self.registry.as_of(self.first_day(stretch, date))));
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((stretch, directory.clone()));
        directory
    }

    /// The first day of a stretch; of the one before all change, the day itself.
    fn first_day(&self, stretch: usize, date: Date) -> Date {
        self.starts.get(stretch).and_then(|start| start.date()).unwrap_or(date)
    }

    /// The day on which something is looked up for a subject: the day itself, or the nearest of the subject's life.
    pub fn day_of(&self, subject: u32, date: Date) -> Date {
        let life = self.life(subject);
        let last = life.until.date().and_then(|until| until.yesterday().ok());
        let date = last.map_or(date, |last| last.min(date));
        life.from.date().map_or(date, |first| first.max(date))
    }

    /// The life of a unit, household or site.
    pub fn life(&self, subject: u32) -> Days {
        let facts = &self.registry.facts;
        let sections = facts.sections;
        if let Some(site) = subject.checked_sub(sections.sites) {
            facts.sites.life.get(site, Days::ALWAYS)
        } else if let Some(household) = subject.checked_sub(sections.households) {
            facts.households.life.get(household, Days::ALWAYS)
        } else {
            cell(&facts.units.life, subject, Days::ALWAYS)
        }
    }
}

impl fmt::Debug for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timeline").field("stretches", &self.starts.len()).finish_non_exhaustive()
    }
}
