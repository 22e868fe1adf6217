//! `wangge due`: who must be told what.

use std::fmt::Write;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;
use wangge::work::{Entry, Notice, Told};
use wangge_formats::answer::NoticesView;

use super::Desk;
use super::desk;
use super::log::Log;
use crate::Answer;
use crate::arguments::Ask;
use crate::arguments::work::{Asked, Files};
use crate::command::json;
use crate::failure::Failure;
use crate::load::{self, Held};
use crate::table::Table;
use crate::{refusal, time, words};

/// What must be sent, and up to when the log now says that it was.
#[derive(Serialize)]
struct DueView<'w> {
    #[serde(flatten)]
    notices: NoticesView<'w>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marked: Option<String>,
}

/// The notices later than one instant, up to another; with a mark, the log remembers that they were told.
pub fn run(ask: &Ask, files: &Files, asked: &Asked) -> Result<Answer, Failure> {
    let lang = ask.lang;
    // Nobody else tells the same meanwhile.
    let log = if asked.is_marked { Some(open(ask, files)?) } else { None };
    let mut last = None;
    let desk = Desk::reading(ask, "due", files, asked.at.as_deref(), |registry, at| {
        let entries = match &log {
            Some(log) => log.entries(lang, registry)?,
            None => load::entries(lang, registry, &files.work)?,
        };
        let marks = |entry: &Entry| if let Entry::Told(told) = entry { Some(told.until) } else { None };
        let past = |mark: &Timestamp| asked.is_marked || *mark <= at;
        last = entries.iter().filter_map(marks).filter(past).max();
        Ok(Held::without_marks(lang, registry, entries).told(ask, &files.work))
    })?;
    let after = window(&desk, asked, last)?;
    let (text, desk) = page(desk, after, asked.is_marked)?;
    if let Some(log) = log.filter(|_| last.is_none_or(|last| last < desk.at)) {
        log.append(lang, &desk.county.registry, &[&Entry::Told(Told { until: desk.at })])?;
    }
    Ok(Answer::clean(text))
}

/// The log, to be marked: it is there.
fn open(ask: &Ask, files: &Files) -> Result<Log, Failure> {
    load::one_input(ask.lang, "due", [&files.file, &files.work])?;
    if files.work == Path::new("-") {
        let what = ask.lang.of("标准输入不能标记；请写明文件", "standard input cannot be marked; name a file");
        return Err(refusal::usage(ask.lang, "due", what));
    }
    let log = Log::open(ask.lang, &files.work, true)?;
    let missing = || load::unreadable(ask.lang, &files.work, &io::ErrorKind::NotFound.into());
    if log.is_new() { Err(missing()) } else { Ok(log) }
}

/// After which instant notices are given.
fn window(desk: &Desk<'_>, asked: &Asked, last: Option<Timestamp>) -> Result<Timestamp, Failure> {
    let (lang, now) = (desk.lang, desk.at);
    let wrong = |what: String| Err(refusal::usage(lang, "due", what));
    if asked.is_marked && now > desk::now() {
        return wrong(lang.of(
            "`--at` 还没有到，不能标记为已通知".to_owned(),
            "`--at` has not come yet, and cannot be marked as told".to_owned(),
        ));
    }
    if let Some(last) = last.filter(|last| asked.is_marked && *last > now) {
        let last = desk.told(last);
        return wrong(lang.of(
            format!("到 {last} 的都已标记为已通知；请用更晚的 `--at`"),
            format!("all up to {last} is marked as told; give a later `--at`"),
        ));
    }
    let scheme = desk.county.registry.scheme();
    let after = match (&asked.after, last) {
        (Some(text), _) => time::instant(lang, "due", text, scheme)?,
        (None, Some(last)) => last,
        // The day began at this instant.
        (None, None) => {
            let calendar = scheme.calendar();
            let day = calendar.date_of(now).at(0, 0, 0, 0);
            calendar.offset().to_timestamp(day).unwrap_or(Timestamp::MIN)
        }
    };
    if after > now {
        let what = lang.of("`--after` 晚于 `--at`；请换一个", "`--after` is later than `--at`; change one of them");
        return wrong(what.to_owned());
    }
    Ok(after)
}

/// What is told.
fn page(mut desk: Desk<'_>, after: Timestamp, is_marked: bool) -> Result<(String, Desk<'_>), Failure> {
    let (lang, now) = (desk.lang, desk.at);
    let offset = desk.county.registry.scheme().calendar().offset();
    desk.logged("*", Ok(()))?;
    // What was told before is told no more.
    let mut work = std::mem::replace(&mut desk.work, wangge::Work::new(&desk.county.registry));
    work.due(after);
    let notices = work.due(now);
    let seen: Vec<Notice<'_>> = notices.iter().filter(|notice| desk.sees_case(notice.case())).collect();
    if desk.ask.json {
        let marked = is_marked.then(|| now.display_with_offset(offset).to_string());
        let notices = NoticesView::new(&notices, offset, &|case| desk.sees_case(case));
        return Ok((json(&DueView { notices, marked }), desk));
    }
    let (count, from, to) = (seen.len(), desk.told(after), desk.told(now));
    let mut text = lang.of(
        format!("{from} 之后到 {to}：该通知 {count} 件\n"),
        format!("after {from}, up to {to}: notices: {count}\n"),
    );
    let mut table = Table::new(lang.of(
        ["时间", "何事", "事项", "对象", "类别", "通知谁", "抄送"],
        ["when", "what", "matter", "about", "kind", "to", "copy"],
    ));
    for notice in &seen {
        table.row(row(&desk, *notice));
    }
    if count > 0 {
        _ = write!(text, "\n{table}");
    }
    if is_marked {
        text += &lang.of(format!("\n已标记：到 {to} 的都已通知\n"), format!("\nmarked: all up to {to} is told\n"));
    }
    Ok((text, desk))
}

fn row(desk: &Desk<'_>, notice: Notice<'_>) -> [String; 7] {
    let case = notice.case();
    let serving = |id: &str| desk.serving(id, case.subject());
    let to: Vec<String> = notice.to().map(serving).collect();
    let copy: Vec<String> = notice.copy().map(serving).collect();
    let nobody = || desk.lang.of("【无人】", "[nobody]").to_owned();
    [
        desk.told(notice.at()),
        words::work::notice(desk.lang, notice.kind()).to_owned(),
        case.id().to_owned(),
        desk.subject(case.subject()),
        desk.lang.name(case.kind().name()).to_owned(),
        if to.is_empty() { nobody() } else { to.join("\n") },
        copy.join("\n"),
    ]
}
