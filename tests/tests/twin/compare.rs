//! One world, asked twice.

use std::{collections::BTreeSet, fmt::Debug};

use jiff::civil::Date;
use wangge::{Records, Registry};
use wangge_tests::{
    generate::{Census, Questions, questions, shuffle, slant},
    naive::{self, World},
};

use crate::{convert, counting};

/// What differs: the question, and both answers.
#[derive(Debug, Clone)]
pub struct Mismatch {
    /// Which sort of question.
    pub topic: &'static str,
    /// The question and the answers.
    pub text: String,
}

fn same<T: Debug + PartialEq>(
    topic: &'static str,
    question: impl FnOnce() -> String,
    core: T,
    naive: T,
) -> Result<(), Mismatch> {
    if core == naive {
        return Ok(());
    }
    Err(Mismatch { topic, text: format!("{}\ncore:  {core:#?}\nnaive: {naive:#?}", question()) })
}

/// Loading: the same faults, or none and the same answers to everything.
pub fn world(seed: u64, records: &Records, census: &mut Census) -> Result<(), Mismatch> {
    let expected = naive::faults(records);
    match Registry::build(records.clone()) {
        Err(faults) => {
            let listed: Vec<_> = faults.as_slice().iter().map(|fault| (fault.code, fault.place)).collect();
            let set: BTreeSet<_> = listed.iter().copied().collect();
            // Only the differences: the rest says nothing.
            let print = |faults: Vec<&(wangge::FaultCode, wangge::Place)>| -> Vec<String> {
                faults.into_iter().map(|(code, place)| format!("{place}: {code}")).collect()
            };
            let (core, naive) =
                (print(set.difference(&expected).collect()), print(expected.difference(&set).collect()));
            same("faults", || "which faults?".into(), core, naive)?;
            same("faults twice", || format!("{faults}"), listed.len(), set.len())?;
            counting::faults(census, &expected);
            Ok(())
        }
        Ok(_) if !expected.is_empty() => {
            same("faults", || "which faults?".into(), Vec::new(), expected.into_iter().collect())
        }
        Ok(registry) => {
            let asked = questions(seed, records);
            answers(&registry, &World::new(records), &asked, census)?;
            order(&registry, &shuffle(records, seed), &asked)
        }
    }
}

/// Every answer on the dates asked for, and the gaps of the period.
fn answers(registry: &Registry, world: &World, asked: &Questions, census: &mut Census) -> Result<(), Mismatch> {
    for date in &asked.dates {
        let directory = registry.as_of(*date);
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
        locate(&directory, world, *date, asked, census)?;
        let expected: BTreeSet<_> = naive::findings(world, *date)
            .into_iter()
            .map(|finding| naive::Gap { finding, from: *date, until: date.tomorrow().unwrap() })
            .collect();
        counting::gaps(census, &expected);
        differences("findings", || format!("findings on {date}"), convert::gaps(&directory.findings()), expected)?;
    }
    let (from, until) = asked.period;
    let expected = naive::findings_over(world, naive::Period { from, until: Some(until) });
    let period = wangge::Period::new(from, Some(until)).unwrap();
    let core = convert::gaps(&registry.findings(period).unwrap());
    differences("findings over a period", || format!("findings from {from} until {until}"), core, expected)
}

fn differences(
    topic: &'static str,
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
fn order(registry: &Registry, shuffled: &Records, asked: &Questions) -> Result<(), Mismatch> {
    let other = Registry::build(shuffled.clone())
        .map_err(|faults| Mismatch { topic: "order", text: format!("shuffled rows have faults: {faults}") })?;
    for date in &asked.dates {
        let (one, other) = (registry.as_of(*date), other.as_of(*date));
        same("order", || format!("the directory of {date}"), one == other, true)?;
        let findings = |directory: &wangge::Directory| -> Vec<String> {
            directory.findings().iter().map(|finding| format!("{finding:?}")).collect()
        };
        same("order", || format!("the findings of {date}, in order"), findings(&one), findings(&other))?;
        for (subject, kind) in &asked.duties {
            let question = || format!("responsible for {subject}, {kind}, on {date}");
            let answers = [&one, &other].map(|directory| convert::responsible(directory, subject, kind));
            let [one, other] = answers;
            same("order", question, one, other)?;
        }
    }
    Ok(())
}

/// R9 alone, with slanted scopes.
pub fn slanted(seed: u64, records: &Records, census: &mut Census) -> Result<(), Mismatch> {
    let mut records = records.clone();
    slant(seed, &mut records);
    if !naive::faults(&records).is_empty() {
        return Ok(());
    }
    let registry = Registry::build(records.clone())
        .map_err(|faults| Mismatch { topic: "slanted faults", text: faults.to_string() })?;
    let asked = questions(seed, &records);
    for date in &asked.dates {
        locate(&registry.as_of(*date), &World::new(&records), *date, &asked, census)?;
    }
    Ok(())
}
