//! Figures of matters (N1): every matter is looked at, and each set holds ids, so that nothing counts twice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date};
use wangge::work::Reported;

use super::{
    super::{
        period::Period,
        world::{Subject, World},
    },
    Log,
    case::Firsts,
};

/// Under which hierarchy a matter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundaries {
    /// That of the day of the report.
    AsItWas,
    /// That of a date.
    Of(Date),
}

/// Ids of the matters of each figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// See the table.
    pub reported: BTreeSet<String>,
    /// See the table.
    pub resolved: BTreeSet<String>,
    /// See the table.
    pub late: BTreeSet<String>,
    /// See the table.
    pub open: BTreeSet<String>,
    /// See the table.
    pub overdue: BTreeSet<String>,
    /// See the table.
    pub reopened: BTreeSet<String>,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        self.reported.extend(other.reported.iter().cloned());
        self.resolved.extend(other.resolved.iter().cloned());
        self.late.extend(other.late.iter().cloned());
        self.open.extend(other.open.iter().cloned());
        self.overdue.extend(other.overdue.iter().cloned());
        self.reopened.extend(other.reopened.iter().cloned());
    }

    /// How many of each, in the order of the table.
    pub fn counts(&self) -> [usize; 6] {
        [&self.reported, &self.resolved, &self.late, &self.open, &self.overdue, &self.reopened].map(BTreeSet::len)
    }

    /// Whether no matter counts anywhere.
    pub fn is_empty(&self) -> bool {
        self.counts() == [0; 6]
    }
}

/// What a report is about.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'s> {
    /// A unit; none: the whole county.
    pub unit: Option<&'s str>,
    /// The days.
    pub period: Period,
    /// What was known then.
    pub known: Timestamp,
    /// Under which hierarchy.
    pub boundaries: Boundaries,
}

/// The answer of N1. What has no matter in any figure is left out of the maps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// All of it.
    pub whole: Figures,
    /// By unit directly under it on the way up.
    pub parts: BTreeMap<String, Figures>,
    /// Directly in the unit.
    pub directly: Figures,
    /// By kind: "a kind counts in every kind above it too".
    pub by_kind: BTreeMap<String, Figures>,
    /// By urgency.
    pub by_urgency: BTreeMap<String, Figures>,
    /// By channel.
    pub by_channel: BTreeMap<String, Figures>,
    /// By state, as known.
    pub by_state: BTreeMap<String, Figures>,
    /// By level of the current step's seat; none where there is none.
    pub by_level: BTreeMap<Option<String>, Figures>,
    /// "Its matters count in the whole county, under no unit, and are listed by id."
    pub unplaced: Figures,
    /// From the report to the first response, report and handling: "of the matters reported in the period, those that had
    /// the first as known".
    pub spreads: [Spread; 3],
}

/// "How many, the median (of an even number the lesser of the two in the middle) and the longest, in whole seconds
/// rounded down."
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many.
    pub count: usize,
    /// Seconds.
    pub median: i64,
    /// Seconds.
    pub longest: i64,
}

impl Spread {
    fn of(mut seconds: Vec<i64>) -> Self {
        seconds.sort_unstable();
        let median = seconds.len().checked_sub(1).map_or(0, |last| seconds[last / 2]);
        Self { count: seconds.len(), median, longest: seconds.last().copied().unwrap_or(0) }
    }
}

impl Log {
    /// N1, matter by matter.
    pub fn report(&self, scope: Scope<'_>) -> Report {
        let mut report = Report::default();
        // "Matters reported after the instant are not counted."
        for matter in self.matters().filter(|matter| matter.at <= scope.known) {
            let own = self.figures(matter, scope);
            if own.is_empty() {
                continue;
            }
            match (self.way_up(matter, scope.boundaries), scope.unit) {
                (None, None) => {
                    report.unplaced.add(&own);
                    self.count(&mut report, matter, scope, &own);
                }
                (None, Some(_)) => {}
                // The parts of the county are the topmost units.
                (Some(path), None) => {
                    let top = path.last().map(|unit| self.world.units[*unit].id.to_string());
                    report.parts.entry(top.unwrap()).or_default().add(&own);
                    self.count(&mut report, matter, scope, &own);
                }
                (Some(path), Some(unit)) => {
                    let Some(place) = path.iter().position(|row| self.world.units[*row].id == unit) else { continue };
                    match place.checked_sub(1) {
                        Some(below) => {
                            let part = self.world.units[path[below]].id.to_string();
                            report.parts.entry(part).or_default().add(&own);
                        }
                        None => report.directly.add(&own),
                    }
                    self.count(&mut report, matter, scope, &own);
                }
            }
        }
        let firsts: Vec<Firsts> = self
            .matters()
            .filter(|matter| report.whole.reported.contains(matter.id.as_str()))
            .map(|matter| self.firsts(&self.case(matter, scope.known), scope.known))
            .collect();
        let spread = |of: fn(&Firsts) -> Option<SignedDuration>| {
            Spread::of(firsts.iter().filter_map(of).map(|span| span.as_secs()).collect())
        };
        report.spreads = [spread(|one| one.response), spread(|one| one.report), spread(|one| one.handling)];
        report
    }

    /// Into the whole, and by kind, urgency, state and level.
    fn count(&self, report: &mut Report, matter: &Reported, scope: Scope<'_>, own: &Figures) {
        let case = self.case(matter, scope.known);
        report.whole.add(own);
        for kind in self.world.lineage(&matter.kind) {
            report.by_kind.entry(kind.to_owned()).or_default().add(own);
        }
        report.by_urgency.entry(matter.urgency.as_str().to_owned()).or_default().add(own);
        report.by_channel.entry(matter.channel.as_str().to_owned()).or_default().add(own);
        report.by_state.entry(case.state.as_str().to_owned()).or_default().add(own);
        let level = case.level().map(|level| self.world.scheme.levels[level].id.to_string());
        report.by_level.entry(level).or_default().add(own);
    }

    /// In which figures one matter counts: the table.
    fn figures(&self, matter: &Reported, scope: Scope<'_>) -> Figures {
        let case = self.case(matter, scope.known);
        let within = |at: Timestamp| scope.period.contains(self.world.day(at));
        let one = |holds: bool| holds.then(|| matter.id.to_string()).into_iter().collect::<BTreeSet<_>>();
        let before_the_end = scope.period.until.is_none_or(|until| self.world.day(matter.at) < until);
        let resolved = case.resolved.filter(|(at, _)| !case.state.is_open() && within(*at));
        Figures {
            reported: one(within(matter.at)),
            resolved: one(resolved.is_some()),
            late: one(resolved.is_some_and(|(_, late)| late)),
            open: one(before_the_end && case.state.is_open()),
            overdue: one(before_the_end && case.is_overdue()),
            reopened: one(within(matter.at) && case.reopened),
        }
    }

    /// "Under each unit on the way up from its subject on the day of the report", or on that date; none: unplaced.
    pub fn way_up(&self, matter: &Reported, boundaries: Boundaries) -> Option<Vec<usize>> {
        let day = match boundaries {
            Boundaries::AsItWas => self.world.day(matter.at),
            Boundaries::Of(date) => date,
        };
        self.world.way_up(day, &matter.subject)
    }
}

impl World {
    /// The units on the way up from a subject that lives on the day.
    pub(super) fn way_up(&self, day: Date, subject: &str) -> Option<Vec<usize>> {
        let subject: Subject = self.subject(day, subject).ok()?;
        Some(self.path(day, subject))
    }
}
