//! Deadlines (T3), day by day.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Weekday as Day},
    tz::Offset,
};
use wangge::record::{CalendarRecord, Weekday};

use super::{
    period::parse_date,
    world::{Refusal, World},
};

/// T3: the instant at which a span ends that starts at `start`.
pub fn deadline(world: &World, start: Timestamp, span: &str) -> Result<Timestamp, Refusal> {
    let calendar = &world.scheme.calendar;
    let offset = offset(calendar);
    let local = offset.to_datetime(start);
    let end = if span == "end-of-day" {
        midnight(local.date().tomorrow().unwrap())
    } else if span == "end-of-month" {
        midnight(local.date().last_of_month().tomorrow().unwrap())
    } else if let Some(count) = span.strip_suffix("wh") {
        working_hours(calendar, local, count.parse().unwrap())?
    } else if let Some(count) = span.strip_suffix("wd") {
        working_days(calendar, local, count.parse().unwrap())?
    } else {
        local + SignedDuration::from_hours(span.strip_suffix('h').unwrap().parse().unwrap())
    };
    Ok(offset.to_timestamp(end).unwrap())
}

/// The fixed offset, `+HH:MM`.
pub fn offset(calendar: &CalendarRecord) -> Offset {
    let minutes = minute_of(&calendar.offset[1..]) as i32;
    Offset::from_seconds(if calendar.offset.starts_with('-') { -60 * minutes } else { 60 * minutes }).unwrap()
}

/// The minute of the day of `HH:MM`.
fn minute_of(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').unwrap();
    hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
}

/// The first instant of a day.
fn midnight(day: Date) -> DateTime {
    day.at(0, 0, 0, 0)
}

/// The office hours of a day as instants; none on a day off; an error where nobody knows.
fn office_hours(calendar: &CalendarRecord, day: Date) -> Result<Vec<(DateTime, DateTime)>, Refusal> {
    if !calendar.years.contains(&day.year()) {
        return Err(Refusal::UnknownYear(day.year()));
    }
    let exception = calendar.exceptions.iter().find(|exception| parse_date(&exception.date) == Some(day));
    let works = match exception {
        Some(exception) => exception.working,
        None => calendar.weekdays.contains(&weekday(day)),
    };
    let at = |text: &str| midnight(day) + SignedDuration::from_mins(minute_of(text));
    Ok(if works { calendar.hours.iter().map(|[open, close]| (at(open), at(close))).collect() } else { Vec::new() })
}

/// The day of the week, in the words of the records.
fn weekday(day: Date) -> Weekday {
    match day.weekday() {
        Day::Monday => Weekday::Mon,
        Day::Tuesday => Weekday::Tue,
        Day::Wednesday => Weekday::Wed,
        Day::Thursday => Weekday::Thu,
        Day::Friday => Weekday::Fri,
        Day::Saturday => Weekday::Sat,
        Day::Sunday => Weekday::Sun,
    }
}

/// "Working hours run only inside office hours, and one that ends at closing time ends there, not next morning."
fn working_hours(calendar: &CalendarRecord, start: DateTime, count: i64) -> Result<DateTime, Refusal> {
    let mut left = SignedDuration::from_hours(count);
    let mut day = start.date();
    loop {
        for (open, close) in office_hours(calendar, day)? {
            let begin = open.max(start);
            if begin >= close {
                continue;
            }
            let here = begin.duration_until(close);
            if left <= here {
                return Ok(begin + left);
            }
            left -= here;
        }
        day = day.tomorrow().unwrap();
    }
}

/// "*n* working days end at closing time of the n-th working day after the civil day on which counting starts";
/// "outside office hours counting starts at the next opening"; "closing time still belongs to the office hours".
fn working_days(calendar: &CalendarRecord, start: DateTime, count: i64) -> Result<DateTime, Refusal> {
    let mut day = start.date();
    // Closing time may be the midnight after: the day before may still be counting.
    let closes_at_midnight = calendar.hours.last().is_some_and(|[_, close]| minute_of(close) == 24 * 60);
    if closes_at_midnight && start == midnight(day) {
        day = day.yesterday().unwrap();
    }
    // The first day that is not over yet.
    while office_hours(calendar, day)?.last().is_none_or(|(_, close)| *close < start) {
        day = day.tomorrow().unwrap();
    }
    let mut counted = 0;
    loop {
        day = day.tomorrow().unwrap();
        if let Some((_, close)) = office_hours(calendar, day)?.last() {
            counted += 1;
            if counted == count {
                return Ok(*close);
            }
        }
    }
}
