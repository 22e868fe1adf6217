//! `wangge due`: who must be told what.

use std::fmt::Write;

use jiff::Timestamp;
use wangge::work::Notice;
use wangge_formats::answer::NoticesView;

use super::Desk;
use crate::Answer;
use crate::command::json;
use crate::failure::Failure;
use crate::table::Table;
use crate::{refusal, time, words};

/// The notices later than one instant, up to the desk's.
pub fn run(mut desk: Desk<'_>, after: Option<&str>) -> Result<Answer, Failure> {
    let (lang, now) = (desk.lang, desk.at);
    let calendar = desk.county.registry.scheme().calendar();
    let offset = calendar.offset();
    let after = match after {
        Some(text) => time::instant(lang, "due", text, desk.county.registry.scheme())?,
        // The day began at this instant.
        None => offset.to_timestamp(calendar.date_of(now).at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN),
    };
    if after > now {
        let what = lang.of("`--after` 晚于 `--at`；请换一个", "`--after` is later than `--at`; change one of them");
        return Err(refusal::usage(lang, "due", what));
    }
    desk.logged("*", Ok(()))?;
    // What was told before is told no more.
    let mut work = std::mem::replace(&mut desk.work, wangge::Work::new(&desk.county.registry));
    work.due(after);
    let notices = work.due(now);
    let seen: Vec<Notice<'_>> = notices.iter().filter(|notice| desk.sees_case(notice.case())).collect();
    if desk.ask.json {
        return Ok(Answer::clean(json(&NoticesView::new(&notices, offset, &|case| desk.sees_case(case)))));
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
    Ok(Answer::clean(text))
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
