//! Rows that a transaction changes, before and after.

use serde_json::{Map, Value};
use wangge::change::{Edit, Row};

use crate::lang::Lang;
use crate::table::Table;

/// How many rows a person is shown.
const SHOWN: usize = 50;

/// Which rows change, and how.
pub fn table(lang: Lang, edits: &[Edit]) -> String {
    let mut table = Table::new(lang.of(["", "编号", "改动"], ["", "id", "change"]));
    for edit in edits.iter().take(SHOWN) {
        let row = edit.after.as_ref().or(edit.before.as_ref());
        let ids = row.map(|row| row.ids().join(" ")).unwrap_or_default();
        table.row([row.map_or("", |row| section(lang, row)), &ids, &change(lang, edit)]);
    }
    let mut text = table.to_string();
    if edits.len() > SHOWN {
        let rest = edits.len() - SHOWN;
        text += &lang
            .of(format!("另有 {rest} 行；`--json` 列出全部\n"), format!("and {rest} more; `--json` lists them all\n"));
    }
    text
}

fn section(lang: Lang, row: &Row) -> &'static str {
    match row {
        Row::Scheme(_) => lang.of("模式", "scheme"),
        Row::Unit(_) => lang.of("单元", "unit"),
        Row::Department(_) => lang.of("部门", "department"),
        Row::Household(_) => lang.of("户", "household"),
        Row::Site(_) => lang.of("地物", "site"),
        Row::Person(_) => lang.of("人员", "person"),
        Row::Appointment(_) => lang.of("任职", "appointment"),
        Row::Absence(_) => lang.of("缺勤", "absence"),
        Row::Pairing(_) => lang.of("结对", "pairing"),
        Row::PairRule(_) => lang.of("结对约定", "pair rule"),
    }
}

/// New, gone, or each field that is another.
fn change(lang: Lang, edit: &Edit) -> String {
    let (before, after) = match (&edit.before, &edit.after) {
        (None, _) => return lang.of("新增", "new").to_owned(),
        (Some(_), None) => return lang.of("去掉", "gone").to_owned(),
        (Some(before), Some(after)) => (fields(before), fields(after)),
    };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let changed = names.into_iter().filter_map(|name| {
        let (old, new) = (before.get(name), after.get(name));
        (old != new).then(|| format!("{name}: {} → {}", shown(lang, old), shown(lang, new)))
    });
    changed.collect::<Vec<_>>().join("\n")
}

/// The fields of a row.
fn fields(row: &Row) -> Map<String, Value> {
    // A row is an object with its section as the only key; it holds strings, numbers and lists, which JSON always can.
    let Ok(Value::Object(row)) = serde_json::to_value(row) else { return Map::new() };
    row.into_iter().find_map(|(_, row)| if let Value::Object(row) = row { Some(row) } else { None }).unwrap_or_default()
}

/// An id, and from when to when it holds.
fn spell(lang: Lang, spell: &Value) -> String {
    let text = |field: &str| spell.get(field).and_then(Value::as_str);
    let (id, from) = (text("id").unwrap_or_default(), text("from").unwrap_or_default());
    match text("until") {
        None => lang.of(format!("{id}（自 {from}）"), format!("{id} (from {from})")),
        Some(until) => lang.of(format!("{id}（{from} 至 {until}，不含）"), format!("{id} ({from} until {until})")),
    }
}

/// A field in a few words.
fn shown(lang: Lang, value: Option<&Value>) -> String {
    let text = match value {
        None => "-".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(spells)) if spells.iter().all(|own| own.get("from").is_some()) => {
            return spells.iter().map(|own| spell(lang, own)).collect::<Vec<_>>().join(", ");
        }
        Some(other) => other.to_string(),
    };
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
