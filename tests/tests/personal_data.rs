//! Personal data stay where they are (S3): every personal field holds a canary, and no canary is ever heard.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "test code: a panic here is a failed test"
)]

use std::fmt::Debug;

use wangge::record::{Records, Urgency};
use wangge::{
    Access, Action, AssignOptions, Directory, FindingCode, Gap, Holder, Matter, Period, Registry, StepState, Subject,
};
use wangge_formats::{ask, document};
use wangge_sample::Sample;
use wangge_tests::generate::valid_world;

const DATE: &str = "2026-11-23";

/// Names, labels and contacts say `canary`; so do locations, in their digits, as degrees and as whole 1e-7 degrees.
const CANARIES: [&str; 5] = ["canary", "77.771", "777712", "66.661", "666612"];

/// Records with a canary of its own in every personal field.
fn with_canaries(mut records: Records) -> Records {
    for (number, row) in records.households.iter_mut().enumerate() {
        row.label = format!("canary label {number}").into();
        let hair = f64::from(u32::try_from(number).unwrap()) * 1e-7;
        row.location = Some([77.771_2 + hair, 66.661_2 + hair]);
    }
    for (number, row) in records.people.iter_mut().enumerate() {
        row.name = format!("canary name {number}").into();
        row.contact = Some(format!("canary contact {number}").into());
    }
    records
}

fn records() -> Records {
    let mut records = with_canaries(Sample::chalinhe().records());
    records.scheme.contact_required = true;
    records
}

#[track_caller]
fn is_silent(what: &str, text: &str) {
    for canary in CANARIES {
        if let Some(at) = text.find(canary) {
            let from = text[..at].char_indices().rev().nth(60).map_or(0, |(from, _)| from);
            let until = text[at..].char_indices().nth(40).map_or(text.len(), |(until, _)| at + until);
            panic!("{what}: …{}…", &text[from..until]);
        }
    }
}

#[track_caller]
fn debug(what: &str, value: impl Debug) {
    is_silent(what, &format!("{value:?}"));
    is_silent(what, &format!("{value:#?}"));
}

#[track_caller]
fn error(what: &str, value: impl std::error::Error) {
    is_silent(what, &value.to_string());
    debug(what, value);
}

