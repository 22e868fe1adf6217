//! A store from the command line: made, changed, asked, checked, exported, erased; and what is told where it cannot be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, dead_code)]

mod run;

use std::path::PathBuf;

use run::{folder, json, run};
use serde_json::{Value, json as value};

const BY: &str = "--who office --at 2026-11-23T10:00:00+08:00";

/// A store of the village, in a folder of its own.
fn store(test: &str) -> (PathBuf, String) {
    let folder = folder(test);
    let db = folder.join("village.db").display().to_string();
    _ = std::fs::remove_file(&db);
    let made = run(&format!("init {db} --from village.json {BY}"));
    assert_eq!((made.code, made.err.as_str()), (0, ""), "{made:?}");
    assert!(made.out.starts_with(&format!("made `{db}`: units 4, ")), "{}", made.out);
    (folder, db)
}

/// What is printed by a run that ends well.
#[track_caller]
fn fine(arguments: &str) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    run.out
}

/// What is told by a run that ends with `code` and prints nothing.
#[track_caller]
fn refused(arguments: &str, code: i32) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.out.as_str()), (code, ""), "{run:?}");
    run.err
}

#[test]
fn every_question_is_asked_of_a_store_as_of_a_document() {
    let (_, db) = store("asked");
    for (question, code) in [
        ("check FILE", 0),
        ("tree FILE v1 --on 2026-12-04", 0),
        ("who FILE h1 --kind flood --on 2026-11-03", 0),
        ("duties FILE p2 --on 2026-11-03", 0),
        ("escalate FILE h1 --kind flood --emergency --at 2026-10-01T23:10 --recuse p4", 0),
        ("findings FILE --on 2026-10-01", 1),
        ("assign FILE --programme one-one --on 2026-11-03", 0),
    ] {
        let [there, here] = [db.as_str(), "village.json"].map(|file| json(&question.replace("FILE", file), code));
        assert_eq!(there, here, "{question}");
        let text = run(&question.replace("FILE", &db)).out;
        assert_eq!(text.replace(&db, "village.json"), run(&question.replace("FILE", "village.json")).out);
    }
}

#[test]
fn a_transaction_is_shown_done_listed_and_undone() {
    let (_, db) = store("changed");
    let tried = fine(&format!("apply {db} transaction.json {BY} --dry-run"));
    assert!(tried.starts_with("would be entry 1, and change rows: 2; nothing is written now\n"), "{tried}");
    assert!(tried.contains("h9") && tried.contains("new"), "{tried}");
    assert!(tried.contains("unit: v1-g1 → v1-g1 (2020-01-01 until 2026-12-01), v1-g2 (from 2026-12-01)"), "{tried}");
    assert!(tried.contains("\non 2026-11-01:\n") && tried.contains("households that come, go or move: 1\n"), "{tried}");
    let impact = |on: &str| json(&format!("apply {db} transaction.json {BY} --dry-run {on}"), 0)["impact"].clone();
    let [first, later, earlier] = ["", "--on 2026-12-01", "--on 2026-10-31"].map(impact);
    assert_eq!(first["placed"], value!([{"household": "h9", "to": "v1-g1"}]));
    let both = value!([{"household": "h9", "to": "v1-g1"}, {"household": "h2", "from": "v1-g1", "to": "v1-g2"}]);
    assert_eq!((&later["after"], &later["placed"]), (&value!("2026-12-01"), &both));
    assert_eq!((&earlier["counts"]["placed"], &earlier["counts"]["answerable"]), (&value!(0), &value!(0)));
    assert_eq!(json(&format!("check {db}"), 0)["households"], 3);

    let done = fine(&format!("apply {db} transaction.json {BY} --reason new-house --lang zh"));
    assert!(done.starts_with("第 1 条已落盘，改动 2 行\n") && done.contains("新增"), "{done}");
    let unit = |on: &str| json(&format!("who {db} h2 --kind flood --on {on}"), 0)["links"][1]["post"]["unit"].clone();
    assert_eq!([unit("2026-11-30"), unit("2026-12-01")], ["v1-g1", "v1-g2"]);

    let undone = json(&format!("undo {db} 1 {BY}"), 0);
    assert_eq!((&undone["sequence"], undone["edits"].as_array().unwrap().len()), (&value!(2), 2));
    assert_eq!(json(&format!("check {db}"), 0)["households"], 3);

    let log = json(&format!("log {db}"), 0);
    let entries = log["entries"].as_array().unwrap();
    let events: Vec<&Value> = entries.iter().map(|entry| &entry["event"]).collect();
    assert_eq!(events, ["document", "transaction", "transaction"]);
    assert_eq!((&entries[1]["at"], &entries[1]["who"]), (&value!("2026-11-23T02:00:00Z"), &value!("office")));
    assert_eq!((&entries[1]["reason"], &entries[2]["reason"]), (&value!("new-house"), &value!("undo 1")));
    // A log tells what was changed, not what stands on a door.
    assert_eq!(entries[1]["changes"][0]["add-household"]["label"], "h9");
    let table = fine(&format!("log {db} --since 1"));
    assert!(table.contains("add-household h9 ") && table.contains("new-house"), "{table}");
    assert!(!table.contains("the first document"), "{table}");
    assert!(fine(&format!("log {db} --lang zh")).contains("建库"));
}

