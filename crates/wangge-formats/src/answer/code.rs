//! Closed lists of codes: what a field may hold, for the schema, taken from the core.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use wangge::work::{Figure, Happening, NoticeKind};
use wangge::{Change, FaultCode, Ineligible, Reason, Remedy, Severity, Shortage, Violation, Why, WhyNot};

/// In the place of a string: one of the codes of `T`.
pub(super) struct Code<T>(PhantomData<T>);

/// A closed list of codes.
pub(super) trait Codes {
    /// Its name in the schema.
    const NAME: &'static str;
    /// What they say.
    const ABOUT: &'static str;
    /// Every code.
    fn codes() -> Vec<&'static str>;
}

impl<T: Codes> JsonSchema for Code<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": T::ABOUT, "type": "string", "enum": T::codes() })
    }
}

macro_rules! lists {
    ($($type:ty, $name:literal, $about:literal, $codes:expr;)+) => {
        $(impl Codes for $type {
            const NAME: &'static str = $name;
            const ABOUT: &'static str = $about;
            fn codes() -> Vec<&'static str> {
                $codes
            }
        })+
    };
}

lists! {
    Severity, "Severity", "How grave a gap is.", Self::ALL.iter().map(|code| code.as_str()).collect();
    Remedy, "Remedy", "What would close a gap.", Self::ALL.iter().map(|code| code.as_str()).collect();
    Reason, "Reason", "Why somebody is not asked.", Self::ALL.iter().map(|code| code.as_str()).collect();
    FaultCode, "FaultCode", "What is wrong with a row.", Self::ALL.iter().map(|code| code.as_str()).collect();
    Shortage, "Shortage", "What is short.", Self::ALL.iter().map(|code| code.code()).collect();
    Change, "Change", "What becomes of a pair.", Self::ALL.iter().map(|code| code.code()).collect();
    Happening<'static>, "HappeningKind", "What happened to a case.", Self::NAMES.to_vec();
    NoticeKind, "NoticeKind", "What a notice is about.", Self::ALL.iter().map(|code| code.as_str()).collect();
    Figure, "Figure", "A figure of a report.", Self::ALL.iter().map(|code| code.as_str()).collect();
    Why<'static>, "Why", "Why a step is skipped.", Self::CODES.to_vec();
    WhyNot, "WhyNot", "Why an alternative is not in the plan.", Self::CODES.to_vec();
    Ineligible, "Ineligible", "Why a pair is not eligible.", Self::CODES.to_vec();
    Violation, "ViolationCode", "The rule that a plan breaks.", Self::CODES.to_vec();
}
