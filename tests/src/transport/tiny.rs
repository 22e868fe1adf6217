//! Tiny random problems of many flavours: small enough to try every plan.

use wangge_transport::LARGEST_COST;

use super::{Case, Limits, Row};
use crate::generate::Dice;

/// What a tiny problem is about. Everything else about it is left to chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Room for all, small costs.
    Easy,
    /// Lower and upper bounds, often out of reach.
    Bounds,
    /// Sinks under sinks, with bounds at every depth.
    Nested,
    /// Sinks that are full with what those under them must take.
    Crowded,
    /// Load costs with several pieces, some of them below nothing.
    Convex,
    /// Costs above and below nothing.
    Negative,
    /// All costs are the same.
    Equal,
    /// Many sinks take nothing.
    Shut,
    /// Rows ask for nothing, and for more than they have arcs.
    Demands,
    /// One sink for all.
    OneSink,
    /// One arc a row.
    OneArc,
    /// Just room enough, and every lower bound is a load of one plan.
    Tight,
    /// Far more units than room.
    Scarce,
    /// Far fewer units than lower bounds ask for.
    Starved,
    /// Costs close to the largest.
    Huge,
    /// All at once.
    Wild,
}

/// All of them.
pub const FLAVOURS: [Flavour; 16] = [
    Flavour::Easy,
    Flavour::Bounds,
    Flavour::Nested,
    Flavour::Crowded,
    Flavour::Convex,
    Flavour::Negative,
    Flavour::Equal,
    Flavour::Shut,
    Flavour::Demands,
    Flavour::OneSink,
    Flavour::OneArc,
    Flavour::Tight,
    Flavour::Scarce,
    Flavour::Starved,
    Flavour::Huge,
    Flavour::Wild,
];

/// No more plans than this are tried for one problem.
const PLANS: usize = 3000;

/// The flavour of a seed.
pub fn flavour(seed: u64) -> Flavour {
    FLAVOURS[(seed % FLAVOURS.len() as u64) as usize]
}

/// A problem; some have lower bounds that nest badly.
pub fn case(seed: u64) -> Case {
    let mut tiny = Tiny { dice: Dice::new(seed), flavour: flavour(seed) };
    let mut case = Case { sinks: tiny.sinks(), ..Case::default() };
    case.rows = tiny.rows(case.sinks.len());
    tiny.dice.shuffle(&mut case.rows);
    trim(&mut case);
    if tiny.is(&[Flavour::Tight]) || tiny.dice.chance(5) {
        tighten(&mut tiny.dice, &mut case);
    }
    if tiny.is(&[Flavour::Crowded]) {
        crowd(&mut tiny.dice, &mut case);
    }
    if !tiny.dice.chance(12) {
        settle(&mut case);
    }
    case
}

/// Leaves rows out until there are few enough plans.
fn trim(case: &mut Case) {
    let choices = |row: &Row| {
        let (arcs, most) = (row.arcs.len(), row.demand as usize);
        (0..=most.min(arcs)).map(|taken| (0..taken).fold(1, |ways, n| ways * (arcs - n) / (n + 1))).sum::<usize>()
    };
    while case.rows.iter().map(choices).product::<usize>() > PLANS {
        case.rows.pop();
    }
}

/// Makes the loads of one plan the bounds: no slack at all, but room for that plan.
pub fn tighten(dice: &mut Dice, case: &mut Case) {
    let mut loads = vec![0; case.sinks.len()];
    for row in &case.rows {
        let mut sinks: Vec<u32> = row.arcs.iter().map(|arc| arc.0).collect();
        dice.shuffle(&mut sinks);
        sinks.truncate(row.demand as usize);
        sinks.into_iter().flat_map(|sink| case.path(sink)).for_each(|sink| loads[sink] += 1);
    }
    let lower = dice.below(3);
    for (limits, load) in case.sinks.iter_mut().zip(loads) {
        limits.upper = load;
        limits.lower = if dice.below(2) < lower { load } else { 0 };
    }
}

