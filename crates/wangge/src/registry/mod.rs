//! Every fact of a county with its period, checked.

mod apply;
mod cycle;
mod draft;
mod edit;
mod export;
mod facts;
mod graph;
mod history;
mod lasting;
mod neighbours;
mod patch;
mod reach;
mod relate;
mod sheet;
mod undo;
mod verbs;

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

pub(crate) use self::draft::{SeatRow, SpellRow};
pub(crate) use self::facts::{Appointment, Facts, Pairing};
pub(crate) use self::history::{Tally, run_start};
use crate::change::Receipt;
use crate::check::Report;
use crate::directory::Directory;
use crate::fault::Faults;
use crate::record::Records;
use crate::scheme::{self, Scheme};
use crate::table::TooLarge;
use crate::time::Period;

/// The sections of the records, in the order of the document.
const SECTIONS: &[&str] = &[
    "records",
    "scheme",
    "scheme.levels",
    "scheme.roles",
    "scheme.functions",
    "scheme.affiliations",
    "scheme.categories",
    "scheme.kinds",
    "scheme.duties",
    "scheme.admission",
    "scheme.policies",
    "scheme.reports",
    "scheme.programmes",
    "scheme.campaigns",
    "scheme.calendar",
    "units",
    "departments",
    "households",
    "sites",
    "people",
    "appointments",
    "absences",
    "pairings",
    "pairRules",
];

/// Every fact of a county with its period, checked (M1). Cheap to clone; a clone does not see later changes.
///
/// A registry with a fault cannot exist.
#[derive(Clone)]
pub struct Registry {
    pub(crate) facts: Arc<Facts>,
    /// The number of the last transaction before those of `receipts`.
    base: u64,
    /// What each transaction did, in order.
    receipts: Arc<Vec<Arc<Receipt>>>,
}

// Numbers only: the rest is personal data (S3).
impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registry").field(&self.counts()).finish()
    }
}

impl Registry {
    /// Checks records and makes them a registry, in time O(n log n) for n rows.
    ///
    /// # Errors
    /// *All* faults of the records, in the order of the document.
    ///
    /// ```
    /// use wangge::{FaultCode, Records, Registry, record::PersonRecord, scheme};
    ///
    /// let ghost = PersonRecord {
    ///     id: "p1".into(),
    ///     name: "".into(),
    ///     affiliations: vec!["party".into()],
    ///     home: None,
    ///     contact: None,
    ///     exempt: false,
    /// };
    /// let records = Records { scheme: scheme::three_plus_n(), people: vec![ghost], ..Records::default() };
    /// let faults = Registry::build(records).unwrap_err();
    /// let found: Vec<String> = faults.as_slice().iter().map(ToString::to_string).collect();
    /// assert_eq!(found, [
    ///     "people[0].affiliations[0]: reference.unknown: `p1`, `party` (rule M1)",
    ///     "people[0].name: text.invalid: `p1` (rule M1)",
    /// ]);
    /// ```
    pub fn build(records: Records) -> Result<Self, Faults> {
        let facts = Arc::new(Self::check(&records)?);
        Ok(Self { facts, base: 0, receipts: Arc::default() })
    }

    /// Checks records and makes them tables.
    fn check(records: &Records) -> Result<Facts, Faults> {
        let mut report = Report::default();
        match Self::read(&mut report, records) {
            Ok(Some(facts)) => Ok(facts),
            Ok(None) => Err(Faults(report.into_sorted(SECTIONS))),
            Err(TooLarge) => {
                report.too_large(TooLarge);
                Err(Faults(report.into_sorted(SECTIONS)))
            }
        }
    }

    fn read(report: &mut Report, records: &Records) -> Result<Option<Facts>, TooLarge> {
        let scheme_draft = scheme::Draft::read(report, &records.scheme);
        let draft = draft::read(report, records, &scheme_draft)?;
        relate::check(report, records, &scheme_draft, &draft)?;
        if !report.is_clean_since(0) {
            return Ok(None);
        }
        let scheme = Scheme::compile(scheme_draft, records.scheme.clone())?;
        Facts::new(scheme, records, draft).map(Some)
    }

    /// The county as of one civil date (M3).
    #[must_use]
    pub fn as_of(&self, date: Date) -> Directory {
        Directory::compile(&self.facts, date)
    }

    /// The rules of the county.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.facts.scheme
    }

    /// The units that an official code stands or stood for, with the days on which it was valid.
    ///
    /// Codes are never reused, so there is one unit; it may have had the code more than once.
    pub fn code(&self, code: &str) -> impl Iterator<Item = (&str, Period)> {
        let found = self.facts.units.codes.find(code);
        let rows = found.map_or(&[][..], |found| self.facts.units.code_rows.row(found));
        rows.iter().filter_map(|(unit, days)| Some((self.facts.unit_id(*unit), days.period()?)))
    }

    /// How many units, households, sites and people there are over all time.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts {
            units: self.facts.units.level.len(),
            departments: self.facts.departments.unit.len(),
            households: self.facts.households.life.len(),
            sites: self.facts.sites.life.len(),
            people: self.facts.people.len(),
            appointments: self.facts.appointments.of_person.items().count(),
            pairings: self.facts.pairings.items().count(),
            pair_rules: self.facts.pair_rules.items().count(),
        }
    }
}

/// How many rows a registry has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Units of every level.
    pub units: usize,
    /// Departments.
    pub departments: usize,
    /// Households.
    pub households: usize,
    /// Sites.
    pub sites: usize,
    /// People who serve.
    pub people: usize,
    /// Appointments.
    pub appointments: usize,
    /// Pairings.
    pub pairings: usize,
    /// Pair rules.
    pub pair_rules: usize,
}
