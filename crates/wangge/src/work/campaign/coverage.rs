//! How far a campaign has come on a date, and who is missing (N3).

mod count;

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use self::count::Tallies;
pub use self::count::{ActionCoverage, CoverageCount};
use super::super::Work;
use super::super::entry::Channel;
use super::super::error::{WorkCode, WorkError};
use super::sheet::{Sheet, counted, who_answers};
use super::{CampaignRun, RunRow, household_number};
use crate::directory::{Directory, Household, Person, Unit};
use crate::record::NamedRecord;
use crate::table::{NONE, at, cell, indices};

/// What was done for each household of a campaign on a date, and who is missing.
///
/// It stays as it is when more is recorded. Cheap to keep: it shares the county and the log.
#[derive(Clone)]
pub struct Coverage {
    directory: Directory,
    date: Date,
    run: RunRow,
    sheet: Sheet,
    /// Who answers for each household of the sheet, or [`NONE`].
    answers: Vec<u32>,
    total: Tallies,
    /// By position in tree order.
    of_unit: Tallies,
    /// Who answers for anybody, by id; [`NONE`], who is nobody, at the end.
    people: Vec<u32>,
    of_person: Tallies,
}

/// By whom an action was done, when and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoneBy<'c> {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: Person<'c>,
    /// How.
    pub channel: Channel,
}

/// A household of a campaign: who answers for it, and what was done.
#[derive(Clone, Copy)]
pub struct HouseholdCoverage<'c> {
    coverage: &'c Coverage,
    place: u32,
    household: u32,
}

impl Work {
    /// What was done in a campaign up to a date, that day included; after its last day, as on the last day. In one pass
    /// over households and log.
    ///
    /// # Errors
    /// `campaign.unknown`; `campaign.outside` if the campaign has not begun on the date.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use wangge::Registry;
    /// use wangge::work::{Campaign, Channel, Done, Entry, Work};
    /// use wangge_sample::Sample;
    ///
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let mut work = Work::new(&registry);
    /// work.record(&Entry::Campaign(Campaign {
    ///     id: "visits-2026-11".into(),
    ///     of: "monthly-visit".into(),
    ///     kind: "civil-affairs".into(),
    ///     unit: Some("430821108223".into()),
    ///     categories: vec![],
    ///     first: vec!["monitored".into()],
    ///     from: date(2026, 11, 1),
    ///     until: date(2026, 12, 1),
    ///     channels: vec![Channel::Visit],
    /// }))?;
    ///
    /// // Who answers for the first household that is missing goes there.
    /// let before = work.coverage("visits-2026-11", date(2026, 11, 2))?;
    /// let missing = before.missing().next().expect("everybody");
    /// let person = missing.answers().expect("somebody");
    /// work.record(&Entry::Done(Done {
    ///     campaign: "visits-2026-11".into(),
    ///     action: "visit".into(),
    ///     household: missing.household().id().into(),
    ///     at: "2026-11-02T09:30:00+08:00".parse()?,
    ///     by: person.id().into(),
    ///     channel: Channel::Visit,
    /// }))?;
    ///
    /// let after = work.coverage("visits-2026-11", date(2026, 11, 2))?;
    /// assert_eq!((after.household_count(), before.missing_count(), after.missing_count()), (600, 600, 599));
    /// // 1 of 600, rounded down: 100 means that nobody is missing.
    /// let visit = after.actions().next().expect("one action");
    /// assert_eq!((visit.id(), visit.done(), visit.percent()), ("visit", 1, 0));
    /// let record = after.record(missing.household().id(), "visit")?.expect("done");
    /// assert_eq!((record.by.id(), record.channel), (person.id(), Channel::Visit));
    /// assert!(!after.is_complete());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn coverage(&self, campaign: &str, date: Date) -> Result<Coverage, WorkError> {
        let run = self.campaigns.find(campaign)?;
        if date < run.terms.from {
            return Err(WorkError::new(WorkCode::CampaignOutside, [campaign]));
        }
        let date = date.min(run.terms.last());
        Ok(Coverage::new(self.timeline.on(date), date, run.clone()))
    }
}

