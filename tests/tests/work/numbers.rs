//! Matters in numbers (N1), and that none is lost or counted twice (M5).

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use wangge::{
    Period, Work,
    record::Urgency,
    work::{self, Case, Figure, WorkQuery},
};
use wangge_tests::{
    generate::{Census, Dice},
    naive::{self, Boundaries, Log, Scope, Spread, WorkReport, parse_date},
    twin::{Mismatch, same},
};

type Counts = [usize; 6];

/// Everything that a report says, in numbers; what is empty is left out.
#[derive(Debug, PartialEq)]
struct Numbers {
    whole: Counts,
    matters: Vec<BTreeSet<String>>,
    parts: BTreeMap<Option<String>, Counts>,
    kinds: BTreeMap<String, Counts>,
    urgencies: BTreeMap<String, Counts>,
    channels: BTreeMap<String, Counts>,
    states: BTreeMap<String, Counts>,
    levels: BTreeMap<Option<String>, Counts>,
    unplaced: BTreeSet<String>,
    spreads: [Spread; 3],
}

fn counts(figures: work::Figures) -> Counts {
    Figure::ALL.iter().map(|figure| figures.get(*figure) as usize).collect::<Vec<_>>().try_into().unwrap()
}

fn by<K: Ord>(figures: impl Iterator<Item = (K, work::Figures)>) -> BTreeMap<K, Counts> {
    let mut map = BTreeMap::new();
    for (key, figures) in figures {
        if !figures.is_empty() {
            assert!(map.insert(key, counts(figures)).is_none(), "listed twice");
        }
    }
    map
}

fn ids<'w>(cases: impl Iterator<Item = Case<'w>>) -> BTreeSet<String> {
    let mut set = BTreeSet::new();
    for case in cases {
        assert!(set.insert(case.id().to_owned()), "{} is listed twice", case.id());
    }
    set
}

fn core(report: &work::WorkReport<'_>) -> Numbers {
    let spread =
        |spread: work::Spread| Spread { count: spread.count as usize, median: spread.median, longest: spread.longest };
    Numbers {
        whole: counts(report.total()),
        matters: Figure::ALL.iter().map(|figure| ids(report.matters(*figure))).collect(),
        parts: by(report.parts().map(|(id, figures)| (id.map(str::to_owned), figures))),
        kinds: by(report.kinds().map(|(kind, figures)| (kind.id().to_owned(), figures))),
        urgencies: by(report.urgencies().map(|(urgency, figures)| (urgency.as_str().to_owned(), figures))),
        channels: by(report.channels().map(|(channel, figures)| (channel.as_str().to_owned(), figures))),
        states: by(report.states().map(|(state, figures)| (state.as_str().to_owned(), figures))),
        levels: by(report.levels().map(|(level, figures)| (level.map(|level| level.id().to_owned()), figures))),
        unplaced: ids(report.unplaced()),
        spreads: [spread(report.first_response()), spread(report.first_report()), spread(report.first_handling())],
    }
}

fn naive(report: &WorkReport) -> Numbers {
    let whole = &report.whole;
    let by = |map: &BTreeMap<String, naive::Figures>| -> BTreeMap<String, Counts> {
        map.iter().map(|(key, figures)| (key.clone(), figures.counts())).collect()
    };
    let mut parts: BTreeMap<Option<String>, Counts> =
        report.parts.iter().map(|(id, figures)| (Some(id.clone()), figures.counts())).collect();
    if !report.directly.is_empty() {
        parts.insert(None, report.directly.counts());
    }
    let unplaced = &report.unplaced;
    Numbers {
        whole: whole.counts(),
        matters: figures(whole).map(Clone::clone).to_vec(),
        parts,
        kinds: by(&report.by_kind),
        urgencies: by(&report.by_urgency),
        channels: by(&report.by_channel),
        states: by(&report.by_state),
        levels: report.by_level.iter().map(|(level, figures)| (level.clone(), figures.counts())).collect(),
        unplaced: figures(unplaced).into_iter().flatten().cloned().collect(),
        spreads: report.spreads,
    }
}

fn figures(of: &naive::Figures) -> [&BTreeSet<String>; 6] {
    [&of.reported, &of.resolved, &of.late, &of.open, &of.overdue, &of.reopened]
}

/// A county or unit, a period, what was known, and where matters count.
pub fn scope<'s>(dice: &mut Dice, log: &Log, units: &'s [String]) -> Scope<'s> {
    let first: Date = parse_date("2025-12-08").unwrap();
    let from = first + i64::from(dice.between(0, 40)).days();
    let until = dice.chance(90).then(|| from + i64::from(dice.between(1, 40)).days());
    let instants: Vec<Timestamp> = log.matters().map(|matter| matter.at).collect();
    let known = match dice.pick(&instants) {
        Some(at) => *at + SignedDuration::from_hours(i64::from(dice.between(-2, 30 * 24))),
        None => log.world.midnight(from),
    };
    let any = first + i64::from(dice.between(0, 50)).days();
    Scope {
        unit: if dice.chance(65) { dice.pick(units).map(String::as_str) } else { None },
        period: naive::Period { from, until },
        known,
        boundaries: if dice.chance(50) { Boundaries::AsItWas } else { Boundaries::Of(any) },
    }
}

pub fn query(scope: Scope<'_>) -> WorkQuery {
    WorkQuery {
        period: Period::new(scope.period.from, scope.period.until).unwrap(),
        known_at: scope.known,
        boundaries: match scope.boundaries {
            Boundaries::AsItWas => work::Boundaries::AsItWas,
            Boundaries::Of(date) => work::Boundaries::On(date),
        },
    }
}

