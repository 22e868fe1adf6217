//! Errors and faults, as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use smol_str::{SmolStr, ToSmolStr};
use wangge::change::UndoError;
use wangge::work::{Entry, Refusals, WorkCode, WorkError};
use wangge::{
    AssignError, Counts, DeadlineError, EscalateError, Fault, FaultCode, Faults, PeriodEmpty, PeriodOpen, QueryError,
};

use super::code::{Code, Codes};
use crate::document::{DocumentCode, DocumentError};
use crate::work::{Later, WorkFileError};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ErrorData")]
pub struct ErrorView {
    /// The code.
    #[schemars(with = "Code<ErrorView>")]
    pub code: &'static str,
    /// The rule of the specification that asks for it, such as `R7`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// The ids or values concerned.
    pub ids: Vec<SmolStr>,
    /// What is wrong and what to do, in English.
    pub message: String,
    /// Where in the document or request, if it is one that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<PlaceView>>,
    /// Every fault of the records, in the order of the document, of a transaction, in the order of its changes, or of a
    /// log of work, in the order of its lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultView>,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Fault")]
pub struct FaultView {
    /// The code.
    #[schemars(with = "AnyFault")]
    pub code: &'static str,
    /// The rule that is broken.
    pub rule: &'static str,
    /// The path into the document: `units[17].parent[1]`; of a log of work into the entry: `event.at`.
    pub place: String,
    /// In a log of work: the line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The ids or values concerned.
    pub ids: Vec<SmolStr>,
}

impl From<&Fault> for FaultView {
    fn from(fault: &Fault) -> Self {
        Self {
            code: fault.code.as_str(),
            rule: fault.code.rule(),
            place: fault.place.to_string(),
            line: None,
            ids: fault.ids.clone(),
        }
    }
}

/// How many rows a registry has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Counts")]
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

/// A place in a document or request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ErrorPlace")]
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
        Self { code, rule: None, ids: Vec::new(), message: message.into(), place: None, faults: Vec::new() }
    }

    /// What is wrong with a request or with an option of it, in the codes of requests.
    #[must_use]
    pub fn of_request(error: &DocumentError) -> Self {
        Self { code: error.code.as_request_str(), ..Self::from(error) }
    }
}

impl From<&DocumentError> for ErrorView {
    fn from(error: &DocumentError) -> Self {
        let place = PlaceView { path: error.path.clone(), line: error.line, column: error.column };
        Self { place: Some(Box::new(place)), ..Self::new(error.code.as_str(), error.message.clone()) }
    }
}

impl From<&Faults> for ErrorView {
    fn from(faults: &Faults) -> Self {
        let all = faults.as_slice();
        let first = all.first().map(ToString::to_string).unwrap_or_default();
        let message = format!("faults in the document: {}; mend them and load it again; the first: {first}", all.len());
        Self { faults: all.iter().map(Into::into).collect(), ..Self::new("document.faults", message) }
    }
}

impl ErrorView {
    /// Why a transaction cannot be done: every fault, at its change.
    #[must_use]
    pub fn of_transaction(faults: &Faults) -> Self {
        let all = faults.as_slice();
        let first = all.first().map(ToString::to_string).unwrap_or_default();
        let message = format!("faults in the transaction: {}; nothing is changed; the first: {first}", all.len());
        let faults = all.iter().map(Into::into).collect();
        Self { rule: Some("M2"), faults, ..Self::new("transaction.faults", message) }
    }
}

