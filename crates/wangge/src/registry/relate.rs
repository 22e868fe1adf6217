//! The second pass: what rows say of one another, on every day of their lives (M1).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::cycle;
use super::draft::{Draft, SeatRow, SpellRow, day_text};
use crate::check::{At, Field, Report, later_overlaps, leaves_gap};
use crate::fault::FaultCode;
use crate::record::{Dated, LevelRecord, Records};
use crate::scheme;
use crate::table::{NONE, Rows, TooLarge, at as position, cell, indices};
use crate::text::is_id;
use crate::time::{Day, Days};

/// Reports every fault between rows that have none of their own.
pub(crate) fn check(
    report: &mut Report,
    records: &Records,
    scheme: &scheme::Draft<'_>,
    draft: &Draft<'_>,
) -> Result<(), TooLarge> {
    let relate = Relate { records, scheme, draft };
    relate.units(report)?;
    relate.codes(report);
    relate.departments(report);
    relate.households(report);
    relate.sites(report);
    relate.appointments(report);
    relate.pairings(report);
    relate.pair_rules(report);
    Ok(())
}

struct Relate<'a, 'r> {
    records: &'a Records,
    scheme: &'a scheme::Draft<'r>,
    draft: &'a Draft<'r>,
}

/// The faults of a dated reference: two at once, none on a day (where one is needed).
struct Dating {
    field: &'static str,
    two: FaultCode,
    none: Option<FaultCode>,
    /// The unit itself: a spell under itself has a fault already.
    own: Option<u32>,
}

impl Relate<'_, '_> {
    fn unit_is_sound(&self, unit: u32) -> bool {
        self.draft.names.list.is_sound(unit)
    }

    /// Whether neither the unit nor its level nor any parent has a local fault.
    fn unit_is_checkable(&self, unit: u32) -> bool {
        self.unit_is_sound(unit)
            && self.scheme.levels.is_sound(cell(&self.draft.unit_level, unit, NONE))
            && self.draft.unit_parents.row(unit).iter().all(|spell| self.unit_is_sound(spell.target))
    }

    fn unit_life(&self, unit: u32) -> Days {
        cell(&self.draft.unit_life, unit, Days::ALWAYS)
    }

    /// The life of a unit or department, numbered as in the namespace.
    fn owner_life(&self, owner: u32) -> Days {
        match owner.checked_sub(self.draft.names.departments) {
            None => self.unit_life(owner),
            Some(department) => self.department(department).2,
        }
    }

    fn department(&self, department: u32) -> (u32, u32, Days) {
        cell(&self.draft.department, department, (NONE, NONE, Days::ALWAYS))
    }

    fn units(&self, report: &mut Report) -> Result<(), TooLarge> {
        let mut edges = Vec::new();
        for ((row, unit), number) in self.records.units.iter().enumerate().zip(indices(self.records.units.len())) {
            if !self.unit_is_checkable(number) {
                continue;
            }
            let at = At::row("units", row, &unit.id);
            let spells = self.draft.unit_parents.row(number);
            let level = cell(&self.draft.unit_level, number, NONE);
            let has_parents = self.scheme.level_parents.get(position(level)).is_some_and(|parents| !parents.is_empty());
            for (spell, field) in spells.iter().zip(fields("parent", unit.parent.as_ref())) {
                if spell.target == number {
                    report.add(at, field, FaultCode::UnitSelfParent, &[]);
                } else {
                    self.parent_level(report, at, field, level, spell.target);
                    self.inside(report, at, field, spell.days, &[self.unit_life(number), self.unit_life(spell.target)]);
                }
            }
            let dating = Dating {
                field: "parent",
                two: FaultCode::UnitTwoParents,
                none: has_parents.then_some(FaultCode::UnitOrphan),
                own: Some(number),
            };
            self.dating(report, at, &dating, unit.parent.as_ref(), self.unit_life(number), spells);
            edges.extend(cycle::edges(number, spells));
        }
        for units in cycle::first_cycles(self.records.units.len(), &edges, |unit| self.unit_id(unit))? {
            let ids: Vec<&str> = units.iter().take(8).map(|unit| self.unit_id(*unit)).collect();
            if let (Some(first), [id, others @ ..]) = (units.first(), ids.as_slice()) {
                report.add(At::row("units", position(*first), id), ("parent", None), FaultCode::UnitCycle, others);
            }
        }
        Ok(())
    }

    fn unit_id(&self, unit: u32) -> &str {
        self.records.units.get(position(unit)).map_or("", |unit| &unit.id)
    }

