//! Random numbers that are the same everywhere: SplitMix64, one stream for each purpose.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::SplitMix64;

/// A stream of random whole numbers.
pub(crate) struct Random(SplitMix64);

impl Random {
    /// The stream of a seed and a purpose, such as a village's code; streams do not depend on one another.
    pub fn new(seed: u64, purpose: u64) -> Self {
        Self(SplitMix64::seed_from_u64(mix(seed ^ mix(purpose))))
    }

    /// A number from 0 to `n - 1`; 0 if `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        let high = (u128::from(self.0.next_u64()) * u128::from(n)) >> 64;
        u32::try_from(high).unwrap_or(0)
    }

    /// Whether something happens that happens `n` times in a thousand.
    pub fn permille(&mut self, n: u32) -> bool {
        self.below(1000) < n
    }

    /// A number from `from` to `until - 1`; `from` where there is none.
    pub fn between(&mut self, from: i64, until: i64) -> i64 {
        from + i64::from(self.below(u32::try_from(until - from).unwrap_or(0)))
    }

    /// One of a list.
    pub fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let n = self.below(u32::try_from(list.len()).unwrap_or(u32::MAX));
        usize::try_from(n).ok().and_then(|n| list.get(n)).copied().unwrap_or_default()
    }
}

/// Mixes the bits of a number (the finaliser of SplitMix64).
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
