//! The ways to break a world.

pub mod assignment;
pub mod relations;
pub mod values;
