//! The reporting calendar and what was filed (N2, E8).

use jiff::{Timestamp, civil::Date};
use smol_str::SmolStr;
use wangge::{
    record::{ReportRecord, SeatRecord},
    work::{Filing, Reported},
};

use super::{
    super::{
        holder::SeatRow,
        world::{Subject, World},
    },
    Code, Log,
    case::{Case, Deadline, Firsts},
    code,
};

/// A report that is due from a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueReport {
    /// By when.
    pub due: Timestamp,
    /// The rule.
    pub rule: String,
    /// The unit.
    pub unit: String,
    /// Ids of its matters, in the order of the log.
    pub matters: Vec<String>,
    /// When it was filed.
    pub filed: Option<Timestamp>,
    /// Filed after the deadline, or not filed and the deadline has passed.
    pub late: bool,
}

/// What is asked of the calendar.
#[derive(Clone, Copy)]
struct Asked<'a> {
    unit: Option<&'a str>,
    after: Timestamp,
    until: Timestamp,
    known: Timestamp,
}

/// The answer of N2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reporting {
    /// What is due, by instant, rule in the scheme's order, and unit by id.
    pub due: Vec<DueReport>,
    /// Rule, unit and matter where the deadline is unknown.
    pub unknown: Vec<(String, String, String)>,
}

impl Log {
    /// The reports "for deadlines later than one instant and up to another", "as known at an instant"; of the units under
    /// one unit, if one is named.
    pub fn reporting(&self, unit: Option<&str>, after: Timestamp, until: Timestamp, known: Timestamp) -> Reporting {
        let mut reporting = Reporting::default();
        for rule in &self.world.scheme.reports {
            for reporter in 0..self.world.units.len() {
                self.reports_of(rule, reporter, Asked { unit, after, until, known }, &mut reporting);
            }
        }
        let rules = &self.world.scheme.reports;
        let place = |id: &str| rules.iter().position(|rule| rule.id == id);
        reporting.due.sort_by(|a, b| {
            (a.due, place(&a.rule), &a.unit, &a.matters).cmp(&(b.due, place(&b.rule), &b.unit, &b.matters))
        });
        reporting.unknown.sort();
        reporting
    }

    fn reports_of(&self, rule: &ReportRecord, unit: usize, asked: Asked<'_>, reporting: &mut Reporting) {
        let world = &self.world;
        let id = |row: usize| world.units[row].id.to_string();
        let under = |day: Date| {
            asked.unit.is_none_or(|above| {
                world.path(day, Subject::Unit(unit)).iter().any(|row| world.units[*row].id == above)
            })
        };
        let mine: Vec<&Reported> = self
            .matters()
            .filter(|matter| matter.at <= asked.known && self.reports_from(rule, matter) == Some(unit))
            .filter(|matter| under(world.day(matter.at)))
            .collect();
        let deadline = |matter: &Reported| world.deadline(matter.at, &rule.due);
        let within = |at: Timestamp| asked.after < at && at <= asked.until;
        let mut instants: Vec<Timestamp> = Vec::new();
        for matter in &mine {
            match deadline(matter) {
                Deadline::At(at) => instants.push(at),
                _ if within(matter.at) => {
                    reporting.unknown.push((rule.id.to_string(), id(unit), matter.id.to_string()))
                }
                _ => {}
            }
        }
        // "Where the rule's span is the end of the month also at the end of each month on whose last day the unit lives
        // and both ends of the report are there."
        let is_monthly = rule.due == "end-of-month";
        if is_monthly {
            let mut day = world.day(asked.after).yesterday().unwrap();
            while day <= world.day(asked.until) {
                let midnight = world.midnight(day.tomorrow().unwrap());
                if day.last_of_month() == day && world.has_both_ends(day, unit, rule) && under(day) {
                    instants.push(midnight);
                }
                day = day.tomorrow().unwrap();
            }
        }
        instants.retain(|at| within(*at));
        instants.sort();
        instants.dedup();
        for due in instants {
            let matters: Vec<&Reported> =
                mine.iter().copied().filter(|matter| deadline(matter) == Deadline::At(due)).collect();
            let mut parts: Vec<Option<Timestamp>> =
                matters.iter().map(|matter| self.covered(rule, unit, matter, asked.known)).collect();
            if is_monthly {
                let day = world.day(due);
                let filings = self.filed(rule, unit, asked.known).filter(|filing| filing.until >= day);
                parts.push(filings.map(|filing| filing.at).min());
            }
            // "The instant is the last of the first filings that do so."
            let filed = parts.iter().copied().collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
            reporting.due.push(DueReport {
                due,
                rule: rule.id.to_string(),
                unit: id(unit),
                matters: matters.iter().map(|matter| matter.id.to_string()).collect(),
                filed,
                late: filed.map_or(due <= asked.known, |filed| filed > due),
            });
        }
    }

