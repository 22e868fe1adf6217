//! SQLite in memory: tables of one date, indices, prepared statements, a recursive CTE for the way up.

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::{Connection, Row, params};
use wangge::Records;
use wangge::record::{Involvement, SchemeRecord, SeatRecord};

use crate::afternoon::{current, date, days};
use crate::answer::{LinkAnswer, PathAnswer, PostAnswer};
use crate::calendar::PlainCalendar;
use crate::climb::{self, Candidate, Found, PlainMatter, Rules, Seat, Way};
use crate::since::{Days, Service, on, since};

const SCHEMA: &str = "
    CREATE TABLE unit (id TEXT PRIMARY KEY, level TEXT, parent TEXT, name TEXT, opened TEXT) WITHOUT ROWID;
    CREATE TABLE household (id TEXT PRIMARY KEY, unit TEXT, label TEXT, opened TEXT) WITHOUT ROWID;
    CREATE TABLE department (id TEXT PRIMARY KEY, unit TEXT, function TEXT, opened TEXT) WITHOUT ROWID;
    CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT, home TEXT, absent INT, unreachable INT) WITHOUT ROWID;
    CREATE TABLE absence (person TEXT, opens TEXT, ends TEXT);
    CREATE TABLE role (id TEXT PRIMARY KEY, level TEXT, ord INT, min INT) WITHOUT ROWID;
    CREATE TABLE function (id TEXT PRIMARY KEY, min INT) WITHOUT ROWID;
    CREATE TABLE programme (id TEXT PRIMARY KEY, ord INT) WITHOUT ROWID;
    -- The involvement of each holder for each kind, worked out at load.
    CREATE TABLE duty (kind TEXT, class TEXT, holder TEXT, involvement INT, PRIMARY KEY (kind, class, holder)) WITHOUT ROWID;
    -- A post is a unit with a role, or a department with the role ''.
    CREATE TABLE post (place TEXT, role TEXT, rank INT, person TEXT, PRIMARY KEY (place, role, rank, person)) WITHOUT ROWID;
    CREATE TABLE post_history (place TEXT, role TEXT, person TEXT, opens TEXT, ends TEXT);
    CREATE TABLE pairing (household TEXT, programme TEXT, person TEXT, PRIMARY KEY (household, programme, person)) WITHOUT ROWID;
    CREATE TABLE pairing_history (household TEXT, programme TEXT, person TEXT, opens TEXT, ends TEXT);
";

const INDICES: &str = "
    CREATE INDEX unit_parent ON unit (parent);
    CREATE INDEX household_unit ON household (unit);
    CREATE INDEX department_unit ON department (unit);
    CREATE INDEX role_level ON role (level);
    CREATE INDEX post_person ON post (person);
    CREATE INDEX pairing_person ON pairing (person);
    CREATE INDEX post_history_place ON post_history (place, role);
    CREATE INDEX pairing_history_household ON pairing_history (household, programme);
    CREATE INDEX absence_person ON absence (person);
    ANALYZE;
";

const WAY: &str = "
    WITH RECURSIVE way (unit, level, parent, opened, up) AS (
        SELECT u.id, u.level, u.parent, u.opened, 0 FROM household h JOIN unit u ON u.id = h.unit WHERE h.id = ?1
        UNION ALL
        SELECT u.id, u.level, u.parent, u.opened, way.up + 1 FROM way JOIN unit u ON u.id = way.parent
    )";

