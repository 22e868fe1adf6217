//! Whatever a host sends, there is a reply that says what is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod hosted;

use hosted::{HOUSEHOLD, Host, village};
use serde_json::json;

#[test]
fn a_request_is_one_object_of_known_fields() {
    let mut host = Host::at_home(false);
    for (request, code, path) in [
        ("", "request.truncated", ""),
        (" ", "request.truncated", ""),
        ("{", "request.truncated", ""),
        (r#"{"call":"about""#, "request.truncated", ""),
        (r#"{"call":"abo"#, "request.truncated", "call"),
        ("hello", "request.syntax", ""),
        ("{]", "request.syntax", ""),
        (r#"{"call":"about",}"#, "request.syntax", ""),
        (r#"{"call":"about"} {}"#, "request.syntax", ""),
        ("{'call':'about'}", "request.syntax", ""),
        ("7", "request.type", ""),
        ("[]", "request.type", ""),
        ("null", "request.type", ""),
        (r#""about""#, "request.type", ""),
        ("{}", "request.missing-field", ""),
        (r#"{"call":7}"#, "request.type", "call"),
        (r#"{"call":null}"#, "request.type", "call"),
        (r#"{"call":"About"}"#, "request.value", "call"),
        (r#"{"call":"about","call":"about"}"#, "request.duplicate-key", "call"),
        (r#"{"call":"about","c\u0061ll":"about"}"#, "request.duplicate-key", "call"),
        (r#"{"call":"about","day":1}"#, "request.unknown-field", "day"),
        (r#"{"call":"about","date":"2026-01-01"}"#, "request.unknown-field", "date"),
        (r#"{"call":"about","document":{}}"#, "request.unknown-field", "document"),
        (r#"{"call":"open"}"#, "request.incomplete", "document"),
        (r#"{"call":"open","document":{},"document":{}}"#, "request.duplicate-key", "document"),
        (r#"{"call":"as-of","date":"2026-01-01"}"#, "request.incomplete", "registry"),
        (r#"{"call":"as-of","registry":1}"#, "request.incomplete", "date"),
        (r#"{"call":"as-of","registry":1,"date":null}"#, "request.incomplete", "date"),
        (r#"{"call":"as-of","registry":"1","date":"2026-01-01"}"#, "request.type", "registry"),
        (r#"{"call":"as-of","registry":1,"date":20260101}"#, "request.type", "date"),
        (r#"{"call":"findings","directory":2,"plan":3}"#, "request.unknown-field", "plan"),
        (r#"{"call":"findings","directory":2,"plan":{}}"#, "request.unknown-field", "plan"),
        (r#"{"call":"pairs","plan":{}}"#, "request.type", "plan"),
        (r#"{"call":"pairs","plan":[]}"#, "request.type", "plan"),
        (r#"{"call":"verify","directory":2,"plan":3}"#, "request.type", "plan"),
        (r#"{"call":"verify","directory":2}"#, "request.incomplete", "plan"),
        (r#"{"call":"locate","directory":2,"location":[1]}"#, "request.type", "location"),
        (r#"{"call":"locate","directory":2,"location":[1,2,3]}"#, "request.type", "location"),
        (r#"{"call":"locate","directory":2,"location":[1,"2"]}"#, "request.type", "location[1]"),
        (r#"{"call":"assign","directory":2,"options":{"programm":"x"}}"#, "request.unknown-field", "options.programm"),
        (
            r#"{"call":"assign","directory":2,"options":{"distances":[{}]}}"#,
            "request.missing-field",
            "options.distances[0]",
        ),
        (
            r#"{"call":"escalate","directory":2,"matter":{"subject":"x","kind":"y","urgency":"now"}}"#,
            "request.value",
            "matter.urgency",
        ),
    ] {
        let error = host.error(request);
        assert_eq!((&error["code"], &error["place"]["path"]), (&json!(code), &json!(path)), "{request}");
    }
}

#[test]
fn numbers_have_their_ranges() {
    let mut host = Host::at_home(true);
    for number in ["1.5", "1e0", "true", "\"1\"", "[1]", "1e400", "-1", "18446744073709551616", "-9223372036854775809"]
    {
        let error = host.error(format!(r#"{{"call":"findings","directory":{number}}}"#));
        let code = error["code"].as_str().unwrap();
        let expected = match number {
            "1e400" => "request.number",
            "-1" => "request.value",
            _ => "request.type",
        };
        assert_eq!((code, &error["place"]["path"]), (expected, &json!("directory")), "{number}");
    }
    for (field, number) in [("depth", "4294967296"), ("depth", "-1"), ("atMost", "4294967296")] {
        let code = host.code(format!(r#"{{"call":"tree","directory":2,"{field}":{number}}}"#));
        assert_eq!(code, "request.value", "{field} {number}");
    }
    host.ok(r#"{"call":"tree","directory":2,"depth":4294967295}"#);
    host.ok(&format!(r#"{{"call":"explain","plan":3,"household":"{HOUSEHOLD}","atMost":4294967295}}"#));
    host.ok(r#"{"call":"locate","directory":2,"location":[1e308,-1e308]}"#);
    assert_eq!(host.code(r#"{"call":"locate","directory":2,"location":[1e309,0]}"#), "request.number");
}

#[test]
fn places_behind_a_document_are_those_of_the_request() {
    let request = format!("{{\"call\":\"open\",\"document\":{},\n  \"day\":1}}", village());
    let error = Host::new().error(&request);
    let lines = request.lines().count();
    assert_eq!((&error["code"], &error["place"]["line"]), (&json!("request.unknown-field"), &json!(lines)));
    // As if the document were not there.
    let alone = Host::new().error("{\"call\":\"open\",\n  \"day\":1}");
    assert_eq!((&alone["place"]["line"], &alone["place"]["column"]), (&json!(2), &error["place"]["column"]));
}

#[test]
fn bytes_that_are_no_text_are_refused_where_they_are_looked_for() {
    let mut host = Host::at_home(false);
    for (request, code) in [
        (&b"\xff"[..], "request.encoding"),
        (b"{\"call\":\"about\xff\"}", "request.encoding"),
        (b"{\"call\":\"ab\0out\"}", "request.syntax"),
        (b"{\"call\":\"open\",\"document\":{\"format\":\"\xff\"}}", "document.encoding"),
        (b"{\"call\":\"verify\",\"directory\":2,\"plan\":{\"format\":\"\xf0\x9f\"}}", "document.encoding"),
        (b"{\"call\":\"duties\",\"directory\":2,\"person\":\"\\ud800\"}", "request.syntax"),
    ] {
        assert_eq!(host.code(request), code, "{}", String::from_utf8_lossy(request));
    }
    host.ok("\u{feff}{\"call\":\"about\"}");
    host.ok(&format!("\u{feff} {{ \"document\" : {} , \"call\" : \"open\" }} ", village()));
}

#[test]
fn no_depth_is_too_deep() {
    let mut host = Host::at_home(false);
    let deep = 1_000_000;
    let open = "[".repeat(deep);
    let objects = "{\"a\":".repeat(deep);
    let closed = format!("{open}{}", "]".repeat(deep));
    // Too deep, or another type where the first bracket stands: whichever is seen first.
    let mut refused = |request: String| {
        let code = host.code(request);
        let known = [".type", ".syntax", ".truncated", ".unknown-field"];
        assert!(known.iter().any(|end| code.ends_with(end)), "{code}");
    };
    refused(open.clone());
    refused(objects);
    refused(format!(r#"{{"call":{open}"#));
    refused(format!(r#"{{"call":"open","document":{open}"#));
    refused(format!(r#"{{"call":"tree","directory":2,"unit":{closed}}}"#));
    refused(format!(r#"{{"call":"open","document":{closed}}}"#));
    refused(format!(r#"{{"call":"open","document":{{"scheme":{closed}}}}}"#));
    refused(format!(r#"{{"call":"open","document":{{"units":{closed}}}}}"#));
    refused(format!(r#"{{"call":"verify","directory":2,"plan":{{"pairs":{closed}}}}}"#));
}

#[test]
fn long_ids_are_answered_shortly() {
    let mut host = Host::at_home(false);
    let long = "h".repeat(5_000_000);
    for (call, field) in [("duties", "person"), ("tree", "unit"), ("responsible-all", "kind")] {
        let error = host.error(format!(r#"{{"call":"{call}","directory":2,"{field}":"{long}"}}"#));
        assert!(error.to_string().len() < 2_000);
    }
    let error = host.error(format!(r#"{{"call":"as-of","registry":1,"date":"{long}"}}"#));
    assert!(error.to_string().len() < 2_000);
    assert_eq!(host.code(format!(r#"{{"{long}":1}}"#)), "request.unknown-field");
    assert_eq!(host.code(format!(r#"{{"call":"{long}"}}"#)), "request.value");
}

#[test]
fn a_request_cut_off_or_damaged_anywhere_gets_a_reply_and_harms_nothing() {
    let mut host = Host::at_home(true);
    let document = r#"{"format":"wangge/1","scheme":{"name":{"zh":"村","en":"V"}}}"#;
    let requests = [
        format!(r#"{{"call":"open","document":{document}}}"#),
        r#"{"call":"locate","directory":2,"location":[110.5,29.25],"level":"grid"}"#.to_owned(),
        format!(r#"{{"call":"explain","plan":3,"household":"{HOUSEHOLD}","atMost":1}}"#),
        r#"{"call":"verify","directory":2,"plan":{"format":"wangge-plan/1","date":"2026-11-23","purpose":{"level":"micro-grid"},"pairs":[]}}"#.to_owned(),
    ];
    for request in requests {
        let bytes = request.as_bytes();
        for end in 0..bytes.len() {
            assert!(host.call(&bytes[..end]).get("error").is_some());
        }
        for at in 0..bytes.len() {
            for byte in [0, b'"', b'\\', b'{', b'}', b'[', b',', b'9', b' ', 0xff] {
                let mut damaged = bytes.to_vec();
                damaged[at] = byte;
                host.call(&damaged);
            }
        }
    }
    assert_eq!(host.ok(r#"{"call":"verify-own","plan":3}"#)["verdict"], "optimal");
}
