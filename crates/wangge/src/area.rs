//! Points and areas of the Earth, in whole 1e-7 degrees (about 1 cm): which area holds a point (R9), exactly.

use std::fmt;
use std::sync::Arc;

mod index;
mod overlap;
#[cfg(test)]
mod tests;

pub use self::index::AreaIndex;
pub use self::overlap::{overlap_m2, uncovered_m2};

/// The most points of one area.
pub const MAX_AREA_POINTS: usize = 1_000_000;

/// Points whose edges are skipped together when a line of latitude does not meet them.
const BLOCK: usize = 64;
const PER_DEGREE: f64 = 1e7;

/// A location, in 1e-7 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    lon: i32,
    lat: i32,
}

impl Point {
    /// The point at `[longitude, latitude]` in degrees, rounded half away from zero; none if a number is not finite
    /// or not on the Earth.
    #[must_use]
    pub fn from_degrees([lon, lat]: [f64; 2]) -> Option<Self> {
        // A range does not contain NaN either.
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return None;
        }
        Some(Self { lon: whole(lon), lat: whole(lat) })
    }

    /// `[longitude, latitude]` in degrees.
    #[must_use]
    pub fn to_degrees(self) -> [f64; 2] {
        [f64::from(self.lon) / PER_DEGREE, f64::from(self.lat) / PER_DEGREE]
    }
}

/// 1e-7 degrees of a longitude or latitude.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "at most 1.8e9, checked by the caller")]
fn whole(degrees: f64) -> i32 {
    (degrees * PER_DEGREE).round() as i32
}

/// The least box with sides along the axes that holds an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// West and south.
    pub min: Point,
    /// East and north.
    pub max: Point,
}

/// Not an area.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an area: a ring needs three distinct points on the Earth, and an area at most 1,000,000 points (rule R9)")]
pub struct AreaError {
    /// The rings at fault, from 0: those with fewer than three distinct points or with a point that is none, and the
    /// first ring with which there are too many points. Empty if there was no ring.
    pub rings: Vec<usize>,
}

/// An area: rings of points, inside by the even-odd rule.
///
/// An edge belongs to the area on its right (greater longitude), a horizontal one to the area above it (greater
/// latitude): areas that share an edge never share a point, and leave none out.
///
/// Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Area(Arc<Chain>);

/// The points of an area.
#[derive(PartialEq, Eq)]
struct Chain {
    /// Longitudes of one closed chain: each ring closed by its first point, and at the end the first points of the
    /// rings back to the first one. So the way from ring to ring is walked twice, and its crossings are even.
    lons: Box<[i32]>,
    /// Latitudes of the chain.
    lats: Box<[i32]>,
    /// For each ring the position of its closing point in the chain.
    ends: Box<[u32]>,
    /// Least and greatest latitude of the edges that end in each [`BLOCK`] points of the chain.
    blocks: Box<[[i32; 2]]>,
    bounds: Bounds,
}

impl Area {
    /// The area of rings of `[longitude, latitude]` in degrees. A ring closes by itself; a last point that repeats
    /// the first is dropped.
    ///
    /// # Errors
    /// Which rings are none.
    pub fn from_degrees(rings: &[Vec<[f64; 2]>]) -> Result<Self, AreaError> {
        let points = |ring: &Vec<_>| ring.iter().copied().map(Point::from_degrees).collect::<Option<Vec<_>>>();
        // A ring with a point that is none becomes an empty one, which is at fault too.
        let rings: Vec<_> = rings.iter().map(|ring| points(ring).unwrap_or_default()).collect();
        Self::from_points(rings)
    }

    /// The area of rings of points.
    ///
    /// # Errors
    /// Which rings are none.
    pub fn from_points(mut rings: Vec<Vec<Point>>) -> Result<Self, AreaError> {
        let (mut faults, mut total) = (Vec::new(), 0_usize);
        for (i, ring) in rings.iter_mut().enumerate() {
            if ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            let room = total <= MAX_AREA_POINTS;
            total = total.saturating_add(ring.len());
            if !has_three_distinct(ring) || (room && total > MAX_AREA_POINTS) {
                faults.push(i);
            }
        }
        if !faults.is_empty() || rings.is_empty() {
            return Err(AreaError { rings: faults });
        }
        Ok(Self::chained(&rings))
    }

