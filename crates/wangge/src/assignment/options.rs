//! What is to be planned.

use smol_str::SmolStr;

/// How many of the nearest candidates a household starts with, where nothing else is asked for.
pub const NEAREST: u32 = 16;

/// Who takes households.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// Caretakers under a programme.
    Caretakers {
        /// The id of the programme.
        programme: SmolStr,
    },
    /// The units of a level that holds households, such as micro-grids.
    Units {
        /// The id of the level.
        level: SmolStr,
        /// The id of a level above it: households stay inside their unit of that level.
        within: Option<SmolStr>,
    },
}

/// What is to be planned, and what differs from the scheme.
///
/// ```
/// use wangge::{AssignOptions, Use};
///
/// let options = AssignOptions { max: Some(12), churn: Some(200), ..AssignOptions::caretakers("one-household-one-member") };
/// assert_eq!(options.nearest, 16);
/// let micro_grids = AssignOptions::units("micro-grid", Some("grid"));
/// assert!(matches!(micro_grids.purpose, Use::Units { .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignOptions {
    /// Who takes households.
    pub purpose: Use,
    /// Plans only the households under this unit; all others stay where they are and count.
    pub unit: Option<SmolStr>,
    /// How many households a person or unit has at most, instead of the scheme's number.
    pub max: Option<u32>,
    /// Metres that a pair which differs from today's costs more, instead of the scheme's number.
    pub churn: Option<u32>,
    /// Metres that each further household of a person or unit costs more than the one before, instead of the scheme's
    /// number.
    pub evenness: Option<u32>,
    /// How many of the nearest candidates a household starts with. It decides how long planning takes, never what it
    /// costs: the plan is the best over all eligible pairs.
    pub nearest: u32,
    /// Distances that replace measured ones.
    pub distances: Vec<GivenDistance>,
}

/// A distance that replaces the measured one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenDistance {
    /// The id of the person, or of the unit where units take households.
    pub taker: SmolStr,
    /// The id of the household.
    pub household: SmolStr,
    /// Metres.
    pub metres: u32,
}

impl AssignOptions {
    /// Caretakers under a programme.
    #[must_use]
    pub fn caretakers(programme: &str) -> Self {
        Self::of(Use::Caretakers { programme: programme.into() })
    }

    /// Units of a level, households staying inside their unit of the level `within`.
    #[must_use]
    pub fn units(level: &str, within: Option<&str>) -> Self {
        Self::of(Use::Units { level: level.into(), within: within.map(SmolStr::from) })
    }

    fn of(purpose: Use) -> Self {
        Self { purpose, unit: None, max: None, churn: None, evenness: None, nearest: NEAREST, distances: Vec::new() }
    }
}
