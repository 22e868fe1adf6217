//! The second opinion on wangge: a slow reference model and a generator of random worlds.
//!
//! [`naive`] answers the questions of the core from `docs/domain.md` and `docs/choices.md` alone. It shares with the
//! core only the input rows and the names of faults. [`generate`] makes small worlds, with and without faults.
//! [`twin`] asks both the same questions. [`transport`] is the
//! same for transportation problems. [`conformance`] writes down what a session of the hosts' module answers, for all
//! who must answer the same.
#![forbid(unsafe_code)]
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

pub mod conformance;
pub mod generate;
pub mod hand;
pub mod naive;
pub mod transport;
pub mod transport_county;
pub mod twin;
