//! `wangge verify-plan`: whether a plan that somebody hands in keeps the rules, and is the best.

use std::fmt::Write;
use std::fs::File;
use std::path::Path;

use wangge::{PlanCheck, Verdict};
use wangge_formats::answer::PlanCheckView;
use wangge_formats::plan::PlanRecord;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::json;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load::{self, County};
use crate::number::{grouped, kilometres, metres, signed};
use crate::progress::Progress;
use crate::table::Table;
use crate::{refusal, words};

/// How many broken rules a person is shown.
const SHOWN: usize = 20;

pub fn run(ask: &Ask, file: &Path, plan: &Path) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let source = File::open(plan).map_err(|error| load::unreadable(lang, plan, &error))?;
    let record = PlanRecord::read(source).map_err(|error| load::refused(lang, plan, &error))?;
    let county = County::on(lang, "verify-plan", file, Some(&record.date))?;
    let progress = Progress::spinner(lang.of("逐条核对方案和证明", "checking every rule and the proof"));
    let certificate = record.certificate();
    let checked = county.directory.verify_plan(&record.options(), record.pairs(), certificate.as_ref());
    drop(progress);
    let checked = checked.map_err(|error| refusal::assign(lang, &county, &error))?;
    let text = if ask.json { json(&PlanCheckView::new(&checked)) } else { page(lang, &checked) };
    Ok(Answer { text, is_clean: checked.is_best() })
}

fn page(lang: Lang, checked: &PlanCheck) -> String {
    let figures = &checked.figures;
    let mut text = lang.of(
        format!(
            "户 {}，结对 {}，总距离 {}，最远 {}\n",
            grouped(figures.households),
            grouped(figures.pairs),
            kilometres(figures.cost.distance),
            metres(figures.longest.into()),
        ),
        format!(
            "households {}, pairs {}, total distance {}, longest {}\n",
            grouped(figures.households),
            grouped(figures.pairs),
            kilometres(figures.cost.distance),
            metres(figures.longest.into()),
        ),
    );
    list(lang, &mut text, lang.of("违反规定", "rules that are broken"), &checked.violations);
    list(lang, &mut text, lang.of("缺人或不到下限", "too few, or below the minimum"), &checked.shortages);
    _ = writeln!(text, "\n{}", verdict(lang, checked.verdict));
    text
}

fn list(lang: Lang, text: &mut String, title: &str, all: &[wangge::Violation]) {
    if all.is_empty() {
        return;
    }
    _ = writeln!(text, "\n{title}: {}\n", all.len());
    let mut table = Table::new(lang.of(["户", "谁", "说明", "规则"], ["household", "who", "meaning", "rule"]));
    for violation in all.iter().take(SHOWN) {
        let (household, taker) = (violation.household().unwrap_or("-"), violation.taker().unwrap_or("-"));
        table.row([household, taker, &words::violation(lang, violation), violation.rule()]);
    }
    _ = write!(text, "{table}");
    if let Some(rest) = all.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        text.push_str(
            &lang.of(
                format!("另有 {rest} 处；`--json` 列出全部\n"),
                format!("and {rest} more; `--json` lists them all\n"),
            ),
        );
    }
}

fn verdict(lang: Lang, verdict: Verdict) -> String {
    match verdict {
        Verdict::Optimal => {
            lang.of("合乎全部规定，且没有更好的方案", "it keeps every rule, and no plan is better").to_owned()
        }
        Verdict::Broken => lang.of("不合规定，见上；改正后再核对", "it breaks rules, see above; mend it, and check again").to_owned(),
        Verdict::Unproven { gap } => {
            let gap = u64::try_from(gap.unsigned_abs()).map_or_else(|_| "?".to_owned(), grouped);
            lang.of(
                format!("合乎规定，但所附证明不成立（差 {gap} 米）；去掉 `certificate` 再核对，就与最优方案比较"),
                format!(
                    "it keeps the rules, but its proof does not hold (by {gap} m); without `certificate` it is compared \
                     with the best plan"
                ),
            )
        }
        Verdict::Undercounted { .. } => lang.of(
            "合乎规定，但证明把缺人算得太轻，不成立；去掉 `certificate` 再核对，就与最优方案比较",
            "it keeps the rules, but its proof counts what is missing for too little; without `certificate` it is compared with \
             the best plan",
        )
        .to_owned(),
        Verdict::Beaten { missing: 0, shortfall: 0, cost } => {
            let cost = signed(cost);
            lang.of(
                format!("合乎规定，但有更好的方案：代价低 {cost} 米"),
                format!("it keeps the rules, but there is a better plan: {cost} m less"),
            )
        }
        Verdict::Beaten { missing, shortfall, .. } => lang.of(
            format!("合乎规定，但有更好的方案：缺人少 {missing}，不到下限少 {shortfall} 户"),
            format!("it keeps the rules, but there is a better plan: {missing} fewer missing, {shortfall} fewer below minima"),
        ),
    }
}
