//! Seats: enough primaries, eligible people, and nobody with more households than the role allows.

use super::Gaps;
use super::gap::{Detail, GapRow};
use super::household::is_eligible;
use crate::directory::{SeatEntry, Tables};
use crate::registry::run_start;
use crate::responsibility::seat_row;
use crate::table::{NONE, at, cell, indices};

pub(super) fn read(tables: &Tables, gaps: &mut Gaps) {
    let mut limited: Vec<(u32, u32, u32)> = Vec::new();
    for unit in indices(tables.parent.len()) {
        for entry in tables.seats.row(unit) {
            vacancy(tables, unit, entry, gaps);
            if entry.is_department() {
                continue;
            }
            let role = entry.duty_row;
            let eligible = tables.rules().role_eligible.row(role);
            let people = entry.people(&tables.seated);
            for seated in people.iter().filter(|seated| !is_eligible(tables, seated.person, eligible)) {
                let unit = cell(&tables.unit_row, unit, NONE);
                gaps.add(GapRow::AppointmentIneligible { person: seated.person, unit, role }, Detail::None);
            }
            if limit(tables, role).is_some() {
                let primaries = entry.primaries(&tables.seated).iter();
                limited.extend(primaries.map(|seated| (seated.person, role, unit)));
            }
        }
    }
    limited.sort_unstable();
    for same in limited.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        overload(tables, same, gaps);
    }
}

fn vacancy(tables: &Tables, unit: u32, entry: &SeatEntry, gaps: &mut Gaps) {
    let seat = seat_row(tables, unit, entry);
    let (life, min) = tables.facts.seat_life(seat);
    let primaries = entry.primaries;
    if primaries >= min {
        return;
    }
    let appointments = tables.facts.seat(seat).iter();
    let entries = appointments.map(|appointment| (appointment.person, appointment.rank == 0, appointment.days));
    let since = run_start(&tables.facts, entries, life.from, tables.day, |now| now.primaries < i64::from(min));
    gaps.add(GapRow::SeatVacant { seat }, Detail::Vacancy { missing: min - primaries, since });
}

fn limit(tables: &Tables, role: u32) -> Option<u32> {
    tables.rules().record.roles.get(at(role))?.max_households
}

/// The households of one person in one role: its units are all of one level, so none is under another.
fn overload(tables: &Tables, posts: &[(u32, u32, u32)], gaps: &mut Gaps) {
    let Some(&(person, role, _)) = posts.first() else { return };
    let under = |unit: u32| tables.households.span(unit, cell(&tables.end, unit, unit)).len();
    let load = indices(posts.iter().map(|(.., unit)| under(*unit)).sum()).end;
    if let Some(limit) = limit(tables, role).filter(|limit| load > *limit) {
        gaps.add(GapRow::RoleOverload { person, role }, Detail::Load { load, limit });
    }
}
