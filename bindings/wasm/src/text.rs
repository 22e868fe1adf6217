//! JSON out, and tables of strings.

use jiff::civil::Date;
use serde::Serialize;
use wangge_formats::answer::ErrorView;
use wasm_bindgen::JsValue;

/// What a call gives: a value, or the JSON of an error, thrown.
pub type Answer<T> = Result<T, JsValue>;

/// An answer as JSON.
pub fn json(view: &impl Serialize) -> Answer<String> {
    serde_json::to_string(view).map_err(|error| thrown(&ErrorView::new("request.value", error.to_string())))
}

/// An error as JavaScript gets it.
pub fn thrown(error: &ErrorView) -> JsValue {
    // An error has nothing that JSON could not hold.
    JsValue::from_str(&serde_json::to_string(error).unwrap_or_default())
}

/// An error of the core as JavaScript gets it.
pub fn refused<E>(error: E) -> JsValue
where
    for<'e> ErrorView: From<&'e E>,
{
    thrown(&ErrorView::from(&error))
}

/// Strings as one: ids and names have no line break.
pub fn joined<'a>(strings: impl Iterator<Item = &'a str>) -> String {
    let mut table = String::new();
    for (i, string) in strings.enumerate() {
        if i > 0 {
            table.push('\n');
        }
        table.push_str(string);
    }
    table
}

/// A civil date, written `YYYY-MM-DD`.
pub fn date(text: &str) -> Answer<Date> {
    let found = if text.len() == 10 { text.parse().ok() } else { None };
    found.ok_or_else(|| thrown(&ErrorView::new("date.invalid", format!("{text} is no date, such as `2026-11-23`"))))
}
