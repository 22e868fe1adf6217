//! What each change does to the rows, as `docs/choices.md` states it.

mod correct;
mod regroup;

use smol_str::SmolStr;

use super::lasting::{Lasting, cut, dated, join, spells, turn_over};
use super::reach::one;
use super::sheet::{Section, Sheet};
use crate::change::{Change, End, EndAppointment, Move, Return, Unpair};
use crate::check::{At, Field, Report};
use crate::fault::FaultCode;
use crate::record::{
    AbsenceRecord, AppointmentRecord, Dated, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord,
    PersonRecord, SiteRecord, Spell, UnitRecord,
};
use crate::time::Day;

/// A sheet while one change is done.
pub(super) struct Verb<'s, 'f, 'r> {
    pub sheet: &'s mut Sheet<'f>,
    pub report: &'r mut Report,
    /// Which change of the transaction it is.
    pub number: usize,
}

/// A change cannot be done, and its faults are reported.
pub(super) struct Refused;

type Done = Result<(), Refused>;

impl Verb<'_, '_, '_> {
    /// Does a change, or reports why it cannot be done and does nothing.
    pub fn run(&mut self, change: &Change) -> Done {
        match change {
            Change::OpenUnit(row) => self.add_named(row, &row.id),
            Change::CloseUnit(end) => self.close_unit(end),
            Change::MoveUnit(to) => self.move_to::<UnitRecord>(to),
            Change::SplitUnit(split) => self.split(split),
            Change::MergeUnits(merge) => self.merge(merge),
            Change::OpenDepartment(row) => self.add_named(row, &row.id),
            Change::CloseDepartment(end) => self.close_department(end),
            Change::AddHousehold(row) => self.add_named(row, &row.id),
            Change::MoveHousehold(to) => self.move_to::<HouseholdRecord>(to),
            Change::CloseHousehold(end) => self.close_household(end),
            Change::AddSite(row) => self.add_named(row, &row.id),
            Change::MoveSite(to) => self.move_to::<SiteRecord>(to),
            Change::CloseSite(end) => self.close_site(end),
            Change::AddPerson(row) => {
                if self.sheet.row::<PersonRecord>(&row.id).is_some() {
                    return self.refuse(("id", None), FaultCode::IdDuplicate, &[&row.id]);
                }
                self.sheet.set(row.clone(), self.number);
                Ok(())
            }
            Change::Appoint(row) => self.add(row),
            Change::EndAppointment(end) => self.end_appointment(end),
            Change::Absent(row) => self.add(row),
            Change::Return(back) => self.return_from(back),
            Change::Pair(row) => self.add(row),
            Change::Unpair(unpair) => self.unpair(unpair),
            Change::ReplaceScheme(scheme) => {
                self.sheet.set_scheme(scheme.as_ref().clone(), self.number);
                Ok(())
            }
            Change::Correct(edit) => self.correct(edit),
        }
    }

    pub fn fault(&mut self, field: Field, code: FaultCode, ids: &[&str]) {
        self.report.add(At::row("changes", self.number, ""), field, code, ids);
    }

    pub fn refuse<T>(&mut self, field: Field, code: FaultCode, ids: &[&str]) -> Result<T, Refused> {
        self.fault(field, code, ids);
        Err(Refused)
    }

    pub fn day(&mut self, on: &SmolStr) -> Done {
        if Day::parse(on).is_none() { self.refuse(("on", None), FaultCode::DateInvalid, &[on]) } else { Ok(()) }
    }

    /// The row with an id.
    fn known<R: Section>(&mut self, field: Field, id: &str) -> Result<R, Refused> {
        match self.sheet.row(id) {
            Some(row) => Ok(row),
            None => self.refuse(field, FaultCode::ReferenceUnknown, &[id]),
        }
    }

    fn not_on_date<T>(&mut self, ids: &[&str]) -> Result<T, Refused> {
        self.refuse(("on", None), FaultCode::ChangeNotOnDate, ids)
    }

    /// The row with an id, which lives both on the day before and on the day.
    fn closing<R: Section + Lasting>(&mut self, end: &End) -> Result<R, Refused> {
        let row: R = self.known(("id", None), &end.id)?;
        self.day(&end.on)?;
        if row.holds_across(&end.on) { Ok(row) } else { self.not_on_date(&[&end.id, &end.on]) }
    }

    fn add_named<R: Section>(&mut self, row: &R, id: &str) -> Done {
        if self.sheet.is_named(id) {
            return self.refuse(("id", None), FaultCode::IdDuplicate, &[id]);
        }
        self.sheet.set(row.clone(), self.number);
        Ok(())
    }

    fn add<R: Section>(&mut self, row: &R) -> Done {
        self.sheet.put_in(row, self.number);
        Ok(())
    }

    fn move_to<R: Section + Lasting + Placed>(&mut self, to: &Move) -> Done {
        let mut row: R = self.known(("id", None), &to.id)?;
        self.day(&to.on)?;
        let place = row.places().into_iter().find(|spell| spell.holds_on(&to.on));
        match place.filter(|_| row.holds_on(&to.on)) {
            None => self.not_on_date(&[&to.id, &to.on]),
            Some(place) if place.id == to.to => self.refuse(("to", None), FaultCode::ChangeNoEffect, &[&to.id, &to.to]),
            Some(_) => {
                row.settle(&to.to, &to.on);
                self.sheet.set(row, self.number);
                Ok(())
            }
        }
    }

    fn close_unit(&mut self, end: &End) -> Done {
        let unit: UnitRecord = self.closing(end)?;
        self.end_unit(unit, &end.on);
        Ok(())
    }

    /// Ends a unit that lives on the day, with what hangs on it.
    fn end_unit(&mut self, mut unit: UnitRecord, on: &SmolStr) {
        let id = unit.id.clone();
        let mut parents = spells(unit.parent.as_ref(), &unit);
        cut(&mut parents, on, |_| true);
        cut(&mut unit.codes, on, |_| true);
        unit.until = Some(on.clone());
        unit.parent = dated(parents, &unit);
        self.sheet.set(unit, self.number);
        for department in self.sheet.departments_of(&one(&id)) {
            if department.holds_across(on) {
                self.end_department(department, on);
            }
        }
        let people = self.sheet.people_of_units(&one(&id));
        self.end_posts(on, |row| row.unit.as_ref() == Some(&id), people);
        self.end_ownership(&id, on);
    }

    fn close_department(&mut self, end: &End) -> Done {
        let department: DepartmentRecord = self.closing(end)?;
        self.end_department(department, &end.on);
        Ok(())
    }

    fn end_department(&mut self, mut department: DepartmentRecord, on: &SmolStr) {
        let id = department.id.clone();
        department.until = Some(on.clone());
        self.sheet.set(department, self.number);
        let people = self.sheet.people_of_departments(&one(&id));
        self.end_posts(on, |row| row.department.as_ref() == Some(&id), people);
        self.end_ownership(&id, on);
    }

    fn end_posts(&mut self, on: &SmolStr, which: impl Fn(&AppointmentRecord) -> bool, people: Vec<SmolStr>) {
        for person in people {
            self.sheet.change_rows(&person, self.number, |rows| cut(rows, on, &which));
        }
    }

    fn end_ownership(&mut self, owner: &SmolStr, on: &SmolStr) {
        self.change_owners(owner, |owners| cut(owners, on, |spell| spell.id == *owner));
    }

    /// Changes the owners of every site that a unit or department owns on some day.
    fn change_owners(&mut self, owner: &SmolStr, with: impl Fn(&mut Vec<Spell>)) {
        for site in self.sheet.sites_owned_by(&one(owner)) {
            self.sheet.change_rows(&site, self.number, |rows: &mut Vec<SiteRecord>| {
                for row in rows {
                    let mut owners = spells(row.owner.as_ref(), row);
                    with(&mut owners);
                    row.owner = dated(owners, row);
                }
            });
        }
    }

    fn close_household(&mut self, end: &End) -> Done {
        let mut household: HouseholdRecord = self.closing(end)?;
        household.end_places(&end.on);
        self.sheet.set(household, self.number);
        self.sheet.change_rows(&end.id, self.number, |rows: &mut Vec<PairingRecord>| cut(rows, &end.on, |_| true));
        self.sheet.change_rows(&end.id, self.number, |rows: &mut Vec<PairRuleRecord>| cut(rows, &end.on, |_| true));
        Ok(())
    }

    fn close_site(&mut self, end: &End) -> Done {
        let mut site: SiteRecord = self.closing(end)?;
        let mut owners = spells(site.owner.as_ref(), &site);
        cut(&mut owners, &end.on, |_| true);
        site.end_places(&end.on);
        site.owner = dated(owners, &site);
        self.sheet.set(site, self.number);
        Ok(())
    }

    fn end_appointment(&mut self, end: &EndAppointment) -> Done {
        self.day(&end.on)?;
        let is_it = |row: &AppointmentRecord| {
            (&row.unit, &row.role, &row.department) == (&end.unit, &end.role, &end.department) && row.holds_on(&end.on)
        };
        let mut rows: Vec<AppointmentRecord> = self.sheet.rows(&end.person);
        if !rows.iter().any(is_it) {
            let post = [&end.unit, &end.role, &end.department].into_iter().flatten().map(SmolStr::as_str);
            let ids: Vec<&str> = std::iter::once(end.person.as_str()).chain(post).chain([end.on.as_str()]).collect();
            return self.not_on_date(&ids);
        }
        cut(&mut rows, &end.on, is_it);
        self.sheet.set_rows(&end.person, rows, self.number);
        Ok(())
    }

    fn return_from(&mut self, back: &Return) -> Done {
        self.day(&back.on)?;
        let mut rows: Vec<AbsenceRecord> = self.sheet.rows(&back.person);
        if !rows.iter().any(|row| row.holds_on(&back.on)) {
            return self.not_on_date(&[&back.person, &back.on]);
        }
        join(&mut rows);
        cut(&mut rows, &back.on, |row| row.holds_on(&back.on));
        self.sheet.set_rows(&back.person, rows, self.number);
        Ok(())
    }

    fn unpair(&mut self, unpair: &Unpair) -> Done {
        self.day(&unpair.on)?;
        let is_it = |row: &PairingRecord| {
            (&row.person, &row.programme) == (&unpair.person, &unpair.programme) && row.holds_on(&unpair.on)
        };
        let mut rows: Vec<PairingRecord> = self.sheet.rows(&unpair.household);
        if !rows.iter().any(is_it) {
            let Unpair { person, household, programme, on } = unpair;
            return self.not_on_date(&[person, household, programme, on]);
        }
        cut(&mut rows, &unpair.on, is_it);
        self.sheet.set_rows(&unpair.household, rows, self.number);
        Ok(())
    }
}

