//! How long something may take (T3): `3h`, `3wh`, `3wd`, `end-of-day`, `end-of-month`.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use smol_str::SmolStr;

use crate::text::{Quoted, shorten};

/// The largest number that a span may be written with.
const MAX_COUNT: u16 = 10_000;

/// A span: always positive. What it means is up to the calendar:
/// [`Calendar::deadline`](crate::Calendar::deadline).
///
/// ```
/// use wangge::Span;
///
/// let span: Span = "3wd".parse()?;
/// assert_eq!(span.to_string(), "3wd");
/// assert!("0h".parse::<Span>().is_err());
/// # Ok::<(), wangge::SpanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// Hours of the clock on the wall.
    Hours(NonZeroU16),
    /// Hours inside office hours.
    WorkingHours(NonZeroU16),
    /// Working days; they end at closing time.
    WorkingDays(NonZeroU16),
    /// Until the next midnight.
    EndOfDay,
    /// Until the first midnight of the next month.
    EndOfMonth,
}

/// The text is not a span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a span: write `3h`, `3wh` or `3wd` with 1 to 10,000, or `end-of-day` or `end-of-month`", Quoted(.0))]
pub struct SpanError(SmolStr);

impl SpanError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "span.invalid"
    }
}

impl FromStr for Span {
    type Err = SpanError;

    /// Reads a span.
    ///
    /// # Errors
    /// Anything else than `Nh`, `Nwh`, `Nwd` (N from 1 to 10,000, without sign, space or leading zero), `end-of-day`
    /// or `end-of-month`.
    fn from_str(text: &str) -> Result<Self, SpanError> {
        parse(text).ok_or_else(|| SpanError(shorten(text)))
    }
}

fn parse(text: &str) -> Option<Span> {
    match text {
        "end-of-day" => return Some(Span::EndOfDay),
        "end-of-month" => return Some(Span::EndOfMonth),
        _ => {}
    }
    let (count, unit) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    let unit = match unit {
        "h" => Span::Hours,
        "wh" => Span::WorkingHours,
        "wd" => Span::WorkingDays,
        _ => return None,
    };
    // Only digits are left; more than five of them do not fit and are refused here as well.
    let count: u16 = count.parse().ok().filter(|&n| n <= MAX_COUNT && !count.starts_with('0'))?;
    NonZeroU16::new(count).map(unit)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours(n) => write!(f, "{n}h"),
            Self::WorkingHours(n) => write!(f, "{n}wh"),
            Self::WorkingDays(n) => write!(f, "{n}wd"),
            Self::EndOfDay => f.write_str("end-of-day"),
            Self::EndOfMonth => f.write_str("end-of-month"),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn t3_spans_read_back_as_written() {
        for text in ["1h", "24h", "10000h", "3wh", "9999wh", "1wd", "10000wd", "end-of-day", "end-of-month"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn t3_other_texts_are_refused() {
        let texts = [
            "",
            "h",
            "0h",
            "00h",
            "01h",
            "10001h",
            "65536h",
            "99999999999999999999h",
            "+3h",
            "-3h",
            " 3h",
            "3h ",
            "3 h",
            "3",
            "3H",
            "3d",
            "3wm",
            "3.5h",
            "３h",
            "end-of-year",
            "End-of-day",
            "end-of-day ",
            "3h3h",
        ];
        for text in texts {
            let error = text.parse::<Span>().unwrap_err();
            assert_eq!(error.code(), "span.invalid");
            assert!(error.to_string().starts_with(&format!("`{text}` is not a span")), "{error}");
        }
    }

    proptest! {
        #[test]
        fn t3_numbers_from_1_to_10_000_are_read(n in 0_u32..20_000, unit in "h|wh|wd") {
            let text = format!("{n}{unit}");
            let read: Result<Span, _> = text.parse();
            prop_assert_eq!(read.is_ok(), (1..=10_000).contains(&n));
            prop_assert_eq!(read.map_or(text.clone(), |span| span.to_string()), text);
        }
    }
}
