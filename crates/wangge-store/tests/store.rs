//! Made, written, read, undone; by several at a time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{BY, add, bytes, folder, household, village};
use wangge::change::{Change, End, Transaction, UndoError};
use wangge::{FaultCode, Registry};
use wangge_store::{Asked, At, By, Event, Store, StoreError};

#[test]
fn what_was_written_is_there_after_reopening() {
    let path = folder("reopening").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    let by = By { at: "2026-11-24T08:30:00.5Z", who: "p1", reason: Some("新建房屋") };
    let receipt = store.append(&by, &add("h9")).unwrap();
    assert_eq!((receipt.sequence(), receipt.edits().len()), (1, 1));
    let mut alone = Registry::build(village()).unwrap();
    alone.apply(&add("h9")).unwrap();
    for reader in [Store::open_read(&path).unwrap(), Store::open_read(&path).unwrap()] {
        let loaded = reader.load(At::Latest).unwrap();
        assert_eq!((loaded.sequence(), loaded.records()), (1, alone.records()));
    }
    drop(store);
    let store = Store::open(&path).unwrap();
    let entries: Vec<_> = store.reader().log(..).unwrap().map(Result::unwrap).collect();
    assert_eq!(entries.len(), 2);
    assert_eq!((entries[0].sequence, &entries[0].event, &entries[0].reason), (0, &Event::Document, &None));
    assert_eq!(entries[1].event, Event::Transaction(add("h9")));
    assert_eq!(entries[1].at, "2026-11-24T08:30:00.5Z");
    assert_eq!((entries[1].who.as_str(), entries[1].reason.as_deref()), ("p1", Some("新建房屋")));
    let verified = store.reader().verify().unwrap();
    assert_eq!((verified.entries, verified.snapshots, verified.reads), (2, 1, 0));
    assert_eq!((verified.head, verified.missing.len()), (entries[1].hash, 0));
}

#[test]
fn what_is_refused_leaves_no_trace() {
    let path = folder("refused").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    let end = End { id: "nowhere".into(), on: "2026-12-01".into() };
    let twice = Transaction::from(vec![Change::CloseHousehold(end), Change::AddHousehold(household("h1", "x", "g1"))]);
    let error = store.append(&BY, &twice).unwrap_err();
    let StoreError::Refused(faults) = &error else { panic!("{error}") };
    let codes: Vec<FaultCode> = faults.as_slice().iter().map(|fault| fault.code).collect();
    assert_eq!(codes, [FaultCode::ReferenceUnknown, FaultCode::IdDuplicate]);
    assert_eq!((error.code(), error.rule()), ("store.refused", Some("M2")));
    for at in ["", "yesterday", "2026-11-23", "2026-11-23T10:00:00", "2026-13-01T00:00:00Z"] {
        assert_eq!(store.append(&By { at, ..BY }, &add("h9")).unwrap_err().code(), "store.instant", "{at}");
    }
    let long = "x".repeat(401);
    for who in ["", "a\nb", &long] {
        assert_eq!(store.append(&By { who, ..BY }, &add("h9")).unwrap_err().code(), "store.text");
        assert_eq!(store.append(&By { reason: Some(who), ..BY }, &add("h9")).unwrap_err().code(), "store.text");
    }
    assert_eq!(store.append(&BY, &Transaction::default()).unwrap_err().code(), "store.refused");
    assert_eq!(store.reader().last().unwrap(), 0);
    assert_eq!(store.append(&BY, &add("h9")).unwrap().sequence(), 1);
    assert_eq!(store.reader().verify().unwrap().entries, 2);
}

#[test]
fn a_document_with_faults_or_a_file_that_is_there_makes_no_store() {
    let path = folder("no-store").join("a.db");
    let mut broken = village();
    broken.households[0].unit = "g9".into();
    assert_eq!(Store::create(&path, broken, &BY).unwrap_err().code(), "store.refused");
    assert!(!path.exists());
    std::fs::write(&path, "here").unwrap();
    assert_eq!(Store::create(&path, village(), &BY).unwrap_err().code(), "store.exists");
    assert_eq!(std::fs::read(&path).unwrap(), b"here");
    let missing = path.with_file_name("none").join("b.db");
    assert_eq!(Store::create(missing, village(), &BY).unwrap_err().code(), "store.io");
}

