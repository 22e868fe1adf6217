//! Requests that only a host that writes them byte by byte can send: typed front ends have no such calls.

use serde_json::json;

use super::script::Script;
use crate::generate::valid_world;

/// What is not a request, and handles that are not open.
pub fn ask() -> String {
    let mut script = Script::default();
    texts(&mut script);
    let records = valid_world(1);
    let registry = script.open(&records).expect("a world without faults");
    let directory = script.as_of(registry, "2026-01-01");
    fields(&mut script);
    let level = records.scheme.levels.iter().find(|level| level.households).expect("a level that holds households");
    let options = json!({ "level": level.id });
    script.call("assign", &[("directory", directory.into()), ("options", options)]);
    handles(&mut script);
    script.text()
}

fn texts(script: &mut Script) {
    for text in [
        "",
        " ",
        "{",
        "}",
        "hello",
        "7",
        "null",
        "[]",
        "{}",
        r#""about""#,
        r#"{"call":"about""#,
        r#"{"call":"abo"#,
        r#"{"call":"about",}"#,
        r#"{"call":"about"} {}"#,
        "{'call':'about'}",
        r#"{"call":7}"#,
        r#"{"call":null}"#,
        r#"{"call":"About"}"#,
        r#"{"call":"about","call":"about"}"#,
        r#"{"call":"about","day":1}"#,
        r#"{"call":"about","date":"2026-01-01"}"#,
        r#"{"call":"open"}"#,
        r#"{"call":"open","document":{"format":"wangge/1","units":[}]}}"#,
        r#"{"call":"open","document":{"format":"wangge/1","units":["#,
        r#"{"call":"open","document":{"format":"wangge/1"}"#,
        r#"{"call":"open","document":{},"document":{}}"#,
        r#"{"document":{"format":"wangge/2"},"call":"open","more":1}"#,
        "{\"call\":\"ab\u{1}out\"}",
        r#"{"call":"ab\ud800out"}"#,
        "\u{feff} { \"call\" : \"about\" } ",
    ] {
        script.send(text);
    }
    for depth in [200, 2_000] {
        script.send(&"[".repeat(depth));
        script.send(&format!(r#"{{"call":"open","document":{{"units":{}{}}}}}"#, "[".repeat(depth), "]".repeat(depth)));
    }
}

/// Fields that are missing, too many, or of another type.
fn fields(script: &mut Script) {
    for rest in [
        r#""as-of","date":"2026-01-01""#,
        r#""as-of","registry":1,"date":null"#,
        r#""as-of","registry":"1","date":"2026-01-01""#,
        r#""as-of","registry":1.5,"date":"2026-01-01""#,
        r#""as-of","registry":-1,"date":"2026-01-01""#,
        r#""as-of","registry":18446744073709551616,"date":"2026-01-01""#,
        r#""as-of","registry":1e400,"date":"2026-01-01""#,
        r#""as-of","registry":1,"date":20260101"#,
        r#""findings","directory":2,"plan":3"#,
        r#""findings","directory":2,"plan":{}"#,
        r#""pairs","plan":{}"#,
        r#""verify","directory":2,"plan":3"#,
        r#""verify","directory":2"#,
        r#""tree","directory":2,"depth":4294967296"#,
        r#""locate","directory":2,"location":[1]"#,
        r#""locate","directory":2,"location":[1,2,3]"#,
        r#""locate","directory":2,"location":[1,"2"]"#,
        r#""assign","directory":2,"options":{"programm":"x"}"#,
        r#""assign","directory":2,"options":{"programme":7}"#,
        r#""assign","directory":2,"options":{"programme":"x","max":-1}"#,
        r#""assign","directory":2,"options":{"programme":"x","max":1,"max":2}"#,
        r#""assign","directory":2,"options":{"distances":[{}]}"#,
        r#""assign","directory":2,"options":[]"#,
        r#""escalate","directory":2,"matter":{}"#,
        r#""escalate","directory":2,"matter":{"subject":"x","kind":"y","urgency":"now"}"#,
    ] {
        script.send(&format!(r#"{{"call":{rest}}}"#));
    }
}

/// Handles that were never given, are of something else, or closed.
fn handles(script: &mut Script) {
    for handle in [0, 99, u64::MAX] {
        script.call("findings", &[("directory", handle.into())]);
        script.call("close", &[("handle", handle.into())]);
    }
    for (call, field, handle) in
        [("scheme", "registry", 2), ("findings", "directory", 1), ("households", "directory", 3), ("pairs", "plan", 1)]
    {
        script.call(call, &[(field, handle.into())]);
    }
    for handle in [1, 2, 3] {
        script.call("close", &[("handle", handle.into())]);
        script.call("close", &[("handle", handle.into())]);
    }
    script.call("scheme", &[("registry", 1.into())]);
    script.call("findings", &[("directory", 2.into())]);
    script.call("diff", &[("plan", 3.into())]);
}
