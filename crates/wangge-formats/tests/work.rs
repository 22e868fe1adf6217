//! The log of work as a file: what is written reads back, and every line that is none is refused with its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;
use wangge::record::{SchemeRecord, Urgency};
use wangge::work::{Act, Campaign, Channel, Done, Entry, Event, Filing, Reported, ReturnReason, Told};
use wangge::{Records, Registry};
use wangge_formats::ask;
use wangge_formats::document::DocumentCode;
use wangge_formats::work::{self, WorkFileError};
use wangge_sample::Sample;

const HEAD: &str = "{\"format\":\"wangge-work/1\"}\n";

fn sample() -> Registry {
    Registry::build(Sample::chalinhe().records()).unwrap()
}

/// A registry whose calendar has an offset of its own.
fn offset(offset: &str) -> Registry {
    let mut scheme: SchemeRecord = Sample::chalinhe().records().scheme;
    scheme.calendar.offset = offset.into();
    Registry::build(Records { scheme, ..Records::default() }).unwrap()
}

fn id() -> impl Strategy<Value = SmolStr> {
    "[a-z0-9_.:/#村户-]{1,12}".prop_map(SmolStr::from)
}

fn at() -> impl Strategy<Value = Timestamp> {
    let second = prop_oneof![Just(0), 0..1_000_000_000_i32];
    (-60_000_000_000_i64..250_000_000_000, second).prop_map(|(second, nano)| Timestamp::new(second, nano).unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (1..=9999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| date(year, month, day))
}

fn channel() -> impl Strategy<Value = Channel> {
    select(Channel::ALL)
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        id().prop_map(|by| Act::Accepted { by }),
        (id(), select(ReturnReason::ALL), option::of(id())).prop_map(|(by, reason, to)| Act::Returned {
            by,
            reason,
            to
        }),
        (id(), id()).prop_map(|(by, to)| Act::Transferred { by, to }),
        id().prop_map(|by| Act::Resolved { by }),
        option::of(id()).prop_map(|by| Act::Verified { by }),
        option::of(id()).prop_map(|by| Act::Reopened { by }),
        id().prop_map(|by| Act::Closed { by }),
    ]
}

fn campaign() -> impl Strategy<Value = Entry> {
    let lists = (vec(id(), 0..3), vec(id(), 0..3), vec(channel(), 0..3));
    ((id(), id(), id(), option::of(id())), lists, day(), day()).prop_map(|(ids, lists, from, until)| {
        let ((id, of, kind, unit), (categories, first, channels)) = (ids, lists);
        Entry::Campaign(Campaign { id, of, kind, unit, categories, first, from, until, channels })
    })
}

fn entry() -> impl Strategy<Value = Entry> {
    let urgency = select(vec![Urgency::Emergency, Urgency::Routine]);
    let matter = (id(), id(), id(), urgency, at(), channel(), vec(id(), 0..3)).prop_map(
        |(id, subject, kind, urgency, at, channel, recuse)| {
            Entry::Matter(Reported { id, subject, kind, urgency, at, channel, recuse })
        },
    );
    prop_oneof![
        matter,
        (id(), at(), act()).prop_map(|(matter, at, act)| Entry::Event(Event { matter, at, act })),
        (id(), id(), day(), at(), id()).prop_map(|(report, unit, until, at, by)| Entry::Filing(Filing {
            report,
            unit,
            until,
            at,
            by
        })),
        campaign(),
        at().prop_map(|until| Entry::Told(Told { until })),
        (id(), id(), id(), at(), id(), channel()).prop_map(|(campaign, action, household, at, by, channel)| {
            Entry::Done(Done { campaign, action, household, at, by, channel })
        }),
    ]
}

