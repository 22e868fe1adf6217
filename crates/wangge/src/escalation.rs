//! How a matter climbs when nobody reacts: the whole path, rehearsed (E1-E8).

mod climb;

use jiff::Timestamp;
use jiff::civil::Date;

use self::climb::Climb;
pub(crate) use self::climb::{Asking, Crowd};
use crate::calendar::DeadlineError;
use crate::directory::{Department, Directory, Person, Subject, Tables, Unit};
use crate::error::QueryError;
use crate::record::Urgency;
use crate::registry::SeatRow;
use crate::responsibility::{Holder, seat_holder, seat_since};
use crate::scheme::{Function, Kind, Level, Report, Role, Rules, Seat};
use crate::table::{NONE, at, cell};

/// A reported case, as far as its path depends on it (事项).
///
/// ```
/// use wangge::{Matter, record::Urgency};
///
/// let fire = Matter {
///     subject: "430821108223-h0017",
///     kind: "forest-fire",
///     urgency: Urgency::Emergency,
///     reported_at: "2026-10-01T23:10:00+08:00".parse()?,
///     recuse: &[],
/// };
/// # assert_eq!(fire.reported_at.to_string(), "2026-10-01T15:10:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matter<'a> {
    /// Id of the household, site or unit that it is about.
    pub subject: &'a str,
    /// Id of the matter kind.
    pub kind: &'a str,
    /// How pressing it is.
    pub urgency: Urgency,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// Ids of the people who may not handle it: those recused, and those it names.
    pub recuse: &'a [&'a str],
}

/// Why a path cannot be worked out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EscalateError {
    /// The matter names something that is not there.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A deadline needs a day that the calendar does not know.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
}

impl EscalateError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Query(error) => error.code(),
            Self::Deadline(error) => error.code(),
        }
    }

    /// The rule of the specification that asks for it, such as `R7`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Query(error) => error.rule(),
            Self::Deadline(error) => error.rule(),
        }
    }
}

/// The path of a matter: every step of its policy, and every report that it must appear in.
#[derive(Clone)]
pub struct Path<'d> {
    subject: Subject<'d>,
    kind: u32,
    outcome: Outcome,
    steps: Vec<StepRow<'d>>,
    /// The people of all steps.
    people: Vec<Considered>,
    total_by: Option<Timestamp>,
    refusals: u32,
    reports: Vec<(u32, Timestamp)>,
}

/// How a path ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// At least one step asks somebody.
    Answered,
    /// No step is active (E6).
    NoOneAnswers,
    /// The scheme has no policy for the kind and urgency.
    NoPolicy,
}

#[derive(Debug, Clone, Copy)]
struct Considered {
    person: u32,
    reason: Option<Reason>,
}

/// Why somebody is not asked (E2): the first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// An absence holds.
    Absent,
    /// No contact on record (R5).
    Unreachable,
    /// Recused, or named by the matter (E4).
    Recused,
    /// The matter is about the person's own household (E4).
    OwnHousehold,
    /// Asked at an earlier step (E3).
    AskedBefore,
}

impl Reason {
    /// Every reason, in order.
    pub const ALL: &'static [Self] =
        &[Self::Absent, Self::Unreachable, Self::Recused, Self::OwnHousehold, Self::AskedBefore];

    /// The stable code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Unreachable => "unreachable",
            Self::Recused => "recused",
            Self::OwnHousehold => "own-household",
            Self::AskedBefore => "asked-before",
        }
    }
}

#[derive(Debug, Clone)]
struct StepRow<'d> {
    seat: Seat,
    unit: u32,
    opens_at: Timestamp,
    state: StateRow<'d>,
}

/// A range of [`Path::people`].
pub(crate) type Span = (u32, u32);

