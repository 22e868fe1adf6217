//! From facts with their periods to the tables of one date.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Directory, Form, Placed, Placing, Presence, SeatEntry, Seated, SitePlaces, Tables};
use crate::over::{OverColumn, OverRows};
use crate::registry::{Appointment, Facts, SeatRow, SpellRow};
use crate::table::{NONE, Rows, at, cell, indices};
use crate::time::{Day, Days};

impl Directory {
    pub(crate) fn compile(facts: &Arc<Facts>, date: Date) -> Self {
        let day = Day::from(date);
        let tree = Tree::new(facts, day);
        let households = indices(facts.households.life.len());
        let household_unit: Vec<u32> =
            households.map(|row| unit_of(&facts.households.units, row, day, &tree.unit_at)).collect();
        let presence = OverColumn::from(presence(facts, day));
        let (placed, pairs) = place(facts, day, &household_unit, &presence);
        let (seats, seated) = seats(facts, day, &tree.unit_row, &presence);
        let units = tree.parent.len();
        Self(Arc::new(Tables {
            date,
            day,
            households: Arc::new(by_unit(units, &household_unit)),
            sites: SitePlaces::new(facts, day, &tree.unit_at, units),
            placing: Placing::new(placed, pairs),
            level: tree.unit_row.iter().map(|row| cell(&facts.units.level, *row, NONE)).collect(),
            unit_row: tree.unit_row.into(),
            unit_at: tree.unit_at.into(),
            parent: tree.parent.into(),
            end: tree.end.into(),
            seats: seats.into(),
            seated: seated.into(),
            presence,
            places: Arc::default(),
            facts: Arc::clone(facts),
        }))
    }
}

impl SitePlaces {
    /// Where the sites of a county with so many units are on a day.
    pub fn new(facts: &Facts, day: Day, unit_at: &[u32], units: usize) -> Self {
        let sites = indices(facts.sites.life.len());
        let unit: Vec<u32> = sites.clone().map(|site| unit_of(&facts.sites.units, site, day, unit_at)).collect();
        let owner_of = |site: u32| facts.sites.owners.row(site).iter().find(|spell| spell.days.contains(day));
        let owner: Vec<u32> = sites.map(|site| owner_of(site).map_or(NONE, |spell| spell.target)).collect();
        Self {
            of_unit: Arc::new(by_unit(units, &unit)),
            owned: Arc::new(by_unit(at(facts.sections.households), &owner)),
            unit: unit.into(),
            owner: owner.into(),
        }
    }
}

/// Rows of subjects by unit; they were counted by the registry, so they fit.
fn by_unit(units: usize, unit_of: &[u32]) -> Rows<u32> {
    let placed = unit_of.iter().copied().zip(0..).filter(|(unit, _)| *unit != NONE);
    Rows::group(units, placed.collect()).unwrap_or_default()
}

/// The units of the date in tree order.
pub(crate) struct Tree {
    /// The registry's number of each unit.
    pub unit_row: Vec<u32>,
    /// The place of each of the registry's units, or [`NONE`].
    pub unit_at: Vec<u32>,
    pub parent: Vec<u32>,
    /// The place after the last one under each unit.
    pub end: Vec<u32>,
}

impl Tree {
    pub fn new(facts: &Facts, day: Day) -> Self {
        let rows = facts.units.level.len();
        let alive = |row: u32| cell(&facts.units.life, row, Days::ALWAYS).contains(day);
        let parents: Vec<u32> = indices(rows).map(|row| facts.units.graph.parent(row, day)).collect();
        let under = indices(rows).filter(|row| alive(*row)).map(|row| (cell(&parents, row, NONE), row));
        let (roots, children): (Vec<_>, Vec<_>) = under.partition(|(parent, _)| *parent == NONE);
        let children = Rows::group(rows, children).unwrap_or_default();
        let mut tree =
            Self { unit_row: Vec::with_capacity(rows), unit_at: vec![NONE; rows], parent: Vec::new(), end: Vec::new() };
        // Depth first without recursion; siblings are pushed last first, so that the least id is visited first.
        let mut stack: Vec<u32> = roots.iter().rev().map(|(_, row)| *row).collect();
        while let Some(row) = stack.pop() {
            let position = indices(tree.unit_row.len()).end;
            if let Some(slot) = tree.unit_at.get_mut(at(row)) {
                *slot = position;
            }
            tree.unit_row.push(row);
            tree.parent.push(cell(&tree.unit_at, cell(&parents, row, NONE), NONE));
            stack.extend(children.row(row).iter().rev());
        }
        tree.end = indices(tree.parent.len()).map(|position| position + 1).collect();
        for position in indices(tree.parent.len()).rev() {
            let end = cell(&tree.end, position, 0);
            if let Some(slot) = tree.end.get_mut(at(cell(&tree.parent, position, NONE))) {
                *slot = end.max(*slot);
            }
        }
        tree
    }
}

