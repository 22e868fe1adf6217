//! Deadlines by hand, and against a definition that walks minute by minute.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use jiff::civil::{Date, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Span as Step, Timestamp};
use proptest::prelude::*;

use super::*;

/// The parts of a calendar, and what T3 and T4 say about them, word by word.
#[derive(Debug, Clone)]
struct Plain {
    offset: Offset,
    hours: Vec<(u16, u16)>,
    weekdays: [bool; 7],
    years: Vec<i16>,
    exceptions: Vec<(Date, bool)>,
}

impl Plain {
    fn compiled(&self) -> Calendar {
        Calendar::new(self.offset, &self.hours, self.weekdays, &self.years, &self.exceptions)
    }

    fn is_working(&self, date: Date) -> Result<bool, UnknownYear> {
        if !self.years.contains(&date.year()) {
            return Err(UnknownYear { year: date.year() });
        }
        let exception = self.exceptions.iter().find(|e| e.0 == date).map(|e| e.1);
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap();
        Ok(exception.unwrap_or(self.weekdays[weekday]))
    }

    fn instant(&self, date: Date, minute: u16) -> Timestamp {
        let midnight = self.offset.to_timestamp(date.at(0, 0, 0, 0)).unwrap();
        midnight.checked_add(Step::new().minutes(minute)).unwrap()
    }

    fn working_hours(&self, from: Timestamp, hours: u16) -> Result<Timestamp, UnknownYear> {
        let mut left = i128::from(hours) * i128::from(HOUR);
        let mut date = self.offset.to_datetime(from).date();
        loop {
            let works = self.is_working(date)?;
            for minute in 0..1440 {
                let start = self.instant(date, minute).max(from);
                let length = self.instant(date, minute + 1).as_nanosecond() - start.as_nanosecond();
                if works && length > 0 && self.hours.iter().any(|&(opens, closes)| opens <= minute && minute < closes) {
                    if left <= length {
                        return Ok(Timestamp::from_nanosecond(start.as_nanosecond() + left).unwrap());
                    }
                    left -= length;
                }
            }
            date = date.tomorrow().unwrap();
        }
    }

    /// The day on which counting starts: the day of the office hours that hold the instant, else of the next opening.
    fn counting_day(&self, from: Timestamp) -> Result<Date, UnknownYear> {
        let today = self.offset.to_datetime(from).date();
        self.is_working(today)?;
        let holds = |date, (opens, closes)| (self.instant(date, opens)..=self.instant(date, closes)).contains(&from);
        let closing = self.hours.last().unwrap().1;
        if closing == 1440 && self.instant(today, 0) == from && self.is_working(today.yesterday().unwrap())? {
            return Ok(today.yesterday().unwrap());
        }
        if self.is_working(today)? && self.hours.iter().any(|&stretch| holds(today, stretch)) {
            return Ok(today);
        }
        let mut date = today;
        loop {
            let works = self.is_working(date)?;
            if works && self.hours.iter().any(|&(opens, _)| self.instant(date, opens) > from) {
                return Ok(date);
            }
            date = date.tomorrow().unwrap();
        }
    }

    fn working_days(&self, from: Timestamp, days: u16) -> Result<Timestamp, UnknownYear> {
        let mut date = self.counting_day(from)?;
        let mut left = days;
        while left > 0 {
            date = date.tomorrow().unwrap();
            left -= u16::from(self.is_working(date)?);
        }
        Ok(self.instant(date, self.hours.last().unwrap().1))
    }
}

/// The week around National Day 2026 and its make-up Saturday, with a lunch break.
fn cili() -> Plain {
    let mut exceptions: Vec<_> = (1..=7).map(|day| (date(2026, 10, day), false)).collect();
    exceptions.push((date(2026, 10, 10), true));
    Plain {
        offset: Offset::constant(8),
        hours: vec![(8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30)],
        weekdays: [true, true, true, true, true, false, false],
        years: vec![2024, 2025, 2026],
        exceptions,
    }
}

fn deadline(from: &str, span: &str) -> String {
    let from: Timestamp = format!("{}+08", from.replace(' ', "T")).parse().unwrap();
    let calendar = cili().compiled();
    match calendar.deadline(from, span.parse().unwrap()) {
        Ok(instant) => calendar.offset().to_datetime(instant).to_string().replace('T', " "),
        Err(error) => format!("{} {error}", error.code()),
    }
}