#[derive(Debug, Clone)]
enum StateRow<'d> {
    Active { asked: Span, passed_over: Span, inform: Span, acting: bool, accept_by: Timestamp, resolve_by: Timestamp },
    Skipped(WhyRow<'d>),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum WhyRow<'d> {
    NotAdmitted(Option<Level<'d>>),
    AboveCeiling(Level<'d>),
    NoSuchUnit,
    NoSuchDepartment,
    Vacant,
    People(Span),
}

/// One step of a path.
#[derive(Debug, Clone, Copy)]
pub struct Step<'p> {
    path: &'p Path<'p>,
    row: &'p StepRow<'p>,
}

/// Whom a policy or report names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicySeat<'d> {
    /// A role, at its level.
    Role(Role<'d>),
    /// The departments of a function, at a level.
    Function {
        /// The function.
        function: Function<'d>,
        /// The level.
        level: Level<'d>,
    },
}

impl<'d> PolicySeat<'d> {
    pub(crate) fn of(rules: &'d Rules, seat: Seat) -> Self {
        match seat {
            Seat::Role { role, .. } => Self::Role(Role::new(rules, role)),
            Seat::Function { function, level } => {
                Self::Function { function: Function::new(rules, function), level: Level::new(rules, level) }
            }
        }
    }

    /// The level of its units.
    #[must_use]
    pub fn level(self) -> Level<'d> {
        match self {
            Self::Role(role) => role.level(),
            Self::Function { level, .. } => level,
        }
    }
}

/// What becomes of a step (E2).
#[derive(Debug, Clone, Copy)]
pub enum StepState<'p> {
    /// Somebody is asked.
    Active(Active<'p>),
    /// Nobody is asked; the step costs no time.
    Skipped(Why<'p>),
}

/// A step that asks somebody.
#[derive(Debug, Clone, Copy)]
pub struct Active<'p> {
    path: &'p Path<'p>,
    asked: Span,
    passed_over: Span,
    inform: Span,
    acting: bool,
    accept_by: Timestamp,
    resolve_by: Timestamp,
}

/// Why a step is skipped.
#[derive(Debug, Clone, Copy)]
pub enum Why<'p> {
    /// The level does not admit the kind.
    NotAdmitted {
        /// The nearest level above that does.
        taker: Option<Level<'p>>,
    },
    /// The level is above the kind's ceiling.
    AboveCeiling {
        /// The ceiling.
        ceiling: Level<'p>,
    },
    /// The way up from the subject has no unit of the level.
    NoSuchUnit,
    /// The unit has no department of the function.
    NoSuchDepartment,
    /// Nobody is appointed.
    Vacant,
    /// Nobody who is appointed may be asked: a reason for each.
    People(PassedOver<'p>),
}

impl Why<'_> {
    /// Every code.
    pub const CODES: &'static [&'static str] =
        &["not-admitted", "above-ceiling", "no-such-unit", "no-such-department", "vacant", "nobody-may-be-asked"];

    /// The stable code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAdmitted { .. } => "not-admitted",
            Self::AboveCeiling { .. } => "above-ceiling",
            Self::NoSuchUnit => "no-such-unit",
            Self::NoSuchDepartment => "no-such-department",
            Self::Vacant => "vacant",
            Self::People(_) => "nobody-may-be-asked",
        }
    }
}

/// People who were considered and not asked, each with the reason.
#[derive(Debug, Clone, Copy)]
pub struct PassedOver<'p> {
    path: &'p Path<'p>,
    span: Span,
}

impl<'p> PassedOver<'p> {
    /// The people in the order in which they were considered.
    pub fn iter(self) -> impl ExactSizeIterator<Item = (Person<'p>, Reason)> {
        let tables = self.path.tables();
        let reason = |considered: &Considered| considered.reason.unwrap_or(Reason::AskedBefore);
        self.path.span(self.span).iter().map(move |one| (Person::new(tables, one.person), reason(one)))
    }
}

/// A report that the matter must appear in (E8).
#[derive(Debug, Clone)]
pub struct Due<'p> {
    /// The reporting rule.
    pub rule: Report<'p>,
    /// Who reports.
    pub from: ReportEnd<'p>,
    /// To whom.
    pub to: ReportEnd<'p>,
    /// By when.
    pub by: Timestamp,
}

