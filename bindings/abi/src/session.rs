//! A session: what is open, and the answer to each call.

use std::fmt;

use wangge::{Directory, Matter, Period, Plan, Registry};
use wangge_formats::answer::{
    AllView, ChangesView, DutiesView, ErrorView, ExplanationView, FindingsView, HouseholdsView, LocateView, PairsView,
    PathView, PlanCheckView, PlanView, ResponsibilityView, TreeView,
};
use wangge_formats::document;
use wangge_formats::plan::PlanRecord;
use wangge_formats::question::{self, AssignRecord, MatterRecord};

use crate::open::{Handle, Open};
use crate::reply::{self, About, Closed, Compiled, Opened, Planned};
use crate::request::Request;

/// What a host has open, and the answers to its calls: JSON in, JSON out. It never fails: a request that cannot be
/// answered gets a reply that says why.
///
/// ```
/// use wangge_abi::Session;
///
/// let mut session = Session::new();
/// let reply = session.call(br#"{"call":"about"}"#);
/// assert!(reply.starts_with(br#"{"ok":{"abi":1,"#));
/// let reply = session.call(br#"{"call":"scheme","registry":1}"#);
/// assert!(reply.starts_with(br#"{"error":{"code":"handle.unknown","#));
/// ```
#[derive(Default)]
pub struct Session {
    open: Open,
}

/// The bytes of an answer, or why there is none.
type Answer = Result<Vec<u8>, ErrorView>;

impl Session {
    /// With nothing open.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a request: `{"ok": ANSWER}` or `{"error": ERROR}`, on one line.
    pub fn call(&mut self, request: &[u8]) -> Vec<u8> {
        let answer = Request::read(request).and_then(|request| self.answer(request));
        answer.unwrap_or_else(|error| reply::error(&error))
    }

    fn answer(&mut self, request: Request<'_>) -> Answer {
        match request {
            Request::About => Ok(reply::ok(&About::default())),
            Request::Open { document } => self.open(document),
            Request::Close { handle } => self.open.close(handle).map(|()| reply::ok(&Closed {})),
            Request::Scheme { registry } => Ok(reply::ok(self.open.registry(registry)?.scheme().record())),
            Request::AsOf { registry, date } => self.as_of(registry, &date),
            Request::FindingsBetween { registry, from, until } => {
                findings_between(self.open.registry(registry)?, &from, &until)
            }
            Request::Assign { directory, options } => self.assign(directory, &options),
            Request::PlanFile { plan } => Ok(reply::ok(&PlanRecord::new(self.open.plan(plan)?))),
            Request::Pairs { plan } => Ok(reply::ok(&PairsView::new(self.open.plan(plan)?))),
            Request::Diff { plan } => Ok(reply::ok(&ChangesView::new(self.open.plan(plan)?))),
            Request::VerifyOwn { plan } => Ok(reply::ok(&PlanCheckView::new(&self.open.plan(plan)?.verify()))),
            Request::Explain { plan, household, at_most } => explain(self.open.plan(plan)?, &household, at_most),
            Request::Responsible { directory, subject, kind } => {
                responsible(self.open.directory(directory)?, &subject, &kind)
            }
            Request::ResponsibleAll { directory, kind } => responsible_all(self.open.directory(directory)?, &kind),
            Request::Escalate { directory, matter } => escalate(self.open.directory(directory)?, &matter),
            Request::Duties { directory, person } => duties(self.open.directory(directory)?, &person),
            Request::Findings { directory } => {
                Ok(reply::ok(&FindingsView::new(&self.open.directory(directory)?.findings())))
            }
            Request::Tree { directory, unit, depth } => tree(self.open.directory(directory)?, unit.as_deref(), depth),
            Request::Locate { directory, location, level } => {
                locate(self.open.directory(directory)?, location, level.as_deref())
            }
            Request::Households { directory } => {
                Ok(reply::ok(&HouseholdsView::new(self.open.directory(directory)?)))
            }
            Request::Verify { directory, plan } => verify(self.open.directory(directory)?, plan),
        }
    }

