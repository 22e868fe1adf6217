//! Planning again after a small change (A8): the last plan is mended, from its prices.

use wangge_transport::Edit;

use super::AssignError;
use super::candidate::Candidates;
use super::model::{Model, arcs};
use super::plan::Plan;
use super::progress::Progress;
use super::setting::Setting;
use crate::directory::Directory;
use crate::table::{NONE, at, cell, indices};

/// Where more than one household of so many has changed, planning from the beginning takes no longer.
const FEW: usize = 4;

impl Plan {
    /// The best plan for another directory, such as that of the next month, with the same options: as
    /// [`Directory::assign`] gives, but mended from this one where the same people may take households, and only a few
    /// of the households have changed.
    ///
    /// # Errors
    /// As for [`Directory::assign`].
    ///
    /// ```
    /// # use wangge::{AssignOptions, Registry};
    /// # use wangge_sample::Sample;
    /// # let registry = Registry::build(Sample::chalinhe().records())?;
    /// # let options = AssignOptions::caretakers("one-household-one-member");
    /// let plan = registry.as_of("2026-11-23".parse()?).assign(&options)?;
    /// let december = registry.as_of("2026-12-23".parse()?);
    /// let next = plan.replan(&december)?;
    /// assert_eq!(next.after().cost.total(), december.assign(&options)?.after().cost.total());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replan(&self, directory: &Directory) -> Result<Self, AssignError> {
        self.replan_with(directory, &mut |_| {})
    }

    /// The same, telling how far it has come.
    ///
    /// # Errors
    /// As for [`Directory::assign`].
    pub fn replan_with(&self, directory: &Directory, listener: &mut dyn FnMut(Progress)) -> Result<Self, AssignError> {
        let setting = Setting::new(directory, &self.options)?;
        let same = setting.terms == self.setting.terms && self.model.sinks.fit(&self.setting, &setting);
        let mended = if same { self.mend(&setting)? } else { None };
        match mended {
            Some(model) => super::finish(setting, self.options.clone(), model, listener),
            None => super::from_start(setting, &self.options, listener),
        }
    }

    /// The model for another setting with the same takers; nothing if most of it has changed.
    fn mend(&self, setting: &Setting) -> Result<Option<Model>, AssignError> {
        let mut changes = Changes::default();
        self.change_rows(setting, &mut changes)?;
        if changes.rows.len() > setting.rows.len() / FEW {
            return Ok(None);
        }
        let mut model = self.model.clone();
        let (rows, rows_back) = self.number_rows(setting, &changes);
        (model.rows, model.rows_back) = (rows, rows_back);
        let load_costs = self.change_sinks(setting, &mut model);
        let sinks = load_costs.iter().flat_map(|(taker, load_cost)| {
            let limits = |slot| {
                let sink = model.sinks.sink(*taker, slot)?;
                Some(Edit::SetSink { sink, limits: model.sinks.limits(setting, *taker, slot, load_cost) })
            };
            (0..setting.terms.slots()).filter_map(limits).collect::<Vec<_>>()
        });
        let rows = changes.rows.iter().map(|change| {
            let arcs = changes.arcs.get(change.arcs.clone()).unwrap_or_default();
            match change.row {
                NONE => Edit::AddRow { demand: change.demand, arcs },
                row => Edit::SetRow { row, demand: change.demand, arcs },
            }
        });
        let edits: Vec<Edit<'_>> = sinks.chain(rows).collect();
        model.solution.resolve(&edits)?;
        Ok(Some(model))
    }

    /// What is not as it was: rows of the problem that change or go, then new ones, in the order of the setting.
    fn change_rows(&self, setting: &Setting, changes: &mut Changes) -> Result<(), AssignError> {
        let (mut known, mut new) = (vec![false; self.model.rows_back.len()], Vec::new());
        let mut takers = Vec::new();
        for (number, row) in indices(setting.rows.len()).zip(&setting.rows) {
            let Some(old) = self.old_row(setting, row.household) else {
                new.push(number);
                continue;
            };
            let place = cell(&self.model.rows, old, NONE);
            known.get_mut(at(place)).into_iter().for_each(|known| *known = true);
            // What was tried is tried again, and what is special now.
            takers.clear();
            let tried = self.model.arcs(old).filter_map(|(sink, _)| self.model.sinks.whose(sink));
            takers.extend(tried.map(|(taker, _)| taker));
            takers.extend(setting.marks.row(number).iter().map(|mark| mark.taker));
            takers.sort_unstable();
            takers.dedup();
            takers.retain(|taker| setting.is_eligible(number, *taker) && !setting.mark(number, *taker).pinned);
            let mut arcs = if row.demand > 0 { arcs(setting, &self.model.sinks, number, &takers) } else { Vec::new() };
            arcs.sort_unstable_by_key(|(sink, cost)| (*cost, *sink));
            if row.demand != self.model.demand(old) || !self.model.arcs(old).eq(arcs.iter().copied()) {
                changes.push(place, row.demand, &arcs);
            }
        }
        for (place, _) in (0..).zip(known).filter(|(_, known)| !known) {
            if cell(&self.model.rows_back, place, NONE) != NONE {
                changes.push(place, 0, &[]);
            }
        }
        if self.model.solution.problem().sinks() > 0 && setting.most > self.setting.most {
            changes.push(NONE, 0, &[(0, setting.most)]);
            changes.weight = true;
        }
        let mut candidates = Candidates::new(setting, self.options.nearest)?;
        for number in new {
            takers.clear();
            candidates.of(number, &mut takers);
            let demand = setting.row(number).map_or(0, |row| row.demand);
            changes.push(NONE, demand, &arcs(setting, &self.model.sinks, number, &takers));
        }
        Ok(())
    }

    /// The row of a household in this plan.
    fn old_row(&self, setting: &Setting, household: u32) -> Option<u32> {
        let id = setting.tables().facts.household_id(household);
        self.row_of(id).ok()
    }

    /// Which row of the problem is whose: those that were there keep theirs, new ones follow.
    fn number_rows(&self, setting: &Setting, changes: &Changes) -> (Vec<u32>, Vec<u32>) {
        let mut next = self.model.solution.problem().rows().saturating_add(u32::from(changes.weight));
        let mut rows = Vec::with_capacity(setting.rows.len());
        for row in &setting.rows {
            let kept = self.old_row(setting, row.household).map(|old| cell(&self.model.rows, old, NONE));
            rows.push(kept.unwrap_or(next));
            next = next.saturating_add(u32::from(kept.is_none()));
        }
        let mut back = vec![NONE; at(next)];
        for (row, place) in (0..).zip(&rows) {
            back.get_mut(at(*place)).into_iter().for_each(|back| *back = row);
        }
        (rows, back)
    }

    /// The takers whose bounds or loads are not as they were, with what their load costs now.
    fn change_sinks(&self, setting: &Setting, model: &mut Model) -> Vec<(u32, Vec<(u32, i64)>)> {
        let before = &self.setting;
        let changed = |taker: &u32| {
            before.bounds(*taker) != setting.bounds(*taker)
                || before.base_load(*taker) != setting.base_load(*taker)
                || (1..setting.terms.slots())
                    .any(|slot| before.limit_left(*taker, slot) != setting.limit_left(*taker, slot))
        };
        let open = indices(setting.takers.len()).filter(|taker| setting.is_open(*taker));
        let changed: Vec<u32> = open.filter(changed).collect();
        model.sinks.lay_out(setting, &changed);
        changed.iter().map(|taker| (*taker, model.sinks.load_cost(setting, *taker))).collect()
    }
}

/// Edits of rows, with their arcs in one table.
#[derive(Default)]
struct Changes {
    rows: Vec<RowChange>,
    arcs: Vec<(u32, i64)>,
    /// Whether the first new row only says how large costs may be.
    weight: bool,
}

struct RowChange {
    /// [`NONE`]: a new one.
    row: u32,
    demand: u32,
    arcs: std::ops::Range<usize>,
}

impl Changes {
    fn push(&mut self, row: u32, demand: u32, arcs: &[(u32, i64)]) {
        let start = self.arcs.len();
        self.arcs.extend_from_slice(arcs);
        self.rows.push(RowChange { row, demand, arcs: start..self.arcs.len() });
    }
}
