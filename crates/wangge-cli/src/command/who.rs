//! `wangge who`: who is responsible.

use std::fmt::Write;
use std::path::Path;

use wangge::{Answerable, Link, Responsibility};
use wangge_formats::answer::ResponsibilityView;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::eyes::Eyes;
use crate::command::{json, people};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load::County;
use crate::table::Table;
use crate::words;

pub fn run(ask: &Ask, file: &Path, subject: &str, kind: &str, on: Option<&str>) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let county = County::on(lang, "who", file, on)?;
    let directory = &county.directory;
    let eyes = Eyes::new(ask, &county);
    eyes.logged(file, "who", subject, eyes.subject(subject))?;
    let answer = directory.responsible(subject, kind).map_err(|error| eyes.refused(&error))?;
    if ask.json {
        return Ok(Answer::clean(json(&ResponsibilityView::new(directory, answer))));
    }
    let (subject, kind) =
        (people::subject(answer.subject(), eyes.may_read(answer.subject())), lang.name(answer.kind().name()));
    let mut text = lang.of(
        format!("{subject}：{kind}，{}\n", directory.date()),
        format!("{subject}: {kind} on {}\n", directory.date()),
    );
    let mut table = Table::new(lang.of(["", "岗位", "单元", "职责", "谁"], ["", "post", "unit", "duty", "who"]));
    for (link, i) in answer.links().zip(1_usize..) {
        let (post, unit) = people::post(lang, link.post());
        let duty = words::involvement(lang, link.involvement());
        table.row([&i.to_string(), &post, &unit, duty, &people::holder(lang, link.holder())]);
    }
    if answer.links().next().is_some() {
        _ = write!(text, "\n{table}");
    }
    _ = write!(text, "\n{}", conclusion(lang, answer));
    Ok(Answer::clean(text))
}

/// Who goes first and who answers for it.
fn conclusion(lang: Lang, answer: Responsibility<'_>) -> String {
    let told = |link: Link<'_>| {
        let (post, unit) = people::post(lang, link.post());
        format!("{post}, {unit}: {}", people::holder(lang, link.holder()).replace('\n', "; "))
    };
    let mut text = match answer.first_responder() {
        Some(link) => lang.of("先找：", "first: ").to_owned() + &told(link) + "\n",
        None => lang.of("先找：无人\n", "first: nobody\n").to_owned(),
    };
    let gaps = match answer.answerable() {
        Answerable::By { link, covers } => {
            text += &(lang.of("问责：", "answerable: ").to_owned() + &told(link) + "\n");
            covers
        }
        Answerable::Nobody { gaps } => {
            text += lang.of("问责：无人\n", "answerable: nobody\n");
            gaps
        }
    };
    for gap in gaps {
        text += &(lang.of("  缺：", "  missing: ").to_owned() + &told(gap) + "\n");
    }
    text
}
