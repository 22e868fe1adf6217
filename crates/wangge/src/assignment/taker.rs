//! Who takes households, as the public sees it.

use super::setting::Setting;
use super::terms::Purpose;
use crate::directory::{Person, Unit};
use crate::table::NONE;

/// Who takes a household: a caretaker, or a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taker<'p> {
    /// A caretaker.
    Person(Person<'p>),
    /// A unit that holds households.
    Unit(Unit<'p>),
}

impl<'p> Taker<'p> {
    /// The id.
    #[must_use]
    pub fn id(self) -> &'p str {
        match self {
            Self::Person(person) => person.id(),
            Self::Unit(unit) => unit.id(),
        }
    }

    /// The name. Personal data, of a person.
    #[must_use]
    pub fn name(self) -> &'p str {
        match self {
            Self::Person(person) => person.name(),
            Self::Unit(unit) => unit.name(),
        }
    }

    /// The number of the person or unit in its directory.
    #[must_use]
    pub fn number(self) -> usize {
        match self {
            Self::Person(person) => person.number(),
            Self::Unit(unit) => unit.number(),
        }
    }

    /// The person, if it is one.
    #[must_use]
    pub fn person(self) -> Option<Person<'p>> {
        match self {
            Self::Person(person) => Some(person),
            Self::Unit(_) => None,
        }
    }

    pub(super) fn new(setting: &'p Setting, taker: u32) -> Self {
        let subject = setting.taker(taker).map_or(NONE, |own| own.subject);
        match setting.terms.purpose {
            Purpose::Programme(_) => Self::Person(Person::new(setting.tables(), subject)),
            Purpose::Level(_) => Self::Unit(Unit::new(setting.tables(), subject)),
        }
    }
}
