#![forbid(unsafe_code)]
mod arcs;
mod bottleneck;
mod certificate;
mod error;
mod number;
mod problem;
mod solution;
mod solve;

pub use bottleneck::Bottleneck;
pub use certificate::{Certificate, Proven, Unproven};
pub use error::Refused;
pub use problem::{LARGEST_COST, NONE, Penalties, Problem, Sink};
pub use solution::{Solution, solve};
