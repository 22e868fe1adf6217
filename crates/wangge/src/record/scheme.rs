//! Raw rows of a scheme: the rules of one county as data.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// The rules of one county. `scheme::three_plus_n()` is a complete example.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SchemeRecord {
    /// Name of the scheme.
    pub name: Text,
    /// Levels, from the top down.
    pub levels: Vec<LevelRecord>,
    /// Kinds of seat, in the order in which they answer within a unit.
    pub roles: Vec<RoleRecord>,
    /// Functions of departments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<FunctionRecord>,
    /// What a person may belong to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<NamedRecord>,
    /// What a household may be counted as.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<NamedRecord>,
    /// The tree of matter kinds.
    pub kinds: Vec<KindRecord>,
    /// The duty list.
    pub duties: Vec<DutyRecord>,
    /// The admission list: a level that is not named admits every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admission: Vec<AdmissionRecord>,
    /// Escalation policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<PolicyRecord>,
    /// Reporting rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<ReportRecord>,
    /// Caretaker programmes, in the order in which caretakers answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<ProgrammeRecord>,
    /// Campaigns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<CampaignRecord>,
    /// Offset, office hours, working days.
    pub calendar: CalendarRecord,
    /// Whether somebody without a contact on record counts as unreachable (R5).
    #[serde(default)]
    pub contact_required: bool,
}

/// A name in Chinese and in English.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: SmolStr,
    /// English.
    pub en: SmolStr,
}

/// An id with a name: an affiliation, a category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedRecord {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: Text,
}

/// One storey of the hierarchy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct LevelRecord {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: Text,
    /// Levels that may be the parent, each listed earlier; none at the top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<SmolStr>,
    /// Whether households may be directly under a unit of this level.
    #[serde(default)]
    pub households: bool,
    /// How many households a unit has at least when they are assigned; absent: any number. Only where the level holds
    /// households.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_households: Option<u32>,
    /// How many households a unit has at most when they are assigned; absent: any number. Only where the level holds
    /// households.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_households: Option<u32>,
    /// How many digits a code of this level may have; empty: any code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub code_digits: Vec<u32>,
}

/// A kind of seat at one level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RoleRecord {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: Text,
    /// The level of its units.
    pub level: SmolStr,
    /// How many primaries a unit needs.
    pub min: u32,
    /// How many primaries a unit may have.
    pub max: u32,
    /// Affiliations of which a holder has at least one; empty: anybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eligible: Vec<SmolStr>,
    /// How many households a primary may answer for in this role, over all units; absent: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_households: Option<u32>,
}

/// What departments are for: emergency, civil affairs, water ...
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FunctionRecord {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: Text,
    /// How many primaries a department of this function needs.
    pub min: u32,
    /// How many primaries it may have.
    pub max: u32,
}

/// A node in the tree of matter kinds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KindRecord {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: Text,
    /// The kind above it; absent at a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<SmolStr>,
    /// The highest level that handles it; absent: that of the kind above it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<SmolStr>,
}

/// One rule of the duty list: exactly one of `role`, `function`, `programme`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyRecord {
    /// The role that has the duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<SmolStr>,
    /// The department function that has the duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<SmolStr>,
    /// The programme whose caretakers have the duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<SmolStr>,
    /// The matter kind, or `*` for any.
    pub kind: SmolStr,
    /// What the duty is.
    pub involvement: Involvement,
}

/// How somebody takes part in a matter (RACI).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Involvement {
    /// Does the work.
    Responsible,
    /// Answers for it.
    Accountable,
    /// Helps.
    Support,
    /// Is told.
    Informed,
}

impl Involvement {
    /// How far it goes: accountable, responsible, support, informed, from the greatest to the least (S1).
    pub(crate) fn extent(self) -> u8 {
        match self {
            Self::Accountable => 3,
            Self::Responsible => 2,
            Self::Support => 1,
            Self::Informed => 0,
        }
    }
}

/// How pressing a matter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Reported the same day.
    Emergency,
    /// Reported monthly.
    Routine,
}

impl Urgency {
    /// The name in a document.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Routine => "routine",
        }
    }
}

/// The kinds that may be handed to a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AdmissionRecord {
    /// The level.
    pub level: SmolStr,
    /// Kinds that it admits, with all kinds below them.
    pub kinds: Vec<SmolStr>,
}

