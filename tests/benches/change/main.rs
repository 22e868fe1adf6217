//! What a small change costs in all of Cili, beside doing everything again: one run, one thread, medians.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench: a panic here is a failed run"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use wangge::change::{Change, EndAppointment, Move, Transaction};
use wangge::record::AbsenceRecord;
use wangge::{Directory, Holder, Impact, Registry};
use wangge_sample::Sample;

const ROUNDS: usize = 41;

/// The median times of two ways to the same end, in turns.
fn race(title: &str, mut again: impl FnMut(), mut after: impl FnMut()) {
    let timed = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let (mut slow, mut fast) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        slow.push(timed(&mut again));
        fast.push(timed(&mut after));
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1e6
    };
    let (slow, fast) = (median(&mut slow), median(&mut fast));
    println!("{title:<58} {slow:>12.1} us {fast:>10.1} us {:>9.0}x", slow / fast);
}

/// The leader of a grid, who leaves it on the date of the directory.
fn leaves(directory: &Directory) -> Change {
    let grid = directory.units().find(|unit| unit.level().id() == "grid" && unit.household_count() > 60).unwrap();
    let seat = grid.seats().find(|seat| seat.role().is_some_and(|role| role.id() == "grid-leader")).unwrap();
    let Holder::Held(mut leaders) = seat.holder() else { panic!("nobody leads it") };
    Change::EndAppointment(EndAppointment {
        person: leaders.next().unwrap().id().into(),
        unit: Some(grid.id().into()),
        role: Some("grid-leader".into()),
        department: None,
        on: directory.date().to_string().into(),
    })
}

fn moves(directory: &Directory) -> Change {
    let household = directory.households().next().unwrap();
    let here = household.unit();
    let there = directory.units().filter(|unit| unit.level() == here.level()).last().unwrap();
    let on = directory.date().to_string();
    Change::MoveHousehold(Move { id: household.id().into(), to: there.id().into(), on: on.into() })
}

fn away(directory: &Directory) -> Change {
    let person = directory.people().nth(5_000).unwrap().id().into();
    Change::Absent(AbsenceRecord { person, from: directory.date().to_string().into(), until: None })
}

fn main() {
    let records = Sample::cili().records();
    let registry = Registry::build(records.clone()).unwrap();
    let before = registry.as_of("2026-11-30".parse().unwrap());
    println!("{:<58} {:>15} {:>13} {:>10}", "all of Cili, one change", "again", "after it", "ratio");
    let cases = [
        ("an appointment ends", leaves(&before)),
        ("a household moves", moves(&before)),
        ("an absence", away(&before)),
    ];
    for (name, change) in cases {
        let transaction = Transaction::from(vec![change]);
        let after = registry.what_if(&transaction).unwrap();
        assert!(after.refresh(&before) == after.as_of(before.date()), "a refreshed directory is the compiled one");
        race(
            &format!("{name}: as_of / refresh"),
            || _ = black_box(after.as_of(before.date())),
            || _ = black_box(after.refresh(&before)),
        );
        race(
            &format!("{name}: build / apply"),
            || _ = black_box(Registry::build(records.clone())),
            || _ = black_box(registry.what_if(&transaction)),
        );
        let (compiled, refreshed) = (after.as_of(before.date()), after.refresh(&before));
        race(
            &format!("{name}: impact of all / of what changed"),
            || _ = black_box(Impact::between(&before, &compiled)),
            || _ = black_box(Impact::between(&before, &refreshed)),
        );
    }
}
