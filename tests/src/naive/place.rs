//! Points and scopes (R9), in whole units of 1e-7 degrees.

use jiff::civil::Date;

use super::world::World;

/// A point: longitude and latitude in units of 1e-7 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Longitude.
    pub lon: i64,
    /// Latitude.
    pub lat: i64,
}

impl Point {
    /// "Finite, longitude -180 to 180, latitude -90 to 90; kept to 1e-7 degrees, rounded half away from zero."
    pub fn new([lon, lat]: [f64; 2]) -> Option<Self> {
        let fits = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        fits.then(|| Self { lon: (lon * 1e7).round() as i64, lat: (lat * 1e7).round() as i64 })
    }
}

/// The points of a ring, without what repeats the first point at the end; none where the ring is no ring.
pub fn ring(points: &[[f64; 2]]) -> Option<Vec<Point>> {
    let mut ring = points.iter().map(|point| Point::new(*point)).collect::<Option<Vec<_>>>()?;
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    let mut distinct = ring.clone();
    distinct.sort();
    distinct.dedup();
    (distinct.len() >= 3).then_some(ring)
}

/// "Even-odd, half-open: an edge belongs to the area on its right and above."
///
/// Counts the edges that a ray to the east crosses. An edge spans the latitudes from its lower end (included) to its
/// upper end (excluded), and is crossed when it lies strictly east of the point.
pub fn contains(scope: &[Vec<Point>], point: Point) -> bool {
    let mut crossed = 0;
    for ring in scope {
        for (i, a) in ring.iter().enumerate() {
            let b = &ring[(i + 1) % ring.len()];
            let (low, high) = if a.lat <= b.lat { (a, b) } else { (b, a) };
            if low.lat <= point.lat && point.lat < high.lat && strictly_east(low, high, point) {
                crossed += 1;
            }
        }
    }
    crossed % 2 == 1
}

/// Whether the edge, at the latitude of the point, has a greater longitude than the point.
fn strictly_east(low: &Point, high: &Point, point: Point) -> bool {
    let [run, rise] = [high.lon - low.lon, high.lat - low.lat].map(i128::from);
    let [up, right] = [point.lat - low.lat, point.lon - low.lon].map(i128::from);
    // low.lon + run * up / rise > point.lon, and rise is positive.
    run * up > right * rise
}

/// R9: "the innermost is the unit of the last level in the scheme's order whose scope contains the point"; "where
/// scopes of one level overlap, the least id answers".
pub fn locate(world: &World, date: Date, point: Point) -> Option<String> {
    let mut found: Option<usize> = None;
    for (unit, row) in world.units.iter().enumerate() {
        if !row.life.contains(date) || !contains(&row.scope, point) {
            continue;
        }
        let better = found.is_none_or(|best| {
            let best = &world.units[best];
            row.level > best.level || (row.level == best.level && row.id < best.id)
        });
        if better {
            found = Some(unit);
        }
    }
    found.map(|unit| world.units[unit].id.to_string())
}
