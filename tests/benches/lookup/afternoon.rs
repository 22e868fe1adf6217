//! "Afternoon petgraph": what a competent developer writes in an afternoon. A `DiGraph` with strings in its nodes,
//! `HashMap`s from ids, parents by `neighbors_directed`, appointments in maps, owned strings out.

use std::collections::HashMap;

use jiff::civil::Date;
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use wangge::Records;
use wangge::record::{Dated, Involvement, RoleRecord, SchemeRecord, SeatRecord};

use crate::answer::{HolderAnswer, LinkAnswer, PathAnswer, PostAnswer};
use crate::calendar::PlainCalendar;
use crate::climb::{self, Candidate, Found, PlainMatter, Rules, Seat, Way};
use crate::since::{Days, Service, on, since};

struct Node {
    id: String,
    #[expect(dead_code, reason = "what an application keeps at hand")]
    name: String,
    /// None for a household.
    level: Option<String>,
    from: Date,
}

struct Appointment {
    person: String,
    /// 0 for a primary.
    rank: u32,
    days: Days,
}

struct Department {
    id: String,
    function: String,
    from: Date,
    appointments: Vec<Appointment>,
}

struct Pairing {
    person: String,
    programme: String,
    days: Days,
}

struct Person {
    #[expect(dead_code, reason = "what an application keeps at hand")]
    name: String,
    home: Option<String>,
    contact: Option<String>,
    absences: Vec<Days>,
}

type Duties = HashMap<String, HashMap<String, Involvement>>;

pub struct Afternoon {
    date: Date,
    scheme: SchemeRecord,
    calendar: PlainCalendar,
    kind_parent: HashMap<String, Option<String>>,
    level_roles: HashMap<String, Vec<RoleRecord>>,
    role_duties: Duties,
    function_duties: Duties,
    programme_duties: Duties,
    /// How far the duties of each role, function and programme go: accountable 3, responsible 2, support 1, informed 0.
    extents: HashMap<String, u8>,
    graph: DiGraph<Node, ()>,
    nodes: HashMap<String, NodeIndex>,
    posts: HashMap<NodeIndex, HashMap<String, Vec<Appointment>>>,
    departments: HashMap<NodeIndex, Vec<Department>>,
    pairings: HashMap<String, Vec<Pairing>>,
    people: HashMap<String, Person>,
    /// Where each person serves.
    units_of: HashMap<String, Vec<NodeIndex>>,
    /// Whom each person cares for.
    cared_for: HashMap<String, Vec<String>>,
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn days(from: &str, until: Option<&str>) -> Days {
    (date(from), until.map(date))
}

/// What a dated reference names on a day.
pub fn current(dated: &Dated, on_day: Date) -> Option<&str> {
    match dated {
        Dated::Throughout(id) => Some(id),
        Dated::Spells(spells) => {
            let spell = spells.iter().find(|s| on(&days(&s.from, s.until.as_deref()), on_day));
            spell.map(|s| s.id.as_str())
        }
    }
}

impl Afternoon {
    pub fn load(records: &Records, as_of: Date) -> Self {
        let scheme = records.scheme.clone();
        let mut this = Self {
            date: as_of,
            calendar: PlainCalendar::new(&scheme.calendar),
            kind_parent: HashMap::new(),
            level_roles: HashMap::new(),
            role_duties: HashMap::new(),
            function_duties: HashMap::new(),
            programme_duties: HashMap::new(),
            extents: HashMap::new(),
            graph: DiGraph::new(),
            nodes: HashMap::new(),
            posts: HashMap::new(),
            departments: HashMap::new(),
            pairings: HashMap::new(),
            people: HashMap::new(),
            units_of: HashMap::new(),
            cared_for: HashMap::new(),
            scheme,
        };
        this.load_scheme();
        this.load_graph(records);
        this.load_people(records);
        this.load_appointments(records);
        this
    }

