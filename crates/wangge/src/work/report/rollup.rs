//! Every unit at once: each matter is added to its unit once, then units to their parents, once for each shape that the
//! hierarchy had.

use super::figures::{Counting, Figures};
use super::{Boundaries, WorkQuery};
use crate::directory::Tree;
use crate::record::Urgency;
use crate::scheme::Kind;
use crate::table::{NONE, at, cell, indices};
use crate::time::Day;
use crate::work::{Case, Work, WorkError};

/// Matters of every unit in numbers: by unit, kind and urgency.
#[derive(Debug, Clone)]
pub struct Rollup<'w> {
    work: &'w Work,
    /// The place of each kind that occurs among those that do, or [`NONE`].
    slots: Vec<u32>,
    /// Figures of each of the registry's units: by slot, emergencies before routine matters.
    units: Vec<Figures>,
    width: usize,
    whole: Vec<Figures>,
    unplaced: Vec<u32>,
}

impl Work {
    /// The matters of every unit in numbers, by kind and urgency, rolled up through the hierarchy (N1). One pass over
    /// all cases, and one over the units with matters for each shape that the hierarchy had.
    #[must_use]
    pub fn rollup(&self, query: &WorkQuery) -> Rollup<'_> {
        let mut slots = vec![NONE; self.registry().facts.scheme.0.record.kinds.len()];
        let mut used = 0;
        for head in &self.cases.heads {
            if let Some(slot) = slots.get_mut(at(head.kind)).filter(|slot| **slot == NONE) {
                *slot = used;
                used += 1;
            }
        }
        let width = at(used) * 2;
        let units = vec![Figures::default(); self.registry().facts.units.level.len() * width];
        let mut rollup = Rollup { work: self, slots, units, width, whole: Vec::new(), unplaced: Vec::new() };
        rollup.read(query);
        rollup
    }
}

/// The figures of one shape of the hierarchy while they are counted, by place in tree order.
struct Sheet {
    tree: Tree,
    cells: Vec<Figures>,
    /// Whether anything was counted in a unit or under it.
    touched: Vec<bool>,
}

impl<'w> Rollup<'w> {
    fn read(&mut self, query: &WorkQuery) {
        let counting = Counting::new(query);
        self.whole = vec![Figures::default(); self.width];
        match query.boundaries {
            Boundaries::On(date) => {
                let directory = self.work.timeline.on(date);
                let mut sheet = self.sheet(date.into());
                for number in indices(self.work.cases.rows.len()) {
                    let subject = self.work.cases.row(number).map_or(NONE, |row| row.subject);
                    let unit = directory.subject_at(subject).map(|subject| subject.unit().row());
                    self.count(&counting, number, unit, &mut sheet);
                }
                self.add(sheet);
            }
            Boundaries::AsItWas => {
                let days = self.shapes();
                let heads = &self.work.cases.heads;
                let shape_of = |number: &u32| {
                    heads.get(at(*number)).map_or(0, |head| days.partition_point(|day| *day <= head.looked_up))
                };
                let mut order: Vec<u32> = indices(heads.len()).collect();
                if days.len() > 1 {
                    order.sort_by_cached_key(shape_of);
                }
                for cases in order.chunk_by(|a, b| shape_of(a) == shape_of(b)) {
                    let day = cases
                        .first()
                        .and_then(|number| heads.get(at(*number)))
                        .map_or(Day::NEVER, |head| head.looked_up);
                    let mut sheet = self.sheet(day);
                    for number in cases {
                        let unit = heads.get(at(*number)).map(|head| head.unit);
                        self.count(&counting, *number, unit, &mut sheet);
                    }
                    self.add(sheet);
                }
            }
        }
    }