impl ErrorView {
    /// Why a log of work cannot be used: every entry that is refused, at its line.
    ///
    /// `line_of` gives the line, from 1, and the word of an entry by its place.
    #[must_use]
    pub fn of_work(refusals: &Refusals, line_of: impl Fn(usize) -> (usize, &'static str)) -> Self {
        let all = refusals.as_slice();
        let faults = Self::entries(refusals, &line_of);
        let (line, _) = all.first().map_or((0, ""), |first| line_of(first.entry));
        let first = all.first().map(|first| format!("line {line}: {}: {}", first.error.code().as_str(), first.error));
        let first = first.unwrap_or_default();
        let message = format!("entries that are refused: {}; nothing is recorded; the first: {first}", all.len());
        Self { faults, ..Self::new("work.faults", message) }
    }

    /// Every entry of a log that is refused, at its line; see [`of_work`](Self::of_work).
    fn entries(refusals: &Refusals, line_of: impl Fn(usize) -> (usize, &'static str)) -> Vec<FaultView> {
        let fault = |refusal: &wangge::work::Refusal| {
            let (line, word) = line_of(refusal.entry);
            let code = refusal.error.code().as_str();
            let (rule, ids) = (refusal.error.rule(), refusal.error.ids().to_vec());
            FaultView { code, rule, place: word.to_owned(), line: Some(line), ids }
        };
        refusals.as_slice().iter().map(fault).collect()
    }

    /// Why entries of things to come are not recorded: every one, at its line.
    #[must_use]
    pub fn of_later(later: &[Later]) -> Self {
        let fault = |own: &Later| FaultView {
            code: Later::CODE,
            rule: "E9",
            place: format!("{}.at", own.word),
            line: Some(own.line),
            ids: vec![own.at.as_str().into()],
        };
        let message =
            format!("entries whose instants have not come yet: {}; nothing is recorded; mend them", later.len());
        Self { faults: later.iter().map(fault).collect(), ..Self::new("work.faults", message) }
    }

    /// What is wrong with the lines of a log: the first, and every one among the faults.
    #[must_use]
    pub fn of_lines(errors: &WorkFileError) -> Self {
        let all = errors.as_slice();
        let fault = |error: &DocumentError| FaultView {
            code: error.code.as_str(),
            rule: "M1",
            place: error.path.clone(),
            line: Some(error.line),
            ids: Vec::new(),
        };
        let first = all.first().map_or_else(|| Self::new("work.faults", String::new()), Self::from);
        Self { faults: all.iter().map(fault).collect(), ..first }
    }
}

impl From<&UndoError> for ErrorView {
    fn from(error: &UndoError) -> Self {
        let (mut ids, mut faults) = (Vec::new(), Vec::new());
        match error {
            UndoError::Unknown { sequence, .. } => ids.push(sequence.to_smolstr()),
            UndoError::Standing { sequence, later, faults: found } => {
                ids.extend([sequence].into_iter().chain(later).map(u64::to_smolstr));
                faults.extend(found.as_slice().iter().map(FaultView::from));
            }
            _ => {}
        }
        Self { rule: Some(error.rule()), ids, faults, ..Self::new(error.code(), error.to_string()) }
    }
}

impl<E: std::fmt::Display + Refusal> From<&E> for ErrorView {
    fn from(error: &E) -> Self {
        let (rule, ids) = (error.rule(), error.ids().into_iter().map(Into::into).collect());
        Self { rule, ids, ..Self::new(error.code(), error.to_string()) }
    }
}

/// An error of the core: a code, a rule, and the ids concerned.
pub trait Refusal {
    /// The stable code.
    fn code(&self) -> &'static str;
    /// The rule of the specification that asks for it.
    fn rule(&self) -> Option<&'static str>;
    /// The ids or values concerned.
    fn ids(&self) -> Vec<String>;
}

macro_rules! refusals {
    ($($error:ty: $rule:expr, $ids:expr;)+) => {
        $(impl Refusal for $error {
            fn code(&self) -> &'static str {
                <$error>::code(self)
            }

            fn rule(&self) -> Option<&'static str> {
                let rule: fn(&Self) -> Option<&'static str> = $rule;
                rule(self)
            }

            fn ids(&self) -> Vec<String> {
                let ids: fn(&Self) -> Vec<String> = $ids;
                ids(self)
            }
        })+
    };
}

refusals! {
    QueryError: |own| Some(own.rule()), |own| vec![own.id().to_owned()];
    AssignError: |own| Some(own.rule()), |own| own.id().map(str::to_owned).into_iter().collect();
    EscalateError: |own| Some(own.rule()), |own| match own {
        EscalateError::Query(error) => Refusal::ids(error),
        EscalateError::Deadline(DeadlineError::UnknownYear(unknown)) => vec![unknown.year.to_string()],
        _ => Vec::new(),
    };
    PeriodEmpty: |own| Some(own.rule()), |own| vec![own.from.to_string(), own.until.to_string()];
    PeriodOpen: |_| None, |own| vec![own.period.from().to_string()];
}

impl Refusal for WorkError {
    fn code(&self) -> &'static str {
        WorkError::code(self).as_str()
    }

    fn rule(&self) -> Option<&'static str> {
        Some(WorkError::rule(self))
    }

    fn ids(&self) -> Vec<String> {
        WorkError::ids(self).iter().map(ToString::to_string).collect()
    }
}

/// What is wrong with a row or a change, or with an entry of a log: for the schema.
#[derive(JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
#[expect(dead_code, reason = "it stands in the schema alone")]
enum AnyFault {
    Row(Code<FaultCode>),
    Entry(Code<Entry>),
}

impl Codes for Entry {
    const NAME: &'static str = "EntryCode";
    const ABOUT: &'static str = "What is wrong with an entry of a log of work.";

    fn codes() -> Vec<&'static str> {
        let entries = WorkCode::ALL.iter().map(|code| code.as_str());
        once_each(entries.chain([Later::CODE]).chain(DocumentCode::ALL.iter().map(|code| code.as_str())))
    }
}

/// The same code may come from several sides.
fn once_each(codes: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut all = Vec::new();
    for code in codes {
        if !all.contains(&code) {
            all.push(code);
        }
    }
    all
}

impl Codes for ErrorView {
    const NAME: &'static str = "ErrorCode";
    const ABOUT: &'static str = "Why there is no answer.";

    fn codes() -> Vec<&'static str> {
        // Of hosts: what was asked cannot be understood, what it is asked of is gone, or it was broken off.
        let hosts = [
            "document.faults",
            "transaction.faults",
            "work.faults",
            "figure.unknown",
            "date.invalid",
            "instant.invalid",
            "plan.other-date",
            "request.purpose",
            "request.incomplete",
            "handle.unknown",
            "handle.freed",
            "worker.ended",
            "aborted",
        ];
        let core = [QueryError::CODES, AssignError::CODES, DeadlineError::CODES, UndoError::CODES, &["period.empty"]];
        let read = DocumentCode::ALL.iter().flat_map(|code| [code.as_str(), code.as_request_str()]);
        // What questions about the work can get wrong; of entries it is said among the faults.
        let work = [
            WorkCode::MatterUnknown,
            WorkCode::CampaignUnknown,
            WorkCode::CampaignOutside,
            WorkCode::PeriodTooLong,
            WorkCode::TooLarge,
        ];
        let work = work.iter().map(|code| code.as_str());
        once_each(core.into_iter().flatten().copied().chain(work).chain(read).chain(hosts))
    }
}

impl std::fmt::Display for ErrorView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for ErrorView {}
