//! Files of other versions, and files that are none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{BY, add, bytes, folder, village};
use rusqlite::Connection;
use wangge_store::{Asked, At, Store};

/// A store as version 1 wrote it: without the log of reads.
fn version_1(path: &std::path::Path) {
    let mut store = Store::create(path, village(), &BY).unwrap();
    store.append(&BY, &add("h9")).unwrap();
    drop(store);
    let db = Connection::open(path).unwrap();
    db.execute_batch("DROP TABLE reads; DROP TABLE clearing; PRAGMA user_version = 1").unwrap();
}

#[test]
fn an_older_file_is_brought_to_the_version_of_today() {
    let asked = Asked { at: BY.at, asker: "p1", question: "label", subject: "h1" };
    for is_read_first in [false, true] {
        let path = folder(&format!("older-{is_read_first}")).join("a.db");
        version_1(&path);
        if is_read_first {
            let reader = Store::open_read(&path).unwrap();
            assert_eq!(reader.reads(..).unwrap().count(), 0);
            assert_eq!(reader.verify().unwrap().entries, 2);
        }
        let mut store = Store::open(&path).unwrap();
        assert_eq!(store.record_read(&asked, true).unwrap(), 0);
        assert_eq!(store.append(&BY, &add("h10")).unwrap().sequence(), 2);
        assert_eq!(store.reader().verify().unwrap().reads, 1);
    }
}

/// Version 1 did not say whether an erasure was finished.
#[test]
fn the_erasures_of_an_older_file_are_finished() {
    let path = folder("older-erasure").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    store.erase("h1", &BY).unwrap();
    drop(store);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA secure_delete = OFF; CREATE TABLE old (x); INSERT INTO old VALUES ('金丝雀')").unwrap();
    db.execute_batch("DROP TABLE old; DROP TABLE reads; DROP TABLE clearing; PRAGMA user_version = 1").unwrap();
    drop(db);
    assert!(common::holds(&bytes(&path), "金丝雀"));
    assert!(Store::open_read(&path).unwrap().verify().unwrap().pending);
    assert!(Store::open(&path).unwrap().reader().verify().unwrap().is_clean());
    assert!(!common::holds(&bytes(&path), "金丝雀"));
}

#[test]
fn an_older_file_with_a_trigger_is_left_as_it_is() {
    let path = folder("older-trigger").join("a.db");
    version_1(&path);
    let trigger = "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM personal; END";
    Connection::open(&path).unwrap().execute_batch(trigger).unwrap();
    let before = std::fs::read(&path).unwrap();
    for error in [Store::open(&path).unwrap_err(), Store::open_read(&path).unwrap_err()] {
        assert_eq!(error.code(), "store.corrupt");
    }
    assert!(std::fs::read(&path).unwrap() == before);
}

#[test]
fn a_newer_file_is_refused_and_not_touched() {
    let path = folder("newer").join("a.db");
    drop(Store::create(&path, village(), &BY).unwrap());
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 3; CREATE TABLE later (x)").unwrap();
    let before = bytes(&path);
    for error in [Store::open(&path).unwrap_err(), Store::open_read(&path).unwrap_err()] {
        assert_eq!(error.code(), "store.newer");
        assert!(error.to_string().contains("version 3"), "{error}");
    }
    assert!(bytes(&path) == before);
    assert_eq!(Store::create(&path, village(), &BY).unwrap_err().code(), "store.exists");
    assert!(bytes(&path) == before);
}

#[test]
fn a_newer_version_that_is_still_in_the_log_is_seen() {
    let path = folder("newer-log").join("a.db");
    let store = Store::create(&path, village(), &BY).unwrap();
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 9").unwrap();
    assert_eq!(Store::open(&path).unwrap_err().code(), "store.newer");
    assert_eq!(Store::open_read(&path).unwrap_err().code(), "store.newer");
    drop((store, db));
}

#[test]
fn what_is_no_store_is_refused_and_not_touched() {
    let folder = folder("none");
    let path = folder.join("a.db");
    let mut texts: Vec<Vec<u8>> = vec![vec![], b"{}".to_vec(), vec![0; 4096], b"SQLite format 3\0".to_vec()];
    texts.push([&b"SQLite format 3\0"[..], &[0; 5000]].concat());
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE other (x)").unwrap();
    texts.push(std::fs::read(&path).unwrap());
    for text in texts {
        std::fs::write(&path, &text).unwrap();
        for error in [Store::open(&path).unwrap_err(), Store::open_read(&path).unwrap_err()] {
            assert!(["store.not-a-store", "store.corrupt"].contains(&error.code()), "{error}");
        }
        assert!(std::fs::read(&path).unwrap() == text);
    }
    assert_eq!(Store::open(folder.join("b.db")).unwrap_err().code(), "store.io");
    assert_eq!(Store::open(&folder).unwrap_err().code(), "store.io");
    assert!(!folder.join("b.db").exists());
}

#[test]
fn a_damaged_file_never_makes_the_library_panic() {
    let folder = folder("damaged");
    let path = folder.join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    store.append(&BY, &add("h9")).unwrap();
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    let records = Store::open_read(&path).unwrap().load(At::Latest).unwrap().records();
    let (mut dice, mut found) = (common::Dice(5), 0);
    for i in 0..400 {
        let mut damaged = whole.clone();
        match i % 4 {
            0 => damaged.truncate(dice.roll(whole.len())),
            _ => {
                let at = dice.roll(whole.len());
                damaged[at] ^= 1 << dice.roll(8);
            }
        }
        for suffix in ["-wal", "-shm"] {
            _ = std::fs::remove_file(folder.join(format!("a.db{suffix}")));
        }
        std::fs::write(&path, &damaged).unwrap();
        let verified = Store::open(&path).and_then(|store| store.reader().verify().map(|_| store));
        match verified {
            // A bit that nothing depends on.
            Ok(store) => assert!(store.reader().load(At::Latest).unwrap().records() == records),
            Err(error) => {
                found += 1;
                assert!(error.code().starts_with("store."), "{error}");
            }
        }
    }
    assert!(found > 100, "{found}");
}
