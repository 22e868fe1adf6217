//! What a plan costs, part by part (A3). The list is closed: nothing about a resident's conduct can enter.

use std::ops::{Add, AddAssign};

/// A part of the cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostPart {
    /// Metres between a household and who takes it.
    Distance,
    /// What pairs that differ from today's cost more.
    Churn,
    /// What preferred pairs cost less.
    Preference,
    /// What further households of one person cost more than the first.
    Load,
}

impl CostPart {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Distance, Self::Churn, Self::Preference, Self::Load];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Distance => "distance",
            Self::Churn => "churn",
            Self::Preference => "preference",
            Self::Load => "load",
        }
    }
}

/// A cost in metres, by its parts.
///
/// ```
/// use wangge::{Cost, CostPart};
///
/// let cost = Cost { distance: 420, churn: 200, preference: -100, load: 0 };
/// assert_eq!((cost.total(), cost.part(CostPart::Churn)), (520, 200));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Cost {
    /// Metres.
    pub distance: i64,
    /// For differing from today's pairs.
    pub churn: i64,
    /// For preferred pairs: 0 or less.
    pub preference: i64,
    /// For further households of one person.
    pub load: i64,
}

impl Cost {
    /// All parts together.
    #[must_use]
    pub fn total(self) -> i64 {
        CostPart::ALL.into_iter().fold(0, |sum: i64, part| sum.saturating_add(self.part(part)))
    }

    /// One part.
    #[must_use]
    pub fn part(self, part: CostPart) -> i64 {
        match part {
            CostPart::Distance => self.distance,
            CostPart::Churn => self.churn,
            CostPart::Preference => self.preference,
            CostPart::Load => self.load,
        }
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            distance: self.distance.saturating_add(other.distance),
            churn: self.churn.saturating_add(other.churn),
            preference: self.preference.saturating_add(other.preference),
            load: self.load.saturating_add(other.load),
        }
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
