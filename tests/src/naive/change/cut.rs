//! To cut a row on a day, and to turn it over to something on a day.
//!
//! Dates are compared as they are written: of valid ones the earlier is the lesser text.

use smol_str::SmolStr;
use wangge::record::{
    AbsenceRecord, AppointmentRecord, Dated, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord,
    SiteRecord, Spell, UnitRecord,
};

use super::normal::reference;

/// What has a period.
pub trait Lasting {
    /// First day.
    fn from(&self) -> &SmolStr;
    /// The day after the last.
    fn until(&self) -> Option<&SmolStr>;
    /// Gives it another period.
    fn set(&mut self, from: SmolStr, until: Option<SmolStr>);

    /// Whether the day is in the period.
    fn holds(&self, day: &str) -> bool {
        self.from().as_str() <= day && self.until().is_none_or(|until| day < until.as_str())
    }

    /// What is left of the period from the day on.
    fn rest(&self, day: &str) -> Option<(SmolStr, Option<SmolStr>)> {
        let from = if self.from().as_str() < day { day.into() } else { self.from().clone() };
        self.until().is_none_or(|until| from < *until).then(|| (from, self.until().cloned()))
    }

    /// "It is left alone if it ends on that day or before; it is taken out if it begins on that day or later; else it
    /// ends on that day." Whether it stays.
    fn cut(&mut self, day: &str) -> bool {
        if self.until().is_some_and(|until| until.as_str() <= day) {
            return true;
        }
        if self.from().as_str() >= day {
            return false;
        }
        self.set(self.from().clone(), Some(day.into()));
        true
    }
}

macro_rules! lasting {
    ($($row:ty),*) => {
        $(impl Lasting for $row {
            fn from(&self) -> &SmolStr {
                &self.from
            }

            fn until(&self) -> Option<&SmolStr> {
                self.until.as_ref()
            }

            fn set(&mut self, from: SmolStr, until: Option<SmolStr>) {
                (self.from, self.until) = (from, until);
            }
        })*
    };
}

lasting!(
    UnitRecord,
    DepartmentRecord,
    HouseholdRecord,
    SiteRecord,
    AppointmentRecord,
    AbsenceRecord,
    PairingRecord,
    PairRuleRecord,
    Spell
);

/// Cuts those rows of a list.
pub fn cut<R: Lasting>(rows: &mut Vec<R>, day: &str, which: impl Fn(&R) -> bool) {
    rows.retain_mut(|row| !which(row) || row.cut(day));
}

/// "What is left of it after the cut, from that day or from its own first day if that is later, goes on under the new
/// id."
pub fn turn_over<R: Lasting + Clone>(rows: &mut Vec<R>, day: &str, which: impl Fn(&R) -> bool, under: impl Fn(&mut R)) {
    let mut after = Vec::new();
    for mut row in std::mem::take(rows) {
        if !which(&row) {
            after.push(row);
            continue;
        }
        let rest = row.rest(day).map(|(from, until)| {
            let mut rest = row.clone();
            rest.set(from, until);
            under(&mut rest);
            rest
        });
        if row.cut(day) {
            after.push(row);
        }
        after.extend(rest);
    }
    *rows = after;
}

/// A reference as spells: one id holds for the whole life.
pub fn spells(dated: &Dated, life: &impl Lasting) -> Vec<Spell> {
    match dated {
        Dated::Throughout(id) => {
            vec![Spell { id: id.clone(), from: life.from().clone(), until: life.until().cloned() }]
        }
        Dated::Spells(spells) => spells.clone(),
    }
}

/// Cuts those spells of a reference, in the life that the row then has.
pub fn cut_spells(
    dated: &Dated,
    life: &impl Lasting,
    after: &impl Lasting,
    day: &str,
    which: impl Fn(&Spell) -> bool,
) -> Option<Dated> {
    let mut list = spells(dated, life);
    let whole = list.clone();
    cut(&mut list, day, which);
    if list == whole { Some(dated.clone()) } else { reference(&Dated::Spells(list), after) }
}

/// Turns those spells of a reference over to another id.
pub fn turn_spells(dated: &mut Dated, life: &impl Lasting, day: &str, which: impl Fn(&Spell) -> bool, to: &SmolStr) {
    let mut list = spells(dated, life);
    if list.iter().any(|spell| which(spell) && spell.rest(day).is_some()) {
        turn_over(&mut list, day, which, |spell| spell.id = to.clone());
        *dated = reference(&Dated::Spells(list), life).expect("nothing is lost");
    }
}
