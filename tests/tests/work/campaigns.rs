//! Campaigns, visit plans and the one file (N3).

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};
use wangge::{
    Work,
    work::{Channel, CoverageCount, Done, VisitGroup},
};
use wangge_tests::{
    generate::{Census, Dice},
    naive::{self, Coverage, File, Log, Point, Share, Stop, parse_date},
    twin::{Mismatch, same},
};

use crate::numbers::wrong;

/// What both say of a campaign.
#[derive(Debug, PartialEq)]
struct Said {
    day: Date,
    whole: Counts,
    actions: Vec<(String, usize, usize, usize)>,
    units: BTreeMap<String, Counts>,
    persons: Vec<(Option<String>, Counts)>,
    households: Vec<String>,
    missing: Vec<(String, Vec<String>)>,
    complete: bool,
    done: BTreeMap<(String, String), (jiff::Timestamp, String, Channel)>,
}

/// Households, those for which every action is done, those for which each action is, and a share in percent.
#[derive(Debug, Clone, PartialEq)]
struct Counts {
    households: usize,
    complete: usize,
    missing: usize,
    done: usize,
    percent: usize,
}

fn core_counts(count: CoverageCount<'_>) -> Counts {
    Counts {
        households: count.households(),
        complete: count.complete(),
        missing: count.missing(),
        done: count.done().sum(),
        percent: count.percent(),
    }
}

/// "The share in percent is rounded down, so that 100 means that nobody is."
fn percent(done: usize, all: usize) -> usize {
    (done * 100).checked_div(all).unwrap_or(100)
}

fn naive_counts(share: &Share) -> Counts {
    Counts {
        households: share.households,
        complete: share.households_done,
        missing: share.households - share.households_done,
        done: share.done,
        percent: percent(share.households_done, share.households),
    }
}

fn core(coverage: &wangge::work::Coverage) -> Said {
    let mut done = BTreeMap::new();
    for household in coverage.households() {
        for (action, first) in household.done() {
            if let Some(first) = first {
                let key = (household.household().id().to_owned(), action.id.to_string());
                done.insert(key, (first.at, first.by.id().to_owned(), first.channel));
            }
        }
    }
    Said {
        day: coverage.date(),
        whole: core_counts(coverage.total()),
        actions: coverage
            .actions()
            .map(|action| (action.id().to_owned(), action.done(), action.missing(), action.percent()))
            .collect(),
        units: coverage.units().map(|(unit, count)| (unit.id().to_owned(), core_counts(count))).collect(),
        persons: coverage
            .people()
            .map(|(person, count)| (person.map(|person| person.id().to_owned()), core_counts(count)))
            .collect(),
        households: coverage.households().map(|row| row.household().id().to_owned()).collect(),
        missing: coverage
            .missing()
            .map(|row| {
                let actions = row.missing().map(|action| action.id.to_string()).collect();
                (row.household().id().to_owned(), actions)
            })
            .collect(),
        complete: coverage.is_complete(),
        done,
    }
}

fn naive(log: &Log, coverage: &Coverage, campaign: &wangge::work::Campaign) -> Said {
    let mut persons: Vec<_> =
        coverage.persons.iter().map(|(person, share)| (person.clone(), naive_counts(share))).collect();
    // Nobody at the end.
    persons.sort_by_key(|(person, _)| (person.is_none(), person.clone()));
    let action = |action: &smol_str::SmolStr| {
        let share = coverage.actions[action.as_str()];
        (action.to_string(), share.done, share.all - share.done, percent(share.done, share.all))
    };
    Said {
        day: coverage.day,
        whole: naive_counts(&coverage.whole),
        actions: log.actions(campaign).iter().map(action).collect(),
        units: coverage.units.iter().map(|(unit, share)| (unit.clone(), naive_counts(share))).collect(),
        persons,
        households: log
            .set(campaign, coverage.day)
            .into_iter()
            .map(|row| log.world.households[row].id.to_string())
            .collect(),
        missing: coverage.missing.clone(),
        complete: coverage.is_complete(),
        done: coverage
            .first
            .iter()
            .map(|(key, done)| (key.clone(), (done.at, done.by.to_string(), done.channel)))
            .collect(),
    }
}

/// Coverage of every campaign on some dates.
///
/// # Errors
/// What differs.
pub fn coverage(work: &Work, log: &Log, dice: &mut Dice, census: &mut Census) -> Result<(), Mismatch> {
    for campaign in log.campaigns() {
        for _ in 0..3 {
            let date = campaign.from + i64::from(dice.between(-1, 30)).days();
            let question = || format!("coverage of {campaign:?} on {date}");
            let expected = log.coverage(&campaign.id, date);
            let core_answer = work.coverage(&campaign.id, date);
            match (&core_answer, &expected) {
                (Ok(answer), Ok(expected)) => {
                    count(expected, census);
                    same("coverage", question, core(answer), naive(log, expected, campaign))?;
                    united(log, work, campaign, date)?;
                }
                (answer, expected) => {
                    if let Err(code) = expected {
                        census.count(code);
                    }
                    let core = answer.as_ref().map(|_| ()).map_err(|error| error.code().as_str());
                    same("coverage", question, core, expected.as_ref().map(|_| ()).map_err(|code| *code))?;
                }
            }
        }
    }
    Ok(())
}