    fn open(&mut self, document: &[u8]) -> Answer {
        let records = document::read(document).map_err(|error| ErrorView::from(&error))?;
        let registry = Registry::build(records).map_err(|faults| ErrorView::from(&faults))?;
        let counts = registry.counts().into();
        Ok(reply::ok(&Opened { registry: self.open.add_registry(registry), counts }))
    }

    fn as_of(&mut self, registry: Handle, date: &str) -> Answer {
        let directory = self.open.registry(registry)?.as_of(question::date(date)?);
        let date = directory.date().to_string();
        Ok(reply::ok(&Compiled { directory: self.open.add_directory(directory), date }))
    }

    fn assign(&mut self, directory: Handle, options: &AssignRecord) -> Answer {
        let directory = self.open.directory(directory)?;
        let plan = directory.assign(&options.options()?).map_err(|error| ErrorView::from(&error))?;
        let plan = self.open.add_plan(plan);
        Ok(reply::ok(&Planned { plan, summary: PlanView::new(self.open.plan(plan)?, None) }))
    }
}

fn findings_between(registry: &Registry, from: &str, until: &str) -> Answer {
    let period = Period::new(question::date(from)?, Some(question::date(until)?));
    let period = period.map_err(|error| ErrorView::from(&error))?;
    let findings = registry.findings(period).map_err(|error| ErrorView::from(&error))?;
    Ok(reply::ok(&FindingsView::new(&findings)))
}

fn responsible(directory: &Directory, subject: &str, kind: &str) -> Answer {
    let answer = directory.responsible(subject, kind).map_err(|error| ErrorView::from(&error))?;
    Ok(reply::ok(&ResponsibilityView::new(directory, answer)))
}

fn responsible_all(directory: &Directory, kind: &str) -> Answer {
    let all = directory.scheme().kind(kind).and_then(|kind| directory.answerable_all(kind));
    Ok(reply::ok(&AllView::new(&all.map_err(|error| ErrorView::from(&error))?)))
}

fn escalate(directory: &Directory, matter: &MatterRecord) -> Answer {
    matter.ask(|matter: &Matter<'_>| {
        let path = directory.escalate(matter).map_err(|error| ErrorView::from(&error))?;
        Ok(reply::ok(&PathView::new(directory, matter, &path)))
    })?
}

fn duties(directory: &Directory, person: &str) -> Answer {
    let duties = directory.duties_of(person).map_err(|error| ErrorView::from(&error))?;
    Ok(reply::ok(&DutiesView::new(directory, &duties)))
}

fn tree(directory: &Directory, unit: Option<&str>, depth: Option<u32>) -> Answer {
    let Some(unit) = unit else { return Ok(reply::ok(&TreeView::under(directory, directory.roots(), depth))) };
    let top = directory.unit(unit).map_err(|error| ErrorView::from(&error))?;
    Ok(reply::ok(&TreeView::under(directory, std::iter::once(top), depth)))
}

fn locate(directory: &Directory, [longitude, latitude]: [f64; 2], level: Option<&str>) -> Answer {
    let unit = match level {
        None => directory.locate(longitude, latitude),
        Some(level) => {
            let level = directory.scheme().level(level).map_err(|error| ErrorView::from(&error))?;
            directory.locate_at(level, longitude, latitude)
        }
    };
    Ok(reply::ok(&LocateView { unit: unit.map(wangge::Unit::id) }))
}

fn explain(plan: &Plan, household: &str, at_most: u32) -> Answer {
    let at_most = usize::try_from(at_most).unwrap_or(usize::MAX);
    let explanation = plan.explain(household, at_most).map_err(|error| ErrorView::from(&error))?;
    Ok(reply::ok(&ExplanationView::from(&explanation)))
}

/// Whether a plan holds on the date of the directory, whatever date it was made for.
fn verify(directory: &Directory, plan: &[u8]) -> Answer {
    let plan = PlanRecord::read(plan).map_err(|error| ErrorView::from(&error))?;
    let certificate = plan.certificate();
    let checked = directory.verify_plan(&plan.options(), plan.pairs(), certificate.as_ref());
    Ok(reply::ok(&PlanCheckView::new(&checked.map_err(|error| ErrorView::from(&error))?)))
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("open", &self.open).finish()
    }
}
