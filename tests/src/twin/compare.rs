//! One world, asked twice.

use std::{collections::BTreeSet, fmt::Debug};

use crate::{
    generate::{Census, Questions, shuffle, shuffle_scheme},
    naive::{self, World},
};
use jiff::civil::Date;
use wangge::{FaultCode, Place, Records, Registry};

use super::{convert, counting};

/// What differs: the question, and both answers.
#[derive(Debug, Clone)]
pub struct Mismatch {
    /// Which sort of question.
    pub topic: String,
    /// The question and the answers.
    pub text: String,
}

/// Both, or what differs.
///
/// # Errors
/// The question and both answers.
pub fn same<T: Debug + PartialEq>(
    topic: &str,
    question: impl FnOnce() -> String,
    core: T,
    naive: T,
) -> Result<(), Mismatch> {
    if core == naive {
        return Ok(());
    }
    Err(Mismatch { topic: topic.into(), text: format!("{}\ncore:  {core:#?}\nnaive: {naive:#?}", question()) })
}

/// Loading: the same faults, or none and the same answers to everything.
///
/// # Errors
/// The first question with two answers.
pub fn world(records: &Records, asked: &Questions, census: &mut Census) -> Result<(), Mismatch> {
    let expected = naive::faults(records);
    match Registry::build(records.clone()) {
        Err(faults) => {
            let listed: Vec<_> = faults.as_slice().iter().map(|fault| (fault.code, fault.place)).collect();
            let set: BTreeSet<_> = listed.iter().copied().collect();
            same_faults(&set, &expected)?;
            same("faults twice", || format!("{faults}"), listed.len(), set.len())?;
            counting::faults(census, &expected);
            Ok(())
        }
        Ok(_) if !expected.is_empty() => same_faults(&BTreeSet::new(), &expected),
        Ok(registry) => {
            answers(&registry, &World::new(records), asked, census)?;
            order(&registry, records, asked)
        }
    }
}

/// Only the differences: what both say tells nothing. Each code is a topic of its own.
fn same_faults(core: &BTreeSet<(FaultCode, Place)>, naive: &BTreeSet<(FaultCode, Place)>) -> Result<(), Mismatch> {
    let print = |faults: Vec<&(FaultCode, Place)>| -> Vec<String> {
        faults.into_iter().map(|(code, place)| format!("{place}: {code}")).collect()
    };
    let (more, fewer): (Vec<_>, Vec<_>) = (core.difference(naive).collect(), naive.difference(core).collect());
    let topic = match (more.first(), fewer.first()) {
        (Some((code, _)), _) => format!("only the core reports {code}"),
        (None, Some((code, _))) => format!("only the reference model reports {code}"),
        (None, None) => return Ok(()),
    };
    same(&topic, || "which faults?".into(), print(more), print(fewer))
}

/// Every answer on the dates asked for, and the gaps of the period.
///
/// # Errors
/// The first question with two answers.
pub fn answers(registry: &Registry, world: &World, asked: &Questions, census: &mut Census) -> Result<(), Mismatch> {
    for date in &asked.dates {
        let directory = registry.as_of(*date);
        let expected = naive::branches(world, *date);
        same("hierarchy", || format!("the units of {date}"), convert::branches(&directory), expected)?;
        for (subject, kind) in &asked.duties {
            let expected = naive::responsible(world, *date, subject, kind);
            counting::chain(census, &expected);
            let question = || format!("responsible for {subject}, {kind}, on {date}");
            same("responsible", question, convert::responsible(&directory, subject, kind), expected)?;
        }
        for matter in &asked.matters {
            let expected = naive::escalate(world, *date, matter);
            counting::escalation(census, &expected);
            let question = || format!("escalate {matter:?} on {date}");
            same("escalate", question, convert::escalate(&directory, matter), expected)?;
        }
        for person in &asked.people {
            let expected = naive::duties_of(world, *date, person);
            counting::duties(census, &expected);
            let question = || format!("duties of {person} on {date}");
            same("duties", question, convert::duties_of(&directory, person), expected)?;
        }
        access(&directory, world, *date, asked, census)?;
        locate(&directory, world, *date, asked, census)?;
        let expected = naive::pair_rules(world, *date);
        counting::pair_rules(census, &expected);
        same("pair rules", || format!("the pair rules of {date}"), convert::pair_rules(&directory), expected)?;
        same("exempt", || "who is exempt?".into(), convert::exempt(&directory), naive::exempt(world))?;
        let expected: BTreeSet<_> = naive::findings(world, *date)
            .into_iter()
            .map(|finding| naive::Gap { finding, from: *date, until: date.tomorrow().unwrap() })
            .collect();
        counting::gaps(census, &expected);
        let core = directory.findings();
        differences("findings", || format!("findings on {date}"), convert::gaps(&core), expected)?;
        let expected = naive::checked(world, *date);
        same("checked", || format!("what was checked on {date}"), convert::checked(&core), expected)?;
    }
    for (code, _) in world.units.iter().flat_map(|unit| &unit.codes) {
        same("code", || format!("the code {code}"), convert::code(registry, code), naive::code(world, code))?;
    }
    let (from, until) = asked.period;
    let expected = naive::findings_over(world, naive::Period { from, until: Some(until) });
    let period = wangge::Period::new(from, Some(until)).unwrap();
    let core = convert::gaps(&registry.findings(period).unwrap());
    differences("findings over a period", || format!("findings from {from} until {until}"), core, expected)
}

