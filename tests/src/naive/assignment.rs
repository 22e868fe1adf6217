//! What assignment is told: who is exempt, and what holds between a person and a household (A2).

use jiff::civil::Date;
use wangge::record::PairRule;

use super::World;

/// What holds for a household and a person on a date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleHeld {
    /// The household.
    pub household: String,
    /// The person.
    pub person: String,
    /// Under one programme; none: under every one.
    pub programme: Option<String>,
    /// What.
    pub rule: PairRule,
}

/// "A pair rule says over a period": those of households that exist on the date.
pub fn pair_rules(world: &World, date: Date) -> Vec<RuleHeld> {
    let today = world.pair_rules.iter().filter(|rule| rule.period.contains(date));
    let mut rules: Vec<RuleHeld> = today
        .map(|rule| RuleHeld {
            household: world.households[rule.household].id.to_string(),
            person: world.people[rule.person].id.to_string(),
            programme: rule.programme.map(|programme| world.scheme.programmes[programme].id.to_string()),
            rule: rule.rule,
        })
        .collect();
    rules.sort();
    rules
}

/// The people who are given no new households, by id.
pub fn exempt(world: &World) -> Vec<String> {
    let mut exempt: Vec<String> =
        world.people.iter().filter(|person| person.exempt).map(|person| person.id.to_string()).collect();
    exempt.sort();
    exempt
}