    /// The days on which the hierarchy changes.
    fn shapes(&self) -> Vec<Day> {
        let facts = &self.work.registry().facts;
        let all = facts.units.life.iter().copied().chain(facts.units.graph.days());
        let mut days: Vec<Day> = all.flat_map(|days| [days.from, days.until]).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    fn sheet(&self, day: Day) -> Sheet {
        let tree = Tree::new(&self.work.registry().facts, day);
        let units = tree.parent.len();
        Sheet { tree, cells: vec![Figures::default(); units * self.width], touched: vec![false; units] }
    }

    fn count(&mut self, counting: &Counting, number: u32, unit: Option<u32>, sheet: &mut Sheet) {
        let work = self.work;
        let Some(head) = work.cases.heads.get(at(number)) else { return };
        let Some((counted, _)) = counting.count(work, head, || work.cases.row(number)) else { return };
        let column = self.column(head.kind, head.urgency);
        if let Some(whole) = self.whole.get_mut(column) {
            whole.count(counted);
        }
        let position = unit.map_or(NONE, |unit| cell(&sheet.tree.unit_at, unit, NONE));
        let Some(touched) = sheet.touched.get_mut(at(position)) else {
            self.unplaced.push(number);
            return;
        };
        *touched = true;
        if let Some(cell) = sheet.cells.get_mut(at(position) * self.width + column) {
            cell.count(counted);
        }
    }

    #[inline]
    fn column(&self, kind: u32, urgency: Urgency) -> usize {
        at(cell(&self.slots, kind, 0)) * 2 + usize::from(urgency == Urgency::Routine)
    }

    /// Adds units to their parents, from the last to the first, and all to what was counted before.
    fn add(&mut self, sheet: Sheet) {
        let Sheet { tree, mut cells, mut touched } = sheet;
        let width = self.width;
        for position in indices(tree.parent.len()).rev() {
            if !cell(&touched, position, false) {
                continue;
            }
            let start = at(position) * width;
            let parent = cell(&tree.parent, position, NONE);
            // A parent stands before what is under it.
            let (above, own) = cells.split_at_mut_checked(start).unwrap_or_default();
            let own = own.get(..width).unwrap_or_default();
            if let Some(flag) = touched.get_mut(at(parent)) {
                *flag = true;
                let start = at(parent) * width;
                sum(above.get_mut(start..start + width).unwrap_or_default(), own);
            }
            let start = at(cell(&tree.unit_row, position, NONE)).saturating_mul(width);
            sum(self.units.get_mut(start..start.saturating_add(width)).unwrap_or_default(), own);
        }
    }

    /// The figures of a unit, or of the whole county with what is unplaced; of one kind and the kinds below it, if one is
    /// named; of one urgency, if one is named.
    ///
    /// # Errors
    /// `unit.unknown`.
    pub fn figures(
        &self,
        unit: Option<&str>,
        kind: Option<Kind<'_>>,
        urgency: Option<Urgency>,
    ) -> Result<Figures, WorkError> {
        let row = match unit {
            None => self.whole.as_slice(),
            Some(id) => {
                let start = at(self.work.unit_number(id)?) * self.width;
                self.units.get(start..start + self.width).unwrap_or_default()
            }
        };
        let rules = &*self.work.registry().facts.scheme.0;
        let wanted = kind.map(|kind| rules.own_kind(kind).unwrap_or(NONE));
        let mut total = Figures::default();
        for own in indices(self.slots.len()).filter(|own| cell(&self.slots, *own, NONE) != NONE) {
            let mut above = own;
            while above != NONE && wanted.is_some_and(|wanted| wanted != above) {
                above = cell(&rules.kind_parent, above, NONE);
            }
            if above == NONE {
                continue;
            }
            for of in [Urgency::Emergency, Urgency::Routine] {
                if urgency.is_none_or(|urgency| urgency == of) {
                    total += row.get(self.column(own, of)).copied().unwrap_or_default();
                }
            }
        }
        Ok(total)
    }

    /// The matters whose subject does not live on the date of the boundaries: they are in the whole, and under no unit.
    pub fn unplaced(&self) -> impl Iterator<Item = Case<'w>> {
        let work = self.work;
        self.unplaced.iter().filter_map(move |case| work.case_at(*case))
    }
}

#[inline]
fn sum(into: &mut [Figures], of: &[Figures]) {
    for (into, of) in into.iter_mut().zip(of) {
        *into += *of;
    }
}
