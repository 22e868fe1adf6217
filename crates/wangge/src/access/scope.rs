//! Everything that a person may see, read, record or manage, by range: S1 asked the other way round.

use super::{Action, home, is_present, needed};
use crate::directory::{Directory, Household, Person, Site, Subject, Unit};
use crate::error::QueryError;
use crate::reach::{HeldSeat, Reach, pairs_of, seats_of};
use crate::table::NONE;

impl Directory {
    /// All subjects that a person may do something with on the date, for each action: exactly those for which
    /// [`may`](Self::may) grants it. In O(n log n) for the n posts and pairings of the person.
    ///
    /// # Errors
    /// [`QueryError::PersonUnknown`].
    ///
    /// ```
    /// use wangge::{Action, Registry};
    /// use wangge_sample::Sample;
    ///
    /// let directory = Registry::build(Sample::chalinhe().records())?.as_of("2026-11-23".parse()?);
    /// for person in directory.people() {
    ///     let scope = directory.scope(person.id())?;
    ///     assert!(scope.household_count(Action::Record) <= scope.household_count(Action::See));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn scope(&self, person: &str) -> Result<AccessScope<'_>, QueryError> {
        self.person(person).map(AccessScope::new)
    }
}

/// All subjects that a person may do something with, for each action, on the date of a directory.
///
/// What is under the person's units is held as ranges: a town leader's thousands of households are one range.
#[derive(Debug, Clone)]
pub struct AccessScope<'d> {
    person: Person<'d>,
    /// One for each action, in their order.
    reach: [Reach; Action::ALL.len()],
    /// The person's home, or [`NONE`]: nobody handles it themselves.
    home: u32,
}

impl<'d> AccessScope<'d> {
    fn new(person: Person<'d>) -> Self {
        let tables = person.tables;
        let mut seats: Vec<HeldSeat> = Vec::new();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        if is_present(person) {
            seats.extend(seats_of(tables, person.index));
            pairs.extend(pairs_of(tables, person.index));
        }
        seats.sort_by_key(HeldSeat::order);
        let rules = tables.rules();
        let reach = Action::ALL.map(|action| {
            let needing = seats.iter().filter(|seat| needed(rules, seat.duty_row, action).is_some());
            let needing: Vec<HeldSeat> = needing.copied().collect();
            let is_needed =
                |programme| action != Action::Manage && needed(rules, rules.programme_row(programme), action).is_some();
            let paired = pairs.iter().filter(|(programme, _)| is_needed(*programme));
            Reach::new(tables, &needing, paired.map(|(_, household)| *household))
        });
        Self { person, reach, home: home(person) }
    }

    /// The person.
    #[must_use]
    pub fn person(&self) -> Person<'d> {
        self.person
    }

    /// Whether the person may do it with the subject; never with one of another directory.
    #[must_use]
    pub fn allows(&self, action: Action, subject: Subject<'_>) -> bool {
        let (reach, tables) = (self.of(action), self.person.tables);
        std::ptr::eq(tables, subject.tables())
            && match subject {
                Subject::Household(household) => {
                    !self.is_own(action, household.index) && reach.has_household(tables, household.index)
                }
                Subject::Site(site) => reach.has_site(tables, site.index),
                Subject::Unit(unit) => reach.covers(unit.index),
            }
    }

    /// The units at the top: the action is allowed with them and everything under them, but for the person's home.
    pub fn tops(&self, action: Action) -> impl Iterator<Item = Unit<'d>> {
        let tables = self.person.tables;
        self.of(action).tops(tables).map(move |unit| Unit::new(tables, unit))
    }

    /// Every unit, in tree order.
    pub fn units(&self, action: Action) -> impl Iterator<Item = Unit<'d>> {
        let tables = self.person.tables;
        self.of(action).units().map(move |unit| Unit::new(tables, unit))
    }

    /// How many units, without listing them.
    #[must_use]
    pub fn unit_count(&self, action: Action) -> usize {
        self.of(action).unit_count()
    }

    /// Every household: those under the units in tree order, then paired ones elsewhere by id.
    pub fn households(&self, action: Action) -> impl Iterator<Item = Household<'d>> {
        let tables = self.person.tables;
        let reached = self.of(action).households(tables).filter(move |household| !self.is_own(action, *household));
        reached.map(move |household| Household::new(tables, household))
    }

    /// How many households, without listing them.
    #[must_use]
    pub fn household_count(&self, action: Action) -> usize {
        let reached = self.of(action).household_count(self.person.tables);
        reached.saturating_sub(usize::from(self.except(action).is_some()))
    }

    /// The households that lie under none of the [topmost units](Self::tops), by id: paired ones.
    pub fn households_beyond(&self, action: Action) -> impl Iterator<Item = Household<'d>> {
        let beyond = self.of(action).households_beyond().iter().filter(move |beyond| !self.is_own(action, **beyond));
        let tables = self.person.tables;
        beyond.map(move |household| Household::new(tables, *household))
    }

    /// The person's home, if it would be reached but for being their home.
    #[must_use]
    pub fn except(&self, action: Action) -> Option<Household<'d>> {
        let (reach, tables) = (self.of(action), self.person.tables);
        let is_reached = tables.household_unit(self.home) != NONE && reach.has_household(tables, self.home);
        (self.is_own(action, self.home) && is_reached).then(|| Household::new(tables, self.home))
    }

    /// Every site: those under the units in tree order, then owned ones elsewhere by id.
    pub fn sites(&self, action: Action) -> impl Iterator<Item = Site<'d>> {
        let tables = self.person.tables;
        self.of(action).sites(tables).map(move |site| Site::new(tables, site))
    }

    /// How many sites, without listing them.
    #[must_use]
    pub fn site_count(&self, action: Action) -> usize {
        self.of(action).site_count(self.person.tables)
    }

    /// The sites that lie under none of the [topmost units](Self::tops), by id: owned ones.
    pub fn sites_beyond(&self, action: Action) -> impl Iterator<Item = Site<'d>> {
        let tables = self.person.tables;
        self.of(action).sites_beyond().iter().map(move |site| Site::new(tables, *site))
    }

    fn of(&self, action: Action) -> &Reach {
        let [see, personal, record, manage] = &self.reach;
        match action {
            Action::See => see,
            Action::Personal => personal,
            Action::Record => record,
            Action::Manage => manage,
        }
    }

    /// Whether it is the person's own home, which they may not handle.
    fn is_own(&self, action: Action, household: u32) -> bool {
        action.is_handling() && household == self.home && household != NONE
    }
}
