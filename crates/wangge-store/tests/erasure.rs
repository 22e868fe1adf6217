//! What is erased is in no byte of the file, and everything else is as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{BY, Dice, add, bytes, correct, folder, holds, household, row, something, village};
use wangge::Registry;
use wangge::change::{Change, Edit, Move, Row, Transaction};
use wangge_store::{At, Event, Store, StoreError};

/// What stands in no other row.
const CANARIES: [&str; 4] = ["金丝雀甲", "金丝雀乙", "110.7654321", "29.1234567"];
const KEPT: &str = "邻居丙";

/// A store in which a household's canaries stand in the document, in an addition, in corrections and in snapshots.
fn store(path: &std::path::Path) -> Store {
    let mut records = village();
    records.households[0].label = CANARIES[0].into();
    records.households[0].location = Some([110.765_432_1, 29.123_456_7]);
    records.households[1].label = KEPT.into();
    let mut store = Store::create(path, records.clone(), &BY).unwrap();
    let mut after = records.households[0].clone();
    after.label = CANARIES[1].into();
    store.append(&BY, &correct(&records.households[0], &after)).unwrap();
    store.snapshot().unwrap();
    let go = Move { id: "h1".into(), to: "g2".into(), on: "2026-06-01".into() };
    store.append(&BY, &Transaction::from(vec![Change::MoveHousehold(go)])).unwrap();
    store.undo(2, &BY).unwrap();
    for i in 4..40 {
        store.append(&BY, &add(&format!("a{i}"))).unwrap();
    }
    store
}

fn is_clean(bytes: &[u8]) -> bool {
    CANARIES.iter().all(|canary| !holds(bytes, canary))
}

#[test]
fn what_is_erased_is_in_no_byte_and_the_chain_still_holds() {
    let path = folder("erased").join("a.db");
    let mut store = store(&path);
    assert!(CANARIES.iter().all(|canary| holds(&bytes(&path), canary)));
    let head = store.reader().log(39..).unwrap().next().unwrap().unwrap().hash;
    let erased = store.erase("h1", &BY).unwrap();
    assert_eq!((erased.sequence, erased.parts), (Some(40), 5));
    assert!(is_clean(&bytes(&path)) && holds(&bytes(&path), KEPT));
    let mut lines = Vec::new();
    store.reader().export(&mut lines).unwrap();
    assert!(is_clean(&lines) && holds(&lines, KEPT));

    let verified = store.reader().verify().unwrap();
    assert_eq!((verified.entries, verified.missing.len(), verified.snapshots), (41, 0, 1));
    assert_eq!(store.reader().log(39..).unwrap().next().unwrap().unwrap().hash, head);
    let last = store.reader().log(40..).unwrap().next().unwrap().unwrap();
    assert_eq!(last.event, Event::Erasure { household: "h1".into() });
    for sequence in 0..=40 {
        let registry = store.reader().load(At::Sequence(sequence)).unwrap();
        assert_eq!(registry.sequence(), sequence);
        let erased = row(&registry, "h1");
        assert_eq!((erased.label.as_str(), erased.location, erased.residents), ("h1", None, 0));
        assert_eq!(row(&registry, "h2").label, KEPT);
    }
    assert_eq!(row(&store.reader().load(At::Sequence(39)).unwrap(), "a20"), household("a20", "a20号", "g1"));

    // Again: nothing is left to erase, and nothing is written.
    let again = store.erase("h1", &BY).unwrap();
    assert_eq!((again.sequence, again.parts, store.reader().last().unwrap()), (None, 0, 40));
    assert_eq!(store.erase("h77", &BY).unwrap_err().code(), "household.unknown");
}