    fn parent_level(&self, report: &mut Report, at: At<'_>, field: Field, level: u32, parent: u32) {
        let above = cell(&self.draft.unit_level, parent, NONE);
        let allowed = self.scheme.level_parents.get(position(level)).map_or(&[][..], Vec::as_slice);
        if above >= level {
            report.add(at, field, FaultCode::UnitLevelInverted, &[self.unit_id(parent)]);
        } else if !allowed.contains(&above) {
            report.add(at, field, FaultCode::UnitParentLevel, &[self.unit_id(parent)]);
        }
    }

    fn inside(&self, report: &mut Report, at: At<'_>, field: Field, days: Days, lives: &[Days]) {
        if !lives.iter().all(|life| days.is_inside(*life)) {
            report.add(at, field, FaultCode::PeriodOutside, &[&day_text(days.from), &day_text(days.until)]);
        }
    }

    fn dating(
        &self,
        report: &mut Report,
        at: At<'_>,
        dating: &Dating,
        record: Option<&Dated>,
        life: Days,
        spells: &[SpellRow],
    ) {
        if matches!(spells, [only] if only.days == life) {
            return;
        }
        let days: Vec<Days> = spells.iter().map(|spell| spell.days).collect();
        for i in later_overlaps(&days) {
            let field = (dating.field, matches!(record, Some(Dated::Spells(_))).then_some(i));
            if spells.get(i).map(|spell| spell.target) != dating.own {
                report.add(at, field, dating.two, &[]);
            }
        }
        if let Some(none) = dating.none.filter(|_| leaves_gap(life, &days)) {
            report.add(at, (dating.field, None), none, &[]);
        }
    }

    fn codes(&self, report: &mut Report) {
        let mut owner: HashMap<&str, u32, FixedState> = HashMap::default();
        for ((row, unit), number) in self.records.units.iter().enumerate().zip(indices(self.records.units.len())) {
            if unit.codes.is_empty() || !self.unit_is_checkable(number) {
                continue;
            }
            let at = At::row("units", row, &unit.id);
            let level = self.records.scheme.levels.get(position(cell(&self.draft.unit_level, number, NONE)));
            let days = self.draft.unit_codes.row(number);
            for (item, (code, days)) in unit.codes.iter().zip(days).enumerate() {
                let field = ("codes", Some(item));
                if !level.is_some_and(|level| is_code(level, &code.id)) {
                    report.add(at, field, FaultCode::CodeInvalid, &[&code.id]);
                }
                if *owner.entry(&code.id).or_insert(number) != number {
                    report.add(at, field, FaultCode::CodeDuplicate, &[&code.id]);
                }
                self.inside(report, at, field, *days, &[self.unit_life(number)]);
            }
            for item in later_overlaps(days) {
                report.add(at, ("codes", Some(item)), FaultCode::CodeOverlap, &[]);
            }
        }
    }

    fn departments(&self, report: &mut Report) {
        for ((row, record), number) in self.records.departments.iter().enumerate().zip(self.draft.names.departments..) {
            let (unit, function, life) = self.department(number - self.draft.names.departments);
            let checkable = self.draft.names.list.is_sound(number)
                && self.unit_is_sound(unit)
                && self.scheme.functions.is_sound(function);
            if checkable {
                let at = At::row("departments", row, &record.id);
                self.inside(report, at, ("unit", None), life, &[self.unit_life(unit)]);
            }
        }
    }

    fn households(&self, report: &mut Report) {
        let dating = Dating {
            field: "unit",
            two: FaultCode::HouseholdTwoUnits,
            none: Some(FaultCode::HouseholdOrphan),
            own: None,
        };
        for ((row, record), number) in
            self.records.households.iter().enumerate().zip(indices(self.records.households.len()))
        {
            let spells = self.draft.household_units.row(number);
            let checkable = self.draft.names.list.is_sound(self.draft.names.households + number)
                && spells.iter().all(|spell| self.unit_is_sound(spell.target))
                && all_sound(&self.scheme.categories, &self.draft.household_categories, number);
            if !checkable {
                continue;
            }
            let at = At::row("households", row, &record.id);
            let life = cell(&self.draft.household_life, number, Days::ALWAYS);
            for (spell, field) in spells.iter().zip(fields("unit", Some(&record.unit))) {
                let level = cell(&self.draft.unit_level, spell.target, NONE);
                let holds = self.records.scheme.levels.get(position(level)).is_none_or(|level| level.households);
                if !holds {
                    report.add(at, field, FaultCode::HouseholdLevel, &[self.unit_id(spell.target)]);
                }
                self.inside(report, at, field, spell.days, &[life, self.unit_life(spell.target)]);
            }
            self.dating(report, at, &dating, Some(&record.unit), life, spells);
        }
    }

