//! Vectors that every front end replays: the checked-in set is what the core says today, and the large set reaches
//! everything.
//!
//! `WANGGE_WRITE_CONFORMANCE` set: the checked-in set is written instead of compared.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code: a panic here is a failed test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wangge_formats::schema;
use wangge_tests::conformance::{self, Vectors};
use wangge_tests::generate::Census;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/conformance");
/// How many worlds reach every call and code.
const WORLDS: u64 = 60;

/// Every call there is, and a request that is written as no front end would.
const CALLS: [&str; 24] = [
    "written otherwise",
    "about",
    "open",
    "scheme",
    "as-of",
    "findings-between",
    "responsible",
    "responsible-all",
    "escalate",
    "duties",
    "may",
    "scope",
    "findings",
    "tree",
    "locate",
    "households",
    "assign",
    "plan-file",
    "pairs",
    "explain",
    "diff",
    "verify",
    "verify-own",
    "close",
];

/// Codes that no line of text can get from a session.
const NEVER: [&str; 18] = [
    // Sources that fail; a line is text, and there all at once.
    "document.io",
    "request.io",
    "document.encoding",
    "request.encoding",
    // A request has no version.
    "request.version",
    // Only counties with very many people and very large costs come so far.
    "assign.too-large",
    // A session has questions, and no transactions.
    "transaction.faults",
    "undo.standing",
    "undo.unknown",
    // Nor work.
    "campaign.outside",
    "campaign.unknown",
    "figure.unknown",
    "matter.unknown",
    "period.too-long",
    "work.faults",
    "work.too-large",
    // Of workers in a browser.
    "worker.ended",
    "aborted",
];

fn checked_in() -> BTreeMap<String, String> {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let vectors = files.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    vectors
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn a_session_answers_the_checked_in_vectors_to_the_byte() {
    let files = checked_in();
    assert!(files.len() > 5, "run the tests with WANGGE_WRITE_CONFORMANCE=1");
    for (name, text) in files {
        if let Err((line, reply)) = conformance::replay(&text) {
            panic!("{name}:{line}: expected\n{}\ngot\n{reply}", text.lines().nth(line - 1).unwrap());
        }
    }
}

#[test]
fn the_checked_in_vectors_are_those_that_are_made() {
    if std::env::var_os("WANGGE_WRITE_CONFORMANCE").is_some() {
        conformance::write(Path::new(FOLDER), conformance::small().into_iter()).unwrap();
    }
    let (mut files, again) = (checked_in(), "run the tests with WANGGE_WRITE_CONFORMANCE=1");
    for Vectors { name, text } in conformance::small() {
        assert!(files.remove(&name).as_ref() == Some(&text), "{name} has changed: {again}");
    }
    assert!(files.is_empty(), "nobody makes {:?}: {again}", files.keys());
}

#[test]
fn a_damaged_vector_is_seen() {
    let text = checked_in().remove("documents.jsonl").unwrap();
    assert!(conformance::replay(&text).unwrap() > 20);
    let damaged = text.replacen("\"units\":1", "\"units\":2", 1);
    assert_ne!(damaged, text);
    assert_eq!(conformance::replay(&damaged).unwrap_err().0, 2);
    assert!(conformance::replay(text.trim_end().rsplit_once('\n').unwrap().0).is_err());
}

#[test]
fn the_large_set_reaches_every_call_and_every_code_with_numbers_that_javascript_has() {
    let types = schema::types();
    let known = types["$defs"]["ErrorCode"]["enum"].as_array().unwrap();
    let known = known.iter().map(|code| code.as_str().unwrap()).filter(|code| !NEVER.contains(code));
    let (mut calls, mut codes) = (Census::expecting(CALLS), Census::expecting(known));
    let mut numbers: BTreeMap<String, u64> = BTreeMap::new();
    for Vectors { name, text } in conformance::large(WORLDS) {
        conformance::kinds(&text, &mut calls);
        conformance::codes(&text, &mut codes);
        for (line, reply) in text.lines().enumerate().skip(1).step_by(2) {
            for number in conformance::not_of_javascript(reply) {
                let before = reply.split(number).next().unwrap_or_default();
                let field = before.rsplit('"').nth(1).unwrap_or_default();
                *numbers.entry(field.to_owned()).or_default() += 1;
                println!("{name}:{}: {field} {number}", line + 1);
            }
        }
    }
    for census in [&calls, &codes] {
        for (name, count) in census.counts() {
            println!("{count:>8} {name}");
        }
    }
    calls.assert_all_reached();
    codes.assert_all_reached();
    assert_eq!(calls.counts().count(), CALLS.len(), "a call that nobody expects");
    assert!(
        NEVER.iter().all(|code| codes.counts().all(|(name, _)| name != *code)),
        "a code that was thought impossible"
    );
    assert!(numbers.is_empty(), "{numbers:?}");
}

#[test]
fn the_pages_for_hosts_name_every_call() {
    for page in ["hosting.md", "hosting.zh-CN.md"] {
        let text = fs::read_to_string(Path::new(FOLDER).join("../../docs").join(page)).unwrap();
        for call in CALLS.into_iter().skip(1) {
            assert!(text.contains(&format!("| `{{\"call\":\"{call}\"")), "{page} does not name {call}");
        }
    }
}
