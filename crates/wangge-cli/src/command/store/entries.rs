//! `wangge log`, `verify`, `export` and `import`.

use std::fs::OpenOptions;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use wangge::change::{Change, Transaction};
use wangge_store::{Entry, Event, Hash, Reader, Store};

use super::told;
use crate::Answer;
use crate::arguments::Ask;
use crate::command::json;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::load;
use crate::progress::Progress;
use crate::table::Table;
use crate::time;

/// An entry, for a program.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EntryView<'a> {
    sequence: u64,
    at: &'a str,
    who: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    household: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<Change>>,
    hash: Hash,
}

#[derive(Serialize)]
struct LogView<'a> {
    entries: Vec<EntryView<'a>>,
}

/// What was checked, for a program.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VerifiedView {
    entries: u64,
    head: Hash,
    snapshots: u64,
    reads: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    reads_head: Option<Hash>,
    missing: Vec<MissingView>,
    pending: bool,
}

#[derive(Serialize)]
struct MissingView {
    household: String,
    sequence: u64,
}

/// What was written or read, for a program.
#[derive(Serialize)]
struct LinesView {
    entries: u64,
    head: Hash,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<LineFault>,
}

#[derive(Serialize)]
struct LineFault {
    line: u64,
    message: String,
}

/// Lists the entries.
pub fn log(ask: &Ask, db: &Path, since: u64) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let reader = Store::open_read(db).map_err(|error| told(lang, db, &error))?;
    let log = reader.log(since..).map_err(|error| told(lang, db, &error))?;
    let entries = log.collect::<Result<Vec<Entry>, _>>().map_err(|error| told(lang, db, &error))?;
    if ask.json {
        return Ok(Answer::clean(json(&LogView { entries: entries.iter().map(view).collect() })));
    }
    let head = lang.of(["", "时间", "何人", "做了什么", "为何"], ["", "when", "who", "what", "why"]);
    let mut table = Table::new(head);
    for entry in &entries {
        let what = match &entry.event {
            Event::Document => lang.of("建库", "the first document").to_owned(),
            Event::Erasure { household } => {
                lang.of(format!("抹去 {household} 的个人信息"), format!("personal data of {household} erased"))
            }
            Event::Transaction(transaction) => changes(transaction),
        };
        let reason = entry.reason.as_deref().unwrap_or_default();
        table.row([&entry.sequence.to_string(), &time::to_the_second(&entry.at), &entry.who, &what, reason]);
    }
    Ok(Answer::clean(table.to_string()))
}

fn view(entry: &Entry) -> EntryView<'_> {
    let (event, household, changes) = match &entry.event {
        Event::Document => ("document", None, None),
        Event::Erasure { household } => ("erasure", Some(household.as_str()), None),
        // Who reads a log learns what was changed, not what stands on a door (S3).
        Event::Transaction(transaction) => ("transaction", None, Some(transaction.redacted().changes)),
    };
    let Entry { sequence, at, who, reason, hash, .. } = entry;
    EntryView { sequence: *sequence, at, who, reason: reason.as_deref(), event, household, changes, hash: *hash }
}

/// The changes by the names that they have in a file, each with what it is about.
fn changes(transaction: &Transaction) -> String {
    let mut lines: Vec<String> = transaction.changes.iter().take(5).map(change).collect();
    let rest = transaction.changes.len().saturating_sub(lines.len());
    if rest > 0 {
        lines.push(format!("+{rest}"));
    }
    lines.join("\n")
}

fn change(change: &Change) -> String {
    // A change is an object with its name as the only key.
    let Ok(Value::Object(change)) = serde_json::to_value(change) else { return String::new() };
    let Some((name, fields)) = change.into_iter().next() else { return String::new() };
    let row = ["after", "before"].iter().find_map(|side| fields.get(side)?.as_object()?.values().next());
    let about = ["id", "unit", "into", "person"].iter().find_map(|field| row.unwrap_or(&fields).get(field)?.as_str());
    about.map_or(name.clone(), |about| format!("{name} {about}"))
}