    fn load_scheme(&mut self) {
        for kind in &self.scheme.kinds {
            self.kind_parent.insert(kind.id.to_string(), kind.parent.as_ref().map(ToString::to_string));
        }
        for role in &self.scheme.roles {
            self.level_roles.entry(role.level.to_string()).or_default().push(role.clone());
        }
        for duty in &self.scheme.duties {
            let (duties, holder) = match (&duty.role, &duty.function, &duty.programme) {
                (Some(role), ..) => (&mut self.role_duties, role),
                (_, Some(function), _) => (&mut self.function_duties, function),
                (.., programme) => (&mut self.programme_duties, programme.as_ref().unwrap()),
            };
            duties.entry(holder.to_string()).or_default().insert(duty.kind.to_string(), duty.involvement);
            let extent = match duty.involvement {
                Involvement::Accountable => 3,
                Involvement::Responsible => 2,
                Involvement::Support => 1,
                Involvement::Informed => 0,
            };
            let most = self.extents.entry(holder.to_string()).or_insert(extent);
            *most = extent.max(*most);
        }
    }

    fn load_graph(&mut self, records: &Records) {
        let mut edges = Vec::new();
        for unit in &records.units {
            if on(&days(&unit.from, unit.until.as_deref()), self.date) {
                let (id, name, level) = (unit.id.to_string(), unit.name.to_string(), Some(unit.level.to_string()));
                let node = self.graph.add_node(Node { id: id.clone(), name, level, from: date(&unit.from) });
                self.nodes.insert(id, node);
                edges.extend(unit.parent.as_ref().and_then(|p| current(p, self.date)).map(|parent| (node, parent)));
            }
        }
        for household in &records.households {
            if on(&days(&household.from, household.until.as_deref()), self.date) {
                let (id, name) = (household.id.to_string(), household.label.to_string());
                let node = self.graph.add_node(Node { id: id.clone(), name, level: None, from: date(&household.from) });
                self.nodes.insert(id, node);
                edges.extend(current(&household.unit, self.date).map(|unit| (node, unit)));
            }
        }
        for (node, parent) in edges {
            self.graph.add_edge(self.nodes[parent], node, ());
        }
        for department in &records.departments {
            if on(&days(&department.from, department.until.as_deref()), self.date) {
                self.departments.entry(self.nodes[department.unit.as_str()]).or_default().push(Department {
                    id: department.id.to_string(),
                    function: department.function.to_string(),
                    from: date(&department.from),
                    appointments: Vec::new(),
                });
            }
        }
        self.departments.values_mut().for_each(|departments| departments.sort_by(|a, b| a.id.cmp(&b.id)));
    }

    fn load_people(&mut self, records: &Records) {
        for person in &records.people {
            let (name, home, contact) = (person.name.to_string(), person.home.as_ref(), person.contact.as_ref());
            let (home, contact) = (home.map(ToString::to_string), contact.map(ToString::to_string));
            self.people.insert(person.id.to_string(), Person { name, home, contact, absences: Vec::new() });
        }
        for absence in &records.absences {
            let person = self.people.get_mut(absence.person.as_str()).unwrap();
            person.absences.push(days(&absence.from, absence.until.as_deref()));
        }
    }

