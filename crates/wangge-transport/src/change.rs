//! Changes of a solved problem: the plan is mended, not made again.

use crate::arcs::{Arc, Arcs, Cost, RowSpan};
use crate::number::{at, count, read};
use crate::problem::{NONE, SinkData};
use crate::solve::{FREE, Incoming, State, Unit};
use crate::{Penalties, Problem, Refused, Sink, Solution};

/// One change of a problem.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Edit<'a> {
    /// A row gets other arcs and another demand; 0 takes it out.
    SetRow {
        /// Its number.
        row: u32,
        /// How many units it asks for.
        demand: u32,
        /// Its arcs: sinks and costs.
        arcs: &'a [(u32, i64)],
    },
    /// One more row, numbered after the last.
    AddRow {
        /// How many units it asks for.
        demand: u32,
        /// Its arcs: sinks and costs.
        arcs: &'a [(u32, i64)],
    },
    /// A sink gets other bounds and another load cost.
    SetSink {
        /// Its number.
        sink: u32,
        /// What it takes now; its parent stays, whatever is given.
        limits: Sink<'a>,
    },
}

/// What a refused change is taken back to.
struct Before {
    rows: Vec<(u32, RowSpan)>,
    sinks: Vec<(u32, SinkData)>,
    sizes: (usize, usize, usize),
    units: u64,
    largest: i64,
}

