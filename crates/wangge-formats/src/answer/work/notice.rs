//! Notices as JSON (E9).

use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::Serialize;
use wangge::work::{Case, Notice, NoticeKind, Notices};

use crate::answer::code::Code;
use crate::answer::instant;

/// What must be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Notices")]
pub struct NoticesView<'w> {
    /// In the order of their instants, then of the log.
    pub notices: Vec<NoticeView<'w>>,
}

/// Something that must be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Notice")]
pub struct NoticeView<'w> {
    /// From when it holds.
    pub at: String,
    /// What it is about.
    #[schemars(with = "Code<NoticeKind>")]
    pub what: &'static str,
    /// The matter.
    pub matter: &'w str,
    /// The household, site or unit that the matter is about.
    pub subject: &'w str,
    /// The matter kind.
    pub kind: &'w str,
    /// The people who are to act; perhaps nobody.
    pub to: Vec<&'w str>,
    /// The people who are to know.
    pub copy: Vec<&'w str>,
}

impl<'w> NoticesView<'w> {
    /// Notices, their instants in an offset, as far as their cases may be seen.
    #[must_use]
    pub fn new(notices: &Notices<'w>, offset: Offset, is_seen: &dyn Fn(Case<'w>) -> bool) -> Self {
        let seen = notices.iter().filter(|notice| is_seen(notice.case()));
        Self { notices: seen.map(|notice| NoticeView::new(notice, offset)).collect() }
    }
}

impl<'w> NoticeView<'w> {
    fn new(notice: Notice<'w>, offset: Offset) -> Self {
        let case = notice.case();
        Self {
            at: instant(notice.at(), offset),
            what: notice.kind().as_str(),
            matter: case.id(),
            subject: case.subject(),
            kind: case.kind().id(),
            to: notice.to().collect(),
            copy: notice.copy().collect(),
        }
    }
}