    fn chained(rings: &[Vec<Point>]) -> Self {
        let mut chain = Vec::with_capacity(rings.iter().map(|ring| ring.len() + 2).sum());
        let mut ends = Vec::with_capacity(rings.len());
        for ring in rings {
            chain.extend(ring.iter().chain(ring.first()).copied());
            ends.push(u32::try_from(chain.len().saturating_sub(1)).unwrap_or(u32::MAX));
        }
        chain.extend(rings.iter().rev().skip(1).filter_map(|ring| ring.first()).copied());
        let lons: Box<[i32]> = chain.iter().map(|p| p.lon).collect();
        let lats: Box<[i32]> = chain.iter().map(|p| p.lat).collect();
        let [west, east] = range(&lons);
        let [south, north] = range(&lats);
        let blocks = (0..lats.len())
            .step_by(BLOCK)
            .map(|start| range(lats.get(start.saturating_sub(1)..(start + BLOCK).min(lats.len())).unwrap_or_default()))
            .collect();
        let bounds = Bounds { min: Point { lon: west, lat: south }, max: Point { lon: east, lat: north } };
        Self(Arc::new(Chain { lons, lats, ends: ends.into(), blocks, bounds }))
    }

    /// The least box that holds it.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.0.bounds
    }

    /// Its rings, each without a repeated first point.
    pub fn rings(&self) -> impl ExactSizeIterator<Item = impl Iterator<Item = Point>> {
        let mut start = 0;
        let chain = &*self.0;
        chain.ends.iter().map(move |&end| {
            let end = usize::try_from(end).unwrap_or(usize::MAX);
            let ring = start..end;
            start = end.saturating_add(1);
            let (lons, lats) = (chain.lons.get(ring.clone()), chain.lats.get(ring));
            let both = lons.unwrap_or_default().iter().zip(lats.unwrap_or_default());
            both.map(|(&lon, &lat)| Point { lon, lat })
        })
    }

    /// Whether a point is inside. Exact; about 20 ns for fifty points.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        let chain = &*self.0;
        let mut inside = false;
        for (&[south, north], block) in chain.blocks.iter().zip(0..) {
            // Edges run from a latitude at or below the point's to one above it, or back.
            if south <= point.lat && point.lat < north {
                inside ^= chain.crosses_odd(block * BLOCK, point);
            }
        }
        inside
    }
}

impl fmt::Debug for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points: Vec<usize> = self.rings().map(Iterator::count).collect();
        f.debug_struct("Area").field("bounds", &self.bounds()).field("points", &points).finish()
    }
}

impl Chain {
    /// Whether an odd number of the edges that end in a block of the chain cross the line from the point eastward.
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
    fn edge_is_east(&self, to: usize, point: Point) -> bool {
        let from = to.saturating_sub(1);
        let at = |i: usize| Some((*self.lons.get(i)?, *self.lats.get(i)?));
        let (Some(a), Some(b)) = (at(from), at(to)) else { return false };
        let ((lon0, lat0), (lon1, lat1)) = if a.1 <= b.1 { (a, b) } else { (b, a) };
        // Compared, not subtracted: each product is below 3.6e9 * 1.8e9 < 2^63.
        let run = (i64::from(lon1) - i64::from(lon0)) * (i64::from(point.lat) - i64::from(lat0));
        let here = (i64::from(point.lon) - i64::from(lon0)) * (i64::from(lat1) - i64::from(lat0));
        run > here
    }
}

fn has_three_distinct(ring: &[Point]) -> bool {
    let first = ring.first();
    let second = ring.iter().find(|&p| Some(p) != first);
    second.is_some() && ring.iter().any(|p| Some(p) != first && Some(p) != second)
}

/// Least and greatest; `[i32::MAX, i32::MIN]` of nothing.
fn range(values: &[i32]) -> [i32; 2] {
    values.iter().fold([i32::MAX, i32::MIN], |[least, greatest], &v| [least.min(v), greatest.max(v)])
}
