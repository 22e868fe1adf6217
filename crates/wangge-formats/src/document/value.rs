//! A value on a tape, read by a type: stricter than serde is by itself, and it knows where it is.
//!
//! What serde lets pass and a document may not do: an array in the place of an object, an object in the place of a
//! word, an array that is too long, a field that is not known or stands twice. What an error of serde does not say: the
//! path, and what is expected without the name of a type.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::counted::Place;
use super::error::{DocumentCode, quote};
use super::refused::{Refused, Step};
use super::tape::{Kind, Tape};

/// What may stand here.
#[derive(Clone, Copy)]
pub(super) enum Expect {
    /// What the visitor takes and says.
    Any,
    Truth,
    Whole(i64, u64),
    Number,
    Text,
    Word(&'static [&'static str]),
    Array,
    Tuple(usize),
    Object(&'static [&'static str]),
}

impl fmt::Display for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => Ok(()),
            Self::Truth => f.write_str("`true` or `false`"),
            Self::Whole(least, most) => write!(f, "a whole number from {least} to {most}"),
            Self::Number => f.write_str("a number"),
            Self::Text => f.write_str("a string"),
            Self::Word(words) => f.write_str(&one_of(words)),
            Self::Array => f.write_str("an array"),
            Self::Tuple(length) => write!(f, "an array of {length}"),
            Self::Object(_) => f.write_str("an object"),
        }
    }
}

pub(super) fn one_of(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A value on a tape.
#[derive(Clone, Copy)]
pub(super) struct Value<'t> {
    tape: &'t Tape,
    at: usize,
}

impl<'t> Value<'t> {
    /// The whole of a tape.
    pub(super) fn of(tape: &'t Tape) -> Self {
        Self { tape, at: 0 }
    }

    fn kind(self) -> &'t Kind {
        self.tape.token(self.at).map_or(&Kind::Null, |token| &token.kind)
    }

    fn place(self) -> Place {
        self.tape.token(self.at).map_or(Place::START, |token| token.place)
    }

    /// The text, if it is one.
    pub(super) fn text(self) -> &'t str {
        match self.kind() {
            Kind::Text(range) => self.tape.text(range),
            _ => "",
        }
    }

    /// The value behind this one.
    fn next(self) -> Self {
        let at = match *self.kind() {
            Kind::Array(_, end) | Kind::Object(end) => end,
            _ => self.at + 1,
        };
        Self { at, ..self }
    }

    /// What stands here, in the words of a message. Not which number or string: a contact written as a number is still
    /// somebody's (S3).
    fn found(self) -> &'static str {
        match self.kind() {
            Kind::Null => "null",
            Kind::Truth(true) => "`true`",
            Kind::Truth(false) => "`false`",
            Kind::Natural(_) | Kind::Negative(_) | Kind::Fraction(_) => "number",
            Kind::Text(_) => "string",
            Kind::Array(..) => "array",
            Kind::Object(_) => "object",
        }
    }

    /// Of another type than what is expected, by itself or by the visitor.
    pub(super) fn wrong_type(self, expect: Expect, visitor: &dyn serde::de::Expected) -> Refused {
        let (found, expected) = (self.found(), expect.to_string());
        let expected: &dyn serde::de::Expected =
            if matches!(expect, Expect::Any) { visitor } else { &expected.as_str() };
        Refused::invalid_type(Unexpected::Other(found), expected).at(self.place())
    }

    /// A number that is too great or too small.
    fn outside(self, expect: Expect) -> Refused {
        // No whole number is personal data.
        let found = match self.kind() {
            Kind::Natural(value) => format!("number `{value}`"),
            Kind::Negative(value) => format!("number `{value}`"),
            _ => self.found().to_owned(),
        };
        let expected = expect.to_string();
        Refused::invalid_value(Unexpected::Other(&found), &expected.as_str()).at(self.place())
    }

    fn hand<'de, V: Visitor<'de>>(self, visitor: V, expect: Expect) -> Result<V::Value, Refused> {
        let value = match (self.kind(), expect) {
            (Kind::Truth(value), Expect::Truth) => visitor.visit_bool(*value),
            (Kind::Natural(value), Expect::Whole(_, most)) if *value > most => return Err(self.outside(expect)),
            (Kind::Natural(value), Expect::Whole(..) | Expect::Number) => visitor.visit_u64(*value),
            (Kind::Negative(value), Expect::Whole(least, _)) if *value < least => return Err(self.outside(expect)),
            (Kind::Negative(value), Expect::Whole(..) | Expect::Number) => visitor.visit_i64(*value),
            (Kind::Fraction(value), Expect::Number) => visitor.visit_f64(*value),
            (Kind::Text(range), Expect::Any | Expect::Text) => visitor.visit_str(self.tape.text(range)),
            (Kind::Array(count, _), Expect::Any | Expect::Array) => self.items(visitor, *count),
            _ => return Err(self.wrong_type(expect, &visitor)),
        };
        value.map_err(|error| error.at(self.place()))
    }

    fn items<'de, V: Visitor<'de>>(self, visitor: V, count: usize) -> Result<V::Value, Refused> {
        visitor.visit_seq(Items { next: Self { at: self.at + 1, ..self }, count, done: 0 })
    }
}

