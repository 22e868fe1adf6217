//! The rows that a transaction can have put in the wrong: those that it touched, those that name them or share a seat, a
//! code or a household with them, and whatever all of these name. Held against the rules of loading (M1), they have the
//! faults that the whole county would have.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::reach::IdSet;
use super::sheet::{Key, Section, Sheet};
use crate::record::{
    AbsenceRecord, AppointmentRecord, Dated, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord,
    PersonRecord, Records, SiteRecord, UnitRecord,
};

/// A seat: unit and role, or department.
type Seat = (Option<SmolStr>, Option<SmolStr>, Option<SmolStr>);

/// What is to be looked at, by id.
#[derive(Default)]
struct Neighbours {
    units: IdSet,
    departments: IdSet,
    households: IdSet,
    sites: IdSet,
    people: IdSet,
    /// People whose appointments are looked at.
    appointed: IdSet,
    /// Seats whose appointments are looked at.
    seats: BTreeSet<Seat>,
    absent: IdSet,
    /// Households whose pairings, and whose pair rules, are looked at.
    paired: IdSet,
    ruled: IdSet,
}

fn seat_of(row: AppointmentRecord) -> Seat {
    (row.unit, row.role, row.department)
}

impl Sheet<'_> {
    /// The rows that the transaction can have put in the wrong.
    pub fn neighbours(&self) -> Records {
        if self.touched().contains_key(&Key::Scheme) {
            return self.records();
        }
        let mut found = Neighbours::default();
        found.add_touched(self);
        let mut records = Records {
            scheme: self.scheme().clone(),
            appointments: found.appointments(self),
            absences: rows_of::<AbsenceRecord>(self, &found.absent),
            pairings: rows_of::<PairingRecord>(self, &found.paired),
            pair_rules: rows_of::<PairRuleRecord>(self, &found.ruled),
            ..Records::default()
        };
        found.add_named(&records);
        records.people = rows_of::<PersonRecord>(self, &found.people);
        found.households.extend(records.people.iter().filter_map(|row| row.home.clone()));
        records.households = rows_of::<HouseholdRecord>(self, &found.households);
        records.sites = rows_of::<SiteRecord>(self, &found.sites);
        found.add_places(self, &records);
        records.departments = rows_of::<DepartmentRecord>(self, &found.departments);
        found.units.extend(records.departments.iter().map(|row| row.unit.clone()));
        records.units = found.with_ancestors(self);
        records
    }

    /// Every row of the county.
    pub fn records(&self) -> Records {
        let stored = self.facts.records();
        Records {
            scheme: self.scheme().clone(),
            units: self.all(stored.units.into_iter()),
            departments: self.all(stored.departments.into_iter()),
            households: self.all(stored.households.into_iter()),
            sites: self.all(stored.sites.into_iter()),
            people: self.all(stored.people.into_iter()),
            appointments: self.all(stored.appointments.into_iter()),
            absences: self.all(stored.absences.into_iter()),
            pairings: self.all(stored.pairings.into_iter()),
            pair_rules: self.all(stored.pair_rules.into_iter()),
        }
    }
}

impl Neighbours {
    fn add_touched(&mut self, sheet: &Sheet<'_>) {
        // What is gone, and so may be named in vain.
        let (mut lost_homes, mut lost_people) = (IdSet::new(), IdSet::new());
        let (mut units, mut departments) = (IdSet::new(), IdSet::new());
        for key in sheet.touched().keys() {
            match key {
                Key::Scheme => {}
                Key::Unit(id) => _ = units.insert(id.clone()),
                Key::Department(id) => _ = departments.insert(id.clone()),
                Key::Household(id) => {
                    self.households.insert(id.clone());
                    self.paired.insert(id.clone());
                    self.ruled.insert(id.clone());
                    if sheet.row::<HouseholdRecord>(id).is_none() {
                        lost_homes.insert(id.clone());
                    }
                }
                Key::Site(id) => _ = self.sites.insert(id.clone()),
                Key::Person(id) => {
                    self.people.insert(id.clone());
                    if sheet.row::<PersonRecord>(id).is_none() {
                        lost_people.insert(id.clone());
                    }
                }
                Key::Appointments(id) => {
                    self.appointed.insert(id.clone());
                    self.seats.extend(sheet.rows::<AppointmentRecord>(id).into_iter().map(seat_of));
                }
                Key::Absences(id) => _ = self.absent.insert(id.clone()),
                Key::Pairings(id) => _ = self.paired.insert(id.clone()),
                Key::PairRules(id) => _ = self.ruled.insert(id.clone()),
            }
        }
        self.add_lost(sheet, &lost_homes, lost_people);
        self.add_places_of(sheet, units, departments);
    }

