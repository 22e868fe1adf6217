//! How answers and errors reach JavaScript.

use js_sys::Function;
use wangge::{Progress, Stage};
use wangge_formats::answer::ErrorView;
use wasm_bindgen::JsValue;

/// A value, or the JSON of an error, thrown.
pub type Reply<T> = Result<T, JsValue>;

/// An error as it is thrown.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
pub fn thrown(error: ErrorView) -> JsValue {
    // An error has nothing that JSON could not hold.
    JsValue::from_str(&serde_json::to_string(&error).unwrap_or_default())
}

/// Calls a listener, which keeps what it throws: an exception must not pass through this module.
pub fn tell(listener: Option<&Function>, numbers: &[f64]) {
    if let Some(listener) = listener {
        let numbers = numbers.iter().copied().map(JsValue::from_f64).collect();
        _ = listener.apply(&JsValue::NULL, &numbers);
    }
}

/// How far planning has come: stage, round, done, total.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "households are fewer than 2^53")]
pub fn progress(now: Progress) -> [f64; 4] {
    let stage = match now.stage {
        Stage::Candidates => 0.0,
        Stage::Solving => 1.0,
        Stage::Proving => 2.0,
        _ => 3.0,
    };
    [stage, f64::from(now.round), now.done as f64, now.total as f64]
}
