//! Where a case is, on its day.

use super::look::Look;
use super::view::Standing;

impl Standing<'_> {
    /// Whether its subject is a unit, or lies under it, on the day of the case.
    #[must_use]
    pub fn is_under(&self, unit: &str) -> bool {
        self.look().is_under(unit)
    }
}

impl Look<'_> {
    fn is_under(&self, unit: &str) -> bool {
        let inner = self.subject().map(|subject| subject.unit());
        inner.is_some_and(|inner| inner.id() == unit || inner.ancestors().any(|above| above.id() == unit))
    }
}
