//! The peer for points: polygons of the crate geo in an R-tree of the crate rstar.

use geo::{BoundingRect, Contains, Coord, LineString, Point, Polygon};
use rstar::{AABB, RTree, RTreeObject};

pub struct Scope {
    pub id: String,
    polygon: Polygon<f64>,
    envelope: AABB<[f64; 2]>,
}

impl RTreeObject for Scope {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

pub struct GeoPlaces(RTree<Scope>);

impl GeoPlaces {
    pub fn new(scopes: impl Iterator<Item = (String, Vec<[f64; 2]>)>) -> Self {
        let scope = |(id, ring): (String, Vec<[f64; 2]>)| {
            let ring: LineString<f64> = ring.into_iter().map(|[x, y]| Coord { x, y }).collect();
            let polygon = Polygon::new(ring, Vec::new());
            let bounds = polygon.bounding_rect().unwrap();
            let envelope = AABB::from_corners(bounds.min().into(), bounds.max().into());
            Scope { id, polygon, envelope }
        };
        Self(RTree::bulk_load(scopes.map(scope).collect()))
    }

    pub fn locate(&self, [x, y]: [f64; 2]) -> Option<&str> {
        let at = Point::new(x, y);
        let candidates = self.0.locate_in_envelope_intersecting(AABB::from_point([x, y]));
        let holding = candidates.filter(|scope| scope.polygon.contains(&at));
        holding.map(|scope| scope.id.as_str()).min()
    }
}
