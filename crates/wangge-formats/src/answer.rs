//! Answers as JSON: one shape for the command line, the web and every other host.
//!
//! Keys are camelCase; dates are ISO 8601; instants are RFC 3339 in the scheme's offset; codes are the stable ones of
//! the core. People are given with name and contact, because an answer is for reaching them; of households there is
//! the id only.

mod access;
mod assignment;
mod bulk;
mod code;
mod coverage;
mod describe;
mod duties;
mod escalation;
mod explanation;
mod fault;
mod impact;
mod map;
mod receipt;
mod responsibility;
mod search;
mod tree;
mod work;

use jiff::Timestamp;
use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::Serialize;
use wangge::{Person, Subject};

pub use self::access::{AccessScopeView, AccessView, ActionScopeView, ActionView};
pub use self::assignment::{
    BottleneckView, ByView, CostView, FiguresView, LoadCountView, MoveView, PlanCheckView, PlanView, ShortView,
    SummaryView, TakerView, UnassignedView, VerdictView, ViolationView,
};
pub use self::bulk::{AllView, ChangeView, ChangesView, Degrees, HouseholdsView, LocateView, PairsView};
pub use self::coverage::{CheckedView, FindingView, FindingsView, GapView};
pub(crate) use self::describe::path_to;
pub use self::describe::{DescriptionView, EntityView, StepOfPathView};
pub use self::duties::{DutiesView, PairView, PostHeldView};
pub use self::escalation::{
    OutcomeView, PassedOverView, PathView, ReportEndView, ReportView, SeatView, StateView, StepView,
};
pub use self::explanation::{AlternativeView, ChosenView, ExcludedView, ExplanationView, GoesView, SwitchView};
pub use self::fault::{CountsView, ErrorView, FaultView, PlaceView, Refusal};
pub use self::impact::view as impact_view;
pub use self::impact::{ImpactCountsView, ImpactView, PersonChangeView, PlacementView, ShiftView};
pub use self::map::{
    PointView, PolygonsView, ScopeFactsView, ScopeView, ScopesView, SiteFactsView, SiteView, SitesView,
};
pub use self::receipt::{ReceiptView, ReceiptsView};
pub use self::responsibility::{AnswerableView, HolderView, LinkView, PostView, ResponsibilityView};
pub use self::search::{MatchView, MatchesView, RowView, RowsView};
pub use self::tree::{SeatStateView, TreeView, UnitView};
pub use self::work::{
    ActionCountView, BoardView, CampaignEyes, CampaignView, CampaignsView, CaseRowView, CaseView, CountView,
    CoverageView, DayView, DeadlineView, FileActionView, FilePairingView, FirstsView, HappeningView, LogView,
    MattersView, MissingView, NoticeView, NoticesView, OfChannelView, OfKindView, OfLevelView, OfPartView, OfStateView,
    OfUrgencyView, OneFileView, PersonCountView, RefusedView, ReportDueView, ReportingView, SpreadView, UnitCountView,
    VisitGroupView, VisitStopView, VisitTaskView, VisitsView, WorkFiguresView, WorkReportView,
};

/// A person who serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Person")]
pub struct PersonView<'d> {
    /// The id.
    pub id: &'d str,
    /// The name.
    pub name: &'d str,
    /// How to reach this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<&'d str>,
}

impl<'d> From<Person<'d>> for PersonView<'d> {
    fn from(person: Person<'d>) -> Self {
        Self { id: person.id(), name: person.name(), contact: person.contact() }
    }
}

/// What a matter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Subject")]
pub struct SubjectView<'d> {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: SubjectKindView,
    /// The id.
    pub id: &'d str,
}

/// What a subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "SubjectKind")]
pub enum SubjectKindView {
    /// A household.
    Household,
    /// A place or asset.
    Site,
    /// A unit.
    Unit,
}

impl<'d> From<Subject<'d>> for SubjectView<'d> {
    fn from(subject: Subject<'d>) -> Self {
        let kind = match subject {
            Subject::Household(_) => SubjectKindView::Household,
            Subject::Site(_) => SubjectKindView::Site,
            Subject::Unit(_) => SubjectKindView::Unit,
        };
        Self { kind, id: subject.id() }
    }
}

/// An instant in the scheme's offset: `2026-10-01T23:10:00+08:00`.
pub(crate) fn instant(timestamp: Timestamp, offset: Offset) -> String {
    timestamp.display_with_offset(offset).to_string()
}
