//! Matters in numbers, for one unit or for all, rolled up exactly through the hierarchy (N1, M5).

mod figures;
mod rollup;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use self::figures::{Boundaries, Figure, Figures, WorkQuery};
use self::figures::{Counted, Counting};
pub use self::rollup::Rollup;
use super::entry::{Channel, State};
use super::ledger::Head;
use super::{Case, Sight, Work, WorkError};
use crate::directory::Directory;
use crate::record::Urgency;
use crate::scheme::{Kind, Level};
use crate::table::{NONE, cell};

/// Matters of one unit, or of the whole county, in numbers.
#[derive(Debug, Clone)]
pub struct WorkReport<'w> {
    work: &'w Work,
    query: WorkQuery,
    unit: Option<u32>,
    /// The kind that is asked for, with those below it; [`NONE`]: every kind.
    kind: u32,
    total: Figures,
    /// By the registry's number of the unit directly below, [`NONE`] for what is directly in the unit.
    parts: BTreeMap<u32, Figures>,
    kinds: BTreeMap<u32, Figures>,
    urgencies: BTreeMap<Urgency, Figures>,
    channels: BTreeMap<Channel, Figures>,
    states: BTreeMap<State, Figures>,
    /// By level, [`NONE`] where there is no current step.
    levels: BTreeMap<u32, Figures>,
    /// The cases that count in any figure, in the order of the log.
    counted: Vec<(u32, Counted)>,
    unplaced: Vec<u32>,
    without_place: Figures,
    firsts: [Spread; 3],
}

/// How long something took: in seconds, over the matters for which it happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// Over how many matters.
    pub count: u32,
    /// The median; of an even number the lesser of the two in the middle.
    pub median: i64,
    /// The longest.
    pub longest: i64,
}

impl Work {
    /// The matters of a unit, or of the whole county, in numbers (N1). One pass over all cases.
    ///
    /// # Errors
    /// `unit.unknown`.
    ///
    /// ```
    /// use wangge::work::{Boundaries, Work, WorkQuery};
    /// use wangge::{Period, Registry};
    /// use wangge_sample::Sample;
    ///
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let work = Work::new(&registry);
    /// let november = Period::new("2026-11-01".parse()?, Some("2026-12-01".parse()?))?;
    /// let known_at = "2026-12-01T00:00:00+08:00".parse()?;
    /// let query = WorkQuery { period: november, known_at, boundaries: Boundaries::AsItWas };
    /// let report = work.report(Some("430821108223"), &query)?;
    /// assert!(report.total().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn report(&self, unit: Option<&str>, query: &WorkQuery) -> Result<WorkReport<'_>, WorkError> {
        self.report_on(unit, query, NONE, &|_| true)
    }

    /// The same for the matters of one kind and the kinds below it alone.
    ///
    /// # Errors
    /// `unit.unknown`; `kind.unknown` if the kind is of another scheme.
    pub fn report_of_kind(
        &self,
        unit: Option<&str>,
        query: &WorkQuery,
        kind: Kind<'_>,
    ) -> Result<WorkReport<'_>, WorkError> {
        let kind = self.registry().facts.scheme.0.own_kind(kind)?;
        self.report_on(unit, query, kind, &|_| true)
    }

    /// The same of the matters that are shown to somebody: the others are counted nowhere (S2).
    ///
    /// # Errors
    /// `unit.unknown`; `kind.unknown` if the kind is of another scheme.
    pub fn report_seen(
        &self,
        sight: &Sight,
        unit: Option<&str>,
        query: &WorkQuery,
        kind: Option<Kind<'_>>,
    ) -> Result<WorkReport<'_>, WorkError> {
        let kind = kind.map_or(Ok(NONE), |kind| self.registry().facts.scheme.0.own_kind(kind))?;
        self.report_on(unit, query, kind, &|case| sight.shows(case))
    }

    fn report_on(
        &self,
        unit: Option<&str>,
        query: &WorkQuery,
        kind: u32,
        is_shown: &dyn Fn(Case<'_>) -> bool,
    ) -> Result<WorkReport<'_>, WorkError> {
        let unit = unit.map(|id| self.unit_number(id)).transpose()?;
        let mut report = WorkReport {
            work: self,
            query: *query,
            unit,
            kind,
            total: Figures::default(),
            parts: BTreeMap::new(),
            kinds: BTreeMap::new(),
            urgencies: BTreeMap::new(),
            channels: BTreeMap::new(),
            states: BTreeMap::new(),
            levels: BTreeMap::new(),
            counted: Vec::new(),
            unplaced: Vec::new(),
            without_place: Figures::default(),
            firsts: [Spread::default(); 3],
        };
        report.read(is_shown);
        Ok(report)
    }
}

