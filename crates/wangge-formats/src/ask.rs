//! From a question to the text of its answer: what every host of wangge shares, so that all give the same bytes.
//!
//! ```
//! use wangge_formats::{ask, document};
//! use wangge_sample::Sample;
//!
//! let mut text = Vec::new();
//! document::write(&Sample::chalinhe().records(), &mut text)?;
//! let registry = ask::registry(&text[..])?;
//! let directory = ask::directory(&registry, "2026-11-23")?;
//!
//! let answer = ask::responsible(&directory, "430821108223-h0017", "neighbour-dispute")?;
//! assert!(answer.starts_with(r#"{"date":"2026-11-23","subject":{"type":"household","#));
//! let error = ask::responsible(&directory, "h17", "neighbour-dispute").unwrap_err();
//! assert_eq!((error.code, error.rule), ("subject.unknown", Some("R7")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod change;
mod work;

use std::io::Read;

use serde::Serialize;
use wangge::{Action, AssignOptions, Directory, Period, Plan, Progress, Registry, Subject, Unit};

pub use self::change::{apply, document, impact, plan_transaction, receipts, transaction, undo, what_if};
pub use self::work::{
    board, campaigns, case, case_at, coverage, due, log, matters, one_file, record, report, report_page, report_table,
    reporting, visits, work,
};
use crate::answer::{
    AccessScopeView, AccessView, AllView, ChangesView, CountsView, DescriptionView, DutiesView, ErrorView,
    ExplanationView, FindingsView, HouseholdsView, LocateView, PairsView, PathView, PlanCheckView, ResponsibilityView,
    RowsView, ScopesView, SitesView, SummaryView, TreeView,
};
use crate::document;
use crate::plan::PlanRecord;
use crate::question::{self, MatterRecord};
use crate::search;

/// The text of an answer, or why there is none.
pub type Reply = Result<String, ErrorView>;

/// A registry from a document.
///
/// # Errors
/// `document.*` with its place, or `document.faults` with every fault.
pub fn registry(document: impl Read) -> Result<Registry, ErrorView> {
    let records = document::read(document).map_err(|error| ErrorView::from(&error))?;
    Registry::build(records).map_err(|faults| ErrorView::from(&faults))
}

/// A registry on a date.
///
/// # Errors
/// `date.invalid`.
pub fn directory(registry: &Registry, date: &str) -> Result<Directory, ErrorView> {
    question::date(date).map(|date| registry.as_of(date))
}

/// How many rows it has: [`CountsView`].
#[must_use]
pub fn counts(registry: &Registry) -> String {
    text(&CountsView::from(registry.counts()))
}

/// The scheme as it was given: [`SchemeRecord`](wangge::record::SchemeRecord).
#[must_use]
pub fn scheme(registry: &Registry) -> String {
    text(registry.scheme().record())
}

/// The gaps of a period: [`FindingsView`].
///
/// # Errors
/// `date.invalid`, `period.empty`.
pub fn findings_between(registry: &Registry, from: &str, until: &str) -> Reply {
    let (from, until) = (question::date(from)?, question::date(until)?);
    let period = Period::new(from, Some(until)).map_err(|error| ErrorView::from(&error))?;
    let findings = registry.findings(period).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&FindingsView::new(&findings)))
}

/// The gaps of the date: [`FindingsView`].
#[must_use]
pub fn findings(directory: &Directory) -> String {
    text(&FindingsView::new(&directory.findings()))
}

/// Who is responsible: [`ResponsibilityView`].
///
/// # Errors
/// `subject.*`, `kind.unknown`.
pub fn responsible(directory: &Directory, subject: &str, kind: &str) -> Reply {
    let answer = directory.responsible(subject, kind).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&ResponsibilityView::new(directory, answer)))
}

/// Who is answerable for each household: [`AllView`].
///
/// # Errors
/// `kind.unknown`.
pub fn responsible_all(directory: &Directory, kind: &str) -> Reply {
    let kind = directory.scheme().kind(kind).map_err(|error| ErrorView::from(&error))?;
    let all = directory.answerable_all(kind).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&AllView::new(&all)))
}

/// How a matter climbs: [`PathView`].
///
/// # Errors
/// `instant.invalid`, `subject.*`, `kind.unknown`, `calendar.*`.
pub fn escalate(directory: &Directory, matter: &MatterRecord) -> Reply {
    matter.ask(directory.scheme().calendar(), |matter| {
        let path = directory.escalate(matter).map_err(|error| ErrorView::from(&error))?;
        Ok(text(&PathView::new(directory, matter, &path)))
    })?
}

