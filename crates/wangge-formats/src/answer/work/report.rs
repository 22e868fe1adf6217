//! Matters in numbers, as JSON (N1).

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use wangge::Work;
use wangge::record::Urgency;
use wangge::scheme::Kind;
use wangge::work::{Boundaries, Channel, Figure, Figures, Spread, State, WorkReport};

use crate::answer::code::Code;
use crate::answer::instant;

/// Matters of a unit, or of the whole county, in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "WorkReport")]
pub struct WorkReportView<'w> {
    /// The unit; absent: the whole county.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'w str>,
    /// The matter kind that it is about, with the kinds below it; absent: every kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'w str>,
    /// The first day.
    pub from: String,
    /// The day after the last; absent: open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What is known at this instant is counted.
    pub known_at: String,
    /// The date under whose boundaries matters count; absent: under the hierarchy as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boundaries: Option<String>,
    /// All matters.
    pub total: WorkFiguresView,
    /// By unit directly below, and what is in none of them; they add up to the whole.
    pub parts: Vec<OfPartView<'w>>,
    /// By kind, in the scheme's order; a kind counts in every kind above it too.
    pub kinds: Vec<OfKindView<'w>>,
    /// By urgency.
    pub urgencies: Vec<OfUrgencyView>,
    /// By the channel of the report.
    pub channels: Vec<OfChannelView>,
    /// By state as known.
    pub states: Vec<OfStateView>,
    /// By the level of the current step as known, from the top.
    pub levels: Vec<OfLevelView<'w>>,
    /// How long the three firsts took.
    pub firsts: FirstsView,
    /// Each day on which something was reported or resolved.
    pub days: Vec<DayView>,
    /// The matters that are overdue, in the order of the log.
    pub overdue: Vec<&'w str>,
    /// The matters whose subject does not live on the date of the boundaries, in the order of the log.
    pub unplaced: Vec<&'w str>,
}

/// How many matters each figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "WorkFigures")]
pub struct WorkFiguresView {
    /// Reported on a day of the period.
    pub reported: u32,
    /// Resolved last on a day of the period, and not open.
    pub resolved: u32,
    /// Of those: resolved after a deadline.
    pub late: u32,
    /// Reported before the end of the period, and open.
    pub open: u32,
    /// Of those: overdue.
    pub overdue: u32,
    /// Reported on a day of the period, and reopened at least once.
    pub reopened: u32,
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident($title:literal) { $(#[$field_doc:meta])* $field:ident: $type:ty })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
        #[serde(rename_all = "camelCase")]
        #[schemars(rename = $title)]
        pub struct $name {
            $(#[$field_doc])*
            pub $field: $type,
            /// How many matters each figure counts.
            pub figures: WorkFiguresView,
        }
    )+};
}

rows! {
    /// The matters of one urgency.
    OfUrgencyView("OfUrgency") {
        /// How pressing they are.
        urgency: Urgency
    }
    /// The matters that came in through one channel.
    OfChannelView("OfChannel") {
        /// How they came in.
        channel: Channel
    }
    /// The matters in one state.
    OfStateView("OfState") {
        /// The state as known.
        state: State
    }
}

/// The matters of one part of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "OfPart")]
pub struct OfPartView<'w> {
    /// The unit directly below; absent: what is directly in the unit, of the whole county what is unplaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'w str>,
    /// How many matters each figure counts.
    pub figures: WorkFiguresView,
}

/// The matters of one kind and the kinds below it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "OfKind")]
pub struct OfKindView<'w> {
    /// The kind.
    pub kind: &'w str,
    /// How many matters each figure counts.
    pub figures: WorkFiguresView,
}

/// The matters at one level.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "OfLevel")]
pub struct OfLevelView<'w> {
    /// The level of the current step as known; absent where there is no such step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<&'w str>,
    /// How many matters each figure counts.
    pub figures: WorkFiguresView,
}

/// How long the three firsts took, of the matters reported in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Firsts")]
pub struct FirstsView {
    /// From the report to the first response.
    pub response: SpreadView,
    /// From the report to the first filing that covers it.
    pub report: SpreadView,
    /// From the report to the first time that it was resolved.
    pub handling: SpreadView,
}

