//! What a plan is worth, by the words of the problem.

use wangge_transport::NONE;

use super::Case;

/// How good a plan is; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worth {
    /// Units that go nowhere.
    pub unassigned: u64,
    /// Units missing below lower bounds.
    pub shortfall: u64,
    /// Arcs and loads.
    pub cost: i128,
}

/// The load of every sink, and the cost of the arcs; an error says which rule of the problem a plan breaks.
pub fn loads(case: &Case, plan: &[u32]) -> Result<(Vec<u64>, i128), String> {
    if plan.len() as u64 != case.units() {
        return Err(format!("{} units in a plan for {}", plan.len(), case.units()));
    }
    let mut loads = vec![0; case.sinks.len()];
    let mut cost = 0;
    let mut rest = plan;
    for (number, row) in case.rows.iter().enumerate() {
        let (units, later) = rest.split_at(row.demand as usize);
        rest = later;
        for (place, sink) in units.iter().enumerate().filter(|(_, sink)| **sink != NONE) {
            if units[..place].contains(sink) {
                return Err(format!("row {number} is at sink {sink} twice"));
            }
            cost += i128::from(case.arc(number, *sink).ok_or(format!("row {number} has no arc to sink {sink}"))?);
            case.path(*sink).into_iter().for_each(|sink| loads[sink] += 1);
        }
    }
    match (0..loads.len()).find(|sink| loads[*sink] > case.sinks[*sink].upper.into()) {
        Some(sink) => Err(format!("sink {sink} has a load of {}", loads[sink])),
        None => Ok((loads, cost)),
    }
}

/// What a plan is worth; an error says which rule of the problem it breaks.
pub fn worth(case: &Case, plan: &[u32]) -> Result<Worth, String> {
    let (loads, mut cost) = loads(case, plan)?;
    let mut shortfall = 0;
    for (limits, load) in case.sinks.iter().zip(loads) {
        shortfall += u64::from(limits.lower).saturating_sub(load);
        cost += if limits.load_cost.is_empty() { 0 } else { (0..load).map(|unit| limits.slope(unit)).sum() };
    }
    let unassigned = plan.iter().filter(|sink| **sink == NONE).count() as u64;
    Ok(Worth { unassigned, shortfall, cost })
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, Row};
    use super::*;

    fn case() -> Case {
        let above = Limits { lower: 3, upper: 4, parent: None, load_cost: vec![(0, 1), (1, 10)] };
        let under = Limits { upper: 1, parent: Some(0), ..Limits::default() };
        let rows = vec![Row { demand: 2, arcs: vec![(0, 100), (1, 200)] }, Row { demand: 1, arcs: vec![(1, 300)] }];
        Case { sinks: vec![above, under], rows }
    }

    #[test]
    fn a_plan_is_worth_its_arcs_and_loads() {
        let worth = worth(&case(), &[1, 0, NONE]).unwrap();
        assert_eq!(worth, Worth { unassigned: 1, shortfall: 1, cost: 311 });
        assert_eq!(super::worth(&case(), &[NONE; 3]).unwrap(), Worth { unassigned: 3, shortfall: 3, cost: 0 });
    }

    #[test]
    fn a_plan_that_breaks_a_rule_is_worth_nothing() {
        for plan in [&[0, 1][..], &[0, 0, NONE], &[NONE, NONE, 0], &[1, 0, 1], &[0, 1, NONE, NONE], &[7, 0, NONE]] {
            assert!(worth(&case(), plan).is_err(), "{plan:?}");
        }
    }
}
