//! Matters in numbers, the reporting calendar, campaigns (N1-N3).

use jiff::civil::Date;
use wangge::work::{Boundaries, Figure, WorkQuery, WorkReport};
use wangge::{Period, Work};

use super::{Reply, instant, text};
use crate::answer::{
    CampaignEyes, CampaignsView, CoverageView, ErrorView, MattersView, OneFileView, ReportingView, VisitsView,
    WorkReportView,
};
use crate::print::{Language, Sheet};
use crate::question::{self, ReportRecord};

/// Matters of a unit, or of the whole county, in numbers: [`WorkReportView`].
///
/// ```
/// use wangge_formats::{ask, question};
/// # use wangge_sample::Sample;
/// # let registry = wangge::Registry::build(Sample::chalinhe().records()).expect("no fault");
/// let work = ask::work(&registry, &b"{\"format\":\"wangge-work/1\"}\n"[..])?;
/// let asked = question::read(br#"{"unit": "430821108223", "from": "2026-11-01", "until": "2026-12-01",
///     "knownAt": "2026-12-01T00:00"}"#)?;
/// assert!(ask::report(&work, &asked)?.contains(r#""total":{"reported":0,"#));
/// # Ok::<(), wangge_formats::answer::ErrorView>(())
/// ```
///
/// # Errors
/// `date.invalid`, `period.empty`, `instant.invalid`, `unit.unknown`, `kind.unknown`.
pub fn report(work: &Work, asked: &ReportRecord) -> Reply {
    Ok(text(&WorkReportView::new(work, &counted(work, asked)?)))
}

/// A report as a page to print: [`Sheet::html`], with the names of the day on which it is known.
///
/// # Errors
/// As of [`report`].
pub fn report_page(work: &Work, asked: &ReportRecord, language: Language) -> Reply {
    on_paper(work, asked, language, |sheet| sheet.html())
}

/// A report as a table for a spreadsheet: [`Sheet::write_csv`].
///
/// # Errors
/// As of [`report`].
pub fn report_table(work: &Work, asked: &ReportRecord, language: Language) -> Reply {
    on_paper(work, asked, language, |sheet| {
        let mut text = Vec::new();
        // Memory takes whatever is written.
        _ = sheet.write_csv(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    })
}

fn on_paper(work: &Work, asked: &ReportRecord, language: Language, write: impl Fn(&Sheet<'_>) -> String) -> Reply {
    let report = counted(work, asked)?;
    let day = work.registry().scheme().calendar().date_of(report.query().known_at);
    let (directory, view) = (&work.registry().as_of(day), &WorkReportView::new(work, &report));
    Ok(write(&Sheet { work, directory, view, language }))
}

/// The matters that a figure of a report counts: [`MattersView`].
///
/// # Errors
/// As of [`report`], and `figure.unknown`.
pub fn matters(work: &Work, asked: &ReportRecord, figure: &str) -> Reply {
    let own = Figure::ALL.iter().copied().find(|own| own.as_str() == figure);
    let own = own.ok_or_else(|| {
        let all: Vec<String> = Figure::ALL.iter().map(|own| format!("`{}`", own.as_str())).collect();
        let told = format!("`{figure}` is no figure of a report; choose one of {} (rule N1)", all.join(", "));
        ErrorView { rule: Some("N1"), ids: vec![figure.into()], ..ErrorView::new("figure.unknown", told) }
    })?;
    let report = counted(work, asked)?;
    Ok(text(&MattersView { figure: own.as_str(), matters: report.matters(own).map(|case| case.id()).collect() }))
}

fn counted<'w>(work: &'w Work, asked: &ReportRecord) -> Result<WorkReport<'w>, ErrorView> {
    let until = asked.until.as_deref().map(question::date).transpose()?;
    let period = Period::new(question::date(&asked.from)?, until).map_err(|error| ErrorView::from(&error))?;
    let boundaries = asked.boundaries.as_deref().map(question::date).transpose()?;
    let query = WorkQuery {
        period,
        known_at: instant(work, &asked.known_at)?,
        boundaries: boundaries.map_or(Boundaries::AsItWas, Boundaries::On),
    };
    let unit = asked.unit.as_deref();
    let report = match &asked.kind {
        None => work.report(unit, &query),
        Some(kind) => {
            let kind = work.registry().scheme().kind(kind).map_err(|error| ErrorView::from(&error))?;
            work.report_of_kind(unit, &query, kind)
        }
    };
    report.map_err(|error| ErrorView::from(&error))
}

/// The reports that are due later than one instant, up to another, as known at a third; of the units under one unit, if
/// one is named: [`ReportingView`].
///
/// # Errors
/// `instant.invalid`, `unit.unknown`.
pub fn reporting(work: &Work, unit: Option<&str>, after: &str, until: &str, known_at: &str) -> Reply {
    let [after, until, known_at] = [instant(work, after)?, instant(work, until)?, instant(work, known_at)?];
    let due = work.reporting(unit, after, until, known_at).map_err(|error| ErrorView::from(&error))?;
    let offset = work.registry().scheme().calendar().offset();
    Ok(text(&ReportingView::new(&due, offset, &|_: &str| true)))
}

/// Every campaign, with its coverage on a date if it has begun: [`CampaignsView`].
///
/// # Errors
/// `date.invalid`.
pub fn campaigns(work: &Work, date: &str) -> Reply {
    Ok(text(&CampaignsView::new(work, question::date(date)?, &CampaignEyes::ALL)))
}

/// How far a campaign has come on a date, per action, unit and person, and who is missing: [`CoverageView`].
///
/// # Errors
/// `date.invalid`, `campaign.unknown`, `campaign.outside`.
pub fn coverage(work: &Work, campaign: &str, date: &str) -> Reply {
    let coverage = work.coverage(campaign, question::date(date)?).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&CoverageView::new(&coverage, &CampaignEyes::ALL)))
}

/// Where somebody has still to go on a date, in which order: [`VisitsView`].
///
/// # Errors
/// `date.invalid`, `person.unknown`.
pub fn visits(work: &Work, person: &str, date: &str) -> Reply {
    let plan = work.visits(person, question::date(date)?).map_err(|error| ErrorView::from(&error))?;
    Ok(text(&VisitsView::new(&plan)))
}

/// What is on record about a household up to a date; with `asker`, what that person may read: [`OneFileView`].
///
/// # Errors
/// `date.invalid`, `household.unknown`, `person.unknown`.
pub fn one_file(work: &Work, household: &str, date: &str, asker: Option<&str>) -> Reply {
    let date: Date = question::date(date)?;
    let file = match asker {
        None => work.one_file(household, date),
        Some(asker) => work.one_file_for(asker, household, date),
    };
    let file = file.map_err(|error| ErrorView::from(&error))?;
    Ok(text(&OneFileView::new(&file, work.registry().scheme().calendar().offset())))
}
