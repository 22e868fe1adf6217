//! Campaigns: which households must be reached, and what was done for each (N3).

mod coverage;
mod run;
mod sheet;

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use jiff::Timestamp;
use jiff::civil::Date;
use smol_str::SmolStr;

pub use self::coverage::{ActionCoverage, Coverage, CoverageCount, DoneBy, HouseholdCoverage};
pub use self::run::CampaignRun;
pub(super) use self::sheet::{Sheet, who_answers};
use super::entry::{Campaign, Channel, Done};
use super::error::{WorkCode, WorkError};
use super::timeline::Timeline;
use crate::directory::Tables;
use crate::registry::Facts;
use crate::scheme::Rules;
use crate::table::{NONE, at, cell, indices, to_u32};
use crate::text::is_id;

/// The most cells of the tables of one coverage: households, units and people by actions.
const MAX_CELLS: usize = 1 << 28;

/// Every campaign, and what was done in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Campaigns {
    ids: HashMap<SmolStr, u32, FixedState>,
    runs: Vec<RunRow>,
    /// How many actions were recorded in all of them.
    recorded: u32,
}

/// A campaign and its log. An answer shares both, so that it stays what it was when more is recorded.
#[derive(Debug, Clone)]
pub(crate) struct RunRow {
    pub terms: Arc<Terms>,
    /// In the order of the log.
    pub done: Arc<Vec<DoneRow>>,
}

/// What a campaign asks, by positions in the registry and scheme.
#[derive(Debug)]
pub(crate) struct Terms {
    pub id: SmolStr,
    /// The scheme's campaign.
    pub of: u32,
    pub kind: u32,
    /// The registry's number of the unit, or [`NONE`].
    pub unit: u32,
    /// Categories of the scheme's campaign.
    pub needed: Vec<u32>,
    pub categories: Vec<u32>,
    pub first: Vec<u32>,
    pub from: Date,
    pub until: Date,
    pub channels: Vec<Channel>,
    pub actions: u32,
}

/// An action, done for a household; 32 bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DoneRow {
    pub at: Timestamp,
    pub household: u32,
    pub by: u32,
    /// Its place among everything that was done in any campaign.
    pub place: u32,
    pub action: u16,
    pub channel: Channel,
}

/// What the campaigns were at some time, as far as they were touched since.
#[derive(Default)]
pub(crate) struct CampaignMark {
    runs: usize,
    recorded: u32,
    /// How much was done in each.
    done: BTreeMap<u32, usize>,
}

impl Campaigns {
    /// Every campaign, in the order of the log.
    pub fn runs(&self) -> &[RunRow] {
        &self.runs
    }

    /// The campaign with an id.
    pub fn find(&self, id: &str) -> Result<&RunRow, WorkError> {
        let run = self.ids.get(id).and_then(|run| self.runs.get(at(*run)));
        run.ok_or_else(|| WorkError::new(WorkCode::CampaignUnknown, [id]))
    }

    /// What it holds now, to come back to.
    pub fn mark(&self) -> CampaignMark {
        CampaignMark { runs: self.runs.len(), recorded: self.recorded, done: BTreeMap::new() }
    }

    /// Keeps how much was done in a campaign, before more is.
    pub fn keep(&self, done: &Done, mark: &mut CampaignMark) {
        let run = self.ids.get(&done.campaign).filter(|run| at(**run) < mark.runs);
        if let Some((run, row)) = run.and_then(|run| Some((*run, self.runs.get(at(*run))?))) {
            mark.done.entry(run).or_insert(row.done.len());
        }
    }

    /// Comes back to what it held.
    pub fn back_to(&mut self, mark: CampaignMark) {
        for run in self.runs.drain(mark.runs..) {
            self.ids.remove(&run.terms.id);
        }
        for (run, len) in mark.done {
            if let Some(run) = self.runs.get_mut(at(run)) {
                Arc::make_mut(&mut run.done).truncate(len);
            }
        }
        self.recorded = mark.recorded;
    }