fn written(entries: &[Entry], registry: &Registry) -> String {
    let mut text = Vec::new();
    work::write(entries, registry.scheme().calendar(), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

proptest! {
    #[test]
    fn a_log_reads_back_as_it_was_written(
        entries in vec(entry(), 0..20),
        zone in select(vec!["+08:00", "-03:30", "+00:00", "+14:00"]),
    ) {
        let registry = offset(zone);
        let calendar = registry.scheme().calendar();
        let text = written(&entries, &registry);
        prop_assert_eq!(text.lines().count(), entries.len() + 1);
        prop_assert_eq!(&work::read(text.as_bytes(), calendar).unwrap(), &entries);
        // The end of the last line says nothing, nor do empty lines after it; what is added comes before these.
        let short = text.trim_end_matches('\n');
        for (end, is_kept) in [("", ""), ("\n", "\n"), ("\r\n", "\r\n"), ("\n\n", "\n"), (" \r\n \r\n\t", " \r\n")] {
            let log = format!("{short}{end}");
            prop_assert_eq!(&work::read(log.as_bytes(), calendar).unwrap(), &entries);
            let is_kept = format!("{short}{is_kept}");
            prop_assert_eq!(work::kept(log.as_bytes()), is_kept.as_bytes());
            let alone: Vec<Entry> =
                work::read_entries(log.as_bytes(), calendar).unwrap().into_iter().map(|(_, entry)| entry).collect();
            prop_assert_eq!(&alone, &entries);
        }
    }

    #[test]
    fn a_log_that_was_cut_is_refused_at_its_last_line_or_was_cut_between_two(
        entries in vec(entry(), 0..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let registry = offset("+08:00");
        let calendar = registry.scheme().calendar();
        let whole = written(&entries, &registry).into_bytes();
        let text = &whole[..cut.index(whole.len() + 1)];
        let lines = text.iter().filter(|byte| **byte == b'\n').count();
        let at_an_end = text.ends_with(b"\n") || whole.get(text.len()) == Some(&b'\n');
        match work::read(text, calendar) {
            Ok(read) => {
                prop_assert!(at_an_end);
                prop_assert_eq!(&read[..], &entries[..lines - usize::from(text.ends_with(b"\n"))]);
            }
            Err(errors) => {
                let [error] = errors.as_slice() else { panic!("{errors}") };
                prop_assert!(!at_an_end);
                prop_assert_eq!((error.code, error.line), (DocumentCode::Truncated, lines + 1));
            }
        }
    }

    #[test]
    fn whatever_is_read_is_read_without_a_panic(bytes in vec(any::<u8>(), 0..200)) {
        let registry = offset("+08:00");
        _ = work::read(&bytes[..], registry.scheme().calendar());
        let text = [HEAD.as_bytes(), &bytes].concat();
        _ = work::read(&text[..], registry.scheme().calendar());
    }
}

#[test]
fn instants_stand_in_the_scheme_s_offset_and_may_be_given_without_one() {
    let registry = sample();
    let line = |at: &str| format!(r#"{{"event":{{"matter":"m1","at":"{at}","act":"verified"}}}}"#);
    let read = |at: &str| work::read(format!("{HEAD}{}\n", line(at)).as_bytes(), registry.scheme().calendar()).unwrap();
    for at in ["2026-11-02T09:00", "2026-11-02T01:00:00Z", "2026-11-02T10:00:00+09:00"] {
        assert_eq!(written(&read(at), &registry), format!("{HEAD}{}\n", line("2026-11-02T09:00:00+08:00")));
    }
}

fn refusals(text: impl AsRef<[u8]>) -> WorkFileError {
    let registry = sample();
    work::read(text.as_ref(), registry.scheme().calendar()).unwrap_err()
}

/// The one refusal of a log with this second line.
#[track_caller]
fn refused(line: &str, code: DocumentCode, path: &str, message: &str) {
    let text = format!("{HEAD}{line}\n");
    let errors = refusals(&text);
    let [error] = errors.as_slice() else { panic!("{errors}") };
    assert_eq!((error.code, error.path.as_str(), error.line), (code, path, 2), "{error}");
    assert!(error.message.starts_with(message), "{error}");
}

#[test]
fn a_line_that_is_no_entry_is_refused_with_its_place() {
    use DocumentCode::{DuplicateKey, MissingField, Syntax, Truncated, Type, UnknownField, Value};
    let words = "expected `matter`, `event`, `filing`, `campaign`, `done` or `told`";
    let good = r#"{"event":{"matter":"m1","at":"2026-11-02T09:00","act":"verified"}}"#;
    refused(&format!("\n{good}"), Syntax, "", "the line is empty");
    refused(&format!("  \r\n{good}"), Syntax, "", "the line is empty");
    refused("{\"event\":", Truncated, "event", "the text ends in the middle of");
    refused("7", Type, "", &format!("invalid type: number, {words}"));
    refused("[]", Type, "", &format!("invalid type: array, {words}"));
    refused("{}", Type, "", &format!("invalid type: object, {words}"));
    refused("\"score\"", Value, "", &format!("unknown word `score`, {words}"));
    refused("{\"score\":{}}", UnknownField, "score", &format!("unknown field `score`, {words}"));
    refused("{\"event\":{}}", MissingField, "event", "missing field `matter`");
    refused("{\"format\":\"wangge-work/1\"}", UnknownField, "format", "unknown field `format`");
    let event = |fields: &str| format!(r#"{{"event":{{"matter":"m1","at":"2026-11-02T09:00",{fields}}}}}"#);
    let twice = event(r#""act":"verified""#) + "{}";
    refused(&twice, Syntax, "", "something follows the end of the text");
    refused(&event(r#""act":"scored""#), Value, "event.act", "unknown word `scored`, expected `accepted`");
    refused(&event(r#""act":"accepted""#), MissingField, "event.by", "missing field `by`: an event `accepted` has one");
    refused(&event(r#""act":"resolved""#), MissingField, "event.by", "missing field `by`");
    refused(&event(r#""act":"closed""#), MissingField, "event.by", "missing field `by`");
    refused(&event(r#""act":"returned","by":"p1""#), MissingField, "event.reason", "missing field `reason`");
    refused(&event(r#""act":"transferred","by":"p1""#), MissingField, "event.to", "missing field `to`");
    refused(&event(r#""act":"transferred","to":"p1""#), MissingField, "event.by", "missing field `by`");
    let foreign = event(r#""act":"resolved","by":"p1","reason":"not-mine""#);
    refused(&foreign, UnknownField, "event.reason", "unknown field `reason`: an event `resolved` has none");
    refused(&event(r#""act":"accepted","by":"p1","to":"p2""#), UnknownField, "event.to", "unknown field `to`");
    refused(&event(r#""act":"returned","by":"p1","reason":"tired""#), Value, "event.reason", "unknown word `tired`");
    refused(&event(r#""act":"closed","by":"p1","note":"x""#), UnknownField, "event.note", "unknown field `note`");
    refused(&event(r#""act":"closed","by":"p1","by":"p2""#), DuplicateKey, "event.by", "field `by` stands here twice");
    refused(&event(r#""act":"closed","by":7"#), Type, "event.by", "invalid type: number");
    let late = r#"{"event":{"matter":"m1","at":"tomorrow","act":"verified"}}"#;
    refused(late, Value, "event.at", "`tomorrow` is not an instant; write it as");
    let filing = r#"{"filing":{"report":"r","unit":"u","until":"2026-11-31","at":"2026-12-01T09:00","by":"p1"}}"#;
    refused(filing, Value, "filing.until", "`2026-11-31` is not a date; write it as `2026-10-01`");
    let channel =
        r#"{"done":{"campaign":"c","action":"a","household":"h","at":"2026-12-01T09:00","by":"p","channel":"fax"}}"#;
    refused(channel, Value, "done.channel", "unknown word `fax`, expected `visit`");
}

#[test]
fn the_first_line_says_what_it_is() {
    for (text, code, path) in [
        ("", DocumentCode::Truncated, ""),
        ("\n", DocumentCode::Truncated, ""),
        ("{\"format\":\"wangge-work/1\"", DocumentCode::Truncated, ""),
        ("{\"format\":\"wangge-work/2\"}\n{\"no\":1}\n", DocumentCode::Version, "format"),
        ("{\"format\":\"wangge/1\",\n \"scheme\"", DocumentCode::Version, "format"),
        ("{\"format\":\"wangge/1\"}\n", DocumentCode::Version, "format"),
        ("{\"event\":{}}\n", DocumentCode::UnknownField, "event"),
        ("SQLite format 3\0", DocumentCode::Syntax, ""),
    ] {
        let errors = refusals(text);
        let [error] = errors.as_slice() else { panic!("{errors}") };
        assert_eq!((error.code, error.path.as_str(), error.line), (code, path, 1), "{text:?}: {error}");
    }
    for (text, told) in [
        (
            "\u{feff}{\n \"format\" : \"wangge/1\",\n \"scheme\": {",
            "this is a document (`wangge/1`), no log of work; the document comes first, the log second",
        ),
        ("{\"format\":\"wangge-plan/1\",\n", "the format is `wangge-plan/1`; expected `wangge-work/1`"),
    ] {
        let registry = sample();
        let added = work::read_entries(text.as_bytes(), registry.scheme().calendar()).unwrap_err();
        assert_eq!(refusals(text), added, "entries to be added are told alike");
        assert_eq!((added.as_slice().len(), added.as_slice()[0].message.as_str()), (1, told));
    }
    let log = wangge_formats::document::read(HEAD.as_bytes()).unwrap_err();
    assert_eq!(
        log.message,
        "this is a log of work (`wangge-work/1`), no document; the document comes first, the log second"
    );
    let registry = sample();
    let marked = format!("\u{feff}{HEAD}");
    assert_eq!(work::read(marked.as_bytes(), registry.scheme().calendar()), Ok(vec![]));
    let errors = refusals(format!("{HEAD}\u{feff}{{}}\n"));
    assert_eq!((errors.as_slice()[0].code, errors.as_slice()[0].line), (DocumentCode::Syntax, 2));
}

#[test]
fn every_line_is_looked_at_and_every_wrong_one_told() {
    let good = r#"{"event":{"matter":"m1","at":"2026-11-02T09:00","act":"verified"}}"#;
    let text =
        [HEAD.as_bytes(), b"x\n", good.as_bytes(), b"\n{\"done\":7}\n\xff\n", good.as_bytes(), b"\n{\"done\""].concat();
    let errors = refusals(&text);
    let told: Vec<(DocumentCode, usize)> = errors.as_slice().iter().map(|error| (error.code, error.line)).collect();
    use DocumentCode::{Encoding, Syntax, Truncated, Type};
    assert_eq!(told, [(Syntax, 2), (Type, 4), (Encoding, 5), (Truncated, 7)]);
    let view = ask::work(&sample(), &text[..]).unwrap_err();
    assert_eq!((view.code, view.faults.len(), view.place.as_ref().unwrap().line), ("document.syntax", 4, 2));
    assert_eq!(
        (view.faults[1].code, view.faults[1].line, view.faults[1].place.as_str()),
        ("document.type", Some(4), "done")
    );
}

#[test]
fn a_source_that_fails_ends_the_reading() {
    struct Failing(bool);
    impl std::io::Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(std::io::Error::other("the disk is gone"));
            }
            buffer[..HEAD.len()].copy_from_slice(HEAD.as_bytes());
            Ok(HEAD.len())
        }
    }
    let registry = sample();
    let errors = work::read(Failing(false), registry.scheme().calendar()).unwrap_err();
    assert_eq!(errors.to_string(), "document.io: the disk is gone");
}

/// A matter about the unit at the top, which any registry of the sample has.
fn reported(id: &str, at: &str) -> String {
    let subject = "430821108223";
    format!(
        r#"{{"matter":{{"id":"{id}","subject":"{subject}","kind":"neighbour-dispute","urgency":"routine","at":"{at}","channel":"phone"}}}}"#
    )
}

#[test]
fn m5_a_log_is_read_whatever_the_county_says_now_and_every_entry_that_no_longer_fits_is_listed() {
    let registry = sample();
    let good = reported("m1", "2026-11-02T09:00");
    let unknown = r#"{"event":{"matter":"m2","at":"2026-11-02T09:00","act":"verified"}}"#;
    let early = r#"{"event":{"matter":"m1","at":"2026-11-01T09:00","act":"verified"}}"#;
    let someone = registry.records().people[0].id.clone();
    let stranger =
        format!(r#"{{"event":{{"matter":"m1","at":"2026-11-02T10:00","act":"resolved","by":"{someone}"}}}}"#);
    let log = format!("{HEAD}{good}\n{unknown}\n{good}\n{early}\n{stranger}\n\n");
    let work = ask::work(&registry, log.as_bytes()).unwrap();
    assert_eq!(work.cases().len(), 1);
    let at: Timestamp = "2026-11-02T11:00:00+08:00".parse().unwrap();
    assert_eq!(work.case("m1").unwrap().at(at).unwrap().resolved_by(), Some(someone.as_str()), "what was done stays");
    let told: serde_json::Value = serde_json::from_str(&ask::log(&registry, log.as_bytes()).unwrap()).unwrap();
    let row = |line, entry, code, ids: &[&str], taken| serde_json::json!({"line": line, "entry": entry, "code": code, "rule": "E9", "ids": ids, "taken": taken});
    let refused = [
        row(3, "event", "matter.unknown", &["m2"], false),
        row(4, "matter", "matter.duplicate", &["m1"], false),
        row(5, "event", "case.too-early", &["m1"], false),
        row(6, "event", "case.not-holder", &["m1", &someone], true),
    ];
    assert_eq!(told, serde_json::json!({"entries": 5, "refused": refused}));
}

#[test]
fn a_log_remembers_what_was_told() {
    let registry = sample();
    let mark = r#"{"told":{"until":"2026-11-02T09:00:00+08:00"}}"#;
    let log = format!("{HEAD}{}\n{mark}\n", reported("m1", "2026-11-02T09:00"));
    let mut work = ask::work(&registry, log.as_bytes()).unwrap();
    assert_eq!(ask::due(&mut work, None, "2026-11-02T09:00").unwrap(), r#"{"notices":[]}"#);
    let error = ask::record(&mut work, reported("m2", "2026-11-02T09:00").as_bytes()).unwrap_err();
    assert_eq!(error.faults[0].code, "case.too-late");
    assert_eq!(ask::record(&mut work, mark.as_bytes()).unwrap(), format!("{mark}\n"));
    refused(r#"{"told":{"until":"noon"}}"#, DocumentCode::Value, "told.until", "`noon` is not an instant");
    refused(r#"{"told":{}}"#, DocumentCode::MissingField, "told", "missing field `until`");
}

#[test]
fn entries_are_recorded_all_or_none_and_come_back_as_lines_of_the_log() {
    let registry = sample();
    let mut county = ask::work(&registry, HEAD.as_bytes()).unwrap();
    let (one, two) = (reported("m1", "2026-11-02T09:00"), reported("m2", "2026-11-02T01:30:00Z"));
    let error = ask::record(&mut county, format!("{one}\n{two}\n{one}").as_bytes()).unwrap_err();
    assert_eq!((error.code, error.faults.len(), error.faults[0].line), ("work.faults", 1, Some(3)));
    assert_eq!(county.cases().len(), 0, "nothing is recorded");
    let error = ask::record(&mut county, &b"{"[..]).unwrap_err();
    assert_eq!((error.code, error.faults[0].line), ("document.truncated", Some(1)));
    let lines = ask::record(&mut county, format!("{HEAD}{one}\n{two}").as_bytes()).unwrap();
    assert_eq!(county.cases().len(), 2);
    let again = ask::work(&registry, format!("{HEAD}{lines}").as_bytes()).unwrap();
    assert!(lines.contains("2026-11-02T09:30:00+08:00"), "{lines}");
    assert_eq!(again.cases().len(), 2);
    let error = ask::record(&mut county, format!("{HEAD}{one}\n").as_bytes()).unwrap_err();
    assert_eq!(error.faults[0].line, Some(2), "a first line with the format counts");
}
