//! Matter kinds: somebody answerable in every unit, and a path that ends at somebody.
//!
//! What holds in a unit holds below it, because a chain contains the chains above; so one pass in tree order answers
//! for all units, and kinds that the scheme treats alike are answered together.

use std::collections::BTreeMap;

use super::Gaps;
use super::gap::{Detail, GapRow};
use crate::directory::{SeatEntry, Tables};
use crate::record::{Involvement, Urgency};
use crate::scheme::Seat;
use crate::table::{NONE, at, cell, indices};

pub(super) fn read(tables: &Tables, gaps: &mut Gaps) {
    let kinds = indices(tables.rules().record.kinds.len());
    unanswered(tables, kinds.clone(), gaps);
    for urgency in [Urgency::Emergency, Urgency::Routine] {
        dead_ends(tables, kinds.clone(), urgency, gaps);
    }
}

fn unanswered(tables: &Tables, kinds: std::ops::Range<u32>, gaps: &mut Gaps) {
    let mut alike: BTreeMap<Vec<bool>, Vec<u32>> = BTreeMap::new();
    for kind in kinds {
        let involvements = tables.rules().involvements(kind).iter();
        let accountable = involvements.map(|involvement| *involvement == Some(Involvement::Accountable)).collect();
        alike.entry(accountable).or_default().push(kind);
    }
    for (accountable, kinds) in alike {
        let answers = |entry: &SeatEntry| entry.has_holder() && cell(&accountable, entry.duty_row, false);
        for unit in without(tables, |unit| tables.seats.row(unit).iter().any(answers)) {
            for &kind in &kinds {
                gaps.add(GapRow::KindUnanswered { unit, kind }, Detail::None);
            }
        }
    }
}

fn dead_ends(tables: &Tables, kinds: std::ops::Range<u32>, urgency: Urgency, gaps: &mut Gaps) {
    let rules = tables.rules();
    let mut alike: BTreeMap<Vec<(u32, u32)>, Vec<u32>> = BTreeMap::new();
    for kind in kinds {
        let Some(policy) = rules.policy(kind, urgency) else {
            gaps.add(GapRow::EscalationNoPolicy { kind, urgency }, Detail::None);
            continue;
        };
        let ceiling = cell(&rules.ceiling, kind, NONE);
        let seats = policy.steps.iter().map(|step| step.ask);
        let open =
            seats.filter(|seat| rules.admits(seat.level(), kind) && (ceiling == NONE || seat.level() >= ceiling));
        let mut steps: Vec<(u32, u32)> = open
            .map(|seat| match seat {
                Seat::Role { role, level } => (level, role),
                Seat::Function { function, level } => (level, rules.function_row(function)),
            })
            .collect();
        steps.sort_unstable();
        steps.dedup();
        alike.entry(steps).or_default().push(kind);
    }
    for (steps, kinds) in alike {
        let asks = |unit: u32| {
            let level = cell(&tables.level, unit, NONE);
            let here = |entry: &SeatEntry| entry.has_holder() && steps.binary_search(&(level, entry.duty_row)).is_ok();
            tables.seats.row(unit).iter().any(here)
        };
        for unit in without(tables, asks) {
            let level = cell(&tables.facts.units.level, unit, NONE);
            // Above a kind's ceiling there is no such matter.
            let ceiling = |kind: u32| cell(&rules.ceiling, kind, NONE);
            for &kind in kinds.iter().filter(|kind| ceiling(**kind) == NONE || level >= ceiling(**kind)) {
                gaps.add(GapRow::EscalationDeadEnd { unit, kind, urgency }, Detail::None);
            }
        }
    }
}

/// The units, as the registry numbers them, where neither they nor any unit above answers.
fn without(tables: &Tables, answers: impl Fn(u32) -> bool) -> Vec<u32> {
    let units = indices(tables.parent.len());
    let mut answered = vec![false; tables.parent.len()];
    for unit in units.clone() {
        let above = cell(&answered, cell(&tables.parent, unit, NONE), false);
        if let Some(answered) = answered.get_mut(at(unit)) {
            *answered = above || answers(unit);
        }
    }
    let open = units.filter(|unit| !cell(&answered, *unit, false));
    open.map(|unit| cell(&tables.unit_row, unit, NONE)).collect()
}
