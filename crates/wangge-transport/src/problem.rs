//! The problem: rows, sinks, arcs; checked as it is made.

use crate::Refused;
use crate::arcs::{Arcs, RowSpan};
use crate::number::{at, count};

/// The largest cost of an arc, and the largest slope of a load cost, either way: 2^40.
pub const LARGEST_COST: i64 = 1 << 40;

/// No number: the parent of a sink without one, and in a plan a unit that went nowhere.
pub const NONE: u32 = u32::MAX;

/// The most units that a row may ask for: 65,535.
pub const LARGEST_DEMAND: u32 = 65_535;

/// The largest penalty: prices and path lengths, which are sums of a few, stay far from overflow.
const LARGEST_PENALTY: i128 = 1 << 59;

/// What a sink takes.
///
/// Its load is the number of units that arrive at it and at the sinks that name it as their parent, so that limits
/// nest: "at most 12, of which at most 3 of one sort" is a sink of at most 12 and, under it, one of at most 3, to which
/// the rows of that sort have their arcs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sink<'a> {
    /// The least load. To fall short of it is possible, but worse than any cost. The sinks under a sink may not ask for
    /// more than it takes.
    pub lower: u32,
    /// The greatest load.
    pub upper: u32,
    /// The sink whose limits hold too; it was added earlier.
    pub parent: Option<u32>,
    /// What the load costs: pieces `(from, slope)`, each unit from the `from`-th on (counted from 0) costing `slope`.
    /// The first is from 0, they ascend, and slopes do not descend. Empty: nothing.
    pub load_cost: &'a [(u32, i64)],
}

impl Default for Sink<'_> {
    /// Any load, free of cost.
    fn default() -> Self {
        Self { lower: 0, upper: u32::MAX, parent: None, load_cost: &[] }
    }
}

/// Which sinks may take which rows, and at what cost.
///
/// Rows and sinks are numbered from 0 in the order in which they were added.
///
/// ```
/// use wangge_transport::{Problem, Sink, solve};
///
/// let mut problem = Problem::new();
/// let ann = problem.add_sink(Sink { upper: 1, ..Sink::default() })?;
/// let ben = problem.add_sink(Sink { upper: 2, ..Sink::default() })?;
/// problem.add_row(1, &[(ann, 120), (ben, 380)])?;
/// problem.add_row(1, &[(ann, 100), (ben, 900)])?;
/// let solution = solve(problem)?;
/// assert_eq!(solution.plan(), [ben, ann]);
/// assert_eq!(solution.cost(), 480);
/// # Ok::<(), wangge_transport::Refused>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Problem {
    pub(crate) rows: Vec<RowSpan>,
    pub(crate) arcs: Arcs,
    pub(crate) sinks: Vec<SinkData>,
    pub(crate) pieces: Vec<(u32, i64)>,
    /// Units of all rows.
    pub(crate) units: u64,
    /// The largest cost or slope ever given, either way.
    pub(crate) largest: i64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct SinkData {
    pub lower: u32,
    pub upper: u32,
    pub parent: u32,
    /// Sinks above it.
    pub depth: u32,
    /// Where its pieces start, and how many there are.
    pub pieces: (u32, u32),
}

/// What it is worth to leave nobody out: both are larger than any cost that a better plan could save. The largest cost
/// is that of all arcs and load costs that the problem was ever given, also of those that were changed since.
///
/// Two plans differ by cycles of exchanges. A simple cycle passes a sink at most once, and every cost on it stands
/// beside a sink, so it is at most `2 x sinks x largest cost`: less than `shortfall`. It passes at most every lower
/// bound once, so all the shortfalls on it together, with its costs, are less than `unassigned`. A plan that no cycle
/// improves under these penalties therefore assigns as many units as any plan, among those falls short of lower bounds
/// the least, and among those costs the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Penalties {
    /// For each unit of a row that goes nowhere.
    pub unassigned: i64,
    /// For each unit that a sink is short of its lower bound.
    pub shortfall: i64,
}

impl Problem {
    /// A problem without rows and sinks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, with room for so many rows and arcs; only the use of memory differs.
    #[must_use]
    pub fn with_capacity(rows: usize, arcs: usize) -> Self {
        Self { rows: Vec::with_capacity(rows), arcs: Arcs::with_capacity(arcs), ..Self::default() }
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> u32 {
        count(self.rows.len())
    }

    /// How many sinks there are.
    #[must_use]
    pub fn sinks(&self) -> u32 {
        count(self.sinks.len())
    }

    /// How many units the rows ask for, all together: the length of a plan.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.units
    }

    /// How many units a row asks for; 0 for one that does not exist.
    #[must_use]
    pub fn demand(&self, row: u32) -> u32 {
        self.rows.get(at(row)).map_or(0, |row| row.demand)
    }

