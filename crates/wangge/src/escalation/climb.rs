//! Working out a path, step by step (E1-E6, E8).

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use jiff::Timestamp;

use super::{Considered, EscalateError, Matter, Outcome, Path, Reason, Span, StateRow, StepRow, WhyRow, report_end};
use crate::calendar::DeadlineError;
use crate::directory::{Form, Presence, Seated, Subject, Tables, Unit};
use crate::scheme::{Admission, Level, Seat};
use crate::table::{NONE, at, cell};

/// People, found soon whether few or many.
#[derive(Default)]
pub(crate) struct Crowd {
    few: Vec<u32>,
    many: HashSet<u32, FixedState>,
}

impl Crowd {
    /// A search from one to the next is faster up to here.
    const FEW: usize = 32;

    pub fn add(&mut self, person: u32) {
        if self.few.len() < Self::FEW {
            self.few.push(person);
        } else {
            self.many.insert(person);
        }
    }

    pub fn holds(&self, person: u32) -> bool {
        self.few.contains(&person) || (!self.many.is_empty() && self.many.contains(&person))
    }
}

/// The state while a path is worked out.
pub(super) struct Climb<'a, 'd> {
    asking: Asking<'d>,
    matter: &'a Matter<'a>,
}

impl<'a, 'd> Climb<'a, 'd> {
    pub fn new(subject: Subject<'d>, kind: u32, matter: &'a Matter<'a>, recused: Crowd) -> Self {
        Self { asking: Asking::new(subject, kind, recused, Crowd::default()), matter }
    }

    pub fn path(mut self) -> Result<Path<'d>, EscalateError> {
        let rules = self.asking.tables.rules();
        let reports = self.reports()?;
        let mut steps = Vec::new();
        let mut total_by = None;
        let mut refusals = 0;
        let mut outcome = Outcome::NoPolicy;
        if let Some(policy) = rules.policy(self.asking.kind, self.matter.urgency) {
            steps.reserve_exact(policy.steps.len());
            outcome = Outcome::NoOneAnswers;
            let mut opens_at = self.matter.reported_at;
            for step in &policy.steps {
                let state = self.step(step, opens_at)?;
                let unit = self.asking.unit_of(step.ask);
                steps.push(StepRow { seat: step.ask, unit, opens_at, state });
                if let Some(StepRow { state: StateRow::Active { accept_by, .. }, .. }) = steps.last() {
                    outcome = Outcome::Answered;
                    opens_at = *accept_by;
                }
            }
            let total = policy.total.map(|total| rules.calendar.deadline(self.matter.reported_at, total));
            total_by = total.transpose()?;
            refusals = policy.refusals;
        }
        let Asking { subject, kind, people, .. } = self.asking;
        Ok(Path { subject, kind, outcome, steps, people, total_by, refusals, reports })
    }

    fn step(&mut self, step: &crate::scheme::Step, opens_at: Timestamp) -> Result<StateRow<'d>, DeadlineError> {
        let Asked { asked, passed_over, inform, acting } = match self.asking.ask(step) {
            Ok(asked) => asked,
            Err(why) => return Ok(StateRow::Skipped(why)),
        };
        let calendar = &self.asking.tables.rules().calendar;
        let accept_by = calendar.deadline(opens_at, step.accept)?;
        let resolve_by = calendar.deadline(opens_at, step.resolve)?;
        Ok(StateRow::Active { asked, passed_over, inform, acting, accept_by, resolve_by })
    }

    fn reports(&self) -> Result<Vec<(u32, Timestamp)>, DeadlineError> {
        let Asking { tables, unit, .. } = self.asking;
        let rules = tables.rules();
        let exists = |seat| report_end(tables, unit, seat).is_some();
        let due = rules.reports.iter().zip(0..).filter(|(rule, _)| rule.urgency == self.matter.urgency);
        due.filter(|(rule, _)| exists(rule.from) && exists(rule.to))
            .map(|(rule, i)| Ok((i, rules.calendar.deadline(self.matter.reported_at, rule.due)?)))
            .collect()
    }
}

