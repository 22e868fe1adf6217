//! `wangge duties`: what a person has to do.

use std::fmt::Write;
use std::path::Path;

use wangge::Duties;
use wangge_formats::answer::DutiesView;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::eyes::Eyes;
use crate::command::{json, people};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load::County;
use crate::table::Table;

pub fn run(ask: &Ask, file: &Path, person: &str, on: Option<&str>) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let county = County::on(lang, "duties", file, on)?;
    let directory = &county.directory;
    let eyes = Eyes::new(ask, &county);
    let duties = eyes.logged(file, "duties", person, eyes.duties(person))?;
    if ask.json {
        return Ok(Answer::clean(json(&DutiesView::new(directory, &duties))));
    }
    let person = duties.person();
    let absent = if person.is_absent() { lang.of("，缺勤", ", absent") } else { "" };
    let date = directory.date();
    let mut text = lang.of(
        format!("{}，{date}{absent}\n", people::person(person)),
        format!("{} on {date}{absent}\n", people::person(person)),
    );
    if duties.posts().is_empty() && duties.pairings().len() == 0 {
        text += lang.of("这一天没有岗位，也没有结对\n", "no post and no pairing on this date\n");
        return Ok(Answer::clean(text));
    }
    _ = write!(text, "{}{}{}", posts(lang, &duties), pairings(lang, &duties, &eyes), reach(lang, &duties));
    Ok(Answer::clean(text))
}

fn posts(lang: Lang, duties: &Duties<'_>) -> String {
    let mut table = Table::new(lang.of(["岗位", "单元", "任职", "自"], ["post", "unit", "as", "since"]));
    for post in duties.posts() {
        let name = match (post.role, post.department) {
            (Some(role), _) => lang.name(role.name()),
            (None, department) => department.map_or("", wangge::Department::name),
        };
        let rank = match post.deputy {
            None => lang.of("正职", "primary").to_owned(),
            Some(rank) => lang.of(format!("副职 {rank}"), format!("deputy {rank}")),
        };
        table.row([name, &people::unit(post.unit), &rank, &post.since.to_string()]);
    }
    if duties.posts().is_empty() { String::new() } else { format!("\n{table}") }
}

fn pairings(lang: Lang, duties: &Duties<'_>, eyes: &Eyes<'_>) -> String {
    let mut table = Table::new(lang.of(["结对", "户", "门牌", "单元"], ["programme", "household", "label", "unit"]));
    for (programme, household) in duties.pairings() {
        let unit = people::unit(household.unit());
        let label = if eyes.may_read(household.into()) { household.label() } else { "" };
        table.row([lang.name(programme.name()), household.id(), label, &unit]);
    }
    if duties.pairings().len() == 0 { String::new() } else { format!("\n{table}") }
}

fn reach(lang: Lang, duties: &Duties<'_>) -> String {
    let tops = lang.list(duties.reach().map(people::unit));
    let (units, households, sites) = (duties.units().count(), duties.household_count(), duties.sites().count());
    let tops = if tops.is_empty() { String::new() } else { lang.of(format!("（{tops}）"), format!(" ({tops})")) };
    lang.of(
        format!("\n共管 {units} 个单元{tops}，{households} 户，{sites} 处地物\n"),
        format!("\nreaches units: {units}{tops}; households: {households}; sites: {sites}\n"),
    )
}
