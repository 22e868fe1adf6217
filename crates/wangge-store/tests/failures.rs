//! The disk fails at any write, cut or sync, or loses its power: the store says so, or has done what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;
mod disk;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use common::{BY, add, bytes, folder, holds, row, village};
use disk::Mode;
use wangge_store::{Asked, At, Store, StoreError};

/// The disk is one for all tests.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    disk::install();
    let turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    disk::fail_at(None);
    turn
}

const MODES: [Mode; 3] = [Mode::Once, Mode::Dead, Mode::Torn];

/// Does something with the disk failing at the first, second, ... operation, until it does not fail any more.
fn at_every_operation(what: impl Fn(u64, Mode) -> bool) -> u64 {
    let mut all = 0;
    for mode in MODES {
        for n in 1.. {
            all += 1;
            if !what(n, mode) {
                assert!(n > 2, "nothing was written");
                break;
            }
            assert!(n < 10_000);
        }
    }
    all
}

fn is_told(error: &StoreError) -> bool {
    ["store.io", "store.corrupt", "store.busy", "store.unfinished"].contains(&error.code())
}

/// A store of three entries; `a1` is a household's label of the last.
fn made(path: &Path) -> Store {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        _ = std::fs::remove_file(name);
    }
    let mut store = Store::create(path, village(), &BY).unwrap();
    disk::named(path);
    store.append(&BY, &add("a1")).unwrap();
    store.append(&BY, &add("a2")).unwrap();
    store
}

#[test]
fn an_append_is_done_or_refused_whatever_the_disk_does() {
    let _turn = turn();
    let path = folder("append").join("a.db");
    at_every_operation(|n, mode| {
        let mut store = made(&path);
        disk::fail_at(Some((n, mode)));
        let first = store.append(&BY, &add("a3"));
        let is_failing = disk::done() >= n;
        disk::fail_at(None);
        if let Err(error) = &first {
            assert!(is_failing && is_told(error), "{n} {mode:?}: {error}");
        }
        // The same store goes on, and another one sees the same.
        let last = store.reader().last().unwrap();
        assert!(last == 3 || (last == 2 && first.is_err()), "{n} {mode:?}: {last}");
        assert_eq!(store.append(&BY, &add("a4")).unwrap().sequence(), last + 1);
        drop(store);
        let store = Store::open(&path).unwrap();
        let households = store.reader().load(At::Latest).unwrap().counts().households;
        assert_eq!(u64::try_from(households).unwrap(), 3 + last + 1);
        assert_eq!(store.reader().verify().unwrap().entries, last + 2);
        is_failing
    });
}

#[test]
fn what_is_acknowledged_outlives_a_loss_of_power_at_any_operation() {
    let _turn = turn();
    let folder = folder("power");
    let (path, left) = (folder.join("a.db"), folder.join("left.db"));
    let beside = |path: &Path, suffix: &str| -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    };
    at_every_operation(|n, mode| {
        let mut store = made(&path);
        disk::fail_at(Some((n, mode)));
        let mut acknowledged = 2;
        for i in 3..6 {
            match store.append(&BY, &add(&format!("a{i}"))) {
                Ok(receipt) => acknowledged = receipt.sequence(),
                Err(error) => assert!(is_told(&error)),
            }
            if i == 4 && store.snapshot().is_err() {
                break;
            }
        }
        let is_failing = disk::done() >= n;
        disk::fail_at(None);
        // Whatever was not synced is gone.
        for suffix in ["", "-wal", "-shm"] {
            _ = std::fs::remove_file(beside(&left, suffix));
        }
        for suffix in ["", "-wal"] {
            if let Some(content) = disk::synced(&beside(&path, suffix)) {
                std::fs::write(beside(&left, suffix), content).unwrap();
            }
        }
        let survivor = Store::open(&left).unwrap();
        let last = survivor.reader().last().unwrap();
        assert!(last >= acknowledged, "{n} {mode:?}: {last} is left of {acknowledged}");
        assert_eq!(survivor.reader().verify().unwrap().entries, last + 1);
        is_failing
    });
}

#[test]
fn a_read_is_not_answered_if_it_cannot_be_logged() {
    let _turn = turn();
    let path = folder("log").join("a.db");
    let asked = Asked { at: BY.at, asker: "p1", question: "label", subject: "h1" };
    at_every_operation(|n, mode| {
        let mut store = made(&path);
        disk::fail_at(Some((n, mode)));
        let mut is_answered = false;
        let read = store.read(&asked, |_| true, |_| is_answered = true);
        let is_failing = disk::done() >= n;
        disk::fail_at(None);
        assert_eq!(read.is_ok(), is_answered);
        let logged = store.reader().reads(..).unwrap().map(Result::unwrap).count();
        assert!(logged == 1 || (logged == 0 && !is_answered), "{n} {mode:?}");
        assert_eq!(store.reader().verify().unwrap().reads, u64::try_from(logged).unwrap());
        is_failing
    });
}

#[test]
fn a_store_is_made_or_there_is_no_file() {
    let _turn = turn();
    let folder = folder("made");
    let path = folder.join("a.db");
    let lines = {
        let mut lines = Vec::new();
        made(&folder.join("from.db")).reader().export(&mut lines).unwrap();
        lines
    };
    for is_imported in [false, true] {
        at_every_operation(|n, mode| {
            disk::fail_at(Some((n, mode)));
            let made = match is_imported {
                true => Store::import(&path, &lines[..]).map(|imported| imported.store),
                false => Store::create(&path, village(), &BY),
            };
            let is_failing = disk::done() >= n;
            disk::fail_at(None);
            match made {
                Ok(store) => assert!(store.reader().verify().is_ok(), "{n} {mode:?}"),
                Err(error) => assert!(is_told(&error) && !path.exists(), "{n} {mode:?}: {error}"),
            }
            _ = std::fs::remove_file(&path);
            is_failing
        });
    }
}

#[test]
fn an_erasure_that_fails_is_done_again() {
    let _turn = turn();
    let path = folder("erase").join("a.db");
    at_every_operation(|n, mode| {
        let mut store = made(&path);
        disk::fail_at(Some((n, mode)));
        let erased = store.erase("h1", &BY);
        let is_failing = disk::done() >= n;
        disk::fail_at(None);
        if let Err(error) = &erased {
            assert!(is_failing && is_told(error), "{n} {mode:?}: {error}");
        }
        let label = row(&store.reader().load(At::Latest).unwrap(), "h1").label;
        let last = store.reader().last().unwrap();
        assert_eq!(label, if last == 3 { "h1" } else { "一组1号" }, "{n} {mode:?}");
        assert!(erased.is_err() || !holds(&bytes(&path), "一组1号"), "{n} {mode:?}");
        if erased.is_err() {
            store.erase("h1", &BY).unwrap();
        }
        assert!(!holds(&bytes(&path), "一组1号"), "{n} {mode:?}");
        assert_eq!(store.reader().verify().unwrap().entries, 4);
        is_failing
    });
}