impl Coverage {
    fn new(directory: Directory, date: Date, run: RunRow) -> Self {
        let tables = &*directory.0;
        let sheet = Sheet::new(&run, tables, date, run.terms.households(tables));
        let kind = run.terms.kind;
        let answers = sheet.households().iter().map(|household| who_answers(tables, *household, kind));
        let answers: Vec<u32> = answers.collect();
        let mut people = answers.clone();
        people.sort_unstable();
        people.dedup();
        let actions = at(run.terms.actions);
        let mut of_unit = Tallies::new(tables.parent.len(), actions);
        let (mut of_person, mut total) = (Tallies::new(people.len(), actions), Tallies::new(1, actions));
        for ((place, household), person) in sheet.places().zip(&answers) {
            let row = sheet.row(place);
            total.add(0, row);
            of_unit.add(tables.household_unit(household), row);
            of_person.add(indices(people.partition_point(|own| own < person)).end, row);
        }
        // What is under a unit stands after it.
        for unit in indices(tables.parent.len()).rev() {
            of_unit.carry(unit, cell(&tables.parent, unit, NONE));
        }
        Self { date, sheet, answers, total, of_unit, people, of_person, run, directory }
    }

    /// The campaign.
    #[must_use]
    pub fn campaign(&self) -> CampaignRun<'_> {
        CampaignRun::new(&self.directory.0.facts, &self.run.terms)
    }

    /// The date: the one asked for, or the last day of the campaign if that was later.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// How many households the campaign must reach on the date.
    #[must_use]
    pub fn household_count(&self) -> usize {
        self.sheet.households().len()
    }

    /// The households that the campaign must reach on the date, in the order of the tree, then of id.
    pub fn households(&self) -> impl Iterator<Item = HouseholdCoverage<'_>> {
        self.sheet.places().map(|(place, household)| HouseholdCoverage { coverage: self, place, household })
    }

    /// The households with an action that is not done: those that come first, then the others; each in the order of the
    /// tree, then of id.
    pub fn missing(&self) -> impl Iterator<Item = HouseholdCoverage<'_>> {
        let missing = |comes_first| {
            let all = self.households().filter(|household| !household.is_complete());
            all.filter(move |household| household.comes_first() == comes_first)
        };
        missing(true).chain(missing(false))
    }

    /// How many households are missing.
    #[must_use]
    pub fn missing_count(&self) -> usize {
        self.total().missing()
    }

    /// Whether nobody is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing_count() == 0
    }

    /// All households together.
    #[must_use]
    pub fn total(&self) -> CoverageCount<'_> {
        self.total.row(0)
    }

    /// Every action of the campaign, in the scheme's order.
    pub fn actions(&self) -> impl Iterator<Item = ActionCoverage<'_>> {
        let households = self.household_count();
        let done = self.campaign().actions().iter().zip(self.total().done());
        done.map(move |(action, done)| ActionCoverage::new(action, households, done))
    }

    /// Every unit that is on the way up from a household of the campaign, in tree order.
    pub fn units(&self) -> impl Iterator<Item = (Unit<'_>, CoverageCount<'_>)> {
        let tables = &*self.directory.0;
        let all = indices(tables.parent.len()).map(|unit| (Unit::new(tables, unit), self.of_unit.row(unit)));
        all.filter(|(_, count)| count.households() > 0)
    }

    /// Everybody who answers for a household of the campaign, by id; those for whom nobody answers at the end.
    pub fn people(&self) -> impl Iterator<Item = (Option<Person<'_>>, CoverageCount<'_>)> {
        let people = self.people.iter().zip(indices(self.people.len()));
        people.map(|(person, row)| (self.person(*person), self.of_person.row(row)))
    }

    /// How many actions were done through each channel of the campaign: those that count, in its order.
    #[must_use]
    pub fn channels(&self) -> Vec<(Channel, usize)> {
        let mut counts: Vec<(Channel, usize)> = self.run.terms.channels.iter().map(|channel| (*channel, 0)).collect();
        let cells = self.sheet.places().flat_map(|(place, _)| self.sheet.row(place));
        for row in cells.filter_map(|cell| counted(&self.run.done, *cell)) {
            if let Some((_, count)) = counts.iter_mut().find(|(channel, _)| *channel == row.channel) {
                *count += 1;
            }
        }
        counts
    }

    /// A household of the campaign.
    ///
    /// # Errors
    /// `household.unknown`; `campaign.household` if it is not in the campaign's set on the date.
    pub fn household(&self, household: &str) -> Result<HouseholdCoverage<'_>, WorkError> {
        let number = household_number(&self.directory.0.facts, household);
        let number = number.ok_or_else(|| WorkError::new(WorkCode::HouseholdUnknown, [household]))?;
        let outside = || WorkError::new(WorkCode::CampaignHousehold, [self.campaign().id(), household]);
        let place = self.sheet.place(number).ok_or_else(outside)?;
        Ok(HouseholdCoverage { coverage: self, place, household: number })
    }

    /// By whom an action was done for a household, when and how: what counts; none if it is not done.
    ///
    /// # Errors
    /// `household.unknown`; `campaign.household` if it is not in the campaign's set on the date; `campaign.action`.
    pub fn record(&self, household: &str, action: &str) -> Result<Option<DoneBy<'_>>, WorkError> {
        let household = self.household(household)?;
        let place = self.run.terms.action(&self.directory.0.facts, action);
        let place = place.ok_or_else(|| WorkError::new(WorkCode::CampaignAction, [self.campaign().id(), action]))?;
        Ok(household.done().nth(place).and_then(|(_, done)| done))
    }

    fn person(&self, person: u32) -> Option<Person<'_>> {
        (person != NONE).then(|| Person::new(&self.directory.0, person))
    }

    fn done_by(&self, cell: u32) -> Option<DoneBy<'_>> {
        let row = counted(&self.run.done, cell)?;
        Some(DoneBy { at: row.at, by: Person::new(&self.directory.0, row.by), channel: row.channel })
    }
}

