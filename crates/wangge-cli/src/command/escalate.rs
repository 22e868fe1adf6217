//! `wangge escalate`: how a matter climbs when nobody reacts.

use std::fmt::Write;
use std::path::Path as FilePath;

use jiff::Timestamp;
use wangge::record::Urgency;
use wangge::{Active, EscalateError, Matter, Outcome, PassedOver, Path, PolicySeat, ReportEnd, Step, StepState, Why};
use wangge_formats::answer::PathView;

use crate::Answer;
use crate::arguments::Ask;
use crate::command::eyes::Eyes;
use crate::command::{json, people};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load::{self, County};
use crate::table::Table;
use crate::{refusal, time, words};

/// A matter as it was typed.
pub struct Reported<'a> {
    pub subject: &'a str,
    pub kind: &'a str,
    pub emergency: bool,
    pub at: &'a str,
    pub recuse: &'a [&'a str],
}

pub fn run(ask: &Ask, file: &FilePath, reported: &Reported<'_>) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let registry = load::registry(lang, file)?;
    let reported_at = time::instant(lang, "escalate", reported.at, registry.scheme())?;
    let date = registry.scheme().calendar().date_of(reported_at);
    let county = County::of(lang, registry, date);
    // For somebody's eyes an id that nobody has recuses nobody, and is no error: it would tell who exists.
    let known = |id: &&str| ask.seen_by.is_none() || county.directory.person(id).is_ok();
    let recuse: Vec<&str> = reported.recuse.iter().copied().filter(known).collect();
    let matter = Matter {
        subject: reported.subject,
        kind: reported.kind,
        urgency: if reported.emergency { Urgency::Emergency } else { Urgency::Routine },
        reported_at,
        recuse: &recuse,
    };
    let directory = &county.directory;
    let eyes = Eyes::new(ask, &county);
    eyes.logged(file, "escalate", matter.subject, eyes.subject(matter.subject))?;
    let path = directory.escalate(&matter).map_err(|error| match &error {
        EscalateError::Query(error) => eyes.refused(error),
        other => refusal::escalate(lang, &county, other),
    })?;
    if ask.json {
        return Ok(Answer::clean(json(&PathView::new(directory, &matter, &path))));
    }
    let offset = directory.scheme().calendar().offset();
    let page = Page { lang, at: &|timestamp| people::instant(timestamp, offset) };
    let subject = people::subject(path.subject(), eyes.may_read(path.subject()));
    Ok(Answer::clean(page.path(&subject, &matter, &path)))
}

/// What the parts of the answer need.
struct Page<'a> {
    lang: Lang,
    /// An instant in the scheme's offset.
    at: &'a dyn Fn(Timestamp) -> String,
}

