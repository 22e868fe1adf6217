//! The second opinion on `wangge-transport`: random problems, an optimum found by trying everything, and judges that
//! count for themselves.
//!
//! Only [`Case::problem`] and the tests know the crate; everything else starts from the meaning of a problem alone.

pub mod brute;
pub mod check;
pub mod cuts;
pub mod edits;
pub mod middle;
pub mod pin;
pub mod seeds;
pub mod tiny;

mod case;
mod judge;

pub use case::{Case, Limits, Row};
pub use judge::{Worth, loads, worth};
