//! `wangge check`: is the document in order?

use std::path::Path;

use wangge_formats::answer::CountsView;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::json;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load;

pub fn run(ask: &Ask, file: &Path) -> Result<Answer, Failure> {
    let counts = CountsView::from(load::registry(ask.lang, file)?.counts());
    if ask.json {
        return Ok(Answer::clean(json(&counts)));
    }
    let (file, rows) = (file.display(), rows(ask.lang, &counts));
    Ok(Answer::clean(ask.lang.of(format!("`{file}` 没有错误：{rows}\n"), format!("`{file}` has no fault: {rows}\n"))))
}

/// How many rows there are of each section.
pub fn rows(lang: Lang, counts: &CountsView) -> String {
    let sections = [
        (lang.of("单元", "units"), counts.units),
        (lang.of("部门", "departments"), counts.departments),
        (lang.of("户", "households"), counts.households),
        (lang.of("地物", "sites"), counts.sites),
        (lang.of("人员", "people"), counts.people),
        (lang.of("任职", "appointments"), counts.appointments),
        (lang.of("结对", "pairings"), counts.pairings),
        (lang.of("结对约定", "pair rules"), counts.pair_rules),
    ];
    lang.list(sections.map(|(section, count)| format!("{section} {count}")))
}
