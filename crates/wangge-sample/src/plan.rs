//! How many of what: households to villages, grids and micro-grids.

use crate::random::Random;

/// The households of each micro-grid of each grid of a village.
pub(crate) type VillagePlan = Vec<Vec<u32>>;

/// Households of a micro-grid, about.
const OF_MICRO: u32 = 11;
/// Households of a grid, about.
const OF_GRID: u32 = 66;

/// Chalinhe as in the source: 7 grids, 45 micro-grids.
pub(crate) fn chalinhe(households: u32) -> VillagePlan {
    let micros = [7, 6, 6, 7, 6, 6, 7];
    let total: u32 = micros.iter().sum();
    let mut dealt = 0;
    let mut next = || {
        dealt += 1;
        share(households, total, dealt - 1)
    };
    micros.iter().map(|micros| (0..*micros).map(|_| next()).collect()).collect()
}

/// Any other village.
pub(crate) fn village(households: u32, random: &mut Random) -> VillagePlan {
    let grids = (households / OF_GRID).max(1);
    (0..grids)
        .map(|grid| {
            let own = share(households, grids, grid);
            let micros = (own / OF_MICRO + random.below(2)).max(1);
            (0..micros).map(|micro| share(own, micros, micro)).collect()
        })
        .collect()
}

/// The households of each village: about the same, a third more or less.
pub(crate) fn spread(households: u32, villages: u32, random: &mut Random) -> Vec<u32> {
    let weights: Vec<u64> = (0..villages).map(|_| u64::from(67 + random.below(67))).collect();
    let total: u64 = weights.iter().sum::<u64>().max(1);
    let mut seen = 0;
    let mut given = 0;
    let mut spread = Vec::new();
    for weight in weights {
        seen += weight;
        let until = u64::from(households) * seen / total;
        spread.push(u32::try_from(until - given).unwrap_or(u32::MAX));
        given = until;
    }
    spread
}

/// The part of `whole` that falls to `part` of `parts`: sizes differ by one at most and add up.
fn share(whole: u32, parts: u32, part: u32) -> u32 {
    let until = |part: u32| u64::from(whole) * u64::from(part) / u64::from(parts.max(1));
    u32::try_from(until(part + 1) - until(part)).unwrap_or(0)
}
