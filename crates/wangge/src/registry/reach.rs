//! Which rows name an id, in a registry and in what is laid over it.

use smol_str::SmolStr;

use super::draft::{SeatRow, SpellRow};

use super::sheet::{Section, Sheet};
use crate::over::OverRows;
use crate::record::{
    AppointmentRecord, Dated, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord, PersonRecord,
    SiteRecord, UnitRecord,
};
use crate::table::indices;

impl Sheet<'_> {
    /// Owners of a section with a row that `names` says is meant: those of the registry that may have one, and all that
    /// are laid over it.
    fn naming<'a, R: Section>(
        &self,
        stored: impl Iterator<Item = &'a str>,
        names: impl Fn(&R) -> bool,
    ) -> Vec<SmolStr> {
        let mut owners = self.owners::<R>(stored);
        owners.retain(|owner| self.rows::<R>(owner).iter().any(&names));
        owners.into_iter().collect()
    }

    /// The units that are under a unit on some day, by id.
    pub fn units_under(&self, unit: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = facts.find_unit(unit).into_iter().flat_map(|unit| facts.units.graph.children(unit));
        self.naming::<UnitRecord>(stored.map(|unit| facts.unit_id(unit)), |row| {
            row.parent.as_ref().is_some_and(|parent| names(parent, unit))
        })
    }

    /// The households that are in a unit on some day, by id.
    pub fn households_in(&self, unit: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = facts.find_unit(unit).into_iter().flat_map(|unit| rows_with(&facts.households.units, unit));
        self.naming::<HouseholdRecord>(stored.map(|row| facts.household_id(row)), |row| names(&row.unit, unit))
    }

    /// The sites that are in a unit on some day, by id.
    pub fn sites_in(&self, unit: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = facts.find_unit(unit).into_iter().flat_map(|unit| rows_with(&facts.sites.units, unit));
        self.naming::<SiteRecord>(stored.map(|row| facts.site_id(row)), |row| names(&row.unit, unit))
    }

    /// The sites that a unit or department owns on some day, by id.
    pub fn sites_owned_by(&self, owner: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let own = facts.names.find(owner).filter(|name| *name < facts.sections.households);
        let stored = own.into_iter().flat_map(|owner| rows_with(&facts.sites.owners, owner));
        self.naming::<SiteRecord>(stored.map(|row| facts.site_id(row)), |row| {
            row.owner.as_ref().is_some_and(|dated| names(dated, owner))
        })
    }

    /// The departments of a unit, by id.
    pub fn departments_of(&self, unit: &str) -> Vec<DepartmentRecord> {
        let facts = self.facts;
        let stored = facts.find_unit(unit).into_iter().flat_map(|unit| facts.departments.of_unit.row(unit));
        let ids = self.naming::<DepartmentRecord>(stored.map(|row| facts.department_id(*row)), |row| row.unit == unit);
        ids.iter().filter_map(|id| self.row(id)).collect()
    }

    /// The people who are appointed to a role of a unit on some day, by id.
    pub fn people_of_unit(&self, unit: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = facts.find_unit(unit).into_iter().flat_map(|unit| facts.appointments.of_unit.row(unit));
        self.naming::<AppointmentRecord>(stored.map(|row| facts.people.get(row.person)), |row| {
            row.unit.as_deref() == Some(unit)
        })
    }

    /// The people who are appointed to a department on some day, by id.
    pub fn people_of_department(&self, department: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let own = facts.find_department(department);
        let stored = own.into_iter().flat_map(|own| facts.seat(SeatRow::Department(own)));
        self.naming::<AppointmentRecord>(stored.map(|row| facts.people.get(row.person)), |row| {
            row.department.as_deref() == Some(department)
        })
    }

    /// The people who live in a household, by id.
    pub fn people_at_home(&self, household: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let own = facts.find_household(household);
        let homes = indices(facts.persons.home.len()).zip(facts.persons.home.iter());
        let stored = homes.filter(move |(_, home)| own == Some(*home)).map(|(person, _)| facts.people.get(person));
        self.naming::<PersonRecord>(stored, |row| row.home.as_deref() == Some(household))
    }

    /// The households that a person is paired with on some day, by id.
    pub fn households_paired_with(&self, person: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = facts.people.find(person).into_iter().flat_map(|person| facts.person_pairings.row(person));
        self.naming::<PairingRecord>(stored.map(|row| facts.household_id(row.household)), |row| row.person == person)
    }

    /// The households that have a pair rule with a person on some day, by id.
    pub fn households_ruled_with(&self, person: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let own = facts.people.find(person);
        let all = indices(facts.pair_rules.len())
            .filter(move |row| own.is_some_and(|own| facts.pair_rules.row(*row).iter().any(|rule| rule.person == own)));
        self.naming::<PairRuleRecord>(all.map(|row| facts.household_id(row)), |row| row.person == person)
    }

    /// The units that have or had a code, by id.
    pub fn units_with_code(&self, code: &str) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = facts.units.codes.find(code).into_iter().flat_map(|code| facts.units.code_rows.row(code));
        self.naming::<UnitRecord>(stored.map(|(unit, _)| facts.unit_id(*unit)), |row| {
            row.codes.iter().any(|spell| spell.id == code)
        })
    }
}

fn names(dated: &Dated, id: &str) -> bool {
    match dated {
        Dated::Throughout(own) => own == id,
        Dated::Spells(spells) => spells.iter().any(|spell| spell.id == id),
    }
}

/// The rows with a spell that names a target.
fn rows_with(rows: &OverRows<SpellRow>, target: u32) -> impl Iterator<Item = u32> {
    indices(rows.len()).filter(move |row| rows.row(*row).iter().any(|spell| spell.target == target))
}
