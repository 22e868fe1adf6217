//! The second pass: relations between checkable rows.

use smol_str::SmolStr;
use wangge::{
    fault::FaultCode,
    record::{Dated, UnitRecord},
};

use super::{super::period::Period, Check, Row, text::is_id};

/// A spell of a row, with its item where it stands in a list.
pub(super) struct Held<'r> {
    pub id: &'r SmolStr,
    pub period: Period,
    pub item: Option<usize>,
}

/// A dated reference as spells: one id holds for the whole life.
pub(super) fn spells(dated: &Dated, life: Period) -> Vec<Held<'_>> {
    match dated {
        Dated::Throughout(id) => vec![Held { id, period: life, item: None }],
        Dated::Spells(spells) => {
            let held = spells.iter().enumerate().map(|(item, spell)| Held {
                id: &spell.id,
                period: Period::of(&spell.from, spell.until.as_deref()),
                item: Some(item),
            });
            held.collect()
        }
    }
}

/// "A spell overlaps one that stands earlier by (`from`, item)."
fn overlaps_an_earlier(spell: &Held, all: &[Held]) -> bool {
    all.iter().any(|earlier| {
        (earlier.period.from, earlier.item) < (spell.period.from, spell.item) && earlier.period.overlaps(&spell.period)
    })
}

/// "Some day of the row's life is in no spell": each spell found carries on to the day after its last.
fn has_a_gap(life: Period, spells: &[Held]) -> bool {
    let mut day = life.from;
    while life.contains(day) {
        let Some(spell) = spells.iter().find(|spell| spell.period.contains(day)) else { return true };
        let Some(until) = spell.period.until else { return false };
        day = until;
    }
    false
}

impl<'r> Check<'r> {
    /// Units, departments, households, sites, appointments, pairings, pair rules.
    pub(super) fn relation_faults(&mut self) {
        let records = self.records;
        for number in self.checkable_rows("units", records.units.len()) {
            self.parents(number, &records.units[number]);
            self.codes(number, &records.units[number]);
        }
        self.cycles();
        for number in self.checkable_rows("departments", records.departments.len()) {
            let department = &records.departments[number];
            let life = Period::of(&department.from, department.until.as_deref());
            self.lives_inside(("departments", number), life, &department.unit, "unit", None);
        }
        for number in self.checkable_rows("households", records.households.len()) {
            let row = ("households", number);
            let household = &records.households[number];
            let life = Period::of(&household.from, household.until.as_deref());
            let units = spells(&household.unit, life);
            self.spells_of(row, life, "unit", &units, FaultCode::HouseholdTwoUnits);
            self.gaps(row, life, "unit", &units, FaultCode::HouseholdOrphan);
            for spell in &units {
                let level = &self.unit(spell.id).level;
                if !records.scheme.levels.iter().find(|row| row.id == *level).unwrap().households {
                    self.fault(FaultCode::HouseholdLevel, row, "unit", spell.item);
                }
            }
        }
        for number in self.checkable_rows("sites", records.sites.len()) {
            let row = ("sites", number);
            let site = &records.sites[number];
            let life = Period::of(&site.from, site.until.as_deref());
            let units = spells(&site.unit, life);
            self.spells_of(row, life, "unit", &units, FaultCode::SiteTwoUnits);
            self.gaps(row, life, "unit", &units, FaultCode::SiteOrphan);
            if let Some(owner) = &site.owner {
                self.spells_of(row, life, "owner", &spells(owner, life), FaultCode::SiteTwoOwners);
            }
        }
        self.appointments();
        self.pairings();
        self.pair_rules();
    }