/// Whom steps ask, one after another (E2-E4).
pub(crate) struct Asking<'d> {
    tables: &'d Tables,
    subject: Subject<'d>,
    unit: u32,
    household: u32,
    kind: u32,
    recused: Crowd,
    people: Vec<Considered>,
    /// Everybody asked so far.
    asked: Crowd,
    /// Everybody asked at this step, or told of it, once they are many.
    told: HashSet<u32, FixedState>,
    /// Room for the people of one step.
    candidates: Vec<Seated>,
}

/// Whom a step asks, passes over and tells: ranges of [`Asking::people`].
pub(crate) struct Asked {
    asked: Span,
    passed_over: Span,
    inform: Span,
    pub acting: bool,
}

impl<'d> Asking<'d> {
    pub fn new(subject: Subject<'d>, kind: u32, recused: Crowd, asked: Crowd) -> Self {
        let household = if let Subject::Household(household) = subject { household.index } else { NONE };
        Self {
            tables: subject.tables(),
            subject,
            unit: subject.unit().index,
            household,
            kind,
            recused,
            people: Vec::with_capacity(16),
            asked,
            told: HashSet::default(),
            candidates: Vec::with_capacity(8),
        }
    }

    /// The unit of a seat on the way up, or [`NONE`].
    pub fn unit_of(&self, seat: Seat) -> u32 {
        self.tables.ancestor_at(self.unit, seat.level()).unwrap_or(NONE)
    }

    /// The people whom a step asks, and those whom it tells.
    pub fn people_of(&self, asked: &Asked) -> [impl Iterator<Item = u32>; 2] {
        [asked.asked, asked.inform].map(|(start, end)| {
            let people = self.people.get(at(start)..at(end)).unwrap_or_default();
            people.iter().map(|considered| considered.person)
        })
    }

