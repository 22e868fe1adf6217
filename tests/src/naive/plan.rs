//! Household assignment (A1-A3, A5), every pair looked at.

use jiff::civil::Date;
use smol_str::SmolStr;
use wangge::record::PairRule;
use wangge::{AssignOptions, Use};
use wangge_transport::{Problem, Sink, solve};

use super::{
    holder::SeatRow,
    place::Point,
    world::{Subject, World, on},
};

/// What is to be planned: households, and who could take them, by row numbers of this task.
#[derive(Debug, Clone)]
pub struct Task {
    /// Ids of the households.
    pub households: Vec<String>,
    /// Ids of the people, or of the units.
    pub takers: Vec<String>,
    /// How many takers a household asks for.
    pub asked: usize,
    /// The least and the greatest number of households.
    pub min: usize,
    /// The greatest number of households.
    pub max: usize,
    /// What each further household of one taker costs more.
    pub evenness: i64,
    /// For each limit its maximum and the nearest limit around it.
    pub limits: Vec<(usize, Option<usize>)>,
    /// The limit that each household counts towards.
    pub limit_of: Vec<Option<usize>>,
    /// Pairs: household, then taker.
    pub pairs: Vec<Vec<Pair>>,
    /// Households from other posts and programmes.
    pub others: Vec<usize>,
    /// For each taker the limits of this programme's households that are not planned.
    pub outside: Vec<Vec<Option<usize>>>,
    /// Today's pairs of households that are not of the programme.
    pub strays: Vec<(String, String)>,
}

/// A household and who could take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pair {
    /// A2.
    pub eligible: bool,
    /// It stays.
    pub pinned: bool,
    /// It is one of today's.
    pub today: bool,
    /// Metres, if both have a place.
    pub metres: Option<i64>,
    /// For differing from today's.
    pub churn: i64,
    /// For being preferred.
    pub preference: i64,
}

/// How good a set of pairs is: what comes first counts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// Takers that are missing.
    pub missing: usize,
    /// Households that are missing for minima.
    pub shortfall: usize,
    /// Metres.
    pub cost: i64,
}

impl Pair {
    /// "Distance, plus churn if it is not one of today's, less preference."
    pub fn cost(&self) -> i64 {
        self.metres.unwrap_or(20_000) + self.churn - self.preference
    }
}

/// What holds for all pairs.
struct Rules {
    programme: Option<usize>,
    level: usize,
    within: Option<usize>,
    cost: wangge::record::CostRecord,
}

