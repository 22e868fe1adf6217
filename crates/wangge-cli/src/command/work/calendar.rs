//! `wangge report --calendar`: which report is due from whom to whom, when, and which are filed.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::Date;
use wangge::work::{Deadline, ReportDue};
use wangge_formats::answer::ReportingView;

use super::{Desk, page, report};
use crate::Answer;
use crate::arguments::work::Reported;
use crate::command::json;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::table::Table;

pub fn run(desk: &Desk<'_>, asked: &Reported) -> Result<Answer, Failure> {
    let lang = desk.lang;
    let unit = desk.logged(asked.unit.as_deref().unwrap_or("*"), desk.unit(asked.unit.as_deref()))?;
    let period = report::period(desk, asked)?;
    let offset = desk.county.registry.scheme().calendar().offset();
    let begins = |day: Date| offset.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX);
    let (after, until) = (begins(period.from()), period.until().map_or(Timestamp::MAX, begins));
    let reporting = match &desk.sight {
        Some(sight) => desk.work.reporting_seen(sight, unit, after, until, desk.at),
        None => desk.work.reporting(unit, after, until, desk.at),
    };
    let reporting = reporting.map_err(|error| desk.refused(&error))?;
    let is_seen = |unit: &str| desk.sees(unit);
    if desk.ask.json {
        return Ok(Answer::clean(json(&ReportingView::new(&reporting, offset, &is_seen))));
    }
    let due: Vec<ReportDue<'_>> =
        reporting.iter().chain(reporting.unknown()).filter(|due| is_seen(due.unit())).collect();
    let period = page::days(lang, period);
    let (all, late) = (due.len(), due.iter().filter(|due| due.is_late()).count());
    let at = desk.told(desk.at);
    let mut text = lang.of(
        format!("{period} 到期的报告 {all} 份，截至 {at} 迟报或未报的 {late} 份\n"),
        format!("reports due in {period}: {all}; late or missing as known at {at}: {late}\n"),
    );
    let mut table =
        Table::new(lang.of(
            ["报告", "期限", "由谁", "报给", "事项", "报了没有"],
            ["report", "by", "from", "to", "matters", "filed"],
        ));
    for due in &due {
        table.row(row(desk, *due));
    }
    if all > 0 {
        _ = write!(text, "\n{table}");
    }
    Ok(Answer::clean(text))
}

fn row(desk: &Desk<'_>, due: ReportDue<'_>) -> [String; 6] {
    let lang = desk.lang;
    let by = match due.by() {
        Deadline::By(at) => desk.told(at),
        Deadline::Never | Deadline::Unknown(_) => lang.of("未知", "unknown").to_owned(),
    };
    let from = format!("{}\n{}", desk.unit_told(due.unit()), desk.people(due.from()));
    let to = due.to().map(|(unit, people)| format!("{}\n{}", desk.unit_told(unit), desk.people(people)));
    let count = due.cases().len().to_string();
    [lang.name(due.rule().name()).to_owned(), by, from, to.unwrap_or_default(), count, filed(lang, desk, due)]
}

fn filed(lang: Lang, desk: &Desk<'_>, due: ReportDue<'_>) -> String {
    match due.filed_at().zip(due.filed_by()) {
        Some((at, by)) => {
            let late = if due.is_late() { lang.of("【迟报】", " [late]") } else { "" };
            format!("{}{late}\n{}", desk.told(at), desk.person(by))
        }
        None if due.is_late() => lang.of("【未报，已过期限】", "[not filed, overdue]").to_owned(),
        None => lang.of("未报", "not filed").to_owned(),
    }
}
