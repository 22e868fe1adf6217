//! Columns: numbers, and strings joined to one.

/// Nobody, or nothing.
pub const NONE: u32 = u32::MAX;

/// A number as it crosses.
pub fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

/// Strings as one: ids and names have no line break.
pub fn joined<'a>(strings: impl Iterator<Item = &'a str>) -> String {
    let mut table = String::new();
    for (i, string) in strings.enumerate() {
        if i > 0 {
            table.push('\n');
        }
        table.push_str(string);
    }
    table
}

/// Strings that were joined to one; of nothing, none.
pub fn split(table: &str) -> impl Iterator<Item = &str> {
    table.split('\n').filter(move |_| !table.is_empty())
}
