//! The rules of one county as data: levels, roles, matter kinds, duty list, policies, programmes, calendar.

mod check;
mod compile;
mod handle;
mod holidays;
mod limits;
mod programme;
mod three_plus_n;

use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use smol_str::SmolStr;

pub(crate) use self::check::Draft;
pub use self::handle::{Function, Kind, Level, Programme, Report, Role};
pub(crate) use self::programme::{ProgrammeRules, Reserved};
pub use self::three_plus_n::three_plus_n;
use crate::calendar::Calendar;
use crate::error::QueryError;
use crate::record::{Involvement, SchemeRecord, Urgency};
use crate::span::Span;
use crate::table::{Rows, at, cell};

/// A checked scheme: part of a [`Registry`](crate::Registry). Cheap to clone.
///
/// ```
/// # use wangge::{Records, Registry, scheme};
/// let records = Records { scheme: scheme::three_plus_n(), ..Records::default() };
/// let registry = Registry::build(records)?;
/// let dispute = registry.scheme().kind("dispute")?;
/// assert_eq!(dispute.parent().map(|kind| kind.id()), Some("civil-mediation"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Scheme(pub(crate) Arc<Rules>);

/// The compiled scheme; lists in the order of the record, indices into them.
#[derive(Debug)]
pub(crate) struct Rules {
    pub record: SchemeRecord,
    pub kind_ids: Index,
    pub level_ids: Index,
    pub role_level: Vec<u32>,
    /// Roles of each level, in the scheme's order.
    pub level_roles: Rows<u32>,
    pub kind_parent: Vec<u32>,
    /// Kind-major: the involvement of duty row `r` for kind `k` stands at `k * duty_rows + r`.
    pub involvement: Vec<Option<Involvement>>,
    pub duty_rows: u32,
    /// The greatest involvement of each duty row for any kind (S1).
    pub greatest: Vec<Option<Involvement>>,
    /// For each level the kinds that it admits, if it is on the admission list.
    pub admitted: Vec<Option<Vec<bool>>>,
    /// The highest level that handles each kind.
    pub ceiling: Vec<u32>,
    pub policies: Vec<Policy>,
    /// The policy of each kind: emergency, routine.
    pub policy_of: [Vec<u32>; 2],
    pub reports: Vec<ReportRule>,
    pub role_eligible: Rows<u32>,
    pub programme_eligible: Rows<u32>,
    pub programme_categories: Rows<u32>,
    pub programme_rules: Vec<ProgrammeRules>,
    /// The last level that may hold households.
    pub innermost: Option<u32>,
    pub calendar: Calendar,
}

/// Ids of one list.
pub(crate) type Index = HashMap<SmolStr, u32, FixedState>;

/// A seat that a policy or report names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seat {
    Role { role: u32, level: u32 },
    Function { function: u32, level: u32 },
}

