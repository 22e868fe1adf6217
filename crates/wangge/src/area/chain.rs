//! The points of an area as one closed chain in one piece of memory: a lookup among thousands of areas waits for
//! memory more than for arithmetic.

use std::sync::Arc;

use super::{Bounds, Point};

/// Points whose edges are skipped together when a line of latitude does not meet them.
const BLOCK: usize = 64;
/// Rings, points, and the sides of the box.
const HEADER: usize = 6;

/// Each ring closed by its first point, and at the end the first points of the rings back to the first one. So the
/// way from ring to ring is walked twice, and its crossings are even.
///
/// In order: the header; the place of each ring's closing point; if there are more than 64 points, the least and
/// greatest latitude of the edges that end in each 64 points; the latitudes; the longitudes.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Chain(Arc<[i32]>);

/// A chain taken apart.
pub(super) struct Parts<'a> {
    pub bounds: Bounds,
    ends: &'a [i32],
    blocks: &'a [i32],
    pub lats: &'a [i32],
    pub lons: &'a [i32],
}

fn size(value: i32) -> usize {
    usize::try_from(value).unwrap_or(0)
}

fn word(value: usize) -> i32 {
    // An area has at most a million points, and the chain less than three times as many.
    i32::try_from(value).unwrap_or(i32::MAX)
}

impl Chain {
    /// A chain of rings with at least three points each.
    pub fn new(rings: &[Vec<Point>]) -> Self {
        let mut points = Vec::with_capacity(rings.iter().map(|ring| ring.len() + 2).sum());
        let mut ends = Vec::with_capacity(rings.len());
        for ring in rings {
            points.extend(ring.iter().chain(ring.first()).copied());
            ends.push(word(points.len().saturating_sub(1)));
        }
        points.extend(rings.iter().rev().skip(1).filter_map(|ring| ring.first()).copied());
        let lats: Vec<i32> = points.iter().map(|p| p.lat).collect();
        let lons: Vec<i32> = points.iter().map(|p| p.lon).collect();
        let [south, north] = range(&lats);
        let [west, east] = range(&lons);
        let mut words = vec![word(rings.len()), word(points.len()), west, south, east, north];
        words.extend(ends);
        if lats.len() > BLOCK {
            let starts = (0..lats.len()).step_by(BLOCK);
            let edges = |start: usize| lats.get(start.saturating_sub(1)..(start + BLOCK).min(lats.len()));
            words.extend(starts.flat_map(|start| range(edges(start).unwrap_or_default())));
        }
        words.extend(lats);
        words.extend(lons);
        Self(words.into())
    }

    #[inline]
    pub fn parts(&self) -> Parts<'_> {
        let (header, rest) = self.0.split_at_checked(HEADER).unwrap_or_default();
        let &[rings, points, west, south, east, north] = header else { return Parts::NOTHING };
        let (rings, points) = (size(rings), size(points));
        let (ends, rest) = rest.split_at_checked(rings).unwrap_or_default();
        let blocks = if points > BLOCK { 2 * points.div_ceil(BLOCK) } else { 0 };
        let (blocks, rest) = rest.split_at_checked(blocks).unwrap_or_default();
        let (lats, lons) = rest.split_at_checked(points).unwrap_or_default();
        let bounds = Bounds { min: Point { lon: west, lat: south }, max: Point { lon: east, lat: north } };
        Parts { bounds, ends, blocks, lats, lons }
    }
}

impl<'a> Parts<'a> {
    const NOTHING: Self =
        Self { bounds: Bounds { min: Point::ZERO, max: Point::ZERO }, ends: &[], blocks: &[], lats: &[], lons: &[] };

    /// The rings, without their closing points.
    pub fn rings(&self) -> impl ExactSizeIterator<Item = impl Iterator<Item = Point> + use<'a>> + use<'a> {
        let (lons, lats, mut start) = (self.lons, self.lats, 0);
        self.ends.iter().map(move |&end| {
            let ring = start..size(end);
            start = ring.end.saturating_add(1);
            let (lons, lats) = (lons.get(ring.clone()), lats.get(ring));
            let both = lons.unwrap_or_default().iter().zip(lats.unwrap_or_default());
            both.map(|(&lon, &lat)| Point { lon, lat })
        })
    }

    /// The edges: rings, and the way between them there and back.
    pub fn edges(&self) -> impl Iterator<Item = (Point, Point)> {
        let points = self.lons.iter().zip(self.lats).map(|(&lon, &lat)| Point { lon, lat });
        points.clone().zip(points.skip(1))
    }

    #[inline]
    pub fn contains(&self, point: Point) -> bool {
        if !self.bounds.may_hold(point) {
            return false;
        }
        if self.blocks.is_empty() {
            return self.crosses_odd(0, point);
        }
        let mut inside = false;
        for (block, start) in self.blocks.chunks_exact(2).zip((0..).step_by(BLOCK)) {
            // Edges run from a latitude at or below the point's to one above it, or back.
            if let &[south, north] = block
                && south <= point.lat
                && point.lat < north
            {
                inside ^= self.crosses_odd(start, point);
            }
        }
        inside
    }

    /// Whether an odd number of the edges that end in a block of the chain cross the line from the point eastward.
    #[inline]
    fn crosses_odd(&self, start: usize, point: Point) -> bool {
        let end = (start + BLOCK).min(self.lats.len());
        let lats = self.lats.get(start..end).unwrap_or_default();
        // One bit a point: is it above? Where it differs from the point before, the edge between them crosses.
        let mut above = 0_u64;
        for (i, &lat) in lats.iter().enumerate() {
            above |= u64::from(lat > point.lat) << i;
        }
        let last = self.lats.get(start.saturating_sub(1)).is_some_and(|&lat| lat > point.lat);
        let mut crossing = above ^ ((above << 1) | u64::from(last));
        if lats.len() < BLOCK {
            crossing &= !(u64::MAX << lats.len());
        }
        let mut odd = false;
        while crossing != 0 {
            let i = start + usize::try_from(crossing.trailing_zeros()).unwrap_or(0);
            crossing &= crossing - 1;
            odd ^= self.edge_is_east(i, point);
        }
        odd
    }

    /// Whether the edge that ends at a position of the chain crosses the point's latitude strictly east of it.
    #[inline]
    fn edge_is_east(&self, to: usize, point: Point) -> bool {
        let at = |i: usize| Some((*self.lons.get(i)?, *self.lats.get(i)?));
        let (Some(a), Some(b)) = (at(to.saturating_sub(1)), at(to)) else { return false };
        let ((lon0, lat0), (lon1, lat1)) = if a.1 <= b.1 { (a, b) } else { (b, a) };
        // Compared, not subtracted: each product is below 3.6e9 * 1.8e9 < 2^63.
        let run = (i64::from(lon1) - i64::from(lon0)) * (i64::from(point.lat) - i64::from(lat0));
        let here = (i64::from(point.lon) - i64::from(lon0)) * (i64::from(lat1) - i64::from(lat0));
        run > here
    }
}

/// Least and greatest; `[i32::MAX, i32::MIN]` of nothing.
fn range(values: &[i32]) -> [i32; 2] {
    values.iter().fold([i32::MAX, i32::MIN], |[least, greatest], &v| [least.min(v), greatest.max(v)])
}
