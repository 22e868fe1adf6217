//! Histories of random counties, kept in a store: after each entry it gives back what the registry alone has, before and
//! after erasures, exported and imported.
//!
//! `WANGGE_WORLDS` says how many histories (120 without it), `WANGGE_SEED` where to begin (0).
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

use std::path::Path;

use wangge::{Records, Registry};
use wangge_store::{At, By, Store, StoreError};
use wangge_tests::generate::{Dice, Step, step, transaction, valid_world};
use wangge_tests::twin::number;

const BY: By<'_> = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: None };

/// The same rows, once the personal data of a household are erased.
fn without(mut records: Records, household: &str) -> Records {
    for row in records.households.iter_mut().filter(|row| row.id == household) {
        (row.label, row.location, row.residents) = (row.id.clone(), None, 0);
    }
    records
}

/// A store, and what it must give back after each entry.
struct Kept {
    store: Store,
    registry: Registry,
    states: Vec<Records>,
    /// The number of the last erasure: what was before it is undone by the store alone.
    erased: u64,
}

impl Kept {
    fn apply(&mut self, dice: &mut Dice) {
        let transaction = transaction(dice, &self.registry.records());
        match (self.registry.apply(&transaction), self.store.append(&BY, &transaction)) {
            (Ok(expected), Ok(receipt)) => {
                assert_eq!(expected, receipt);
                self.states.push(self.registry.records());
            }
            (Err(expected), Err(StoreError::Refused(faults))) => assert_eq!(expected, faults),
            (alone, stored) => panic!("{alone:?}\n{stored:?}"),
        }
    }

    fn undo(&mut self, sequence: u64) {
        if sequence <= self.erased {
            return;
        }
        match (self.registry.undo(sequence), self.store.undo(sequence, &BY)) {
            (Ok(back), Ok(receipt)) => {
                assert_eq!(self.registry.apply(&back).unwrap(), receipt);
                self.states.push(self.registry.records());
            }
            (Err(expected), Err(StoreError::Undo(found))) => assert_eq!(expected, found),
            (Err(_), Err(StoreError::Unknown { .. })) => {}
            (alone, stored) => panic!("{alone:?}\n{stored:?}"),
        }
    }

    fn erase(&mut self, dice: &mut Dice) {
        let Some(household) = dice.pick(&self.registry.records().households).map(|row| row.id.clone()) else { return };
        let Some(sequence) = self.store.erase(&household, &BY).unwrap().sequence else { return };
        let all = std::mem::take(&mut self.states).into_iter();
        self.states = all.map(|state| without(state, &household)).collect();
        let records = without(self.registry.records(), &household);
        self.states.push(records.clone());
        self.registry = Registry::build(records).unwrap().at_sequence(sequence);
        self.erased = sequence;
    }

    fn compare(&self, store: &Store, what: &str) {
        let reader = store.reader();
        assert_eq!(reader.last().unwrap() + 1, u64::try_from(self.states.len()).unwrap(), "{what}");
        for (sequence, state) in (0..).zip(&self.states) {
            assert!(reader.load(At::Sequence(sequence)).unwrap().records() == *state, "{what}: after entry {sequence}");
        }
        assert_eq!(reader.verify().unwrap().missing, [], "{what}");
    }
}

fn history(seed: u64, folder: &Path) {
    let [path, copy] = ["a.db", "b.db"].map(|name| folder.join(name));
    for file in [&path, &copy] {
        _ = std::fs::remove_file(file);
    }
    let mut dice = Dice::new(seed ^ 0x57_0E);
    let records = valid_world(seed);
    let registry = Registry::build(records.clone()).unwrap();
    let states = vec![registry.records()];
    let store = Store::create(&path, records, &BY).unwrap();
    let mut kept = Kept { store, registry, states, erased: 0 };
    for _ in 0..dice.between(5, 20) {
        match dice.below(12) {
            0 => kept.store = Store::open(&path).unwrap(),
            1 => kept.store.snapshot().unwrap(),
            2 => kept.erase(&mut dice),
            _ => match step(&mut dice, kept.registry.sequence()) {
                Step::Apply | Step::WhatIf => kept.apply(&mut dice),
                Step::Undo(sequence) => kept.undo(sequence),
            },
        }
    }
    kept.compare(&kept.store, "live");
    let mut lines = Vec::new();
    kept.store.reader().export(&mut lines).unwrap();
    let imported = Store::import(&copy, &lines[..]).unwrap();
    assert_eq!(imported.fault, None);
    kept.compare(&imported.store, "imported");
}

#[test]
fn a_store_gives_back_what_the_registry_alone_has() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("stored-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (first, count) = (number("WANGGE_SEED", 0), number("WANGGE_WORLDS", 120));
    for seed in first..first + count {
        println!("history {seed}");
        history(seed, &folder);
    }
    std::fs::remove_dir_all(folder).unwrap();
}
