//! One county, and what happens to it.

use wangge::{
    Records, Registry,
    change::{Receipt, Row, Transaction, UndoError},
};
use wangge_tests::{
    generate::{Census, Dice, Step, questions, step, transaction, valid_world},
    naive::{self, World, normal},
    twin::{self, Mismatch, print, same},
};

use crate::{
    compared::{edits, equal, mismatch, rows},
    counted::kind,
    days::days,
    impacts,
    refusal::refusal,
    reorganised,
};

/// A county: as the core has it, as the reference model has it, and what was done so far.
struct County {
    registry: Registry,
    /// In the normal form.
    records: Records,
    done: Vec<Done>,
}

/// A transaction that was done, and the rows that it took out and put in.
struct Done {
    transaction: Transaction,
    gone: Vec<Row>,
    new: Vec<Row>,
}

/// Three to twelve steps, compared after each.
pub fn history(seed: u64, census: &mut Census) -> Result<(), Mismatch> {
    let records = valid_world(seed);
    let start = Registry::build(records.clone()).map_err(|faults| mismatch("build", faults.to_string()))?;
    let mut county = County { registry: start.clone(), records: normal(&records), done: Vec::new() };
    rows("the rows at the start", &county.registry.records(), &county.records, String::new)?;
    let mut dice = Dice::new(seed ^ 0x0C_4A_9E);
    for _ in 0..dice.between(3, 12) {
        match step(&mut dice, county.registry.sequence()) {
            Step::Apply => {
                let transaction = transaction(&mut dice, &county.records);
                county.apply(&transaction, census)?;
            }
            Step::WhatIf => {
                let transaction = transaction(&mut dice, &county.records);
                county.what_if(&transaction, census)?;
            }
            Step::Undo(sequence) => county.undo(sequence, census)?,
        }
    }
    county.replay(&start, census)?;
    let asked = questions(seed, &county.records);
    twin::answers(&county.registry, &World::new(&county.records), &asked, &mut Census::default())
}

/// What was asked, for somebody who reads it.
fn text(records: &Records, transaction: &Transaction) -> String {
    format!("{}{}", print(records), serde_json::to_string_pretty(transaction).unwrap())
}

/// Where the transaction with a number stands; nowhere for 0.
fn done_at(sequence: u64) -> usize {
    usize::try_from(sequence).unwrap().wrapping_sub(1)
}

impl County {
    /// A transaction, done by both or refused by both.
    fn apply(&mut self, transaction: &Transaction, census: &mut Census) -> Result<(), Mismatch> {
        let text = || text(&self.records, transaction);
        let json = serde_json::to_string(transaction).unwrap();
        let read: Transaction = serde_json::from_str(&json).map_err(|error| mismatch("json", error.to_string()))?;
        same("json", text, &read, transaction)?;
        let before = self.registry.clone();
        let (receipt, after) = match (self.registry.apply(transaction), naive::apply(&self.records, transaction)) {
            (Ok(receipt), Ok(after)) => (receipt, after),
            (Err(faults), Err(expected)) => {
                transaction.changes.iter().for_each(|change| census.count(&format!("{}: refused", kind(change))));
                refusal(&faults, &expected, census, text)?;
                rows("the rows after a refusal", &self.registry.records(), &self.records, text)?;
                return same("the number after a refusal", text, self.registry.sequence(), before.sequence());
            }
            (Err(faults), Ok(_)) => {
                let code = faults.as_slice()[0].code;
                return Err(mismatch(&format!("only the core refuses: {code}"), format!("{}\n{faults:#?}", text())));
            }
            (Ok(_), Err(expected)) => {
                let topic = format!("only the reference model refuses: {}", expected.first_code());
                return Err(mismatch(&topic, format!("{}\n{expected:#?}", text())));
            }
        };
        transaction.changes.iter().for_each(|change| census.count(&format!("{}: done", kind(change))));
        if transaction.changes.len() > 1 {
            census.count("several changes done");
        }
        self.accepted(&before, &receipt, &after, transaction)?;
        impacts::of((&before, &self.registry), (&self.records, &after), transaction, census)?;
        impacts::since((&before, &self.registry), &receipt, transaction)?;
        let (gone, new) = naive::changed(&self.records, &after);
        self.done.push(Done { transaction: transaction.clone(), gone, new });
        self.records = after;
        same("the number of the receipt", String::new, receipt.sequence(), self.done.len() as u64)?;
        if let [change] = transaction.changes.as_slice() {
            let text = || serde_json::to_string_pretty(change).unwrap();
            reorganised::check(&before, &self.registry, change, &days(&self.records), census)
                .map_err(|wrong| mismatch("conservation (M5)", format!("{wrong}\n{}", text())))?;
        }
        Ok(())
    }