pub fn wrong(error: &work::WorkError) -> Mismatch {
    Mismatch { topic: "a question is refused".into(), text: error.to_string() }
}

/// Some reports, asked of both.
///
/// # Errors
/// What differs.
pub fn numbers(work: &Work, log: &Log, dice: &mut Dice, census: &mut Census) -> Result<(), Mismatch> {
    let units: Vec<String> = log.world.units.iter().map(|unit| unit.id.to_string()).collect();
    for _ in 0..6 {
        let scope = scope(dice, log, &units);
        let question = || format!("{scope:?}");
        let query = query(scope);
        let report = work.report(scope.unit, &query).map_err(|error| wrong(&error))?;
        let expected = log.report(scope);
        count(&expected, census);
        same("numbers", question, core(&report), naive(&expected))?;
        rolled_up(work, log, scope, dice)?;
        divided(log, scope, &expected)?;
        over_time(work, scope, dice)?;
    }
    Ok(())
}

/// The roll-up says of every unit what its report says.
fn rolled_up(work: &Work, log: &Log, scope: Scope<'_>, dice: &mut Dice) -> Result<(), Mismatch> {
    let rollup = work.rollup(&query(scope));
    let directory = work.registry().as_of(parse_date("2026-01-01").unwrap());
    let scheme = directory.scheme();
    let units = log.world.units.iter().map(|unit| Some(unit.id.as_str())).chain([None]);
    for unit in units {
        let kind = if dice.chance(50) { dice.pick(&scheme.kinds().collect::<Vec<_>>()).copied() } else { None };
        let urgency = if dice.chance(30) { Some(dice.one(&[Urgency::Emergency, Urgency::Routine])) } else { None };
        let question = || format!("{scope:?} rolled up: {unit:?} {kind:?} {urgency:?}");
        let core = rollup.figures(unit, kind, urgency).map_err(|error| wrong(&error))?;
        // What the report says of the matters of that kind and urgency.
        let mut some = log.clone();
        some.entries.retain(|entry| match entry {
            work::Entry::Matter(matter) => {
                kind.is_none_or(|kind| log.world.lineage(&matter.kind).contains(&kind.id()))
                    && urgency.is_none_or(|urgency| matter.urgency == urgency)
            }
            _ => true,
        });
        let expected = some.report(Scope { unit, ..scope });
        same("rolled up", question, counts(core), expected.whole.counts())?;
    }
    let all = log.report(Scope { unit: None, ..scope });
    let unplaced: BTreeSet<String> = figures(&all.unplaced).into_iter().flatten().cloned().collect();
    same("rolled up: unplaced", String::new, ids(rollup.unplaced()), unplaced)
}

/// "Their figures add up to the whole": the parts are apart, and together they are it.
fn divided(log: &Log, scope: Scope<'_>, report: &WorkReport) -> Result<(), Mismatch> {
    let question = || format!("{scope:?}");
    let parts = report.parts.values().chain([&report.directly, &report.unplaced]);
    let mut sum = [0; 6];
    for part in parts {
        sum.iter_mut().zip(part.counts()).for_each(|(sum, count)| *sum += count);
    }
    same("parts and unplaced are the whole", question, sum, report.whole.counts())?;
    // Of each part the same figures as if it were asked for by itself.
    if scope.unit.is_none() {
        for (unit, part) in &report.parts {
            let own = log.report(Scope { unit: Some(unit), ..scope });
            let alone = (own.whole.counts(), part.counts());
            same("a part by itself", question, alone.0, alone.1)?;
        }
    }
    Ok(())
}

/// "For one instant the figures of periods that follow one another add up."
fn over_time(work: &Work, scope: Scope<'_>, dice: &mut Dice) -> Result<(), Mismatch> {
    let Some(until) = scope.period.until else { return Ok(()) };
    let days = scope.period.from.until(until).unwrap().get_days();
    if days < 2 {
        return Ok(());
    }
    let cut = scope.period.from + i64::from(dice.between(1, days - 1)).days();
    let count = |from: Date, until: Date| {
        let period = naive::Period { from, until: Some(until) };
        let report = work.report(scope.unit, &query(Scope { period, ..scope })).map_err(|error| wrong(&error))?;
        Ok::<_, Mismatch>(counts(report.total()))
    };
    let (one, other, both) = (count(scope.period.from, cut)?, count(cut, until)?, count(scope.period.from, until)?);
    // `open` and `overdue` are of the end of the period.
    let added = |place: usize| one[place] + other[place];
    let sum = [0, 1, 2, 5].map(added);
    same("periods add up", || format!("{scope:?}, cut on {cut}"), [0, 1, 2, 5].map(|place| both[place]), sum)
}

fn count(report: &WorkReport, census: &mut Census) {
    for (figure, list) in Figure::ALL.iter().zip(figures(&report.whole)) {
        if !list.is_empty() {
            census.count(&format!("figure {}", figure.as_str()));
        }
    }
    let several = report.parts.len() + usize::from(!report.directly.is_empty()) > 1;
    for (holds, name) in [
        (several, "several parts"),
        (!report.directly.is_empty(), "directly in the unit"),
        (!report.unplaced.is_empty(), "unplaced"),
        (report.spreads[0].count > 0, "first response"),
        (report.spreads[1].count > 0, "first report"),
        (report.spreads[2].count > 0, "first handling"),
    ] {
        if holds {
            census.count(name);
        }
    }
}
