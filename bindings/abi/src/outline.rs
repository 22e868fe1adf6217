//! Where the values of a request stand, before any of them is read.
//!
//! A document of many megabytes stands inside its request. It is cut out of the text as a slice, so that it is read
//! once, strictly, with places that count from its own first byte, and without a copy. Nothing is judged here: a text
//! that is no object has no values, and the strict reader says why.

use std::borrow::Cow;
use std::ops::Range;

/// A byte order mark may stand before a request, as before a document.
const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// A request without its large values.
pub struct Outline<'t> {
    text: &'t [u8],
    /// What was cut out, in the order of the text.
    cuts: Vec<Range<usize>>,
    document: Option<Range<usize>>,
    plan: Option<Range<usize>>,
}

impl<'t> Outline<'t> {
    /// Finds the large values of a request.
    pub fn new(text: &'t [u8]) -> Self {
        let mut found = Self { text, cuts: Vec::new(), document: None, plan: None };
        let mut values = Values::new(text);
        while let Some(name) = values.name() {
            let start = values.at;
            let ended = values.value().is_some();
            // One without an end, or with another bracket in its place, is all that follows.
            let value = start..if ended { values.at } else { text.len() };
            let held = match name.as_ref() {
                "document" => &mut found.document,
                // A number is the handle of a plan.
                "plan" if text.get(start) == Some(&b'{') => &mut found.plan,
                _ if ended => continue,
                _ => break,
            };
            // A second one stays in the text, where the strict reader refuses it.
            if held.is_none() {
                *held = Some(value.clone());
                found.cuts.extend(ended.then_some(value));
            }
            if !ended {
                break;
            }
        }
        found
    }

    /// The document, as it was written.
    pub fn document(&self) -> Option<&'t [u8]> {
        self.document.clone().and_then(|range| self.text.get(range))
    }

    /// The plan, as it was written.
    pub fn plan(&self) -> Option<&'t [u8]> {
        self.plan.clone().and_then(|range| self.text.get(range))
    }

    /// The request with `0` in the place of each large value.
    pub fn rest(&self) -> Cow<'t, [u8]> {
        if self.cuts.is_empty() {
            return Cow::Borrowed(self.text);
        }
        let (mut rest, mut from) = (Vec::new(), 0);
        for cut in &self.cuts {
            rest.extend_from_slice(self.text.get(from..cut.start).unwrap_or_default());
            rest.push(b'0');
            from = cut.end;
        }
        rest.extend_from_slice(self.text.get(from..).unwrap_or_default());
        Cow::Owned(rest)
    }

    /// The line and column in the request of a line and column in the rest.
    pub fn place(&self, (line, column): (usize, usize)) -> (usize, usize) {
        if self.cuts.is_empty() || line == 0 {
            return (line, column);
        }
        let rest = self.rest();
        let ends = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(end, _)| end + 1);
        let start = std::iter::once(0).chain(ends).nth(line - 1).unwrap_or(rest.len());
        let mut offset = start + column;
        for cut in &self.cuts {
            // One byte stands in the rest for the whole value.
            if offset > cut.start + 1 {
                offset += cut.len().saturating_sub(1);
            }
        }
        let before = self.text.get(..offset).unwrap_or(self.text);
        let last = before.iter().rposition(|byte| *byte == b'\n');
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        (lines + 1, last.map_or(before.len(), |last| before.len() - last - 1))
    }
}

/// A walk over the names and values of an object, until something is not as it should be.
struct Values<'t> {
    text: &'t [u8],
    at: usize,
    is_first: bool,
}

impl<'t> Values<'t> {
    fn new(text: &'t [u8]) -> Self {
        Self { text, at: if text.starts_with(MARK) { MARK.len() } else { 0 }, is_first: true }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Steps over a byte that must stand here, and the space around it.
    fn step(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek()? == byte).then(|| self.at += 1)?;
        self.space();
        Some(())
    }