/// One end of a report: a seat and who holds it.
#[derive(Debug, Clone)]
pub struct ReportEnd<'p> {
    /// The unit.
    pub unit: Unit<'p>,
    /// The department, where the rule names a function.
    pub department: Option<Department<'p>>,
    /// The role, where the rule names one.
    pub role: Option<Role<'p>>,
    /// Who holds the seat.
    pub holder: Holder<'p>,
}

impl Directory {
    /// The whole path of a matter, for the case that nobody reacts: a pure function of the directory and the matter.
    ///
    /// Ask the directory of the day of the report; the path is rehearsed on this one directory (E1).
    ///
    /// # Errors
    /// [`EscalateError`] if the matter names something unknown, or a deadline falls on a day of a year without a
    /// calendar.
    pub fn escalate(&self, matter: &Matter<'_>) -> Result<Path<'_>, EscalateError> {
        let subject = self.subject(matter.subject)?;
        let kind = self.scheme().kind(matter.kind)?.index();
        let mut recused = Crowd::default();
        for id in matter.recuse {
            recused.add(self.person(id)?.index);
        }
        Climb::new(subject, kind, matter, recused).path()
    }
}

/// The unit and department of a report's end, if both exist on the way up.
pub(crate) fn report_end(tables: &Tables, unit: u32, seat: Seat) -> Option<(Unit<'_>, Option<Department<'_>>)> {
    let unit = Unit::new(tables, tables.ancestor_at(unit, seat.level())?);
    match seat {
        Seat::Role { .. } => Some((unit, None)),
        Seat::Function { function, .. } => {
            let department = unit.departments().find(|department| department.function().index() == function)?;
            Some((unit, Some(department)))
        }
    }
}

impl<'d> Path<'d> {
    fn tables(&self) -> &'d Tables {
        self.subject.tables()
    }

    fn span(&self, (start, end): Span) -> &[Considered] {
        self.people.get(at(start)..at(end)).unwrap_or_default()
    }

    /// What the matter is about.
    #[must_use]
    pub fn subject(&self) -> Subject<'d> {
        self.subject
    }

    /// The matter kind.
    #[must_use]
    pub fn kind(&self) -> Kind<'d> {
        Kind::new(self.tables().rules(), self.kind)
    }

    /// How it ends. After [`Outcome::NoOneAnswers`] the steps say what was tried.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Every step of the policy, in order.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = Step<'_>> {
        self.steps.iter().map(move |row| Step { path: self, row })
    }

    /// When the matter must be done with, counted from the report, where the policy says so (E7).
    #[must_use]
    pub fn total_by(&self) -> Option<Timestamp> {
        self.total_by
    }

    /// After how many refusals the level above decides (E7).
    #[must_use]
    pub fn refusals(&self) -> u32 {
        self.refusals
    }

    /// The reports that the matter must appear in, in the scheme's order (E8).
    pub fn reports(&self) -> impl ExactSizeIterator<Item = Due<'_>> {
        self.reports.iter().map(move |(rule, by)| self.due(*rule, *by))
    }

    fn due(&self, rule: u32, by: Timestamp) -> Due<'_> {
        let rules = self.tables().rules();
        let seats = rules.reports.get(at(rule)).map(|rule| (rule.from, rule.to));
        let nowhere = Seat::Role { role: 0, level: 0 };
        let (from, to) = seats.unwrap_or((nowhere, nowhere));
        Due { rule: Report::new(rules, rule), from: self.report_end(from), to: self.report_end(to), by }
    }

    fn report_end(&self, seat: Seat) -> ReportEnd<'_> {
        let tables = self.tables();
        let subject_unit = self.subject.unit();
        let (unit, department) = report_end(tables, subject_unit.index, seat).unwrap_or((subject_unit, None));
        let role = if let Seat::Role { role, .. } = seat { Some(role) } else { None };
        let is_seat = |entry: &&crate::directory::SeatEntry| match (role, department) {
            (Some(role), _) => entry.duty_row == role && !entry.is_department(),
            (None, department) => department.is_some_and(|department| department.index == entry.department),
        };
        let holder = match unit.seat_entries().iter().find(is_seat) {
            Some(entry) => seat_holder(tables, unit.index, entry),
            // An optional seat that nobody fills has no entry.
            None => Holder::Vacant { since: self.vacant_since(unit, role, department) },
        };
        ReportEnd { unit, department, role: role.map(|role| Role::new(tables.rules(), role)), holder }
    }
}

