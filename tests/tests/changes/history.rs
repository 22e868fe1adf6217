//! One county, and what happens to it.

use wangge::{
    Records, Registry,
    change::{Edit, Receipt, Row, Transaction, UndoError},
};
use wangge_tests::{
    generate::{Census, Dice, Step, questions, step, transaction, valid_world},
    naive::{self, World, normal},
    twin::{self, Mismatch, print, same},
};

use crate::{counted::kind, days::days, impacts, refusal::refusal, reorganised};

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

fn mismatch(topic: &str, text: String) -> Mismatch {
    Mismatch { topic: topic.into(), text }
}

/// What was asked, for somebody who reads it.
fn text(records: &Records, transaction: &Transaction) -> String {
    format!("{}{}", print(records), serde_json::to_string_pretty(transaction).unwrap())
}

/// The same rows; else those that differ.
fn rows(topic: &str, core: &Records, naive: &Records, text: impl Fn() -> String) -> Result<(), Mismatch> {
    if core == naive {
        return Ok(());
    }
    let json = |rows: Vec<Row>| -> Vec<String> { rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect() };
    let (only_naive, only_core) = naive::difference(naive, core);
    // In another order all rows are in both.
    same(topic, text, json(only_core), json(only_naive)).and(Err(mismatch(topic, "another order".into())))
}

impl County {
    /// A transaction, done by both or refused by both.
    fn apply(&mut self, transaction: &Transaction, census: &mut Census) -> Result<(), Mismatch> {
        let text = || text(&self.records, transaction);
        let json = serde_json::to_string(transaction).unwrap();
        let read: Transaction = serde_json::from_str(&json).map_err(|error| mismatch("json", error.to_string()))?;
        same("json", text, &read, transaction)?;
        let (before, old) = (self.registry.clone(), self.records.clone());
        let answer = self.registry.apply(transaction);
        let receipt = match (answer, naive::apply(&self.records, transaction)) {
            (Err(faults), Err(expected)) => {
                transaction.changes.iter().for_each(|change| census.count(&format!("{}: refused", kind(change))));
                refusal(&faults, &expected, census, text)?;
                rows("the rows after a refusal", &self.registry.records(), &self.records, text)?;
                return same("the number after a refusal", text, self.registry.sequence(), before.sequence());
            }
            (Err(faults), Ok(_)) => {
                return Err(mismatch(
                    &format!("only the core refuses: {}", faults.as_slice()[0].code),
                    format!("{}\n{faults:#?}", text()),
                ));
            }
            (Ok(_), Err(expected)) => {
                let first = expected.placed.first().map(|(code, _)| *code);
                let code = first.or(expected.elsewhere.first().map(|fault| fault.code)).unwrap();
                return Err(mismatch(
                    &format!("only the reference model refuses: {code}"),
                    format!("{}\n{expected:#?}", text()),
                ));
            }
            (Ok(receipt), Ok(after)) => {
                self.accepted(&before, &receipt, &after, transaction)?;
                let (gone, new) = naive::difference(&self.records, &after);
                self.done.push(Done { transaction: transaction.clone(), gone, new });
                self.records = after;
                receipt
            }
        };
        self.impact(&before, &old, transaction, census)?;
        transaction.changes.iter().for_each(|change| census.count(&format!("{}: done", kind(change))));
        if transaction.changes.len() > 1 {
            census.count("several changes done");
        }
        same("the number of the receipt", String::new, receipt.sequence(), self.done.len() as u64)?;
        if let [change] = transaction.changes.as_slice() {
            let text = || serde_json::to_string_pretty(change).unwrap();
            reorganised::check(&before, &self.registry, change, &days(&self.records), census)
                .map_err(|wrong| mismatch("conservation (M5)", format!("{wrong}\n{}", text())))?;
        }
        Ok(())
    }

