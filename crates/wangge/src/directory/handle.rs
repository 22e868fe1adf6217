//! Handles: a unit, household, site, department or person of a directory, lent. They never allocate, and their
//! `Debug` shows ids only (S3).

use std::fmt;

use super::{SeatEntry, Tables};
use crate::record::{PairRule, Text};
use crate::scheme::{Function, Level, Programme};
use crate::table::{NONE, at, cell};

macro_rules! handle {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub struct $name<'d> {
            pub(crate) tables: &'d Tables,
            pub(crate) index: u32,
        }

        impl<'d> $name<'d> {
            #[inline]
            pub(crate) fn new(tables: &'d Tables, index: u32) -> Self {
                Self { tables, index }
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.id()).finish()
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.index == other.index && std::ptr::eq(self.tables, other.tables)
            }
        }

        impl Eq for $name<'_> {}
    };
}

handle! {
    /// A unit on the date of its directory.
    Unit
}
handle! {
    /// A household on the date of its directory.
    Household
}
handle! {
    /// A place or asset on the date of its directory.
    Site
}
handle! {
    /// A department on the date of its directory.
    Department
}
handle! {
    /// Somebody who serves.
    Person
}

/// What a matter is about (对象).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'d> {
    /// A household.
    Household(Household<'d>),
    /// A place or asset.
    Site(Site<'d>),
    /// A unit.
    Unit(Unit<'d>),
}

impl<'d> Subject<'d> {
    /// Its id.
    #[inline]
    #[must_use]
    pub fn id(self) -> &'d str {
        match self {
            Self::Household(household) => household.id(),
            Self::Site(site) => site.id(),
            Self::Unit(unit) => unit.id(),
        }
    }

    /// The innermost unit: the subject itself if it is one.
    #[inline]
    #[must_use]
    pub fn unit(self) -> Unit<'d> {
        match self {
            Self::Household(household) => household.unit(),
            Self::Site(site) => site.unit(),
            Self::Unit(unit) => unit,
        }
    }

    pub(crate) fn tables(self) -> &'d Tables {
        match self {
            Self::Household(household) => household.tables,
            Self::Site(site) => site.tables,
            Self::Unit(unit) => unit.tables,
        }
    }
}

impl<'d> From<Household<'d>> for Subject<'d> {
    fn from(household: Household<'d>) -> Self {
        Self::Household(household)
    }
}

impl<'d> From<Site<'d>> for Subject<'d> {
    fn from(site: Site<'d>) -> Self {
        Self::Site(site)
    }
}

impl<'d> From<Unit<'d>> for Subject<'d> {
    fn from(unit: Unit<'d>) -> Self {
        Self::Unit(unit)
    }
}

impl<'d> Unit<'d> {
    /// Its place in [`Directory::units`](super::Directory::units), from 0.
    #[inline]
    #[must_use]
    pub fn number(self) -> usize {
        at(self.index)
    }

    pub(crate) fn row(self) -> u32 {
        cell(&self.tables.unit_row, self.index, NONE)
    }

