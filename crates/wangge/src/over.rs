//! Tables of which some rows were replaced: the table itself is shared, the new rows lie over it.

use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::table::{Rows, Strings, cell, indices};

/// A table `B` with some rows replaced by `V`. Cheap to clone.
#[derive(Debug)]
pub(crate) struct Over<B, V> {
    base: Arc<B>,
    /// None while nothing was replaced: then a look at the pointer is all that reading costs.
    over: Option<Arc<HashMap<u32, V, FixedState>>>,
}

/// Rows of rows.
pub(crate) type OverRows<T> = Over<Rows<T>, Arc<[T]>>;
/// One value a row.
pub(crate) type OverColumn<T> = Over<Vec<T>, T>;
/// One string a row.
pub(crate) type OverStrings = Over<Strings, Arc<str>>;

impl<B, V> Clone for Over<B, V> {
    fn clone(&self) -> Self {
        Self { base: Arc::clone(&self.base), over: self.over.clone() }
    }
}

impl<B, V> From<B> for Over<B, V> {
    fn from(base: B) -> Self {
        Self { base: Arc::new(base), over: None }
    }
}

impl<B, V: Clone> Over<B, V> {
    /// Replaces a row.
    pub fn set(&mut self, row: u32, value: V) {
        Arc::make_mut(self.over.get_or_insert_default()).insert(row, value);
    }

    /// How many rows were replaced.
    pub fn replaced(&self) -> usize {
        self.over.as_ref().map_or(0, |over| over.len())
    }

    /// The rows that were replaced in one of two tables, where both are of one base; in no order.
    pub fn replaced_in_either(&self, other: &Self) -> Option<Vec<u32>> {
        if !Arc::ptr_eq(&self.base, &other.base) {
            return None;
        }
        match (&self.over, &other.over) {
            (Some(own), Some(theirs)) if Arc::ptr_eq(own, theirs) => Some(Vec::new()),
            (own, theirs) => Some(own.iter().chain(theirs).flat_map(|over| over.keys().copied()).collect()),
        }
    }

    #[inline]
    fn over(&self, row: u32) -> Option<&V> {
        self.over.as_ref().and_then(|over| over.get(&row))
    }
}

impl<T> OverRows<T> {
    #[inline]
    pub fn row(&self, row: u32) -> &[T] {
        match self.over(row) {
            Some(own) => own,
            None => self.base.row(row),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.base.len()
    }

    /// The items of all rows, row by row.
    pub fn items(&self) -> impl Iterator<Item = &T> {
        indices(self.len()).flat_map(|row| self.row(row))
    }
}

impl<T: Copy> OverColumn<T> {
    pub fn get(&self, row: u32, default: T) -> T {
        self.over(row).copied().unwrap_or_else(|| cell(&self.base, row, default))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.base.len()
    }

    /// Every row in order.
    pub fn iter(&self) -> impl Iterator<Item = T> {
        indices(self.base.len()).zip(self.base.iter()).map(|(row, base)| self.over(row).copied().unwrap_or(*base))
    }
}

impl OverStrings {
    pub fn get(&self, row: u32) -> &str {
        match self.over(row) {
            Some(own) => own,
            None => self.base.get(row),
        }
    }
}
