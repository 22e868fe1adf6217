//! The nearest of many places, through a grid of cells.

use super::village::Place;

/// Places by the cell in which they are.
#[derive(Debug)]
pub struct Near {
    cell: i32,
    corner: Place,
    columns: i32,
    rows: i32,
    /// Where the list of each cell starts.
    starts: Vec<u32>,
    places: Vec<(Place, u32)>,
}

/// The square of the distance.
pub fn square(one: Place, other: Place) -> i64 {
    let [x, y] = [0, 1].map(|axis| i64::from(one[axis]) - i64::from(other[axis]));
    x * x + y * y
}

impl Near {
    /// Those of the places that are numbered.
    pub fn new(places: &[Place], numbers: impl Iterator<Item = u32>, cell: i32) -> Self {
        let mut list: Vec<(Place, u32)> = numbers.map(|number| (places[number as usize], number)).collect();
        let end = |axis: usize, far: fn(i32, i32) -> i32| list.iter().map(|(at, _)| at[axis]).reduce(far).unwrap_or(0);
        let corner = [end(0, i32::min), end(1, i32::min)];
        let columns = (end(0, i32::max) - corner[0]) / cell + 1;
        let rows = (end(1, i32::max) - corner[1]) / cell + 1;
        let cell_of = |at: Place| ((at[1] - corner[1]) / cell * columns + (at[0] - corner[0]) / cell) as usize;
        list.sort_unstable_by_key(|(at, number)| (cell_of(*at), *number));
        let mut starts = vec![0; (columns * rows + 1) as usize];
        list.iter().for_each(|(at, _)| starts[cell_of(*at) + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { cell, corner, columns, rows, starts, places: list }
    }

    /// The nearest, by distance, then by number: square of the distance, and number.
    pub fn nearest(&self, from: Place, count: usize, found: &mut Vec<(i64, u32)>) {
        let [x, y] = [0, 1].map(|axis| from[axis] - self.corner[axis]);
        let [column, row] = [x, y].map(|at| at.div_euclid(self.cell));
        // How far it is from here to the nearest side of its cell.
        let inside = [x, y].map(|at| at.rem_euclid(self.cell)).map(|at| at.min(self.cell - at));
        let inside = inside[0].min(inside[1]);
        let last = [column, row, self.columns - column, self.rows - row].map(i32::abs).into_iter().max().unwrap_or(0);
        for ring in 0..=last {
            self.ring(from, [column, row], ring, found);
            if found.len() >= count {
                let covered = i64::from(ring * self.cell + inside);
                let (_, nth, _) = found.select_nth_unstable(count - 1);
                if nth.0 <= covered * covered {
                    break;
                }
            }
        }
        found.sort_unstable();
        found.truncate(count);
    }

    /// The cells that are so many steps away.
    fn ring(&self, from: Place, [column, row]: [i32; 2], ring: i32, found: &mut Vec<(i64, u32)>) {
        for y in (row - ring).max(0)..=(row + ring).min(self.rows - 1) {
            let whole = (y - row).abs() == ring;
            let step = if whole || ring == 0 { 1 } else { 2 * ring };
            for x in (column - ring..=column + ring).step_by(step as usize) {
                if (0..self.columns).contains(&x) {
                    let cell = (y * self.columns + x) as usize;
                    let list = &self.places[self.starts[cell] as usize..self.starts[cell + 1] as usize];
                    found.extend(list.iter().map(|(at, number)| (square(from, *at), *number)));
                }
            }
        }
    }
}