    /// What a transaction did, on some of the days on which anything begins or ends.
    fn impact(
        &self,
        before: &Registry,
        old: &Records,
        transaction: &Transaction,
        census: &mut Census,
    ) -> Result<(), Mismatch> {
        let days = days(&self.records);
        let text = || text(old, transaction);
        for day in days.iter().step_by(1 + days.len() / 3) {
            impacts::check((before, &self.registry), (old, &self.records), *day, census, text)?;
        }
        match (days.first(), days.last()) {
            (Some(first), Some(last)) => impacts::between_dates(&self.registry, &self.records, (*first, *last), text),
            _ => Ok(()),
        }
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
        let at = usize::try_from(sequence).unwrap().checked_sub(1);
        let answer = self.registry.undo(sequence);
        let Some(done) = at.and_then(|at| self.done.get(at)) else {
            census.count("undo of an unknown number");
            return same(
                "undo",
                || format!("undo {sequence} of {last}"),
                answer,
                Err(UndoError::Unknown { sequence, last }),
            );
        };
        let text = || format!("undo {sequence} of {last}\n{}", text(&self.records, &done.transaction));
        let (as_left, expected) = self.without(done);
        let back = match (answer, expected) {
            (Ok(back), Some(expected)) => {
                let before = self.records.clone();
                self.apply(&back, census)?;
                rows("the rows after an undo", &self.registry.records(), &expected, String::new)?;
                census.count("undone");
                return self.redo(&before, census);
            }
            (Err(error @ UndoError::Standing { .. }), None) => error,
            (answer, expected) => {
                return same(
                    "undo",
                    text,
                    answer.map_err(|error| error.code()).map(|_| ()),
                    expected.map(|_| ()).ok_or("undo.standing"),
                );
            }
        };
        census.count(if as_left { "standing: something else needs it" } else { "standing: a row was changed later" });
        let UndoError::Standing { sequence: named, later, faults } = back else { return Ok(()) };
        same("the number that stands", text, named, sequence)?;
        let falling = later.windows(2).all(|pair| pair[0] > pair[1]);
        let inside = later.iter().all(|number| (sequence + 1..=last).contains(number));
        same("what to undo first", text, (falling, inside), (true, true))?;
        let named = as_left || !later.is_empty();
        same("a later transaction is named", || format!("{}\n{later:?}\n{faults}", text()), named, true)
    }

    /// Whether each row still is as the transaction left it, and the county without it: none where that cannot be.
    fn without(&self, done: &Done) -> (bool, Option<Records>) {
        let own = |row: &Row| {
            row.ids()
                .first()
                .map(ToString::to_string)
                .filter(|_| !matches!(row, Row::Appointment(_) | Row::Absence(_) | Row::Pairing(_) | Row::PairRule(_)))
        };
        let now = naive::rows(&self.records);
        // What it took out is still out, under whatever form.
        let back = |row: &Row| {
            let replaced = done.new.iter().any(|new| own(new).is_some() && own(new) == own(row));
            let there = now.iter().any(|other| {
                other == row
                    || (own(row).is_some()
                        && own(other) == own(row)
                        && std::mem::discriminant(other) == std::mem::discriminant(row))
            });
            !replaced && there
        };
        let Some(records) =
            naive::without(&self.records, &done.new, &done.gone).filter(|_| !done.gone.iter().any(back))
        else {
            return (false, None);
        };
        let possible = naive::faults(&records).is_empty();
        (true, possible.then(|| normal(&records)))
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

/// The receipt has exactly the rows that differ, section by section.
fn edits(edits: &[Edit], before: &Records, after: &Records, text: impl Fn() -> String) -> Result<(), Mismatch> {
    let (mut gone, mut new) = naive::difference(before, after);
    let key = |row: &Row| serde_json::to_string(row).unwrap();
    let mut taken: Vec<Row> = edits.iter().filter_map(|edit| edit.before.clone()).collect();
    let mut put: Vec<Row> = edits.iter().filter_map(|edit| edit.after.clone()).collect();
    let sections: Vec<usize> =
        edits.iter().filter_map(|edit| edit.before.as_ref().or(edit.after.as_ref())).map(section).collect();
    same("the order of edits", &text, sections.is_sorted(), true)?;
    for edit in edits {
        if let (Some(before), Some(after)) = (&edit.before, &edit.after) {
            same("one edit, two rows", &text, section(before), section(after))?;
            if section(before) < 6 {
                same("one edit, two rows", &text, before.ids(), after.ids())?;
            }
        }
    }
    for list in [&mut gone, &mut new, &mut taken, &mut put] {
        list.sort_by_key(key);
    }
    let print = |rows: &[Row]| -> Vec<String> { rows.iter().map(key).collect() };
    same("the rows that are gone", &text, print(&taken), print(&gone))?;
    same("the rows that are new", &text, print(&put), print(&new))
}

fn section(row: &Row) -> usize {
    match row {
        Row::Scheme(_) => 0,
        Row::Unit(_) => 1,
        Row::Department(_) => 2,
        Row::Household(_) => 3,
        Row::Site(_) => 4,
        Row::Person(_) => 5,
        Row::Appointment(_) => 6,
        Row::Absence(_) => 7,
        Row::Pairing(_) => 8,
        Row::PairRule(_) => 9,
    }
}

/// Two registries that are to be the same.
fn equal(topic: &str, one: &Registry, other: &Registry, text: impl Fn() -> String) -> Result<(), Mismatch> {
    rows(topic, &one.records(), &other.records(), &text)?;
    same(topic, &text, one.sequence(), other.sequence())?;
    same(topic, &text, one.receipts().collect::<Vec<_>>(), other.receipts().collect::<Vec<_>>())?;
    for day in days(&other.records()) {
        let question = || format!("{}\nis the directory of {day} the same?", text());
        same(topic, question, one.as_of(day) == other.as_of(day), true)?;
    }
    Ok(())
}
