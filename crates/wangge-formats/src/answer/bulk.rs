//! Answers for all households at once, as JSON: columns in the order of the directory's households.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use wangge::{AnswerableAll, Directory, Household, Person, Plan, Taker};

use super::LinkView;
use super::code::Code;

/// Who is answerable for each household.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ResponsibleAll")]
pub struct AllView<'d> {
    /// The links that answer for anybody.
    pub links: Vec<LinkView<'d>>,
    /// For each household the position of its answerable link; null where nobody is answerable.
    pub answerable: Vec<Option<u32>>,
}

/// Every household of a date.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Households")]
pub struct HouseholdsView<'d> {
    /// The ids.
    pub ids: Vec<&'d str>,
    /// The unit that each is directly under.
    pub units: Vec<&'d str>,
    /// Longitude and latitude in degrees; null where they are not known. Personal data.
    pub locations: Vec<Option<[Degrees; 2]>>,
}

/// A number of degrees; a whole one is written without a fraction, as JavaScript writes it.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema)]
#[schemars(transparent)]
pub struct Degrees(pub f64);

/// The unit at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Located")]
pub struct LocateView<'d> {
    /// The unit; null if the place is in none.
    pub unit: Option<&'d str>,
}

/// Who takes whom: an entry a pair, in the order of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Pairs")]
pub struct PairsView<'p> {
    /// The household of each pair: its place among the directory's households.
    pub households: Vec<usize>,
    /// Its taker: the position in `table`.
    pub takers: Vec<usize>,
    /// The ids of everybody who takes households, in the order of the directory's people or units.
    pub table: Vec<&'p str>,
}

/// What a plan changes of today's pairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Changes")]
pub struct ChangesView<'p> {
    /// Household by household, what ends before what begins.
    pub changes: Vec<ChangeView<'p>>,
}

/// A pair that ends or begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PairChange")]
pub struct ChangeView<'p> {
    /// What becomes of it.
    #[schemars(with = "Code<wangge::Change>")]
    pub change: &'static str,
    /// The household.
    pub household: &'p str,
    /// Who takes it.
    pub taker: &'p str,
}

impl<'d> AllView<'d> {
    /// Of one kind.
    #[must_use]
    pub fn new(all: &AnswerableAll<'d>) -> Self {
        let answerable = all.positions().iter().map(|position| (*position != u32::MAX).then_some(*position));
        Self { links: all.links().iter().map(LinkView::new).collect(), answerable: answerable.collect() }
    }
}

impl<'d> HouseholdsView<'d> {
    /// Of a directory.
    #[must_use]
    pub fn new(directory: &'d Directory) -> Self {
        let households = || directory.households();
        Self {
            ids: households().map(Household::id).collect(),
            units: households().map(|household| household.unit().id()).collect(),
            locations: households().map(|household| household.location().map(|point| point.map(Degrees))).collect(),
        }
    }
}

impl Serialize for Degrees {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let whole = (self.0.fract() == 0.0).then(|| format!("{:.0}", self.0).parse().ok()).flatten();
        match whole {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}

impl<'p> PairsView<'p> {
    /// Of a plan.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        Self::of(plan.pairs().flat_map(|(household, takers)| takers.map(move |taker| pair(household, taker))))
    }

    /// Of today, for the households that a plan is about.
    #[must_use]
    pub fn before(plan: &'p Plan) -> Self {
        Self::of(plan.today().flat_map(|(household, takers)| takers.map(move |taker| pair(household, taker))))
    }

    /// Of the pairs that hold on the date, in the order of the households.
    #[must_use]
    pub fn today(pairs: impl Iterator<Item = (Household<'p>, Person<'p>)>) -> Self {
        Self::of(pairs.map(|(household, person)| (household.number(), person.number(), person.id())))
    }

    /// Of numbers of households, numbers of takers, and the ids of these.
    fn of(pairs: impl Iterator<Item = (usize, usize, &'p str)>) -> Self {
        let pairs: Vec<(usize, usize, &str)> = pairs.collect();
        let table: BTreeMap<usize, &str> = pairs.iter().map(|(_, taker, id)| (*taker, *id)).collect();
        let position: BTreeMap<usize, usize> = table.keys().enumerate().map(|(at, number)| (*number, at)).collect();
        let takers = pairs.iter().filter_map(|(_, taker, _)| position.get(taker).copied()).collect();
        let households = pairs.iter().map(|(household, ..)| *household).collect();
        Self { households, takers, table: table.into_values().collect() }
    }
}

fn pair<'p>(household: Household<'p>, taker: Taker<'p>) -> (usize, usize, &'p str) {
    (household.number(), taker.number(), taker.id())
}

impl<'p> ChangesView<'p> {
    /// Of a plan.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        let changes = plan.diff().map(|own| ChangeView {
            change: own.change.code(),
            household: own.household.id(),
            taker: own.taker.id(),
        });
        Self { changes: changes.collect() }
    }
}
