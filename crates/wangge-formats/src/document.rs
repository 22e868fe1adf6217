//! The document: one JSON object with the scheme and every row, `"format": "wangge/1"`.
//!
//! ```
//! use wangge_formats::document;
//!
//! let text = r#"{
//!   "format": "wangge/1",
//!   "scheme": {
//!     "name": {"zh": "一村", "en": "One village"},
//!     "levels": [{"id": "village", "name": {"zh": "村", "en": "Village"}, "households": true}],
//!     "roles": [], "kinds": [], "duties": [],
//!     "calendar": {"offset": "+08:00", "hours": [], "weekdays": [], "years": []}
//!   },
//!   "units": [{"id": "v1", "level": "village", "name": "茶林河村", "from": "2020-01-01"}]
//! }"#;
//! let records = document::read(text.as_bytes())?;
//! assert_eq!(records.units[0].name, "茶林河村");
//!
//! let error = document::read(&br#"{"format": "wangge/1", "units": [{"id": 7}]}"#[..]).unwrap_err();
//! assert_eq!(error.code.as_str(), "document.type");
//! assert_eq!(error.path, "units[0].id");
//! # Ok::<(), document::DocumentError>(())
//! ```
//!
//! The document is read as it streams in, row by row: memory and time grow with its length only. Whatever the format
//! does not define is refused. A byte order mark at the start is allowed.
//!
//! What a row *says* is not checked here: that is the work of the registry, which reports every fault.

mod counted;
mod error;
mod layout;
mod refused;
mod strict;
mod tape;
mod utf8;
mod value;

use std::cell::{Cell, RefCell};
use std::io::{BufReader, BufWriter, Read, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use wangge::Records;
use wangge::record::{
    AbsenceRecord, AppointmentRecord, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord, PersonRecord,
    SchemeRecord, SiteRecord, UnitRecord,
};

use self::counted::{Counted, Place};
pub(crate) use self::error::quote;
pub use self::error::{DocumentCode, DocumentError};
use self::strict::{Rows, Strict, Trail};

/// The format that this version reads and writes.
pub const FORMAT: &str = "wangge/1";

/// The records of a document that stands inside a larger text.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "Sections")]
pub struct Document(pub Records);

/// Everything that a county knows: the input of wangge.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(title = "wangge document", rename = "Document")]
pub(crate) struct Sections {
    /// The version of this format. It comes first, so that a newer document is recognised before anything in it is
    /// misread.
    format: Format,
    /// The rules of the county.
    scheme: SchemeRecord,
    /// Units of every level.
    #[serde(default)]
    units: Vec<UnitRecord>,
    /// Departments of units.
    #[serde(default)]
    departments: Vec<DepartmentRecord>,
    /// Households.
    #[serde(default)]
    households: Vec<HouseholdRecord>,
    /// Places and assets.
    #[serde(default)]
    sites: Vec<SiteRecord>,
    /// People who serve.
    #[serde(default)]
    people: Vec<PersonRecord>,
    /// Who holds which post.
    #[serde(default)]
    appointments: Vec<AppointmentRecord>,
    /// When a person serves no post.
    #[serde(default)]
    absences: Vec<AbsenceRecord>,
    /// Which person cares for which household.
    #[serde(default)]
    pairings: Vec<PairingRecord>,
    /// What assignment is told of a person and a household.
    #[serde(default)]
    pair_rules: Vec<PairRuleRecord>,
}

/// The same sections, lent for writing.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lent<'a> {
    format: &'static str,
    scheme: &'a SchemeRecord,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    units: &'a [UnitRecord],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    departments: &'a [DepartmentRecord],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    households: &'a [HouseholdRecord],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sites: &'a [SiteRecord],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    people: &'a [PersonRecord],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    appointments: &'a [AppointmentRecord],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    absences: &'a [AbsenceRecord],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pairings: &'a [PairingRecord],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pair_rules: &'a [PairRuleRecord],
}

/// The one value of `format`.
struct Format;

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = String::deserialize(deserializer)?;
        if found == FORMAT { Ok(Self) } else { Err(serde::de::Error::custom(error::other_format(&found))) }
    }
}

impl JsonSchema for Format {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Format".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "const": FORMAT })
    }
}

/// Reads a document.
///
/// Reading is buffered here; a file can be handed in as it is.
///
/// # Errors
///
/// The first thing that is not a document of this format, with its code, its path and its line and column.
pub fn read(source: impl Read) -> Result<Records, DocumentError> {
    strictly(source).map(|Document(records)| records)
}