    fn load_appointments(&mut self, records: &Records) {
        let departments: HashMap<&str, &str> =
            records.departments.iter().map(|d| (d.id.as_str(), d.unit.as_str())).collect();
        for record in &records.appointments {
            let days = days(&record.from, record.until.as_deref());
            let appointment = Appointment { person: record.person.to_string(), rank: record.deputy.unwrap_or(0), days };
            let unit = record.unit.as_deref().or_else(|| departments.get(record.department.as_deref()?).copied());
            let Some(&node) = self.nodes.get(unit.unwrap()) else { continue };
            if on(&days, self.date) {
                self.units_of.entry(record.person.to_string()).or_default().push(node);
            }
            match &record.department {
                Some(id) => {
                    let departments = self.departments.get_mut(&node).into_iter().flatten();
                    if let Some(department) = departments.into_iter().find(|d| d.id == id.as_str()) {
                        department.appointments.push(appointment);
                    }
                }
                None => {
                    let roles = self.posts.entry(node).or_default();
                    roles.entry(record.role.as_ref().unwrap().to_string()).or_default().push(appointment);
                }
            }
        }
        let by_rank = |a: &Appointment, b: &Appointment| (a.rank, &a.person).cmp(&(b.rank, &b.person));
        self.posts.values_mut().flat_map(HashMap::values_mut).for_each(|post| post.sort_by(by_rank));
        self.departments.values_mut().flatten().for_each(|department| department.appointments.sort_by(by_rank));
        let order: HashMap<&str, usize> =
            self.scheme.programmes.iter().zip(0..).map(|(programme, i)| (programme.id.as_str(), i)).collect();
        for record in &records.pairings {
            let days = days(&record.from, record.until.as_deref());
            let (person, programme) = (record.person.to_string(), record.programme.to_string());
            if on(&days, self.date) {
                self.cared_for.entry(person.clone()).or_default().push(record.household.to_string());
            }
            self.pairings.entry(record.household.to_string()).or_default().push(Pairing { person, programme, days });
        }
        for pairings in self.pairings.values_mut() {
            pairings.sort_by(|a, b| (order[&*a.programme], &a.person).cmp(&(order[&*b.programme], &b.person)));
        }
    }

    fn lineage<'a>(&'a self, kind: &'a str) -> Vec<&'a str> {
        let mut lineage = vec![kind];
        while let Some(Some(parent)) = self.kind_parent.get(lineage[lineage.len() - 1]) {
            lineage.push(parent);
        }
        lineage
    }

    fn involvement(&self, duties: &Duties, holder: &str, kind: &str) -> Option<Involvement> {
        let rules = duties.get(holder)?;
        let mut kind = Some(kind);
        while let Some(id) = kind {
            if let Some(involvement) = rules.get(id) {
                return Some(*involvement);
            }
            kind = self.kind_parent.get(id)?.as_deref();
        }
        rules.get("*").copied()
    }

    fn candidate<'a>(&'a self, id: &'a str, rank: u32) -> Candidate<'a> {
        let person = &self.people[id];
        Candidate {
            id,
            rank,
            absent: person.absences.iter().any(|absence| on(absence, self.date)),
            unreachable: self.scheme.contact_required && person.contact.is_none(),
            home: person.home.as_deref(),
        }
    }

    fn candidates<'a>(&'a self, appointments: &'a [Appointment]) -> Vec<Candidate<'a>> {
        let today = appointments.iter().filter(|appointment| on(&appointment.days, self.date));
        today.map(|appointment| self.candidate(&appointment.person, appointment.rank)).collect()
    }

    fn since(&self, services: impl Iterator<Item = (Days, String)>, opened: Date, vacant: bool) -> Date {
        let services: Vec<_> = services
            .map(|(days, person)| {
                let person = &self.people[&person];
                let unreachable = self.scheme.contact_required && person.contact.is_none();
                Service { days, absences: &person.absences, unreachable }
            })
            .collect();
        since(&services, opened, self.date, vacant)
    }

    fn holder(&self, appointments: &[Appointment], opened: Date) -> HolderAnswer {
        climb::holder(&self.candidates(appointments), |vacant| {
            self.since(appointments.iter().map(|a| (a.days, a.person.clone())), opened, vacant)
        })
    }

    fn parent(&self, node: NodeIndex) -> Option<NodeIndex> {
        self.graph.neighbors_directed(node, Direction::Incoming).next()
    }