/// What a person has to do: [`DutiesView`].
///
/// # Errors
/// `person.unknown`.
pub fn duties(directory: &Directory, person: &str) -> Reply {
    let duties = directory.duties_of(person).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&DutiesView::new(directory, &duties)))
}

/// Whether a person may do something with a subject, and why: [`AccessView`].
///
/// # Errors
/// `person.unknown`, `action.unknown`; never about the subject (S2).
pub fn may(directory: &Directory, person: &str, action: &str, subject: &str) -> Reply {
    let access = Action::named(action).and_then(|action| directory.may(person, action, subject));
    access.map(|access| text(&AccessView::from(access))).map_err(|error| ErrorView::from(&error))
}

/// All subjects that a person may do something with, for each action: [`AccessScopeView`].
///
/// # Errors
/// `person.unknown`.
pub fn scope(directory: &Directory, person: &str) -> Reply {
    let scope = directory.scope(person).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&AccessScopeView::new(directory, &scope)))
}

/// Units with what is under them, so many levels of units deep: [`TreeView`].
///
/// # Errors
/// `unit.unknown`, `subject.not-on-date`.
pub fn tree(directory: &Directory, unit: Option<&str>, depth: Option<u32>) -> Reply {
    let tops: Vec<Unit<'_>> = match unit {
        Some(id) => vec![directory.unit(id).map_err(|error| ErrorView::from(&error))?],
        None => directory.roots().collect(),
    };
    Ok(text(&TreeView::under(directory, tops.into_iter(), depth)))
}

/// The innermost unit that a point lies in, or the one of a level: [`LocateView`].
///
/// # Errors
/// `level.unknown`.
pub fn locate(directory: &Directory, [longitude, latitude]: [f64; 2], level: Option<&str>) -> Reply {
    let unit = match level {
        None => directory.locate(longitude, latitude),
        Some(level) => {
            let level = directory.scheme().level(level).map_err(|error| ErrorView::from(&error))?;
            directory.locate_at(level, longitude, latitude)
        }
    };
    Ok(text(&LocateView { unit: unit.map(Unit::id) }))
}

/// Every household with its unit and location: [`HouseholdsView`].
#[must_use]
pub fn households(directory: &Directory) -> String {
    text(&HouseholdsView::new(directory))
}

/// The households directly in a unit: [`RowsView`].
///
/// # Errors
/// `unit.unknown`, `subject.not-on-date`.
pub fn households_in(directory: &Directory, unit: &str) -> Reply {
    let unit = directory.unit(unit).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&RowsView { households: unit.households().map(Into::into).collect() }))
}

/// What a text could mean, best first: [`MatchesView`](crate::answer::MatchesView).
#[must_use]
pub fn search(directory: &Directory, text: &str, at_most: usize) -> String {
    self::text(&search::search(directory, text, at_most))
}

/// What has an id, described: [`DescriptionView`].
///
/// # Errors
/// `subject.unknown`, `subject.not-on-date`.
pub fn describe(directory: &Directory, id: &str) -> Reply {
    let told = match directory.subject(id) {
        Ok(subject) => DescriptionView::subject(directory, subject),
        Err(error) => match (directory.department(id), directory.person(id)) {
            (Some(department), _) => DescriptionView::department(directory, department),
            (None, Ok(person)) => DescriptionView::person(directory, person),
            (None, Err(_)) => return Err(ErrorView::from(&error)),
        },
    };
    Ok(text(&told))
}

/// The names of what has these ids, of households their labels; an empty one for what is not there on the date.
pub fn names<'d>(directory: &'d Directory, ids: impl Iterator<Item = &'d str>) -> Vec<&'d str> {
    let name = |id: &'d str| match directory.subject(id) {
        Ok(Subject::Household(household)) => household.label(),
        Ok(Subject::Site(site)) => site.name(),
        Ok(Subject::Unit(unit)) => unit.name(),
        Err(_) => match (directory.department(id), directory.person(id)) {
            (Some(department), _) => department.name(),
            (None, Ok(person)) => person.name(),
            (None, Err(_)) => "",
        },
    };
    ids.map(name).collect()
}

/// Where people, units and households are, as assignment measures it: longitude and latitude in degrees, in the order of
/// the ids; none of what is not there on the date, or whose place nobody knows.
pub fn places<'a>(directory: &Directory, ids: impl Iterator<Item = &'a str>) -> Vec<Option<[f64; 2]>> {
    let places = directory.places();
    let place = |id: &str| match directory.subject(id) {
        Ok(Subject::Household(household)) => places.of_household(household),
        Ok(Subject::Site(site)) => site.location(),
        Ok(Subject::Unit(unit)) => places.of_unit(unit),
        Err(_) => directory.person(id).ok().and_then(|person| places.of_person(person)),
    };
    ids.map(place).collect()
}

