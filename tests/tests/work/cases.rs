//! Cases and notices, as both have them.

use jiff::{SignedDuration, Timestamp};
use wangge::{Work, work};
use wangge_tests::{
    generate::{Census, Dice, work::turning},
    naive::{Case, Deadline, Log, Notice},
    twin::{Mismatch, same},
};

/// All that is said of a case at an instant.
#[derive(Debug, PartialEq)]
struct Standing {
    state: &'static str,
    level: Option<String>,
    asked: Vec<String>,
    holders: Vec<String>,
    accept_by: Deadline,
    resolve_by: Deadline,
    total_by: Deadline,
    next: Option<Timestamp>,
    unit: Option<String>,
    accepted_by: Option<String>,
    overdue: bool,
    refusals: u32,
    resolved: Option<(Option<String>, Timestamp, bool)>,
    reopened: bool,
    first_response: Option<Timestamp>,
    first_handling: Option<Timestamp>,
}

fn owned<'i>(ids: impl IntoIterator<Item = &'i str>) -> Vec<String> {
    ids.into_iter().map(str::to_owned).collect()
}

fn deadline(deadline: work::Deadline) -> Deadline {
    match deadline {
        work::Deadline::Never => Deadline::None,
        work::Deadline::By(at) => Deadline::At(at),
        work::Deadline::Unknown(_) => Deadline::Unknown,
    }
}

fn core(standing: &work::Standing<'_>) -> Standing {
    Standing {
        state: standing.state().as_str(),
        level: standing.level().map(|level| level.id().to_owned()),
        asked: owned(standing.asked()),
        holders: owned(standing.holders()),
        accept_by: deadline(standing.accept_by()),
        resolve_by: deadline(standing.resolve_by()),
        total_by: deadline(standing.case().total_by()),
        next: standing.next_deadline(),
        unit: standing.unit().map(str::to_owned),
        accepted_by: standing.accepted_by().map(str::to_owned),
        overdue: standing.is_overdue(),
        refusals: standing.refusals(),
        resolved: standing.resolved_at().map(|at| (standing.resolved_by().map(str::to_owned), at, standing.is_late())),
        reopened: standing.was_reopened(),
        first_response: standing.first_response(),
        first_handling: standing.first_handling(),
    }
}

fn naive(log: &Log, case: &Case<'_>, at: Timestamp) -> Standing {
    let since = |span: Option<SignedDuration>| span.map(|span| case.matter.at + span);
    let firsts = log.firsts(case, at);
    Standing {
        state: case.state.as_str(),
        level: case.level().map(|level| log.world.scheme.levels[level].id.to_string()),
        asked: case.asked(),
        holders: case.held_by(at),
        // Once it is accepted there is nothing to accept.
        accept_by: if case.state == work::State::Waiting { case.accept_by } else { Deadline::None },
        resolve_by: case.resolve_by,
        total_by: case.total_by,
        next: case.next_deadline(),
        unit: case.unit(),
        accepted_by: case.taken_by(),
        overdue: case.is_overdue(),
        refusals: case.refusals,
        resolved: case.resolved.map(|(at, late)| (case.resolved_by(), at, late)),
        reopened: case.reopened,
        first_response: since(firsts.response),
        first_handling: since(firsts.handling),
    }
}

/// A case at an instant, in both.
///
/// # Errors
/// What differs.
pub fn looked_at(work: &Work, log: &Log, id: &str, at: Timestamp, census: &mut Census) -> Result<(), Mismatch> {
    let question = || format!("{id} at {at}");
    let matter = log.matter(id).unwrap();
    let case = work.case(id).map_err(|error| Mismatch { topic: "case".into(), text: error.to_string() })?;
    if at < matter.at {
        return same("before the report", question, case.at(at).is_none(), true);
    }
    let standing = case.at(at).ok_or(Mismatch { topic: "no standing".into(), text: question() })?;
    let expected = log.case(matter, at);
    count(&expected, at, census);
    nobody_barred(&expected, at)?;
    same("standing", question, core(&standing), naive(log, &expected, at))
}

/// E4: "a case never has a recused person or one of the household as who holds it, is asked or resolved it".
fn nobody_barred(case: &Case<'_>, at: Timestamp) -> Result<(), Mismatch> {
    let able = case.able(at);
    let question = || format!("{} at {at}: {able:#?}", case.matter.id);
    // Of an open case those who are asked or hold it; of another who resolved it.
    let concerned: Vec<&String> = if case.state.is_open() {
        able.holders.iter().chain(&able.asked).collect()
    } else {
        able.resolved_by.iter().collect()
    };
    let wrong = concerned.into_iter().find(|person| able.barred.contains(person));
    same("E4: somebody recused is asked, holds it or resolved it", question, wrong, None)
}

