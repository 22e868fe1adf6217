//! Smaller worlds: what proptest and the comparison fall back to when something fails.

use proptest::{
    strategy::{NewTree, Strategy, ValueTree},
    test_runner::TestRunner,
};
use wangge::record::{Dated, Records};

use super::{nearly_valid_world, valid_world};
use crate::naive;

/// One row less: the `at`-th of all rows that may be left out; `None` past the last.
fn without(records: &Records, at: usize) -> Option<Records> {
    let mut records = records.clone();
    let mut left = at;
    macro_rules! take {
        ($($list:expr),* $(,)?) => {
            $(
                if left < $list.len() {
                    $list.remove(left);
                    return Some(records);
                }
                left -= $list.len();
            )*
        };
    }
    take!(records.pair_rules, records.pairings, records.absences, records.appointments, records.people, records.sites);
    take!(records.households, records.departments, records.units);
    for unit in &mut records.units {
        take!(unit.codes, unit.scope);
        if let Some(Dated::Spells(spells)) = &mut unit.parent {
            take!(spells);
        }
    }
    for household in &mut records.households {
        take!(household.categories);
        if let Dated::Spells(spells) = &mut household.unit {
            take!(spells);
        }
    }
    for person in &mut records.people {
        take!(person.affiliations);
    }
    for programme in &mut records.scheme.programmes {
        take!(programme.reserved, programme.limits);
        for limit in &mut programme.limits {
            take!(limit.categories);
        }
    }
    take!(records.scheme.campaigns, records.scheme.reports, records.scheme.policies, records.scheme.duties);
    for policy in &mut records.scheme.policies {
        take!(policy.steps);
        for step in &mut policy.steps {
            take!(step.inform);
        }
    }
    take!(records.scheme.admission, records.scheme.programmes, records.scheme.functions, records.scheme.roles);
    take!(records.scheme.kinds, records.scheme.levels, records.scheme.categories, records.scheme.affiliations);
    let exceptions = &mut records.scheme.calendar.exceptions;
    (left < exceptions.len()).then(|| exceptions.remove(left))?;
    Some(records)
}

/// Leaves out rows, one after another, as long as it still fails.
pub fn shrink(records: &Records, fails: impl Fn(&Records) -> bool) -> Records {
    let mut smallest = records.clone();
    loop {
        let mut at = 0;
        let mut changed = false;
        while let Some(smaller) = without(&smallest, at) {
            if fails(&smaller) {
                smallest = smaller;
                changed = true;
            } else {
                at += 1;
            }
        }
        if !changed {
            return smallest;
        }
    }
}

/// Worlds without faults.
pub fn valid_worlds() -> impl Strategy<Value = Records> {
    Worlds { make: valid_world, keep: |records| naive::faults(records).is_empty() }
}

/// Worlds with one to four things broken.
pub fn nearly_valid_worlds() -> impl Strategy<Value = Records> {
    Worlds { make: nearly_valid_world, keep: |_| true }
}

#[derive(Debug, Clone, Copy)]
struct Worlds {
    make: fn(u64) -> Records,
    /// Which smaller worlds are of the same sort.
    keep: fn(&Records) -> bool,
}

impl Strategy for Worlds {
    type Tree = Tree;
    type Value = Records;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let seed = proptest::num::u64::ANY.new_tree(runner)?.current();
        Ok(Tree { current: (self.make)(seed), before: None, at: 0, keep: self.keep })
    }
}

/// A world, the one before the last row was left out, and which row is to go next.
#[derive(Debug)]
struct Tree {
    current: Records,
    before: Option<Records>,
    at: usize,
    keep: fn(&Records) -> bool,
}

impl ValueTree for Tree {
    type Value = Records;

    fn current(&self) -> Records {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        while let Some(smaller) = without(&self.current, self.at) {
            if (self.keep)(&smaller) {
                self.before = Some(std::mem::replace(&mut self.current, smaller));
                return true;
            }
            self.at += 1;
        }
        false
    }

    fn complicate(&mut self) -> bool {
        let Some(before) = self.before.take() else { return false };
        self.current = before;
        self.at += 1;
        true
    }
}
