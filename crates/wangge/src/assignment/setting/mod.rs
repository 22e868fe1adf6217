//! Everything that a plan is made from, on one date: who needs how many, who may take whom, and at what cost.

mod marks;
mod pools;
mod rows;
mod takers;

use std::ops::Range;

pub use self::marks::Mark;
pub use self::pools::Pool;
use super::AssignError;
use super::cost::Cost;
use super::distance::{Place, PlaceBounds, UNPLACED_METRES};
use super::options::AssignOptions;
use super::place::Places;
use super::rule::Ineligible;
use super::terms::{Purpose, Terms};
use crate::directory::{Directory, Tables};
use crate::table::{NONE, Rows, TooLarge, at, cell, indices, to_u32};

/// The households to be planned and all who could take them.
#[derive(Clone)]
pub(crate) struct Setting {
    pub directory: Directory,
    pub terms: Terms,
    /// The units whose households are planned, by position.
    pub reach: Range<u32>,
    /// In the tree order of their units, then by id.
    pub rows: Vec<Row>,
    /// The row of each household of the registry, or [`NONE`].
    pub row_of: Vec<u32>,
    /// People in the tree order of where they live or serve, or units in tree order.
    pub takers: Vec<TakerRow>,
    /// The taker of each person of the registry, or of each unit by position, or [`NONE`].
    pub taker_of: Vec<u32>,
    /// The unit of each taker in tree order: where it lives, serves or stands.
    taker_positions: Vec<u32>,
    /// The units that each taker belongs to, of the level that both ends share; 0 where there is none.
    taker_units: Rows<u32>,
    /// The entries of the reserved list that each taker satisfies, ascending.
    taker_entries: Rows<u32>,
    /// What each taker has towards each limit before anything is planned.
    limit_fixed: Vec<u32>,
    /// What is special about pairs: of each row by taker.
    pub marks: Rows<Mark>,
    /// The entries of the reserved list that hold for households of a class.
    classes: Rows<u32>,
    pub pools: Vec<Pool>,
    /// Today's pairs of households in the plan's reach that the programme is not for: household and person.
    pub strays: Vec<(u32, u32)>,
    /// No pair and no household of a load costs more, either way.
    pub most: i64,
    /// Eligible pairs that are not pinned.
    pub pairs: u64,
}

/// A household of the plan.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub household: u32,
    pub place: Option<Place>,
    /// The unit that its takers belong to; 0 where that does not matter, [`NONE`] where there is no such unit.
    pub unit: u32,
    /// Its reserved class.
    pub class: u32,
    /// Its limit: 0 for none.
    pub slot: u32,
    /// The people who may take it, but for what is special about the pair; [`NONE`] where nobody may.
    pub pool: u32,
    /// How many it still asks for, pins left out.
    pub demand: u32,
}

/// Somebody who could take households, or a unit.
#[derive(Debug, Clone, Copy)]
pub struct TakerRow {
    /// The person of the registry, or the position of the unit.
    pub subject: u32,
    pub place: Option<Place>,
    /// Whether its own rules let it take any household at all.
    pub allowed: bool,
    pub exempt: bool,
    /// Households from other posts and programmes.
    pub others: u32,
    /// Households of this programme that the plan does not touch.
    pub outside: u32,
    pub pinned: u32,
    /// How many households of the plan it may take, pinned ones included.
    pub eligible: u32,
}

