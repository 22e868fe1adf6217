//! The work as JSON: cases, notices, matters in numbers, reports that are due, campaigns (E9, N1-N3). People, units and
//! households are given by id; their names are looked up on the day.

mod calendar;
mod campaign;
mod case;
mod file;
mod log;
mod notice;
mod report;
mod visit;

use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::Serialize;
use smol_str::SmolStr;
use wangge::DeadlineError;
use wangge::work::Deadline;

pub use self::calendar::{ReportDueView, ReportingView};
pub use self::campaign::{
    ActionCountView, CampaignEyes, CampaignView, CampaignsView, CountView, CoverageView, MissingView, PersonCountView,
    UnitCountView,
};
pub use self::case::{BoardView, CaseRowView, CaseView, HappeningView};
pub use self::file::{FileActionView, FilePairingView, OneFileView};
pub use self::log::{LogView, RefusedView};
pub use self::notice::{NoticeView, NoticesView};
pub use self::report::{
    DayView, FirstsView, MattersView, OfChannelView, OfKindView, OfLevelView, OfPartView, OfStateView, OfUrgencyView,
    SpreadView, WorkFiguresView, WorkReportView,
};
pub use self::visit::{VisitGroupView, VisitStopView, VisitTaskView, VisitsView};
use super::instant;

/// By when something is to be done. Where nobody asks for it by any time there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[schemars(rename = "Deadline")]
pub enum DeadlineView {
    /// By this instant, which is still in time.
    By {
        /// The instant.
        at: String,
    },
    /// Nobody knows: the calendar has no table for the year.
    Unknown {
        /// The year, if that is what is missing.
        #[serde(skip_serializing_if = "Option::is_none")]
        year: Option<i16>,
    },
}

impl DeadlineView {
    fn new(deadline: Deadline, offset: Offset) -> Option<Self> {
        match deadline {
            Deadline::Never => None,
            Deadline::By(by) => Some(Self::By { at: instant(by, offset) }),
            Deadline::Unknown(DeadlineError::UnknownYear(unknown)) => Some(Self::Unknown { year: Some(unknown.year) }),
            Deadline::Unknown(_) => Some(Self::Unknown { year: None }),
        }
    }
}

fn ids<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<SmolStr> {
    ids.map(SmolStr::from).collect()
}
