//! Campaigns: their set, what was done, who is missing (N3).

use std::collections::BTreeMap;

use jiff::civil::Date;
use smol_str::SmolStr;
use wangge::{
    record::Involvement,
    work::{Campaign, Done},
};

use super::{
    super::{
        faults::is_id,
        world::{Subject, World, on},
    },
    Code, Log, code,
};

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// Households of which every action in question is done.
    pub households_done: usize,
    /// Households.
    pub households: usize,
    /// Actions done, over all households.
    pub done: usize,
    /// Actions, over all households.
    pub all: usize,
}

/// The answer of N3 on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The day that it is for.
    pub day: Date,
    /// Over everything.
    pub whole: Share,
    /// By action.
    pub actions: BTreeMap<String, Share>,
    /// By unit on the way up; units with no household of the set are left out.
    pub units: BTreeMap<String, Share>,
    /// By person who answers; none: nobody does.
    pub persons: BTreeMap<Option<String>, Share>,
    /// Households with an action that is not done, in order, each with those actions in the order of the scheme.
    pub missing: Vec<(String, Vec<String>)>,
    /// Who did each action for each household first: household, action, who, on the list of what was done.
    pub first: BTreeMap<(String, String), Done>,
}

impl Coverage {
    /// "Complete: nobody is missing."
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

impl Log {
    /// "Codes" of a campaign, in their order.
    pub(super) fn campaign_refusal(&self, campaign: &Campaign) -> Result<(), Code> {
        let world = &self.world;
        if !is_id(&campaign.id) {
            return Err("id.invalid");
        }
        if self.campaign(&campaign.id).is_some() {
            return Err("campaign.duplicate");
        }
        if !world.scheme.campaigns.iter().any(|row| row.id == campaign.of) {
            return Err("campaign.unknown");
        }
        world.kind(&campaign.kind).map_err(|refusal| code(&refusal))?;
        if campaign.unit.as_ref().is_some_and(|id| !world.units.iter().any(|row| row.id == *id)) {
            return Err("unit.unknown");
        }
        let known = |id: &SmolStr| world.scheme.categories.iter().any(|row| row.id == *id);
        if !campaign.categories.iter().chain(&campaign.first).all(known) {
            return Err("category.unknown");
        }
        if campaign.until <= campaign.from {
            return Err("period.empty");
        }
        let twice =
            campaign.channels.iter().any(|one| campaign.channels.iter().filter(|other| *other == one).count() > 1);
        if campaign.channels.is_empty() || twice {
            return Err("campaign.channels");
        }
        Ok(())
    }

    /// "Codes, in this order" of what was done.
    pub(super) fn done_refusal(&self, done: &Done) -> Result<(), Code> {
        let world = &self.world;
        let campaign = self.campaign(&done.campaign).ok_or("campaign.unknown")?;
        world.person(&done.by).map_err(|refusal| code(&refusal))?;
        let household = world.households.iter().position(|row| row.id == done.household).ok_or("household.unknown")?;
        if !self.actions(campaign).contains(&done.action) {
            return Err("campaign.action");
        }
        if !campaign.channels.contains(&done.channel) {
            return Err("campaign.channel");
        }
        let day = world.day(done.at);
        if day < campaign.from || campaign.until <= day {
            return Err("campaign.outside");
        }
        if !self.set(campaign, day).contains(&household) {
            return Err("campaign.household");
        }
        Ok(())
    }

    /// The campaign with an id.
    pub fn campaign(&self, id: &str) -> Option<&Campaign> {
        self.campaigns().find(|campaign| campaign.id == id)
    }

    /// The actions of a campaign, in the order of the scheme.
    pub fn actions(&self, campaign: &Campaign) -> Vec<SmolStr> {
        let row = self.world.scheme.campaigns.iter().find(|row| row.id == campaign.of).unwrap();
        row.actions.iter().map(|action| action.id.clone()).collect()
    }

    /// "Its set on a day", in the order of the tree, then of id.
    pub fn set(&self, campaign: &Campaign, day: Date) -> Vec<usize> {
        let world = &self.world;
        let of = &world.scheme.campaigns.iter().find(|row| row.id == campaign.of).unwrap().categories;
        let is_one = |household: usize, named: &[SmolStr]| named.is_empty() || world.is_one_of(household, named);
        let under = |household: usize, id: &SmolStr| {
            world.path(day, Subject::Household(household)).iter().any(|unit| world.units[*unit].id == *id)
        };
        let mut set: Vec<usize> = (0..world.households.len())
            .filter(|row| world.households[*row].life.contains(day))
            .filter(|row| campaign.unit.as_ref().is_none_or(|unit| under(*row, unit)))
            .filter(|row| is_one(*row, of) && is_one(*row, &campaign.categories))
            .collect();
        let tree = world.tree_order(day);
        set.sort_by_key(|row| {
            let unit = on(day, &world.households[*row].units);
            (tree.iter().position(|one| Some(*one) == unit), &world.households[*row].id)
        });
        set
    }

