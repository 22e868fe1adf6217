//! What a map draws, as GeoJSON (RFC 7946).

use schemars::JsonSchema;
use serde::Serialize;
use wangge::{Site, Unit};

use super::bulk::Degrees;

/// A point: longitude, latitude.
type Position = [Degrees; 2];

/// The scopes of units: a GeoJSON `FeatureCollection`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Scopes")]
pub struct ScopesView<'d> {
    /// What GeoJSON calls it.
    #[serde(rename = "type")]
    pub kind: Collection,
    /// One for each unit with a scope, in tree order.
    pub features: Vec<ScopeView<'d>>,
}

/// The scope of a unit: a GeoJSON `Feature`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Scope")]
pub struct ScopeView<'d> {
    /// What GeoJSON calls it.
    #[serde(rename = "type")]
    pub kind: Feature,
    /// The id of the unit.
    pub id: &'d str,
    /// Its shape.
    pub geometry: PolygonsView,
    /// Of the unit.
    pub properties: ScopeFactsView<'d>,
}

/// What a unit's scope is drawn by.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ScopeFacts")]
pub struct ScopeFactsView<'d> {
    /// The level.
    pub level: &'d str,
    /// The name.
    pub name: &'d str,
    /// The unit above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<&'d str>,
    /// How many households are under it, at any depth.
    pub households: usize,
}

/// A GeoJSON `MultiPolygon`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Polygons")]
pub struct PolygonsView {
    /// What GeoJSON calls it.
    #[serde(rename = "type")]
    pub kind: MultiPolygon,
    /// Polygons: an outer ring, then its holes; a ring ends with its first point.
    pub coordinates: Vec<Vec<Vec<Position>>>,
}

/// Sites: a GeoJSON `FeatureCollection`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Sites")]
pub struct SitesView<'d> {
    /// What GeoJSON calls it.
    #[serde(rename = "type")]
    pub kind: Collection,
    /// The sites, in the tree order of their units, then by id.
    pub features: Vec<SiteView<'d>>,
}

/// A site: a GeoJSON `Feature`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Site")]
pub struct SiteView<'d> {
    /// What GeoJSON calls it.
    #[serde(rename = "type")]
    pub kind: Feature,
    /// The id.
    pub id: &'d str,
    /// Where it is; null where that is not known.
    pub geometry: Option<PointView>,
    /// Of the site.
    pub properties: SiteFactsView<'d>,
}

/// What a site is drawn by.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "SiteFacts")]
pub struct SiteFactsView<'d> {
    /// The name.
    pub name: &'d str,
    /// The unit that it lies in.
    pub unit: &'d str,
    /// The unit or department that owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<&'d str>,
}

/// A GeoJSON `Point`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Point")]
pub struct PointView {
    /// What GeoJSON calls it.
    #[serde(rename = "type")]
    pub kind: Point,
    /// Longitude and latitude in degrees.
    pub coordinates: Position,
}

/// The word `FeatureCollection`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Collection {
    /// The word.
    #[serde(rename = "FeatureCollection")]
    Word,
}

/// The word `Feature`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Feature {
    /// The word.
    #[serde(rename = "Feature")]
    Word,
}

/// The word `MultiPolygon`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum MultiPolygon {
    /// The word.
    #[serde(rename = "MultiPolygon")]
    Word,
}

/// The word `Point`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PointWord")]
pub enum Point {
    /// The word.
    #[serde(rename = "Point")]
    Word,
}

impl<'d> ScopesView<'d> {
    /// Of units; those without a scope are left out.
    #[must_use]
    pub fn new(units: impl Iterator<Item = Unit<'d>>) -> Self {
        let scope = |unit: Unit<'d>| {
            let rings = unit.scope();
            (!rings.is_empty()).then(|| ScopeView {
                kind: Feature::Word,
                id: unit.id(),
                geometry: PolygonsView { kind: MultiPolygon::Word, coordinates: polygons(&rings) },
                properties: ScopeFactsView {
                    level: unit.level().id(),
                    name: unit.name(),
                    parent: unit.parent().map(Unit::id),
                    households: unit.household_count(),
                },
            })
        };
        Self { kind: Collection::Word, features: units.filter_map(scope).collect() }
    }
}

impl<'d> SitesView<'d> {
    /// Of sites.
    #[must_use]
    pub fn new(sites: impl Iterator<Item = Site<'d>>) -> Self {
        let site = |site: Site<'d>| SiteView {
            kind: Feature::Word,
            id: site.id(),
            geometry: site.location().map(PointView::new),
            properties: SiteFactsView { name: site.name(), unit: site.unit().id(), owner: site.owner() },
        };
        Self { kind: Collection::Word, features: sites.map(site).collect() }
    }
}

impl PointView {
    fn new(point: [f64; 2]) -> Self {
        Self { kind: Point::Word, coordinates: point.map(Degrees) }
    }
}

/// Rings by the even-odd rule as polygons: a ring in an even number of others is an outer one, another is a hole of the
/// innermost outer ring around it.
fn polygons(rings: &[Vec<[f64; 2]>]) -> Vec<Vec<Vec<Position>>> {
    let around = |ring: &Vec<[f64; 2]>| -> Vec<usize> {
        let first = ring.first().copied().unwrap_or_default();
        let others = rings.iter().enumerate().filter(|(_, other)| !std::ptr::eq(*other, ring));
        others.filter(|(_, other)| is_inside(first, other)).map(|(i, _)| i).collect()
    };
    let around: Vec<Vec<usize>> = rings.iter().map(around).collect();
    let is_outer = |i: usize| around.get(i).is_some_and(|others| others.len() % 2 == 0);
    let depth = |i: usize| around.get(i).map_or(0, Vec::len);
    let mut made: Vec<(usize, Vec<Vec<Position>>)> = Vec::new();
    for (i, ring) in rings.iter().enumerate().filter(|(i, _)| is_outer(*i)) {
        made.push((i, vec![closed(ring, true)]));
    }
    for (i, ring) in rings.iter().enumerate().filter(|(i, _)| !is_outer(*i)) {
        let outer = around.get(i).into_iter().flatten().copied().filter(|j| is_outer(*j)).max_by_key(|j| depth(*j));
        if let Some((_, polygon)) = made.iter_mut().find(|(j, _)| Some(*j) == outer) {
            polygon.push(closed(ring, false));
        }
    }
    made.into_iter().map(|(_, polygon)| polygon).collect()
}

/// A ring that ends with its first point; outer rings run against the clock, holes with it.
fn closed(ring: &[[f64; 2]], against_the_clock: bool) -> Vec<Position> {
    let next = ring.iter().cycle().skip(1);
    let area: f64 = ring.iter().zip(next).map(|([ax, ay], [bx, by])| ax * by - bx * ay).sum();
    let mut points: Vec<Position> = ring.iter().map(|point| point.map(Degrees)).collect();
    if (area > 0.0) != against_the_clock {
        points.reverse();
    }
    points.extend(points.first().copied());
    points
}

/// Whether a point is inside a ring, by the crossings of a ray to the east.
fn is_inside([x, y]: [f64; 2], ring: &[[f64; 2]]) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossings = ring.iter().zip(next).filter(|([ax, ay], [bx, by])| {
        let meets = (*ay > y) != (*by > y);
        meets && x < (bx - ax) * (y - ay) / (by - ay) + ax
    });
    crossings.count() % 2 == 1
}
