//! Where each household is, and who cares for it.

use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::Seated;
use crate::table::{NONE, at, indices};

/// The unit of a household, or [`NONE`], and the first of its caretakers: together, because both are asked together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    pub unit: u32,
    pub pairs: u32,
}

/// Households that changed: their units and caretakers.
type Changed = HashMap<u32, (u32, Arc<[Seated]>), FixedState>;

/// The unit and the caretakers of every household: of the compiled county, which are shared, and of those that changed
/// since.
#[derive(Debug, Clone)]
pub(crate) struct Placing {
    /// Where each household is, and one more at the end.
    placed: Arc<Vec<Placed>>,
    /// The caretakers of every household: of one, by programme, which stands for a rank, and id.
    pairs: Arc<Vec<Seated>>,
    over: Option<Arc<Changed>>,
}

impl Placing {
    pub fn new(placed: Vec<Placed>, pairs: Vec<Seated>) -> Self {
        Self { placed: Arc::new(placed), pairs: Arc::new(pairs), over: None }
    }

    #[inline]
    fn over(&self, household: u32) -> Option<&(u32, Arc<[Seated]>)> {
        self.over.as_ref().and_then(|over| over.get(&household))
    }

    /// The position of a household's unit, or [`NONE`].
    #[inline]
    pub fn unit(&self, household: u32) -> u32 {
        match self.over(household) {
            Some((unit, _)) => *unit,
            None => self.placed.get(at(household)).map_or(NONE, |placed| placed.unit),
        }
    }

    /// The caretakers of a household.
    #[inline]
    pub fn caretakers(&self, household: u32) -> &[Seated] {
        if let Some((_, caretakers)) = self.over(household) {
            return caretakers;
        }
        let Some([own, next, ..]) = self.placed.get(at(household)..) else { return &[] };
        self.pairs.get(at(own.pairs)..at(next.pairs)).unwrap_or_default()
    }

    /// How many households there are in the registry.
    pub fn len(&self) -> usize {
        self.placed.len().saturating_sub(1)
    }

    /// The caretakers of all households.
    pub fn pairs(&self) -> impl Iterator<Item = &Seated> {
        indices(self.len()).flat_map(|household| self.caretakers(household))
    }

    /// Puts a household into a unit, with its caretakers.
    pub fn set(&mut self, household: u32, unit: u32, caretakers: Vec<Seated>) {
        Arc::make_mut(self.over.get_or_insert_default()).insert(household, (unit, caretakers.into()));
    }

    /// Whether so many households have changed that the county is better compiled anew.
    pub fn is_worn(&self) -> bool {
        self.over.as_ref().is_some_and(|over| over.len() > 4096)
    }

    /// The households that changed in one of two that were compiled together; in no order.
    pub fn changed_in_either(&self, other: &Self) -> Option<Vec<u32>> {
        if !Arc::ptr_eq(&self.placed, &other.placed) {
            return None;
        }
        Some(self.over.iter().chain(&other.over).flat_map(|over| over.keys().copied()).collect())
    }
}

impl PartialEq for Placing {
    fn eq(&self, other: &Self) -> bool {
        let same = |household| {
            self.unit(household) == other.unit(household) && self.caretakers(household) == other.caretakers(household)
        };
        self.len() == other.len() && indices(self.len()).all(same)
    }
}

impl Eq for Placing {}
