//! Cases as JSON (E9).

use std::cmp::Reverse;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use smol_str::SmolStr;
use wangge::Work;
use wangge::record::Urgency;
use wangge::work::{Case, Channel, Happening, ReturnReason, Standing, State};

use super::{DeadlineView, ids};
use crate::answer::code::Code;
use crate::answer::{SeatView, instant};

/// A matter, what it has come to at an instant, and everything that happened to it up to then.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Case")]
pub struct CaseView<'w> {
    /// The matter.
    pub matter: &'w str,
    /// The household, site or unit that it is about.
    pub subject: &'w str,
    /// The matter kind.
    pub kind: &'w str,
    /// How pressing it is.
    pub urgency: Urgency,
    /// How it came in.
    pub channel: Channel,
    /// When it was reported.
    pub reported_at: String,
    /// By when it must be done with, counted from the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_by: Option<DeadlineView>,
    /// The people who were recused at the report.
    pub recused: Vec<&'w str>,
    /// The instant that this is about.
    pub at: String,
    /// Its state.
    pub state: State,
    /// Whom the policy names at the current step, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<SeatView<'w>>,
    /// The unit of the current step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'w str>,
    /// The people who were asked last.
    pub asked: Vec<SmolStr>,
    /// The people who hold it.
    pub holders: Vec<&'w str>,
    /// Who accepted it or was handed it, whether they still serve or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_by: Option<&'w str>,
    /// By when it is to be accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_by: Option<DeadlineView>,
    /// By when the current step is to be resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolve_by: Option<DeadlineView>,
    /// The next deadline that has not passed, if it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_deadline: Option<String>,
    /// Whether it is overdue.
    pub overdue: bool,
    /// How often it was refused.
    pub refusals: u32,
    /// Who resolved it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<&'w str>,
    /// When it was resolved last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<String>,
    /// Whether it was resolved too late.
    pub late: bool,
    /// Whether it was ever reopened.
    pub reopened: bool,
    /// When somebody first reacted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_response: Option<String>,
    /// When it was first in a report that was filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_report: Option<String>,
    /// When it was first resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_handling: Option<String>,
    /// Everything that happened to it, entries and what the clock brought, in order.
    pub history: Vec<HappeningView>,
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Happening")]
pub struct HappeningView {
    /// When.
    pub at: String,
    /// What.
    #[schemars(with = "Code<Happening<'static>>")]
    pub what: &'static str,
    /// Whether it is an entry of the log; else the clock brought it, or another entry.
    pub entry: bool,
    /// Who did it; absent: the reporter, or the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<SmolStr>,
    /// Who was asked, handed it or told.
    pub to: Vec<SmolStr>,
    /// Why it was returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReturnReason>,
    /// The role or function that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<SmolStr>,
    /// The unit of the seat that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<SmolStr>,
}

/// The open cases at an instant, most urgent first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Board")]
pub struct BoardView<'w> {
    /// The instant.
    pub at: String,
    /// The unit under which they are; absent: everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'w str>,
    /// How many of them are overdue.
    pub overdue: usize,
    /// Overdue ones first, of them those that have missed every deadline; then by the next deadline, then by id.
    pub cases: Vec<CaseRowView<'w>>,
}

/// An open case in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "CaseRow")]
pub struct CaseRowView<'w> {
    /// The matter.
    pub matter: &'w str,
    /// The household, site or unit that it is about.
    pub subject: &'w str,
    /// The matter kind.
    pub kind: &'w str,
    /// How pressing it is.
    pub urgency: Urgency,
    /// When it was reported.
    pub reported_at: String,
    /// Its state.
    pub state: State,
    /// Whether it is overdue.
    pub overdue: bool,
    /// The people who hold it.
    pub holders: Vec<&'w str>,
    /// The next deadline that has not passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_deadline: Option<String>,
    /// The level of the current step, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<&'w str>,
    /// The unit of the current step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'w str>,
}

