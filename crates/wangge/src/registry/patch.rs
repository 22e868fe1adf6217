//! The tables after a transaction that neither brings nor removes an id, nor touches a unit: a few rows are replaced, and
//! everything else is shared with the tables before it.

use std::collections::BTreeSet;
use std::sync::Arc;

use smol_str::SmolStr;

use super::draft::{SeatRow, SpellRow};
use super::facts::{Appointment, Facts, HouseholdRule, Pairing, PersonPairing, PersonSeat};
use super::sheet::{Key, Sheet};
use crate::area::Point;
use crate::over::OverRows;
use crate::record::{
    AbsenceRecord, AppointmentRecord, Dated, HouseholdRecord, NamedRecord, PairRuleRecord, PairingRecord, PersonRecord,
    SiteRecord,
};
use crate::table::{NONE, to_u32};
use crate::time::{Day, Days};

/// With more rows replaced than this the tables are made anew, so that reading stays fast and a copy small.
const MOST_REPLACED: usize = 4096;

impl Facts {
    /// The tables with the rows of a sheet for what a transaction touched; none where they have to be made anew.
    pub(super) fn patched(&self, sheet: &Sheet<'_>, touched: &[Key]) -> Option<Self> {
        if self.replaced() + touched.len() > MOST_REPLACED {
            return None;
        }
        let mut facts = self.clone();
        touched.iter().try_for_each(|key| facts.patch(sheet, key))?;
        Some(facts)
    }

    fn replaced(&self) -> usize {
        self.households.units.replaced()
            + self.sites.units.replaced()
            + self.persons.name.replaced()
            + self.appointments.of_person.replaced()
            + self.absences.replaced()
            + self.pairings.replaced()
            + self.pair_rules.replaced()
    }

    fn patch(&mut self, sheet: &Sheet<'_>, key: &Key) -> Option<()> {
        match key {
            Key::Scheme | Key::Unit(_) | Key::Department(_) => None,
            Key::Household(id) => self.patch_household(&sheet.row::<HouseholdRecord>(id)?),
            Key::Site(id) => self.patch_site(&sheet.row::<SiteRecord>(id)?),
            Key::Person(id) => self.patch_person(&sheet.row::<PersonRecord>(id)?),
            Key::Appointments(id) => self.patch_appointments(id, &sheet.rows::<AppointmentRecord>(id)),
            Key::Absences(id) => self.patch_absences(id, &sheet.rows::<AbsenceRecord>(id)),
            Key::Pairings(id) => self.patch_pairings(id, &sheet.rows::<PairingRecord>(id)),
            Key::PairRules(id) => self.patch_pair_rules(id, &sheet.rows::<PairRuleRecord>(id)),
        }
    }

    fn patch_household(&mut self, row: &HouseholdRecord) -> Option<()> {
        let household = self.find_household(&row.id)?;
        let life = days(&row.from, row.until.as_ref())?;
        let units = self.spell_rows(Some(&row.unit), life)?;
        let categories = positions(&self.scheme.record().categories, &row.categories)?;
        let point = point(row.location)?;
        let own = &mut self.households;
        own.label.set(household, row.label.as_str().into());
        own.life.set(household, life);
        own.units.set(household, units);
        own.residents.set(household, row.residents);
        own.categories.set(household, categories);
        own.point.set(household, point);
        Some(())
    }

    fn patch_site(&mut self, row: &SiteRecord) -> Option<()> {
        let site = self.find_site(&row.id)?;
        let life = days(&row.from, row.until.as_ref())?;
        let (units, owners) = (self.spell_rows(Some(&row.unit), life)?, self.spell_rows(row.owner.as_ref(), life)?);
        let point = point(row.location)?;
        let own = &mut self.sites;
        own.name.set(site, row.name.as_str().into());
        own.life.set(site, life);
        own.units.set(site, units);
        own.owners.set(site, owners);
        own.point.set(site, point);
        Some(())
    }

    fn patch_person(&mut self, row: &PersonRecord) -> Option<()> {
        let person = self.people.find(&row.id)?;
        let affiliations = positions(&self.scheme.record().affiliations, &row.affiliations)?;
        let home = match &row.home {
            Some(home) => self.find_household(home)?,
            None => NONE,
        };
        let own = &mut self.persons;
        own.name.set(person, row.name.as_str().into());
        own.affiliations.set(person, affiliations);
        own.home.set(person, home);
        own.contact.set(person, row.contact.as_deref().unwrap_or("").into());
        own.exempt.set(person, row.exempt);
        Some(())
    }

    fn patch_appointments(&mut self, id: &str, rows: &[AppointmentRecord]) -> Option<()> {
        let person = self.people.find(id)?;
        let seats: Option<Vec<PersonSeat>> = rows.iter().map(|row| self.person_seat(row)).collect();
        let mut seats = seats?;
        seats.sort_unstable();
        let before = self.appointments.of_person.row(person);
        let touched: BTreeSet<SeatRow> = before.iter().chain(&seats).map(|seat| seat.seat).collect();
        let units: BTreeSet<u32> = touched.iter().filter_map(|seat| unit_of(*seat)).collect();
        for unit in units {
            let own = seats.iter().filter_map(|seat| match seat.seat {
                SeatRow::Role { unit: of, role } if of == unit => {
                    Some(Appointment { role, rank: seat.rank, person, days: seat.days })
                }
                _ => None,
            });
            replace(&mut self.appointments.of_unit, unit, |row| row.person != person, own);
        }
        for seat in touched {
            let SeatRow::Department(department) = seat else { continue };
            let own = seats.iter().filter(|own| own.seat == seat);
            let own = own.map(|own| Appointment { role: NONE, rank: own.rank, person, days: own.days });
            replace(&mut self.appointments.of_department, department, |row| row.person != person, own);
        }
        self.appointments.of_person.set(person, seats.into());
        Some(())
    }

