//! Household assignment: who takes which household, provably the best plan, and why (section 6).

mod cost;
mod distance;
mod error;
mod near;
mod options;
mod place;
mod rule;
mod setting;
mod terms;

pub use self::cost::{Cost, CostPart};
pub use self::error::AssignError;
pub use self::options::{AssignOptions, GivenDistance, Use};
pub use self::rule::Ineligible;
