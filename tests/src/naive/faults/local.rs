//! The first pass: each field of each row alone.

use smol_str::SmolStr;
use wangge::{
    fault::FaultCode,
    record::{Dated, Spell, Text},
};

use super::{
    super::{
        period::parse_date,
        place::{Point, ring},
    },
    Check, Row,
    text::{is_id, is_text},
};

impl<'r> Check<'r> {
    /// Units, departments, households, sites, people and what joins them.
    pub(super) fn local_faults(&mut self) {
        let records = self.records;
        for (number, unit) in records.units.iter().enumerate() {
            let row = ("units", number);
            self.id(row, &unit.id);
            self.name(row, "name", &unit.name);
            self.period(row, &unit.from, unit.until.as_ref(), None);
            self.reference(row, "level", None, &unit.level, "scheme.levels");
            if let Some(parent) = &unit.parent {
                self.dated(row, "parent", parent, &["units"]);
            }
            for (item, code) in unit.codes.iter().enumerate() {
                self.spell_period(row, "codes", item, code);
            }
            for (item, points) in unit.scope.iter().enumerate() {
                if ring(points).is_none() {
                    self.fault(FaultCode::ScopeInvalid, row, "scope", Some(item));
                }
            }
        }
        for (number, department) in records.departments.iter().enumerate() {
            let row = ("departments", number);
            self.id(row, &department.id);
            self.name(row, "name", &department.name);
            self.period(row, &department.from, department.until.as_ref(), None);
            self.reference(row, "unit", None, &department.unit, "units");
            self.reference(row, "function", None, &department.function, "scheme.functions");
        }
        for (number, household) in records.households.iter().enumerate() {
            let row = ("households", number);
            self.id(row, &household.id);
            self.name(row, "label", &household.label);
            self.period(row, &household.from, household.until.as_ref(), None);
            self.dated(row, "unit", &household.unit, &["units"]);
            self.references(row, "categories", &household.categories, "scheme.categories");
            self.location(row, household.location);
        }
        for (number, site) in records.sites.iter().enumerate() {
            let row = ("sites", number);
            self.id(row, &site.id);
            self.name(row, "name", &site.name);
            self.period(row, &site.from, site.until.as_ref(), None);
            self.dated(row, "unit", &site.unit, &["units"]);
            if let Some(owner) = &site.owner {
                self.dated(row, "owner", owner, &["units", "departments"]);
            }
            self.location(row, site.location);
        }
        self.local_faults_of_people();
    }

    fn local_faults_of_people(&mut self) {
        let records = self.records;
        for (number, person) in records.people.iter().enumerate() {
            let row = ("people", number);
            self.id(row, &person.id);
            self.name(row, "name", &person.name);
            if let Some(contact) = &person.contact {
                self.name(row, "contact", contact);
            }
            self.references(row, "affiliations", &person.affiliations, "scheme.affiliations");
            if let Some(home) = &person.home {
                self.reference(row, "home", None, home, "households");
            }
        }
        for (number, appointment) in records.appointments.iter().enumerate() {
            let row = ("appointments", number);
            self.reference(row, "person", None, &appointment.person, "people");
            for (field, id, section) in [
                ("unit", &appointment.unit, "units"),
                ("role", &appointment.role, "scheme.roles"),
                ("department", &appointment.department, "departments"),
            ] {
                if let Some(id) = id {
                    self.reference(row, field, None, id, section);
                }
            }
            let given = [&appointment.unit, &appointment.role, &appointment.department].map(Option::is_some);
            if given != [true, true, false] && given != [false, false, true] {
                self.fault(FaultCode::AppointmentPost, row, "unit", None);
            }
            if appointment.deputy == Some(0) {
                self.fault(FaultCode::AppointmentRank, row, "deputy", None);
            }
            self.period(row, &appointment.from, appointment.until.as_ref(), None);
        }
        for (number, absence) in records.absences.iter().enumerate() {
            let row = ("absences", number);
            self.reference(row, "person", None, &absence.person, "people");
            self.period(row, &absence.from, absence.until.as_ref(), None);
        }
        for (number, pairing) in records.pairings.iter().enumerate() {
            let row = ("pairings", number);
            self.reference(row, "person", None, &pairing.person, "people");
            self.reference(row, "household", None, &pairing.household, "households");
            self.reference(row, "programme", None, &pairing.programme, "scheme.programmes");
            self.period(row, &pairing.from, pairing.until.as_ref(), None);
        }
        self.pair_rule_fields();
    }

    /// `id.invalid`, `id.duplicate`: "the first row with a valid id owns it".
    pub(super) fn id(&mut self, row: Row, id: &SmolStr) {
        if !is_id(id) {
            self.fault(FaultCode::IdInvalid, row, "id", None);
        } else if self.owner_of(row.0, id) != Some(row) {
            self.fault(FaultCode::IdDuplicate, row, "id", None);
        }
    }

