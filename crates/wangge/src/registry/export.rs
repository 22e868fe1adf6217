//! From tables back to rows: the records of a registry in their normal form.

use jiff::civil::Date;
use smol_str::SmolStr;

use super::Registry;
use super::draft::{SeatRow, SpellRow};
use super::facts::Facts;
use crate::area::Point;
use crate::over::OverRows;
use crate::record::{
    AbsenceRecord, AppointmentRecord, Dated, DepartmentRecord, HouseholdRecord, NamedRecord, PairRuleRecord,
    PairingRecord, PersonRecord, Records, SiteRecord, Spell, UnitRecord,
};
use crate::table::{NONE, at, cell, indices};
use crate::time::{Day, Days};

impl Registry {
    /// The rows that the registry was made of, in their normal form: in an order of their own, references that hold
    /// for a whole life as one id, absences that meet made one.
    ///
    /// A registry made of them is the same.
    ///
    /// ```
    /// # use wangge::Registry;
    /// # use wangge_sample::Sample;
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let records = registry.records();
    /// assert_eq!(Registry::build(records.clone())?.records(), records);
    /// # Ok::<(), wangge::Faults>(())
    /// ```
    #[must_use]
    pub fn records(&self) -> Records {
        self.facts.records()
    }
}

impl Facts {
    /// Every row, in the normal form.
    pub fn records(&self) -> Records {
        let units = indices(self.units.level.len());
        let departments = indices(self.departments.unit.len());
        let households = indices(self.households.life.len());
        let people = indices(self.people.len());
        Records {
            scheme: self.scheme.record().clone(),
            units: units.clone().map(|unit| self.unit_record(unit)).collect(),
            departments: departments.clone().map(|department| self.department_record(department)).collect(),
            households: households.clone().map(|household| self.household_record(household)).collect(),
            sites: indices(self.sites.life.len()).map(|site| self.site_record(site)).collect(),
            people: people.clone().map(|person| self.person_record(person)).collect(),
            appointments: units
                .flat_map(|unit| self.unit_appointments(unit))
                .chain(departments.flat_map(|department| self.department_appointments(department)))
                .collect(),
            absences: people.flat_map(|person| self.absence_records(person)).collect(),
            pairings: households.clone().flat_map(|household| self.pairing_records(household)).collect(),
            pair_rules: households.flat_map(|household| self.rule_records(household)).collect(),
        }
    }

    pub fn unit_record(&self, unit: u32) -> UnitRecord {
        let life = cell(&self.units.life, unit, Days::ALWAYS);
        let parents: Vec<SpellRow> = self.units.graph.parents(unit);
        let codes = self.units.codes_of.row(unit).iter();
        let mut codes: Vec<Spell> = codes.map(|(code, days)| spell(self.units.codes.get(*code), *days)).collect();
        codes.sort_by(|a, b| a.from.cmp(&b.from));
        let area = self.units.area.get(at(unit)).and_then(Option::as_ref);
        let ring = |points: &mut dyn Iterator<Item = Point>| points.map(Point::to_degrees).collect();
        UnitRecord {
            id: self.unit_id(unit).into(),
            level: self.level_id(cell(&self.units.level, unit, NONE)).into(),
            name: self.units.name.get(unit).into(),
            from: first(life),
            until: last(life),
            parent: (!parents.is_empty()).then(|| self.dated(&parents, life)),
            codes,
            scope: area.map(|area| area.rings().map(|mut points| ring(&mut points)).collect()).unwrap_or_default(),
        }
    }

    pub fn department_record(&self, department: u32) -> DepartmentRecord {
        let life = cell(&self.departments.life, department, Days::ALWAYS);
        let functions = &self.scheme.record().functions;
        let function = functions.get(at(cell(&self.departments.function, department, NONE)));
        DepartmentRecord {
            id: self.department_id(department).into(),
            unit: self.unit_id(cell(&self.departments.unit, department, NONE)).into(),
            function: function.map(|function| function.id.clone()).unwrap_or_default(),
            name: self.departments.name.get(department).into(),
            from: first(life),
            until: last(life),
        }
    }

    pub fn household_record(&self, household: u32) -> HouseholdRecord {
        let life = self.households.life.get(household, Days::ALWAYS);
        HouseholdRecord {
            id: self.household_id(household).into(),
            label: self.households.label.get(household).into(),
            unit: self.dated(self.households.units.row(household), life),
            from: first(life),
            until: last(life),
            residents: self.households.residents.get(household, 0),
            categories: names(&self.scheme.record().categories, &self.households.categories, household),
            location: self.households.point.get(household, None).map(Point::to_degrees),
        }
    }

    pub fn site_record(&self, site: u32) -> SiteRecord {
        let life = self.sites.life.get(site, Days::ALWAYS);
        let owners = self.sites.owners.row(site);
        SiteRecord {
            id: self.site_id(site).into(),
            name: self.sites.name.get(site).into(),
            unit: self.dated(self.sites.units.row(site), life),
            owner: (!owners.is_empty()).then(|| self.dated(owners, life)),
            from: first(life),
            until: last(life),
            location: self.sites.point.get(site, None).map(Point::to_degrees),
        }
    }