    /// Takes a campaign into the log.
    pub fn begin(&mut self, timeline: &Timeline, campaign: &Campaign) -> Result<(), WorkError> {
        let refuse = |code| WorkError::new(code, [campaign.id.as_str()]);
        if !is_id(&campaign.id) {
            return Err(refuse(WorkCode::IdInvalid));
        }
        if self.ids.contains_key(&campaign.id) {
            return Err(refuse(WorkCode::CampaignDuplicate));
        }
        let terms = Terms::read(&timeline.registry.facts, campaign)?;
        let number = to_u32(self.runs.len()).map_err(|_| refuse(WorkCode::TooLarge))?;
        self.ids.insert(campaign.id.clone(), number);
        self.runs.push(RunRow { terms: Arc::new(terms), done: Arc::default() });
        Ok(())
    }

    /// Takes an action that was done for a household into the log.
    pub fn done(&mut self, timeline: &Timeline, done: &Done, recorded: bool) -> Result<(), WorkError> {
        let facts = &*timeline.registry.facts;
        let refuse = |code, named| WorkError::new(code, [done.campaign.as_str(), named]);
        let run = self.ids.get(&done.campaign).and_then(|run| self.runs.get_mut(at(*run)));
        let run = run.ok_or_else(|| WorkError::new(WorkCode::CampaignUnknown, [done.campaign.as_str()]))?;
        let by = facts.people.find(&done.by).ok_or_else(|| refuse(WorkCode::PersonUnknown, &done.by))?;
        let household = household_number(facts, &done.household)
            .ok_or_else(|| refuse(WorkCode::HouseholdUnknown, &done.household))?;
        let action = run.terms.action(facts, &done.action);
        let action = action.ok_or_else(|| refuse(WorkCode::CampaignAction, &done.action))?;
        if !run.terms.channels.contains(&done.channel) {
            return Err(refuse(WorkCode::CampaignChannel, done.channel.as_str()));
        }
        let date = facts.scheme.calendar().date_of(done.at);
        if !run.terms.contains(date) {
            return Err(WorkError::new(WorkCode::CampaignOutside, [done.campaign.as_str()]));
        }
        if !recorded && !run.terms.has(&timeline.on(date).0, household) {
            return Err(refuse(WorkCode::CampaignHousehold, &done.household));
        }
        let too_large = || WorkError::new(WorkCode::TooLarge, [done.campaign.as_str()]);
        let action = u16::try_from(action).map_err(|_| too_large())?;
        let place = self.recorded;
        self.recorded = place.checked_add(1).filter(|next| *next < NONE).ok_or_else(too_large)?;
        let row = DoneRow { at: done.at, household, by, place, action, channel: done.channel };
        Arc::make_mut(&mut run.done).push(row);
        Ok(())
    }
}

/// The registry's number of a household, whenever it exists.
pub(super) fn household_number(facts: &Facts, id: &str) -> Option<u32> {
    let name = facts.names.find(id).filter(|name| *name < facts.sections.sites)?;
    name.checked_sub(facts.sections.households)
}