impl Setting {
    pub fn new(directory: &Directory, options: &AssignOptions) -> Result<Self, AssignError> {
        let terms = Terms::new(directory, options)?;
        let reach = match &options.unit {
            None => 0..indices(directory.0.parent.len()).end,
            Some(id) => {
                let unit = directory.unit(id)?;
                unit.index..unit.end()
            }
        };
        let places = Places::new(&directory.0);
        let mut setting = Self {
            directory: directory.clone(),
            terms,
            reach,
            rows: Vec::new(),
            row_of: Vec::new(),
            takers: Vec::new(),
            taker_of: Vec::new(),
            taker_positions: Vec::new(),
            taker_units: Rows::default(),
            taker_entries: Rows::default(),
            limit_fixed: Vec::new(),
            marks: Rows::default(),
            classes: Rows::default(),
            pools: Vec::new(),
            strays: Vec::new(),
            most: 0,
            pairs: 0,
        };
        setting.read_rows(&places)?;
        setting.read_takers(&places)?;
        setting.read_marks(options)?;
        setting.make_pools()?;
        setting.count()?;
        setting.most = setting.most();
        Ok(setting)
    }

    pub fn tables(&self) -> &Tables {
        &self.directory.0
    }

    pub fn row(&self, row: u32) -> Option<&Row> {
        self.rows.get(at(row))
    }

    pub fn taker(&self, taker: u32) -> Option<&TakerRow> {
        self.takers.get(at(taker))
    }

    /// Whether a taker can be given any household of the plan.
    pub fn is_open(&self, taker: u32) -> bool {
        self.taker(taker).is_some_and(|taker| taker.allowed && taker.eligible > 0)
    }

    /// What is special about a pair.
    pub fn mark(&self, row: u32, taker: u32) -> Mark {
        let marks = self.marks.row(row);
        let found = marks.binary_search_by_key(&taker, |mark| mark.taker);
        found.ok().and_then(|place| marks.get(place)).copied().unwrap_or(Mark::plain(taker))
    }

    /// Whether a pair is eligible, but for what is special about it.
    pub fn is_common(&self, row: &Row, taker: u32) -> bool {
        let entries = self.taker_entries.row(taker);
        self.taker(taker).is_some_and(|taker| taker.allowed)
            && self.taker_units.row(taker).contains(&row.unit)
            && self.classes.row(row.class).iter().all(|entry| entries.binary_search(entry).is_ok())
    }

    /// Whether a pair is eligible.
    pub fn is_eligible(&self, row: u32, taker: u32) -> bool {
        !self.mark(row, taker).is_barred() && self.row(row).is_some_and(|row| self.is_common(row, taker))
    }

    /// The first rule, in the order of [`Ineligible`], that keeps a pair from being eligible.
    pub fn why_not(&self, row: u32, taker: u32) -> Option<Ineligible> {
        let (row_data, own, mark) = (self.row(row)?, self.taker(taker)?, self.mark(row, taker));
        let entries = self.taker_entries.row(taker);
        let reserved = self.classes.row(row_data.class).iter().find(|entry| entries.binary_search(entry).is_err());
        if mark.home {
            Some(Ineligible::OwnHousehold)
        } else if mark.recused {
            Some(Ineligible::Recused)
        } else if own.exempt {
            Some(Ineligible::Exempt)
        } else if !own.allowed {
            Some(Ineligible::Affiliation)
        } else if !self.taker_units.row(taker).contains(&row_data.unit) {
            Some(Ineligible::Elsewhere)
        } else {
            reserved.map(|entry| Ineligible::Reserved { entry: *entry })
        }
    }

    /// Whole metres between a household and a taker: given, else measured, else none.
    pub fn known_metres(&self, row: &Row, taker: u32, mark: Mark) -> Option<u32> {
        if mark.given != NONE {
            return Some(mark.given);
        }
        Some(row.place?.metres(&self.taker(taker)?.place?))
    }

    /// What a pair costs, its load left out.
    pub fn cost(&self, row: u32, taker: u32) -> Cost {
        let mark = self.mark(row, taker);
        let metres = self.row(row).and_then(|row| self.known_metres(row, taker, mark)).unwrap_or(UNPLACED_METRES);
        Cost {
            distance: metres.into(),
            churn: if mark.today { 0 } else { self.terms.churn.into() },
            preference: if mark.preferred { -i64::from(self.terms.preference) } else { 0 },
            load: 0,
        }
    }

