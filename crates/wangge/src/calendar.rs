//! Deadlines (T3, T4): instants in the scheme's fixed offset, working time by its dated calendar.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::span::Span;

mod table;

use self::table::Run;

/// Nanoseconds.
const SECOND: i64 = 1_000_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const DAY_SECONDS: i64 = 86_400;

/// When offices are open: a fixed offset, office hours, and the working days of the years that have a table.
#[derive(Clone, PartialEq, Eq)]
pub struct Calendar {
    offset: Offset,
    hours: Vec<OfficeHours>,
    /// Working time of a working day.
    worked: i64,
    /// When the last office hours of a day end.
    closing: i64,
    /// Years with a table, adjoining years together, ascending.
    runs: Vec<Run>,
}

/// One stretch of office hours, in nanoseconds since midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OfficeHours {
    opens: i64,
    closes: i64,
    /// Working time of the day before `opens`.
    before: i64,
}

/// An instant as the civil day and the nanoseconds since its midnight.
#[derive(Debug, Clone, Copy)]
struct Local {
    /// Days since 1970-01-01.
    day: i32,
    time: i64,
}

/// A date in a year without a calendar table (T3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[error("the calendar has no table for the year `{year}` (rule T3)")]
pub struct UnknownYear {
    /// The year.
    pub year: i16,
}

impl UnknownYear {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        "calendar.year-unknown"
    }
}

/// Why there is no deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum DeadlineError {
    /// Working time runs into a year without a table.
    #[error(transparent)]
    UnknownYear(#[from] UnknownYear),
    /// The deadline would be after the last instant of the year 9999.
    #[error("the deadline is later than any date (rule T3)")]
    OutOfRange,
}

impl DeadlineError {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownYear(unknown) => unknown.code(),
            Self::OutOfRange => "calendar.out-of-range",
        }
    }

    /// Every code.
    pub const CODES: &'static [&'static str] = &["calendar.year-unknown", "calendar.out-of-range"];

    /// The rule of the specification that asks for it.
    #[must_use]
    pub fn rule(self) -> &'static str {
        "T3"
    }
}

impl fmt::Debug for Calendar {
    // Without the tables, which are long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let years: Vec<_> = self.runs.iter().map(Run::years).collect();
        let hours: Vec<_> = self.hours.iter().map(|h| (h.opens / MINUTE, h.closes / MINUTE)).collect();
        f.debug_struct("Calendar")
            .field("offset", &self.offset)
            .field("hours", &hours)
            .field("years", &years)
            .finish_non_exhaustive()
    }
}

impl Calendar {
    /// A calendar from checked parts.
    ///
    /// `hours` are minutes of the day, ascending, neither empty nor touching, at most 1440; `weekdays` start on
    /// Monday; `years` are from 1 to 9999; an exception says whether its day, in a listed year, is worked.
    pub(crate) fn new(
        offset: Offset,
        hours: &[(u16, u16)],
        weekdays: [bool; 7],
        years: &[i16],
        exceptions: &[(Date, bool)],
    ) -> Self {
        let mut worked = 0;
        let mut office = Vec::with_capacity(hours.len());
        for &(opens, closes) in hours {
            let (opens, closes) = (i64::from(opens) * MINUTE, i64::from(closes) * MINUTE);
            office.push(OfficeHours { opens, closes, before: worked });
            worked += closes - opens;
        }
        let closing = office.last().map_or(0, |last| last.closes);
        // Without office hours no working time ever passes: as if no day were worked.
        let weekdays = weekdays.map(|works| works && worked > 0);
        let exceptions: Vec<_> = exceptions.iter().map(|&(date, works)| (date, works && worked > 0)).collect();
        Self { offset, hours: office, worked, closing, runs: table::runs(weekdays, years, &exceptions) }
    }

