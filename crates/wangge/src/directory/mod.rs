//! A registry compiled for one date (M3): dense positions, ranges in tree order, links stored once a unit.

mod compile;
mod handle;
mod placing;
mod refresh;
mod seat;

use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

pub(crate) use self::compile::Tree;
pub use self::handle::{Department, Household, Person, Site, Subject, Unit};
pub(crate) use self::placing::{Placed, Placing};
pub(crate) use self::seat::{Form, Presence, SeatEntry, Seated, Seating};
use crate::area::{AreaIndex, Point};
use crate::error::QueryError;
use crate::over::{OverColumn, OverRows};
use crate::registry::Facts;
use crate::scheme::{Level, Rules, Scheme};
use crate::table::{NONE, Rows, at, cell, indices};
use crate::text::shorten;
use crate::time::Day;

/// The county as of one civil date. Cheap to clone, `Send + Sync`, and never changed.
///
/// Two directories are equal if they are of the same date and scheme, and their ids and compiled tables are equal: units,
/// households, sites, seats, people present. Names, contacts, locations, history and what only assignment asks, which
/// the registry keeps, are not compared.
#[derive(Clone)]
pub struct Directory(pub(crate) Arc<Tables>);

/// The tables of a directory. Units stand in tree order: a unit before what is under it, siblings by id; so what is
/// under a unit is a range. Households, sites and people keep their positions of the registry.
pub(crate) struct Tables {
    pub facts: Arc<Facts>,
    pub date: Date,
    pub day: Day,
    /// The registry's number of each unit.
    pub unit_row: Arc<[u32]>,
    /// The position of each of the registry's units, or [`NONE`].
    pub unit_at: Arc<[u32]>,
    pub parent: Arc<[u32]>,
    /// The position after the last one under each unit.
    pub end: Arc<[u32]>,
    pub level: Arc<[u32]>,
    /// The seats of each unit: roles in the scheme's order, then departments by id.
    pub seats: OverRows<SeatEntry>,
    /// The people of all seats: of one seat, primaries by id, then deputies by rank and id.
    pub seated: Seating,
    /// Where each household is, and its caretakers.
    pub placing: Placing,
    /// The households of each unit, by id.
    pub households: Arc<Rows<u32>>,
    pub sites: SitePlaces,
    pub presence: OverColumn<Presence>,
    places: Arc<OnceLock<AreaIndex>>,
}

/// Where the sites are, and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SitePlaces {
    /// The unit of each site, or [`NONE`].
    pub unit: Arc<[u32]>,
    /// The sites of each unit, by id.
    pub of_unit: Arc<Rows<u32>>,
    /// The owner of each site, as in the namespace, or [`NONE`].
    pub owner: Arc<[u32]>,
    /// The sites of each owner, by id.
    pub owned: Arc<Rows<u32>>,
}

impl Directory {
    /// The date.
    #[must_use]
    pub fn date(&self) -> Date {
        self.0.date
    }

