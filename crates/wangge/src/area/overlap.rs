//! Areas in square metres: what two share, what none of several covers.
//!
//! Boolean operations run on integers. A local origin and a shift leave room below 1e-7 degrees, so that crossings
//! of edges, which are rounded, cost far less than a square metre.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::IntShapes;

use super::{Area, Point};

const METRES_EAST: f64 = 111_320.0;
const METRES_NORTH: f64 = 110_574.0;
/// Degrees of one step of a point.
const STEP: f64 = 1e-7;
/// Coordinates keep below 2^(33 + 16), and the engine takes up to 2^62.
const SHIFT: u32 = 16;

type Contour = Vec<IntPoint<i64>>;

#[cfg(test)]
impl Area {
    /// Its size in square metres, in the local plane of its first point.
    #[must_use]
    pub fn m2(&self) -> f64 {
        let origin = self.bounds().min;
        square_metres(&normal(self, origin), first_latitude(self))
    }
}

/// How many square metres two areas share, in the local plane of the first point of `a`: metres east = degrees x
/// 111,320 x cos(latitude of that point), metres north = degrees x 110,574.
#[must_use]
pub fn overlap_m2(a: &Area, b: &Area) -> f64 {
    let ((a_box, b_box), origin) = ((a.bounds(), b.bounds()), a.bounds().min);
    let meet = |low: i32, high: i32, other_low: i32, other_high: i32| low < other_high && other_low < high;
    if !meet(a_box.min.lon, a_box.max.lon, b_box.min.lon, b_box.max.lon)
        || !meet(a_box.min.lat, a_box.max.lat, b_box.min.lat, b_box.max.lat)
    {
        return 0.0;
    }
    let mut overlay = Overlay::from_subj_and_clip(&contours(a, origin), &contours(b, origin));
    square_metres(&overlay.overlay(OverlayRule::Intersect, FillRule::EvenOdd), first_latitude(a))
}

/// How many square metres of `parent` are in none of `children`, in the local plane of the first point of `parent`
/// (see [`overlap_m2`]).
#[must_use]
pub fn uncovered_m2<'a>(parent: &Area, children: impl IntoIterator<Item = &'a Area>) -> f64 {
    let origin = parent.bounds().min;
    let mut overlay = Overlay::new(parent.0.parts().lats.len());
    overlay.add_source(&normal(parent, origin), ShapeType::Subject);
    // Children may overlap: each alone goes round its inside once, so that together no inside counts as even.
    for child in children {
        overlay.add_source(&normal(child, origin), ShapeType::Clip);
    }
    square_metres(&overlay.overlay(OverlayRule::Difference, FillRule::NonZero), first_latitude(parent))
}

/// The shapes of an area: outer contours to the left, holes to the right.
fn normal(area: &Area, origin: Point) -> IntShapes<i64> {
    Overlay::from_subj(&contours(area, origin)).overlay(OverlayRule::Subject, FillRule::EvenOdd)
}

fn contours(area: &Area, origin: Point) -> Vec<Contour> {
    let local = |value: i32, origin: i32| (i64::from(value) - i64::from(origin)) << SHIFT;
    let point = |p: Point| IntPoint::new(local(p.lon, origin.lon), local(p.lat, origin.lat));
    area.rings().map(|ring| ring.map(point).collect()).collect()
}

fn first_latitude(area: &Area) -> f64 {
    area.0.parts().lats.first().map_or(0.0, |&lat| f64::from(lat) * STEP)
}

/// The size of shapes whose holes turn against their outer contours.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a measure, not a count")]
fn square_metres(shapes: &IntShapes<i64>, latitude: f64) -> f64 {
    let doubled: i128 = shapes.iter().flatten().map(|contour| doubled_area(contour)).sum();
    let step = STEP / (1_u64 << SHIFT) as f64;
    let (east, north) = (step * METRES_EAST * latitude.to_radians().cos(), step * METRES_NORTH);
    // Where latitude is 90 degrees the cosine may be a little below 0.
    (doubled as f64 / 2.0 * east * north).abs()
}

fn doubled_area(contour: &[IntPoint<i64>]) -> i128 {
    let next = contour.iter().cycle().skip(1);
    let cross =
        |a: &IntPoint<i64>, b: &IntPoint<i64>| i128::from(a.x) * i128::from(b.y) - i128::from(a.y) * i128::from(b.x);
    contour.iter().zip(next).map(|(a, b)| cross(a, b)).sum()
}
