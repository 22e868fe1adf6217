//! What programs read: shapes and exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, dead_code)]

mod run;

use run::json;
use serde_json::{Value, json as value};

#[test]
fn check_counts_the_rows_or_lists_every_fault() {
    let counts = value!({"units": 4, "departments": 1, "households": 3, "sites": 1, "people": 5, "appointments": 7, "pairings": 3, "pairRules": 0});
    assert_eq!(json("check village.json", 0), counts);
    let faults = json("check faults.json", 1);
    let faults: Vec<(&str, &str)> = faults["error"]["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["place"].as_str().unwrap(), fault["code"].as_str().unwrap()))
        .collect();
    assert!(faults.contains(&("units[0].level", "reference.unknown")), "{faults:?}");
    assert!(faults.contains(&("units[0].from", "date.invalid")), "{faults:?}");
    assert!(faults.contains(&("people[0].name", "text.invalid")), "{faults:?}");
}

#[test]
fn a_document_that_is_refused_says_where() {
    let error = &json("check refused.json", 1)["error"];
    assert_eq!(error["code"], "document.unknown-field");
    assert_eq!(error["place"], value!({"path": "scheme.levels[0].nmae", "line": 5, "column": 37}));
}

#[test]
fn r1_who_lists_the_chain_and_points_at_the_answerable_link() {
    let answer = json("who village.json h1 --kind flood --on 2026-11-03", 0);
    assert_eq!(answer["subject"], value!({"type": "household", "id": "h1"}));
    let links = answer["links"].as_array().unwrap();
    let posts: Vec<&Value> = links.iter().map(|link| &link["post"]["type"]).collect();
    assert_eq!(posts, ["caretakers", "role", "role", "role", "department"]);
    assert_eq!(answer["firstResponder"], 1);
    assert_eq!(answer["answerable"], value!({"type": "by", "link": 3, "covers": [2]}));
    assert_eq!(links[2]["holder"], value!({"type": "absent", "since": "2026-11-01"}));
    assert_eq!(links[1]["holder"]["persons"][0]["contact"], "1001");
}

#[test]
fn r8_duties_are_counted_by_range() {
    let duties = json("duties village.json p2 --on 2026-11-03", 0);
    assert_eq!((&duties["absent"], &duties["reach"]), (&value!(true), &value!(["v1"])));
    assert_eq!((&duties["unitCount"], &duties["householdCount"]), (&value!(3), &value!(3)));
    assert_eq!(duties["pairings"][0], value!({"programme": "one-one", "household": "h2"}));
}

#[test]
fn e2_every_step_is_active_or_skipped() {
    let path = json("escalate village.json h1 --kind flood --emergency --at 2026-10-01T23:10 --recuse p4", 0);
    assert_eq!(path["reportedAt"], "2026-10-01T23:10:00+08:00");
    let states: Vec<&Value> = path["steps"].as_array().unwrap().iter().map(|step| &step["state"]).collect();
    assert_eq!(states, ["active", "active", "skipped", "active"]);
    // The grid leader's own household: the deputy is asked (E4).
    assert_eq!(path["steps"][0]["asked"][0]["id"], "p5");
    assert_eq!(path["steps"][0]["passedOver"][0]["reason"], "own-household");
    assert_eq!(path["steps"][0]["acceptBy"], "2026-10-02T00:10:00+08:00");
    assert_eq!(path["reports"][0]["by"], "2026-10-02T00:00:00+08:00");
    let same = json("escalate village.json h1 --kind flood --emergency --at 2026-10-01T15:10:00Z --recuse p4", 0);
    assert_eq!(same, path);
}

#[test]
fn findings_end_with_1_where_there_is_a_gap_and_name_its_days() {
    let findings = json("findings village.json --from 2026-12-01 --until 2026-12-31", 1);
    let gap = findings["findings"].as_array().unwrap().iter().find(|gap| gap["code"] == "seat.vacant").unwrap();
    assert_eq!((&gap["unit"], &gap["role"]), (&value!("v1-g2"), &value!("grid-leader")));
    assert_eq!((&gap["from"], &gap["until"]), (&value!("2026-12-03"), &value!("2026-12-08")));
    assert_eq!(findings["checked"]["households"], 3);
}

#[test]
fn tree_is_flat_in_tree_order() {
    let tree = json("tree village.json --on 2026-10-01", 0);
    let ids: Vec<&Value> = tree["units"].as_array().unwrap().iter().map(|unit| &unit["id"]).collect();
    assert_eq!(ids, ["t1", "v1", "v1-g1", "v1-g2"]);
    let ids = json("tree village.json --on 2026-10-01 --depth 1", 0)["units"].as_array().unwrap().len();
    assert_eq!(ids, 2);
}

#[test]
fn s1_may_names_the_link_and_ends_with_1_where_it_is_denied() {
    let may = json("may village.json p4 record reservoir --on 2026-11-03", 0);
    assert_eq!((&may["type"], &may["kinds"]), (&value!("granted"), &value!(["flood"])));
    assert_eq!(may["because"]["post"], value!({"type": "department", "unit": "t1", "department": "t1-water"}));
    // Own household, absent, of another grid, not there: nothing more is said (S2).
    for wish in ["p1 record h1", "p2 see h2", "p5 see h3", "p5 see h9", "p5 see nowhere", "p5 see t1-water"] {
        assert_eq!(json(&format!("may village.json {wish} --on 2026-11-03"), 1), value!({"type": "denied"}), "{wish}");
    }
}

#[test]
fn s2_what_somebody_may_not_see_is_answered_as_if_it_were_not_there() {
    for (command, unseen, unknown) in [
        ("who village.json ID --kind flood --on 2026-12-04 --as p1", "h3", "h9"),
        ("who village.json ID --kind flood --on 2026-12-04 --as p1", "v1", "v9"),
        ("who village.json ID --kind floods --on 2026-12-04 --as p1", "h3", "h9"),
        ("escalate village.json ID --kind flood --at 2026-12-04T10:00 --as p1", "h3", "h9"),
        ("tree village.json ID --on 2026-12-04 --as p1", "v1", "v9"),
        ("tree village.json ID --on 2026-12-04 --as p1", "h1", "v9"),
        ("duties village.json ID --on 2026-12-04 --as p1", "p2", "p9"),
    ] {
        for form in ["--lang en", "--lang zh", "--json"] {
            let told = |id: &str| {
                let run = run::run(&format!("{} {form}", command.replace("ID", id)));
                assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
                run.err.replace(&format!("`{id}`"), "`ID`").replace(&format!("\"{id}\""), "\"ID\"")
            };
            assert_eq!(told(unseen), told(unknown), "{command} {form}");
            assert_eq!(told(unseen).lines().count(), 1, "no hint at what is near");
        }
    }
    // What they may see is answered as ever; the tree begins where their eyes do.
    for command in [
        "who village.json h2 --kind flood --on 2026-12-04",
        "escalate village.json h2 --kind flood --at 2026-12-04T10:00",
        "tree village.json v1-g1 --on 2026-12-04",
        "duties village.json p1 --on 2026-12-04",
    ] {
        assert_eq!(json(&format!("{command} --as p1"), 0), json(command, 0), "{command}");
    }
    let seen = json("tree village.json --on 2026-12-04 --as p1", 0);
    assert_eq!(seen, json("tree village.json v1-g1 --on 2026-12-04", 0));
    assert_eq!(json("tree village.json --on 2026-11-03 --as p2", 0)["units"], value!([]), "absent: nothing");
}

#[test]
fn s3_a_door_is_shown_to_whoever_may_read_it() {
    let head = |arguments: &str| run::run(arguments).out.lines().next().unwrap_or_default().to_owned();
    let asked = "who village.json h1 --kind flood --on 2026-11-03";
    assert!(head(&format!("{asked} --as p1")).starts_with("1 号 (h1), "));
    // A caretaker who is informed only: once the department's seat, which reads it too, is another's.
    let village = std::fs::read_to_string(run::VILLAGE).unwrap();
    let other = village.replace(r#""person": "p4", "department""#, r#""person": "p3", "department""#);
    assert_ne!(village, other);
    let file = run::folder("door").join("village.json");
    std::fs::write(&file, other).unwrap();
    let asked = asked.replace("village.json", file.to_str().unwrap());
    assert!(head(&format!("{asked} --as p4")).starts_with("h1, "), "{}", head(&format!("{asked} --as p4")));
    let duties = asked.replace("who", "duties").replace("h1 --kind flood", "p4");
    assert!(!run::run(&format!("{duties} --as p4")).out.contains("1 号"));
}

#[test]
fn s3_a_redacted_document_answers_the_same_and_names_nobody() {
    let file = run::folder("redact").join("redacted.json");
    let file = file.to_str().unwrap();
    assert_eq!(json(&format!("redact village.json -o {file}"), 0), json("check village.json", 0));
    let text = std::fs::read_to_string(file).unwrap();
    for personal in ["甲一", "乙二", "1001", "1005", "1 号"] {
        assert!(!text.contains(personal), "{personal}");
    }
    assert_eq!(run::run("redact village.json -o -").out, text);
    assert_eq!(text, run::run(&format!("redact {file} -o -")).out, "what is redacted stays as it is");
    let posts = |file: &str| {
        let answer = json(&format!("who {file} h1 --kind flood --on 2026-11-03"), 0);
        let links = answer["links"].as_array().unwrap().iter();
        let links: Vec<Value> =
            links.map(|link| value!([link["post"], link["involvement"], link["holder"]["type"]])).collect();
        value!([links, answer["firstResponder"], answer["answerable"]])
    };
    assert_eq!(posts(file), posts("village.json"));
    let refused = run::run("redact refused.json -o -");
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
}

/// The examples of the page that documents the shapes.
#[test]
fn the_readme_s_examples_are_what_is_printed() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let examples: Vec<(&str, Value)> = readme
        .split("```console\n$ wangge ")
        .skip(1)
        .map(|block| {
            let (arguments, rest) = block.split_once(" --json\n").unwrap();
            (arguments, serde_json::from_str(rest.split("```").next().unwrap()).unwrap())
        })
        .collect();
    assert_eq!(examples.len(), 17);
    for (arguments, printed) in examples {
        let run = run::run(&format!("{arguments} --json"));
        assert_eq!(serde_json::from_str::<Value>(&run.out).unwrap(), printed, "{arguments}");
    }
}
