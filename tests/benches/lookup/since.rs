//! Since when a post is absent or vacant: the peers' way.

use jiff::civil::Date;

pub type Days = (Date, Option<Date>);

pub fn on(days: &Days, date: Date) -> bool {
    days.0 <= date && days.1.is_none_or(|until| date < until)
}

/// One appointment of a post, with its holder's absences; an unreachable holder is absent for ever.
pub struct Service<'a> {
    pub days: Days,
    pub absences: &'a [Days],
    pub unreachable: bool,
}

/// The first day of the run up to `date` on which nobody was appointed, or nobody appointed was present.
pub fn since(services: &[Service<'_>], opened: Date, date: Date, vacant: bool) -> Date {
    let same = |day: Date| {
        let mut appointed = services.iter().filter(|s| on(&s.days, day)).peekable();
        let nobody = appointed.peek().is_none();
        let absent = |s: &Service<'_>| s.unreachable || s.absences.iter().any(|a| on(a, day));
        if vacant { nobody } else { !nobody && appointed.all(absent) }
    };
    let mut changes: Vec<Date> = services
        .iter()
        .flat_map(|s| std::iter::once(&s.days).chain(s.absences))
        .flat_map(|days| [Some(days.0), days.1])
        .flatten()
        .filter(|&change| opened < change && change <= date)
        .collect();
    changes.push(opened);
    changes.sort_unstable();
    let run = changes.iter().rev().take_while(|&&change| same(change));
    run.last().copied().unwrap_or(date)
}
