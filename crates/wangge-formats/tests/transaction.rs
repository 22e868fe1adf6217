//! Transactions as files: what is written reads back, and what is none is refused with its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use wangge::change::{Change, Edit, End, EndAppointment, Merge, Move, Part, Return, Row, Split, Transaction, Unpair};
use wangge::record::{HouseholdRecord, SiteRecord, UnitRecord};
use wangge_formats::document::DocumentCode;
use wangge_formats::transaction;
use wangge_sample::Sample;

fn household(location: [f64; 2]) -> HouseholdRecord {
    HouseholdRecord {
        id: "h1".into(),
        label: "一组 \"7\" 号".into(),
        unit: "g1".into(),
        from: "2026-01-01".into(),
        until: None,
        residents: 3,
        categories: vec!["in-need".into()],
        location: Some(location),
    }
}

/// One of each change, with rows of the sample where a row is asked for.
fn every_change() -> Transaction {
    let records = Sample::chalinhe().records();
    let [id, on] = ["x1".into(), "2026-12-01".into()];
    let end = || End { id: "x1".into(), on: "2026-12-01".into() };
    let go = || Move { id: "x1".into(), to: "x2".into(), on: "2026-12-01".into() };
    let part = Part {
        id: "x3".into(),
        name: "东".into(),
        code: Some("430821108223001".into()),
        scope: vec![vec![[110.1, 29.4], [110.2, 29.4], [110.2, 29.5]]],
        units: vec!["x4".into()],
        households: vec!["h1".into()],
        sites: vec!["s1".into()],
        posts: true,
    };
    let absence = records.absences.first().cloned();
    let rows = [
        Row::Scheme(Box::new(records.scheme.clone())),
        Row::Unit(records.units[0].clone()),
        Row::Household(records.households[0].clone()),
        Row::Person(records.people[0].clone()),
        Row::Appointment(records.appointments[0].clone()),
        Row::Pairing(records.pairings[0].clone()),
    ];
    let mut changes = vec![
        Change::OpenUnit(records.units[3].clone()),
        Change::CloseUnit(end()),
        Change::MoveUnit(go()),
        Change::SplitUnit(Split { unit: id, on, into: vec![part], close: true }),
        Change::MergeUnits(Merge { units: vec!["x1".into()], into: "x2".into(), on: "2026-12-01".into() }),
        Change::CloseDepartment(end()),
        Change::AddHousehold(household([110.123_456_7, 29.1])),
        Change::MoveHousehold(go()),
        Change::CloseHousehold(end()),
        Change::MoveSite(go()),
        Change::CloseSite(end()),
        Change::AddPerson(records.people[0].clone()),
        Change::Appoint(records.appointments[0].clone()),
        Change::EndAppointment(EndAppointment {
            person: "p1".into(),
            unit: Some("x1".into()),
            role: Some("grid-leader".into()),
            department: None,
            on: "2026-12-01".into(),
        }),
        Change::Return(Return { person: "p1".into(), on: "2026-12-01".into() }),
        Change::Pair(records.pairings[0].clone()),
        Change::Unpair(Unpair {
            person: "p1".into(),
            household: "h1".into(),
            programme: "one".into(),
            on: "2026-12-01".into(),
        }),
        Change::ReplaceScheme(Box::new(records.scheme.clone())),
    ];
    changes.extend(records.departments.first().cloned().map(Change::OpenDepartment));
    changes.extend(records.sites.first().cloned().map(Change::AddSite));
    changes.extend(absence.map(Change::Absent));
    changes.extend(rows.iter().map(|row| Change::Correct(Edit { before: Some(row.clone()), after: None })));
    changes.extend(rows.iter().map(|row| Change::Correct(Edit { before: None, after: Some(row.clone()) })));
    Transaction::from(changes)
}

#[test]
fn every_change_reads_back_and_stands_on_a_line_of_its_own() {
    let transaction = every_change();
    let mut file = Vec::new();
    transaction::write(&transaction, &mut file).unwrap();
    assert_eq!(transaction::read(&file[..]).unwrap(), transaction);
    let text = String::from_utf8(file).unwrap();
    assert_eq!(text.lines().filter(|line| line.starts_with("  {\"")).count(), transaction.changes.len());
    let mut again = Vec::new();
    transaction::write(&transaction::read(text.as_bytes()).unwrap(), &mut again).unwrap();
    assert_eq!(text.as_bytes(), again);
}

