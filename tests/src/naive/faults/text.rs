//! What is an id, a text, a span.

/// "1 to 120 bytes; letters and digits of any script and `-` `_` `.` `:` `/` `#`."
pub fn is_id(text: &str) -> bool {
    (1..=120).contains(&text.len()) && text.chars().all(|c| c.is_alphanumeric() || "-_.:/#".contains(c))
}

/// "1 to 400 bytes, no leading or trailing white space, no control character, no bidi control or zero-width
/// character."
pub fn is_text(text: &str) -> bool {
    let invisible = |c: char| matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    (1..=400).contains(&text.len()) && text.trim() == text && !text.chars().any(|c| c.is_control() || invisible(c))
}

/// "`Nh`, `Nwh`, `Nwd` with N from 1 to 10,000, `end-of-day`, `end-of-month`."
pub fn is_span(text: &str) -> bool {
    if text == "end-of-day" || text == "end-of-month" {
        return true;
    }
    let Some(count) = ["wh", "wd", "h"].into_iter().find_map(|unit| text.strip_suffix(unit)) else { return false };
    let digits = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()) && !count.starts_with('0');
    digits && count.len() <= 5 && count.parse::<u32>().is_ok_and(|count| count <= 10_000)
}

/// Minutes of `HH:MM`, of at most two digits each.
pub fn hours_and_minutes(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    let digits = bytes.len() == 5 && bytes[2] == b':' && [0, 1, 3, 4].iter().all(|i| bytes[*i].is_ascii_digit());
    let two = |i: usize| u32::from(bytes[i] - b'0') * 10 + u32::from(bytes[i + 1] - b'0');
    (digits && two(3) < 60).then(|| two(0) * 60 + two(3))
}

/// "`+HH:MM` / `-HH:MM` within 18 h."
pub fn is_offset(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']);
    unsigned.and_then(hours_and_minutes).is_some_and(|minutes| minutes <= 18 * 60)
}

/// "`HH:MM` up to `24:00`", in minutes.
pub fn hour(text: &str) -> Option<u32> {
    hours_and_minutes(text).filter(|minutes| *minutes <= 24 * 60)
}
