//! The rows that a transaction can have put in the wrong: those that it touched, those that name them or share a seat, a
//! code or a household with them, and whatever all of these name. Held against the rules of loading (M1), they have the
//! faults that the whole county would have.

use std::collections::BTreeSet;

use smol_str::SmolStr;

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
    units: BTreeSet<SmolStr>,
    departments: BTreeSet<SmolStr>,
    households: BTreeSet<SmolStr>,
    sites: BTreeSet<SmolStr>,
    people: BTreeSet<SmolStr>,
    /// People whose appointments are looked at.
    appointed: BTreeSet<SmolStr>,
    /// Seats whose appointments are looked at.
    seats: BTreeSet<Seat>,
    absent: BTreeSet<SmolStr>,
    /// Households whose pairings, and whose pair rules, are looked at.
    paired: BTreeSet<SmolStr>,
    ruled: BTreeSet<SmolStr>,
}

impl Sheet<'_> {
    /// The rows that the transaction can have put in the wrong.
    pub fn neighbours(&self) -> Records {
        if self.touched().contains_key(&Key::Scheme) {
            return self.records();
        }
        let mut found = Neighbours::default();
        for key in self.touched().keys() {
            found.add_touched(self, key);
        }
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
    fn add_touched(&mut self, sheet: &Sheet<'_>, key: &Key) {
        match key {
            Key::Scheme => {}
            Key::Unit(id) => self.add_unit(sheet, id),
            Key::Department(id) => {
                self.departments.insert(id.clone());
                self.seats.insert((None, None, Some(id.clone())));
                self.sites.extend(sheet.sites_owned_by(id));
            }
            Key::Household(id) => {
                self.households.insert(id.clone());
                self.paired.insert(id.clone());
                self.ruled.insert(id.clone());
                if sheet.row::<HouseholdRecord>(id).is_none() {
                    self.people.extend(sheet.people_at_home(id));
                }
            }
            Key::Site(id) => {
                self.sites.insert(id.clone());
            }
            Key::Person(id) => {
                self.people.insert(id.clone());
                if sheet.row::<PersonRecord>(id).is_none() {
                    self.appointed.insert(id.clone());
                    self.absent.insert(id.clone());
                    self.paired.extend(sheet.households_paired_with(id));
                    self.ruled.extend(sheet.households_ruled_with(id));
                }
            }
            Key::Appointments(id) => {
                self.appointed.insert(id.clone());
                let seats = sheet.rows::<AppointmentRecord>(id).into_iter();
                self.seats.extend(seats.map(|row| (row.unit, row.role, row.department)));
            }
            Key::Absences(id) => {
                self.absent.insert(id.clone());
            }
            Key::Pairings(id) => {
                self.paired.insert(id.clone());
            }
            Key::PairRules(id) => {
                self.ruled.insert(id.clone());
            }
        }
    }

    fn add_unit(&mut self, sheet: &Sheet<'_>, id: &SmolStr) {
        self.units.insert(id.clone());
        self.units.extend(sheet.units_under(id));
        self.departments.extend(sheet.departments_of(id).into_iter().map(|row| row.id));
        self.households.extend(sheet.households_in(id));
        self.sites.extend(sheet.sites_in(id));
        self.sites.extend(sheet.sites_owned_by(id));
        for person in sheet.people_of_unit(id) {
            let rows = sheet.rows::<AppointmentRecord>(&person).into_iter();
            let here = rows.filter(|row| row.unit.as_ref() == Some(id));
            self.seats.extend(here.map(|row| (row.unit, row.role, row.department)));
        }
        let codes = sheet.row::<UnitRecord>(id).map(|row| row.codes).unwrap_or_default();
        self.units.extend(codes.iter().flat_map(|code| sheet.units_with_code(&code.id)));
    }

    /// All appointments of the people and of the seats, each once.
    fn appointments(&self, sheet: &Sheet<'_>) -> Vec<AppointmentRecord> {
        let mut people = self.appointed.clone();
        for (unit, _, department) in &self.seats {
            people.extend(unit.iter().flat_map(|unit| sheet.people_of_unit(unit)));
            people.extend(department.iter().flat_map(|department| sheet.people_of_department(department)));
        }
        let people = sheet.touched_last::<AppointmentRecord>(&people);
        let rows = people.into_iter().flat_map(|person| sheet.rows::<AppointmentRecord>(person));
        let meant = |row: &AppointmentRecord| {
            self.appointed.contains(&row.person)
                || self.seats.contains(&(row.unit.clone(), row.role.clone(), row.department.clone()))
        };
        rows.filter(meant).collect()
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

fn rows_of<R: Section>(sheet: &Sheet<'_>, owners: &BTreeSet<SmolStr>) -> Vec<R> {
    sheet.touched_last::<R>(owners).into_iter().flat_map(|owner| sheet.rows(owner)).collect()
}

fn named(dated: &Dated) -> Vec<SmolStr> {
    match dated {
        Dated::Throughout(id) => vec![id.clone()],
        Dated::Spells(spells) => spells.iter().map(|spell| spell.id.clone()).collect(),
    }
}