/// Where a case counts, seen from a unit.
enum Place {
    /// Under it: the part that it is in.
    Part(u32),
    Elsewhere,
    /// Its subject does not live on the date of the boundaries.
    Nowhere,
}

impl<'w> WorkReport<'w> {
    fn read(&mut self, is_shown: &dyn Fn(Case<'_>) -> bool) {
        let counting = Counting::new(&self.query);
        let directory = match self.query.boundaries {
            Boundaries::AsItWas => None,
            Boundaries::On(date) => Some(self.work.timeline.on(date)),
        };
        let mut durations = [const { Vec::new() }; 3];
        for ((row, head), case) in self.work.cases.rows.iter().zip(&self.work.cases.heads).zip(0..) {
            if !self.is_asked(head.kind) {
                continue;
            }
            let Some((counted, fate)) = counting.count(self.work, head, || Some(row)) else { continue };
            if !is_shown(Case::new(self.work, case, row)) {
                continue;
            }
            match self.place(row.subject, head, directory.as_ref()) {
                Place::Part(part) => self.parts.entry(part).or_default().count(counted),
                // Of the whole county it is a part without place.
                Place::Nowhere if self.unit.is_none() => {
                    self.unplaced.push(case);
                    self.without_place.count(counted);
                }
                Place::Elsewhere | Place::Nowhere => continue,
            }
            self.counted.push((case, counted));
            self.total.count(counted);
            self.urgencies.entry(head.urgency).or_default().count(counted);
            self.channels.entry(row.channel).or_default().count(counted);
            self.states.entry(fate.state).or_default().count(counted);
            self.levels.entry(fate.level).or_default().count(counted);
            let mut kind = head.kind;
            while kind != NONE {
                self.kinds.entry(kind).or_default().count(counted);
                kind = cell(&self.work.registry().facts.scheme.0.kind_parent, kind, NONE);
            }
            if counted.is_in(Figure::Reported)
                && let Some(now) = self.work.cases.now(&self.work.timeline, row, self.query.known_at)
            {
                let report = self.work.first_report(row, self.query.known_at);
                time(&mut durations, row.at, [now.first_response, report, now.first_handling]);
            }
        }
        self.firsts = durations.map(Spread::of);
    }

    /// Whether a kind is the one that is asked for, or below it.
    fn is_asked(&self, mut kind: u32) -> bool {
        while kind != self.kind && kind != NONE {
            kind = cell(&self.work.registry().facts.scheme.0.kind_parent, kind, NONE);
        }
        kind == self.kind
    }

    fn place(&self, subject: u32, head: &Head, directory: Option<&Directory>) -> Place {
        let graph = &self.work.registry().facts.units.graph;
        let (mut unit, tables) = match directory {
            None => (head.unit, None),
            Some(directory) => match directory.subject_at(subject) {
                Some(subject) => (subject.unit().row(), Some(&*directory.0)),
                None => return Place::Nowhere,
            },
        };
        let parent = |unit: u32| match tables {
            None => graph.parent(unit, head.looked_up),
            Some(tables) => graph.parent(unit, tables.day),
        };
        let mut part = NONE;
        loop {
            if Some(unit) == self.unit {
                return Place::Part(part);
            }
            part = unit;
            unit = parent(unit);
            if unit == NONE {
                return if self.unit.is_none() { Place::Part(part) } else { Place::Elsewhere };
            }
        }
    }

    /// What was asked.
    #[must_use]
    pub fn query(&self) -> &WorkQuery {
        &self.query
    }

    /// The id of the unit; none: the whole county.
    #[must_use]
    pub fn unit(&self) -> Option<&'w str> {
        self.unit.map(|unit| self.work.registry().facts.unit_id(unit))
    }

