//! Household assignment at any size: a county made up so that a solver has as much to do as with a real one.
//!
//! A seed decides everything. Villages of about 460 households lie side by side on a map, 58 households a square
//! kilometre as in Cili, and are numbered so that neighbours are near in number too, as units of a tree are. In each
//! there are hamlets with the households around them, and caretakers, one for ten households, who do not live in step
//! with them: so some hamlets have too many and some too few. A household may go to its 16 nearest caretakers, across
//! the borders of villages, and to today's; one in ten only to a third of the caretakers. Today's pairs give every
//! caretaker ten households of the own village, so that a plan for all exists whatever the family.
//!
//! Rows are made one after another: a county of five million households needs no more than its caretakers in memory.

mod near;
mod village;

use wangge_transport::{Problem, Sink};

use crate::generate::Dice;
use near::Near;
use village::{Place, Village};

/// Households for each caretaker.
pub const EACH: u32 = 10;
/// How many of the nearest caretakers a household may go to.
const NEAREST: usize = 16;
/// Cost of a metre.
const METRE: i64 = 3;
/// What a pair that is not today's costs more: a hundred metres.
const CHURN: i64 = 300;
/// Metres from one village to the next.
const APART: i32 = 2_830;
const SLACK: u32 = 12;
const LOWER: u32 = 8;
/// The fifth household costs 20 more than the fourth, the sixth 40, and so on.
const LOAD_COST: [(u32, i64); 9] =
    [(0, 0), (4, 20), (5, 40), (6, 60), (7, 80), (8, 100), (9, 120), (10, 140), (11, 160)];

/// What caretakers take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Up to twelve, a fifth more than needed.
    Slack,
    /// Eight to twelve, and each from the fifth on costs 20 more than the one before.
    Bounds,
    /// Up to ten: every place is needed.
    Zero,
    /// Up to twelve, and every household stays in its village: as many problems as villages.
    Villages,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Slack, Self::Bounds, Self::Zero, Self::Villages];

    /// A name of one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Bounds => "bounds",
            Self::Zero => "zero",
            Self::Villages => "villages",
        }
    }

    fn sink(self) -> Sink<'static> {
        match self {
            Self::Slack | Self::Villages => Sink { upper: SLACK, ..Sink::default() },
            Self::Bounds => Sink { lower: LOWER, upper: SLACK, load_cost: &LOAD_COST, ..Sink::default() },
            Self::Zero => Sink { upper: EACH, ..Sink::default() },
        }
    }
}

/// The households and caretakers of a county; each household is one row of a problem, each caretaker one sink.
#[derive(Debug)]
pub struct County {
    family: Family,
    villages: Vec<Village>,
    places: Vec<Place>,
    marked: Vec<bool>,
    near: Near,
    near_marked: Near,
}

impl County {
    /// A county with ten households for each caretaker.
    pub fn new(family: Family, caretakers: u32, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let villages = lay_out(&mut dice, caretakers);
        let (mut places, mut marked) = (Vec::new(), Vec::new());
        for village in &villages {
            village.caretakers(&mut places, &mut marked);
        }
        let numbers = || 0..caretakers;
        let near = Near::new(&places, numbers(), 400);
        let near_marked = Near::new(&places, numbers().filter(|number| marked[*number as usize]), 700);
        Self { family, villages, places, marked, near, near_marked }
    }

    /// How many caretakers there are.
    pub fn caretakers(&self) -> u32 {
        self.places.len() as u32
    }

    /// How many households there are.
    pub fn households(&self) -> u32 {
        self.caretakers() * EACH
    }

