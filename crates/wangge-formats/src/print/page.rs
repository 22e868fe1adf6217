//! The page.

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use wangge::work::{Case, Figure};

use super::Sheet;
use super::chart::{Pair, columns};
use super::words::{duration, figure, urgency};
use crate::answer::{SpreadView, WorkFiguresView};

const STYLE: &str = include_str!("page.css");

/// A period that is longer is drawn by kind instead of by day.
const DAYS: usize = 62;

impl Sheet<'_> {
    /// The report as a page of HTML.
    #[must_use]
    pub fn html(&self) -> String {
        let title = format!("{} · {}", self.title(), self.period());
        let page = html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    (self.head())
                    (self.figures())
                    (self.chart())
                    (self.kinds())
                    (self.parts())
                    (self.open())
                    (self.firsts())
                    (self.overdue())
                    (self.foot())
                }
            }
        };
        page.into_string()
    }

    fn title(&self) -> String {
        let unit = self.view.unit.map_or_else(|| self.of("全部单元", "the whole county"), |id| self.unit(id));
        self.of(format!("{unit}网格工作报表"), format!("Report of the work: {unit}"))
    }

    /// Its first and last day.
    fn period(&self) -> String {
        let last = self.view.until.as_deref().and_then(|until| until.parse::<Date>().ok()?.yesterday().ok());
        let last = last.map_or_else(|| self.of("起", "on").to_owned(), |last| last.to_string());
        match self.view.until {
            Some(_) => self.of(format!("{} 至 {last}", self.view.from), format!("{} to {last}", self.view.from)),
            None => self.of(format!("{} {last}", self.view.from), format!("from {} {last}", self.view.from)),
        }
    }

    fn head(&self) -> Markup {
        let view = self.view;
        html! {
            header {
                h1 { (self.title()) }
                p.about {
                    (self.of("期间：", "Period: ")) (self.period())
                    @if let Some(id) = view.unit {
                        (self.of("；单元：", "; unit: ")) (self.unit(id)) " (" (id) ")"
                    }
                    @if let Some(kind) = view.kind {
                        (self.of("；类别：", "; kind: ")) (self.kind(kind))
                    }
                    (self.of("；截至 ", "; as known at ")) (self.told(&view.known_at))
                    @match &view.boundaries {
                        Some(date) => (self.of(format!("；按 {date} 的区划"), format!("; boundaries of {date}"))),
                        None => (self.of("；按事发当日的区划", "; boundaries as they were")),
                    }
                }
            }
        }
    }

    fn figure_names(&self) -> Vec<&'static str> {
        Figure::ALL.iter().map(|own| figure(*own)).map(|(zh, en)| self.of(zh, en)).collect()
    }

    fn table(&self, title: &str, first: &str, rows: &[(String, usize, WorkFiguresView)]) -> Markup {
        html! {
            @if !rows.is_empty() { section {
                h2 { (title) }
                table {
                    thead { tr {
                        th { (first) }
                        @for name in self.figure_names() { th.number { (name) } }
                    } }
                    tbody {
                        @for (name, depth, figures) in rows {
                            tr {
                                th class={ "depth" ((*depth).min(4)) } { (name) }
                                @for count in numbers(*figures) { td.number { (count) } }
                            }
                        }
                    }
                }
            } }
        }
    }

    fn figures(&self) -> Markup {
        let all = (self.of("合计", "all").to_owned(), 0, self.view.total);
        let own = |own: &crate::answer::OfUrgencyView| (urgency(self.language, own.urgency).to_owned(), 1, own.figures);
        let rows: Vec<_> = std::iter::once(all).chain(self.view.urgencies.iter().map(own)).collect();
        self.table(self.of("总数", "Figures"), self.of("急缓", "urgency"), &rows)
    }

    fn kinds(&self) -> Markup {
        let kinds = self.view.kinds.iter();
        let rows: Vec<_> =
            kinds.map(|own| (self.kind(own.kind).to_owned(), self.depth(own.kind), own.figures)).collect();
        self.table(self.of("按类别", "By kind"), self.of("事项类别", "kind"), &rows)
    }

    fn parts(&self) -> Markup {
        let parts = self.view.parts.iter();
        let rows: Vec<_> = parts.map(|own| (self.part(own.unit).to_owned(), 0, own.figures)).collect();
        self.table(self.of("按下级单元", "By unit"), self.of("单元", "unit"), &rows)
    }

    fn open(&self) -> Markup {
        let states = self.view.states.iter().filter(|own| own.figures.open > 0);
        let states = states.map(|own| {
            let (zh, en) = own.state.name();
            (self.of(zh, en), own.figures)
        });
        let levels = self.view.levels.iter().filter(|own| own.figures.open > 0);
        let levels = levels.map(|own| (self.level(own.level), own.figures));
        let narrow = |first: &str, rows: Vec<(&str, WorkFiguresView)>| {
            html! {
                table {
                    thead { tr {
                        th { (first) }
                        th.number { (self.of("未办结", "open")) }
                        th.number { (self.of("超期", "overdue")) }
                    } }
                    tbody {
                        @for (name, figures) in rows {
                            tr { th { (name) } td.number { (figures.open) } td.number { (figures.overdue) } }
                        }
                    }
                }
            }
        };
        html! {
            section {
                h2 { (self.of("未办结事项", "Open cases")) }
                div.aside {
                    (narrow(self.of("状态", "state"), states.collect()))
                    (narrow(self.of("层级", "level"), levels.collect()))
                }
            }
        }
    }

    fn firsts(&self) -> Markup {
        let firsts = &self.view.firsts;
        let rows: [(&str, SpreadView); 3] = [
            (self.of("第一时间响应", "first response"), firsts.response),
            (self.of("第一时间报告", "first report"), firsts.report),
            (self.of("第一时间处置", "first handling"), firsts.handling),
        ];
        html! {
            section {
                h2 { (self.of("三个第一时间", "The three firsts")) }
                table {
                    thead { tr {
                        th { (self.of("自上报起", "from the report")) }
                        th.number { (self.of("件数", "matters")) }
                        th.number { (self.of("中位数", "median")) }
                        th.number { (self.of("最长", "longest")) }
                    } }
                    tbody {
                        @for (name, spread) in rows {
                            tr {
                                th { (name) }
                                td.number { (spread.count) }
                                @for seconds in [spread.median, spread.longest] {
                                    td.number {
                                        @if spread.count > 0 { (duration(self.language, seconds)) } @else { "–" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// By day, or of a long period by kind.
    fn chart(&self) -> Markup {
        let by_day = self.view.until.as_deref().and_then(|until| self.days(until));
        let (title, pairs) = match by_day {
            Some(pairs) => (self.of("逐日", "By day"), pairs),
            None => (self.of("各类别", "By kind"), self.roots()),
        };
        let [reported, resolved] = [Figure::Reported, Figure::Resolved].map(|own| {
            let (zh, en) = figure(own);
            self.of(zh, en)
        });
        let names = [reported, resolved, self.of("最多", "at most")];
        html! { section { h2 { (title) } (columns(&pairs, names)) } }
    }

    /// Every day of a short period, days without a matter too.
    fn days(&self, until: &str) -> Option<Vec<Pair>> {
        let (from, until): (Date, Date) = (self.view.from.parse().ok()?, until.parse().ok()?);
        let days = std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(|day| *day < until);
        let days: Vec<Date> = days.take(DAYS + 1).collect();
        let pair = |day: &Date| {
            let date = day.to_string();
            let own = self.view.days.iter().find(|own| own.date == date);
            let (reported, resolved) = own.map_or((0, 0), |own| (own.reported, own.resolved));
            Pair { name: day.strftime("%m-%d").to_string(), reported, resolved }
        };
        (days.len() <= DAYS).then(|| days.iter().map(pair).collect())
    }

    /// The kinds at the top.
    fn roots(&self) -> Vec<Pair> {
        let least = self.view.kinds.iter().map(|own| self.depth(own.kind)).min();
        let tops = self.view.kinds.iter().filter(|own| Some(self.depth(own.kind)) == least);
        tops.map(|own| Pair {
            name: self.kind(own.kind).to_owned(),
            reported: own.figures.reported,
            resolved: own.figures.resolved,
        })
        .collect()
    }

    fn overdue(&self) -> Markup {
        html! {
            section {
                h2 { (self.of("超期事项", "Overdue")) " (" (self.view.overdue.len()) ")" }
                @if self.view.overdue.is_empty() {
                    p { (self.of("无", "none")) }
                } @else {
                    table {
                        thead { tr {
                            th { (self.of("事项", "matter")) }
                            th { (self.of("类别", "kind")) }
                            th { (self.of("急缓", "urgency")) }
                            th { (self.of("上报时间", "reported at")) }
                            th { (self.of("状态", "state")) }
                            th { (self.of("在谁手里", "held by")) }
                        } }
                        tbody {
                            @for case in self.view.overdue.iter().filter_map(|id| self.work.case(id).ok()) {
                                (self.late(case))
                            }
                        }
                    }
                }
                @if !self.view.unplaced.is_empty() {
                    p {
                        (self.of("区划中已不存在对象的事项：", "matters whose subject is not there on the date: "))
                        (self.view.unplaced.join(self.of("、", ", ")))
                    }
                }
            }
        }
    }

    fn late(&self, case: Case<'_>) -> Markup {
        let known_at = self.view.known_at.parse().unwrap_or_default();
        let standing = case.at(known_at);
        let (zh, en) = standing.as_ref().map_or(("", ""), |standing| standing.state().name());
        let holders = standing.map(|standing| standing.holders()).unwrap_or_default();
        let name = |id: &&str| self.directory.person(id).map_or_else(|_| (*id).to_owned(), |own| own.name().to_owned());
        let holders: Vec<String> = holders.iter().map(name).collect();
        html! {
            tr {
                th { (case.id()) }
                td { (self.kind(case.kind().id())) }
                td { (urgency(self.language, case.urgency())) }
                td { (self.instant(case.reported_at())) }
                td { (self.of(zh, en)) }
                td {
                    @if holders.is_empty() { (self.of("无人", "nobody")) } @else {
                        (holders.join(self.of("、", ", ")))
                    }
                }
            }
        }
    }

    /// Where people sign.
    fn foot(&self) -> Markup {
        html! {
            footer {
                span { (self.of("填报：", "Filed by: ")) }
                span { (self.of("审核：", "Approved by: ")) }
                span { (self.of("日期：", "Date: ")) }
            }
        }
    }
}

/// The figures in their order.
pub(super) fn numbers(figures: WorkFiguresView) -> [u32; 6] {
    let WorkFiguresView { reported, resolved, late, open, overdue, reopened } = figures;
    [reported, resolved, late, open, overdue, reopened]
}