    /// A unit's parents.
    fn parents(&mut self, number: usize, unit: &'r UnitRecord) {
        let row = ("units", number);
        let levels = &self.records.scheme.levels;
        let level_at = |id: &str| levels.iter().position(|level| level.id == id).unwrap();
        let own = level_at(&unit.level);
        let life = Period::of(&unit.from, unit.until.as_deref());
        let parents = unit.parent.as_ref().map(|dated| spells(dated, life)).unwrap_or_default();
        for spell in &parents {
            if *spell.id == unit.id {
                // "No other check on that spell."
                self.fault(FaultCode::UnitSelfParent, row, "parent", spell.item);
                continue;
            }
            let parent = &self.unit(spell.id).level;
            if level_at(parent) >= own {
                self.fault(FaultCode::UnitLevelInverted, row, "parent", spell.item);
            } else if !levels[own].parents.contains(parent) {
                self.fault(FaultCode::UnitParentLevel, row, "parent", spell.item);
            }
            if overlaps_an_earlier(spell, &parents) {
                self.fault(FaultCode::UnitTwoParents, row, "parent", spell.item);
            }
            self.inside_both(row, life, "parent", spell);
        }
        // "Units: only where the level has parents."
        if !levels[own].parents.is_empty() {
            self.gaps(row, life, "parent", &parents, FaultCode::UnitOrphan);
        }
    }

    /// A unit's codes.
    fn codes(&mut self, number: usize, unit: &'r UnitRecord) {
        let row = ("units", number);
        let records = self.records;
        let life = Period::of(&unit.from, unit.until.as_deref());
        let digits = &records.scheme.levels.iter().find(|level| level.id == unit.level).unwrap().code_digits;
        let codes: Vec<_> = unit.codes.iter().enumerate().collect();
        let held: Vec<_> = codes
            .iter()
            .map(|(item, code)| Held {
                id: &code.id,
                period: Period::of(&code.from, code.until.as_deref()),
                item: Some(*item),
            })
            .collect();
        let earlier_units: Vec<_> =
            self.checkable_rows("units", number).into_iter().map(|row| &records.units[row]).collect();
        for code in &held {
            // "Not 1-64 ASCII digits of a length the level allows; with no rule, not an id."
            let right = if digits.is_empty() {
                is_id(code.id)
            } else {
                (1..=64).contains(&code.id.len())
                    && code.id.bytes().all(|b| b.is_ascii_digit())
                    && digits.iter().any(|length| *length as usize == code.id.len())
            };
            if !right {
                self.fault(FaultCode::CodeInvalid, row, "codes", code.item);
            }
            if earlier_units.iter().any(|earlier| earlier.codes.iter().any(|other| other.id == *code.id)) {
                self.fault(FaultCode::CodeDuplicate, row, "codes", code.item);
            }
            if overlaps_an_earlier(code, &held) {
                self.fault(FaultCode::CodeOverlap, row, "codes", code.item);
            }
            if !code.period.inside(&life) {
                self.fault(FaultCode::PeriodOutside, row, "codes", code.item);
            }
        }
    }

    /// Overlaps among the spells of a list, and periods that leave a life.
    fn spells_of(&mut self, row: Row, life: Period, field: &'static str, all: &[Held], twice: FaultCode) {
        for spell in all {
            if overlaps_an_earlier(spell, all) {
                self.fault(twice, row, field, spell.item);
            }
            self.inside_both(row, life, field, spell);
        }
    }

    /// `*.orphan`.
    fn gaps(&mut self, row: Row, life: Period, field: &'static str, all: &[Held], orphan: FaultCode) {
        if has_a_gap(life, all) {
            self.fault(orphan, row, field, None);
        }
    }

    /// `period.outside`: "not inside the life of its own row, or of the row that it names".
    fn inside_both(&mut self, row: Row, life: Period, field: &'static str, spell: &Held) {
        if !spell.period.inside(&life) {
            self.fault(FaultCode::PeriodOutside, row, field, spell.item);
        }
        self.lives_inside(row, spell.period, spell.id, field, spell.item);
    }

