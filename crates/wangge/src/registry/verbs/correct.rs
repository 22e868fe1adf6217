//! Corrections: a row that stands exactly as was said is taken out, another is put in.

use super::{Done, Verb};
use crate::change::{Edit, Row};
use crate::fault::FaultCode;
use crate::record::PersonRecord;
use crate::registry::sheet::{Section, Sheet};

/// Does the same with a row of any section that has rows of its own; the scheme has none.
macro_rules! with_row {
    ($any:expr, $scheme:expr, |$row:ident| $body:expr) => {
        match $any {
            Row::Scheme(_) => $scheme,
            Row::Unit($row) => $body,
            Row::Department($row) => $body,
            Row::Household($row) => $body,
            Row::Site($row) => $body,
            Row::Person($row) => $body,
            Row::Appointment($row) => $body,
            Row::Absence($row) => $body,
            Row::Pairing($row) => $body,
            Row::PairRule($row) => $body,
        }
    };
}

impl Verb<'_, '_, '_> {
    pub(super) fn correct(&mut self, edit: &Edit) -> Done {
        let Edit { before, after } = edit;
        if before == after {
            let ids = before.as_ref().map(Row::ids).unwrap_or_default();
            return self.refuse(("before", None), FaultCode::ChangeNoEffect, &ids);
        }
        if let (Some(Row::Scheme(before)), Some(Row::Scheme(after))) = (before, after)
            && **before == *self.sheet.scheme()
        {
            self.sheet.set_scheme(after.as_ref().clone(), self.number);
            return Ok(());
        }
        // There is always one scheme: it is neither put in nor taken out alone.
        let moves_scheme = [before, after].into_iter().flatten().any(|row| matches!(row, Row::Scheme(_)));
        if moves_scheme || before.as_ref().is_some_and(|before| !self.sheet.stands(before)) {
            let ids = before.as_ref().map(Row::ids).unwrap_or_default();
            return self.refuse(("before", None), FaultCode::ChangeStale, &ids);
        }
        let is_same = before.as_ref().zip(after.as_ref()).is_some_and(|(before, after)| before.ids() == after.ids());
        if let Some(after) = after.as_ref().filter(|after| !is_same && self.sheet.is_taken(after)) {
            return self.refuse(("after", None), FaultCode::IdDuplicate, &after.ids());
        }
        before.iter().for_each(|row| with_row!(row, (), |row| self.sheet.take_out(row, self.number)));
        after.iter().for_each(|row| with_row!(row, (), |row| self.sheet.put_in(row, self.number)));
        Ok(())
    }
}

impl Sheet<'_> {
    /// Whether a row stands exactly so.
    pub fn stands(&self, row: &Row) -> bool {
        fn has<R: Section>(sheet: &Sheet<'_>, row: &R) -> bool {
            sheet.rows::<R>(row.owner()).contains(row)
        }
        with_row!(row, false, |row| has(self, row))
    }

    /// Whether the id of a row is there already; rows without one of their own may be there more than once.
    fn is_taken(&self, row: &Row) -> bool {
        match row {
            Row::Unit(_) | Row::Department(_) | Row::Household(_) | Row::Site(_) => {
                row.ids().first().is_some_and(|id| self.is_named(id))
            }
            Row::Person(row) => self.row::<PersonRecord>(&row.id).is_some(),
            _ => false,
        }
    }

    /// Whether a row is as an edit left it.
    pub fn is_as_left(&self, Edit { before, after }: &Edit) -> bool {
        match after {
            Some(Row::Scheme(after)) => **after == *self.scheme(),
            Some(after) => self.stands(after),
            None => before.as_ref().is_none_or(|before| !self.stands(before) && !self.is_taken(before)),
        }
    }

    fn take_out<R: Section>(&mut self, row: &R, change: usize) {
        let mut rows: Vec<R> = self.rows(row.owner());
        if let Some(place) = rows.iter().position(|own| own == row) {
            rows.remove(place);
        }
        self.set_rows(row.owner(), rows, change);
    }

    /// Adds a row to those of its owner.
    pub fn put_in<R: Section>(&mut self, row: &R, change: usize) {
        if self.touch_again(&R::key(row.owner().clone()), change) {
            R::laid_mut(self).entry(row.owner().clone()).or_default().push(row.clone());
            return;
        }
        let mut rows: Vec<R> = self.rows(row.owner());
        rows.push(row.clone());
        self.set_rows(row.owner(), rows, change);
    }
}
