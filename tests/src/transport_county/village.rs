//! One village: its hamlets, its caretakers, its households and who takes care of them today.

use super::{EACH, near};
use crate::generate::Dice;

/// Metres east and north.
pub type Place = [i32; 2];

/// A village; what is in it follows from its seed.
#[derive(Debug)]
pub struct Village {
    seed: u64,
    centre: Place,
    /// Middle and weight.
    hamlets: Vec<(Place, usize)>,
    first: u32,
    count: u32,
}

/// A household.
#[derive(Debug)]
pub struct Household {
    pub place: Place,
    /// Only marked caretakers may take it.
    pub restricted: bool,
    /// Who takes care of it today.
    pub today: u32,
}

impl Village {
    /// A village with so many caretakers, numbered from the first on.
    pub fn new(dice: &mut Dice, centre: Place, first: u32, count: u32) -> Self {
        let hamlets = dice.between(5, 10);
        let hamlets = (0..hamlets).map(|_| (around(dice, centre, 1_300), 1 + dice.below(4))).collect();
        Self { seed: dice.below(1 << 48) as u64, centre, hamlets, first, count }
    }

    /// The numbers of its caretakers.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.first..self.first + self.count
    }

    /// Choices for one purpose, the same every time.
    pub fn dice(&self, purpose: u64) -> Dice {
        Dice::new(self.seed ^ purpose << 48)
    }

    /// Adds its caretakers: in any hamlet, or around the centre. A third of them is marked.
    pub fn caretakers(&self, places: &mut Vec<Place>, marked: &mut Vec<bool>) {
        let mut dice = self.dice(1);
        let mut own: Vec<(usize, Place)> = (0..self.count)
            .map(|_| match dice.below(self.hamlets.len() + 2) {
                hamlet if hamlet < self.hamlets.len() => (hamlet, around(&mut dice, self.hamlets[hamlet].0, 300)),
                out => (out, around(&mut dice, self.centre, 1_500)),
            })
            .collect();
        own.sort_unstable();
        places.extend(own.iter().map(|(_, place)| *place));
        let mut marks: Vec<bool> = (0..self.count).map(|n| n % 3 == 0).collect();
        dice.shuffle(&mut marks);
        marked.extend(marks);
    }

    /// Where a household may live.
    pub fn anywhere(&self, dice: &mut Dice) -> Place {
        let weights = self.hamlets.iter().map(|(_, weight)| weight).sum();
        let mut at = dice.below(weights);
        let hamlet = self.hamlets.iter().find(|(_, weight)| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here
        });
        around(dice, hamlet.map_or(self.centre, |(middle, _)| *middle), 350)
    }

    /// Its households, hamlet after hamlet, and today's pairs: each in turn got the nearest caretaker of the village
    /// who had a place left, or one of the nearest eight.
    pub fn households(&self, places: &[Place], marked: &[bool]) -> Vec<Household> {
        let mut dice = self.dice(2);
        let mut households: Vec<Household> = (0..self.count * EACH)
            .map(|_| Household { place: self.anywhere(&mut dice), restricted: dice.chance(10), today: 0 })
            .collect();
        households.sort_by_key(|household| {
            let far = |hamlet: &usize| near::square(self.hamlets[*hamlet].0, household.place);
            (0..self.hamlets.len()).min_by_key(far)
        });
        let mut order: Vec<usize> = (0..households.len()).collect();
        dice.shuffle(&mut order);
        // Those with less choice first: the marked third has places for three times as many.
        order.sort_by_key(|at| !households[*at].restricted);
        let mut loads = vec![0; self.count as usize];
        let mut free = Vec::new();
        for at in order {
            let household = &mut households[at];
            let may = |number: &u32| !household.restricted || marked[*number as usize];
            let has_place = |number: &u32| loads[(*number - self.first) as usize] < EACH;
            free.clear();
            free.extend(self.numbers().filter(may).filter(has_place));
            free.sort_by_key(|number| near::square(household.place, places[*number as usize]));
            let chosen = if dice.chance(25) { dice.below(free.len().min(8)) } else { 0 };
            household.today = *free.get(chosen).expect("a place for everybody");
            loads[(household.today - self.first) as usize] += 1;
        }
        households
    }
}

/// A place near another, most often very near: the mean of three throws.
fn around(dice: &mut Dice, middle: Place, reach: i32) -> Place {
    middle.map(|at| at + (0..3).map(|_| dice.between(-reach, reach)).sum::<i32>() / 2)
}