fn presence(facts: &Facts, day: Day) -> Vec<Presence> {
    indices(facts.people.len()).map(|person| presence_of(facts, day, person)).collect()
}

/// Whether a person can be asked on a day.
pub(super) fn presence_of(facts: &Facts, day: Day, person: u32) -> Presence {
    match (facts.is_absent(person, day), facts.is_unreachable(person)) {
        (true, _) => Presence::Absent,
        (false, true) => Presence::Unreachable,
        (false, false) => Presence::Present,
    }
}

/// The unit of a household on a day, where units stand as `unit_at` says; [`NONE`] where it is not there.
pub(super) fn unit_of(spells: &OverRows<SpellRow>, row: u32, day: Day, unit_at: &[u32]) -> u32 {
    let spell = spells.row(row).iter().find(|spell| spell.days.contains(day));
    spell.map_or(NONE, |spell| cell(unit_at, spell.target, NONE))
}

/// The unit and caretakers of each household. There are no more pairings than the registry counted.
fn place(facts: &Facts, day: Day, units: &[u32], presence: &OverColumn<Presence>) -> (Vec<Placed>, Vec<Seated>) {
    let (mut placed, mut pairs) = (Vec::with_capacity(units.len() + 1), Vec::new());
    for (household, unit) in indices(units.len()).zip(units) {
        placed.push(Placed { unit: *unit, pairs: indices(pairs.len()).end });
        pairs.extend(caretakers(facts, day, household, presence));
    }
    placed.push(Placed { unit: NONE, pairs: indices(pairs.len()).end });
    pairs.shrink_to_fit();
    (placed, pairs)
}

/// The caretakers of a household on a day.
pub(super) fn caretakers(
    facts: &Facts,
    day: Day,
    household: u32,
    presence: &OverColumn<Presence>,
) -> impl Iterator<Item = Seated> {
    let today = facts.pairings.row(household).iter().filter(move |pairing| pairing.days.contains(day));
    today.map(|pairing| Seated {
        person: pairing.person,
        rank: pairing.programme,
        presence: presence.get(pairing.person, Presence::Absent),
    })
}

fn seats(facts: &Facts, day: Day, units: &[u32], presence: &OverColumn<Presence>) -> (Rows<SeatEntry>, Vec<Seated>) {
    let (mut rows, mut seated) = (Rows::default(), Vec::new());
    for unit in units {
        unit_seats(facts, day, *unit, presence, &mut seated, |seat| rows.push(seat));
        // No more seats than appointments and units, which the registry counted.
        if rows.end_row().is_err() {
            break;
        }
    }
    seated.shrink_to_fit();
    (rows, seated)
}

/// The seats of a unit, as the registry numbers it; their people are added to `seated`.
pub(super) fn unit_seats(
    facts: &Facts,
    day: Day,
    unit: u32,
    presence: &OverColumn<Presence>,
    seated: &mut Vec<Seated>,
    mut push: impl FnMut(SeatEntry),
) {
    let rules = &facts.scheme.0;
    let mut lay = |seat: SeatRow, duty_row: u32, department: u32, min: u32| {
        let start = seated.len();
        seat_people(facts.seat(seat), day, presence, seated);
        let people = seated.get(start..).unwrap_or_default();
        let primaries = indices(people.partition_point(|seated| seated.rank == 0)).end;
        let (first, count) = (indices(start).end, indices(people.len()).end);
        let form = Form::of(people, min);
        form.into_iter().for_each(|form| push(SeatEntry { duty_row, department, first, count, primaries, form }));
    };
    for role in rules.level_roles.row(cell(&facts.units.level, unit, NONE)) {
        lay(SeatRow::Role { unit, role: *role }, *role, NONE, rules.role_min(*role));
    }
    for department in facts.departments.of_unit.row(unit) {
        if cell(&facts.departments.life, *department, Days::ALWAYS).contains(day) {
            let function = cell(&facts.departments.function, *department, NONE);
            let duty_row = rules.function_row(function);
            lay(SeatRow::Department(*department), duty_row, *department, rules.function_min(function));
        }
    }
}

/// The people of one seat on a day; appointments come primaries first, then by rank and person. Nobody stands twice,
/// because one person's appointments to a seat never overlap.
fn seat_people(appointments: &[Appointment], day: Day, presence: &OverColumn<Presence>, seated: &mut Vec<Seated>) {
    let today = appointments.iter().filter(|appointment| appointment.days.contains(day));
    seated.extend(today.map(|appointment| Seated {
        person: appointment.person,
        rank: appointment.rank,
        presence: presence.get(appointment.person, Presence::Absent),
    }));
}