/// "Coverage of a union of disjoint unit sets is the sum": the units directly under a unit, and what is directly in it.
fn united(log: &Log, work: &Work, campaign: &wangge::work::Campaign, date: Date) -> Result<(), Mismatch> {
    let answer = work.coverage(&campaign.id, date).map_err(|error| wrong(&error))?;
    let units: BTreeMap<&str, Counts> = answer.units().map(|(unit, count)| (unit.id(), core_counts(count))).collect();
    let world = &log.world;
    let directory = work.registry().as_of(answer.date());
    for unit in directory.units() {
        let Some(whole) = units.get(unit.id()) else { continue };
        let below: Vec<&Counts> = unit.children().filter_map(|child| units.get(child.id())).collect();
        let own: BTreeSet<&str> = unit.households().map(|row| row.id()).collect();
        let directly: Vec<bool> =
            answer.households().filter(|row| own.contains(row.household().id())).map(|row| row.is_complete()).collect();
        let sum = (
            below.iter().map(|count| count.households).sum::<usize>() + directly.len(),
            below.iter().map(|count| count.complete).sum::<usize>() + directly.iter().filter(|done| **done).count(),
        );
        let question = || format!("{} in {} on {date}", unit.id(), campaign.id);
        same("coverage adds up", question, (whole.households, whole.complete), sum)?;
    }
    let people: usize = answer.people().map(|(_, count)| count.households()).sum();
    same("everybody is counted with one person", || world.scheme.name.en.to_string(), people, answer.household_count())
}

fn count(coverage: &Coverage, census: &mut Census) {
    let share = coverage.whole;
    census.count(match (share.households, coverage.is_complete()) {
        (0, _) => "covers nobody",
        (_, true) => "complete",
        (_, false) => "somebody is missing",
    });
    if coverage.missing.iter().any(|(_, open)| open.len() < coverage.actions.len()) {
        census.count("partly done");
    }
    if coverage.persons.contains_key(&None) {
        census.count("nobody answers");
    }
}

/// Visit plans of everybody on some dates.
///
/// # Errors
/// What differs, or what is wrong with a walk.
pub fn visits(work: &Work, log: &Log, dice: &mut Dice, census: &mut Census) -> Result<(), Mismatch> {
    let campaigns: Vec<_> = log.campaigns().collect();
    for person in &log.world.people {
        let Some(campaign) = dice.pick(&campaigns) else { continue };
        let date = campaign.from + i64::from(dice.between(0, 20)).days();
        let question = || format!("visits of {} on {date}", person.id);
        let expected = log.visits(&person.id, date).unwrap();
        let plan = work.visits(&person.id, date).map_err(|error| wrong(&error))?;
        let core: Vec<(Date, bool, Vec<_>)> = plan
            .groups()
            .map(|group| {
                let mut stops: Vec<_> = group
                    .stops()
                    .map(|stop| {
                        let tasks =
                            stop.tasks().map(|(campaign, action)| (campaign.id().to_owned(), action.id.to_string()));
                        (stop.household().id().to_owned(), tasks.collect::<Vec<_>>())
                    })
                    .collect();
                stops.sort();
                (group.due(), group.comes_first(), stops)
            })
            .collect();
        let naive: Vec<(Date, bool, Vec<_>)> = expected
            .groups
            .iter()
            .map(|group| {
                let mut stops: Vec<_> =
                    group.stops.iter().map(|stop| (stop.household.clone(), stop.missing.clone())).collect();
                stops.sort();
                (group.due, group.first, stops)
            })
            .collect();
        same("visits", question, core, naive)?;
        if !expected.groups.is_empty() {
            census.count("visits");
        }
        if expected.groups.len() > 1 {
            census.count("visits in groups");
        }
        let mut start = expected.start;
        for (group, own) in plan.groups().zip(&expected.groups) {
            walk(log, group, &own.stops, &mut start, census)
                .map_err(|wrong| Mismatch { topic: wrong.topic, text: format!("{}\n{}", question(), wrong.text) })?;
        }
    }
    Ok(())
}

