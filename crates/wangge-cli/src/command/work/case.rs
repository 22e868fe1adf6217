//! `wangge case`: the open cases, one case, the one file of a household.

use std::fmt::Write;

use wangge::work::{Case, Deadline, Happening, Standing};
use wangge_formats::answer::{BoardView, CaseView, OneFileView};
use wangge_formats::ask;

use super::Desk;
use crate::Answer;
use crate::command::json;
use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::table::Table;
use crate::words;

/// The open cases, most urgent first.
pub fn board(desk: &Desk<'_>, unit: Option<&str>) -> Result<Answer, Failure> {
    let lang = desk.lang;
    let seen = if unit.is_some() { desk.unit(unit) } else { Ok(None) };
    let unit = desk.logged(unit.unwrap_or("*"), seen)?;
    // An id that the answer holds as long as the work does.
    let unit = unit.map(|id| desk.work.unit_id(id)).transpose().map_err(|error| desk.refused(&error))?;
    let view = BoardView::new(&desk.work, desk.at, unit, &|case| desk.sees_case(case));
    if desk.ask.json {
        return Ok(Answer::clean(json(&view)));
    }
    let (all, overdue, at) = (view.cases.len(), view.overdue, desk.told(desk.at));
    let place = unit.map(|id| format!("{} ", desk.unit_told(id))).unwrap_or_default();
    let mut text = lang.of(
        format!("{place}{at}：未办结 {all} 件，其中超期 {overdue} 件\n"),
        format!("{place}{at}: open cases: {all}, of them overdue: {overdue}\n"),
    );
    if all == 0 {
        return Ok(Answer::clean(text));
    }
    let mut table = Table::new(lang.of(
        ["事项", "对象", "类别", "急缓", "状态", "在谁手里", "下一期限", "层级"],
        ["matter", "about", "kind", "urgency", "state", "held by", "next deadline", "level"],
    ));
    let cases = view.cases.iter().filter_map(|row| desk.work.case(row.matter).ok()?.at(desk.at));
    for standing in cases {
        table.row(row(desk, &standing));
    }
    _ = write!(text, "\n{table}");
    Ok(Answer::clean(text))
}

fn row(desk: &Desk<'_>, standing: &Standing<'_>) -> [String; 8] {
    let (lang, case) = (desk.lang, standing.case());
    let late = if standing.is_overdue() { lang.of("【超期】", " [overdue]") } else { "" };
    let next = standing.next_deadline().map(|at| desk.told(at)).unwrap_or_default();
    let level = standing.level().map(|level| lang.name(level.name())).unwrap_or_default();
    [
        case.id().to_owned(),
        desk.subject(case.subject()),
        lang.name(case.kind().name()).to_owned(),
        words::urgency(lang, case.urgency()).to_owned(),
        words::work::named(lang, standing.state().name()).to_owned() + late,
        desk.people(standing.holders()),
        next,
        level.to_owned(),
    ]
}

/// One case with its history.
pub fn one(desk: &Desk<'_>, matter: &str) -> Result<Answer, Failure> {
    let lang = desk.lang;
    let case = desk.logged(matter, desk.case(matter))?;
    let view: CaseView<'_> = ask::case_at(&desk.work, matter, desk.at).map_err(|error| {
        let at = desk.told(case.reported_at());
        let what = lang.of(
            format!("`{matter}` 在 {at} 才上报；请用更晚的 `--at`（规则 E9）"),
            format!("`{matter}` was reported at {at}; give a later `--at` (rule E9)"),
        );
        Failure::new(Exit::Usage, what, error)
    })?;
    if desk.ask.json {
        return Ok(Answer::clean(json(&view)));
    }
    // It was reported by then: the view is there.
    let Some(standing) = case.at(desk.at) else { return Ok(Answer::clean(String::new())) };
    let mut text = head(desk, case);
    _ = write!(text, "\n{}", state(desk, &standing));
    _ = write!(text, "\n{}", history(desk, case));
    Ok(Answer::clean(text))
}

fn head(desk: &Desk<'_>, case: Case<'_>) -> String {
    let lang = desk.lang;
    let (kind, urgency) = (lang.name(case.kind().name()), words::urgency(lang, case.urgency()));
    let (subject, at) = (desk.subject(case.subject()), desk.told(case.reported_at()));
    let channel = words::work::named(lang, case.channel().name());
    lang.of(
        format!("{}：{kind}，{urgency}，{subject}，{at} 由{channel}上报\n", case.id()),
        format!("{}: {kind}, {urgency}, {subject}, reported {at} by {channel}\n", case.id()),
    )
}