    /// What a taker's households cost beyond their pairs: from so many on, so many of them.
    pub fn load_cost(&self, first: u32, count: u32) -> i64 {
        let (first, count) = (i64::from(first), i64::from(count));
        // Checked when the problem was made: no sum of these overflows.
        i64::from(self.terms.evenness)
            .saturating_mul(first.saturating_mul(count).saturating_add(count.saturating_mul(count - 1) / 2))
    }

    /// How many households the plan may give a taker at least and at most, beside those that it has for certain.
    pub fn bounds(&self, taker: u32) -> (u32, u32) {
        let Some(own) = self.taker(taker) else { return (0, 0) };
        let fixed = own.outside.saturating_add(own.pinned);
        (self.minimum(taker).saturating_sub(fixed), self.terms.max.saturating_sub(fixed))
    }

    /// How many households of the programme a taker has at least.
    pub fn minimum(&self, taker: u32) -> u32 {
        if self.is_open(taker) { self.terms.min } else { 0 }
    }

    /// Puts takers in the order of their ids.
    pub fn by_id(&self, takers: &mut [u32]) {
        takers.sort_unstable_by(|a, b| self.taker_id(*a).cmp(self.taker_id(*b)));
    }

    /// The id of a taker.
    pub fn taker_id(&self, taker: u32) -> &str {
        let subject = self.taker(taker).map_or(NONE, |own| own.subject);
        match self.terms.purpose {
            Purpose::Programme(_) => self.tables().facts.people.get(subject),
            Purpose::Level(_) => self.tables().unit_id(subject),
        }
    }

    /// The id of a household.
    pub fn household_id(&self, row: u32) -> &str {
        self.tables().facts.household_id(self.row(row).map_or(NONE, |row| row.household))
    }

    /// What a missing taker, and a household missing for a minimum, must count at least to be worse than any cost: two
    /// plans differ by exchanges, and each of these passes a taker and its limits at most once.
    pub fn penalties(&self) -> (i128, i128) {
        let open = indices(self.takers.len()).filter(|taker| self.is_open(*taker));
        let (sinks, bounded) = open.fold((0_i128, 0_i128), |(sinks, bounded), taker| {
            (sinks + i128::from(self.terms.slots()), bounded + i128::from(self.bounds(taker).0 > 0))
        });
        let shortfall = 2 * sinks * i128::from(self.most) + 1;
        ((bounded + 1) * shortfall, shortfall)
    }

    /// How many households the plan may give a taker towards a limit, by its slot.
    pub fn limit_left(&self, taker: u32, slot: u32) -> u32 {
        let Some(number) = slot.checked_sub(1) else { return self.bounds(taker).1 };
        let max = self.terms.limits.get(at(number)).map_or(u32::MAX, |limit| limit.max);
        max.saturating_sub(self.limit_fixed(taker, number))
    }

    /// What a taker has towards a limit for certain.
    pub fn limit_fixed(&self, taker: u32, number: u32) -> u32 {
        let place = at(taker) * self.terms.limits.len() + at(number);
        self.limit_fixed.get(place).copied().unwrap_or(0)
    }

    /// The households that a taker has for certain, over all posts and pairings.
    pub fn base_load(&self, taker: u32) -> u32 {
        self.taker(taker).map_or(0, |own| own.others.saturating_add(own.outside).saturating_add(own.pinned))
    }

