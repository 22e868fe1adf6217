//! A grid of equal cells over the areas of one level: most cells lie inside one area or outside all, and answer at
//! once.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::{Area, Bounds, Point};

/// Cells an area, on the average.
const CELLS_PER_AREA: usize = 64;
/// Cells with more candidates are left to the tree of boxes.
const MAX_CANDIDATES: usize = 12;
/// Where marking would take more steps than this for each area and edge, there is no grid.
const MAX_STEPS: usize = 256;

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    /// No area holds any point of it.
    Outside,
    /// This area is the first that holds any and every point of it.
    Inside(u32),
    /// The first of these areas that holds the point, if one does.
    Candidates(&'a [u32]),
    /// Too many to list.
    Crowded,
}

/// Codes of cells: a place in `lists` with the highest bit, or an area, or one of the two above all.
const OUTSIDE: u32 = u32::MAX;
const CROWDED: u32 = u32::MAX - 1;
const LIST: u32 = 1 << 31;

/// The grid over areas that are named by numbers.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    origin: Point,
    /// A cell is `1 << shift` steps wide and high.
    shift: u32,
    columns: usize,
    rows: usize,
    cells: Vec<u32>,
    /// Lengths, each followed by that many areas.
    lists: Vec<u32>,
}

/// An area that touches a cell.
#[derive(Debug, Clone, Copy)]
struct Touch {
    cell: u32,
    area: u32,
    /// Whether it holds every point of the cell.
    covers: bool,
}

impl Grid {
    /// A grid over areas, in the order in which they answer, or none where it would not be worth while.
    pub fn new<'a>(areas: impl ExactSizeIterator<Item = (u32, &'a Area)>, bounds: Bounds) -> Option<Self> {
        let shift = Self::shift(areas.len(), bounds)?;
        let (width, height) = extent(bounds);
        let columns = usize::try_from(width >> shift).ok()? + 1;
        let rows = usize::try_from(height >> shift).ok()? + 1;
        let mut grid = Self { origin: bounds.min, shift, columns, rows, cells: Vec::new(), lists: Vec::new() };
        let mut steps = areas.len().checked_mul(MAX_STEPS)?;
        let mut touches = Vec::new();
        for (number, area) in areas {
            grid.touch(area, number, &mut steps, &mut touches)?;
        }
        // Stable: the areas of a cell stay in their order.
        touches.sort_by_key(|touch| touch.cell);
        grid.fill(&touches)?;
        Some(grid)
    }

    /// The least shift with at most the wanted number of cells.
    fn shift(areas: usize, bounds: Bounds) -> Option<u32> {
        let (width, height) = extent(bounds);
        let wanted = u64::try_from(areas.checked_mul(CELLS_PER_AREA)?).ok()?;
        (0..32).find(|&shift| ((width >> shift) + 1) * ((height >> shift) + 1) <= wanted)
    }

    /// The column and row of a point in the grid's box.
    fn place(&self, point: Point) -> Option<(usize, usize)> {
        let along =
            |value: i32, origin: i32| usize::try_from((i64::from(value) - i64::from(origin)) >> self.shift).ok();
        Some((along(point.lon, self.origin.lon)?, along(point.lat, self.origin.lat)?))
    }

    /// The south-western point of a cell.
    fn corner(&self, column: usize, row: usize) -> Option<Point> {
        let along = |cell: usize, origin: i32| {
            i32::try_from((i64::try_from(cell).ok()? << self.shift) + i64::from(origin)).ok()
        };
        Some(Point { lon: along(column, self.origin.lon)?, lat: along(row, self.origin.lat)? })
    }

    /// Adds the cells that an area touches, or gives up when the steps are used up.
    fn touch(&self, area: &Area, number: u32, steps: &mut usize, touches: &mut Vec<Touch>) -> Option<()> {
        let bounds = area.bounds();
        let ((west, south), (east, north)) = (self.place(bounds.min)?, self.place(bounds.max)?);
        let (width, height) = (east - west + 1, north - south + 1);
        *steps = steps.checked_sub(width.checked_mul(height)?)?;
        let mut crossed = vec![false; width * height];
        for (a, b) in area.0.parts().edges() {
            let ((ax, ay), (bx, by)) = (self.place(a)?, self.place(b)?);
            let (columns, rows) = (ax.min(bx)..=ax.max(bx), ay.min(by)..=ay.max(by));
            *steps =
                (*steps + 1).checked_sub((rows.end() - rows.start() + 1) * (columns.end() - columns.start() + 1))?;
            for row in rows {
                let line = (row - south) * width;
                crossed.get_mut(line + columns.start() - west..=line + columns.end() - west)?.fill(true);
            }
        }
        // A cell that no edge touches is inside or outside as a whole, and so is a run of such cells.
        for (line, row) in crossed.chunks_exact(width).zip(south..) {
            let mut known = None;
            for (&crossed, column) in line.iter().zip(west..) {
                let covers = match known {
                    _ if crossed => None,
                    Some(covers) => Some(covers),
                    None => Some(self.corner(column, row).is_some_and(|corner| area.contains(corner))),
                };
                known = covers;
                if covers != Some(false) {
                    let cell = u32::try_from(row * self.columns + column).ok()?;
                    touches.push(Touch { cell, area: number, covers: covers.is_some() });
                }
            }
        }
        Some(())
    }

    /// Writes the cells and their lists.
    fn fill(&mut self, touches: &[Touch]) -> Option<()> {
        self.cells = vec![OUTSIDE; self.rows.checked_mul(self.columns)?];
        // Many cells along an edge have the same list.
        let mut known: HashMap<Vec<u32>, u32, FixedState> = HashMap::default();
        for touches in touches.chunk_by(|a, b| a.cell == b.cell) {
            let first = touches.first()?;
            // What comes after an area that covers the cell is never asked.
            let end = touches.iter().position(|touch| touch.covers).map_or(touches.len(), |covering| covering + 1);
            let code = if first.covers {
                first.area
            } else if end > MAX_CANDIDATES {
                CROWDED
            } else {
                let list: Vec<u32> = touches.iter().take(end).map(|touch| touch.area).collect();
                let place = u32::try_from(self.lists.len()).ok().filter(|&place| place < LIST - 2)?;
                let place = *known.entry_ref(list.as_slice()).or_insert_with(|| {
                    self.lists.extend(u32::try_from(end).into_iter().chain(list.iter().copied()));
                    place
                });
                LIST | place
            };
            *self.cells.get_mut(usize::try_from(first.cell).ok()?)? = code;
        }
        self.lists.shrink_to_fit();
        Some(())
    }

    /// What the cell of a point says.
    #[inline]
    pub fn cell(&self, point: Point) -> Cell<'_> {
        let Some((column, row)) = self.place(point) else { return Cell::Outside };
        if column >= self.columns || row >= self.rows {
            return Cell::Outside;
        }
        match self.cells.get(row * self.columns + column).copied().unwrap_or(OUTSIDE) {
            OUTSIDE => Cell::Outside,
            CROWDED => Cell::Crowded,
            area if area & LIST == 0 => Cell::Inside(area),
            list => Cell::Candidates(self.list(list & !LIST).unwrap_or_default()),
        }
    }

    fn list(&self, place: u32) -> Option<&[u32]> {
        let (length, rest) = self.lists.get(usize::try_from(place).ok()?..)?.split_first()?;
        rest.get(..usize::try_from(*length).ok()?)
    }
}

fn extent(bounds: Bounds) -> (u64, u64) {
    (bounds.max.lon.abs_diff(bounds.min.lon).into(), bounds.max.lat.abs_diff(bounds.min.lat).into())
}
