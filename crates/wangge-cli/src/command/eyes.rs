//! Whose eyes an answer is for: everybody's, or those of one person, for whom only what they may see exists (S2).

use std::path::Path;

use jiff::Timestamp;
use wangge::{Action, Duties, QueryError, Subject, Unit};
use wangge_store::{Asked, Store};

use crate::arguments::Ask;
use crate::command::store::told;
use crate::failure::Failure;
use crate::load::{self, County};
use crate::refusal;

/// Who looks at a county.
pub struct Eyes<'a> {
    ask: &'a Ask,
    county: &'a County,
    person: Option<&'a str>,
}

impl<'a> Eyes<'a> {
    pub fn new(ask: &'a Ask, county: &'a County) -> Self {
        Self { ask, county, person: ask.seen_by.as_deref() }
    }

    /// What was seen. Of a store, its log of reads says so before anybody is told, whether there was something to see or
    /// not; if that cannot be written, nothing is told.
    pub fn logged<T>(
        &self,
        file: &Path,
        question: &str,
        subject: &str,
        seen: Result<T, Failure>,
    ) -> Result<T, Failure> {
        if let Some(asker) = self.person.filter(|_| load::is_store(file)) {
            let asked = Asked { at: &Timestamp::now().to_string(), asker, question, subject };
            let logged = Store::open(file).and_then(|mut store| store.record_read(&asked, seen.is_ok()));
            logged.map_err(|error| told(self.ask.lang, file, &error))?;
        }
        seen
    }

    /// Whether there is something to see; without a person that is asked later.
    pub fn subject(&self, id: &str) -> Result<(), Failure> {
        let Some(person) = self.person else { return Ok(()) };
        self.county.directory.subject_seen_by(person, id).map(|_| ()).map_err(|error| self.refused(&error))
    }

    /// A unit.
    pub fn unit(&self, id: &str) -> Result<Unit<'a>, Failure> {
        let directory = &self.county.directory;
        let unit = self.person.map_or_else(|| directory.unit(id), |person| directory.unit_seen_by(person, id));
        unit.map_err(|error| self.refused(&error))
    }

    /// The units at the top.
    pub fn tops(&self) -> Result<Vec<Unit<'a>>, Failure> {
        let directory = &self.county.directory;
        let Some(person) = self.person else { return Ok(directory.roots().collect()) };
        let scope = directory.scope(person).map_err(|error| self.refused(&error))?;
        Ok(scope.tops(Action::See).collect())
    }

    /// Somebody's duties.
    pub fn duties(&self, id: &str) -> Result<Duties<'a>, Failure> {
        let directory = &self.county.directory;
        let duties = self.person.map_or_else(|| directory.duties_of(id), |person| directory.duties_seen_by(person, id));
        duties.map_err(|error| self.refused(&error))
    }

    /// Whether personal data of a subject may be shown.
    pub fn may_read(&self, subject: Subject<'_>) -> bool {
        let may = |person| self.county.directory.may(person, Action::Personal, subject.id());
        self.person.is_none_or(|person| may(person).is_ok_and(wangge::Access::is_granted))
    }

    /// Why a question has no answer; with a person, nothing is said of what else there is.
    pub fn refused(&self, error: &QueryError) -> Failure {
        match self.person {
            None => refusal::query(self.ask.lang, self.county, error),
            Some(_) => refusal::unseen(self.ask.lang, error),
        }
    }
}
