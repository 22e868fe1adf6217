//! The hierarchy itself, codes, and what a list of findings says was checked.

use jiff::civil::Date;

use super::{
    holder::Form,
    period::Period,
    world::{Subject, World, on},
};

/// A unit with what is directly in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Branch {
    /// Its id.
    pub id: String,
    /// The unit above it.
    pub parent: Option<String>,
    /// The code that is valid on the date.
    pub code: Option<String>,
    /// Households directly under it, by id.
    pub households: Vec<String>,
    /// Sites directly in it, by id.
    pub sites: Vec<String>,
    /// Departments, by id.
    pub departments: Vec<String>,
    /// How many households are under it, at any depth.
    pub household_count: usize,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checked {
    /// Units.
    pub units: usize,
    /// Households.
    pub households: usize,
    /// Sites.
    pub sites: usize,
    /// Kinds.
    pub kinds: usize,
    /// Seats that somebody holds or should.
    pub seats: usize,
    /// Pairings.
    pub pairings: usize,
}

/// The units of a date in tree order: a unit before what is under it, siblings by id.
pub fn branches(world: &World, date: Date) -> Vec<Branch> {
    let households = || world.households.iter().filter(|row| row.life.contains(date));
    let sites = || world.sites.iter().filter(|row| row.life.contains(date));
    let branch = |unit: usize| {
        let row = &world.units[unit];
        let mut directly: Vec<String> =
            households().filter(|row| on(date, &row.units) == Some(unit)).map(|row| row.id.to_string()).collect();
        directly.sort();
        let mut within: Vec<String> =
            sites().filter(|row| on(date, &row.units) == Some(unit)).map(|row| row.id.to_string()).collect();
        within.sort();
        let under = |household: &usize| {
            world.households[*household].life.contains(date)
                && world.path(date, Subject::Household(*household)).contains(&unit)
        };
        Branch {
            id: row.id.to_string(),
            parent: on(date, &row.parents).map(|parent| world.units[parent].id.to_string()),
            code: row.codes.iter().find(|(_, period)| period.contains(date)).map(|(code, _)| code.to_string()),
            households: directly,
            sites: within,
            departments: world
                .departments_of(date, unit)
                .into_iter()
                .map(|row| world.departments[row].id.to_string())
                .collect(),
            household_count: (0..world.households.len()).filter(under).count(),
        }
    };
    world.tree_order(date).into_iter().map(branch).collect()
}

/// "A retired code still resolves, with the dates it was valid."
pub fn code(world: &World, code: &str) -> Vec<(String, Period)> {
    let mut found = Vec::new();
    for unit in &world.units {
        let periods = unit.codes.iter().filter(|(one, _)| one == code);
        found.extend(periods.map(|(_, period)| (unit.id.to_string(), *period)));
    }
    found.sort();
    found
}

/// Section 7: "says what was checked".
pub fn checked(world: &World, date: Date) -> Checked {
    let units = world.tree_order(date);
    let seats = units.iter().flat_map(|unit| world.seats_of(date, *unit));
    Checked {
        units: units.len(),
        households: world.households.iter().filter(|row| row.life.contains(date)).count(),
        sites: world.sites.iter().filter(|row| row.life.contains(date)).count(),
        kinds: world.scheme.kinds.len(),
        seats: seats.filter(|seat| world.min(*seat) > 0 || world.form(date, *seat) != Form::Vacant).count(),
        pairings: world.pairings.iter().filter(|row| row.period.contains(date)).count(),
    }
}