impl Task {
    /// The task of some options on a date; they name what there is.
    pub fn new(world: &World, date: Date, options: &AssignOptions) -> Self {
        let scheme = &world.scheme;
        let mut rules = Rules { programme: None, level: 0, within: None, cost: wangge::record::CostRecord::default() };
        let (asked, min, max);
        match &options.purpose {
            Use::Caretakers { programme } => {
                let row = scheme.programmes.iter().position(|row| row.id == *programme).unwrap();
                let record = &scheme.programmes[row];
                rules.programme = Some(row);
                rules.within = record.within.as_ref().map(|id| world.level(id));
                rules.cost = record.cost;
                (asked, min, max) = (record.per_household, record.min, record.max);
            }
            Use::Units { level, within } => {
                rules.level = world.level(level);
                rules.within = within.as_ref().map(|id| world.level(id));
                let record = &scheme.levels[rules.level];
                (asked, min, max) = (1, record.min_households.unwrap_or(0), record.max_households.unwrap_or(u32::MAX));
            }
        }
        rules.cost.churn = options.churn.unwrap_or(rules.cost.churn);
        rules.cost.evenness = options.evenness.unwrap_or(rules.cost.evenness);
        let takers: Vec<usize> = match rules.programme {
            Some(_) => (0..world.people.len()).collect(),
            None => world.tree_order(date).into_iter().filter(|unit| world.units[*unit].level == rules.level).collect(),
        };
        let exist = (0..world.households.len()).filter(|row| world.households[*row].life.contains(date));
        let under = |household: usize| {
            let path = world.path(date, Subject::Household(household));
            options.unit.as_ref().is_none_or(|id| path.iter().any(|unit| world.units[*unit].id == *id))
        };
        let (inside, outside): (Vec<usize>, Vec<usize>) = exist.partition(|household| under(*household));
        let (households, strays): (Vec<usize>, Vec<usize>) =
            inside.into_iter().partition(|household| world.is_of(rules.programme, *household));
        let limits = world.limits(rules.programme);
        let limit_of = |household: usize| world.limit_of(&limits, household);
        let today = |household: usize, taker: usize| world.is_todays(date, &rules, household, taker);
        let id_of = |taker: usize| match rules.programme {
            Some(_) => world.people[taker].id.to_string(),
            None => world.units[taker].id.to_string(),
        };
        let household_id = |household: usize| world.households[household].id.to_string();
        let pair = |household: usize, taker: usize| {
            let mut pair = world.pair(date, &rules, household, taker);
            let (own, id) = (household_id(household), id_of(taker));
            let given = options.distances.iter().rev().find(|given| given.household == own && given.taker == id);
            pair.metres = given.map_or(pair.metres, |given| Some(given.metres.into()));
            pair
        };
        Self {
            asked: asked as usize,
            min: min as usize,
            max: options.max.unwrap_or(max) as usize,
            evenness: rules.cost.evenness.into(),
            limit_of: households.iter().map(|household| limit_of(*household)).collect(),
            pairs: households
                .iter()
                .map(|household| takers.iter().map(|taker| pair(*household, *taker)).collect())
                .collect(),
            others: takers.iter().map(|taker| world.others(date, &rules, *taker)).collect(),
            outside: takers
                .iter()
                .map(|taker| {
                    let has = outside.iter().filter(|household| today(**household, *taker));
                    has.map(|household| limit_of(*household)).collect()
                })
                .collect(),
            strays: strays
                .iter()
                .flat_map(|household| takers.iter().map(move |taker| (*household, *taker)))
                .filter(|(household, taker)| rules.programme.is_some() && today(*household, *taker))
                .map(|(household, taker)| (household_id(household), id_of(taker)))
                .collect(),
            limits: limits.iter().map(|limit| (limit.max, limit.around)).collect(),
            households: households.iter().map(|household| household_id(*household)).collect(),
            takers: takers.iter().map(|taker| id_of(*taker)).collect(),
        }
    }

    /// A limit and those around it.
    fn around(&self, limit: Option<usize>) -> Vec<usize> {
        std::iter::successors(limit, |limit| self.limits[*limit].1).collect()
    }

    /// Who may be given any household has the minimum.
    pub fn minimum(&self, taker: usize) -> usize {
        if self.pairs.iter().any(|row| row[taker].eligible) { self.min } else { 0 }
    }

    /// Households that a taker has for certain: those that are not planned, and pinned ones; of a limit, if one is given.
    fn fixed(&self, taker: usize, limit: Option<usize>) -> usize {
        let counts = |own: Option<usize>| limit.is_none_or(|limit| self.around(own).contains(&limit));
        let outside = self.outside[taker].iter().filter(|own| counts(**own)).count();
        let pinned =
            (0..self.households.len()).filter(|row| self.pairs[*row][taker].pinned && counts(self.limit_of[*row]));
        outside + pinned.count()
    }

    /// Whether pairs break a rule: of each household the takers.
    pub fn is_broken(&self, plan: &[Vec<usize>]) -> bool {
        for (row, takers) in plan.iter().enumerate() {
            let pinned = (0..self.takers.len()).filter(|taker| self.pairs[row][*taker].pinned);
            let mut distinct = takers.clone();
            distinct.sort_unstable();
            distinct.dedup();
            let allowed = |taker: &usize| self.pairs[row][*taker].eligible || self.pairs[row][*taker].pinned;
            if distinct.len() < takers.len()
                || takers.len() > self.asked.max(pinned.clone().count())
                || !pinned.clone().all(|taker| takers.contains(&taker))
                || !takers.iter().all(allowed)
            {
                return true;
            }
        }
        (0..self.takers.len()).any(|taker| {
            let planned = |limit: Option<usize>| {
                let counts = |row: usize| limit.is_none_or(|limit| self.around(self.limit_of[row]).contains(&limit));
                let has = |row: &usize| plan[*row].contains(&taker) && !self.pairs[*row][taker].pinned && counts(*row);
                (0..plan.len()).filter(has).count()
            };
            let over = |limit: Option<usize>, max: usize| planned(limit) > max.saturating_sub(self.fixed(taker, limit));
            over(None, self.max) || (0..self.limits.len()).any(|limit| over(Some(limit), self.limits[limit].0))
        })
    }