    fn add_lost(&mut self, sheet: &Sheet<'_>, homes: &IdSet, people: IdSet) {
        if !homes.is_empty() {
            self.people.extend(sheet.people_at_home(homes));
        }
        if !people.is_empty() {
            self.paired.extend(sheet.households_paired_with(&people));
            self.ruled.extend(sheet.households_ruled_with(&people));
            self.absent.extend(people.iter().cloned());
            self.appointed.extend(people);
        }
    }

    /// Units and departments that were touched, and whatever names them.
    fn add_places_of(&mut self, sheet: &Sheet<'_>, units: IdSet, departments: IdSet) {
        self.seats.extend(departments.iter().map(|id| (None, None, Some(id.clone()))));
        if !units.is_empty() {
            self.units.extend(sheet.units_under(&units));
            self.departments.extend(sheet.departments_of(&units).into_iter().map(|row| row.id));
            self.households.extend(sheet.households_in(&units));
            self.sites.extend(sheet.sites_in(&units));
            for person in sheet.people_of_units(&units) {
                let rows = sheet.rows::<AppointmentRecord>(&person).into_iter();
                let here = rows.filter(|row| row.unit.as_ref().is_some_and(|unit| units.contains(unit)));
                self.seats.extend(here.map(seat_of));
            }
            let rows = units.iter().filter_map(|id| sheet.row::<UnitRecord>(id));
            let codes: IdSet = rows.flat_map(|row| row.codes).map(|code| code.id).collect();
            self.units.extend(sheet.units_with_code(&codes));
        }
        let owners: IdSet = units.iter().chain(&departments).cloned().collect();
        if !owners.is_empty() {
            self.sites.extend(sheet.sites_owned_by(&owners));
        }
        self.units.extend(units);
        self.departments.extend(departments);
    }

    /// All appointments of the people and of the seats, each once.
    fn appointments(&self, sheet: &Sheet<'_>) -> Vec<AppointmentRecord> {
        let mut people = self.appointed.clone();
        let units: IdSet = self.seats.iter().filter_map(|(unit, ..)| unit.clone()).collect();
        let departments: IdSet = self.seats.iter().filter_map(|(.., department)| department.clone()).collect();
        people.extend(sheet.people_of_units(&units));
        people.extend(sheet.people_of_departments(&departments));
        let people = sheet.touched_last::<AppointmentRecord>(&people);
        let rows = people.into_iter().flat_map(|person| sheet.rows::<AppointmentRecord>(person));
        rows.filter(|row| self.appointed.contains(&row.person) || self.seats.contains(&seat_of(row.clone()))).collect()
    }

    /// Whom and what the rows without an id name.
    fn add_named(&mut self, records: &Records) {
        for row in &records.appointments {
            self.people.insert(row.person.clone());
            self.units.extend(row.unit.clone());
            self.departments.extend(row.department.clone());
        }
        self.people.extend(records.absences.iter().map(|row| row.person.clone()));
        for row in &records.pairings {
            self.people.insert(row.person.clone());
            self.households.insert(row.household.clone());
        }
        for row in &records.pair_rules {
            self.people.insert(row.person.clone());
            self.households.insert(row.household.clone());
        }
    }

    /// Where households and sites are, and who owns sites.
    fn add_places(&mut self, sheet: &Sheet<'_>, records: &Records) {
        self.units.extend(records.households.iter().flat_map(|row| named(&row.unit)));
        self.units.extend(records.sites.iter().flat_map(|row| named(&row.unit)));
        for owner in records.sites.iter().filter_map(|row| row.owner.as_ref()).flat_map(named) {
            if sheet.row::<DepartmentRecord>(&owner).is_some() {
                self.departments.insert(owner);
            } else {
                self.units.insert(owner);
            }
        }
    }

    /// The units and everything above them on any day: a circle through a link that was touched is among them.
    fn with_ancestors(&mut self, sheet: &Sheet<'_>) -> Vec<UnitRecord> {
        let mut next: Vec<SmolStr> = self.units.iter().cloned().collect();
        while let Some(id) = next.pop() {
            let parents = sheet.row::<UnitRecord>(&id).and_then(|row| row.parent);
            for parent in parents.iter().flat_map(named) {
                if self.units.insert(parent.clone()) {
                    next.push(parent);
                }
            }
        }
        rows_of(sheet, &self.units)
    }
}

fn rows_of<R: Section>(sheet: &Sheet<'_>, owners: &IdSet) -> Vec<R> {
    sheet.touched_last::<R>(owners).into_iter().flat_map(|owner| sheet.rows(owner)).collect()
}

fn named(dated: &Dated) -> Vec<SmolStr> {
    match dated {
        Dated::Throughout(id) => vec![id.clone()],
        Dated::Spells(spells) => spells.iter().map(|spell| spell.id.clone()).collect(),
    }
}
