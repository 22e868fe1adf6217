//! A writer that is killed at any moment loses nothing that it acknowledged, and nothing is invented.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::{BY, Dice, add, bytes, folder, holds, village};
use wangge::Registry;
use wangge_store::{At, Event, Store};

/// How many times a writer is killed.
const KILLS: u64 = 500;

/// In another process: appends without end, and tells each number when it is acknowledged. Every tenth entry is followed
/// by a snapshot, and every twenty-fifth by an erasure.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn append_without_end() {
    let Some(path) = std::env::var_os("WANGGE_STORE") else { return };
    let mut out = std::io::stdout();
    let mut tell = |what: &str, sequence: u64| {
        writeln!(out, "{what} {sequence}").unwrap();
        out.flush().unwrap();
    };
    let mut store = Store::open(path).unwrap();
    loop {
        let next = store.reader().last().unwrap() + 1;
        tell("try", next);
        if next.is_multiple_of(25) {
            store.erase(&format!("a{}", next - 1), &BY).unwrap();
        } else {
            store.append(&BY, &add(&format!("a{next}"))).unwrap();
        }
        tell("done", next);
        if next.is_multiple_of(10) {
            store.snapshot().unwrap();
        }
    }
}

fn writer(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "append_without_end", "--ignored", "--nocapture"])
        .env("WANGGE_STORE", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What the entries say: `a7` for the household that entry 7 adds, `-a7` for its erasure.
fn entries(store: &Store) -> Vec<String> {
    let told = |event| match event {
        Event::Document => String::new(),
        Event::Erasure { household } => format!("-{household}"),
        Event::Transaction(transaction) => match &transaction.changes[..] {
            [wangge::change::Change::AddHousehold(row)] => row.id.to_string(),
            other => panic!("{other:?}"),
        },
    };
    store.reader().log(..).unwrap().map(|entry| told(entry.unwrap().event)).collect()
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_invented() {
    let folder = folder("crash");
    let mut dice = Dice(7);
    let (mut path, mut kills, mut stores) = (folder.join("0.db"), 0, 0_u64);
    drop(Store::create(&path, village(), &BY).unwrap());
    while kills < KILLS {
        let mut child = writer(&path);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // After so many acknowledgements, and then some microseconds, wherever it is.
        let mut before = dice.roll(6);
        let wait = Duration::from_micros(u64::try_from(dice.roll(3_000)).unwrap());
        let (mut tried, mut acknowledged) = (0, 0);
        let mut hear = |line: &str| {
            let told = |what: &str| line.split_once(what).and_then(|(_, number)| number.parse().ok());
            tried = told("try ").unwrap_or(tried);
            let done = told("done ");
            acknowledged = done.unwrap_or(acknowledged);
            done.is_some()
        };
        while before > 0 {
            before -= usize::from(hear(&lines.next().unwrap().unwrap()));
        }
        std::thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            hear(&line.unwrap());
        }
        kills += 1;

        let store = Store::open(&path).unwrap();
        let last = store.reader().last().unwrap();
        assert!(last >= acknowledged, "{last} is left of {acknowledged}");
        assert!(last <= tried.max(acknowledged) || tried == 0, "{last} is there of {tried}");
        let number = |i: u64| if i.is_multiple_of(25) { format!("-a{}", i - 1) } else { format!("a{i}") };
        let expected: Vec<String> = (0..=last).map(|i| if i == 0 { String::new() } else { number(i) }).collect();
        assert_eq!(entries(&store), expected);
        let verified = store.reader().verify().unwrap();
        assert_eq!((verified.entries, verified.missing.len()), (last + 1, 0));
        // Whoever opens it finishes an erasure that was killed.
        assert!(verified.is_clean());
        let held = bytes(&path);
        for erased in (25..=last).step_by(25) {
            assert!(!holds(&held, &format!("a{}号", erased - 1)), "{erased} of {last}");
        }
        if last > 60 {
            check(&store, last);
            drop(store);
            stores += 1;
            path = folder.join(format!("{stores}.db"));
            drop(Store::create(&path, village(), &BY).unwrap());
        }
    }
}

/// The county is what the entries say.
fn check(store: &Store, last: u64) {
    let mut alone = Registry::build(village()).unwrap();
    for i in (1..=last).filter(|i| !i.is_multiple_of(25)) {
        let mut transaction = add(&format!("a{i}"));
        if (i + 1).is_multiple_of(25) && i < last {
            let [wangge::change::Change::AddHousehold(row)] = &mut transaction.changes[..] else { panic!() };
            (row.label, row.location, row.residents) = (row.id.clone(), None, 0);
        }
        alone.apply(&transaction).unwrap();
    }
    assert_eq!(store.reader().load(At::Latest).unwrap().records(), alone.records());
}