fn state(desk: &Desk<'_>, standing: &Standing<'_>) -> String {
    let lang = desk.lang;
    let mut text = String::new();
    let mut line = |zh: &str, en: &str, value: &str| {
        if !value.is_empty() {
            text += &lang.of(format!("{zh}：{value}\n"), format!("{en}: {value}\n"));
        }
    };
    let late = if standing.is_overdue() { lang.of("【超期】", " [overdue]") } else { "" };
    let state = words::work::named(lang, standing.state().name());
    let at = desk.told(standing.instant());
    line(&format!("{at} 的状态"), &format!("state at {at}"), &format!("{state}{late}"));
    if standing.state().is_open() {
        line("在谁手里", "held by", &desk.people(standing.holders()).replace('\n', "; "));
    }
    let level = standing.level().map(|level| lang.name(level.name())).unwrap_or_default();
    let unit = standing.unit().map(|id| desk.unit_told(id)).unwrap_or_default();
    line("现在的一步", "current step", format!("{level} {unit}").trim());
    line("接办期限", "accept by", &deadline(desk, standing.accept_by()));
    line("办结期限", "resolve by", &deadline(desk, standing.resolve_by()));
    line("总时限", "to be done with by", &deadline(desk, standing.case().total_by()));
    if standing.refusals() > 0 {
        line("退回次数", "refusals", &standing.refusals().to_string());
    }
    if let Some((at, by)) = standing.resolved_at().zip(standing.resolved_by()) {
        let late = if standing.is_late() { lang.of("【逾期】", " [late]") } else { "" };
        line("办结", "resolved", &format!("{} {}{late}", desk.told(at), desk.person(by)));
    }
    text
}

fn deadline(desk: &Desk<'_>, deadline: Deadline) -> String {
    match deadline {
        Deadline::Never => String::new(),
        Deadline::By(at) => desk.told(at),
        Deadline::Unknown(_) => {
            desk.lang.of("未知，日历缺这一年", "unknown: the calendar has no table for the year").to_owned()
        }
    }
}

fn history(desk: &Desk<'_>, case: Case<'_>) -> Table {
    let lang = desk.lang;
    let mut table = Table::new(lang.of(["时间", "经过", "由谁", "给谁"], ["when", "what", "by", "to"]));
    let history = case.history(desk.at);
    for happening in history.iter() {
        let by = happening.by().map(|id| desk.person(id)).unwrap_or_default();
        let by =
            if by.is_empty() && happening.is_event() { lang.of("上报人", "the reporter").to_owned() } else { by };
        let to: Vec<String> = happening.to().map(|id| desk.person(id)).collect();
        table.row([desk.told(happening.at()), what(lang, desk, happening), by, to.join("\n")]);
    }
    table
}

fn what(lang: Lang, desk: &Desk<'_>, happening: Happening<'_>) -> String {
    let mut what = words::work::happening(lang, happening.as_str()).to_owned();
    if let Some(reason) = happening.reason() {
        let reason = words::work::named(lang, reason.name());
        what += &lang.of(format!("（{reason}）"), format!(" ({reason})"));
    }
    if let Some((seat, unit)) = happening.seat() {
        let level = lang.name(seat.level().name());
        what +=
            &lang.of(format!("（{level} {}）", desk.unit_told(unit)), format!(" ({level} {})", desk.unit_told(unit)));
    }
    what
}

/// The one file of a household.
pub fn about(desk: &Desk<'_>, household: &str) -> Result<Answer, Failure> {
    let lang = desk.lang;
    let date = desk.county.directory.date();
    let file = match &desk.ask.seen_by {
        None => desk.work.one_file(household, date),
        Some(asker) => desk.work.one_file_for(asker, household, date),
    };
    let file = desk.logged(household, file.map_err(|error| desk.refused(&error)))?;
    let offset = desk.county.registry.scheme().calendar().offset();
    if desk.ask.json {
        return Ok(Answer::clean(json(&OneFileView::new(&file, offset))));
    }
    let subject = desk.subject(file.household());
    let mut text = lang.of(
        format!("{subject}：一户一档，截至 {}\n", file.date()),
        format!("{subject}: the one file up to {}\n", file.date()),
    );
    let mut pairs = Table::new(lang.of(["结对", "谁", "自", "至"], ["programme", "who", "from", "until"]));
    for own in file.pairings() {
        let until = own.period.until().map(|until| until.to_string()).unwrap_or_default();
        let name = lang.name(own.programme.name()).to_owned();
        pairs.row([name, desk.person(own.person.id()), own.period.from().to_string(), until]);
    }
    let mut cases = Table::new(lang.of(["事项", "类别", "上报", "状态"], ["matter", "kind", "reported", "state"]));
    for case in file.matters() {
        let state = case.at(desk.at).map(|standing| words::work::named(lang, standing.state().name()));
        let kind = lang.name(case.kind().name());
        cases.row([case.id(), kind, &desk.told(case.reported_at()), state.unwrap_or_default()]);
    }
    let mut done =
        Table::new(lang.of(["时间", "行动", "内容", "由谁", "渠道"], ["when", "campaign", "action", "by", "channel"]));
    for own in file.done() {
        let (action, channel) = (lang.name(&own.action.name), words::work::named(lang, own.channel.name()));
        let (at, by) = (desk.told(own.at), desk.person(own.by.id()));
        done.row([at.as_str(), own.campaign.id(), action, &by, channel]);
    }
    let parts = [
        (file.pairings().next().is_some(), pairs),
        (file.matters().next().is_some(), cases),
        (file.done().next().is_some(), done),
    ];
    if parts.iter().all(|(is_there, _)| !is_there) {
        text += lang.of("没有记录\n", "nothing is on record\n");
    }
    for (_, table) in parts.iter().filter(|(is_there, _)| *is_there) {
        _ = write!(text, "\n{table}");
    }
    Ok(Answer::clean(text))
}
