//! The pairs that hold on the date.

use super::error::AssignError;
use crate::directory::{Directory, Household, Person};
use crate::table::at;

impl Directory {
    /// Today's pairs of a programme: every household with each of its caretakers, absent or not, in the order of the
    /// directory's households, then by id.
    ///
    /// ```
    /// use wangge::Registry;
    /// use wangge_sample::Sample;
    ///
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let directory = registry.as_of("2026-11-23".parse()?);
    /// let pairs = directory.pairings("one-household-one-member")?;
    /// assert!(pairs.count() > 500);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`AssignError::ProgrammeUnknown`].
    pub fn pairings(&self, programme: &str) -> Result<impl Iterator<Item = (Household<'_>, Person<'_>)>, AssignError> {
        let own = self.scheme().programmes().find(|own| own.id() == programme);
        let number = own.ok_or_else(|| AssignError::programme(programme))?.number();
        let tables = &*self.0;
        let of = move |household: Household<'_>| {
            tables.caretakers(household.index).iter().filter(move |own| at(own.rank) == number)
        };
        Ok(self
            .households()
            .flat_map(move |household| of(household).map(move |own| (household, Person::new(tables, own.person)))))
    }
}