macro_rules! expecting {
    ($($method:ident => $expect:expr;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            self.hand(visitor, $expect)
        }
    )+};
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Refused;

    expecting! {
        deserialize_any => Expect::Any;
        deserialize_bool => Expect::Truth;
        deserialize_i8 => Expect::Whole(i8::MIN.into(), 0x7f);
        deserialize_i16 => Expect::Whole(i16::MIN.into(), 0x7fff);
        deserialize_i32 => Expect::Whole(i32::MIN.into(), 0x7fff_ffff);
        deserialize_i64 => Expect::Whole(i64::MIN, 0x7fff_ffff_ffff_ffff);
        deserialize_u8 => Expect::Whole(0, u8::MAX.into());
        deserialize_u16 => Expect::Whole(0, u16::MAX.into());
        deserialize_u32 => Expect::Whole(0, u32::MAX.into());
        deserialize_u64 => Expect::Whole(0, u64::MAX);
        deserialize_f32 => Expect::Number;
        deserialize_f64 => Expect::Number;
        deserialize_char => Expect::Text;
        deserialize_str => Expect::Text;
        deserialize_string => Expect::Text;
        deserialize_identifier => Expect::Text;
        deserialize_bytes => Expect::Any;
        deserialize_byte_buf => Expect::Any;
        deserialize_unit => Expect::Any;
        deserialize_seq => Expect::Array;
        deserialize_map => Expect::Any;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.kind() {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refused> {
        self.hand(visitor, Expect::Any)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Refused> {
        match *self.kind() {
            Kind::Array(count, _) if count == length => {
                self.items(visitor, count).map_err(|error| error.at(self.place()))
            }
            Kind::Array(..) => {
                let message = format!("expected an array of {length}");
                Err(Refused::new(DocumentCode::Type, message).at(self.place()))
            }
            _ => Err(self.wrong_type(Expect::Tuple(length), &visitor)),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let Kind::Object(end) = *self.kind() else { return Err(self.wrong_type(Expect::Object(fields), &visitor)) };
        let next = Self { at: self.at + 1, ..self };
        let value = visitor.visit_map(Fields { next, end, known: Known::new(fields) });
        value.map_err(|error| error.at(self.place()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let next = Self { at: self.at + 1, ..self };
        let choice = match *self.kind() {
            Kind::Text(ref range) if words.contains(&self.tape.text(range)) => {
                Choice { words, word: self.tape.text(range), whole: self, value: None }
            }
            Kind::Text(ref range) => {
                let message = format!("unknown word {}, expected {}", quote(self.tape.text(range)), one_of(words));
                return Err(Refused::new(DocumentCode::Value, message).at(self.place()));
            }
            Kind::Object(end) if next.at < end => {
                Known::new(words).meet(next.text()).map_err(|error| error.at(next.place()))?;
                let value = next.next();
                if value.next().at < end {
                    let message = "expected an object with one field";
                    return Err(Refused::new(DocumentCode::Type, message).at(value.next().place()));
                }
                Choice { words, word: next.text(), whole: self, value: Some(value) }
            }
            _ => return Err(self.wrong_type(Expect::Word(words), &visitor)),
        };
        visitor.visit_enum(choice).map_err(|error| error.at(self.place()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_unit()
    }
}

/// One of several: a word, or an object with the word as its only field.
struct Choice<'t> {
    words: &'static [&'static str],
    word: &'t str,
    whole: Value<'t>,
    /// What the field holds; none of a word.
    value: Option<Value<'t>>,
}

impl<'de> EnumAccess<'de> for Choice<'_> {
    type Error = Refused;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Refused> {
        let word: StrDeserializer<'_, Refused> = self.word.into_deserializer();
        Ok((seed.deserialize(word)?, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_> {
    type Error = Refused;

    fn unit_variant(self) -> Result<(), Refused> {
        match self.value {
            None => Ok(()),
            Some(_) => Err(self.whole.wrong_type(Expect::Word(self.words), &"a word")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Refused> {
        let Some(value) = self.value else { return Err(self.whole.wrong_type(Expect::Object(&[]), &"an object")) };
        seed.deserialize(value).map_err(|error| error.at(value.place()).inside(Step::Field(self.word.to_owned())))
    }

    // No type of the format has such a variant.
    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Refused> {
        Err(self.whole.wrong_type(Expect::Tuple(length), &visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Refused> {
        Err(self.whole.wrong_type(Expect::Object(fields), &visitor))
    }
}

/// The items of an array.
struct Items<'t> {
    next: Value<'t>,
    count: usize,
    done: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Refused;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refused> {
        if self.done == self.count {
            return Ok(None);
        }
        let (item, i) = (self.next, self.done);
        self.next = item.next();
        self.done += 1;
        seed.deserialize(item).map(Some).map_err(|error| error.at(item.place()).inside(Step::Item(i)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.count - self.done)
    }
}

/// The fields that an object may have: each one once.
pub(super) struct Known {
    fields: &'static [&'static str],
    /// One bit for each field that was met.
    seen: u64,
    /// The field whose value comes next.
    pub at: &'static str,
}

impl Known {
    pub(super) fn new(fields: &'static [&'static str]) -> Self {
        Self { fields, seen: 0, at: "" }
    }

    /// Takes note of a name.
    pub(super) fn meet(&mut self, name: &str) -> Result<(), Refused> {
        let Some(i) = self.fields.iter().position(|field| *field == name) else {
            let message = format!("unknown field {}, expected {}", quote(name), one_of(self.fields));
            let shown = quote(name).trim_matches('`').to_owned();
            return Err(Refused::new(DocumentCode::UnknownField, message).inside(Step::Field(shown)));
        };
        self.at = self.fields.get(i).copied().unwrap_or_default();
        let bit = 1_u64.checked_shl(u32::try_from(i).unwrap_or(u32::MAX)).unwrap_or(0);
        if self.seen & bit != 0 {
            let error = Refused::new(DocumentCode::DuplicateKey, format!("field `{}` stands here twice", self.at));
            return Err(error.inside(Step::Field(self.at.to_owned())));
        }
        self.seen |= bit;
        Ok(())
    }
}

/// The fields of an object.
struct Fields<'t> {
    next: Value<'t>,
    end: usize,
    known: Known,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Refused;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refused> {
        if self.next.at >= self.end {
            return Ok(None);
        }
        let name = self.next;
        self.next = name.next();
        self.known.meet(name.text()).map_err(|error| error.at(name.place()))?;
        let field: StrDeserializer<'_, Refused> = self.known.at.into_deserializer();
        seed.deserialize(field).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refused> {
        let (value, at) = (self.next, self.known.at);
        self.next = value.next();
        seed.deserialize(value).map_err(|error| error.at(value.place()).inside(Step::Field(at.to_owned())))
    }
}
