//! Valid records, parsed: rows with their periods, references as row numbers.

use jiff::civil::Date;
use smol_str::SmolStr;
use wangge::record::{Dated, PairRule, Records, SchemeRecord};

use super::{
    holder::SeatRow,
    period::Period,
    place::{Point, ring},
};

/// Everything of the records, checked before ([`super::faults`] is empty).
#[derive(Debug, Clone)]
pub struct World {
    /// The scheme as it is.
    pub scheme: SchemeRecord,
    /// Units.
    pub units: Vec<Unit>,
    /// Departments.
    pub departments: Vec<Department>,
    /// Households.
    pub households: Vec<Household>,
    /// Sites.
    pub sites: Vec<Site>,
    /// People.
    pub people: Vec<Person>,
    /// Appointments.
    pub appointments: Vec<Appointment>,
    /// Absences.
    pub absences: Vec<Absence>,
    /// Pairings.
    pub pairings: Vec<Pairing>,
    /// Pair rules.
    pub pair_rules: Vec<Rule>,
}

/// A unit.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Id.
    pub id: SmolStr,
    /// Where its level stands in the scheme.
    pub level: usize,
    /// Its life.
    pub life: Period,
    /// Its parents, one after another.
    pub parents: Vec<(usize, Period)>,
    /// Its codes, one after another.
    pub codes: Vec<(SmolStr, Period)>,
    /// Its area.
    pub scope: Vec<Vec<Point>>,
}

/// A department.
#[derive(Debug, Clone)]
pub struct Department {
    /// Id.
    pub id: SmolStr,
    /// Its unit.
    pub unit: usize,
    /// Where its function stands in the scheme.
    pub function: usize,
    /// Its life.
    pub life: Period,
}

/// A household.
#[derive(Debug, Clone)]
pub struct Household {
    /// Id.
    pub id: SmolStr,
    /// Its units, one after another.
    pub units: Vec<(usize, Period)>,
    /// Its life.
    pub life: Period,
    /// Its categories.
    pub categories: Vec<SmolStr>,
    /// Where it is.
    pub location: Option<Point>,
}

/// A site.
#[derive(Debug, Clone)]
pub struct Site {
    /// Id.
    pub id: SmolStr,
    /// Its units, one after another.
    pub units: Vec<(usize, Period)>,
    /// Its owners, one after another.
    pub owners: Vec<(Owner, Period)>,
    /// Its life.
    pub life: Period,
    /// Where it is.
    pub location: Option<Point>,
}

/// Who owns a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A unit.
    Unit(usize),
    /// A department.
    Department(usize),
}

/// A person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Id.
    pub id: SmolStr,
    /// Affiliations.
    pub affiliations: Vec<SmolStr>,
    /// The household that the person lives in.
    pub home: Option<usize>,
    /// Whether a contact is on record.
    pub contact: bool,
    /// Whether no new households are given.
    pub exempt: bool,
}

/// An appointment.
#[derive(Debug, Clone)]
pub struct Appointment {
    /// Who.
    pub person: usize,
    /// The post.
    pub seat: SeatRow,
    /// The rank of a deputy.
    pub deputy: Option<u32>,
    /// When.
    pub period: Period,
}

/// An absence.
#[derive(Debug, Clone)]
pub struct Absence {
    /// Who.
    pub person: usize,
    /// When.
    pub period: Period,
}

/// A pairing.
#[derive(Debug, Clone)]
pub struct Pairing {
    /// Who.
    pub person: usize,
    /// The household.
    pub household: usize,
    /// Where the programme stands in the scheme.
    pub programme: usize,
    /// When.
    pub period: Period,
}

/// A pair rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Who.
    pub person: usize,
    /// The household.
    pub household: usize,
    /// Where the programme stands in the scheme; none: every one.
    pub programme: Option<usize>,
    /// What holds.
    pub rule: PairRule,
    /// When.
    pub period: Period,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// R7: no unit, household or site has the id.
    UnknownSubject(String),
    /// R7: no kind has the id.
    UnknownKind(String),
    /// R7: the subject does not exist on the date.
    NotOnDate(String),
    /// No person has the id.
    UnknownPerson(String),
    /// T3: no calendar table for the year.
    UnknownYear(i16),
}