impl<'w> CaseView<'w> {
    /// A case at an instant; none before its report.
    #[must_use]
    pub fn new(work: &'w Work, case: Case<'w>, at: Timestamp) -> Option<Self> {
        let offset = work.registry().scheme().calendar().offset();
        let standing = case.at(at)?;
        let told = |at: Option<Timestamp>| at.map(|at| instant(at, offset));
        let deadline = |deadline| DeadlineView::new(deadline, offset);
        Some(Self {
            matter: case.id(),
            subject: case.subject(),
            kind: case.kind().id(),
            urgency: case.urgency(),
            channel: case.channel(),
            reported_at: instant(case.reported_at(), offset),
            total_by: deadline(case.total_by()),
            recused: case.recused().collect(),
            at: instant(at, offset),
            state: standing.state(),
            seat: standing.seat().map(Into::into),
            unit: standing.unit(),
            asked: ids(standing.asked()),
            holders: standing.holders(),
            accepted_by: standing.accepted_by(),
            accept_by: deadline(standing.accept_by()),
            resolve_by: deadline(standing.resolve_by()),
            next_deadline: told(standing.next_deadline()),
            overdue: standing.is_overdue(),
            refusals: standing.refusals(),
            resolved_by: standing.resolved_by(),
            resolved_at: told(standing.resolved_at()),
            late: standing.is_late(),
            reopened: standing.was_reopened(),
            first_response: told(standing.first_response()),
            first_report: told(case.first_report(at)),
            first_handling: told(standing.first_handling()),
            history: case.history(at).iter().map(|own| HappeningView::new(own, &|at| instant(at, offset))).collect(),
        })
    }
}

impl HappeningView {
    fn new(happening: Happening<'_>, told: &impl Fn(Timestamp) -> String) -> Self {
        let (seat, unit) = happening.seat().unzip();
        let seat = seat.map(|seat| match SeatView::from(seat) {
            SeatView::Role { role, .. } => role.into(),
            SeatView::Function { function, .. } => function.into(),
        });
        Self {
            at: told(happening.at()),
            what: happening.as_str(),
            entry: happening.is_event(),
            by: happening.by().map(Into::into),
            to: ids(happening.to()),
            reason: happening.reason(),
            seat,
            unit: unit.map(Into::into),
        }
    }
}

impl<'w> BoardView<'w> {
    /// The open cases at an instant, those under a unit if one is named, as far as they may be seen.
    #[must_use]
    pub fn new(work: &'w Work, at: Timestamp, unit: Option<&'w str>, is_seen: &dyn Fn(Case<'w>) -> bool) -> Self {
        let offset = work.registry().scheme().calendar().offset();
        let is_asked = |standing: &Standing<'w>| unit.is_none_or(|unit| standing.is_under(unit));
        let open = work.cases().filter_map(|case| case.at(at)).filter(|standing| standing.state().is_open());
        let mut open: Vec<Standing<'w>> = open.filter(|standing| is_seen(standing.case())).filter(is_asked).collect();
        open.sort_by_cached_key(|standing| {
            let (next, is_overdue) = (standing.next_deadline(), standing.is_overdue());
            // What is overdue and has missed every deadline comes before what has one ahead; what never has one, last.
            (Reverse(is_overdue), next.is_none() != is_overdue, next, standing.case().id())
        });
        Self {
            at: instant(at, offset),
            unit,
            overdue: open.iter().filter(|standing| standing.is_overdue()).count(),
            cases: open.iter().map(|standing| CaseRowView::new(standing, &|at| instant(at, offset))).collect(),
        }
    }
}

impl<'w> CaseRowView<'w> {
    fn new(standing: &Standing<'w>, told: &impl Fn(Timestamp) -> String) -> Self {
        let case = standing.case();
        Self {
            matter: case.id(),
            subject: case.subject(),
            kind: case.kind().id(),
            urgency: case.urgency(),
            reported_at: told(case.reported_at()),
            state: standing.state(),
            overdue: standing.is_overdue(),
            holders: standing.holders(),
            next_deadline: standing.next_deadline().map(told),
            level: standing.level().map(wangge::scheme::Level::id),
            unit: standing.unit(),
        }
    }
}
