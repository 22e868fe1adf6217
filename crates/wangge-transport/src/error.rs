use std::fmt;

/// Why a problem, or a change of one, is refused. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// There is no such sink.
    SinkUnknown {
        /// The number that was given.
        sink: u32,
    },
    /// There is no such row.
    RowUnknown {
        /// The number that was given.
        row: u32,
    },
    /// A row names a sink twice.
    ArcTwice {
        /// The row.
        row: u32,
        /// The sink.
        sink: u32,
    },
    /// The lower bound, or what the sinks under it ask for together, is above the upper bound.
    BoundsInverted {
        /// The sink.
        sink: u32,
        /// The lower bound.
        lower: u32,
        /// The upper bound.
        upper: u32,
    },
    /// The pieces of a load cost do not start at 0, do not ascend, or their slopes descend: the cost is not convex.
    NotConvex {
        /// The sink.
        sink: u32,
        /// The piece, from 0.
        piece: usize,
    },
    /// A cost or slope is beyond [`LARGEST_COST`](crate::LARGEST_COST), either way.
    CostRange {
        /// The cost.
        cost: i64,
    },
    /// There are more rows, sinks, arcs or units than can be numbered, or costs so large for so many of them that
    /// their sums could overflow.
    TooLarge,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SinkUnknown { sink } => write!(f, "there is no sink {sink}"),
            Self::RowUnknown { row } => write!(f, "there is no row {row}"),
            Self::ArcTwice { row, sink } => write!(f, "row {row} names sink {sink} twice"),
            Self::BoundsInverted { sink, lower, upper } => {
                write!(f, "sink {sink} must take at least {lower}, above its upper bound of {upper}")
            }
            Self::NotConvex { sink, piece } => {
                write!(f, "the load cost of sink {sink} is not convex at piece {piece}")
            }
            Self::CostRange { cost } => write!(f, "a cost of {cost} is too large"),
            Self::TooLarge => f.write_str("the problem is too large: use smaller costs, or fewer rows and sinks"),
        }
    }
}

impl std::error::Error for Refused {}
