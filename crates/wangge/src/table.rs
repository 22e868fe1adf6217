//! The plain tables that everything else is made of: strings in one arena, an index over them, rows of rows.

use std::collections::BTreeMap;

use hashbrown::HashTable;

/// A table grew past what a 32-bit index can address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// A position as a `usize`: every target of this crate has at least 32 bits.
#[inline]
pub(crate) fn at(index: u32) -> usize {
    const { assert!(size_of::<usize>() >= 4) };
    #[expect(clippy::as_conversions, reason = "checked by the assertion above")]
    {
        index as usize
    }
}

/// A length or position as a `u32`.
pub(crate) fn to_u32(n: usize) -> Result<u32, TooLarge> {
    u32::try_from(n).map_err(|_| TooLarge)
}

/// `usize` positions of a table as `u32`, where the table was checked to be addressable.
pub(crate) fn indices(len: usize) -> std::ops::Range<u32> {
    0..u32::try_from(len).unwrap_or(u32::MAX)
}

/// No index: an absent parent, a household that does not exist on the date.
pub(crate) const NONE: u32 = u32::MAX;

/// The entry of a column, or a default where there is none.
#[inline]
pub(crate) fn cell<T: Copy>(column: &[T], index: u32, default: T) -> T {
    column.get(at(index)).copied().unwrap_or(default)
}

/// Many strings in one allocation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub fn push(&mut self, value: &str) -> Result<(), TooLarge> {
        self.text.push_str(value);
        self.ends.push(to_u32(self.text.len())?);
        Ok(())
    }

    pub fn from_iter<'a>(values: impl Iterator<Item = &'a str>) -> Result<Self, TooLarge> {
        let mut strings = Self::default();
        for value in values {
            strings.push(value)?;
        }
        strings.text.shrink_to_fit();
        strings.ends.shrink_to_fit();
        Ok(strings)
    }

    #[inline]
    pub fn get(&self, index: u32) -> &str {
        let start = if index == 0 { 0 } else { cell(&self.ends, index - 1, 0) };
        self.text.get(at(start)..at(cell(&self.ends, index, 0))).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Strings that are found by their text: ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ids {
    strings: Strings,
    table: HashTable<u32>,
}

impl Ids {
    /// The index over `strings`; where a text stands twice the first stands.
    pub fn new(strings: Strings) -> Result<Self, TooLarge> {
        let len = to_u32(strings.len())?;
        let mut table = HashTable::with_capacity(strings.len());
        for i in 0..len {
            let id = strings.get(i);
            if table.find(hash(id), |&j| strings.get(j) == id).is_none() {
                table.insert_unique(hash(id), i, |&j| hash(strings.get(j)));
            }
        }
        Ok(Self { strings, table })
    }

    #[inline]
    pub fn get(&self, index: u32) -> &str {
        self.strings.get(index)
    }

    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    #[inline]
    pub fn find(&self, id: &str) -> Option<u32> {
        self.table.find(hash(id), |&i| self.strings.get(i) == id).copied()
    }

    pub fn len(&self) -> usize {
        self.strings.len()
    }
}

/// A fixed hash: the same tables on every machine and run.
#[inline]
fn hash(id: &str) -> u64 {
    use std::hash::BuildHasher;
    foldhash::fast::FixedState::with_seed(0x77_61_6e_67_67_65).hash_one(id)
}

/// Rows of rows in one allocation: row `i` has the items from `starts[i]` up to `starts[i + 1]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { starts: vec![0], items: Vec::new() }
    }
}

impl<T> Rows<T> {
    /// Ends the row that is being filled.
    pub fn end_row(&mut self) -> Result<(), TooLarge> {
        self.starts.push(to_u32(self.items.len())?);
        Ok(())
    }

    pub fn push(&mut self, item: T) {
        self.items.push(item);
    }

    /// Rows from items that name theirs; items keep their order within a row.
    pub fn group(len: usize, items: Vec<(u32, T)>) -> Result<Self, TooLarge>
    where
        T: Copy,
    {
        let mut starts = vec![0_u32; len + 1];
        for (row, _) in &items {
            if let Some(count) = starts.get_mut(at(*row) + 1) {
                *count += 1;
            }
        }
        to_u32(items.len())?;
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let Some((_, first)) = items.first().copied() else { return Ok(Self { starts, items: Vec::new() }) };
        let mut sorted = vec![first; items.len()];
        let mut next = starts.clone();
        for (row, item) in items {
            if let Some(position) = next.get_mut(at(row)) {
                if let Some(slot) = sorted.get_mut(at(*position)) {
                    *slot = item;
                }
                *position += 1;
            }
        }
        Ok(Self { starts, items: sorted })
    }

    /// The same rows, but for some that are replaced: what lies between is copied at once.
    pub fn with(&self, replaced: &BTreeMap<u32, Vec<T>>) -> Result<Self, TooLarge>
    where
        T: Copy,
    {
        let more: usize = replaced.values().map(Vec::len).sum();
        let mut items = Vec::with_capacity(self.items.len() + more);
        let mut starts = Vec::with_capacity(self.starts.len());
        let mut next = 0;
        for (row, own) in replaced {
            self.copy_rows(next, *row, &mut starts, &mut items)?;
            starts.push(to_u32(items.len())?);
            items.extend_from_slice(own);
            next = row.saturating_add(1);
        }
        self.copy_rows(next, indices(self.len()).end, &mut starts, &mut items)?;
        starts.push(to_u32(items.len())?);
        Ok(Self { starts, items })
    }

    fn copy_rows(&self, from: u32, until: u32, starts: &mut Vec<u32>, items: &mut Vec<T>) -> Result<(), TooLarge>
    where
        T: Copy,
    {
        let (old, new) = (cell(&self.starts, from, 0), to_u32(items.len())?);
        let own = self.starts.get(at(from)..at(until)).unwrap_or_default();
        starts.extend(own.iter().map(|start| new.saturating_add(start.saturating_sub(old))));
        items.extend_from_slice(self.span(from, until));
        Ok(())
    }

    #[inline]
    pub fn row(&self, row: u32) -> &[T] {
        self.items.get(self.range(row)).unwrap_or_default()
    }

    #[inline]
    pub fn range(&self, row: u32) -> std::ops::Range<usize> {
        let start = cell(&self.starts, row, 0);
        at(start)..at(cell(&self.starts, row.saturating_add(1), start))
    }

    /// The items of the rows `from..until` together.
    pub fn span(&self, from: u32, until: u32) -> &[T] {
        let start = at(cell(&self.starts, from, 0));
        self.items.get(start..at(cell(&self.starts, until, 0))).unwrap_or_default()
    }

    pub fn items(&self) -> &[T] {
        &self.items
    }

    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}
