//! `wangge init`, `apply`, `undo` and `erase`.

use std::path::Path;

use serde::Serialize;
use wangge::Impact;
use wangge::change::{Edit, Receipt, Transaction};
use wangge_formats::answer::{CountsView, ImpactView, impact_view};
use wangge_formats::transaction;
use wangge_store::{At, Store, StoreError};

use super::{impact, rows, told};
use crate::Answer;
use crate::arguments::Ask;
use crate::arguments::store::Signed;
use crate::command::json;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load;
use crate::progress::Progress;
use crate::time;

/// What was done, or would be.
#[derive(Serialize)]
struct DoneView<'a> {
    sequence: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not", rename = "dryRun")]
    is_tried: bool,
    edits: &'a [Edit],
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<&'a ImpactView<'a>>,
}

/// What was erased.
#[derive(Serialize)]
struct ErasedView {
    #[serde(skip_serializing_if = "Option::is_none")]
    sequence: Option<u64>,
    parts: usize,
}

/// Makes a store.
pub fn init(ask: &Ask, db: &Path, from: &Path, by: &Signed) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let records = load::records(lang, from)?;
    let _progress = Progress::spinner(lang.of("建立县库", "making the store"));
    let made = Store::create(db, records, &by.by(&by.at()));
    let store = made.map_err(|error| match &error {
        StoreError::Refused(faults) => load::faulty(lang, from, faults),
        other => told(lang, db, other),
    })?;
    let registry = store.reader().load(At::Latest).map_err(|error| told(lang, db, &error))?;
    let counts = CountsView::from(registry.counts());
    if ask.json {
        return Ok(Answer::clean(json(&counts)));
    }
    let (db, rows) = (db.display(), crate::command::check::rows(lang, &counts));
    Ok(Answer::clean(lang.of(
        format!("建立 `{db}`：{rows}\n接着试试 `wangge log {db}`\n"),
        format!("made `{db}`: {rows}\nnext: `wangge log {db}`\n"),
    )))
}

/// Does a transaction.
pub fn apply(ask: &Ask, db: &Path, file: &Path, by: &Signed) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let done = transaction(lang, file)?;
    let mut store = Store::open(db).map_err(|error| told(lang, db, &error))?;
    let _progress = Progress::spinner(lang.of("变更", "changing"));
    let receipt = store.append(&by.by(&by.at()), &done).map_err(|error| refused(lang, db, file, &error))?;
    Ok(receipt_told(ask, receipt.sequence(), receipt.edits(), false))
}

/// Shows what a transaction would do.
pub fn try_out(ask: &Ask, db: &Path, file: &Path, on: Option<&str>) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let tried = transaction(lang, file)?;
    let registry = load::registry(lang, db)?;
    let _progress = Progress::spinner(lang.of("试做", "trying"));
    let after = registry.what_if(&tried).map_err(|faults| load::faulty(lang, file, &faults))?;
    let receipt = after.receipts().last();
    let edits = receipt.map_or(&[][..], |receipt| receipt.edits());
    let date = match (on, receipt.and_then(Receipt::since)) {
        (None, Some(since)) => since,
        (on, _) => time::on(lang, "apply", on, registry.scheme())?,
    };
    let before = registry.as_of(date);
    let impact = Impact::between(&before, &after.refresh(&before));
    if ask.json {
        let tried = |impact: &ImpactView<'_>| {
            json(&DoneView { sequence: after.sequence(), is_tried: true, edits, impact: Some(impact) })
        };
        return Ok(Answer::clean(impact_view(&impact, usize::MAX, tried)));
    }
    let rows = receipt_told(ask, after.sequence(), edits, true);
    Ok(Answer::clean(format!("{}\n{}", rows.text, impact::page(lang, &impact))))
}

/// Takes a transaction back.
pub fn undo(ask: &Ask, db: &Path, sequence: u64, by: &Signed) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let mut store = Store::open(db).map_err(|error| told(lang, db, &error))?;
    let _progress = Progress::spinner(lang.of("撤销", "undoing"));
    let receipt = store.undo(sequence, &by.by(&by.at())).map_err(|error| told(lang, db, &error))?;
    Ok(receipt_told(ask, receipt.sequence(), receipt.edits(), false))
}

/// Erases the personal data of a household.
pub fn erase(ask: &Ask, db: &Path, household: &str, by: &Signed) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let mut store = Store::open(db).map_err(|error| told(lang, db, &error))?;
    let _progress = Progress::spinner(lang.of("抹去", "erasing"));
    let erased = store.erase(household, &by.by(&by.at())).map_err(|error| told(lang, db, &error))?;
    if ask.json {
        return Ok(Answer::clean(json(&ErasedView { sequence: erased.sequence, parts: erased.parts })));
    }
    let text = match erased.sequence {
        Some(sequence) => lang.of(
            format!(
                "第 {sequence} 条：`{household}` 的门牌、坐标和人数已抹去，共 {} 处；以前的导出和备份须另行处理\n",
                erased.parts
            ),
            format!(
                "entry {sequence}: label, location and residents of `{household}` are erased, in {} places; earlier \
                 exports and copies are not reached by this\n",
                erased.parts
            ),
        ),
        None => lang.of(
            format!("`{household}` 早已抹去；文件又清理了一遍\n"),
            format!("`{household}` was erased before; the file was cleared again\n"),
        ),
    };
    Ok(Answer::clean(text))
}

fn transaction(lang: Lang, file: &Path) -> Result<Transaction, Failure> {
    let (source, _) = load::open(file).map_err(|error| load::unreadable(lang, file, &error))?;
    transaction::read(source).map_err(|error| load::refused(lang, file, &error))
}

/// What is wrong with a transaction stands in its file, everything else in the store.
fn refused(lang: Lang, db: &Path, file: &Path, error: &StoreError) -> Failure {
    match error {
        StoreError::Refused(faults) => load::faulty(lang, file, faults),
        other => told(lang, db, other),
    }
}

fn receipt_told(ask: &Ask, sequence: u64, edits: &[Edit], is_tried: bool) -> Answer {
    if ask.json {
        return Answer::clean(json(&DoneView { sequence, is_tried, edits, impact: None }));
    }
    let count = edits.len();
    let head = match is_tried {
        true => ask.lang.of(
            format!("会成为第 {sequence} 条，改动 {count} 行；现在什么也没有写\n\n"),
            format!("would be entry {sequence}, and change rows: {count}; nothing is written now\n\n"),
        ),
        false => ask.lang.of(
            format!("第 {sequence} 条已落盘，改动 {count} 行\n\n"),
            format!("entry {sequence} is on disk; rows changed: {count}\n\n"),
        ),
    };
    Answer::clean(head + &rows::table(ask.lang, edits))
}
