//! `wangge case --check`: which entries of a log no longer fit the county.

use std::fmt::Write;

use crate::Answer;
use crate::arguments::Ask;
use crate::arguments::work::Files;
use crate::command::json;
use crate::failure::Failure;
use crate::load::{self, Held};
use crate::table::Table;
use crate::words;

/// Every entry that the county as it is now would refuse.
pub fn run(ask: &Ask, files: &Files) -> Result<Answer, Failure> {
    let lang = ask.lang;
    load::one_input(lang, "case", [&files.file, &files.work])?;
    let registry = load::registry(lang, &files.file)?;
    let held = Held::new(lang, &registry, load::entries(lang, &registry, &files.work)?);
    let (log, is_clean) = (&held.log, held.log.refused.is_empty());
    if ask.json {
        return Ok(Answer { text: json(log), is_clean });
    }
    let (all, count) = (log.entries, log.refused.len());
    let mut text = lang.of(
        format!("记录 {all} 条，与现在的县情不符的 {count} 条\n"),
        format!("entries: {all}; that no longer fit the county: {count}\n"),
    );
    let mut table = Table::new(
        lang.of(["行", "记录", "错误", "说明", "怎么算"], ["line", "entry", "fault", "meaning", "what becomes of it"]),
    );
    for (own, refusal) in log.refused.iter().zip(held.refused.as_slice()) {
        let told = words::work::refusal(lang, &refusal.error);
        let fate =
            if own.taken { lang.of("照原样计", "counted as recorded") } else { lang.of("不计", "left out") };
        table.row([&own.line.to_string(), own.entry, own.code, &told, fate]);
    }
    if count > 0 {
        _ = write!(text, "\n{table}");
    }
    Ok(Answer { text, is_clean })
}
