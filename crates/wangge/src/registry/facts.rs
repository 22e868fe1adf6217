//! The facts of a registry as tables: rows sorted by id, references as positions, every relation with its period.

use std::sync::Arc;

use super::draft::{Draft, SeatRow, SpellRow};
use super::graph::UnitGraph;
use crate::area::{Area, Point};
use crate::over::{OverColumn, OverRows, OverStrings};
use crate::record::{PairRule, Records};
use crate::scheme::Scheme;
use crate::table::{Ids, NONE, Rows, Strings, TooLarge, at, cell, indices, to_u32};
use crate::time::{Day, Days};

/// Everything that a registry knows.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub scheme: Scheme,
    /// Units, then departments, households and sites: one namespace; each section sorted by id.
    pub names: Arc<Ids>,
    pub sections: Sections,
    pub people: Arc<Ids>,
    pub units: Arc<Units>,
    pub departments: Arc<Departments>,
    pub households: Households,
    pub sites: Sites,
    pub persons: Persons,
    pub appointments: Appointments,
    /// The absences of each person, ascending and apart.
    pub absences: OverRows<Days>,
    /// The pairings of each household, by programme, person and period.
    pub pairings: OverRows<Pairing>,
    /// The pairings of each person: household, programme, period.
    pub person_pairings: OverRows<PersonPairing>,
    /// The pair rules of each household, by person, programme and period.
    pub pair_rules: OverRows<HouseholdRule>,
}

/// Where the sections of the namespace begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sections {
    pub departments: u32,
    pub households: u32,
    pub sites: u32,
}

#[derive(Debug)]
pub(crate) struct Units {
    pub level: Vec<u32>,
    pub name: Strings,
    pub life: Vec<Days>,
    pub graph: UnitGraph,
    pub area: Vec<Option<Area>>,
    /// Unit and period of each code, found by the code.
    pub codes: Ids,
    pub code_rows: Rows<(u32, Days)>,
    /// The codes of each unit, with their periods.
    pub codes_of: Rows<(u32, Days)>,
}

impl Units {
    /// The code of a unit on a day.
    pub fn code_of(&self, unit: u32, day: Day) -> Option<&str> {
        let code = self.codes_of.row(unit).iter().find(|(_, days)| days.contains(day));
        code.map(|(code, _)| self.codes.get(*code))
    }
}

#[derive(Debug)]
pub(crate) struct Departments {
    pub unit: Vec<u32>,
    pub function: Vec<u32>,
    pub name: Strings,
    pub life: Vec<Days>,
    /// The departments of each unit, by id.
    pub of_unit: Rows<u32>,
}