#[test]
fn the_erased_row_can_still_be_changed_and_undone() {
    let path = folder("changed").join("a.db");
    let mut store = store(&path);
    let mut other = Store::open(&path).unwrap();
    other.append(&BY, &add("b1")).unwrap();
    store.erase("h1", &BY).unwrap();
    // The other process had the row as it was.
    let erased = row(&store.reader().load(At::Latest).unwrap(), "h1");
    let mut new = erased.clone();
    (new.label, new.residents) = ("新来的".into(), 2);
    let stale = correct(&household("h1", CANARIES[1], "g1"), &new);
    assert_eq!(other.append(&BY, &stale).unwrap_err().code(), "store.refused");
    assert_eq!(other.append(&BY, &correct(&erased, &new)).unwrap().sequence(), 42);
    assert_eq!(row(&other.reader().load(At::Latest).unwrap(), "h1").label, "新来的");
    assert_eq!(row(&other.reader().load(At::Sequence(41)).unwrap(), "h1").label, "h1");
    // What moved the row is taken back; what only changed its label has nothing left to take back.
    assert_eq!(store.undo(42, &BY).unwrap().sequence(), 43);
    assert!(matches!(store.undo(1, &BY).unwrap_err(), StoreError::Undo(_)));
    assert_eq!(store.undo(41, &BY).unwrap_err().code(), "store.not-a-transaction");
    assert_eq!(store.undo(3, &BY).unwrap().sequence(), 44);
    let verified = store.reader().verify().unwrap();
    assert_eq!((verified.entries, verified.missing.len()), (45, 0));
    assert!(is_clean(&bytes(&path)));
    // The second life is erased like the first.
    assert_eq!(store.erase("h1", &BY).unwrap().sequence, Some(45));
    assert!(!holds(&bytes(&path), "新来的"));
    assert_eq!(store.reader().verify().unwrap().entries, 46);
}

#[test]
fn an_entry_whose_changes_come_to_nothing_without_what_was_erased_is_still_counted() {
    let path = folder("nothing").join("a.db");
    let mut store = Store::create(&path, village(), &BY).unwrap();
    let old = village().households[0].clone();
    let [mut middle, mut new] = [old.clone(), old.clone()];
    (middle.label, middle.unit) = ("乙".into(), "g2".into());
    new.label = "丙".into();
    let edit = |before: &_, after: &_| {
        let [before, after] =
            [before, after].map(|row: &wangge::record::HouseholdRecord| Some(Row::Household(row.clone())));
        Change::Correct(Edit { before, after })
    };
    // There and back, with another label: only the label is changed in the end.
    store.append(&BY, &Transaction::from(vec![edit(&old, &middle), edit(&middle, &new)])).unwrap();
    store.append(&BY, &add("h9")).unwrap();
    store.erase("h1", &BY).unwrap();
    for sequence in 0..=3 {
        let registry = store.reader().load(At::Sequence(sequence)).unwrap();
        assert_eq!((registry.sequence(), row(&registry, "h1").label.as_str()), (sequence, "h1"));
    }
    assert_eq!(store.reader().load(At::Sequence(2)).unwrap().counts().households, 4);
    assert_eq!(store.undo(2, &BY).unwrap().sequence(), 4);
    assert_eq!(store.reader().verify().unwrap().entries, 5);
}

#[test]
fn households_that_are_erased_leave_the_others_as_they_were() {
    for seed in 0..8 {
        let path = folder(&format!("others-{seed}")).join("a.db");
        let mut dice = Dice(100 + seed);
        let mut alone = Registry::build(village()).unwrap();
        let mut store = Store::create(&path, village(), &BY).unwrap();
        let mut states = vec![alone.records()];
        while states.len() < 25 {
            let transaction = something(&mut dice, &alone);
            if alone.apply(&transaction).is_ok() {
                store.append(&BY, &transaction).unwrap();
                states.push(alone.records());
            }
        }
        let erased = ["h1", "h3"];
        for household in erased {
            store.erase(household, &BY).unwrap();
        }
        assert!(!holds(&bytes(&path), "一组1号") && !holds(&bytes(&path), "二组"), "seed {seed}");
        for (sequence, mut state) in (0_u64..).zip(states) {
            for row in state.households.iter_mut().filter(|row| erased.contains(&row.id.as_str())) {
                (row.label, row.location, row.residents) = (row.id.clone(), None, 0);
            }
            assert_eq!(store.reader().load(At::Sequence(sequence)).unwrap().records(), state, "seed {seed}");
        }
        assert_eq!(store.reader().verify().unwrap().missing, []);
    }
}

