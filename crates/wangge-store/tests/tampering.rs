//! Whatever is changed behind the store's back is found out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{BY, add, folder, village};
use rusqlite::Connection;
use wangge_store::{Asked, At, Breach, Missing, Store, StoreError};

/// A store of five entries, two reads and two snapshots, changed by somebody else.
fn tampered(name: &str, sql: &str) -> Store {
    let path = folder(name).join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    for i in 1..5 {
        store.append(&BY, &add(&format!("a{i}"))).unwrap();
    }
    store.snapshot().unwrap();
    let asked = Asked { at: BY.at, asker: "p1", question: "label", subject: "h1" };
    store.record_read(&asked, true).unwrap();
    store.record_read(&asked, false).unwrap();
    assert_eq!(store.reader().verify().unwrap().snapshots, 2);
    drop(store);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    db.execute_batch(sql).unwrap();
    drop(db);
    Store::open(&path).unwrap()
}

#[test]
fn every_change_of_the_journal_is_found_at_its_entry() {
    let hash = Breach::Hash;
    for (i, (sequence, breach, sql)) in [
        (2, hash, "UPDATE journal SET who = 'nobody' WHERE sequence = 2"),
        (2, hash, "UPDATE journal SET at = '2026-11-23T02:00:01Z' WHERE sequence = 2"),
        (2, hash, "UPDATE journal SET reason = 'because' WHERE sequence = 2"),
        (2, hash, "UPDATE journal SET body = replace(body, 'g1', 'g2') WHERE sequence = 2"),
        (0, hash, "UPDATE journal SET body = replace(body, 'g2', 'g3') WHERE sequence = 0"),
        (2, hash, "UPDATE journal SET kind = 'document' WHERE sequence = 2"),
        (2, Breach::Body, "UPDATE journal SET kind = 'other' WHERE sequence = 2"),
        (2, hash, "UPDATE journal SET hash = zeroblob(32) WHERE sequence = 2"),
        (2, hash, "UPDATE journal SET commitments = zeroblob(32) WHERE sequence = 2"),
        (2, Breach::Personal, "UPDATE journal SET commitments = zeroblob(0) WHERE sequence = 2"),
        (2, Breach::Body, "UPDATE journal SET commitments = zeroblob(33) WHERE sequence = 2"),
        (2, Breach::Gap, "DELETE FROM journal WHERE sequence = 2; DELETE FROM personal WHERE sequence = 2"),
        (2, Breach::Personal, "DELETE FROM journal WHERE sequence = 2"),
        (0, Breach::Gap, "DELETE FROM journal WHERE sequence = 0; DELETE FROM personal WHERE sequence = 0"),
        (2, hash, "UPDATE journal SET sequence = 9 - sequence WHERE sequence IN (2);
                   UPDATE journal SET sequence = 2 WHERE sequence = 3; UPDATE journal SET sequence = 3 WHERE sequence = 7"),
        (3, Breach::Personal, "UPDATE personal SET value = replace(value, '号', '!') WHERE sequence = 3"),
        (3, Breach::Personal, "UPDATE personal SET salt = zeroblob(32) WHERE sequence = 3"),
        (3, Breach::Personal, "UPDATE personal SET household = 'h1' WHERE sequence = 3"),
        (3, Breach::Personal, "UPDATE personal SET place = 1 WHERE sequence = 3"),
        (7, Breach::Personal, "UPDATE personal SET sequence = 7 WHERE sequence = 3"),
    ]
    .into_iter()
    .enumerate()
    {
        let store = tampered(&format!("journal-{i}"), sql);
        match store.reader().verify().unwrap_err() {
            StoreError::Broken { sequence: found, breach: what } => assert_eq!((found, what), (sequence, breach), "{sql}"),
            other => panic!("{sql}: {other}"),
        }
        // Nobody is answered from what is broken, unless a snapshot after it says all that is asked for.
        if sequence <= 4 && sequence > 0 {
            assert!(store.reader().load(At::Sequence(3)).is_err(), "{sql}");
        }
    }
}

#[test]
fn a_snapshot_is_never_trusted_over_the_journal() {
    for (i, sql) in [
        "UPDATE snapshot SET records = zeroblob(9) WHERE sequence = 4",
        "UPDATE snapshot SET hash = zeroblob(32) WHERE sequence = 4",
        "UPDATE snapshot SET sequence = 3 WHERE sequence = 4",
        "UPDATE snapshot SET sequence = 8 WHERE sequence = 4",
    ]
    .into_iter()
    .enumerate()
    {
        let store = tampered(&format!("snapshot-{i}"), sql);
        assert!(matches!(store.reader().verify().unwrap_err(), StoreError::Snapshot { .. }), "{sql}");
        if i < 2 {
            // What is no whole snapshot is left aside.
            assert_eq!(store.reader().load(At::Latest).unwrap().counts().households, 7);
        }
    }
}

#[test]
fn personal_data_that_are_gone_without_an_erasure_are_told() {
    let store = tampered("missing", "DELETE FROM personal WHERE household IN ('h2', 'a3')");
    let missing = |household: &str, sequence| Missing { household: household.into(), sequence };
    // The snapshots still have them, and the journal has them no more.
    assert!(matches!(store.reader().verify().unwrap_err(), StoreError::Snapshot { .. }));
    let store = tampered("missing", "DELETE FROM personal WHERE household IN ('h2', 'a3'); DELETE FROM snapshot");
    assert_eq!(store.reader().verify().unwrap().missing, [missing("a3", 3), missing("h2", 0)]);
}

#[test]
fn every_change_of_the_reads_is_found() {
    for (i, (sequence, sql)) in [
        (0, "UPDATE reads SET asker = 'p2' WHERE sequence = 0"),
        (1, "UPDATE reads SET granted = 1 WHERE sequence = 1"),
        (1, "UPDATE reads SET subject = 'h2' WHERE sequence = 1"),
        (1, "UPDATE reads SET question = 'x' WHERE sequence = 1"),
        (0, "DELETE FROM reads WHERE sequence = 0"),
    ]
    .into_iter()
    .enumerate()
    {
        let store = tampered(&format!("reads-{i}"), sql);
        match store.reader().verify().unwrap_err() {
            StoreError::Reads { sequence: found } => assert_eq!(found, sequence, "{sql}"),
            other => panic!("{sql}: {other}"),
        }
    }
}

#[test]
fn a_journal_that_lost_its_end_has_another_head() {
    let cut = "DELETE FROM journal WHERE sequence = 4; DELETE FROM personal WHERE sequence = 4;
               DELETE FROM snapshot WHERE sequence = 4";
    let [whole, cut] = [("whole", ""), ("end", cut)].map(|(name, sql)| tampered(name, sql).reader().verify().unwrap());
    assert_eq!((whole.entries, cut.entries), (5, 4));
    assert_ne!(whole.head, cut.head);
}

#[test]
fn a_file_with_other_tables_than_a_store_is_refused() {
    let journal =
        "sequence INTEGER PRIMARY KEY, at TEXT, who TEXT, reason TEXT, kind TEXT, body TEXT, commitments, hash";
    let swallow = "CREATE TRIGGER swallow AFTER INSERT ON journal
                   BEGIN DELETE FROM journal WHERE sequence = new.sequence; END";
    for (i, (what, sql)) in [
        ("trigger `swallow`", swallow),
        ("trigger `hide`", "CREATE TRIGGER hide AFTER INSERT ON reads BEGIN DELETE FROM reads; END"),
        ("view `seen`", "CREATE VIEW seen AS SELECT value FROM personal"),
        ("table `copy`", "CREATE TABLE copy AS SELECT value FROM personal"),
        ("index `of_who`", "CREATE UNIQUE INDEX of_who ON journal (who, sequence)"),
        ("table `reads`", "ALTER TABLE reads ADD COLUMN why TEXT"),
        ("index `personal_of_household` is missing", "DROP INDEX personal_of_household"),
        ("table `clearing` is missing", "DROP TABLE clearing"),
        ("table `journal`", &format!("DROP TABLE journal; CREATE TABLE journal ({journal})")),
        ("view `reads`", "DROP TABLE reads; CREATE VIEW reads AS SELECT * FROM journal"),
        ("trigger `a\\nb`", "CREATE TRIGGER \"a\nb\" AFTER INSERT ON reads BEGIN DELETE FROM reads; END"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder(&format!("schema-{i}")).join("a.db");
        let store = Store::create(&path, village(), &BY).unwrap();
        let db = Connection::open(&path).unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        db.execute_batch(sql).unwrap();
        let verified = store.reader().verify().unwrap_err();
        drop((store, db));
        for error in [verified, Store::open(&path).unwrap_err(), Store::open_read(&path).unwrap_err()] {
            assert_eq!(error.code(), "store.corrupt", "{sql}");
            assert!(error.to_string().contains(what), "{sql}: {error}");
        }
    }
    // Statistics change nothing but how soon rows are found.
    assert_eq!(tampered("statistics", "ANALYZE").reader().verify().unwrap().entries, 5);
}