const RESPONSIBLE: &str = "
    SELECT 0, 0, 0, g.ord AS ord, g.id AS seat, '' AS department, 0 AS min, d.involvement, h.opened,
           0 AS rank, p.id AS person, p.absent, p.unreachable
      FROM pairing c JOIN household h ON h.id = c.household JOIN programme g ON g.id = c.programme
      JOIN duty d ON d.kind = ?2 AND d.class = 'programme' AND d.holder = g.id JOIN person p ON p.id = c.person
     WHERE c.household = ?1
    UNION ALL
    SELECT 1, way.up, 0, r.ord, r.id, way.unit, r.min, d.involvement, way.opened, s.rank, p.id, p.absent, p.unreachable
      FROM way CROSS JOIN role r ON r.level = way.level
      CROSS JOIN duty d ON d.kind = ?2 AND d.class = 'role' AND d.holder = r.id
      LEFT JOIN post s ON s.place = way.unit AND s.role = r.id LEFT JOIN person p ON p.id = s.person
    UNION ALL
    SELECT 1, way.up, 1, 0, '', m.id, f.min, d.involvement, m.opened, s.rank, p.id, p.absent, p.unreachable
      FROM way CROSS JOIN department m ON m.unit = way.unit CROSS JOIN function f ON f.id = m.function
      CROSS JOIN duty d ON d.kind = ?2 AND d.class = 'function' AND d.holder = f.id
      LEFT JOIN post s ON s.place = m.id AND s.role = '' LEFT JOIN person p ON p.id = s.person
    ORDER BY 1, 2, 3, 4, 6, 5, 10, 11";

/// Every post on the way up with its people, for escalation.
const POSTS: &str = "
    SELECT way.up, way.unit, way.level, way.opened, '' AS department, '' AS function, s.role, s.rank, p.id, p.absent, p.unreachable, p.home
      FROM way LEFT JOIN post s ON s.place = way.unit LEFT JOIN person p ON p.id = s.person
    UNION ALL
    SELECT way.up, way.unit, way.level, m.opened, m.id, m.function, '', s.rank, p.id, p.absent, p.unreachable, p.home
      FROM way CROSS JOIN department m ON m.unit = way.unit
      LEFT JOIN post s ON s.place = m.id AND s.role = '' LEFT JOIN person p ON p.id = s.person
    ORDER BY 1, 5, 7, 8, 9";

const DUTIES: &str = "
    WITH RECURSIVE below (unit) AS (
        SELECT coalesce(m.unit, s.place) FROM post s LEFT JOIN department m ON m.id = s.place WHERE s.person = ?1
        UNION
        SELECT u.id FROM below JOIN unit u ON u.parent = below.unit
    )
    SELECT h.id FROM below JOIN household h ON h.unit = below.unit
    UNION
    SELECT household FROM pairing WHERE person = ?1";

pub struct Sqlite {
    connection: Connection,
    date: Date,
    scheme: SchemeRecord,
    calendar: PlainCalendar,
    kind_parent: HashMap<String, Option<String>>,
    responsible: String,
    posts: String,
}

fn text(value: Option<&str>) -> &str {
    value.unwrap_or_default()
}

impl Sqlite {
    pub fn load(records: &Records, as_of: Date) -> Self {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.set_prepared_statement_cache_capacity(32);
        let transaction = connection.transaction().unwrap();
        transaction.execute_batch(SCHEMA).unwrap();
        load_scheme(&transaction, &records.scheme);
        load_places(&transaction, records, as_of);
        load_people(&transaction, records, as_of);
        transaction.execute_batch(INDICES).unwrap();
        transaction.commit().unwrap();
        let kind_parent = records.scheme.kinds.iter();
        Self {
            connection,
            date: as_of,
            calendar: PlainCalendar::new(&records.scheme.calendar),
            scheme: records.scheme.clone(),
            kind_parent: kind_parent.map(|k| (k.id.to_string(), k.parent.as_ref().map(ToString::to_string))).collect(),
            responsible: format!("{WAY}{RESPONSIBLE}"),
            posts: format!("{WAY}{POSTS}"),
        }
    }

    /// Bytes of the database's pages.
    pub fn bytes(&self) -> i64 {
        let pragma = |name: &str| self.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        pragma("page_count") * pragma("page_size")
    }

