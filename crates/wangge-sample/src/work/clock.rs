//! Minutes of the year 2026 in the county's time, and the county on a day.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use wangge::{Directory, Registry};

/// Minutes since the year began in the county.
pub(super) type Minute = i64;

pub(super) const HOUR: Minute = 60;
pub(super) const DAY: Minute = 24 * HOUR;

const NEW_YEAR: Date = Date::constant(2026, 1, 1);
/// 2026-01-01T00:00+08:00, in seconds.
const NEW_YEAR_SECOND: i64 = 1_767_196_800;

/// The instant of a minute.
pub(super) fn instant(minute: Minute) -> Timestamp {
    Timestamp::from_second(NEW_YEAR_SECOND + 60 * minute).unwrap_or(Timestamp::MAX)
}

/// The minute in which an instant is.
pub(super) fn minute(instant: Timestamp) -> Minute {
    (instant.as_second() - NEW_YEAR_SECOND).div_euclid(60)
}

/// The first minute of a day.
pub(super) fn midnight(date: Date) -> Minute {
    let days = date.since(NEW_YEAR).map_or(0, |span| span.get_days());
    i64::from(days) * DAY
}

/// The day of a minute.
pub(super) fn date(minute: Minute) -> Date {
    NEW_YEAR.saturating_add(Span::new().days(minute.div_euclid(DAY)))
}

/// The county, compiled for the day that was asked for last.
pub(super) struct Days<'r> {
    registry: &'r Registry,
    kept: Directory,
}

impl<'r> Days<'r> {
    pub fn new(registry: &'r Registry) -> Self {
        Self { registry, kept: registry.as_of(NEW_YEAR) }
    }

    /// The county on a day.
    pub fn on(&mut self, date: Date) -> &Directory {
        if self.kept.date() != date {
            self.kept = self.registry.as_of(date);
        }
        &self.kept
    }

    /// The county on the day of a minute.
    pub fn at(&mut self, minute: Minute) -> &Directory {
        self.on(date(minute))
    }
}
