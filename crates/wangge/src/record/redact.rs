//! Records without personal data (S3).

use super::{HouseholdRecord, PersonRecord, Records};
use crate::change::{Change, Edit, Row, Transaction};

/// What stands in the place of a contact, so that who could be reached still can.
const CONTACT: &str = "redacted";

impl Records {
    /// A copy without personal data: a household's label and a person's name are their ids, a contact is `redacted`, and
    /// no household has a location. Everything else stays, ids too; so records that make a registry still do, and
    /// every chain, path, duty and access is the same.
    ///
    /// ```
    /// use wangge::Registry;
    /// use wangge_sample::Sample;
    ///
    /// let records = Sample::chalinhe().records();
    /// let redacted = records.redacted();
    /// assert!(redacted.households.iter().all(|household| household.location.is_none()));
    /// assert!(redacted.people.iter().all(|person| person.name == person.id));
    ///
    /// let [open, closed] = [records, redacted].map(|records| Registry::build(records).map(|registry| {
    ///     let directory = registry.as_of("2026-11-23".parse().expect("a date"));
    ///     let answer = directory.responsible("430821108223-h0017", "neighbour-dispute").expect("a household and a kind");
    ///     format!("{:?}", answer.answerable())
    /// }));
    /// assert_eq!(open?, closed?);
    /// # Ok::<(), wangge::Faults>(())
    /// ```
    #[must_use]
    pub fn redacted(&self) -> Self {
        let households = self.households.iter().map(HouseholdRecord::redacted).collect();
        let people = self.people.iter().map(PersonRecord::redacted).collect();
        Self {
            households,
            people,
            scheme: self.scheme.clone(),
            units: self.units.clone(),
            departments: self.departments.clone(),
            sites: self.sites.clone(),
            appointments: self.appointments.clone(),
            absences: self.absences.clone(),
            pairings: self.pairings.clone(),
            pair_rules: self.pair_rules.clone(),
        }
    }
}

impl Transaction {
    /// A copy without personal data, as of [`Records::redacted`]: it tells what was changed, and is not to be applied.
    ///
    /// ```
    /// use wangge::change::{Change, Transaction};
    /// use wangge::record::PersonRecord;
    ///
    /// let person = PersonRecord {
    ///     id: "p1".into(),
    ///     name: "辛平安".into(),
    ///     affiliations: vec![],
    ///     home: None,
    ///     contact: Some("1001".into()),
    ///     exempt: false,
    /// };
    /// let told = Transaction::from(vec![Change::AddPerson(person)]).redacted();
    /// let Change::AddPerson(person) = &told.changes[0] else { panic!("another change") };
    /// assert_eq!((person.name.as_str(), person.contact.as_deref()), ("p1", Some("redacted")));
    /// ```
    #[must_use]
    pub fn redacted(&self) -> Self {
        let row = |row: &Row| match row {
            Row::Household(own) => Row::Household(own.redacted()),
            Row::Person(own) => Row::Person(own.redacted()),
            other => other.clone(),
        };
        let change = |change: &Change| match change {
            Change::AddHousehold(own) => Change::AddHousehold(own.redacted()),
            Change::AddPerson(own) => Change::AddPerson(own.redacted()),
            Change::Correct(Edit { before, after }) => {
                Change::Correct(Edit { before: before.as_ref().map(row), after: after.as_ref().map(row) })
            }
            other => other.clone(),
        };
        Self { changes: self.changes.iter().map(change).collect() }
    }
}

impl HouseholdRecord {
    fn redacted(&self) -> Self {
        Self {
            id: self.id.clone(),
            label: self.id.clone(),
            unit: self.unit.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            residents: self.residents,
            categories: self.categories.clone(),
            location: None,
        }
    }
}

impl PersonRecord {
    fn redacted(&self) -> Self {
        Self {
            id: self.id.clone(),
            name: self.id.clone(),
            affiliations: self.affiliations.clone(),
            home: self.home.clone(),
            contact: self.contact.as_ref().map(|_| CONTACT.into()),
            exempt: self.exempt,
        }
    }
}
