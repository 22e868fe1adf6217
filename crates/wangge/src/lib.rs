//! Who is responsible for this household, for this kind of matter, on this date.
#![forbid(unsafe_code)]

mod area;
mod bulk;
mod calendar;
mod check;
mod coverage;
mod directory;
mod duties;
mod error;
mod escalation;
pub mod fault;
pub mod record;
mod registry;
mod responsibility;
pub mod scheme;
mod span;
mod table;
mod text;
mod time;

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
pub use record::Records;
pub use registry::{Counts, Registry};
pub use responsibility::{Answerable, Holder, Link, Links, People, Post, Responsibility, Seat};
pub use scheme::Scheme;
pub use span::{Span, SpanError};
pub use time::{Period, PeriodEmpty};