    /// What comes out of a transaction that was done.
    fn accepted(
        &self,
        before: &Registry,
        receipt: &Receipt,
        after: &Records,
        transaction: &Transaction,
    ) -> Result<(), Mismatch> {
        let text = || text(&self.records, transaction);
        let core = self.registry.records();
        rows("the rows after a transaction", &core, after, text)?;
        rows("the rows of a clone", &before.records(), &self.records, text)?;
        edits(receipt.edits(), &self.records, after, text)?;
        let built = Registry::build(core)
            .map_err(|faults| mismatch("the rows that come out have faults", faults.to_string()))?;
        for day in days(after) {
            let equal = self.registry.as_of(day) == built.as_of(day);
            same("directories", || format!("{}\nis the directory of {day} the same?", text()), equal, true)?;
        }
        Ok(())
    }

    /// The original stays as it is; the copy is what the transaction would make.
    fn what_if(&self, transaction: &Transaction, census: &mut Census) -> Result<(), Mismatch> {
        let text = || text(&self.records, transaction);
        let tried = self.registry.what_if(transaction);
        rows("the rows of the original", &self.registry.records(), &self.records, text)?;
        same("the number of the original", text, self.registry.sequence(), self.done.len() as u64)?;
        let mut done = self.registry.clone();
        let answer = done.apply(transaction);
        match (tried, answer) {
            (Err(tried), Err(faults)) => {
                census.count("tried and refused");
                same("the faults of what if", text, tried, faults)
            }
            (Ok(copy), Ok(receipt)) => {
                census.count("tried and possible");
                equal("what if", &copy, &done, text)?;
                same("the receipt of what if", text, copy.receipts().last(), Some(&receipt))
            }
            (tried, answer) => same("what if", text, tried.map(|_| ()), answer.map(|_| ())),
        }
    }

    /// A transaction is undone, and what undid it could be undone too.
    fn undo(&mut self, sequence: u64, census: &mut Census) -> Result<(), Mismatch> {
        let last = self.done.len() as u64;
        let answer = self.registry.undo(sequence);
        let Some(done) = self.done.get(done_at(sequence)) else {
            census.count("undo of an unknown number");
            let unknown = UndoError::Unknown { sequence, last };
            return same("undo", || format!("undo {sequence} of {last}"), answer, Err(unknown));
        };
        let text = || format!("undo {sequence} of {last}\n{}", text(&self.records, &done.transaction));
        match (answer, naive::undo(&self.records, &done.gone, &done.new)) {
            (Ok(back), Ok(expected)) => {
                let before = self.records.clone();
                self.apply(&back, census)?;
                rows("the rows after an undo", &self.registry.records(), &expected, String::new)?;
                census.count("undone");
                self.redo(&before, census)
            }
            (Err(UndoError::Standing { sequence: named, later, .. }), Err(changed)) => {
                let reason = if changed.is_empty() { "something else needs it" } else { "a row was changed later" };
                census.count(&format!("standing: {reason}"));
                // Those that changed a row which is no longer as it was left, the last first.
                let mut expected: Vec<u64> = Vec::new();
                for (after, number) in self.done.iter().zip(1..).skip(done_at(sequence) + 1) {
                    if after.gone.iter().chain(&after.new).any(|row| changed.contains(&naive::which(row))) {
                        expected.insert(0, number);
                    }
                }
                same("what to undo first", text, (named, later), (sequence, expected))
            }
            (answer, expected) => {
                let code = answer.map_err(|error| error.code()).map(|_| ());
                same("undo", text, code, expected.map_err(|_| "undo.standing").map(|_| ()))
            }
        }
    }

    /// To undo an undo is to do it again.
    fn redo(&mut self, before: &Records, census: &mut Census) -> Result<(), Mismatch> {
        let last = self.registry.sequence();
        let again = self.registry.undo(last).map_err(|error| mismatch("redo", error.to_string()))?;
        let there = self.registry.what_if(&again).map_err(|faults| mismatch("redo", faults.to_string()))?;
        census.count("undone twice: done again");
        rows("the rows after a redo", &there.records(), before, String::new)
    }

    /// All transactions once more, from the start.
    fn replay(&self, start: &Registry, census: &mut Census) -> Result<(), Mismatch> {
        let transactions = self.done.iter().map(|done| &done.transaction);
        let again = start.replay(transactions).map_err(|(at, faults)| mismatch("replay", format!("{at}: {faults}")))?;
        census.count("replayed");
        equal("replay", &again, &self.registry, String::new)
    }
}