#[test]
fn two_writers_see_each_other_and_readers_do_not_wait() {
    let path = folder("writers").join("a.db");
    let mut one = Store::create(&path, village(), &BY).unwrap();
    let mut two = Store::open(&path).unwrap();
    let reader = Store::open_read(&path).unwrap();
    for i in 0..10 {
        let store = if i % 2 == 0 { &mut one } else { &mut two };
        assert_eq!(store.append(&BY, &add(&format!("a{i}"))).unwrap().sequence(), i + 1);
        assert_eq!(reader.load(At::Latest).unwrap().counts().households, 4 + usize::try_from(i).unwrap());
    }
    // Decided on the state of the file, not on the one that this writer had.
    assert_eq!(two.append(&BY, &add("a8")).unwrap_err().code(), "store.refused");
    assert_eq!(reader.load(At::Sequence(11)).unwrap_err().code(), "store.unknown");
}

#[test]
fn a_transaction_is_undone_by_one_of_its_own_also_by_another_process() {
    let path = folder("undo").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    store.append(&BY, &add("h8")).unwrap();
    store.append(&BY, &add("h9")).unwrap();
    let end = End { id: "h8".into(), on: "2026-12-01".into() };
    store.append(&BY, &Transaction::from(vec![Change::CloseHousehold(end)])).unwrap();
    let mut other = Store::open(&path).unwrap();
    let standing = other.undo(1, &BY).unwrap_err();
    let StoreError::Undo(UndoError::Standing { sequence: 1, later, .. }) = &standing else { panic!("{standing}") };
    assert_eq!((later.as_slice(), standing.code()), (&[3][..], "undo.standing"));
    assert_eq!(other.undo(0, &BY).unwrap_err().code(), "store.not-a-transaction");
    assert_eq!(other.undo(4, &BY).unwrap_err().code(), "store.unknown");
    for (sequence, number) in [(3, 4), (1, 5), (2, 6), (6, 7)] {
        assert_eq!(other.undo(sequence, &BY).unwrap().sequence(), number);
    }
    let mut expected = Registry::build(village()).unwrap();
    expected.apply(&add("h9")).unwrap();
    assert_eq!(store.reader().load(At::Latest).unwrap().records(), expected.records());
    assert_eq!(store.append(&BY, &add("h10")).unwrap().sequence(), 8);
    assert_eq!(store.reader().verify().unwrap().entries, 9);
}

#[test]
fn the_log_tells_what_was_undone_and_keeps_a_reason_that_is_given() {
    let path = folder("undo-reason").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    store.append(&BY, &add("h9")).unwrap();
    store.undo(1, &BY).unwrap();
    store.undo(2, &By { reason: Some("it was right"), ..BY }).unwrap();
    let reasons: Vec<_> = store.reader().log(..).unwrap().map(|entry| entry.unwrap().reason).collect();
    assert_eq!(reasons, [None, None, Some("undo 1".to_owned()), Some("it was right".to_owned())]);
}

#[test]
fn what_nobody_can_see_stands_in_no_entry_and_in_no_read() {
    let path = folder("texts").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    let long = "字".repeat(134);
    let bad = [
        "",
        " ",
        "\u{3000}\t",
        "a\nb",
        "a\u{7f}",
        "a\u{85}b",
        "甲\u{200b}",
        "\u{202e}甲",
        "甲\u{2066}乙",
        "\u{feff}甲",
    ];
    for bad in bad.into_iter().chain(["a\u{61c}b", "a\u{200f}b", "a\u{2060}b", &long]) {
        let field = |error| match error {
            StoreError::Text { field } => field,
            other => panic!("{bad:?}: {other}"),
        };
        let who = By { who: bad, ..BY };
        assert_eq!(field(store.append(&who, &add("h9")).unwrap_err()), "who");
        assert_eq!(field(store.erase("h1", &who).unwrap_err()), "who");
        assert_eq!(field(store.append(&By { reason: Some(bad), ..BY }, &add("h9")).unwrap_err()), "reason");
        let fine = Asked { at: BY.at, asker: "p1", question: "label", subject: "h1" };
        for (name, asked) in [
            ("asker", Asked { asker: bad, ..fine }),
            ("question", Asked { question: bad, ..fine }),
            ("subject", Asked { subject: bad, ..fine }),
        ] {
            assert_eq!(field(store.record_read(&asked, true).unwrap_err()), name);
        }
        let new = folder("texts-new").join("a.db");
        assert_eq!(field(Store::create(&new, village(), &who).unwrap_err()), "who");
    }
    assert_eq!((store.reader().last().unwrap(), store.reader().reads(..).unwrap().count()), (0, 0));
    let fine = By { who: "民政办 向某", reason: Some("搬到县城，2026 年 (3 人)"), ..BY };
    assert_eq!(store.append(&fine, &add("h9")).unwrap().sequence(), 1);
}

