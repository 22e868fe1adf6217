//! A map that fits together: rectangles of a lattice whose points are moved a little, so that neighbours share every
//! point of their border, and what is inside stays inside.

use crate::random::mix;

/// South-west corner and size of the county, in 1e-7 degrees.
const WEST: i64 = 1_108_500_000;
const SOUTH: i64 = 290_500_000;
const WIDTH: i64 = 5_600_000;
/// Lattice cells of a micro-grid, about.
const CELLS: u64 = 100;
/// A cell of the whole county is some 40 metres wide. Less than the county keeps this: a village alone is as dense.
const STEP: i64 = 4_200;

/// Lattice lines from `x0` to `x1` and from `y0` to `y1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rect {
    x0: u32,
    y0: u32,
    x1: u32,
    y1: u32,
}

/// The lattice of a county.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Map {
    side: u32,
    step: i64,
    seed: u64,
}

impl Map {
    /// A map with room for so many micro-grids.
    pub fn new(micros: u64, seed: u64) -> Self {
        let side = u32::try_from((micros.max(1) * CELLS).isqrt()).unwrap_or(u32::MAX).max(16);
        Self { side, step: (WIDTH / i64::from(side)).clamp(12, STEP), seed }
    }

    pub fn whole(self) -> Rect {
        Rect { x0: 0, y0: 0, x1: self.side, y1: self.side }
    }

    /// The ring around a rectangle, anticlockwise, in degrees.
    pub fn ring(self, rect: Rect) -> Vec<[f64; 2]> {
        let Rect { x0, y0, x1, y1 } = rect;
        let south = (x0..x1).map(|x| (x, y0));
        let east = (y0..y1).map(|y| (x1, y));
        let north = (x0 + 1..=x1).rev().map(|x| (x, y1));
        let west = (y0 + 1..=y1).rev().map(|y| (x0, y));
        south.chain(east).chain(north).chain(west).map(|(x, y)| degrees(self.point(x, y))).collect()
    }

    /// The middle of a cell well inside a rectangle, `dx` and `dy` (0 to 1000) of the way from its south-west.
    pub fn inside(self, rect: Rect, dx: u32, dy: u32) -> [f64; 2] {
        let along = |from: u32, until: u32, share: u32| {
            let margin = u32::from(until - from > 2);
            let cells = u64::from(until - from - 2 * margin);
            let place = cells.saturating_sub(1) * u64::from(share) / 1000;
            from + margin + u32::try_from(place).unwrap_or(0)
        };
        let (x, y) = (along(rect.x0, rect.x1, dx), along(rect.y0, rect.y1, dy));
        let corners = [self.point(x, y), self.point(x + 1, y), self.point(x, y + 1), self.point(x + 1, y + 1)];
        let (lon, lat) = corners.iter().fold((0, 0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        degrees((lon / 4, lat / 4))
    }

    /// A point of the lattice after it was moved: by a slow wave of at most a sixth of the way between neighbours,
    /// and by at most a sixth of a step of its own; together less than a step, so nothing folds over.
    fn point(self, x: u32, y: u32) -> (i64, i64) {
        let own = |salt: u64| self.noise(x, y, salt) * self.step / (6 * NOISE);
        let lon = WEST + i64::from(x) * self.step + self.wave(x, y, 1) + own(3);
        let lat = SOUTH + i64::from(y) * self.step * 8 / 10 + self.wave(x, y, 2) * 8 / 10 + own(4) * 8 / 10;
        (lon, lat)
    }

    /// Value noise over a coarse lattice of eight periods.
    fn wave(self, x: u32, y: u32, salt: u64) -> i64 {
        let period = (self.side / 8).max(1);
        let (cx, cy) = (x / period, y / period);
        let (fx, fy) = (i64::from(x % period), i64::from(y % period));
        let node = |dx: u32, dy: u32| self.noise(cx + dx, cy + dy, salt + 16);
        let period = i64::from(period);
        let south = node(0, 0) * (period - fx) + node(1, 0) * fx;
        let north = node(0, 1) * (period - fx) + node(1, 1) * fx;
        (south * (period - fy) + north * fy) / period * self.step / (12 * NOISE)
    }

    /// From -[`NOISE`] to [`NOISE`].
    fn noise(self, x: u32, y: u32, salt: u64) -> i64 {
        let hash = mix(self.seed ^ mix(u64::from(x) << 32 | u64::from(y)) ^ mix(salt));
        i64::try_from(hash % 2001).unwrap_or(0) - NOISE
    }
}

const NOISE: i64 = 1000;

/// Degrees from 1e-7 degrees: the one place where a number with a point comes in.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "far below 2^53, so exact")]
fn degrees((lon, lat): (i64, i64)) -> [f64; 2] {
    [lon as f64 / 1e7, lat as f64 / 1e7]
}

/// Divides a rectangle among parts by weight: cut across the longer side, halves by weight, again and again.
pub(crate) fn divide(rect: Rect, weights: &[u64]) -> Vec<Rect> {
    let mut parts = vec![rect; weights.len()];
    let mut stack = vec![(rect, 0, weights.len())];
    while let Some((rect, from, until)) = stack.pop() {
        let own = weights.get(from..until).unwrap_or_default();
        if own.len() < 2 {
            if let Some(part) = parts.get_mut(from) {
                *part = rect;
            }
            continue;
        }
        let middle = own.len() / 2;
        let total: u64 = own.iter().sum::<u64>().max(1);
        let first: u64 = own.iter().take(middle).sum();
        let cut = |from: u32, until: u32| {
            let length = u64::from(until - from);
            let at = u32::try_from(length * first / total).unwrap_or(0);
            from + at.clamp(1.min(until - from), (until - from).saturating_sub(1))
        };
        let (mut a, mut b) = (rect, rect);
        if rect.x1 - rect.x0 >= rect.y1 - rect.y0 {
            a.x1 = cut(rect.x0, rect.x1);
            b.x0 = a.x1;
        } else {
            a.y1 = cut(rect.y0, rect.y1);
            b.y0 = a.y1;
        }
        stack.push((a, from, from + middle));
        stack.push((b, from + middle, until));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_tile_the_whole() {
        let whole = Map::new(500, 1).whole();
        let weights: Vec<u64> = (0..500).map(|i| 50 + i % 100).collect();
        let area = |rect: &Rect| u64::from(rect.x1 - rect.x0) * u64::from(rect.y1 - rect.y0);
        let parts = divide(whole, &weights);
        assert!(parts.iter().all(|part| part.x1 > part.x0 + 2 && part.y1 > part.y0 + 2));
        assert_eq!(parts.iter().map(area).sum::<u64>(), area(&whole));
    }
}