    pub fn person_record(&self, person: u32) -> PersonRecord {
        let home = self.persons.home.get(person, NONE);
        let contact = self.persons.contact.get(person);
        PersonRecord {
            id: self.people.get(person).into(),
            name: self.persons.name.get(person).into(),
            affiliations: names(&self.scheme.record().affiliations, &self.persons.affiliations, person),
            home: (home != NONE).then(|| self.household_id(home).into()),
            contact: (!contact.is_empty()).then(|| contact.into()),
            exempt: self.persons.exempt.get(person, false),
        }
    }

    /// The appointments to the roles of a unit.
    pub fn unit_appointments(&self, unit: u32) -> impl Iterator<Item = AppointmentRecord> {
        self.appointments
            .of_unit
            .row(unit)
            .iter()
            .map(move |row| self.appointment(row.person, SeatRow::Role { unit, role: row.role }, row.rank, row.days))
    }

    /// The appointments to a department.
    pub fn department_appointments(&self, department: u32) -> impl Iterator<Item = AppointmentRecord> {
        let rows = self.appointments.of_department.row(department).iter();
        rows.map(move |row| self.appointment(row.person, SeatRow::Department(department), row.rank, row.days))
    }

    /// The appointments of a person.
    pub fn person_appointments(&self, person: u32) -> impl Iterator<Item = AppointmentRecord> {
        let rows = self.appointments.of_person.row(person).iter();
        rows.map(move |row| self.appointment(person, row.seat, row.rank, row.days))
    }

    fn appointment(&self, person: u32, seat: SeatRow, rank: u32, days: Days) -> AppointmentRecord {
        let (unit, role, department) = match seat {
            SeatRow::Role { unit, role } => {
                let role = self.scheme.record().roles.get(at(role)).map(|role| role.id.clone());
                (Some(self.unit_id(unit).into()), role, None)
            }
            SeatRow::Department(department) => (None, None, Some(self.department_id(department).into())),
        };
        AppointmentRecord {
            person: self.people.get(person).into(),
            unit,
            role,
            department,
            deputy: (rank > 0).then_some(rank),
            from: first(days),
            until: last(days),
        }
    }

    /// The absences of a person.
    pub fn absence_records(&self, person: u32) -> impl Iterator<Item = AbsenceRecord> {
        self.absences.row(person).iter().map(move |days| AbsenceRecord {
            person: self.people.get(person).into(),
            from: first(*days),
            until: last(*days),
        })
    }

    /// The pairings of a household.
    pub fn pairing_records(&self, household: u32) -> impl Iterator<Item = PairingRecord> {
        self.pairings.row(household).iter().map(move |row| PairingRecord {
            person: self.people.get(row.person).into(),
            household: self.household_id(household).into(),
            programme: self.programme_id(row.programme).unwrap_or_default(),
            from: first(row.days),
            until: last(row.days),
        })
    }

    /// The pair rules of a household.
    pub fn rule_records(&self, household: u32) -> impl Iterator<Item = PairRuleRecord> {
        self.pair_rules.row(household).iter().map(move |row| PairRuleRecord {
            person: self.people.get(row.person).into(),
            household: self.household_id(household).into(),
            programme: self.programme_id(row.programme),
            rule: row.rule,
            from: first(row.days),
            until: last(row.days),
        })
    }

    fn level_id(&self, level: u32) -> &str {
        self.scheme.record().levels.get(at(level)).map_or("", |level| &level.id)
    }

    fn programme_id(&self, programme: u32) -> Option<SmolStr> {
        self.scheme.record().programmes.get(at(programme)).map(|programme| programme.id.clone())
    }

    /// A reference to units or departments, which stand first in the namespace.
    fn dated(&self, spells: &[SpellRow], life: Days) -> Dated {
        match spells {
            [only] if only.days == life => Dated::Throughout(self.names.get(only.target).into()),
            spells => Dated::Spells(spells.iter().map(|row| spell(self.names.get(row.target), row.days)).collect()),
        }
    }
}

fn spell(id: &str, days: Days) -> Spell {
    Spell { id: id.into(), from: first(days), until: last(days) }
}

fn first(days: Days) -> SmolStr {
    days.from.date().map(text).unwrap_or_default()
}

fn last(days: Days) -> Option<SmolStr> {
    (days.until != Day::OPEN).then(|| days.until.date().map(text).unwrap_or_default())
}

/// A date as it stands in rows.
fn text(date: Date) -> SmolStr {
    smol_str::format_smolstr!("{date}")
}

fn names(all: &[NamedRecord], rows: &OverRows<u32>, row: u32) -> Vec<SmolStr> {
    rows.row(row).iter().filter_map(|named| all.get(at(*named))).map(|named| named.id.clone()).collect()
}
