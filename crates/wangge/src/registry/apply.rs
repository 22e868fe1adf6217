//! Transactions on a registry (M2): whole or not at all.

use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::Registry;
use super::edit::edits_between;
use super::facts::Facts;
use super::sheet::{Key, Sheet, Touched};
use super::verbs::Verb;
use crate::change::{Edit, Receipt, Row, Transaction};
use crate::check::{At, Report};
use crate::fault::{Fault, FaultCode, Faults, Place};
use crate::record::Records;

impl Registry {
    /// Does a transaction whole or not at all, and becomes the registry after it; clones stay as they are.
    ///
    /// # Errors
    /// All faults, each at its change; the registry is as before.
    ///
    /// ```
    /// # use wangge::{Registry, change::{Change, End, Transaction}};
    /// # use wangge_sample::Sample;
    /// let mut registry = Registry::build(Sample::chalinhe().records())?;
    /// let end = End { id: "nowhere".into(), on: "2026-13-01".into() };
    /// let faults = registry.apply(&Transaction::from(vec![Change::CloseHousehold(end)])).unwrap_err();
    /// assert_eq!(faults.as_slice()[0].to_string(), "changes[0].id: reference.unknown: `nowhere` (rule M1)");
    /// assert_eq!(registry.sequence(), 0);
    /// # Ok::<(), wangge::Faults>(())
    /// ```
    pub fn apply(&mut self, transaction: &Transaction) -> Result<Receipt, Faults> {
        let (after, receipt) = self.after(transaction)?;
        *self = after;
        Ok(receipt)
    }

    /// The registry as it would be after a transaction.
    ///
    /// # Errors
    /// As of [`apply`](Self::apply).
    pub fn what_if(&self, transaction: &Transaction) -> Result<Self, Faults> {
        self.after(transaction).map(|(after, _)| after)
    }

    /// The number of the last transaction; 0 before the first.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.receipts.last().map_or(self.base, |receipt| receipt.sequence)
    }

    /// Does transactions one after another; the county is compiled once, however many there are, and once more for each
    /// that replaces the scheme. One without changes stands for an entry of a journal that changes no row: it is counted.
    ///
    /// # Errors
    /// The first that cannot be done, by its place from 0, with its faults.
    pub fn replay<'t>(&self, transactions: impl IntoIterator<Item = &'t Transaction>) -> Result<Self, (usize, Faults)> {
        let mut transactions = transactions.into_iter().enumerate().peekable();
        let mut facts = Arc::clone(&self.facts);
        let mut receipts = Vec::clone(&self.receipts);
        let mut sequences = self.sequence().saturating_add(1)..;
        while let Some((first, _)) = transactions.peek() {
            let mut last = *first;
            let mut sheet = Sheet::new(&facts);
            for ((place, transaction), sequence) in transactions.by_ref().zip(sequences.by_ref()) {
                let edits = match transaction.changes.as_slice() {
                    [] => Vec::new(),
                    _ => sheet.transact(transaction).map_err(|faults| (place, faults))?.0,
                };
                // Another scheme may write every row in another order; what follows begins with rows of that order.
                let is_scheme_new = edits.iter().any(|edit| matches!(edit.after, Some(Row::Scheme(_))));
                receipts.push(Arc::new(Receipt { sequence, edits }));
                last = place;
                if is_scheme_new {
                    break;
                }
            }
            let compiled = sheet.compile().map_err(|faults| (last, faults))?;
            facts = Arc::new(compiled);
        }
        Ok(Self { facts, base: self.base, receipts: Arc::new(receipts) })
    }

    /// The same registry, as it was after a transaction of the past: the next one has the number after it.
    #[must_use]
    pub fn at_sequence(self, sequence: u64) -> Self {
        Self { facts: self.facts, base: sequence, receipts: Arc::default() }
    }

    /// What each transaction did since the registry was made, in order.
    pub fn receipts(&self) -> impl ExactSizeIterator<Item = &Receipt> {
        self.receipts.iter().map(|receipt| &**receipt)
    }

    pub(super) fn after(&self, transaction: &Transaction) -> Result<(Self, Receipt), Faults> {
        let mut sheet = Sheet::new(&self.facts);
        let (edits, touched) = sheet.transact(transaction)?;
        let receipt = Receipt { sequence: self.sequence().saturating_add(1), edits };
        let facts = match self.facts.patched(&sheet, &touched) {
            Some(facts) => Arc::new(facts),
            None => Arc::new(sheet.compile()?),
        };
        let mut receipts = Arc::clone(&self.receipts);
        Arc::make_mut(&mut receipts).push(Arc::new(receipt.clone()));
        Ok((Self { facts, base: self.base, receipts }, receipt))
    }
}

