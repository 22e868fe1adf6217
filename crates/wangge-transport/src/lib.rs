//! The transportation problem on sparse arcs, solved exactly, with a proof of every answer.
//!
//! Rows ask for units; sinks take them, within lower and upper bounds, under limits that nest, at load costs that are
//! convex and piecewise linear; arcs say which row may go to which sink, at what cost. Costs are integers.
//!
//! ```
//! use wangge_transport::{Problem, Sink, solve};
//!
//! let mut problem = Problem::new();
//! // Ann takes two at most, and the second costs 50 more; Ben takes at least one.
//! let ann = problem.add_sink(Sink { upper: 2, load_cost: &[(0, 0), (1, 50)], ..Sink::default() })?;
//! let ben = problem.add_sink(Sink { lower: 1, ..Sink::default() })?;
//! problem.add_row(1, &[(ann, 120), (ben, 380)])?;
//! problem.add_row(1, &[(ann, 100), (ben, 900)])?;
//! problem.add_row(1, &[(ann, 300)])?;
//!
//! let solution = solve(problem)?;
//! assert_eq!(solution.plan(), [ben, ann, ann]);
//! assert_eq!(solution.cost(), 380 + 100 + 300 + 50);
//!
//! // Nobody has to trust the solver: the proof is checked by a function that does not use it.
//! let proven = solution.certificate().verify(solution.problem(), solution.plan())?;
//! assert_eq!(proven.cost, solution.cost());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What cannot be done is an answer, not an error: as many units as possible are assigned, lower bounds are missed by as
//! little as possible, and [`Solution::bottlenecks`] names minimal sets of rows and sinks that explain why.
//! [`Solution::explainer`] says what each switch would cost and who would have to move; [`Solution::resolve`] mends a
//! plan after changes.
//!
//! # How
//!
//! Successive shortest paths with prices (Edmonds and Karp 1972; Jonker and Volgenant 1987), on a network contracted to
//! the sinks: rows have no node, and a search visits a few sinks of the neighbourhood. For r rows, s sinks and a arcs a
//! search takes at most O(a + s log s), and there are at most as many as units, so that a plan takes
//! O(units (a + s log s)) in the worst case; where sinks have a little room to spare it is close to a pass over the
//! arcs; where they have none, units compete first (Bertsekas and Castañon 1989). Everything is done in integers and in a
//! fixed order: the same problem has the same plan on every machine.
//!
//! # Features
//!
//! `parallel` (off by default): parts of a problem that share no sink are solved side by side, with rayon. The plan and
//! its certificate are the same.
#![forbid(unsafe_code)]

mod arcs;
mod blocked;
mod bottleneck;
mod certificate;
mod change;
mod error;
mod explain;
mod number;
mod parts;
mod problem;
mod solution;
mod solve;

pub use bottleneck::Bottleneck;
pub use certificate::{Certificate, Proven, Unproven};
pub use change::Edit;
pub use error::Refused;
pub use explain::{Explainer, Move, Switch};
pub use problem::{LARGEST_COST, LARGEST_DEMAND, NONE, Penalties, Problem, Sink};
pub use solution::{Solution, solve};