    fn sites(&self, report: &mut Report) {
        let in_unit =
            Dating { field: "unit", two: FaultCode::SiteTwoUnits, none: Some(FaultCode::SiteOrphan), own: None };
        let owned = Dating { field: "owner", two: FaultCode::SiteTwoOwners, none: None, own: None };
        for ((row, record), number) in self.records.sites.iter().enumerate().zip(indices(self.records.sites.len())) {
            let (units, owners) = (self.draft.site_units.row(number), self.draft.site_owners.row(number));
            let list = &self.draft.names.list;
            if !list.is_sound(self.draft.names.sites + number)
                || !units.iter().chain(owners).all(|spell| list.is_sound(spell.target))
            {
                continue;
            }
            let at = At::row("sites", row, &record.id);
            let life = cell(&self.draft.site_life, number, Days::ALWAYS);
            for (spell, field) in units.iter().zip(fields("unit", Some(&record.unit))) {
                self.inside(report, at, field, spell.days, &[life, self.unit_life(spell.target)]);
            }
            for (spell, field) in owners.iter().zip(fields("owner", record.owner.as_ref())) {
                self.inside(report, at, field, spell.days, &[life, self.owner_life(spell.target)]);
            }
            self.dating(report, at, &in_unit, Some(&record.unit), life, units);
            self.dating(report, at, &owned, record.owner.as_ref(), life, owners);
        }
    }

    /// The life of a seat and its maximum, if neither it nor what it is made of has a local fault.
    fn seat(&self, seat: SeatRow) -> Option<(Days, u32)> {
        match seat {
            SeatRow::Role { unit, role } => {
                let sound = self.unit_is_sound(unit) && self.scheme.roles.is_sound(role);
                let max = self.records.scheme.roles.get(position(role))?.max;
                sound.then(|| (self.unit_life(unit), max))
            }
            SeatRow::Department(department) => {
                let (_, function, life) = self.department(department);
                let sound = self.draft.names.list.is_sound(self.draft.names.departments + department);
                let max =
                    self.records.scheme.functions.get(position(function)).map_or(u32::MAX, |function| function.max);
                sound.then_some((life, max))
            }
        }
    }

    fn appointments(&self, report: &mut Report) {
        let mut held = Vec::new();
        for (row, (record, resolved)) in self.records.appointments.iter().zip(&self.draft.appointments).enumerate() {
            let Some((seat, person, rank, days)) = *resolved else { continue };
            let Some((life, max)) = self.seat(seat).filter(|_| self.draft.people.is_sound(person)) else { continue };
            let at = At::row("appointments", row, &record.person);
            let field = match seat {
                SeatRow::Role { unit, role } => {
                    let levels = (cell(&self.draft.unit_level, unit, NONE), cell(&self.scheme.role_level, role, NONE));
                    if levels.0 != levels.1 {
                        report.add(
                            at,
                            ("role", None),
                            FaultCode::AppointmentLevel,
                            &[record.role.as_deref().unwrap_or("")],
                        );
                        continue;
                    }
                    ("unit", None)
                }
                SeatRow::Department(_) => ("department", None),
            };
            self.inside(report, at, field, days, &[life]);
            held.push(Held { seat, from: days.from, row, until: days.until, person, primary: rank == 0, max });
        }
        held.sort_unstable_by_key(|held| (held.seat, held.from, held.row));
        for seat in held.chunk_by(|a, b| a.seat == b.seat) {
            self.over_maximum(report, seat);
        }
        held.sort_unstable_by_key(|held| (held.seat, held.person, held.from, held.row));
        for same in held.chunk_by(|a, b| (a.seat, a.person) == (b.seat, b.person)) {
            let days: Vec<Days> = same.iter().map(|held| Days { from: held.from, until: held.until }).collect();
            for held in later_overlaps(&days).into_iter().filter_map(|i| same.get(i)) {
                self.report_appointment(report, held.row, "from", FaultCode::AppointmentOverlap);
            }
        }
    }

    fn over_maximum(&self, report: &mut Report, seat: &[Held]) {
        let mut ends: BinaryHeap<Reverse<Day>> = BinaryHeap::new();
        for held in seat.iter().filter(|held| held.primary) {
            while ends.peek().is_some_and(|Reverse(until)| *until <= held.from) {
                ends.pop();
            }
            ends.push(Reverse(held.until));
            if ends.len() > position(held.max) {
                let field = if matches!(held.seat, SeatRow::Role { .. }) { "role" } else { "department" };
                self.report_appointment(report, held.row, field, FaultCode::SeatOverMaximum);
            }
        }
    }

