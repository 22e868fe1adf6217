//! The reporting calendar as JSON (N2).

use jiff::Timestamp;
use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::Serialize;
use wangge::work::{ReportDue, Reporting};

use super::DeadlineView;
use crate::answer::instant;

/// Which report is due from whom to whom, when, and which are filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Reporting")]
pub struct ReportingView<'r> {
    /// By deadline, rule and unit.
    pub due: Vec<ReportDueView<'r>>,
    /// Those whose deadline nobody knows.
    pub unknown: Vec<ReportDueView<'r>>,
}

/// A report that is due from a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ReportDue")]
pub struct ReportDueView<'r> {
    /// The reporting rule.
    pub rule: &'r str,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<DeadlineView>,
    /// The unit that reports.
    pub unit: &'r str,
    /// The people who hold the seat that reports.
    pub from: Vec<&'r str>,
    /// The unit that it goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_unit: Option<&'r str>,
    /// The people who hold the seat there.
    pub to: Vec<&'r str>,
    /// The matters that it must hold, in the order of the log; perhaps none.
    pub matters: Vec<&'r str>,
    /// When it was filed as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filed_at: Option<String>,
    /// The person who filed it, or the last part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filed_by: Option<&'r str>,
    /// Whether it was filed too late, or is not filed and its deadline has passed.
    pub late: bool,
}

impl<'r> ReportingView<'r> {
    /// What is due, instants in an offset, as far as the units that report may be seen.
    #[must_use]
    pub fn new(reporting: &'r Reporting<'r>, offset: Offset, is_seen: &dyn Fn(&str) -> bool) -> Self {
        let view = |due: ReportDue<'r>| is_seen(due.unit()).then(|| ReportDueView::new(due, offset));
        Self {
            due: reporting.iter().filter_map(view).collect(),
            unknown: reporting.unknown().filter_map(view).collect(),
        }
    }
}

impl<'r> ReportDueView<'r> {
    fn new(due: ReportDue<'r>, offset: Offset) -> Self {
        let (to_unit, to) = due.to().unzip();
        Self {
            rule: due.rule().id(),
            by: DeadlineView::new(due.by(), offset),
            unit: due.unit(),
            from: due.from(),
            to_unit,
            to: to.unwrap_or_default(),
            matters: due.cases().map(|case| case.id()).collect(),
            filed_at: due.filed_at().map(|at: Timestamp| instant(at, offset)),
            filed_by: due.filed_by(),
            late: due.is_late(),
        }
    }
}
