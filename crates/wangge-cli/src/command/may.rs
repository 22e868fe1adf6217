//! `wangge may`: whether somebody may do something, and why.

use std::path::Path;

use wangge::{Access, Action};
use wangge_formats::answer::AccessView;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::{json, people};
use crate::failure::Failure;
use crate::load::County;
use crate::{refusal, words};

/// What is asked, as it was typed.
pub struct Wish<'a> {
    pub person: &'a str,
    pub action: &'a str,
    pub subject: &'a str,
}

pub fn run(ask: &Ask, file: &Path, wish: &Wish<'_>, on: Option<&str>) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let county = County::on(lang, "may", file, on)?;
    let directory = &county.directory;
    let asked = Action::named(wish.action).and_then(|action| {
        let access = directory.may(wish.person, action, wish.subject)?;
        Ok((action, directory.person(wish.person)?, access))
    });
    let (action, person, access) = asked.map_err(|error| refusal::query(lang, &county, &error))?;
    let is_clean = access.is_granted();
    if ask.json {
        return Ok(Answer { text: json(&AccessView::from(access)), is_clean });
    }
    let (action, date, subject) = (words::action(lang, action), directory.date(), wish.subject);
    let who = format!("{} ({})", person.name(), person.id());
    let text = match access {
        Access::Granted(grant) => {
            let link = grant.because();
            let (post, place) = people::post(lang, link.post());
            let duty = words::involvement(lang, link.involvement());
            let kinds = lang.list(grant.kinds().map(|kind| lang.name(kind.name())));
            lang.of(
                format!("可以：{date}，{who}，`{subject}`，{action}\n因为：{post}，{place}，{duty}\n事项：{kinds}\n"),
                format!(
                    "yes: {who} may {action} `{subject}` on {date}\nbecause: {post}, {place}: {duty}\nfor: {kinds}\n"
                ),
            )
        }
        // Out of reach and not there are told in the same words (S2).
        Access::Denied => lang.of(
            format!("不可以：{date}，{who}，`{subject}`，{action}\n没有一项职责需要它，或者没有这个对象\n"),
            format!(
                "no: {who} may not {action} `{subject}` on {date}\nno duty needs it, or there is no such subject\n"
            ),
        ),
    };
    Ok(Answer { text, is_clean })
}
