//! Dividing and merging units: what is under them, their posts and what they own go on, each in one place (M5).

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::{Done, Placed, Refused, Verb};
use crate::change::{Merge, Part, Split};
use crate::fault::FaultCode;
use crate::record::{AppointmentRecord, HouseholdRecord, SiteRecord, Spell, UnitRecord};
use crate::registry::lasting::{Lasting, dated, outside, spells, turn_over};
use crate::registry::reach::one;
use crate::registry::sheet::Section;

impl Verb<'_, '_, '_> {
    pub(super) fn split(&mut self, split: &Split) -> Done {
        let unit: UnitRecord = self.known(("unit", None), &split.unit)?;
        self.day(&split.on)?;
        let lives = if split.close { unit.holds_across(&split.on) } else { unit.holds_on(&split.on) };
        if !lives {
            return self.not_on_date(&[&split.unit, &split.on]);
        }
        self.check_parts(split)?;
        for part in &split.into {
            self.sheet.set(unit_of(part, &unit, &split.on), self.number);
            self.take::<UnitRecord>(&part.units, &part.id, &split.on);
            self.take::<HouseholdRecord>(&part.households, &part.id, &split.on);
            self.take::<SiteRecord>(&part.sites, &part.id, &split.on);
            if part.posts {
                self.turn_over_posts(&split.unit, &part.id, &split.on);
            }
        }
        if split.close {
            self.end_unit(unit, &split.on);
        }
        Ok(())
    }

    /// Reports everything that is wrong with the parts.
    fn check_parts(&mut self, split: &Split) -> Done {
        let mark = self.report.mark();
        if split.into.is_empty() {
            self.fault(("into", None), FaultCode::ChangeNoEffect, &[&split.unit]);
        }
        let (mut ids, mut taken) = (BTreeSet::new(), BTreeSet::new());
        let mut has_posts = false;
        for (item, part) in split.into.iter().enumerate() {
            let at = Some(item);
            if !ids.insert(&part.id) || self.sheet.is_named(&part.id) {
                self.fault(("into", at), FaultCode::IdDuplicate, &[&part.id]);
            }
            if part.posts && has_posts {
                self.fault(("into", at), FaultCode::ChangePosts, &[&part.id]);
            }
            has_posts |= part.posts;
            self.check_taken::<UnitRecord>(split, ("units", at), &part.units, &mut taken);
            self.check_taken::<HouseholdRecord>(split, ("households", at), &part.households, &mut taken);
            self.check_taken::<SiteRecord>(split, ("sites", at), &part.sites, &mut taken);
        }
        if self.report.is_clean_since(mark) { Ok(()) } else { Err(Refused) }
    }

    fn check_taken<'p, R: Section + Placed>(
        &mut self,
        split: &Split,
        field: (&'static str, Option<usize>),
        ids: &'p [SmolStr],
        taken: &mut BTreeSet<&'p SmolStr>,
    ) {
        for id in ids {
            match self.sheet.row::<R>(id) {
                None => self.fault(field, FaultCode::ReferenceUnknown, &[id]),
                Some(row) => {
                    let mut places = row.places().into_iter();
                    let is_under = places.any(|spell| spell.id == split.unit && spell.holds_on(&split.on));
                    if !is_under || !row.holds_on(&split.on) || !taken.insert(id) {
                        self.fault(field, FaultCode::ChangeNotUnder, &[id, &split.unit]);
                    }
                }
            }
        }
    }

    /// Moves what is known to be under the divided unit.
    fn take<R: Section + Placed>(&mut self, ids: &[SmolStr], to: &SmolStr, on: &SmolStr) {
        for id in ids {
            if let Some(mut row) = self.sheet.row::<R>(id) {
                row.settle(to, on);
                self.sheet.set(row, self.number);
            }
        }
    }

    pub(super) fn merge(&mut self, merge: &Merge) -> Done {
        let into: UnitRecord = self.known(("into", None), &merge.into)?;
        self.day(&merge.on)?;
        if !into.holds_on(&merge.on) {
            return self.not_on_date(&[&merge.into, &merge.on]);
        }
        let mark = self.report.mark();
        let closing: Vec<(usize, &SmolStr)> =
            merge.units.iter().enumerate().filter(|(_, id)| **id != merge.into).collect();
        if closing.is_empty() {
            self.fault(("units", None), FaultCode::ChangeNoEffect, &[&merge.into]);
        }
        for (item, id) in &closing {
            match self.sheet.row::<UnitRecord>(id) {
                None => self.fault(("units", Some(*item)), FaultCode::ReferenceUnknown, &[id]),
                Some(unit) if !unit.holds_across(&merge.on) => {
                    self.fault(("on", None), FaultCode::ChangeNotOnDate, &[id, &merge.on]);
                }
                Some(unit) if unit.level != into.level => {
                    self.fault(("units", Some(*item)), FaultCode::ChangeLevel, &[id, &merge.into]);
                }
                Some(_) => {}
            }
        }
        if !self.report.is_clean_since(mark) {
            return Err(Refused);
        }
        for (_, id) in closing {
            self.merge_one(id, &merge.into, &merge.on);
        }
        Ok(())
    }

    fn merge_one(&mut self, id: &SmolStr, into: &SmolStr, on: &SmolStr) {
        let children = self.sheet.units_under(&one(id));
        self.turn_over_all::<UnitRecord>(children, id, into, on);
        let households = self.sheet.households_in(&one(id));
        self.turn_over_all::<HouseholdRecord>(households, id, into, on);
        let sites = self.sheet.sites_in(&one(id));
        self.turn_over_all::<SiteRecord>(sites, id, into, on);
        let next = |spell: Spell| Some(Spell { id: into.clone(), ..spell });
        self.change_owners(id, |owners| turn_over(owners, on, |spell| spell.id == *id, next));
        self.turn_over_posts(id, into, on);
        if let Some(unit) = self.sheet.row::<UnitRecord>(id).filter(|unit| unit.goes_beyond(on)) {
            self.end_unit(unit, on);
        }
    }

    fn turn_over_all<R: Section + Placed>(&mut self, ids: Vec<SmolStr>, from: &SmolStr, to: &SmolStr, on: &SmolStr) {
        for id in ids {
            self.sheet.change_rows(&id, self.number, |rows: &mut Vec<R>| {
                rows.iter_mut().for_each(|row| row.turn_over_places(from, to, on));
            });
        }
    }

    /// The posts of a unit's roles go on in another, but for the days on which their holder has them there already.
    fn turn_over_posts(&mut self, from: &SmolStr, to: &SmolStr, on: &SmolStr) {
        for person in self.sheet.people_of_units(&one(from)) {
            self.sheet.change_rows(&person, self.number, |rows: &mut Vec<AppointmentRecord>| {
                let there: Vec<AppointmentRecord> =
                    rows.iter().filter(|row| row.unit.as_ref() == Some(to)).cloned().collect();
                let next = |rest: AppointmentRecord| {
                    let own = there.iter().filter(|own| own.role == rest.role);
                    outside(AppointmentRecord { unit: Some(to.clone()), ..rest.clone() }, own)
                };
                turn_over(rows, on, |row| row.unit.as_ref() == Some(from), next);
            });
        }
    }
}

/// The unit that a part becomes.
fn unit_of(part: &Part, divided: &UnitRecord, on: &SmolStr) -> UnitRecord {
    let mut parents = spells(divided.parent.as_ref(), divided);
    parents.retain(|spell| spell.goes_beyond(on));
    for spell in &mut parents {
        if spell.from < *on {
            spell.from = on.clone();
        }
    }
    let until = divided.until.clone();
    let code = part.code.iter().map(|code| Spell { id: code.clone(), from: on.clone(), until: until.clone() });
    let mut unit = UnitRecord {
        id: part.id.clone(),
        level: divided.level.clone(),
        name: part.name.clone(),
        from: on.clone(),
        until: until.clone(),
        parent: None,
        codes: code.collect(),
        scope: part.scope.clone(),
    };
    unit.parent = dated(parents, &unit);
    unit
}
