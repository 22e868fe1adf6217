//! The real divisions: code, level, name and parent of every unit down to the village.

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Division {
    pub code: &'static str,
    pub level: &'static str,
    pub name: &'static str,
    pub parent: &'static str,
}

/// Every division, parents first.
pub(crate) fn all() -> impl Iterator<Item = Division> {
    include_str!("../data/cili-divisions.csv").lines().skip(1).filter_map(|line| {
        let mut fields = line.split(',');
        let (code, level, name) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Division { code, level, name, parent: fields.next()? })
    })
}
