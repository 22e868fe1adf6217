//! The ways to break a world.

pub mod relations;
pub mod values;
