//! Areas by place: which holds a point, which may overlap.

use super::grid::{Cell, Grid};
use super::{Area, Bounds, Point};

/// Children of a node.
const FANOUT: usize = 16;

/// Areas of several levels, packed for lookup by place.
///
/// Each level is a tree of boxes over the areas in the order of a Hilbert curve, and a grid whose cells mostly know
/// the answer.
#[derive(Debug, Clone, Default)]
pub struct AreaIndex {
    /// The deepest first.
    levels: Vec<Level>,
}

#[derive(Debug, Clone)]
struct Level {
    rank: u32,
    /// Keys and areas in the order of the curve.
    keys: Vec<u32>,
    areas: Vec<Area>,
    /// Boxes of the areas, then boxes of these, up to one node.
    tiers: Vec<Vec<Node>>,
    grid: Option<Grid>,
}

/// The boxes of sixteen children, side by side; those that are missing hold nothing.
#[derive(Debug, Clone)]
struct Node {
    west: [i32; FANOUT],
    south: [i32; FANOUT],
    east: [i32; FANOUT],
    north: [i32; FANOUT],
}

impl AreaIndex {
    /// An index of areas, each with its key and the rank of its level: the greater the rank, the deeper.
    #[must_use]
    pub fn new<'a>(areas: impl IntoIterator<Item = (u32, u32, &'a Area)>) -> Self {
        let mut areas: Vec<_> = areas.into_iter().collect();
        areas.sort_by_key(|&(key, rank, _)| (std::cmp::Reverse(rank), key));
        Self { levels: areas.chunk_by(|a, b| a.1 == b.1).filter_map(Level::new).collect() }
    }

    /// The least key among the areas of the deepest level that hold the point.
    #[must_use]
    pub fn locate(&self, point: Point) -> Option<u32> {
        self.levels.iter().find_map(|level| level.locate(point))
    }

    /// The least key among the areas of one level that hold the point.
    #[must_use]
    pub fn locate_at(&self, rank: u32, point: Point) -> Option<u32> {
        self.levels.iter().find(|level| level.rank == rank)?.locate(point)
    }

    /// Pairs of areas of one level whose boxes share an inside: the only ones that can overlap. The lesser key comes
    /// first; deepest level first, then by the first key, then by the second.
    pub fn pairs_at_same_level(&self) -> impl Iterator<Item = (u32, u32)> {
        self.levels.iter().flat_map(|level| {
            let mut order: Vec<(u32, &Area)> = level.keys.iter().copied().zip(&level.areas).collect();
            order.sort_unstable_by_key(|(key, _)| *key);
            order
                .into_iter()
                .flat_map(|(key, area)| level.later_neighbours(key, area).into_iter().map(move |later| (key, later)))
        })
    }
}

impl Level {
    /// A level of areas with their keys, ascending, and its rank.
    fn new(level: &[(u32, u32, &Area)]) -> Option<Self> {
        let rank = level.first()?.1;
        let mut order: Vec<_> = level.iter().map(|&(key, _, area)| (key, area)).collect();
        order.sort_by_cached_key(|(key, area)| (hilbert(area.bounds().middle()), *key));
        let mut boxes: Vec<Bounds> = order.iter().map(|(_, area)| area.bounds()).collect();
        let mut answering: Vec<_> = (0..).zip(&order).map(|(number, (key, area))| (*key, number, *area)).collect();
        answering.sort_unstable_by_key(|(key, ..)| *key);
        let grid = Grid::new(answering.into_iter().map(|(_, number, area)| (number, area)), around(&boxes)?);
        let mut tiers = Vec::new();
        loop {
            let tier: Vec<Node> = boxes.chunks(FANOUT).map(Node::of).collect();
            boxes = boxes.chunks(FANOUT).filter_map(around).collect();
            tiers.push(tier);
            if boxes.len() <= 1 {
                break;
            }
        }
        let (keys, areas) = order.into_iter().map(|(key, area)| (key, area.clone())).unzip();
        Some(Self { rank, keys, areas, tiers, grid })
    }

    fn locate(&self, point: Point) -> Option<u32> {
        match self.grid.as_ref().map(|grid| grid.cell(point)) {
            Some(Cell::Outside) => None,
            Some(Cell::Inside(number)) => self.key(number),
            Some(Cell::Candidates(numbers)) => self.first_holding(numbers, point),
            Some(Cell::Crowded) | None => self.locate_in_boxes(point),
        }
    }

    fn key(&self, number: u32) -> Option<u32> {
        self.keys.get(usize::try_from(number).ok()?).copied()
    }

    fn area(&self, number: u32) -> Option<&Area> {
        self.areas.get(usize::try_from(number).ok()?)
    }

