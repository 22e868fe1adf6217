//! Every unit's matters by kind and urgency. SQLite and DuckDB group by over a table of all ancestors of each unit, of each
//! shape of the hierarchy; what became of each matter stands in their rows beforehand.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use jiff::civil::Date;
use rusqlite::{Connection, params};
use wangge::record::Urgency;
use wangge::work::{Boundaries, Figures, Work, WorkQuery};
use wangge::{Period, Registry, Subject};

use crate::duck::Duck;
use crate::made::{self, NOW};
use crate::median;

/// How often each is asked.
const ROUNDS: usize = 5;

/// The days on which the hierarchy of the county changes in the year, and the first.
const SHAPES: [&str; 4] = ["2026-01-01", "2026-03-10", "2026-06-01", "2026-09-15"];

const QUERY: &str = "SELECT c.ancestor, m.kind, m.urgency,
        SUM(CASE WHEN m.day >= 20260301 THEN 1 ELSE 0 END),
        SUM(CASE WHEN m.resolved >= 20260301 AND m.resolved < 20261101 THEN 1 ELSE 0 END),
        SUM(CASE WHEN m.resolved >= 20260301 AND m.resolved < 20261101 AND m.late = 1 THEN 1 ELSE 0 END),
        SUM(m.open), SUM(m.overdue)
    FROM matter m JOIN closure c ON c.shape = m.shape AND c.unit = m.unit
    WHERE m.day < 20261101 GROUP BY 1, 2, 3";

/// What the peers are given of a matter.
pub struct Row {
    pub shape: usize,
    pub unit: usize,
    pub kind: usize,
    pub urgency: usize,
    pub day: i64,
    pub resolved: i64,
    pub late: bool,
    pub open: bool,
    pub overdue: bool,
}

/// Shape, unit and ancestor.
pub type Closure = Vec<(usize, usize, usize)>;

fn number(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The units of all shapes by number, and every way up.
fn closure(registry: &Registry) -> (BTreeMap<String, usize>, Closure) {
    let mut units = BTreeMap::new();
    let mut closure = Vec::new();
    for (shape, day) in SHAPES.iter().enumerate() {
        let directory = registry.as_of(day.parse().unwrap());
        for unit in directory.units() {
            let next = units.len();
            let own = *units.entry(unit.id().to_owned()).or_insert(next);
            for above in std::iter::once(unit).chain(unit.ancestors()) {
                let next = units.len();
                closure.push((shape, own, *units.entry(above.id().to_owned()).or_insert(next)));
            }
        }
    }
    closure.sort_unstable();
    closure.dedup();
    (units, closure)
}

fn rows(work: &Work, registry: &Registry, units: &BTreeMap<String, usize>) -> Vec<Row> {
    let calendar = registry.scheme().calendar();
    let days: Vec<Date> = SHAPES.iter().map(|day| day.parse().unwrap()).collect();
    let directories: Vec<_> = days.iter().map(|day| registry.as_of(*day)).collect();
    let now = NOW.parse().unwrap();
    let row = |case: wangge::work::Case<'_>| {
        let day = calendar.date_of(case.reported_at());
        let shape = days.partition_point(|first| *first <= day) - 1;
        let Subject::Household(household) = directories[shape].subject(case.subject()).unwrap() else { panic!() };
        let standing = case.at(now).unwrap();
        Row {
            shape,
            unit: units[household.unit().id()],
            kind: case.kind().number(),
            urgency: usize::from(case.urgency() == Urgency::Routine),
            day: number(day),
            resolved: standing.resolved_at().map_or(0, |at| number(calendar.date_of(at))),
            late: standing.is_late(),
            open: standing.state().is_open(),
            overdue: standing.state().is_open() && standing.is_overdue(),
        }
    };
    work.cases().map(row).collect()
}

