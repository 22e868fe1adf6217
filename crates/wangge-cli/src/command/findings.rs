//! `wangge findings`: who is left out.

use std::path::Path;

use wangge::{Findings, Gap, Period};
use wangge_formats::answer::{ErrorView, FindingsView};

use crate::Answer;
use crate::arguments::Ask;
use crate::command::json;
use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::load;
use crate::progress::Progress;
use crate::table::Table;
use crate::{refusal, time, words};

pub fn run(ask: &Ask, file: &Path, on: Option<&str>, between: Option<&(String, String)>) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let registry = load::registry(lang, file)?;
    let date = |text: &str| time::date(lang, "findings", text);
    let progress = Progress::spinner(lang.of("逐户逐岗查找缺口", "looking for gaps"));
    let findings = match between {
        Some((from, until)) => {
            let (from, until) = (date(from)?, date(until)?);
            let empty = |_| {
                let what = lang.of(
                    format!("从 {from} 到 {until} 没有一天；`--until` 是最后一天的次日"),
                    format!("there is no day from {from} until {until}; `--until` is the day after the last"),
                );
                refusal::usage(lang, "findings", what)
            };
            let period = Period::new(from, Some(until)).map_err(empty)?;
            let open = |error| Failure::new(Exit::Usage, format!("{error}"), ErrorView::from(&error));
            registry.findings(period).map_err(open)?
        }
        None => registry.as_of(time::on(lang, "findings", on, registry.scheme())?).findings(),
    };
    drop(progress);
    let is_clean = findings.is_empty();
    let text = if ask.json { json(&FindingsView::new(&findings)) } else { page(lang, &findings) };
    Ok(Answer { text, is_clean })
}

fn page(lang: Lang, findings: &Findings) -> String {
    let checked = findings.checked();
    let mut text = lang.of(
        format!(
            "{} 至 {}（不含）：查了 {} 个单元、{} 类事项、{} 户、{} 处地物、{} 个岗位、{} 对结对\n",
            checked.from,
            checked.until,
            checked.units,
            checked.kinds,
            checked.households,
            checked.sites,
            checked.seats,
            checked.pairings
        ),
        format!(
            "from {} until {}: checked {} units, {} kinds, {} households, {} sites, {} seats, {} pairings\n",
            checked.from,
            checked.until,
            checked.units,
            checked.kinds,
            checked.households,
            checked.sites,
            checked.seats,
            checked.pairings
        ),
    );
    if findings.is_empty() {
        text += lang.of("没有缺口：无一户遗漏\n", "no gap: nobody is left out\n");
        return text;
    }
    let mut table = Table::new(lang.of(
        ["程度", "缺口", "说明", "从", "至（不含）", "如何补上"],
        ["gravity", "gap", "what", "from", "until", "what would close it"],
    ));
    for finding in findings.iter() {
        table.row([
            words::severity(lang, finding.severity()),
            finding.code().as_str(),
            &told(lang, finding.gap()),
            &finding.from().to_string(),
            &finding.until().to_string(),
            words::remedy(lang, finding.remedy()),
        ]);
    }
    let count = findings.len();
    text + &lang.of(format!("{count} 处缺口\n\n{table}"), format!("{count} gaps\n\n{table}"))
}

/// A gap in a sentence.
fn told(lang: Lang, gap: Gap<'_>) -> String {
    let (zh, en) = match gap {
        Gap::HouseholdNoInnermostUnit { household, unit } => (
            format!("户 {household} 直接在 {unit}，不在最内层单元"),
            format!("household {household} is directly under {unit}, in no unit of the innermost level"),
        ),
        Gap::HouseholdNoCaretaker { household, programme, missing } => (
            format!("户 {household} 在 {programme} 下还缺 {missing} 名包户人"),
            format!("household {household} lacks {missing} of its caretakers under {programme}"),
        ),
        Gap::SeatVacant { unit, role, department, missing, since } => {
            let seat = role.or(department).unwrap_or_default();
            (
                format!("{unit} 的 {seat} 还缺 {missing} 人，自 {since}"),
                format!("{seat} of {unit} lacks {missing}, since {since}"),
            )
        }
        Gap::PersonOverloaded { person, programme, role, load, limit } => {
            let duty = role.or(programme).unwrap_or_default();
            (
                format!("{person} 作为 {duty} 有 {load} 户，上限 {limit}"),
                format!("{person} has {load} households as {duty}, at most {limit}"),
            )
        }
        Gap::KindUnanswered { unit, kind } => {
            (format!("{unit} 的 {kind} 无人问责"), format!("nobody is answerable for {kind} in {unit}"))
        }
        Gap::EscalationDeadEnd { unit, kind, urgency } => {
            let urgency = words::urgency(lang, urgency);
            (
                format!("{unit} 的 {kind}（{urgency}）上报无人可找"),
                format!("{kind} ({urgency}) in {unit} reaches nobody"),
            )
        }
        Gap::EscalationNoPolicy { kind, urgency } => {
            let urgency = words::urgency(lang, urgency);
            (format!("{kind}（{urgency}）没有上报规则"), format!("no policy for {kind} ({urgency})"))
        }
        Gap::ScopeOverlap { unit, other } => {
            (format!("{unit} 与 {other} 的范围重叠"), format!("the scopes of {unit} and {other} overlap"))
        }
        Gap::ScopeHole { unit } => (
            format!("{unit} 的范围有一部分不在任何下级内"),
            format!("a part of {unit} is in no unit directly under it"),
        ),
        Gap::LocationOutside { subject } => {
            (format!("{subject} 的坐标在所属单元之外"), format!("{subject} lies outside its unit"))
        }
        Gap::AppointmentIneligible { person, unit, role } => (
            format!("{person} 任 {unit} 的 {role}，身份不符"),
            format!("{person} is {role} of {unit} without the affiliation for it"),
        ),
        Gap::PairingIneligible { person, household, programme } => (
            format!("{person} 不得在 {programme} 下包户 {household}"),
            format!("{person} may not be the caretaker of {household} under {programme}"),
        ),
        other => (format!("{other:?}"), format!("{other:?}")),
    };
    lang.of(zh, en)
}