/// A seat named by the scheme: either `role`, or `function` and `level`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeatRecord {
    /// A role, at its own level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<SmolStr>,
    /// A department function, at `level`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<SmolStr>,
    /// The level of the department's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<SmolStr>,
}

/// How a matter climbs when nobody reacts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyRecord {
    /// The matter kind, or `*` for any.
    pub kind: SmolStr,
    /// The urgency.
    pub urgency: Urgency,
    /// The steps, nearest first; levels never descend.
    pub steps: Vec<StepRecord>,
    /// After how many refusals the level above decides; 0: at once.
    #[serde(default)]
    pub refusals: u32,
    /// The matter's total time, from the report; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<SmolStr>,
}

/// One step of a policy. Spans are `3h` (hours), `3wh` (working hours), `3wd` (working days), `end-of-day` or
/// `end-of-month`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// Who is asked.
    pub ask: SeatRecord,
    /// Time to accept.
    pub accept: SmolStr,
    /// Time to resolve.
    pub resolve: SmolStr,
    /// Who is told when the step opens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inform: Vec<SeatRecord>,
}

/// A report that matters of one urgency must appear in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportRecord {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: Text,
    /// The urgency of the matters.
    pub urgency: Urgency,
    /// Who reports.
    pub from: SeatRecord,
    /// To whom.
    pub to: SeatRecord,
    /// The span from the matter's report to the deadline.
    pub due: SmolStr,
}

/// A caretaker programme: which households get how many caretakers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ProgrammeRecord {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: Text,
    /// Categories of household that it is for; empty: every household.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<SmolStr>,
    /// How many caretakers a household gets.
    pub per_household: u32,
    /// How many households everybody who may be a caretaker has at least when they are assigned.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub min: u32,
    /// How many households a caretaker has at most.
    pub max: u32,
    /// Limits within that maximum, nested in one another or apart; at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitRecord>,
    /// Affiliations of which a caretaker has at least one; empty: anybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eligible: Vec<SmolStr>,
    /// The level at which caretaker and household belong to the same unit; absent: anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<SmolStr>,
    /// Categories that go only to holders of certain roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserved: Vec<ReservedRecord>,
    /// What a pair costs beside the distance.
    #[serde(default, skip_serializing_if = "CostRecord::is_nothing")]
    pub cost: CostRecord,
}

/// Of a caretaker's households at most so many of some categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LimitRecord {
    /// The categories; at least one.
    pub categories: Vec<SmolStr>,
    /// How many households of those categories a caretaker has at most.
    pub max: u32,
}

/// Households of some categories go only to holders of certain roles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReservedRecord {
    /// The categories; at least one.
    pub categories: Vec<SmolStr>,
    /// The roles of which a caretaker holds at least one, as primary or deputy; at least one.
    pub roles: Vec<SmolStr>,
}

/// What a pair costs beside the distance, in metres, up to 10,000,000 each: the whole list (A3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CostRecord {
    /// How much more a pair costs that differs from today's.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub churn: u32,
    /// How much more each further household of a person costs than the one before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub evenness: u32,
    /// How much less a preferred pair costs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub preference: u32,
}

impl CostRecord {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

// Serde lends the value.
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// An action that must reach every household of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CampaignRecord {
    /// Id.
    pub id: SmolStr,
    /// Name.
    pub name: Text,
    /// What is done at each household.
    pub actions: Vec<NamedRecord>,
    /// Categories of household that it is for; empty: every household.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<SmolStr>,
}

/// When offices are open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarRecord {
    /// Fixed offset from UTC, `+08:00`.
    pub offset: SmolStr,
    /// Office hours of a working day, `["08:30", "12:00"]`, in order, not touching.
    pub hours: Vec<[SmolStr; 2]>,
    /// Working days of the week.
    pub weekdays: Vec<Weekday>,
    /// Years whose working days are known.
    pub years: Vec<i16>,
    /// Days that differ from the week's pattern.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionRecord>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// A public holiday, or a day off that is worked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionRecord {
    /// The day.
    pub date: SmolStr,
    /// Whether it is worked.
    pub working: bool,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}
