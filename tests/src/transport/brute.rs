//! The optimum of a tiny problem, by trying every plan.

use wangge_transport::NONE;

use super::{Case, Worth};

/// What is known after trying every plan.
#[derive(Debug, Clone)]
pub struct Best {
    /// The least worth of a plan.
    pub worth: Worth,
    /// How many plans were tried.
    pub plans: usize,
    sinks: usize,
    forced: Vec<Option<Worth>>,
}

impl Best {
    /// The least worth of a plan in which a unit of a row is at a sink, if there is such a plan.
    pub fn forced(&self, row: u32, sink: u32) -> Option<Worth> {
        self.forced[row as usize * self.sinks + sink as usize]
    }
}

/// Tries every plan of a problem.
pub fn best(case: &Case) -> Best {
    let nothing = Worth { unassigned: u64::MAX, shortfall: u64::MAX, cost: i128::MAX };
    let forced = vec![None; case.rows.len() * case.sinks.len()];
    let mut best = Best { worth: nothing, plans: 0, sinks: case.sinks.len(), forced };
    let table = LoadCosts::new(case);
    each_plan(case, &mut |plan, loads, arcs| {
        let worth = table.worth(case, plan, loads, arcs);
        best.plans += 1;
        best.worth = best.worth.min(worth);
        for (row, sink) in plan.iter().filter(|(_, sink)| *sink != NONE) {
            let known = &mut best.forced[*row as usize * best.sinks + *sink as usize];
            *known = Some(known.map_or(worth, |known| known.min(worth)));
        }
    });
    best
}

/// Calls for every plan that keeps the upper bounds: units as (row, sink), loads, the cost of the arcs.
pub fn each_plan(case: &Case, call: &mut impl FnMut(&[(u32, u32)], &[u64], i128)) {
    let paths: Vec<_> = (0..case.sinks.len() as u32).map(|sink| case.path(sink)).collect();
    let mut loads = vec![0; case.sinks.len()];
    let first = case.rows.first().map_or(0, |row| row.demand);
    choose(case, &paths, At { row: 0, arc: 0, left: first }, &mut Vec::new(), &mut loads, 0, call);
}

/// Where the enumeration stands: the next arc of a row, which has so many units left.
#[derive(Clone, Copy)]
struct At {
    row: usize,
    arc: usize,
    left: u32,
}

fn choose(
    case: &Case,
    paths: &[Vec<usize>],
    at: At,
    plan: &mut Vec<(u32, u32)>,
    loads: &mut [u64],
    cost: i128,
    call: &mut impl FnMut(&[(u32, u32)], &[u64], i128),
) {
    let Some(row) = case.rows.get(at.row) else { return call(plan, loads, cost) };
    let Some((sink, arc)) = row.arcs.get(at.arc).filter(|_| at.left > 0).copied() else {
        // The units that are left go nowhere.
        let before = plan.len();
        plan.extend((0..at.left).map(|_| (at.row as u32, NONE)));
        let left = case.rows.get(at.row + 1).map_or(0, |row| row.demand);
        choose(case, paths, At { row: at.row + 1, arc: 0, left }, plan, loads, cost, call);
        return plan.truncate(before);
    };
    choose(case, paths, At { arc: at.arc + 1, ..at }, plan, loads, cost, call);
    let path = &paths[sink as usize];
    if path.iter().all(|above| loads[*above] < case.sinks[*above].upper.into()) {
        path.iter().for_each(|above| loads[*above] += 1);
        plan.push((at.row as u32, sink));
        let next = At { arc: at.arc + 1, left: at.left - 1, ..at };
        choose(case, paths, next, plan, loads, cost + i128::from(arc), call);
        plan.pop();
        path.iter().for_each(|above| loads[*above] -= 1);
    }
}

/// What each load of each sink costs.
struct LoadCosts(Vec<Vec<i128>>);

impl LoadCosts {
    fn new(case: &Case) -> Self {
        let most = case.units();
        let one = |limits: &super::Limits| {
            let mut sum = 0;
            let mut costs = vec![0];
            costs.extend((0..most).map(|unit| {
                sum += limits.slope(unit);
                sum
            }));
            costs
        };
        Self(case.sinks.iter().map(one).collect())
    }

    fn worth(&self, case: &Case, plan: &[(u32, u32)], loads: &[u64], mut cost: i128) -> Worth {
        let mut shortfall = 0;
        for (sink, load) in loads.iter().enumerate() {
            shortfall += u64::from(case.sinks[sink].lower).saturating_sub(*load);
            cost += self.0[sink][*load as usize];
        }
        let unassigned = plan.iter().filter(|(_, sink)| *sink == NONE).count() as u64;
        Worth { unassigned, shortfall, cost }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, Row, tiny, worth};
    use super::*;

    #[test]
    fn every_choice_of_every_row_is_a_plan() {
        let sinks = vec![Limits::default(); 3];
        let row = |demand| Row { demand, arcs: vec![(0, 0), (1, 1), (2, 2)] };
        // None, three singles, three pairs; none, three singles; none.
        let case = Case { sinks, rows: vec![row(2), row(1), row(0)] };
        assert_eq!(best(&case).plans, 7 * 4);
    }

    #[test]
    fn upper_bounds_above_leave_fewer_plans() {
        let mut sinks = vec![Limits::default(); 3];
        (sinks[1].parent, sinks[2].parent, sinks[0].upper) = (Some(0), Some(0), 1);
        let row = Row { demand: 1, arcs: vec![(1, 5), (2, 4)] };
        let case = Case { sinks, rows: vec![row.clone(), row] };
        let best = best(&case);
        assert_eq!((best.plans, best.worth), (5, Worth { unassigned: 1, shortfall: 0, cost: 4 }));
        assert_eq!(best.forced(0, 1), Some(Worth { unassigned: 1, shortfall: 0, cost: 5 }));
        assert_eq!(best.forced(0, 0), None);
    }

    #[test]
    fn nobody_out_comes_before_lower_bounds_and_those_before_cost() {
        let sinks = vec![Limits { lower: 1, ..Limits::default() }, Limits { upper: 1, ..Limits::default() }];
        let rows = vec![
            Row { demand: 1, arcs: vec![(0, 900), (1, 0)] },
            Row { demand: 1, arcs: vec![(1, -1000)] },
            Row { demand: 1, arcs: vec![(1, -5000)] },
        ];
        let worth = best(&Case { sinks, rows }).worth;
        assert_eq!(worth, Worth { unassigned: 1, shortfall: 0, cost: 900 - 5000 });
    }

    #[test]
    fn the_enumeration_and_the_judge_count_alike() {
        for seed in 0..300 {
            let case = tiny::case(seed);
            let table = LoadCosts::new(&case);
            let mut plans = 0;
            each_plan(&case, &mut |plan, loads, cost| {
                let sinks: Vec<u32> = plan.iter().map(|unit| unit.1).collect();
                assert_eq!(worth(&case, &sinks), Ok(table.worth(&case, plan, loads, cost)), "seed {seed}");
                plans += 1;
            });
            assert!(plans > 0);
        }
    }
}
