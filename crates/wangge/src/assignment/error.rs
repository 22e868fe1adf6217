//! Why nothing can be planned.

use smol_str::SmolStr;

use crate::error::QueryError;
use crate::text::{Quoted, shorten};

/// Why there is no plan: something is asked for that is not there, or the sums would be too large. A shortage is no
/// error: the plan says what cannot be done, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AssignError {
    /// A level, unit, household or person that is named is not there.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The scheme has no programme with the id.
    #[error("the scheme has no programme {}; check its spelling (rule A1)", Quoted(id))]
    ProgrammeUnknown {
        /// The id asked for.
        id: SmolStr,
    },
    /// Units of the level hold no households.
    #[error("units of the level {} hold no households; ask for a level that may (rule M1)", Quoted(id))]
    LevelHoldsNone {
        /// The level.
        id: SmolStr,
    },
    /// The maximum that is asked for is below the scheme's minimum.
    #[error("a maximum of {max} is below the minimum of {min} households; ask for more (rule A1)")]
    MaxBelowMin {
        /// The scheme's minimum.
        min: u32,
        /// The maximum asked for.
        max: u32,
    },
    /// There are more pairs than can be numbered, or costs so large that their sums could overflow.
    #[error("there are too many households, or costs are too large; plan one unit at a time (rule A3)")]
    TooLarge,
}

impl AssignError {
    pub(crate) fn programme(id: &str) -> Self {
        Self::ProgrammeUnknown { id: shorten(id) }
    }

    pub(crate) fn level(id: &str) -> Self {
        Self::Query(QueryError::level(id))
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Query(error) => error.code(),
            Self::ProgrammeUnknown { .. } => "programme.unknown",
            Self::LevelHoldsNone { .. } => "level.no-households",
            Self::MaxBelowMin { .. } => "assign.max-below-min",
            Self::TooLarge => "assign.too-large",
        }
    }

    /// The codes of its own, beside those of [`QueryError::CODES`].
    pub const CODES: &'static [&'static str] =
        &["programme.unknown", "level.no-households", "assign.max-below-min", "assign.too-large"];

    /// The rule of the specification that asks for it, such as `A1`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Query(error) => error.rule(),
            Self::ProgrammeUnknown { .. } | Self::MaxBelowMin { .. } => "A1",
            Self::LevelHoldsNone { .. } => "M1",
            Self::TooLarge => "A3",
        }
    }

    /// The id that is not there, or not fit.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Query(error) => Some(error.id()),
            Self::ProgrammeUnknown { id } | Self::LevelHoldsNone { id } => Some(id),
            Self::MaxBelowMin { .. } | Self::TooLarge => None,
        }
    }
}
