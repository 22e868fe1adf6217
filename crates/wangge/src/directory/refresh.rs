//! A directory after a small change, without compiling the county again: what did not change is shared with the one
//! before, and what did lies over it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compile::{caretakers, presence_of, unit_of, unit_seats};
use super::{Directory, SitePlaces, Tables};
use crate::over::Over;
use crate::registry::{Facts, Registry, SeatRow};
use crate::table::{NONE, cell};

impl Registry {
    /// The county as of the date of a directory: the same as [`as_of`](Self::as_of), in the time of what changed since,
    /// where this registry came from the directory's by transactions without a new id or a change of units.
    ///
    /// ```
    /// # use wangge::{Registry, change::{Change, Transaction}, record::AbsenceRecord};
    /// # use wangge_sample::Sample;
    /// let mut registry = Registry::build(Sample::chalinhe().records())?;
    /// let directory = registry.as_of("2026-11-23".parse()?);
    /// let person = directory.people().next().expect("there is somebody").id().into();
    /// let away = AbsenceRecord { person, from: "2026-11-23".into(), until: None };
    /// registry.apply(&Transaction::from(vec![Change::Absent(away)]))?;
    /// let refreshed = registry.refresh(&directory);
    /// assert!(refreshed != directory);
    /// assert_eq!(refreshed, registry.as_of(directory.date()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refresh(&self, directory: &Directory) -> Directory {
        let tables = &*directory.0;
        if Arc::ptr_eq(&tables.facts, &self.facts) {
            return directory.clone();
        }
        let changed = Changed::between(tables, &self.facts);
        let refreshed = changed.and_then(|changed| refreshed(tables, &self.facts, &changed));
        refreshed.unwrap_or_else(|| self.as_of(tables.date))
    }
}

/// What may differ between two registries that share their tables.
struct Changed {
    /// People who may have come or gone.
    people: BTreeSet<u32>,
    units: BTreeSet<u32>,
    departments: BTreeSet<u32>,
    /// Households that may be elsewhere, or have other caretakers.
    households: BTreeSet<u32>,
    sites: bool,
}

impl Changed {
    /// None where the two do not share their tables.
    fn between(tables: &Tables, new: &Facts) -> Option<Self> {
        let old = &*tables.facts;
        let is_same = Arc::ptr_eq(&old.units, &new.units)
            && Arc::ptr_eq(&old.departments, &new.departments)
            && Arc::ptr_eq(&old.names, &new.names)
            && Arc::ptr_eq(&old.people, &new.people)
            && old.scheme.is_same(&new.scheme);
        if !is_same {
            return None;
        }
        let mut people = both(&old.absences, &new.absences)?;
        people.append(&mut both(&old.persons.contact, &new.persons.contact)?);
        let mut households = both(&old.households.units, &new.households.units)?;
        households.append(&mut both(&old.pairings, &new.pairings)?);
        let sites = both(&old.sites.units, &new.sites.units)?;
        Some(Self {
            people,
            units: both(&old.appointments.of_unit, &new.appointments.of_unit)?,
            departments: both(&old.appointments.of_department, &new.appointments.of_department)?,
            households,
            sites: !sites.is_empty(),
        })
    }
}

fn both<B, V: Clone>(old: &Over<B, V>, new: &Over<B, V>) -> Option<BTreeSet<u32>> {
    Some(old.replaced_in_either(new)?.into_iter().collect())
}

/// None where so much has changed that the county is better compiled anew.
fn refreshed(tables: &Tables, facts: &Arc<Facts>, changed: &Changed) -> Option<Directory> {
    let mut next = Tables {
        facts: Arc::clone(facts),
        date: tables.date,
        day: tables.day,
        unit_row: Arc::clone(&tables.unit_row),
        unit_at: Arc::clone(&tables.unit_at),
        parent: Arc::clone(&tables.parent),
        end: Arc::clone(&tables.end),
        level: Arc::clone(&tables.level),
        seats: tables.seats.clone(),
        seated: tables.seated.clone(),
        placing: tables.placing.clone(),
        households: Arc::clone(&tables.households),
        sites: if changed.sites {
            SitePlaces::new(facts, tables.day, &tables.unit_at, tables.parent.len())
        } else {
            tables.sites.clone()
        },
        presence: tables.presence.clone(),
        places: Arc::clone(&tables.places),
    };
    let (mut units, mut households) = (changed.units.clone(), changed.households.clone());
    let departments = changed.departments.iter().copied();
    units.extend(departments.map(|department| cell(&facts.departments.unit, department, NONE)));
    for person in &changed.people {
        let presence = presence_of(facts, next.day, *person);
        if next.presence.get(*person, presence) == presence {
            continue;
        }
        next.presence.set(*person, presence);
        let seats = facts.appointments.of_person.row(*person).iter();
        units.extend(seats.map(|seat| match seat.seat {
            SeatRow::Role { unit, .. } => unit,
            SeatRow::Department(department) => cell(&facts.departments.unit, department, NONE),
        }));
        households.extend(facts.person_pairings.row(*person).iter().map(|pairing| pairing.household));
    }
    next.reseat(&units);
    next.replace(&households)?;
    let is_worn = next.seated.is_worn() || next.placing.is_worn();
    (!is_worn).then(|| Directory(Arc::new(next)))
}

impl Tables {
    /// Makes the seats of some units anew.
    fn reseat(&mut self, units: &BTreeSet<u32>) {
        for unit in units {
            let position = cell(&self.unit_at, *unit, NONE);
            if position == NONE {
                continue;
            }
            let (mut seats, mut people) = (Vec::new(), Vec::new());
            unit_seats(&self.facts, self.day, *unit, &self.presence, &mut people, |seat| seats.push(seat));
            let first = self.seated.add(&people);
            seats.iter_mut().for_each(|seat| seat.first += first);
            self.seats.set(position, seats.into());
        }
    }

    /// Makes the places and caretakers of some households anew. None where there are too many households, which there
    /// are not.
    fn replace(&mut self, households: &BTreeSet<u32>) -> Option<()> {
        let mut units: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for household in households {
            let old = self.placing.unit(*household);
            let new = unit_of(&self.facts.households.units, *household, self.day, &self.unit_at);
            let pairs = caretakers(&self.facts, self.day, *household, &self.presence).collect();
            self.placing.set(*household, new, pairs);
            if old == new {
                continue;
            }
            for unit in [old, new].into_iter().filter(|unit| *unit != NONE) {
                let row = units.entry(unit).or_insert_with(|| self.households.row(unit).to_vec());
                row.retain(|own| own != household);
                if unit == new {
                    row.insert(row.partition_point(|own| own < household), *household);
                }
            }
        }
        if !units.is_empty() {
            self.households = Arc::new(self.households.with(&units).ok()?);
        }
        Some(())
    }
}