    pub fn responsible(&self, household: &str, kind: &str) -> Option<Vec<LinkAnswer>> {
        let node = *self.nodes.get(household)?;
        self.kind_parent.get(kind)?;
        let mut links = self.caretakers(household, kind, self.graph[node].from);
        let mut at = self.parent(node);
        while let Some(unit) = at {
            self.unit_links(unit, kind, &mut links);
            at = self.parent(unit);
        }
        Some(links)
    }

    fn caretakers(&self, household: &str, kind: &str, opened: Date) -> Vec<LinkAnswer> {
        let mut links = Vec::new();
        let all = self.pairings.get(household).map_or(&[][..], Vec::as_slice);
        for pairings in all.chunk_by(|a, b| a.programme == b.programme) {
            let programme = &pairings[0].programme;
            let Some(involvement) = self.involvement(&self.programme_duties, programme, kind) else { continue };
            let today = pairings.iter().filter(|p| on(&p.days, self.date));
            let people: Vec<_> = today.map(|p| self.candidate(&p.person, 0)).collect();
            if !people.is_empty() {
                let holder = climb::holder(&people, |vacant| {
                    self.since(pairings.iter().map(|p| (p.days, p.person.clone())), opened, vacant)
                });
                // Caretakers have no deputies.
                let post = PostAnswer::Caretakers { programme: programme.clone() };
                links.push(LinkAnswer { post, involvement, holder });
            }
        }
        links
    }

    fn unit_links(&self, unit: NodeIndex, kind: &str, links: &mut Vec<LinkAnswer>) {
        let node = &self.graph[unit];
        let posts = self.posts.get(&unit);
        for role in self.level_roles.get(node.level.as_ref().unwrap()).into_iter().flatten() {
            let Some(involvement) = self.involvement(&self.role_duties, &role.id, kind) else { continue };
            let post = posts.and_then(|posts| posts.get(role.id.as_str())).map_or(&[][..], Vec::as_slice);
            if role.min > 0 || post.iter().any(|a| on(&a.days, self.date)) {
                let holder = self.holder(post, node.from);
                let post = PostAnswer::Role { unit: node.id.clone(), role: role.id.to_string() };
                links.push(LinkAnswer { post, involvement, holder });
            }
        }
        for department in self.departments.get(&unit).into_iter().flatten() {
            let function = &department.function;
            let Some(involvement) = self.involvement(&self.function_duties, function, kind) else { continue };
            let min = self.scheme.functions.iter().find(|f| f.id == function.as_str()).unwrap().min;
            if min > 0 || department.appointments.iter().any(|a| on(&a.days, self.date)) {
                let holder = self.holder(&department.appointments, department.from);
                let post = PostAnswer::Department { department: department.id.clone() };
                links.push(LinkAnswer { post, involvement, holder });
            }
        }
    }

    pub fn escalate(&self, matter: &PlainMatter<'_>) -> Option<PathAnswer> {
        let node = *self.nodes.get(matter.household)?;
        let lineage = self.lineage(matter.kind);
        let rules = Rules { scheme: &self.scheme, calendar: &self.calendar, lineage: &lineage };
        Some(climb::escalate(&Climber { county: self, household: node }, &rules, matter))
    }

