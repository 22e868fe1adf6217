//! `wangge report`: matters of a period in numbers, on the screen or on paper.

use std::io::Write as _;
use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;
use wangge::Period;
use wangge::work::{Boundaries, Figure, WorkQuery, WorkReport};
use wangge_formats::answer::{MattersView, WorkReportView};
use wangge_formats::print::Sheet;

use super::{Desk, page};
use crate::Answer;
use crate::arguments::work::Reported;
use crate::command::json;
use crate::failure::Failure;
use crate::out::Target;
use crate::table::Table;
use crate::{load, refusal, time, words};

pub fn run(desk: &Desk<'_>, asked: &Reported) -> Result<Answer, Failure> {
    let unit = desk.logged(asked.unit.as_deref().unwrap_or("*"), desk.unit(asked.unit.as_deref()))?;
    let report = counted(desk, asked, unit)?;
    if let Some(figure) = &asked.list {
        // Clap lets nothing else through.
        let figure = Figure::ALL.iter().copied().find(|own| own.as_str() == figure).unwrap_or(Figure::Reported);
        return Ok(list(desk, &report, figure));
    }
    let view = WorkReportView::new(&desk.work, &report);
    match &asked.out {
        Some(out) => write(desk, &view, out),
        None if desk.ask.json => Ok(Answer::clean(json(&view))),
        None => Ok(Answer::clean(page::text(desk, &report))),
    }
}

/// The period that is asked for.
pub fn period(desk: &Desk<'_>, asked: &Reported) -> Result<Period, Failure> {
    let lang = desk.lang;
    let (from, until) = match (&asked.month, &asked.between) {
        (Some(month), _) => month_of(month).ok_or_else(|| {
            let what = lang.of(
                format!("`{month}` 不是月份；请写成 `2026-11`"),
                format!("`{month}` is not a month; write it as `2026-11`"),
            );
            refusal::usage(lang, "report", what)
        })?,
        (None, Some((from, until))) => (time::date(lang, "report", from)?, time::date(lang, "report", until)?),
        // Clap asks for one of them.
        (None, None) => (Date::MIN, Date::MAX),
    };
    Period::new(from, Some(until)).map_err(|_| {
        let what = lang.of(
            format!("从 {from} 到 {until} 没有一天；`--until` 是最后一天的次日"),
            format!("there is no day from {from} until {until}; `--until` is the day after the last"),
        );
        refusal::usage(lang, "report", what)
    })
}

/// The first day of a month and of the next.
fn month_of(text: &str) -> Option<(Date, Date)> {
    let is_plain = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let first: Date = format!("{text}-01").parse().ok().filter(|date: &Date| is_plain && date.year() > 0)?;
    Some((first, first.last_of_month().tomorrow().ok()?))
}

fn counted<'d>(desk: &'d Desk<'_>, asked: &Reported, unit: Option<&str>) -> Result<WorkReport<'d>, Failure> {
    let boundaries = asked.on.as_deref().map(|on| time::date(desk.lang, "report", on)).transpose()?;
    if let (Some(unit), Some(date)) = (unit, boundaries) {
        let lived = desk.county.registry.as_of(date).unit(unit).map(|_| ());
        lived.map_err(|error| desk.eyes().refused(&error))?;
    }
    let boundaries = boundaries.map_or(Boundaries::AsItWas, Boundaries::On);
    let query = WorkQuery { period: period(desk, asked)?, known_at: desk.at, boundaries };
    let kind = asked.kind.as_deref().map(|kind| desk.county.registry.scheme().kind(kind)).transpose();
    let kind = kind.map_err(|error| desk.eyes().refused(&error))?;
    let report = match (&desk.sight, kind) {
        (Some(sight), kind) => desk.work.report_seen(sight, unit, &query, kind),
        (None, Some(kind)) => desk.work.report_of_kind(unit, &query, kind),
        (None, None) => desk.work.report(unit, &query),
    };
    report.map_err(|error| desk.refused(&error))
}

/// The matters that a figure counts.
fn list(desk: &Desk<'_>, report: &WorkReport<'_>, figure: Figure) -> Answer {
    let lang = desk.lang;
    let cases: Vec<_> = report.matters(figure).collect();
    if desk.ask.json {
        let matters = cases.iter().map(|case| case.id()).collect();
        return Answer::clean(json(&MattersView { figure: figure.as_str(), matters }));
    }
    let name = words::work::figure(lang, figure);
    let count = cases.len();
    let mut table = Table::new(lang.of(
        ["事项", "对象", "类别", "急缓", "上报", "状态", "在谁手里"],
        ["matter", "about", "kind", "urgency", "reported", "state", "held by"],
    ));
    for case in &cases {
        let standing = case.at(desk.at);
        let state = standing.as_ref().map(|own| words::work::named(lang, own.state().name())).unwrap_or_default();
        let is_open = standing.as_ref().is_some_and(|own| own.state().is_open());
        let holders = standing.filter(|_| is_open).map(|own| desk.people(own.holders())).unwrap_or_default();
        let (kind, urgency) = (lang.name(case.kind().name()), words::urgency(lang, case.urgency()));
        let (subject, at) = (desk.subject(case.subject()), desk.told(case.reported_at()));
        table.row([case.id(), &subject, kind, urgency, &at, state, &holders]);
    }
    let head = lang.of(format!("{name} {count} 件\n"), format!("{name}: {count}\n"));
    Answer::clean(if count == 0 { head } else { format!("{head}\n{table}") })
}

/// What was written.
#[derive(Serialize)]
pub struct WrittenView {
    pub file: String,
}

/// Writes the report as a page or as a table.
fn write(desk: &Desk<'_>, view: &WorkReportView<'_>, out: &Path) -> Result<Answer, Failure> {
    let sheet =
        Sheet { work: &desk.work, directory: &desk.county.directory, view, language: page::language(desk.lang) };
    let mut text = Vec::new();
    match out.extension().and_then(|end| end.to_str()) {
        Some("html" | "htm") => text.extend(sheet.html().into_bytes()),
        // Memory takes whatever is written.
        Some("csv") => _ = sheet.write_csv(&mut text),
        _ => {
            let what = desk.lang.of(
                format!("`{}`：文件名须以 `.html`（打印）或 `.csv`（表格）结尾", out.display()),
                format!("`{}`: a name ends in `.html` (to print) or `.csv` (a table)", out.display()),
            );
            return Err(refusal::usage(desk.lang, "report", what));
        }
    }
    keep(desk, out, &text)
}

/// Writes a file whole or not at all, never over what is read.
pub fn keep(desk: &Desk<'_>, out: &Path, text: &[u8]) -> Result<Answer, Failure> {
    let unwritten = |error| load::unreadable(desk.lang, out, &error);
    let files = desk.files;
    for read in [&files.file, &files.work] {
        // It is refused before anything is written.
        if std::fs::canonicalize(read).ok().zip(std::fs::canonicalize(out).ok()).is_some_and(|(a, b)| a == b) {
            Target::open(desk.lang, out, Some(read))?;
        }
    }
    let target = Target::open(desk.lang, out, None)?;
    target.file().write_all(text).and_then(|()| target.keep()).map_err(unwritten)?;
    let shown = out.display();
    Ok(Answer::clean(match desk.ask.json {
        true => json(&WrittenView { file: shown.to_string() }),
        false => desk.lang.of(format!("写出 `{shown}`\n"), format!("wrote `{shown}`\n")),
    }))
}