impl fmt::Debug for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Coverage")
            .field("campaign", &self.campaign().id())
            .field("date", &self.date)
            .field("households", &self.household_count())
            .field("missing", &self.missing_count())
            .finish_non_exhaustive()
    }
}

impl<'c> HouseholdCoverage<'c> {
    /// The household.
    #[must_use]
    pub fn household(self) -> Household<'c> {
        Household::new(&self.coverage.directory.0, self.household)
    }

    /// Whether it is of a category that comes first.
    #[must_use]
    pub fn comes_first(self) -> bool {
        self.coverage.run.terms.comes_first(&self.coverage.directory.0, self.household)
    }

    /// Who answers for it in the campaign; none if nobody does.
    #[must_use]
    pub fn answers(self) -> Option<Person<'c>> {
        self.coverage.person(cell(&self.coverage.answers, self.place, NONE))
    }

    /// Every action, in the scheme's order, and what was done.
    pub fn done(self) -> impl Iterator<Item = (&'c NamedRecord, Option<DoneBy<'c>>)> {
        let actions = self.coverage.campaign().actions().iter().zip(self.coverage.sheet.row(self.place));
        actions.map(move |(action, cell)| (action, self.coverage.done_by(*cell)))
    }

    /// The actions that are not done, in the scheme's order.
    pub fn missing(self) -> impl Iterator<Item = &'c NamedRecord> {
        let actions = self.coverage.campaign().actions();
        self.coverage.sheet.missing(self.place).filter_map(|action| actions.get(at(action)))
    }

    /// Whether every action is done.
    #[must_use]
    pub fn is_complete(self) -> bool {
        self.coverage.sheet.missing(self.place).next().is_none()
    }
}

impl fmt::Debug for HouseholdCoverage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HouseholdCoverage")
            .field("household", &self.household())
            .field("is_complete", &self.is_complete())
            .finish()
    }
}