    /// The rules of the county.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.0.facts.scheme
    }

    /// The units without a parent, by id.
    pub fn roots(&self) -> impl Iterator<Item = Unit<'_>> {
        let tables = &*self.0;
        let next = |position: u32| Some(cell(&tables.end, position, NONE));
        std::iter::successors(Some(0), move |position| next(*position))
            .take_while(|position| *position < indices(tables.parent.len()).end)
            .map(|position| Unit::new(tables, position))
    }

    /// Every unit in tree order: a unit before what is under it, siblings by id.
    pub fn units(&self) -> impl ExactSizeIterator<Item = Unit<'_>> {
        indices(self.0.parent.len()).map(|position| Unit::new(&self.0, position))
    }

    /// Every household that exists on the date, in the tree order of their units, then by id.
    pub fn households(&self) -> impl ExactSizeIterator<Item = Household<'_>> {
        self.0.households.items().iter().map(|household| Household::new(&self.0, *household))
    }

    /// The household with a [number](Household::number).
    #[must_use]
    pub fn household_at(&self, number: usize) -> Option<Household<'_>> {
        self.0.households.items().get(number).map(|household| Household::new(&self.0, *household))
    }

    /// Every site that exists on the date, in the tree order of their units, then by id.
    pub fn sites(&self) -> impl ExactSizeIterator<Item = Site<'_>> {
        self.0.sites.of_unit.items().iter().map(|site| Site::new(&self.0, *site))
    }

    /// Every department that exists on the date, by id.
    pub fn departments(&self) -> impl Iterator<Item = Department<'_>> {
        let tables = &*self.0;
        let all = indices(tables.facts.departments.life.len()).zip(&tables.facts.departments.life);
        all.filter(|(_, life)| life.contains(tables.day)).map(|(department, _)| Department::new(tables, department))
    }

    /// Every person of the registry, by id.
    pub fn people(&self) -> impl ExactSizeIterator<Item = Person<'_>> {
        indices(self.0.presence.len()).map(|person| Person::new(&self.0, person))
    }

    /// The household, site or unit with an id.
    ///
    /// # Errors
    /// [`QueryError::SubjectUnknown`], or [`QueryError::SubjectNotOnDate`] if the id is of another date.
    pub fn subject(&self, id: &str) -> Result<Subject<'_>, QueryError> {
        let unknown = || QueryError::SubjectUnknown { id: shorten(id) };
        let name = self.0.facts.subject_name(id).ok_or_else(unknown)?;
        self.subject_at(name).ok_or_else(|| self.not_on_date(id))
    }

    /// The subject at a place of the namespace, if it exists on the date.
    pub(crate) fn subject_at(&self, name: u32) -> Option<Subject<'_>> {
        let tables = &*self.0;
        let sections = tables.facts.sections;
        if let Some(site) = name.checked_sub(sections.sites) {
            (cell(&tables.sites.unit, site, NONE) != NONE).then(|| Subject::Site(Site::new(tables, site)))
        } else if let Some(household) = name.checked_sub(sections.households) {
            let exists = tables.household_unit(household) != NONE;
            exists.then(|| Subject::Household(Household::new(tables, household)))
        } else {
            let position = cell(&tables.unit_at, name, NONE);
            (position != NONE).then(|| Subject::Unit(Unit::new(tables, position)))
        }
    }

    /// The unit with an id.
    ///
    /// # Errors
    /// [`QueryError::UnitUnknown`], or [`QueryError::SubjectNotOnDate`] if the unit is of another date.
    pub fn unit(&self, id: &str) -> Result<Unit<'_>, QueryError> {
        match self.subject(id) {
            Ok(Subject::Unit(unit)) => Ok(unit),
            Err(error @ QueryError::SubjectNotOnDate { .. }) => Err(error),
            _ => Err(QueryError::UnitUnknown { id: shorten(id) }),
        }
    }

    /// The household with an id.
    ///
    /// # Errors
    /// [`QueryError::HouseholdUnknown`], or [`QueryError::SubjectNotOnDate`] if the household is of another date.
    pub fn household(&self, id: &str) -> Result<Household<'_>, QueryError> {
        match self.subject(id) {
            Ok(Subject::Household(household)) => Ok(household),
            Err(error @ QueryError::SubjectNotOnDate { .. }) => Err(error),
            _ => Err(QueryError::HouseholdUnknown { id: shorten(id) }),
        }
    }

    /// The department with an id, if there is one on the date.
    #[must_use]
    pub fn department(&self, id: &str) -> Option<Department<'_>> {
        let tables = &*self.0;
        let department = tables.facts.names.find(id)?.checked_sub(tables.facts.sections.departments)?;
        let life = tables.facts.departments.life.get(at(department))?;
        life.contains(tables.day).then(|| Department::new(tables, department))
    }

    /// The person with an id.
    ///
    /// # Errors
    /// [`QueryError::PersonUnknown`].
    pub fn person(&self, id: &str) -> Result<Person<'_>, QueryError> {
        let person = self.0.facts.people.find(id);
        person.map(|person| Person::new(&self.0, person)).ok_or_else(|| QueryError::person(id))
    }

    /// The innermost unit whose scope contains a point (R9), in O(log n) for n scopes.
    ///
    /// An edge belongs to the area on its right (greater longitude) and above (greater latitude); where scopes of one
    /// level overlap, the unit with the least id answers. So every point is in at most one unit of a level.
    /// Degrees are rounded to 1e-7; what is no point of the Earth is in no unit.
    #[must_use]
    pub fn locate(&self, longitude: f64, latitude: f64) -> Option<Unit<'_>> {
        let point = Point::from_degrees([longitude, latitude])?;
        let row = self.0.places().locate(point)?;
        let position = cell(&self.0.unit_at, row, NONE);
        (position != NONE).then(|| Unit::new(&self.0, position))
    }

    /// The unit of one level whose scope contains a point (R9): as [`locate`](Self::locate), on that level alone.
    #[must_use]
    pub fn locate_at(&self, level: Level<'_>, longitude: f64, latitude: f64) -> Option<Unit<'_>> {
        let point = Point::from_degrees([longitude, latitude])?;
        let own = self.0.rules().level_ids.get(level.id())?;
        let row = self.0.places().locate_at(*own, point)?;
        let position = cell(&self.0.unit_at, row, NONE);
        (position != NONE).then(|| Unit::new(&self.0, position))
    }

    fn not_on_date(&self, id: &str) -> QueryError {
        QueryError::SubjectNotOnDate { id: shorten(id), date: self.0.date }
    }
}