/// Gives sinks above others hardly more room than these ask for, and sends some rows past those that ask. The last sink
/// stands alone: it has what the others lack.
fn crowd(dice: &mut Dice, case: &mut Case) {
    let alone = case.sinks.len() - 1;
    case.sinks[alone] = Limits { upper: 3, ..Limits::default() };
    for sink in (0..alone).rev() {
        let above = case.sinks[..alone].iter().any(|under| under.parent == Some(sink as u32));
        case.sinks[sink].lower = if above { 0 } else { dice.below(3) as u32 };
        let room = if above { u32::from(dice.chance(20)) } else { 2 };
        case.sinks[sink].upper = case.asked(sink) as u32 + room;
    }
    for row in case.rows.iter_mut().filter(|_| dice.chance(50)) {
        row.arcs.retain(|arc| arc.0 != alone as u32 && case.sinks[arc.0 as usize].lower == 0);
    }
}

/// Lowers lower bounds until sinks under a sink ask for no more than it takes.
pub fn settle(case: &mut Case) {
    for sink in (0..case.sinks.len()).rev() {
        case.sinks[sink].lower = case.sinks[sink].lower.min(case.sinks[sink].upper);
        while case.asked(sink) > case.sinks[sink].upper.into() {
            let below = |other: &usize| case.sinks[*other].lower > 0 && case.path(*other as u32).contains(&sink);
            let other = (0..case.sinks.len()).find(below).expect("somebody asks");
            case.sinks[other].lower -= 1;
        }
    }
}

struct Tiny {
    dice: Dice,
    flavour: Flavour,
}

impl Tiny {
    fn is(&self, flavours: &[Flavour]) -> bool {
        flavours.contains(&self.flavour)
    }

    fn cost(&mut self) -> i64 {
        let small = self.dice.between(0, 12).into();
        match self.flavour {
            Flavour::Equal => 7,
            Flavour::Negative => small - 8,
            Flavour::Huge => {
                let size = LARGEST_COST - self.dice.between(0, 2) as i64;
                self.dice.one(&[size, -size, size / 2, small])
            }
            Flavour::Wild => self.dice.one(&[0, small, -small, 1_000_000 * small, i64::from(i32::MAX) + small]),
            _ if self.dice.chance(10) => -small,
            _ => small,
        }
    }

    fn sinks(&mut self) -> Vec<Limits> {
        let count = match self.flavour {
            Flavour::OneSink => 1,
            Flavour::Crowded => 2 + self.dice.below(3),
            _ => 1 + self.dice.below(4),
        };
        let nested = self.dice.chance(20) || self.is(&[Flavour::Nested, Flavour::Crowded, Flavour::Wild]);
        (0..count).map(|number| self.limits(number, nested)).collect()
    }

    fn limits(&mut self, number: usize, nested: bool) -> Limits {
        let parent = (nested && number > 0 && self.dice.chance(if self.is(&[Flavour::Crowded]) { 95 } else { 75 }))
            .then(|| self.dice.below(number) as u32);
        let (most, none) = match self.flavour {
            Flavour::Easy => (9, 0),
            Flavour::Shut => (3, 50),
            Flavour::Scarce => (1, 20),
            Flavour::Starved => (6, 0),
            _ => (4, 8),
        };
        let mut upper = if self.dice.chance(none) { 0 } else { 1 + self.dice.below(most) as u32 };
        if self.dice.chance(15) {
            upper = u32::MAX;
        }
        let often = match self.flavour {
            Flavour::Bounds | Flavour::Nested | Flavour::Crowded | Flavour::Wild => 60,
            Flavour::Starved => 95,
            Flavour::Easy | Flavour::Scarce => 0,
            _ => 25,
        };
        let deep = if self.is(&[Flavour::Starved]) { 6 } else { 3 };
        let lower = if self.dice.chance(often) { 1 + self.dice.below(deep) as u32 } else { 0 };
        Limits { lower: lower.min(upper), upper, parent, load_cost: self.load_cost() }
    }

    fn load_cost(&mut self) -> Vec<(u32, i64)> {
        if !self.is(&[Flavour::Convex, Flavour::Wild, Flavour::Huge]) && !self.dice.chance(15) {
            return Vec::new();
        }
        let mut slopes: Vec<i64> = (0..self.dice.below(4)).map(|_| self.cost()).collect();
        slopes.sort_unstable();
        let mut from = 0;
        let piece = |slope| {
            let piece = (from, slope);
            from += 1 + self.dice.below(2) as u32;
            piece
        };
        slopes.into_iter().map(piece).collect()
    }

