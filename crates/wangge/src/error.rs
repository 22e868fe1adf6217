//! What a question can get wrong.

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::text::{Quoted, shorten};

/// Why a question about a directory or scheme has no answer (R7): it names something that is not there.
///
/// A gap is no error: a vacant seat or a matter that nobody answers for is an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// No household, site or unit has the id, on any date.
    #[error("no household, site or unit has the id {}; check its spelling (rule R7)", Quoted(id))]
    SubjectUnknown {
        /// The id asked for.
        id: SmolStr,
    },
    /// The subject exists, but not on the date.
    #[error("{} does not exist on {date}; ask for another date (rule R7)", Quoted(id))]
    SubjectNotOnDate {
        /// The id asked for.
        id: SmolStr,
        /// The date of the directory.
        date: Date,
    },
    /// No unit has the id.
    #[error("no unit has the id {}; check its spelling (rule R7)", Quoted(id))]
    UnitUnknown {
        /// The id asked for.
        id: SmolStr,
    },
    /// No household has the id.
    #[error("no household has the id {}; check its spelling (rule R7)", Quoted(id))]
    HouseholdUnknown {
        /// The id asked for.
        id: SmolStr,
    },
    /// No person has the id.
    #[error("no person has the id {}; check its spelling (rule R8)", Quoted(id))]
    PersonUnknown {
        /// The id asked for.
        id: SmolStr,
    },
    /// The scheme has no matter kind with the id.
    #[error("the scheme has no matter kind {}; check its spelling (rule R7)", Quoted(id))]
    KindUnknown {
        /// The id asked for.
        id: SmolStr,
    },
    /// There is no such action.
    #[error("there is no action {}; it is one of `see`, `personal`, `record`, `manage` (rule S1)", Quoted(id))]
    ActionUnknown {
        /// What was asked for.
        id: SmolStr,
    },
    /// The scheme has no level with the id.
    #[error("the scheme has no level {}; check its spelling (rule M1)", Quoted(id))]
    LevelUnknown {
        /// The id asked for.
        id: SmolStr,
    },
}

impl QueryError {
    pub(crate) fn person(id: &str) -> Self {
        Self::PersonUnknown { id: shorten(id) }
    }

    pub(crate) fn kind(id: &str) -> Self {
        Self::KindUnknown { id: shorten(id) }
    }

    pub(crate) fn level(id: &str) -> Self {
        Self::LevelUnknown { id: shorten(id) }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SubjectUnknown { .. } => "subject.unknown",
            Self::SubjectNotOnDate { .. } => "subject.not-on-date",
            Self::UnitUnknown { .. } => "unit.unknown",
            Self::HouseholdUnknown { .. } => "household.unknown",
            Self::PersonUnknown { .. } => "person.unknown",
            Self::KindUnknown { .. } => "kind.unknown",
            Self::ActionUnknown { .. } => "action.unknown",
            Self::LevelUnknown { .. } => "level.unknown",
        }
    }

    /// Every code.
    pub const CODES: &'static [&'static str] = &[
        "subject.unknown",
        "subject.not-on-date",
        "unit.unknown",
        "household.unknown",
        "person.unknown",
        "kind.unknown",
        "action.unknown",
        "level.unknown",
    ];

    /// The rule of the specification that asks for it, such as `R7`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::PersonUnknown { .. } => "R8",
            Self::ActionUnknown { .. } => "S1",
            Self::LevelUnknown { .. } => "M1",
            _ => "R7",
        }
    }

    /// The id that is not there.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::SubjectUnknown { id }
            | Self::SubjectNotOnDate { id, .. }
            | Self::UnitUnknown { id }
            | Self::HouseholdUnknown { id }
            | Self::PersonUnknown { id }
            | Self::KindUnknown { id }
            | Self::ActionUnknown { id }
            | Self::LevelUnknown { id } => id,
        }
    }
}