    fn most(&self) -> i64 {
        let places = self.rows.iter().filter_map(|row| row.place).chain(self.takers.iter().filter_map(|own| own.place));
        let spread = places.fold(PlaceBounds::NOTHING, |bounds, place| bounds.with(&place)).most_metres();
        let given = self.marks.items().iter().map(|mark| mark.given).filter(|given| *given != NONE).max();
        let metres = i64::from(spread.max(given.unwrap_or(0)).max(UNPLACED_METRES));
        let pair = metres + i64::from(self.terms.churn) + i64::from(self.terms.preference);
        let last = |taker: u32| {
            let more = self.bounds(taker).1.min(self.taker(taker).map_or(0, |own| own.eligible));
            i64::from(self.base_load(taker)) + i64::from(more)
        };
        let open = indices(self.takers.len()).filter(|taker| self.is_open(*taker));
        let most = pair.max(i64::from(self.terms.evenness).saturating_mul(open.map(last).max().unwrap_or(0)));
        // Rounded up, so that a small change does not change what a miss counts.
        let rounded = u64::try_from(most).ok().and_then(u64::checked_next_power_of_two);
        rounded.and_then(|rounded| i64::try_from(rounded).ok()).unwrap_or(most)
    }

    /// How many pairs are eligible: by classes of households, then less what is special.
    fn count(&mut self) -> Result<(), AssignError> {
        let mut kinds: Vec<(u32, u32)> =
            self.rows.iter().filter(|row| row.unit != NONE).map(|row| (row.unit, row.class)).collect();
        kinds.sort_unstable();
        let last = kinds.last().map_or(0, |kind| at(kind.0) + 1);
        let counted = kinds.chunk_by(|a, b| a == b).filter_map(|same| {
            let (unit, class) = *same.first()?;
            Some((unit, (class, indices(same.len()).end)))
        });
        let of_unit = Rows::group(last, counted.collect())?;
        let mut eligible: Vec<u32> = Vec::with_capacity(self.takers.len());
        for (number, taker) in indices(self.takers.len()).zip(&self.takers) {
            let entries = self.taker_entries.row(number);
            let fits = |class: u32| self.classes.row(class).iter().all(|entry| entries.binary_search(entry).is_ok());
            let units = if taker.allowed { self.taker_units.row(number) } else { &[] };
            let kinds = units.iter().flat_map(|unit| of_unit.row(*unit));
            eligible.push(kinds.filter(|(class, _)| fits(*class)).map(|(_, count)| *count).sum());
        }
        let mut pinned = 0;
        for (number, row) in indices(self.rows.len()).zip(&self.rows) {
            for mark in self.marks.row(number) {
                if !self.is_common(row, mark.taker) {
                    continue;
                }
                match eligible.get_mut(at(mark.taker)) {
                    Some(count) if mark.is_barred() => *count = count.saturating_sub(1),
                    _ => pinned += u64::from(mark.pinned),
                }
            }
        }
        for (taker, count) in self.takers.iter_mut().zip(eligible) {
            taker.eligible = count;
        }
        let all: u64 = self.takers.iter().map(|taker| u64::from(taker.eligible)).sum();
        self.pairs = all.saturating_sub(pinned);
        Ok(())
    }

    /// The household of a row, or the person or unit of a taker, as the directory names them.
    pub fn is_of_units(&self) -> bool {
        matches!(self.terms.purpose, Purpose::Level(_))
    }
}

impl From<TooLarge> for AssignError {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// Interned lists: the same list has the same number.
#[derive(Default)]
struct Interned {
    numbers: hashbrown::HashMap<Vec<u32>, u32, foldhash::fast::FixedState>,
    lists: Rows<u32>,
}

impl Interned {
    fn number(&mut self, list: Vec<u32>) -> Result<u32, TooLarge> {
        if let Some(number) = self.numbers.get(&list) {
            return Ok(*number);
        }
        let number = to_u32(self.lists.len())?;
        list.iter().for_each(|item| self.lists.push(*item));
        self.lists.end_row()?;
        self.numbers.insert(list, number);
        Ok(number)
    }
}

/// Counts one more.
fn bump(counts: &mut [u32], place: u32) {
    if let Some(count) = counts.get_mut(at(place)) {
        *count = count.saturating_add(1);
    }
}

/// An entry of a table of positions.
fn entry(of: &[u32], place: u32) -> Option<u32> {
    Some(cell(of, place, NONE)).filter(|entry| *entry != NONE)
}
