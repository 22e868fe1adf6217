//! Scopes as whole cells of a lattice of 0.001 degrees, and points on and beside it.

use wangge::record::Records;

use super::Dice;

const WEST: i32 = 110_000;
const SOUTH: i32 = 29_000;

/// A rectangle of cells.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// First column.
    pub west: i32,
    /// First row.
    pub south: i32,
    /// The column after the last.
    pub east: i32,
    /// The row after the last.
    pub north: i32,
}

/// A corner of the lattice in degrees; halves are middles of cells.
fn degrees(halves_east: i32, halves_north: i32) -> [f64; 2] {
    [f64::from(WEST * 2 + halves_east) / 2000.0, f64::from(SOUTH * 2 + halves_north) / 2000.0]
}

impl Block {
    /// Cuts the block into so many strips; those that do not fit are none. Now and then one leans out of its place.
    pub fn strips(self, dice: &mut Dice, count: usize) -> Vec<Option<Self>> {
        let count = count as i32;
        let (wide, high) = (self.east - self.west, self.north - self.south);
        let strips = (0..count).map(|number| {
            let mut strip = self;
            if wide >= high {
                strip.west = self.west + wide * number / count;
                strip.east = self.west + wide * (number + 1) / count;
            } else {
                strip.south = self.south + high * number / count;
                strip.north = self.south + high * (number + 1) / count;
            }
            if dice.chance(12) {
                strip.east += dice.between(-1, 1);
                strip.north += dice.between(-1, 1);
            }
            (strip.west < strip.east && strip.south < strip.north).then_some(strip)
        });
        strips.collect()
    }
}

/// The block as rings: whole, with a corner missing, with a hole, or in two parts.
pub fn rings(dice: &mut Dice, block: Block) -> Vec<Vec<[f64; 2]>> {
    let Block { west, south, east, north } = block;
    let rectangle = |west, south, east, north| vec![(west, south), (east, south), (east, north), (west, north)];
    let mut rings = match dice.below(12) {
        0..=1 if east - west >= 2 && north - south >= 2 => {
            let (x, y) = (dice.between(west + 1, east - 1), dice.between(south + 1, north - 1));
            vec![vec![(west, south), (east, south), (east, y), (x, y), (x, north), (west, north)]]
        }
        2 if east - west >= 3 && north - south >= 3 => {
            let mut hole = rectangle(west + 1, south + 1, east - 1, north - 1);
            if dice.chance(50) {
                hole.reverse();
            }
            vec![rectangle(west, south, east, north), hole]
        }
        3 if east - west >= 3 => {
            let middle = dice.between(west + 1, east - 2);
            vec![rectangle(west, south, middle, north), rectangle(middle + 1, south, east, north)]
        }
        4 => vec![rectangle(west, south, east, north)],
        _ => {
            // Points along the edges change nothing.
            vec![vec![(west, south), (east, south), (east, north), (west, north), (west, north - 1), (west, south)]]
        }
    };
    for ring in &mut rings {
        if dice.chance(30) {
            ring.reverse();
        }
        let turn = dice.below(ring.len());
        if ring.first() != ring.last() {
            ring.rotate_left(turn);
            if dice.chance(30) {
                ring.push(ring[0]);
            }
        }
    }
    rings.into_iter().map(|ring| ring.into_iter().map(|(x, y)| degrees(x * 2, y * 2)).collect()).collect()
}

/// A point near the scopes: in the middle of a cell, on an edge or a corner, or anywhere.
pub fn location(dice: &mut Dice) -> [f64; 2] {
    if dice.chance(15) {
        let [lon, lat] = degrees(dice.between(-4, 50), dice.between(-4, 28));
        let anywhere = |dice: &mut Dice| f64::from(dice.between(-9999, 9999)) / 1e7;
        return [lon + anywhere(dice), lat + anywhere(dice)];
    }
    degrees(dice.between(-1, 30), dice.between(-1, 25))
}

/// A valid world with slanted scopes: for points, not for areas, which the reference model counts in cells. Now and then
/// a ring has too few points.
pub fn slanted_world(seed: u64) -> Records {
    let mut records = super::valid_world(seed);
    let mut dice = Dice::new(seed ^ 0x51A27);
    for unit in &mut records.units {
        if dice.chance(80) {
            let corners = dice.between(3, 7);
            unit.scope = vec![
                (0..corners).map(|_| degrees(dice.between(0, 12) * 2, dice.between(0, 12) * 2)).collect(),
                vec![degrees(0, 0), degrees(dice.between(2, 24), 2), degrees(2, 24)],
            ];
            unit.scope.truncate(dice.between(1, 2) as usize);
        }
    }
    records
}
