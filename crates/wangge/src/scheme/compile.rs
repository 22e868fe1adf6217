//! From a faultless draft to tables that answer in one look.

use std::sync::Arc;

use super::check::{ANY, Draft, Who};
use super::{Rules, Scheme};
use crate::calendar::Calendar;
use crate::record::{Involvement, SchemeRecord, Urgency};
use crate::table::{NONE, Rows, TooLarge, at, cell, indices, to_u32};

/// The most cells of the involvement table (duty rows x kinds).
const MAX_CELLS: usize = 1 << 24;

impl Scheme {
    /// Compiles a draft that has no fault.
    pub(crate) fn compile(draft: Draft<'_>, record: SchemeRecord) -> Result<Self, TooLarge> {
        let kinds = record.kinds.len();
        let duty_rows = record.roles.len() + record.functions.len() + record.programmes.len();
        if duty_rows.saturating_mul(kinds) > MAX_CELLS || draft.admission.len().saturating_mul(kinds) > MAX_CELLS {
            return Err(TooLarge);
        }
        let order = parents_first(&draft.kind_parent);
        let inherit = |own: Vec<u32>, default: u32| inherit(&order, &draft.kind_parent, own, default);
        let policy_of = [Urgency::Emergency, Urgency::Routine].map(|urgency| {
            let mut own = vec![NONE; kinds];
            let mut default = NONE;
            for ((kind, of, _), policy) in draft.policies.iter().zip(0..) {
                if *of == urgency {
                    *own.get_mut(at(*kind)).unwrap_or(&mut default) = policy;
                }
            }
            inherit(own, default)
        });
        let ceiling = inherit(draft.kind_ceiling.clone(), NONE);
        let mut admitted = vec![None; record.levels.len()];
        for (level, listed) in &draft.admission {
            let mut own = vec![NONE; kinds];
            let default = if listed.contains(&ANY) { 1 } else { NONE };
            for kind in listed {
                if let Some(own) = own.get_mut(at(*kind)) {
                    *own = 1;
                }
            }
            if let Some(admitted) = admitted.get_mut(at(*level)) {
                *admitted = Some(inherit(own, default).into_iter().map(|admitted| admitted == 1).collect());
            }
        }
        let involvement = involvement(&draft, &order, &record, duty_rows);
        let parts = draft.calendar;
        let offset = parts.offset.unwrap_or(jiff::tz::Offset::UTC);
        let ids = |ids: Vec<&smol_str::SmolStr>| ids.into_iter().cloned().zip(0..).collect();
        let rules = Rules {
            kind_ids: ids(record.kinds.iter().map(|kind| &kind.id).collect()),
            level_ids: ids(record.levels.iter().map(|level| &level.id).collect()),
            level_roles: Rows::group(
                record.levels.len(),
                draft.role_level.iter().copied().zip(indices(record.roles.len())).collect(),
            )?,
            role_level: draft.role_level,
            kind_parent: draft.kind_parent,
            greatest: greatest(&involvement, duty_rows),
            involvement,
            duty_rows: to_u32(duty_rows)?,
            admitted,
            ceiling,
            policies: draft.policies.into_iter().map(|(_, _, policy)| policy).collect(),
            policy_of,
            reports: draft.reports,
            role_eligible: rows(&draft.role_eligible)?,
            programme_eligible: rows(&draft.programme_eligible)?,
            programme_categories: rows(&draft.programme_categories)?,
            programme_rules: draft.programme_rules,
            innermost: record.levels.iter().zip(0..).filter(|(level, _)| level.households).map(|(_, i)| i).last(),
            calendar: Calendar::new(offset, &parts.hours, parts.weekdays, &parts.years, &parts.exceptions),
            record,
        };
        Ok(Self(Arc::new(rules)))
    }
}

fn rows(lists: &[Vec<u32>]) -> Result<Rows<u32>, TooLarge> {
    let mut rows = Rows::default();
    for list in lists {
        list.iter().for_each(|item| rows.push(*item));
        rows.end_row()?;
    }
    Ok(rows)
}

/// Kinds with every parent before its children; the tree may be as deep as the list is long.
fn parents_first(parents: &[u32]) -> Vec<u32> {
    let mut order = Vec::with_capacity(parents.len());
    let mut placed = vec![false; parents.len()];
    let mut above = Vec::new();
    for start in indices(parents.len()) {
        let mut kind = start;
        while kind != NONE && !cell(&placed, kind, true) {
            if let Some(placed) = placed.get_mut(at(kind)) {
                *placed = true;
            }
            above.push(kind);
            kind = cell(parents, kind, NONE);
        }
        order.extend(above.drain(..).rev());
    }
    order
}

/// What each kind has of its own, else what its parent has, else the default.
fn inherit(order: &[u32], parents: &[u32], mut own: Vec<u32>, default: u32) -> Vec<u32> {
    for &kind in order {
        let from_above = match cell(parents, kind, NONE) {
            NONE => default,
            parent => cell(&own, parent, default),
        };
        if let Some(own) = own.get_mut(at(kind)).filter(|own| **own == NONE) {
            *own = from_above;
        }
    }
    own
}

/// The involvement of each duty row for each kind (R2): its own rule's, else the nearest ancestor's, else that of `*`.
fn involvement(draft: &Draft<'_>, order: &[u32], record: &SchemeRecord, duty_rows: usize) -> Vec<Option<Involvement>> {
    let kinds = record.kinds.len();
    let mut defaults = vec![None; duty_rows];
    let mut table = vec![None; duty_rows * kinds];
    for duty in &draft.duties {
        let row = match duty.who {
            Who::Role(role) => at(role),
            Who::Function(function) => record.roles.len() + at(function),
            Who::Programme(programme) => record.roles.len() + record.functions.len() + at(programme),
        };
        let cell =
            if duty.kind == ANY { defaults.get_mut(row) } else { table.get_mut(at(duty.kind) * duty_rows + row) };
        if let Some(cell) = cell {
            *cell = Some(duty.involvement);
        }
    }
    for &kind in order {
        for row in 0..duty_rows {
            let from_above = match cell(&draft.kind_parent, kind, NONE) {
                NONE => defaults.get(row).copied(),
                parent => table.get(at(parent) * duty_rows + row).copied(),
            };
            if let Some(cell) = table.get_mut(at(kind) * duty_rows + row).filter(|cell| cell.is_none()) {
                *cell = from_above.flatten();
            }
        }
    }
    table
}

/// The greatest involvement of each duty row for any kind (S1).
fn greatest(involvement: &[Option<Involvement>], duty_rows: usize) -> Vec<Option<Involvement>> {
    let mut greatest: Vec<Option<Involvement>> = vec![None; duty_rows];
    for of_kind in involvement.chunks(duty_rows.max(1)) {
        for (most, own) in greatest.iter_mut().zip(of_kind) {
            *most = [*most, *own].into_iter().max_by_key(|one| one.map(Involvement::extent)).flatten();
        }
    }
    greatest
}
