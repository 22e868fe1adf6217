//! What an acknowledged append costs beside plain SQLite with the same bytes, and a load beside reading the document.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench: a panic here is a failed run"
)]

use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior, params};
use wangge::change::{Change, Edit, Move, Row, Transaction};
use wangge::{Records, Registry};
use wangge_formats::{document, transaction};
use wangge_sample::Sample;
use wangge_store::{At, By, Store};

const BY: By<'_> = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: None };

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = black_box(work());
    (start.elapsed(), done)
}

/// The two ways in turns: their medians in milliseconds, and how much longer the first takes.
fn told(title: &str, mut ours: Vec<Duration>, mut theirs: Vec<Duration>) {
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1e3
    };
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    println!("{title:<66} {ours:>10.2} ms {theirs:>10.2} ms {:>8.2}x", ours / theirs);
}

/// A table with the pragmas of the store.
fn plain(path: &Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON;
         PRAGMA foreign_keys = ON;
         CREATE TABLE entry (sequence INTEGER PRIMARY KEY, at TEXT, who TEXT, body TEXT, hash BLOB) STRICT;",
    )
    .unwrap();
    db
}

/// Corrections of a label, so that every entry has personal data, and moves, which have none.
fn changes(records: &Records, count: usize) -> Vec<Transaction> {
    let rows = &records.households;
    let one = |i: usize| {
        let row = &rows[i * 31 % rows.len()];
        if i.is_multiple_of(2) {
            let mut new = row.clone();
            new.label = format!("{} 改 {i}", row.label).into();
            let [before, after] = [row.clone(), new].map(|row| Some(Row::Household(row)));
            return Change::Correct(Edit { before, after });
        }
        let other = &rows[(i * 31 + rows.len() / 2) % rows.len()];
        let wangge::record::Dated::Throughout(to) = &other.unit else { panic!("the sample has one unit a household") };
        Change::MoveHousehold(Move { id: row.id.clone(), to: to.clone(), on: "2027-01-01".into() })
    };
    (0..count).map(|i| Transaction::from(vec![one(i)])).collect()
}

fn appends(folder: &Path, name: &str, records: Records, count: usize) {
    let path = folder.join(format!("{name}.db"));
    let records = Registry::build(records).unwrap().records();
    let transactions = changes(&records, count);
    let mut store = Store::create(&path, records, &BY).unwrap();
    let mut plain = plain(&folder.join(format!("{name}-plain.db")));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for transaction in &transactions {
        // A move to where the household is already is refused, as it should be: it is not counted.
        let (time, receipt) = timed(|| store.append(&BY, transaction));
        let Ok(receipt) = receipt else { continue };
        ours.push(time);
        let mut body = Vec::new();
        transaction::write(transaction, &mut body).unwrap();
        let body = String::from_utf8(body).unwrap();
        let (time, ()) = timed(|| {
            let begun = plain.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
            let sequence = i64::try_from(receipt.sequence()).unwrap();
            let insert = "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5)";
            let row = params![sequence, BY.at, BY.who, body, [0_u8; 32]];
            begun.prepare_cached(insert).unwrap().execute(row).unwrap();
            begun.commit().unwrap();
        });
        theirs.push(time);
    }
    let rate = |times: &[Duration]| times.len().to_string();
    let title = format!("append, on disk ({name}, {} entries): store / plain SQLite", rate(&ours));
    told(&title, ours, theirs);
}

fn loads(folder: &Path) {
    let records = Sample::cili().records();
    let (path, json) = (folder.join("load.db"), folder.join("cili.json"));
    document::write(&records, File::create(&json).unwrap()).unwrap();
    let transactions = changes(&Registry::build(records.clone()).unwrap().records(), 1_200);
    let mut store = Store::create(&path, records, &BY).unwrap();
    let read = || Registry::build(document::read(File::open(&json).unwrap()).unwrap()).unwrap();
    let race = |title: &str, store: &mut Store, at: At| {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..7 {
            ours.push(timed(|| store.reader().load(at).unwrap()).0);
            theirs.push(timed(read).0);
        }
        told(title, ours, theirs);
    };
    race("load all of Cili from a snapshot / read and check the document", &mut store, At::Latest);
    let done = transactions.iter().filter(|transaction| store.append(&BY, transaction).is_ok()).count();
    let title = format!("the same, {} entries after the snapshot", done % 1_000);
    race(&title, &mut store, At::Latest);
}

fn main() {
    let folder = std::env::temp_dir().join(format!("wangge-store-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    println!("{:<66} {:>13} {:>13} {:>9}", "", "store", "beside it", "ratio");
    appends(&folder, "Chalinhe", Sample::chalinhe().records(), 800);
    appends(&folder, "Cili", Sample::cili().records(), 400);
    loads(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
}