impl Solution {
    /// Changes the problem and mends the plan, from the present prices: an optimal plan of the new problem, in the time
    /// that the changed rows and sinks need. The first change also takes one pass over all arcs.
    ///
    /// # Errors
    /// [`Refused`], and nothing has changed: an edit names what is not there, a row or sink is refused as when it is
    /// added, or the problem becomes too large.
    ///
    /// ```
    /// use wangge_transport::{Edit, Problem, Sink, solve};
    ///
    /// let mut problem = Problem::new();
    /// let ann = problem.add_sink(Sink { upper: 1, ..Sink::default() })?;
    /// let ben = problem.add_sink(Sink { upper: 2, ..Sink::default() })?;
    /// problem.add_row(1, &[(ann, 120), (ben, 380)])?;
    /// problem.add_row(1, &[(ann, 100), (ben, 900)])?;
    /// let mut solution = solve(problem)?;
    /// assert_eq!(solution.plan(), [ben, ann]);
    ///
    /// solution.resolve(&[Edit::SetSink { sink: ann, limits: Sink { upper: 2, ..Sink::default() } }])?;
    /// assert_eq!(solution.plan(), [ann, ann]);
    /// # Ok::<(), wangge_transport::Refused>(())
    /// ```
    pub fn resolve(&mut self, edits: &[Edit<'_>]) -> Result<(), Refused> {
        let old = self.problem.penalties()?;
        let before = self.edit(edits)?;
        let new = self.problem.penalties()?;
        if old != new && !self.is_clear_of(new.shortfall) {
            self.again(new);
            return Ok(());
        }
        self.mend(&before, (old != new).then_some(new));
        self.read_plan();
        Ok(())
    }

    /// Applies all edits to the problem, or none.
    fn edit(&mut self, edits: &[Edit<'_>]) -> Result<Before, Refused> {
        let problem = &mut self.problem;
        let sizes = (problem.rows.len(), problem.arcs.len(), problem.pieces.len());
        let (units, largest) = (problem.units, problem.largest);
        let mut before = Before { rows: Vec::new(), sinks: Vec::new(), sizes, units, largest };
        let tried = edits.iter().try_for_each(|edit| before.apply(problem, edit));
        match tried.and_then(|()| problem.penalties()) {
            Ok(_) => Ok(before),
            Err(refused) => {
                before.restore(problem);
                Err(refused)
            }
        }
    }

    /// Whether no price contains a penalty, so that other penalties are as good.
    fn is_clear_of(&self, penalty: i64) -> bool {
        let least = self.state.short.min(penalty);
        self.unassigned() == 0
            && self.shortfall() == 0
            && self.state.nodes.iter().all(|node| node.price.abs() < least / 2)
    }

    fn mend(&mut self, before: &Before, penalties: Option<Penalties>) {
        let Self { problem, state, search, incoming, .. } = self;
        match &problem.arcs {
            Arcs::Narrow(arcs) => state.mend(search, problem, arcs, incoming, before, penalties),
            Arcs::Wide(arcs) => state.mend(search, problem, arcs, incoming, before, penalties),
        }
    }
}

impl Before {
    fn apply(&mut self, problem: &mut Problem, edit: &Edit<'_>) -> Result<(), Refused> {
        match *edit {
            Edit::SetRow { row, demand, arcs } => {
                let span = problem.rows.get(at(row)).copied().ok_or(Refused::RowUnknown { row })?;
                problem.set_row(row, demand, arcs)?;
                self.rows.push((row, span));
            }
            Edit::AddRow { demand, arcs } => {
                problem.add_row(demand, arcs)?;
            }
            Edit::SetSink { sink, limits } => {
                let data = problem.sinks.get(at(sink)).copied().ok_or(Refused::SinkUnknown { sink })?;
                problem.set_sink(sink, limits)?;
                self.sinks.push((sink, data));
            }
        }
        Ok(())
    }

    fn restore(self, problem: &mut Problem) {
        // The last first: what was changed twice comes back to what it was at the beginning.
        for (row, span) in self.rows.into_iter().rev() {
            problem.rows.get_mut(at(row)).into_iter().for_each(|kept| *kept = span);
        }
        for (sink, data) in self.sinks.into_iter().rev() {
            problem.sinks.get_mut(at(sink)).into_iter().for_each(|kept| *kept = data);
        }
        let (rows, arcs, pieces) = self.sizes;
        problem.rows.truncate(rows);
        problem.arcs.truncate(arcs);
        problem.pieces.truncate(pieces);
        (problem.units, problem.largest) = (self.units, self.largest);
    }
}

impl State {
    fn mend<C: Cost>(
        &mut self,
        search: &mut crate::solve::Search,
        problem: &Problem,
        arcs: &[Arc<C>],
        incoming: &mut Option<Incoming>,
        before: &Before,
        penalties: Option<Penalties>,
    ) {
        if let Some(penalties) = penalties {
            self.set_penalties(problem, arcs, penalties);
        }
        let mut sinks: Vec<u32> = before.sinks.iter().map(|(sink, _)| *sink).collect();
        let added = count(before.sizes.0)..problem.rows();
        let mut rows: Vec<u32> = before.rows.iter().map(|(row, _)| *row).filter(|row| !added.contains(row)).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut free = Vec::new();
        for row in &rows {
            self.detach(problem, arcs, *row, &mut sinks);
        }
        for row in rows.iter().copied().chain(added) {
            self.admit(problem, row, &mut free);
        }
        let incoming = match incoming {
            Some(incoming) => {
                let changed = rows.iter().copied().chain(count(before.sizes.0)..problem.rows());
                changed.for_each(|row| incoming.add(problem, arcs, row));
                incoming.tidy(problem, arcs);
                incoming
            }
            None => incoming.insert(Incoming::new(problem, arcs)),
        };
        if self.values.len() != self.units.len() {
            self.value_units(arcs);
        }
        sinks.sort_unstable();
        sinks.dedup();
        for sink in &sinks {
            self.refresh(problem, *sink);
        }
        for unit in free {
            self.place(search, problem, arcs, unit);
        }
        for sink in sinks {
            self.empty(search, problem, arcs, sink);
            self.fill(search, problem, arcs, incoming, sink);
        }
    }

    /// Takes the units of a row out of the plan.
    fn detach<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>], row: u32, sinks: &mut Vec<u32>) {
        let first = read(&self.first, row);
        for number in first..first + count(self.units_of(row).len()) {
            let unit = read(&self.units, number);
            let mut node = self.node_of(arcs, unit);
            self.send(arcs, number, FREE);
            while node != self.top() {
                self.change_load(problem, node, false);
                sinks.push(node);
                node = read(&self.margins, node).parent;
            }
        }
    }

    /// Units for a row that is new or changed.
    fn admit(&mut self, problem: &Problem, row: u32, free: &mut Vec<u32>) {
        let span = problem.rows.get(at(row)).copied().unwrap_or_default();
        let (had, wants) = (self.units_of(row).len(), at(span.demand));
        let mut first = read(&self.first, row);
        if had != wants {
            let end = at(first).saturating_add(had);
            let gone = self.units.get_mut(at(first)..end).unwrap_or_default();
            gone.iter_mut().for_each(|unit| *unit = Unit { row: NONE, arc: FREE, ..Unit::default() });
            first = count(self.units.len());
            self.units.resize(self.units.len().saturating_add(wants), Unit::default());
            self.members.grow(self.nodes.len(), self.units.len());
        }
        if self.first.len() <= at(row) {
            self.first.push(first);
        } else if let Some(kept) = self.first.get_mut(at(row)) {
            *kept = first;
        }
        self.several |= wants != 1;
        let own = self.units.get_mut(at(first)..at(first).saturating_add(wants)).unwrap_or_default();
        own.iter_mut().for_each(|unit| *unit = Unit { start: span.start, len: span.len, arc: FREE, row });
        free.extend(first..first + span.demand);
    }
}
