//! wangge against what one gets otherwise, on a county of 200,000 households: `cargo bench -p wangge-tests`.
//!
//! Peer and wangge take turns in one run on one thread, and answer the same before they are timed. Ratios are what
//! counts; times are this machine's.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench: what is wrong stops it"
)]

mod access;
mod afternoon;
mod answer;
mod calendar;
mod climb;
mod heap;
mod measure;
mod ours;
mod place;
mod random;
mod since;
mod sqlite;
mod tiles;

use std::hint::black_box;
use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use wangge::record::Urgency;
use wangge::{Directory, Household, Matter, Records, Registry, Subject};
use wangge_sample::Sample;

use crate::afternoon::Afternoon;
use crate::climb::PlainMatter;
use crate::measure::{Contender, Race};
use crate::place::GeoPlaces;
use crate::random::Random;
use crate::sqlite::Sqlite;
use crate::tiles::Tiles;

#[global_allocator]
static HEAP: heap::Counting = heap::Counting;

const DATE: Date = date(2026, 9, 21);
const QUESTIONS: usize = 2_000;

/// A household, a kind, and how it is reported.
struct Question {
    household: String,
    kind: String,
    urgency: Urgency,
    reported_at: Timestamp,
}

impl Question {
    fn matter(&self) -> Matter<'_> {
        let (subject, kind, urgency) = (self.household.as_str(), self.kind.as_str(), self.urgency);
        Matter { subject, kind, urgency, reported_at: self.reported_at, recuse: &[] }
    }

    fn plain(&self) -> PlainMatter<'_> {
        let (household, kind, urgency) = (self.household.as_str(), self.kind.as_str(), self.urgency);
        PlainMatter { household, kind, urgency, reported_at: self.reported_at, recuse: &[] }
    }
}

fn questions(records: &Records) -> Vec<Question> {
    let mut random = Random(3);
    let start: Timestamp = "2026-09-01T00:00:00Z".parse().unwrap();
    (0..QUESTIONS)
        .map(|_| Question {
            household: records.households[random.below(records.households.len())].id.to_string(),
            kind: records.scheme.kinds[random.below(records.scheme.kinds.len())].id.to_string(),
            urgency: if random.chance(30) { Urgency::Emergency } else { Urgency::Routine },
            reported_at: Timestamp::new(start.as_second() + random.below(20 * 86_400) as i64, 0).unwrap(),
        })
        .collect()
}

struct County {
    directory: Directory,
    afternoon: Afternoon,
    sqlite: Sqlite,
}

fn main() {
    // Cargo also runs benches as tests, only to see that they build and start.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    // `cargo bench -p wangge-tests --bench lookup -- points` runs one part.
    let part = std::env::args().nth(1).filter(|argument| !argument.starts_with("--"));
    let wanted = |name: &str| part.as_deref().is_none_or(|part| part == name);
    let records = Sample::cili().records();
    println!(
        "{} units, {} households, {} people, {} posts and {} pairings\n",
        records.units.len(),
        records.households.len(),
        records.people.len(),
        records.appointments.len(),
        records.pairings.len()
    );
    if wanted("points") {
        points(records.clone());
    }
    if !["lookups", "may", "duties", "bulk"].into_iter().any(wanted) {
        return;
    }
    let questions = questions(&records);
    let county = load(&records);
    check(&county, &questions);
    if wanted("lookups") {
        lookups(&county, &questions);
    }
    if wanted("may") {
        may(&county, &records);
    }
    if wanted("duties") {
        duties(&county, &records);
    }
    if wanted("bulk") {
        bulk(&county.directory);
    }
}

/// Loads every contender, and prints what that takes in time and memory.
fn load(records: &Records) -> County {
    let households = records.households.len() as f64;
    let row = |what: &str, start: Instant, bytes: f64| {
        println!(
            "{what:<34} {:>9.1} ms {:>9.1} bytes/household",
            start.elapsed().as_secs_f64() * 1e3,
            bytes / households
        );
    };
    let (start, before) = (Instant::now(), heap::live());
    let afternoon = Afternoon::load(records, DATE);
    row("load: afternoon petgraph", start, (heap::live() - before) as f64);
    let start = Instant::now();
    let sqlite = Sqlite::load(records, DATE);
    row("load: SQLite", start, sqlite.bytes() as f64);
    // The registry takes the records and gives their memory back.
    let before = heap::live();
    let input = records.clone();
    let start = Instant::now();
    let registry = Registry::build(input).unwrap_or_else(|faults| panic!("{faults}"));
    row("build: wangge Registry (checked)", start, (heap::live() - before) as f64);
    let (start, before) = (Instant::now(), heap::live());
    let directory = registry.as_of(DATE);
    row("compile: wangge Directory", start, (heap::live() - before) as f64);
    drop(registry);
    println!();
    County { directory, afternoon, sqlite }
}

