//! Rows with a period, as text: cutting them on a day, and turning over what is left.

use smol_str::SmolStr;

use crate::record::{
    AbsenceRecord, AppointmentRecord, Dated, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord,
    SiteRecord, Spell, UnitRecord,
};

/// Something that holds from a day on, until a day or for good. Dates that exist have the order of their texts.
pub(super) trait Lasting: Clone {
    fn from(&self) -> &SmolStr;
    fn until(&self) -> Option<&SmolStr>;
    fn set_from(&mut self, day: SmolStr);
    fn set_until(&mut self, day: Option<SmolStr>);

    fn holds_on(&self, day: &SmolStr) -> bool {
        self.from() <= day && self.goes_beyond(day)
    }

    /// Whether it holds on the day or later.
    fn goes_beyond(&self, day: &SmolStr) -> bool {
        self.until().is_none_or(|until| day < until)
    }

    /// Whether it holds both on the day before and on the day.
    fn holds_across(&self, day: &SmolStr) -> bool {
        self.from() < day && self.goes_beyond(day)
    }
}

macro_rules! lasting {
    ($($record:ident)*) => {
        $(impl Lasting for $record {
            fn from(&self) -> &SmolStr {
                &self.from
            }

            fn until(&self) -> Option<&SmolStr> {
                self.until.as_ref()
            }

            fn set_from(&mut self, day: SmolStr) {
                self.from = day;
            }

            fn set_until(&mut self, day: Option<SmolStr>) {
                self.until = day;
            }
        })*
    };
}

lasting! {
    AbsenceRecord AppointmentRecord DepartmentRecord HouseholdRecord PairRuleRecord PairingRecord SiteRecord Spell
    UnitRecord
}

/// Cuts those that `which` names on a day.
pub(super) fn cut<R: Lasting>(rows: &mut Vec<R>, day: &SmolStr, which: impl Fn(&R) -> bool) {
    rows.retain_mut(|row| {
        if !which(row) || !row.goes_beyond(day) {
            return true;
        }
        row.set_until(Some(day.clone()));
        row.from() < day
    });
}

/// Makes those that overlap or meet one.
pub(super) fn join<R: Lasting>(rows: &mut Vec<R>) {
    rows.sort_by(|a, b| a.from().cmp(b.from()));
    let mut joined: Vec<R> = Vec::new();
    for row in rows.drain(..) {
        match joined.last_mut().filter(|last| last.until().is_none_or(|until| row.from() <= until)) {
            Some(last) => {
                let until = last.until().zip(row.until()).map(|(one, other)| one.max(other).clone());
                last.set_until(until);
            }
            None => joined.push(row),
        }
    }
    *rows = joined;
}

/// Cuts those that `which` names on a day; what is left of each goes on as `next` makes it, in no row, one or several.
pub(super) fn turn_over<R: Lasting, N: IntoIterator<Item = R>>(
    rows: &mut Vec<R>,
    day: &SmolStr,
    which: impl Fn(&R) -> bool,
    next: impl Fn(R) -> N,
) {
    let left = rows.iter().filter(|row| which(row) && row.goes_beyond(day));
    let left: Vec<R> = left
        .flat_map(|row| {
            let mut rest = row.clone();
            if rest.from() < day {
                rest.set_from(day.clone());
            }
            next(rest)
        })
        .collect();
    cut(rows, day, which);
    rows.extend(left);
}

/// The days of a row that are in no period of others, as rows.
pub(super) fn outside<'o, R: Lasting + 'o>(row: R, others: impl Iterator<Item = &'o R>) -> Vec<R> {
    let mut left = vec![row];
    for other in others {
        let mut next = Vec::new();
        for row in left {
            if row.from() < other.from() {
                let mut before = row.clone();
                if row.goes_beyond(other.from()) {
                    before.set_until(Some(other.from().clone()));
                }
                next.push(before);
            }
            if let Some(until) = other.until().filter(|until| row.goes_beyond(until)) {
                let mut after = row.clone();
                if row.from() < until {
                    after.set_from(until.clone());
                }
                next.push(after);
            }
        }
        left = next;
    }
    left
}

/// A reference as spells: one id holds for the whole life.
pub(super) fn spells(reference: Option<&Dated>, life: &impl Lasting) -> Vec<Spell> {
    match reference {
        None => Vec::new(),
        Some(Dated::Throughout(id)) => {
            vec![Spell { id: id.clone(), from: life.from().clone(), until: life.until().cloned() }]
        }
        Some(Dated::Spells(spells)) => spells.clone(),
    }
}

/// Spells as a reference, by period; none without one. One that holds for the whole life is one id.
pub(super) fn dated(mut spells: Vec<Spell>, life: &impl Lasting) -> Option<Dated> {
    spells.sort_by(|a, b| (&a.from, &a.until).cmp(&(&b.from, &b.until)));
    match spells.as_slice() {
        [] => None,
        [only] if only.from == *life.from() && only.until.as_ref() == life.until() => {
            Some(Dated::Throughout(only.id.clone()))
        }
        _ => Some(Dated::Spells(spells)),
    }
}
