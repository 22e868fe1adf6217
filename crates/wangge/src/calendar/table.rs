//! The working days of adjoining years: is a day worked, how many are before it, which is the n-th.

use std::ops::RangeInclusive;

use jiff::civil::Date;

/// Days from 0001-01-01 to 1970-01-01.
const EPOCH: i32 = 719_162;

/// Adjoining years with a table. Days are numbered from 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    years: RangeInclusive<i16>,
    first: i32,
    /// The day after the last.
    end: i32,
    /// 64 days each, from the first.
    blocks: Vec<Block>,
    /// The working days, ascending.
    working: Vec<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Block {
    /// Which of its days are worked, the first in the lowest bit.
    bits: u64,
    /// How many days are worked in the blocks before.
    before: u32,
}

/// The tables of all years, adjoining years in one run. `weekdays` start on Monday.
pub(super) fn runs(weekdays: [bool; 7], years: &[i16], exceptions: &[(Date, bool)]) -> Vec<Run> {
    let mut years = years.to_vec();
    years.sort_unstable();
    years.dedup();
    let mut exceptions: Vec<_> = exceptions.iter().map(|&(date, works)| (day_number(date), works)).collect();
    exceptions.sort_unstable();
    exceptions.dedup_by_key(|&mut (day, _)| day);
    years
        .chunk_by(|a, b| a.saturating_add(1) == *b)
        .filter_map(|years| Some(Run::new(*years.first()?..=*years.last()?, weekdays, &exceptions)))
        .collect()
}

impl Run {
    fn new(years: RangeInclusive<i16>, weekdays: [bool; 7], exceptions: &[(i32, bool)]) -> Self {
        let (first, end) = (year_start(i32::from(*years.start())), year_start(i32::from(*years.end()) + 1));
        let mut exceptions = exceptions.iter().skip_while(|&&(day, _)| day < first).peekable();
        // 1970-01-01 was a Thursday.
        let shift = usize::try_from((first + 3).rem_euclid(7)).unwrap_or(0);
        let pattern = weekdays.iter().cycle().skip(shift);
        let mut working = Vec::new();
        for (day, &weekday) in (first..end).zip(pattern) {
            let exception = exceptions.next_if(|&&(date, _)| date == day);
            if exception.map_or(weekday, |&(_, works)| works) {
                working.push(day);
            }
        }
        let mut blocks = Vec::new();
        let mut rest = working.iter().peekable();
        let mut before = 0;
        for start in (first..end).step_by(64) {
            let mut bits = 0;
            while let Some(day) = rest.next_if(|&&day| day < start + 64) {
                bits |= 1_u64 << (day - start);
            }
            blocks.push(Block { bits, before });
            before += bits.count_ones();
        }
        Self { years, first, end, blocks, working }
    }

    pub(super) fn years(&self) -> &RangeInclusive<i16> {
        &self.years
    }

    pub(super) fn first(&self) -> i32 {
        self.first
    }

    pub(super) fn contains(&self, day: i32) -> bool {
        (self.first..self.end).contains(&day)
    }

    pub(super) fn is_working(&self, day: i32) -> bool {
        self.block(day).is_some_and(|(block, bit)| (block.bits >> bit) & 1 == 1)
    }

    /// How many days of the run before `day` are worked.
    pub(super) fn working_before(&self, day: i32) -> usize {
        let count = self.block(day).map_or(0, |(block, bit)| {
            let earlier = block.bits & !(u64::MAX << bit);
            block.before + earlier.count_ones()
        });
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    /// The n-th working day of the run, from 0.
    pub(super) fn nth_working(&self, n: usize) -> Option<i32> {
        self.working.get(n).copied()
    }

    fn block(&self, day: i32) -> Option<(Block, u32)> {
        let offset = u32::try_from(day.checked_sub(self.first)?).ok()?;
        let block = self.blocks.get(usize::try_from(offset / 64).ok()?)?;
        Some((*block, offset % 64))
    }
}

/// Days since 1970-01-01.
pub(super) fn day_number(date: Date) -> i32 {
    year_start(i32::from(date.year())) + i32::from(date.day_of_year()) - 1
}

/// The day number of the first of January, in the proleptic Gregorian calendar.
fn year_start(year: i32) -> i32 {
    let years = year - 1;
    years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400) - EPOCH
}