    pub fn responsible(&self, household: &str, kind: &str) -> Vec<LinkAnswer> {
        let mut statement = self.connection.prepare_cached(&self.responsible).unwrap();
        let mut rows = statement.query(params![household, kind]).unwrap();
        let (mut links, mut seats): (Vec<LinkAnswer>, Vec<Link>) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next().unwrap() {
            let link = Link::read(row);
            match seats.last_mut().filter(|last| last.key() == link.key()) {
                Some(last) => last.people.extend(link.people),
                None => seats.push(link),
            }
        }
        for link in seats.into_iter().filter(|link| link.min > 0 || !link.people.is_empty()) {
            let candidates: Vec<_> = link.people.iter().map(|person| person.candidate(None)).collect();
            let holder = climb::holder(&candidates, |vacant| {
                let opened = date(&link.opened);
                match link.section {
                    0 => self.since(
                        "pairing_history",
                        ["household", "programme"],
                        [household, &link.seat],
                        opened,
                        vacant,
                    ),
                    _ => self.since("post_history", ["place", "role"], [&link.place, &link.seat], opened, vacant),
                }
            });
            let post = match (link.section, link.is_department) {
                (0, _) => PostAnswer::Caretakers { programme: link.seat },
                (_, false) => PostAnswer::Role { unit: link.place, role: link.seat },
                (_, true) => PostAnswer::Department { department: link.place },
            };
            links.push(LinkAnswer { post, involvement: link.involvement, holder });
        }
        links
    }

    fn since(&self, table: &str, columns: [&str; 2], keys: [&str; 2], opened: Date, vacant: bool) -> Date {
        let [a, b] = columns;
        let sql = format!(
            "SELECT t.opens, t.ends, p.unreachable, t.person FROM {table} t JOIN person p ON p.id = t.person \
             WHERE t.{a} = ?1 AND t.{b} = ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql).unwrap();
        let read = |row: &Row<'_>| -> rusqlite::Result<(Days, bool, String)> {
            Ok((days(&row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?.as_deref()), row.get(2)?, row.get(3)?))
        };
        let services: Vec<_> = statement.query_map(keys, read).unwrap().map(Result::unwrap).collect();
        let sql = "SELECT opens, ends FROM absence WHERE person = ?1";
        let mut statement = self.connection.prepare_cached(sql).unwrap();
        let absences: Vec<Vec<Days>> = services
            .iter()
            .map(|(.., person)| {
                let read =
                    |row: &Row<'_>| Ok(days(&row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?.as_deref()));
                statement.query_map([person], read).unwrap().map(Result::unwrap).collect()
            })
            .collect();
        let services: Vec<_> = services
            .iter()
            .zip(&absences)
            .map(|((days, unreachable, _), absences)| Service { days: *days, absences, unreachable: *unreachable })
            .collect();
        since(&services, opened, self.date, vacant)
    }

    pub fn escalate(&self, matter: &PlainMatter<'_>) -> PathAnswer {
        let mut lineage = vec![matter.kind];
        while let Some(Some(parent)) = self.kind_parent.get(lineage[lineage.len() - 1]) {
            lineage.push(parent);
        }
        let rules = Rules { scheme: &self.scheme, calendar: &self.calendar, lineage: &lineage };
        let mut statement = self.connection.prepare_cached(&self.posts).unwrap();
        let rows = statement.query_map([matter.household], PostRow::read).unwrap().map(Result::unwrap).collect();
        climb::escalate(&Climber { county: self, rows }, &rules, matter)
    }