/// What a matter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A unit.
    Unit(usize),
    /// A household.
    Household(usize),
    /// A site.
    Site(usize),
}

impl World {
    /// Parses records without faults.
    pub fn new(records: &Records) -> Self {
        let scheme = records.scheme.clone();
        let unit = |id: &SmolStr| records.units.iter().position(|row| row.id == *id).unwrap();
        let department = |id: &SmolStr| records.departments.iter().position(|row| row.id == *id).unwrap();
        let household = |id: &SmolStr| records.households.iter().position(|row| row.id == *id).unwrap();
        let person = |id: &SmolStr| records.people.iter().position(|row| row.id == *id).unwrap();
        let owner = |id: &SmolStr| match records.units.iter().position(|row| row.id == *id) {
            Some(unit) => Owner::Unit(unit),
            None => Owner::Department(department(id)),
        };
        let units = records.units.iter().map(|row| {
            let life = Period::of(&row.from, row.until.as_deref());
            Unit {
                id: row.id.clone(),
                level: scheme.levels.iter().position(|level| level.id == row.level).unwrap(),
                life,
                parents: row.parent.as_ref().map(|dated| spells(dated, life, unit)).unwrap_or_default(),
                codes: row
                    .codes
                    .iter()
                    .map(|code| (code.id.clone(), Period::of(&code.from, code.until.as_deref())))
                    .collect(),
                scope: row.scope.iter().map(|points| ring(points).unwrap()).collect(),
            }
        });
        let departments = records.departments.iter().map(|row| Department {
            id: row.id.clone(),
            unit: unit(&row.unit),
            function: scheme.functions.iter().position(|function| function.id == row.function).unwrap(),
            life: Period::of(&row.from, row.until.as_deref()),
        });
        let households = records.households.iter().map(|row| {
            let life = Period::of(&row.from, row.until.as_deref());
            Household {
                id: row.id.clone(),
                units: spells(&row.unit, life, unit),
                life,
                categories: row.categories.clone(),
                location: row.location.map(|point| Point::new(point).unwrap()),
            }
        });
        let sites = records.sites.iter().map(|row| {
            let life = Period::of(&row.from, row.until.as_deref());
            Site {
                id: row.id.clone(),
                units: spells(&row.unit, life, unit),
                owners: row.owner.as_ref().map(|dated| spells(dated, life, owner)).unwrap_or_default(),
                life,
                location: row.location.map(|point| Point::new(point).unwrap()),
            }
        });
        let people = records.people.iter().map(|row| Person {
            id: row.id.clone(),
            affiliations: row.affiliations.clone(),
            home: row.home.as_ref().map(household),
            contact: row.contact.is_some(),
            exempt: row.exempt,
        });
        let appointments = records.appointments.iter().map(|row| Appointment {
            person: person(&row.person),
            seat: match (&row.unit, &row.role, &row.department) {
                (Some(id), Some(role), None) => {
                    SeatRow::Role { unit: unit(id), role: scheme.roles.iter().position(|row| row.id == *role).unwrap() }
                }
                (_, _, id) => SeatRow::Department(department(id.as_ref().unwrap())),
            },
            deputy: row.deputy,
            period: Period::of(&row.from, row.until.as_deref()),
        });
        let absences = records
            .absences
            .iter()
            .map(|row| Absence { person: person(&row.person), period: Period::of(&row.from, row.until.as_deref()) });
        let programme = |id: &SmolStr| scheme.programmes.iter().position(|programme| programme.id == *id).unwrap();
        let pairings = records.pairings.iter().map(|row| Pairing {
            person: person(&row.person),
            household: household(&row.household),
            programme: programme(&row.programme),
            period: Period::of(&row.from, row.until.as_deref()),
        });
        let pair_rules = records.pair_rules.iter().map(|row| Rule {
            person: person(&row.person),
            household: household(&row.household),
            programme: row.programme.as_ref().map(programme),
            rule: row.rule,
            period: Period::of(&row.from, row.until.as_deref()),
        });
        Self {
            units: units.collect(),
            departments: departments.collect(),
            households: households.collect(),
            sites: sites.collect(),
            people: people.collect(),
            appointments: appointments.collect(),
            absences: absences.collect(),
            pairings: pairings.collect(),
            pair_rules: pair_rules.collect(),
            scheme: scheme.clone(),
        }
    }

