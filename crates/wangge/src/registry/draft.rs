//! The first pass: every field of every row alone, references resolved to rows.

use smol_str::SmolStr;

use crate::area::{Area, Point};
use crate::check::{At, Field, List, Lookup, Report};
use crate::fault::FaultCode;
use crate::record::{AppointmentRecord, Dated, PairRule, Records, SiteRecord, UnitRecord};
use crate::scheme;
use crate::table::{NONE, Rows, TooLarge, indices};
use crate::time::{Day, Days};

/// A resolved spell: the row that it names, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SpellRow {
    pub target: u32,
    pub days: Days,
}

/// The seat of an appointment: rows of units, roles and departments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SeatRow {
    Role { unit: u32, role: u32 },
    Department(u32),
}

/// Rows with their references resolved as far as they can be; [`NONE`] and [`Days::ALWAYS`] where they cannot.
pub(crate) struct Draft<'r> {
    pub names: Namespace<'r>,
    pub people: List<'r>,
    pub unit_level: Vec<u32>,
    pub unit_life: Vec<Days>,
    pub unit_parents: Rows<SpellRow>,
    pub unit_codes: Rows<Days>,
    pub unit_area: Vec<Option<Area>>,
    pub department: Vec<(u32, u32, Days)>,
    pub household_life: Vec<Days>,
    pub household_units: Rows<SpellRow>,
    pub household_categories: Rows<u32>,
    pub household_point: Vec<Option<Point>>,
    pub site_life: Vec<Days>,
    pub site_units: Rows<SpellRow>,
    pub site_owners: Rows<SpellRow>,
    pub site_point: Vec<Option<Point>>,
    pub person_affiliations: Rows<u32>,
    pub person_home: Vec<u32>,
    /// Seat, person, rank, period; none where the row has a local fault.
    pub appointments: Vec<Option<(SeatRow, u32, u32, Days)>>,
    pub absences: Vec<(u32, Days)>,
    /// Household, programme, person, period; none where the row has a local fault.
    pub pairings: Vec<Option<(u32, u32, u32, Days)>>,
    /// None where the row has a local fault.
    pub pair_rules: Vec<Option<PairRuleRow>>,
}

/// A resolved pair rule; `programme` is [`NONE`] for every programme.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PairRuleRow {
    pub household: u32,
    pub person: u32,
    pub programme: u32,
    pub rule: PairRule,
    pub days: Days,
}

/// Units, departments, households and sites share one namespace, numbered in this order.
pub(crate) struct Namespace<'r> {
    pub list: List<'r>,
    pub departments: u32,
    pub households: u32,
    pub sites: u32,
}

/// One section of the namespace.
pub(crate) struct Section<'n, 'r>(&'n List<'r>, std::ops::Range<u32>);

impl Lookup for Section<'_, '_> {
    fn find(&self, id: &str) -> Option<u32> {
        self.0.find(id).filter(|row| self.1.contains(row)).map(|row| row - self.1.start)
    }
}

impl<'r> Namespace<'r> {
    fn read(report: &mut Report, records: &'r Records) -> Self {
        let mut list = List::read(report, "units", records.units.iter().map(|row| &row.id));
        let departments = indices(records.units.len()).end;
        list.append(report, "departments", records.departments.iter().map(|row| &row.id));
        let households = departments + indices(records.departments.len()).end;
        list.append(report, "households", records.households.iter().map(|row| &row.id));
        let sites = households.saturating_add(indices(records.households.len()).end);
        list.append(report, "sites", records.sites.iter().map(|row| &row.id));
        Self { list, departments, households, sites }
    }

    fn units(&self) -> Section<'_, 'r> {
        Section(&self.list, 0..self.departments)
    }

    fn departments(&self) -> Section<'_, 'r> {
        Section(&self.list, self.departments..self.households)
    }

    fn households(&self) -> Section<'_, 'r> {
        Section(&self.list, self.households..self.sites)
    }

    /// Units and departments: what may own a site.
    fn owners(&self) -> Section<'_, 'r> {
        Section(&self.list, 0..self.households)
    }
}

