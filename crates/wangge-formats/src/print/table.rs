//! The report as a table.

use std::io::{self, Write};

use wangge::work::Figure;

use super::Sheet;
use super::page::numbers;
use super::words::{Language, figure, urgency};
use crate::answer::{SpreadView, WorkFiguresView};
use crate::plan::safe;

impl Sheet<'_> {
    /// Writes the report as CSV in UTF-8 with a byte order mark, which spreadsheets need to see that it is.
    ///
    /// Columns: what is counted by, id, name, the figures in their order, and of the three firsts how many, the median and
    /// the longest in seconds. The overdue matters come last, a row each.
    ///
    /// # Errors
    /// What the target reports.
    pub fn write_csv(&self, mut target: impl Write) -> io::Result<()> {
        target.write_all("\u{feff}".as_bytes())?;
        let mut table = csv::Writer::from_writer(target);
        let mut row = |cells: Row| table.write_record(cells.0.iter().map(|cell| safe(cell).into_owned()));
        row(self.columns())?;
        row(self.counted(self.of("合计", "all"), "", "", self.view.total))?;
        let view = self.view;
        for own in &view.urgencies {
            let (id, name) = (urgency(Language::English, own.urgency), urgency(self.language, own.urgency));
            row(self.counted(self.of("急缓", "urgency"), id, name, own.figures))?;
        }
        for own in &view.kinds {
            row(self.counted(self.of("类别", "kind"), own.kind, self.kind(own.kind), own.figures))?;
        }
        for own in &view.parts {
            let id = own.unit.unwrap_or_default();
            row(self.counted(self.of("单元", "unit"), id, self.part(own.unit), own.figures))?;
        }
        for own in &view.channels {
            let (zh, en) = own.channel.name();
            row(self.counted(self.of("渠道", "channel"), own.channel.as_str(), self.of(zh, en), own.figures))?;
        }
        for own in &view.states {
            let (zh, en) = own.state.name();
            row(self.counted(self.of("状态", "state"), own.state.as_str(), self.of(zh, en), own.figures))?;
        }
        for own in &view.levels {
            let id = own.level.unwrap_or_default();
            row(self.counted(self.of("层级", "level"), id, self.level(own.level), own.figures))?;
        }
        let firsts = &view.firsts;
        row(self.first("response", self.of("响应", "response"), firsts.response))?;
        row(self.first("report", self.of("报告", "report"), firsts.report))?;
        row(self.first("handling", self.of("处置", "handling"), firsts.handling))?;
        for case in view.overdue.iter().filter_map(|id| self.work.case(id).ok()) {
            let name = self.kind(case.kind().id());
            row(Row::new([self.of("超期事项", "overdue matter"), case.id(), name].map(str::to_owned), []))?;
        }
        table.flush()
    }

    fn columns(&self) -> Row {
        let first = [self.of("分类", "by"), self.of("编号", "id"), self.of("名称", "name")];
        let figures = Figure::ALL.iter().map(|own| figure(*own)).map(|(zh, en)| self.of(zh, en).to_owned());
        let spread = [
            self.of("件数", "matters"),
            self.of("中位数（秒）", "median seconds"),
            self.of("最长（秒）", "longest seconds"),
        ];
        Row::new(first.map(str::to_owned), figures.chain(spread.map(str::to_owned)))
    }

    fn counted(&self, by: &str, id: &str, name: &str, figures: WorkFiguresView) -> Row {
        Row::new([by, id, name].map(str::to_owned), numbers(figures).map(|count| count.to_string()))
    }

    fn first(&self, id: &str, name: &str, spread: SpreadView) -> Row {
        let by = self.of("第一时间", "first");
        let of_figures = std::iter::repeat_n(String::new(), Figure::ALL.len());
        let seconds = |own: i64| if spread.count > 0 { own.to_string() } else { String::new() };
        let own = [spread.count.to_string(), seconds(spread.median), seconds(spread.longest)];
        Row::new([by, id, name].map(str::to_owned), of_figures.chain(own))
    }
}

/// A row: three cells, then as many numbers as there are columns for.
struct Row(Vec<String>);

impl Row {
    fn new(first: [String; 3], numbers: impl IntoIterator<Item = String>) -> Self {
        let cells = first.into_iter().chain(numbers).chain(std::iter::repeat(String::new()));
        Self(cells.take(3 + Figure::ALL.len() + 3).collect())
    }
}