    /// `period.outside`, towards the row that is named.
    pub(super) fn lives_inside(
        &mut self,
        row: Row,
        period: Period,
        named: &str,
        field: &'static str,
        item: Option<usize>,
    ) {
        let records = self.records;
        let (section, number) = self.owner_of("units", named).unwrap();
        let life = match section {
            "units" => (&records.units[number].from, &records.units[number].until),
            "departments" => (&records.departments[number].from, &records.departments[number].until),
            "households" => (&records.households[number].from, &records.households[number].until),
            _ => (&records.sites[number].from, &records.sites[number].until),
        };
        if !period.inside(&Period::of(life.0, life.1.as_deref())) {
            self.fault(FaultCode::PeriodOutside, row, field, item);
        }
    }

    /// The unit that owns the id.
    fn unit(&self, id: &str) -> &'r UnitRecord {
        let (_, number) = self.owner_of("units", id).unwrap();
        &self.records.units[number]
    }

    fn appointments(&mut self) {
        let records = self.records;
        // Of each row that stands at the right level: post, person, deputy, period.
        let mut standing = Vec::new();
        for number in self.checkable_rows("appointments", records.appointments.len()) {
            let row = ("appointments", number);
            let appointment = &records.appointments[number];
            let period = Period::of(&appointment.from, appointment.until.as_deref());
            if let (Some(unit), Some(role)) = (&appointment.unit, &appointment.role) {
                let of_role = &records.scheme.roles.iter().find(|row| row.id == *role).unwrap().level;
                if *of_role != self.unit(unit).level {
                    // "No other check on that row."
                    self.fault(FaultCode::AppointmentLevel, row, "role", None);
                    continue;
                }
                self.lives_inside(row, period, unit, "unit", None);
            }
            if let Some(department) = &appointment.department {
                self.lives_inside(row, period, department, "department", None);
            }
            let post = (&appointment.unit, &appointment.role, &appointment.department);
            standing.push((number, post, &appointment.person, appointment.deputy, period));
        }
        for (number, post, person, deputy, period) in &standing {
            let row = ("appointments", *number);
            let before: Vec<_> = standing
                .iter()
                .filter(|(other, same, _, _, earlier)| same == post && (earlier.from, other) < (period.from, number))
                .collect();
            if before.iter().any(|(_, _, other, _, earlier)| other == person && earlier.overlaps(period)) {
                self.fault(FaultCode::AppointmentOverlap, row, "from", None);
            }
            // "On its first day, with the primaries that stand before it by (`from`, row) and are still in, there are
            // more than `max`."
            let still_in =
                before.iter().filter(|(_, _, _, rank, other)| rank.is_none() && other.contains(period.from)).count();
            if deputy.is_none() && still_in + 1 > self.max(post.1.as_ref(), post.2.as_ref()) {
                let field = if post.2.is_some() { "department" } else { "role" };
                self.fault(FaultCode::SeatOverMaximum, row, field, None);
            }
        }
    }

    /// How many primaries a seat may have.
    fn max(&self, role: Option<&SmolStr>, department: Option<&SmolStr>) -> usize {
        let records = self.records;
        let max = if let Some(role) = role {
            records.scheme.roles.iter().find(|row| row.id == *role).unwrap().max
        } else {
            let (_, number) = self.owner_of("units", department.unwrap()).unwrap();
            let function = &records.departments[number].function;
            records.scheme.functions.iter().find(|row| row.id == *function).unwrap().max
        };
        max as usize
    }

    fn pairings(&mut self) {
        let records = self.records;
        let rows = self.checkable_rows("pairings", records.pairings.len());
        let period = |number: usize| {
            let pairing = &records.pairings[number];
            Period::of(&pairing.from, pairing.until.as_deref())
        };
        for number in &rows {
            let row = ("pairings", *number);
            let pairing = &records.pairings[*number];
            let own = period(*number);
            self.lives_inside(row, own, &pairing.household, "household", None);
            let overlaps = rows.iter().any(|other| {
                let (earlier, same) = (period(*other), &records.pairings[*other]);
                (earlier.from, other) < (own.from, number)
                    && earlier.overlaps(&own)
                    && (&same.person, &same.household, &same.programme)
                        == (&pairing.person, &pairing.household, &pairing.programme)
            });
            if overlaps {
                self.fault(FaultCode::PairingOverlap, row, "from", None);
            }
        }
    }
}