    fn patch_absences(&mut self, id: &str, rows: &[AbsenceRecord]) -> Option<()> {
        let person = self.people.find(id)?;
        let all: Option<Vec<Days>> = rows.iter().map(|row| days(&row.from, row.until.as_ref())).collect();
        self.absences.set(person, all?.into());
        Some(())
    }

    fn patch_pairings(&mut self, id: &str, rows: &[PairingRecord]) -> Option<()> {
        let household = self.find_household(id)?;
        let programmes = self.scheme.record().programmes.iter();
        let programmes: Vec<&str> = programmes.map(|programme| programme.id.as_str()).collect();
        let pairing = |row: &PairingRecord| {
            let programme = programmes.iter().position(|id| *id == row.programme)?;
            let person = self.people.find(&row.person)?;
            Some(Pairing { programme: to_u32(programme).ok()?, person, days: days(&row.from, row.until.as_ref())? })
        };
        let pairings: Option<Vec<Pairing>> = rows.iter().map(pairing).collect();
        let mut pairings = pairings?;
        pairings.sort_unstable();
        let before = self.pairings.row(household);
        let people: BTreeSet<u32> = before.iter().chain(&pairings).map(|pairing| pairing.person).collect();
        for person in people {
            let own = pairings.iter().filter(|pairing| pairing.person == person);
            let own = own.map(|pairing| PersonPairing { programme: pairing.programme, household, days: pairing.days });
            replace(&mut self.person_pairings, person, |row| row.household != household, own);
        }
        self.pairings.set(household, pairings.into());
        Some(())
    }

    fn patch_pair_rules(&mut self, id: &str, rows: &[PairRuleRecord]) -> Option<()> {
        let household = self.find_household(id)?;
        let programmes = &self.scheme.record().programmes;
        let rule = |row: &PairRuleRecord| {
            let programme = match &row.programme {
                None => NONE,
                Some(id) => to_u32(programmes.iter().position(|programme| programme.id == *id)?).ok()?,
            };
            let days = days(&row.from, row.until.as_ref())?;
            Some(HouseholdRule { person: self.people.find(&row.person)?, programme, days, rule: row.rule })
        };
        let rules: Option<Vec<HouseholdRule>> = rows.iter().map(rule).collect();
        let mut rules = rules?;
        rules.sort_unstable();
        self.pair_rules.set(household, rules.into());
        Some(())
    }

    fn person_seat(&self, row: &AppointmentRecord) -> Option<PersonSeat> {
        let seat = match (&row.unit, &row.role, &row.department) {
            (Some(unit), Some(role), None) => {
                let role = self.scheme.record().roles.iter().position(|own| own.id == *role)?;
                SeatRow::Role { unit: self.find_unit(unit)?, role: to_u32(role).ok()? }
            }
            (_, _, department) => SeatRow::Department(self.find_department(department.as_ref()?)?),
        };
        Some(PersonSeat { seat, rank: row.deputy.unwrap_or(0), days: days(&row.from, row.until.as_ref())? })
    }

    /// A reference to units or departments as spells, by period.
    fn spell_rows(&self, reference: Option<&Dated>, life: Days) -> Option<Arc<[SpellRow]>> {
        let spell = |id: &SmolStr, days: Days| {
            let target = self.names.find(id).filter(|name| *name < self.sections.households)?;
            Some(SpellRow { target, days })
        };
        let rows: Option<Vec<SpellRow>> = match reference {
            None => Some(Vec::new()),
            Some(Dated::Throughout(id)) => Some(vec![spell(id, life)?]),
            Some(Dated::Spells(spells)) => {
                spells.iter().map(|own| spell(&own.id, days(&own.from, own.until.as_ref())?)).collect()
            }
        };
        let mut rows = rows?;
        rows.sort_unstable_by_key(|row| row.days);
        Some(rows.into())
    }
}

fn unit_of(seat: SeatRow) -> Option<u32> {
    match seat {
        SeatRow::Role { unit, .. } => Some(unit),
        SeatRow::Department(_) => None,
    }
}

/// Replaces the items of a row that are not kept.
fn replace<T: Copy + Ord>(rows: &mut OverRows<T>, row: u32, keep: impl Fn(&T) -> bool, new: impl Iterator<Item = T>) {
    let mut items: Vec<T> = rows.row(row).iter().filter(|item| keep(item)).copied().chain(new).collect();
    items.sort_unstable();
    rows.set(row, items.into());
}

fn days(from: &SmolStr, until: Option<&SmolStr>) -> Option<Days> {
    let until = match until {
        Some(until) => Day::parse(until)?,
        None => Day::OPEN,
    };
    Some(Days { from: Day::parse(from)?, until })
}

/// Where named things stand in a list, ascending.
fn positions(all: &[NamedRecord], ids: &[SmolStr]) -> Option<Arc<[u32]>> {
    let found = ids.iter().map(|id| to_u32(all.iter().position(|named| named.id == *id)?).ok());
    let found: Option<BTreeSet<u32>> = found.collect();
    found.map(|found| found.into_iter().collect())
}

/// A location that was checked, if there is one.
fn point(degrees: Option<[f64; 2]>) -> Option<Option<Point>> {
    match degrees {
        None => Some(None),
        Some(degrees) => Point::from_degrees(degrees).map(Some),
    }
}