/// Rows that fill pages: erasing one moves others about, and none may leave a copy behind that is found when its own turn
/// comes.
#[test]
fn large_rows_are_erased_one_after_another() {
    let path = folder("large").join("a.db");
    let label = |i: usize| format!("金丝雀{i:03}").repeat(32);
    let mut records = village();
    let rows = (0..80).map(|i| household(&format!("b{i}"), &label(i), "g1"));
    records.households.extend(rows);
    let mut store = Store::create(&path, records, &BY).unwrap();
    let mut dice = Dice(3);
    let mut left: Vec<usize> = (0..80).collect();
    while left.len() > 20 {
        let i = left.swap_remove(dice.roll(left.len()));
        store.erase(&format!("b{i}"), &BY).unwrap();
        let bytes = bytes(&path);
        let found: Vec<usize> = (0..80).filter(|i| holds(&bytes, &format!("金丝雀{i:03}"))).collect();
        let mut expected = left.clone();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
    assert_eq!(store.reader().verify().unwrap().missing, []);
}

#[test]
fn while_somebody_reads_old_pages_the_erasure_is_recorded_and_not_finished() {
    let path = folder("unfinished").join("a.db");
    let mut store = store(&path);
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM journal;").unwrap();
    assert_eq!(store.erase("h1", &BY).unwrap_err().code(), "store.unfinished");
    assert_eq!(row(&Store::open_read(&path).unwrap().load(At::Latest).unwrap(), "h1").label, "h1");
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(store.erase("h1", &BY).unwrap().sequence, None);
    assert!(is_clean(&bytes(&path)) && store.reader().verify().unwrap().is_clean());
}

#[test]
fn an_erasure_that_is_not_finished_is_told_and_finished_by_the_next_who_opens() {
    let path = folder("pending").join("a.db");
    let mut store = store(&path);
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM journal;").unwrap();
    assert_eq!(store.erase("h1", &BY).unwrap_err().code(), "store.unfinished");
    drop(store);
    assert!(!is_clean(&bytes(&path)));
    // Somebody still uses old pages: it can be opened and written to, and says that something is left to do.
    let mut store = Store::open(&path).unwrap();
    let verified = store.reader().verify().unwrap();
    assert_eq!((verified.pending, verified.is_clean(), verified.missing.len()), (true, false, 0));
    store.append(&BY, &add("b1")).unwrap();
    assert!(!is_clean(&bytes(&path)));
    drop((store, reader));
    assert!(Store::open_read(&path).unwrap().verify().unwrap().pending);

    let store = Store::open(&path).unwrap();
    assert!(is_clean(&bytes(&path)) && holds(&bytes(&path), KEPT));
    let verified = store.reader().verify().unwrap();
    assert_eq!((verified.pending, verified.is_clean(), verified.entries), (false, true, 42));
}

/// What a writer that is killed between the entry of an erasure and the clearing of the pages leaves: data in free pages.
#[test]
fn what_a_killed_erasure_leaves_is_cleared() {
    let path = folder("killed").join("a.db");
    drop(store(&path));
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA secure_delete = OFF; CREATE TABLE old (x); INSERT INTO old VALUES ('金丝雀丁')").unwrap();
    db.execute_batch("DROP TABLE old; INSERT INTO clearing VALUES (1)").unwrap();
    drop(db);
    assert!(holds(&bytes(&path), "金丝雀丁"));
    assert!(Store::open_read(&path).unwrap().verify().unwrap().pending);
    let store = Store::open(&path).unwrap();
    assert!(!holds(&bytes(&path), "金丝雀丁"));
    assert!(store.reader().verify().unwrap().is_clean());
}