    fn report_appointment(&self, report: &mut Report, row: usize, field: &'static str, code: FaultCode) {
        let Some(record) = self.records.appointments.get(row) else { return };
        let seat: Vec<&str> =
            [&record.unit, &record.role, &record.department].into_iter().flatten().map(|id| id.as_str()).collect();
        report.add(At::row("appointments", row, &record.person), (field, None), code, &seat);
    }

    fn pairings(&self, report: &mut Report) {
        let mut pairs = Vec::new();
        for (row, (record, resolved)) in self.records.pairings.iter().zip(&self.draft.pairings).enumerate() {
            let Some((household, programme, person, days)) = *resolved else { continue };
            let checkable = self.draft.names.list.is_sound(self.draft.names.households + household)
                && self.scheme.programmes.is_sound(programme)
                && self.draft.people.is_sound(person);
            if checkable {
                let life = cell(&self.draft.household_life, household, Days::ALWAYS);
                let at = At::row("pairings", row, &record.person);
                self.inside(report, at, ("household", None), days, &[life]);
                pairs.push((household, programme, person, days.from, row, days));
            }
        }
        pairs.sort_unstable_by_key(|(household, programme, person, from, row, _)| {
            (*household, *programme, *person, *from, *row)
        });
        for same in pairs.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
            let days: Vec<Days> = same.iter().map(|pair| pair.5).collect();
            for (.., row, _) in later_overlaps(&days).into_iter().filter_map(|i| same.get(i)) {
                let Some(record) = self.records.pairings.get(*row) else { continue };
                let at = At::row("pairings", *row, &record.person);
                report.add(at, ("from", None), FaultCode::PairingOverlap, &[&record.household]);
            }
        }
    }

    fn pair_rules(&self, report: &mut Report) {
        let mut rules = Vec::new();
        for (row, (record, resolved)) in self.records.pair_rules.iter().zip(&self.draft.pair_rules).enumerate() {
            let Some(rule) = *resolved else { continue };
            let checkable = self.draft.names.list.is_sound(self.draft.names.households + rule.household)
                && (rule.programme == NONE || self.scheme.programmes.is_sound(rule.programme))
                && self.draft.people.is_sound(rule.person);
            if checkable {
                let life = cell(&self.draft.household_life, rule.household, Days::ALWAYS);
                self.inside(report, At::row("pairRules", row, &record.person), ("household", None), rule.days, &[life]);
                rules.push((row, rule));
            }
        }
        rules.sort_unstable_by_key(|(row, rule)| (rule.household, rule.person, rule.days.from, *row));
        // Up to when the rules of the pair so far hold, for each programme, and for all of them.
        let mut held: HashMap<u32, Day, FixedState> = HashMap::default();
        for same in rules.chunk_by(|(_, a), (_, b)| (a.household, a.person) == (b.household, b.person)) {
            held.clear();
            let mut any = Day::NEVER;
            for (row, rule) in same {
                let until = |programme| held.get(&programme).copied().unwrap_or(Day::NEVER);
                let latest = if rule.programme == NONE { any } else { until(rule.programme).max(until(NONE)) };
                if let Some(record) = self.records.pair_rules.get(*row).filter(|_| rule.days.from < latest) {
                    let at = At::row("pairRules", *row, &record.person);
                    report.add(at, ("from", None), FaultCode::PairRuleOverlap, &[&record.household]);
                }
                held.insert(rule.programme, until(rule.programme).max(rule.days.until));
                any = any.max(rule.days.until);
            }
        }
    }
}

/// A checkable appointment.
struct Held {
    seat: SeatRow,
    from: Day,
    row: usize,
    until: Day,
    person: u32,
    primary: bool,
    max: u32,
}

/// The fields at which the spells of a reference are reported.
fn fields(field: &'static str, record: Option<&Dated>) -> impl Iterator<Item = Field> {
    let (whole, spells) = match record {
        None => (0, 0),
        Some(Dated::Throughout(_)) => (1, 0),
        Some(Dated::Spells(spells)) => (0, spells.len()),
    };
    std::iter::repeat_n((field, None), whole).chain((0..spells).map(move |item| (field, Some(item))))
}

fn all_sound(list: &crate::check::List<'_>, rows: &Rows<u32>, row: u32) -> bool {
    rows.row(row).iter().all(|named| list.is_sound(*named))
}

/// Whether a code follows the rule of its level.
fn is_code(level: &LevelRecord, code: &str) -> bool {
    if level.code_digits.is_empty() {
        return is_id(code);
    }
    code.len() <= 64
        && code.bytes().all(|byte| byte.is_ascii_digit())
        && level.code_digits.iter().any(|digits| position(*digits) == code.len())
}
