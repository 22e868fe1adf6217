//! The memory that is shared with the host: a table of what was lent and not yet given back.
//!
//! The host names memory by numbers, which may be anything. Every number is looked up here first, so a wrong one is
//! not found, and never followed: no pointer is made from a number of the host's.

use std::collections::BTreeMap;

/// What the host has, by address.
#[derive(Default)]
pub struct Memory {
    lent: BTreeMap<usize, Vec<u8>>,
}

impl Memory {
    /// Lends as many bytes, all zero; returns their address, or none where there is not so much memory.
    pub fn lend(&mut self, len: usize) -> Option<usize> {
        let mut bytes = Vec::new();
        // An address of its own, even for no byte.
        bytes.try_reserve_exact(len.max(1)).ok()?;
        bytes.resize(len, 0);
        Some(self.give(bytes))
    }

    /// Gives bytes to the host; returns their address.
    pub fn give(&mut self, mut bytes: Vec<u8>) -> usize {
        if bytes.capacity() == 0 {
            bytes.reserve_exact(1);
        }
        // The host reads and writes there between calls: what it does is seen by whoever takes the bytes.
        let address = bytes.as_mut_ptr().expose_provenance();
        self.lent.insert(address, bytes);
        address
    }

    /// What was lent, as the host left it; none unless so many bytes were lent at this address.
    pub fn get(&self, address: usize, len: usize) -> Option<&[u8]> {
        self.lent.get(&address)?.get(..len)
    }

    /// Ends a loan. Does nothing unless exactly so many bytes were lent at this address.
    pub fn free(&mut self, address: usize, len: usize) {
        if self.lent.get(&address).is_some_and(|bytes| len == bytes.len()) {
            self.lent.remove(&address);
        }
    }

    /// How many loans there are.
    #[cfg(test)]
    fn count(&self) -> usize {
        self.lent.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_lent_is_not_found() {
        let mut memory = Memory::default();
        let address = memory.lend(4).unwrap_or_default();
        for (wrong, len) in [(0, 0), (0, 4), (address + 1, 3), (address.wrapping_sub(1), 4), (usize::MAX, 1)] {
            assert_eq!(memory.get(wrong, len), None);
            memory.free(wrong, len);
        }
        // Not more than there is, and only whole.
        assert_eq!(memory.get(address, 5), None);
        memory.free(address, 3);
        memory.free(address, 5);
        assert_eq!(memory.count(), 1);
        assert_eq!(memory.get(address, 3), Some(&[0; 3][..]));
        assert_eq!(memory.count(), 1);
    }

    #[test]
    fn each_loan_has_an_address_of_its_own_and_ends_once() {
        let mut memory = Memory::default();
        let (one, other) = (memory.lend(0), memory.lend(0));
        assert!(one.is_some() && other.is_some() && one != other);
        let empty = memory.give(Vec::new());
        assert_eq!(memory.get(empty, 0), Some(&[][..]));
        let one = one.unwrap_or_default();
        memory.free(one, 0);
        memory.free(one, 0);
        assert_eq!(memory.count(), 2);
        assert_eq!(memory.get(one, 0), None);
    }

    #[test]
    fn more_than_there_is_is_not_lent() {
        let mut memory = Memory::default();
        assert_eq!(memory.lend(usize::MAX), None);
        assert_eq!(memory.count(), 0);
    }
}
