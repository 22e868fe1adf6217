//! `wangge check`: is the document in order?

use std::path::Path;

use wangge_formats::answer::CountsView;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::json;
use crate::failure::Failure;
use crate::load;

pub fn run(ask: &Ask, file: &Path) -> Result<Answer, Failure> {
    let counts = load::registry(ask.lang, file)?.counts();
    if ask.json {
        return Ok(Answer::clean(json(&CountsView::from(counts))));
    }
    let file = file.display();
    let text = ask.lang.of(
        format!(
            "`{file}` 没有错误：单元 {}，部门 {}，户 {}，地物 {}，人员 {}，任职 {}，结对 {}\n",
            counts.units, counts.departments, counts.households, counts.sites, counts.people, counts.appointments, counts.pairings
        ),
        format!(
            "`{file}` has no fault: {} units, {} departments, {} households, {} sites, {} people, {} appointments, {} pairings\n",
            counts.units, counts.departments, counts.households, counts.sites, counts.people, counts.appointments, counts.pairings
        ),
    );
    Ok(Answer::clean(text))
}
