//! Dates and half-open periods (T2).

use jiff::civil::Date;

/// A half-open period `[from, until)`; open if there is no `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// The day after the last.
    pub until: Option<Date>,
}

impl Period {
    /// The period of two fields that are known to be dates.
    pub fn of(from: &str, until: Option<&str>) -> Self {
        Self { from: parse_date(from).unwrap(), until: until.map(|until| parse_date(until).unwrap()) }
    }

    /// T2: `from` belongs to it, `until` does not.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether some day is in both: the later of the first days must be.
    pub fn overlaps(&self, other: &Self) -> bool {
        let first = self.from.max(other.from);
        self.contains(first) && other.contains(first)
    }

    /// Whether every day of this one is in `outer`.
    pub fn inside(&self, outer: &Self) -> bool {
        let ends_in_time = match (self.until, outer.until) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(outer)) => own <= outer,
        };
        outer.from <= self.from && ends_in_time
    }
}

/// "Exactly `YYYY-MM-DD`, a day that exists, year 0001 to 9999."
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| -> Option<i16> {
        let digits = &bytes[range];
        digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0, |sum, d| sum * 10 + i16::from(d - b'0')))
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    if year < 1 {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
