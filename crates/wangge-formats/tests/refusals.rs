//! Whatever is not a document is refused, with a code, a path and a place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::io::Read;

use wangge_formats::document::{self, DocumentCode, DocumentError};

const SCHEME: &str = r#""scheme": {"name": {"zh": "村", "en": "v"}, "levels": [], "roles": [], "kinds": [], "duties": [],
 "calendar": {"offset": "+08:00", "hours": [], "weekdays": [], "years": []}}"#;

/// A document with `sections` after the scheme.
fn with(sections: &str) -> String {
    format!(r#"{{"format": "wangge/1", {SCHEME}{sections}}}"#)
}

fn household(fields: &str) -> String {
    with(&format!(
        r#", "households": [{{"id": "h0", "label": "1", "unit": "u", "from": "2020-01-01"}},
        {{"id": "h1", "label": "1", "unit": "u", "from": "2020-01-01", {fields}}}]"#
    ))
}

fn refuse(text: impl AsRef<[u8]>) -> DocumentError {
    document::read(text.as_ref()).expect_err("the document should be refused")
}

#[track_caller]
fn refused(text: impl AsRef<[u8]>, code: DocumentCode, path: &str, message: &str) {
    let text = text.as_ref();
    let error = refuse(text);
    assert_eq!((error.code, error.path.as_str(), error.message.as_str()), (code, path, message), "{error}");
    assert!(error.line >= 1 && error.line <= text.split(|b| *b == b'\n').count(), "{error}");
}

