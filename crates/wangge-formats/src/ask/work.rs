//! The work: a log held against a registry, and what has come of it (E7, E9).
//!
//! Instants are as in a question: RFC 3339, or a date with a time in the scheme's offset.

mod count;

use std::io::Read;

use jiff::Timestamp;
use wangge::work::Case;
use wangge::{Registry, Work};

pub use self::count::{campaigns, coverage, matters, one_file, report, report_page, report_table, reporting, visits};
use super::{Reply, text};
use crate::answer::{BoardView, CaseView, ErrorView, LogView, NoticesView};
use crate::work::word;
use crate::{question, work};

/// The work of a log `wangge-work/1`, held against a registry, which may have changed since: what was recorded stays so
/// ([`Work::replay`]). What no longer fits, [`log`] lists.
///
/// ```
/// use wangge_formats::ask;
/// # use wangge_sample::Sample;
/// # let registry = wangge::Registry::build(Sample::chalinhe().records()).expect("no fault");
/// let mut work = ask::work(&registry, &b"{\"format\":\"wangge-work/1\"}\n"[..])?;
/// let matter = r#"{"matter": {"id": "m1", "subject": "430821108223-h0017", "kind": "neighbour-dispute",
///     "urgency": "routine", "at": "2026-11-02T09:00", "channel": "phone"}}"#.replace('\n', "");
/// // What is recorded comes back as a line for the log.
/// assert!(ask::record(&mut work, matter.as_bytes())?.contains(r#""at":"2026-11-02T09:00:00+08:00""#));
///
/// let case = ask::case(&work, "m1", "2026-11-02T09:30")?;
/// assert!(case.starts_with(r#"{"matter":"m1","subject":"430821108223-h0017","#), "{case}");
/// assert!(ask::board(&work, "2026-11-02T09:30", None)?.contains(r#""state":"waiting""#));
/// assert!(ask::due(&mut work, None, "2026-11-02T09:30")?.contains(r#""what":"asked""#));
/// assert_eq!(ask::due(&mut work, None, "2026-11-02T09:31")?, r#"{"notices":[]}"#);
/// // What was sent cannot be unsent.
/// let late = matter.replace("m1", "m2");
/// let error = ask::record(&mut work, late.as_bytes()).unwrap_err();
/// assert_eq!((error.code, error.faults[0].code, error.faults[0].line), ("work.faults", "case.too-late", Some(1)));
/// # Ok::<(), wangge_formats::answer::ErrorView>(())
/// ```
///
/// # Errors
/// `document.*` with its line and with every line that is wrong.
pub fn work(registry: &Registry, log: impl Read) -> Result<Work, ErrorView> {
    let entries = work::read(log, registry.scheme().calendar()).map_err(|errors| ErrorView::of_lines(&errors))?;
    Ok(Work::replay(registry, entries).0)
}

/// How many entries a log has, and which of them the county as it is now would refuse: [`LogView`].
///
/// ```
/// use wangge_formats::ask;
/// # use wangge_sample::Sample;
/// # let registry = wangge::Registry::build(Sample::chalinhe().records()).expect("no fault");
/// let log = b"{\"format\":\"wangge-work/1\"}\n{\"event\":{\"matter\":\"m1\",\"at\":\"2026-11-02T09:00\",\"act\":\"verified\"}}\n";
/// let told = r#"{"entries":1,"refused":[{"line":2,"entry":"event","code":"matter.unknown","rule":"E9","ids":["m1"],"taken":false}]}"#;
/// assert_eq!(ask::log(&registry, &log[..])?, told);
/// # Ok::<(), wangge_formats::answer::ErrorView>(())
/// ```
///
/// # Errors
/// As of [`work()`].
pub fn log(registry: &Registry, log: impl Read) -> Reply {
    let entries = work::read(log, registry.scheme().calendar()).map_err(|errors| ErrorView::of_lines(&errors))?;
    let lines = LogView::lines(&entries);
    Ok(text(&LogView::new(&lines, &Work::replay(registry, entries).1)))
}

/// Takes entries one after another, all or none: lines as in a log. The answer is these lines as they are to be added to
/// it.
///
/// # Errors
/// `document.*` with its line, or `work.faults`; either with every line of what was given that is wrong.
pub fn record(work: &mut Work, lines: impl Read) -> Reply {
    let calendar = work.registry().scheme().calendar();
    let entries = work::read_entries(lines, calendar).map_err(|errors| ErrorView::of_lines(&errors))?;
    let mut text = Vec::new();
    // Memory takes whatever is written.
    _ = work::append(entries.iter().map(|(_, entry)| entry), calendar, &mut text);
    let line_of = |place| entries.get(place).map_or((0, ""), |(line, entry)| (*line, word(entry)));
    let recorded = work.record_all(entries.iter().map(|(_, entry)| entry));
    recorded.map_err(|refusals| ErrorView::of_work(&refusals, line_of))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// What a matter has come to at an instant, and its history: [`CaseView`].
///
/// # Errors
/// `instant.invalid`; `matter.unknown`, also before the report.
pub fn case(work: &Work, matter: &str, at: &str) -> Reply {
    let at = instant(work, at)?;
    case_at(work, matter, at).map(|case| text(&case))
}

/// What a matter has come to at an instant.
///
/// # Errors
/// `matter.unknown`, also before the report.
pub fn case_at<'w>(work: &'w Work, matter: &str, at: Timestamp) -> Result<CaseView<'w>, ErrorView> {
    let case = work.case(matter).map_err(|error| ErrorView::from(&error))?;
    let unreported = || {
        let told = format!("`{matter}` was reported later than that; ask for an instant after its report (rule E9)");
        ErrorView { rule: Some("E9"), ids: vec![matter.into()], ..ErrorView::new("matter.unknown", told) }
    };
    CaseView::new(work, case, at).ok_or_else(unreported)
}

/// The open cases at an instant, those under a unit if one is named, most urgent first: [`BoardView`].
///
/// # Errors
/// `instant.invalid`, `unit.unknown`.
pub fn board(work: &Work, at: &str, unit: Option<&str>) -> Reply {
    let at = instant(work, at)?;
    let unit = unit.map(|id| work.unit_id(id)).transpose().map_err(|error| ErrorView::from(&error))?;
    Ok(text(&BoardView::new(work, at, unit, &|_: Case<'_>| true)))
}

/// What must be sent up to an instant and was not given out before, each once; with `after`, nothing up to that instant:
/// [`NoticesView`]. Entries up to the instant are refused from then on.
///
/// # Errors
/// `instant.invalid`.
pub fn due(work: &mut Work, after: Option<&str>, now: &str) -> Reply {
    let (after, now) = (after.map(|after| instant(work, after)).transpose()?, instant(work, now)?);
    let offset = work.registry().scheme().calendar().offset();
    if let Some(after) = after {
        work.due(after);
    }
    Ok(text(&NoticesView::new(&work.due(now), offset, &|_: Case<'_>| true)))
}

fn instant(work: &Work, text: &str) -> Result<Timestamp, ErrorView> {
    question::instant(text, work.registry().scheme().calendar())
}
