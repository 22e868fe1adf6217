//! What the store gives back is what the registry alone would be, after each entry.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::process::Command;

use common::{BY, Dice, folder, something, village};
use wangge::{Records, Registry};
use wangge_store::{At, Event, Store, StoreError};

/// In another process: prints a line for each state of the store that the environment names.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn tell_every_state() {
    let Some(path) = std::env::var_os("WANGGE_STORE") else { return };
    let reader = Store::open_read(path).unwrap();
    for sequence in 0..=reader.last().unwrap() {
        println!("|{}", told(&reader.load(At::Sequence(sequence)).unwrap().records()));
    }
}

fn told(records: &Records) -> String {
    let mut text = Vec::new();
    wangge_formats::document::write(records, &mut text).unwrap();
    String::from_utf8(text).unwrap().replace('\n', " ")
}

#[test]
fn every_state_is_that_of_the_registry_alone() {
    for seed in 0..12 {
        let path = folder(&format!("random-{seed}")).join("a.db");
        let mut dice = Dice(seed);
        let mut alone = Registry::build(village()).unwrap();
        let mut store = Store::create(&path, village(), &BY).unwrap();
        let (mut states, mut done) = (vec![alone.records()], vec![]);
        while states.len() < 40 {
            match dice.roll(12) {
                0 => store = Store::open(&path).unwrap(),
                1 => store.snapshot().unwrap(),
                2 if states.len() > 1 => {
                    let sequence = u64::try_from(1 + dice.roll(states.len() - 1)).unwrap();
                    match (alone.undo(sequence), store.undo(sequence, &BY)) {
                        (Ok(back), Ok(receipt)) => {
                            assert_eq!(alone.apply(&back).unwrap(), receipt);
                            states.push(alone.records());
                            done.push(back);
                        }
                        (Err(expected), Err(StoreError::Undo(found))) => assert_eq!(expected, found),
                        (alone, store) => panic!("{alone:?} {store:?}"),
                    }
                }
                _ => {
                    let transaction = something(&mut dice, &alone);
                    match (alone.apply(&transaction), store.append(&BY, &transaction)) {
                        (Ok(expected), Ok(found)) => {
                            assert_eq!(expected, found);
                            states.push(alone.records());
                            done.push(transaction);
                        }
                        (Err(expected), Err(StoreError::Refused(found))) => assert_eq!(expected, found),
                        (alone, store) => panic!("{alone:?} {store:?}"),
                    }
                }
            }
        }
        let told: Vec<String> = states.iter().map(told).collect();
        let reader = Store::open_read(&path).unwrap();
        for (sequence, state) in (0_u64..).zip(&states) {
            let loaded = reader.load(At::Sequence(sequence)).unwrap();
            assert!((loaded.sequence(), &loaded.records()) == (sequence, state), "seed {seed}: {sequence}");
        }
        let logged = reader.log(1..).unwrap().map(|entry| match entry.unwrap().event {
            Event::Transaction(transaction) => transaction,
            other => panic!("{other:?}"),
        });
        assert_eq!(logged.collect::<Vec<_>>(), done);
        assert_eq!(reader.verify().unwrap().entries, u64::try_from(states.len()).unwrap());
        let other = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tell_every_state", "--ignored", "--nocapture"])
            .env("WANGGE_STORE", &path)
            .output()
            .unwrap();
        let out = String::from_utf8(other.stdout).unwrap();
        let found: Vec<&str> = out.lines().filter_map(|line| line.split_once('|').map(|(_, told)| told)).collect();
        assert!(found == told, "seed {seed}: {} and {}", found.len(), told.len());
    }
}
