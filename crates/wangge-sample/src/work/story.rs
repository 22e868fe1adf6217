//! How one matter goes: the core says at every turn who is asked and by when, and people act after a while.

use jiff::civil::Date;
use smol_str::SmolStr;
use wangge::Registry;
use wangge::record::Urgency;
use wangge::work::{Act, Deadline, Entry, Event, Reported, ReturnReason, Standing, State, Work};

use super::clock::{DAY, Days, HOUR, Minute, date, instant, midnight, minute};
use super::course::Course;
use super::plan::Planned;
use super::{LAST_MINUTE, people};
use crate::random::Random;

/// How often something is tried before it is given up: a case cannot have more steps and people than that.
const TRIES: usize = 12;

/// The log while it is being made, and the core that judges it.
pub(super) struct Teller<'r> {
    work: Work,
    pub log: Vec<Entry>,
    pub days: Days<'r>,
}

/// A matter on its way.
struct Story<'t, 'r> {
    teller: &'t mut Teller<'r>,
    random: Random,
    matter: &'t Planned,
    id: SmolStr,
    /// The minute of the last event, or of the report.
    at: Minute,
}

impl<'r> Teller<'r> {
    pub fn new(registry: &'r Registry) -> Self {
        Self { work: Work::new(registry), log: Vec::new(), days: Days::new(registry) }
    }

    /// Takes an entry, if the core does.
    pub fn record(&mut self, entry: Entry) -> bool {
        let is_taken = self.work.record(&entry).is_ok();
        if is_taken {
            self.log.push(entry);
        }
        is_taken
    }

    /// Tells a matter from its report to the end of the year.
    pub fn tell(&mut self, id: SmolStr, matter: &Planned, random: Random) {
        let reported = Reported {
            id: id.clone(),
            subject: matter.subject.clone(),
            kind: matter.kind.into(),
            urgency: matter.urgency,
            at: instant(matter.at),
            channel: matter.channel,
            recuse: matter.recuse.clone(),
        };
        if self.record(Entry::Matter(reported)) {
            Story { teller: self, random, matter, id, at: matter.at }.go();
        }
    }
}

impl Story<'_, '_> {
    fn go(mut self) {
        match self.matter.course {
            Course::Plain => self.resolve_after(None),
            Course::Moving => {
                self.accept(0);
                self.resolve(midnight(Date::constant(2026, 3, 6)));
            }
            Course::Named(reason) => {
                self.name(reason);
                self.resolve_after(None);
            }
            Course::Refused(reason) => {
                self.refuse(reason);
                self.resolve_after(None);
            }
            Course::TooMuch => {
                self.accept(0);
                self.refuse(ReturnReason::BeyondPowers);
                self.resolve_after(None);
            }
            Course::Transferred => {
                self.accept(0);
                self.hand_to_town();
                self.resolve(self.at);
            }
            Course::HandedDown => {
                self.accept(1);
                self.hand_down();
                self.resolve(midnight(Date::constant(2026, 7, 2)));
            }
            Course::TakenByTown => {
                self.refuse_all();
                self.take_by_town();
                self.resolve(self.at);
            }
            Course::Reopened => {
                self.resolve_after(Some(0));
                self.reopen_and_resolve();
            }
            Course::ReopenedVerified => {
                self.resolve_after(Some(0));
                self.verify();
                self.reopen_and_resolve();
            }
            Course::ReopenedClosed => {
                self.resolve_after(Some(0));
                self.verify();
                self.close();
                self.reopen_and_resolve();
            }
            Course::Waiting | Course::NotAccepted => return,
            Course::Unanswered => return self.refuse_all(),
            Course::InTime | Course::Left => return self.accept(0),
            Course::Overdue(lapses) => return self.accept(lapses),
            Course::OpenAgain => {
                self.resolve_after(Some(0));
                return self.reopen();
            }
        }
        self.finish();
    }