impl Terms {
    fn read<'c>(facts: &Facts, campaign: &'c Campaign) -> Result<Self, WorkError> {
        let rules = &*facts.scheme.0;
        let refuse = |code, named: &'c str| WorkError::new(code, [campaign.id.as_str(), named]);
        let own = |code| WorkError::new(code, [campaign.id.as_str()]);
        let of = rules.record.campaigns.iter().zip(0..).find(|(row, _)| row.id == campaign.of);
        let (scheme, of) = of.ok_or_else(|| refuse(WorkCode::CampaignUnknown, campaign.of.as_str()))?;
        let kind = rules.kind_ids.get(&campaign.kind).copied();
        let kind = kind.ok_or_else(|| refuse(WorkCode::KindUnknown, &campaign.kind))?;
        let unit = campaign.unit.as_ref().map_or(Ok(NONE), |unit| {
            let number = facts.names.find(unit).filter(|name| *name < facts.sections.departments);
            number.ok_or_else(|| refuse(WorkCode::UnitUnknown, unit))
        })?;
        let unknown = |id: &'c SmolStr| refuse(WorkCode::CategoryUnknown, id.as_str());
        let categories = self::categories(rules, &campaign.categories).map_err(unknown)?;
        let first = self::categories(rules, &campaign.first).map_err(unknown)?;
        if campaign.until <= campaign.from {
            return Err(own(WorkCode::PeriodEmpty));
        }
        let repeats = |(n, channel): (usize, &Channel)| campaign.channels.iter().take(n).any(|own| own == channel);
        if campaign.channels.is_empty() || campaign.channels.iter().enumerate().any(repeats) {
            return Err(own(WorkCode::CampaignChannels));
        }
        let rows = [facts.households.life.len(), facts.units.life.len(), facts.people.len(), 1];
        let width = scheme.actions.len().saturating_add(2);
        if rows.iter().sum::<usize>().saturating_mul(width) > MAX_CELLS {
            return Err(own(WorkCode::TooLarge));
        }
        Ok(Self {
            id: campaign.id.clone(),
            of,
            kind,
            unit,
            // Those of the scheme are checked with it.
            needed: self::categories(rules, &scheme.categories).unwrap_or_default(),
            categories,
            first,
            from: campaign.from,
            until: campaign.until,
            channels: campaign.channels.clone(),
            actions: indices(scheme.actions.len()).end,
        })
    }

    /// The place of an action among those of the campaign.
    pub fn action(&self, facts: &Facts, id: &str) -> Option<usize> {
        let campaign = facts.scheme.0.record.campaigns.get(at(self.of))?;
        campaign.actions.iter().position(|action| action.id == id)
    }

    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && date < self.until
    }

    /// The last day.
    pub fn last(&self) -> Date {
        self.until.yesterday().unwrap_or(self.from)
    }

    /// Whether a household is of its set on the day of a directory.
    pub fn has(&self, tables: &Tables, household: u32) -> bool {
        let unit = tables.household_unit(household);
        let (from, until) = self.units(tables);
        unit != NONE && (from..until).contains(&unit) && self.is_of_categories(tables, household)
    }

    /// Its set on the day of a directory, in the order of the tree, then of id.
    pub fn households(&self, tables: &Tables) -> Vec<u32> {
        let (from, until) = self.units(tables);
        let under = tables.households.span(from, until).iter().copied();
        under.filter(|household| self.is_of_categories(tables, *household)).collect()
    }

    /// Whether a household is one of those that come first.
    pub fn comes_first(&self, tables: &Tables, household: u32) -> bool {
        let own = tables.facts.households.categories.row(household);
        self.first.iter().any(|category| own.contains(category))
    }

    /// The units whose households are meant, as a range in tree order; none where the unit does not exist on the day.
    fn units(&self, tables: &Tables) -> (u32, u32) {
        if self.unit == NONE {
            return (0, indices(tables.parent.len()).end);
        }
        let unit = cell(&tables.unit_at, self.unit, NONE);
        if unit == NONE { (0, 0) } else { (unit, cell(&tables.end, unit, unit)) }
    }

    fn is_of_categories(&self, tables: &Tables, household: u32) -> bool {
        let own = tables.facts.households.categories.row(household);
        let has_one = |named: &[u32]| named.is_empty() || named.iter().any(|category| own.contains(category));
        has_one(&self.needed) && has_one(&self.categories)
    }
}

/// The places of categories in the scheme, each once, in its order; or the first that is not there.
fn categories<'c>(rules: &Rules, ids: &'c [SmolStr]) -> Result<Vec<u32>, &'c SmolStr> {
    let all = &rules.record.categories;
    let place = |id: &'c SmolStr| all.iter().zip(0..).find(|(own, _)| own.id == *id).map(|(_, place)| place).ok_or(id);
    let mut places = ids.iter().map(place).collect::<Result<Vec<u32>, _>>()?;
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

impl DoneRow {
    /// The civil day in the scheme's offset (T4).
    pub fn date(&self, rules: &Rules) -> Date {
        rules.calendar.date_of(self.at)
    }
}

#[cfg(test)]
mod tests;
