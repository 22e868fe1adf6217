//! What must be sent, asked every five minutes of a day, among a million open cases. SQLite has the deadlines of every
//! path worked out beforehand, and an index over the next of each case; who is asked on the day (E9) it looks up with a
//! recursive query, as wangge does in its directory. It needs to know no recusals, deputies or who was asked before.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, params};
use wangge::record::Urgency;
use wangge::work::{Channel, Entry, Reported, Work};
use wangge::{Directory, Holder, Matter, Person, PolicySeat, StepState, Unit};

use crate::made::{self, Dice};
use crate::median;

const KINDS: [&str; 4] = ["neighbour-dispute", "housing-safety", "forest-fire", "flood"];

pub fn race(count: usize) {
    let registry = made::county();
    let directory = registry.as_of("2026-10-09".parse().unwrap());
    let households: Vec<&str> = directory.households().map(|household| household.id()).collect();
    let start: Timestamp = "2026-10-09T00:00:00+08:00".parse().unwrap();
    let mut dice = Dice(11);
    let mut work = Work::new(&registry);
    let mut db = Connection::open_in_memory().unwrap();
    people(&mut db, &directory);
    let mut time_ours = Duration::ZERO;
    let all = db.transaction().unwrap();
    {
        let mut open = all.prepare("INSERT INTO matter VALUES (?1, ?2, 0, ?3)").unwrap();
        let mut insert = all.prepare("INSERT INTO ladder VALUES (?1, ?2, ?3, ?4)").unwrap();
        for number in 0..count {
            let at = start + i64::try_from(dice.below(1440)).unwrap().minutes();
            let kind = KINDS[dice.below(KINDS.len())];
            let urgency = if kind.starts_with('f') { Urgency::Emergency } else { Urgency::Routine };
            let subject = households[dice.below(households.len())];
            let matter = Reported {
                id: format!("m{number:07}").into(),
                subject: subject.into(),
                kind: kind.into(),
                urgency,
                at,
                channel: Channel::Phone,
                recuse: Vec::new(),
            };
            let begin = Instant::now();
            work.record(&Entry::Matter(matter)).unwrap();
            time_ours += begin.elapsed();
            let path = directory.escalate(&Matter { subject, kind, urgency, reported_at: at, recuse: &[] }).unwrap();
            let unit = path.subject().unit().id();
            let number = i64::try_from(number).unwrap();
            let active = path.steps().filter(|step| matches!(step.state(), StepState::Active(_)));
            for (step, rung) in active.zip(0_i64..).map(|(rung, step)| (step, rung)) {
                let at = rung.opens_at().as_second();
                let seat = match rung.seat() {
                    PolicySeat::Role(role) => role.id(),
                    PolicySeat::Function { function, .. } => function.id(),
                };
                insert.execute(params![number, step, at, seat]).unwrap();
                if step == 0 {
                    open.execute(params![number, unit, at]).unwrap();
                }
            }
        }
    }
    all.commit().unwrap();
    db.execute_batch("CREATE INDEX next ON matter (at, id) WHERE at IS NOT NULL; ANALYZE").unwrap();
    println!("{count} open cases recorded in {:.1} s", time_ours.as_secs_f64());

    // What came before the day is out.
    let first = start + 24.hours();
    let begin = Instant::now();
    let before = work.due(first).len();
    println!("  everything up to the first instant: {before} notices in {:.2} s", begin.elapsed().as_secs_f64());
    poll(&db, first);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut notices, mut told, mut asked) = (0, 0, 0);
    for round in 1..=288_i64 {
        let now = first + (5 * round).minutes();
        let begin = Instant::now();
        let due = work.due(now);
        // Whom to tell is part of the answer.
        let people: usize = due.iter().map(|notice| black_box(notice.to().count() + notice.copy().count())).sum();
        let (own, len) = (begin.elapsed(), due.len());
        ours.push(own);
        (notices, told) = (notices + len, told + people);
        let begin = Instant::now();
        asked += poll(&db, now);
        theirs.push(begin.elapsed());
    }
    let total = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64() * 1e3;
    println!("a day of polls, every five minutes: {notices} notices to {told} people; SQLite asked {asked} times");
    let (ours_all, theirs_all) = (total(&ours), total(&theirs));
    println!("  wangge  {ours_all:>10.1} ms in all, {:>8.3} ms the median poll", median(&mut ours));
    let median = median(&mut theirs);
    println!(
        "  SQLite  {theirs_all:>10.1} ms in all, {median:>8.3} ms the median poll {:>8.1}x",
        theirs_all / ours_all
    );
}

