//! Whole metres between places, the same on every machine: only `+ - * /` and `sqrt`, which are exact to the last bit
//! everywhere.

use crate::area::Point;

/// What a pair counts as where one of the two has no place.
pub const UNPLACED_METRES: u32 = 20_000;

const METRES_PER_STEP_NORTH: f64 = 110_574.0;
const METRES_PER_STEP_EAST: f64 = 111_320.0;
const STEPS_PER_DEGREE: f64 = 1e7;

/// A point with what its distances need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    lon: f64,
    lat: f64,
    /// Of half its latitude: the cosine of the middle latitude of two places follows from them.
    cos: f64,
    sin: f64,
    pub point: Point,
}

impl Place {
    pub fn new(point: Point) -> Self {
        let [lon, lat] = point.steps().map(f64::from);
        // Half a latitude is at most an eighth of the circle.
        let half = lat * (std::f64::consts::PI / (2.0 * 180.0 * STEPS_PER_DEGREE));
        Self { lon, lat, cos: cos(half), sin: sin(half), point }
    }

    /// Whole metres to another place, in the plane of the middle latitude; halves are rounded up.
    #[inline]
    pub fn metres(&self, other: &Self) -> u32 {
        let middle = self.cos * other.cos - self.sin * other.sin;
        whole(length(self.lon - other.lon, self.lat - other.lat, middle) + 0.5)
    }

    /// No place in a box, whose places have latitudes with cosines of at least `cos`, is nearer than this.
    #[inline]
    pub fn least_metres(&self, bounds: &PlaceBounds) -> u32 {
        let beyond = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
        let (lon, lat) = (beyond(self.lon, bounds.west, bounds.east), beyond(self.lat, bounds.south, bounds.north));
        // A middle latitude lies between its ends, and a cosine is least at one of the ends.
        let own = self.cos * self.cos - self.sin * self.sin;
        // Less what rounding may take off.
        whole(length(lon, lat, own.min(bounds.cos)) * (1.0 - 1e-9) - 0.5)
    }
}

/// A box of places.
#[derive(Debug, Clone, Copy)]
pub struct PlaceBounds {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    /// The least cosine of a latitude in it.
    cos: f64,
}

impl PlaceBounds {
    /// The box around nothing.
    pub const NOTHING: Self =
        Self { west: f64::INFINITY, east: f64::NEG_INFINITY, south: f64::INFINITY, north: f64::NEG_INFINITY, cos: 1.0 };

    pub fn with(self, place: &Place) -> Self {
        let cos = place.cos * place.cos - place.sin * place.sin;
        self.or(&Self { west: place.lon, east: place.lon, south: place.lat, north: place.lat, cos })
    }

    pub fn or(self, other: &Self) -> Self {
        Self {
            west: self.west.min(other.west),
            east: self.east.max(other.east),
            south: self.south.min(other.south),
            north: self.north.max(other.north),
            cos: self.cos.min(other.cos),
        }
    }

    /// More metres than between any two of its places.
    pub fn most_metres(&self) -> u32 {
        if self.west > self.east { 0 } else { whole(length(self.east - self.west, self.north - self.south, 1.0)) + 2 }
    }
}

#[inline]
fn length(lon: f64, lat: f64, cos: f64) -> f64 {
    let north = lat * METRES_PER_STEP_NORTH / STEPS_PER_DEGREE;
    let east = lon * METRES_PER_STEP_EAST / STEPS_PER_DEGREE * cos;
    (north * north + east * east).sqrt()
}

/// The whole part of a number of metres; 0 of less than nothing.
#[inline]
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most 4.5e7, and such a conversion stops at 0"
)]
fn whole(metres: f64) -> u32 {
    metres as u32
}

/// The cosine of a number up to an eighth of the circle either way, by its series.
fn cos(x: f64) -> f64 {
    let x = x * x;
    let mut sum = 1.0;
    for n in [240.0, 182.0, 132.0, 90.0, 56.0, 30.0, 12.0, 2.0] {
        sum = 1.0 - sum * x / n;
    }
    sum
}

/// The sine of such a number.
fn sin(x: f64) -> f64 {
    let square = x * x;
    let mut sum = 1.0;
    for n in [272.0, 210.0, 156.0, 110.0, 72.0, 42.0, 20.0, 6.0] {
        sum = 1.0 - sum * square / n;
    }
    sum * x
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "test code: a panic here is a failed test")]

    use super::*;

    fn place(lon: f64, lat: f64) -> Place {
        Place::new(Point::from_degrees([lon, lat]).expect("on the Earth"))
    }

    #[test]
    fn series_are_as_good_as_the_real_thing() {
        for step in -1000..=1000 {
            let x = f64::from(step) / 1000.0 * std::f64::consts::FRAC_PI_4;
            assert!((cos(x) - x.cos()).abs() < 3e-16, "cos {x}");
            assert!((sin(x) - x.sin()).abs() < 3e-16, "sin {x}");
        }
    }

    #[test]
    fn a_degree_is_what_the_local_plane_says() {
        assert_eq!(place(111.0, 29.0).metres(&place(111.0, 30.0)), 110_574);
        assert_eq!(place(111.0, 0.0).metres(&place(112.0, 0.0)), 111_320);
        // Cos 60 degrees is a half.
        assert_eq!(place(111.0, 60.0).metres(&place(112.0, 60.0)), 55_660);
        // The middle latitude decides: 59 and 61 are as 60, and there and back is the same.
        let (a, b) = (place(111.0, 59.0), place(112.0, 61.0));
        assert_eq!((a.metres(&b), b.metres(&a)), (228_045, 228_045));
        assert_eq!(a.metres(&a), 0);
    }

    #[test]
    fn halves_are_rounded_up() {
        // 0.25 degrees north are 27,643.5 metres.
        assert_eq!(place(0.0, 0.0).metres(&place(0.0, 0.25)), 27_644);
    }

    #[test]
    fn nothing_in_a_box_is_nearer_than_its_bound() {
        let mut seed = 1_u64;
        let mut next = |low: f64, high: f64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let part = u32::try_from(seed >> 40).map_or(0.0, f64::from) / f64::from(1 << 24);
            low + part * (high - low)
        };
        let mut close = 0;
        for round in 0..2_000 {
            let (west, south) = (next(-179.0, 170.0), next(-89.0, 80.0));
            let size = if round % 2 == 0 { 0.01 } else { 9.0 };
            let places: Vec<Place> =
                (0..5).map(|_| place(next(west, west + size), next(south, south + size))).collect();
            let bounds = places.iter().fold(PlaceBounds::NOTHING, |bounds, place| bounds.with(place));
            let spread = size * 3.0;
            let from = place(
                next(west - spread, west + spread).clamp(-180.0, 180.0),
                next(south - spread, south + spread).clamp(-90.0, 90.0),
            );
            let nearest = places.iter().map(|place| from.metres(place)).min().unwrap_or(0);
            assert!(from.least_metres(&bounds) <= nearest);
            close += u32::from(from.least_metres(&bounds) * 2 > nearest);
            for (a, b) in places.iter().zip(places.iter().skip(1)) {
                assert!(a.metres(b) <= bounds.most_metres());
            }
        }
        assert!(close > 500, "the bound says something: {close}");
    }
}
