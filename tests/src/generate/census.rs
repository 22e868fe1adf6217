//! What the random worlds have reached.

use std::collections::BTreeMap;

/// Named counters: a test that never reaches a case says nothing about it.
#[derive(Debug, Clone, Default)]
pub struct Census(BTreeMap<String, u64>);

impl Census {
    /// Counters that must be reached.
    pub fn expecting<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self(names.into_iter().map(|name| (name.to_owned(), 0)).collect())
    }

    /// Counts a case.
    pub fn count(&mut self, name: &str) {
        match self.0.get_mut(name) {
            Some(count) => *count += 1,
            None => {
                self.0.insert(name.to_owned(), 1);
            }
        }
    }

    /// Adds what another thread has counted.
    pub fn merge(&mut self, other: &Self) {
        for (name, count) in &other.0 {
            *self.0.entry(name.clone()).or_default() += count;
        }
    }

    /// The counters, by name.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// Panics with the names of all counters that were never reached.
    pub fn assert_all_reached(&self) {
        let missed: Vec<&str> = self.counts().filter(|(_, count)| *count == 0).map(|(name, _)| name).collect();
        assert!(missed.is_empty(), "never reached: {missed:?}");
    }
}
