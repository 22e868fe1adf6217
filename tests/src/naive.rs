//! The naive twin: every answer straight from the two pages, by linear scans, slow and plain.
//!
//! Each function stands next to the rule that it states. Nothing here is shared with the core except the input rows
//! ([`wangge::record`]) and the names of faults ([`wangge::fault`]).

mod access;
mod assignment;
mod change;
mod duties;
mod escalation;
mod faults;
mod findings;
mod holder;
mod impact;
mod period;
mod place;
mod plan;
mod responsibility;
mod structure;
mod time;
mod work;
mod world;

pub use access::{ACTIONS, Action, Grant, may};
pub use assignment::{RuleHeld, exempt, pair_rules};
pub use change::{Elsewhere, Refused, apply, changed, difference, normal, rows, undo, which, written};
pub use duties::{Duties, Post, Reach, duties_of};
pub use escalation::{Escalation, Matter, Outcome, Reason, Report, Step, Why, escalate};
pub use faults::faults;
pub use findings::{Detail, Finding, Gap, findings, findings_over};
pub use holder::{Holder, Seat};
pub use impact::{Impact, impact};
pub use period::{Period, parse_date};
pub use place::{Point, contains, locate};
pub use plan::{Pair, Score, Task};
pub use responsibility::{Answerable, Chain, Link, responsible};
pub use structure::{Branch, Checked, branches, checked, code};
pub use time::deadline;
pub use work::{
    Able, Boundaries, Case, Code, Coverage, Deadline, DueReport, Figures, File, Firsts, Group, Log, Notice, NoticeKind,
    Report as WorkReport, Reporting, Scope, Share, Spread, Stop, Visits,
};
pub use world::{Refusal, World};
