//! The peers' escalation (E1-E8): one path, over whatever store finds the seats.

use jiff::Timestamp;
use jiff::civil::Date;
use wangge::record::{AdmissionRecord, PolicyRecord, SchemeRecord, SeatRecord, Urgency};

use crate::answer::{HolderAnswer, Passed, PathAnswer, ReportAnswer, StateAnswer, StepAnswer};
use crate::calendar::PlainCalendar;

/// Somebody appointed to a seat on the date.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    pub id: &'a str,
    /// 0 for a primary.
    pub rank: u32,
    pub absent: bool,
    pub unreachable: bool,
    pub home: Option<&'a str>,
}

/// A role of a unit, or one of its departments.
pub struct Seat<'a> {
    pub unit: &'a str,
    pub role: Option<&'a str>,
    pub department: Option<&'a str>,
    /// Primaries by id, then deputies by rank and id.
    pub people: Vec<Candidate<'a>>,
}

pub enum Found<'a> {
    NoUnit,
    /// The role, or the departments of the function by id; perhaps none.
    Seats(Vec<Seat<'a>>),
}

/// The way up from one household.
pub trait Way {
    fn find<'a>(&'a self, seat: &'a SeatRecord, level: &str) -> Found<'a>;
    fn since(&self, seat: &Seat<'_>, vacant: bool) -> Date;
}

pub struct PlainMatter<'a> {
    pub household: &'a str,
    pub kind: &'a str,
    pub urgency: Urgency,
    pub reported_at: Timestamp,
    pub recuse: &'a [&'a str],
}

/// The rules as they are, and the kinds of a lineage from the kind itself to its root.
pub struct Rules<'a> {
    pub scheme: &'a SchemeRecord,
    pub calendar: &'a PlainCalendar,
    pub lineage: &'a [&'a str],
}

impl Rules<'_> {
    fn rank(&self, level: &str) -> usize {
        self.scheme.levels.iter().position(|l| l.id == level).unwrap()
    }

    fn level<'s>(&'s self, seat: &'s SeatRecord) -> &'s str {
        match &seat.role {
            Some(role) => &self.scheme.roles.iter().find(|r| r.id == *role).unwrap().level,
            None => seat.level.as_ref().unwrap(),
        }
    }

    fn policy(&self, urgency: Urgency) -> Option<&PolicyRecord> {
        let of = |kind: &str| self.scheme.policies.iter().find(|p| p.urgency == urgency && p.kind == kind);
        self.lineage.iter().find_map(|kind| of(kind)).or_else(|| of("*"))
    }

    fn admits(&self, level: &str) -> bool {
        let lists = |row: &AdmissionRecord| row.kinds.iter().any(|k| k == "*" || self.lineage.contains(&k.as_str()));
        self.scheme.admission.iter().find(|row| row.level == level).is_none_or(lists)
    }

    fn ceiling(&self) -> Option<&str> {
        let kind = |id: &str| self.scheme.kinds.iter().find(|k| k.id == id);
        self.lineage.iter().find_map(|id| kind(id)?.ceiling.as_deref())
    }
}

pub fn person(candidate: &Candidate<'_>) -> String {
    candidate.id.to_owned()
}

/// Who holds a seat (R3); `since` is asked only where nobody does.
pub fn holder(people: &[Candidate<'_>], since: impl Fn(bool) -> Date) -> HolderAnswer {
    let present = |c: &&Candidate<'_>| !c.absent && !c.unreachable;
    let primaries = || people.iter().filter(|c| c.rank == 0);
    let held: Vec<_> = primaries().filter(present).map(person).collect();
    if !held.is_empty() {
        return HolderAnswer::Held(held);
    }
    if let Some(deputy) = people.iter().find(|c| present(c)) {
        return HolderAnswer::Acting { person: person(deputy), acting_for: primaries().map(person).collect() };
    }
    if people.is_empty() {
        HolderAnswer::Vacant { since: since(true) }
    } else {
        HolderAnswer::Absent { since: since(false) }
    }
}

struct Climb<'a, W> {
    way: &'a W,
    rules: &'a Rules<'a>,
    matter: &'a PlainMatter<'a>,
    asked: Vec<String>,
}

pub fn escalate(way: &impl Way, rules: &Rules<'_>, matter: &PlainMatter<'_>) -> PathAnswer {
    let mut climb = Climb { way, rules, matter, asked: Vec::new() };
    let policy = rules.policy(matter.urgency);
    let mut opens_at = matter.reported_at;
    let steps = policy.map(|policy| {
        let mut steps = Vec::new();
        for step in &policy.steps {
            let state = climb.step(step, opens_at);
            let next = if let StateAnswer::Active { accept_by, .. } = state { accept_by } else { opens_at };
            steps.push(StepAnswer { opens_at, state });
            opens_at = next;
        }
        steps
    });
    let total = policy.and_then(|policy| policy.total.as_ref());
    let total_by = total.map(|total| rules.calendar.deadline(matter.reported_at, total));
    PathAnswer { steps, total_by, reports: climb.reports() }
}

