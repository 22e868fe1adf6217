//! What is wrong with the arguments or with an id, and what to do next.

use std::ffi::OsString;
use std::fmt::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use wangge::{AssignError, DeadlineError, EscalateError, QueryError};
use wangge_formats::answer::ErrorView;

use crate::arguments;
use crate::failure::{Exit, Failure};
use crate::hint;
use crate::lang::Lang;
use crate::load::County;

/// Wrong use of a command.
pub fn usage(lang: Lang, command: &str, what: impl Into<String>) -> Failure {
    let what = what.into();
    let help = if command.is_empty() { "wangge --help".to_owned() } else { format!("wangge {command} --help") };
    let text = format!("{what}\n{}", lang.of(format!("用法见 `{help}`"), format!("see `{help}`")));
    Failure::new(Exit::Usage, text, ErrorView::new("usage", what))
}

/// A page of help, or what is wrong with the arguments.
pub fn of_clap(lang: Lang, error: &clap::Error, arguments: &[OsString]) -> Result<String, Failure> {
    let page = error.render().to_string();
    let command = arguments.iter().skip(1).filter_map(|a| a.to_str()).find(|a| !a.starts_with('-')).unwrap_or("");
    let part = |kind| error.get(kind).map(told).unwrap_or_default();
    let (argument, value) = (part(ContextKind::InvalidArg), part(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return Ok(page),
        ErrorKind::MissingSubcommand => lang.of("缺少命令", "a command is missing").to_owned(),
        ErrorKind::InvalidSubcommand => {
            let name = part(ContextKind::InvalidSubcommand);
            let near = part(ContextKind::SuggestedSubcommand);
            return Err(usage(
                lang,
                "",
                lang.of(format!("没有命令 {name}"), format!("there is no command {name}")) + &meant(lang, &near),
            ));
        }
        ErrorKind::UnknownArgument => {
            let near = part(ContextKind::SuggestedArg);
            lang.of(format!("不认识 {argument}"), format!("{argument} is not known here")) + &meant(lang, &near)
        }
        ErrorKind::MissingRequiredArgument if argument.starts_with("`--month ") => lang
            .of("缺少 `--month`，或 `--from` 与 `--until`", "`--month` is missing, or `--from` and `--until`")
            .to_owned(),
        ErrorKind::MissingRequiredArgument => lang.of(format!("缺少 {argument}"), format!("{argument} is missing")),
        ErrorKind::InvalidValue if value.is_empty() || value == "``" => {
            lang.of(format!("{argument} 后面缺少一个值"), format!("{argument} needs a value"))
        }
        ErrorKind::InvalidValue => {
            let valid = part(ContextKind::ValidValue);
            lang.of(
                format!("{argument} 不能是 {value}，可以是 {valid}"),
                format!("{value} is not possible for {argument}; possible: {valid}"),
            )
        }
        ErrorKind::ValueValidation if argument.starts_with("`--households") => lang.of(
            format!("{argument} 不能是 {value}，须是 100 至 20000000 的整数"),
            format!("{value} is not possible for {argument}; give a whole number from 100 to 20000000"),
        ),
        ErrorKind::ValueValidation => lang.of(
            format!("{argument} 不能是 {value}，须是一个整数"),
            format!("{value} is not possible for {argument}; give a whole number"),
        ),
        ErrorKind::InvalidUtf8 => lang.of("参数不是 UTF-8 编码的文字", "an argument is not text in UTF-8").to_owned(),
        ErrorKind::ArgumentConflict => {
            let other = part(ContextKind::PriorArg);
            lang.of(
                format!("{argument} 不能与 {other} 同用，或不能出现两次"),
                format!("{argument} cannot be used with {other}, or stands twice"),
            )
        }
        _ => page.trim_end().to_owned(),
    };
    Err(usage(lang, known(command), what))
}

/// The command, if it is one: its page of help exists.
fn known(command: &str) -> &str {
    let all =
        ["sample", "check", "tree", "who", "duties", "escalate", "may", "findings", "assign", "verify-plan", "redact"];
    let others = arguments::store::NAMES.iter().chain(&arguments::work::NAMES);
    if all.iter().chain(others).any(|own| *own == command) { command } else { "" }
}

fn meant(lang: Lang, near: &str) -> String {
    if near.is_empty() {
        String::new()
    } else {
        lang.of(format!("；是不是 {near}？"), format!("; did you mean {near}?"))
    }
}

fn told(value: &ContextValue) -> String {
    let quoted = |text: &String| format!("`{text}`");
    match value {
        ContextValue::String(text) => quoted(text),
        ContextValue::Strings(texts) => texts.iter().map(quoted).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A question that names something that is not there: with the nearest that is.
pub fn query(lang: Lang, county: &County, error: &QueryError) -> Failure {
    let mut text = match lang {
        Lang::En => error.to_string(),
        Lang::Zh => chinese(error),
    };
    let near = hint::near(lang, county, error);
    if !near.is_empty() {
        _ = write!(text, "\n{}", lang.of("是不是：", "did you mean:"));
        for line in near {
            _ = write!(text, "\n  {line}");
        }
    }
    Failure::new(Exit::Usage, text, error.into())
}

/// A question of somebody for whom it is not there: without a word of what is (S2).
pub fn unseen(lang: Lang, error: &QueryError) -> Failure {
    let text = match lang {
        Lang::En => error.to_string(),
        Lang::Zh => chinese(error),
    };
    Failure::new(Exit::Usage, text, error.into())
}

fn chinese(error: &QueryError) -> String {
    let id = error.id();
    match error {
        QueryError::SubjectNotOnDate { date, .. } => format!("`{id}` 在 {date} 不存在；请换一个日期（规则 R7）"),
        QueryError::SubjectUnknown { .. } => format!("没有编号为 `{id}` 的户、地或单元（规则 R7）"),
        QueryError::UnitUnknown { .. } => format!("没有编号为 `{id}` 的单元（规则 R7）"),
        QueryError::HouseholdUnknown { .. } => format!("没有编号为 `{id}` 的户（规则 R7）"),
        QueryError::PersonUnknown { .. } => format!("没有编号为 `{id}` 的人员（规则 R8）"),
        QueryError::KindUnknown { .. } => format!("模式中没有事项类别 `{id}`（规则 R7）"),
        QueryError::ActionUnknown { .. } => {
            format!("没有 `{id}` 这种操作；只有 see、personal、record、manage（规则 S1）")
        }
        QueryError::LevelUnknown { .. } => format!("模式中没有层级 `{id}`（规则 M1）"),
        other => format!("{other}（{}）", other.code()),
    }
}

/// A plan that cannot be made.
pub fn assign(lang: Lang, county: &County, error: &AssignError) -> Failure {
    let text = match error {
        AssignError::Query(error) => return query(lang, county, error),
        AssignError::ProgrammeUnknown { id } => {
            let known = lang.list(county.registry.scheme().programmes().map(|programme| programme.id()));
            lang.of(
                format!("模式中没有包户制度 `{id}`；可以是：{known}（规则 A1）"),
                format!("the scheme has no programme `{id}`; it has: {known} (rule A1)"),
            )
        }
        AssignError::LevelHoldsNone { id } => {
            lang.of(format!("层级 `{id}` 的单元不直接含户；请换一个层级（规则 M1）"), error.to_string())
        }
        AssignError::MaxBelowMin { min, max } => {
            lang.of(format!("最多 {max} 户，少于最少的 {min} 户；请改 `--max`（规则 A1）"), error.to_string())
        }
        AssignError::TooLarge => {
            lang.of("户数太多或代价太大；请用 `--unit` 分单元来做（规则 A3）".to_owned(), error.to_string())
        }
        other => other.to_string(),
    };
    Failure::new(Exit::Usage, text, error.into())
}

/// A path that cannot be worked out.
pub fn escalate(lang: Lang, county: &County, error: &EscalateError) -> Failure {
    match error {
        EscalateError::Query(error) => query(lang, county, error),
        EscalateError::Deadline(deadline) => {
            let text = match deadline {
                DeadlineError::UnknownYear(unknown) => lang.of(
                    format!(
                        "日历没有 {} 年的工作日表；请在文档的 `scheme.calendar.years` 中补上（规则 T3）",
                        unknown.year
                    ),
                    format!("{deadline}; add the year and its public holidays to `scheme.calendar` of the document"),
                ),
                DeadlineError::OutOfRange => lang.of("期限超出日期范围（规则 T3）".to_owned(), deadline.to_string()),
            };
            Failure::new(Exit::Faults, text, error.into())
        }
        other => Failure::new(Exit::Usage, other.to_string(), other.into()),
    }
}