/// Units, and who is present in each of their seats.
fn people(db: &mut Connection, directory: &Directory) {
    db.execute_batch(
        "CREATE TABLE matter (id INTEGER PRIMARY KEY, unit TEXT, step INT, at INT);
         CREATE TABLE ladder (matter INT, step INT, at INT, seat TEXT, PRIMARY KEY (matter, step)) WITHOUT ROWID;
         CREATE TABLE unit (id TEXT PRIMARY KEY, parent TEXT) WITHOUT ROWID;
         CREATE TABLE post (unit TEXT, seat TEXT, person TEXT, PRIMARY KEY (unit, seat, person)) WITHOUT ROWID;",
    )
    .unwrap();
    let all = db.transaction().unwrap();
    {
        let mut insert = all.prepare("INSERT INTO unit VALUES (?1, ?2)").unwrap();
        let mut post = all.prepare("INSERT OR IGNORE INTO post VALUES (?1, ?2, ?3)").unwrap();
        for unit in directory.units() {
            insert.execute(params![unit.id(), unit.parent().map(Unit::id)]).unwrap();
            for seat in unit.seats() {
                let name = seat.role().map(|role| role.id());
                let name = name.or_else(|| seat.department().map(|department| department.function().id())).unwrap();
                let people: Vec<&str> = match seat.holder() {
                    Holder::Held(people) => people.map(Person::id).collect(),
                    Holder::Acting { person, .. } => vec![person.id()],
                    Holder::Absent { .. } | Holder::Vacant { .. } => Vec::new(),
                };
                for person in people {
                    post.execute(params![unit.id(), name, person]).unwrap();
                }
            }
        }
    }
    all.commit().unwrap();
}

/// Takes the cases whose time has come, in order: looks up who is asked, and when each is due next.
fn poll(db: &Connection, now: Timestamp) -> usize {
    let now = now.as_second();
    let mut due = db.prepare_cached("SELECT at, id, step, unit FROM matter WHERE at <= ?1 ORDER BY at, id").unwrap();
    let mut asked = db
        .prepare_cached(
            "WITH RECURSIVE way (unit) AS (SELECT ?1 UNION ALL
                SELECT u.parent FROM way JOIN unit u ON u.id = way.unit WHERE u.parent IS NOT NULL)
             SELECT p.person FROM way CROSS JOIN post p ON p.unit = way.unit AND p.seat = ?2",
        )
        .unwrap();
    let mut seat = db.prepare_cached("SELECT seat FROM ladder WHERE matter = ?1 AND step = ?2").unwrap();
    let mut go_on = db
        .prepare_cached(
            "UPDATE matter SET step = step + 1,
                    at = (SELECT at FROM ladder WHERE matter = ?1 AND step = ?2) WHERE id = ?1",
        )
        .unwrap();
    let mut found = 0;
    // A case may have come several steps on.
    loop {
        let cases: Vec<(i64, i64, String)> = due
            .query_map([now], |row| Ok((row.get(1)?, row.get(2)?, row.get(3)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        if cases.is_empty() {
            return found;
        }
        for (matter, step, unit) in cases {
            let seat: String = seat.query_row(params![matter, step], |row| row.get(0)).unwrap();
            let mut people = asked.query(params![unit, seat]).unwrap();
            while let Some(row) = people.next().unwrap() {
                black_box(row.get_ref(0).unwrap());
            }
            go_on.execute(params![matter, step + 1]).unwrap();
            found += 1;
        }
    }
}