impl<W: Way> Climb<'_, W> {
    fn step(&mut self, step: &wangge::record::StepRecord, opens_at: Timestamp) -> StateAnswer {
        let skipped = |why, level: Option<&str>| StateAnswer::Skipped {
            why,
            level: level.map(str::to_owned),
            people: Vec::new(),
        };
        let level = self.rules.level(&step.ask);
        let rank = self.rules.rank(level);
        if !self.rules.admits(level) {
            let above = self.rules.scheme.levels[..rank].iter().rev().find(|l| self.rules.admits(&l.id));
            return skipped("not-admitted", above.map(|l| l.id.as_str()));
        }
        if let Some(ceiling) = self.rules.ceiling().filter(|ceiling| rank < self.rules.rank(ceiling)) {
            return skipped("above-ceiling", Some(ceiling));
        }
        let seats = match self.way.find(&step.ask, level) {
            Found::NoUnit => return skipped("no-such-unit", None),
            Found::Seats(seats) if seats.is_empty() => return skipped("no-such-department", None),
            Found::Seats(seats) => seats,
        };
        let mut people: Vec<Candidate<'_>> = seats.into_iter().flat_map(|seat| seat.people).collect();
        people.sort_by_key(|c| (c.rank, c.id));
        let mut seen = Vec::new();
        people.retain(|c| {
            !seen.contains(&c.id) && {
                seen.push(c.id);
                true
            }
        });
        if people.is_empty() {
            return skipped("vacant", None);
        }
        let (mut asked, mut passed_over, mut acting) = (Vec::new(), Vec::<Passed>::new(), false);
        for candidate in people {
            if candidate.rank > 0 && !asked.is_empty() {
                break;
            }
            match self.reason(&candidate) {
                Some(reason) => passed_over.push((candidate.id.to_owned(), reason)),
                None => {
                    acting = candidate.rank > 0;
                    asked.push(candidate.id.to_owned());
                }
            }
        }
        if asked.is_empty() {
            return StateAnswer::Skipped { why: "nobody-may-be-asked", level: None, people: passed_over };
        }
        let inform = self.inform(&step.inform, &asked);
        self.asked.extend(asked.iter().cloned());
        let accept_by = self.rules.calendar.deadline(opens_at, &step.accept);
        let resolve_by = self.rules.calendar.deadline(opens_at, &step.resolve);
        StateAnswer::Active { asked, acting, passed_over, inform, accept_by, resolve_by }
    }

    fn reason(&self, candidate: &Candidate<'_>) -> Option<&'static str> {
        if candidate.absent {
            Some("absent")
        } else if candidate.unreachable {
            Some("unreachable")
        } else if self.matter.recuse.contains(&candidate.id) {
            Some("recused")
        } else if candidate.home == Some(self.matter.household) {
            Some("own-household")
        } else if self.asked.iter().any(|asked| asked == candidate.id) {
            Some("asked-before")
        } else {
            None
        }
    }

    fn inform(&self, seats: &[SeatRecord], asked: &[String]) -> Vec<String> {
        let mut told = Vec::new();
        for record in seats {
            let Found::Seats(seats) = self.way.find(record, self.rules.level(record)) else { continue };
            for seat in seats {
                let people = match holder(&seat.people, |_| Date::ZERO) {
                    HolderAnswer::Held(people) => people,
                    HolderAnswer::Acting { person, .. } => vec![person],
                    _ => Vec::new(),
                };
                for id in people {
                    if !told.contains(&id) && !asked.contains(&id) && !self.matter.recuse.contains(&id.as_str()) {
                        told.push(id);
                    }
                }
            }
        }
        told
    }

    fn reports(&self) -> Vec<ReportAnswer> {
        let end = |record: &SeatRecord| match self.way.find(record, self.rules.level(record)) {
            Found::NoUnit => None,
            Found::Seats(seats) => {
                let seat = seats.into_iter().next()?;
                Some(holder(&seat.people, |vacant| self.way.since(&seat, vacant)))
            }
        };
        let rules = self.rules.scheme.reports.iter().filter(|rule| rule.urgency == self.matter.urgency);
        let report = |rule: &wangge::record::ReportRecord| {
            let (from, to) = (end(&rule.from)?, end(&rule.to)?);
            let by = self.rules.calendar.deadline(self.matter.reported_at, &rule.due);
            Some(ReportAnswer { rule: rule.id.to_string(), from, to, by })
        };
        rules.filter_map(report).collect()
    }
}
