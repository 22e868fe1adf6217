//! What every question about the work needs: the county on a day, the work, and words for both.

use jiff::Timestamp;
use jiff::civil::Date;
use wangge::work::{Case, Sight, WorkError};
use wangge::{Action, Registry, Subject, Unit, Work};
use wangge_formats::answer::ErrorView;

use crate::arguments::Ask;
use crate::arguments::work::Files;
use crate::command::eyes::Eyes;
use crate::command::people;
use crate::failure::{Exit, Failure};
use crate::lang::Lang;
use crate::load::{self, County, Held};
use crate::{refusal, time, words};

/// The work of a county, looked at on a day by somebody.
pub struct Desk<'a> {
    pub ask: &'a Ask,
    pub lang: Lang,
    pub command: &'static str,
    pub files: &'a Files,
    pub county: County,
    pub work: Work,
    /// What is shown to the one who asks; none: everything.
    pub sight: Option<Sight>,
    /// What is known at this instant.
    pub at: Timestamp,
}

/// This second.
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

impl<'a> Desk<'a> {
    /// At an instant; now if there is none.
    pub fn at(ask: &'a Ask, command: &'static str, files: &'a Files, at: Option<&str>) -> Result<Self, Failure> {
        Self::reading(ask, command, files, at, |registry, _| Self::read(ask, files, registry))
    }

    /// The same with a reading of its own, at the instant.
    pub fn reading(
        ask: &'a Ask,
        command: &'static str,
        files: &'a Files,
        at: Option<&str>,
        read: impl FnOnce(&Registry, Timestamp) -> Result<Work, Failure>,
    ) -> Result<Self, Failure> {
        let when = |scheme: &wangge::Scheme| match at {
            Some(text) => {
                let at = time::instant(ask.lang, command, text, scheme)?;
                Ok((at, scheme.calendar().date_of(at)))
            }
            None => Ok((now(), scheme.calendar().date_of(now()))),
        };
        Self::open(ask, command, files, when, read)
    }

    /// The whole log.
    fn read(ask: &Ask, files: &Files, registry: &Registry) -> Result<Work, Failure> {
        let entries = load::entries(ask.lang, registry, &files.work)?;
        Ok(Held::new(ask.lang, registry, entries).told(ask, &files.work))
    }

    /// On a date; today if there is none.
    pub fn on(ask: &'a Ask, command: &'static str, files: &'a Files, on: Option<&str>) -> Result<Self, Failure> {
        let when = |scheme: &wangge::Scheme| Ok((now(), time::on(ask.lang, command, on, scheme)?));
        Self::open(ask, command, files, when, |registry, _| Self::read(ask, files, registry))
    }

    fn open(
        ask: &'a Ask,
        command: &'static str,
        files: &'a Files,
        when: impl FnOnce(&wangge::Scheme) -> Result<(Timestamp, Date), Failure>,
        read: impl FnOnce(&Registry, Timestamp) -> Result<Work, Failure>,
    ) -> Result<Self, Failure> {
        let lang = ask.lang;
        load::one_input(lang, command, [&files.file, &files.work])?;
        let registry = load::registry(lang, &files.file)?;
        let (at, date) = when(registry.scheme())?;
        let work = read(&registry, at)?;
        let county = County::of(lang, registry, date);
        let mut sight = None;
        if let Some(person) = &ask.seen_by {
            let known = county.directory.person(person).map(|_| ());
            known.map_err(|error| Eyes::new(ask, &county).refused(&error))?;
            sight = work.sight(person, at).ok();
        }
        Ok(Self { ask, lang, command, files, county, work, sight, at })
    }

