//! The arcs of all rows in one table: eight bytes an arc where every cost fits in 32 bits, sixteen where one does not.

use crate::Refused;
use crate::number::{at, count};
use crate::problem::NONE;

/// The arcs of one row.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowSpan {
    pub start: u32,
    pub len: u32,
    pub demand: u32,
}

/// A sink and what one unit there costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arc<C> {
    pub cost: C,
    pub sink: u32,
}

/// A width of cost.
pub trait Cost: Copy + Default + Ord + Into<i64> + TryFrom<i64> {}

impl Cost for i32 {}
impl Cost for i64 {}

/// Rows are sorted by cost, then sink: whatever the order in which arcs came, the table is the same.
#[derive(Debug, Clone)]
pub enum Arcs {
    Narrow(Vec<Arc<i32>>),
    Wide(Vec<Arc<i64>>),
}

impl Default for Arcs {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Arcs {
    pub fn with_capacity(arcs: usize) -> Self {
        Self::Narrow(Vec::with_capacity(arcs))
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Narrow(arcs) => arcs.len(),
            Self::Wide(arcs) => arcs.len(),
        }
    }

    pub fn truncate(&mut self, len: usize) {
        match self {
            Self::Narrow(arcs) => arcs.truncate(len),
            Self::Wide(arcs) => arcs.truncate(len),
        }
    }

    pub fn get(&self, arc: u32) -> (u32, i64) {
        match self {
            Self::Narrow(arcs) => arcs.get(at(arc)).map_or((NONE, 0), |arc| (arc.sink, arc.cost.into())),
            Self::Wide(arcs) => arcs.get(at(arc)).map_or((NONE, 0), |arc| (arc.sink, arc.cost)),
        }
    }

    /// Stores the arcs of a row, whose sinks and costs were checked, or stores nothing.
    pub fn push_row(&mut self, row: u32, demand: u32, new: &[(u32, i64)]) -> Result<RowSpan, Refused> {
        let start = self.len();
        if start.saturating_add(new.len()) >= at(NONE) {
            return Err(Refused::TooLarge);
        }
        if let Self::Narrow(arcs) = self
            && new.iter().any(|(_, cost)| i32::try_from(*cost).is_err())
        {
            let widen = |arc: &Arc<i32>| Arc { cost: arc.cost.into(), sink: arc.sink };
            *self = Self::Wide(arcs.iter().map(widen).collect());
        }
        match self {
            Self::Narrow(arcs) => sort_in(arcs, row, new)?,
            Self::Wide(arcs) => sort_in(arcs, row, new)?,
        }
        Ok(RowSpan { start: count(start), len: count(new.len()), demand })
    }
}

fn sort_in<C: Cost>(arcs: &mut Vec<Arc<C>>, row: u32, new: &[(u32, i64)]) -> Result<(), Refused> {
    let start = arcs.len();
    // Every cost was seen to fit.
    arcs.extend(new.iter().map(|&(sink, cost)| Arc { cost: C::try_from(cost).unwrap_or_default(), sink }));
    let own = arcs.get_mut(start..).unwrap_or_default();
    own.sort_unstable_by_key(|arc| arc.sink);
    let twice = own.windows(2).find_map(|pair| match pair {
        [one, other] if one.sink == other.sink => Some(one.sink),
        _ => None,
    });
    if let Some(sink) = twice {
        arcs.truncate(start);
        return Err(Refused::ArcTwice { row, sink });
    }
    own.sort_by_key(|arc| arc.cost);
    Ok(())
}