    /// E8: the unit that reports a matter under a rule, if both ends are there on the day of the report.
    fn reports_from(&self, rule: &ReportRecord, matter: &Reported) -> Option<usize> {
        if rule.urgency != matter.urgency {
            return None;
        }
        let day = self.world.day(matter.at);
        let subject = self.world.subject(day, &matter.subject).ok()?;
        self.world.end_of_report(day, subject, &rule.to)?;
        self.world.end_of_report(day, subject, &rule.from)
    }

    /// Filings of a rule and unit as known at an instant.
    fn filed(&self, rule: &ReportRecord, unit: usize, known: Timestamp) -> impl Iterator<Item = &Filing> {
        let id = self.world.units[unit].id.clone();
        let rule = rule.id.clone();
        self.filings().filter(move |filing| filing.at <= known && filing.report == rule && filing.unit == id)
    }

    /// When a matter was first covered: "it covers the matters of rule and unit that were reported at its instant or
    /// before, on days before `until`".
    fn covered(&self, rule: &ReportRecord, unit: usize, matter: &Reported, known: Timestamp) -> Option<Timestamp> {
        let day = self.world.day(matter.at);
        self.filed(rule, unit, known)
            .filter(|filing| matter.at <= filing.at && day < filing.until)
            .map(|filing| filing.at)
            .min()
    }

    /// The three firsts of a case, as known at an instant.
    pub fn firsts(&self, case: &Case<'_>, known: Timestamp) -> Firsts {
        let matter = &case.matter;
        let rules = self.world.scheme.reports.iter();
        let report = rules.filter_map(|rule| self.covered(rule, self.reports_from(rule, matter)?, matter, known)).min();
        let since = |at: Option<Timestamp>| at.map(|at| at.duration_since(matter.at));
        Firsts { response: since(case.first_response), report: since(report), handling: since(case.first_handling) }
    }

    /// The units that file a report on a day, each with the people who may: for whoever makes up what happens next.
    pub fn who_files(&self, rule: &ReportRecord, day: Date) -> Vec<(SmolStr, Vec<String>)> {
        let world = &self.world;
        let level = world.seat_level(&rule.from);
        let units = (0..world.units.len())
            .filter(|row| world.units[*row].level == level && world.units[*row].life.contains(day));
        let people = |unit: usize| {
            let (primaries, deputies) = world.appointed(day, &world.seats_named(day, unit, &rule.from));
            let mut people = [primaries, deputies].concat();
            people.retain(|person| world.is_present(day, *person));
            world.names(&people)
        };
        units.map(|unit| (world.units[unit].id.clone(), people(unit))).collect()
    }

    /// "Codes of filings", in their order.
    pub(super) fn filing_refusal(&self, filing: &Filing) -> Result<(), Code> {
        let world = &self.world;
        let rule = world.scheme.reports.iter().find(|rule| rule.id == filing.report).ok_or("report.unknown")?;
        let unit = world.units.iter().position(|row| row.id == filing.unit).ok_or("unit.unknown")?;
        let person = world.person(&filing.by).map_err(|refusal| code(&refusal))?;
        let day = world.day(filing.at);
        world.subject(day, &filing.unit).map_err(|refusal| code(&refusal))?;
        let seats = world.seats_named(day, unit, &rule.from);
        if world.units[unit].level != world.seat_level(&rule.from) || seats.is_empty() {
            return Err("report.level");
        }
        let sits = |seat: &SeatRow| {
            let mut posts = world.appointments.iter();
            posts.any(|row| row.person == person && row.seat == *seat && row.period.contains(day))
        };
        if !seats.iter().any(sits) || !world.is_present(day, person) {
            return Err("report.seat");
        }
        if filing.until > day.tomorrow().unwrap() {
            return Err("report.future");
        }
        Ok(())
    }
}

impl World {
    /// The unit of a seat on the way up from a subject; "for functions, a department exists".
    fn end_of_report(&self, day: Date, subject: Subject, seat: &SeatRecord) -> Option<usize> {
        let level = self.seat_level(seat);
        let unit = self.path(day, subject).into_iter().find(|unit| self.units[*unit].level == level)?;
        (!self.seats_named(day, unit, seat).is_empty()).then_some(unit)
    }

    /// Whether the unit lives and reports under a rule on a day.
    fn has_both_ends(&self, day: Date, unit: usize, rule: &ReportRecord) -> bool {
        let is_its_own = self.end_of_report(day, Subject::Unit(unit), &rule.from) == Some(unit);
        self.units[unit].life.contains(day)
            && is_its_own
            && self.end_of_report(day, Subject::Unit(unit), &rule.to).is_some()
    }
}
