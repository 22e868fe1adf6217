//! A visit plan, as it is read.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::super::campaign::{CampaignRun, Terms};
use crate::directory::{Directory, Household, Person};
use crate::record::NamedRecord;
use crate::table::{Rows, at, indices};

/// Where somebody has still to go, in groups that are walked one after another.
#[derive(Clone)]
pub struct VisitPlan {
    pub(super) directory: Directory,
    pub(super) date: Date,
    pub(super) person: u32,
    /// All of the log.
    pub(super) campaigns: Vec<Arc<Terms>>,
    pub(super) groups: Vec<GroupRow>,
    /// The stops of each group.
    pub(super) stops: Rows<StopRow>,
    /// Campaign and action of each stop.
    pub(super) tasks: Rows<(u32, u32)>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct GroupRow {
    pub due: Date,
    pub comes_first: bool,
    pub tree_metres: u64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct StopRow {
    pub household: u32,
    pub metres: Option<u32>,
    /// The row of its tasks.
    pub tasks: u32,
}

/// Stops that are due on one day and come first alike, in walking order.
#[derive(Clone, Copy)]
pub struct VisitGroup<'p> {
    plan: &'p VisitPlan,
    row: GroupRow,
    stops: &'p [StopRow],
}

/// A household to go to.
#[derive(Clone, Copy)]
pub struct VisitStop<'p> {
    plan: &'p VisitPlan,
    group: GroupRow,
    row: StopRow,
}

impl VisitPlan {
    /// Who goes.
    #[must_use]
    pub fn person(&self) -> Person<'_> {
        Person::new(&self.directory.0, self.person)
    }

    /// The date.
    #[must_use]
    pub fn date(&self) -> Date {
        self.date
    }

    /// The groups, by due date; of one day those that come first before the others.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = VisitGroup<'_>> {
        let groups = self.groups.iter().zip(indices(self.groups.len()));
        groups.map(|(row, number)| VisitGroup { plan: self, row: *row, stops: self.stops.row(number) })
    }

    /// Every stop, group by group.
    pub fn stops(&self) -> impl Iterator<Item = VisitStop<'_>> {
        self.groups().flat_map(VisitGroup::stops)
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

impl fmt::Debug for VisitPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VisitPlan")
            .field("person", &self.person())
            .field("date", &self.date)
            .field("groups", &self.groups.len())
            .finish_non_exhaustive()
    }
}

impl<'p> VisitGroup<'p> {
    /// The day on which its stops are due.
    #[must_use]
    pub fn due(self) -> Date {
        self.row.due
    }

    /// Whether its households come first in a campaign for which they are missing.
    #[must_use]
    pub fn comes_first(self) -> bool {
        self.row.comes_first
    }

    /// Its stops in walking order: from the person's home, or from where the group before ended; those of which nobody
    /// knows where they are come last, by id.
    pub fn stops(self) -> impl ExactSizeIterator<Item = VisitStop<'p>> {
        self.stops.iter().map(move |row| VisitStop { plan: self.plan, group: self.row, row: *row })
    }

    /// The metres of the walk from its start: at most twice [`tree_metres`](Self::tree_metres).
    #[must_use]
    pub fn metres(self) -> u64 {
        self.stops.iter().filter_map(|stop| stop.metres).map(u64::from).sum()
    }

    /// The metres of a minimum spanning tree of its start and places: no walk is shorter.
    #[must_use]
    pub fn tree_metres(self) -> u64 {
        self.row.tree_metres
    }
}

impl fmt::Debug for VisitGroup<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VisitGroup")
            .field("due", &self.due())
            .field("comes_first", &self.comes_first())
            .field("stops", &self.stops.len())
            .finish()
    }
}

impl<'p> VisitStop<'p> {
    /// The household.
    #[must_use]
    pub fn household(self) -> Household<'p> {
        Household::new(&self.plan.directory.0, self.row.household)
    }

    /// The last day of the first to end of the campaigns for which it is missing.
    #[must_use]
    pub fn due(self) -> Date {
        self.group.due
    }

    /// Whether it comes first in a campaign for which it is missing.
    #[must_use]
    pub fn comes_first(self) -> bool {
        self.group.comes_first
    }

    /// What is to be done there: campaigns in the order of the log, actions in the scheme's order.
    pub fn tasks(self) -> impl Iterator<Item = (CampaignRun<'p>, &'p NamedRecord)> {
        let facts = &*self.plan.directory.0.facts;
        self.plan.tasks.row(self.row.tasks).iter().filter_map(move |(campaign, action)| {
            let run = CampaignRun::new(facts, self.plan.campaigns.get(at(*campaign))?);
            Some((run, run.actions().get(at(*action))?))
        })
    }

    /// Metres from the stop before, or from the start; none where nobody knows where it is.
    #[must_use]
    pub fn metres(self) -> Option<u32> {
        self.row.metres
    }
}

impl fmt::Debug for VisitStop<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VisitStop").field("household", &self.household()).field("due", &self.due()).finish()
    }
}