    /// Whether the pins of this task leave a taker within their maximum and limits, but for what pins exceeded before.
    pub fn leaves_room(&self, before: &Self, taker: usize) -> bool {
        let fits = |limit: Option<usize>, max: usize| {
            let (now, then) = (self.fixed(taker, limit), before.fixed(taker, limit));
            now == then || now <= max
        };
        fits(None, self.max) && (0..self.limits.len()).all(|limit| fits(Some(limit), self.limits[limit].0))
    }

    /// How many households of the plan each taker has.
    fn load(plan: &[Vec<usize>], taker: usize) -> usize {
        plan.iter().filter(|takers| takers.contains(&taker)).count()
    }

    /// What load costs: "the n-th household of a person, n from 0, costs `evenness * n` more".
    pub fn load_cost(&self, plan: &[Vec<usize>]) -> i64 {
        let of_taker = |taker: usize| {
            let first = self.others[taker] + self.outside[taker].len();
            (first..first + Self::load(plan, taker)).map(|n| self.evenness * n as i64).sum::<i64>()
        };
        (0..self.takers.len()).map(of_taker).sum()
    }

    /// How good pairs are.
    pub fn score(&self, plan: &[Vec<usize>]) -> Score {
        let pairs = plan.iter().zip(&self.pairs).flat_map(|(takers, row)| takers.iter().map(move |taker| &row[*taker]));
        let short =
            |taker: usize| self.minimum(taker).saturating_sub(self.outside[taker].len() + Self::load(plan, taker));
        Score {
            missing: plan.iter().map(|takers| self.asked.saturating_sub(takers.len())).sum(),
            shortfall: (0..self.takers.len()).map(short).sum(),
            cost: pairs.map(Pair::cost).sum::<i64>() + self.load_cost(plan),
        }
    }

    /// The best score: every eligible pair is an arc, and the solver of `wangge-transport`, which has tests of its own,
    /// does the rest.
    pub fn optimum(&self) -> Score {
        let mut problem = Problem::new();
        let mut sinks = Vec::new();
        for taker in 0..self.takers.len() {
            let fixed = self.fixed(taker, None);
            let base = self.others[taker] + fixed;
            let slopes: Vec<(u32, i64)> =
                (0..=self.households.len()).map(|n| (n as u32, self.evenness * (base + n) as i64)).collect();
            let sink = Sink {
                lower: self.minimum(taker).saturating_sub(fixed) as u32,
                upper: self.max.saturating_sub(fixed) as u32,
                parent: None,
                load_cost: &slopes,
            };
            let mut own = vec![problem.add_sink(sink).unwrap()];
            own.resize(self.limits.len() + 1, 0);
            // Those around others have fewer around them.
            let mut order: Vec<usize> = (0..self.limits.len()).collect();
            order.sort_by_key(|limit| self.around(Some(*limit)).len());
            for limit in order {
                let (max, around) = self.limits[limit];
                let upper = max.saturating_sub(self.fixed(taker, Some(limit))) as u32;
                let parent = Some(own[around.map_or(0, |around| around + 1)]);
                own[limit + 1] = problem.add_sink(Sink { upper, parent, ..Sink::default() }).unwrap();
            }
            sinks.push(own);
        }
        let mut pinned_cost = 0;
        for (row, pairs) in self.pairs.iter().enumerate() {
            let pinned = pairs.iter().filter(|pair| pair.pinned);
            pinned_cost += pinned.clone().map(Pair::cost).sum::<i64>();
            let place = self.limit_of[row].map_or(0, |limit| limit + 1);
            let arcs: Vec<(u32, i64)> = (0..pairs.len())
                .filter(|taker| pairs[*taker].eligible && !pairs[*taker].pinned)
                .map(|taker| (sinks[taker][place], pairs[taker].cost()))
                .collect();
            problem.add_row(self.asked.saturating_sub(pinned.count()) as u32, &arcs).unwrap();
        }
        // Pinned households come first.
        let pins: Vec<Vec<usize>> =
            self.pairs.iter().map(|row| (0..row.len()).filter(|taker| row[*taker].pinned).collect()).collect();
        let solution = solve(problem).unwrap();
        let verified = solution.certificate().verify(solution.problem(), solution.plan()).unwrap();
        Score {
            missing: verified.unassigned as usize,
            shortfall: verified.shortfall as usize,
            cost: verified.cost + pinned_cost + self.load_cost(&pins),
        }
    }

