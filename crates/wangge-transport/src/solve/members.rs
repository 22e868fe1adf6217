//! Which units are at which node: lists in one pool, with constant time to add and to remove.

use crate::number::{at, count, read};

/// A unit at a node.
#[derive(Debug, Clone, Copy, Default)]
pub struct Member {
    /// The price up to which it stays: what its best other arc costs, price included, less the cost of its own; plus by
    /// how much prices had fallen by then. A lower bound, by which most searches need not look at the row at all.
    pub reserve: i64,
    pub unit: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct List {
    start: u32,
    len: u32,
    room: u32,
}

#[derive(Debug, Clone, Default)]
pub struct Members {
    lists: Vec<List>,
    pool: Vec<Member>,
    /// Where each unit stands in its list.
    place: Vec<u32>,
}

impl Members {
    /// Lists for nodes that expect so many units each.
    pub fn new(expected: impl Iterator<Item = u32>, units: usize) -> Self {
        let mut start = 0_u32;
        let lists = expected.map(|room| {
            let list = List { start, len: 0, room };
            start = start.saturating_add(room);
            list
        });
        let lists: Vec<_> = lists.collect();
        Self { lists, pool: vec![Member::default(); at(start)], place: vec![0; units] }
    }

    /// One more node, and room for so many units.
    pub fn grow(&mut self, nodes: usize, units: usize) {
        self.lists.resize(nodes, List::default());
        self.place.resize(units, 0);
    }

    #[inline]
    pub fn of(&self, node: u32) -> &[Member] {
        let list = read(&self.lists, node);
        self.pool.get(at(list.start)..at(list.start + list.len)).unwrap_or_default()
    }

    /// Gives the unit at a place of a node's list another reserve.
    #[inline]
    pub fn set_reserve(&mut self, node: u32, place: u32, reserve: i64) {
        let slot = at(read(&self.lists, node).start + place);
        self.pool.get_mut(slot).into_iter().for_each(|member| member.reserve = reserve);
    }

    /// Where a unit stands in the list of its node.
    pub fn place(&self, unit: u32) -> u32 {
        read(&self.place, unit)
    }

    #[inline]
    pub fn len(&self, node: u32) -> u32 {
        read(&self.lists, node).len
    }

    pub fn add(&mut self, node: u32, member: Member) {
        let mut list = read(&self.lists, node);
        if list.len == list.room {
            list = self.move_to_end(list);
        }
        if let Some(slot) = self.pool.get_mut(at(list.start + list.len)) {
            *slot = member;
        }
        if let Some(place) = self.place.get_mut(at(member.unit)) {
            *place = list.len;
        }
        list.len += 1;
        if let Some(kept) = self.lists.get_mut(at(node)) {
            *kept = list;
        }
    }

    /// Doubles the room of a list. The pool stays below twice what all lists need at their largest.
    fn move_to_end(&mut self, list: List) -> List {
        let start = count(self.pool.len());
        let room = list.room.saturating_mul(2).max(4);
        self.pool.extend_from_within(at(list.start)..at(list.start + list.len));
        self.pool.resize(at(start).saturating_add(at(room)), Member::default());
        List { start, len: list.len, room }
    }

    /// Takes a unit, which is there, out of the list of a node.
    pub fn remove(&mut self, node: u32, unit: u32) {
        let list = read(&self.lists, node);
        let (place, last) = (read(&self.place, unit), list.len.saturating_sub(1));
        let moved = read(&self.pool, list.start + last);
        if let Some(slot) = self.pool.get_mut(at(list.start + place)) {
            *slot = moved;
        }
        if let Some(other) = self.place.get_mut(at(moved.unit)) {
            *other = place;
        }
        if let Some(kept) = self.lists.get_mut(at(node)) {
            kept.len = last;
        }
    }
}