fn sqlite(rows: &[Row], closure: &Closure) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE matter (shape INT, unit INT, kind INT, urgency INT, day INT, resolved INT, late INT, open INT, overdue INT);
         CREATE TABLE closure (shape INT, unit INT, ancestor INT, PRIMARY KEY (shape, unit, ancestor)) WITHOUT ROWID;",
    )
    .unwrap();
    let all = db.transaction().unwrap();
    {
        let mut insert = all.prepare("INSERT INTO matter VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)").unwrap();
        for row in rows {
            let numbers = [row.shape, row.unit, row.kind, row.urgency].map(|n| i64::try_from(n).unwrap());
            let [shape, unit, kind, urgency] = numbers;
            insert
                .execute(params![shape, unit, kind, urgency, row.day, row.resolved, row.late, row.open, row.overdue])
                .unwrap();
        }
        let mut insert = all.prepare("INSERT INTO closure VALUES (?1, ?2, ?3)").unwrap();
        for (shape, unit, ancestor) in closure {
            let [shape, unit, ancestor] = [*shape, *unit, *ancestor].map(|n| i64::try_from(n).unwrap());
            insert.execute(params![shape, unit, ancestor]).unwrap();
        }
    }
    all.commit().unwrap();
    db.execute_batch("ANALYZE").unwrap();
    db
}

/// The sums of all figures of all groups: alike in all contenders, or the race is off.
type Sums = [i64; 6];

fn ask_sqlite(db: &Connection) -> Sums {
    let mut query = db.prepare_cached(QUERY).unwrap();
    let mut sums = [0; 6];
    let mut rows = query.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        sums[0] += 1;
        for (sum, column) in sums[1..].iter_mut().zip(3..) {
            *sum += row.get::<_, i64>(column).unwrap();
        }
    }
    sums
}

fn query() -> WorkQuery {
    WorkQuery {
        period: Period::new("2026-03-01".parse().unwrap(), Some("2026-11-01".parse().unwrap())).unwrap(),
        known_at: NOW.parse().unwrap(),
        boundaries: Boundaries::AsItWas,
    }
}

/// The same sums, read out of the roll-up.
fn check(work: &Work, units: &BTreeMap<String, usize>) -> Sums {
    let rollup = work.rollup(&query());
    let mut sums = [0; 6];
    for unit in units.keys() {
        for kind in work.registry().scheme().kinds() {
            // Only kinds without kinds below occur.
            if work.registry().scheme().kinds().any(|other| other.parent() == Some(kind)) {
                continue;
            }
            for urgency in [Urgency::Emergency, Urgency::Routine] {
                let Figures { reported, resolved, late, open, overdue, .. } =
                    rollup.figures(Some(unit), Some(kind), Some(urgency)).unwrap();
                for (sum, figure) in sums[1..].iter_mut().zip([reported, resolved, late, open, overdue]) {
                    *sum += i64::from(figure);
                }
            }
        }
    }
    sums
}

pub fn race(count: usize) {
    let registry = made::county();
    let directory = registry.as_of("2026-01-01".parse().unwrap());
    let mut work = Work::new(&registry);
    let start = Instant::now();
    made::matters(&mut work, &directory, count, "2026-01-01T00:00:00+08:00");
    println!("{count} matters recorded in {:.1} s", start.elapsed().as_secs_f64());
    // A host asks what is due from time to time; what the clock brought stands in the cases from then on.
    let start = Instant::now();
    let notices = work.due(NOW.parse().unwrap()).len();
    println!("  the clock of the year: {notices} notices in {:.1} s", start.elapsed().as_secs_f64());
    let (units, closure) = closure(&registry);
    let rows = rows(&work, &registry, &units);
    let db = sqlite(&rows, &closure);
    let mut duck = Duck::start(&rows, &closure, QUERY);
    let ours = check(&work, &units);
    let theirs = ask_sqlite(&db);
    assert_eq!(ours[1..], theirs[1..], "the same figures");
    let (mut wangge, mut sqlite, mut duckdb) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        black_box(work.rollup(&query()));
        wangge.push(start.elapsed());
        let start = Instant::now();
        black_box(ask_sqlite(&db));
        sqlite.push(start.elapsed());
        if let Ok(duck) = &mut duck {
            let (sums, time) = duck.ask();
            assert_eq!(sums, theirs, "the same figures");
            duckdb.push(time);
        }
    }
    let ours = median(&mut wangge);
    println!("every unit, by kind and urgency: {} figures", theirs[0]);
    println!("  wangge  {ours:>10.1} ms");
    let theirs = median(&mut sqlite);
    println!("  SQLite  {theirs:>10.1} ms {:>8.1}x", theirs / ours);
    match duck {
        Ok(_) => {
            let theirs = median(&mut duckdb);
            println!("  DuckDB  {theirs:>10.1} ms {:>8.1}x", theirs / ours);
        }
        Err(why) => println!("  without DuckDB, which needs python3 with venv and pip: {why}"),
    }
}
