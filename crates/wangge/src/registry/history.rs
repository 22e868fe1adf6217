//! Since when a seat has been as it is.

use super::facts::Facts;
use crate::time::{Day, Days};

/// How many appointments hold on a day: of primaries, of anybody, and of anybody who is present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Tally {
    pub primaries: i64,
    pub appointed: i64,
    pub present: i64,
}

impl Tally {
    fn plus(self, other: Self, sign: i64) -> Self {
        Self {
            primaries: self.primaries + sign * other.primaries,
            appointed: self.appointed + sign * other.appointed,
            present: self.present + sign * other.present,
        }
    }
}

/// The first day of the unbroken run of days, up to `day`, on which `holds` is true of a seat: O(n log n) for n
/// appointments and absences. Each entry is a person, whether primary, and when.
pub(crate) fn run_start(
    facts: &Facts,
    entries: impl Iterator<Item = (u32, bool, Days)>,
    opened: Day,
    day: Day,
    holds: impl Fn(Tally) -> bool,
) -> Day {
    let mut changes: Vec<(Day, i64, Tally)> = Vec::new();
    let mut lay = |days: Days, tally: Tally| {
        changes.extend([(days.from, 1, tally), (days.until, -1, tally)]);
    };
    for (person, primary, days) in entries {
        lay(days, Tally { primaries: i64::from(primary), appointed: 1, present: 0 });
        if !facts.is_unreachable(person) {
            present(facts.absences.row(person), days)
                .for_each(|days| lay(days, Tally { present: 1, ..Tally::default() }));
        }
    }
    changes.sort_unstable();
    let mut now = Tally::default();
    let mut start = holds(now).then_some(opened);
    for today in changes.chunk_by(|a, b| a.0 == b.0) {
        let Some((change, ..)) = today.first().filter(|(change, ..)| *change <= day) else { break };
        now = today.iter().fold(now, |now, (_, sign, tally)| now.plus(*tally, *sign));
        start = if holds(now) { start.or(Some(*change)) } else { None };
    }
    start.unwrap_or(day)
}

/// The parts of a period outside absences, which are ascending and apart.
fn present(absences: &[Days], days: Days) -> impl Iterator<Item = Days> {
    let mut from = days.from;
    let first = absences.partition_point(|away| away.until <= days.from);
    let during = absences.get(first..).unwrap_or_default().iter().copied();
    let during = during.take_while(move |away| away.from < days.until);
    let gaps = during.chain([Days { from: days.until, until: days.until }]);
    gaps.filter_map(move |away| {
        let free = Days { from, until: away.from.min(days.until) };
        from = from.max(away.until);
        (free.from < free.until).then_some(free)
    })
}
