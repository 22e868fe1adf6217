//! `wangge findings`: who is left out.

use std::fmt::Write;
use std::path::Path;

use wangge::{Checked, Directory, Finding, FindingCode, Findings, Gap, Period};
use wangge_formats::answer::{ErrorView, FindingsView};

use crate::Answer;
use crate::arguments::Ask;
use crate::command::{json, people};
use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::load;
use crate::progress::Progress;
use crate::table::Table;
use crate::{refusal, time, words};

/// How many gaps a person is shown.
const SHOWN: usize = 15;

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
    let text = if ask.json {
        json(&FindingsView::new(&findings))
    } else {
        Page { lang, directory: &registry.as_of(findings.checked().from) }.text(&findings)
    };
    Ok(Answer { text, is_clean })
}

/// The findings in words, by the names of the first day.
pub(super) struct Page<'a> {
    pub lang: Lang,
    pub directory: &'a Directory,
}

impl Page<'_> {
    fn text(&self, findings: &Findings) -> String {
        let (lang, count) = (self.lang, findings.len());
        let mut text = checked(lang, findings.checked());
        if findings.is_empty() {
            text += lang.of("没有缺口：无一户遗漏\n", "no gap: nobody is left out\n");
            return text;
        }
        _ = write!(text, "{}", lang.of(format!("缺口 {count} 处\n\n"), format!("gaps: {count}\n\n")));
        if count > SHOWN {
            _ = writeln!(text, "{}", by_code(lang, findings));
        }
        _ = write!(text, "{}", self.table(findings));
        if count > SHOWN {
            let rest = count - SHOWN;
            text += &lang.of(
                format!("另有 {rest} 处；`--json` 列出全部\n"),
                format!("and {rest} more; `--json` lists them all\n"),
            );
        }
        text
    }

    fn table(&self, findings: &Findings) -> Table {
        let lang = self.lang;
        let checked = findings.checked();
        let is_one_day = checked.from.tomorrow().is_ok_and(|next| next == checked.until);
        let mut head =
            lang.of(vec!["程度", "缺口", "说明", "如何补上"], vec!["gravity", "gap", "what", "what would close it"]);
        if !is_one_day {
            head.splice(0..0, lang.of(["从", "至（不含）"], ["from", "until"]));
        }
        let mut table = Table::new(head);
        // The gravest are not to be cut off.
        let mut gravest: Vec<Finding<'_>> = findings.iter().collect();
        gravest.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
        for finding in gravest.into_iter().take(SHOWN) {
            let days = [finding.from(), finding.until()].map(|date| date.to_string());
            let (severity, remedy) = (words::severity(lang, finding.severity()), words::remedy(lang, finding.remedy()));
            let told = self.told(finding.gap());
            let shown = if is_one_day { &[][..] } else { &days[..] };
            table.row(shown.iter().map(String::as_str).chain([severity, finding.code().as_str(), &told, remedy]));
        }
        table
    }

    /// A gap in a sentence.
    pub fn told(&self, gap: Gap<'_>) -> String {
        let lang = self.lang;
        let urgent = |urgency| words::urgency(lang, urgency);
        let (zh, en) = match gap {
            Gap::HouseholdNoInnermostUnit { household, unit } => {
                let unit = self.unit(unit);
                (
                    format!("户 {household} 直接在{unit}，不在最内层单元"),
                    format!("household {household} is directly under {unit}, in no unit of the innermost level"),
                )
            }
            Gap::HouseholdNoCaretaker { household, programme, missing } => {
                let programme = self.programme(programme);
                (
                    format!("户 {household} 在“{programme}”下还缺 {missing} 名包户人"),
                    format!("household {household} lacks {missing} of its caretakers under “{programme}”"),
                )
            }
            Gap::SeatVacant { unit, role, department, missing, since } => {
                let seat = role.map(|role| self.role(role)).or(department).unwrap_or_default();
                let unit = self.unit(unit);
                (
                    format!("{unit} {seat}还缺 {missing} 人，自 {since}"),
                    format!("{unit} lacks {missing}, {seat}, since {since}"),
                )
            }
            Gap::PersonOverloaded { person, programme, role, load, limit } => {
                let duty = role.map(|role| self.role(role)).or(programme.map(|id| self.programme(id)));
                let (duty, person) = (duty.unwrap_or_default(), self.person(person));
                (
                    format!("{person} 的{duty}有 {load} 户，上限 {limit}"),
                    format!("{person} has {load} households, {duty}: at most {limit}"),
                )
            }
            Gap::KindUnanswered { unit, kind } => {
                let (unit, kind) = (self.unit(unit), self.kind(kind));
                (format!("{unit} 的{kind}无人问责"), format!("nobody is answerable for {kind} in {unit}"))
            }
            Gap::EscalationDeadEnd { unit, kind, urgency } => {
                let (unit, kind, urgency) = (self.unit(unit), self.kind(kind), urgent(urgency));
                (
                    format!("{unit} 的{kind}（{urgency}）上报无人可找"),
                    format!("{kind} ({urgency}) in {unit} reaches nobody"),
                )
            }
            Gap::EscalationNoPolicy { kind, urgency } => {
                let (kind, urgency) = (self.kind(kind), urgent(urgency));
                (format!("{kind}（{urgency}）没有上报规则"), format!("no policy for {kind} ({urgency})"))
            }
            Gap::ScopeOverlap { unit, other } => {
                let (unit, other) = (self.unit(unit), self.unit(other));
                (format!("{unit} 与 {other} 的范围重叠"), format!("the scopes of {unit} and {other} overlap"))
            }
            Gap::ScopeHole { unit } => {
                let unit = self.unit(unit);
                (
                    format!("{unit} 的范围有一部分不在任何下级内"),
                    format!("a part of {unit} is in no unit directly under it"),
                )
            }
            Gap::LocationOutside { subject } => {
                (format!("{subject} 的坐标在所属单元之外"), format!("{subject} lies outside its unit"))
            }
            Gap::AppointmentIneligible { person, unit, role } => {
                let (person, unit, role) = (self.person(person), self.unit(unit), self.role(role));
                (
                    format!("{person} 任 {unit} {role}，身份不符"),
                    format!("{person} is {role} of {unit} without the affiliation for it"),
                )
            }
            Gap::PairingIneligible { person, household, programme } => {
                let (person, programme) = (self.person(person), self.programme(programme));
                (
                    format!("{person} 不得在“{programme}”下包户 {household}"),
                    format!("{person} may not be the caretaker of {household} under “{programme}”"),
                )
            } // The core may learn to see further gaps before this page does.
        };
        lang.of(zh, en)
    }

    fn unit(&self, id: &str) -> String {
        self.directory.unit(id).map_or_else(|_| id.to_owned(), people::unit)
    }

    fn person(&self, id: &str) -> String {
        self.directory.person(id).map_or_else(|_| id.to_owned(), |person| format!("{} ({id})", person.name()))
    }

    fn kind<'a>(&'a self, id: &'a str) -> &'a str {
        self.directory.scheme().kind(id).map_or(id, |kind| self.lang.name(kind.name()))
    }

    fn role<'a>(&'a self, id: &'a str) -> &'a str {
        let role = self.directory.scheme().roles().find(|role| role.id() == id);
        role.map_or(id, |role| self.lang.name(role.name()))
    }

    fn programme<'a>(&'a self, id: &'a str) -> &'a str {
        let programme = self.directory.scheme().programmes().find(|programme| programme.id() == id);
        programme.map_or(id, |programme| self.lang.name(programme.name()))
    }
}

fn checked(lang: Lang, checked: Checked) -> String {
    let Checked { from, until, units, kinds, households, sites, seats, pairings, .. } = checked;
    lang.of(
        format!("{from} 至 {until}（不含）查了：单元 {units}，事项类别 {kinds}，户 {households}，地物 {sites}，岗位 {seats}，结对 {pairings}\n"),
        format!("checked from {from} until {until}: units {units}, kinds {kinds}, households {households}, sites {sites}, seats {seats}, pairings {pairings}\n"),
    )
}

/// How many gaps there are of each code.
fn by_code(lang: Lang, findings: &Findings) -> Table {
    let mut table = Table::new(lang.of(["程度", "缺口", "处"], ["gravity", "gap", "count"]));
    for code in FindingCode::ALL {
        let count = findings.iter().filter(|finding| finding.code() == *code).count();
        if count > 0 {
            table.row([words::severity(lang, code.severity()), code.as_str(), &count.to_string()]);
        }
    }
    table
}
