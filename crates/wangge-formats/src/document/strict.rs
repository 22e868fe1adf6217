//! The outermost object, row by row: each row is written to a tape, read by its type, and forgotten.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::counted::Place;
use super::refused::{Refused, Step};
use super::tape::{Fill, Tape};
use super::value::{Expect, Known, Value};

/// What is known about an error beside what the reader of JSON says.
#[derive(Default)]
pub(super) struct Trail {
    /// From the inside out.
    steps: RefCell<Vec<Step>>,
    /// The error of a value, if it is not one of the text.
    refused: RefCell<Option<Refused>>,
}

impl Trail {
    /// Adds what an error stands in.
    pub(super) fn step<E>(&self, error: E, step: impl FnOnce() -> Step) -> E {
        self.steps.borrow_mut().push(step());
        error
    }

    /// The way to the error from the inside out, and what is wrong if it is a value.
    pub(super) fn into_parts(self) -> (Vec<Step>, Option<Refused>) {
        (self.steps.into_inner(), self.refused.into_inner())
    }

    /// Keeps the error of a value; the reader of JSON is only told to stop.
    pub(super) fn keep<E: Error>(&self, refused: Refused) -> E {
        let error = E::custom(&refused);
        self.refused.borrow_mut().get_or_insert(refused);
        error
    }
}

/// What reading a row needs.
#[derive(Clone, Copy)]
pub(super) struct Rows<'t> {
    pub tape: &'t RefCell<Tape>,
    pub place: &'t Cell<Place>,
    pub trail: &'t Trail,
}

impl Rows<'_> {
    /// Writes to the tape, which is empty before.
    fn fill<T>(self, write: impl FnOnce(Fill<'_>) -> T) -> T {
        let mut tape = self.tape.borrow_mut();
        tape.clear();
        write(Fill { tape: &mut tape, place: self.place, trail: self.trail })
    }

    /// Reads the value that is on the tape.
    fn read<T, E: Error>(self, read: impl FnOnce(Value<'_>) -> Result<T, Refused>) -> Result<T, E> {
        read(Value::of(&self.tape.borrow())).map_err(|refused| self.trail.keep(refused))
    }
}

macro_rules! methods {
    ($macro:ident) => {
        $macro! {
            deserialize_any();
            deserialize_bool();
            deserialize_i8();
            deserialize_i16();
            deserialize_i32();
            deserialize_i64();
            deserialize_u8();
            deserialize_u16();
            deserialize_u32();
            deserialize_u64();
            deserialize_f32();
            deserialize_f64();
            deserialize_char();
            deserialize_str();
            deserialize_string();
            deserialize_identifier();
            deserialize_bytes();
            deserialize_byte_buf();
            deserialize_unit();
            deserialize_map();
            deserialize_option();
            deserialize_ignored_any();
            deserialize_unit_struct(name: &'static str);
            deserialize_tuple(length: usize);
            deserialize_tuple_struct(name: &'static str, length: usize);
            deserialize_enum(name: &'static str, words: &'static [&'static str]);
        }
    };
}

macro_rules! as_a_field {
    ($($method:ident($($name:ident: $type:ty),*);)+) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            Field { json: self.json, rows: self.rows }.$method($($name,)* visitor)
        }
    )+};
}

macro_rules! from_tape {
    ($($method:ident($($name:ident: $type:ty),*);)+) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            let Self { json, rows } = self;
            rows.fill(|fill| fill.deserialize(json))?;
            rows.read(|value| value.$method($($name,)* visitor))
        }
    )+};
}

/// The outermost object: its fields are read one by one.
pub(super) struct Strict<'t, D> {
    pub json: D,
    pub rows: Rows<'t>,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.json.deserialize_any(Streamed { visitor, expect: Expect::Object(fields), rows: self.rows })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        Field { json: self.json, rows: self.rows }.deserialize_seq(visitor)
    }

    methods!(as_a_field);
}

/// A field of the outermost object: the rows of an array are read one by one, everything else as a whole.
struct Field<'t, D> {
    json: D,
    rows: Rows<'t>,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Field<'_, D> {
    type Error = D::Error;

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.json.deserialize_any(Streamed { visitor, expect: Expect::Array, rows: self.rows })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let Self { json, rows } = self;
        rows.fill(|fill| fill.deserialize(json))?;
        rows.read(|value| value.deserialize_struct(name, fields, visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    methods!(from_tape);
}

/// A visitor of an array or object whose parts come one by one.
struct Streamed<'t, V> {
    visitor: V,
    expect: Expect,
    rows: Rows<'t>,
}

impl<'de, V: Visitor<'de>> Streamed<'_, V> {
    /// Something else stands here: it says so itself.
    fn other<E: Error>(self, write: impl FnOnce(Fill<'_>) -> Result<(), E>) -> Result<V::Value, E> {
        self.rows.fill(write)?;
        self.rows.read(|value| Err(value.wrong_type(self.expect, &self.visitor)))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Streamed<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.expect, f)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.other(|fill| fill.visit_unit())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.other(|fill| fill.visit_bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.other(|fill| fill.visit_u64(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.other(|fill| fill.visit_i64(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.other(|fill| fill.visit_f64(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        self.other(|fill| fill.visit_str(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        match self.expect {
            Expect::Array => self.visitor.visit_seq(Items { inner, rows: self.rows, count: 0 }),
            _ => self.other(|fill| fill.visit_seq(inner)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        match self.expect {
            Expect::Object(fields) => {
                self.visitor.visit_map(Fields { inner, rows: self.rows, known: Known::new(fields) })
            }
            _ => self.other(|fill| fill.visit_map(inner)),
        }
    }
}

/// The rows of an array.
struct Items<'t, A> {
    inner: A,
    rows: Rows<'t>,
    count: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let Self { inner, rows, count } = self;
        let row = rows
            .fill(|fill| inner.next_element_seed(fill))
            .and_then(|found| found.map(|()| rows.read(|value| seed.deserialize(value))).transpose());
        let row = row.map_err(|error| rows.trail.step(error, || Step::Item(*count)))?;
        *count += 1;
        Ok(row)
    }
}

/// The fields of the outermost object.
struct Fields<'t, A> {
    inner: A,
    rows: Rows<'t>,
    known: Known,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let Self { inner, rows, known } = self;
        if rows.fill(|fill| inner.next_key_seed(fill))?.is_none() {
            return Ok(None);
        }
        let place = rows.place.get();
        rows.read(|name| known.meet(name.text()).map_err(|error| error.at(place)))?;
        let field: StrDeserializer<'_, A::Error> = known.at.into_deserializer();
        seed.deserialize(field).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let Self { inner, rows, known } = self;
        let value = inner.next_value_seed(Asked { seed, rows: *rows });
        value.map_err(|error| rows.trail.step(error, || Step::Field(known.at.to_owned())))
    }
}

/// What a field of the outermost object is asked for.
struct Asked<'t, S> {
    seed: S,
    rows: Rows<'t>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Asked<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<S::Value, D::Error> {
        self.seed.deserialize(Field { json, rows: self.rows })
    }
}