impl Page<'_> {
    fn path(&self, subject: &str, matter: &Matter<'_>, path: &Path<'_>) -> String {
        let lang = self.lang;
        let kind = lang.name(path.kind().name());
        let (urgency, at) = (words::urgency(lang, matter.urgency), (self.at)(matter.reported_at));
        let mut text = lang.of(
            format!("{subject}：{kind}，{urgency}，{at} 报告\n\n"),
            format!("{subject}: {kind}, {urgency}, reported {at}\n\n"),
        );
        if path.steps().len() > 0 {
            _ = writeln!(text, "{}", self.steps(path));
        }
        text += match path.outcome() {
            Outcome::Answered => "",
            Outcome::NoOneAnswers => lang.of("没有一步找得到人\n", "no step asks anybody\n"),
            Outcome::NoPolicy => lang.of("模式中没有适用的上报规则\n", "the scheme has no policy for this\n"),
        };
        if let Some(total) = path.total_by() {
            let total = (self.at)(total);
            text += &lang.of(format!("总时限：{total}\n"), format!("to be done with by {total}\n"));
        }
        if path.steps().len() > 0 {
            text += &match path.refusals() {
                0 => lang.of("一退回即由上一级决定\n", "a refusal is decided by the level above at once\n").to_owned(),
                1 => lang.of("退回 1 次后由上一级决定\n", "after 1 refusal the level above decides\n").to_owned(),
                n => lang.of(
                    format!("退回 {n} 次后由上一级决定\n"),
                    format!("after {n} refusals the level above decides\n"),
                ),
            };
        }
        if path.reports().len() > 0 {
            _ = write!(text, "\n{}", self.reports(path));
        }
        text
    }

    fn steps(&self, path: &Path<'_>) -> Table {
        let lang = self.lang;
        let mut table = Table::new(lang.of(
            ["", "岗位", "单元", "找谁", "开始", "接手期限", "办结期限", "告知"],
            ["", "seat", "unit", "asked", "opens", "accept by", "resolve by", "informed"],
        ));
        for (step, i) in path.steps().zip(1_usize..) {
            let unit = step.unit().map(people::unit).unwrap_or_default();
            let (asked, times, inform) = match step.state() {
                StepState::Active(active) => self.active(step, active),
                StepState::Skipped(why) => (self.skipped(why), Default::default(), String::new()),
            };
            let [opens, accept, resolve] = times;
            table.row([i.to_string(), self.seat(step.seat()), unit, asked, opens, accept, resolve, inform]);
        }
        table
    }

    fn active(&self, step: Step<'_>, active: Active<'_>) -> (String, [String; 3], String) {
        let lang = self.lang;
        let mut asked = people::lines(active.asked());
        if active.is_acting() {
            asked += lang.of("（代理）", ", acting");
        }
        let passed_over = self.passed_over(active.passed_over());
        if !passed_over.is_empty() {
            asked += &lang.of(format!("\n不找：{passed_over}"), format!("\nnot: {passed_over}"));
        }
        let times = [step.opens_at(), active.accept_by(), active.resolve_by()].map(self.at);
        (asked, times, people::names(lang, active.inform()))
    }

    fn skipped(&self, why: Why<'_>) -> String {
        let lang = self.lang;
        let why = match why {
            Why::NotAdmitted { taker: Some(taker) } => {
                let taker = lang.name(taker.name());
                lang.of(format!("准入清单外，须由{taker}办"), format!("not admitted; {taker} must take it"))
            }
            Why::NotAdmitted { taker: None } => {
                lang.of("准入清单外，上面也无处可办", "not admitted here nor above").to_owned()
            }
            Why::AboveCeiling { ceiling } => {
                let ceiling = lang.name(ceiling.name());
                lang.of(format!("不出{ceiling}"), format!("above the ceiling, {ceiling}"))
            }
            Why::NoSuchUnit => lang.of("无此级单元", "no such unit").to_owned(),
            Why::NoSuchDepartment => lang.of("无此部门", "no such department").to_owned(),
            Why::Vacant => lang.of("空缺", "vacant").to_owned(),
            Why::People(people) => self.passed_over(people),
        };
        lang.of(format!("【跳过：{why}】"), format!("[skipped: {why}]"))
    }

    fn passed_over(&self, people: PassedOver<'_>) -> String {
        let lang = self.lang;
        lang.list(people.iter().map(|(person, reason)| {
            let reason = words::reason(lang, reason);
            lang.of(format!("{}（{reason}）", person.name()), format!("{} ({reason})", person.name()))
        }))
    }

    fn seat(&self, seat: PolicySeat<'_>) -> String {
        match seat {
            PolicySeat::Role(role) => self.lang.name(role.name()).to_owned(),
            PolicySeat::Function { function, level } => {
                let (function, level) = (self.lang.name(function.name()), self.lang.name(level.name()));
                self.lang.of(format!("{level}{function}"), format!("{level}: {function}"))
            }
        }
    }

    fn reports(&self, path: &Path<'_>) -> Table {
        let lang = self.lang;
        let mut table = Table::new(lang.of(["报告", "由谁", "报给", "期限"], ["report", "from", "to", "by"]));
        for due in path.reports() {
            let (from, to) = (self.report_end(due.from), self.report_end(due.to));
            table.row([lang.name(due.rule.name()).to_owned(), from, to, (self.at)(due.by)]);
        }
        table
    }

    fn report_end(&self, end: ReportEnd<'_>) -> String {
        let lang = self.lang;
        let seat = match (end.role, end.department) {
            (Some(role), _) => lang.name(role.name()),
            (None, department) => department.map_or("", wangge::Department::name),
        };
        format!("{} {seat}\n{}", people::unit(end.unit), people::holder(lang, end.holder))
    }
}
