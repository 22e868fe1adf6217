//! What must be sent, asked every five minutes of a day, among a million open cases. SQLite keeps every notice of every
//! path, worked out at the report, with an index over what was not sent; it looks up nothing again.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, params};
use wangge::record::Urgency;
use wangge::work::{Channel, Entry, Reported, Work};
use wangge::{Matter, StepState};

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
    db.execute_batch("CREATE TABLE notice (at INT, matter INT, step INT, person TEXT, sent INT)").unwrap();
    let mut time_ours = Duration::ZERO;
    let all = db.transaction().unwrap();
    {
        let mut insert = all.prepare("INSERT INTO notice VALUES (?1, ?2, ?3, ?4, 0)").unwrap();
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
            for (step, rung) in path.steps().enumerate() {
                let StepState::Active(active) = rung.state() else { continue };
                for person in active.asked().chain(active.inform()) {
                    let (at, step) = (rung.opens_at().as_second(), i64::try_from(step).unwrap());
                    insert.execute(params![at, i64::try_from(number).unwrap(), step, person.id()]).unwrap();
                }
            }
        }
    }
    all.commit().unwrap();
    db.execute_batch("CREATE INDEX unsent ON notice (at, matter) WHERE sent = 0; ANALYZE").unwrap();
    println!("{count} open cases recorded in {:.1} s", time_ours.as_secs_f64());

    // What came before the day is out.
    let first = start + 24.hours();
    let begin = Instant::now();
    let before = work.due(first).len();
    println!("  everything up to the first instant: {before} notices in {:.2} s", begin.elapsed().as_secs_f64());
    poll(&db, first);
    let (mut ours, mut theirs, mut notices, mut told) = (Vec::new(), Vec::new(), 0, 0);
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
        black_box(poll(&db, now));
        theirs.push(begin.elapsed());
    }
    let total = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64() * 1e3;
    println!("a day of polls, every five minutes: {notices} notices to {told} people");
    let (ours_all, theirs_all) = (total(&ours), total(&theirs));
    println!("  wangge  {ours_all:>10.1} ms in all, {:>8.3} ms the median poll", median(&mut ours));
    let median = median(&mut theirs);
    println!(
        "  SQLite  {theirs_all:>10.1} ms in all, {median:>8.3} ms the median poll {:>8.1}x",
        theirs_all / ours_all
    );
}

/// Takes what was not sent, in order, and marks it as sent.
fn poll(db: &Connection, now: Timestamp) -> usize {
    let now = now.as_second();
    let mut unsent = db
        .prepare_cached("SELECT at, matter, step, person FROM notice WHERE sent = 0 AND at <= ?1 ORDER BY at, matter")
        .unwrap();
    let mut rows = unsent.query([now]).unwrap();
    let mut found = 0;
    while let Some(row) = rows.next().unwrap() {
        black_box(row.get_ref(3).unwrap());
        found += 1;
    }
    let mut mark = db.prepare_cached("UPDATE notice SET sent = 1 WHERE sent = 0 AND at <= ?1").unwrap();
    mark.execute([now]).unwrap();
    found
}
