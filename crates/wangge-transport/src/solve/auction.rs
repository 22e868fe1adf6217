//! Units compete for places before anything is searched for.
//!
//! The auction of Bertsekas (1979), for similar objects as by Bertsekas and Castañon (1989): a unit goes to the sink
//! that is cheapest for it, and stays until the price passes its *reserve*, at which its second choice is as good. A
//! full sink raises its price to the least reserve, and whose that is has to leave. Nobody is ever where another arc
//! would be cheaper, so the searches go on from here; who can only go in circles at the same prices is left to them.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::Contest;
use super::members::Member;
use super::state::{FAR, FREE, State, Unit};
use crate::Problem;
use crate::arcs::{Arc, Cost};
use crate::number::{at, count, read};
use crate::problem::NONE;

/// The least reserve of a longer list is found in a heap, of a shorter one by looking at all.
const CROWD: u32 = 64;

/// The members of crowded sinks by reserve. What left, or has another reserve now, is passed over when it comes up.
type Crowds = HashMap<u32, BinaryHeap<Reverse<(i64, u32)>>>;

/// By how much units may miss their best choice, and how often they may bid: each, and all, for each that competes.
#[derive(Debug, Clone, Copy)]
struct Effort {
    epsilon: i64,
    each: u8,
    all: usize,
}

impl Effort {
    /// Where there is room to spare.
    const FEW: Self = Self { epsilon: 0, each: 12, all: usize::MAX };

    /// Where there is none: a place changes hands many times.
    const MANY: Self = Self { epsilon: 0, each: u8::MAX, all: 12 };
}

/// How much finer each step is.
pub const SCALE: i64 = 4;

/// What a unit would choose.
struct Choice {
    arc: u32,
    /// What it costs, price included.
    value: i64,
    /// The second choice, and what it costs.
    other: u32,
    second: i64,
}

impl State {
    /// Lets units compete; gives those that found no place.
    pub fn auction<C: Cost>(
        &mut self,
        problem: &Problem,
        arcs: &[Arc<C>],
        units: Vec<u32>,
        contest: Contest,
    ) -> Vec<u32> {
        match contest {
            Contest::None | Contest::Scarce => units,
            Contest::Room => self.compete(problem, arcs, units, Effort::FEW),
            Contest::Crowd(coarsest) => {
                let rest = self.compete(problem, arcs, units, Effort::FEW);
                self.scale(problem, arcs, rest, coarsest)
            }
        }
    }

    /// Lets units compete, each with so many bids at most; gives those that found no place. They stay until another
    /// choice is better by more than `epsilon`.
    fn compete<C: Cost>(
        &mut self,
        problem: &Problem,
        arcs: &[Arc<C>],
        units: Vec<u32>,
        Effort { epsilon, each, all }: Effort,
    ) -> Vec<u32> {
        let mut left = units.len().saturating_mul(all);
        let mut made = vec![0_u8; self.units.len()];
        let mut crowds = Crowds::new();
        let mut rest = Vec::new();
        let mut queue = units;
        queue.reverse();
        // The last to lose its place bids next: what it does concerns the same few sinks.
        while let Some(unit) = queue.pop() {
            let count = made.get_mut(at(unit)).map_or(each, |made| std::mem::replace(made, made.saturating_add(1)));
            left = left.saturating_sub(1);
            if count >= each || left == 0 || !self.bid(problem, arcs, unit, (&mut queue, &mut crowds), epsilon) {
                rest.push(unit);
            }
        }
        rest.sort_unstable();
        rest
    }