    /// Steps over a string.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        (self.peek()? == b'"').then(|| self.at += 1)?;
        loop {
            match self.peek()? {
                b'\\' => self.at += 2,
                b'"' => break,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(start..self.at)
    }

    /// Steps over a value: to the bracket that closes it, or the end of a word.
    fn value(&mut self) -> Option<()> {
        let (start, mut depth) = (self.at, 0_usize);
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                _ if depth > 0 => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    let is_end = |byte: &u8| b",}] \t\r\n".contains(byte);
                    self.at += self.text.get(self.at..)?.iter().position(is_end)?;
                }
            }
            if depth == 0 {
                return (self.at > start).then_some(());
            }
        }
    }

    /// The name of the next value.
    fn name(&mut self) -> Option<Cow<'t, str>> {
        self.step(if self.is_first { b'{' } else { b',' })?;
        self.is_first = false;
        let name = self.string()?;
        let name = name_of(self.text.get(name)?)?;
        self.step(b':')?;
        Some(name)
    }
}

/// The name of a field, which may be written with escapes.
fn name_of(quoted: &[u8]) -> Option<Cow<'_, str>> {
    if quoted.contains(&b'\\') {
        return serde_json::from_slice(quoted).map(Cow::Owned).ok();
    }
    let inside = quoted.get(1..quoted.len().checked_sub(1)?)?;
    std::str::from_utf8(inside).map(Cow::Borrowed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, Option<&str>, String) {
        let outline = Outline::new(text.as_bytes());
        let shown = |bytes: Option<&'_ [u8]>| bytes.map(|bytes| std::str::from_utf8(bytes).unwrap_or("?").to_owned());
        let (document, plan) = (shown(outline.document()), shown(outline.plan()));
        let find =
            |part: Option<String>| part.and_then(|part| text.find(&part).and_then(|at| text.get(at..at + part.len())));
        (find(document), find(plan), String::from_utf8_lossy(&outline.rest()).into_owned())
    }

    #[test]
    fn large_values_are_cut_out_as_they_stand() {
        let text = r#" {"call" : "open", "document" : {"a": ["]}\"", {}]} , "x":1}"#;
        assert_eq!(
            parts(text),
            (Some(r#"{"a": ["]}\"", {}]}"#), None, r#" {"call" : "open", "document" : 0 , "x":1}"#.into())
        );
        let text = r#"{"plan":{"p":1},"directory":2}"#;
        assert_eq!(parts(text), (None, Some(r#"{"p":1}"#), r#"{"plan":0,"directory":2}"#.into()));
        let both = "\u{feff}{\"\\u0064ocument\":[1],\"plan\":{}}";
        assert_eq!(parts(both), (Some("[1]"), Some("{}"), "\u{feff}{\"\\u0064ocument\":0,\"plan\":0}".into()));
    }

    #[test]
    fn what_is_no_value_or_small_stays() {
        for text in [
            "",
            "{",
            "[1]",
            "7",
            r#"{"plan":3}"#,
            r#"{"plan":[{}]}"#,
            r#"{"document":"#,
            r#"{"document":{"a":1}"#,
            r#"{"document":"#,
            r#"{"document":,"a":1}"#,
            r#"{"document" 7}"#,
            r#"{"document\"#,
            r#"{"a":"document"}"#,
            r#"{"a":{"document":{}}}"#,
            r#"{7:{},"document":{}}"#,
        ] {
            let expected = if text == r#"{"document":{"a":1}"# { r#"{"document":0"# } else { text };
            assert_eq!(parts(text).2, expected);
        }
        let twice = r#"{"document":{"a":1},"document":{"b":2}}"#;
        assert_eq!(parts(twice).2, r#"{"document":0,"document":{"b":2}}"#);
    }

    #[test]
    fn places_are_those_of_the_whole_request() {
        let text = "{\"call\":\"open\",\n\"document\":{\n\n},\"b\":1,\n\"c\":2}";
        let outline = Outline::new(text.as_bytes());
        let rest = outline.rest();
        for (byte, expected) in [(b'c', (1, 3)), (b'b', (4, 4)), (b'}', (5, 6))] {
            let at = rest.iter().position(|other| *other == byte).unwrap_or_default();
            let before = rest.get(..at).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let column = at - before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1) + 1;
            assert_eq!(outline.place((line, column)), expected, "{}", char::from(byte));
        }
        assert_eq!(outline.place((0, 0)), (0, 0));
        assert_eq!(outline.place((9, 9)).0, 5);
    }
}