    fn standing(&self, at: Minute) -> Option<Standing<'_>> {
        self.teller.work.case(&self.id).ok()?.at(instant(at))
    }

    fn state(&self) -> Option<State> {
        Some(self.standing(self.at)?.state())
    }

    /// Who is asked or holds it.
    fn holder(&self, at: Minute) -> Option<SmolStr> {
        Some(SmolStr::new(self.standing(at)?.holders().first()?))
    }

    /// Does something, if it is allowed.
    fn act(&mut self, at: Minute, act: Act) -> bool {
        let event = Event { matter: self.id.clone(), at: instant(at), act };
        let is_done = at <= LAST_MINUTE && self.teller.record(Entry::Event(event));
        if is_done {
            self.at = at;
        }
        is_done
    }

    /// Somebody accepts it: after so many steps have lapsed, and perhaps one more.
    fn accept(&mut self, lapses: u32) {
        let is_free = self.matter.course == Course::Plain;
        let mut lapses = lapses;
        if is_free && self.random.permille(110) {
            lapses = 1 + u32::from(self.random.permille(250));
        }
        for _ in 0..TRIES {
            let Some((state, due)) = self.waits() else { return };
            if state != State::Waiting {
                return;
            }
            match due.filter(|due| *due > self.at && lapses > 0 && due + 3 * DAY < LAST_MINUTE) {
                Some(due) => {
                    // At the deadline itself it would still be in time.
                    self.at = due + 1;
                    lapses -= 1;
                }
                None => {
                    let at = self.soon(due);
                    let Some(by) = self.holder(at) else { return };
                    self.act(at, Act::Accepted { by });
                    return;
                }
            }
        }
    }

    /// Its state, and the minute by which it is to be accepted.
    fn waits(&self) -> Option<(State, Option<Minute>)> {
        let standing = self.standing(self.at)?;
        Some((standing.state(), known(standing.accept_by())))
    }

    /// When somebody who is asked reacts: most do early, all in time if there is time left.
    fn soon(&mut self, due: Option<Minute>) -> Minute {
        match due.filter(|due| *due > self.at + 1) {
            Some(due) => {
                let share = self.random.between(20, 900).min(self.random.between(20, 900));
                let at = self.at + 1 + (due - self.at - 1) * share / 1000;
                self.awake(at).min(due).min(LAST_MINUTE)
            }
            None => {
                let later = self.at + self.random.between(HOUR, DAY);
                self.awake(later).min(LAST_MINUTE)
            }
        }
    }

    /// Nobody sees to what can wait in the middle of the night.
    fn awake(&mut self, at: Minute) -> Minute {
        if self.matter.urgency == Urgency::Emergency { at } else { self.by_day(at) }
    }

    fn by_day(&mut self, at: Minute) -> Minute {
        let day = at.div_euclid(DAY) * DAY;
        let morning = 7 * HOUR + self.random.between(0, 4 * HOUR);
        match at - day {
            0..420 => day + morning,
            1260.. => day + DAY + morning,
            _ => at,
        }
    }

    fn resolve_after(&mut self, lapses: Option<u32>) {
        self.accept(lapses.unwrap_or(0));
        self.resolve(self.at);
    }

    /// Who holds it resolves it: mostly in time, not before a minute, and before the end of the year.
    fn resolve(&mut self, not_before: Minute) {
        let Some(standing) = self.standing(self.at) else { return };
        let due = known(standing.resolve_by()).filter(|due| *due > self.at);
        let span = due.map_or(2 * DAY, |due| due - self.at);
        let share = self.random.between(80, 980);
        let late = if self.random.permille(60) { span + self.random.between(HOUR, 5 * DAY) } else { 0 };
        let drawn = self.at + 1 + (span - 1).max(0) * share / 1000 + late;
        let drawn = drawn.max(not_before + self.random.between(HOUR, 9 * HOUR));
        let mut at = self.awake(drawn).min(LAST_MINUTE - self.random.between(1, 40)).max(self.at + 1);
        if late == 0 && not_before <= self.at {
            at = due.map_or(at, |due| at.min(due));
        }
        // Earlier, where nobody holds it any more by then.
        for _ in 0..TRIES {
            if let Some(by) = self.holder(at) {
                self.act(at, Act::Resolved { by });
                return;
            }
            at = self.at + (at - self.at) / 2;
        }
    }

    /// Who is asked refuses, and names somebody who has the duty too.
    fn name(&mut self, reason: ReturnReason) {
        let Some((_, due)) = self.waits() else { return };
        let at = self.soon(due);
        let Some(by) = self.holder(at) else { return };
        let kind = self.matter.kind;
        let others = people::with_duty(self.teller.days.at(at), &self.matter.subject, kind, people::is_near);
        for to in others {
            let (by, to) = (by.clone(), Some(to));
            if self.act(at, Act::Returned { by, reason, to }) {
                return;
            }
        }
    }

    /// Who is asked, or holds it, refuses: the next step decides.
    fn refuse(&mut self, reason: ReturnReason) {
        let Some((_, due)) = self.waits() else { return };
        let at = self.soon(due);
        if let Some(by) = self.holder(at) {
            self.act(at, Act::Returned { by, reason, to: None });
        }
    }

    /// All who can be asked let it lapse or refuse it, until nobody is left.
    fn refuse_all(&mut self) {
        for _ in 0..TRIES {
            if self.state() != Some(State::Waiting) {
                return;
            }
            self.refuse(ReturnReason::BeyondPowers);
        }
    }

    fn hand_to(&mut self, at: Minute, others: Vec<SmolStr>) {
        let Some(by) = self.holder(at) else { return };
        for to in others {
            if self.act(at, Act::Transferred { by: by.clone(), to }) {
                return;
            }
        }
    }

    fn hand_to_town(&mut self) {
        let at = self.soon(None);
        let kind = self.matter.kind;
        let others = people::with_duty(self.teller.days.at(at), &self.matter.subject, kind, people::is_town_office);
        self.hand_to(at, others);
    }

    /// To the micro-grid leader, who was asked first.
    fn hand_down(&mut self) {
        let at = self.at + self.random.between(HOUR, 3 * HOUR);
        let directory = self.teller.days.at(at);
        let unit = directory.subject(&self.matter.subject).map(wangge::Subject::unit);
        let leaders = unit.map(|unit| people::in_role(unit, "micro-grid-leader")).unwrap_or_default();
        self.hand_to(at, leaders);
    }

    fn take_by_town(&mut self) {
        let drawn = self.at + self.random.between(2 * HOUR, DAY);
        let at = self.awake(drawn);
        let kind = self.matter.kind;
        let above = people::is_above_village;
        for by in people::with_duty(self.teller.days.at(at), &self.matter.subject, kind, above) {
            if self.act(at, Act::Accepted { by }) {
                return;
            }
        }
    }

    /// The reporter says that it is done, else somebody above.
    fn verify(&mut self) {
        let drawn = self.at + self.random.between(HOUR, 6 * DAY);
        let at = self.by_day(drawn);
        if self.random.permille(280) {
            for by in self.verifiers() {
                if self.act(at, Act::Verified { by: Some(by) }) {
                    return;
                }
            }
        }
        self.act(at, Act::Verified { by: None });
    }

    /// Who was told that it wants to be verified.
    fn verifiers(&self) -> Vec<SmolStr> {
        let Ok(case) = self.teller.work.case(&self.id) else { return Vec::new() };
        let history = case.history(instant(self.at));
        let resolved = history.iter().filter(|happening| happening.as_str() == "resolved").last();
        resolved.into_iter().flat_map(|happening| happening.to()).map(SmolStr::new).collect()
    }

    fn close(&mut self) {
        let drawn = self.at + self.random.between(3 * HOUR, 9 * DAY);
        let at = self.by_day(drawn);
        let Some(by) = self.standing(self.at).and_then(|now| now.resolved_by().map(SmolStr::new)) else { return };
        self.act(at, Act::Closed { by });
    }

    fn reopen(&mut self) {
        let drawn = match self.matter.course {
            Course::OpenAgain if date(self.at).month() == 11 => LAST_MINUTE - self.random.between(DAY, 2 * DAY),
            _ => self.at + self.random.between(6 * HOUR, 5 * DAY),
        };
        let at = self.awake(drawn).max(self.at);
        self.act(at, Act::Reopened { by: None });
    }

    fn reopen_and_resolve(&mut self) {
        self.reopen();
        self.resolve(self.at);
    }

    /// What is resolved is verified and closed in most cases.
    fn finish(&mut self) {
        if self.random.permille(50) {
            return;
        }
        self.verify();
        if self.random.permille(880) {
            self.close();
        }
    }
}

/// The minute of a deadline, if it is known.
fn known(deadline: Deadline) -> Option<Minute> {
    deadline.instant().map(minute)
}
