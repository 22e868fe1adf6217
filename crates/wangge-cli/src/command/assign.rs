//! `wangge assign`: the best plan, and what it changes.

mod page;
mod why;

use std::fs::File;
use std::io;
use std::path::Path;

use wangge::{AssignOptions, Plan, Stage};
use wangge_formats::answer::PlanView;
use wangge_formats::plan::{PlanRecord, write_csv};

use crate::Answer;
use crate::arguments::{Ask, Planned};
use crate::command::json;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load::{self, County};
use crate::out::Target;
use crate::progress::Progress;
use crate::{number, refusal};

/// How many alternatives are explained.
const ALTERNATIVES: usize = 8;

pub fn run(ask: &Ask, planned: &Planned) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let county = County::on(lang, "assign", &planned.file, planned.on.as_deref())?;
    let plan = make(lang, &county, &options(planned))?;
    if let Some(out) = &planned.out {
        let target = Target::open(lang, out, Some(&planned.file))?;
        let written = write(&plan, out, target.file()).and_then(|()| target.keep());
        written.map_err(|error| load::unreadable(lang, out, &error))?;
    }
    let is_clean = plan.after().missing == 0 && plan.after().below_minimum == 0;
    let explained = planned.explain.as_deref().map(|household| plan.explain(household, ALTERNATIVES)).transpose();
    let explained = explained.map_err(|error| refusal::assign(lang, &county, &error))?;
    let text = if ask.json {
        json(&PlanView::new(&plan, explained.as_ref()))
    } else {
        let why = explained.map_or_else(String::new, |explanation| why::text(lang, &explanation));
        page::text(lang, &plan, planned.out.as_deref()) + &why
    };
    Ok(Answer { text, is_clean })
}

fn options(planned: &Planned) -> AssignOptions {
    let base = match &planned.programme {
        Some(programme) => AssignOptions::caretakers(programme),
        // One of the two is there, or the arguments would have been refused.
        None => AssignOptions::units(planned.level.as_deref().unwrap_or(""), planned.within.as_deref()),
    };
    AssignOptions {
        unit: planned.unit.as_deref().map(Into::into),
        max: planned.max,
        churn: planned.churn,
        evenness: planned.evenness,
        ..base
    }
}

/// Makes the plan, with progress.
pub fn make(lang: Lang, county: &County, options: &AssignOptions) -> Result<Plan, Failure> {
    let progress = Progress::spinner(lang.of("准备结对", "preparing"));
    let plan = county.directory.assign_with(options, &mut |now| {
        let (done, total) = (number::grouped(now.done), number::grouped(now.total));
        let what = match now.stage {
            Stage::Candidates => lang.of("找每户附近的人选", "finding who is near each household"),
            Stage::Solving => lang.of("求最优方案", "finding the best plan"),
            Stage::Proving => lang.of("对照其余全部人选", "comparing with everybody else"),
            _ => lang.of("找出症结", "finding what is short"),
        };
        let counted = if now.stage == Stage::Solving { String::new() } else { format!(" {done} / {total}") };
        progress.tell(format!("{what}{counted}"));
    });
    plan.map_err(|error| refusal::assign(lang, county, &error))
}

/// Writes the plan: a table if the file's name ends in `.csv`, else JSON.
fn write(plan: &Plan, out: &Path, file: &File) -> io::Result<()> {
    let is_table = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if is_table { write_csv(plan, io::BufWriter::new(file)) } else { PlanRecord::new(plan).write(file) }
}
