//! What is written reads back; what is damaged is refused without a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod worlds;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use wangge::Records;
use wangge_formats::document;

fn written(records: &Records) -> Vec<u8> {
    let mut out = Vec::new();
    document::write(records, &mut out).unwrap();
    out
}

#[test]
fn no_rows_at_all_are_a_document_of_two_fields() {
    let text = String::from_utf8(written(&Records::default())).unwrap();
    assert!(
        text.starts_with("{\n \"format\": \"wangge/1\",\n \"scheme\": {\n  \"name\": {\"zh\": \"\", \"en\": \"\"},\n"),
        "{text}"
    );
    assert!(text.ends_with("\n  \"contactRequired\": false\n }\n}\n"), "{text}");
    assert_eq!(document::read(text.as_bytes()).unwrap(), Records::default());
}

#[test]
fn a_row_stands_on_a_line_of_its_own() {
    let absence =
        |person: &str| wangge::record::AbsenceRecord { person: person.into(), from: "2026-01-01".into(), until: None };
    let records = Records { absences: vec![absence("p1"), absence("p2")], ..Records::default() };
    let text = String::from_utf8(written(&records)).unwrap();
    let rows = "\n \"absences\": [\n  {\"person\": \"p1\", \"from\": \"2026-01-01\"},\n  {\"person\": \"p2\", \"from\": \"2026-01-01\"}\n ]\n}\n";
    assert!(text.ends_with(rows), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_as_the_same_records(records in worlds::records()) {
        let text = written(&records);
        let again = document::read(&text[..]).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(&again, &records);
        prop_assert_eq!(written(&again), text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(document::read(&bytes[..]).is_err());
    }
}

/// One way to damage a document.
#[derive(Debug, Clone)]
enum Damage {
    Cut,
    Drop,
    Set(u8),
    Repeat(usize),
}

#[test]
fn a_damaged_document_is_read_or_refused_and_never_more() {
    let mut runner = TestRunner::deterministic();
    let records = worlds::records();
    let damage = prop_oneof![
        Just(Damage::Cut),
        Just(Damage::Drop),
        prop_oneof![any::<u8>(), proptest::sample::select(&b"{}[],:\"\\0-eE.ntf\n "[..])].prop_map(Damage::Set),
        (1_usize..200).prop_map(Damage::Repeat),
    ];
    let mut refused = 0;
    for _ in 0..1_000 {
        let records = records.new_tree(&mut runner).unwrap().current();
        let mut text = written(&records);
        let at = (0..text.len()).new_tree(&mut runner).unwrap().current();
        let lines = text.iter().filter(|b| **b == b'\n').count() + 200;
        match damage.new_tree(&mut runner).unwrap().current() {
            Damage::Cut => text.truncate(at),
            Damage::Drop => drop(text.remove(at)),
            Damage::Set(byte) => text[at] = byte,
            Damage::Repeat(length) => {
                let part = text[at..text.len().min(at + length)].to_vec();
                text.splice(at..at, part);
            }
        }
        if let Err(error) = document::read(&text[..]) {
            refused += 1;
            assert!((1..=lines).contains(&error.line), "{error}");
            assert!(error.message.len() < 1_000 && !error.message.contains("Record"), "{error}");
        }
    }
    assert!(refused > 500, "{refused}");
}
