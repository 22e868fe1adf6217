//! Wrong use: exit code 2, and a message that says what to do next.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, dead_code)]

mod run;

use std::io::Write;
use std::process::Stdio;

use run::{ended, folder, run, wangge};

/// The message of a run that ends with 2 and prints nothing on standard output.
#[track_caller]
fn refused(arguments: &str) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    run.err
}

#[test]
fn wrong_arguments_are_told_with_what_is_right() {
    for (arguments, message) in [
        ("", "a command is missing\nsee `wangge --help`\n"),
        ("whoo", "there is no command `whoo`; did you mean `who`?\nsee `wangge --help`\n"),
        ("who village.json", "`--kind <KIND>`, `<SUBJECT>` is missing\nsee `wangge who --help`\n"),
        (
            "who village.json h1 --kidn flood",
            "`--kidn` is not known here; did you mean `--kind`?\nsee `wangge who --help`\n",
        ),
        ("who village.json h1 --kind", "`--kind <KIND>` needs a value\nsee `wangge who --help`\n"),
        ("check village.json more", "`more` is not known here\nsee `wangge check --help`\n"),
        (
            "check village.json --lang fr",
            "`fr` is not possible for `--lang <zh|en>`; possible: `zh`, `en`\nsee `wangge check --help`\n",
        ),
        (
            "sample paris -o x",
            "`paris` is not possible for `<PLACE>`; possible: `chalinhe`, `cili`\nsee `wangge sample --help`\n",
        ),
        (
            "sample cili -o x --households none",
            "`none` is not possible for `--households <N>`; give a whole number from 100 to 20000000\nsee `wangge sample --help`\n",
        ),
        ("findings village.json --from 2026-01-01", "`--until <DATE>` is missing\nsee `wangge findings --help`\n"),
        (
            "findings village.json --on 2026-01-01 --from 2026-01-01 --until 2026-01-02",
            "`--on <DATE>` cannot be used with `--from <DATE>`, `--until <DATE>`, or stands twice\nsee `wangge findings --help`\n",
        ),
    ] {
        assert_eq!(refused(arguments), message, "{arguments}");
    }
    assert_eq!(refused("whoo --lang=zh"), "没有命令 `whoo`；是不是 `who`？\n用法见 `wangge --help`\n");
}

#[test]
fn wrong_dates_and_instants_are_told_with_an_example() {
    for date in ["2026-13-01", "0000-01-01", "2026-1-1", "20261001", "tomorrow", "2026-10-01T00:00"] {
        let message = refused(&format!("who village.json h1 --kind flood --on {date}"));
        assert!(message.starts_with(&format!("`{date}` is not a date; write it as `2026-10-01`\n")), "{message}");
    }
    for at in ["2026-10-01", "2026-10-01T25:00", "23:10", "2026-10-01T23:10+99:00"] {
        let message = refused(&format!("escalate village.json h1 --kind flood --at {at}"));
        assert!(message.starts_with(&format!("`{at}` is not an instant; write it as ")), "{message}");
    }
    let message = refused("findings village.json --from 2026-10-01 --until 2026-10-01");
    assert!(
        message.starts_with("there is no day from 2026-10-01 until 2026-10-01; `--until` is the day after"),
        "{message}"
    );
}

#[test]
fn r7_unknown_ids_are_told_apart_with_the_nearest_that_exist() {
    let kind = refused("who village.json h1 --kind floods");
    assert!(kind.starts_with("the scheme has no matter kind `floods`") && kind.contains("`flood` flood\n"), "{kind}");
    let kind = refused("who village.json h1 --kind 防汛险情 --lang zh");
    assert!(kind.starts_with("模式中没有事项类别 `防汛险情`") && kind.contains("`flood` 防汛险情\n"), "{kind}");
    let subject = refused("who village.json h11 --kind flood");
    assert!(subject.contains("no household, site or unit has the id `h11`") && subject.contains("`h1`"), "{subject}");
    let name = refused("who village.json 茶林河村 --kind flood");
    assert!(name.contains("`v1` 茶林河村\n"), "{name}");
    let code = refused("tree village.json 430821100223");
    assert!(code.contains("`v1` 茶林河村 (its official code, 2020-01-01 – open)\n"), "{code}");
    let date = refused("who village.json h1 --kind flood --on 2019-12-31");
    assert!(date.starts_with("`h1` does not exist on 2019-12-31"), "{date}");
    let person = refused("duties village.json 乙二");
    assert!(person.starts_with("no person has the id `乙二`") && person.contains("`p2` 乙二\n"), "{person}");
    let recused = refused("escalate village.json h1 --kind flood --at 2026-10-01T10:00 --recuse p9");
    assert!(recused.starts_with("no person has the id `p9`"), "{recused}");
}

