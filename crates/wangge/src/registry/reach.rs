//! Which rows name ids, in a registry and in what is laid over it.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::draft::{SeatRow, SpellRow};

use super::sheet::{Section, Sheet};
use crate::over::OverRows;
use crate::record::{
    AppointmentRecord, Dated, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord, PersonRecord,
    SiteRecord, UnitRecord,
};
use crate::table::indices;

/// Ids that are looked for, all at once.
pub(super) type IdSet = BTreeSet<SmolStr>;

/// One id.
pub(super) fn one(id: &SmolStr) -> IdSet {
    IdSet::from([id.clone()])
}

impl Sheet<'_> {
    /// Owners of a section with a row that `names` says is meant: those of the registry that may have one, and those that
    /// are laid over it.
    fn naming<'a, R: Section>(
        &self,
        stored: impl Iterator<Item = &'a str>,
        names: impl Fn(&R) -> bool,
    ) -> Vec<SmolStr> {
        let laid = R::laid(self);
        let meant = laid.iter().filter(|(_, rows)| rows.iter().any(&names));
        let mut owners: IdSet = meant.map(|(owner, _)| owner.clone()).collect();
        for owner in stored.filter(|owner| !laid.contains_key(*owner)) {
            if !owners.contains(owner) && R::stored(self.facts, owner).iter().any(&names) {
                owners.insert(owner.into());
            }
        }
        owners.into_iter().collect()
    }

    /// The units that are under some of these on some day, by id.
    pub fn units_under(&self, units: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = self.known_units(units).into_iter().flat_map(|unit| facts.units.graph.children(unit));
        self.naming::<UnitRecord>(stored.map(|unit| facts.unit_id(unit)), |row| {
            row.parent.as_ref().is_some_and(|parent| names(parent, units))
        })
    }

    /// The households that are in some of these units on some day, by id.
    pub fn households_in(&self, units: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = rows_with(&facts.households.units, self.known_units(units));
        self.naming::<HouseholdRecord>(stored.map(|row| facts.household_id(row)), |row| names(&row.unit, units))
    }

    /// The sites that are in some of these units on some day, by id.
    pub fn sites_in(&self, units: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = rows_with(&facts.sites.units, self.known_units(units));
        self.naming::<SiteRecord>(stored.map(|row| facts.site_id(row)), |row| names(&row.unit, units))
    }

    /// The sites that some of these units or departments own on some day, by id.
    pub fn sites_owned_by(&self, owners: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let own = owners.iter().filter_map(|owner| facts.names.find(owner));
        let own = own.filter(|name| *name < facts.sections.households).collect();
        let stored = rows_with(&facts.sites.owners, own);
        self.naming::<SiteRecord>(stored.map(|row| facts.site_id(row)), |row| {
            row.owner.as_ref().is_some_and(|dated| names(dated, owners))
        })
    }

    /// The departments of some of these units, by id.
    pub fn departments_of(&self, units: &IdSet) -> Vec<DepartmentRecord> {
        let facts = self.facts;
        let stored = self.known_units(units).into_iter().flat_map(|unit| facts.departments.of_unit.row(unit));
        let stored = stored.map(|row| facts.department_id(*row));
        let ids = self.naming::<DepartmentRecord>(stored, |row| units.contains(&row.unit));
        ids.iter().filter_map(|id| self.row(id)).collect()
    }

    /// The people who are appointed to a role of some of these units on some day, by id.
    pub fn people_of_units(&self, units: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let stored = self.known_units(units).into_iter().flat_map(|unit| facts.appointments.of_unit.row(unit));
        self.naming::<AppointmentRecord>(stored.map(|row| facts.people.get(row.person)), |row| {
            row.unit.as_ref().is_some_and(|unit| units.contains(unit))
        })
    }

    /// The people who are appointed to some of these departments on some day, by id.
    pub fn people_of_departments(&self, departments: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let own = departments.iter().filter_map(|department| facts.find_department(department));
        let stored = own.flat_map(|own| facts.seat(SeatRow::Department(own)));
        self.naming::<AppointmentRecord>(stored.map(|row| facts.people.get(row.person)), |row| {
            row.department.as_ref().is_some_and(|department| departments.contains(department))
        })
    }

    /// The people who live in some of these households, by id.
    pub fn people_at_home(&self, households: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let own: BTreeSet<u32> = households.iter().filter_map(|household| facts.find_household(household)).collect();
        let homes = indices(facts.persons.home.len()).zip(facts.persons.home.iter());
        let stored = homes.filter(|(_, home)| own.contains(home)).map(|(person, _)| facts.people.get(person));
        self.naming::<PersonRecord>(stored, |row| row.home.as_ref().is_some_and(|home| households.contains(home)))
    }

    /// The households that some of these people are paired with on some day, by id.
    pub fn households_paired_with(&self, people: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let own = people.iter().filter_map(|person| facts.people.find(person));
        let stored = own.flat_map(|person| facts.person_pairings.row(person));
        self.naming::<PairingRecord>(stored.map(|row| facts.household_id(row.household)), |row| {
            people.contains(&row.person)
        })
    }

    /// The households that have a pair rule with some of these people on some day, by id.
    pub fn households_ruled_with(&self, people: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let own: BTreeSet<u32> = people.iter().filter_map(|person| facts.people.find(person)).collect();
        let all = indices(facts.pair_rules.len())
            .filter(|row| facts.pair_rules.row(*row).iter().any(|rule| own.contains(&rule.person)));
        self.naming::<PairRuleRecord>(all.map(|row| facts.household_id(row)), |row| people.contains(&row.person))
    }

    /// The units that have or had some of these codes, by id.
    pub fn units_with_code(&self, codes: &IdSet) -> Vec<SmolStr> {
        let facts = self.facts;
        let own = codes.iter().filter_map(|code| facts.units.codes.find(code));
        let stored = own.flat_map(|code| facts.units.code_rows.row(code));
        self.naming::<UnitRecord>(stored.map(|(unit, _)| facts.unit_id(*unit)), |row| {
            row.codes.iter().any(|spell| codes.contains(&spell.id))
        })
    }

    /// Those of the units that the registry has, by position.
    fn known_units(&self, units: &IdSet) -> BTreeSet<u32> {
        units.iter().filter_map(|unit| self.facts.find_unit(unit)).collect()
    }
}

fn names(dated: &Dated, ids: &IdSet) -> bool {
    match dated {
        Dated::Throughout(own) => ids.contains(own),
        Dated::Spells(spells) => spells.iter().any(|spell| ids.contains(&spell.id)),
    }
}

/// The rows with a spell that names one of the targets.
fn rows_with(rows: &OverRows<SpellRow>, targets: BTreeSet<u32>) -> impl Iterator<Item = u32> {
    let all = if targets.is_empty() { 0..0 } else { indices(rows.len()) };
    all.filter(move |row| rows.row(*row).iter().any(|spell| targets.contains(&spell.target)))
}