/// Every contender gives the same answers.
fn check(county: &County, questions: &[Question]) {
    for question in questions {
        let (household, kind) = (&question.household, &question.kind);
        let ours = ours::links(county.directory.responsible(household, kind).unwrap());
        assert_eq!(ours, county.afternoon.responsible(household, kind).unwrap(), "{household} {kind}");
        assert_eq!(ours, county.sqlite.responsible(household, kind), "{household} {kind}");
        let ours = ours::path(&county.directory.escalate(&question.matter()).unwrap());
        assert_eq!(ours, county.afternoon.escalate(&question.plain()).unwrap(), "{household} {kind}");
        assert_eq!(ours, county.sqlite.escalate(&question.plain()), "{household} {kind}");
    }
    let chains = questions.iter().map(|q| county.directory.responsible(&q.household, &q.kind).unwrap());
    let links = chains.map(|chain| chain.links().count()).sum::<usize>() as f64 / questions.len() as f64;
    println!("{links:.1} links an answer on the average");
    println!("{} questions: afternoon petgraph, SQLite and wangge answer the same\n", questions.len());
}

fn lookups(county: &County, questions: &[Question]) {
    let County { directory, afternoon, sqlite } = county;
    let at = |i: usize| &questions[i % questions.len()];
    let responsible_by_afternoon = move |i| {
        let question = at(i);
        black_box(afternoon.responsible(&question.household, &question.kind)).map_or(0, |links| links.len())
    };
    let race = |title, contenders| {
        Race { title, unit: "call", units: 1.0, questions: QUESTIONS, contenders }.run();
    };
    race(
        "responsible by string id",
        vec![
            Contender::new("SQLite", |i| black_box(sqlite.responsible(&at(i).household, &at(i).kind)).len()),
            Contender::new("afternoon petgraph", responsible_by_afternoon),
            Contender::new("wangge", |i| {
                ours::read_links(directory.responsible(&at(i).household, &at(i).kind).unwrap())
            }),
        ],
    );
    let handles: Vec<_> = questions
        .iter()
        .map(|q| (Subject::from(directory.household(&q.household).unwrap()), directory.scheme().kind(&q.kind).unwrap()))
        .collect();
    race(
        "responsible by handle",
        vec![
            Contender::new("afternoon petgraph", responsible_by_afternoon),
            Contender::new("wangge, ids read", |i| {
                let (subject, kind) = handles[i];
                ours::read_links(subject.responsible(kind).unwrap())
            }),
            Contender::new("wangge, handles out", |i| {
                let (subject, kind) = handles[i];
                ours::read_handles(subject.responsible(kind).unwrap())
            }),
        ],
    );
    race(
        "escalate, whole path",
        vec![
            Contender::new("SQLite", |i| black_box(sqlite.escalate(&at(i).plain())).reports.len()),
            Contender::new("afternoon petgraph", |i| {
                black_box(afternoon.escalate(&at(i).plain())).map_or(0, |path| path.reports.len())
            }),
            Contender::new("wangge", |i| ours::read_path(&directory.escalate(&at(i).matter()).unwrap())),
        ],
    );
}

/// Cedar is raced beside the two in a crate of its own, `benches/access`.
fn may(county: &County, records: &Records) {
    let County { directory, afternoon, .. } = county;
    let wishes = access::wishes(directory, records);
    access::check(directory, afternoon, &wishes);
    let contenders = access::contenders(directory, afternoon, &wishes);
    Race { title: "may by string id", unit: "call", units: 1.0, questions: wishes.len(), contenders }.run();
}