impl Tables {
    pub fn rules(&self) -> &Rules {
        &self.facts.scheme.0
    }

    /// The scopes of the date's units, keyed by the registry's number, made when first asked for.
    pub fn places(&self) -> &AreaIndex {
        self.places.get_or_init(|| {
            let rows = self.unit_row.iter().zip(&*self.level);
            let with_area = rows.filter_map(|(row, level)| {
                let area = self.facts.units.area.get(at(*row))?.as_ref()?;
                Some((*row, *level, area))
            });
            AreaIndex::new(with_area)
        })
    }

    /// The position of a household's unit, or [`NONE`].
    #[inline]
    pub fn household_unit(&self, household: u32) -> u32 {
        self.placing.unit(household)
    }

    /// The caretakers of a household.
    #[inline]
    pub fn caretakers(&self, household: u32) -> &[Seated] {
        self.placing.caretakers(household)
    }

    /// The unit of a level on the way up from a unit.
    pub fn ancestor_at(&self, mut position: u32, level: u32) -> Option<u32> {
        while position != NONE {
            match cell(&self.level, position, 0).cmp(&level) {
                std::cmp::Ordering::Equal => return Some(position),
                std::cmp::Ordering::Less => return None,
                std::cmp::Ordering::Greater => position = cell(&self.parent, position, NONE),
            }
        }
        None
    }

    /// Whether the seats of a unit have the same people in two directories that number alike.
    fn same_seats(&self, other: &Self, unit: u32) -> bool {
        let (own, theirs) = (self.seats.row(unit), other.seats.row(unit));
        let same = |(a, b): (&SeatEntry, &SeatEntry)| {
            (a.duty_row, a.department, a.form, a.primaries) == (b.duty_row, b.department, b.form, b.primaries)
                && a.people(&self.seated) == b.people(&other.seated)
        };
        own.len() == theirs.len() && own.iter().zip(theirs).all(same)
    }

    pub fn unit_id(&self, position: u32) -> &str {
        self.facts.unit_id(cell(&self.unit_row, position, NONE))
    }
}

impl PartialEq for Directory {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.0, &*other.0);
        a.date == b.date
            && a.facts.scheme.record() == b.facts.scheme.record()
            && a.facts.names.strings() == b.facts.names.strings()
            && a.facts.people.strings() == b.facts.people.strings()
            && (&a.unit_row, &a.unit_at, &a.parent, &a.end, &a.level)
                == (&b.unit_row, &b.unit_at, &b.parent, &b.end, &b.level)
            && a.presence.iter().eq(b.presence.iter())
            && indices(a.parent.len()).all(|unit| a.same_seats(b, unit))
            && (&a.placing, &a.households) == (&b.placing, &b.households)
            && a.sites == b.sites
    }
}

impl Eq for Directory {}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Directory")
            .field("date", &self.0.date)
            .field("units", &self.0.parent.len())
            .field("households", &self.0.households.items().len())
            .finish_non_exhaustive()
    }
}
