//! The peers' calendar: day by day, as one writes it in an afternoon.

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Span, Timestamp};
use wangge::record::{CalendarRecord, Weekday};

pub struct PlainCalendar {
    offset: Offset,
    hours: Vec<(i64, i64)>,
    weekdays: [bool; 7],
    years: HashSet<i16>,
    exceptions: HashMap<Date, bool>,
}

fn minutes(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').unwrap();
    hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
}

impl PlainCalendar {
    pub fn new(record: &CalendarRecord) -> Self {
        let (sign, rest) = record.offset.split_at(1);
        let seconds = i32::try_from(minutes(rest) * 60).unwrap();
        let mut weekdays = [false; 7];
        for day in &record.weekdays {
            let at = match day {
                Weekday::Mon => 0,
                Weekday::Tue => 1,
                Weekday::Wed => 2,
                Weekday::Thu => 3,
                Weekday::Fri => 4,
                Weekday::Sat => 5,
                Weekday::Sun => 6,
            };
            weekdays[at] = true;
        }
        Self {
            offset: Offset::from_seconds(if sign == "-" { -seconds } else { seconds }).unwrap(),
            hours: record.hours.iter().map(|[open, close]| (minutes(open), minutes(close))).collect(),
            weekdays,
            years: record.years.iter().copied().collect(),
            exceptions: record.exceptions.iter().map(|e| (e.date.parse().unwrap(), e.working)).collect(),
        }
    }

    fn is_working(&self, date: Date) -> bool {
        assert!(self.years.contains(&date.year()), "no table for {}", date.year());
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap();
        self.exceptions.get(&date).copied().unwrap_or(self.weekdays[weekday])
    }

    fn instant(&self, date: Date, minute: i64) -> Timestamp {
        let midnight = DateTime::from_parts(date, Time::midnight());
        self.offset.to_timestamp(midnight).unwrap() + SignedDuration::from_mins(minute)
    }

    /// The end of a span of the scheme, which is known to be good.
    pub fn deadline(&self, from: Timestamp, span: &str) -> Timestamp {
        let local = self.offset.to_datetime(from);
        match span {
            "end-of-day" => return self.instant(local.date().tomorrow().unwrap(), 0),
            "end-of-month" => return self.instant(local.date().last_of_month().tomorrow().unwrap(), 0),
            _ => {}
        }
        let digits = span.trim_end_matches(|c: char| !c.is_ascii_digit());
        let count: i64 = digits.parse().unwrap();
        match &span[digits.len()..] {
            "h" => from + SignedDuration::from_hours(count),
            "wh" => self.working_hours(from, local.date(), count),
            _ => self.working_days(from, local.date(), count),
        }
    }

    fn working_hours(&self, from: Timestamp, mut date: Date, hours: i64) -> Timestamp {
        let mut left = SignedDuration::from_hours(hours);
        loop {
            if self.is_working(date) {
                for &(open, close) in &self.hours {
                    let (open, close) = (self.instant(date, open).max(from), self.instant(date, close));
                    let room = open.duration_until(close);
                    if room >= left {
                        return open + left;
                    }
                    left -= room.max(SignedDuration::ZERO);
                }
            }
            date = date.tomorrow().unwrap();
        }
    }

    fn working_days(&self, from: Timestamp, mut date: Date, days: i64) -> Timestamp {
        let closing = self.hours.last().unwrap().1;
        if closing == 1440 && self.instant(date, 0) == from && self.is_working(date.yesterday().unwrap()) {
            date = date.yesterday().unwrap();
        } else if from > self.instant(date, closing) {
            date = date.checked_add(Span::new().days(1)).unwrap();
        }
        while !self.is_working(date) {
            date = date.tomorrow().unwrap();
        }
        for _ in 0..days {
            date = date.tomorrow().unwrap();
            while !self.is_working(date) {
                date = date.tomorrow().unwrap();
            }
        }
        self.instant(date, closing)
    }
}
