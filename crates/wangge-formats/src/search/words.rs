//! What is looked for: words, and how well a text has them.

use super::numerals::in_digits;

/// More words than anybody types; the rest is not looked at.
const MOST_WORDS: usize = 8;
/// More parts of words than anybody types: with the words they have a bit each.
const MOST_PARTS: usize = 20;
/// Shorter words are not looked for inside ids, which are full of digits.
const LEAST_ID_PART: usize = 4;

/// Words that say nothing about what is looked for.
const EMPTY: [&str; 12] = ["of", "in", "at", "the", "for", "no", "no.", "nr", "number", "#", "的", "第"];

/// What stands between a word and a number.
const BETWEEN: [char; 2] = ['的', '第'];

/// How well a word is met: less is better.
pub type Rank = u32;
const EXACT: Rank = 0;
const START: Rank = 1;
const NUMBER: Rank = 1;
const PART: Rank = 3;
const ABOVE: Rank = 4;
/// A word that was met in parts is behind one that was met as a whole.
const APART: Rank = 2;

/// A text to be searched, and what things of its sort are called.
pub struct Text<'s> {
    folded: String,
    sorts: &'s [String],
}

impl<'s> Text<'s> {
    pub fn new(text: &str, sorts: &'s [String]) -> Self {
        Self { folded: folded(text), sorts }
    }
}

/// What is looked for. Each word counts as a whole, or else in parts: `第3网格17户` is `第3网格` and `17户`.
pub struct Words {
    words: Vec<Word>,
}

struct Word {
    /// Its bit.
    bit: u32,
    whole: String,
    parts: Vec<Part>,
}

/// Letters, or a number with what is written behind it.
struct Part {
    bit: u32,
    number: Option<String>,
    letters: String,
}

impl Words {
    pub fn new(text: &str) -> Self {
        let folded = folded(text);
        let all = || folded.split_whitespace().take(MOST_WORDS);
        let is_empty = |word: &&str| EMPTY.contains(word) || !word.contains(char::is_alphanumeric);
        // Unless there is nothing else.
        let words: Vec<&str> = if all().all(|word| is_empty(&word)) {
            all().collect()
        } else {
            all().filter(|word| !is_empty(word)).collect()
        };
        let mut bits = 0..;
        let mut parts_left = MOST_PARTS;
        let words = words.into_iter().map(|word| {
            let bit = bits.next().unwrap_or(0);
            let parts: Vec<Part> =
                apart(word).take(parts_left).filter_map(|part| Part::new(part, bits.next()?)).collect();
            parts_left -= parts.len();
            Word { bit, whole: word.to_owned(), parts }
        });
        Self { words: words.collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Which words, and which parts, a text has: a bit each.
    pub fn bits(&self, text: &Text<'_>) -> u32 {
        let set = |bit: u32, is: bool| if is { 1_u32.checked_shl(bit).unwrap_or(0) } else { 0 };
        let has_whole =
            |word: &Word| std::iter::once(&text.folded).chain(text.sorts).any(|own| met(&word.whole, own).is_some());
        self.words.iter().fold(0, |bits, word| {
            let parts = word.parts.iter().fold(0, |bits, part| bits | set(part.bit, part.met(text).is_some()));
            bits | parts | set(word.bit, has_whole(word))
        })
    }

    /// How well a thing meets all words, one of them at least by itself; `above` are the bits of the units above it.
    pub fn rank(&self, name: &Text<'_>, id: &str, code: &str, above: u32) -> Option<Rank> {
        let (id, code) = (id.to_lowercase(), code.to_lowercase());
        let is_above = |bit: u32| above & 1_u32.checked_shl(bit).unwrap_or(0) != 0;
        let (mut total, mut is_met) = (0, false);
        for word in &self.words {
            let whole = met(&word.whole, &name.folded).into_iter().chain(word.by_id(&id, &code)).min();
            if let Some(rank) = whole {
                (total, is_met) = (total + rank, true);
            } else if is_above(word.bit) {
                total += ABOVE;
            } else {
                // A word that says nothing would be met by everything.
                word.parts.first()?;
                for part in &word.parts {
                    match part.met(name) {
                        Some(rank) => (total, is_met) = (total + rank + APART, true),
                        None if is_above(part.bit) => total += ABOVE + APART,
                        None => return None,
                    }
                }
            }
        }
        is_met.then_some(total)
    }
}

impl Word {
    fn by_id(&self, id: &str, code: &str) -> Option<Rank> {
        match self.whole.len() {
            _ if self.whole == id || self.whole == code => Some(EXACT),
            LEAST_ID_PART.. if id.contains(self.whole.as_str()) => Some(PART),
            _ => None,
        }
    }
}

impl Part {
    /// Nothing if it says nothing.
    fn new(text: &str, bit: u32) -> Option<Self> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, letters) = text.split_at(digits);
        let number = (digits > 0).then(|| number.trim_start_matches('0').to_owned());
        let letters = letters.trim_matches(|c: char| !c.is_alphabetic() || BETWEEN.contains(&c));
        let is_empty = letters.is_empty() || EMPTY.contains(&letters);
        (number.is_some() || !is_empty).then(|| Self {
            bit,
            number,
            letters: if is_empty { String::new() } else { letters.to_owned() },
        })
    }

    fn met(&self, text: &Text<'_>) -> Option<Rank> {
        let is_sort = text.sorts.contains(&self.letters);
        let Some(number) = &self.number else {
            return (is_sort || text.folded.contains(&self.letters)).then_some(PART);
        };
        let has = |(own, behind): (&str, &str)| own == number && (is_sort || behind.starts_with(&self.letters));
        numbers(&text.folded).any(has).then_some(NUMBER)
    }
}

/// A word in parts: letters, and numbers with the letters behind them.
fn apart(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let is_digit = |c: char| c.is_ascii_digit();
        let digits = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        let letters = rest.get(digits..)?;
        let (part, after) = rest.split_at(digits + letters.find(is_digit).unwrap_or(letters.len()));
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// How well a text has a word.
fn met(word: &str, text: &str) -> Option<Rank> {
    let number = word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.trim_start_matches('0'));
    match number {
        _ if word == text => Some(EXACT),
        // A number is not the beginning of a longer one.
        Some(number) if numbers(text).any(|(own, _)| own == number) => Some(NUMBER),
        None if text.starts_with(word) => Some(START),
        _ => text.contains(word).then_some(PART),
    }
}

/// The numbers in a text, without leading zeros, each with what stands behind it.
fn numbers(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, from) = rest.split_at_checked(rest.find(|c: char| c.is_ascii_digit())?)?;
        let (number, behind) = from.split_at(from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len()));
        rest = behind;
        Some((number.trim_start_matches('0'), behind))
    })
}

/// Lower case, plain letters and spaces for full-width ones, digits for Chinese numerals.
pub fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    };
    in_digits(text.chars().map(plain).flat_map(char::to_lowercase).collect())
}
