//! `wangge check`: is the document in order?

use std::path::Path;

use wangge::Counts;
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
    let Counts { units, departments, households, sites, people, appointments, pairings, .. } = counts;
    let text = ask.lang.of(
        format!("`{file}` 没有错误：单元 {units}，部门 {departments}，户 {households}，地物 {sites}，人员 {people}，任职 {appointments}，结对 {pairings}\n"),
        format!("`{file}` has no fault: units {units}, departments {departments}, households {households}, sites {sites}, people {people}, appointments {appointments}, pairings {pairings}\n"),
    );
    Ok(Answer::clean(text))
}
