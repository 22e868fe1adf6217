//! One value of JSON as a flat list: the reader of JSON is compiled for this alone, and whoever wants a value of a
//! type reads it from here. The list is used again for the next row.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::counted::Place;
use super::refused::Step;
use super::strict::Trail;

/// A value, its parts behind it.
#[derive(Default)]
pub(super) struct Tape {
    tokens: Vec<Token>,
    /// All names and strings, one behind the other.
    text: String,
}

/// A value or the name of a field, and where it ends in the text; of an array or object, where it begins.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: Kind,
    pub place: Place,
}

/// What a token is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Null,
    Truth(bool),
    Natural(u64),
    Negative(i64),
    Fraction(f64),
    Text(Range<usize>),
    /// So many items follow, until the token of this number.
    Array(usize, usize),
    /// Names and values follow in turn, until the token of this number.
    Object(usize),
}

impl Tape {
    /// Makes room for the next value.
    pub(super) fn clear(&mut self) {
        self.tokens.clear();
        self.text.clear();
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn keep(&mut self, text: &str) -> Kind {
        let start = self.text.len();
        self.text.push_str(text);
        Kind::Text(start..self.text.len())
    }
}

/// Writes a value to a tape.
pub(super) struct Fill<'t> {
    pub tape: &'t mut Tape,
    pub place: &'t Cell<Place>,
    pub trail: &'t Trail,
}

impl Fill<'_> {
    fn again(&mut self) -> Fill<'_> {
        Fill { tape: self.tape, place: self.place, trail: self.trail }
    }

    /// Writes one token, and returns its number.
    fn push(&mut self, kind: Kind) -> usize {
        self.tape.tokens.push(Token { kind, place: self.place.get() });
        self.tape.tokens.len() - 1
    }

    /// Says where what stands in a token ends.
    fn end(self, at: usize, kind: impl FnOnce(usize) -> Kind) {
        let end = self.tape.tokens.len();
        if let Some(token) = self.tape.tokens.get_mut(at) {
            token.kind = kind(end);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(mut self) -> Result<(), E> {
        self.push(Kind::Null);
        Ok(())
    }

    fn visit_bool<E: Error>(mut self, value: bool) -> Result<(), E> {
        self.push(Kind::Truth(value));
        Ok(())
    }

    fn visit_u64<E: Error>(mut self, value: u64) -> Result<(), E> {
        self.push(Kind::Natural(value));
        Ok(())
    }

    fn visit_i64<E: Error>(mut self, value: i64) -> Result<(), E> {
        self.push(Kind::Negative(value));
        Ok(())
    }

    fn visit_f64<E: Error>(mut self, value: f64) -> Result<(), E> {
        self.push(Kind::Fraction(value));
        Ok(())
    }

    fn visit_str<E: Error>(mut self, value: &str) -> Result<(), E> {
        let kind = self.tape.keep(value);
        self.push(kind);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let (at, mut count) = (self.push(Kind::Null), 0);
        loop {
            let item = items.next_element_seed(self.again());
            if item.map_err(|error| self.trail.step(error, || Step::Item(count)))?.is_none() {
                break;
            }
            count += 1;
        }
        self.end(at, |end| Kind::Array(count, end));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        let at = self.push(Kind::Null);
        loop {
            let name = self.tape.tokens.len();
            if fields.next_key_seed(self.again())?.is_none() {
                break;
            }
            let value = fields.next_value_seed(self.again());
            value.map_err(|error| self.trail.step(error, || Step::Field(self.tape.name(name))))?;
        }
        self.end(at, Kind::Object);
        Ok(())
    }
}

impl Tape {
    /// The name in a token, for a path.
    fn name(&self, at: usize) -> String {
        match self.tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Text(range)) => self.text(range).to_owned(),
            _ => String::new(),
        }
    }
}