    /// Its id.
    #[inline]
    #[must_use]
    pub fn id(self) -> &'d str {
        self.tables.unit_id(self.index)
    }

    /// Its name.
    #[inline]
    #[must_use]
    pub fn name(self) -> &'d str {
        self.tables.facts.units.name.get(self.row())
    }

    /// Its level.
    #[inline]
    #[must_use]
    pub fn level(self) -> Level<'d> {
        Level::new(self.tables.rules(), cell(&self.tables.level, self.index, 0))
    }

    /// The unit above it.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let parent = cell(&self.tables.parent, self.index, NONE);
        (parent != NONE).then(|| Self::new(self.tables, parent))
    }

    /// The unit itself, then every unit above it.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |unit| unit.parent())
    }

    /// The units directly under it, by id.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let end = self.end();
        let first = Some(self.index + 1).filter(|first| *first < end);
        let next = move |position: &u32| Some(cell(&self.tables.end, *position, NONE)).filter(|next| *next < end);
        std::iter::successors(first, next).map(move |position| Self::new(self.tables, position))
    }

    /// The unit and everything under it, in tree order.
    pub fn subtree(self) -> impl ExactSizeIterator<Item = Self> {
        (self.index..self.end()).map(move |position| Self::new(self.tables, position))
    }

    /// The households directly under it, by id.
    pub fn households(self) -> impl ExactSizeIterator<Item = Household<'d>> {
        self.tables.households.row(self.index).iter().map(move |household| Household::new(self.tables, *household))
    }

    /// How many households are under it, at any depth: O(1).
    #[must_use]
    pub fn household_count(self) -> usize {
        self.tables.households.span(self.index, self.end()).len()
    }

    /// The sites directly in it, by id.
    pub fn sites(self) -> impl ExactSizeIterator<Item = Site<'d>> {
        self.tables.sites.of_unit.row(self.index).iter().map(move |site| Site::new(self.tables, *site))
    }

    /// Its departments, by id.
    pub fn departments(self) -> impl Iterator<Item = Department<'d>> {
        let facts = &self.tables.facts;
        let all = facts.departments.of_unit.row(self.row()).iter();
        all.filter(move |department| {
            cell(&facts.departments.life, **department, crate::time::Days::ALWAYS).contains(self.tables.day)
        })
        .map(move |department| Department::new(self.tables, *department))
    }

    /// The code that is valid on the date.
    #[must_use]
    pub fn code(self) -> Option<&'d str> {
        self.tables.facts.units.code_of(self.row(), self.tables.day)
    }

    /// The rings of its scope, of longitude and latitude in degrees; none without a scope. A ring is not repeated at its
    /// end, and what is in an odd number of rings is inside.
    #[must_use]
    pub fn scope(self) -> Vec<Vec<[f64; 2]>> {
        let area = self.tables.facts.units.area.get(at(self.row())).and_then(Option::as_ref);
        let rings = area.map(|area| area.rings().map(|ring| ring.map(crate::area::Point::to_degrees).collect()));
        rings.map(Iterator::collect).unwrap_or_default()
    }

    pub(crate) fn end(self) -> u32 {
        cell(&self.tables.end, self.index, self.index)
    }

    pub(crate) fn seat_entries(self) -> &'d [SeatEntry] {
        self.tables.seats.row(self.index)
    }
}

impl<'d> Household<'d> {
    /// Its place in [`Directory::households`](super::Directory::households), from 0.
    #[must_use]
    pub fn number(self) -> usize {
        let unit = self.tables.household_unit(self.index);
        let (own, households) = (self.tables.households.row(unit), self.tables.households.range(unit));
        households.start + own.partition_point(|household| *household < self.index)
    }

    /// Its id.
    #[inline]
    #[must_use]
    pub fn id(self) -> &'d str {
        self.tables.facts.household_id(self.index)
    }

    /// What its door says. Personal data.
    #[must_use]
    pub fn label(self) -> &'d str {
        self.tables.facts.households.label.get(self.index)
    }

    /// The unit that it is directly under.
    #[inline]
    #[must_use]
    pub fn unit(self) -> Unit<'d> {
        Unit::new(self.tables, self.tables.household_unit(self.index))
    }

    /// How many people live there.
    #[must_use]
    pub fn residents(self) -> u32 {
        self.tables.facts.households.residents.get(self.index, 0)
    }

    /// Its categories: id and name, in the scheme's order.
    pub fn categories(self) -> impl Iterator<Item = (&'d str, &'d Text)> {
        let named = &self.tables.rules().record.categories;
        let categories = self.tables.facts.households.categories.row(self.index).iter();
        categories.filter_map(|category| named.get(at(*category))).map(|named| (named.id.as_str(), &named.name))
    }

    /// The rules for it and a person that hold on the date, by person; a rule without programme holds for all.
    pub fn pair_rules(self) -> impl Iterator<Item = (Person<'d>, Option<Programme<'d>>, PairRule)> {
        let (tables, rules) = (self.tables, self.tables.facts.pair_rules.row(self.index).iter());
        rules.filter(move |rule| rule.days.contains(tables.day)).map(move |rule| {
            let programme = (rule.programme != NONE).then(|| Programme::new(tables.rules(), rule.programme));
            (Person::new(tables, rule.person), programme, rule.rule)
        })
    }

    /// Longitude and latitude in degrees. Personal data.
    #[must_use]
    pub fn location(self) -> Option<[f64; 2]> {
        self.tables.facts.households.point.get(self.index, None).map(crate::area::Point::to_degrees)
    }
}