/// Reads the records, reporting every local fault.
pub(crate) fn read<'r>(
    report: &mut Report,
    records: &'r Records,
    scheme: &scheme::Draft<'_>,
) -> Result<Draft<'r>, TooLarge> {
    let mut draft = Draft {
        names: Namespace::read(report, records),
        people: List::read(report, "people", records.people.iter().map(|row| &row.id)),
        unit_level: Vec::new(),
        unit_life: Vec::new(),
        unit_parents: Rows::default(),
        unit_codes: Rows::default(),
        unit_area: Vec::new(),
        department: Vec::new(),
        household_life: Vec::with_capacity(records.households.len()),
        household_units: Rows::default(),
        household_categories: Rows::default(),
        household_point: Vec::with_capacity(records.households.len()),
        site_life: Vec::new(),
        site_units: Rows::default(),
        site_owners: Rows::default(),
        site_point: Vec::new(),
        person_affiliations: Rows::default(),
        person_home: Vec::new(),
        appointments: Vec::new(),
        absences: Vec::new(),
        pairings: Vec::new(),
        pair_rules: Vec::new(),
    };
    draft.read_units(report, records, scheme)?;
    draft.read_departments(report, records, scheme);
    draft.read_households(report, records, scheme)?;
    draft.read_sites(report, records)?;
    draft.read_people(report, records, scheme)?;
    draft.read_appointments(report, records, scheme);
    draft.read_absences(report, records);
    draft.read_pairings(report, records, scheme);
    draft.read_pair_rules(report, records, scheme);
    Ok(draft)
}

