//! Why a value may not stand where it stands.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use super::counted::Place;
use super::error::DocumentCode;

/// The error of a value, with the way to it from the inside out.
#[derive(Debug)]
pub(super) struct Refused(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: DocumentCode,
    message: String,
    place: Option<Place>,
    steps: Vec<Step>,
}

/// A step on the way to a value.
#[derive(Debug)]
pub(super) enum Step {
    Item(usize),
    Field(String),
}

impl Refused {
    pub(super) fn new(code: DocumentCode, message: impl fmt::Display) -> Self {
        Self(Box::new(Inner { code, message: message.to_string(), place: None, steps: Vec::new() }))
    }

    /// Says where it is, unless that is known better.
    pub(super) fn at(mut self, place: Place) -> Self {
        self.0.place.get_or_insert(place);
        self
    }

    /// Adds what the value stands in.
    pub(super) fn inside(mut self, step: Step) -> Self {
        self.0.steps.push(step);
        self
    }

    /// Code, message, place and the steps from the inside out.
    pub(super) fn into_parts(self) -> (DocumentCode, String, Option<Place>, Vec<Step>) {
        let Inner { code, message, place, steps } = *self.0;
        (code, message, place, steps)
    }
}

/// The path of steps from the inside out: `households[17].unit`.
pub(super) fn path<'s>(steps: impl DoubleEndedIterator<Item = &'s Step>) -> String {
    let mut path = String::new();
    for step in steps.rev() {
        match step {
            Step::Item(i) => path.push_str(&format!("[{i}]")),
            Step::Field(name) if path.is_empty() => path.push_str(name),
            Step::Field(name) => path.extend([".", name.as_str()]),
        }
    }
    path
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Refused {}

impl Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(DocumentCode::Value, message)
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(DocumentCode::Type, format_args!("invalid type: {unexpected}, expected {expected}"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(DocumentCode::MissingField, format_args!("missing field `{field}`"))
    }
}
