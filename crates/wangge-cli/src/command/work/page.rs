//! Matters in numbers, as a person reads them.

use std::fmt::Write;

use wangge::Period;
use wangge::work::{Figure, Figures, Spread, WorkReport};
use wangge_formats::print::{self, Language};

use super::Desk;
use crate::lang::Lang;
use crate::table::Table;
use crate::words;

/// How many overdue matters a person is shown.
const SHOWN: usize = 20;

/// The figures of a report, table by table.
pub fn text(desk: &Desk<'_>, report: &WorkReport<'_>) -> String {
    let lang = desk.lang;
    let mut text = head(desk, report);
    let all = std::iter::once((lang.of("合计", "all").to_owned(), report.total()));
    let urgencies = report.urgencies().map(|(own, figures)| (words::urgency(lang, own).to_owned(), figures));
    _ = write!(text, "\n{}", figures(lang, "", all.chain(urgencies)));
    let depth = |kind| std::iter::successors(Some(kind), |kind: &wangge::scheme::Kind<'_>| kind.parent()).count() - 1;
    let kinds = report
        .kinds()
        .map(|(kind, figures)| (format!("{}{}", "  ".repeat(depth(kind)), lang.name(kind.name())), figures));
    if kinds.len() > 0 {
        _ = write!(text, "\n{}", figures(lang, lang.of("类别", "kind"), kinds));
    }
    let direct = match report.unit() {
        Some(_) => lang.of("本级直接", "directly in it"),
        None => lang.of("无处可归", "unplaced"),
    };
    let unplaced = Some(report.unplaced_figures()).filter(|own| report.unit().is_none() && !own.is_empty());
    let parts: Vec<_> = report
        .parts()
        .chain(unplaced.map(|figures| (None, figures)))
        .map(|(unit, figures)| (unit.map_or_else(|| direct.to_owned(), |id| desk.unit_told(id)), figures))
        .collect();
    if !parts.is_empty() {
        _ = write!(text, "\n{}", figures(lang, lang.of("单元", "unit"), parts.into_iter()));
    }
    let states = report.states().filter(|(_, figures)| figures.open > 0);
    let states = states.map(|(state, figures)| (words::work::named(lang, state.name()).to_owned(), figures));
    let levels = report.levels().filter(|(_, figures)| figures.open > 0);
    let nowhere = lang.of("无当前步骤", "no current step");
    let levels =
        levels.map(|(level, figures)| (level.map_or(nowhere, |level| lang.name(level.name())).to_owned(), figures));
    if report.total().open > 0 {
        _ = write!(text, "\n{}", open(lang, states, levels));
    }
    _ = write!(text, "\n{}", firsts(lang, report));
    text += &overdue(desk, report);
    text
}

fn head(desk: &Desk<'_>, report: &WorkReport<'_>) -> String {
    let (lang, query) = (desk.lang, report.query());
    let unit = report.unit().map_or_else(|| lang.of("全部", "the whole county").to_owned(), |id| desk.unit_told(id));
    let kind = report.of_kind().map(|kind| lang.name(kind.name())).unwrap_or_default();
    let kind = if kind.is_empty() { String::new() } else { lang.of(format!("，{kind}"), format!(", {kind}")) };
    let (period, at) = (days(lang, query.period), desk.told(query.known_at));
    lang.of(format!("{unit}{kind}：{period}，截至 {at}\n"), format!("{unit}{kind}: {period}, as known at {at}\n"))
}

/// The first and the last day of a period.
pub fn days(lang: Lang, period: Period) -> String {
    let last = period.until().and_then(|until| until.yesterday().ok());
    let (from, last) = (period.from(), last.map(|last| last.to_string()).unwrap_or_default());
    lang.of(format!("{from} 至 {last}"), format!("{from} to {last}"))
}

fn names(lang: Lang) -> Vec<&'static str> {
    Figure::ALL.iter().map(|own| words::work::figure(lang, *own)).collect()
}

fn figures(lang: Lang, first: &str, rows: impl Iterator<Item = (String, Figures)>) -> Table {
    let mut table = Table::new(std::iter::once(first).chain(names(lang)));
    for (name, figures) in rows {
        let counts = Figure::ALL.iter().map(|own| figures.get(*own).to_string());
        table.row(std::iter::once(name).chain(counts));
    }
    table
}

fn open(
    lang: Lang,
    states: impl Iterator<Item = (String, Figures)>,
    levels: impl Iterator<Item = (String, Figures)>,
) -> Table {
    let mut table = Table::new([
        lang.of("未办结的状态、层级", "open, by state and level"),
        words::work::figure(lang, Figure::Open),
        words::work::figure(lang, Figure::Overdue),
    ]);
    for (name, figures) in states.chain(levels) {
        table.row([name, figures.open.to_string(), figures.overdue.to_string()]);
    }
    table
}

fn firsts(lang: Lang, report: &WorkReport<'_>) -> Table {
    let mut table = Table::new(lang.of(
        ["三个第一时间（自上报起）", "件数", "中位数", "最长"],
        ["the three firsts (from the report)", "matters", "median", "longest"],
    ));
    let language = language(lang);
    let mut row = |name: &str, spread: Spread| {
        let told = |seconds| if spread.count > 0 { print::duration(language, seconds) } else { "–".to_owned() };
        table.row([name.to_owned(), spread.count.to_string(), told(spread.median), told(spread.longest)]);
    };
    row(lang.of("响应", "first response"), report.first_response());
    row(lang.of("报告", "first report"), report.first_report());
    row(lang.of("处置", "first handling"), report.first_handling());
    table
}

fn overdue(desk: &Desk<'_>, report: &WorkReport<'_>) -> String {
    let lang = desk.lang;
    let ids: Vec<&str> = report.matters(Figure::Overdue).map(|own| own.id()).collect();
    let mut text = String::new();
    if !ids.is_empty() {
        let shown = lang.list(ids.iter().take(SHOWN));
        let more = if ids.len() > SHOWN {
            lang.of("……（`--list overdue` 全部列出）", " ... (`--list overdue` lists all)")
        } else {
            ""
        };
        text += &lang.of(format!("\n超期：{shown}{more}\n"), format!("\noverdue: {shown}{more}\n"));
    }
    let unplaced: Vec<&str> = report.unplaced().map(|own| own.id()).collect();
    if !unplaced.is_empty() {
        let unplaced = lang.list(&unplaced);
        text += &lang.of(
            format!("对象已不在的（不归任何单元）：{unplaced}\n"),
            format!("whose subject is not there on the date (under no unit): {unplaced}\n"),
        );
    }
    text
}

/// The language of a page.
pub fn language(lang: Lang) -> Language {
    lang.of(Language::Chinese, Language::English)
}