#[test]
fn t3_hours_run_on_the_wall_clock() {
    assert_eq!(deadline("2026-09-30 23:59:59.25", "3h"), "2026-10-01 02:59:59.25");
    assert_eq!(deadline("2030-01-01 00:00:00", "10000h"), "2031-02-21 16:00:00");
    assert_eq!(deadline("1969-12-31 12:00:00.75", "24h"), "1970-01-01 12:00:00.75");
}

#[test]
fn t3_working_hours_run_only_inside_office_hours() {
    assert_eq!(deadline("2026-11-23 09:00:00", "2wh"), "2026-11-23 11:00:00");
    assert_eq!(deadline("2026-11-23 11:00:00.5", "2wh"), "2026-11-23 15:00:00.5");
    assert_eq!(deadline("2026-11-23 13:00:00", "1wh"), "2026-11-23 15:00:00");
    assert_eq!(deadline("2026-11-23 06:00:00", "1wh"), "2026-11-23 09:30:00");
    assert_eq!(deadline("2026-11-27 16:30:00", "2wh"), "2026-11-30 09:30:00");
    assert_eq!(deadline("2026-11-28 10:00:00", "8wh"), "2026-12-01 09:30:00");
}

#[test]
fn t3_a_working_hour_that_ends_at_closing_time_ends_there() {
    assert_eq!(deadline("2026-11-23 16:30:00", "1wh"), "2026-11-23 17:30:00");
    assert_eq!(deadline("2026-11-23 08:30:00", "7wh"), "2026-11-23 17:30:00");
    assert_eq!(deadline("2026-11-23 17:30:00", "7wh"), "2026-11-24 17:30:00");
    assert_eq!(deadline("2026-12-31 10:30:00", "5wh"), "2026-12-31 17:30:00");
    assert_eq!(deadline("2026-11-23 11:00:00", "1wh"), "2026-11-23 12:00:00");
}

#[test]
fn t3_working_days_end_at_closing_time() {
    assert_eq!(deadline("2026-11-23 09:00:00", "1wd"), "2026-11-24 17:30:00");
    assert_eq!(deadline("2026-11-23 07:00:00", "1wd"), "2026-11-24 17:30:00");
    assert_eq!(deadline("2026-11-23 12:30:00", "1wd"), "2026-11-24 17:30:00");
    assert_eq!(deadline("2026-11-27 09:00:00", "3wd"), "2026-12-02 17:30:00");
    assert_eq!(deadline("2026-11-28 09:00:00", "1wd"), "2026-12-01 17:30:00");
    assert_eq!(deadline("2026-11-23 00:00:00", "1wd"), "2026-11-24 17:30:00");
}

#[test]
fn t3_closing_time_belongs_to_the_day() {
    assert_eq!(deadline("2026-11-23 17:30:00", "1wd"), "2026-11-24 17:30:00");
    assert_eq!(deadline("2026-11-23 17:30:00.000000001", "1wd"), "2026-11-25 17:30:00");
    assert_eq!(deadline("2026-11-24 00:00:00", "1wd"), "2026-11-25 17:30:00");
}

#[test]
fn t3_closing_time_at_midnight_belongs_to_the_day_before() {
    let calendar = Plain { hours: vec![(8 * 60, 1440)], ..cili() }.compiled();
    let mut instant: Timestamp = "2026-11-23T10:00+08".parse().unwrap();
    for expected in ["2026-11-25T00:00+08", "2026-11-26T00:00+08", "2026-11-27T00:00+08", "2026-11-28T00:00+08"] {
        instant = calendar.deadline(instant, "1wd".parse().unwrap()).unwrap();
        assert_eq!(instant, expected.parse().unwrap());
    }
    // Midnight after Friday is still Friday's closing time; midnight after a Saturday is nobody's.
    let after_friday = calendar.deadline(instant, "1wd".parse().unwrap()).unwrap();
    assert_eq!(after_friday, "2026-12-01T00:00+08".parse().unwrap());
    let after_saturday = calendar.deadline("2026-11-29T00:00+08".parse().unwrap(), "1wd".parse().unwrap()).unwrap();
    assert_eq!(after_saturday, "2026-12-02T00:00+08".parse().unwrap());
}