    /// The day that coverage on a date is for: "that date, or the last day of the period if it is later".
    ///
    /// # Errors
    /// Before the period.
    pub fn day_of_coverage(campaign: &Campaign, date: Date) -> Result<Date, Code> {
        if date < campaign.from {
            return Err("campaign.outside");
        }
        Ok(date.min(campaign.until.yesterday().unwrap()))
    }

    /// Coverage on a date.
    ///
    /// # Errors
    /// No such campaign; before its period.
    pub fn coverage(&self, id: &str, date: Date) -> Result<Coverage, Code> {
        let campaign = self.campaign(id).ok_or("campaign.unknown")?;
        let day = Self::day_of_coverage(campaign, date)?;
        let actions = self.actions(campaign);
        let mut coverage = Coverage {
            day,
            whole: Share::default(),
            actions: actions.iter().map(|action| (action.to_string(), Share::default())).collect(),
            units: BTreeMap::new(),
            persons: BTreeMap::new(),
            missing: Vec::new(),
            first: BTreeMap::new(),
        };
        for household in self.set(campaign, day) {
            let id = self.world.households[household].id.to_string();
            let mut open = Vec::new();
            for action in &actions {
                let first = self.first_done(campaign, action, &id, day);
                let share = coverage.actions.get_mut(action.as_str()).unwrap();
                let done = usize::from(first.is_some());
                share.add(Share { households_done: done, households: 1, done, all: 1 });
                match first {
                    Some(first) => drop(coverage.first.insert((id.clone(), action.to_string()), first.clone())),
                    None => open.push(action.to_string()),
                }
            }
            let own = Share {
                households_done: usize::from(open.is_empty()),
                households: 1,
                done: actions.len() - open.len(),
                all: actions.len(),
            };
            coverage.whole.add(own);
            for unit in self.world.path(day, Subject::Household(household)) {
                coverage.units.entry(self.world.units[unit].id.to_string()).or_default().add(own);
            }
            let answers = self.world.who_answers(day, household, &campaign.kind);
            let answers = answers.map(|person| self.world.people[person].id.to_string());
            coverage.persons.entry(answers).or_default().add(own);
            if !open.is_empty() {
                coverage.missing.push((id, open));
            }
        }
        // "Those of the categories that come first, then the others"; stable.
        coverage.missing.sort_by_key(|(id, _)| !self.comes_first(campaign, id));
        Ok(coverage)
    }

    /// Whether a household has one of the categories that come first.
    pub(super) fn comes_first(&self, campaign: &Campaign, household: &str) -> bool {
        let row = self.world.households.iter().position(|row| row.id == household).unwrap();
        self.world.is_one_of(row, &campaign.first)
    }

    /// "The first by (instant, place in the log) counts", up to a day.
    fn first_done(&self, campaign: &Campaign, action: &str, household: &str, day: Date) -> Option<&Done> {
        self.done()
            .filter(|done| done.campaign == campaign.id && done.action == action && done.household == household)
            .filter(|done| self.world.day(done.at) <= day)
            // Of equals the first.
            .min_by_key(|done| done.at)
    }
}

impl Share {
    fn add(&mut self, other: Self) {
        self.households_done += other.households_done;
        self.households += other.households;
        self.done += other.done;
        self.all += other.all;
    }
}

impl World {
    /// Whether a household has one of some categories.
    fn is_one_of(&self, household: usize, categories: &[SmolStr]) -> bool {
        self.households[household].categories.iter().any(|own| categories.contains(own))
    }

    /// "The first person of the first responder (R4) for the campaign's kind; nobody, if there is none."
    pub(super) fn who_answers(&self, day: Date, household: usize, kind: &str) -> Option<usize> {
        let links = self.links(day, Subject::Household(household), kind);
        let nearest = |involvement: Involvement| {
            let mut own = links.iter().filter(|(_, own)| *own == involvement);
            own.find_map(|(seat, _)| self.form(day, *seat).persons().first().copied())
        };
        nearest(Involvement::Responsible).or_else(|| nearest(Involvement::Accountable))
    }
}