#[test]
fn wrong_use_is_json_on_standard_error_for_programs() {
    let run = run("who village.json h1 --kind floods --json");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let error: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(error["error"]["code"], "kind.unknown");
}

#[test]
fn t3_a_year_without_a_calendar_is_a_fault_of_the_document() {
    let run = run("escalate village.json h1 --kind dispute --at 2026-12-31T16:00");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("`2027`") && run.err.contains("scheme.calendar"), "{}", run.err);
}

#[test]
fn files_that_are_not_there_or_no_files_are_told() {
    assert_eq!(refused("check nowhere.json"), "there is no file `nowhere.json`; check the path\n");
    assert!(refused("check .").starts_with("`.` cannot be read or written: "));
    let latin = folder("wrong").join("latin.json");
    std::fs::write(&latin, b"{\"format\": \"\xb4\xe5\"}").unwrap();
    let run = ended(wangge().arg("check").arg(&latin).output().unwrap());
    assert_eq!(run.code, 1);
    assert!(run.err.contains("document.encoding: the document is not UTF-8 text here"), "{}", run.err);
}

#[test]
fn nothing_invisible_is_printed() {
    let (escape, turned) = ("a\u{1b}[31m\u{202e}b", "a\\u{1b}[31m\\u{202e}b");
    let told = |arguments: &[&str]| ended(wangge().args(arguments).output().unwrap()).err;
    assert_eq!(told(&["check", escape]), format!("there is no file `{turned}`; check the path\n"));
    assert_eq!(told(&[escape]), format!("there is no command `{turned}`\nsee `wangge --help`\n"));
    assert!(told(&["tree", "village.json", "--on", escape]).starts_with(&format!("`{turned}` is not a date")));
    let json = told(&["check", escape, "--json"]);
    assert!(json.contains(r"`a\u001b[31m\u202eb`"), "{json}");
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_told_in_the_language() {
    use std::os::unix::ffi::OsStrExt;
    let id = std::ffi::OsStr::from_bytes(b"a\xff");
    let mut command = wangge();
    let run = ended(command.args(["tree", "village.json", "--lang", "zh"]).arg(id).output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (2, "参数不是 UTF-8 编码的文字\n用法见 `wangge tree --help`\n"));
}

#[test]
fn standard_input_is_a_document_and_a_closed_reader_is_no_failure() {
    let mut child = wangge().args(["check", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&std::fs::read(run::VILLAGE).unwrap()).unwrap();
    let run = ended(child.wait_with_output().unwrap());
    assert_eq!(run.code, 0);
    assert!(run.out.starts_with("`-` has no fault"), "{run:?}");

    let mut child =
        wangge().args(["tree", "village.json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = ended(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn the_language_is_the_argument_s_else_the_environment_s() {
    let words = |lang: &[(&str, &str)], arguments: &str| {
        let mut command = wangge();
        command.envs(lang.iter().copied()).args(arguments.split_whitespace());
        ended(command.output().unwrap()).out
    };
    let is_chinese = |text: String| text.contains("没有错误");
    assert!(!is_chinese(words(&[], "check village.json")));
    assert!(is_chinese(words(&[("LANG", "zh_CN.UTF-8")], "check village.json")));
    assert!(is_chinese(words(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_CN.UTF-8")], "check village.json")));
    assert!(!is_chinese(words(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], "check village.json")));
    assert!(!is_chinese(words(&[("LANG", "zh_CN.UTF-8")], "check village.json --lang en")));
    assert!(is_chinese(words(&[], "--lang=zh check village.json")));
}