#[track_caller]
fn refused(changes: &str, code: DocumentCode, path: &str, message: &str) {
    let text = format!(r#"{{"format": "wangge-transaction/1", "changes": {changes}}}"#);
    let error = transaction::read(text.as_bytes()).unwrap_err();
    assert_eq!((error.code, error.path.as_str(), error.message.as_str()), (code, path, message), "{error}");
    assert_eq!(error.line, 1);
}

#[test]
fn what_is_no_transaction_is_refused_with_its_place() {
    use DocumentCode::{DuplicateKey, MissingField, Type, UnknownField, Value};
    refused("{}", Type, "changes", "invalid type: object, expected an array");
    let words = "`open-unit`, `close-unit`, `move-unit`, `split-unit`, `merge-units`, `open-department`, \
                 `close-department`, `add-household`, `move-household`, `close-household`, `add-site`, `move-site`, \
                 `close-site`, `add-person`, `appoint`, `end-appointment`, `absent`, `return`, `pair`, `unpair`, \
                 `replace-scheme` or `correct`";
    refused("[7]", Type, "changes[0]", &format!("invalid type: number, expected {words}"));
    refused("[{}]", Type, "changes[0]", &format!("invalid type: object, expected {words}"));
    refused(r#"["pair"]"#, Type, "changes[0]", "invalid type: string, expected an object");
    refused(r#"["score"]"#, Value, "changes[0]", &format!("unknown word `score`, expected {words}"));
    refused(
        r#"[{"score": {}}]"#,
        UnknownField,
        "changes[0].score",
        &format!("unknown field `score`, expected {words}"),
    );
    let end = r#"{"id": "h", "on": "2026-01-01"}"#;
    let two = format!(r#"[{{"close-unit": {end}}}, {{"close-unit": {end}, "close-site": {end}}}]"#);
    refused(&two, Type, "changes[1]", "expected an object with one field");
    let twice = format!(r#"[{{"close-unit": {end}, "close-unit": {end}}}]"#);
    refused(&twice, Type, "changes[0]", "expected an object with one field");
    refused(r#"[{"close-unit": {"id": "h"}}]"#, MissingField, "changes[0].close-unit", "missing field `on`");
    refused(
        r#"[{"close-unit": {"id": "h", "id": "h"}}]"#,
        DuplicateKey,
        "changes[0].close-unit.id",
        "field `id` stands here twice",
    );
    refused(
        r#"[{"close-unit": ["h", "2026-01-01"]}]"#,
        Type,
        "changes[0].close-unit",
        "invalid type: array, expected an object",
    );
    refused(r#"[{"close-unit": null}]"#, Type, "changes[0].close-unit", "invalid type: null, expected an object");
    refused(
        r#"[{"correct": {"before": {"household": {"id": 5}}}}]"#,
        Type,
        "changes[0].correct.before.household.id",
        "invalid type: number, expected a string",
    );
    refused(
        r#"[{"correct": {"before": {"score": {}}}}]"#,
        UnknownField,
        "changes[0].correct.before.score",
        "unknown field `score`, expected `scheme`, `unit`, `department`, `household`, `site`, `person`, `appointment`, \
         `absence`, `pairing` or `pair-rule`",
    );
}

#[test]
fn another_format_is_recognised_and_a_cut_is_told() {
    let read = |text: &str| transaction::read(text.as_bytes()).unwrap_err();
    let error = read(r#"{"format": "wangge/1", "scheme": {}}"#);
    assert_eq!(error.code, DocumentCode::Version);
    assert_eq!(error.message, "the format is `wangge/1`; expected `wangge-transaction/1`");
    assert_eq!(read(r#"{"changes": []}"#).code, DocumentCode::MissingField);
    let mut file = Vec::new();
    transaction::write(&every_change(), &mut file).unwrap();
    for cut in (0..file.len() - 2).step_by(97) {
        assert!(transaction::read(&file[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn a_coordinate_that_json_cannot_hold_is_not_written() {
    let scope = vec![vec![[1.0, 2.0]], vec![[f64::NAN, 2.0]]];
    let unit = UnitRecord { scope: scope.clone(), ..Sample::chalinhe().records().units[0].clone() };
    let site = SiteRecord { location: Some([1.0, f64::INFINITY]), ..Sample::chalinhe().records().sites[0].clone() };
    let part = Part {
        id: "x".into(),
        name: "x".into(),
        code: None,
        scope,
        units: vec![],
        households: vec![],
        sites: vec![],
        posts: false,
    };
    let split = Split { unit: "u".into(), on: "2026-01-01".into(), into: vec![part], close: false };
    let home = household([f64::NEG_INFINITY, 1.0]);
    let after = |row| Change::Correct(Edit { before: None, after: Some(row) });
    let before = |row| Change::Correct(Edit { before: Some(row), after: None });
    for (change, path) in [
        (Change::OpenUnit(unit.clone()), "open-unit.scope[1]"),
        (Change::SplitUnit(split), "split-unit.into[0].scope[1]"),
        (Change::AddHousehold(home.clone()), "add-household.location"),
        (Change::AddSite(site.clone()), "add-site.location"),
        (after(Row::Unit(unit)), "correct.after.unit.scope[1]"),
        (before(Row::Household(home)), "correct.before.household.location"),
        (after(Row::Site(site)), "correct.after.site.location"),
    ] {
        let end = Change::CloseUnit(End { id: "u".into(), on: "2026-01-01".into() });
        let mut file = Vec::new();
        let error = transaction::write(&Transaction::from(vec![end, change]), &mut file).unwrap_err();
        assert_eq!((error.code, error.path), (DocumentCode::Number, format!("changes[1].{path}")));
        assert!(file.is_empty());
    }
}
