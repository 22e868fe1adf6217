//! Random questions about a world.

use jiff::{Timestamp, ToSpan, civil::Date, tz::Offset};
use wangge::record::{Records, Urgency};

use super::{
    Dice,
    scope::location,
    spell::{FIRST, LAST, day},
};
use crate::naive::Matter;

/// What is asked about one world.
#[derive(Debug, Clone)]
pub struct Questions {
    /// For what else is left to chance.
    pub seed: u64,
    /// The dates of the directories.
    pub dates: Vec<Date>,
    /// Subject and kind: who is responsible?
    pub duties: Vec<(String, String)>,
    /// What happens when nobody reacts?
    pub matters: Vec<Matter>,
    /// Whose duties?
    pub people: Vec<String>,
    /// Where is it?
    pub points: Vec<[f64; 2]>,
    /// What is left out, over which days?
    pub period: (Date, Date),
}

/// Questions for a valid world: mostly about what is there.
pub fn questions(seed: u64, records: &Records) -> Questions {
    let mut dice = Dice::new(seed ^ 0xA5C);
    let dice = &mut dice;
    let mut subjects: Vec<String> = Vec::new();
    subjects.extend(records.units.iter().map(|row| row.id.to_string()));
    subjects.extend(records.households.iter().map(|row| row.id.to_string()));
    subjects.extend(records.sites.iter().map(|row| row.id.to_string()));
    let kinds: Vec<String> = records.scheme.kinds.iter().map(|row| row.id.to_string()).collect();
    let people: Vec<String> = records.people.iter().map(|row| row.id.to_string()).collect();
    let mut duties = Vec::new();
    for subject in &subjects {
        for kind in dice.some(&kinds, 60) {
            duties.push((subject.clone(), kind));
        }
    }
    duties.extend(kinds.first().map(|kind| ("nowhere".into(), kind.clone())));
    duties.extend(subjects.first().map(|subject| (subject.clone(), "nothing".into())));
    // A department is no subject.
    duties.extend(records.departments.first().zip(kinds.first()).map(|(row, kind)| (row.id.to_string(), kind.clone())));
    let mut matters = Vec::new();
    for _ in 0..14 {
        matters.push(matter(dice, records, &subjects, &kinds, &people));
    }
    let mut asked = people.clone();
    asked.push("no-one".into());
    let from = dice.between(FIRST - 9, LAST - 6);
    Questions {
        seed,
        dates: (0..2).map(|_| day(dice.between(FIRST + 1, LAST + 2))).collect(),
        duties,
        matters,
        people: asked,
        points: (0..8).map(|_| location(dice)).collect(),
        period: (day(from), day(from + dice.between(1, 12))),
    }
}

fn matter(dice: &mut Dice, records: &Records, subjects: &[String], kinds: &[String], people: &[String]) -> Matter {
    let mut matter = Matter {
        // Rather one from far below: there is more to climb.
        subject: subjects.get(dice.below(subjects.len()).max(dice.below(subjects.len()))).cloned().unwrap_or_default(),
        kind: dice.pick(kinds).cloned().unwrap_or_default(),
        urgency: dice.one(&[Urgency::Emergency, Urgency::Routine]),
        reported_at: instant(dice, records),
        recused: if dice.chance(40) { dice.some(people, 30) } else { Vec::new() },
    };
    // Now and then one thing that nobody knows.
    match dice.below(60) {
        0 => matter.subject = "nowhere".into(),
        1 => matter.kind = "nothing".into(),
        2 => matter.recused.push("no-one".into()),
        _ => {}
    }
    matter
}

/// An instant on the time line, often at the very minute at which offices open or close.
fn instant(dice: &mut Dice, records: &Records) -> Timestamp {
    let date = day(dice.between(FIRST - 1, LAST));
    let calendar = &records.scheme.calendar;
    let minutes = match dice.below(4) {
        0 => dice.between(0, 24 * 60 - 1),
        1 => 0,
        _ => {
            let hour = dice.pick(&calendar.hours).map_or("00:00", |hours| dice.one(&[&*hours[0], &*hours[1]]));
            minutes_of(hour)
        }
    };
    // Often to the second, sometimes a hair beside it.
    let seconds = if dice.chance(20) { dice.between(-1, 1) } else { 0 };
    let hair = if dice.chance(20) { dice.between(-1, 1) } else { 0 };
    let offset = match calendar.offset.split_at_checked(1) {
        Some(("-", text)) => -60 * minutes_of(text),
        Some((_, text)) => 60 * minutes_of(text),
        None => 0,
    };
    let local = date.at(0, 0, 0, 0) + minutes.minutes() + seconds.seconds() + hair.nanoseconds();
    Offset::from_seconds(offset).unwrap_or(Offset::UTC).to_timestamp(local).unwrap()
}

/// Minutes of `HH:MM`; a broken world may say anything there.
fn minutes_of(text: &str) -> i32 {
    let number = |text: &str| text.parse::<i32>().unwrap_or(0).clamp(0, 24);
    text.split_once(':').map_or(0, |(hours, minutes)| number(hours) * 60 + minutes.parse().unwrap_or(0))
}