#[derive(Debug, Clone)]
pub(crate) struct Households {
    pub label: OverStrings,
    pub life: OverColumn<Days>,
    pub units: OverRows<SpellRow>,
    pub residents: OverColumn<u32>,
    pub categories: OverRows<u32>,
    pub point: OverColumn<Option<Point>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Sites {
    pub name: OverStrings,
    pub life: OverColumn<Days>,
    pub units: OverRows<SpellRow>,
    pub owners: OverRows<SpellRow>,
    pub point: OverColumn<Option<Point>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Persons {
    pub name: OverStrings,
    pub affiliations: OverRows<u32>,
    pub home: OverColumn<u32>,
    /// Empty: none on record.
    pub contact: OverStrings,
    /// Who is given no new households.
    pub exempt: OverColumn<bool>,
}

/// Appointments by seat: those of one seat stand together, primaries first, then by rank, person and period.
#[derive(Debug, Clone)]
pub(crate) struct Appointments {
    /// Roles of each unit.
    pub of_unit: OverRows<Appointment>,
    pub of_department: OverRows<Appointment>,
    /// The seats of each person, with the period of each appointment.
    pub of_person: OverRows<PersonSeat>,
}

/// One appointment; `role` is [`NONE`] for a department, `rank` 0 for a primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Appointment {
    pub role: u32,
    pub rank: u32,
    pub person: u32,
    pub days: Days,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PersonSeat {
    pub seat: SeatRow,
    pub rank: u32,
    pub days: Days,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pairing {
    pub programme: u32,
    pub person: u32,
    pub days: Days,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PersonPairing {
    pub programme: u32,
    pub household: u32,
    pub days: Days,
}

/// What holds for a household and a person; `programme` is [`NONE`] for every programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HouseholdRule {
    pub person: u32,
    pub programme: u32,
    pub days: Days,
    pub rule: PairRule,
}

impl Facts {
    /// Makes the tables of records that have no fault.
    pub fn new(scheme: Scheme, records: &Records, draft: Draft<'_>) -> Result<Self, TooLarge> {
        let order = Orders::new(records);
        let names = names(records, &order)?;
        let appointments = appointments(&draft, &order, records)?;
        let (pairings, person_pairings) = pairings(&draft, &order, records)?;
        let mut absences: Vec<(u32, Days)> =
            draft.absences.iter().map(|(person, days)| (order.people.rank(*person), *days)).collect();
        absences.sort_unstable();
        // Those of one person that overlap or meet are one.
        absences.dedup_by(|(person, later), (of, earlier)| {
            let meets = person == of && later.from <= earlier.until;
            if meets {
                earlier.until = earlier.until.max(later.until);
            }
            meets
        });
        Ok(Self {
            scheme,
            names: Arc::new(names),
            sections: Sections {
                departments: draft.names.departments,
                households: draft.names.households,
                sites: draft.names.sites,
            },
            people: Arc::new(Ids::new(
                order.people.strings(|row| records.people.get(row).map_or("", |person| &person.id))?,
            )?),
            absences: Rows::group(records.people.len(), absences)?.into(),
            pairings: pairings.into(),
            person_pairings: person_pairings.into(),
            pair_rules: pair_rules(&draft, &order, records)?.into(),
            appointments,
            persons: persons(records, &draft, &order)?,
            sites: sites(records, &draft, &order)?,
            households: households(records, &draft, &order)?,
            departments: Arc::new(departments(records, &draft, &order)?),
            units: Arc::new(units(records, draft, &order)?),
        })
    }

    /// The place in the namespace of a unit, household or site.
    #[inline]
    pub fn subject_name(&self, id: &str) -> Option<u32> {
        let name = self.names.find(id)?;
        (name < self.sections.departments || name >= self.sections.households).then_some(name)
    }

    #[inline]
    pub fn unit_id(&self, unit: u32) -> &str {
        self.names.get(unit)
    }

    #[inline]
    pub fn department_id(&self, department: u32) -> &str {
        self.names.get(self.sections.departments.saturating_add(department))
    }

    #[inline]
    pub fn household_id(&self, household: u32) -> &str {
        self.names.get(self.sections.households.saturating_add(household))
    }

    #[inline]
    pub fn site_id(&self, site: u32) -> &str {
        self.names.get(self.sections.sites.saturating_add(site))
    }

    /// Whether a person is away on a day.
    pub fn is_absent(&self, person: u32, day: Day) -> bool {
        let absences = self.absences.row(person);
        absences.get(absences.partition_point(|days| days.until <= day)).is_some_and(|days| days.contains(day))
    }

    /// Whether a person lacks the contact that the scheme asks for (R5).
    pub fn is_unreachable(&self, person: u32) -> bool {
        self.scheme.0.record.contact_required && self.persons.contact.get(person).is_empty()
    }

    /// The appointments of a seat over all time.
    pub fn seat(&self, seat: SeatRow) -> &[Appointment] {
        match seat {
            SeatRow::Role { unit, role } => {
                let all = self.appointments.of_unit.row(unit);
                let start = all.partition_point(|appointment| appointment.role < role);
                let end = all.partition_point(|appointment| appointment.role <= role);
                all.get(start..end).unwrap_or_default()
            }
            SeatRow::Department(department) => self.appointments.of_department.row(department),
        }
    }

    /// The life and minimum of a seat.
    pub fn seat_life(&self, seat: SeatRow) -> (Days, u32) {
        match seat {
            SeatRow::Role { unit, role } => (cell(&self.units.life, unit, Days::ALWAYS), self.scheme.0.role_min(role)),
            SeatRow::Department(department) => (
                cell(&self.departments.life, department, Days::ALWAYS),
                self.scheme.0.function_min(cell(&self.departments.function, department, NONE)),
            ),
        }
    }
}

/// The order of one section by id: which row stands where, and where each row went.
struct Order {
    rows: Vec<u32>,
    ranks: Vec<u32>,
}

impl Order {
    fn new<'r>(ids: impl Iterator<Item = &'r smol_str::SmolStr>) -> Self {
        let ids: Vec<&str> = ids.map(smol_str::SmolStr::as_str).collect();
        let mut rows: Vec<u32> = indices(ids.len()).collect();
        if !ids.is_sorted() {
            rows.sort_unstable_by_key(|row| ids.get(at(*row)));
        }
        let mut ranks = vec![0; rows.len()];
        for (row, rank) in rows.iter().zip(0..) {
            if let Some(slot) = ranks.get_mut(at(*row)) {
                *slot = rank;
            }
        }
        Self { rows, ranks }
    }

    fn rank(&self, row: u32) -> u32 {
        cell(&self.ranks, row, NONE)
    }

    fn column<T: Copy>(&self, of: &[T], default: T) -> Vec<T> {
        self.rows.iter().map(|row| cell(of, *row, default)).collect()
    }

    fn strings<'r>(&self, of: impl Fn(usize) -> &'r str) -> Result<Strings, TooLarge> {
        Strings::from_iter(self.rows.iter().map(|row| of(at(*row))))
    }
}

struct Orders {
    units: Order,
    departments: Order,
    households: Order,
    sites: Order,
    people: Order,
}

impl Orders {
    fn new(records: &Records) -> Self {
        Self {
            units: Order::new(records.units.iter().map(|row| &row.id)),
            departments: Order::new(records.departments.iter().map(|row| &row.id)),
            households: Order::new(records.households.iter().map(|row| &row.id)),
            sites: Order::new(records.sites.iter().map(|row| &row.id)),
            people: Order::new(records.people.iter().map(|row| &row.id)),
        }
    }

