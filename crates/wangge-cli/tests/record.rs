//! What is recorded from the command line: added whole or not at all; and what is told of a log that is none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, dead_code)]

mod run;

use std::path::Path;

use run::{folder, json, run};
use serde_json::{Value, json as value};

fn ids(list: &Value, field: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|row| row[field].as_str().unwrap().to_owned()).collect()
}

/// What is told by a run that ends with `code` and prints nothing.
#[track_caller]
fn refused(arguments: &str, code: i32) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.out.as_str()), (code, ""), "{run:?}");
    run.err
}

const WORK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/work.jsonl");

/// A log of its own, and a file with entries to be added.
fn log(test: &str, entries: &str) -> (std::path::PathBuf, String, String) {
    let folder = folder(test);
    let [work, add] = ["work.jsonl", "add.json"].map(|file| folder.join(file).display().to_string());
    std::fs::copy(WORK, &work).unwrap();
    std::fs::write(&add, entries).unwrap();
    (folder, work, add)
}

fn matter(id: &str, at: &str) -> String {
    format!(
        r#"{{"matter":{{"id":"{id}","subject":"h2","kind":"dispute","urgency":"routine","at":"{at}","channel":"visit"}}}}"#
    )
}

#[test]
fn entries_are_added_whole_or_not_at_all() {
    let two = format!(
        "{}\n{}\n",
        matter("m5", "2026-11-26T17:00"),
        r#"{"event":{"matter":"m5","at":"2026-11-26T17:05","act":"accepted","by":"p1"}}"#
    );
    let (folder, work, add) = log("added", &two);
    let before = std::fs::read(&work).unwrap();
    let tried = json(&format!("case village.json {work} --add {add} --dry-run"), 0);
    let expected =
        value!({"added": 2, "dryRun": true, "matters": [{"matter": "m5", "state": "accepted", "holders": ["p1"]}]});
    assert_eq!(tried, expected);
    assert_eq!(std::fs::read(&work).unwrap(), before, "nothing is written");
    let told = run(&format!("case village.json {work} --add {add}"));
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.starts_with(&format!("added to `{work}` and on disk: entries: 2\n")), "{}", told.out);
    let after = std::fs::read_to_string(&work).unwrap();
    let added = after.strip_prefix(std::str::from_utf8(&before).unwrap()).unwrap();
    assert!(added.lines().count() == 2 && added.contains("2026-11-26T17:05:00+08:00") && added.ends_with('\n'));
    assert_eq!(json(&format!("case village.json {work} m5 --at 2026-11-26T18:00"), 0)["holders"], value!(["p1"]));
    // The second time the id is taken, and what builds on it is out of order: neither is added.
    let error = &json(&format!("case village.json {work} --add {add}"), 1)["error"];
    assert_eq!(error["code"], "work.faults");
    let told: Vec<(&Value, &Value)> =
        error["faults"].as_array().unwrap().iter().map(|fault| (&fault["line"], &fault["code"])).collect();
    assert_eq!(told, [(&value!(1), &value!("matter.duplicate")), (&value!(2), &value!("case.not-allowed"))]);
    assert_eq!(std::fs::read_to_string(&work).unwrap(), after);
    let page = refused(&format!("case village.json {work} --add {add} --lang zh"), 1);
    assert!(
        page.contains("有 2 条不能记入") && page.contains("已是前面一件事项的编号；请另取一个（规则 E9）"),
        "{page}"
    );
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "nothing is left beside it: {names:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_log_is_begun_by_its_first_entry_which_is_said() {
    let (folder, work, add) = log("begun", &matter("m1", "2026-11-26T17:00"));
    std::fs::remove_file(&work).unwrap();
    assert!(refused(&format!("case village.json {work}"), 2).starts_with(&format!("there is no file `{work}`")));
    let tried = format!("case village.json {work} --add {add} --dry-run");
    assert_eq!((&json(&tried, 0)["added"], &json(&tried, 0)["begun"]), (&value!(1), &value!(true)));
    assert!(run(&tried).out.starts_with(&format!("entries that can be added: 1, to a new log: there is no `{work}`;")));
    assert!(!Path::new(&work).exists());
    let told = run(&format!("case village.json {work} --add {add}")).out;
    assert!(told.starts_with(&format!("a new log `{work}` is begun and on disk: entries: 1\n")), "{told}");
    assert_eq!(json(&format!("case village.json {work} --at 2026-11-26T17:00"), 0)["cases"][0]["matter"], "m1");
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "nothing is left beside it: {names:?}");
    // Not in a folder that is mistyped.
    for form in ["", " --dry-run"] {
        let told = refused(&format!("case village.json {}/nodir/w.jsonl --add {add}{form}", folder.display()), 2);
        let expected = format!("there is no folder `{}/nodir` to begin a log in; check the path\n", folder.display());
        assert_eq!(told, expected);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn those_who_begin_a_log_at_once_wait_for_one_another() {
    let (folder, work, _) = log("begin-at-once", "");
    std::fs::remove_file(&work).unwrap();
    add_at_once(&folder, &work, 6);
    assert_eq!(std::fs::read_to_string(&work).unwrap().lines().count(), 7);
    std::fs::remove_dir_all(folder).unwrap();
}

/// So many add a matter each, `n0` and so on.
fn add_at_once(folder: &Path, work: &str, count: usize) {
    let children: Vec<_> = (0..count)
        .map(|number| {
            let add = folder.join(format!("{number}.json"));
            std::fs::write(&add, matter(&format!("n{number}"), "2026-11-27T09:00")).unwrap();
            let mut command = run::wangge();
            command.args(["case", "village.json", work, "--add"]).arg(add).stdout(std::process::Stdio::null());
            command.spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn what_has_not_come_yet_is_not_recorded_but_read_if_it_is_there() {
    let two = format!("{}\n{}\n", matter("m5", "2026-11-26T17:00"), matter("m6", "9062-11-26T17:00"));
    let (folder, work, add) = log("future", &two);
    let before = std::fs::read(&work).unwrap();
    for form in ["", " --dry-run"] {
        let error = &json(&format!("case village.json {work} --add {add}{form}"), 1)["error"];
        assert_eq!(error["code"], "work.faults");
        let fault = value!({"code": "instant.future", "rule": "E9", "place": "matter.at", "line": 2,
            "ids": ["9062-11-26T17:00:00+08:00"]});
        assert_eq!(error["faults"], value!([fault]));
    }
    for (lang, told) in [("en", "their instants have not come yet"), ("zh", "所写的时刻还没有到")] {
        let page = refused(&format!("case village.json {work} --add {add} --lang {lang}"), 1);
        assert!(page.contains(told) && page.contains("9062-11-26T17:00:00+08:00"), "{page}");
    }
    assert_eq!(std::fs::read(&work).unwrap(), before, "nothing is written");
    std::fs::write(&work, [before, two.into_bytes()].concat()).unwrap();
    assert_eq!(json(&format!("case village.json {work} m6 --at 9062-11-27T00:00"), 0)["matter"], "m6");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_added_follows_the_last_line_that_says_something() {
    let (folder, work, add) = log("after", &matter("m5", "2026-11-26T17:00"));
    let text = std::fs::read_to_string(&work).unwrap();
    for end in ["", "\n\n", "\n \n\t"] {
        std::fs::write(&work, format!("{}{end}", text.trim_end())).unwrap();
        assert_eq!(json(&format!("case village.json {work} --add {add}"), 0)["added"], 1, "{end:?}");
        let after = std::fs::read_to_string(&work).unwrap();
        let added = after.strip_prefix(&text).expect("what was there is there");
        assert!(added.starts_with("{\"matter\":{\"id\":\"m5\"") && added.lines().count() == 1, "{end:?}: {added}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_log_that_is_read_only_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, work, add) = log("read-only", &matter("m5", "2026-11-26T17:00"));
    let before = std::fs::read(&work).unwrap();
    for mode in [0o444, 0o464] {
        std::fs::set_permissions(&work, std::fs::Permissions::from_mode(mode)).unwrap();
        let told = refused(&format!("case village.json {work} --add {add}"), 2);
        assert_eq!(
            told,
            format!("`{work}` is read-only, nothing is added; have it made writable, or begin another log\n")
        );
        assert_eq!(json(&format!("case village.json {work} --add {add} --dry-run"), 0)["added"], 1);
    }
    assert_eq!(std::fs::read(&work).unwrap(), before);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Only who may do everything can try this: elsewhere nothing is asked.
#[cfg(unix)]
#[test]
fn a_log_stays_its_owner_s_and_its_group_s_or_is_left_alone() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    let (folder, work, add) = log("shared", &matter("m5", "2026-11-26T17:00"));
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    if chown(&work, Some(4_001), Some(4_002)).is_ok() {
        mode(Path::new(&work), 0o660);
        mode(&folder, 0o777);
        assert_eq!(json(&format!("case village.json {work} --add {add}"), 0)["added"], 1);
        let now = std::fs::metadata(&work).unwrap();
        assert_eq!((now.uid(), now.gid(), now.mode() & 0o777), (4_001, 4_002, 0o660));
        let add_as = |user, group, id: &str| {
            std::fs::write(&add, matter(id, "2026-11-26T17:00")).unwrap();
            let mut command = run::wangge();
            command.args(["case", "village.json", &work, "--add", &add]).uid(user).gid(group);
            run::ended(command.output().unwrap())
        };
        // Of the group: it stays the group's.
        let told = add_as(4_003, 4_002, "m6");
        assert_eq!((told.code, told.err.as_str()), (0, ""), "{told:?}");
        let now = std::fs::metadata(&work).unwrap();
        assert_eq!((now.gid(), now.mode() & 0o777), (4_002, 0o660));
        // Of no group of its: who writes to it by the leave of all does not take it from the others.
        mode(Path::new(&work), 0o666);
        let before = std::fs::read(&work).unwrap();
        let told = add_as(4_004, 4_005, "m7");
        assert!(told.code == 2 && told.err.contains("belongs to a group that you are not in"), "{told:?}");
        assert_eq!((std::fs::read(&work).unwrap(), std::fs::metadata(&work).unwrap().gid()), (before, 4_002));
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_log_keeps_its_permissions_and_a_link_to_it_stays_one() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, work, add) = log("kept", &matter("m5", "2026-11-26T17:00"));
    std::fs::set_permissions(&work, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.join("link.jsonl");
    symlink(&work, &link).unwrap();
    assert_eq!(json(&format!("case village.json {} --add {add}", link.display()), 0)["added"], 1);
    assert_eq!(std::fs::metadata(&work).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read(&link).unwrap(), std::fs::read(&work).unwrap());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn those_who_add_at_once_wait_for_one_another() {
    let (folder, work, _) = log("at-once", "");
    add_at_once(&folder, &work, 8);
    let board = json(&format!("case village.json {work} --at 2026-11-27T09:00"), 0);
    let mut added: Vec<String> = ids(&board["cases"], "matter").into_iter().filter(|id| id.starts_with('n')).collect();
    added.sort();
    assert_eq!(added, ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_log_that_is_none_is_told_line_by_line() {
    let (folder, work, _) = log("broken", "");
    let text = std::fs::read_to_string(&work).unwrap();
    std::fs::write(&work, text.trim_end().trim_end_matches('}')).unwrap();
    let told = refused(&format!("case village.json {work}"), 1);
    assert!(told.contains("lines that are wrong: 1\n") && told.contains("ends in the middle of this line"), "{told}");
    assert!(told.ends_with("(line 12)\n"), "{told}");
    let broken = text
        .replace("\"act\":\"verified\"", "\"act\":\"scored\"")
        .replace("\"at\":\"2026-11-26T15:00:00+08:00\"", "\"at\":\"noon\"");
    std::fs::write(&work, broken).unwrap();
    let error = &json(&format!("due village.json {work}"), 1)["error"];
    assert_eq!((&error["code"], &error["place"]["line"]), (&value!("document.value"), &value!(6)));
    assert_eq!(error["faults"][1]["line"], 12);
    assert_eq!(
        (&error["faults"][1]["place"], &error["faults"][1]["code"]),
        (&value!("matter.at"), &value!("document.value"))
    );
    let told = refused(&format!("due village.json {work} --lang zh"), 1);
    assert!(told.contains("不是可用的工作记录，有误 2 行") && told.contains("值不在允许范围："), "{told}");
    // Files in each other's place, or a document as entries.
    let order = "the document comes first, the log second";
    for arguments in
        ["case village.json village.json", "case work.jsonl village.json", "case village.json WORK --add village.json"]
    {
        let told = refused(&arguments.replace("WORK", &work), 1);
        assert!(told.contains(order) && told.lines().count() <= 2, "{told}");
        let told = refused(&(arguments.replace("WORK", &work) + " --lang zh"), 1);
        assert!(told.contains("文档或县库在前，工作记录在后"), "{told}");
    }
    let store = folder.join("village.db").display().to_string();
    assert_eq!(run(&format!("init {store} --from village.json --who office")).code, 0);
    for arguments in [format!("case {store} {store}"), format!("case village.json {store} --add more.jsonl --dry-run")]
    {
        let told = refused(&arguments, 2);
        assert!(told.contains("is a store, no log of work; the document or store comes first"), "{told}");
    }
    std::fs::write(&work, format!("{text}{}", "x\n".repeat(30))).unwrap();
    let told = refused(&format!("case village.json {work}"), 1);
    assert!(told.lines().count() == 22 && told.ends_with("and 10 more; `--json` lists them all\n"), "{told}");
    assert_eq!(json(&format!("case village.json {work}"), 1)["error"]["faults"].as_array().unwrap().len(), 30);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn nothing_is_written_over_what_is_read() {
    let (folder, work, _) = log("over", "");
    let page = folder.join("work.csv");
    std::fs::rename(&work, &page).unwrap();
    let page = page.display();
    let told = refused(&format!("report village.json {page} --month 2026-11 -o {page}"), 2);
    assert_eq!(told, format!("`{page}` is the file that is read, and is not written over; choose another name\n"));
    std::fs::remove_dir_all(folder).unwrap();
}