impl Seat {
    pub fn level(self) -> u32 {
        match self {
            Self::Role { level, .. } | Self::Function { level, .. } => level,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Policy {
    pub steps: Vec<Step>,
    pub total: Option<Span>,
    pub refusals: u32,
}

#[derive(Debug)]
pub(crate) struct Step {
    pub ask: Seat,
    pub accept: Span,
    pub resolve: Span,
    pub inform: Vec<Seat>,
}

#[derive(Debug)]
pub(crate) struct ReportRule {
    pub from: Seat,
    pub to: Seat,
    pub due: Span,
    pub urgency: Urgency,
}

impl Rules {
    /// Duty rows: roles, then functions, then programmes.
    pub fn function_row(&self, function: u32) -> u32 {
        crate::table::indices(self.record.roles.len()).end + function
    }

    pub fn programme_row(&self, programme: u32) -> u32 {
        self.function_row(crate::table::indices(self.record.functions.len()).end) + programme
    }

    /// The involvements of every duty row for a kind (R2).
    #[inline]
    pub fn involvements(&self, kind: u32) -> &[Option<Involvement>] {
        let rows = at(self.duty_rows);
        let start = at(kind).saturating_mul(rows);
        self.involvement.get(start..start.saturating_add(rows)).unwrap_or_default()
    }

    /// Whether a level admits a kind.
    pub fn admits(&self, level: u32, kind: u32) -> bool {
        let listed = self.admitted.get(at(level)).and_then(Option::as_ref);
        listed.is_none_or(|kinds| cell(kinds, kind, false))
    }

    /// The policy of a kind (E1).
    pub fn policy(&self, kind: u32, urgency: Urgency) -> Option<&Policy> {
        let [emergency, routine] = &self.policy_of;
        let table = match urgency {
            Urgency::Emergency => emergency,
            Urgency::Routine => routine,
        };
        table.get(at(kind)).and_then(|policy| self.policies.get(at(*policy)))
    }

    /// The number of a kind, which may be of another scheme.
    #[inline]
    pub fn own_kind(&self, kind: Kind<'_>) -> Result<u32, QueryError> {
        if kind.is_of(self) {
            return Ok(kind.index());
        }
        self.kind_ids.get(kind.id()).copied().ok_or_else(|| QueryError::kind(kind.id()))
    }

    /// How many primaries a role has at least, and at most.
    pub fn role_min(&self, role: u32) -> u32 {
        self.record.roles.get(at(role)).map_or(0, |role| role.min)
    }

    pub fn function_min(&self, function: u32) -> u32 {
        self.record.functions.get(at(function)).map_or(0, |function| function.min)
    }
}

impl Scheme {
    /// The matter kind with an id.
    ///
    /// # Errors
    /// [`QueryError::KindUnknown`].
    pub fn kind(&self, id: &str) -> Result<Kind<'_>, QueryError> {
        let kind = self.0.kind_ids.get(id).ok_or_else(|| QueryError::kind(id))?;
        Ok(Kind::new(&self.0, *kind))
    }

    /// Every matter kind, in the scheme's order.
    pub fn kinds(&self) -> impl Iterator<Item = Kind<'_>> {
        crate::table::indices(self.0.record.kinds.len()).map(|kind| Kind::new(&self.0, kind))
    }

    /// The matter kind with a [number](Kind::number).
    #[must_use]
    pub fn kind_at(&self, number: usize) -> Option<Kind<'_>> {
        let kind = u32::try_from(number).ok().filter(|_| number < self.0.record.kinds.len())?;
        Some(Kind::new(&self.0, kind))
    }

    /// Whether it is this very scheme, and not one that is like it.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The level with an id.
    ///
    /// # Errors
    /// [`QueryError::LevelUnknown`].
    pub fn level(&self, id: &str) -> Result<Level<'_>, QueryError> {
        let level = self.0.level_ids.get(id).ok_or_else(|| QueryError::level(id))?;
        Ok(Level::new(&self.0, *level))
    }

    /// Every level, from the top down.
    pub fn levels(&self) -> impl Iterator<Item = Level<'_>> {
        crate::table::indices(self.0.record.levels.len()).map(|level| Level::new(&self.0, level))
    }

    /// Every role, in the scheme's order.
    pub fn roles(&self) -> impl Iterator<Item = Role<'_>> {
        crate::table::indices(self.0.record.roles.len()).map(|role| Role::new(&self.0, role))
    }

    /// Every caretaker programme, in the scheme's order.
    pub fn programmes(&self) -> impl Iterator<Item = Programme<'_>> {
        crate::table::indices(self.0.record.programmes.len()).map(|programme| Programme::new(&self.0, programme))
    }

    /// Offset, office hours and working days.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.0.calendar
    }

    /// The scheme as it was given.
    #[must_use]
    pub fn record(&self) -> &SchemeRecord {
        &self.0.record
    }

    /// Whether a level admits matters of a kind, and if not, which level above must take them.
    #[must_use]
    pub fn admission(&self, level: Level<'_>, kind: Kind<'_>) -> Admission<'_> {
        self.0.admission(level.index(), kind.index())
    }
}

impl Rules {
    pub fn admission(&self, level: u32, kind: u32) -> Admission<'_> {
        if self.admits(level, kind) {
            return Admission::Admitted;
        }
        let taker = (0..level).rev().find(|&above| self.admits(above, kind));
        Admission::Refused { taker: taker.map(|taker| Level::new(self, taker)) }
    }
}

/// Whether a level admits a matter kind (the admission list, 准入清单).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission<'s> {
    /// The kind may be handed to the level.
    Admitted,
    /// It is refused there.
    Refused {
        /// The nearest level above that must take it, if any does.
        taker: Option<Level<'s>>,
    },
}
