//! Handles: an entry of a scheme's list, lent.

use std::fmt;

use super::Rules;
use crate::record::{FunctionRecord, KindRecord, LevelRecord, ProgrammeRecord, ReportRecord, RoleRecord, Text};
use crate::table::{NONE, at, cell};

macro_rules! handle {
    ($(#[$meta:meta])* $name:ident, $list:ident, $record:ty) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub struct $name<'s> {
            rules: &'s Rules,
            index: u32,
            record: &'s $record,
        }

        impl<'s> $name<'s> {
            #[expect(clippy::indexing_slicing, reason = "every index was made by this very list")]
            pub(crate) fn new(rules: &'s Rules, index: u32) -> Self {
                Self { rules, index, record: &rules.record.$list[at(index)] }
            }

            /// Its id.
            #[inline]
            #[must_use]
            pub fn id(self) -> &'s str {
                &self.record.id
            }

            /// Its place in its list of the scheme, from 0.
            #[inline]
            #[must_use]
            pub fn number(self) -> usize {
                at(self.index)
            }

            /// Its name in Chinese and English.
            #[inline]
            #[must_use]
            pub fn name(self) -> &'s Text {
                &self.record.name
            }

            /// Its entry in the scheme.
            #[must_use]
            pub fn record(self) -> &'s $record {
                self.record
            }

            pub(crate) fn is_of(self, rules: &Rules) -> bool {
                std::ptr::eq(self.rules, rules)
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.id()).finish()
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.index == other.index && self.is_of(other.rules)
            }
        }

        impl Eq for $name<'_> {}
    };
}

handle! {
    /// A level of a scheme.
    Level, levels, LevelRecord
}
handle! {
    /// A role of a scheme.
    Role, roles, RoleRecord
}
handle! {
    /// A department function of a scheme.
    Function, functions, FunctionRecord
}
handle! {
    /// A matter kind of a scheme.
    Kind, kinds, KindRecord
}
handle! {
    /// A caretaker programme of a scheme.
    Programme, programmes, ProgrammeRecord
}
handle! {
    /// A reporting rule of a scheme.
    Report, reports, ReportRecord
}

impl Level<'_> {
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// How many households a unit has at least when they are assigned, where the scheme says so.
    #[must_use]
    pub fn min_households(self) -> Option<u32> {
        self.record.min_households
    }

    /// How many households a unit has at most when they are assigned, where the scheme says so.
    #[must_use]
    pub fn max_households(self) -> Option<u32> {
        self.record.max_households
    }
}

impl Function<'_> {
    pub(crate) fn index(self) -> u32 {
        self.index
    }
}

impl<'s> Role<'s> {
    /// The level of its units.
    #[inline]
    #[must_use]
    pub fn level(self) -> Level<'s> {
        Level::new(self.rules, cell(&self.rules.role_level, self.index, 0))
    }
}

impl<'s> Kind<'s> {
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// The kind above it.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let parent = cell(&self.rules.kind_parent, self.index, NONE);
        (parent != NONE).then(|| Self::new(self.rules, parent))
    }

    /// The highest level that handles it, where the scheme sets one.
    #[must_use]
    pub fn ceiling(self) -> Option<Level<'s>> {
        let ceiling = cell(&self.rules.ceiling, self.index, NONE);
        (ceiling != NONE).then(|| Level::new(self.rules, ceiling))
    }
}
