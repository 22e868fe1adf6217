//! A log of any size, for benches and tests of scale.
//!
//! Where [`Sample::work`] lives through every matter, here each is over on its day: whoever the first step asks accepts
//! and resolves it, some are left as they are. So a million are made in seconds.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};
use wangge::record::Urgency;
use wangge::work::{Act, Channel, Entry, Event, Reported};
use wangge::{Directory, Matter, Registry, StepState};

use super::clock::{DAY, HOUR, Minute, instant, midnight};
use super::{MANY, at};
use crate::Sample;
use crate::random::{Random, mix};

/// Days from 2026-01-01 to 2026-11-28.
const DAYS: u32 = 332;

const KINDS: [&str; 12] = [
    "neighbour-dispute",
    "family-dispute",
    "land-dispute",
    "low-income-allowance",
    "elderly-care",
    "drinking-water",
    "housing-safety",
    "medical-help",
    "road-safety",
    "waste",
    "straw-burning",
    "village-event",
];

impl Sample {
    /// A log of any number of matters, in order of time, made as it is read: for benches, and tests of scale.
    ///
    /// They are spread over all households of the registry, which is that of the [`records`](Self::records), and over
    /// the days from 2026-01-01 to 2026-11-28; every other stream of the sample stays as it is.
    ///
    /// ```
    /// use wangge::work::Work;
    /// use wangge::Registry;
    /// use wangge_sample::Sample;
    ///
    /// let sample = Sample::cili().households(2_000);
    /// let registry = Registry::build(sample.records())?;
    /// let work = Work::build(&registry, sample.work_of(&registry, 1_000))?;
    /// assert_eq!(work.cases().len(), 1_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn work_of(self, registry: &Registry, matters: u32) -> impl Iterator<Item = Entry> {
        let mut number = 0;
        (0..DAYS).flat_map(move |day| {
            // The first `until` matters are reported by the end of the day.
            let until = u64::from(matters) * u64::from(day + 1) / u64::from(DAYS);
            let first = midnight(Date::constant(2026, 1, 1)) + DAY * i64::from(day);
            let directory = (number < until).then(|| registry.as_of(super::clock::date(first)));
            let mut entries = Vec::new();
            while let Some(directory) = directory.as_ref().filter(|_| number < until) {
                number += 1;
                let mut random = Random::new(self.seed, mix(MANY ^ number));
                one(directory, number, first, &mut random, &mut entries);
            }
            entries.sort_by_key(at);
            entries
        })
    }
}

/// A matter of a day: reported, mostly accepted, mostly resolved before midnight.
fn one(directory: &Directory, number: u64, day: Minute, random: &mut Random, entries: &mut Vec<Entry>) {
    let count = u32::try_from(directory.households().len()).unwrap_or(u32::MAX);
    let place = usize::try_from(random.below(count)).ok();
    let Some(household) = place.and_then(|place| directory.household_at(place)) else { return };
    let reported = day + 7 * HOUR + random.between(0, 11 * HOUR);
    let urgency = if random.permille(20) { Urgency::Emergency } else { Urgency::Routine };
    let kind = random.pick(&KINDS);
    let id = format_smolstr!("m{number:07}");
    let channel = match random.below(3) {
        0 => Channel::Phone,
        1 => Channel::WeChat,
        _ => Channel::Visit,
    };
    let (subject, at, recuse) = (household.id().into(), instant(reported), Vec::new());
    entries.push(Entry::Matter(Reported { id: id.clone(), subject, kind: kind.into(), urgency, at, channel, recuse }));
    if random.permille(30) {
        return;
    }
    // Who is asked hangs on the directory alone; deadlines of December would need a calendar that is not out yet.
    let reported_at = instant(reported.min(DAY * 270));
    let matter = Matter { subject: household.id(), kind, urgency, reported_at, recuse: &[] };
    let Some(by) = first_asked(directory, &matter) else { return };
    let accepted = reported + random.between(5, 60);
    let event = |at, act| Entry::Event(Event { matter: id.clone(), at: instant(at), act });
    entries.push(event(accepted, Act::Accepted { by: by.clone() }));
    if !random.permille(30) {
        entries.push(event(accepted + random.between(20, 4 * HOUR), Act::Resolved { by }));
    }
}

/// Somebody whom the first step asks that asks anybody.
fn first_asked(directory: &Directory, matter: &Matter<'_>) -> Option<SmolStr> {
    let path = directory.escalate(matter).ok()?;
    path.steps().find_map(|step| match step.state() {
        StepState::Active(active) => active.asked().next().map(|person| person.id().into()),
        StepState::Skipped(_) => None,
    })
}
