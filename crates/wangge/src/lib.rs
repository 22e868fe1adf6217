//! Who is responsible for this household, for this kind of matter, on this date.
#![forbid(unsafe_code)]

pub mod area;
pub mod calendar;
pub mod fault;
pub mod record;
pub mod span;
mod text;

pub use fault::{Fault, FaultCode, Faults, Place};
pub use record::Records;