impl Draft<'_> {
    fn read_units(
        &mut self,
        report: &mut Report,
        records: &Records,
        scheme: &scheme::Draft<'_>,
    ) -> Result<(), TooLarge> {
        for ((row, unit), number) in records.units.iter().enumerate().zip(indices(records.units.len())) {
            let (at, mark) = (At::row("units", row, &unit.id), report.mark());
            let level = report.reference(at, ("level", None), &scheme.levels, &unit.level);
            report.text(at, ("name", None), &unit.name);
            let life = report.life(at, &unit.from, unit.until.as_ref());
            if let Some(parent) = &unit.parent {
                dated(report, at, "parent", &self.names.units(), parent, life, &mut self.unit_parents);
            }
            self.unit_parents.end_row()?;
            for (item, code) in unit.codes.iter().enumerate() {
                let days = report.spell(at, ("codes", Some(item)), code);
                days.into_iter().for_each(|days| self.unit_codes.push(days));
            }
            self.unit_codes.end_row()?;
            self.unit_area.push(scope(report, at, unit));
            self.unit_level.push(level.unwrap_or(NONE));
            self.unit_life.push(life.unwrap_or(Days::ALWAYS));
            self.mark(report, mark, number);
        }
        Ok(())
    }

    fn mark(&mut self, report: &Report, mark: usize, number: u32) {
        if !report.is_clean_since(mark) {
            self.names.list.set_unsound(number);
        }
    }

    fn read_departments(&mut self, report: &mut Report, records: &Records, scheme: &scheme::Draft<'_>) {
        for ((row, department), number) in records.departments.iter().enumerate().zip(self.names.departments..) {
            let (at, mark) = (At::row("departments", row, &department.id), report.mark());
            let unit = report.reference(at, ("unit", None), &self.names.units(), &department.unit);
            let function = report.reference(at, ("function", None), &scheme.functions, &department.function);
            report.text(at, ("name", None), &department.name);
            let life = report.life(at, &department.from, department.until.as_ref());
            self.department.push((unit.unwrap_or(NONE), function.unwrap_or(NONE), life.unwrap_or(Days::ALWAYS)));
            self.mark(report, mark, number);
        }
    }

    fn read_households(
        &mut self,
        report: &mut Report,
        records: &Records,
        scheme: &scheme::Draft<'_>,
    ) -> Result<(), TooLarge> {
        for ((row, household), number) in records.households.iter().enumerate().zip(self.names.households..) {
            let (at, mark) = (At::row("households", row, &household.id), report.mark());
            report.text(at, ("label", None), &household.label);
            let life = report.life(at, &household.from, household.until.as_ref());
            dated(report, at, "unit", &self.names.units(), &household.unit, life, &mut self.household_units);
            self.household_units.end_row()?;
            for (item, id) in household.categories.iter().enumerate() {
                let category = report.reference(at, ("categories", Some(item)), &scheme.categories, id);
                category.into_iter().for_each(|category| self.household_categories.push(category));
            }
            self.household_categories.end_row()?;
            self.household_point.push(location(report, at, household.location));
            self.household_life.push(life.unwrap_or(Days::ALWAYS));
            self.mark(report, mark, number);
        }
        Ok(())
    }

    fn read_sites(&mut self, report: &mut Report, records: &Records) -> Result<(), TooLarge> {
        for ((row, site), number) in records.sites.iter().enumerate().zip(self.names.sites..) {
            let (at, mark) = (At::row("sites", row, &site.id), report.mark());
            let SiteRecord { name, unit, owner, from, until, location: degrees, .. } = site;
            report.text(at, ("name", None), name);
            let life = report.life(at, from, until.as_ref());
            dated(report, at, "unit", &self.names.units(), unit, life, &mut self.site_units);
            self.site_units.end_row()?;
            if let Some(owner) = owner {
                dated(report, at, "owner", &self.names.owners(), owner, life, &mut self.site_owners);
            }
            self.site_owners.end_row()?;
            self.site_point.push(location(report, at, *degrees));
            self.site_life.push(life.unwrap_or(Days::ALWAYS));
            self.mark(report, mark, number);
        }
        Ok(())
    }

    fn read_people(
        &mut self,
        report: &mut Report,
        records: &Records,
        scheme: &scheme::Draft<'_>,
    ) -> Result<(), TooLarge> {
        for ((row, person), number) in records.people.iter().enumerate().zip(indices(records.people.len())) {
            let (at, mark) = (At::row("people", row, &person.id), report.mark());
            report.text(at, ("name", None), &person.name);
            let affiliations = report.references(at, "affiliations", &scheme.affiliations, &person.affiliations);
            affiliations.into_iter().for_each(|affiliation| self.person_affiliations.push(affiliation));
            self.person_affiliations.end_row()?;
            let home = person.home.as_ref();
            let home = home.and_then(|id| report.reference(at, ("home", None), &self.names.households(), id));
            if let Some(contact) = &person.contact {
                report.text(at, ("contact", None), contact);
            }
            self.person_home.push(home.unwrap_or(NONE));
            if !report.is_clean_since(mark) {
                self.people.set_unsound(number);
            }
        }
        Ok(())
    }

    fn read_appointments(&mut self, report: &mut Report, records: &Records, scheme: &scheme::Draft<'_>) {
        for (row, appointment) in records.appointments.iter().enumerate() {
            let (at, mark) = (At::row("appointments", row, ""), report.mark());
            let person = report.reference(at, ("person", None), &self.people, &appointment.person);
            let seat = self.seat(report, at, appointment, scheme);
            if appointment.deputy == Some(0) {
                report.add(at, ("deputy", None), FaultCode::AppointmentRank, &[&appointment.person]);
            }
            let days = report.life(at, &appointment.from, appointment.until.as_ref());
            let resolved = seat.zip(person).zip(days).filter(|_| report.is_clean_since(mark));
            self.appointments
                .push(resolved.map(|((seat, person), days)| (seat, person, appointment.deputy.unwrap_or(0), days)));
        }
    }

    fn seat(
        &self,
        report: &mut Report,
        at: At<'_>,
        appointment: &AppointmentRecord,
        scheme: &scheme::Draft<'_>,
    ) -> Option<SeatRow> {
        let find = |report: &mut Report, field, lookup: &dyn Fn(&str) -> Option<u32>, id: &Option<SmolStr>| {
            let id = id.as_ref()?;
            let row = lookup(id);
            if row.is_none() {
                report.add(at, (field, None), FaultCode::ReferenceUnknown, &[id]);
            }
            row
        };
        let unit = find(report, "unit", &|id| self.names.units().find(id), &appointment.unit);
        let role = find(report, "role", &|id| scheme.roles.find(id), &appointment.role);
        let department = find(report, "department", &|id| self.names.departments().find(id), &appointment.department);
        match (&appointment.unit, &appointment.role, &appointment.department) {
            (Some(_), Some(_), None) => Some(SeatRow::Role { unit: unit?, role: role? }),
            (None, None, Some(_)) => department.map(SeatRow::Department),
            _ => {
                report.add(at, ("unit", None), FaultCode::AppointmentPost, &[&appointment.person]);
                None
            }
        }
    }

    fn read_absences(&mut self, report: &mut Report, records: &Records) {
        for (row, absence) in records.absences.iter().enumerate() {
            let at = At::row("absences", row, "");
            let person = report.reference(at, ("person", None), &self.people, &absence.person);
            let days = report.life(at, &absence.from, absence.until.as_ref());
            self.absences.extend(person.zip(days));
        }
    }

    fn read_pairings(&mut self, report: &mut Report, records: &Records, scheme: &scheme::Draft<'_>) {
        for (row, pairing) in records.pairings.iter().enumerate() {
            let at = At::row("pairings", row, "");
            let person = report.reference(at, ("person", None), &self.people, &pairing.person);
            let household = report.reference(at, ("household", None), &self.names.households(), &pairing.household);
            let programme = report.reference(at, ("programme", None), &scheme.programmes, &pairing.programme);
            let days = report.life(at, &pairing.from, pairing.until.as_ref());
            let resolved = household.zip(programme).zip(person).zip(days);
            self.pairings
                .push(resolved.map(|(((household, programme), person), days)| (household, programme, person, days)));
        }
    }

    fn read_pair_rules(&mut self, report: &mut Report, records: &Records, scheme: &scheme::Draft<'_>) {
        for (row, record) in records.pair_rules.iter().enumerate() {
            let at = At::row("pairRules", row, "");
            let person = report.reference(at, ("person", None), &self.people, &record.person);
            let household = report.reference(at, ("household", None), &self.names.households(), &record.household);
            let programme = match &record.programme {
                Some(id) => report.reference(at, ("programme", None), &scheme.programmes, id),
                None => Some(NONE),
            };
            let days = report.life(at, &record.from, record.until.as_ref());
            let resolved = person.zip(household).zip(programme).zip(days);
            self.pair_rules.push(resolved.map(|(((person, household), programme), days)| PairRuleRow {
                household,
                person,
                programme,
                rule: record.rule,
                days,
            }));
        }
    }
}

