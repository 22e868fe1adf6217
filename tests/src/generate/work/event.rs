//! What becomes of a matter.

use jiff::{SignedDuration, Timestamp};
use smol_str::SmolStr;
use wangge::work::{Act, Event, Reported, ReturnReason, State};

use super::{super::Dice, anybody, instant, one_of};
use crate::naive::{Able, Case, Deadline, Log};

/// An event of one of the matters: rather of a late one, rather one that is still open.
pub fn event(dice: &mut Dice, log: &Log) -> Event {
    let matters: Vec<&Reported> = log.matters().collect();
    let matter = matters[dice.below(matters.len()).max(dice.below(matters.len()))];
    let last = log.events(&matter.id).map(|event| event.at).max().unwrap_or(matter.at);
    let from = log.polled.map_or(last, |polled| last.max(polled + SignedDuration::from_nanos(1)));
    let at = match dice.below(60) {
        0 => last - SignedDuration::from_nanos(1),
        1 => log.polled.unwrap_or(last),
        _ => {
            let case = log.case(matter, from);
            let deadline = deadline(dice, &case, from);
            instant::later(dice, log, from, deadline)
        }
    };
    // Whatever is wrong with the instant.
    let case = log.case_before(matter, at.max(last));
    let act = act(dice, log, &case, at.max(last));
    let id = if dice.chance(1) { "m-none".into() } else { matter.id.clone() };
    Event { matter: id, at, act }
}

/// A deadline that is still to come.
fn deadline(dice: &mut Dice, case: &Case<'_>, from: Timestamp) -> Option<Timestamp> {
    let deadlines = [case.accept_by, case.resolve_by, case.total_by];
    let known = deadlines.into_iter().filter_map(|one| if let Deadline::At(at) = one { Some(at) } else { None });
    let mut coming: Vec<Timestamp> = known.filter(|at| *at >= from).collect();
    coming.sort();
    // Rather the first.
    let at = dice.below(coming.len()).min(dice.below(coming.len()));
    coming.get(at).copied()
}

/// Mostly what the state allows, by somebody who may.
fn act(dice: &mut Dice, log: &Log, case: &Case<'_>, at: Timestamp) -> Act {
    let able = case.able(at);
    let allowed: &[usize] = match case.state {
        State::Waiting => &[0, 0, 0, 1, 1, 1, 2, 3],
        State::Accepted => &[1, 1, 2, 2, 3, 3, 3],
        State::Unanswered => &[0, 2],
        State::Resolved => &[4, 4, 5],
        State::Verified => &[5, 6, 6],
        State::Closed => &[5],
    };
    let which = if dice.chance(94) { dice.one(allowed) } else { dice.below(7) };
    let by = |dice: &mut Dice, list: &[String]| one_of(dice, log, list, 90);
    let taking = if case.state == State::Unanswered { &able.takers } else { &able.holders };
    match which {
        0 => Act::Accepted { by: by(dice, if case.state == State::Waiting { &able.asked } else { &able.takers }) },
        1 => {
            let by = by(dice, &able.holders);
            let reason = dice.one(ReturnReason::ALL);
            let to = dice.chance(60).then(|| named(dice, log, &able, true, &by));
            Act::Returned { by, reason, to }
        }
        2 => {
            let by = by(dice, taking);
            Act::Transferred { to: named(dice, log, &able, false, &by), by }
        }
        3 => Act::Resolved { by: by(dice, &able.holders) },
        4 => Act::Verified { by: reporter_or(dice, log, &able.above) },
        5 => Act::Reopened { by: reporter_or(dice, log, &able.above) },
        _ => {
            let mut may = able.above.clone();
            may.extend(able.resolved_by.clone());
            Act::Closed { by: by(dice, &may) }
        }
    }
}

/// The reporter, or mostly somebody who may.
fn reporter_or(dice: &mut Dice, log: &Log, may: &[String]) -> Option<SmolStr> {
    (dice.chance(60) && !may.is_empty() || dice.chance(8)).then(|| one_of(dice, log, may, 90))
}

/// Who should take it: mostly somebody who may.
fn named(dice: &mut Dice, log: &Log, able: &Able, fresh: bool, by: &SmolStr) -> SmolStr {
    let right = |id: &&String| !(fresh && able.asked_before.contains(id)) && id.as_str() != by.as_str();
    let fitting: Vec<String> = able.takers.iter().filter(right).cloned().collect();
    match dice.below(20) {
        0 if !able.barred.is_empty() => one_of(dice, log, &able.barred, 100),
        1 if !able.asked_before.is_empty() => one_of(dice, log, &able.asked_before, 100),
        2 => by.clone(),
        3 => anybody(dice, log),
        _ => one_of(dice, log, &fitting, 97),
    }
}
