//! The core of wangge for any host that runs WASM: JSON in, JSON out, no imports.
//!
//! [`Session`] is all of it: a host opens a document, asks, and closes what it does not need any more. As a `.wasm`
//! module it stands behind four exported functions; `docs/hosting.md` is the page for hosts.

mod open;
mod outline;
mod reply;
mod request;
mod session;

#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(any(target_arch = "wasm32", test))]
mod memory;

pub use self::session::Session;

/// The version of the calls; it grows when a host would have to change.
pub const ABI: u32 = 1;