#[test]
fn s3_the_canaries_are_there_and_would_be_heard() {
    let (mut text, records) = (Vec::new(), records());
    document::write(&records, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    for canary in ["canary label 0", "canary name 0", "canary contact 0", "77.771", "66.661"] {
        assert!(text.contains(canary), "{canary}");
    }
    let directory = Registry::build(records).unwrap().as_of(DATE.parse().unwrap());
    let person = directory.people().next().unwrap();
    assert!(person.name().contains(CANARIES[0]) && person.contact().unwrap().contains(CANARIES[0]));
}

#[test]
fn s3_a_redacted_document_holds_no_personal_data() {
    let redacted = records().redacted();
    let mut text = Vec::new();
    document::write(&redacted, &mut text).unwrap();
    is_silent("redacted document", &String::from_utf8(text).unwrap());
    // Not even what a program reads: every answer of the redacted registry.
    let directory = Registry::build(redacted).unwrap().as_of(DATE.parse().unwrap());
    let told = ask::responsible(&directory, "430821108223-h0017", "neighbour-dispute").unwrap();
    is_silent("an answer", &told);
    is_silent("households", &ask::households(&directory));
    for person in directory.people() {
        is_silent("duties", &ask::duties(&directory, person.id()).unwrap());
        is_silent("scope", &ask::scope(&directory, person.id()).unwrap());
    }
}

#[test]
fn s3_no_row_registry_or_handle_tells() {
    let records = records();
    debug("records", &records);
    records.households.iter().for_each(|row| debug("household row", row));
    records.people.iter().for_each(|row| debug("person row", row));
    let registry = Registry::build(records).unwrap();
    debug("registry", &registry);
    debug("counts", registry.counts());
    debug("scheme", registry.scheme());
    let directory = registry.as_of(DATE.parse().unwrap());
    debug("directory", &directory);
    directory.households().for_each(|household| {
        debug("household", household);
        debug("subject", Subject::from(household));
    });
    directory.people().for_each(|person| debug("person", person));
    directory.sites().for_each(|site| debug("site", site));
    directory.departments().for_each(|department| debug("department", department));
    for unit in directory.units() {
        debug("unit", unit);
        unit.seats().for_each(|seat| debug("seat", seat));
        unit.seats().for_each(|seat| debug("holder", seat.holder()));
    }
    debug("places", directory.places());
}

#[test]
fn s3_no_answer_tells() {
    let registry = Registry::build(records()).unwrap();
    let directory = registry.as_of(DATE.parse().unwrap());
    for household in directory.households().step_by(40) {
        for kind in directory.scheme().kinds() {
            let answer = directory.responsible(household.id(), kind.id()).unwrap();
            debug("responsibility", answer);
            debug("answerable", answer.answerable());
            debug("first responder", answer.first_responder());
            answer.links().for_each(|link| debug("link", link));
            answer.links().for_each(|link| debug("post", link.post()));
            for link in answer.links() {
                if let Holder::Held(people) = link.holder() {
                    debug("people", people);
                }
            }
            escalation(&directory, household.id(), kind.id());
        }
    }
    for person in directory.people() {
        let duties = directory.duties_of(person.id()).unwrap();
        debug("duties", &duties);
        debug("posts", duties.posts());
        debug("scope", directory.scope(person.id()).unwrap());
        for household in directory.households().step_by(90) {
            let access = directory.may(person.id(), Action::Personal, household.id()).unwrap();
            debug("access", access);
            if let Access::Granted(grant) = access {
                debug("because", grant.because());
            }
        }
    }
    let kind = directory.scheme().kind("neighbour-dispute").unwrap();
    debug("all at once", directory.answerable_all(kind).unwrap());
    debug("findings", directory.findings());
    let period = Period::new("2026-12-01".parse().unwrap(), Some("2027-01-01".parse().unwrap())).unwrap();
    let findings = registry.findings(period).unwrap();
    // Every household is far outside its unit.
    assert!(directory.findings().iter().any(|finding| finding.code() == FindingCode::LocationOutside));
    findings.iter().for_each(|finding| debug("finding", (finding.code(), finding.gap())));
}

fn escalation(directory: &Directory, subject: &str, kind: &str) {
    let matter = Matter {
        subject,
        kind,
        urgency: Urgency::Emergency,
        reported_at: "2026-11-23T10:00:00+08:00".parse().unwrap(),
        recuse: &[],
    };
    let path = directory.escalate(&matter).unwrap();
    debug("matter", matter);
    debug("path", &path);
    for step in path.steps() {
        debug("step", step);
        if let StepState::Active(active) = step.state() {
            debug("active", active);
        }
    }
    path.reports().for_each(|report| debug("report", report));
}

#[test]
fn s3_no_plan_tells() {
    let mut records = records();
    // Nobody has room for all: the shortage is explained too.
    records.pairings.clear();
    for programme in &mut records.scheme.programmes {
        programme.max = 3;
        programme.limits.clear();
        programme.min = 0;
    }
    let directory = Registry::build(records).unwrap().as_of(DATE.parse().unwrap());
    let programme = directory.scheme().programmes().next().unwrap().id().to_owned();
    let plan = directory.assign(&AssignOptions::caretakers(&programme)).unwrap();
    debug("plan", &plan);
    plan.bottlenecks().for_each(|bottleneck| debug("bottleneck", bottleneck));
    assert!(plan.bottlenecks().len() > 0);
    debug("verdict", plan.verify());
    plan.diff().for_each(|change| debug("change", change));
    let household = directory.households().next().unwrap().id();
    debug("explanation", plan.explain(household, 5).unwrap());
    is_silent("plan file", &ask::plan_file(&plan));
}

#[test]
fn s3_no_error_tells() {
    let directory = Registry::build(records()).unwrap().as_of(DATE.parse().unwrap());
    let (household, person) = (directory.households().next().unwrap(), directory.people().next().unwrap());
    error("subject", directory.responsible(person.id(), "neighbour-dispute").unwrap_err());
    error("kind", directory.responsible(household.id(), "nothing").unwrap_err());
    error(
        "not on date",
        Registry::build(records()).unwrap().as_of("1999-01-01".parse().unwrap()).subject(household.id()).unwrap_err(),
    );
    error("person", directory.duties_of(household.id()).unwrap_err());
    error("unit", directory.unit(household.id()).unwrap_err());
    error("unseen", directory.subject_seen_by(person.id(), "nowhere").unwrap_err());
    error("programme", directory.assign(&AssignOptions::caretakers("nothing")).unwrap_err());
    // Every row that holds personal data broken in every way, and the personal fields themselves.
    type Break = fn(&mut Records);
    let breaks: [(&str, Break); 8] = [
        ("label", |records| records.households.iter_mut().for_each(|row| row.label = format!("{} ", row.label).into())),
        ("location", |records| {
            records.households.iter_mut().for_each(|row| row.location = Some([777.771_2, 666.661_2]));
        }),
        ("name", |records| records.people.iter_mut().for_each(|row| row.name = format!(" {}", row.name).into())),
        ("contact", |records| {
            records.people.iter_mut().for_each(|row| row.contact = Some("canary\u{202e}".into()));
        }),
        ("household's unit", |records| records.households.iter_mut().for_each(|row| row.unit = "nowhere".into())),
        ("household's life", |records| {
            records.households.iter_mut().for_each(|row| row.until = Some("1900-01-01".into()))
        }),
        ("home", |records| records.people.iter_mut().for_each(|row| row.home = Some("nowhere".into()))),
        ("twice", |records| {
            let (households, people) = (records.households.clone(), records.people.clone());
            records.households.extend(households);
            records.people.extend(people);
        }),
    ];
    for (name, broken) in breaks {
        let mut records = records();
        broken(&mut records);
        let faults = Registry::build(records).unwrap_err();
        is_silent(name, &faults.to_string());
        debug(name, &faults);
        for fault in faults.as_slice() {
            is_silent(name, &fault.to_string());
        }
        is_silent(name, &serde_json::to_string(&wangge_formats::answer::ErrorView::from(&faults)).unwrap());
    }
}

#[test]
fn s3_no_refused_document_tells() {
    let mut text = Vec::new();
    document::write(&records(), &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let (label, name) = (r#""label": "canary label 0""#, r#""name": "canary name 0""#);
    let contact = r#""contact": "canary contact 0""#;
    assert!(text.contains(label) && text.contains(name) && text.contains(contact), "{}", &text[..400]);
    let start = text.find(r#""location": ["#).unwrap();
    let location = &text[start..=start + text[start..].find(']').unwrap()];
    for (field, wrong) in [
        (label, r#""label": ["canary label 0"]"#),
        (label, r#""label": {"canary": 1}"#),
        (label, r#""label": 777712"#),
        (label, r#""label": "canary label 0", "label": "canary again""#),
        (label, r#""label": "canary label 0" "canary""#),
        (label, r#""label": "canary \q""#),
        (name, r#""name": ["canary"]"#),
        (name, r#""name": canary"#),
        (contact, r#""contact": 777712"#),
        (contact, r#""contact": ["canary"]"#),
        (location, r#""location": "canary""#),
        (location, r#""location": ["canary", 66.6612]"#),
        (location, r#""location": [77.7712, 66.6612, 77.7712]"#),
        (location, r#""location": [77.7712]"#),
        (location, r#""location": [77.7712e999, 66.6612]"#),
    ] {
        let refused = document::read(text.replacen(field, wrong, 1).as_bytes()).unwrap_err();
        is_silent(wrong, &refused.to_string());
        debug(wrong, &refused);
    }
}

/// What the public sees of a registry, without what is personal.
fn answers(records: &Records, date: &str) -> Vec<String> {
    let directory = Registry::build(records.clone()).unwrap().as_of(date.parse().unwrap());
    let mut told = Vec::new();
    let subjects = directory.units().map(Subject::from);
    let subjects = subjects.chain(directory.households().map(Into::into)).chain(directory.sites().map(Into::into));
    for subject in subjects {
        for kind in directory.scheme().kinds() {
            let answer = subject.responsible(kind).unwrap();
            let links: Vec<_> = answer.links().map(|link| (link, link.holder())).collect();
            told.push(format!("{links:?} {:?} {:?}", answer.answerable(), answer.first_responder()));
            for urgency in [Urgency::Emergency, Urgency::Routine] {
                let reported_at = format!("{date}T10:00:00+08:00").parse().unwrap();
                let matter = Matter { subject: subject.id(), kind: kind.id(), urgency, reported_at, recuse: &[] };
                told.push(format!("{:?}", directory.escalate(&matter)));
            }
        }
        for person in directory.people() {
            let may = Action::ALL.map(|action| directory.may(person.id(), action, subject.id()).unwrap());
            told.push(format!("{may:?}"));
        }
    }
    told.extend(directory.people().map(|person| format!("{:?}", directory.duties_of(person.id()).unwrap())));
    let findings = directory.findings();
    let of_place = |gap: &Gap<'_>| match gap {
        Gap::LocationOutside { subject } => directory.household(subject).is_ok(),
        _ => false,
    };
    let kept = findings.iter().filter(|finding| !of_place(&finding.gap()));
    told.extend(kept.map(|finding| format!("{} {:?}", finding.code(), finding.gap())));
    told
}

#[test]
fn s3_what_is_redacted_answers_the_same_but_for_places() {
    for seed in 0..150 {
        let records = valid_world(seed);
        let redacted = records.redacted();
        let (open, closed) = (answers(&records, "2026-01-01"), answers(&redacted, "2026-01-01"));
        let differ = open.iter().zip(&closed).find(|(open, closed)| open != closed);
        assert_eq!((differ, open.len()), (None, closed.len()), "world {seed}");
        assert_eq!(redacted, redacted.redacted(), "world {seed}");
        assert!(redacted.households.iter().all(|row| row.location.is_none() && row.label == row.id));
    }
}
