//! What a plan changes of today's pairs, and the transaction that does it (A8).

use smol_str::{SmolStr, ToSmolStr};

use super::plan::Plan;
use super::taker::Taker;
use crate::change::{Change as Done, Move, Transaction, Unpair};
use crate::directory::Household;
use crate::record::PairingRecord;
use crate::scheme::Programme;
use crate::table::{NONE, at, cell};
use crate::time::{Day, Days};

use super::terms::Purpose;

/// A pair that ends or begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairChange<'p> {
    /// What becomes of it.
    pub change: Change,
    /// The household.
    pub household: Household<'p>,
    /// Who takes it.
    pub taker: Taker<'p>,
    /// The programme; none where units take households.
    pub programme: Option<Programme<'p>>,
}

/// What becomes of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// One of today's pairs ends.
    Ends,
    /// A pair begins.
    Begins,
}

impl Change {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Ends, Self::Begins];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ends => "ends",
            Self::Begins => "begins",
        }
    }
}

impl Plan {
    /// What the plan changes: household by household in tree order, what ends before what begins, by id. Today's pairs
    /// of households that the programme is not for come last.
    ///
    /// ```
    /// # use wangge::{AssignOptions, Change, Registry};
    /// # use wangge_sample::Sample;
    /// # let registry = Registry::build(Sample::chalinhe().records())?;
    /// # let directory = registry.as_of("2026-11-23".parse()?);
    /// // With a churn penalty that no distance is worth, only those change that must: who has nobody, and pairs that are
    /// // not eligible any more.
    /// let options = AssignOptions { churn: Some(1_000_000), ..AssignOptions::caretakers("one-household-one-member") };
    /// let plan = directory.assign(&options)?;
    /// let begins = plan.diff().filter(|pair| pair.change == Change::Begins).count();
    /// assert_eq!(u64::try_from(begins)?, plan.before().missing + plan.before().ineligible);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn diff(&self) -> impl Iterator<Item = PairChange<'_>> {
        let setting = &self.setting;
        let programme = match setting.terms.purpose {
            Purpose::Programme(programme) => Some(Programme::new(setting.tables().rules(), programme)),
            Purpose::Level(_) => None,
        };
        let pair = move |change: Change, household: Household<'_>, taker: u32| PairChange {
            change,
            household: Household::new(setting.tables(), household.index),
            taker: Taker::new(setting, taker),
            programme,
        };
        let rows = crate::table::indices(setting.rows.len()).flat_map(move |row| {
            let (today, planned) = (self.today.row(row), self.pairs.row(row));
            let household = self.household_of(row);
            let ends = today.iter().filter(|taker| !planned.contains(taker)).map(|taker| (Change::Ends, *taker));
            let begins = planned.iter().filter(|taker| !today.contains(taker)).map(|taker| (Change::Begins, *taker));
            ends.chain(begins).map(move |(change, taker)| pair(change, household, taker))
        });
        let strays = setting.strays.iter().map(move |(household, person)| {
            let taker = cell(&setting.taker_of, *person, NONE);
            pair(Change::Ends, Household::new(setting.tables(), *household), taker)
        });
        rows.chain(strays)
    }

    /// The plan as a transaction from its date on (A8): what ends is unpaired, what begins is paired; where units take
    /// households, these move. What is settled for later stays: a new pair ends with the household, and where a pairing
    /// in its place begins. Without changes if the plan changes nothing, and then it cannot be applied.
    ///
    /// ```
    /// # use wangge::{AssignOptions, Registry};
    /// # use wangge_sample::Sample;
    /// let mut registry = Registry::build(Sample::chalinhe().records())?;
    /// let date = "2026-11-23".parse()?;
    /// let plan = registry.as_of(date).assign(&AssignOptions::caretakers("one-household-one-member"))?;
    /// registry.apply(&plan.transaction())?;
    ///
    /// // From that day on the plan's pairs are those of the records.
    /// let after = registry.as_of(date);
    /// let mut now = after.pairings("one-household-one-member")?;
    /// assert!(now.all(|(household, person)| {
    ///     plan.takers_of(household.id()).is_ok_and(|mut takers| takers.any(|taker| taker.id() == person.id()))
    /// }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn transaction(&self) -> Transaction {
        let on = self.directory().date().to_smolstr();
        let change = |pair: PairChange<'_>| {
            let (household, taker) = (SmolStr::from(pair.household.id()), SmolStr::from(pair.taker.id()));
            let Some(programme) = pair.programme else {
                // A household is always somewhere: it leaves a unit by going to another.
                let begins = pair.change == Change::Begins;
                return begins.then(|| Done::MoveHousehold(Move { id: household, to: taker, on: on.clone() }));
            };
            let programme_id = SmolStr::from(programme.id());
            Some(match pair.change {
                Change::Ends => {
                    Done::Unpair(Unpair { person: taker, household, programme: programme_id, on: on.clone() })
                }
                Change::Begins => Done::Pair(PairingRecord {
                    until: self.pair_end(pair, programme).map(|day| day.to_smolstr()),
                    person: taker,
                    household,
                    programme: programme_id,
                    from: on.clone(),
                }),
            })
        };
        Transaction::from(self.diff().filter_map(change).collect::<Vec<_>>())
    }

    /// The day on which a new pair ends: with the household, or where the next pairing in its place begins. Where a
    /// programme asks for one caretaker, whoever is next takes the place.
    fn pair_end(&self, pair: PairChange<'_>, programme: Programme<'_>) -> Option<jiff::civil::Date> {
        let tables = self.setting.tables();
        let is_single = self.setting.terms.per_household == 1;
        let person = pair.taker.person().map_or(NONE, |person| person.index);
        let own = tables.facts.pairings.row(pair.household.index).iter();
        let own = own.filter(|own| at(own.programme) == programme.number() && (is_single || own.person == person));
        let later = own.map(|own| own.days.from).filter(|from| tables.day < *from);
        let life = tables.facts.households.life.get(pair.household.index, Days::ALWAYS);
        later.fold(life.until, Day::min).date()
    }
}