    /// The arcs of a row: sinks and costs, cheapest first, then by sink.
    pub fn arcs(&self, row: u32) -> impl Iterator<Item = (u32, i64)> {
        let span = self.rows.get(at(row)).copied().unwrap_or_default();
        (0..span.len).map(move |n| self.arcs.get(span.start.saturating_add(n)))
    }

    /// A sink, if it exists.
    #[must_use]
    pub fn sink(&self, sink: u32) -> Option<Sink<'_>> {
        let data = self.sinks.get(at(sink))?;
        let parent = (data.parent != NONE).then_some(data.parent);
        Some(Sink { lower: data.lower, upper: data.upper, parent, load_cost: self.pieces(data) })
    }

    /// Adds a sink and gives its number.
    ///
    /// # Errors
    /// [`Refused`]: bounds are inverted, the parent is unknown, the load cost is not convex or out of range.
    pub fn add_sink(&mut self, sink: Sink<'_>) -> Result<u32, Refused> {
        let number = self.sinks();
        let steepest = self.check_sink(number, sink)?;
        let depth = match sink.parent {
            None => 0,
            Some(parent) => {
                let parent = self.sinks.get(at(parent)).ok_or(Refused::SinkUnknown { sink: parent })?;
                parent.depth.saturating_add(1)
            }
        };
        let pieces = self.keep_pieces(sink.load_cost)?;
        let parent = sink.parent.unwrap_or(NONE);
        self.sinks.push(SinkData { lower: sink.lower, upper: sink.upper, parent, depth, pieces });
        self.largest = self.largest.max(steepest);
        Ok(number)
    }

    /// Adds a row that asks for `demand` units, each of another sink, and gives its number. The order of the arcs
    /// makes no difference.
    ///
    /// # Errors
    /// [`Refused`]: a sink is unknown or named twice, or a cost is out of range; or there are too many arcs or units, or
    /// more units of one row than [`LARGEST_DEMAND`](crate::LARGEST_DEMAND).
    pub fn add_row(&mut self, demand: u32, arcs: &[(u32, i64)]) -> Result<u32, Refused> {
        let number = self.rows();
        if number == NONE {
            return Err(Refused::TooLarge);
        }
        let span = self.keep_row(number, demand, arcs)?;
        self.rows.push(span);
        Ok(number)
    }

    /// Gives a row other arcs and another demand.
    pub(crate) fn set_row(&mut self, row: u32, demand: u32, arcs: &[(u32, i64)]) -> Result<(), Refused> {
        let before = self.rows.get(at(row)).copied().ok_or(Refused::RowUnknown { row })?;
        let span = self.keep_row(row, demand, arcs)?;
        self.units = self.units.saturating_sub(before.demand.into());
        if let Some(place) = self.rows.get_mut(at(row)) {
            *place = span;
        }
        Ok(())
    }

    /// Gives a sink other bounds and another load cost; its parent stays.
    pub(crate) fn set_sink(&mut self, number: u32, sink: Sink<'_>) -> Result<(), Refused> {
        let before = self.sinks.get(at(number)).copied().ok_or(Refused::SinkUnknown { sink: number })?;
        let steepest = self.check_sink(number, sink)?;
        let same = self.pieces(&before) == sink.load_cost;
        let pieces = if same { before.pieces } else { self.keep_pieces(sink.load_cost)? };
        if let Some(place) = self.sinks.get_mut(at(number)) {
            *place = SinkData { lower: sink.lower, upper: sink.upper, pieces, ..before };
        }
        self.largest = self.largest.max(steepest);
        Ok(())
    }

    fn check_sink(&self, number: u32, sink: Sink<'_>) -> Result<i64, Refused> {
        if number == NONE {
            return Err(Refused::TooLarge);
        }
        if sink.lower > sink.upper {
            return Err(Refused::BoundsInverted { sink: number, lower: sink.lower, upper: sink.upper });
        }
        let mut steepest = 0;
        let mut before: Option<(u32, i64)> = None;
        for (piece, (from, slope)) in sink.load_cost.iter().copied().enumerate() {
            let convex = before.map_or(from == 0, |(earlier, flatter)| earlier < from && flatter <= slope);
            if !convex {
                return Err(Refused::NotConvex { sink: number, piece });
            }
            steepest = steepest.max(in_range(slope)?);
            before = Some((from, slope));
        }
        Ok(steepest)
    }

    fn keep_pieces(&mut self, pieces: &[(u32, i64)]) -> Result<(u32, u32), Refused> {
        let start = u32::try_from(self.pieces.len()).map_err(|_| Refused::TooLarge)?;
        let len = u32::try_from(pieces.len()).map_err(|_| Refused::TooLarge)?;
        start.checked_add(len).ok_or(Refused::TooLarge)?;
        self.pieces.extend_from_slice(pieces);
        Ok((start, len))
    }

    /// Checks a row and stores its arcs; counts its units.
    fn keep_row(&mut self, row: u32, demand: u32, arcs: &[(u32, i64)]) -> Result<RowSpan, Refused> {
        let mut largest = 0;
        for (sink, cost) in arcs.iter().copied() {
            if sink >= self.sinks() {
                return Err(Refused::SinkUnknown { sink });
            }
            largest = largest.max(in_range(cost)?);
        }
        let units = self.units.saturating_add(demand.into());
        // Every unit takes memory, also one that can go nowhere.
        if units >= NONE.into() || demand > LARGEST_DEMAND {
            return Err(Refused::TooLarge);
        }
        let span = self.arcs.push_row(row, demand, arcs)?;
        self.units = units;
        self.largest = self.largest.max(largest);
        Ok(span)
    }

    /// Whether limits that nest leave room for one another: what the sinks under a sink ask for at least is not above
    /// its upper bound.
    fn check_nesting(&self) -> Result<(), Refused> {
        let mut under = vec![0_u64; self.sinks.len()];
        // Sinks come after their parents.
        for (number, sink) in (0..self.sinks()).zip(&self.sinks).rev() {
            let asked = under.get(at(number)).copied().unwrap_or(0).max(sink.lower.into());
            if asked > sink.upper.into() {
                let lower = u32::try_from(asked).unwrap_or(u32::MAX);
                return Err(Refused::BoundsInverted { sink: number, lower, upper: sink.upper });
            }
            under.get_mut(at(sink.parent)).into_iter().for_each(|sum| *sum += asked);
        }
        Ok(())
    }

    /// The penalties, which follow from the sizes alone.
    ///
    /// # Errors
    /// [`Refused::TooLarge`] if they, or the sum of all costs, could overflow; [`Refused::BoundsInverted`] if the sinks
    /// under a sink ask together for more than its upper bound.
    pub fn penalties(&self) -> Result<Penalties, Refused> {
        self.check_nesting()?;
        let sinks = i128::from(self.sinks());
        let bounded = self.sinks.iter().filter(|sink| sink.lower > 0).count();
        let shortfall = 2 * sinks * i128::from(self.largest) + 1;
        let unassigned = i128::from(count(bounded) + 1) * shortfall;
        let depth = self.sinks.iter().map(|sink| sink.depth).max().unwrap_or(0);
        let sum = i128::from(self.units) * i128::from(self.largest) * (i128::from(depth) + 2);
        if unassigned > LARGEST_PENALTY || sum > i128::from(i64::MAX) {
            return Err(Refused::TooLarge);
        }
        let small = |value: i128| i64::try_from(value).map_err(|_| Refused::TooLarge);
        Ok(Penalties { unassigned: small(unassigned)?, shortfall: small(shortfall)? })
    }

    pub(crate) fn pieces(&self, sink: &SinkData) -> &[(u32, i64)] {
        let (start, len) = sink.pieces;
        self.pieces.get(at(start)..at(start.saturating_add(len))).unwrap_or_default()
    }

    /// The load cost of a sink as runs of units of one slope, up to the upper bound and parted at the lower one:
    /// `(from, until, slope)`.
    pub(crate) fn runs(&self, sink: u32) -> impl Iterator<Item = (u32, u32, i64)> {
        let data = self.sinks.get(at(sink)).copied();
        let (lower, upper) = data.map_or((0, 0), |sink| (sink.lower, sink.upper));
        let pieces = data.as_ref().map_or([].as_slice(), |sink| self.pieces(sink));
        let flat: &[(u32, i64)] = if pieces.is_empty() { &[(0, 0)] } else { pieces };
        let ends = flat.iter().skip(1).map(|piece| piece.0).chain([u32::MAX]);
        flat.iter()
            .zip(ends)
            .flat_map(move |(&(from, slope), until)| {
                let middle = lower.clamp(from, until);
                [(from, middle.min(upper), slope), (middle, until.min(upper), slope)].into_iter()
            })
            .filter(|(from, until, _)| from < until)
    }

    /// What a unit of the load costs; the first is 0.
    pub(crate) fn slope(&self, sink: u32, unit: u32) -> i64 {
        let pieces = self.sinks.get(at(sink)).map_or([].as_slice(), |sink| self.pieces(sink));
        let after = pieces.partition_point(|piece| piece.0 <= unit);
        after.checked_sub(1).and_then(|piece| pieces.get(piece)).map_or(0, |piece| piece.1)
    }

    pub(crate) fn lower(&self, sink: u32) -> u32 {
        self.sinks.get(at(sink)).map_or(0, |sink| sink.lower)
    }

    pub(crate) fn parent(&self, sink: u32) -> u32 {
        self.sinks.get(at(sink)).map_or(NONE, |sink| sink.parent)
    }
}

fn in_range(cost: i64) -> Result<i64, Refused> {
    let size = cost.checked_abs().unwrap_or(i64::MAX);
    if size > LARGEST_COST { Err(Refused::CostRange { cost }) } else { Ok(size) }
}