/// Checks everything.
pub fn verify(ask: &Ask, db: &Path) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let reader = Store::open_read(db).map_err(|error| told(lang, db, &error))?;
    let _progress = Progress::spinner(lang.of("核对", "checking"));
    let verified = reader.verify().map_err(|error| told(lang, db, &error))?;
    let is_clean = verified.is_clean();
    if ask.json {
        let missing = verified.missing.iter();
        let missing = missing.map(|one| MissingView { household: one.household.to_string(), sequence: one.sequence });
        let view = VerifiedView {
            entries: verified.entries,
            head: verified.head,
            snapshots: verified.snapshots,
            reads: verified.reads,
            reads_head: verified.reads_head,
            missing: missing.collect(),
            pending: verified.pending,
        };
        return Ok(Answer { text: json(&view), is_clean });
    }
    let (entries, snapshots, reads) = (verified.entries, verified.snapshots, verified.reads);
    let mut text = lang.of(
        format!("记录 {entries} 条、快照 {snapshots} 份、查阅记录 {reads} 条，都与写入时一致\n末条哈希：{}\n", verified.head),
        format!(
            "as they were written: entries: {entries}, snapshots: {snapshots}, reads: {reads}\nhash of the last entry: {}\n",
            verified.head
        ),
    );
    if let Some(head) = &verified.reads_head {
        text += &lang.of(format!("末条查阅哈希：{head}\n"), format!("hash of the last read: {head}\n"));
    }
    for missing in &verified.missing {
        let (household, sequence) = (&missing.household, missing.sequence);
        text += &lang.of(
            format!("`{household}` 的个人信息从第 {sequence} 条起缺失，没有抹去的记录\n"),
            format!("personal data of `{household}` are missing from entry {sequence} on, and no erasure says why\n"),
        );
    }
    if verified.pending {
        text += lang.of(
            "已抹去的内容可能还留在文件的旧页里；没有别的程序在用时，下一次写入会先清除\n",
            "what was erased may still be in old pages of the file; the next write clears them once nobody uses them\n",
        );
    }
    Ok(Answer { text, is_clean })
}

/// Writes the journal as lines.
pub fn export(ask: &Ask, db: &Path, out: &Path) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let reader = Store::open_read(db).map_err(|error| told(lang, db, &error))?;
    if out == Path::new("-") {
        let mut lines = Vec::new();
        reader.export(&mut lines).map_err(|error| told(lang, db, &error))?;
        return Ok(Answer::clean(String::from_utf8_lossy(&lines).into_owned()));
    }
    // Never over the store itself, or over anything else.
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // For its owner alone.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(out);
    let file = file.map_err(|error| load::unreadable(lang, out, &error))?;
    let _progress = Progress::spinner(lang.of("写出", "writing"));
    reader.export(&file).map_err(|error| told(lang, db, &error))?;
    file.sync_all().map_err(|error| load::unreadable(lang, out, &error))?;
    let (entries, head) = end(lang, db, &reader)?;
    if ask.json {
        return Ok(Answer::clean(json(&LinesView { entries, head, fault: None })));
    }
    let out = out.display();
    Ok(Answer::clean(lang.of(
        format!("写出 `{out}`：{entries} 条；里面有个人信息，请妥善保管；查询记录不在其中，留在 `{}`\n", db.display()),
        format!(
            "wrote `{out}`: entries: {entries}; it holds personal data: keep it safe; the log of reads stays in `{}`\n",
            db.display()
        ),
    )))
}

/// Makes a store from lines.
pub fn import(ask: &Ask, file: &Path, db: &Path) -> Result<Answer, Failure> {
    let lang = ask.lang;
    let (source, length) = load::open(file).map_err(|error| load::unreadable(lang, file, &error))?;
    let progress = Progress::bytes(lang.of("读取", "reading"), length);
    let imported = Store::import(db, progress.reader(source)).map_err(|error| told(lang, db, &error))?;
    let (entries, head) = end(lang, db, imported.store.reader())?;
    let is_clean = imported.fault.is_none();
    if ask.json {
        let fault = imported.fault.map(|fault| LineFault { line: fault.line, message: fault.to_string() });
        return Ok(Answer { text: json(&LinesView { entries, head, fault }), is_clean });
    }
    let mut text = lang.of(
        format!("建立 `{}`：{entries} 条\n末条哈希：{head}\n", db.display()),
        format!("made `{}`: entries: {entries}\nhash of the last entry: {head}\n", db.display()),
    );
    if let Some(fault) = &imported.fault {
        let what = super::told::import(lang, fault);
        text += &lang.of(format!("其余未取，{what}\n"), format!("the rest is left out: {what}\n"));
    }
    Ok(Answer { text, is_clean })
}

/// How many entries there are, and the hash of the last.
fn end(lang: Lang, db: &Path, reader: &Reader) -> Result<(u64, Hash), Failure> {
    let last = reader.last().and_then(|last| reader.log(last..)?.next().transpose());
    let last = last.map_err(|error| told(lang, db, &error))?;
    Ok(last.map_or((0, Hash::default()), |last| (last.sequence + 1, last.hash)))
}
