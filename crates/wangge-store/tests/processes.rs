//! Several processes write at once: each entry is there once, and each was decided on the one before.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use common::{BY, add, folder, village};
use wangge_store::{At, By, Event, Store};

const WRITERS: usize = 4;
const EACH: usize = 40;

/// In another process: appends households of its own, and tries one that all of them want.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn append_some() {
    let (Some(path), Some(name)) = (std::env::var_os("WANGGE_STORE"), std::env::var("WANGGE_WRITER").ok()) else {
        return;
    };
    let by = By { who: &name, ..BY };
    let mut store = Store::open(path).unwrap();
    for i in 0..EACH {
        store.append(&by, &add(&format!("{name}-{i}"))).unwrap();
        // Only the first gets it.
        _ = store.append(&by, &add(&format!("common-{i}")));
    }
}

#[test]
fn writers_take_turns() {
    let path = folder("processes").join("a.db");
    let store = Store::create(&path, village(), &BY).unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|i| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "append_some", "--ignored"])
                .env("WANGGE_STORE", &path)
                .env("WANGGE_WRITER", format!("w{i}"))
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    // Somebody reads all the while.
    let reader = Store::open_read(&path).unwrap();
    let (mut seen, mut running) = (0, writers);
    while !running.is_empty() {
        let registry = reader.load(At::Latest).unwrap();
        assert!(registry.sequence() >= seen);
        seen = registry.sequence();
        assert_eq!(u64::try_from(registry.counts().households).unwrap(), 3 + seen);
        running.retain_mut(|child| match child.try_wait().unwrap() {
            Some(status) => {
                assert!(status.success());
                false
            }
            None => true,
        });
    }
    let mut by_writer = BTreeMap::new();
    for entry in store.reader().log(1..).unwrap().map(Result::unwrap) {
        assert!(matches!(entry.event, Event::Transaction(_)));
        *by_writer.entry(entry.who).or_insert(0) += 1;
    }
    let (count, least) = (by_writer.values().sum::<usize>(), by_writer.values().min().copied());
    assert_eq!((by_writer.len(), count), (WRITERS, WRITERS * EACH + EACH), "{by_writer:?}");
    assert!(least >= Some(EACH));
    assert_eq!(store.reader().verify().unwrap().entries, u64::try_from(count + 1).unwrap());
}