/// The walk of a group: it starts where the one before ended, is as long as it says, and no more than twice the tree.
fn walk(
    log: &Log,
    group: VisitGroup<'_>,
    stops: &[Stop],
    start: &mut Option<Point>,
    census: &mut Census,
) -> Result<(), Mismatch> {
    let place = |id: &str| stops.iter().find(|stop| stop.household == id).and_then(|stop| stop.place);
    let order: Vec<(String, Option<Point>)> =
        group.stops().map(|stop| (stop.household().id().to_owned(), place(stop.household().id()))).collect();
    let question = || format!("from {start:?}: {order:?}");
    let unknown: Vec<&String> = order.iter().filter(|(_, place)| place.is_none()).map(|(id, _)| id).collect();
    same(
        "places that nobody knows come last, by id",
        question,
        order.iter().skip_while(|(_, place)| place.is_some()).all(|(_, place)| place.is_none()) && unknown.is_sorted(),
        true,
    )?;
    let known: Vec<Point> = order.iter().filter_map(|(_, place)| *place).collect();
    if start.is_none() {
        // "Of a person whose place nobody knows, at the group's first household in the order of the tree."
        let first = stops.iter().find(|stop| stop.place.is_some()).map(|stop| &stop.household);
        same("where a walk begins", question, order.first().map(|(id, _)| id).filter(|id| place(id).is_some()), first)?;
    }
    let whole: Vec<Point> = start.iter().copied().chain(known.iter().copied()).collect();
    let tree = log.spanning(&whole);
    same("the tree of a walk", question, group.tree_metres(), tree as u64)?;
    let legs: Vec<Option<i64>> = group.stops().map(|stop| stop.metres().map(i64::from)).collect();
    let length: i64 = legs.iter().flatten().sum();
    same("the length of a walk", question, group.metres(), length as u64)?;
    same("a walk is at most twice the tree", question, length <= 2 * tree, true)?;
    let mut at = *start;
    for ((_, place), leg) in order.iter().zip(&legs) {
        let direct = match (at, *place) {
            (Some(at), Some(place)) => Some(log.metres(at, place)),
            // The first of all, where nobody knows where to start.
            (None, Some(_)) => None,
            (_, None) => None,
        };
        // Along the tree, metres that are rounded may come out shorter.
        let slack = order.len() as i64;
        let right = match (direct, leg) {
            (Some(direct), Some(leg)) => *leg <= direct && direct <= leg + slack,
            (None, leg) => leg.is_none_or(|leg| leg == 0),
            (Some(_), None) => false,
        };
        same("a leg of a walk", || format!("{} {direct:?} {leg:?}", question()), right, true)?;
        at = place.or(at);
    }
    if known.len() > 2 {
        census.count("a walk");
    }
    if !unknown.is_empty() {
        census.count("a place that nobody knows");
    }
    *start = at;
    Ok(())
}

/// One file of some households, for themselves and for people.
///
/// # Errors
/// What differs.
pub fn files(work: &Work, log: &Log, dice: &mut Dice, census: &mut Census) -> Result<(), Mismatch> {
    let world = &log.world;
    let mut people: Vec<Option<String>> = world.people.iter().map(|row| Some(row.id.to_string())).collect();
    people.extend([None, None, Some("no-one".into())]);
    let mut households: Vec<String> = world.households.iter().map(|row| row.id.to_string()).collect();
    households.push("nowhere".into());
    for _ in 0..8 {
        let household = dice.pick(&households).unwrap().clone();
        let reader = dice.pick(&people).unwrap().clone();
        let date = parse_date("2025-12-20").unwrap() + i64::from(dice.between(-10, 30)).days();
        let question = || format!("the file of {household} on {date} for {reader:?}");
        let expected = log.file(&household, date, reader.as_deref());
        let answer = match &reader {
            None => work.one_file(&household, date),
            Some(reader) => work.one_file_for(reader, &household, date),
        };
        let core = answer.map_err(|error| error.code().as_str()).map(|file| File {
            pairings: file
                .pairings()
                .map(|row| {
                    let period = naive::Period { from: row.period.from(), until: row.period.until() };
                    (row.programme.id().to_owned(), row.person.id().to_owned(), period)
                })
                .collect(),
            matters: file.matters().map(|case| case.id().to_owned()).collect(),
            done: file
                .done()
                .map(|row| Done {
                    campaign: row.campaign.id().into(),
                    action: row.action.id.clone(),
                    household: file.household().into(),
                    at: row.at,
                    by: row.by.id().into(),
                    channel: row.channel,
                })
                .collect(),
        });
        census.count(match (&expected, &reader) {
            (Ok(_), Some(_)) => "a file for somebody",
            (Ok(file), None) if !file.matters.is_empty() => "a file with matters",
            (Ok(file), None) if !file.done.is_empty() => "a file with what was done",
            (Ok(_), None) => "a file",
            (Err(_), _) => "no file",
        });
        same("one file", question, core, expected)?;
    }
    Ok(())
}
