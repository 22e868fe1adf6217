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
pub struct Terms {
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

/// Of these categories at most so many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Its place in the programme's list.
    pub number: u32,
    pub categories: Vec<u32>,
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
        Ok(Self {
            purpose: Purpose::Programme(programme),
            categories: rules.programme_categories.row(programme).to_vec(),
            per_household: record.per_household,
            min: 0,
            max: record.max,
            within: None,
            affiliations: rules.programme_eligible.row(programme).to_vec(),
            churn: 0,
            evenness: 0,
            preference: 0,
            limits: Vec::new(),
            reserved: Vec::new(),
        })
    }

    fn of_level(rules: &Rules, id: &str, within: Option<&str>) -> Result<Self, AssignError> {
        let level = |id: &str| rules.level_ids.get(id).copied().ok_or_else(|| AssignError::level(id));
        let own = level(id)?;
        let within = within.map(level).transpose()?;
        let record = rules.record.levels.get(at(own)).filter(|record| record.households);
        record.ok_or_else(|| AssignError::LevelHoldsNone { id: id.into() })?;
        Ok(Self {
            purpose: Purpose::Level(own),
            categories: Vec::new(),
            per_household: 1,
            min: 0,
            max: u32::MAX,
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

    /// The slot that a household counts towards: 0 the person, then the limits. Of the limits that name one of its
    /// categories, none of which has such a one inside it, the first of the programme's list.
    pub fn slot(&self, categories: &[u32]) -> u32 {
        let names = |limit: &Limit| meet(&limit.categories, categories);
        let innermost = (1..).zip(&self.limits).filter(|(slot, limit)| {
            names(limit) && !self.limits.iter().any(|inner| inner.parent == *slot && names(inner))
        });
        innermost.min_by_key(|(_, limit)| limit.number).map_or(0, |(slot, _)| slot)
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

/// Puts limits that are inside, around or apart from one another into order, those around others first.
pub fn nest(limits: impl Iterator<Item = (Vec<u32>, u32)>) -> Vec<Limit> {
    let mut nested: Vec<Limit> =
        (0..).zip(limits).map(|(number, (categories, max))| Limit { number, categories, max, parent: 0 }).collect();
    nested.sort_by_key(|limit| (std::cmp::Reverse(limit.categories.len()), limit.number));
    let parents: Vec<u32> = nested
        .iter()
        .enumerate()
        .map(|(place, limit)| {
            let earlier = (1..).zip(nested.iter().take(place));
            let around = earlier.filter(|(_, outer)| limit.categories.iter().all(|one| outer.categories.contains(one)));
            around.last().map_or(0, |(slot, _)| slot)
        })
        .collect();
    for (limit, parent) in nested.iter_mut().zip(parents) {
        limit.parent = parent;
    }
    nested
}

/// Whether two lists share an item.
pub fn meet(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|one| b.contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(limits: &[&[u32]]) -> Terms {
        Terms {
            purpose: Purpose::Programme(0),
            categories: Vec::new(),
            per_household: 1,
            min: 0,
            max: 12,
            within: None,
            affiliations: Vec::new(),
            churn: 0,
            evenness: 0,
            preference: 0,
            limits: nest(limits.iter().map(|categories| (categories.to_vec(), 3))),
            reserved: Vec::new(),
        }
    }

    #[test]
    fn a_household_counts_towards_the_innermost_limit_and_all_around_it() {
        let around = |terms: &Terms, categories: &[u32]| {
            let slots = terms.around(terms.slot(categories));
            slots.filter_map(|slot| terms.limits.get(at(slot.checked_sub(1)?))).map(|limit| limit.number).collect()
        };
        let numbers = |limits: &[&[u32]], categories: &[u32]| -> Vec<u32> { around(&terms(limits), categories) };
        assert_eq!(numbers(&[], &[1]), []);
        assert_eq!(numbers(&[&[1], &[1, 2], &[3]], &[1]), [0, 1]);
        assert_eq!(numbers(&[&[1, 2], &[1], &[3]], &[1]), [1, 0], "the order of the list does not matter");
        assert_eq!(numbers(&[&[1, 2], &[1], &[3]], &[2]), [0]);
        assert_eq!(numbers(&[&[1], &[1, 2], &[3]], &[4]), []);
        assert_eq!(numbers(&[&[3], &[1, 2], &[1]], &[3, 1]), [0], "the first of two that are apart");
        assert_eq!(numbers(&[&[2, 1], &[3], &[1], &[1, 2, 3, 4]], &[3, 1]), [1, 3]);
    }
}
