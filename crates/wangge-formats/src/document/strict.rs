//! A deserializer around a deserializer: stricter than the one inside, and it knows where it is.
//!
//! What serde lets pass and a document may not do: an array in the place of an object, an object in the place of a
//! word, an array that is too long. What an error of serde does not say: the path, and what is expected without the
//! name of a type. The path costs nothing until there is an error: it is put together on the way out.
//!
//! Whoever asks does so through `erased_serde`, so that all of this is compiled once, and not again for each record:
//! in a `.wasm` that is a third of its size. What an error loses on its way through, the trail keeps.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::error::{DocumentCode, quote};

/// Where an error happened, from the inside out, and what kind of error it is.
#[derive(Default)]
pub(super) struct Trail {
    steps: RefCell<Vec<Step>>,
    code: Cell<Option<DocumentCode>>,
    origin: Cell<Option<Origin>>,
}

/// Who found an error, if it was not the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The reader of JSON.
    Json,
    /// Whoever asked for the value.
    Value,
}

enum Step {
    Item(usize),
    Field(String),
}

impl Trail {
    /// The path of the error: `households[17].unit`.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.steps.borrow().iter().rev() {
            match step {
                Step::Item(i) => path.push_str(&format!("[{i}]")),
                Step::Field(name) if path.is_empty() => path.push_str(name),
                Step::Field(name) => path.extend([".", name.as_str()]),
            }
        }
        path
    }

    /// The kind of the error, if it was found here.
    pub(super) fn code(&self) -> Option<DocumentCode> {
        self.code.get()
    }

    /// Who found the error.
    pub(super) fn origin(&self) -> Origin {
        self.origin.get().unwrap_or(Origin::Json)
    }

    /// Keeps who found an error, if it was not kept further inside.
    pub(super) fn found<E>(&self, origin: Origin) -> impl FnOnce(E) -> E {
        move |error| {
            self.origin.set(self.origin.get().or(Some(origin)));
            error
        }
    }

    fn fail<E: Error>(&self, code: DocumentCode, message: impl fmt::Display) -> E {
        self.code.set(Some(code));
        self.found(Origin::Value)(E::custom(message))
    }

    fn step<E>(&self, step: impl FnOnce() -> Step) -> impl FnOnce(E) -> E {
        move |error| {
            self.steps.borrow_mut().push(step());
            error
        }
    }
}

/// What may stand here.
#[derive(Clone, Copy)]
enum Expect {
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
    Map,
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
            Self::Object(_) | Self::Map => f.write_str("an object"),
        }
    }
}

fn one_of(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The deserializer, and everything it hands down.
pub(super) struct Strict<'t, T> {
    inner: T,
    trail: &'t Trail,
}

impl<'t, T> Strict<'t, T> {
    pub(super) fn new(inner: T, trail: &'t Trail) -> Self {
        Self { inner, trail }
    }
}

/// A visitor that checks what comes before the visitor inside sees it.
struct Watch<'t, V> {
    visitor: V,
    expect: Expect,
    trail: &'t Trail,
}

macro_rules! expecting {
    ($($method:ident => $expect:expr;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.watch(visitor, $expect)
        }
    )+};
}

impl<'de, 't, D: Deserializer<'de>> Strict<'t, D> {
    fn watch<V: Visitor<'de>>(self, visitor: V, expect: Expect) -> Result<V::Value, D::Error> {
        let watch = Watch { visitor, expect, trail: self.trail };
        self.inner.deserialize_any(watch).map_err(self.trail.found(Origin::Json))
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<'_, D> {
    type Error = D::Error;

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
        deserialize_map => Expect::Map;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let watch = Watch { visitor, expect: Expect::Any, trail: self.trail };
        self.inner.deserialize_option(watch).map_err(self.trail.found(Origin::Json))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.watch(visitor, Expect::Any)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.watch(visitor, Expect::Tuple(length))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.watch(visitor, Expect::Tuple(length))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.watch(visitor, Expect::Object(fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.watch(visitor, Expect::Word(words))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_ignored_any(visitor).map_err(self.trail.found(Origin::Json))
    }
}

impl<'de, V: Visitor<'de>> Watch<'_, V> {
    fn wrong_type<E: Error>(&self, found: &str) -> E {
        self.trail.code.set(Some(DocumentCode::Type));
        self.trail.found(Origin::Value)(E::invalid_type(Unexpected::Other(found), self))
    }

