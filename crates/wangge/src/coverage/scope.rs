//! Scopes: none of one level over another, and no hole in what lies below.

use super::Gaps;
use super::gap::{Detail, GapRow};
use crate::area::{Area, overlap_m2, uncovered_m2};
use crate::directory::Tables;
use crate::table::{NONE, at, cell, indices};

/// Overlaps and holes up to this area come from rounding.
const TOLERANCE_M2: f64 = 1.0;

pub(super) fn read(tables: &Tables, gaps: &mut Gaps) {
    for (unit, other) in tables.places().pairs_at_same_level() {
        let areas = area(tables, unit).zip(area(tables, other));
        if areas.is_some_and(|(unit, other)| overlap_m2(unit, other) > TOLERANCE_M2) {
            gaps.add(GapRow::ScopeOverlap { unit: unit.min(other), other: unit.max(other) }, Detail::None);
        }
    }
    for unit in indices(tables.parent.len()) {
        let row = cell(&tables.unit_row, unit, NONE);
        let Some(own) = area(tables, row) else { continue };
        let children = crate::directory::Unit::new(tables, unit).children();
        let areas: Option<Vec<&Area>> =
            children.map(|child| area(tables, cell(&tables.unit_row, child.index, NONE))).collect();
        let Some(areas) = areas.filter(|areas| !areas.is_empty()) else { continue };
        if uncovered_m2(own, areas) > TOLERANCE_M2 {
            gaps.add(GapRow::ScopeHole { unit: row }, Detail::None);
        }
    }
}

fn area(tables: &Tables, row: u32) -> Option<&Area> {
    tables.facts.units.area.get(at(row))?.as_ref()
}