    pub fn duties_of(&self, person: &str) -> Vec<String> {
        let mut statement = self.connection.prepare_cached(DUTIES).unwrap();
        statement.query_map([person], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }
}

fn load_scheme(db: &Connection, scheme: &SchemeRecord) {
    for (role, ord) in scheme.roles.iter().zip(0..) {
        db.execute("INSERT INTO role VALUES (?, ?, ?, ?)", params![&*role.id, &*role.level, ord, role.min]).unwrap();
    }
    for function in &scheme.functions {
        db.execute("INSERT INTO function VALUES (?, ?)", params![&*function.id, function.min]).unwrap();
    }
    for (programme, ord) in scheme.programmes.iter().zip(0..) {
        db.execute("INSERT INTO programme VALUES (?, ?)", params![&*programme.id, ord]).unwrap();
    }
    let parents: HashMap<&str, Option<&str>> =
        scheme.kinds.iter().map(|kind| (kind.id.as_str(), kind.parent.as_deref())).collect();
    for kind in &scheme.kinds {
        let mut lineage: Vec<&str> = std::iter::successors(Some(kind.id.as_str()), |kind| parents[kind]).collect();
        lineage.push("*");
        // The nearest rule is inserted first and stays.
        for ancestor in lineage {
            for duty in scheme.duties.iter().filter(|duty| duty.kind == ancestor) {
                let (class, holder) = match (&duty.role, &duty.function) {
                    (Some(role), _) => ("role", role),
                    (_, Some(function)) => ("function", function),
                    _ => ("programme", duty.programme.as_ref().unwrap()),
                };
                let involvement = match duty.involvement {
                    Involvement::Responsible => 0,
                    Involvement::Accountable => 1,
                    Involvement::Support => 2,
                    Involvement::Informed => 3,
                };
                let row = params![&*kind.id, class, &**holder, involvement];
                db.execute("INSERT OR IGNORE INTO duty VALUES (?, ?, ?, ?)", row).unwrap();
            }
        }
    }
}

fn load_places(db: &Connection, records: &Records, as_of: Date) {
    let alive = |from: &str, until: Option<&str>| on(&days(from, until), as_of);
    let mut insert = db.prepare("INSERT INTO unit VALUES (?, ?, ?, ?, ?)").unwrap();
    for unit in records.units.iter().filter(|u| alive(&u.from, u.until.as_deref())) {
        let parent = unit.parent.as_ref().and_then(|parent| current(parent, as_of));
        insert.execute(params![&*unit.id, &*unit.level, parent, &*unit.name, &*unit.from]).unwrap();
    }
    let mut insert = db.prepare("INSERT INTO household VALUES (?, ?, ?, ?)").unwrap();
    for household in records.households.iter().filter(|h| alive(&h.from, h.until.as_deref())) {
        let unit = current(&household.unit, as_of);
        insert.execute(params![&*household.id, unit, &*household.label, &*household.from]).unwrap();
    }
    let mut insert = db.prepare("INSERT INTO department VALUES (?, ?, ?, ?)").unwrap();
    for department in records.departments.iter().filter(|d| alive(&d.from, d.until.as_deref())) {
        let row = params![&*department.id, &*department.unit, &*department.function, &*department.from];
        insert.execute(row).unwrap();
    }
}

fn load_people(db: &Connection, records: &Records, as_of: Date) {
    let is_current = |from: &str, until: Option<&str>| on(&days(from, until), as_of);
    let mut insert = db.prepare("INSERT INTO absence VALUES (?, ?, ?)").unwrap();
    let mut absent = std::collections::HashSet::new();
    for absence in &records.absences {
        insert.execute(params![&*absence.person, &*absence.from, absence.until.as_deref()]).unwrap();
        if is_current(&absence.from, absence.until.as_deref()) {
            absent.insert(&absence.person);
        }
    }
    let mut insert = db.prepare("INSERT INTO person VALUES (?, ?, ?, ?, ?)").unwrap();
    for person in &records.people {
        let unreachable = records.scheme.contact_required && person.contact.is_none();
        let (home, absent) = (person.home.as_deref(), absent.contains(&person.id));
        insert.execute(params![&*person.id, &*person.name, home, absent, unreachable]).unwrap();
    }
    let mut insert = db.prepare("INSERT INTO post VALUES (?, ?, ?, ?)").unwrap();
    let mut history = db.prepare("INSERT INTO post_history VALUES (?, ?, ?, ?, ?)").unwrap();
    for record in &records.appointments {
        let place = record.unit.as_ref().or(record.department.as_ref()).unwrap();
        let (role, until) = (text(record.role.as_deref()), record.until.as_deref());
        history.execute(params![&**place, role, &*record.person, &*record.from, until]).unwrap();
        if is_current(&record.from, until) {
            insert.execute(params![&**place, role, record.deputy.unwrap_or(0), &*record.person]).unwrap();
        }
    }
    let mut insert = db.prepare("INSERT INTO pairing VALUES (?, ?, ?)").unwrap();
    let mut history = db.prepare("INSERT INTO pairing_history VALUES (?, ?, ?, ?, ?)").unwrap();
    for record in &records.pairings {
        let (household, programme, person) = (&*record.household, &*record.programme, &*record.person);
        history.execute(params![household, programme, person, &*record.from, record.until.as_deref()]).unwrap();
        if is_current(&record.from, record.until.as_deref()) {
            insert.execute(params![household, programme, person]).unwrap();
        }
    }
}

struct PersonRow {
    id: String,
    rank: u32,
    absent: bool,
    unreachable: bool,
}

impl PersonRow {
    fn read(row: &Row<'_>, first: usize) -> Option<Self> {
        let id: Option<String> = row.get(first + 1).unwrap();
        Some(Self {
            id: id?,
            rank: row.get(first).unwrap(),
            absent: row.get(first + 2).unwrap(),
            unreachable: row.get(first + 3).unwrap(),
        })
    }

