//! The core and the reference model are asked the same: what differs, and what was reached.

mod compare;
pub mod convert;
mod counting;
mod run;

pub use compare::{Mismatch, answers, same, slanted, world};
pub use counting::{census, codes_of_loading};
pub use run::{caught, number, print, side_by_side};
