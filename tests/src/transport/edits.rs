//! Random changes of a problem.

use wangge_transport::Edit;

use super::{Case, Limits, Row};
use crate::generate::Dice;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A row gets other arcs and another demand.
    SetRow(usize, Row),
    /// One more row.
    AddRow(Row),
    /// A sink gets other limits; its parent stays.
    SetSink(usize, Limits),
}

impl Change {
    /// The same for the crate.
    pub fn edit(&self) -> Edit<'_> {
        match self {
            Self::SetRow(number, row) => Edit::SetRow { row: *number as u32, demand: row.demand, arcs: &row.arcs },
            Self::AddRow(row) => Edit::AddRow { demand: row.demand, arcs: &row.arcs },
            Self::SetSink(number, limits) => Edit::SetSink { sink: *number as u32, limits: limits.sink() },
        }
    }

    /// Changes a problem.
    pub fn apply(&self, case: &mut Case) {
        match self {
            Self::SetRow(number, row) => case.rows[*number] = row.clone(),
            Self::AddRow(row) => case.rows.push(row.clone()),
            Self::SetSink(number, limits) => case.sinks[*number] = limits.clone(),
        }
    }
}

/// Some changes at once. Costs, bounds and demands are like those that the problem has.
pub fn batch(dice: &mut Dice, case: &Case) -> Vec<Change> {
    let mut after = case.clone();
    let count = 1 + dice.below(4);
    let mut batch: Vec<_> = std::iter::from_fn(|| Some(one(dice, &mut after))).take(count).collect();
    while after.is_inverted() && !dice.chance(10) {
        batch.pop();
        after = case.clone();
        batch.iter().for_each(|change| change.apply(&mut after));
    }
    batch
}

fn one(dice: &mut Dice, case: &mut Case) -> Change {
    let change = match dice.below(10) {
        0..5 if !case.rows.is_empty() => {
            let number = dice.below(case.rows.len());
            let row = row(dice, case, Some(number));
            Change::SetRow(number, row)
        }
        5..7 if !case.sinks.is_empty() => {
            let number = dice.below(case.sinks.len());
            Change::SetSink(number, limits(dice, case, number))
        }
        7 if !case.sinks.is_empty() => {
            let number = dice.below(case.sinks.len());
            // Shut, or opened wide.
            let upper = if dice.chance(50) { 0 } else { u32::MAX };
            Change::SetSink(number, Limits { upper, lower: 0, ..case.sinks[number].clone() })
        }
        _ => Change::AddRow(row(dice, case, None)),
    };
    change.apply(case);
    change
}

/// Some cost of the problem, or one near it.
fn cost(dice: &mut Dice, case: &Case) -> i64 {
    let known = dice.pick(&case.rows).and_then(|row| dice.pick(&row.arcs)).map_or(0, |arc| arc.1);
    if known.abs() > 1 << 38 || dice.chance(30) { known } else { known + i64::from(dice.between(-5, 5)) }
}

fn row(dice: &mut Dice, case: &Case, number: Option<usize>) -> Row {
    let mut row =
        number.or_else(|| Some(dice.below(case.rows.len()))).and_then(|number| case.rows.get(number)).cloned();
    let mut row = row.take().unwrap_or_default();
    match dice.below(6) {
        0 => row.demand = 0,
        1 => row.demand = dice.below(4) as u32,
        2 => row.arcs = dice.some(&row.arcs, 60),
        3 => row.arcs = Vec::new(),
        _ => {}
    }
    for arc in &mut row.arcs {
        if dice.chance(50) {
            arc.1 = cost(dice, case);
        }
    }
    for sink in 0..case.sinks.len() as u32 {
        if dice.below(case.sinks.len()) < 2 && row.arcs.iter().all(|arc| arc.0 != sink) {
            row.arcs.push((sink, cost(dice, case)));
        }
    }
    dice.shuffle(&mut row.arcs);
    row
}

fn limits(dice: &mut Dice, case: &Case, number: usize) -> Limits {
    let mut limits = case.sinks[number].clone();
    match dice.below(3) {
        0 => limits.upper = limits.upper.saturating_add_signed(dice.between(-2, 2)),
        1 => limits.lower = limits.lower.saturating_add_signed(dice.between(-2, 2)),
        _ => {
            let mut slopes: Vec<i64> = (0..dice.below(4)).map(|_| cost(dice, case)).collect();
            slopes.sort_unstable();
            limits.load_cost =
                (0..).zip(slopes).map(|(piece, slope)| (piece * (1 + case.rows.len() as u32 / 9), slope)).collect();
        }
    }
    limits.lower = limits.lower.min(limits.upper);
    limits
}

#[cfg(test)]
mod tests {
    use super::super::tiny;
    use super::*;

    #[test]
    fn changes_are_of_every_sort_and_make_problems() {
        let mut seen = [0; 5];
        for seed in 0..2000 {
            let mut case = tiny::case(seed);
            for change in batch(&mut Dice::new(seed), &case) {
                let sort = match &change {
                    Change::SetRow(_, row) if row.demand == 0 => 0,
                    Change::SetRow(..) => 1,
                    Change::AddRow(_) => 2,
                    Change::SetSink(number, limits) if limits.load_cost != case.sinks[*number].load_cost => 3,
                    Change::SetSink(..) => 4,
                };
                seen[sort] += 1;
                change.apply(&mut case);
            }
            assert!(case.problem().is_ok(), "{case:?}");
        }
        assert!(seen.into_iter().all(|count| count > 100), "{seen:?}");
    }
}
