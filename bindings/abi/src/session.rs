//! A session: what is open, and the answer to each call.

use std::fmt;

use wangge::Directory;
use wangge_formats::answer::ErrorView;
use wangge_formats::ask::{self, Reply};
use wangge_formats::plan::PlanRecord;
use wangge_formats::question::AssignRecord;

use crate::open::{Handle, Open};
use crate::reply;
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

impl Session {
    /// With nothing open.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a request: `{"ok": ANSWER}` or `{"error": ERROR}`, on one line.
    pub fn call(&mut self, request: &[u8]) -> Vec<u8> {
        match Request::read(request).and_then(|request| self.answer(request)) {
            Ok(answer) => reply::ok(answer),
            Err(error) => reply::error(&error),
        }
    }

    fn answer(&mut self, request: Request<'_>) -> Reply {
        let open = &self.open;
        match request {
            Request::About => Ok(reply::about()),
            Request::Open { document } => self.open(document),
            Request::Close { handle } => self.open.close(handle).map(|()| "{}".to_owned()),
            Request::Scheme { registry } => Ok(ask::scheme(open.registry(registry)?)),
            Request::AsOf { registry, date } => self.as_of(registry, &date),
            Request::FindingsBetween { registry, from, until } => {
                ask::findings_between(open.registry(registry)?, &from, &until)
            }
            Request::Responsible { directory, subject, kind } => {
                ask::responsible(open.directory(directory)?, &subject, &kind)
            }
            Request::ResponsibleAll { directory, kind } => ask::responsible_all(open.directory(directory)?, &kind),
            Request::Escalate { directory, matter } => ask::escalate(open.directory(directory)?, &matter),
            Request::Duties { directory, person } => ask::duties(open.directory(directory)?, &person),
            Request::May { directory, person, action, subject } => {
                ask::may(open.directory(directory)?, &person, &action, &subject)
            }
            Request::Scope { directory, person } => ask::scope(open.directory(directory)?, &person),
            Request::Findings { directory } => Ok(ask::findings(open.directory(directory)?)),
            Request::Tree { directory, unit, depth } => ask::tree(open.directory(directory)?, unit.as_deref(), depth),
            Request::Locate { directory, location, level } => {
                ask::locate(open.directory(directory)?, location, level.as_deref())
            }
            Request::Households { directory } => Ok(ask::households(open.directory(directory)?)),
            Request::Assign { directory, options } => self.assign(directory, &options),
            Request::Verify { directory, plan } => verify(open.directory(directory)?, plan),
            Request::PlanFile { plan } => Ok(ask::plan_file(open.plan(plan)?)),
            Request::Pairs { plan } => Ok(ask::pairs(open.plan(plan)?)),
            Request::Diff { plan } => Ok(ask::diff(open.plan(plan)?)),
            Request::VerifyOwn { plan } => Ok(ask::verify_own(open.plan(plan)?)),
            Request::Explain { plan, household, at_most } => {
                ask::explain(open.plan(plan)?, &household, usize::try_from(at_most).unwrap_or(usize::MAX))
            }
        }
    }

    fn open(&mut self, document: &[u8]) -> Reply {
        let registry = ask::registry(document)?;
        let counts = ask::counts(&registry);
        Ok(format!(r#"{{"registry":{},"counts":{counts}}}"#, self.open.add_registry(registry)))
    }

    fn as_of(&mut self, registry: Handle, date: &str) -> Reply {
        let directory = ask::directory(self.open.registry(registry)?, date)?;
        let date = directory.date();
        Ok(format!(r#"{{"directory":{},"date":"{date}"}}"#, self.open.add_directory(directory)))
    }

    fn assign(&mut self, directory: Handle, options: &AssignRecord) -> Reply {
        let plan = ask::assign(self.open.directory(directory)?, &options.options()?, &mut |_| {})?;
        let summary = ask::plan(&plan);
        Ok(format!(r#"{{"plan":{},"summary":{summary}}}"#, self.open.add_plan(plan)))
    }
}

fn verify(directory: &Directory, plan: &[u8]) -> Reply {
    ask::verify(directory, &PlanRecord::read(plan).map_err(|error| ErrorView::from(&error))?)
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("open", &self.open).finish()
    }
}
