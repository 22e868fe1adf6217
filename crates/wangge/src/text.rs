//! What may stand in ids and names, and how input is quoted in messages.

use std::fmt;

use smol_str::SmolStr;

/// The most bytes of an id.
pub const MAX_ID_BYTES: usize = 120;
/// The most bytes of a name.
pub const MAX_TEXT_BYTES: usize = 400;

/// Whether `id` may be an id: 1 to 120 bytes, letters and digits of any script, and `-_.:/#`.
pub(crate) fn is_id(id: &str) -> bool {
    (1..=MAX_ID_BYTES).contains(&id.len()) && id.chars().all(|c| c.is_alphanumeric() || "-_.:/#".contains(c))
}

/// Whether `text` may be a name: 1 to 400 bytes, no white space at the ends, nothing invisible inside.
pub(crate) fn is_text(text: &str) -> bool {
    (1..=MAX_TEXT_BYTES).contains(&text.len()) && text.trim().len() == text.len() && !text.chars().any(is_invisible)
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The first 80 characters of a value, for a message.
pub(crate) fn shorten(value: &str) -> SmolStr {
    match value.char_indices().nth(80) {
        None => value.into(),
        Some((end, _)) => SmolStr::from_iter([value.get(..end).unwrap_or_default(), "…"]),
    }
}

/// A user's input in backticks, with nothing invisible left in it.
pub(crate) struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        for c in self.0.chars() {
            if is_invisible(c) {
                write!(f, "{}", c.escape_unicode())?;
            } else {
                fmt::Write::write_char(f, c)?;
            }
        }
        f.write_str("`")
    }
}