/// The scopes of a unit and what is under it, or of all units; of one level, if it is named: [`ScopesView`].
///
/// # Errors
/// `unit.unknown`, `subject.not-on-date`, `level.unknown`.
pub fn scopes(directory: &Directory, unit: Option<&str>, level: Option<&str>) -> Reply {
    let level = level.map(|id| directory.scheme().level(id)).transpose();
    let level = level.map_err(|error| ErrorView::from(&error))?;
    let units: Vec<Unit<'_>> = match unit {
        Some(id) => directory.unit(id).map_err(|error| ErrorView::from(&error))?.subtree().collect(),
        None => directory.units().collect(),
    };
    let wanted = units.into_iter().filter(|unit| level.is_none_or(|level| unit.level() == level));
    Ok(text(&ScopesView::new(wanted)))
}

/// The sites of a unit and what is under it, or all: [`SitesView`].
///
/// # Errors
/// `unit.unknown`, `subject.not-on-date`.
pub fn sites(directory: &Directory, unit: Option<&str>) -> Reply {
    let Some(id) = unit else { return Ok(text(&SitesView::new(directory.sites()))) };
    let unit = directory.unit(id).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&SitesView::new(unit.subtree().flat_map(Unit::sites))))
}

/// Today's pairs of a programme, in numbers: [`PairsView`].
///
/// # Errors
/// `programme.unknown`.
pub fn pairings<'d>(directory: &'d Directory, programme: &str) -> Result<PairsView<'d>, ErrorView> {
    directory.pairings(programme).map(PairsView::today).map_err(|error| ErrorView::from(&error))
}

/// The best plan.
///
/// # Errors
/// `programme.unknown`, `level.*`, `subject.not-on-date`, `unit.unknown`, `household.unknown`, `assign.*`.
pub fn assign(
    directory: &Directory,
    options: &AssignOptions,
    listener: &mut dyn FnMut(Progress),
) -> Result<Plan, ErrorView> {
    directory.assign_with(options, listener).map_err(|error| ErrorView::from(&error))
}

/// A plan in numbers, its proof checked: [`SummaryView`].
#[must_use]
pub fn plan(plan: &Plan) -> String {
    text(&SummaryView::new(plan))
}

/// A plan as a file with its proof: [`PlanRecord`].
#[must_use]
pub fn plan_file(plan: &Plan) -> String {
    text(&PlanRecord::new(plan))
}

/// Who takes whom, in numbers: [`PairsView`].
#[must_use]
pub fn pairs(plan: &Plan) -> String {
    text(&PairsView::new(plan))
}

/// What a plan changes of today's pairs: [`ChangesView`].
#[must_use]
pub fn diff(plan: &Plan) -> String {
    text(&ChangesView::new(plan))
}

/// Why a household has the takers that it has, with so many others who could take it: [`ExplanationView`].
///
/// # Errors
/// `household.unknown`, `subject.not-on-date`, `assign.*`.
pub fn explain(plan: &Plan, household: &str, at_most: usize) -> Reply {
    let explanation = plan.explain(household, at_most).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&ExplanationView::from(&explanation)))
}

/// Whether a plan keeps the rules and is the best, as far as its own proof shows: [`PlanCheckView`].
#[must_use]
pub fn verify_own(plan: &Plan) -> String {
    text(&PlanCheckView::new(&plan.verify()))
}

/// Whether a plan that somebody hands in keeps the rules and is the best: [`PlanCheckView`].
///
/// # Errors
/// `plan.other-date`, and what [`assign`] reports.
pub fn verify(directory: &Directory, plan: &PlanRecord) -> Reply {
    let date = directory.date().to_string();
    if plan.date != date {
        let told = format!("the plan is for {}, the directory for {date}; ask the directory of its date", plan.date);
        let ids = vec![plan.date.as_str().into(), date.into()];
        return Err(ErrorView { rule: Some("A1"), ids, ..ErrorView::new("plan.other-date", told) });
    }
    let certificate = plan.certificate();
    let checked = directory.verify_plan(&plan.options(), plan.pairs(), certificate.as_ref());
    let checked = checked.map_err(|error| ErrorView::from(&error))?;
    Ok(text(&PlanCheckView::new(&checked)))
}

/// Compact JSON.
fn text(value: &impl Serialize) -> String {
    // Views hold strings, numbers and lists only, which JSON always can.
    serde_json::to_string(value).unwrap_or_default()
}
