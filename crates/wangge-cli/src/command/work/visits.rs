//! `wangge campaign --visits`: where somebody has still to go, in which order.

use std::fmt::Write;
use std::path::Path;

use wangge::work::VisitStop;
use wangge_formats::answer::VisitsView;

use super::{Desk, campaign};
use crate::Answer;
use crate::command::{json, people};
use crate::failure::Failure;
use crate::number::metres;
use crate::table::Table;

pub fn run(desk: &Desk<'_>, person: &str, out: Option<&Path>) -> Result<Answer, Failure> {
    let lang = desk.lang;
    // Whoever sees somebody's duties sees where these take them.
    let person = desk.logged(person, desk.eyes().duties(person))?.person();
    let date = desk.county.directory.date();
    let plan = desk.work.visits(person.id(), date).map_err(|error| desk.refused(&error))?;
    if let Some(out) = out {
        let head = lang.of(
            ["次序", "期限", "先", "户", "门牌", "单元", "米", "做什么"],
            ["order", "due", "first", "household", "label", "unit", "metres", "what"],
        );
        return campaign::csv(desk, out, head, plan.stops().zip(1_usize..).map(|(stop, i)| cells(desk, stop, i)));
    }
    if desk.ask.json {
        return Ok(Answer::clean(json(&VisitsView::new(&plan))));
    }
    let (who, count) = (people::person(person), plan.stops().count());
    let mut text = lang
        .of(format!("{who}，{date}：还要走 {count} 户\n"), format!("{who}, {date}: households to visit: {count}\n"));
    let mut order = 1_usize..;
    for group in plan.groups() {
        let first = if group.comes_first() { lang.of("，优先的户", ", households that come first") } else { "" };
        let (walk, tree) = (metres(group.metres()), metres(group.tree_metres()));
        text += &lang.of(
            format!("\n{} 前{first}：全程 {walk}（任何走法都不短于 {tree}）\n", group.due()),
            format!("\nby {}{first}: {walk} in all (no way is shorter than {tree})\n", group.due()),
        );
        let mut table =
            Table::new(lang.of(["", "户", "距上一处", "做什么"], ["", "household", "from the one before", "what"]));
        for (stop, i) in group.stops().zip(&mut order) {
            let far =
                stop.metres().map_or_else(|| lang.of("位置不明", "place unknown").to_owned(), |own| metres(own.into()));
            table.row([i.to_string(), desk.subject(stop.household().id()), far, tasks(desk, stop)]);
        }
        _ = write!(text, "{table}");
    }
    Ok(Answer::clean(text))
}

fn tasks(desk: &Desk<'_>, stop: VisitStop<'_>) -> String {
    let lang = desk.lang;
    lang.list(stop.tasks().map(|(run, action)| format!("{} ({})", lang.name(&action.name), run.id())))
}

fn cells(desk: &Desk<'_>, stop: VisitStop<'_>, order: usize) -> [String; 8] {
    let (lang, household) = (desk.lang, stop.household());
    let label = if desk.eyes().may_read(household.into()) { household.label() } else { "" };
    [
        order.to_string(),
        stop.due().to_string(),
        if stop.comes_first() { lang.of("是", "yes") } else { "" }.to_owned(),
        household.id().to_owned(),
        label.to_owned(),
        household.unit().id().to_owned(),
        stop.metres().map(|own| own.to_string()).unwrap_or_default(),
        tasks(desk, stop),
    ]
}