/// The duties of the town leader with the most households.
fn duties(county: &County, records: &Records) {
    let County { directory, afternoon, sqlite } = county;
    let towns = directory.units().filter(|unit| unit.level().id() == "town");
    let town = towns.max_by_key(|unit| unit.household_count()).unwrap();
    let leads = |a: &&wangge::record::AppointmentRecord| {
        let today = a.from.as_str() <= "2026-09-21" && a.until.as_deref().is_none_or(|until| until > "2026-09-21");
        a.unit.as_deref() == Some(town.id()) && a.deputy.is_none() && today
    };
    let leader = records.appointments.iter().find(leads).unwrap().person.as_str();
    let duties = directory.duties_of(leader).unwrap();
    let mut ours: Vec<&str> = duties.households().map(Household::id).collect();
    let (mut theirs, mut rows) = (afternoon.duties_of(leader), sqlite.duties_of(leader));
    ours.sort_unstable();
    theirs.sort_unstable();
    rows.sort_unstable();
    assert!(ours == theirs && ours == rows, "{} {} {}", ours.len(), theirs.len(), rows.len());
    println!("a town leader reaches {} households", ours.len());
    Race {
        title: "duties_of a town leader",
        unit: "call",
        units: 1.0,
        questions: 1,
        contenders: vec![
            Contender::new("SQLite", |_| black_box(sqlite.duties_of(leader)).len()),
            Contender::new("afternoon petgraph", |_| black_box(afternoon.duties_of(leader)).len()),
            Contender::new("wangge, by ranges", |_| directory.duties_of(leader).unwrap().household_count()),
        ],
    }
    .run();
}

/// Who answers for every household, for one kind, against copying an answer of that size.
fn bulk(directory: &Directory) {
    let kind = directory.scheme().kinds().next().unwrap();
    let all = directory.answerable_all(kind).unwrap();
    let answer = all.positions();
    Race {
        title: "bulk: answerable for one kind",
        unit: "household",
        units: answer.len() as f64,
        questions: 1,
        contenders: vec![
            Contender::new("memcpy of the output", |_| black_box(black_box(answer).to_vec()).len()),
            Contender::new("wangge", |_| black_box(directory.answerable_all(kind).unwrap()).positions().len()),
        ],
    }
    .run();
}

/// The innermost units get winding outlines that tile the county, and are the only ones with a scope.
fn points(mut records: Records) {
    let innermost = records.scheme.levels.last().unwrap().id.clone();
    let tiles = Tiles::new();
    let mut scopes = Vec::new();
    for unit in &mut records.units {
        unit.scope.clear();
        if unit.level == innermost && scopes.len() < tiles::COUNT {
            let outline = tiles.outline(scopes.len());
            unit.scope.push(outline.clone());
            scopes.push((unit.id.to_string(), outline));
        }
    }
    println!("{} scopes", scopes.len());
    let geo = GeoPlaces::new(scopes.into_iter());
    let households = records.households.len() as f64;
    let directory = Registry::build(records).unwrap_or_else(|faults| panic!("{faults}")).as_of(DATE);
    let mut random = Random(5);
    let points: Vec<_> = (0..20_000).map(|_| Tiles::point(&mut random)).collect();
    let ours = |i: usize| directory.locate(points[i][0], points[i][1]).map_or(0, |unit| unit.id().len());
    let theirs = |i: usize| geo.locate(points[i]).map_or(0, str::len);
    let (start, before) = (Instant::now(), heap::live());
    black_box(directory.locate(points[0][0], points[0][1]));
    let bytes = (heap::live() - before) as f64 / households;
    println!("places: made in {:.1} ms, {bytes:.1} bytes/household", start.elapsed().as_secs_f64() * 1e3);
    let found = points.iter().filter(|&&[x, y]| {
        let unit = directory.locate(x, y).map(|unit| unit.id());
        assert_eq!(unit, geo.locate([x, y]), "{x} {y}");
        unit.is_some()
    });
    println!("{} points, {} of them in a unit", points.len(), found.count());
    Race {
        title: "point to unit, 18,000 scopes",
        unit: "point",
        units: 1.0,
        questions: points.len(),
        contenders: vec![Contender::new("geo + rstar", theirs), Contender::new("wangge", ours)],
    }
    .run();
    for (name, [mean, median, p99]) in [
        ("geo + rstar", measure::percentiles(points.len(), theirs)),
        ("wangge", measure::percentiles(points.len(), ours)),
    ] {
        println!("single points: {name:<12} mean {mean:>7.0} ns, median {median:>7.0} ns, p99 {p99:>7.0} ns");
    }
}