impl From<Sections> for Document {
    fn from(sections: Sections) -> Self {
        let Sections {
            format: Format,
            scheme,
            units,
            departments,
            households,
            sites,
            people,
            appointments,
            absences,
            pairings,
            pair_rules,
        } = sections;
        Self(Records {
            scheme,
            units,
            departments,
            households,
            sites,
            people,
            appointments,
            absences,
            pairings,
            pair_rules,
        })
    }
}

/// Reads one value of JSON, and refuses whatever its type does not define.
pub(crate) fn strictly<T: for<'de> Deserialize<'de>>(mut source: impl Read) -> Result<T, DocumentError> {
    // Whatever the source and the value are, reading is compiled once.
    let mut source: &mut dyn Read = &mut source;
    let mut head = Vec::with_capacity(3);
    (&mut source).take(3).read_to_end(&mut head).map_err(|e| DocumentError::io(&e))?;
    if head == [0xEF, 0xBB, 0xBF] {
        head.clear();
    }
    of_source(&mut std::io::Cursor::new(head).chain(source), 1 << 16)
}

/// Reads one value that stands alone on a line, as strictly.
pub(crate) fn strictly_line<T: for<'de> Deserialize<'de>>(text: &[u8], line: usize) -> Result<T, DocumentError> {
    of_source(&mut &*text, text.len().max(1)).map_err(|error| DocumentError { line, ..error })
}

fn of_source<T: for<'de> Deserialize<'de>>(source: &mut dyn Read, capacity: usize) -> Result<T, DocumentError> {
    let failure = Cell::new(None);
    let source = BufReader::with_capacity(capacity, utf8::Utf8::new(source, &failure));
    let (place, tape, trail) = (Cell::new(Place::START), RefCell::default(), Trail::default());
    let mut json = serde_json::Deserializer::from_reader(Counted::new(source, &place));
    let rows = Rows { tape: &tape, place: &place, trail: &trail };
    let value = T::deserialize(Strict { json: &mut json, rows }).and_then(|value| json.end().map(|()| value));
    value.map_err(|e| DocumentError::new(&e, trail, failure.get()))
}

/// Writes a document, one row a line. What is written reads back as the same records.
///
/// # Errors
///
/// What the target reports, and a coordinate that is infinite or not a number, which JSON cannot hold.
pub fn write(records: &Records, target: impl Write) -> Result<(), DocumentError> {
    let Records { scheme, units, departments, households, sites, people, appointments, absences, pairings, pair_rules } =
        records;
    let lent = Lent {
        format: FORMAT,
        scheme,
        units,
        departments,
        households,
        sites,
        people,
        appointments,
        absences,
        pairings,
        pair_rules,
    };
    all_finite(records)?;
    write_rows(&lent, target).map_err(|e| DocumentError::io(&e))
}

/// Writes a value as JSON, one row a line.
pub(crate) fn write_rows(value: &impl Serialize, target: impl Write) -> std::io::Result<()> {
    let mut target = BufWriter::with_capacity(1 << 16, target);
    let mut json = serde_json::Serializer::with_formatter(&mut target, layout::RowALine::default());
    value.serialize(&mut json)?;
    target.write_all(b"\n")?;
    target.flush()
}

/// The JSON Schema of the document, generated from the types that [`read`] reads.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Sections);
    schema.insert("$id".into(), "https://github.com/wangge/wangge/schema/wangge-1.schema.json".into());
    schema.to_value()
}

/// JSON has no way to write NaN or an infinity.
fn all_finite(records: &Records) -> Result<(), DocumentError> {
    let finite = |point: &[f64; 2]| point.iter().all(|x| x.is_finite());
    let no_scope = |(i, unit): (usize, &UnitRecord)| {
        let ring = unit.scope.iter().position(|ring| !ring.iter().all(finite))?;
        Some(format!("units[{i}].scope[{ring}]"))
    };
    let no_home = |(i, row): (usize, &HouseholdRecord)| {
        (!row.location.iter().all(finite)).then(|| format!("households[{i}].location"))
    };
    let no_site =
        |(i, row): (usize, &SiteRecord)| (!row.location.iter().all(finite)).then(|| format!("sites[{i}].location"));
    let place = (records.units.iter().enumerate().find_map(no_scope))
        .or_else(|| records.households.iter().enumerate().find_map(no_home))
        .or_else(|| records.sites.iter().enumerate().find_map(no_site));
    place.map_or(Ok(()), |path| Err(DocumentError::not_finite(path)))
}