    /// A unit or department, numbered as in the namespace, by its rank.
    fn owner(&self, owner: u32, departments: u32) -> u32 {
        match owner.checked_sub(departments) {
            None => self.units.rank(owner),
            Some(department) => departments + self.departments.rank(department),
        }
    }
}

/// Spells by rank, sorted within each row by their first day.
fn spells(rows: &Rows<SpellRow>, order: &Order, target: impl Fn(u32) -> u32) -> Result<Rows<SpellRow>, TooLarge> {
    let mut sorted = Rows::default();
    let mut row = Vec::new();
    for from in &order.rows {
        row.extend(rows.row(*from).iter().map(|spell| SpellRow { target: target(spell.target), days: spell.days }));
        row.sort_unstable_by_key(|spell| spell.days);
        row.drain(..).for_each(|spell| sorted.push(spell));
        sorted.end_row()?;
    }
    Ok(sorted)
}

/// Lists of positions, each sorted and without repeats.
fn sets(rows: &Rows<u32>, order: &Order) -> Result<Rows<u32>, TooLarge> {
    let mut sorted = Rows::default();
    let mut row = Vec::new();
    for from in &order.rows {
        row.extend_from_slice(rows.row(*from));
        row.sort_unstable();
        row.dedup();
        row.drain(..).for_each(|item| sorted.push(item));
        sorted.end_row()?;
    }
    Ok(sorted)
}

fn names(records: &Records, order: &Orders) -> Result<Ids, TooLarge> {
    let units = order.units.rows.iter().filter_map(|row| records.units.get(at(*row))).map(|row| &row.id);
    let departments =
        order.departments.rows.iter().filter_map(|row| records.departments.get(at(*row))).map(|row| &row.id);
    let households = order.households.rows.iter().filter_map(|row| records.households.get(at(*row))).map(|row| &row.id);
    let sites = order.sites.rows.iter().filter_map(|row| records.sites.get(at(*row))).map(|row| &row.id);
    let all = units.chain(departments).chain(households).chain(sites);
    Ids::new(Strings::from_iter(all.map(smol_str::SmolStr::as_str))?)
}

fn units(records: &Records, draft: Draft<'_>, order: &Orders) -> Result<Units, TooLarge> {
    let parents = spells(&draft.unit_parents, &order.units, |unit| order.units.rank(unit))?;
    let mut codes: Vec<(&str, u32, Days)> = Vec::new();
    for (unit, number) in records.units.iter().zip(indices(records.units.len())) {
        let days = draft.unit_codes.row(number).iter();
        codes.extend(
            unit.codes.iter().zip(days).map(|(code, days)| (code.id.as_str(), order.units.rank(number), *days)),
        );
    }
    codes.sort_unstable();
    let (mut code_ids, mut code_rows) = (Strings::default(), Rows::default());
    let mut codes_of = Vec::new();
    for (same, number) in codes.chunk_by(|a, b| a.0 == b.0).zip(0..) {
        codes_of.extend(same.iter().map(|(_, unit, days)| (*unit, (number, *days))));
        code_ids.push(same.first().map_or("", |code| code.0))?;
        same.iter().for_each(|(_, unit, days)| code_rows.push((*unit, *days)));
        code_rows.end_row()?;
    }
    let mut areas = draft.unit_area;
    let area = order.units.rows.iter().map(|row| areas.get_mut(at(*row)).and_then(Option::take)).collect();
    Ok(Units {
        level: order.units.column(&draft.unit_level, NONE),
        name: order.units.strings(|row| records.units.get(row).map_or("", |unit| &unit.name))?,
        life: order.units.column(&draft.unit_life, Days::ALWAYS),
        graph: UnitGraph::new(&parents),
        area,
        codes: Ids::new(code_ids)?,
        code_rows,
        codes_of: Rows::group(records.units.len(), codes_of)?,
    })
}

fn departments(records: &Records, draft: &Draft<'_>, order: &Orders) -> Result<Departments, TooLarge> {
    let sorted = order.departments.column(&draft.department, (NONE, NONE, Days::ALWAYS));
    let unit: Vec<u32> = sorted.iter().map(|(unit, ..)| order.units.rank(*unit)).collect();
    Ok(Departments {
        of_unit: Rows::group(records.units.len(), unit.iter().copied().zip(0..).collect())?,
        unit,
        function: sorted.iter().map(|(_, function, _)| *function).collect(),
        name: order.departments.strings(|row| records.departments.get(row).map_or("", |row| &row.name))?,
        life: sorted.iter().map(|(.., life)| *life).collect(),
    })
}

fn households(records: &Records, draft: &Draft<'_>, order: &Orders) -> Result<Households, TooLarge> {
    let by_id = &order.households;
    Ok(Households {
        label: by_id.strings(|row| records.households.get(row).map_or("", |row| &row.label))?.into(),
        life: by_id.column(&draft.household_life, Days::ALWAYS).into(),
        units: spells(&draft.household_units, by_id, |unit| order.units.rank(unit))?.into(),
        residents: by_id
            .rows
            .iter()
            .map(|row| records.households.get(at(*row)).map_or(0, |row| row.residents))
            .collect::<Vec<_>>()
            .into(),
        categories: sets(&draft.household_categories, by_id)?.into(),
        point: by_id.column(&draft.household_point, None).into(),
    })
}

fn sites(records: &Records, draft: &Draft<'_>, order: &Orders) -> Result<Sites, TooLarge> {
    let by_id = &order.sites;
    Ok(Sites {
        name: by_id.strings(|row| records.sites.get(row).map_or("", |row| &row.name))?.into(),
        life: by_id.column(&draft.site_life, Days::ALWAYS).into(),
        units: spells(&draft.site_units, by_id, |unit| order.units.rank(unit))?.into(),
        owners: spells(&draft.site_owners, by_id, |owner| order.owner(owner, draft.names.departments))?.into(),
        point: by_id.column(&draft.site_point, None).into(),
    })
}

fn persons(records: &Records, draft: &Draft<'_>, order: &Orders) -> Result<Persons, TooLarge> {
    let by_id = &order.people;
    let home = by_id.column(&draft.person_home, NONE);
    Ok(Persons {
        name: by_id.strings(|row| records.people.get(row).map_or("", |person| &person.name))?.into(),
        affiliations: sets(&draft.person_affiliations, by_id)?.into(),
        home: home.into_iter().map(|home| order.households.rank(home)).collect::<Vec<_>>().into(),
        contact: by_id
            .strings(|row| records.people.get(row).and_then(|person| person.contact.as_deref()).unwrap_or(""))?
            .into(),
        exempt: by_id
            .rows
            .iter()
            .map(|row| records.people.get(at(*row)).is_some_and(|person| person.exempt))
            .collect::<Vec<_>>()
            .into(),
    })
}

fn appointments(draft: &Draft<'_>, order: &Orders, records: &Records) -> Result<Appointments, TooLarge> {
    let (mut of_unit, mut of_department, mut of_person) = (Vec::new(), Vec::new(), Vec::new());
    for (seat, person, rank, days) in draft.appointments.iter().flatten().copied() {
        let person = order.people.rank(person);
        let seat = match seat {
            SeatRow::Role { unit, role } => {
                let unit = order.units.rank(unit);
                of_unit.push((unit, Appointment { role, rank, person, days }));
                SeatRow::Role { unit, role }
            }
            SeatRow::Department(department) => {
                let department = order.departments.rank(department);
                of_department.push((department, Appointment { role: NONE, rank, person, days }));
                SeatRow::Department(department)
            }
        };
        of_person.push((person, PersonSeat { seat, rank, days }));
    }
    of_unit.sort_unstable();
    of_department.sort_unstable();
    of_person.sort_unstable();
    Ok(Appointments {
        of_unit: Rows::group(records.units.len(), of_unit)?.into(),
        of_department: Rows::group(records.departments.len(), of_department)?.into(),
        of_person: Rows::group(records.people.len(), of_person)?.into(),
    })
}

type Pairs = (Rows<Pairing>, Rows<PersonPairing>);

fn pairings(draft: &Draft<'_>, order: &Orders, records: &Records) -> Result<Pairs, TooLarge> {
    let (mut of_household, mut of_person) = (Vec::new(), Vec::new());
    for (household, programme, person, days) in draft.pairings.iter().flatten().copied() {
        let (household, person) = (order.households.rank(household), order.people.rank(person));
        of_household.push((household, Pairing { programme, person, days }));
        of_person.push((person, PersonPairing { programme, household, days }));
    }
    of_household.sort_unstable();
    of_person.sort_unstable();
    to_u32(of_household.len())?;
    Ok((Rows::group(records.households.len(), of_household)?, Rows::group(records.people.len(), of_person)?))
}

fn pair_rules(draft: &Draft<'_>, order: &Orders, records: &Records) -> Result<Rows<HouseholdRule>, TooLarge> {
    let rules = draft.pair_rules.iter().flatten().map(|row| {
        let (person, programme) = (order.people.rank(row.person), row.programme);
        (order.households.rank(row.household), HouseholdRule { person, programme, days: row.days, rule: row.rule })
    });
    let mut rules: Vec<_> = rules.collect();
    rules.sort_unstable();
    Rows::group(records.households.len(), rules)
}