    /// Lets units compete at ever finer steps, for a problem without room to spare: there most places change hands more
    /// than once, and searches would be long. What is left afterwards is near its place.
    fn scale<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>], mut rest: Vec<u32>, coarsest: i64) -> Vec<u32> {
        let mut epsilon = coarsest;
        loop {
            self.lower_floor();
            self.release(problem, arcs, epsilon, &mut rest);
            rest = self.compete(problem, arcs, rest, Effort { epsilon, ..Effort::MANY });
            if epsilon == 0 {
                return rest;
            }
            epsilon /= SCALE;
        }
    }

    /// Frees the units that another arc would serve better by more than `epsilon`.
    fn release<C: Cost>(&mut self, problem: &Problem, arcs: &[Arc<C>], epsilon: i64, rest: &mut Vec<u32>) {
        for number in 0..count(self.units.len()) {
            let unit = read(&self.units, number);
            if unit.arc >= FREE {
                continue;
            }
            let reserve = self.best_other(arcs, unit) - self.cost_of(arcs, unit) + epsilon;
            let sink = self.node_of(arcs, unit);
            if self.price(sink) > reserve && read(&self.margins, sink).parent == self.top() {
                self.send(arcs, number, FREE);
                self.change_load(problem, sink, false);
                rest.push(number);
            } else {
                self.members.set_reserve(sink, self.members.place(number), reserve);
            }
        }
    }

    /// One unit bids: it finds a place, or a price rises. `false` if neither.
    fn bid<C: Cost>(
        &mut self,
        problem: &Problem,
        arcs: &[Arc<C>],
        number: u32,
        (queue, crowds): (&mut Vec<u32>, &mut Crowds),
        epsilon: i64,
    ) -> bool {
        let choice = self.choose(arcs, read(&self.units, number));
        if choice.arc == NONE {
            return false;
        }
        let to = read(arcs, choice.arc);
        let (sink, price) = (to.sink, self.price(to.sink));
        let reserve = choice.second - to.cost.into() + epsilon;
        loop {
            let margin = read(&self.margins, sink);
            if margin.parent != self.top() || margin.load != self.members.len(sink) {
                return false;
            }
            let weakest = self.weakest(crowds, sink);
            if margin.up <= weakest.reserve.min(reserve) {
                self.raise(sink, margin.up);
                self.send(arcs, number, choice.arc);
                self.keep(crowds, sink, number, reserve);
                self.change_load(problem, sink, true);
                return true;
            }
            if reserve <= weakest.reserve {
                if reserve == price {
                    return self.settle(problem, arcs, number, &choice, crowds);
                }
                self.raise(sink, reserve);
                queue.push(number);
                return true;
            }
            let other = read(&self.units, weakest.unit);
            let now = self.best_other(arcs, other) - self.cost_of(arcs, other) + epsilon;
            if now > weakest.reserve {
                self.keep(crowds, sink, weakest.unit, now);
                continue;
            }
            self.raise(sink, weakest.reserve);
            self.send(arcs, weakest.unit, FREE);
            self.send(arcs, number, choice.arc);
            self.keep(crowds, sink, number, reserve);
            queue.push(weakest.unit);
            return true;
        }
    }

    /// Notes the reserve of a member.
    fn keep(&mut self, crowds: &mut Crowds, sink: u32, unit: u32, reserve: i64) {
        self.members.set_reserve(sink, self.members.place(unit), reserve);
        if let Some(crowd) = crowds.get_mut(&sink) {
            crowd.push(Reverse((reserve, unit)));
        }
    }

    /// Both choices cost the same: if the other has room, the unit goes there.
    fn settle<C: Cost>(
        &mut self,
        problem: &Problem,
        arcs: &[Arc<C>],
        number: u32,
        choice: &Choice,
        crowds: &mut Crowds,
    ) -> bool {
        let to = read(arcs, choice.other);
        let margin = read(&self.margins, to.sink);
        let room = choice.other != NONE && margin.parent == self.top() && margin.up <= self.price(to.sink);
        if room {
            self.send(arcs, number, choice.other);
            self.keep(crowds, to.sink, number, choice.value - to.cost.into());
            self.change_load(problem, to.sink, true);
        }
        room
    }

    fn raise(&mut self, sink: u32, price: i64) {
        if let Some(node) = self.nodes.get_mut(at(sink)) {
            node.price = node.price.max(price);
        }
    }

    /// The member that leaves first: the one with the least reserve, of those the least unit.
    fn weakest(&self, crowds: &mut Crowds, sink: u32) -> Member {
        let key = |member: &Member| (member.reserve, member.unit);
        let members = self.members.of(sink);
        let none = Member { reserve: FAR, unit: NONE };
        if self.members.len(sink) <= CROWD {
            return members.iter().copied().min_by_key(key).unwrap_or(none);
        }
        let all = || members.iter().map(|member| Reverse(key(member))).collect();
        let crowd = crowds.entry(sink).or_insert_with(all);
        while let Some(Reverse((reserve, unit))) = crowd.peek().copied() {
            let place = self.members.place(unit);
            if members.get(at(place)).is_some_and(|member| key(member) == (reserve, unit)) {
                return Member { reserve, unit };
            }
            crowd.pop();
        }
        none
    }

    fn choose<C: Cost>(&self, arcs: &[Arc<C>], unit: Unit) -> Choice {
        let mut choice = Choice { arc: NONE, value: self.out, other: NONE, second: FAR };
        let own = arcs.get(at(unit.start)..at(unit.start + unit.len)).unwrap_or_default();
        for (arc, to) in (unit.start..).zip(own) {
            let cost: i64 = to.cost.into();
            if cost + self.floor >= choice.second {
                break;
            }
            let value = cost + read(&self.nodes, to.sink).price;
            if value < choice.value {
                choice = Choice { arc, value, other: choice.arc, second: choice.value };
            } else if value < choice.second {
                (choice.other, choice.second) = (arc, value);
            }
        }
        choice
    }

    /// What the best arc costs that a unit does not take.
    fn best_other<C: Cost>(&self, arcs: &[Arc<C>], unit: Unit) -> i64 {
        let mut best = self.out;
        let own = arcs.get(at(unit.start)..at(unit.start + unit.len)).unwrap_or_default();
        for (arc, to) in (unit.start..).zip(own) {
            let cost: i64 = to.cost.into();
            if cost + self.floor >= best {
                break;
            }
            if arc != unit.arc {
                best = best.min(cost + read(&self.nodes, to.sink).price);
            }
        }
        best
    }
}