#[test]
fn the_smallest_documents_are_read() {
    assert_eq!(document::read(with("").as_bytes()).unwrap().scheme.name.zh, "村");
    let with_mark = [b"\xEF\xBB\xBF", with("").as_bytes()].concat();
    assert_eq!(document::read(&with_mark[..]).unwrap().scheme.name.en, "v");
    let null = household(r#""until": null, "location": null"#);
    assert_eq!(document::read(null.as_bytes()).unwrap().households[1].until, None);
    let format_last = format!(r#"{{{SCHEME}, "format": "wangge/1"}}"#);
    assert!(document::read(format_last.as_bytes()).is_ok());
}

#[test]
fn what_is_not_json_is_refused() {
    use DocumentCode::{Syntax, Truncated};
    refused("", Truncated, "", "the text ends in the middle of a value");
    refused("\u{feff}", Truncated, "", "the text ends in the middle of a value");
    refused(r#"{"format": "wang"#, Truncated, "format", "the text ends in the middle of a string");
    refused(r#"{"format": "wangge/1""#, Truncated, "", "the text ends in the middle of an object");
    refused(with("").trim_end_matches('}'), Truncated, "scheme.calendar", "the text ends in the middle of an object");
    refused("format: wangge/1", Syntax, "", "expected a JSON value");
    refused(household(r#""residents": 1,"#), Syntax, "households[1]", "trailing comma");
    refused(household(r#""residents": 01"#), Syntax, "households[1].residents", "invalid number");
    refused(household(r#""location": [NaN, 1.0]"#), Syntax, "households[1].location[0]", "expected a JSON value");
    refused(household(r#""location": [1.0, Infinity]"#), Syntax, "households[1].location[1]", "expected a JSON value");
    refused(household(r#""location": [-Infinity, 1.0]"#), Syntax, "households[1].location[0]", "invalid number");
    refused(
        household(r#""label2": "\ud800""#).replace("label2", "until"),
        Syntax,
        "households[1].until",
        "unexpected end of hex escape",
    );
    refused(format!("{} {{}}", with("")), Syntax, "", "something follows the end of the text");
    refused(format!("{},", with("")), Syntax, "", "something follows the end of the text");
}

#[test]
fn numbers_that_no_number_can_hold_are_refused() {
    let path = "households[1].location[0]";
    refused(household(r#""location": [1e999, 1.0]"#), DocumentCode::Number, path, "number out of range");
    refused(household(r#""location": [-1e999, 1.0]"#), DocumentCode::Number, path, "number out of range");
    let path = "households[1].residents";
    let expected = "expected a whole number from 0 to 4294967295";
    refused(
        household(r#""residents": -1"#),
        DocumentCode::Value,
        path,
        &format!("invalid value: number `-1`, {expected}"),
    );
    refused(
        household(r#""residents": 4294967296"#),
        DocumentCode::Value,
        path,
        &format!("invalid value: number `4294967296`, {expected}"),
    );
    refused(household(r#""residents": 1.5"#), DocumentCode::Type, path, &format!("invalid type: number, {expected}"));
    let text = with("").replace(r#""years": []"#, r#""years": [2026, 40000]"#);
    let message = "invalid value: number `40000`, expected a whole number from -32768 to 32767";
    refused(text, DocumentCode::Value, "scheme.calendar.years[1]", message);
}

#[test]
fn a_field_that_is_unknown_twice_there_or_missing_is_refused() {
    use DocumentCode::{DuplicateKey, MissingField, UnknownField};
    let text = with("").replace(r#""en": "v""#, r#""fr": "v""#);
    refused(text, UnknownField, "scheme.name.fr", "unknown field `fr`, expected `zh` or `en`");
    let error = refuse(household(r#""score": 5"#));
    assert_eq!((error.code, error.path.as_str()), (UnknownField, "households[1].score"));
    let error = refuse(with(r#", "residents": []"#));
    assert_eq!((error.code, error.path.as_str()), (UnknownField, "residents"));
    refused(household(r#""id": "h2""#), DuplicateKey, "households[1].id", "field `id` stands here twice");
    refused(
        household(r#""until": null, "until": null"#),
        DuplicateKey,
        "households[1].until",
        "field `until` stands here twice",
    );
    refused(with(&format!(", {SCHEME}")), DuplicateKey, "scheme", "field `scheme` stands here twice");
    refused(with(r#", "format": "wangge/1""#), DuplicateKey, "format", "field `format` stands here twice");
    refused(with(r#", "sites": [{"id": "s"}]"#), MissingField, "sites[0]", "missing field `name`");
    refused(r#"{"format": "wangge/1"}"#, MissingField, "", "missing field `scheme`");
    refused(format!("{{{SCHEME}}}"), MissingField, "", "missing field `format`");
}

#[test]
fn another_version_is_recognised_before_anything_in_it_is_misread() {
    let newer = r#"{"format": "wangge/2", "planets": [{"id": 5}]}"#;
    let message = "the document is in the newer format `wangge/2`, this version reads `wangge/1`; update wangge";
    refused(newer, DocumentCode::Version, "format", message);
    let other = r#"{"format": "geojson"}"#;
    refused(other, DocumentCode::Version, "format", "the format is `geojson`, expected `wangge/1`");
    refused(
        r#"{"format": "wangge/1 "}"#,
        DocumentCode::Version,
        "format",
        "the format is `wangge/1 `, expected `wangge/1`",
    );
    refused(r#"{"format": 1}"#, DocumentCode::Type, "format", "invalid type: number, expected a string");
}

#[test]
fn a_value_of_another_type_is_refused() {
    use DocumentCode::{Type, Value};
    let at = |field: &str| format!("households[1].{field}");
    refused(household(r#""until": 5"#), Type, &at("until"), "invalid type: number, expected a string");
    refused(household(r#""until": true"#), Type, &at("until"), "invalid type: `true`, expected a string");
    refused(
        household(r#""residents": "two""#),
        Type,
        &at("residents"),
        "invalid type: string, expected a whole number from 0 to 4294967295",
    );
    refused(
        household(r#""residents": null"#),
        Type,
        &at("residents"),
        "invalid type: null, expected a whole number from 0 to 4294967295",
    );
    refused(
        household(r#""categories": "in-need""#),
        Type,
        &at("categories"),
        "invalid type: string, expected an array",
    );
    refused(
        household(r#""categories": ["in-need", {}]"#),
        Type,
        &at("categories[1]"),
        "invalid type: object, expected a string",
    );
    refused(household(r#""location": [1.0]"#), Type, &at("location"), "expected an array of 2");
    refused(household(r#""location": [1.0, 2.0, 3.0]"#), Type, &at("location"), "expected an array of 2");
    refused(
        household(r#""location": {"lon": 1.0}"#),
        Type,
        &at("location"),
        "invalid type: object, expected an array of 2",
    );
    refused(
        household("").replace(r#""u", "from": "2020-01-01", }"#, r#"5, "from": "2020-01-01"}"#),
        Type,
        &at("unit"),
        "invalid type: number, expected an id, or an array of spells",
    );
    refused(
        household("").replace(r#""u", "from": "2020-01-01", }"#, r#"[{"id": "u", "from": false}]}"#),
        Type,
        "households[1].unit[0].from",
        "invalid type: `false`, expected a string",
    );
    refused(with(r#", "absences": {}"#), Type, "absences", "invalid type: object, expected an array");
    refused(with(r#", "absences": null"#), Type, "absences", "invalid type: null, expected an array");
    refused("[]", Type, "", "invalid type: array, expected an object");
    // What serde would take: a row as an array, a word as an object.
    refused(
        with(r#", "absences": [["p", "2020-01-01", null]]"#),
        Type,
        "absences[0]",
        "invalid type: array, expected an object",
    );
    let duty = |involvement: &str| {
        with("").replace(r#""duties": []"#, &format!(r#""duties": [{{"kind": "*", "involvement": {involvement}}}]"#))
    };
    let words = "`responsible`, `accountable`, `support` or `informed`";
    let path = "scheme.duties[0].involvement";
    refused(duty(r#"{"support": null}"#), Type, path, &format!("invalid type: object, expected {words}"));
    refused(duty(r#""boss""#), Value, path, &format!("unknown word `boss`, expected {words}"));
    refused(
        with(r#", "units": [{"scope": [[[1.0, 2.0], [3.0, "4"]]]}]"#),
        Type,
        "units[0].scope[0][1][1]",
        "invalid type: string, expected a number",
    );
}

#[test]
fn the_inputs_of_assignment_are_a_closed_list() {
    use DocumentCode::{MissingField, UnknownField, Value};
    let programme = |fields: &str| {
        with("").replace(
            r#""duties": [],"#,
            &format!(
                r#""duties": [], "programmes": [{{"id": "c", "name": {{"zh": "帮", "en": "c"}}, "perHousehold": 1, "max": 5,
                {fields}}}],"#
            ),
        )
    };
    let records = document::read(programme(r#""min": 2, "within": "v", "cost": {"churn": 300}"#).as_bytes()).unwrap();
    let [read] = &records.scheme.programmes[..] else { panic!("one programme") };
    assert_eq!((read.min, read.within.as_deref(), read.cost.churn, read.cost.evenness), (2, Some("v"), 300, 0));
    refused(
        programme(r#""cost": {"conduct": 5}"#),
        UnknownField,
        "scheme.programmes[0].cost.conduct",
        "unknown field `conduct`, expected `churn`, `evenness` or `preference`",
    );
    refused(
        programme(r#""cost": {"preference": -5}"#),
        Value,
        "scheme.programmes[0].cost.preference",
        "invalid value: number `-5`, expected a whole number from 0 to 4294967295",
    );
    refused(
        programme(r#""limits": [{"categories": ["m"]}]"#),
        MissingField,
        "scheme.programmes[0].limits[0]",
        "missing field `max`",
    );
    let rule = |fields: &str| {
        with(&format!(r#", "pairRules": [{{"person": "p", "household": "h", "from": "2026-01-01", {fields}}}]"#))
    };
    let pinned = document::read(rule(r#""rule": "pinned""#).as_bytes()).unwrap();
    assert_eq!(pinned.pair_rules[0].rule, wangge::record::PairRule::Pinned);
    refused(
        rule(r#""rule": "liked""#),
        Value,
        "pairRules[0].rule",
        "unknown word `liked`, expected `pinned`, `preferred` or `recused`",
    );
    let error = refuse(rule(r#""rule": "recused", "reason": "quarrel""#));
    assert_eq!((error.code, error.path.as_str()), (UnknownField, "pairRules[0].reason"));
}

#[test]
fn deep_nesting_is_refused_at_once() {
    for open in ["[", r#"{"scheme":"#, r#"{"format":"#] {
        let error = refuse(open.repeat(1_000_000));
        assert!(matches!(error.code, DocumentCode::UnknownField | DocumentCode::Syntax), "{error}");
        // The reader of JSON goes 128 deep.
        assert!(error.column < 130 * open.len(), "{error}");
    }
    let scope = with(&format!(r#", "units": [{{"scope": {}"#, "[".repeat(1_000_000)));
    assert!(refuse(scope).path.starts_with("units[0].scope[0][0][0]"));
    let pair = household(&format!(r#""location": [1.0, 2.0, {}"#, "[".repeat(1_000_000)));
    assert_eq!(refuse(pair).code, DocumentCode::Syntax);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_where_they_stand() {
    let gbk = [&b"{\n \"format\": \"wangge/1\",\n \"x\": \""[..], b"\xb4\xe5", b"\"}"].concat();
    let error = refuse(gbk);
    assert_eq!((error.code, error.line, error.column), (DocumentCode::Encoding, 3, 8), "{error}");
    // A character cut by the end of the document; one cut by every possible read.
    assert_eq!(refuse(b"\"\xe6\x9d").code, DocumentCode::Encoding);
    for size in 1..9 {
        let read = |text: &[u8]| document::read(Slow { text, size }).map_err(|e| (e.code, e.line, e.column));
        assert!(read(with("").as_bytes()).is_ok(), "{size}");
        assert_eq!(read("\n\u{6751}\u{6751}".as_bytes()).unwrap_err().0, DocumentCode::Syntax);
        assert_eq!(read(b"\n  \"\xe6\x9d\x91\xe6\x9dA").unwrap_err(), (DocumentCode::Encoding, 2, 7), "{size}");
    }
}

/// A reader that gives a few bytes at a time, and an error at the end of `text` where size is 0.
struct Slow<'a> {
    text: &'a [u8],
    size: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.size == 0 && self.text.is_empty() {
            return Err(std::io::Error::other("the disk is gone"));
        }
        let count = self.text.len().min(buffer.len()).min(self.size.max(1));
        buffer[..count].copy_from_slice(&self.text[..count]);
        self.text = &self.text[count..];
        Ok(count)
    }
}

#[test]
fn a_source_or_target_that_fails_is_reported() {
    for text in ["", r#"{"format": "wangge/1", "scheme": {"#] {
        let error = document::read(Slow { text: text.as_bytes(), size: 0 }).unwrap_err();
        assert_eq!((error.code, error.message.as_str()), (DocumentCode::Io, "the disk is gone"));
    }
    let records = document::read(with("").as_bytes()).unwrap();
    let mut small = [0; 10];
    assert_eq!(document::write(&records, &mut small[..]).unwrap_err().code, DocumentCode::Io);
}

#[test]
fn an_infinite_coordinate_is_not_written() {
    let text = household(r#""location": [1.0, 2.0]"#);
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut records = document::read(text.as_bytes()).unwrap();
        records.households[1].location = Some([bad, 1.0]);
        let mut out = Vec::new();
        let error = document::write(&records, &mut out).unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (DocumentCode::Number, "households[1].location"));
        assert!(out.is_empty());
    }
}

#[test]
fn messages_quote_input_shortened_and_show_what_is_invisible() {
    let long = "长".repeat(1_000);
    let error = refuse(with(&format!(r#", "{long}": 1"#)));
    assert!(error.message.contains(&format!("`{}…`", "长".repeat(80))), "{error}");
    assert!(error.path.chars().count() < 100);
    let error = refuse(r#"{"format": "a\u202eb"}"#);
    assert_eq!(error.message, "the format is `a\\u{202e}b`, expected `wangge/1`");
    assert_eq!(error.to_string(), format!("document.version: format: {} (line 1, column 22)", error.message));
}

#[test]
fn every_code_has_its_own_name() {
    let names: std::collections::BTreeSet<_> = DocumentCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), DocumentCode::ALL.len());
    assert!(names.iter().all(|name| name.starts_with("document.")));
}