    /// R7: the subject with this id, if it exists on the date.
    pub fn subject(&self, date: Date, id: &str) -> Result<Subject, Refusal> {
        let (subject, life) = if let Some(row) = self.units.iter().position(|unit| unit.id == id) {
            (Subject::Unit(row), self.units[row].life)
        } else if let Some(row) = self.households.iter().position(|household| household.id == id) {
            (Subject::Household(row), self.households[row].life)
        } else if let Some(row) = self.sites.iter().position(|site| site.id == id) {
            (Subject::Site(row), self.sites[row].life)
        } else {
            return Err(Refusal::UnknownSubject(id.into()));
        };
        if life.contains(date) { Ok(subject) } else { Err(Refusal::NotOnDate(id.into())) }
    }

    /// R7: whether there is such a kind.
    pub fn kind(&self, id: &str) -> Result<(), Refusal> {
        if self.scheme.kinds.iter().any(|kind| kind.id == id) { Ok(()) } else { Err(Refusal::UnknownKind(id.into())) }
    }

    /// The person with this id.
    pub fn person(&self, id: &str) -> Result<usize, Refusal> {
        self.people.iter().position(|person| person.id == id).ok_or_else(|| Refusal::UnknownPerson(id.into()))
    }

    /// The kind itself, then its ancestors, nearest first (R2).
    pub fn lineage<'w>(&'w self, kind: &'w str) -> Vec<&'w str> {
        let mut lineage = vec![kind];
        while let Some(parent) = self
            .scheme
            .kinds
            .iter()
            .find(|row| lineage.last().is_some_and(|last| row.id == *last))
            .and_then(|row| row.parent.as_deref())
        {
            lineage.push(parent);
        }
        lineage
    }

    /// Where a level stands in the scheme: the top is 0.
    pub fn level(&self, id: &str) -> usize {
        self.scheme.levels.iter().position(|level| level.id == id).unwrap()
    }

    /// "Path of a subject: its unit, then parents up to the root. A unit is its own innermost unit."
    pub fn path(&self, date: Date, subject: Subject) -> Vec<usize> {
        let mut path = Vec::new();
        let mut next = match subject {
            Subject::Unit(unit) => Some(unit),
            Subject::Household(household) => on(date, &self.households[household].units),
            Subject::Site(site) => on(date, &self.sites[site].units),
        };
        while let Some(unit) = next {
            path.push(unit);
            next = on(date, &self.units[unit].parents);
        }
        path
    }

    /// The departments of a unit on the date, by id.
    pub fn departments_of(&self, date: Date, unit: usize) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.departments.len())
            .filter(|row| self.departments[*row].unit == unit && self.departments[*row].life.contains(date))
            .collect();
        found.sort_by_key(|row| &self.departments[*row].id);
        found
    }

    /// Whether an absence holds on the date.
    pub fn is_absent(&self, date: Date, person: usize) -> bool {
        self.absences.iter().any(|absence| absence.person == person && absence.period.contains(date))
    }

    /// R5: the scheme asks for a contact, and none is on record.
    pub fn is_unreachable(&self, person: usize) -> bool {
        self.scheme.contact_required && !self.people[person].contact
    }

    /// "A person is present if no absence holds, and, where the scheme asks for contacts, a contact is on record."
    pub fn is_present(&self, date: Date, person: usize) -> bool {
        !self.is_absent(date, person) && !self.is_unreachable(person)
    }

    /// The ids of people, as they stand.
    pub fn names(&self, people: &[usize]) -> Vec<String> {
        people.iter().map(|person| self.people[*person].id.to_string()).collect()
    }
}

/// What is referred to on the date.
pub fn on<T: Copy>(date: Date, spells: &[(T, Period)]) -> Option<T> {
    spells.iter().find(|(_, period)| period.contains(date)).map(|(to, _)| *to)
}

/// A dated reference as spells: one id holds for the whole life.
fn spells<T>(dated: &Dated, life: Period, find: impl Fn(&SmolStr) -> T) -> Vec<(T, Period)> {
    match dated {
        Dated::Throughout(id) => vec![(find(id), life)],
        Dated::Spells(spells) => {
            spells.iter().map(|spell| (find(&spell.id), Period::of(&spell.from, spell.until.as_deref()))).collect()
        }
    }
}