fn count(case: &Case<'_>, at: Timestamp, census: &mut Census) {
    census.count(case.state.as_str());
    for (deadline, name) in [(case.accept_by, "accept"), (case.resolve_by, "resolve"), (case.total_by, "total")] {
        census.count(&match deadline {
            Deadline::None => format!("no time to {name}"),
            Deadline::Unknown => format!("unknown time to {name}"),
            Deadline::At(deadline) if deadline == at => format!("at the time to {name}"),
            Deadline::At(deadline) if deadline > at => format!("before the time to {name}"),
            Deadline::At(_) => format!("after the time to {name}"),
        });
    }
    let able = case.able(at);
    let open = case.state.is_open();
    for (holds, name) in [
        (case.is_overdue(), "overdue"),
        (case.reopened, "reopened before"),
        (case.resolved.is_some_and(|(_, late)| late), "resolved late"),
        (open && case.refusals > 1, "refused twice"),
        (able.holders.len() > 1, "held by several"),
        (case.state == work::State::Accepted && able.holders.is_empty(), "held by nobody"),
        (case.state == work::State::Accepted && case.fell_to_the_seat(at), "fell to the seat"),
        (case.state == work::State::Waiting && case.step.is_none(), "waiting without a step"),
    ] {
        if holds {
            census.count(name);
        }
    }
}

/// Every case at many instants, and what its history says.
///
/// # Errors
/// What differs.
pub fn all(work: &Work, log: &Log, dice: &mut Dice, census: &mut Census) -> Result<(), Mismatch> {
    same("the number of cases", String::new, work.cases().len(), log.matters().count())?;
    let days: Vec<_> = turning(&log.world).into_iter().collect();
    for (matter, case) in log.matters().zip(work.cases()) {
        same("the order of cases", String::new, case.id(), matter.id.as_str())?;
        let nano = SignedDuration::from_nanos(1);
        let mut instants = vec![matter.at, matter.at - nano, matter.at + SignedDuration::from_hours(24 * 40)];
        for event in log.events(&matter.id) {
            instants.extend([event.at, event.at - nano]);
        }
        let last = *instants.iter().max().unwrap();
        for notice in log.case(matter, last).notices {
            instants.extend([notice.at, notice.at - nano]);
        }
        for day in dice.some(&days, 10) {
            instants.push(log.world.midnight(day));
        }
        happened(work, log, &matter.id, *instants.iter().max().unwrap())?;
        dice.shuffle(&mut instants);
        instants.truncate(8);
        for at in instants {
            looked_at(work, log, &matter.id, at, census)?;
        }
    }
    Ok(())
}

/// The history of a case up to an instant: what happened, when, by whom.
fn happened(work: &Work, log: &Log, id: &str, at: Timestamp) -> Result<(), Mismatch> {
    let case = work.case(id).map_err(|error| Mismatch { topic: "case".into(), text: error.to_string() })?;
    let history = case.history(at);
    let core: Vec<_> =
        history.iter().map(|one| (one.as_str().to_owned(), one.at(), one.by().map(str::to_owned))).collect();
    let expected = log.case(log.matter(id).unwrap(), at).happened;
    same("history", || format!("{id} up to {at}"), core, expected)
}

/// The notices of both up to an instant.
///
/// # Errors
/// What differs.
pub fn polled(work: &mut Work, log: &mut Log, now: Timestamp, census: &mut Census) -> Result<(), Mismatch> {
    let before = log.polled;
    let expected = log.due(now);
    for notice in &expected {
        census.count(&format!("notice {}", notice.kind.as_str()));
        if notice.to.is_empty() {
            census.count("notice to nobody");
        }
        if !notice.copy.is_empty() {
            census.count(&format!("copy of {}", notice.kind.as_str()));
        }
    }
    let naive: Vec<Said> = expected.into_iter().map(said).collect();
    same("notices", || format!("from {before:?} to {now}"), given(work, now), naive)
}

/// "Each once, whatever the instants at which they are asked for": the same log, asked once at the end, and again.
///
/// # Errors
/// What differs.
pub fn polled_once(work: &Work, log: &Log) -> Result<(), Mismatch> {
    let mut fresh = Work::build(work.registry(), log.entries.iter().cloned())
        .map_err(|refusals| Mismatch { topic: "the log again".into(), text: refusals.to_string() })?;
    let Some(now) = log.polled else { return Ok(()) };
    let all: Vec<Said> = log.notices(now).into_iter().map(said).collect();
    same("notices polled once", || format!("up to {now}"), given(&mut fresh, now), all)?;
    same("notices polled again", || format!("up to {now}"), given(&mut fresh, now), Vec::new())
}

fn given(work: &mut Work, now: Timestamp) -> Vec<Said> {
    let notices = work.due(now);
    let said = notices.iter().map(|notice| Said {
        at: notice.at(),
        matter: notice.case().id().into(),
        kind: notice.kind().as_str(),
        to: owned(notice.to()),
        copy: owned(notice.copy()),
    });
    said.collect()
}

/// A notice in both.
#[derive(Debug, PartialEq)]
struct Said {
    at: Timestamp,
    matter: String,
    kind: &'static str,
    to: Vec<String>,
    copy: Vec<String>,
}

fn said(notice: Notice) -> Said {
    Said { at: notice.at, matter: notice.matter, kind: notice.kind.as_str(), to: notice.to, copy: notice.copy }
}
