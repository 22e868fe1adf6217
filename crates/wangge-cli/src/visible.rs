//! Nothing invisible reaches a terminal: names of files and arguments are anybody's, and may hold escape sequences.

use std::borrow::Cow;

/// The text with everything that has no shape, or turns the line around, written as `\u{…}`; lines keep their ends.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |c, out| out.extend(c.escape_unicode()))
}

/// The same for JSON, where such characters stand in strings only.
pub fn visible_json(text: &str) -> Cow<'_, str> {
    escaped(text, |c, out| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            *out += &format!("\\u{unit:04x}");
        }
    })
}

fn escaped(text: &str, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            escape(c, &mut out);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Controls, soft hyphen, bidi controls, zero-width characters, line and paragraph separators, fillers and tags.
fn is_invisible(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    (c.is_control() && c != '\n') || invisible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(visible("甲一\n “3+N”  é"), "甲一\n “3+N”  é");
        assert_eq!(visible("a\u{1b}[31m\u{202e}\u{200b}\u{ad}\r"), "a\\u{1b}[31m\\u{202e}\\u{200b}\\u{ad}\\u{d}");
        assert_eq!(visible_json("\"\u{202e}\u{e0041}\"\n"), "\"\\u202e\\udb40\\udc41\"\n");
    }
}
