//! Every call of a session over Chalinhe: its answer, and each error that it can have.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod hosted;

use hosted::{DAY, HOUSEHOLD, Host, PROGRAMME, village};
use serde_json::{Value, json};
use wangge_abi::Session;
use wangge_formats::ask;

#[test]
fn a_session_says_what_it_is() {
    let about = json!({ "abi": 1, "version": "0.1.0", "document": "wangge/1", "plan": "wangge-plan/1" });
    assert_eq!(Host::new().ok(r#"{"call":"about"}"#), about);
}

#[test]
fn answers_are_those_of_the_core_to_the_byte() {
    let registry = ask::registry(village().as_bytes()).unwrap();
    let directory = ask::directory(&registry, DAY).unwrap();
    let mut host = Host::at_home(false);
    let mut same = |request: &str, expected: String| {
        assert_eq!(String::from_utf8(host.0.call(request.as_bytes())).unwrap(), format!("{{\"ok\":{expected}}}"));
    };
    same(r#"{"call":"scheme","registry":1}"#, ask::scheme(&registry));
    same(
        r#"{"call":"findings-between","registry":1,"from":"2026-12-01","until":"2027-01-01"}"#,
        ask::findings_between(&registry, "2026-12-01", "2027-01-01").unwrap(),
    );
    same(r#"{"call":"findings","directory":2}"#, ask::findings(&directory));
    same(r#"{"call":"households","directory":2}"#, ask::households(&directory));
    same(
        &format!(r#"{{"kind":"dispute","subject":"{HOUSEHOLD}","directory":2,"call":"responsible"}}"#),
        ask::responsible(&directory, HOUSEHOLD, "dispute").unwrap(),
    );
    same(
        r#"{"call":"responsible-all","directory":2,"kind":"flood"}"#,
        ask::responsible_all(&directory, "flood").unwrap(),
    );
    same(r#"{"call":"duties","directory":2,"person":"p0000001"}"#, ask::duties(&directory, "p0000001").unwrap());
    same(r#"{"call":"scope","directory":2,"person":"p0000001"}"#, ask::scope(&directory, "p0000001").unwrap());
    for subject in [HOUSEHOLD, "430821108", "nowhere"] {
        same(
            &format!(r#"{{"call":"may","directory":2,"person":"p0000001","action":"record","subject":"{subject}"}}"#),
            ask::may(&directory, "p0000001", "record", subject).unwrap(),
        );
    }
    same(r#"{"call":"tree","directory":2}"#, ask::tree(&directory, None, None).unwrap());
    same(
        r#"{"call":"tree","directory":2,"unit":"430821108223","depth":1}"#,
        ask::tree(&directory, Some("430821108223"), Some(1)).unwrap(),
    );
    let matter =
        r#"{"subject":"430821108223","kind":"forest-fire","urgency":"emergency","reportedAt":"2026-10-01T23:10"}"#;
    let path = ask::escalate(&directory, &wangge_formats::question::read(matter.as_bytes()).unwrap()).unwrap();
    same(&format!(r#"{{"call":"escalate","directory":2,"matter":{matter}}}"#), path);
}

#[test]
fn a_point_is_in_a_unit_or_in_none() {
    let mut host = Host::at_home(false);
    let households = host.ok(r#"{"call":"households","directory":2}"#);
    let place = households["locations"].as_array().unwrap().iter().find(|place| place.is_array()).unwrap();
    let mut located = |place: &Value, level: &str| {
        host.ok(&format!(r#"{{"call":"locate","directory":2,"location":{place}{level}}}"#))["unit"].clone()
    };
    assert_eq!(located(place, r#","level":"village""#), "430821108223");
    assert!(located(place, "").as_str().unwrap().starts_with("430821108223"));
    assert_eq!(located(&json!([0, 0]), ""), Value::Null);
    assert_eq!(located(&json!([1e300, -0.0]), ""), Value::Null);
}

#[test]
fn a_plan_is_made_explained_compared_written_and_verified() {
    let mut host = Host::at_home(true);
    let pairs = host.ok(r#"{"call":"pairs","plan":3}"#);
    let (households, takers) = (pairs["households"].as_array().unwrap(), pairs["takers"].as_array().unwrap());
    let table = pairs["table"].as_array().unwrap();
    assert_eq!((households.len(), takers.len()), (600, 600));
    let file = host.ok(r#"{"call":"plan-file","plan":3}"#);
    let ids = host.ok(r#"{"call":"households","directory":2}"#)["ids"].clone();
    for (place, row) in file["pairs"].as_array().unwrap().iter().enumerate() {
        let taker = usize::try_from(takers[place].as_u64().unwrap()).unwrap();
        let household = usize::try_from(households[place].as_u64().unwrap()).unwrap();
        assert_eq!((&row["household"], &row["takers"]), (&ids[household], &json!([table[taker]])));
    }
    let changes = host.ok(r#"{"call":"diff","plan":3}"#)["changes"].as_array().unwrap().len();
    assert!(changes > 0);
    let explained = |at_most: &str| format!(r#"{{"call":"explain","plan":3,"household":"{HOUSEHOLD}"{at_most}}}"#);
    for (at_most, expected) in [("", 5), (r#","atMost":2"#, 2), (r#","atMost":0"#, 0)] {
        assert_eq!(host.ok(&explained(at_most))["alternatives"].as_array().unwrap().len(), expected);
    }
    let own = host.ok(r#"{"call":"verify-own","plan":3}"#);
    let verify = format!(r#"{{"call":"verify","directory":2,"plan":{file}}}"#);
    assert_eq!((&own["verdict"], host.ok(&verify)), (&json!("optimal"), own.clone()));
    let other = format!(r#"{{"call":"as-of","registry":1,"date":"{}"}}"#, "2026-11-24");
    assert_eq!(host.ok(&other)["directory"], 4);
    assert_eq!(host.code(verify.replace(r#""directory":2"#, r#""directory":4"#)), "plan.other-date");
}

#[test]
fn several_dates_are_open_at_once_and_outlive_their_registry() {
    let mut host = Host::at_home(true);
    for (handle, date) in [(4, "2021-01-01"), (5, "2030-06-30")] {
        let opened = host.ok(&format!(r#"{{"call":"as-of","registry":1,"date":"{date}"}}"#));
        assert_eq!(opened, json!({ "directory": handle, "date": date }));
    }
    assert_eq!(host.ok(r#"{"call":"close","handle":1}"#), json!({}));
    for (handle, date) in [(2, DAY), (4, "2021-01-01"), (5, "2030-06-30")] {
        assert_eq!(host.ok(&format!(r#"{{"call":"tree","directory":{handle},"depth":0}}"#))["date"], date);
    }
    assert_eq!(host.ok(r#"{"call":"close","handle":2}"#), json!({}));
    assert_eq!(host.ok(r#"{"call":"verify-own","plan":3}"#)["verdict"], "optimal");
    assert_eq!(host.ok(&format!(r#"{{"call":"open","document":{}}}"#, village()))["registry"], 6);
}

#[test]
fn a_handle_is_given_fits_and_is_not_closed() {
    let mut host = Host::at_home(true);
    let told = |error: &Value| (error["code"].as_str().unwrap().to_owned(), error["ids"].clone());
    for handle in ["0", "4", "18446744073709551615"] {
        let error = host.error(format!(r#"{{"call":"findings","directory":{handle}}}"#));
        assert_eq!(told(&error), ("handle.unknown".to_owned(), json!([handle])));
        assert_eq!(host.code(format!(r#"{{"call":"close","handle":{handle}}}"#)), "handle.unknown");
    }
    for (call, field, handle, found) in
        [("scheme", "registry", 2, "directory"), ("findings", "directory", 3, "plan"), ("pairs", "plan", 1, "registry")]
    {
        let error = host.error(format!(r#"{{"call":"{call}","{field}":{handle}}}"#));
        assert_eq!(told(&error), ("handle.unknown".to_owned(), json!([handle.to_string()])));
        assert!(error["message"].as_str().unwrap().contains(&format!("is of a {found}; give that of a {field}")));
    }
    host.ok(r#"{"call":"close","handle":3}"#);
    for request in [r#"{"call":"diff","plan":3}"#, r#"{"call":"close","handle":3}"#] {
        assert_eq!(told(&host.error(request)), ("handle.freed".to_owned(), json!(["3"])));
    }
}

#[test]
fn what_is_not_there_is_named() {
    let mut host = Host::at_home(true);
    let of = |call: &str, rest: &str| format!(r#"{{"call":"{call}",{rest}}}"#);
    for (request, code, ids) in [
        (of("responsible", r#""directory":2,"subject":"h17","kind":"dispute""#), "subject.unknown", json!(["h17"])),
        (of("responsible", r#""directory":2,"subject":"430821108223","kind":"spat""#), "kind.unknown", json!(["spat"])),
        (
            of("responsible", r#""directory":2,"subject":"430821108223-08","kind":"dispute""#),
            "subject.not-on-date",
            json!(["430821108223-08"]),
        ),
        (of("responsible-all", r#""directory":2,"kind":"""#), "kind.unknown", json!([""])),
        (of("duties", r#""directory":2,"person":"p?""#), "person.unknown", json!(["p?"])),
        (of("scope", r#""directory":2,"person":"p?""#), "person.unknown", json!(["p?"])),
        (of("may", r#""directory":2,"person":"p?","action":"see","subject":"h?""#), "person.unknown", json!(["p?"])),
        (
            of("may", r#""directory":2,"person":"p0000001","action":"score","subject":"h?""#),
            "action.unknown",
            json!(["score"]),
        ),
        (of("tree", r#""directory":2,"unit":"u?""#), "unit.unknown", json!(["u?"])),
        (of("locate", r#""directory":2,"location":[1,1],"level":"moon""#), "level.unknown", json!(["moon"])),
        (of("as-of", r#""registry":1,"date":"2026-02-30""#), "date.invalid", json!(["2026-02-30"])),
        (of("as-of", r#""registry":1,"date":"""#), "date.invalid", json!([""])),
        (
            of("findings-between", r#""registry":1,"from":"2026-02-03","until":"2026-02-03""#),
            "period.empty",
            json!(["2026-02-03", "2026-02-03"]),
        ),
        (of("findings-between", r#""registry":1,"from":"x","until":"y""#), "date.invalid", json!(["x"])),
        (of("explain", r#""plan":3,"household":"h?""#), "household.unknown", json!(["h?"])),
    ] {
        let error = host.error(&request);
        assert_eq!((&error["code"], &error["ids"]), (&json!(code), &ids), "{request}");
    }
}

#[test]
fn a_matter_that_cannot_be_rehearsed() {
    let mut host = Host::at_home(false);
    let mut code = |kind: &str, at: &str| {
        let matter = format!(
            r#"{{"subject":"{HOUSEHOLD}","kind":"{kind}","urgency":"routine","reportedAt":"{at}","recuse":["p0000001"]}}"#
        );
        host.code(format!(r#"{{"call":"escalate","directory":2,"matter":{matter}}}"#))
    };
    assert_eq!(code("dispute", "yesterday"), "instant.invalid");
    assert_eq!(code("dispute", "2026-12-31T10:00:00+08:00"), "calendar.year-unknown");
    assert_eq!(code("spat", "2026-10-01T10:00"), "kind.unknown");
}

#[test]
fn plans_that_cannot_be_made() {
    let mut host = Host::at_home(false);
    let mut code = |options: &str| host.code(format!(r#"{{"call":"assign","directory":2,"options":{options}}}"#));
    let caretakers = |more: &str| format!(r#"{{"programme":"{PROGRAMME}",{more}}}"#);
    assert_eq!(code("{}"), "request.purpose");
    assert_eq!(code(&caretakers(r#""level":"grid""#)), "request.purpose");
    assert_eq!(code(r#"{"programme":"p?"}"#), "programme.unknown");
    assert_eq!(code(r#"{"level":"l?"}"#), "level.unknown");
    assert_eq!(code(r#"{"level":"micro-grid","within":"l?"}"#), "level.unknown");
    assert_eq!(code(r#"{"level":"town"}"#), "level.no-households");
    assert_eq!(code(&caretakers(r#""unit":"u?""#)), "unit.unknown");
    assert_eq!(code(r#"{"level":"micro-grid","unit":"430821108223-08"}"#), "subject.not-on-date");
    let given = r#""distances":[{"taker":"p?","household":"430821108223-h0017","metres":1}]"#;
    assert_eq!(code(&caretakers(given)), "person.unknown");
    assert_eq!(
        code(&given.replace("p?", "p0000001").replace("-h0017", "-h?").pipe(|given| caretakers(&given))),
        "household.unknown"
    );
}

#[test]
fn faults_come_all_at_once_with_their_places() {
    let mut document: Value = serde_json::from_str(village()).unwrap();
    document["units"][0]["level"] = json!("moon");
    document["people"][0]["name"] = json!("");
    let error = Host::new().error(format!(r#"{{"call":"open","document":{document}}}"#));
    assert_eq!((&error["code"], &error["ids"]), (&json!("document.faults"), &json!([])));
    let faults = error["faults"].as_array().unwrap();
    let of =
        |code: &str| faults.iter().find(|fault| fault["code"] == code).unwrap_or_else(|| panic!("{code}: {error}"));
    assert_eq!(of("reference.unknown")["place"], "units[0].level");
    assert_eq!(of("text.invalid")["place"], "people[0].name");
}

#[test]
fn a_document_is_read_strictly_and_its_places_are_its_own() {
    let mut host = Host::new();
    let mut error = |document: &str| host.error(format!("{{\"call\":\"open\",\n\n\"document\":{document}}}"));
    let of = |error: &Value| {
        let place = &error["place"];
        (error["code"].as_str().unwrap().to_owned(), place["path"].as_str().unwrap().to_owned(), place["line"].clone())
    };
    let head = r#"{"format":"wangge/1",
        "scheme":{"name":{"zh":"村","en":"V"},"levels":[],"roles":[],"kinds":[],"duties":[],
        "calendar":{"offset":"+08:00","hours":[],"weekdays":[],"years":[]}}"#;
    for (rest, code, path) in [
        (r#","units":[{"id":7}]}"#, "document.type", "units[0].id"),
        (r#","unit":[]}"#, "document.unknown-field", "unit"),
        (r#","units":[],"units":[]}"#, "document.duplicate-key", "units"),
        (r#","units":[{"id":"u"}]}"#, "document.missing-field", "units[0]"),
        (r#","units":[1e999]}"#, "document.number", "units[0]"),
        (r#","units":[}]}"#, "document.syntax", "units[0]"),
        (r#","units":[{"id":"u"#, "document.truncated", "units[0].id"),
    ] {
        assert_eq!(of(&error(&format!("{head}\n{rest}"))), (code.to_owned(), path.to_owned(), json!(4)), "{rest}");
    }
    let newer = head.replace("wangge/1", "wangge/2");
    assert_eq!(of(&error(&format!("{newer}}}"))), ("document.version".to_owned(), "format".to_owned(), json!(1)));
    for wrong in ["7", "\"text\"", "null", "[]"] {
        assert_eq!(of(&error(wrong)).0, "document.type", "{wrong}");
    }
}

#[test]
fn a_plan_is_read_strictly() {
    let mut host = Host::at_home(true);
    let file = host.ok(r#"{"call":"plan-file","plan":3}"#);
    let mut check = |plan: &Value| host.call(format!(r#"{{"call":"verify","directory":2,"plan":{plan}}}"#).as_bytes());
    let mut broken = file.clone();
    broken["pairs"][0]["takers"] = json!(["p?"]);
    assert_eq!(check(&broken)["ok"]["verdict"], "broken");
    broken["pairs"][0]["takers"] = json!([7]);
    let error = check(&broken)["error"].clone();
    assert_eq!((&error["code"], &error["place"]["path"]), (&json!("document.type"), &json!("pairs[0].takers[0]")));
    let mut unproven = file.clone();
    unproven["certificate"]["prices"] = json!([]);
    assert_eq!(check(&unproven)["ok"]["verdict"], "unproven");
    // Whatever the numbers of a proof are, sums of them do not overflow.
    for extreme in [i64::MAX, i64::MIN] {
        let mut huge = file.clone();
        huge["certificate"]["unassigned"] = json!(extreme);
        huge["certificate"]["shortfall"] = json!(extreme);
        for price in huge["certificate"]["prices"].as_array_mut().unwrap() {
            price["price"] = json!(extreme);
            price["limits"] = json!([extreme, extreme, extreme]);
        }
        let verdict = check(&huge)["ok"]["verdict"].clone();
        assert!(verdict == "unproven" || verdict == "undercounted", "{verdict}");
    }
    let mut compared = file.clone();
    compared.as_object_mut().unwrap().remove("certificate");
    assert_eq!(check(&compared)["ok"]["verdict"], "optimal");
    let mut other = file;
    other["purpose"] = json!({ "programme": "p?" });
    assert_eq!(check(&other)["error"]["code"], "programme.unknown");
}

#[test]
fn a_session_of_another_host_knows_nothing_of_this_one() {
    _ = Host::at_home(false);
    assert_eq!(Host(Session::default()).code(r#"{"call":"findings","directory":2}"#), "handle.unknown");
}

/// Reads from left to right.
trait Pipe: Sized {
    fn pipe<T>(self, next: impl FnOnce(Self) -> T) -> T {
        next(self)
    }
}

impl Pipe for String {}
