//! What can be wrong with a plan.

use std::fmt;

use smol_str::SmolStr;

use crate::assignment::rule::Ineligible;
use crate::text::Quoted;

/// A rule that a plan breaks, with the ids concerned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Violation {
    /// No household of the date has the id.
    HouseholdUnknown {
        /// The id.
        household: SmolStr,
    },
    /// Nobody who could take households has the id.
    TakerUnknown {
        /// The id.
        taker: SmolStr,
    },
    /// The household is not one to be planned: the programme is not for it, or it is not under the plan's unit.
    NotPlanned {
        /// The household.
        household: SmolStr,
    },
    /// The pair is given twice.
    Twice {
        /// The household.
        household: SmolStr,
        /// The taker.
        taker: SmolStr,
    },
    /// The pair is not eligible.
    Ineligible {
        /// The household.
        household: SmolStr,
        /// The taker.
        taker: SmolStr,
        /// By which rule.
        why: Ineligible,
    },
    /// A pinned pair is not there.
    PinMissing {
        /// The household.
        household: SmolStr,
        /// The taker.
        taker: SmolStr,
    },
    /// A household has more takers than it asks for.
    TooMany {
        /// The household.
        household: SmolStr,
        /// How many it has.
        has: u32,
        /// How many it asks for.
        asks: u32,
    },
    /// A taker has more than their maximum, and pins are not the whole reason.
    OverMaximum {
        /// The taker.
        taker: SmolStr,
        /// How many households they have.
        has: u32,
        /// The maximum.
        max: u32,
    },
    /// A taker has more than a limit, and pins are not the whole reason.
    OverLimit {
        /// The taker.
        taker: SmolStr,
        /// The programme's limit, from 0.
        limit: u32,
        /// How many households count towards it.
        has: u32,
        /// The most that may.
        max: u32,
    },
    /// A household has fewer takers than it asks for.
    TooFew {
        /// The household.
        household: SmolStr,
        /// How many it has.
        has: u32,
        /// How many it asks for.
        asks: u32,
    },
    /// A taker has fewer households than their minimum.
    BelowMinimum {
        /// The taker.
        taker: SmolStr,
        /// How many households they have.
        has: u32,
        /// The minimum.
        min: u32,
    },
}

impl Violation {
    /// Every code.
    pub const CODES: &'static [&'static str] = &[
        "household.unknown",
        "taker.unknown",
        "household.not-planned",
        "pair.twice",
        "pair.ineligible",
        "pair.pin-missing",
        "household.too-many",
        "taker.over-maximum",
        "taker.over-limit",
        "household.too-few",
        "taker.below-minimum",
    ];

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::HouseholdUnknown { .. } => "household.unknown",
            Self::TakerUnknown { .. } => "taker.unknown",
            Self::NotPlanned { .. } => "household.not-planned",
            Self::Twice { .. } => "pair.twice",
            Self::Ineligible { .. } => "pair.ineligible",
            Self::PinMissing { .. } => "pair.pin-missing",
            Self::TooMany { .. } => "household.too-many",
            Self::OverMaximum { .. } => "taker.over-maximum",
            Self::OverLimit { .. } => "taker.over-limit",
            Self::TooFew { .. } => "household.too-few",
            Self::BelowMinimum { .. } => "taker.below-minimum",
        }
    }

    /// The rule of the specification that is broken.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::HouseholdUnknown { .. } | Self::TakerUnknown { .. } => "R7",
            Self::Ineligible { .. } | Self::PinMissing { .. } => "A2",
            _ => "A1",
        }
    }

    /// The household concerned.
    #[must_use]
    pub fn household(&self) -> Option<&str> {
        match self {
            Self::HouseholdUnknown { household }
            | Self::NotPlanned { household }
            | Self::Twice { household, .. }
            | Self::Ineligible { household, .. }
            | Self::PinMissing { household, .. }
            | Self::TooMany { household, .. }
            | Self::TooFew { household, .. } => Some(household),
            _ => None,
        }
    }

    /// The taker concerned.
    #[must_use]
    pub fn taker(&self) -> Option<&str> {
        match self {
            Self::TakerUnknown { taker }
            | Self::Twice { taker, .. }
            | Self::Ineligible { taker, .. }
            | Self::PinMissing { taker, .. }
            | Self::OverMaximum { taker, .. }
            | Self::OverLimit { taker, .. }
            | Self::BelowMinimum { taker, .. } => Some(taker),
            _ => None,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HouseholdUnknown { household } => write!(f, "no household has the id {}", Quoted(household))?,
            Self::TakerUnknown { taker } => write!(f, "nobody who takes households has the id {}", Quoted(taker))?,
            Self::NotPlanned { household } => write!(f, "{} is not to be planned", Quoted(household))?,
            Self::Twice { household, taker } => {
                write!(f, "{} is given to {} twice", Quoted(household), Quoted(taker))?;
            }
            Self::Ineligible { household, taker, why } => {
                write!(f, "{} may not take {}: {}", Quoted(taker), Quoted(household), why.code())?;
            }
            Self::PinMissing { household, taker } => {
                write!(f, "{} is pinned to {}", Quoted(household), Quoted(taker))?;
            }
            Self::TooMany { household, has, asks } | Self::TooFew { household, has, asks } => {
                write!(f, "{} asks for {asks} and has {has}", Quoted(household))?;
            }
            Self::OverMaximum { taker, has, max } => {
                write!(f, "{} has {has} households, and may have {max}", Quoted(taker))?;
            }
            Self::OverLimit { taker, limit, has, max } => {
                write!(
                    f,
                    "{} has {has} households that count towards limit {limit}, and may have {max}",
                    Quoted(taker)
                )?;
            }
            Self::BelowMinimum { taker, has, min } => {
                write!(f, "{} has {has} households, and should have {min}", Quoted(taker))?;
            }
        }
        write!(f, " (rule {})", self.rule())
    }
}