#[test]
fn t3_holidays_are_off_and_make_up_days_are_worked() {
    assert_eq!(deadline("2026-09-30 16:00:00", "2wh"), "2026-10-08 09:00:00");
    assert_eq!(deadline("2026-09-30 16:00:00", "3wd"), "2026-10-10 17:30:00");
    assert_eq!(deadline("2026-10-10 16:00:00", "2wh"), "2026-10-12 09:00:00");
    let calendar = cili().compiled();
    assert_eq!(calendar.is_working_day(date(2026, 10, 1)), Ok(false));
    assert_eq!(calendar.is_working_day(date(2026, 10, 10)), Ok(true));
    assert_eq!(calendar.is_working_day(date(2026, 10, 11)), Ok(false));
}

#[test]
fn t3_ends_of_day_and_month_are_later_than_the_instant() {
    assert_eq!(deadline("2026-11-23 12:00:00", "end-of-day"), "2026-11-24 00:00:00");
    assert_eq!(deadline("2026-11-23 00:00:00", "end-of-day"), "2026-11-24 00:00:00");
    assert_eq!(deadline("2026-12-31 23:59:59.999", "end-of-day"), "2027-01-01 00:00:00");
    assert_eq!(deadline("2024-02-28 12:00:00", "end-of-day"), "2024-02-29 00:00:00");
    assert_eq!(deadline("2024-02-29 12:00:00", "end-of-month"), "2024-03-01 00:00:00");
    assert_eq!(deadline("2026-12-01 00:00:00", "end-of-month"), "2027-01-01 00:00:00");
    assert_eq!(deadline("1965-02-10 03:04:05.6", "end-of-month"), "1965-03-01 00:00:00");
}

#[test]
fn t3_working_days_count_the_29th_of_february() {
    assert_eq!(deadline("2024-02-28 09:00:00", "1wd"), "2024-02-29 17:30:00");
    assert_eq!(deadline("2024-02-29 16:30:00", "2wh"), "2024-03-01 09:30:00");
}

#[test]
fn t3_a_year_without_a_table_is_an_error_that_names_it() {
    let unknown =
        |year: i16| format!("calendar.year-unknown the calendar has no table for the year `{year}` (rule T3)");
    assert_eq!(deadline("2026-12-31 09:00:00", "1wd"), unknown(2027));
    assert_eq!(deadline("2026-12-31 16:30:00", "2wh"), unknown(2027));
    assert_eq!(deadline("2024-01-02 09:00:00", "10000wd"), unknown(2027));
    assert_eq!(deadline("2027-01-01 09:00:00", "1wh"), unknown(2027));
    assert_eq!(deadline("2023-12-31 23:59:59", "1wh"), unknown(2023));
    assert_eq!(cili().compiled().is_working_day(date(2027, 1, 1)), Err(UnknownYear { year: 2027 }));
    let gap = Plain { years: vec![2026, 2024], ..cili() }.compiled();
    let from = "2024-12-31T16:00+08".parse().unwrap();
    let wanted = Err(DeadlineError::UnknownYear(UnknownYear { year: 2025 }));
    assert_eq!(gap.deadline(from, "1wd".parse().unwrap()), wanted);
}

#[test]
fn t3_a_calendar_without_working_days_never_ends_a_span() {
    let never = Plain { weekdays: [false; 7], exceptions: vec![], ..cili() }.compiled();
    for span in ["1wh", "1wd"] {
        let error = never.deadline("2026-11-23T09:00+08".parse().unwrap(), span.parse().unwrap()).unwrap_err();
        assert_eq!(error.code(), "calendar.year-unknown");
    }
}

#[test]
fn t3_deadlines_beyond_the_last_instant_are_out_of_range() {
    let calendar = Plain { years: vec![9999], ..cili() }.compiled();
    for span in ["10000h", "9999wh", "400wd", "end-of-month"] {
        let error = calendar.deadline("9999-12-30T21:00Z".parse().unwrap(), span.parse().unwrap()).unwrap_err();
        assert_eq!(error, DeadlineError::OutOfRange, "{span}");
        assert_eq!(error.code(), "calendar.out-of-range");
    }
    assert!(calendar.deadline(Timestamp::MIN, "end-of-day".parse().unwrap()).is_ok());
    assert!(calendar.deadline(Timestamp::MIN, "1wd".parse().unwrap()).is_err());
}