    /// The best score by trying every plan, where there are not too many.
    pub fn brute(&self) -> Option<Score> {
        let mut plans: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
        for row in &self.pairs {
            let pinned: Vec<usize> = (0..row.len()).filter(|taker| row[*taker].pinned).collect();
            let rest = self.asked.saturating_sub(pinned.len());
            let free: Vec<usize> = (0..row.len()).filter(|taker| row[*taker].eligible && !row[*taker].pinned).collect();
            // Every set of at most so many.
            let mut choices = vec![pinned];
            for taker in free {
                let more: Vec<Vec<usize>> = choices
                    .iter()
                    .filter(|choice| choice.len() < choices[0].len() + rest)
                    .map(|choice| choice.iter().copied().chain([taker]).collect())
                    .collect();
                choices.extend(more);
            }
            if plans.len() * choices.len() > 3_000 {
                return None;
            }
            plans = plans
                .iter()
                .flat_map(|plan| choices.iter().map(|choice| plan.iter().cloned().chain([choice.clone()]).collect()))
                .collect();
        }
        plans.iter().filter(|plan| !self.is_broken(plan)).map(|plan| self.score(plan)).min()
    }
}

/// A limit of a programme.
struct Limit {
    categories: Vec<SmolStr>,
    max: usize,
    around: Option<usize>,
}

impl World {
    /// "A household is of a programme if the programme's categories are empty, or it has one of them."
    fn is_of(&self, programme: Option<usize>, household: usize) -> bool {
        let Some(programme) = programme else { return true };
        let categories = &self.scheme.programmes[programme].categories;
        categories.is_empty() || self.has_one(household, categories)
    }

    fn has_one(&self, household: usize, categories: &[SmolStr]) -> bool {
        self.households[household].categories.iter().any(|category| categories.contains(category))
    }

    fn limits(&self, programme: Option<usize>) -> Vec<Limit> {
        let records = programme.map_or(&[][..], |programme| &self.scheme.programmes[programme].limits);
        let sets: Vec<Vec<SmolStr>> = records
            .iter()
            .map(|record| {
                let mut set = record.categories.clone();
                set.sort();
                set.dedup();
                set
            })
            .collect();
        let inside = |inner: usize, outer: usize| {
            sets[inner].len() < sets[outer].len() && sets[inner].iter().all(|one| sets[outer].contains(one))
        };
        let around = |limit: usize| {
            let outer = (0..sets.len()).filter(|outer| inside(limit, *outer));
            outer.min_by_key(|outer| sets[*outer].len())
        };
        (0..sets.len())
            .map(|limit| Limit {
                categories: sets[limit].clone(),
                max: records[limit].max as usize,
                around: around(limit),
            })
            .collect()
    }

    /// "The first limit of those that name one of its categories and have no other such limit inside them."
    fn limit_of(&self, limits: &[Limit], household: usize) -> Option<usize> {
        let names = |limit: usize| self.has_one(household, &limits[limit].categories);
        let is_inside = |inner: usize, outer: usize| {
            std::iter::successors(limits[inner].around, |limit| limits[*limit].around).any(|limit| limit == outer)
        };
        (0..limits.len())
            .find(|limit| names(*limit) && !(0..limits.len()).any(|inner| names(inner) && is_inside(inner, *limit)))
    }

