//! `wangge sample`: a made-up document to try everything on.

use std::path::Path;

use serde::Serialize;
use wangge::{Records, Registry};
use wangge_formats::answer::CountsView;
use wangge_formats::document::{self, DocumentError};
use wangge_formats::work;
use wangge_sample::Sample;

use crate::Answer;
use crate::arguments::{Ask, Made};
use crate::command::json;
use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::load;
use crate::out::Target;
use crate::progress::Progress;

pub fn run(ask: &Ask, made: &Made) -> Result<Answer, Failure> {
    let (lang, out) = (ask.lang, made.out.as_path());
    let sample = if made.whole_county { Sample::cili() } else { Sample::chalinhe() };
    let sample = made.households.map_or(sample, |households| sample.households(households));
    let sample = made.seed.map_or(sample, |seed| sample.seed(seed));
    let _progress = Progress::spinner(lang.of("生成并写出", "making and writing"));
    if made.is_work {
        return work(ask, sample, out);
    }
    write(ask, &sample.records(), out, None)
}

/// How many entries were written.
#[derive(Serialize)]
struct EntriesView {
    entries: usize,
}

/// Writes a year of work.
fn work(ask: &Ask, sample: Sample, out: &Path) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let registry = Registry::build(sample.records()).map_err(|faults| load::faulty(lang, out, &faults))?;
    let entries = sample.work(&registry);
    let calendar = registry.scheme().calendar();
    let unwritten = |error| load::unreadable(lang, out, &error);
    if out == Path::new("-") {
        let mut text = Vec::new();
        work::write(&entries, calendar, &mut text).map_err(unwritten)?;
        return Ok(Answer::clean(String::from_utf8_lossy(&text).into_owned()));
    }
    let target = Target::open(lang, out, None)?;
    work::write(&entries, calendar, target.file()).and_then(|()| target.keep()).map_err(unwritten)?;
    let (file, count) = (out.display(), entries.len());
    Ok(Answer::clean(match ask.json {
        true => json(&EntriesView { entries: count }),
        false => lang.of(
            format!("写出 `{file}`：{count} 条，到 2026-11-29 17:00 为止\n接着试试 `wangge case 文档 {file} --at 2026-11-29T17:00`\n"),
            format!("wrote `{file}`: entries: {count}, up to 2026-11-29 17:00\nnext: `wangge case DOCUMENT {file} --at 2026-11-29T17:00`\n"),
        ),
    }))
}

/// Writes a document, and tells what is in it; `read` is what it was made from.
pub fn write(ask: &Ask, records: &Records, out: &Path, read: Option<&Path>) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let unwritten =
        |error: &DocumentError| Failure::new(Exit::Usage, format!("`{}`: {error}", out.display()), error.into());
    if out == Path::new("-") {
        let mut text = Vec::new();
        document::write(records, &mut text).map_err(|error| unwritten(&error))?;
        return Ok(Answer::clean(String::from_utf8_lossy(&text).into_owned()));
    }
    let target = Target::open(lang, out, read)?;
    document::write(records, target.file()).map_err(|error| unwritten(&error))?;
    target.keep().map_err(|error| load::unreadable(lang, out, &error))?;
    let counts = counts(records);
    Ok(Answer::clean(if ask.json { json(&counts) } else { told(lang, out, &counts) }))
}

fn counts(records: &Records) -> CountsView {
    CountsView {
        units: records.units.len(),
        departments: records.departments.len(),
        households: records.households.len(),
        sites: records.sites.len(),
        people: records.people.len(),
        appointments: records.appointments.len(),
        pairings: records.pairings.len(),
        pair_rules: records.pair_rules.len(),
    }
}

fn told(lang: Lang, out: &Path, counts: &CountsView) -> String {
    let (file, rows) = (out.display(), super::check::rows(lang, counts));
    lang.of(
        format!("写出 `{file}`：{rows}\n接着试试 `wangge check {file}`\n"),
        format!("wrote `{file}`: {rows}\nnext: `wangge check {file}`\n"),
    )
}
