//! The field `format` of a file: one word, with its version.

use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::quote;

/// A kind of file.
pub(crate) trait Named {
    /// What its field `format` says.
    const FORMAT: &'static str;
}

/// The one value of `format` of a kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Format<N>(PhantomData<N>);

impl<N: Named> Serialize for Format<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(N::FORMAT)
    }
}

impl<'de, N: Named> Deserialize<'de> for Format<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = String::deserialize(deserializer)?;
        let other = || serde::de::Error::custom(format!("the format is {}; expected `{}`", quote(&found), N::FORMAT));
        if found == N::FORMAT { Ok(Self(PhantomData)) } else { Err(other()) }
    }
}

impl<N: Named> JsonSchema for Format<N> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        N::FORMAT.into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "const": N::FORMAT })
    }
}