/// How long something took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Spread")]
pub struct SpreadView {
    /// For how many matters it happened.
    pub count: u32,
    /// The median in seconds; 0 where it happened for none.
    pub median: i64,
    /// The longest in seconds.
    pub longest: i64,
}

/// What happened on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "WorkDay")]
pub struct DayView {
    /// The day.
    pub date: String,
    /// How many matters were reported.
    pub reported: u32,
    /// How many were resolved, for the last time and not open.
    pub resolved: u32,
}

/// The matters that a figure counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "FigureMatters")]
pub struct MattersView<'w> {
    /// The figure.
    #[schemars(with = "Code<Figure>")]
    pub figure: &'static str,
    /// The matters, in the order of the log.
    pub matters: Vec<&'w str>,
}

impl From<Figures> for WorkFiguresView {
    fn from(figures: Figures) -> Self {
        let Figures { reported, resolved, late, open, overdue, reopened } = figures;
        Self { reported, resolved, late, open, overdue, reopened }
    }
}

impl From<Spread> for SpreadView {
    fn from(Spread { count, median, longest }: Spread) -> Self {
        Self { count, median, longest }
    }
}

impl<'w> WorkReportView<'w> {
    /// A report.
    #[must_use]
    pub fn new(work: &'w Work, report: &WorkReport<'w>) -> Self {
        let query = report.query();
        let boundaries = match query.boundaries {
            Boundaries::AsItWas => None,
            Boundaries::On(date) => Some(date.to_string()),
        };
        let unplaced = Some(report.unplaced_figures()).filter(|own| report.unit().is_none() && !own.is_empty());
        let parts = report.parts().chain(unplaced.map(|figures| (None, figures)));
        let kinds = report.kinds().map(|(kind, figures)| OfKindView { kind: kind.id(), figures: figures.into() });
        Self {
            unit: report.unit(),
            kind: report.of_kind().map(Kind::id),
            from: query.period.from().to_string(),
            until: query.period.until().map(|until| until.to_string()),
            known_at: instant(query.known_at, work.registry().scheme().calendar().offset()),
            boundaries,
            total: report.total().into(),
            parts: parts.map(|(unit, figures)| OfPartView { unit, figures: figures.into() }).collect(),
            kinds: kinds.collect(),
            urgencies: report
                .urgencies()
                .map(|(urgency, figures)| OfUrgencyView { urgency, figures: figures.into() })
                .collect(),
            channels: report
                .channels()
                .map(|(channel, figures)| OfChannelView { channel, figures: figures.into() })
                .collect(),
            states: report.states().map(|(state, figures)| OfStateView { state, figures: figures.into() }).collect(),
            levels: report
                .levels()
                .map(|(level, figures)| OfLevelView {
                    level: level.map(wangge::scheme::Level::id),
                    figures: figures.into(),
                })
                .collect(),
            firsts: FirstsView {
                response: report.first_response().into(),
                report: report.first_report().into(),
                handling: report.first_handling().into(),
            },
            days: days(work, report),
            overdue: report.matters(Figure::Overdue).map(|case| case.id()).collect(),
            unplaced: report.unplaced().map(|case| case.id()).collect(),
        }
    }
}

fn days(work: &Work, report: &WorkReport<'_>) -> Vec<DayView> {
    let calendar = work.registry().scheme().calendar();
    let known_at = report.query().known_at;
    let mut days: BTreeMap<Date, (u32, u32)> = BTreeMap::new();
    for case in report.matters(Figure::Reported) {
        days.entry(calendar.date_of(case.reported_at())).or_default().0 += 1;
    }
    for case in report.matters(Figure::Resolved) {
        let resolved = case.at(known_at).and_then(|standing| standing.resolved_at());
        if let Some(at) = resolved {
            days.entry(calendar.date_of(at)).or_default().1 += 1;
        }
    }
    let day = |(date, (reported, resolved)): (Date, _)| DayView { date: date.to_string(), reported, resolved };
    days.into_iter().map(day).collect()
}