impl<'d> Site<'d> {
    /// Its id.
    #[inline]
    #[must_use]
    pub fn id(self) -> &'d str {
        self.tables.facts.site_id(self.index)
    }

    /// Its name.
    #[inline]
    #[must_use]
    pub fn name(self) -> &'d str {
        self.tables.facts.sites.name.get(self.index)
    }

    /// The unit that it lies in.
    #[inline]
    #[must_use]
    pub fn unit(self) -> Unit<'d> {
        Unit::new(self.tables, cell(&self.tables.sites.unit, self.index, NONE))
    }

    /// The id of the unit or department that owns it, if one does.
    #[must_use]
    pub fn owner(self) -> Option<&'d str> {
        let owner = cell(&self.tables.sites.owner, self.index, NONE);
        (owner != NONE).then(|| self.tables.facts.names.get(owner))
    }

    /// Longitude and latitude in degrees.
    #[must_use]
    pub fn location(self) -> Option<[f64; 2]> {
        self.tables.facts.sites.point.get(self.index, None).map(crate::area::Point::to_degrees)
    }
}

impl<'d> Department<'d> {
    /// Its place among all departments of the registry by id, from 0: the same on every date.
    #[inline]
    #[must_use]
    pub fn number(self) -> usize {
        at(self.index)
    }

    /// Its id.
    #[inline]
    #[must_use]
    pub fn id(self) -> &'d str {
        self.tables.facts.department_id(self.index)
    }

    /// Its name.
    #[inline]
    #[must_use]
    pub fn name(self) -> &'d str {
        self.tables.facts.departments.name.get(self.index)
    }

    /// The unit that it belongs to.
    #[inline]
    #[must_use]
    pub fn unit(self) -> Unit<'d> {
        let row = cell(&self.tables.facts.departments.unit, self.index, NONE);
        Unit::new(self.tables, cell(&self.tables.unit_at, row, NONE))
    }

    /// What it is for.
    #[must_use]
    pub fn function(self) -> Function<'d> {
        Function::new(self.tables.rules(), cell(&self.tables.facts.departments.function, self.index, 0))
    }
}

impl<'d> Person<'d> {
    /// The place in [`Directory::people`](super::Directory::people), from 0.
    #[inline]
    #[must_use]
    pub fn number(self) -> usize {
        at(self.index)
    }

    /// The id.
    #[inline]
    #[must_use]
    pub fn id(self) -> &'d str {
        self.tables.facts.people.get(self.index)
    }

    /// The name. Personal data.
    #[inline]
    #[must_use]
    pub fn name(self) -> &'d str {
        self.tables.facts.persons.name.get(self.index)
    }

    /// How to reach this person. Personal data.
    #[must_use]
    pub fn contact(self) -> Option<&'d str> {
        Some(self.tables.facts.persons.contact.get(self.index)).filter(|contact| !contact.is_empty())
    }

    /// Whether an absence holds on the date.
    #[must_use]
    pub fn is_absent(self) -> bool {
        self.tables.facts.is_absent(self.index, self.tables.day)
    }

    /// Whether the scheme asks for a contact and there is none (R5).
    #[must_use]
    pub fn is_unreachable(self) -> bool {
        self.tables.facts.is_unreachable(self.index)
    }

    /// Whether this person is given no new households (A2).
    #[must_use]
    pub fn is_exempt(self) -> bool {
        self.tables.facts.persons.exempt.get(self.index, false)
    }

    /// Affiliations: id and name, in the scheme's order.
    pub fn affiliations(self) -> impl Iterator<Item = (&'d str, &'d Text)> {
        let named = &self.tables.rules().record.affiliations;
        let affiliations = self.tables.facts.persons.affiliations.row(self.index).iter();
        affiliations.filter_map(|one| named.get(at(*one))).map(|named| (named.id.as_str(), &named.name))
    }
}