    /// The key of the first of some areas that holds the point.
    fn first_holding(&self, numbers: &[u32], point: Point) -> Option<u32> {
        // All boxes first, so that the areas come from memory together.
        let mut near = 0_u32;
        for (number, i) in numbers.iter().zip(0..) {
            near |= u32::from(self.area(*number).is_some_and(|area| area.bounds().may_hold(point))) << i;
        }
        while near != 0 {
            let number = *numbers.get(usize::try_from(near.trailing_zeros()).unwrap_or(0))?;
            near &= near - 1;
            if self.area(number).is_some_and(|area| area.contains(point)) {
                return self.key(number);
            }
        }
        None
    }

    fn locate_in_boxes(&self, point: Point) -> Option<u32> {
        let mut least: Option<u32> = None;
        self.search(
            |node| node.holding(point),
            |key, area| {
                if least.is_none_or(|least| key < least) && area.contains(point) {
                    least = Some(key);
                }
            },
        );
        least
    }

    /// Keys greater than the area's whose boxes share an inside with its box, ascending.
    fn later_neighbours(&self, key: u32, area: &Area) -> Vec<u32> {
        let bounds = area.bounds();
        let mut keys = Vec::new();
        self.search(
            |node| node.meeting(bounds),
            |other, _| {
                if other > key {
                    keys.push(other);
                }
            },
        );
        keys.sort_unstable();
        keys
    }

    /// Visits the areas that `test` lets through in every box above them. `test` gives one bit a child.
    fn search<'a>(&'a self, test: impl Fn(&Node) -> u16, mut visit: impl FnMut(u32, &'a Area)) {
        let bits = |tier: usize, node: usize| self.tiers.get(tier).and_then(|t| t.get(node)).map_or(0, &test);
        let top = self.tiers.len().saturating_sub(1);
        let (mut tier, mut node) = (top, 0);
        // Children still to visit, 16 bits a tier, the lowest tier in the lowest bits: keys are 32 bits, so there are
        // at most eight tiers.
        let mut pending = u128::from(bits(top, 0));
        while pending != 0 {
            if pending & 0xffff == 0 {
                pending >>= FANOUT;
                node /= FANOUT;
                tier = tier.saturating_add(1);
                continue;
            }
            let child = node * FANOUT + usize::try_from(pending.trailing_zeros()).unwrap_or(0);
            pending &= pending - 1;
            if tier > 0 {
                (tier, node) = (tier - 1, child);
                pending = (pending << FANOUT) | u128::from(bits(tier, node));
            } else if let (Some(key), Some(area)) = (self.keys.get(child), self.areas.get(child)) {
                visit(*key, area);
            }
        }
    }
}

impl Node {
    fn of(boxes: &[Bounds]) -> Self {
        let side = |value: fn(&Bounds) -> i32, missing: i32| {
            let mut side = [missing; FANOUT];
            side.iter_mut().zip(boxes).for_each(|(slot, bounds)| *slot = value(bounds));
            side
        };
        Self {
            west: side(|b| b.min.lon, i32::MAX),
            south: side(|b| b.min.lat, i32::MAX),
            east: side(|b| b.max.lon, i32::MIN),
            north: side(|b| b.max.lat, i32::MIN),
        }
    }

    /// Children whose boxes may hold the point; their eastern and northern sides are never inside.
    fn holding(&self, point: Point) -> u16 {
        self.each(|west, south, east, north| {
            (west <= point.lon) & (point.lon < east) & (south <= point.lat) & (point.lat < north)
        })
    }

    /// Children whose boxes share an inside with a box.
    fn meeting(&self, other: Bounds) -> u16 {
        self.each(|west, south, east, north| {
            (west < other.max.lon) & (other.min.lon < east) & (south < other.max.lat) & (other.min.lat < north)
        })
    }

    fn each(&self, test: impl Fn(i32, i32, i32, i32) -> bool) -> u16 {
        let sides = self.west.iter().zip(&self.south).zip(&self.east).zip(&self.north);
        let mut bits = 0;
        for (i, (((&west, &south), &east), &north)) in sides.enumerate() {
            bits |= u16::from(test(west, south, east, north)) << i;
        }
        bits
    }
}

/// The box around boxes.
fn around(boxes: &[Bounds]) -> Option<Bounds> {
    boxes.iter().copied().reduce(|a, b| Bounds {
        min: Point { lon: a.min.lon.min(b.min.lon), lat: a.min.lat.min(b.min.lat) },
        max: Point { lon: a.max.lon.max(b.max.lon), lat: a.max.lat.max(b.max.lat) },
    })
}

/// The position of a point on a Hilbert curve over the Earth.
pub fn hilbert(point: Point) -> u64 {
    // Both from 0, below 2^32.
    let (mut x, mut y) = (i64::from(point.lon) - i64::from(i32::MIN), i64::from(point.lat) - i64::from(i32::MIN));
    let mut position = 0_u64;
    for bit in (0..32).rev() {
        let (right, upper) = ((x >> bit) & 1, (y >> bit) & 1);
        position = (position << 2) | ((3 * right).unsigned_abs() ^ upper.unsigned_abs());
        if upper == 0 {
            if right == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    position
}
