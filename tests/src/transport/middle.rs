//! Random problems of the size of a village: too large to try every plan.

use super::tiny::{settle, tighten};
use super::{Case, Limits, Row};
use crate::generate::Dice;

/// How rows come by their arcs and costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Land {
    /// Hamlets: a cost is a distance, arcs go to the nearest sinks.
    Hamlets,
    /// The same with parts that have no arc between them.
    Valleys,
    /// Anything to anywhere.
    Random,
    /// Few costs, so that nearly all is a tie.
    Ties,
    /// Costs above and below nothing.
    Signs,
}

const LANDS: [Land; 5] = [Land::Hamlets, Land::Valleys, Land::Random, Land::Ties, Land::Signs];

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    /// A fifth more than needed.
    Ample,
    /// As much as the rows ask for.
    Exact,
    /// As much as one plan needs, sink by sink.
    Tight,
    /// Less than needed.
    Scarce,
}

const ROOMS: [Room; 4] = [Room::Ample, Room::Exact, Room::Tight, Room::Scarce];

/// A problem of at most so many rows and sinks.
pub fn case(seed: u64, rows: usize, sinks: usize) -> Case {
    let mut dice = Dice::new(seed ^ 0x004D_1DD1_E000);
    let land = LANDS[(seed % 5) as usize];
    let room = ROOMS[(seed / 5 % 4) as usize];
    let (rows, sinks) = (rows / 3 + dice.below(rows * 2 / 3 + 1), 1 + sinks / 3 + dice.below(sinks * 2 / 3));
    let several = dice.chance(30);
    let mut middle = Middle { dice, land, places: Vec::new() };
    let mut case = Case { sinks: middle.sinks(sinks), ..Case::default() };
    case.rows = (0..rows).map(|number| middle.row(number * sinks / rows.max(1), several)).collect();
    middle.bound(&mut case, room);
    settle(&mut case);
    case
}

struct Middle {
    dice: Dice,
    land: Land,
    /// Where the sinks are, in metres.
    places: Vec<(i32, i32)>,
}

impl Middle {
    fn place(&mut self, hamlet: usize) -> (i32, i32) {
        let centre = (hamlet as i32 % 3 * 4000, hamlet as i32 / 3 * 4000);
        (centre.0 + self.dice.between(-700, 700), centre.1 + self.dice.between(-700, 700))
    }

    /// Sinks without bounds, in hamlets; some under others of the same hamlet.
    fn sinks(&mut self, count: usize) -> Vec<Limits> {
        let nested = self.dice.chance(35);
        let convex = self.dice.chance(40);
        let one = |number: usize| {
            let place = self.place(number % 5);
            self.places.push(place);
            let parent = (nested && number >= 5 && self.dice.chance(50)).then_some((number % 5) as u32);
            let parent = parent.map(|parent| if number >= 15 && self.dice.chance(50) { parent + 5 } else { parent });
            let load_cost = if convex && self.dice.chance(70) { self.load_cost() } else { Vec::new() };
            Limits { parent, load_cost, ..Limits::default() }
        };
        (0..count).map(one).collect()
    }

    fn load_cost(&mut self) -> Vec<(u32, i64)> {
        let mut slope = i64::from(self.dice.between(-300, 100));
        let step = 1 + self.dice.below(3) as u32;
        let mut next = |piece| {
            slope += i64::from(self.dice.between(0, 200));
            (piece * step, slope)
        };
        (0..6).map(&mut next).collect()
    }

    fn row(&mut self, near: usize, several: bool) -> Row {
        let count = self.places.len();
        let mut sinks: Vec<u32> = (0..count as u32).collect();
        let most = match self.dice.below(30) {
            0 => 1,
            1 => count,
            _ => 2 + self.dice.below(8),
        };
        let demand = if several { 1 + self.dice.below(3) as u32 } else { 1 };
        let home = self.place(near % 5);
        let metres = |sink: &u32, places: &[(i32, i32)]| {
            let (x, y) = places[*sink as usize];
            i64::from(x - home.0).abs() + i64::from(y - home.1).abs()
        };
        self.dice.shuffle(&mut sinks);
        if self.land == Land::Valleys {
            sinks.retain(|sink| *sink as usize % 5 == near % 5);
        }
        if matches!(self.land, Land::Hamlets | Land::Valleys) {
            sinks.sort_by_key(|sink| metres(sink, &self.places));
        }
        sinks.truncate(most);
        let cost = |sink: u32| {
            let cost = match self.land {
                Land::Hamlets | Land::Valleys => metres(&sink, &self.places),
                Land::Random => i64::from(self.dice.between(0, 1_000_000)),
                Land::Ties => i64::from(self.dice.between(0, 2)) * 100,
                Land::Signs => i64::from(self.dice.between(-1000, 1000)),
            };
            (sink, cost)
        };
        Row { demand, arcs: sinks.into_iter().map(cost).collect() }
    }

    fn bound(&mut self, case: &mut Case, room: Room) {
        if room == Room::Tight {
            return tighten(&mut self.dice, case);
        }
        let (units, sinks) = (case.units() as u32, case.sinks.len() as u32);
        let wanted = match room {
            Room::Scarce => units * 9 / 10,
            Room::Exact | Room::Tight => units,
            Room::Ample => units + units / 5 + 1,
        };
        let bounded = self.dice.one(&[0, 0, 50, 100]);
        let mut left = wanted;
        for number in 0..sinks {
            let even = left / (sinks - number);
            let upper = if number + 1 == sinks { left } else { (even + self.dice.below(3) as u32).min(left) };
            left -= upper;
            let limits = &mut case.sinks[number as usize];
            limits.upper = upper;
            limits.lower = if self.dice.chance(bounded) { upper.saturating_sub(self.dice.below(4) as u32) } else { 0 };
        }
        // A sink above others takes most of what these take.
        for sink in (0..case.sinks.len()).rev() {
            if let Some(parent) = case.sinks[sink].parent {
                let own = case.sinks[sink].upper;
                case.sinks[parent as usize].upper += if self.dice.chance(70) { own } else { own / 2 };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_of_every_sort() {
        let cases: Vec<_> = (0..600).map(|seed| case(seed, 60, 15)).collect();
        assert_eq!(cases[7], case(7, 60, 15));
        assert!(cases.iter().all(|case| case.rows.len() <= 60 && case.sinks.len() <= 16 && !case.is_inverted()));
        let count = |test: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| test(case)).count();
        let any = |test: fn(&Limits) -> bool| count(&|case| case.sinks.iter().any(test));
        let room = |case: &Case| {
            let roots = case.sinks.iter().filter(|sink| sink.parent.is_none());
            roots.map(|sink| u64::from(sink.upper)).sum::<u64>()
        };
        let seen = [
            any(|sink| sink.lower > 0),
            any(|sink| sink.parent.is_some()),
            any(|sink| sink.load_cost.len() > 2),
            count(&|case| case.units() > case.rows.len() as u64),
            count(&|case| room(case) == case.units()),
            count(&|case| room(case) > case.units()),
            count(&|case| room(case) < case.units()),
        ];
        assert!(seen.into_iter().all(|count| count > 60), "{seen:?}");
        let deep = |case: &Case| (0..case.sinks.len() as u32).any(|sink| case.path(sink).len() > 2);
        assert!((0..200).map(|seed| case(seed, 100, 40)).any(|case| deep(&case)));
    }
}