#[test]
fn a_range_of_the_log_is_read_without_the_rest() {
    let path = folder("ranges").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    for i in 1..=5 {
        store.append(&BY, &add(&format!("a{i}"))).unwrap();
    }
    let numbers = |from: Option<u64>, until: u64| -> Vec<u64> {
        let log = match from {
            Some(from) => store.reader().log(from..until),
            None => store.reader().log(..=until),
        };
        log.unwrap().map(|entry| entry.unwrap().sequence).collect()
    };
    assert_eq!(numbers(Some(2), 4), [2, 3]);
    assert_eq!(numbers(Some(4), 400), [4, 5]);
    assert_eq!(numbers(Some(6), 400), [0; 0]);
    assert_eq!(numbers(Some(3), 3), [0; 0]);
    assert_eq!(numbers(None, 1), [0, 1]);
    assert_eq!(numbers(None, u64::MAX), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_read_is_logged_before_it_is_answered_and_a_denial_too() {
    let path = folder("reads").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    let asked = Asked { at: BY.at, asker: "p1", question: "label", subject: "h1" };
    let logged = |path| Store::open_read(path).unwrap().reads(..).unwrap().count();
    let told = store.read(&asked, |_| true, |registry| (logged(&path), registry.counts().households)).unwrap();
    assert_eq!(told, Some((1, 3)));
    // The answer is from the state after the last entry, whoever wrote it.
    Store::open(&path).unwrap().append(&BY, &add("h9")).unwrap();
    let denied = Asked { subject: "h9", ..asked };
    assert_eq!(store.read(&denied, |registry| registry.counts().households != 4, |_| ()).unwrap(), None);
    let mut is_answered = false;
    let bad = Asked { asker: "", ..asked };
    assert_eq!(store.read(&bad, |_| true, |_| is_answered = true).unwrap_err().code(), "store.text");
    assert_eq!(store.record_read(&Asked { at: "now", ..asked }, true).unwrap_err().code(), "store.instant");
    assert!(!is_answered);
    let reads: Vec<_> = store.reader().reads(..).unwrap().map(Result::unwrap).collect();
    let told: Vec<_> = reads.iter().map(|read| (read.sequence, read.subject.as_str(), read.granted)).collect();
    assert_eq!(told, [(0, "h1", true), (1, "h9", false)]);
    assert_eq!(store.reader().reads(1..).unwrap().count(), 1);
    let verified = store.reader().verify().unwrap();
    assert_eq!((verified.reads, verified.reads_head), (2, Some(reads[1].hash)));
    // If it cannot be logged, it is not answered.
    let blocker = rusqlite::Connection::open(&path).unwrap();
    blocker.execute_batch("DROP TABLE reads").unwrap();
    assert!(store.read(&asked, |_| true, |_| is_answered = true).is_err());
    assert!(!is_answered);
}

#[test]
fn a_writer_waits_for_another_and_then_says_so() {
    let path = folder("busy").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let reader = Store::open_read(&path).unwrap();
    assert_eq!(reader.load(At::Latest).unwrap().sequence(), 0);
    let error = store.append(&BY, &add("h9")).unwrap_err();
    assert_eq!((error.code(), error.to_string().contains("try again")), ("store.busy", true));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.append(&BY, &add("h9")).unwrap().sequence(), 1);
}

#[test]
fn snapshots_come_by_themselves_and_old_ones_go() {
    let path = folder("snapshots").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    for i in 0..1_001 {
        let (from, to) = if i % 2 == 0 { ("一组2号", "二组2号") } else { ("二组2号", "一组2号") };
        let mut before = village().households[1].clone();
        let mut after = before.clone();
        (before.label, after.label) = (from.into(), to.into());
        store.append(&BY, &common::correct(&before, &after)).unwrap();
    }
    let held = |path| {
        let db = rusqlite::Connection::open(path).unwrap();
        let mut select = db.prepare("SELECT sequence FROM snapshot ORDER BY sequence").unwrap();
        select.query_map([], |row| row.get::<_, i64>(0)).unwrap().map(Result::unwrap).collect::<Vec<_>>()
    };
    assert_eq!(held(&path), [0, 1_000]);
    for i in 0..5 {
        store.append(&BY, &add(&format!("a{i}"))).unwrap();
        store.snapshot().unwrap();
    }
    assert_eq!(held(&path), [1_003, 1_004, 1_005, 1_006]);
    assert_eq!(store.reader().load(At::Sequence(3)).unwrap().records().households[1].label, "二组2号");
    assert_eq!(store.reader().verify().unwrap().snapshots, 4);
}

#[test]
fn nothing_personal_is_in_debug_texts() {
    let path = folder("debug").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    store.append(&BY, &add("h9")).unwrap();
    let entries: Vec<_> = store.reader().log(..).unwrap().collect();
    let told = format!("{store:?} {entries:?}");
    assert!(told.contains("h9") && !told.contains('号'), "{told}");
    assert!(common::holds(&bytes(&path), "h9号"));
}