impl Sheet<'_> {
    /// Does a transaction, and says which rows it changed, and whose they are; if it cannot be done the sheet is of no
    /// more use.
    fn transact(&mut self, transaction: &Transaction) -> Result<(Vec<Edit>, Vec<Key>), Faults> {
        let mut report = Report::default();
        for (number, change) in transaction.changes.iter().enumerate() {
            // What is refused is in the report, and the others are still looked at.
            _ = Verb { sheet: self, report: &mut report, number }.run(change);
        }
        let records = self.neighbours();
        let part = Registry::check(&records);
        let mut faults = report.into_sorted(&["changes"]);
        if let Err(found) = &part {
            let only = (transaction.changes.len() == 1).then_some(0);
            let blame = self.blame();
            let at_change = |fault: &Fault| self.at_change(fault, &records, &blame).or(only);
            faults.extend(found.0.iter().map(|fault| {
                let place = Place { section: "changes", row: at_change(fault), ..fault.place };
                Fault { place, ..fault.clone() }
            }));
            faults.sort_by(|a, b| (a.place, a.code, &a.ids).cmp(&(b.place, b.code, &b.ids)));
            faults.dedup();
        }
        let part = match part {
            Ok(part) if faults.is_empty() => part,
            _ => return Err(Faults(faults)),
        };
        let (mut edits, mut keys) = (Vec::new(), Vec::new());
        for (key, Touched { before, .. }) in self.end() {
            edits.extend(edits_between(before, self.settle(&key, &part)));
            keys.push(key);
        }
        if edits.is_empty() { Err(nothing_changes()) } else { Ok((edits, keys)) }
    }

    /// Whether a transaction can be done.
    pub fn try_out(mut self, transaction: &Transaction) -> Result<(), Faults> {
        self.transact(transaction).map(|_| ())
    }

    /// The tables of the rows as they are.
    fn compile(&self) -> Result<Facts, Faults> {
        Registry::check(&self.records())
    }

    /// The last change that touched rows of each id.
    fn blame(&self) -> HashMap<&str, usize, FixedState> {
        let mut blame: HashMap<&str, usize, FixedState> = HashMap::default();
        // The scheme has no id, and an open end among the ids of a fault is none.
        for (key, touched) in self.touched().iter().filter(|(key, _)| **key != Key::Scheme) {
            let last = blame.entry(key.id()).or_insert(touched.change);
            *last = touched.change.max(*last);
        }
        blame
    }

    /// The change that is to blame for a fault of the rows that came out.
    fn at_change(&self, fault: &Fault, records: &Records, blame: &HashMap<&str, usize, FixedState>) -> Option<usize> {
        let place = fault.place;
        let own = if place.section.starts_with("scheme") {
            Some(Key::Scheme)
        } else {
            place.row.and_then(|row| Key::of(records, place.section, row))
        };
        let own = own.and_then(|key| self.touched().get(&key)).map(|touched| touched.change);
        own.or_else(|| fault.ids.iter().filter_map(|id| blame.get(id.as_str())).max().copied())
    }
}

fn nothing_changes() -> Faults {
    let mut report = Report::default();
    let at = At { section: "changes", row: None, id: "" };
    report.add(at, ("changes", None), FaultCode::ChangeNoEffect, &[]);
    Faults(report.into_sorted(&["changes"]))
}