#[test]
fn without_an_instant_it_is_now() {
    let (_, db) = store("now");
    fine(&format!("apply {db} transaction.json --who office"));
    let at: jiff::Timestamp =
        json(&format!("log {db} --since 1"), 0)["entries"][0]["at"].as_str().unwrap().parse().unwrap();
    let now = jiff::Timestamp::now();
    assert!((now - jiff::SignedDuration::from_mins(5)..=now).contains(&at));
}

#[test]
fn a_store_is_checked_exported_and_made_again() {
    let (folder, db) = store("exported");
    fine(&format!("apply {db} transaction.json {BY}"));
    let [lines, again] = ["lines.jsonl", "again.db"].map(|name| folder.join(name).display().to_string());
    _ = std::fs::remove_file(&lines);
    let told = fine(&format!("export {db} -o {lines}"));
    assert!(told.contains("entries: 2") && told.contains("personal data") && told.contains("log of reads"), "{told}");
    assert_eq!(fine(&format!("export {db} -o -")), std::fs::read_to_string(&lines).unwrap());
    // Nothing is written over.
    assert!(refused(&format!("export {db} -o {db}"), 2).contains(&db));
    let made = fine(&format!("import {lines} {again}"));
    let verified = json(&format!("verify {db}"), 0);
    assert_eq!(verified, json(&format!("verify {again}"), 0));
    assert_eq!((&verified["entries"], &verified["missing"]), (&value!(2), &value!([])));
    assert!(made.contains(verified["head"].as_str().unwrap()), "{made}");
    assert!(fine(&format!("verify {db}")).contains(verified["head"].as_str().unwrap()));

    // Of a damaged file what is whole is kept, and the rest is told.
    let whole = std::fs::read_to_string(&lines).unwrap();
    std::fs::write(&lines, whole.replacen("三组9号", "三组8号", 1)).unwrap();
    std::fs::remove_file(&again).unwrap();
    let part = run(&format!("import {lines} {again} --lang zh"));
    assert_eq!(part.code, 1);
    assert!(part.out.contains("1 条\n") && part.out.contains("第 3 行：个人信息与记录不符"), "{}", part.out);
    assert_eq!(json(&format!("verify {again}"), 0)["entries"], 1);
    std::fs::write(&lines, "{}").unwrap();
    std::fs::remove_file(&again).unwrap();
    assert!(refused(&format!("import {lines} {again}"), 1).starts_with("nothing of it can be used: line 1: "));
    assert!(!folder.join("again.db").exists());
}

#[test]
fn a_household_is_erased_everywhere() {
    let (folder, db) = store("erased");
    fine(&format!("apply {db} transaction.json {BY}"));
    let holds =
        || std::fs::read(folder.join("village.db")).unwrap().windows(10).any(|bytes| bytes == "三组9号".as_bytes());
    assert!(holds());
    let told = fine(&format!("erase {db} h9 {BY}"));
    assert!(told.starts_with("entry 2: label, location and residents of `h9` are erased, in 1 places"), "{told}");
    assert!(!holds());
    assert_eq!(json(&format!("erase {db} h9 {BY}"), 0), value!({"parts": 0}));
    assert!(fine(&format!("log {db}")).contains("personal data of h9 erased"));
    assert_eq!(json(&format!("verify {db}"), 0)["entries"], 3);
    assert!(refused(&format!("erase {db} h77 {BY} --lang zh"), 2).contains("从来没有编号为 `h77` 的户"));
}

