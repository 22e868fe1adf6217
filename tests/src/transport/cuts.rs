//! Whether rows and sinks are a bottleneck: by counting, and by trying every plan.

use wangge_transport::{Bottleneck, NONE};

use super::brute::each_plan;
use super::{Case, Row};

/// The sorts of bottleneck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Rows with too little room.
    Capacity,
    /// Sinks with too few rows.
    Minimum,
    /// Rows with too little room beside lower bounds.
    Nested,
}

/// The sort of a bottleneck.
pub fn sort(bottleneck: &Bottleneck) -> Sort {
    match bottleneck {
        Bottleneck::Capacity { .. } => Sort::Capacity,
        Bottleneck::Minimum { .. } => Sort::Minimum,
        Bottleneck::Nested { .. } => Sort::Nested,
    }
}

/// By how many units rows and sinks are too many of a sort; less than 1: they are none.
pub fn excess(case: &Case, sort: Sort, rows: &[u32], sinks: &[u32]) -> i64 {
    let inside = |sink: u32| sinks.contains(&sink);
    let mut excess = 0;
    for (number, limits) in case.sinks.iter().enumerate() {
        let (lower, upper) = (i64::from(limits.lower), i64::from(limits.upper));
        let crossing = (inside(number as u32), limits.parent.is_some_and(inside));
        excess += match (sort, crossing) {
            (Sort::Capacity | Sort::Nested, (true, false)) => -upper,
            (Sort::Nested, (false, true)) => lower,
            (Sort::Minimum, (true, false)) => lower,
            (Sort::Minimum, (false, true)) => -upper,
            _ => 0,
        };
    }
    for row in rows {
        let row = &case.rows[*row as usize];
        let within = row.arcs.iter().filter(|arc| inside(arc.0)).count() as i64;
        let (demand, arcs) = (i64::from(row.demand), row.arcs.len() as i64);
        excess += if sort == Sort::Minimum { -within.min(demand) } else { demand - (arcs - within) };
    }
    excess
}

/// The rows that can bring something to sinks.
pub fn bringing(case: &Case, sinks: &[u32]) -> Vec<u32> {
    let brings = |row: &Row| row.demand > 0 && row.arcs.iter().any(|arc| sinks.contains(&arc.0));
    (0..case.rows.len() as u32).filter(|row| brings(&case.rows[*row as usize])).collect()
}

/// Every set of the numbers up to `end`.
pub fn subsets(end: usize) -> impl Iterator<Item = Vec<u32>> {
    (0..1_u32 << end).map(move |set| (0..end as u32).filter(|number| set >> number & 1 == 1).collect())
}

/// The excess of rows with whichever sinks make it the greatest.
pub fn greatest_excess(case: &Case, sort: Sort, rows: &[u32]) -> i64 {
    subsets(case.sinks.len()).map(|sinks| excess(case, sort, rows, &sinks)).max().expect("the empty set")
}

/// The least that any plan misses of what a bottleneck is about: units of its rows that go nowhere, units below those
/// lower bounds that it counts.
pub fn least_missed(case: &Case, bottleneck: &Bottleneck) -> u64 {
    let sort = sort(bottleneck);
    let inside = |sink: u32| bottleneck.sinks().contains(&sink);
    let counts = |sink: usize| match (sort, inside(sink as u32), case.sinks[sink].parent.is_some_and(inside)) {
        (Sort::Capacity, ..) => false,
        (Sort::Minimum, own, above) => own && !above,
        (Sort::Nested, own, above) => !own && above,
    };
    let counted: Vec<usize> = (0..case.sinks.len()).filter(|sink| counts(*sink)).collect();
    let mut least = u64::MAX;
    each_plan(case, &mut |plan, loads, _| {
        let nowhere = |unit: &&(u32, u32)| unit.1 == NONE && bottleneck.rows().contains(&unit.0);
        let units = if sort == Sort::Minimum { 0 } else { plan.iter().filter(nowhere).count() as u64 };
        let below = |sink: &usize| u64::from(case.sinks[*sink].lower).saturating_sub(loads[*sink]);
        least = least.min(units + counted.iter().map(below).sum::<u64>());
    });
    least
}

/// The problem of some of the rows.
pub fn only(case: &Case, rows: &[u32]) -> Case {
    Case { rows: rows.iter().map(|row| case.rows[*row as usize].clone()).collect(), ..case.clone() }
}

/// The least units of some rows that go nowhere, were there no others.
pub fn least_nowhere(case: &Case, rows: &[u32]) -> u64 {
    let mut least = u64::MAX;
    each_plan(&only(case, rows), &mut |plan, _, _| {
        least = least.min(plan.iter().filter(|unit| unit.1 == NONE).count() as u64);
    });
    least
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, tiny};
    use super::*;

    #[test]
    fn three_rows_and_two_places_are_one_too_many() {
        let sinks = vec![Limits { upper: 1, ..Limits::default() }; 3];
        let row = |arcs: &[u32]| Row { demand: 1, arcs: arcs.iter().map(|sink| (*sink, 0)).collect() };
        let case = Case { sinks, rows: vec![row(&[0, 1]), row(&[0]), row(&[1]), row(&[1, 2])] };
        assert_eq!(excess(&case, Sort::Capacity, &[0, 1, 2], &[0, 1]), 1);
        assert_eq!(excess(&case, Sort::Capacity, &[0, 1, 2, 3], &[0, 1]), 1);
        assert_eq!(excess(&case, Sort::Capacity, &[0, 1], &[0, 1]), 0);
        assert_eq!((least_nowhere(&case, &[0, 1, 2]), least_nowhere(&case, &[0, 1])), (1, 0));
        assert_eq!(bringing(&case, &[2]), [3]);
    }

    #[test]
    fn hall_and_hoffman_are_right() {
        let mut missed = 0;
        for seed in 0..3000 {
            let case = tiny::case(seed);
            let rows: Vec<u32> = (0..case.rows.len() as u32).collect();
            let among = |rows: Vec<u32>| greatest_excess(&case, Sort::Capacity, &rows);
            let greatest = subsets(rows.len()).map(among).max().unwrap();
            assert_eq!(greatest, least_nowhere(&case, &rows) as i64, "{case:?}");
            missed += usize::from(greatest > 0);
        }
        assert!(missed > 300, "{missed}");
    }
}
