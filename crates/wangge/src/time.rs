//! Civil days and half-open periods (T2).

use std::fmt;

use jiff::civil::Date;

/// A half-open period of civil dates: `from` belongs to it, `until` does not (T2).
///
/// ```
/// use jiff::civil::date;
/// use wangge::Period;
///
/// let december = Period::new(date(2026, 12, 1), Some(date(2027, 1, 1)))?;
/// assert!(december.contains(date(2026, 12, 31)));
/// assert!(!december.contains(date(2027, 1, 1)));
/// assert!(Period::new(date(2026, 12, 1), Some(date(2026, 12, 1))).is_err());
/// # Ok::<(), wangge::PeriodEmpty>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    from: Date,
    until: Option<Date>,
}

impl Period {
    /// The period from a day up to the day before `until`, or for good.
    ///
    /// # Errors
    /// [`PeriodEmpty`] if no day would be in it.
    pub fn new(from: Date, until: Option<Date>) -> Result<Self, PeriodEmpty> {
        match until {
            Some(until) if until <= from => Err(PeriodEmpty { from, until }),
            _ => Ok(Self { from, until }),
        }
    }

    /// The first day.
    #[must_use]
    pub fn from(self) -> Date {
        self.from
    }

    /// The day after the last; none while open.
    #[must_use]
    pub fn until(self) -> Option<Date> {
        self.until
    }

    /// Whether a day is in the period.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.from)?;
        self.until.map_or(Ok(()), |until| until.fmt(f))
    }
}

/// A period without a day in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period from {from} until {until} has no day in it (rule T2)")]
pub struct PeriodEmpty {
    /// The day that was to be the first.
    pub from: Date,
    /// The day that was to be after the last.
    pub until: Date,
}

impl PeriodEmpty {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "period.empty"
    }

    /// The rule of the specification that is broken.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        "T2"
    }
}

/// A civil day as one ordered number, `year * 512 + month * 32 + day`: four bytes, compared in one instruction.
/// Half-open periods meet where their ends are equal, so no arithmetic on days is needed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Day(i32);

impl Day {
    /// Later than every date.
    pub const OPEN: Self = Self(i32::MAX);
    /// Earlier than every date.
    pub const NEVER: Self = Self(i32::MIN);

    /// A date written `YYYY-MM-DD` that exists.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *bytes else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i16, |n, d| d.is_ascii_digit().then(|| n * 10 + i16::from(d - b'0')))
        };
        let (year, month, day) = (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
        if year == 0 {
            return None;
        }
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(Self::from)
    }

    /// The date; none for [`Day::OPEN`] and [`Day::NEVER`].
    pub fn date(self) -> Option<Date> {
        let year = i16::try_from(self.0 >> 9).ok()?;
        let month = i8::try_from((self.0 >> 5) & 15).ok()?;
        Date::new(year, month, i8::try_from(self.0 & 31).ok()?).ok()
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day()))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => date.fmt(f),
            None => f.write_str(if *self == Self::OPEN { "open" } else { "never" }),
        }
    }
}

/// A half-open period of [`Day`]s; eight bytes. Never empty, because rows with an empty period are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Days {
    pub from: Day,
    pub until: Day,
}

impl Days {
    /// Every day.
    pub const ALWAYS: Self = Self { from: Day::NEVER, until: Day::OPEN };

    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.until
    }

    /// The public form; none for [`Days::ALWAYS`], which no row has.
    pub fn period(self) -> Option<Period> {
        Some(Period { from: self.from.date()?, until: self.until.date() })
    }

    pub fn is_inside(self, other: Self) -> bool {
        other.from <= self.from && self.until <= other.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_date_and_keeps_the_order() {
        let first = Date::constant(1899, 12, 31);
        let days = first.series(jiff::Span::new().days(1)).take(80_000);
        let mut last = Day::NEVER;
        for date in days {
            let day = Day::from(date);
            assert!(last < day && day < Day::OPEN);
            assert_eq!(day.date(), Some(date));
            assert_eq!(Day::parse(&date.to_string()), Some(day));
            last = day;
        }
    }

    #[test]
    fn only_dates_that_exist_and_are_written_in_full_are_dates() {
        for text in
            ["2025-02-29", "2026-1-01", "20260101", "2026-01-01 ", "2026-13-01", "0000-01-01", "", "２０２６-01-01"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert!(Day::parse("2024-02-29").is_some());
    }
}
