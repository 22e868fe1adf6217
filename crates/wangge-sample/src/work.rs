//! A year of work of Chalinhe: what was reported and what came of it, reports, campaigns.
//!
//! Nobody is meant: only ids of fictional people and households occur. Every matter is lived through with the core
//! itself, so those who act are those whom it asks.

mod campaign;
mod clock;
mod course;
mod filing;
mod many;
mod people;
mod plan;
mod story;

use jiff::Timestamp;
use smol_str::format_smolstr;
use wangge::Registry;
use wangge::work::Entry;

use self::clock::{DAY, HOUR, Minute, instant, midnight};
use self::story::Teller;
use crate::Sample;
use crate::random::Random;

/// The last minute of the log: 2026-11-29T17:00.
const LAST_MINUTE: Minute = 332 * DAY + 17 * HOUR;

/// The streams of the work; villages have theirs by code, of twelve digits.
const STREAM: u64 = 1 << 48;
const PLAN: u64 = STREAM;
const FILINGS: u64 = STREAM + 1;
const CAMPAIGNS: u64 = STREAM + 2;
const MANY: u64 = STREAM + 3;
const MATTERS: u64 = STREAM << 1;

impl Sample {
    /// The instant at which [`work`](Self::work) ends: 2026-11-29T17:00+08:00, a day before November's reports are due.
    #[must_use]
    pub fn now() -> Timestamp {
        instant(LAST_MINUTE)
    }

    /// A year of work of Chalinhe, as a log in order of time: from 2026-01-01 to [`now`](Self::now).
    ///
    /// As the source counts, 64 disputes and 372 livelihood problems are resolved by then; others are open, in every
    /// state. The registry is that of the [`records`](Self::records); of the log, it refuses nothing.
    ///
    /// ```
    /// use wangge::work::Work;
    /// use wangge::Registry;
    /// use wangge_sample::Sample;
    ///
    /// let sample = Sample::chalinhe();
    /// let registry = Registry::build(sample.records())?;
    /// let work = Work::build(&registry, sample.work(&registry))?;
    /// let now = work.cases().filter_map(|case| case.at(Sample::now()));
    /// let (open, done): (Vec<_>, Vec<_>) = now.partition(|standing| standing.state().is_open());
    /// let late = open.iter().filter(|standing| standing.is_overdue()).count();
    /// assert!(late > 0 && late < open.len() && open.len() < done.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn work(self, registry: &Registry) -> Vec<Entry> {
        let mut teller = Teller::new(registry);
        let planned = plan::matters(&mut teller.days, &mut Random::new(self.seed, PLAN));
        for (matter, number) in planned.iter().zip(1..) {
            let id = format_smolstr!("m2026-{number:04}");
            teller.tell(id, matter, Random::new(self.seed, MATTERS + number));
        }
        filing::file(&mut teller, &planned, &mut Random::new(self.seed, FILINGS));
        campaign::carry_out(&mut teller, &mut Random::new(self.seed, CAMPAIGNS));
        let mut log = teller.log;
        log.sort_by_key(at);
        log
    }
}

/// When an entry is made; a campaign at the beginning of its first day.
fn at(entry: &Entry) -> Timestamp {
    match entry {
        Entry::Matter(matter) => matter.at,
        Entry::Event(event) => event.at,
        Entry::Filing(filing) => filing.at,
        Entry::Campaign(campaign) => instant(midnight(campaign.from)),
        Entry::Done(done) => done.at,
        Entry::Told(told) => told.until,
    }
}
