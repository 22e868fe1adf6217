//! A village for the tests: two grids, six households, three people.
#![allow(clippy::expect_used, reason = "test code: a panic here is a failed test")]

use jiff::civil::{Date, date};
use smol_str::SmolStr;

use super::{Campaign, Channel, Done, Entry, Work, WorkError};
use crate::record::{
    AppointmentRecord, Dated, HouseholdRecord, PairingRecord, PersonRecord, Records, Spell, UnitRecord,
};
use crate::{Registry, scheme};

/// A day of November 2026.
pub(super) fn november(day: i8) -> Date {
    date(2026, 11, day)
}

fn unit(id: &str, level: &str, parent: Option<&str>) -> UnitRecord {
    UnitRecord {
        id: id.into(),
        level: level.into(),
        name: id.into(),
        from: "2026-01-01".into(),
        until: None,
        parent: parent.map(Dated::from),
        codes: vec![],
        scope: vec![],
    }
}

/// A household this many thousandths of a degree east of the village's western edge, if anybody knows where it is.
pub(super) fn household(id: &str, unit: Dated, category: &str, east: Option<f64>) -> HouseholdRecord {
    HouseholdRecord {
        id: id.into(),
        label: id.into(),
        unit,
        from: "2026-01-01".into(),
        until: None,
        residents: 3,
        categories: vec![category.into()],
        location: east.map(|east| [111.0 + east / 1000.0, 29.0]),
    }
}

fn person(id: &str, home: Option<&str>) -> PersonRecord {
    PersonRecord {
        id: id.into(),
        name: id.into(),
        affiliations: vec!["party-member".into()],
        home: home.map(SmolStr::new),
        contact: Some("000".into()),
        exempt: false,
    }
}

pub(super) fn leads(person: &str, grid: &str, from: &str) -> AppointmentRecord {
    AppointmentRecord {
        person: person.into(),
        unit: Some(grid.into()),
        role: Some("grid-leader".into()),
        department: None,
        deputy: None,
        from: from.into(),
        until: None,
    }
}

/// `a` leads grid `g1` and lives in `h2`; `b` leads grid `g2` from 5 November on; `c` is the caretaker of `h4` in November.
/// `h3` moves from `g1` to `g2` on the 10th, `h5` ends on the 20th, `h6` begins on the 15th.
pub(super) fn records() -> Records {
    let spell = |id: &str, from: &str, until: Option<&str>| Spell {
        id: id.into(),
        from: from.into(),
        until: until.map(SmolStr::new),
    };
    let moves = Dated::Spells(vec![spell("g1", "2026-01-01", Some("2026-11-10")), spell("g2", "2026-11-10", None)]);
    let ended =
        HouseholdRecord { until: Some("2026-11-20".into()), ..household("h5", "g2".into(), "ordinary", Some(9.0)) };
    let begun = HouseholdRecord { from: "2026-11-15".into(), ..household("h6", "g2".into(), "ordinary", Some(5.0)) };
    Records {
        scheme: scheme::three_plus_n(),
        units: vec![
            unit("c", "county", None),
            unit("t", "town", Some("c")),
            unit("v", "village", Some("t")),
            unit("g1", "grid", Some("v")),
            unit("g2", "grid", Some("v")),
        ],
        households: vec![
            household("h1", "g1".into(), "monitored", Some(0.0)),
            household("h2", "g1".into(), "ordinary", Some(2.0)),
            household("h3", moves, "ordinary", Some(3.0)),
            household("h4", "g2".into(), "in-need", None),
            ended,
            begun,
        ],
        people: vec![person("a", Some("h2")), person("b", None), person("c", None)],
        appointments: vec![leads("a", "g1", "2026-01-01"), leads("b", "g2", "2026-11-05")],
        pairings: vec![PairingRecord {
            person: "c".into(),
            household: "h4".into(),
            programme: "one-household-one-member".into(),
            from: "2026-11-01".into(),
            until: Some("2026-12-01".into()),
        }],
        ..Records::default()
    }
}

/// That village.
pub(super) fn registry() -> Registry {
    Registry::build(records()).expect("no fault")
}

/// A campaign of November with one action, `visit`, for all of the county.
pub(super) fn visits(id: &str) -> Campaign {
    Campaign {
        id: id.into(),
        of: "monthly-visit".into(),
        kind: "civil-affairs".into(),
        unit: None,
        categories: vec![],
        first: vec![],
        from: november(1),
        until: date(2026, 12, 1),
        channels: vec![Channel::Visit, Channel::Phone],
    }
}

/// A log with campaigns.
pub(super) fn work(campaigns: impl IntoIterator<Item = Campaign>) -> Work {
    Work::build(&registry(), campaigns.into_iter().map(Entry::Campaign)).expect("no campaign is refused")
}

/// `visit` in the campaign `x`, by `a`, at an instant of the scheme's time.
pub(super) fn visited(household: &str, at: &str) -> Done {
    Done {
        campaign: "x".into(),
        action: "visit".into(),
        household: household.into(),
        at: format!("{at}+08:00").parse().expect("an instant"),
        by: "a".into(),
        channel: Channel::Visit,
    }
}

pub(super) fn record(work: &mut Work, done: Done) -> Result<(), WorkError> {
    work.record(&Entry::Done(done))
}

/// The code of what is refused; empty if it is not.
pub(super) fn code<T>(result: Result<T, WorkError>) -> &'static str {
    result.err().map_or("", |error| error.code().as_str())
}