    /// The fixed offset from UTC.
    #[must_use]
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// The civil date of an instant (T4).
    #[must_use]
    pub fn date_of(&self, instant: Timestamp) -> Date {
        self.offset.to_datetime(instant).date()
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// The year of the day has no table.
    pub fn is_working_day(&self, date: Date) -> Result<bool, UnknownYear> {
        let day = table::day_number(date);
        self.run_of(day).map(|run| run.is_working(day)).ok_or(UnknownYear { year: date.year() })
    }

    /// The instant at which `span` ends if counting starts at `from`: always later than `from`.
    ///
    /// # Errors
    /// Working time needs to know a day of a year without a table, or the deadline is out of range.
    pub fn deadline(&self, from: Timestamp, span: Span) -> Result<Timestamp, DeadlineError> {
        match span {
            Span::Hours(n) => {
                let local = self.local(from)?;
                self.instant(local.day, local.time + i64::from(n.get()) * HOUR)
            }
            Span::WorkingHours(n) => self.working_hours(from, i64::from(n.get())),
            Span::WorkingDays(n) => self.working_days(from, usize::from(n.get())),
            Span::EndOfDay => self.instant(self.local(from)?.day.saturating_add(1), 0),
            Span::EndOfMonth => {
                let date = self.date_of(from);
                let left = date.days_in_month() - date.day();
                self.instant(self.local(from)?.day.saturating_add(i32::from(left) + 1), 0)
            }
        }
    }

    fn working_hours(&self, from: Timestamp, hours: i64) -> Result<Timestamp, DeadlineError> {
        let local = self.local(from)?;
        let run = self.run_of_instant(local, from)?;
        // Count from midnight of the first working day: what was worked on it already is added.
        let total = hours * HOUR + if run.is_working(local.day) { self.worked_until(local.time) } else { 0 };
        // A span that ends at closing time ends there: whole days are counted up to the nanosecond before.
        let days = (total - 1).checked_div(self.worked).unwrap_or(0);
        let rest = total - days * self.worked;
        let nth = run.working_before(local.day).saturating_add(usize::try_from(days).unwrap_or(usize::MAX));
        let day = run.nth_working(nth).ok_or_else(|| past(run))?;
        let stretch = self.hours.iter().find(|h| h.before + h.closes - h.opens >= rest);
        let time = stretch.map_or(self.closing, |h| h.opens + rest - h.before);
        self.instant(day, time)
    }

    fn working_days(&self, from: Timestamp, days: usize) -> Result<Timestamp, DeadlineError> {
        let local = self.local(from)?;
        let run = self.run_of_instant(local, from)?;
        // Counting starts on the first working day that is not over. Closing time still belongs to its day, even
        // where that is the midnight after it.
        let over = if local.time == 0 && self.closing == DAY {
            let yesterday = local.day.saturating_sub(1);
            let year = run.years().start().saturating_sub(1);
            let run = self.run_of(yesterday).ok_or(UnknownYear { year })?;
            if run.is_working(yesterday) { Over::Yesterday } else { Over::No }
        } else if local.time > self.closing && run.is_working(local.day) {
            Over::Today
        } else {
            Over::No
        };
        let first = run.working_before(local.day).saturating_add(days);
        let nth = match over {
            Over::Yesterday => first.saturating_sub(1),
            Over::No => first,
            Over::Today => first.saturating_add(1),
        };
        self.instant(run.nth_working(nth).ok_or_else(|| past(run))?, self.closing)
    }

    /// Working time of a working day before the time of day.
    fn worked_until(&self, time: i64) -> i64 {
        self.hours.iter().map(|h| time.clamp(h.opens, h.closes) - h.opens).sum()
    }

    fn run_of(&self, day: i32) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.first() <= day);
        self.runs.get(after.checked_sub(1)?).filter(|run| run.contains(day))
    }

    fn run_of_instant(&self, local: Local, instant: Timestamp) -> Result<&Run, UnknownYear> {
        self.run_of(local.day).ok_or_else(|| UnknownYear { year: self.date_of(instant).year() })
    }

    fn local(&self, instant: Timestamp) -> Result<Local, DeadlineError> {
        let mut seconds = instant.as_second() + i64::from(self.offset.seconds());
        let mut nanos = i64::from(instant.subsec_nanosecond());
        // Before 1970 both are negative.
        if nanos < 0 {
            seconds -= 1;
            nanos += SECOND;
        }
        let day = i32::try_from(seconds.div_euclid(DAY_SECONDS)).map_err(|_| DeadlineError::OutOfRange)?;
        Ok(Local { day, time: seconds.rem_euclid(DAY_SECONDS) * SECOND + nanos })
    }

    fn instant(&self, day: i32, time: i64) -> Result<Timestamp, DeadlineError> {
        let seconds = i64::from(day) * DAY_SECONDS + time / SECOND - i64::from(self.offset.seconds());
        let nanos = i32::try_from(time % SECOND).map_err(|_| DeadlineError::OutOfRange)?;
        Timestamp::new(seconds, nanos).map_err(|_| DeadlineError::OutOfRange)
    }
}

/// Which working day's closing time is past or now, seen from an instant.
enum Over {
    Yesterday,
    No,
    Today,
}

/// The error of looking past the last day of a run.
fn past(run: &Run) -> DeadlineError {
    match run.years().end() {
        9999.. => DeadlineError::OutOfRange,
        &last => UnknownYear { year: last + 1 }.into(),
    }
}

#[cfg(test)]
mod tests;
