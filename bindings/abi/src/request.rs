//! What comes in: one object, the name of the call beside its fields, read strictly.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;
use smol_str::SmolStr;
use wangge_formats::answer::{ErrorView, PlaceView};
use wangge_formats::document::{self, DocumentCode};
use wangge_formats::plan::PlanRecord;
use wangge_formats::question::{self, AssignRecord, MatterRecord};

use crate::open::Handle;
use crate::outline::Outline;

/// How many alternatives are explained where the request does not say.
const AT_MOST: u32 = 5;

/// A request, understood.
pub enum Request<'t> {
    About,
    Open { document: &'t [u8] },
    Scheme { registry: Handle },
    AsOf { registry: Handle, date: SmolStr },
    FindingsBetween { registry: Handle, from: SmolStr, until: SmolStr },
    Responsible { directory: Handle, subject: SmolStr, kind: SmolStr },
    ResponsibleAll { directory: Handle, kind: SmolStr },
    Escalate { directory: Handle, matter: MatterRecord },
    Duties { directory: Handle, person: SmolStr },
    May { directory: Handle, person: SmolStr, action: SmolStr, subject: SmolStr },
    Scope { directory: Handle, person: SmolStr },
    Findings { directory: Handle },
    Tree { directory: Handle, unit: Option<SmolStr>, depth: Option<u32> },
    Locate { directory: Handle, location: [f64; 2], level: Option<SmolStr> },
    Households { directory: Handle },
    Assign { directory: Handle, options: AssignRecord },
    PlanFile { plan: Handle },
    Pairs { plan: Handle },
    Explain { plan: Handle, household: SmolStr, at_most: u32 },
    Diff { plan: Handle },
    Verify { directory: Handle, plan: &'t [u8] },
    VerifyOwn { plan: Handle },
    Close { handle: Handle },
}

macro_rules! fields {
    ($($(#[$meta:meta])* $field:ident: $type:ty = $name:literal,)+) => {
        /// Every field that some call has.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            call: Call,
            $(#[serde(default, rename = $name)] $field: Option<$type>,)+
        }

        impl Fields {
            /// A field that is given and that no call has taken.
            fn left(&self) -> Option<&'static str> {
                $(if self.$field.is_some() {
                    return Some($name);
                })+
                None
            }
        }
    };
}

fields! {
    registry: Handle = "registry",
    directory: Handle = "directory",
    plan: Handle = "plan",
    handle: Handle = "handle",
    document: IgnoredAny = "document",
    date: SmolStr = "date",
    from: SmolStr = "from",
    until: SmolStr = "until",
    subject: SmolStr = "subject",
    kind: SmolStr = "kind",
    matter: MatterRecord = "matter",
    person: SmolStr = "person",
    action: SmolStr = "action",
    unit: SmolStr = "unit",
    depth: u32 = "depth",
    location: [f64; 2] = "location",
    level: SmolStr = "level",
    options: AssignRecord = "options",
    household: SmolStr = "household",
    at_most: u32 = "atMost",
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Call {
    About,
    Open,
    Scheme,
    AsOf,
    FindingsBetween,
    Responsible,
    ResponsibleAll,
    Escalate,
    Duties,
    May,
    Scope,
    Findings,
    Tree,
    Locate,
    Households,
    Assign,
    PlanFile,
    Pairs,
    Explain,
    Diff,
    Verify,
    VerifyOwn,
    Close,
}

impl<'t> Request<'t> {
    /// Reads a request; what stands in a document or plan is read later.
    pub fn read(text: &'t [u8]) -> Result<Self, ErrorView> {
        let outline = Outline::new(text);
        let fields = question::read(&outline.rest());
        let fields: Fields =
            fields.map_err(|error| in_values(&outline, &error).unwrap_or(in_request(&outline, error)))?;
        let mut given = Given { fields, document: outline.document(), plan: outline.plan() };
        let request = given.request()?;
        match given.fields.left() {
            Some(name) => Err(unexpected(name)),
            None => Ok(request),
        }
    }
}

/// What is given, taken field by field.
struct Given<'t> {
    fields: Fields,
    document: Option<&'t [u8]>,
    plan: Option<&'t [u8]>,
}

impl<'t> Given<'t> {
    fn request(&mut self) -> Result<Request<'t>, ErrorView> {
        Ok(match self.fields.call {
            Call::About => Request::About,
            Call::Open => Request::Open { document: self.document()? },
            Call::Scheme => Request::Scheme { registry: self.registry()? },
            Call::AsOf => Request::AsOf { registry: self.registry()?, date: need(&mut self.fields.date, "date")? },
            Call::FindingsBetween => Request::FindingsBetween {
                registry: self.registry()?,
                from: need(&mut self.fields.from, "from")?,
                until: need(&mut self.fields.until, "until")?,
            },
            Call::Responsible => Request::Responsible {
                directory: self.directory()?,
                subject: need(&mut self.fields.subject, "subject")?,
                kind: need(&mut self.fields.kind, "kind")?,
            },
            Call::ResponsibleAll => {
                Request::ResponsibleAll { directory: self.directory()?, kind: need(&mut self.fields.kind, "kind")? }
            }
            Call::Escalate => {
                Request::Escalate { directory: self.directory()?, matter: need(&mut self.fields.matter, "matter")? }
            }
            Call::Duties => {
                Request::Duties { directory: self.directory()?, person: need(&mut self.fields.person, "person")? }
            }
            Call::May => Request::May {
                directory: self.directory()?,
                person: need(&mut self.fields.person, "person")?,
                action: need(&mut self.fields.action, "action")?,
                subject: need(&mut self.fields.subject, "subject")?,
            },
            Call::Scope => {
                Request::Scope { directory: self.directory()?, person: need(&mut self.fields.person, "person")? }
            }
            Call::Findings => Request::Findings { directory: self.directory()? },
            Call::Tree => Request::Tree {
                directory: self.directory()?,
                unit: self.fields.unit.take(),
                depth: self.fields.depth.take(),
            },
            Call::Locate => Request::Locate {
                directory: self.directory()?,
                location: need(&mut self.fields.location, "location")?,
                level: self.fields.level.take(),
            },
            Call::Households => Request::Households { directory: self.directory()? },
            Call::Assign => {
                Request::Assign { directory: self.directory()?, options: need(&mut self.fields.options, "options")? }
            }
            Call::PlanFile => Request::PlanFile { plan: self.plan()? },
            Call::Pairs => Request::Pairs { plan: self.plan()? },
            Call::Explain => Request::Explain {
                plan: self.plan()?,
                household: need(&mut self.fields.household, "household")?,
                at_most: self.fields.at_most.take().unwrap_or(AT_MOST),
            },
            Call::Diff => Request::Diff { plan: self.plan()? },
            Call::Verify => Request::Verify { directory: self.directory()?, plan: self.plan_file()? },
            Call::VerifyOwn => Request::VerifyOwn { plan: self.plan()? },
            Call::Close => Request::Close { handle: need(&mut self.fields.handle, "handle")? },
        })
    }

    fn registry(&mut self) -> Result<Handle, ErrorView> {
        need(&mut self.fields.registry, "registry")
    }

    fn directory(&mut self) -> Result<Handle, ErrorView> {
        need(&mut self.fields.directory, "directory")
    }

    fn document(&mut self) -> Result<&'t [u8], ErrorView> {
        self.fields.document = None;
        self.document.ok_or_else(|| missing("document"))
    }

    /// A plan that this session made.
    fn plan(&mut self) -> Result<Handle, ErrorView> {
        let handle = need(&mut self.fields.plan, "plan")?;
        match self.plan {
            None => Ok(handle),
            Some(_) => Err(wrong("request.type", "plan", "`plan` is a plan here; give the handle of one".into())),
        }
    }

    /// A plan that is written out.
    fn plan_file(&mut self) -> Result<&'t [u8], ErrorView> {
        need(&mut self.fields.plan, "plan")?;
        let told = "`plan` is a handle here; give a plan, or ask `verify-own`";
        self.plan.ok_or_else(|| wrong("request.type", "plan", told.into()))
    }
}