    fn candidate<'a>(&'a self, home: Option<&'a str>) -> Candidate<'a> {
        let (absent, unreachable) = (self.absent, self.unreachable);
        Candidate { id: &self.id, rank: self.rank, absent, unreachable, home }
    }
}

struct Link {
    section: i64,
    is_department: bool,
    seat: String,
    place: String,
    min: u32,
    involvement: Involvement,
    opened: String,
    people: Vec<PersonRow>,
}

impl Link {
    fn read(row: &Row<'_>) -> Self {
        Self {
            section: row.get(0).unwrap(),
            is_department: row.get(2).unwrap(),
            seat: row.get(4).unwrap(),
            place: row.get(5).unwrap(),
            min: row.get(6).unwrap(),
            involvement: match row.get::<_, u8>(7).unwrap() {
                0 => Involvement::Responsible,
                1 => Involvement::Accountable,
                2 => Involvement::Support,
                _ => Involvement::Informed,
            },
            opened: row.get(8).unwrap(),
            people: PersonRow::read(row, 9).into_iter().collect(),
        }
    }

    fn key(&self) -> (i64, bool, &str, &str) {
        (self.section, self.is_department, &self.seat, &self.place)
    }
}

struct PostRow {
    unit: String,
    level: String,
    opened: String,
    department: String,
    function: String,
    role: Option<String>,
    person: Option<PersonRow>,
    home: Option<String>,
}

impl PostRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            unit: row.get(1)?,
            level: row.get(2)?,
            opened: row.get(3)?,
            department: row.get(4)?,
            function: row.get(5)?,
            role: row.get(6)?,
            person: PersonRow::read(row, 7),
            home: row.get(11)?,
        })
    }
}

/// The posts on the way up from one household, as rows.
struct Climber<'a> {
    county: &'a Sqlite,
    rows: Vec<PostRow>,
}

impl Way for Climber<'_> {
    fn find<'a>(&'a self, seat: &'a SeatRecord, level: &str) -> Found<'a> {
        let Some(first) = self.rows.iter().find(|row| row.level == level) else { return Found::NoUnit };
        let rows = self.rows.iter().filter(|row| row.level == level);
        if let Some(role) = &seat.role {
            let own = rows.filter(|row| row.department.is_empty() && row.role.as_deref() == Some(role.as_str()));
            let people = own.filter_map(|row| Some(row.person.as_ref()?.candidate(row.home.as_deref()))).collect();
            return Found::Seats(vec![Seat { unit: &first.unit, role: Some(role), department: None, people }]);
        }
        let function = seat.function.as_deref().unwrap();
        let mut seats: Vec<Seat<'_>> = Vec::new();
        for row in rows.filter(|row| !row.department.is_empty() && row.function == function) {
            if seats.last().is_none_or(|seat| seat.department != Some(&row.department)) {
                seats.push(Seat { unit: &row.unit, role: None, department: Some(&row.department), people: Vec::new() });
            }
            let candidate = row.person.as_ref().map(|person| person.candidate(row.home.as_deref()));
            seats.last_mut().unwrap().people.extend(candidate);
        }
        Found::Seats(seats)
    }

    fn since(&self, seat: &Seat<'_>, vacant: bool) -> Date {
        let place = seat.department.unwrap_or(seat.unit);
        let row = self.rows.iter().find(|row| match seat.department {
            Some(department) => row.department == department,
            None => row.unit == seat.unit && row.department.is_empty(),
        });
        let opened = date(&row.unwrap().opened);
        self.county.since("post_history", ["place", "role"], [place, text(seat.role)], opened, vacant)
    }
}
