//! Why a store cannot do what it is asked, and what to do next.

use std::path::Path;

use wangge::change::UndoError;
use wangge_formats::answer::ErrorView;
use wangge_store::{Breach, ImportFault, ImportProblem, StoreError};

use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::load;

/// Why a store cannot do what it is asked.
pub fn told(lang: Lang, file: &Path, error: &StoreError) -> Failure {
    let shown = file.display();
    let text = match error {
        StoreError::Refused(faults) => return load::faulty(lang, file, faults),
        StoreError::Exists { path } => lang.of(
            format!("已经有文件 `{}`；请换一个名字", path.display()),
            format!("there is already a file `{}`; choose another name", path.display()),
        ),
        StoreError::NotAStore { .. } => lang.of(
            format!("`{shown}` 不是县库；县库由 `wangge init` 建立"),
            format!("`{shown}` is not a store; `wangge init` makes one"),
        ),
        StoreError::Newer { found, known } => lang.of(
            format!("`{shown}` 是第 {found} 版的县库，本程序只认到第 {known} 版；请更新 wangge"),
            error.to_string(),
        ),
        StoreError::Busy => lang.of(format!("别的程序正在写 `{shown}`；请稍后再试"), error.to_string()),
        StoreError::Io(what) => lang.of(
            format!("`{shown}` 不能读写：{what}；请检查路径、权限和磁盘空间"),
            format!("`{shown}` cannot be read or written: {what}; check the path, the permissions and the disk"),
        ),
        StoreError::Corrupt(what) => lang.of(
            format!("`{shown}` 已损坏：{what}；请用备份，或用 `wangge export` 写出的文件重建"),
            format!("`{shown}` is damaged: {what}; use a copy, or make it again from what `wangge export` wrote"),
        ),
        StoreError::Instant { text } => lang.of(
            format!("`{text}` 不是时刻；请写成 `2026-10-01T23:10:00+08:00`"),
            format!("`{text}` is not an instant; write it as `2026-10-01T23:10:00+08:00`"),
        ),
        StoreError::Text { field } => {
            let field = match *field {
                "reason" => "--reason",
                "asker" => "--as",
                "who" => "--who",
                // What is asked of; it is not repeated.
                _ => lang.of("编号", "the id"),
            };
            lang.of(
                format!("`{field}` 须是 1 至 400 字节的文字，不能空白，不含控制字符和看不见的字符"),
                format!("`{field}` takes 1 to 400 bytes of text, not blank, without control or invisible characters"),
            )
        }
        StoreError::Undo(undo) => standing(lang, undo),
        StoreError::NotATransaction { sequence } => {
            lang.of(format!("第 {sequence} 条不是变更，不能撤销（规则 M2）"), error.to_string())
        }
        StoreError::Unknown { sequence, last } => lang.of(
            format!("没有第 {sequence} 条；最后一条是第 {last} 条，见 `wangge log {shown}`"),
            format!("there is no entry {sequence}; the last is {last}, see `wangge log {shown}`"),
        ),
        StoreError::HouseholdUnknown { id } => {
            lang.of(format!("县库中从来没有编号为 `{id}` 的户（规则 S3）"), error.to_string())
        }
        StoreError::Broken { sequence, breach } => lang.of(
            format!("第 {sequence} 条记录：{}", chinese(*breach)),
            format!("entry {sequence} of the journal: {breach}"),
        ),
        StoreError::Snapshot { sequence } => {
            lang.of(format!("第 {sequence} 条之后的快照与记录不符"), error.to_string())
        }
        StoreError::Reads { sequence } => lang.of(format!("查阅记录第 {sequence} 条被改过"), error.to_string()),
        StoreError::Unfinished => lang.of(
            "已经记下抹去，但有程序还在用旧的内容；等它结束后再执行一次".to_owned(),
            "the erasure is recorded, but another program still uses old pages; run it again when that has ended"
                .to_owned(),
        ),
        StoreError::Import(fault) => lang.of(
            format!("没有可以用的内容：{}", import(lang, fault)),
            format!("nothing of it can be used: {}", import(lang, fault)),
        ),
        other => other.to_string(),
    };
    Failure::new(exit(error), text, ErrorView { rule: error.rule(), ..ErrorView::new(error.code(), error.to_string()) })
}

/// What is wrong with the file is told with 1, what is wrong with the question with 2.
fn exit(error: &StoreError) -> Exit {
    match error {
        StoreError::Corrupt(_)
        | StoreError::Broken { .. }
        | StoreError::Snapshot { .. }
        | StoreError::Reads { .. }
        | StoreError::Import(_)
        | StoreError::Undo(UndoError::Standing { .. })
        | StoreError::Unfinished => Exit::Faults,
        _ => Exit::Usage,
    }
}

fn standing(lang: Lang, error: &UndoError) -> String {
    match error {
        UndoError::Standing { sequence, later, .. } if later.is_empty() => lang.of(
            format!("第 {sequence} 条不能撤销：撤销后的内容不合规则，或它改的内容已被抹去（规则 M2）"),
            format!("entry {sequence} cannot be undone: what would come out breaks a rule, or was erased (rule M2)"),
        ),
        UndoError::Standing { sequence, later, .. } => {
            let later = lang.list(later.iter().map(u64::to_string));
            lang.of(
                format!("第 {sequence} 条不能撤销：后来的变更以它为前提；请先撤销：{later}（规则 M2）"),
                format!("entry {sequence} cannot be undone: later ones stand on it; undo first: {later} (rule M2)"),
            )
        }
        other => other.to_string(),
    }
}

/// What is wrong with an entry.
fn chinese(breach: Breach) -> &'static str {
    match breach {
        Breach::Gap => "缺失，或被别的一条顶替",
        Breach::Hash => "内容与它的哈希不符，或接不上前一条",
        Breach::Body => "内容无法读出",
        Breach::Personal => "个人信息与记录不符",
        Breach::Replay => "所记的变更做不成",
        _ => "不对",
    }
}

/// What is wrong with a line of an export.
pub fn import(lang: Lang, fault: &ImportFault) -> String {
    let Lang::Zh = lang else { return fault.to_string() };
    let what = match &fault.what {
        ImportProblem::Header => "开头不是本版本的导出文件".to_owned(),
        ImportProblem::Line => "不是完整的一条".to_owned(),
        ImportProblem::Entry(breach) => chinese(*breach).to_owned(),
        ImportProblem::End { expected, found } => format!("应有 {expected} 条，实有 {found} 条"),
        ImportProblem::Head => "最后一条不是开头所说的那一条".to_owned(),
        _ => fault.to_string(),
    };
    format!("第 {} 行：{what}", fault.line)
}