fn need<T>(field: &mut Option<T>, name: &'static str) -> Result<T, ErrorView> {
    field.take().ok_or_else(|| missing(name))
}

fn missing(name: &'static str) -> ErrorView {
    wrong("request.incomplete", name, format!("the call needs a field `{name}`").into())
}

fn unexpected(name: &'static str) -> ErrorView {
    wrong("request.unknown-field", name, format!("the call has no field `{name}`").into())
}

fn wrong(code: &'static str, path: &'static str, told: Cow<'static, str>) -> ErrorView {
    let place = PlaceView { path: path.to_owned(), line: 0, column: 0 };
    ErrorView { place: Some(Box::new(place)), ..ErrorView::new(code, told) }
}

/// What is wrong with the text of a document or plan, if the request does not hold together because of it.
fn in_values(outline: &Outline<'_>, error: &ErrorView) -> Option<ErrorView> {
    let loose = |code| matches!(code, DocumentCode::Syntax | DocumentCode::Truncated);
    if ![DocumentCode::Syntax, DocumentCode::Truncated].iter().any(|code| code.as_request_str() == error.code) {
        return None;
    }
    let document = || outline.document().and_then(|document| document::read(document).err());
    let plan = || outline.plan().and_then(|plan| PlanRecord::read(plan).err());
    let found = document().filter(|error| loose(error.code)).or_else(|| plan().filter(|error| loose(error.code)));
    found.map(|error| ErrorView::from(&error))
}

/// The place of an error in the request as it was sent.
fn in_request(outline: &Outline<'_>, mut error: ErrorView) -> ErrorView {
    if let Some(place) = &mut error.place {
        (place.line, place.column) = outline.place((place.line, place.column));
    }
    error
}
