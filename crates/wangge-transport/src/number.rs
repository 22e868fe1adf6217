//! Numbers into tables and back, without a cast that could be wrong.

/// The place of a number in a table.
#[inline]
pub fn at(number: u32) -> usize {
    // A machine whose addresses are shorter than 32 bits finds nothing there.
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The number of things in a table that was made with at most `u32::MAX` of them.
#[inline]
pub fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// What a table holds under a number that is one of its own.
#[inline]
pub fn read<T: Copy + Default>(table: &[T], number: u32) -> T {
    table.get(at(number)).copied().unwrap_or_default()
}
