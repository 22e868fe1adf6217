//! The core of wangge for any host that runs WASM: JSON in, JSON out, no imports.

/// The version of the calls; it grows when a host would have to change.
pub const ABI: u32 = 1;
