//! Where somebody has still to go for the campaigns of a date, in which order (N3).

mod plan;

use jiff::civil::Date;

use self::plan::{GroupRow, StopRow};
pub use self::plan::{VisitGroup, VisitPlan, VisitStop};
use super::Work;
use super::campaign::{Sheet, who_answers};
use super::error::{WorkCode, WorkError};
use super::walk::Walk;
use crate::assignment::{Place, Places};
use crate::directory::Directory;
use crate::table::{Rows, TooLarge, at, to_u32};

/// A household that is missing, as it is found: what is to be done there.
struct Todo {
    household: u32,
    due: Date,
    comes_first: bool,
    /// Campaign, by its place in the log, and action.
    tasks: Vec<(u32, u32)>,
}

impl Work {
    /// Where a person has still to go on a date: the households that are missing in the campaigns of that day and for which
    /// the person answers, by due date; those that come first before the others; and then in walking order.
    ///
    /// # Errors
    /// `person.unknown`.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use wangge::Registry;
    /// use wangge::work::{Campaign, Channel, Entry, Work};
    /// use wangge_sample::Sample;
    ///
    /// let registry = Registry::build(Sample::chalinhe().records())?;
    /// let mut work = Work::new(&registry);
    /// work.record(&Entry::Campaign(Campaign {
    ///     id: "visits-2026-11".into(),
    ///     of: "monthly-visit".into(),
    ///     kind: "civil-affairs".into(),
    ///     unit: None,
    ///     categories: vec![],
    ///     first: vec!["monitored".into()],
    ///     from: date(2026, 11, 1),
    ///     until: date(2026, 12, 1),
    ///     channels: vec![Channel::Visit],
    /// }))?;
    /// let day = date(2026, 11, 23);
    /// let coverage = work.coverage("visits-2026-11", day)?;
    /// let (person, count) = coverage.people().next().expect("somebody");
    /// let person = person.expect("who answers");
    ///
    /// let plan = work.visits(person.id(), day)?;
    /// assert_eq!(plan.stops().count(), count.missing());
    /// for group in plan.groups() {
    ///     assert_eq!(group.due(), date(2026, 11, 30));
    ///     assert!(group.metres() <= 2 * group.tree_metres());
    ///     for stop in group.stops() {
    ///         assert_eq!(stop.tasks().map(|(campaign, action)| (campaign.id(), action.id.as_str())).collect::<Vec<_>>(), [
    ///             ("visits-2026-11", "visit"),
    ///         ]);
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn visits(&self, person: &str, date: Date) -> Result<VisitPlan, WorkError> {
        let directory = self.timeline.on(date);
        let number = directory.person(person)?.index;
        let todo = self.todo(&directory, number, date)?;
        let plan = self.plan(directory, number, date, todo);
        plan.map_err(|TooLarge| WorkError::new(WorkCode::TooLarge, [person]))
    }

    /// What a person has still to do on a date, by household.
    fn todo(&self, directory: &Directory, person: u32, date: Date) -> Result<Vec<Todo>, WorkError> {
        let tables = &*directory.0;
        // Nobody answers for a household that their duties do not reach.
        let duties = directory.duties_of(tables.facts.people.get(person))?;
        let mut todo = Vec::new();
        for (run, number) in self.campaigns.runs().iter().zip(0..) {
            let terms = &run.terms;
            if !terms.contains(date) {
                continue;
            }
            let reached = duties.households().map(|household| household.index);
            let own = |household: &u32| {
                terms.has(tables, *household) && who_answers(tables, *household, terms.kind) == person
            };
            let sheet = Sheet::new(run, tables, date, reached.filter(own).collect());
            for (place, household) in sheet.places() {
                let tasks: Vec<(u32, u32)> = sheet.missing(place).map(|action| (number, action)).collect();
                if !tasks.is_empty() {
                    let comes_first = terms.comes_first(tables, household);
                    todo.push(Todo { household, due: terms.last(), comes_first, tasks });
                }
            }
        }
        // Stable: campaigns stay in the order of the log.
        todo.sort_by_key(|todo| todo.household);
        todo.dedup_by(|later, one| {
            let is_same = later.household == one.household;
            if is_same {
                one.due = one.due.min(later.due);
                one.comes_first |= later.comes_first;
                one.tasks.append(&mut later.tasks);
            }
            is_same
        });
        Ok(todo)
    }

    fn plan(&self, directory: Directory, person: u32, date: Date, mut todo: Vec<Todo>) -> Result<VisitPlan, TooLarge> {
        let tables = &*directory.0;
        let order = |todo: &Todo| (todo.due, !todo.comes_first);
        todo.sort_by_key(|todo| (order(todo), tables.household_unit(todo.household), todo.household));
        let places = Places::new(tables);
        let mut start = places.person(person).map(Place::new);
        let (mut groups, mut stops, mut tasks) = (Vec::new(), Rows::default(), Rows::default());
        for group in todo.chunk_by(|a, b| order(a) == order(b)) {
            let Some(first) = group.first() else { continue };
            let (walked, tree_metres) = walk(&places, &mut start, group)?;
            groups.push(GroupRow { due: first.due, comes_first: first.comes_first, tree_metres });
            for (own, metres) in walked {
                stops.push(StopRow { household: own.household, metres, tasks: to_u32(tasks.len())? });
                own.tasks.iter().for_each(|task| tasks.push(*task));
                tasks.end_row()?;
            }
            stops.end_row()?;
        }
        let campaigns = self.campaigns.runs().iter().map(|run| run.terms.clone()).collect();
        Ok(VisitPlan { date, person, campaigns, groups, stops, tasks, directory })
    }
}

/// A household, and the metres to it from the stop before.
type Walked<'t> = Vec<(&'t Todo, Option<u32>)>;

/// A group in walking order, and the metres of the spanning tree; moves the start to where it ends.
fn walk<'t>(places: &Places<'_>, start: &mut Option<Place>, group: &'t [Todo]) -> Result<(Walked<'t>, u64), TooLarge> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for todo in group {
        match places.household(todo.household) {
            Some(point) => known.push((todo, Place::new(point))),
            None => unknown.push((todo, None)),
        }
    }
    // By id: positions of the registry are in this order.
    unknown.sort_unstable_by_key(|(todo, _)| todo.household);
    // Without a start the walk begins at the first of them.
    let begins_at = *start;
    let points: Vec<Place> = begins_at.into_iter().chain(known.iter().map(|(_, place)| *place)).collect();
    let metres =
        |from: u32, to: u32| points.get(at(from)).zip(points.get(at(to))).map_or(0, |(from, to)| from.metres(to));
    let walk = Walk::new(to_u32(points.len())?, metres)?;
    let before = usize::from(begins_at.is_some());
    let mut walked: Walked<'t> = Vec::with_capacity(group.len());
    for (point, metres) in walk.order.iter().zip(walk.legs) {
        let own = at(*point).checked_sub(before).and_then(|own| known.get(own));
        let Some((todo, place)) = own else { continue };
        walked.push((*todo, Some(metres)));
        *start = Some(*place);
    }
    walked.append(&mut unknown);
    Ok((walked, walk.tree_metres))
}

#[cfg(test)]
mod tests;
