//! 18,000 outlines of 48 points that tile a county, with winding shared edges.

use crate::random::Random;

/// How many there are.
pub const COUNT: usize = COLUMNS * ROWS;
const COLUMNS: usize = 150;
const ROWS: usize = 120;
/// Points of an edge, the far corner not counted.
const EDGE: usize = 12;
const WEST: f64 = 110.45;
const SOUTH: f64 = 29.07;
/// About 440 m and 500 m.
const WIDTH: f64 = 0.0045;
const HEIGHT: f64 = 0.0045;

pub struct Tiles {
    /// Edges to the east and edges to the north of every corner, in degrees.
    east: Vec<Vec<[f64; 2]>>,
    north: Vec<Vec<[f64; 2]>>,
}

fn corner(x: usize, y: usize) -> [f64; 2] {
    // Corners move a little, the same wherever they are asked for.
    let mut random = Random((y * (COLUMNS + 1) + x) as u64);
    let mut shift = || (random.below(1000) as f64 / 1000.0 - 0.5) * 0.4;
    [WEST + (x as f64 + shift()) * WIDTH, SOUTH + (y as f64 + shift()) * HEIGHT]
}

fn winding(from: [f64; 2], to: [f64; 2], random: &mut Random) -> Vec<[f64; 2]> {
    (0..EDGE)
        .map(|i| {
            let along = i as f64 / EDGE as f64;
            let mut aside = || if i == 0 { 0.0 } else { (random.below(1000) as f64 / 1000.0 - 0.5) * 0.04 };
            let at = |axis: usize, size: f64, aside: f64| from[axis] + (to[axis] - from[axis]) * along + aside * size;
            [at(0, WIDTH, aside()), at(1, HEIGHT, aside())]
        })
        .collect()
}

impl Tiles {
    pub fn new() -> Self {
        let mut random = Random(11);
        let (mut east, mut north) = (Vec::new(), Vec::new());
        for y in 0..=ROWS {
            for x in 0..=COLUMNS {
                east.push(winding(corner(x, y), corner(x + 1, y), &mut random));
                north.push(winding(corner(x, y), corner(x, y + 1), &mut random));
            }
        }
        Self { east, north }
    }

    /// The outline of a tile, not closed.
    pub fn outline(&self, tile: usize) -> Vec<[f64; 2]> {
        let (x, y) = (tile % COLUMNS, tile / COLUMNS);
        let at = |x: usize, y: usize| y * (COLUMNS + 1) + x;
        let back = |edge: &[[f64; 2]], end: [f64; 2]| {
            std::iter::once(end).chain(edge[1..].iter().rev().copied()).collect::<Vec<_>>()
        };
        let mut ring = self.east[at(x, y)].clone();
        ring.extend(&self.north[at(x + 1, y)]);
        ring.extend(back(&self.east[at(x, y + 1)], corner(x + 1, y + 1)));
        ring.extend(back(&self.north[at(x, y)], corner(x, y + 1)));
        ring
    }

    /// A point anywhere in the county.
    pub fn point(random: &mut Random) -> [f64; 2] {
        let mut within = |n: usize| random.below(1_000_000) as f64 / 1e6 * n as f64;
        [WEST + within(COLUMNS) * WIDTH, SOUTH + within(ROWS) * HEIGHT]
    }
}
