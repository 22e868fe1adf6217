//! What is special about single pairs: today's, pinned, preferred, recused, one's own home, a given distance.

use super::{Setting, entry};
use crate::assignment::AssignError;
use crate::assignment::options::AssignOptions;
use crate::assignment::place::home;
use crate::assignment::terms::Purpose;
use crate::error::QueryError;
use crate::record::PairRule;
use crate::table::{NONE, Rows, at, cell, indices};
use crate::text::shorten;

/// What is special about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub taker: u32,
    /// Metres, or [`NONE`].
    pub given: u32,
    pub today: bool,
    pub pinned: bool,
    pub preferred: bool,
    pub recused: bool,
    pub home: bool,
}

impl Mark {
    /// Nothing special.
    pub fn plain(taker: u32) -> Self {
        Self { taker, given: NONE, today: false, pinned: false, preferred: false, recused: false, home: false }
    }

    /// Whether there is nothing special.
    pub fn is_plain(&self) -> bool {
        *self == Self::plain(self.taker)
    }

    /// Whether the pair itself is ruled out.
    pub fn is_barred(&self) -> bool {
        self.home || self.recused
    }

    fn join(&mut self, other: &Self) {
        self.given = if other.given == NONE { self.given } else { other.given };
        self.today |= other.today;
        self.pinned |= other.pinned;
        self.preferred |= other.preferred;
        self.recused |= other.recused;
        self.home |= other.home;
    }
}

impl Setting {
    pub(super) fn read_marks(&mut self, options: &AssignOptions) -> Result<(), AssignError> {
        let mut found: Vec<(u32, Mark)> = Vec::new();
        self.read_today(&mut found);
        if let Purpose::Programme(programme) = self.terms.purpose {
            self.read_homes(&mut found);
            self.read_pair_rules(programme, &mut found);
        }
        self.read_given(options, &mut found)?;
        // Stable: of two distances for one pair the later holds.
        found.sort_by_key(|(row, mark)| (*row, mark.taker));
        found.dedup_by(|(later_row, later), (row, mark)| {
            let same = later_row == row && later.taker == mark.taker;
            if same {
                mark.join(later);
            }
            same
        });
        for (_, mark) in &mut found {
            // Nobody is pinned to their own home.
            mark.pinned &= !mark.home;
        }
        self.marks = Rows::group(self.rows.len(), found)?;
        self.take_out_pins();
        Ok(())
    }

    fn read_today(&self, found: &mut Vec<(u32, Mark)>) {
        let tables = self.tables();
        for (row, household) in (0..).zip(self.rows.iter().map(|row| row.household)) {
            for subject in self.taken_by(tables, household) {
                let taker = cell(&self.taker_of, subject, NONE);
                found.push((row, Mark { today: true, ..Mark::plain(taker) }));
            }
        }
    }

    fn read_pair_rules(&self, programme: u32, found: &mut Vec<(u32, Mark)>) {
        let tables = self.tables();
        for (row, household) in (0..).zip(self.rows.iter().map(|row| row.household)) {
            let rules = tables.facts.pair_rules.row(household).iter();
            let hold = rules.filter(|rule| rule.days.contains(tables.day));
            for rule in hold.filter(|rule| rule.programme == programme || rule.programme == NONE) {
                let mut mark = Mark::plain(cell(&self.taker_of, rule.person, NONE));
                match rule.rule {
                    PairRule::Pinned => mark.pinned = true,
                    PairRule::Preferred => mark.preferred = true,
                    PairRule::Recused => mark.recused = true,
                }
                found.push((row, mark));
            }
        }
    }

    fn read_homes(&self, found: &mut Vec<(u32, Mark)>) {
        let tables = self.tables();
        for (taker, person) in (0..).zip(self.takers.iter().map(|own| own.subject)) {
            let row = home(tables, person).and_then(|home| entry(&self.row_of, home));
            found.extend(row.map(|row| (row, Mark { home: true, ..Mark::plain(taker) })));
        }
    }

    fn read_given(&self, options: &AssignOptions, found: &mut Vec<(u32, Mark)>) -> Result<(), AssignError> {
        for given in &options.distances {
            let subject = if self.is_of_units() {
                let unit = self.directory.unit(&given.taker)?;
                entry(&self.taker_of, unit.index)
                    .ok_or_else(|| QueryError::UnitUnknown { id: shorten(&given.taker) })?
            } else {
                let person = self.directory.person(&given.taker)?;
                cell(&self.taker_of, person.index, NONE)
            };
            let household = self.directory.household(&given.household)?;
            if let Some(row) = entry(&self.row_of, household.index) {
                let metres = given.metres.min(NONE - 1);
                found.push((row, Mark { given: metres, ..Mark::plain(subject) }));
            }
        }
        Ok(())
    }

    /// Pinned pairs are in the plan for certain, and are planned no more.
    fn take_out_pins(&mut self) {
        for row in indices(self.rows.len()) {
            let pinned: Vec<u32> =
                self.marks.row(row).iter().filter(|mark| mark.pinned).map(|mark| mark.taker).collect();
            let Some(own) = self.rows.get_mut(at(row)) else { continue };
            own.demand = own.demand.saturating_sub(indices(pinned.len()).end);
            let slot = own.slot;
            for taker in pinned {
                if let Some(own) = self.takers.get_mut(at(taker)) {
                    own.pinned = own.pinned.saturating_add(1);
                }
                self.count_towards(taker, slot);
            }
        }
    }
}
