//! The visit plan of a person (N3): which households, due when, in which groups. The walk within a group is checked, not
//! planned.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Code, Log, code};
use crate::naive::{place::Point, world::on};

/// A household to visit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stop {
    /// Its id.
    pub household: String,
    /// Campaign and action of what is missing there.
    pub missing: Vec<(String, String)>,
    /// Where it is.
    pub place: Option<Point>,
}

/// Households that are due on one day, and come first or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// "Each is due on the last day of the first of those campaigns to end."
    pub due: Date,
    /// "On one day those that come first in a campaign for which they are missing before the others."
    pub first: bool,
    /// In the order of the tree.
    pub stops: Vec<Stop>,
}

/// Why a household is to be visited.
struct Wanted {
    due: Date,
    first: bool,
    missing: Vec<(String, String)>,
}

/// The plan up to the walks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visits {
    /// The place of the person.
    pub start: Option<Point>,
    /// In the order of day, then those that come first.
    pub groups: Vec<Group>,
}

impl Log {
    /// "Of the campaigns whose period contains the date, the households that are missing and for which the person
    /// answers."
    ///
    /// # Errors
    /// No such person.
    pub fn visits(&self, person: &str, date: Date) -> Result<Visits, Code> {
        let row = self.world.person(person).map_err(|refusal| code(&refusal))?;
        let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
        for campaign in self.campaigns().filter(|campaign| campaign.from <= date && date < campaign.until) {
            let last = campaign.until.yesterday().unwrap();
            for (household, actions) in self.coverage(&campaign.id, date)?.missing {
                let at = self.world.households.iter().position(|one| one.id == household).unwrap();
                if self.world.who_answers(date, at, &campaign.kind) != Some(row) {
                    continue;
                }
                let first = self.comes_first(campaign, &household);
                let entry = wanted.entry(household).or_insert(Wanted { due: last, first, missing: Vec::new() });
                entry.due = entry.due.min(last);
                entry.first |= first;
                entry.missing.extend(actions.into_iter().map(|action| (campaign.id.to_string(), action)));
            }
        }
        let mut groups: BTreeMap<(Date, bool), Vec<Stop>> = BTreeMap::new();
        for (household, Wanted { due, first, missing }) in wanted {
            let at = self.world.households.iter().position(|one| one.id == household).unwrap();
            let place = self.world.household_place(date, at);
            // What comes first sorts first.
            groups.entry((due, !first)).or_default().push(Stop { household, missing, place });
        }
        let tree = self.world.tree_order(date);
        let place = |household: &str| {
            let row = self.world.households.iter().find(|row| row.id == household).unwrap();
            let unit = on(date, &row.units);
            tree.iter().position(|one| Some(*one) == unit)
        };
        for stops in groups.values_mut() {
            // Those of one unit stay in the order of id.
            stops.sort_by_key(|stop| place(&stop.household));
        }
        let groups = groups.into_iter().map(|((due, others), stops)| Group { due, first: !others, stops });
        Ok(Visits { start: self.world.person_place(date, row), groups: groups.collect() })
    }

    /// How far it is from one place to the next: "whole metres in a local plane".
    pub fn metres(&self, from: Point, to: Point) -> i64 {
        self.world.metres(Some(from), Some(to)).unwrap()
    }

    /// The length of a minimum spanning tree of some places: the nearest place that is not in it joins, one by one.
    pub fn spanning(&self, places: &[Point]) -> i64 {
        let mut inside: Vec<Point> = places.first().copied().into_iter().collect();
        let mut outside: Vec<Point> = places.iter().skip(1).copied().collect();
        let mut length = 0;
        while !outside.is_empty() {
            let nearest = |place: &Point| inside.iter().map(|one| self.metres(*one, *place)).min().unwrap();
            let (at, near) = outside.iter().map(nearest).enumerate().min_by_key(|(_, near)| *near).unwrap();
            length += near;
            inside.push(outside.remove(at));
        }
        length
    }
}
