//! The solver.

mod forward;
mod least;
mod members;
mod reverse;
mod start;
mod state;

pub use self::forward::Search;
pub use self::reverse::Incoming;
pub use self::state::{FAR, FREE, State, Step, Unit};

use crate::arcs::{Arc, Cost};
use crate::number::{count, read};
use crate::{Penalties, Problem};

impl State {
    /// Solves a problem from the beginning.
    pub fn solve<C: Cost>(
        problem: &Problem,
        penalties: Penalties,
        arcs: &[Arc<C>],
    ) -> (Self, Search, Option<Incoming>) {
        let t = std::time::Instant::now();
        let mut state = Self::new(problem, penalties);
        let mut search = Search::new(state.nodes.len());
        if std::env::var("TT").is_ok() {
            eprintln!("new {:?}", t.elapsed());
        }
        let rest = state.start(problem, arcs);
        if std::env::var("TT").is_ok() {
            eprintln!("start {:?} rest {}", t.elapsed(), rest.len());
        }
        for unit in rest {
            state.place(&mut search, problem, arcs, unit);
        }
        if std::env::var("TT").is_ok() {
            eprintln!("placed {:?} settled {}", t.elapsed(), search.settled);
        }
        let incoming = state.bound(&mut search, problem, arcs);
        (state, search, incoming)
    }

    /// From here on lower bounds count: sinks below theirs are filled.
    fn bound<C: Cost>(&mut self, search: &mut Search, problem: &Problem, arcs: &[Arc<C>]) -> Option<Incoming> {
        self.bounded = true;
        let bounded = |sink: &u32| problem.sinks.get(crate::number::at(*sink)).is_some_and(|sink| sink.lower > 0);
        let sinks: Vec<u32> = (0..count(problem.sinks.len())).filter(bounded).collect();
        for sink in &sinks {
            self.refresh(problem, *sink);
        }
        let short = |sink: &u32| {
            let margin = read(&self.margins, *sink);
            self.price(*sink) - self.price(margin.parent) > margin.up
        };
        let below: Vec<u32> = sinks.into_iter().filter(short).collect();
        if below.is_empty() {
            return None;
        }
        let incoming = Incoming::new(problem, arcs);
        for sink in below {
            self.fill(search, problem, arcs, &incoming, sink);
        }
        Some(incoming)
    }
}