    /// The kind whose matters are counted, with those below it; none: every kind.
    #[must_use]
    pub fn of_kind(&self) -> Option<Kind<'w>> {
        (self.kind != NONE).then(|| Kind::new(&self.work.registry().facts.scheme.0, self.kind))
    }

    /// All matters of the unit.
    #[must_use]
    pub fn total(&self) -> Figures {
        self.total
    }

    /// By part: the ids of the units directly below, and, without id, what is directly in the unit. They add up to the
    /// whole, but for what is [unplaced](Self::unplaced).
    pub fn parts(&self) -> impl ExactSizeIterator<Item = (Option<&'w str>, Figures)> {
        let facts = &self.work.registry().facts;
        let id = move |unit: u32| (unit != NONE).then(|| facts.unit_id(unit));
        self.parts.iter().map(move |(unit, figures)| (id(*unit), *figures))
    }

    /// By kind, in the scheme's order; a kind counts in every kind above it too.
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = (Kind<'w>, Figures)> {
        let rules = &*self.work.registry().facts.scheme.0;
        self.kinds.iter().map(move |(kind, figures)| (Kind::new(rules, *kind), *figures))
    }

    /// The matters of one kind and the kinds below it.
    #[must_use]
    pub fn kind(&self, kind: Kind<'_>) -> Figures {
        let own = self.work.registry().facts.scheme.0.own_kind(kind).ok();
        own.and_then(|kind| self.kinds.get(&kind)).copied().unwrap_or_default()
    }

    /// By urgency.
    pub fn urgencies(&self) -> impl ExactSizeIterator<Item = (Urgency, Figures)> {
        self.urgencies.iter().map(|(urgency, figures)| (*urgency, *figures))
    }

    /// By the channel of the report.
    pub fn channels(&self) -> impl ExactSizeIterator<Item = (Channel, Figures)> {
        self.channels.iter().map(|(channel, figures)| (*channel, *figures))
    }

    /// By state as known.
    pub fn states(&self) -> impl ExactSizeIterator<Item = (State, Figures)> {
        self.states.iter().map(|(state, figures)| (*state, *figures))
    }

    /// By the level of the current step as known, from the top; without level where there is no such step.
    pub fn levels(&self) -> impl ExactSizeIterator<Item = (Option<Level<'w>>, Figures)> {
        let rules = &*self.work.registry().facts.scheme.0;
        let named = move |level: u32| (level != NONE).then(|| Level::new(rules, level));
        self.levels.iter().map(move |(level, figures)| (named(*level), *figures))
    }

    /// The matters that a figure counts, in the order of the log.
    pub fn matters(&self, figure: Figure) -> impl Iterator<Item = Case<'w>> {
        let work = self.work;
        let own = self.counted.iter().filter(move |(_, counted)| counted.is_in(figure));
        own.filter_map(move |(case, _)| work.case_at(*case))
    }

    /// In the whole county: the matters whose subject does not live on the date of the boundaries. They are the difference
    /// between the whole and its parts.
    pub fn unplaced(&self) -> impl Iterator<Item = Case<'w>> {
        let work = self.work;
        self.unplaced.iter().filter_map(move |case| work.case_at(*case))
    }

    /// The figures of what is [unplaced](Self::unplaced): with those of the parts they add up to the whole.
    #[must_use]
    pub fn unplaced_figures(&self) -> Figures {
        self.without_place
    }

    /// From the report to the first response.
    #[must_use]
    pub fn first_response(&self) -> Spread {
        self.firsts[0]
    }

    /// From the report to the first filing that covers it.
    #[must_use]
    pub fn first_report(&self) -> Spread {
        self.firsts[1]
    }

    /// From the report to the first time that it was resolved.
    #[must_use]
    pub fn first_handling(&self) -> Spread {
        self.firsts[2]
    }
}

/// Takes the times from a report to its firsts.
fn time(durations: &mut [Vec<i64>; 3], report: Timestamp, firsts: [Option<Timestamp>; 3]) {
    for (own, first) in durations.iter_mut().zip(firsts) {
        own.extend(first.map(|first| first.duration_since(report).as_secs()));
    }
}

impl Spread {
    fn of(mut durations: Vec<i64>) -> Self {
        durations.sort_unstable();
        let middle = durations.len().saturating_sub(1) / 2;
        Self {
            count: crate::table::indices(durations.len()).end,
            median: durations.get(middle).copied().unwrap_or(0),
            longest: durations.last().copied().unwrap_or(0),
        }
    }
}

impl Case<'_> {
    /// When the matter was first in a report that was filed, as known at an instant (第一时间报告).
    #[must_use]
    pub fn first_report(self, known_at: Timestamp) -> Option<Timestamp> {
        self.work().first_report(self.row(), known_at)
    }
}