    /// What each caretaker takes.
    pub fn sink(&self) -> Sink<'static> {
        self.family.sink()
    }

    /// Goes through the households: the caretakers to whom each may go, and what that costs.
    pub fn rows(&self, mut visit: impl FnMut(&[(u32, i64)])) {
        let (mut found, mut arcs) = (Vec::new(), Vec::new());
        for village in &self.villages {
            for household in village.households(&self.places, &self.marked) {
                self.arcs(village, &household, &mut found, &mut arcs);
                visit(&arcs);
            }
        }
    }

    /// Today's caretaker of each household.
    pub fn todays(&self) -> Vec<u32> {
        let households = |village: &Village| village.households(&self.places, &self.marked);
        self.villages.iter().flat_map(households).map(|household| household.today).collect()
    }

    /// The problem.
    pub fn problem(&self) -> Problem {
        let mut problem = Problem::new();
        for _ in 0..self.caretakers() {
            problem.add_sink(self.sink()).expect("a sink");
        }
        self.rows(|arcs| {
            problem.add_row(1, arcs).expect("a row");
        });
        problem
    }

    /// What changes in a year, one household of a hundred: a third moved within the village, a third may now go to
    /// others, for a third costs changed. Each round's are others, and against the beginning.
    pub fn changes(&self, round: u64, mut visit: impl FnMut(u32, &[(u32, i64)])) {
        let (mut found, mut arcs) = (Vec::new(), Vec::new());
        let mut row = 0;
        for village in &self.villages {
            let mut dice = village.dice(1_000 + round);
            for mut household in village.households(&self.places, &self.marked) {
                if dice.below(100) == 0 {
                    let what = dice.below(3);
                    match what {
                        0 => household.place = village.anywhere(&mut dice),
                        1 => household.restricted ^= true,
                        _ => {}
                    }
                    self.arcs(village, &household, &mut found, &mut arcs);
                    if what == 2 {
                        arcs.iter_mut().for_each(|(_, cost)| *cost += i64::from(dice.between(0, 600)));
                    }
                    visit(row, &arcs);
                }
                row += 1;
            }
        }
    }

    fn arcs(
        &self,
        village: &Village,
        household: &village::Household,
        found: &mut Vec<(i64, u32)>,
        arcs: &mut Vec<(u32, i64)>,
    ) {
        found.clear();
        if self.family == Family::Villages {
            let own = village.numbers().filter(|number| !household.restricted || self.marked[*number as usize]);
            found.extend(own.map(|number| (near::square(household.place, self.places[number as usize]), number)));
            found.sort_unstable();
            found.truncate(NEAREST);
        } else {
            let near = if household.restricted { &self.near_marked } else { &self.near };
            near.nearest(household.place, NEAREST, found);
        }
        let cost = |square: i64| METRE * square.isqrt();
        arcs.clear();
        arcs.extend(found.iter().map(|(square, number)| (*number, cost(*square) + CHURN)));
        match arcs.iter_mut().find(|(number, _)| *number == household.today) {
            Some((_, arc)) => *arc -= CHURN,
            None => {
                let square = near::square(household.place, self.places[household.today as usize]);
                arcs.push((household.today, cost(square)));
            }
        }
    }
}

/// Villages on a square map, along a curve that goes to and fro between quarters of quarters (Morton 1966).
fn lay_out(dice: &mut Dice, caretakers: u32) -> Vec<Village> {
    let mut villages = Vec::new();
    // The number of villages is known when all caretakers have one; this many are enough.
    let side = (1_u64..).find(|side| side * side * 30 >= u64::from(caretakers)).unwrap_or(1);
    let mut first = 0;
    for code in 0.. {
        let (x, y) = (half(code), half(code >> 1));
        if first == caretakers {
            break;
        }
        if x >= side || y >= side {
            continue;
        }
        let left = caretakers - first;
        let wanted = dice.between(31, 61) as u32;
        let count = if left < wanted + 30 { left.min(61) } else { wanted };
        let cell = |n: u64| n as i32 * APART;
        let centre = [cell(x) + dice.between(-800, 800), cell(y) + dice.between(-800, 800)];
        villages.push(Village::new(dice, centre, first, count));
        first += count;
    }
    villages
}

/// Every second bit of a number.
fn half(code: u64) -> u64 {
    (0..32).map(|bit| (code >> (2 * bit) & 1) << bit).sum()
}