    fn is_todays(&self, date: Date, rules: &Rules, household: usize, taker: usize) -> bool {
        match rules.programme {
            None => self.unit_of_level(date, household, rules.level) == Some(taker),
            Some(programme) => self.pairings.iter().any(|pairing| {
                pairing.programme == programme
                    && pairing.household == household
                    && pairing.person == taker
                    && pairing.period.contains(date)
            }),
        }
    }

    fn unit_of_level(&self, date: Date, household: usize, level: usize) -> Option<usize> {
        self.path(date, Subject::Household(household)).into_iter().find(|unit| self.units[*unit].level == level)
    }

    fn pair(&self, date: Date, rules: &Rules, household: usize, taker: usize) -> Pair {
        let today = self.is_todays(date, rules, household, taker);
        let churn = if today { 0 } else { rules.cost.churn.into() };
        let Some(programme) = rules.programme else {
            let within = rules.within.is_none_or(|level| {
                let own =
                    self.path(date, Subject::Unit(taker)).into_iter().find(|unit| self.units[*unit].level == level);
                own.is_some() && own == self.unit_of_level(date, household, level)
            });
            let metres = self.metres(self.household_place(date, household), self.unit_place(date, taker));
            return Pair { eligible: within, today, metres, churn, ..Pair::default() };
        };
        let record = &self.scheme.programmes[programme];
        let person = &self.people[taker];
        let rule = |rule: PairRule| {
            self.pair_rules.iter().any(|row| {
                (row.household, row.person, row.rule) == (household, taker, rule)
                    && row.programme.is_none_or(|own| own == programme)
                    && row.period.contains(date)
            })
        };
        let home = person.home == Some(household);
        let roles: Vec<&SmolStr> = self.seats(date, taker).filter_map(|seat| self.role(seat)).collect();
        let within = rules.within.is_none_or(|level| {
            let own = self.unit_of_level(date, household, level);
            own.is_some_and(|unit| self.belongs(date, taker).contains(&unit))
        });
        let affiliated =
            record.eligible.is_empty() || record.eligible.iter().any(|one| person.affiliations.contains(one));
        let reserved = record.reserved.iter().filter(|entry| self.has_one(household, &entry.categories));
        let may = reserved.into_iter().all(|entry| entry.roles.iter().any(|role| roles.contains(&role)));
        let metres = self.metres(self.household_place(date, household), self.person_place(date, taker));
        Pair {
            eligible: !person.exempt && affiliated && within && !home && !rule(PairRule::Recused) && may,
            pinned: rule(PairRule::Pinned) && !home,
            today,
            metres,
            churn,
            preference: if rule(PairRule::Preferred) { rules.cost.preference.into() } else { 0 },
        }
    }

    fn seats(&self, date: Date, person: usize) -> impl Iterator<Item = SeatRow> {
        let mine = self.appointments.iter().filter(move |row| row.person == person && row.period.contains(date));
        mine.map(|row| row.seat)
    }

    fn role(&self, seat: SeatRow) -> Option<&SmolStr> {
        match seat {
            SeatRow::Role { role, .. } => Some(&self.scheme.roles[role].id),
            _ => None,
        }
    }

    fn seat_unit(&self, seat: SeatRow) -> usize {
        match seat {
            SeatRow::Role { unit, .. } => unit,
            SeatRow::Department(department) => self.departments[department].unit,
            SeatRow::Caretakers { .. } => unreachable!("nobody is appointed as a caretaker"),
        }
    }

    /// The household that a person lives in, if it exists on the date.
    fn home(&self, date: Date, person: usize) -> Option<usize> {
        self.people[person].home.filter(|home| self.households[*home].life.contains(date))
    }

