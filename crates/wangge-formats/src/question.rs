//! What is asked, as JSON: the inputs that are more than an id.
//!
//! ```
//! use wangge_formats::question::{self, AssignRecord};
//!
//! let asked: AssignRecord = question::read(br#"{"programme": "one-household-one-member", "max": 12}"#)?;
//! assert_eq!(asked.options()?.max, Some(12));
//!
//! let error = question::read::<AssignRecord>(br#"{"programme": 7}"#).unwrap_err();
//! assert_eq!(error.code, "request.type");
//! # Ok::<(), wangge_formats::answer::ErrorView>(())
//! ```

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use schemars::JsonSchema;
use serde::Deserialize;
use smol_str::SmolStr;
use wangge::record::Urgency;
use wangge::{AssignOptions, Calendar, GivenDistance, Matter};

use crate::answer::ErrorView;
use crate::document::{quote, strictly};
use crate::plan::DistanceRecord;

/// Something that is reported.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(rename = "Matter")]
pub struct MatterRecord {
    /// The household, site or unit that it is about.
    pub subject: SmolStr,
    /// The matter kind.
    pub kind: SmolStr,
    /// How pressing it is.
    pub urgency: Urgency,
    /// When it was reported: `2026-10-01T23:10:00+08:00`, or without offset in the scheme's.
    pub reported_at: SmolStr,
    /// People who may not handle it: those recused, and those it names.
    #[serde(default)]
    pub recuse: Vec<SmolStr>,
}

/// What is to be assigned: caretakers under `programme`, or units of `level`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(rename = "AssignOptions")]
pub struct AssignRecord {
    /// Caretakers under this programme.
    #[serde(default)]
    pub programme: Option<SmolStr>,
    /// Units of this level, instead of a programme.
    #[serde(default)]
    pub level: Option<SmolStr>,
    /// With `level`: the level inside whose units households stay.
    #[serde(default)]
    pub within: Option<SmolStr>,
    /// The unit whose households are planned; absent: all.
    #[serde(default)]
    pub unit: Option<SmolStr>,
    /// A maximum instead of the scheme's.
    #[serde(default)]
    pub max: Option<u32>,
    /// A churn instead of the scheme's, in metres.
    #[serde(default)]
    pub churn: Option<u32>,
    /// An evenness instead of the scheme's, in metres.
    #[serde(default)]
    pub evenness: Option<u32>,
    /// Distances instead of measured ones.
    #[serde(default)]
    pub distances: Vec<DistanceRecord>,
}

/// Which matters are to be counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(rename = "ReportOptions")]
pub struct ReportRecord {
    /// The unit; absent: the whole county.
    #[serde(default)]
    pub unit: Option<SmolStr>,
    /// The matter kind, with the kinds below it; absent: every kind.
    #[serde(default)]
    pub kind: Option<SmolStr>,
    /// The first day.
    pub from: SmolStr,
    /// The day after the last; absent: open.
    #[serde(default)]
    pub until: Option<SmolStr>,
    /// What is known at this instant is counted.
    pub known_at: SmolStr,
    /// The date under whose boundaries matters count; absent: under the hierarchy as it was.
    #[serde(default)]
    pub boundaries: Option<SmolStr>,
}

/// Reads a question of one value.
///
/// # Errors
/// The first thing that is not one, with a code `request.*` and its place.
pub fn read<T: for<'de> Deserialize<'de>>(text: &[u8]) -> Result<T, ErrorView> {
    strictly(text).map_err(|error| ErrorView::of_request(&error))
}

/// A date: `2026-10-01`.
///
/// # Errors
/// `date.invalid` if it is written otherwise, or there is no such day.
pub fn date(text: &str) -> Result<Date, ErrorView> {
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = text.parse().ok().filter(|date: &Date| is_plain && date.year() > 0);
    date.ok_or_else(|| refused("date.invalid", "T2", text, "is not a date; write it as `2026-10-01`"))
}

/// An instant: RFC 3339, or a date with a time in the calendar's offset.
///
/// # Errors
/// `instant.invalid` if it is neither.
pub fn instant(text: &str, calendar: &Calendar) -> Result<Timestamp, ErrorView> {
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let is_local = date.len() == 10 && time.len() >= 5 && time.chars().all(|c| c.is_ascii_digit() || ":.".contains(c));
    let instant = if is_local {
        text.parse().ok().and_then(|civil: DateTime| calendar.offset().to_timestamp(civil).ok())
    } else {
        text.parse().ok()
    };
    let told = "is not an instant; write it as `2026-10-01T23:10` or `2026-10-01T23:10:00+08:00`";
    instant.ok_or_else(|| refused("instant.invalid", "T3", text, told))
}

impl MatterRecord {
    /// Asks a question about the matter.
    ///
    /// # Errors
    /// `instant.invalid` if the time of report is no [`instant`].
    pub fn ask<T>(&self, calendar: &Calendar, question: impl FnOnce(&Matter<'_>) -> T) -> Result<T, ErrorView> {
        let Self { subject, kind, urgency, reported_at, recuse } = self;
        let reported_at = instant(reported_at, calendar)?;
        let recuse: Vec<&str> = recuse.iter().map(SmolStr::as_str).collect();
        Ok(question(&Matter { subject, kind, urgency: *urgency, reported_at, recuse: &recuse }))
    }
}

impl AssignRecord {
    /// The options of the core.
    ///
    /// # Errors
    /// `request.purpose` if it is neither for a programme nor for a level, or for both.
    pub fn options(&self) -> Result<AssignOptions, ErrorView> {
        let base = match (&self.programme, &self.level, &self.within) {
            (Some(programme), None, None) => AssignOptions::caretakers(programme),
            (None, Some(level), within) => AssignOptions::units(level, within.as_deref()),
            _ => {
                let told = "say what to assign: give `programme`, or `level` with or without `within`";
                return Err(ErrorView::new("request.purpose", told));
            }
        };
        let given = self.distances.iter().map(|given| GivenDistance {
            taker: given.taker.clone(),
            household: given.household.clone(),
            metres: given.metres,
        });
        Ok(AssignOptions {
            unit: self.unit.clone(),
            max: self.max,
            churn: self.churn,
            evenness: self.evenness,
            distances: given.collect(),
            ..base
        })
    }
}

fn refused(code: &'static str, rule: &'static str, value: &str, told: &str) -> ErrorView {
    let id: SmolStr = value.chars().take(80).collect();
    ErrorView { rule: Some(rule), ids: vec![id], ..ErrorView::new(code, format!("{} {told}", quote(value))) }
}
