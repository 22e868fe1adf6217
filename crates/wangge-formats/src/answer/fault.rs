//! Faults and errors, as JSON.

use serde::Serialize;
use wangge::{AssignError, Counts, EscalateError, Fault, Faults, PeriodOpen, QueryError};

use crate::document::DocumentError;

/// Every fault of the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultsView<'f> {
    /// The faults, in the order of the document.
    pub faults: Vec<FaultView<'f>>,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultView<'f> {
    /// The code.
    pub code: &'static str,
    /// The rule that is broken.
    pub rule: &'static str,
    /// The path into the document: `units[17].parent[1]`.
    pub place: String,
    /// The ids or values concerned.
    pub ids: Vec<&'f str>,
}

impl<'f> From<&'f Faults> for FaultsView<'f> {
    fn from(faults: &'f Faults) -> Self {
        Self { faults: faults.as_slice().iter().map(Into::into).collect() }
    }
}

impl<'f> From<&'f Fault> for FaultView<'f> {
    fn from(fault: &'f Fault) -> Self {
        Self {
            code: fault.code.as_str(),
            rule: fault.code.rule(),
            place: fault.place.to_string(),
            ids: fault.ids.iter().map(|id| id.as_str()).collect(),
        }
    }
}

/// How many rows a registry has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the section of its name")]
pub struct CountsView {
    pub units: usize,
    pub departments: usize,
    pub households: usize,
    pub sites: usize,
    pub people: usize,
    pub appointments: usize,
    pub pairings: usize,
    pub pair_rules: usize,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        Self {
            units: counts.units,
            departments: counts.departments,
            households: counts.households,
            sites: counts.sites,
            people: counts.people,
            appointments: counts.appointments,
            pairings: counts.pairings,
            pair_rules: counts.pair_rules,
        }
    }
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorView {
    /// The code.
    pub code: &'static str,
    /// What to do, in English.
    pub message: String,
    /// Where in the document, if it is one that is wrong.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceView>,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    /// The path: `households[17].unit`; empty for the document itself.
    pub path: String,
    /// Line, from 1; 0 where there is none.
    pub line: usize,
    /// Column in bytes, from 1; 0 where there is none.
    pub column: usize,
}

impl ErrorView {
    /// An error of the host, such as wrong use.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: None }
    }
}

impl From<&DocumentError> for ErrorView {
    fn from(error: &DocumentError) -> Self {
        let place = PlaceView { path: error.path.clone(), line: error.line, column: error.column };
        Self { code: error.code.as_str(), message: error.message.clone(), place: Some(place) }
    }
}

impl<E: std::fmt::Display + WithCode> From<&E> for ErrorView {
    fn from(error: &E) -> Self {
        Self::new(error.stable_code(), error.to_string())
    }
}

/// An error with a stable code.
pub trait WithCode {
    /// The code.
    fn stable_code(&self) -> &'static str;
}

macro_rules! with_code {
    ($($error:ty),*) => {
        $(impl WithCode for $error {
            fn stable_code(&self) -> &'static str {
                self.code()
            }
        })*
    };
}

with_code!(QueryError, EscalateError, PeriodOpen, AssignError);
