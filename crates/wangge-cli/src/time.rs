//! Dates and instants as a person types them.

use jiff::Timestamp;
use jiff::civil::Date;
use wangge::Scheme;
use wangge_formats::question;

use crate::failure::Failure;
use crate::lang::Lang;
use crate::refusal;

/// The date that is asked for, else today's in the scheme's offset.
pub fn on(lang: Lang, command: &str, asked: Option<&str>, scheme: &Scheme) -> Result<Date, Failure> {
    match asked {
        Some(text) => date(lang, command, text),
        None => Ok(scheme.calendar().date_of(Timestamp::now())),
    }
}

/// A date: `2026-10-01`.
pub fn date(lang: Lang, command: &str, text: &str) -> Result<Date, Failure> {
    question::date(text).map_err(|_| {
        let what = lang.of(
            format!("`{text}` 不是日期；请写成 `2026-10-01`"),
            format!("`{text}` is not a date; write it as `2026-10-01`"),
        );
        refusal::usage(lang, command, what)
    })
}

/// An instant of a store to the second, in UTC.
pub fn to_the_second(instant: &str) -> String {
    let parsed: Result<Timestamp, _> = instant.parse();
    parsed.map_or_else(|_| instant.to_owned(), |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// An instant: RFC 3339, or a date with a time in the scheme's offset.
pub fn instant(lang: Lang, command: &str, text: &str, scheme: &Scheme) -> Result<Timestamp, Failure> {
    question::instant(text, scheme.calendar()).map_err(|_| {
        let what = lang.of(
            format!("`{text}` 不是时刻；请写成 `2026-10-01T23:10` 或 `2026-10-01T23:10:00+08:00`"),
            format!("`{text}` is not an instant; write it as `2026-10-01T23:10` or `2026-10-01T23:10:00+08:00`"),
        );
        refusal::usage(lang, command, what)
    })
}
