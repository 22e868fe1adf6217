//! `wangge case --add`: entries are checked against the whole log, then added to it, all or none.

use std::fmt::Write as _;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use wangge::Work;
use wangge::work::{Entry, State};
use wangge_formats::work;

use super::log::Log;
use crate::Answer;
use crate::arguments::Ask;
use crate::arguments::work::Files;
use crate::command::{json, people};
use crate::failure::Failure;
use crate::load::{self, Held};
use crate::table::Table;
use crate::words;

/// How far clocks may differ: what is later than this is a slip of the pen.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// What was added, or would be.
#[derive(Serialize)]
struct AddedView<'a> {
    added: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not", rename = "dryRun")]
    is_tried: bool,
    /// Whether a log is begun with them.
    #[serde(skip_serializing_if = "std::ops::Not::not", rename = "begun")]
    is_new: bool,
    /// The matters that they are about, as they stand now.
    matters: Vec<MatterView<'a>>,
}

#[derive(Serialize)]
struct MatterView<'a> {
    matter: &'a str,
    state: State,
    holders: Vec<&'a str>,
}

/// Adds entries to a log.
pub fn add(ask: &Ask, files: &Files, entries: &Path, is_tried: bool) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let given = entries.to_owned();
    load::one_input(lang, "case", [&files.file, &files.work, &given])?;
    if files.work == Path::new("-") {
        let what = lang.of("标准输入不能记入；请写明文件", "nothing can be added to standard input; name a file");
        return Err(crate::refusal::usage(lang, "case", what));
    }
    let registry = load::registry(lang, &files.file)?;
    let calendar = registry.scheme().calendar();
    let (source, _) = load::open(entries).map_err(|error| load::unreadable(lang, entries, &error))?;
    let added = work::read_entries(source, calendar).map_err(|errors| load::no_lines(lang, entries, &errors))?;
    let latest = Timestamp::now().checked_add(AHEAD).unwrap_or(Timestamp::MAX);
    load::none_later(lang, entries, &added, latest, calendar)?;
    let line_of = |place: usize| added.get(place).map_or((0, ""), |(line, entry)| (*line, work::word(entry)));
    loop {
        let log = Log::open(lang, &files.work, !is_tried)?;
        let mut after = Held::new(lang, &registry, log.entries(lang, &registry)?).work;
        let recorded = after.record_all(added.iter().map(|(_, entry)| entry));
        recorded.map_err(|refusals| load::refused_entries(lang, entries, &refusals, line_of))?;
        let added: Vec<&Entry> = added.iter().map(|(_, entry)| entry).collect();
        let is_new = log.is_new() && !added.is_empty();
        if is_tried || added.is_empty() || log.append(lang, &registry, &added)? {
            return Ok(told(ask, files, &after, &added, Kind { is_tried, is_new }));
        }
        // Somebody else has begun it meanwhile: what is there now is looked at.
    }
}

/// How adding went.
#[derive(Clone, Copy)]
struct Kind {
    is_tried: bool,
    is_new: bool,
}

fn told(ask: &Ask, files: &Files, work: &Work, added: &[&Entry], how: Kind) -> Answer {
    let Kind { is_tried, is_new } = how;
    let mut ids: Vec<&str> = Vec::new();
    for entry in added {
        let id = match entry {
            Entry::Matter(matter) => matter.id.as_str(),
            Entry::Event(event) => event.matter.as_str(),
            Entry::Filing(_) | Entry::Campaign(_) | Entry::Done(_) | Entry::Told(_) => continue,
        };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    // As it stands at its last entry.
    let last = |id: &str| {
        let at = |entry: &Entry| match entry {
            Entry::Matter(matter) if matter.id == id => Some(matter.at),
            Entry::Event(event) if event.matter == id => Some(event.at),
            _ => None,
        };
        added.iter().copied().filter_map(at).max()
    };
    let standings: Vec<_> =
        ids.iter().filter_map(|id| work.case(id).ok()?.at(last(id).unwrap_or(Timestamp::MIN))).collect();
    let count = added.len();
    if ask.json {
        let matters = standings.iter().map(|standing| MatterView {
            matter: standing.case().id(),
            state: standing.state(),
            holders: standing.holders(),
        });
        return Answer::clean(json(&AddedView { added: count, is_tried, is_new, matters: matters.collect() }));
    }
    let (lang, shown) = (ask.lang, files.work.display());
    let mut text = match (is_tried, is_new) {
        (true, false) => lang.of(
            format!("可以记入 {count} 条；现在什么也没有写\n"),
            format!("entries that can be added: {count}; nothing is written now\n"),
        ),
        (true, true) => lang.of(
            format!("可以记入 {count} 条，`{shown}` 还不存在，将新建；现在什么也没有写\n"),
            format!(
                "entries that can be added: {count}, to a new log: there is no `{shown}`; nothing is written now\n"
            ),
        ),
        (false, false) => lang.of(
            format!("已记入 `{shown}` 并落盘：{count} 条\n"),
            format!("added to `{shown}` and on disk: entries: {count}\n"),
        ),
        (false, true) => lang.of(
            format!("新建了 `{shown}`，已记入并落盘：{count} 条\n"),
            format!("a new log `{shown}` is begun and on disk: entries: {count}\n"),
        ),
    };
    let registry = work.registry();
    let calendar = registry.scheme().calendar();
    let head = lang.of(["事项", "状态", "在谁手里", "下一期限"], ["matter", "state", "held by", "next deadline"]);
    let mut table = Table::new(head);
    for standing in &standings {
        let directory = registry.as_of(calendar.date_of(standing.instant()));
        let person = |id: &str| directory.person(id).map_or_else(|_| id.to_owned(), people::person);
        let holders: Vec<String> = standing.holders().iter().map(|id| person(id)).collect();
        let state = words::work::named(lang, standing.state().name());
        let next = standing.next_deadline().map(|at| people::instant(at, calendar.offset())).unwrap_or_default();
        table.row([standing.case().id(), state, &holders.join("\n"), &next]);
    }
    if !standings.is_empty() {
        _ = write!(text, "\n{table}");
    }
    Answer::clean(text)
}
