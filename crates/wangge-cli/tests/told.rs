//! What a log remembers: up to when notices were given out, and what was done before the county was changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, dead_code)]

mod run;

use run::{folder, json, run};
use serde_json::{Value, json as value};

const WORK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/work.jsonl");

/// What is told by a run that ends with `code` and prints nothing.
#[track_caller]
fn refused(arguments: &str, code: i32) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.out.as_str()), (code, ""), "{run:?}");
    run.err
}

fn matter(id: &str, at: &str) -> String {
    format!(
        r#"{{"matter":{{"id":"{id}","subject":"h2","kind":"dispute","urgency":"routine","at":"{at}","channel":"visit"}}}}"#
    )
}

fn matters(due: &Value) -> Vec<&str> {
    due["notices"].as_array().unwrap().iter().map(|own| own["matter"].as_str().unwrap()).collect()
}

#[test]
fn a_mark_gives_each_notice_once_and_nothing_is_recorded_before_it() {
    let folder = folder("marked");
    let [work, add] = ["work.jsonl", "add.json"].map(|file| folder.join(file).display().to_string());
    std::fs::copy(WORK, &work).unwrap();
    let due = |asked: &str| json(&format!("due village.json {work} {asked}"), 0);
    let all = due("--after 2026-11-01T00:00 --at 2026-11-26T16:00");
    let mut marked = due("--after 2026-11-01T00:00 --at 2026-11-26T16:00 --mark");
    assert_eq!(marked["marked"].take(), "2026-11-26T16:00:00+08:00");
    assert_eq!((&marked["notices"], matters(&marked).is_empty()), (&all["notices"], false));
    let text = std::fs::read_to_string(&work).unwrap();
    let before = std::fs::read_to_string(WORK).unwrap();
    let line = "{\"told\":{\"until\":\"2026-11-26T16:00:00+08:00\"}}\n";
    assert_eq!(text.strip_prefix(&before), Some(line));
    // What was reported before the mark and typed after it would never be told: it is refused.
    let recorded = |id: &str, at: &str, code: i32| {
        std::fs::write(&add, matter(id, at)).unwrap();
        json(&format!("case village.json {work} --add {add}"), code)
    };
    let late = recorded("m5", "2026-11-26T16:00", 1);
    assert_eq!(late["error"]["faults"][0]["code"], "case.too-late");
    assert!(late["error"]["message"].as_str().unwrap().contains("record it as of now"), "{late}");
    assert_eq!(std::fs::read_to_string(&work).unwrap(), text);
    assert_eq!(recorded("m5", "2026-11-26T16:01", 0)["added"], 1);
    // Each once, however often the mark is set; without one nothing is remembered.
    assert_eq!(matters(&due("--at 2026-11-26T17:00")), ["m5"]);
    assert_eq!(matters(&due("--at 2026-11-26T17:00 --mark")), ["m5"]);
    assert_eq!(matters(&due("--at 2026-11-26T17:00 --mark")), Vec::<&str>::new());
    assert_eq!(matters(&due("--at 2026-11-26T17:30")), Vec::<&str>::new());
    assert_eq!(std::fs::read_to_string(&work).unwrap().matches("told").count(), 2, "no mark twice");
    // What was told is listed again where it is asked for.
    assert_eq!(due("--after 2026-11-01T00:00 --at 2026-11-26T16:00"), all);
    assert_eq!(matters(&due("--at 2026-11-26T16:30")), ["m5"]);
    let page = run(&format!("due village.json {work} --at 2026-11-26T18:00 --mark --lang zh")).out;
    assert!(page.ends_with("已标记：到 2026-11-26 18:00 的都已通知\n"), "{page}");
    let text = std::fs::read_to_string(&work).unwrap();
    for (asked, told) in [
        ("--at 2026-11-26T17:00 --mark", "all up to 2026-11-26 18:00 is marked as told; give a later `--at`"),
        ("--at 9062-11-26T17:00 --mark", "`--at` has not come yet, and cannot be marked as told"),
        ("--mark --as p1", "`--mark` cannot be used with `--as <PERSON>`"),
    ] {
        assert!(refused(&format!("due village.json {work} {asked}"), 2).starts_with(told), "{asked}");
    }
    assert!(refused("due village.json nowhere.jsonl --mark", 2).starts_with("there is no file `nowhere.jsonl`"));
    assert!(refused("due village.json - --mark", 2).starts_with("standard input cannot be marked"));
    assert_eq!(std::fs::read_to_string(&work).unwrap(), text, "what is refused marks nothing");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn m5_a_log_is_read_after_the_county_was_changed_and_what_no_longer_fits_is_told() {
    let folder = folder("changed");
    let [work, add, county] =
        ["work.jsonl", "add.json", "village.json"].map(|file| folder.join(file).display().to_string());
    let lost = "{\"event\":{\"matter\":\"m9\",\"at\":\"2026-11-26T15:30\",\"act\":\"verified\"}}\n";
    std::fs::write(&work, std::fs::read_to_string(WORK).unwrap() + lost).unwrap();
    // It is learnt that the deputy left a year before.
    let village = std::fs::read_to_string(run::VILLAGE).unwrap();
    let deputy = r#""deputy": 1, "from": "2024-01-01""#;
    assert!(village.contains(deputy));
    std::fs::write(&county, village.replace(deputy, &format!("{deputy}, \"until\": \"2025-11-01\""))).unwrap();
    let asked = format!("case {county} {work} m1 --at 2026-11-26T16:00");
    let told = run(&asked);
    let expected = format!(
        "entries of `{work}` that no longer fit the county: 3; counted as recorded: 2; left out: 1\n  line 4, event: \
         case.not-holder\n  line 5, event: case.not-holder\n  line 13, event: matter.unknown\n\
         `wangge case FILE WORK --check` lists them all\n"
    );
    assert_eq!((told.code, told.err), (0, expected));
    let told = run(&format!("{asked} --json"));
    let case: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((&case["state"], &case["resolvedBy"]), (&value!("verified"), &value!("p5")), "what was done stays");
    assert!(run(&format!("{asked} --lang zh")).err.contains("3 条与现在的县情不符：2 条照原样计，1 条不计"));
    // Somebody who asks as a person is told of nothing that may not be shown to them.
    assert_eq!(run(&format!("{asked} --as p2")).err, "");
    let check = format!("case {county} {work} --check");
    let log = json(&check, 1);
    assert_eq!((&log["entries"], log["refused"].as_array().unwrap().len()), (&value!(12), 3));
    let first = value!({"line": 4, "entry": "event", "code": "case.not-holder", "rule": "E9", "ids": ["m1", "p5"], "taken": true});
    assert_eq!((&log["refused"][0], &log["refused"][2]["taken"]), (&first, &value!(false)));
    let page = run(&format!("{check} --lang zh"));
    assert!(page.code == 1 && page.out.contains("照原样计") && page.out.contains("不计"), "{page:?}");
    // What is new is held against everything.
    let act =
        |by: &str| format!(r#"{{"event":{{"matter":"m3","at":"2026-11-26T17:00","act":"resolved","by":"{by}"}}}}"#);
    std::fs::write(&add, act("p5")).unwrap();
    let error = &json(&format!("case {county} {work} --add {add}"), 1)["error"];
    assert_eq!(error["faults"][0]["code"], "case.not-holder");
    std::fs::write(&add, act("p1")).unwrap();
    assert_eq!(json(&format!("case {county} {work} --add {add}"), 0)["added"], 1);
    assert_eq!(json("case village.json work.jsonl --check", 0), value!({"entries": 11, "refused": []}));
    std::fs::remove_dir_all(folder).unwrap();
}