/// What is in a unit, or under a parent.
pub(super) trait Placed: Lasting {
    fn place(&self) -> Option<&Dated>;
    fn set_place(&mut self, place: Option<Dated>);

    fn places(&self) -> Vec<Spell> {
        spells(self.place(), self)
    }

    /// Goes to a unit for what is left of the spell of a day.
    fn settle(&mut self, to: &SmolStr, on: &SmolStr) {
        let mut places = self.places();
        turn_over(&mut places, on, |spell| spell.holds_on(on), |spell| Some(Spell { id: to.clone(), ..spell }));
        self.set_place(dated(places, self));
    }

    /// Goes on under another unit wherever it would be under one from a day on.
    fn turn_over_places(&mut self, from: &SmolStr, to: &SmolStr, on: &SmolStr) {
        let mut places = self.places();
        turn_over(&mut places, on, |spell| spell.id == *from, |spell| Some(Spell { id: to.clone(), ..spell }));
        self.set_place(dated(places, self));
    }

    /// Ends its life on a day, and its spells with it.
    fn end_places(&mut self, on: &SmolStr) {
        let mut places = self.places();
        cut(&mut places, on, |_| true);
        self.set_until(Some(on.clone()));
        self.set_place(dated(places, self));
    }
}

impl Placed for UnitRecord {
    fn place(&self) -> Option<&Dated> {
        self.parent.as_ref()
    }

    fn set_place(&mut self, place: Option<Dated>) {
        self.parent = place;
    }
}

impl Placed for HouseholdRecord {
    fn place(&self) -> Option<&Dated> {
        Some(&self.unit)
    }

    fn set_place(&mut self, place: Option<Dated>) {
        self.unit = place.unwrap_or(Dated::Spells(Vec::new()));
    }
}

impl Placed for SiteRecord {
    fn place(&self) -> Option<&Dated> {
        Some(&self.unit)
    }

    fn set_place(&mut self, place: Option<Dated>) {
        self.unit = place.unwrap_or(Dated::Spells(Vec::new()));
    }
}
