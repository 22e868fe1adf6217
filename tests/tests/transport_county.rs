//! The counties that solvers are measured on are what they are said to be.
#![allow(clippy::as_conversions, clippy::indexing_slicing, clippy::unwrap_used, reason = "test code")]

use std::collections::BTreeMap;

use wangge_tests::transport_county::{County, EACH, Family};

type Rows = Vec<Vec<(u32, i64)>>;

fn rows(county: &County) -> Rows {
    let mut rows = Vec::new();
    county.rows(|arcs| rows.push(arcs.to_vec()));
    rows
}

fn changes(county: &County, round: u64) -> BTreeMap<u32, Vec<(u32, i64)>> {
    let mut changes = BTreeMap::new();
    county.changes(round, |row, arcs| assert_eq!(changes.insert(row, arcs.to_vec()), None));
    changes
}

/// The sinks that a path along arcs reaches from the first one.
fn reached(rows: &Rows, caretakers: u32) -> usize {
    let mut group: Vec<u32> = (0..caretakers).collect();
    let find = |group: &[u32], mut at: u32| {
        while group[at as usize] != at {
            at = group[at as usize];
        }
        at
    };
    for row in rows {
        for (sink, _) in row {
            let [one, other] = [row[0].0, *sink].map(|sink| find(&group, sink));
            group[one.max(other) as usize] = one.min(other);
        }
    }
    let first = find(&group, 0);
    (0..caretakers).filter(|sink| find(&group, *sink) == first).count()
}

#[test]
fn a_seed_decides_everything() {
    for family in Family::ALL {
        let one = rows(&County::new(family, 300, 7));
        assert_eq!(one, rows(&County::new(family, 300, 7)));
        assert_ne!(one, rows(&County::new(family, 300, 8)));
    }
}

#[test]
fn rows_have_sixteen_or_seventeen_different_arcs() {
    let county = County::new(Family::Slack, 500, 1);
    let rows = rows(&county);
    assert_eq!(rows.len() as u32, county.households());
    for row in &rows {
        let mut sinks: Vec<u32> = row.iter().map(|arc| arc.0).collect();
        sinks.sort_unstable();
        sinks.dedup();
        assert_eq!(sinks.len(), row.len());
        assert!([16, 17].contains(&row.len()), "{row:?}");
        assert!(sinks.iter().all(|sink| *sink < county.caretakers()));
    }
    let outside = rows.iter().filter(|row| row.len() == 17).count();
    assert!(outside * 20 > rows.len(), "today's caretaker is often one of those farther away: {outside}");
}

#[test]
fn a_county_hangs_together_and_villages_do_not() {
    let whole = reached(&rows(&County::new(Family::Slack, 700, 3)), 700);
    assert_eq!(whole, 700);
    let village = reached(&rows(&County::new(Family::Villages, 700, 3)), 700);
    assert!((31..=61).contains(&village), "{village}");
}

#[test]
fn todays_pairs_fill_every_place() {
    for family in Family::ALL {
        let county = County::new(family, 400, 5);
        let (todays, rows) = (county.todays(), rows(&county));
        let mut loads = vec![0; 400];
        for (today, row) in todays.iter().zip(&rows) {
            assert!(row.iter().any(|(sink, _)| sink == today));
            loads[*today as usize] += 1;
        }
        assert_eq!(loads, [EACH; 400]);
        let sink = county.sink();
        assert!((sink.lower..=sink.upper).contains(&EACH));
    }
}

#[test]
fn one_household_in_a_hundred_changes() {
    let county = County::new(Family::Slack, 2_000, 2);
    let before = rows(&county);
    let [first, second] = [1, 2].map(|round| changes(&county, round));
    assert_ne!(first, second);
    for changes in [first, second] {
        assert!((150..250).contains(&changes.len()), "{}", changes.len());
        let other = changes.iter().filter(|(row, arcs)| before[**row as usize] != **arcs).count();
        assert_eq!(other, changes.len());
    }
}
