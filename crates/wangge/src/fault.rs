//! What loading reports: every fault, each with its code, its place and the ids concerned.
//!
//! The conditions are listed in `docs/choices.md`.

use std::fmt;

use crate::text::Quoted;

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $code:literal => $rule:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[doc = $doc])+ $variant,)+ }

        impl $name {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name, such as `unit.cycle`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The rule of `docs/domain.md` that is broken, such as `M1`.
            #[must_use]
            pub fn rule(self) -> &'static str {
                match self { $(Self::$variant => $rule,)+ }
            }
        }
    };
}

codes! {
    /// The kinds of fault.
    FaultCode {
        /// An id is empty, too long or has a character that ids may not have.
        IdInvalid = "id.invalid" => "M1",
        /// An earlier row has the same id.
        IdDuplicate = "id.duplicate" => "M1",
        /// A name is empty, too long or has invisible characters.
        TextInvalid = "text.invalid" => "M1",
        /// A date does not exist or is not written `YYYY-MM-DD`.
        DateInvalid = "date.invalid" => "T2",
        /// A period is empty or inverted.
        PeriodEmpty = "period.empty" => "T2",
        /// A period leaves the life of a row that it concerns.
        PeriodOutside = "period.outside" => "M1",
        /// No row has the id that is named.
        ReferenceUnknown = "reference.unknown" => "M1",
        /// A location is not a point of the Earth.
        LocationInvalid = "location.invalid" => "R9",
        /// A ring is not a ring.
        ScopeInvalid = "scope.invalid" => "R9",
        /// A list of spells is empty.
        SpellsEmpty = "spells.empty" => "M1",
        /// A unit is its own parent.
        UnitSelfParent = "unit.self-parent" => "M1",
        /// A parent stands at a level that is not above.
        UnitLevelInverted = "unit.level-inverted" => "M1",
        /// A parent stands at a level that the scheme does not allow.
        UnitParentLevel = "unit.parent-level" => "M1",
        /// A unit has two parents on a day.
        UnitTwoParents = "unit.two-parents" => "M1",
        /// A unit has no parent on a day.
        UnitOrphan = "unit.orphan" => "M1",
        /// Units are above one another in a circle on a day.
        UnitCycle = "unit.cycle" => "M1",
        /// A code breaks the rule of its level.
        CodeInvalid = "code.invalid" => "M1",
        /// Another unit has or had the code.
        CodeDuplicate = "code.duplicate" => "M1",
        /// A unit has two codes on a day.
        CodeOverlap = "code.overlap" => "M1",
        /// A household is under two units on a day.
        HouseholdTwoUnits = "household.two-units" => "M1",
        /// A household is under no unit on a day.
        HouseholdOrphan = "household.orphan" => "M1",
        /// A household is under a unit whose level may not hold households.
        HouseholdLevel = "household.level" => "M1",
        /// A site lies in two units on a day.
        SiteTwoUnits = "site.two-units" => "M1",
        /// A site lies in no unit on a day.
        SiteOrphan = "site.orphan" => "M1",
        /// A site has two owners on a day.
        SiteTwoOwners = "site.two-owners" => "M1",
        /// An appointment does not name one post.
        AppointmentPost = "appointment.post" => "M1",
        /// A deputy's rank is 0.
        AppointmentRank = "appointment.rank" => "M1",
        /// A role is not of the unit's level.
        AppointmentLevel = "appointment.level" => "M1",
        /// A person is appointed twice to one post on a day.
        AppointmentOverlap = "appointment.overlap" => "M1",
        /// A seat has more holders than its maximum.
        SeatOverMaximum = "seat.over-maximum" => "M1",
        /// A person is paired twice with a household under one programme on a day.
        PairingOverlap = "pairing.overlap" => "M1",
        /// Two rules for a person and a household under one programme on a day.
        PairRuleOverlap = "pair-rule.overlap" => "A2",
        /// Numbers of households that no unit of a level can have.
        LevelCapacity = "level.capacity" => "A1",
        /// A level's parent does not stand before it.
        LevelParentOrder = "level.parent-order" => "M1",
        /// A matter kind is above itself.
        KindCycle = "kind.cycle" => "M1",
        /// A duty rule does not name exactly one role, function or programme.
        DutySubject = "duty.subject" => "R2",
        /// Two duty rules for the same role and kind.
        DutyDuplicate = "duty.duplicate" => "M1",
        /// A seat of the scheme is neither a role nor a function at a level.
        SeatInvalid = "seat.invalid" => "E1",
        /// Numbers of seats that nobody can meet.
        SeatsInvalid = "seats.invalid" => "M1",
        /// Numbers of a programme that nobody can meet.
        ProgrammeInvalid = "programme.invalid" => "A1",
        /// Limits of a programme that are not nested.
        LimitCrossing = "limit.crossing" => "A1",
        /// A span is not a span.
        SpanInvalid = "span.invalid" => "T3",
        /// A policy has no step.
        PolicyEmpty = "policy.empty" => "E1",
        /// A policy descends.
        PolicyDescends = "policy.descends" => "E5",
        /// A report does not go up.
        ReportDescends = "report.descends" => "E8",
        /// A calendar that cannot be.
        CalendarInvalid = "calendar.invalid" => "T3",
        /// What is changed does not hold on the day.
        ChangeNotOnDate = "change.not-on-date" => "M2",
        /// A change that would change nothing.
        ChangeNoEffect = "change.no-effect" => "M2",
        /// A row that is corrected does not stand as was said.
        ChangeStale = "change.stale" => "M2",
        /// What a part takes is not under the unit that is divided.
        ChangeNotUnder = "change.not-under" => "M5",
        /// A unit is merged into one of another level.
        ChangeLevel = "change.level" => "M5",
        /// Two parts take the posts.
        ChangePosts = "change.posts" => "M5",
        /// More rows or text than the tables hold.
        TooLarge = "registry.too-large" => "10",
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a fault is: `units[17].parent[1]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The list: `units`, `scheme.levels`, `scheme.calendar` ...
    pub section: &'static str,
    /// The row, from 0; none where the section is not a list.
    pub row: Option<usize>,
    /// The field.
    pub field: &'static str,
    /// The item, from 0, where the field is a list.
    pub item: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.section)?;
        if let Some(row) = self.row {
            write!(f, "[{row}]")?;
        }
        write!(f, ".{}", self.field)?;
        if let Some(item) = self.item {
            write!(f, "[{item}]")?;
        }
        Ok(())
    }
}

/// One fault of the records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// What is wrong.
    pub code: FaultCode,
    /// Where.
    pub place: Place,
    /// The ids or values concerned, the row's own first, shortened to 80 characters each.
    pub ids: Vec<smol_str::SmolStr>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.code)?;
        for (i, id) in self.ids.iter().enumerate() {
            write!(f, "{}{}", if i == 0 { ": " } else { ", " }, Quoted(id))?;
        }
        write!(f, " (rule {})", self.code.rule())
    }
}

impl std::error::Error for Fault {}

/// Every fault of the records, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub(crate) Vec<Fault>);

impl Faults {
    /// The faults: at least one.
    #[must_use]
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [] => f.write_str("no fault"),
            [one] => one.fmt(f),
            [first, rest @ ..] => write!(f, "{first}; and {} more faults", rest.len()),
        }
    }
}

impl std::error::Error for Faults {}