#[test]
fn t4_the_civil_date_is_taken_in_the_offset() {
    let calendar = cili().compiled();
    assert_eq!(calendar.date_of("2026-11-22T15:59:59Z".parse().unwrap()), date(2026, 11, 22));
    assert_eq!(calendar.date_of("2026-11-22T16:00:00Z".parse().unwrap()), date(2026, 11, 23));
}

#[test]
fn every_day_of_ten_thousand_years_has_its_own_number() {
    let calendar = Plain { years: (1..=9999).collect(), exceptions: vec![], ..cili() }.compiled();
    let mut day = date(1, 1, 1);
    let mut number = table::day_number(day);
    assert_eq!(table::day_number(date(1970, 1, 1)), 0);
    while day < date(9999, 12, 31) {
        let weekend = matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        assert_eq!(calendar.is_working_day(day), Ok(!weekend), "{day}");
        day = day.tomorrow().unwrap();
        number += 1;
        assert_eq!(table::day_number(day), number, "{day}");
    }
}

fn plain() -> impl Strategy<Value = Plain> {
    let minute =
        prop_oneof![1 => Just(0_u16), 1 => Just(1440), 6 => (0_u16..96).prop_map(|n| n * 15), 2 => 0..=1440_u16];
    let hours = prop::collection::btree_set(minute, 2..7).prop_map(|set| {
        let minutes: Vec<_> = set.into_iter().collect();
        minutes.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    });
    let exception = (prop::sample::select(vec![2023_i16, 2024, 2026]), 1_i16..=365, any::<bool>())
        .prop_map(|(year, day, works)| (date(year, 1, 1).checked_add(Step::new().days(day - 1)).unwrap(), works));
    (
        (-18 * 3600..=18 * 3600).prop_map(|seconds| Offset::from_seconds(seconds / 60 * 60).unwrap()),
        hours,
        any::<[bool; 7]>(),
        prop::sample::subsequence(vec![2023_i16, 2024, 2026], 1..=3),
        prop::collection::vec(exception, 0..12),
    )
        .prop_map(|(offset, hours, weekdays, years, mut exceptions)| {
            exceptions.retain(|e| years.contains(&e.0.year()));
            exceptions.sort();
            exceptions.dedup_by_key(|e| e.0);
            Plain { offset, hours, weekdays, years, exceptions }
        })
}

/// An instant: often one where something changes, or next to it.
fn instant(plain: &Plain) -> impl Strategy<Value = Timestamp> + use<> {
    let plain = plain.clone();
    let edges: Vec<u16> = plain.hours.iter().flat_map(|h| [h.0, h.1]).chain([0]).collect();
    let nanos = prop_oneof![2 => Just(0), 1 => Just(-1), 1 => Just(1), 2 => 0..DAY];
    (0_i32..1550, prop::sample::select(edges), nanos).prop_map(move |(day, minute, nanos)| {
        let date = date(2022, 11, 15).checked_add(Step::new().days(day)).unwrap();
        let base = plain.instant(date, minute);
        base.checked_add(SignedDuration::from_nanos(nanos)).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn t3_working_spans_are_what_walking_minute_by_minute_gives(
        (plain, from) in plain().prop_flat_map(|plain| { let at = instant(&plain); (Just(plain), at) }),
        hours in 1_u16..40,
        days in 1_u16..20,
    ) {
        let calendar = plain.compiled();
        let span = Span::WorkingHours(hours.try_into().unwrap());
        prop_assert_eq!(calendar.deadline(from, span), plain.working_hours(from, hours).map_err(Into::into));
        let span = Span::WorkingDays(days.try_into().unwrap());
        prop_assert_eq!(calendar.deadline(from, span), plain.working_days(from, days).map_err(Into::into));
    }

    #[test]
    fn t3_deadlines_are_later_and_never_cross(
        (plain, a, b) in plain().prop_flat_map(|plain| {
            let (a, b) = (instant(&plain), instant(&plain));
            (Just(plain), a, b)
        }),
        span in prop::sample::select(vec!["1h", "5wh", "9999wh", "1wd", "2wd", "300wd", "end-of-day", "end-of-month"]),
    ) {
        let calendar = plain.compiled();
        let span: Span = span.parse().unwrap();
        let (a, b) = (a.min(b), a.max(b));
        let (first, second) = (calendar.deadline(a, span), calendar.deadline(b, span));
        prop_assert!(first.is_err() || first.unwrap() > a);
        prop_assert!(first.is_err() || second.is_err() || first.unwrap() <= second.unwrap());
    }
}