/// Reads a reference that may change over time into the row that is being filled.
fn dated(
    report: &mut Report,
    at: At<'_>,
    field: &'static str,
    lookup: &Section<'_, '_>,
    reference: &Dated,
    life: Option<Days>,
    rows: &mut Rows<SpellRow>,
) {
    let mut push = |target: Option<u32>, days: Option<Days>| {
        if let (Some(target), Some(days)) = (target, days) {
            rows.push(SpellRow { target, days });
        }
    };
    match reference {
        Dated::Throughout(id) => push(report.reference(at, (field, None), lookup, id), life),
        Dated::Spells(spells) if spells.is_empty() => report.add(at, (field, None), FaultCode::SpellsEmpty, &[]),
        Dated::Spells(spells) => {
            for (item, spell) in spells.iter().enumerate() {
                let place: Field = (field, Some(item));
                let target = report.reference(at, place, lookup, &spell.id);
                let days = report.spell(at, place, spell);
                push(target, days);
            }
        }
    }
}

fn location(report: &mut Report, at: At<'_>, degrees: Option<[f64; 2]>) -> Option<Point> {
    let degrees = degrees?;
    let point = Point::from_degrees(degrees);
    if point.is_none() {
        report.add(at, ("location", None), FaultCode::LocationInvalid, &[]);
    }
    point
}

fn scope(report: &mut Report, at: At<'_>, unit: &UnitRecord) -> Option<Area> {
    if unit.scope.is_empty() {
        return None;
    }
    match Area::from_degrees(&unit.scope) {
        Ok(area) => Some(area),
        Err(error) => {
            for ring in error.rings {
                report.add(at, ("scope", Some(ring)), FaultCode::ScopeInvalid, &[]);
            }
            None
        }
    }
}

/// The first day on which a row could be looked at; for messages only.
pub(crate) fn day_text(day: Day) -> SmolStr {
    day.date().map(|date| SmolStr::new(date.to_string())).unwrap_or_default()
}
