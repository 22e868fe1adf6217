//! Wangge (网格, "grid") makes officials answerable: for any household, place or unit, on any date, for any kind of
//! matter, it says who answers, what happens when they do not, and whether anybody has been left out. It never scores,
//! ranks or profiles residents.
//!
//! Data flows one way:
//!
//! ```text
//! Records ──► Registry ───────────► Directory ─────────► answers
//! (raw rows)  (facts with their     (the county on one   (each a plain value that
//!              period, all checked)  date, compiled)      lends from the directory)
//! ```
//!
//! # A tour
//!
//! [`Registry::build`] checks [`Records`] and reports *every* fault; a registry with a fault cannot exist.
//! Here the records come from the crate `wangge-sample`: a real village with fictional people.
//!
//! ```
//! use wangge::{Answerable, Matter, Period, Registry, StepState, Why, record::Urgency};
//! use wangge_sample::Sample;
//!
//! let registry = Registry::build(Sample::chalinhe().records())?;
//!
//! // The county on one date.
//! let directory = registry.as_of("2026-11-23".parse()?);
//!
//! // Who answers? The chain of links, nearest first (R1-R7).
//! let answer = directory.responsible("430821108223-h0017", "neighbour-dispute")?;
//! let Answerable::By { link, .. } = answer.answerable() else { panic!("nobody answers") };
//! assert!(answer.links().any(|other| other == link));
//!
//! // What if they do not? Every step with its deadlines, before anything happens (E1-E8).
//! let path = directory.escalate(&Matter {
//!     subject: "430821108223",
//!     kind: "forest-fire",
//!     urgency: Urgency::Emergency,
//!     reported_at: "2026-10-01T23:10:00+08:00".parse()?,
//!     recuse: &[],
//! })?;
//! // The matter is about the whole village, so the steps below it find no unit, and cost no time.
//! let first = path.steps().next().expect("a policy has steps");
//! assert!(matches!(first.state(), StepState::Skipped(Why::NoSuchUnit)));
//!
//! // Who is left out, and when will somebody be (section 7)?
//! let today = directory.findings();
//! let december = registry.findings(Period::new("2026-12-01".parse()?, Some("2027-01-01".parse()?))?)?;
//! for finding in december.iter().take(3) {
//!     println!("{} from {} until {}: {:?}", finding.code(), finding.from(), finding.until(), finding.gap());
//! }
//!
//! // A gap is an answer; only what is not there is an error, with a code and the id (R7).
//! let error = directory.responsible("h17", "dispute").unwrap_err();
//! assert_eq!((error.code(), error.id()), ("subject.unknown", "h17"));
//! # _ = today;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The words and rules are those of `docs/domain.md`; where it leaves room, `docs/choices.md` says what wangge does.
//!
//! # What it is like
//!
//! No input or output, no clock, no randomness, no global state, no unsafe code: the crate compiles to WebAssembly
//! because it needs nothing. No input makes it panic or recurse over data; work and memory are near-linear in the rows,
//! but for the comparison of scopes in findings, which grows with the crossings of their edges and gives a finding for
//! each pair that overlaps. The same registry
//! and date give the same directory on every machine, whatever the order in which the facts came (M3).
#![forbid(unsafe_code)]

mod access;
mod area;
mod assignment;
mod bulk;
mod calendar;
pub mod change;
mod check;
mod coverage;
mod directory;
mod duties;
mod error;
mod escalation;
pub mod fault;
mod impact;
mod over;
mod reach;
pub mod record;
mod registry;
mod responsibility;
pub mod scheme;
mod span;
mod table;
mod text;
mod time;
pub mod work;

pub use access::{Access, AccessScope, Action, Grant};
pub use assignment::{
    Alternative, AssignError, AssignOptions, Bottleneck, Change, Chosen, Cost, CostPart, Excluded, Explainer,
    Explanation, Figures, GivenDistance, Ineligible, Load, LoadCount, Move, PairChange, Places, Plan, PlanCertificate,
    PlanCheck, Progress, Shortage, Stage, Switch, Taker, TakerPrice, Use, Verdict, Violation, WhyNot,
};
pub use bulk::AnswerableAll;
pub use calendar::{Calendar, DeadlineError, UnknownYear};
pub use coverage::{Checked, Finding, FindingCode, Findings, Gap, PeriodOpen, Remedy, Severity};
pub use directory::{Department, Directory, Household, Person, Site, Subject, Unit};
pub use duties::{Duties, PostHeld};
pub use error::QueryError;
pub use escalation::{
    Active, Due, EscalateError, Matter, Outcome, PassedOver, Path, PolicySeat, Reason, ReportEnd, Step, StepState, Why,
};
pub use fault::{Fault, FaultCode, Faults, Place};
pub use impact::{GapChanges, Impact, PersonChange, Placement, Shift};
pub use record::Records;
pub use registry::{Counts, Registry};
pub use responsibility::{Answerable, Holder, Link, Links, People, Post, Responsibility, Seat};
pub use scheme::Scheme;
pub use span::{Span, SpanError};
pub use time::{Period, PeriodEmpty};
pub use work::Work;
