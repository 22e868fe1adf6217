#![forbid(unsafe_code)]
mod arcs;
mod blocked;
mod bottleneck;
mod certificate;
mod change;
mod error;
mod explain;
mod number;
mod problem;
mod solution;
mod solve;

pub use bottleneck::Bottleneck;
pub use certificate::{Certificate, Proven, Unproven};
pub use change::Edit;
pub use error::Refused;
pub use explain::{Explainer, Move, Switch};
pub use problem::{LARGEST_COST, NONE, Penalties, Problem, Sink};
pub use solution::{Solution, solve};