    /// `text.invalid`.
    pub(super) fn name(&mut self, row: Row, field: &'static str, text: &str) {
        if !is_text(text) {
            self.fault(FaultCode::TextInvalid, row, field, None);
        }
    }

    /// `text.invalid`: "`name`: either language".
    pub(super) fn both_names(&mut self, row: Row, name: &Text) {
        self.name(row, "name", &name.zh);
        self.name(row, "name", &name.en);
    }

    /// `date.invalid`, `period.empty`: at a row's own fields, or at a list and its item.
    pub(super) fn period(
        &mut self,
        row: Row,
        from: &str,
        until: Option<&SmolStr>,
        list: Option<(&'static str, usize)>,
    ) {
        let place = |field| list.map_or((field, None), |(list, item)| (list, Some(item)));
        let (first, end) = (parse_date(from), until.map(|until| parse_date(until)));
        if first.is_none() {
            let (field, item) = place("from");
            self.fault(FaultCode::DateInvalid, row, field, item);
        }
        if end == Some(None) {
            let (field, item) = place("until");
            self.fault(FaultCode::DateInvalid, row, field, item);
        }
        if let (Some(first), Some(Some(end))) = (first, end)
            && end <= first
        {
            let (field, item) = place("until");
            self.fault(FaultCode::PeriodEmpty, row, field, item);
        }
    }

    fn spell_period(&mut self, row: Row, field: &'static str, item: usize, spell: &Spell) {
        self.period(row, &spell.from, spell.until.as_ref(), Some((field, item)));
    }

    /// A reference that may change; `spells.empty`.
    fn dated(&mut self, row: Row, field: &'static str, dated: &Dated, sections: &[&'static str]) {
        match dated {
            Dated::Throughout(id) => self.reference_to_any(row, field, None, id, sections),
            Dated::Spells(spells) => {
                if spells.is_empty() {
                    self.fault(FaultCode::SpellsEmpty, row, field, None);
                }
                for (item, spell) in spells.iter().enumerate() {
                    self.spell_period(row, field, item, spell);
                    self.reference_to_any(row, field, Some(item), &spell.id, sections);
                }
            }
        }
    }

    /// `reference.unknown`: "no row owns the id that is named".
    pub(super) fn reference(
        &mut self,
        row: Row,
        field: &'static str,
        item: Option<usize>,
        id: &str,
        section: &'static str,
    ) {
        self.reference_to_any(row, field, item, id, &[section]);
    }

    /// The same for a list of ids.
    pub(super) fn references(&mut self, row: Row, field: &'static str, ids: &[SmolStr], section: &'static str) {
        for (item, id) in ids.iter().enumerate() {
            self.reference(row, field, Some(item), id, section);
        }
    }

    fn reference_to_any(
        &mut self,
        row: Row,
        field: &'static str,
        item: Option<usize>,
        id: &str,
        sections: &[&'static str],
    ) {
        match self.owner_of(sections[0], id).filter(|(section, _)| sections.contains(section)) {
            Some(owner) => self.names.push((row, owner)),
            None => self.fault(FaultCode::ReferenceUnknown, row, field, item),
        }
    }

    /// `location.invalid`.
    fn location(&mut self, row: Row, location: Option<[f64; 2]>) {
        if location.is_some_and(|point| Point::new(point).is_none()) {
            self.fault(FaultCode::LocationInvalid, row, "location", None);
        }
    }

    /// The first row with this valid id in the namespace of the section: "one namespace for units, departments,
    /// households and sites, in this order; one for people; one for each list of the scheme".
    pub(super) fn owner_of(&self, section: &'static str, id: &str) -> Option<Row> {
        if !is_id(id) {
            return None;
        }
        let namespace: &[&'static str] = match section {
            "units" | "departments" | "households" | "sites" => &["units", "departments", "households", "sites"],
            _ => &[section],
        };
        namespace.iter().find_map(|section| {
            let ids = self.ids(section);
            Some((*section, ids.iter().position(|one| *one == id)?))
        })
    }

    /// The ids of a section's rows.
    fn ids(&self, section: &str) -> Vec<&'r str> {
        let records = self.records;
        let scheme = &records.scheme;
        macro_rules! ids {
            ($list:expr) => {
                $list.iter().map(|row| row.id.as_str()).collect()
            };
        }
        match section {
            "units" => ids!(records.units),
            "departments" => ids!(records.departments),
            "households" => ids!(records.households),
            "sites" => ids!(records.sites),
            "people" => ids!(records.people),
            "scheme.levels" => ids!(scheme.levels),
            "scheme.roles" => ids!(scheme.roles),
            "scheme.functions" => ids!(scheme.functions),
            "scheme.affiliations" => ids!(scheme.affiliations),
            "scheme.categories" => ids!(scheme.categories),
            "scheme.kinds" => ids!(scheme.kinds),
            "scheme.reports" => ids!(scheme.reports),
            "scheme.programmes" => ids!(scheme.programmes),
            "scheme.campaigns" => ids!(scheme.campaigns),
            other => panic!("no namespace {other}"),
        }
    }
}
