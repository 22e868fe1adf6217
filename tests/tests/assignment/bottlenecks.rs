//! What is named as the reason of a shortage is one, and nothing less would be (A5).

use wangge::{Bottleneck, Shortage};
use wangge_tests::naive::Task;

use super::each;

/// The task of some of the households, and with the minima of some of the takers.
fn part(task: &Task, households: &[usize], minima: Option<&[usize]>) -> Task {
    let mut part = task.clone();
    let keep = |row: usize| households.contains(&row);
    for (row, pairs) in part.pairs.iter_mut().enumerate() {
        for (taker, pair) in pairs.iter_mut().enumerate() {
            // Pins stay, or there would be more room.
            pair.eligible &= keep(row) && minima.is_none_or(|takers| takers.contains(&taker));
        }
    }
    if minima.is_none() {
        part.min = 0;
    }
    part
}

/// How many of some households cannot be given takers, if minima do not matter.
fn missing(task: &Task, households: &[usize]) -> usize {
    let own: usize = households
        .iter()
        .map(|row| task.asked.saturating_sub(task.pairs[*row].iter().filter(|pair| pair.pinned).count()))
        .sum();
    let all = part(task, households, None).optimum().missing;
    let others = part(task, &[], None).optimum().missing;
    all - (others - own)
}

fn look(task: &Task, bottleneck: Bottleneck<'_>) {
    assert!(bottleneck.verify(), "{bottleneck:?}");
    let place = |ids: &[String], id: &str| ids.iter().position(|own| own == id).unwrap();
    let households: Vec<usize> =
        bottleneck.households().map(|household| place(&task.households, household.id())).collect();
    let mut takers: Vec<usize> = bottleneck.takers().map(|(taker, _)| place(&task.takers, taker.id())).collect();
    takers.dedup();
    match bottleneck.shortage() {
        Shortage::Capacity => {
            assert_eq!(missing(task, &households) as u64, bottleneck.short());
            // Where households ask for several, one of the others may miss some whatever is left out.
            for leave in 0..if task.asked == 1 { households.len() } else { 0 } {
                let mut rest = households.clone();
                rest.remove(leave);
                assert_eq!(missing(task, &rest), 0, "a household of it makes no difference");
            }
        }
        Shortage::Households => {
            let all: Vec<usize> = (0..task.households.len()).collect();
            let shortfall = |takers: &[usize]| part(task, &all, Some(takers)).optimum().shortfall as u64;
            assert!(shortfall(&takers) >= bottleneck.short(), "{bottleneck:?}");
            // Limits that stand in the way are part of it, and may make the others short by themselves.
            for leave in 0..if task.asked == 1 && task.limits.is_empty() { takers.len() } else { 0 } {
                let mut rest = takers.clone();
                rest.remove(leave);
                assert_eq!(shortfall(&rest), 0, "a taker of it makes no difference");
            }
        }
    }
}

#[test]
fn a_shortage_has_a_reason_and_nothing_less_is_one() {
    let census = each(2, |case, _, census| {
        let score = case.task.score(&case.pairs());
        let kinds: Vec<Shortage> = case.plan.bottlenecks().map(Bottleneck::shortage).collect();
        assert_eq!(score.missing > 0, kinds.contains(&Shortage::Capacity), "world {}", case.seed);
        if score.missing == 0 {
            assert_eq!(score.shortfall > 0, kinds.contains(&Shortage::Households), "world {}", case.seed);
        }
        for bottleneck in case.plan.bottlenecks() {
            census.count(bottleneck.shortage().code());
            look(&case.task, bottleneck);
        }
    });
    assert_eq!(census.counts().count(), 2, "{census:?}");
}
