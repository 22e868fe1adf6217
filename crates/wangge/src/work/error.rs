//! Why an entry of the log is refused.

use std::fmt;

use smol_str::SmolStr;

use crate::error::QueryError;
use crate::text::{Quoted, shorten};

/// Why an entry is refused, or a question about the work has no answer: nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkError {
    code: WorkCode,
    ids: Vec<SmolStr>,
}

impl WorkError {
    pub(crate) fn new<'a>(code: WorkCode, ids: impl IntoIterator<Item = &'a str>) -> Self {
        Self { code, ids: ids.into_iter().map(shorten).collect() }
    }

    /// What is wrong.
    #[must_use]
    pub fn code(&self) -> WorkCode {
        self.code
    }

    /// The ids concerned: the matter or campaign first, then what it names.
    #[must_use]
    pub fn ids(&self) -> &[SmolStr] {
        &self.ids
    }

    /// The rule of the specification that is broken.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.code.told().1
    }
}

impl fmt::Display for WorkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for id in &self.ids {
            write!(f, "{} ", Quoted(id))?;
        }
        let (_, rule, told) = self.code.told();
        write!(f, "{told} (rule {rule})")
    }
}

impl std::error::Error for WorkError {}

impl From<QueryError> for WorkError {
    fn from(error: QueryError) -> Self {
        let code = match &error {
            QueryError::SubjectUnknown { .. } => WorkCode::SubjectUnknown,
            QueryError::SubjectNotOnDate { .. } => WorkCode::SubjectNotOnDate,
            QueryError::UnitUnknown { .. } | QueryError::LevelUnknown { .. } => WorkCode::UnitUnknown,
            QueryError::HouseholdUnknown { .. } => WorkCode::HouseholdUnknown,
            QueryError::PersonUnknown { .. } | QueryError::ActionUnknown { .. } => WorkCode::PersonUnknown,
            QueryError::KindUnknown { .. } => WorkCode::KindUnknown,
        };
        Self::new(code, [error.id()])
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $rule:literal, $told:literal;)*) => {
        /// What can be wrong with an entry; the code is stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum WorkCode {
            $($(#[$doc])* $name,)*
        }

        impl WorkCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code, the rule, and what is said after the ids.
            fn told(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Self::$name => ($text, $rule, $told)),* }
            }
        }
    };
}

codes! {
    /// An id of its own is no id.
    IdInvalid = "id.invalid", "M1", "is no id: 1 to 120 bytes, letters, digits and `-_.:/#`";
    /// A matter has the id already.
    MatterDuplicate = "matter.duplicate", "E9", "is the id of an earlier matter; give this one another";
    /// No matter has the id.
    MatterUnknown = "matter.unknown", "E9", "is the id of no matter; check its spelling";
    /// No household, site or unit has the id.
    SubjectUnknown = "subject.unknown", "R7", "is the id of no household, site or unit; check its spelling";
    /// It does not exist on the day.
    SubjectNotOnDate = "subject.not-on-date", "R7", "does not exist on that day; check the instant";
    /// The scheme has no such kind.
    KindUnknown = "kind.unknown", "R7", "is no matter kind of the scheme; check its spelling";
    /// No person has the id.
    PersonUnknown = "person.unknown", "R8", "is the id of no person; check its spelling";
    /// No household has the id.
    HouseholdUnknown = "household.unknown", "R7", "is the id of no household; check its spelling";
    /// No unit has the id.
    UnitUnknown = "unit.unknown", "R7", "is the id of no unit; check its spelling";
    /// The scheme has no such category.
    CategoryUnknown = "category.unknown", "N3", "is no category of the scheme; check its spelling";
    /// Before what was recorded last.
    TooEarly = "case.too-early", "E9", "has an event or report after that instant; record what happened in its order";
    /// Not after the last poll.
    TooLate = "case.too-late", "E9", "was told of already: notices up to that instant are out; record it as of now";
    /// The state does not allow it.
    NotAllowed = "case.not-allowed", "E9", "is in a state that does not allow it; look at its history";
    /// Somebody who may not do it.
    NotHolder = "case.not-holder", "E9", "may not do this: it is for who is asked, holds it, or is above; see who that is";
    /// Recused, or their own household.
    Recused = "case.recused", "E4", "is recused, or it is their own household; name somebody else";
    /// No duty for the kind, or not there.
    NoDuty = "case.no-duty", "E9", "has no duty for it, is away, or hands it to themselves; name somebody else";
    /// Asked before.
    AskedBefore = "case.asked-before", "E3", "was asked before; name somebody else";
    /// No reporting rule has the id.
    ReportUnknown = "report.unknown", "N2", "is no reporting rule of the scheme; check its spelling";
    /// The unit does not file this report.
    ReportLevel = "report.level", "N2", "does not file this report; see which level or department does";
    /// Who files it does not hold the seat.
    ReportSeat = "report.seat", "N2", "does not serve in the seat that files it on that day; let somebody file who does";
    /// A report about days to come.
    ReportFuture = "report.future", "N2", "would be filed for days that have not come; file up to the next day";
    /// A campaign has the id already.
    CampaignDuplicate = "campaign.duplicate", "N3", "is the id of an earlier campaign; give this one another";
    /// No campaign has the id.
    CampaignUnknown = "campaign.unknown", "N3", "is the id of no campaign; check its spelling";
    /// A period without a day.
    PeriodEmpty = "period.empty", "T2", "has a period without a day in it; `until` is the day after the last";
    /// No channel, or one twice.
    CampaignChannels = "campaign.channels", "N3", "names no channel, or one twice; list each once";
    /// Not an action of the campaign.
    CampaignAction = "campaign.action", "N3", "is no action of the campaign; check its spelling";
    /// Not a channel of the campaign.
    CampaignChannel = "campaign.channel", "N3", "is done through a channel that does not count; see the campaign";
    /// Not on a day of the campaign.
    CampaignOutside = "campaign.outside", "N3", "has no day then; see its period";
    /// Not a household of the campaign.
    CampaignHousehold = "campaign.household", "N3", "is not in the campaign's set on that day; see its unit and categories";
    /// Too many months.
    PeriodTooLong = "period.too-long", "N2", "months and more are too many for one calendar; ask for less than a century";
    /// More than can be counted.
    TooLarge = "work.too-large", "M1", "is more than a log can hold; start another";
}

impl WorkCode {
    /// Whether an entry can be refused for it because the county was changed after the entry was recorded.
    pub(crate) fn is_of_county(self) -> bool {
        matches!(
            self,
            Self::NotAllowed
                | Self::NotHolder
                | Self::Recused
                | Self::NoDuty
                | Self::AskedBefore
                | Self::SubjectNotOnDate
                | Self::ReportSeat
                | Self::CampaignHousehold
        )
    }

    /// The stable code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.told().0
    }
}

/// An entry of a log that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its place in the log, from 0.
    pub entry: usize,
    /// Why.
    pub error: WorkError,
    /// Whether it was taken all the same, because it was recorded before the county was changed
    /// ([`Work::replay`](super::Work::replay)).
    pub is_taken: bool,
}

/// Every entry of a log that is refused, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusals(pub(crate) Vec<Refusal>);

impl Refusals {
    /// All of them, in the order of the log.
    #[must_use]
    pub fn as_slice(&self) -> &[Refusal] {
        &self.0
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, Refusal { entry, error, .. }) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            write!(f, "entry {entry}: {}: {error}", error.code().as_str())?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusals {}