    pub fn eyes(&self) -> Eyes<'_> {
        Eyes::new(self.ask, &self.county)
    }

    /// What was seen; a store's log of reads says so before anybody is told.
    pub fn logged<T>(&self, subject: &str, seen: Result<T, Failure>) -> Result<T, Failure> {
        self.eyes().logged(&self.files.file, self.command, subject, seen)
    }

    /// Whether a subject may be seen.
    pub fn sees(&self, subject: &str) -> bool {
        let seen = |person: &String| self.county.directory.subject_seen_by(person, subject).is_ok();
        self.ask.seen_by.as_ref().is_none_or(seen)
    }

    /// Whether a case is shown.
    pub fn sees_case(&self, case: Case<'_>) -> bool {
        self.sight.as_ref().map_or(self.ask.seen_by.is_none(), |sight| sight.shows(case))
    }

    /// The unit that is asked about, as the work knows it: of every unit that there ever is; for somebody, one of those
    /// that they may see, and if none is named, the one at the top of these.
    pub fn unit(&self, unit: Option<&str>) -> Result<Option<&str>, Failure> {
        let Some(id) = unit else { return self.top() };
        if self.ask.seen_by.is_some() {
            return Ok(Some(self.eyes().unit(id)?.id()));
        }
        match self.work.unit_id(id) {
            Ok(id) => Ok(Some(id)),
            // With what may have been meant.
            Err(_) => self.eyes().unit(id).map(|unit| Some(unit.id())),
        }
    }

    fn top(&self) -> Result<Option<&str>, Failure> {
        let Some(person) = &self.ask.seen_by else { return Ok(None) };
        let scope = self.county.directory.scope(person).map_err(|error| self.eyes().refused(&error))?;
        let tops: Vec<Unit<'_>> = scope.tops(Action::See).collect();
        if let [top] = &tops[..] {
            return Ok(Some(top.id()));
        }
        let known = self.lang.list(tops.iter().map(|top| format!("`{}`", top.id())));
        let what = if tops.is_empty() {
            self.lang.of("此人这一天不管任何单元".to_owned(), "no unit is theirs to see on that day".to_owned())
        } else {
            self.lang.of(format!("请写明单元；可查看的有：{known}"), format!("name a unit; theirs to see: {known}"))
        };
        Err(refusal::usage(self.lang, self.command, what))
    }

    /// A matter that is shown, else nothing but that there is none (S2).
    pub fn case(&self, matter: &str) -> Result<Case<'_>, Failure> {
        match self.work.case(matter) {
            Ok(case) if self.sees_case(case) => Ok(case),
            _ => Err(self.unknown(matter)),
        }
    }

    fn unknown(&self, matter: &str) -> Failure {
        let what = self.lang.of(
            format!("没有编号为 `{matter}` 的事项；`wangge case` 不写事项可列出未办结的（规则 E9）"),
            format!("no matter has the id `{matter}`; `wangge case` without a matter lists the open ones (rule E9)"),
        );
        let told = format!("`{matter}` is the id of no matter; check its spelling (rule E9)");
        let error = ErrorView { rule: Some("E9"), ids: vec![matter.into()], ..ErrorView::new("matter.unknown", told) };
        Failure::new(Exit::Usage, what, error)
    }

    /// A question about the work that has no answer.
    pub fn refused(&self, error: &WorkError) -> Failure {
        Failure::new(Exit::Usage, words::work::refusal(self.lang, error), error.into())
    }

    /// An instant to the minute, in the scheme's offset.
    pub fn told(&self, at: Timestamp) -> String {
        people::instant(at, self.county.registry.scheme().calendar().offset())
    }

    /// `甲一 (p1) 1001`.
    pub fn person(&self, id: &str) -> String {
        self.county.directory.person(id).map_or_else(|_| id.to_owned(), people::person)
    }

    /// People, a line each; nobody, if there is none.
    pub fn people<'p>(&self, ids: impl IntoIterator<Item = &'p str>) -> String {
        let lines: Vec<String> = ids.into_iter().map(|id| self.person(id)).collect();
        if lines.is_empty() { self.lang.of("【无人】", "[nobody]").to_owned() } else { lines.join("\n") }
    }

    /// Somebody with the seat from which they have to do with a subject.
    pub fn serving(&self, id: &str, subject: &str) -> String {
        let who = self.person(id);
        let as_what = self.seat(id, subject).unwrap_or_default();
        if as_what.is_empty() { who } else { self.lang.of(format!("{who}，{as_what}"), format!("{who}, {as_what}")) }
    }

    /// The name of the innermost post above a subject, else of the pairing with it, else of the first post.
    fn seat(&self, person: &str, subject: &str) -> Option<String> {
        let directory = &self.county.directory;
        let duties = directory.duties_of(person).ok()?;
        let subject = directory.subject(subject).ok();
        let mut above = subject.into_iter().flat_map(|subject| subject.unit().ancestors());
        let post = above.find_map(|unit| duties.posts().iter().find(|post| post.unit == unit));
        let paired = || {
            let own = duties.pairings().find(|(_, household)| Some(household.id()) == subject.map(Subject::id));
            own.map(|(programme, _)| self.lang.name(programme.name()).to_owned())
        };
        let named = |post: &wangge::PostHeld<'_>| match (post.role, post.department) {
            (Some(role), _) => self.lang.name(role.name()).to_owned(),
            (None, department) => department.map_or("", wangge::Department::name).to_owned(),
        };
        post.map(named).or_else(paired).or_else(|| duties.posts().first().map(named))
    }

    /// A subject and where it is.
    pub fn subject(&self, id: &str) -> String {
        let told = |subject| people::subject(subject, self.eyes().may_read(subject));
        self.county.directory.subject(id).map_or_else(|_| id.to_owned(), told)
    }

    /// `第一网格 (v1-g1)`.
    pub fn unit_told(&self, id: &str) -> String {
        self.county.directory.unit(id).map_or_else(|_| id.to_owned(), people::unit)
    }
}
