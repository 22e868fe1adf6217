//! How far planning has come.

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// Looking for the nearest candidates of each household.
    Candidates,
    /// Finding the best plan over the candidates.
    Solving,
    /// Looking among all eligible pairs for one that would make the plan better.
    Proving,
    /// Looking for the reasons of a shortage.
    Explaining,
}

/// How far a stage has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Of the stage, from 0: solving and proving take turns.
    pub round: u32,
    /// Households done.
    pub done: u64,
    /// Households in all.
    pub total: u64,
}

/// Somebody who is told.
pub(super) type Listener<'a> = &'a mut dyn FnMut(Progress);