impl Path<'_> {
    fn vacant_since(&self, unit: Unit<'_>, role: Option<u32>, department: Option<Department<'_>>) -> Date {
        let tables = self.tables();
        let seat = match (role, department) {
            (None, Some(department)) => SeatRow::Department(department.index),
            (role, _) => SeatRow::Role { unit: cell(&tables.unit_row, unit.index, NONE), role: role.unwrap_or(NONE) },
        };
        seat_since(tables, seat, true)
    }
}

impl std::fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Path")
            .field("subject", &self.subject.id())
            .field("kind", &self.kind().id())
            .field("outcome", &self.outcome)
            .field("steps", &self.steps.len())
            .finish_non_exhaustive()
    }
}

impl<'p> Step<'p> {
    /// Whom the policy names.
    #[must_use]
    pub fn seat(self) -> PolicySeat<'p> {
        PolicySeat::of(self.path.tables().rules(), self.row.seat)
    }

    /// The unit of the seat on the way up, if there is one.
    #[must_use]
    pub fn unit(self) -> Option<Unit<'p>> {
        (self.row.unit != NONE).then(|| Unit::new(self.path.tables(), self.row.unit))
    }

    /// When it opens, or would have.
    #[must_use]
    pub fn opens_at(self) -> Timestamp {
        self.row.opens_at
    }

    /// What becomes of it.
    #[must_use]
    pub fn state(self) -> StepState<'p> {
        match self.row.state {
            StateRow::Active { asked, passed_over, inform, acting, accept_by, resolve_by } => {
                let path = self.path;
                StepState::Active(Active { path, asked, passed_over, inform, acting, accept_by, resolve_by })
            }
            StateRow::Skipped(why) => StepState::Skipped(match why {
                WhyRow::NotAdmitted(taker) => Why::NotAdmitted { taker },
                WhyRow::AboveCeiling(ceiling) => Why::AboveCeiling { ceiling },
                WhyRow::NoSuchUnit => Why::NoSuchUnit,
                WhyRow::NoSuchDepartment => Why::NoSuchDepartment,
                WhyRow::Vacant => Why::Vacant,
                WhyRow::People(span) => Why::People(PassedOver { path: self.path, span }),
            }),
        }
    }
}

impl<'p> Active<'p> {
    fn people(self, span: Span) -> impl ExactSizeIterator<Item = Person<'p>> {
        let tables = self.path.tables();
        self.path.span(span).iter().map(move |considered| Person::new(tables, considered.person))
    }

    /// Who is asked: every primary who may be asked, else one deputy.
    pub fn asked(self) -> impl ExactSizeIterator<Item = Person<'p>> {
        self.people(self.asked)
    }

    /// Whether the one asked is a deputy.
    #[must_use]
    pub fn is_acting(self) -> bool {
        self.acting
    }

    /// Who was considered before and may not be asked.
    #[must_use]
    pub fn passed_over(self) -> PassedOver<'p> {
        PassedOver { path: self.path, span: self.passed_over }
    }

    /// Who is told when the step opens.
    pub fn inform(self) -> impl ExactSizeIterator<Item = Person<'p>> {
        self.people(self.inform)
    }

    /// By when it is to be accepted, counted from the opening (E7).
    #[must_use]
    pub fn accept_by(self) -> Timestamp {
        self.accept_by
    }

    /// By when it is to be resolved, counted from the opening.
    #[must_use]
    pub fn resolve_by(self) -> Timestamp {
        self.resolve_by
    }
}
