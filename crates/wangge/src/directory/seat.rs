//! Seats as they are on the date: who is appointed, who is present, and so who holds it (R3, R5).

use std::sync::Arc;

use crate::table::{NONE, at, indices};

/// Whether somebody can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Present,
    Absent,
    Unreachable,
}

/// What a seat's holder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Held,
    Acting,
    Absent,
    Vacant,
}

/// A seat of a unit that somebody is appointed to, or should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SeatEntry {
    /// The row of the involvement table: a role, or after them a function.
    pub duty_row: u32,
    /// The department, or [`NONE`] for a role.
    pub department: u32,
    /// Its people in [`Tables::seated`](super::Tables::seated): all, and the primaries that come first.
    pub first: u32,
    pub count: u32,
    pub primaries: u32,
    pub form: Form,
}

/// Somebody appointed to a seat, rank 0 being a primary; or a caretaker, the rank being the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seated {
    pub person: u32,
    pub rank: u32,
    pub presence: Presence,
}

impl Seated {
    #[inline]
    pub fn is_present(self) -> bool {
        self.presence == Presence::Present
    }
}

/// The people of all seats: those of the compiled county, which are shared, and those of seats that changed since.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seating {
    base: Arc<Vec<Seated>>,
    more: Vec<Seated>,
}

impl From<Vec<Seated>> for Seating {
    fn from(base: Vec<Seated>) -> Self {
        Self { base: Arc::new(base), more: Vec::new() }
    }
}

impl Seating {
    #[inline]
    fn get(&self, first: u32, count: u32) -> &[Seated] {
        let (first, count) = (at(first), at(count));
        match first.checked_sub(self.base.len()) {
            None => self.base.get(first..first + count).unwrap_or_default(),
            Some(first) => self.more.get(first..first + count).unwrap_or_default(),
        }
    }

    /// Adds the people of a seat, and says where they stand.
    pub fn add(&mut self, people: &[Seated]) -> u32 {
        let first = indices(self.base.len() + self.more.len()).end;
        self.more.extend_from_slice(people);
        first
    }

    /// Whether so many people have moved that the county is better compiled anew.
    pub fn is_worn(&self) -> bool {
        self.more.len() > 1024 + self.base.len() / 8
    }
}

impl SeatEntry {
    #[inline]
    pub fn people<'d>(&self, seating: &'d Seating) -> &'d [Seated] {
        seating.get(self.first, self.count)
    }

    #[inline]
    pub fn primaries<'d>(&self, seating: &'d Seating) -> &'d [Seated] {
        seating.get(self.first, self.primaries)
    }

    #[inline]
    pub fn is_department(&self) -> bool {
        self.department != NONE
    }

    /// Whether the seat has somebody who can be asked.
    #[inline]
    pub fn has_holder(&self) -> bool {
        matches!(self.form, Form::Held | Form::Acting)
    }
}

impl Form {
    /// The form of a seat with these people (R3); none for an optional seat that nobody fills.
    pub fn of(people: &[Seated], min: u32) -> Option<Self> {
        let present = |seated: &&Seated| seated.is_present();
        match people.iter().find(present) {
            Some(seated) if seated.rank == 0 => Some(Self::Held),
            Some(_) => Some(Self::Acting),
            None if !people.is_empty() => Some(Self::Absent),
            None => (min > 0).then_some(Self::Vacant),
        }
    }
}