#[test]
fn what_was_changed_behind_the_stores_back_is_told() {
    let (folder, db) = store("tampered");
    fine(&format!("apply {db} transaction.json {BY}"));
    let file = folder.join("village.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let label = "三组9号".as_bytes();
    let at = bytes.windows(label.len()).rposition(|window| window == label).unwrap();
    bytes[at + label.len() - 4] = b'8';
    std::fs::write(&file, bytes).unwrap();
    let error = &json(&format!("verify {db}"), 1)["error"];
    assert_eq!(error["code"], "store.broken");
    assert!(refused(&format!("verify {db} --lang zh"), 1).contains("第 1 条记录：个人信息与记录不符"));
}

#[test]
fn what_cannot_be_done_is_told_with_what_to_do_next() {
    let (folder, db) = store("refused");
    let again = refused(&format!("init {db} --from village.json {BY}"), 2);
    assert_eq!(again, format!("there is already a file `{db}`; choose another name\n"));
    let not = refused("log village.json", 2);
    assert_eq!(not, "`village.json` is not a store; `wangge init` makes one\n");
    assert!(refused(&format!("apply {db} village.json {BY}"), 1).contains("expected `wangge-transaction/1`"));
    assert!(refused(&format!("apply {db} transaction.json"), 2).starts_with("`--who <WHO>` is missing"));
    let at = refused(&format!("apply {db} transaction.json --who office --at noon"), 2);
    assert_eq!(at, "`noon` is not an instant; write it as `2026-10-01T23:10:00+08:00`\n");
    assert!(
        refused(&format!("undo {db} 1 {BY}"), 2).starts_with("there is no entry 1; the last is 0, see `wangge log ")
    );
    assert!(refused(&format!("undo {db} 0 {BY}"), 2).starts_with("entry 0 is not a transaction"));
    assert!(refused(&format!("undo {db} one {BY}"), 2).contains("give a whole number"));

    fine(&format!("apply {db} transaction.json {BY}"));
    let twice = run(&format!("apply {db} transaction.json {BY}"));
    assert_eq!((twice.code, twice.out.as_str()), (1, ""));
    assert!(
        twice.err.contains("faults in `transaction.json`: 2") && twice.err.contains("id.duplicate"),
        "{}",
        twice.err
    );
    let faults = json(&format!("apply {db} transaction.json {BY} --dry-run"), 1);
    assert_eq!(faults["error"]["faults"][0]["place"], "changes[0].id");
    let close = folder.join("close.json");
    let text =
        r#"{"format": "wangge-transaction/1", "changes": [{"close-household": {"id": "h9", "on": "2026-12-05"}}]}"#;
    std::fs::write(&close, text).unwrap();
    fine(&format!("apply {db} {} {BY}", close.display()));
    let standing = refused(&format!("undo {db} 1 {BY}"), 1);
    assert!(standing.contains("undo first: 2"), "{standing}");
    assert_eq!(json(&format!("undo {db} 1 {BY}"), 1)["error"]["code"], "undo.standing");
    assert!(refused(&format!("undo {db} 1 {BY} --lang zh"), 1).contains("请先撤销：2"));
}

#[test]
fn who_asks_for_whose_eyes_stands_in_the_log_of_reads() {
    let (_, db) = store("read");
    let seen = fine(&format!("who {db} h1 --kind flood --on 2026-11-03 --as p1"));
    assert!(seen.contains("h1"), "{seen}");
    // Out of reach, not there, and an asker whom nobody knows.
    let [unseen, unknown] =
        ["h3", "h404"].map(|id| refused(&format!("who {db} {id} --kind flood --on 2026-11-03 --as p2"), 2));
    assert_eq!(unseen.replace("h3", "ID"), unknown.replace("h404", "ID"));
    refused(&format!("tree {db} --on 2026-11-03 --as nobody"), 2);
    // Without `--as` it is the operator's own question.
    fine(&format!("who {db} h1 --kind flood --on 2026-11-03"));

    let log = json(&format!("log {db} --reads"), 0);
    let rows = log["reads"].as_array().unwrap().iter();
    let rows: Vec<_> = rows.map(|row| [&row["asker"], &row["question"], &row["subject"], &row["granted"]]).collect();
    let expected = value!([
        ["p1", "who", "h1", true],
        ["p2", "who", "h3", false],
        ["p2", "who", "h404", false],
        ["nobody", "tree", "*", false],
    ]);
    assert_eq!(value!(rows), expected);
    let table = fine(&format!("log {db} --reads --since 3"));
    assert!(table.contains("nobody") && !table.contains("h404"), "{table}");
    let verified = fine(&format!("verify {db}"));
    assert!(verified.contains("reads: 4") && verified.contains("hash of the last read: "), "{verified}");
}

#[test]
fn nothing_is_written_over_a_store_or_over_what_is_read() {
    let (folder, db) = store("over");
    let document = folder.join("own.json").display().to_string();
    std::fs::copy("tests/village.json", &document).unwrap();
    for command in [
        format!("redact {db} -o {db}"),
        format!("redact {document} -o {document}"),
        format!("redact {db} -o {db}-wal"),
        format!("sample chalinhe -o {db}"),
        format!("assign {db} --programme one-one --on 2026-11-03 -o {db}"),
        format!("assign {document} --programme one-one --on 2026-11-03 -o {document}"),
    ] {
        let told = refused(&command, 2);
        assert!(told.contains("not written over"), "{command}: {told}");
        assert!(refused(&format!("{command} --lang zh"), 2).contains("不能覆盖"), "{command}");
    }
    fine(&format!("verify {db}"));
    assert_eq!(std::fs::read(&document).unwrap(), std::fs::read("tests/village.json").unwrap());
    // Another document may be written over, whole or not at all.
    fine(&format!("redact {db} -o {document}"));
    assert_eq!(json(&format!("check {document}"), 0)["households"], 3);
    assert!(!folder.join("own.json.part").exists());
}

#[test]
fn whom_an_asker_names_as_recused_tells_nothing() {
    let (_, db) = store("recused");
    let ask = |who: &str| {
        run(&format!("escalate {db} h1 --kind flood --emergency --at 2026-10-01T23:10 --as p1 --recuse {who}"))
    };
    let [known, unknown] = ["p3", "p999"].map(ask);
    assert_eq!((known.code, unknown.code), (0, 0), "{known:?} {unknown:?}");
}
