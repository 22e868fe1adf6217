//! Tables for a person, with columns that stay straight in Chinese.

use std::fmt;

use comfy_table::{LineStyle, TableStyle};

/// A table with a line under its head.
pub struct Table(comfy_table::Table);

impl Table {
    /// A table with its head.
    pub fn new<'h>(head: impl IntoIterator<Item = &'h str>) -> Self {
        let mut table = comfy_table::Table::new();
        let line = LineStyle::none().fill('─').junction('─');
        table.load_style(TableStyle::new().header_separator(line)).set_header(head.into_iter().collect::<Vec<_>>());
        Self(table)
    }

    /// One more row.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| visible(cell.as_ref())).collect();
        self.0.add_row(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.lines().try_for_each(|line| writeln!(f, "{}", line.trim_end()))
    }
}

/// The text with nothing in it that would move a terminal's cursor; a cell may have several lines.
fn visible(text: &str) -> String {
    let is_hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}
