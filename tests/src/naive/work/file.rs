//! One file of a household (N3, S1, S2).

use std::collections::BTreeSet;

use jiff::civil::Date;
use wangge::work::Done;

use super::{
    super::{
        access::{Action, may},
        period::Period,
    },
    Code, Log,
};

/// "Its pairings over all time up to that date, the matters about it and what was done for it, up to that date."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Programme, person, period: those that begin on the date or before.
    pub pairings: BTreeSet<(String, String, Period)>,
    /// Ids of matters, in the order of the log.
    pub matters: Vec<String>,
    /// In order of instant, then of the log.
    pub done: Vec<Done>,
}

impl Log {
    /// The file on a date; for somebody, if one is named.
    ///
    /// # Errors
    /// No such person; no such household; or S2: they may not do `personal`.
    pub fn file(&self, household: &str, date: Date, reader: Option<&str>) -> Result<File, Code> {
        let world = &self.world;
        // "The asker is known to whoever asks, so an unknown one is `person.unknown`."
        if let Some(person) = reader {
            world.person(person).map_err(|refusal| super::code(&refusal))?;
        }
        let row = world.households.iter().position(|row| row.id == household);
        let row = row.ok_or("household.unknown")?;
        let kinds = match reader {
            None => None,
            Some(person) => match may(world, date, person, Action::Personal, household) {
                Ok(Some(grant)) => Some(grant.kinds),
                Ok(None) => return Err("household.unknown"),
                Err(refusal) => return Err(super::code(&refusal)),
            },
        };
        let pairings = world.pairings.iter().filter(|pairing| pairing.household == row && pairing.period.from <= date);
        let matters: Vec<_> = self
            .matters()
            .filter(|matter| matter.subject == household && world.day(matter.at) <= date)
            .filter(|matter| kinds.as_ref().is_none_or(|kinds| kinds.contains(matter.kind.as_str())))
            .collect();
        let mut done: Vec<Done> =
            self.done().filter(|done| done.household == household && world.day(done.at) <= date).cloned().collect();
        done.sort_by_key(|done| done.at);
        Ok(File {
            pairings: pairings
                .map(|pairing| {
                    let programme = world.scheme.programmes[pairing.programme].id.to_string();
                    (programme, world.people[pairing.person].id.to_string(), pairing.period)
                })
                .collect(),
            matters: matters.into_iter().map(|matter| matter.id.to_string()).collect(),
            done,
        })
    }
}