    /// "The unit of their home, the unit of each seat that they hold, and every unit above these."
    fn belongs(&self, date: Date, person: usize) -> Vec<usize> {
        let home = self.home(date, person).map(Subject::Household);
        let seats = self.seats(date, person).map(|seat| Subject::Unit(self.seat_unit(seat)));
        home.into_iter().chain(seats).flat_map(|subject| self.path(date, subject)).collect()
    }

    /// "The households that they are paired with today under other programmes, those under the units of the last level
    /// that may hold households where they are primary."
    fn others(&self, date: Date, rules: &Rules, taker: usize) -> usize {
        let Some(programme) = rules.programme else { return 0 };
        let paired = self.pairings.iter().filter(|pairing| {
            pairing.person == taker && pairing.programme != programme && pairing.period.contains(date)
        });
        let last = self.scheme.levels.iter().rposition(|level| level.households);
        let leads = |unit: &usize| {
            Some(self.units[*unit].level) == last
                && self.appointments.iter().any(|row| {
                    let of_unit = matches!(row.seat, SeatRow::Role { unit: own, .. } if own == *unit);
                    of_unit && row.person == taker && row.deputy.is_none() && row.period.contains(date)
                })
        };
        let exist = || (0..self.households.len()).filter(|household| self.households[*household].life.contains(date));
        let under = |unit: usize| {
            exist().filter(|household| self.path(date, Subject::Household(*household)).contains(&unit)).count()
        };
        let led: usize = (0..self.units.len()).filter(leads).map(under).sum();
        paired.count() + led
    }

    /// "The middle of the bounding box of the scope of its unit, or of the nearest unit above it that has a scope."
    fn middle(&self, date: Date, unit: usize) -> Option<Point> {
        self.path(date, Subject::Unit(unit)).into_iter().find_map(|unit| self.scope_middle(unit))
    }

    fn scope_middle(&self, unit: usize) -> Option<Point> {
        middle(&self.units[unit].scope.concat())
    }

    pub(super) fn household_place(&self, date: Date, household: usize) -> Option<Point> {
        let unit = || on(date, &self.households[household].units).and_then(|unit| self.middle(date, unit));
        self.households[household].location.or_else(unit)
    }

    pub(super) fn person_place(&self, date: Date, person: usize) -> Option<Point> {
        let home = self.home(date, person).and_then(|home| self.household_place(date, home));
        home.or_else(|| {
            let units: Vec<usize> = self.seats(date, person).map(|seat| self.seat_unit(seat)).collect();
            let first = self.tree_order(date).into_iter().find(|unit| units.contains(unit))?;
            self.middle(date, first)
        })
    }

    /// "The middle of its scope's bounding box, else that of the places of the households under it."
    fn unit_place(&self, date: Date, unit: usize) -> Option<Point> {
        self.scope_middle(unit).or_else(|| {
            let exist = (0..self.households.len()).filter(|row| self.households[*row].life.contains(date));
            let under = exist.filter(|row| self.path(date, Subject::Household(*row)).contains(&unit));
            middle(&under.filter_map(|household| self.household_place(date, household)).collect::<Vec<_>>())
        })
    }

    /// "Whole metres in a local plane, 110,574 m a degree north and 111,320 m x cos(middle latitude) a degree east."
    pub(super) fn metres(&self, a: Option<Point>, b: Option<Point>) -> Option<i64> {
        let (a, b) = (a?, b?);
        let degrees = |steps: i64| steps as f64 / 1e7;
        let middle = (degrees(a.lat + b.lat) / 2.0).to_radians();
        let north = degrees(a.lat - b.lat) * 110_574.0;
        let east = degrees(a.lon - b.lon) * 111_320.0 * middle.cos();
        Some(north.hypot(east).round() as i64)
    }
}

/// The middle of a bounding box, in whole steps of 1e-7 degrees, halves towards zero.
fn middle(points: &[Point]) -> Option<Point> {
    let range = |of: fn(&Point) -> i64| Some((points.iter().map(of).min()? + points.iter().map(of).max()?) / 2);
    Some(Point { lon: range(|point| point.lon)?, lat: range(|point| point.lat)? })
}
