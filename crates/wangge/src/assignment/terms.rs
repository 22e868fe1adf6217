//! The numbers and rules of one use, resolved: what a programme or a level asks for, and what the options override.

use super::AssignError;
use super::options::{AssignOptions, Use};
use crate::directory::Directory;
use crate::scheme::Rules;
use crate::table::{at, indices};

/// Which use, by its number in the scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Programme(u32),
    Level(u32),
}

/// What holds for every pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    pub purpose: Purpose,
    /// Categories of household that it is for; empty: every household.
    pub categories: Vec<u32>,
    pub per_household: u32,
    pub min: u32,
    pub max: u32,
    /// The level whose unit both ends share.
    pub within: Option<u32>,
    /// Affiliations of which somebody has at least one; empty: anybody.
    pub affiliations: Vec<u32>,
    pub churn: u32,
    pub evenness: u32,
    pub preference: u32,
    /// Those around others first.
    pub limits: Vec<Limit>,
    pub reserved: Vec<Reserved>,
}

/// At most so many households of some categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Its place in the programme's list.
    pub number: u32,
    pub max: u32,
    /// The slot of the limit around it; 0 if it is only inside the maximum.
    pub parent: u32,
}

/// Households of these categories go only to holders of these roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    pub categories: Vec<u32>,
    pub roles: Vec<u32>,
}

impl Terms {
    pub fn new(directory: &Directory, options: &AssignOptions) -> Result<Self, AssignError> {
        let rules = directory.0.rules();
        let mut terms = match &options.purpose {
            Use::Caretakers { programme } => Self::of_programme(rules, programme)?,
            Use::Units { level, within } => Self::of_level(rules, level, within.as_deref())?,
        };
        terms.max = options.max.unwrap_or(terms.max);
        terms.churn = options.churn.unwrap_or(terms.churn);
        terms.evenness = options.evenness.unwrap_or(terms.evenness);
        if terms.min > terms.max {
            return Err(AssignError::MaxBelowMin { min: terms.min, max: terms.max });
        }
        Ok(terms)
    }

    fn of_programme(rules: &Rules, id: &str) -> Result<Self, AssignError> {
        let found = indices(rules.record.programmes.len()).zip(&rules.record.programmes).find(|(_, row)| row.id == id);
        let (programme, record) = found.ok_or_else(|| AssignError::programme(id))?;
        let own = rules.programme_rules.get(at(programme)).ok_or_else(|| AssignError::programme(id))?;
        Ok(Self {
            purpose: Purpose::Programme(programme),
            categories: rules.programme_categories.row(programme).to_vec(),
            per_household: record.per_household,
            min: record.min,
            max: record.max,
            within: own.within,
            affiliations: rules.programme_eligible.row(programme).to_vec(),
            churn: record.cost.churn,
            evenness: record.cost.evenness,
            preference: record.cost.preference,
            limits: nest(own.limits.as_slice().iter().map(|limit| (limit.around, limit.max)).collect()),
            reserved: own.reserved.iter().map(Reserved::new).collect(),
        })
    }

    fn of_level(rules: &Rules, id: &str, within: Option<&str>) -> Result<Self, AssignError> {
        let level = |id: &str| rules.level_ids.get(id).copied().ok_or_else(|| AssignError::level(id));
        let own = level(id)?;
        let within = within.map(level).transpose()?;
        let record = rules.record.levels.get(at(own)).filter(|record| record.households);
        let record = record.ok_or_else(|| AssignError::LevelHoldsNone { id: id.into() })?;
        Ok(Self {
            purpose: Purpose::Level(own),
            categories: Vec::new(),
            per_household: 1,
            min: record.min_households.unwrap_or(0),
            max: record.max_households.unwrap_or(u32::MAX),
            within,
            affiliations: Vec::new(),
            churn: 0,
            evenness: 0,
            preference: 0,
            limits: Vec::new(),
            reserved: Vec::new(),
        })
    }

    /// Whether it is for a household of these categories.
    pub fn is_for(&self, categories: &[u32]) -> bool {
        self.categories.is_empty() || meet(&self.categories, categories)
    }

    /// The slot that a household counts towards: 0 the person, then the limits.
    pub fn slot(&self, rules: &Rules, categories: &[u32]) -> u32 {
        let Purpose::Programme(programme) = self.purpose else { return 0 };
        let own = rules.programme_rules.get(at(programme));
        let number = own.and_then(|own| own.limits.innermost(categories));
        let of_number =
            |number| (1..).zip(&self.limits).find(|(_, limit)| limit.number == number).map(|(slot, _)| slot);
        number.and_then(of_number).unwrap_or(0)
    }

    /// A slot, then those around it, the last being 0.
    pub fn around(&self, slot: u32) -> impl Iterator<Item = u32> + use<'_> {
        let parent = |slot: &u32| self.limits.get(at(slot.checked_sub(1)?)).map(|limit| limit.parent);
        std::iter::successors(Some(slot), parent)
    }

    /// How many slots a taker has.
    pub fn slots(&self) -> u32 {
        indices(self.limits.len()).end.saturating_add(1)
    }

    /// The entries that reserve a household of these categories, ascending.
    pub fn reserving(&self, categories: &[u32]) -> impl Iterator<Item = u32> {
        (0..).zip(&self.reserved).filter(|(_, entry)| meet(&entry.categories, categories)).map(|(number, _)| number)
    }

    /// The entries that a holder of these roles, ascending, satisfies.
    pub fn satisfied(&self, roles: &[u32]) -> impl Iterator<Item = u32> {
        (0..).zip(&self.reserved).filter(|(_, entry)| meet(&entry.roles, roles)).map(|(number, _)| number)
    }
}

/// Puts limits, each with the number of the nearest one around it, into order, those around others first.
fn nest(limits: Vec<(Option<u32>, u32)>) -> Vec<Limit> {
    let around = |number: &u32| limits.get(at(*number)).and_then(|limit| limit.0);
    // Limits inside one another are no more than there are.
    let depth = |number: u32| std::iter::successors(Some(number), around).take(limits.len()).count();
    let mut order: Vec<u32> = indices(limits.len()).collect();
    order.sort_by_key(|number| (depth(*number), *number));
    let slot = |wanted: u32| (1..).zip(&order).find(|(_, number)| **number == wanted).map_or(0, |(slot, _)| slot);
    let limit = |number: &u32| Limit {
        number: *number,
        max: limits.get(at(*number)).map_or(u32::MAX, |limit| limit.1),
        parent: around(number).map_or(0, slot),
    };
    order.iter().map(limit).collect()
}

/// Whether two lists share an item.
pub fn meet(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|one| b.contains(one))
}

impl Reserved {
    fn new(entry: &crate::scheme::Reserved) -> Self {
        Self { categories: entry.categories.clone(), roles: entry.roles.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_stand_after_those_around_them() {
        let limit = |number, max, parent| Limit { number, max, parent };
        // The first is inside the third, which is inside the second; the fourth is apart.
        let nested = nest(vec![(Some(2), 3), (None, 9), (Some(1), 5), (None, 4)]);
        assert_eq!(nested, [limit(1, 9, 0), limit(3, 4, 0), limit(2, 5, 1), limit(0, 3, 3)]);
    }
}
