//! The work (E7, E9, N1-N3, M5): a plain list of entries. To answer anything, it is lived through again from the start.

use jiff::{Timestamp, civil::Date};
use wangge::work::{Act, Campaign, Done, Entry, Event, Filing, Reported};

use super::{
    time::{deadline, offset},
    world::{Refusal, Subject, World},
};

mod campaign;
mod case;
mod claim;
mod entries;
mod events;
mod file;
mod report;
mod reporting;
mod visit;

pub use campaign::{Coverage, Share};
pub use case::{Case, Deadline, Firsts, Notice, NoticeKind};
pub use claim::Able;
pub use file::File;
pub use report::{Boundaries, Figures, Report, Scope, Spread};
pub use reporting::{DueReport, Reporting};
pub use visit::{Group, Stop, Visits};

/// The code of a refusal.
pub type Code = &'static str;

/// A county and its log.
#[derive(Debug, Clone)]
pub struct Log {
    /// The county.
    pub world: World,
    /// What was taken, in order.
    pub entries: Vec<Entry>,
    /// The last instant for which notices were asked.
    pub polled: Option<Timestamp>,
}

impl Log {
    /// Nothing done yet.
    pub fn new(world: World) -> Self {
        Self { world, entries: Vec::new(), polled: None }
    }

    /// Takes an entry, or says why not.
    ///
    /// # Errors
    /// The code.
    pub fn record(&mut self, entry: &Entry) -> Result<(), Code> {
        self.refusal(entry)?;
        match entry {
            // "They are not due again, and nothing up to it can be recorded after it."
            Entry::Told(told) => self.polled = Some(self.polled.map_or(told.until, |polled| polled.max(told.until))),
            _ => self.entries.push(entry.clone()),
        }
        Ok(())
    }

    /// What an entry would be refused for.
    ///
    /// # Errors
    /// The code.
    pub fn refusal(&self, entry: &Entry) -> Result<(), Code> {
        match entry {
            Entry::Matter(matter) => self.matter_refusal(matter),
            Entry::Event(event) => self.event_refusal(event),
            Entry::Filing(filing) => self.filing_refusal(filing),
            Entry::Campaign(campaign) => self.campaign_refusal(campaign),
            Entry::Done(done) => self.done_refusal(done),
            Entry::Told(_) => Ok(()),
        }
    }

    /// The notices from the last instant for which they were asked to this one.
    pub fn due(&mut self, now: Timestamp) -> Vec<Notice> {
        let before = self.polled;
        let mut notices = self.notices(now);
        notices.retain(|notice| before.is_none_or(|before| notice.at > before));
        self.polled = Some(before.map_or(now, |before| before.max(now)));
        notices
    }

    /// All notices up to an instant: "in the order of (instant, matter by its place in the log, place within the case)".
    pub fn notices(&self, now: Timestamp) -> Vec<Notice> {
        let reported = self.matters().filter(|matter| matter.at <= now);
        let mut all: Vec<Notice> = reported.flat_map(|matter| self.case(matter, now).notices).collect();
        // Stable: what stands earlier stays earlier.
        all.sort_by_key(|notice| notice.at);
        all
    }

    /// The matters in the order of the log.
    pub fn matters(&self) -> impl Iterator<Item = &Reported> {
        self.entries.iter().filter_map(|entry| if let Entry::Matter(matter) = entry { Some(matter) } else { None })
    }

    /// The matter with an id.
    pub fn matter(&self, id: &str) -> Option<&Reported> {
        self.matters().find(|matter| matter.id == id)
    }

    /// The events of a matter, in the order of the log.
    pub fn events(&self, matter: &str) -> impl Iterator<Item = &Event> {
        let events =
            self.entries.iter().filter_map(|entry| if let Entry::Event(event) = entry { Some(event) } else { None });
        events.filter(move |event| event.matter == matter)
    }

    /// Filings in the order of the log.
    pub fn filings(&self) -> impl Iterator<Item = &Filing> {
        self.entries.iter().filter_map(|entry| if let Entry::Filing(filing) = entry { Some(filing) } else { None })
    }

    /// Campaigns in the order of the log.
    pub fn campaigns(&self) -> impl Iterator<Item = &Campaign> {
        self.entries.iter().filter_map(|entry| if let Entry::Campaign(one) = entry { Some(one) } else { None })
    }

    /// What was done, in the order of the log.
    pub fn done(&self) -> impl Iterator<Item = &Done> {
        self.entries.iter().filter_map(|entry| if let Entry::Done(done) = entry { Some(done) } else { None })
    }

    /// A case as known at an instant: "entries and clock up to it, that instant included".
    pub fn case(&self, matter: &Reported, at: Timestamp) -> Case<'_> {
        let mut case = Case::open(&self.world, matter);
        for event in self.events(&matter.id).filter(|event| event.at <= at) {
            // "At one instant events come first, then what the clock brings."
            case.clock(|instant| instant < event.at);
            case.take(event);
        }
        case.clock(|instant| instant <= at);
        case
    }

    /// A case as it stands before an event at an instant that comes after all others.
    pub fn case_before(&self, matter: &Reported, at: Timestamp) -> Case<'_> {
        let mut case = Case::open(&self.world, matter);
        for event in self.events(&matter.id) {
            case.clock(|instant| instant < event.at);
            case.take(event);
        }
        case.clock(|instant| instant < at);
        case
    }
}

impl World {
    /// T4: "an instant's civil date is taken in the scheme's offset".
    pub fn day(&self, at: Timestamp) -> Date {
        offset(&self.scheme.calendar).to_datetime(at).date()
    }

    /// The first instant of a day.
    pub fn midnight(&self, day: Date) -> Timestamp {
        offset(&self.scheme.calendar).to_timestamp(day.at(0, 0, 0, 0)).unwrap()
    }

    /// "A deadline that needs a year without a calendar is unknown."
    fn deadline(&self, from: Timestamp, span: &str) -> Deadline {
        deadline(self, from, span).map_or(Deadline::Unknown, Deadline::At)
    }

    /// The subject with an id, whether it lives or not.
    fn any_subject(&self, id: &str) -> Option<Subject> {
        let unit = self.units.iter().position(|row| row.id == id).map(Subject::Unit);
        let household = || self.households.iter().position(|row| row.id == id).map(Subject::Household);
        let site = || self.sites.iter().position(|row| row.id == id).map(Subject::Site);
        unit.or_else(household).or_else(site)
    }

    /// The life of a subject.
    fn life(&self, subject: Subject) -> super::period::Period {
        match subject {
            Subject::Unit(row) => self.units[row].life,
            Subject::Household(row) => self.households[row].life,
            Subject::Site(row) => self.sites[row].life,
        }
    }

    /// "What is looked up for a case at an instant is looked up on that instant's civil day; if the subject lives no
    /// more, on the last day of its life."
    fn day_of_case(&self, subject: Subject, at: Timestamp) -> Date {
        let day = self.day(at);
        match self.life(subject).until {
            Some(until) if until <= day => until.yesterday().unwrap(),
            _ => day,
        }
    }
}

/// Who does it and who is named by an act, as far as they are people.
fn named(act: &Act) -> Vec<&str> {
    act.by().into_iter().chain(act.to()).collect()
}

/// A refusal of the naive model of the directory, as a code.
fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::UnknownSubject(_) => "subject.unknown",
        Refusal::UnknownKind(_) => "kind.unknown",
        Refusal::NotOnDate(_) => "subject.not-on-date",
        Refusal::UnknownPerson(_) => "person.unknown",
        Refusal::UnknownYear(_) => unreachable!("no deadline is asked"),
    }
}
