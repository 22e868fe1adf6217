//! The work from the command line: a year of a village, asked, printed, recorded; and what is told where it cannot be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, dead_code)]

mod run;

use run::{folder, json, run};
use serde_json::{Value, json as value};

const VILLAGE: &str = "430821108223";
const SECRETARY: &str = "p0000017";
const AT: &str = "--at 2026-11-29T17:00";

/// The sample with its year of work.
fn sample(test: &str) -> (std::path::PathBuf, String) {
    let folder = folder(test);
    let [county, work] = ["county.json", "work.jsonl"].map(|file| folder.join(file).display().to_string());
    assert_eq!(json(&format!("sample chalinhe -o {county}"), 0)["households"], 600);
    assert!(json(&format!("sample chalinhe --work -o {work}"), 0)["entries"].as_u64().unwrap() > 10_000);
    (folder, format!("{county} {work}"))
}

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

#[test]
fn e9_the_secretary_sees_what_is_overdue_today() {
    let (folder, files) = sample("overdue");
    let board = json(&format!("case {files} --unit {VILLAGE} {AT} --as {SECRETARY}"), 0);
    let rows = board["cases"].as_array().unwrap();
    let late: Vec<&Value> = rows.iter().take_while(|row| row["overdue"] == true).collect();
    assert_eq!(board["overdue"], late.len());
    assert!(!late.is_empty() && rows[late.len()..].iter().all(|row| row["overdue"] == false), "overdue ones first");
    // The clock alone decides the order of the others; the report counts the same matters.
    let next: Vec<&str> = rows[late.len()..].iter().filter_map(|row| row["nextDeadline"].as_str()).collect();
    assert!(next.is_sorted(), "{next:?}");
    let report = json(&format!("report {files} {VILLAGE} --month 2026-11 {AT}"), 0);
    assert_eq!(report["total"]["overdue"], late.len());
    let listed = json(&format!("report {files} {VILLAGE} --month 2026-11 {AT} --list overdue"), 0);
    let mut listed: Vec<&str> = listed["matters"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    let mut overdue: Vec<String> = late.iter().map(|row| row["matter"].as_str().unwrap().to_owned()).collect();
    listed.sort();
    overdue.sort();
    assert_eq!(listed, overdue);
    let page = run(&format!("case {files} --unit {VILLAGE} {AT} --as {SECRETARY} --lang zh")).out;
    assert_eq!(page.matches("【超期】").count(), late.len());
    // What each of them has come to is told alone too.
    let case = json(&format!("case {files} {} {AT} --as {SECRETARY}", overdue[0]), 0);
    assert_eq!((&case["overdue"], &case["history"][0]["what"]), (&value!(true), &value!("asked")));
    // Of the day: who must be told what, each with somebody's seat.
    let due = json(&format!("due {files} {AT}"), 0);
    let notices = due["notices"].as_array().unwrap();
    assert!(notices.len() > 3 && notices.iter().all(|own| own["at"].as_str().unwrap().starts_with("2026-11-29T")));
    let page = run(&format!("due {files} {AT} --lang zh")).out;
    assert!(page.contains("请接办") && page.contains("，微网格长"), "{page}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn n1_november_s_report_is_printed_in_both_languages_and_as_a_table() {
    let (folder, files) = sample("printed");
    let asked = format!("report {files} {VILLAGE} --month 2026-11 {AT}");
    let counted = json(&asked, 0);
    for (lang, title, kind) in
        [("zh", "茶林河村委会网格工作报表", "矛盾纠纷"), ("en", "Report of the work: 茶林河村委会", "dispute")]
    {
        let page = folder.join(format!("{lang}.html"));
        let run = run(&format!("{asked} -o {} --lang {lang}", page.display()));
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
        let html = std::fs::read_to_string(&page).unwrap();
        assert!(html.contains(title) && html.contains(kind), "{lang}");
        assert!(html.contains(&format!(">{}</td>", counted["total"]["reported"])), "{lang}");
        for id in counted["overdue"].as_array().unwrap() {
            assert!(html.contains(id.as_str().unwrap()), "{lang}: {id}");
        }
        // It needs nothing from anywhere.
        for foreign in ["<script", "http", "<link", "<img", "url(", "@import"] {
            assert!(!html.contains(foreign), "{lang}: {foreign}");
        }
        assert_eq!(html.matches("<rect class=\"reported\"").count(), 30, "a bar a day");
    }
    let table = folder.join("november.csv");
    assert_eq!(json(&format!("{asked} -o {}", table.display()), 0)["file"], table.display().to_string());
    let table = std::fs::read_to_string(table).unwrap();
    let mut lines = table.strip_prefix('\u{feff}').unwrap().lines();
    assert!(lines.next().unwrap().starts_with("by,id,name,reported,resolved,"));
    let total: Vec<u64> = lines.next().unwrap().split(',').filter_map(|cell| cell.parse().ok()).collect();
    let figures = ["reported", "resolved", "late", "open", "overdue", "reopened"];
    assert_eq!(total, figures.map(|figure| counted["total"][figure].as_u64().unwrap()));
    // Parts add up to the whole, and a kind's own report is its row.
    for figure in figures {
        let parts: u64 =
            counted["parts"].as_array().unwrap().iter().map(|part| part["figures"][figure].as_u64().unwrap()).sum();
        assert_eq!(counted["total"][figure], parts, "{figure}");
    }
    let disputes = json(&format!("{asked} --kind dispute"), 0);
    let row = counted["kinds"].as_array().unwrap().iter().find(|row| row["kind"] == "dispute").unwrap();
    assert_eq!((&disputes["total"], &disputes["kind"]), (&row["figures"], &value!("dispute")));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn n3_the_eleven_households_that_the_loudspeaker_has_not_reached_each_with_who_answers() {
    let (folder, files) = sample("missing");
    let all = json(&format!("campaign {files} --on 2026-11-29"), 0);
    let is_broadcast = |own: &&Value| own["channels"].as_array().unwrap().contains(&value!("loudspeaker"));
    let broadcast = all["campaigns"].as_array().unwrap().iter().find(is_broadcast).unwrap();
    assert_eq!((&broadcast["total"]["missing"], &broadcast["total"]["percent"]), (&value!(11), &value!(98)));
    let id = broadcast["campaign"].as_str().unwrap();
    let coverage = json(&format!("campaign {files} {id} --on 2026-11-29"), 0);
    let missing = coverage["missing"].as_array().unwrap();
    assert_eq!(missing.len(), 11);
    let county = files.split(' ').next().unwrap();
    for own in missing {
        let (household, kind) = (own["household"].as_str().unwrap(), broadcast["kind"].as_str().unwrap());
        let who = json(&format!("who {county} {household} --kind {kind} --on 2026-11-29"), 0);
        let first = &who["links"][usize::try_from(who["firstResponder"].as_u64().unwrap()).unwrap()]["holder"];
        let person = first["persons"].get(0).unwrap_or(&first["person"]);
        assert_eq!(own["answers"], person["id"], "{household}");
    }
    let page = run(&format!("campaign {files} {id} --on 2026-11-29 --missing --lang zh")).out;
    assert!(page.contains("600 户，还差 11 户，到户 98 %"), "{page}");
    assert!(missing.iter().all(|own| page.contains(own["household"].as_str().unwrap())), "{page}");
    let table = folder.join("missing.csv");
    run(&format!("campaign {files} {id} --on 2026-11-29 -o {}", table.display()));
    let table = std::fs::read_to_string(table).unwrap();
    assert_eq!((table.starts_with("\u{feff}household,"), table.lines().count()), (true, 12));
    // Whoever answers for some of them finds these on their way.
    let person = missing[0]["answers"].as_str().unwrap();
    let visits = json(&format!("campaign {files} --visits {person} --on 2026-11-29"), 0);
    let stops = visits["groups"].as_array().unwrap().iter().flat_map(|group| group["stops"].as_array().unwrap());
    let on_the_way: Vec<&Value> = stops.map(|stop| &stop["household"]).collect();
    for own in missing.iter().filter(|own| own["answers"] == person) {
        assert!(on_the_way.contains(&&own["household"]), "{own}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn wrong_use_is_told_with_what_is_right() {
    let files = "village.json work.jsonl";
    for (arguments, message) in [
        ("case FILES m9", "no matter has the id `m9`; `wangge case` without a matter lists the open ones (rule E9)\n"),
        (
            "case FILES m2 --at 2026-11-01T00:00",
            "`m2` was reported at 2026-11-05 09:00; give a later `--at` (rule E9)\n",
        ),
        (
            "case FILES --unit v9",
            "no unit has the id `v9`; check its spelling (rule R7)\ndid you mean:\n  `v1` 茶林河村\n",
        ),
        (
            "case FILES m1 --unit v1",
            "`[MATTER]` cannot be used with `--unit <UNIT>`, or stands twice\nsee `wangge case --help`\n",
        ),
        ("case FILES --about h9", "`h9` is the id of no household; check its spelling (rule R7)\n"),
        (
            "case FILES --at noon",
            "`noon` is not an instant; write it as `2026-10-01T23:10` or `2026-10-01T23:10:00+08:00`\nsee `wangge case --help`\n",
        ),
        ("case FILES --dry-run", "`--add <ENTRIES>` is missing\nsee `wangge case --help`\n"),
        ("case - -", "standard input is there once; give `-` for one file alone\nsee `wangge case --help`\n"),
        (
            "case village.json - --add x.json",
            "nothing can be added to standard input; name a file\nsee `wangge case --help`\n",
        ),
        ("case FILES --add nowhere.json", "there is no file `nowhere.json`; check the path\n"),
        (
            "due FILES --after x",
            "`x` is not an instant; write it as `2026-10-01T23:10` or `2026-10-01T23:10:00+08:00`\nsee `wangge due --help`\n",
        ),
        (
            "due FILES --after 2026-11-27T00:00 --at 2026-11-26T00:00",
            "`--after` is later than `--at`; change one of them\nsee `wangge due --help`\n",
        ),
        ("due village.json nowhere.jsonl", "there is no file `nowhere.jsonl`; check the path\n"),
        ("report FILES", "`--month` is missing, or `--from` and `--until`\nsee `wangge report --help`\n"),
        (
            "report FILES --month 2026-13",
            "`2026-13` is not a month; write it as `2026-11`\nsee `wangge report --help`\n",
        ),
        ("report FILES --month 2026-1", "`2026-1` is not a month; write it as `2026-11`\nsee `wangge report --help`\n"),
        (
            "report FILES --from 2026-11-02 --until 2026-11-02",
            "there is no day from 2026-11-02 until 2026-11-02; `--until` is the day after the last\nsee `wangge report --help`\n",
        ),
        (
            "report FILES --month 2026-11 -o x.txt",
            "`x.txt`: a name ends in `.html` (to print) or `.csv` (a table)\nsee `wangge report --help`\n",
        ),
        (
            "report FILES --month 2026-11 --list best",
            "`best` is not possible for `--list <FIGURE>`; possible: `reported`, `resolved`, `late`, `open`, `overdue`, `reopened`\nsee `wangge report --help`\n",
        ),
        (
            "report FILES v9 --month 2026-11",
            "no unit has the id `v9`; check its spelling (rule R7)\ndid you mean:\n  `v1` 茶林河村\n",
        ),
        (
            "report FILES --month 2026-11 --kind floods",
            "the scheme has no matter kind `floods`; check its spelling (rule R7)\ndid you mean:\n  `flood` flood\n",
        ),
        (
            "report FILES --month 2026-11 --on May",
            "`May` is not a date; write it as `2026-10-01`\nsee `wangge report --help`\n",
        ),
        ("report FILES v1 --month 2026-11 --on 2019-01-01", "`v1` does not exist on 2019-01-01"),
        (
            "report FILES --from 0001-01-01 --until 9999-12-31 --calendar",
            "`1200` months and more are too many for one calendar; ask for less than a century (rule N2)\n",
        ),
        ("campaign FILES v", "no campaign has the id `v`; there are: `visits-11` (rule N3)\n"),
        (
            "campaign FILES visits-11 --on 2026-10-01",
            "`visits-11` begins on 2026-11-01; give a later `--on` (rule N3)\n",
        ),
        ("campaign FILES -o x.csv", "`-o` goes with one campaign, or with `--visits`\nsee `wangge campaign --help`\n"),
        (
            "campaign FILES visits-11 -o x.html --on 2026-11-26",
            "`x.html`: a name ends in `.csv`\nsee `wangge campaign --help`\n",
        ),
        ("campaign FILES --missing", "`<CAMPAIGN>` is missing\nsee `wangge campaign --help`\n"),
        ("campaign FILES --visits p9", "no person has the id `p9`; check its spelling (rule R8)\n"),
        ("case FILES --as p9", "no person has the id `p9`; check its spelling (rule R8)\n"),
    ] {
        let told = refused(&arguments.replace("FILES", files), 2);
        assert!(told.starts_with(message.trim_end_matches('\n')), "{arguments}: {told}");
    }
    let error: Value = serde_json::from_str(&run(&format!("case {files} m9 --json")).err).unwrap();
    assert_eq!((&error["error"]["code"], &error["error"]["rule"]), (&value!("matter.unknown"), &value!("E9")));
}

#[test]
fn s2_what_somebody_may_not_see_is_not_there() {
    let files = "village.json work.jsonl";
    let at = "--at 2026-12-04T10:00";
    // From December the first grid's leader has nothing to do with the second.
    let seen = |command: &str| json(&format!("{command} --as p1"), 0);
    // What they hold stays theirs.
    assert_eq!(ids(&seen(&format!("case {files} {at}"))["cases"], "matter"), ["m2", "m3"]);
    assert_eq!(ids(&json(&format!("case {files} {at}"), 0)["cases"], "matter").len(), 3);
    let after = "--after 2026-11-01T00:00";
    let notices = ids(&seen(&format!("due {files} {after} {at}"))["notices"], "matter");
    assert!(!notices.is_empty() && !notices.contains(&"m4".to_owned()), "{notices:?}");
    let coverage = seen(&format!("campaign {files} visits-11 --on 2026-12-04"));
    assert_eq!(ids(&coverage["missing"], "household"), ["h1"]);
    assert_eq!(ids(&coverage["units"], "unit"), ["v1-g1"]);
    assert_eq!((&coverage["campaign"]["total"], &coverage["actions"]), (&Value::Null, &Value::Null));
    // Their own unit is counted where none is named; others are not there.
    assert_eq!(seen(&format!("report {files} --month 2026-11 {at}"))["unit"], "v1-g1");
    for (command, unseen, unknown) in [
        ("case FILES ID AT --as p1", "m4", "m9"),
        ("case FILES --unit ID AT --as p1", "v1-g2", "v9"),
        ("case FILES --about ID AT --as p1", "h3", "h9"),
        ("report FILES ID --month 2026-11 AT --as p1", "v1", "v9"),
        ("report FILES ID --month 2026-11 --calendar AT --as p1", "v1", "v9"),
        ("campaign FILES --visits ID --on 2026-12-04 --as p1", "p2", "p9"),
    ] {
        for form in ["--lang en", "--lang zh", "--json"] {
            let told = |id: &str| {
                let command = command.replace("ID", id).replace("FILES", files).replace("AT", at);
                refused(&format!("{command} {form}"), 2).replace(id, "ID")
            };
            assert_eq!(told(unseen), told(unknown), "{command} {form}");
        }
    }
    // Without a kind of their own nothing of a matter is in the file.
    let file = json(&format!("case {files} --about h2 {at} --as p2"), 0);
    assert_eq!((ids(&value!(file["pairings"]), "person"), &file["matters"]), (vec!["p2".to_owned()], &value!(["m2"])));
}

#[test]
fn s1_a_matter_of_a_kind_that_is_none_of_theirs_is_as_if_it_were_not_there() {
    let folder = folder("kinds");
    let log = folder.join("work.jsonl");
    let pressing = r#"{"matter":{"id":"m5","subject":"h2","kind":"dispute","urgency":"emergency","at":"2026-11-26T15:30","channel":"phone"}}"#;
    std::fs::write(
        &log,
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/work.jsonl")).unwrap() + pressing + "\n",
    )
    .unwrap();
    let files = format!("village.json {}", log.display());
    let at = "--at 2026-11-26T16:00";
    // The mayor may see every household, but for production safety alone.
    let seen = |command: &str| json(&format!("{command} {at} --as p3"), 0);
    let all = |command: &str| json(&format!("{command} {at}"), 0);
    assert_eq!(ids(&all(&format!("case {files}"))["cases"], "matter"), ["m2", "m3", "m5", "m4"]);
    assert_eq!(ids(&seen(&format!("case {files}"))["cases"], "matter"), ["m4"]);
    for form in ["--lang en", "--lang zh", "--json"] {
        let told = |id: &str| refused(&format!("case {files} {id} {at} --as p3 {form}"), 2).replace(id, "ID");
        assert_eq!(told("m3"), told("m9"), "{form}");
    }
    let mut notices = ids(&seen(&format!("due {files} --after 2026-11-01T00:00"))["notices"], "matter");
    notices.dedup();
    assert_eq!(notices, ["m1", "m4"]);
    let count = |report: &Value| report["total"]["reported"].as_u64().unwrap();
    let report = format!("report {files} v1 --month 2026-11");
    assert_eq!((count(&all(&report)), count(&seen(&report))), (5, 2));
    assert_eq!((&all(&report)["overdue"], &seen(&report)["overdue"]), (&value!(["m2", "m3"]), &value!([])));
    assert_eq!(seen(&report)["kinds"].as_array().unwrap().len(), 2);
    assert_eq!(count(&seen(&format!("{report} --kind dispute"))), 0);
    assert_eq!(seen(&format!("{report} --list reported"))["matters"], value!(["m1", "m4"]));
    let calendar = format!("report {files} --month 2026-11 --calendar");
    let matters =
        |due: Value| due["due"].as_array().unwrap().iter().map(|own| own["matters"].clone()).collect::<Vec<_>>();
    assert_eq!(matters(all(&calendar)), [value!(["m1"]), value!(["m5"])]);
    assert_eq!(matters(seen(&calendar)), [value!(["m1"])]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn n1_what_is_unplaced_has_its_row_so_that_parts_add_up() {
    let folder = folder("unplaced");
    // Long before the county began.
    let asked = "report village.json work.jsonl --month 2026-11 --on 2019-01-01 --at 2026-11-26T16:00";
    let report = json(asked, 0);
    assert_eq!(report["parts"], value!([{"figures": report["total"]}]));
    for (lang, name, file) in [
        ("en", "unplaced", "r.csv"),
        ("zh", "无处可归", "r.csv"),
        ("en", "unplaced", "r.html"),
        ("zh", "无处可归", "r.html"),
    ] {
        let out = folder.join(file);
        assert_eq!(run(&format!("{asked} -o {} --lang {lang}", out.display())).code, 0);
        let text = std::fs::read_to_string(out).unwrap();
        assert!(text.contains(name), "{lang} {file}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn n3_a_campaign_without_a_household_is_no_success() {
    let folder = folder("nobody");
    let log = folder.join("work.jsonl");
    let empty = r#"{"campaign":{"id":"old","of":"big-visit","kind":"dispute","from":"2019-11-01","until":"2019-12-01","channels":["visit"]}}"#;
    std::fs::write(&log, format!("{{\"format\":\"wangge-work/1\"}}\n{empty}\n")).unwrap();
    for (lang, told) in [("en", "up to 2019-11-30: no household is in its set;"), ("zh", "没有一户在行动的户里")]
    {
        let page = run(&format!("campaign village.json {} old --on 2019-11-30 --lang {lang}", log.display())).out;
        assert!(page.contains(told) && !page.contains("100"), "{page}");
        let all = run(&format!("campaign village.json {} --on 2019-11-30 --lang {lang}", log.display())).out;
        assert!(all.contains(" – ") && !all.contains("100"), "{all}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_store_answers_as_a_document_does_and_logs_who_asked() {
    let folder = folder("work-store");
    let db = folder.join("village.db").display().to_string();
    assert_eq!(run(&format!("init {db} --from village.json --who office")).code, 0);
    let asked = [
        "case FILE work.jsonl --at 2026-11-26T16:00",
        "case FILE work.jsonl m2 --at 2026-11-26T16:00",
        "case FILE work.jsonl --about h2 --at 2026-11-26T16:00",
        "due FILE work.jsonl --at 2026-11-26T16:00",
        "report FILE work.jsonl v1 --month 2026-11 --at 2026-11-26T16:00",
        "report FILE work.jsonl v1 --month 2026-11 --calendar --at 2026-11-26T16:00",
        "campaign FILE work.jsonl --on 2026-11-26",
        "campaign FILE work.jsonl visits-11 --on 2026-11-26",
        "campaign FILE work.jsonl --visits p2 --on 2026-11-26",
    ];
    for question in asked {
        let [there, here] = [db.as_str(), "village.json"].map(|file| json(&question.replace("FILE", file), 0));
        assert_eq!(there, here, "{question}");
        json(&format!("{} --as p2", question.replace("FILE", &db)), 0);
    }
    refused(&format!("case {db} work.jsonl m9 --as p2"), 2);
    let reads = json(&format!("log {db} --reads"), 0);
    let reads = reads["reads"].as_array().unwrap();
    let told: Vec<(&str, &str, bool)> = reads
        .iter()
        .map(|read| (read["question"].as_str().unwrap(), read["subject"].as_str().unwrap(), read["granted"] == true))
        .collect();
    assert_eq!(
        told,
        [
            ("case", "*", true),
            ("case", "m2", true),
            ("case", "h2", true),
            ("due", "*", true),
            ("report", "v1", true),
            ("report", "v1", true),
            ("campaign", "*", true),
            ("campaign", "visits-11", true),
            ("campaign", "p2", true),
            ("case", "m9", false),
        ]
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn n2_the_reporting_calendar_says_what_is_due_and_what_is_late() {
    let due = json("report village.json work.jsonl --calendar --month 2026-11 --at 2026-11-26T16:00", 0);
    let daily = value!({
        "rule": "daily", "by": {"type": "by", "at": "2026-11-04T00:00:00+08:00"}, "unit": "v1", "from": [],
        "toUnit": "t1", "to": ["p3"], "matters": ["m1"], "late": true,
    });
    assert_eq!(due, value!({"due": [daily], "unknown": []}));
    let before = json("report village.json work.jsonl --calendar --month 2026-11 --at 2026-11-03T23:30", 0);
    assert_eq!(before["due"][0]["late"], false);
    let page = run("report village.json work.jsonl --calendar --month 2026-11 --at 2026-11-26T16:00 --lang zh").out;
    assert!(page.contains("【未报，已过期限】"), "{page}");
}