/// S1, S2: every person, action and subject; and the same by range.
fn access(
    directory: &wangge::Directory,
    world: &World,
    date: Date,
    asked: &Questions,
    census: &mut Census,
) -> Result<(), Mismatch> {
    let subjects: BTreeSet<&str> = asked.duties.iter().map(|(subject, _)| subject.as_str()).collect();
    for person in &asked.people {
        for action in naive::ACTIONS {
            let mut granted = BTreeSet::new();
            for subject in &subjects {
                let expected = naive::may(world, date, person, action, subject);
                counting::access(census, action, &expected);
                if let Ok(Some(_)) = expected {
                    granted.insert((*subject).to_owned());
                }
                let question = || format!("may {person} {action:?} {subject} on {date}");
                same("may", question, convert::may(directory, person, action, subject), expected)?;
            }
            let expected = world.person(person).map(|_| granted);
            let core = convert::scope(directory, person, action)
                .map(|all| all.into_iter().filter(|id| subjects.contains(id.as_str())).collect());
            same("scope", || format!("the scope of {person} for {action:?} on {date}"), core, expected)?;
        }
    }
    Ok(())
}

fn differences(
    topic: &str,
    question: impl FnOnce() -> String,
    core: BTreeSet<naive::Gap>,
    naive: BTreeSet<naive::Gap>,
) -> Result<(), Mismatch> {
    let (only_core, only_naive): (Vec<_>, Vec<_>) =
        (core.difference(&naive).collect(), naive.difference(&core).collect());
    same(topic, question, only_core, only_naive)
}

fn locate(
    directory: &wangge::Directory,
    world: &World,
    date: Date,
    asked: &Questions,
    census: &mut Census,
) -> Result<(), Mismatch> {
    for [lon, lat] in &asked.points {
        let expected = naive::locate(world, date, naive::Point::new([*lon, *lat]).unwrap());
        census.count(if expected.is_some() { "located" } else { "located nowhere" });
        let core = directory.locate(*lon, *lat).map(|unit| unit.id().to_owned());
        same("locate", || format!("locate {lon}, {lat} on {date}"), core, expected)?;
    }
    Ok(())
}

/// M3: "same registry and date, same directory, whatever the order in which the facts came".
fn order(registry: &Registry, records: &Records, asked: &Questions) -> Result<(), Mismatch> {
    let build = |records: Records| {
        Registry::build(records)
            .map_err(|faults| Mismatch { topic: "order".into(), text: format!("shuffled rows have faults: {faults}") })
    };
    let rows = shuffle(records, asked.seed);
    let other = build(rows.clone())?;
    for date in &asked.dates {
        let equal = registry.as_of(*date) == other.as_of(*date);
        same("order", || format!("is the directory of {date} the same?"), equal, true)?;
    }
    // The order of the scheme's rules shows in its record, but in no answer.
    let other = build(shuffle_scheme(&rows, asked.seed))?;
    for date in &asked.dates {
        let (one, other) = (registry.as_of(*date), other.as_of(*date));
        let findings = |directory: &wangge::Directory| -> Vec<String> {
            directory.findings().iter().map(|finding| format!("{finding:?}")).collect()
        };
        same("order", || format!("the findings of {date}, in order"), findings(&one), findings(&other))?;
        for (subject, kind) in &asked.duties {
            let [one, other] = [&one, &other].map(|directory| convert::responsible(directory, subject, kind));
            same("order", || format!("responsible for {subject}, {kind}, on {date}"), one, other)?;
        }
        for matter in &asked.matters {
            let [one, other] = [&one, &other].map(|directory| convert::escalate(directory, matter));
            same("order", || format!("escalate {matter:?} on {date}"), one, other)?;
        }
    }
    Ok(())
}

/// R9 alone: slanted scopes cannot be counted in cells.
///
/// # Errors
/// The first question with two answers.
pub fn slanted(records: &Records, asked: &Questions, census: &mut Census) -> Result<(), Mismatch> {
    let (Ok(registry), true) = (Registry::build(records.clone()), naive::faults(records).is_empty()) else {
        return world(records, asked, census);
    };
    for date in &asked.dates {
        locate(&registry.as_of(*date), &World::new(records), *date, asked, census)?;
    }
    Ok(())
}