    fn outside<E: Error>(&self, number: impl fmt::Display) -> E {
        self.trail.code.set(Some(DocumentCode::Value));
        self.trail.found(Origin::Value)(E::invalid_value(Unexpected::Other(&format!("number `{number}`")), self))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Watch<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.expect {
            Expect::Any => self.visitor.expecting(f),
            expect => fmt::Display::fmt(&expect, f),
        }
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        match self.expect {
            Expect::Truth => self.visitor.visit_bool(value).map_err(self.trail.found(Origin::Value)),
            _ => Err(self.wrong_type(&format!("`{value}`"))),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        match self.expect {
            Expect::Number => self.visitor.visit_i64(value).map_err(self.trail.found(Origin::Value)),
            Expect::Whole(least, _) if value < least => Err(self.outside(value)),
            Expect::Whole(..) => self.visitor.visit_i64(value).map_err(self.trail.found(Origin::Value)),
            _ => Err(self.wrong_type(&format!("number `{value}`"))),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        match self.expect {
            Expect::Number => self.visitor.visit_u64(value).map_err(self.trail.found(Origin::Value)),
            Expect::Whole(_, most) if value > most => Err(self.outside(value)),
            Expect::Whole(..) => self.visitor.visit_u64(value).map_err(self.trail.found(Origin::Value)),
            _ => Err(self.wrong_type(&format!("number `{value}`"))),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        match self.expect {
            Expect::Number => self.visitor.visit_f64(value).map_err(self.trail.found(Origin::Value)),
            _ => Err(self.wrong_type(&format!("number `{value}`"))),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        match self.expect {
            Expect::Any | Expect::Text => self.visitor.visit_str(value).map_err(self.trail.found(Origin::Value)),
            Expect::Word(words) if words.contains(&value) => {
                let word: StrDeserializer<'_, E> = value.into_deserializer();
                self.visitor.visit_enum(word).map_err(self.trail.found(Origin::Value))
            }
            Expect::Word(words) => {
                let message = format!("unknown word {}, expected {}", quote(value), one_of(words));
                Err(self.trail.fail(DocumentCode::Value, message))
            }
            _ => Err(self.wrong_type(&format!("string {}", quote(value)))),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        Err(self.wrong_type("null"))
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none().map_err(self.trail.found(Origin::Value))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Strict::new(deserializer, self.trail)).map_err(self.trail.found(Origin::Value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let mut items = Items { inner, trail: self.trail, count: 0 };
        match self.expect {
            Expect::Any | Expect::Array => self.visitor.visit_seq(items).map_err(self.trail.found(Origin::Value)),
            Expect::Tuple(length) => {
                let value = match self.visitor.visit_seq(&mut items) {
                    Err(_) if items.count < length && self.trail.steps.borrow().is_empty() => None,
                    value => Some(value?),
                };
                match value {
                    Some(value) if items.inner.next_element::<IgnoredAny>()?.is_none() => Ok(value),
                    _ => Err(self.trail.fail(DocumentCode::Type, format!("expected an array of {length}"))),
                }
            }
            _ => Err(self.wrong_type("array")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        match self.expect {
            Expect::Object(fields) => {
                let fields = Fields { inner, trail: self.trail, fields, seen: 0, at: "" };
                self.visitor.visit_map(fields).map_err(self.trail.found(Origin::Value))
            }
            Expect::Map => self.visitor.visit_map(inner).map_err(self.trail.found(Origin::Value)),
            _ => Err(self.wrong_type("object")),
        }
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Strict<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Strict::new(deserializer, self.trail)).map_err(self.trail.found(Origin::Value))
    }
}

/// The items of an array, counted.
struct Items<'t, A> {
    inner: A,
    trail: &'t Trail,
    count: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let (trail, i) = (self.trail, self.count);
        let item = self.inner.next_element_seed(Strict::new(seed, trail)).map_err(trail.found(Origin::Json));
        let item = item.map_err(trail.step(|| Step::Item(i)))?;
        self.count += usize::from(item.is_some());
        Ok(item)
    }
}

/// The fields of an object: each one known, each one once.
struct Fields<'t, A> {
    inner: A,
    trail: &'t Trail,
    fields: &'static [&'static str],
    /// One bit for each field that was met.
    seen: u64,
    /// The field whose value comes next.
    at: &'static str,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let name = self.inner.next_key_seed(FieldName { fields: self.fields, trail: self.trail });
        let Some(i) = name.map_err(self.trail.found(Origin::Json))? else { return Ok(None) };
        self.at = self.fields.get(i).copied().unwrap_or_default();
        let bit = 1_u64.checked_shl(u32::try_from(i).unwrap_or(u32::MAX)).unwrap_or(0);
        if self.seen & bit != 0 {
            let error = self.trail.fail(DocumentCode::DuplicateKey, format!("field `{}` stands here twice", self.at));
            return Err(self.trail.step(|| Step::Field(self.at.to_owned()))(error));
        }
        self.seen |= bit;
        let name: StrDeserializer<'_, A::Error> = self.at.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let at = self.at;
        self.inner
            .next_value_seed(Strict::new(seed, self.trail))
            .map_err(self.trail.found(Origin::Json))
            .map_err(self.trail.step(|| Step::Field(at.to_owned())))
    }
}

/// The number of a field among the fields that may stand here.
struct FieldName<'t> {
    fields: &'static [&'static str],
    trail: &'t Trail,
}

impl<'de> DeserializeSeed<'de> for FieldName<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for FieldName<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        self.fields.iter().position(|field| *field == name).ok_or_else(|| {
            let message = format!("unknown field {}, expected {}", quote(name), one_of(self.fields));
            let error = self.trail.fail(DocumentCode::UnknownField, message);
            let shown = quote(name);
            self.trail.step(|| Step::Field(shown.trim_matches('`').to_owned()))(error)
        })
    }
}