    /// Asks a step, or says why it is skipped.
    pub fn ask(&mut self, step: &crate::scheme::Step) -> Result<Asked, WhyRow<'d>> {
        if let Some(why) = self.seat_candidates(step.ask) {
            return Err(why);
        }
        let considered = self.mark();
        let primaries = self.candidates.partition_point(|seated| seated.rank == 0);
        let (primaries, deputies) = self.candidates.split_at_checked(primaries).unwrap_or_default();
        let reason = |seated: &Seated| reason(self.tables, self.household, &self.recused, &self.asked, *seated);
        self.people.extend(primaries.iter().map(|seated| Considered { person: seated.person, reason: reason(seated) }));
        let mut acting = false;
        if primaries.iter().all(|seated| reason(seated).is_some()) {
            for deputy in deputies {
                let reason = reason(deputy);
                self.people.push(Considered { person: deputy.person, reason });
                if reason.is_none() {
                    acting = true;
                    break;
                }
            }
        }
        // Those who may be asked first, each group in its order.
        let own = self.people.get_mut(at(considered)..).unwrap_or_default();
        own.sort_by_key(|considered| considered.reason.is_some());
        let count = own.iter().take_while(|considered| considered.reason.is_none()).count();
        own.iter().take(count).for_each(|considered| self.asked.add(considered.person));
        let asked = (considered, considered + crate::table::indices(count).end);
        let passed_over = (asked.1, self.mark());
        if count == 0 {
            return Err(WhyRow::People(passed_over));
        }
        let inform = self.inform(&step.inform, asked);
        Ok(Asked { asked, passed_over, inform, acting })
    }

    fn mark(&self) -> u32 {
        crate::table::indices(self.people.len()).end
    }

    /// Fills the candidates of a seat, or says why there is none.
    fn seat_candidates(&mut self, seat: Seat) -> Option<WhyRow<'d>> {
        let rules = self.tables.rules();
        let level = seat.level();
        if let Admission::Refused { taker } = rules.admission(level, self.kind) {
            return Some(WhyRow::NotAdmitted(taker));
        }
        let ceiling = cell(&rules.ceiling, self.kind, NONE);
        if ceiling != NONE && level < ceiling {
            return Some(WhyRow::AboveCeiling(Level::new(rules, ceiling)));
        }
        let Some(unit) = self.tables.ancestor_at(self.unit, level) else { return Some(WhyRow::NoSuchUnit) };
        self.candidates.clear();
        match seat {
            Seat::Role { role, .. } => {
                let mut entries = self.tables.seats.row(unit).iter();
                let entry = entries.find(|entry| entry.duty_row == role && !entry.is_department());
                let people = entry.map_or(&[][..], |entry| entry.people(&self.tables.seated));
                self.candidates.extend_from_slice(people);
            }
            Seat::Function { function, .. } => {
                if !has_department(self.tables, unit, function) {
                    return Some(WhyRow::NoSuchDepartment);
                }
                let duty_row = rules.function_row(function);
                for entry in self.tables.seats.row(unit).iter().filter(|entry| entry.duty_row == duty_row) {
                    self.candidates.extend_from_slice(entry.people(&self.tables.seated));
                }
                once_each(&mut self.candidates);
            }
        }
        self.candidates.is_empty().then_some(WhyRow::Vacant)
    }

    /// Who is told of a step: holders of the listed seats, nobody twice, nobody recused, nobody asked at the step.
    fn inform(&mut self, seats: &[Seat], asked: Span) -> Span {
        let start = self.mark();
        if seats.is_empty() {
            return (start, start);
        }
        self.told.clear();
        for seat in seats {
            let Some(unit) = self.tables.ancestor_at(self.unit, seat.level()) else { continue };
            let duty_row = match *seat {
                Seat::Role { role, .. } => role,
                Seat::Function { function, .. } => self.tables.rules().function_row(function),
            };
            for entry in self.tables.seats.row(unit).iter().filter(|entry| entry.duty_row == duty_row) {
                let acting = usize::from(entry.form == Form::Acting);
                let present = entry.people(&self.tables.seated).iter().filter(|seated| seated.is_present());
                let held = present.clone().filter(|seated| seated.rank == 0);
                for seated in held.chain(present.take(acting)) {
                    if !self.recused.holds(seated.person) && !self.is_told(asked, start, seated.person) {
                        self.people.push(Considered { person: seated.person, reason: None });
                    }
                }
            }
        }
        (start, self.mark())
    }

    /// Whether somebody was asked at this step, or told of it since `start`.
    fn is_told(&mut self, asked: Span, start: u32, person: u32) -> bool {
        let asked = self.people.get(at(asked.0)..at(asked.1)).unwrap_or_default();
        let told = self.people.get(at(start)..).unwrap_or_default();
        let mut known = asked.iter().chain(told).map(|considered| considered.person);
        if asked.len() + told.len() <= Crowd::FEW {
            return known.any(|known| known == person);
        }
        if self.told.is_empty() {
            self.told.extend(known);
        }
        !self.told.insert(person)
    }
}

/// Why somebody may not be asked, if so.
fn reason(tables: &Tables, household: u32, recused: &Crowd, asked: &Crowd, seated: Seated) -> Option<Reason> {
    let person = seated.person;
    match seated.presence {
        Presence::Absent => Some(Reason::Absent),
        Presence::Unreachable => Some(Reason::Unreachable),
        Presence::Present if recused.holds(person) => Some(Reason::Recused),
        Presence::Present if household != NONE && tables.facts.persons.home.get(person, NONE) == household => {
            Some(Reason::OwnHousehold)
        }
        Presence::Present if asked.holds(person) => Some(Reason::AskedBefore),
        Presence::Present => None,
    }
}

/// The people of several seats as of one: primaries by id, then deputies by rank and id, each once.
fn once_each(people: &mut Vec<Seated>) {
    people.sort_unstable_by_key(|seated| (seated.rank, seated.person));
    let mut seen = Vec::with_capacity(people.len());
    people.retain(|seated| match seen.binary_search(&seated.person) {
        Ok(_) => false,
        Err(place) => {
            seen.insert(place, seated.person);
            true
        }
    });
}

fn has_department(tables: &Tables, unit: u32, function: u32) -> bool {
    Unit::new(tables, unit).departments().any(|department| department.function().index() == function)
}