    fn rows(&mut self, sinks: usize) -> Vec<Row> {
        let count = if self.dice.chance(2) { 0 } else { 1 + self.dice.below(5) };
        (0..count).map(|_| self.row(sinks)).collect()
    }

    fn row(&mut self, sinks: usize) -> Row {
        let mut numbers: Vec<u32> = (0..sinks as u32).collect();
        self.dice.shuffle(&mut numbers);
        let most = match self.flavour {
            Flavour::OneArc => 1,
            _ if self.dice.chance(5) => 0,
            _ => 1 + self.dice.below(sinks),
        };
        numbers.truncate(most);
        let demand = match self.flavour {
            Flavour::Demands | Flavour::Wild => self.dice.below(6),
            Flavour::OneArc | Flavour::OneSink => 1,
            _ => self.dice.one(&[1, 1, 1, 1, 1, 2, 3, 0]),
        };
        Row { demand: demand as u32, arcs: numbers.into_iter().map(|sink| (sink, self.cost())).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::brute;
    use super::*;

    #[test]
    fn seeds_decide_everything() {
        assert_eq!(case(77), case(77));
        assert_ne!(case(77), case(77 + FLAVOURS.len() as u64));
    }

    #[test]
    fn every_sort_of_problem_occurs_often() {
        let cases: Vec<_> = (0..1500).map(case).collect();
        let bests: Vec<_> = cases.iter().map(brute::best).collect();
        let both = || cases.iter().zip(&bests);
        let often = |what: &str, count: usize| assert!(count >= 40, "{what}: {count}");
        often("all well", both().filter(|(_, best)| best.worth.unassigned + best.worth.shortfall == 0).count());
        often("too little room", both().filter(|(_, best)| best.worth.unassigned > 0).count());
        often("too few rows", both().filter(|(_, best)| best.worth.shortfall > 0).count());
        often("both", both().filter(|(_, best)| best.worth.shortfall.min(best.worth.unassigned) > 0).count());
        let room = |case: &&Case| case.sinks.iter().all(|sink| sink.upper < 5 && sink.parent.is_none());
        often("just room enough", cases.iter().filter(room).filter(|case| slack(case) == 0).count());
        let depth = |case: &Case, depth| (0..case.sinks.len()).any(|sink| case.path(sink as u32).len() > depth);
        often("under a sink", cases.iter().filter(|case| depth(case, 1)).count());
        often("two under a sink", cases.iter().filter(|case| depth(case, 2)).count());
        let deepest = (0..20_000).map(case).filter(|case| depth(case, 3)).count();
        often("three under a sink", deepest);
        let any_row = |test: fn(&Row) -> bool| cases.iter().filter(|case| case.rows.iter().any(test)).count();
        often("no arcs", any_row(|row| row.arcs.is_empty() && row.demand > 0));
        often("no demand", any_row(|row| row.demand == 0));
        often("more than arcs", any_row(|row| row.demand as usize > row.arcs.len()));
        often("several units", any_row(|row| row.demand > 1 && row.arcs.len() > 2));
        often("inverted", (0..20_000).map(case).filter(Case::is_inverted).count());
    }

    fn slack(case: &Case) -> i64 {
        let room: u64 = case.sinks.iter().map(|sink| u64::from(sink.upper)).sum();
        room as i64 - case.units() as i64
    }

    #[test]
    fn tight_bounds_leave_room_for_the_plan_that_made_them() {
        for seed in 0..400 {
            let mut case = case(seed);
            case.rows.iter_mut().for_each(|row| row.demand = row.demand.min(row.arcs.len() as u32));
            tighten(&mut Dice::new(seed), &mut case);
            let worth = brute::best(&case).worth;
            assert_eq!((worth.unassigned, worth.shortfall), (0, 0), "seed {seed}");
        }
    }

    #[test]
    fn settled_lower_bounds_nest() {
        for seed in 0..2000 {
            let mut case = case(seed);
            settle(&mut case);
            assert!(!case.is_inverted(), "seed {seed}");
        }
    }
}