    /// Whether somebody may do something with a household that needs duties of this extent, and by which post.
    pub fn may(&self, person: &str, extent: u8, household: &str) -> Option<PostAnswer> {
        let node = *self.nodes.get(household)?;
        self.people.get(person)?;
        let candidate = self.candidate(person, 0);
        if candidate.absent || candidate.unreachable || (extent >= 2 && candidate.home == Some(household)) {
            return None;
        }
        let reaches = |duties: &str| self.extents.get(duties).is_some_and(|own| *own >= extent);
        let holds = |all: &[Appointment]| all.iter().any(|a| a.person == person && on(&a.days, self.date));
        let pairings = self.pairings.get(household).map_or(&[][..], Vec::as_slice).iter();
        let mut pairings = pairings.filter(|p| extent < 3 && p.person == person && on(&p.days, self.date));
        if let Some(pairing) = pairings.find(|pairing| reaches(&pairing.programme)) {
            return Some(PostAnswer::Caretakers { programme: pairing.programme.clone() });
        }
        let mut at = self.parent(node);
        while let Some(unit) = at {
            let posts = self.posts.get(&unit);
            for role in self.level_roles.get(self.graph[unit].level.as_ref().unwrap()).into_iter().flatten() {
                let post = posts.and_then(|posts| posts.get(role.id.as_str())).map_or(&[][..], Vec::as_slice);
                if reaches(&role.id) && holds(post) {
                    return Some(PostAnswer::Role { unit: self.graph[unit].id.clone(), role: role.id.to_string() });
                }
            }
            let mut departments = self.departments.get(&unit).into_iter().flatten();
            if let Some(department) = departments.find(|d| reaches(&d.function) && holds(&d.appointments)) {
                return Some(PostAnswer::Department { department: department.id.clone() });
            }
            at = self.parent(unit);
        }
        None
    }

    /// Every household under the units where a person serves, and the paired ones.
    pub fn duties_of(&self, person: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut stack = self.units_of.get(person).cloned().unwrap_or_default();
        let mut seen = std::collections::HashSet::new();
        while let Some(node) = stack.pop() {
            if seen.insert(node) {
                if self.graph[node].level.is_none() {
                    found.push(self.graph[node].id.clone());
                }
                stack.extend(self.graph.neighbors_directed(node, Direction::Outgoing));
            }
        }
        for household in self.cared_for.get(person).into_iter().flatten() {
            if seen.insert(self.nodes[household]) {
                found.push(household.clone());
            }
        }
        found
    }
}

/// The way up from one household in the graph.
struct Climber<'a> {
    county: &'a Afternoon,
    household: NodeIndex,
}

impl Climber<'_> {
    fn unit_at(&self, level: &str) -> Option<NodeIndex> {
        let mut at = self.county.parent(self.household);
        while let Some(unit) = at {
            if self.county.graph[unit].level.as_deref() == Some(level) {
                return Some(unit);
            }
            at = self.county.parent(unit);
        }
        None
    }
}

impl Way for Climber<'_> {
    fn find<'a>(&'a self, seat: &'a SeatRecord, level: &str) -> Found<'a> {
        let county = self.county;
        let Some(node) = self.unit_at(level) else { return Found::NoUnit };
        let unit = county.graph[node].id.as_str();
        if let Some(role) = &seat.role {
            let post = county.posts.get(&node).and_then(|posts| posts.get(role.as_str()));
            let people = post.map_or_else(Vec::new, |appointments| county.candidates(appointments));
            return Found::Seats(vec![Seat { unit, role: Some(role), department: None, people }]);
        }
        let function = seat.function.as_deref().unwrap();
        let departments = county.departments.get(&node).into_iter().flatten().filter(|d| d.function == function);
        let seats = departments.map(|department| {
            let people = county.candidates(&department.appointments);
            Seat { unit, role: None, department: Some(department.id.as_str()), people }
        });
        Found::Seats(seats.collect())
    }

    fn since(&self, seat: &Seat<'_>, vacant: bool) -> Date {
        let county = self.county;
        let node = county.nodes[seat.unit];
        let (appointments, opened) = match (seat.role, seat.department) {
            (Some(role), _) => {
                let post = county.posts.get(&node).and_then(|posts| posts.get(role));
                (post.map_or(&[][..], Vec::as_slice), county.graph[node].from)
            }
            (_, Some(id)) => {
                let department = county.departments[&node].iter().find(|d| d.id == id).unwrap();
                (department.appointments.as_slice(), department.from)
            }
            _ => (&[][..], county.graph[node].from),
        };
        county.since(appointments.iter().map(|a| (a.days, a.person.clone())), opened, vacant)
    }
}
