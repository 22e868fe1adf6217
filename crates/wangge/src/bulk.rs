//! Who answers for every household at once: what a map or a mailing list needs.

use crate::directory::{Directory, Household, Tables};
use crate::error::QueryError;
use crate::record::Involvement;
use crate::responsibility::Link;
use crate::scheme::Kind;
use crate::table::{NONE, at, cell, indices};

/// The answerable link of every household of a directory, for one kind (R4).
///
/// ```
/// # use wangge::{Records, Registry, scheme};
/// # let registry = Registry::build(Records { scheme: scheme::three_plus_n(), ..Records::default() })?;
/// # let directory = registry.as_of("2026-11-23".parse()?);
/// let all = directory.answerable_all(directory.scheme().kind("dispute")?)?;
/// let nobody = all.iter().filter(|(_, link)| link.is_none()).count();
/// assert_eq!(nobody, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct AnswerableAll<'d> {
    tables: &'d Tables,
    links: Vec<Link<'d>>,
    positions: Vec<u32>,
}

impl Directory {
    /// Resolves every household for one kind, in time linear in units and households: what a unit answers is worked
    /// out once, and given to all of its households.
    ///
    /// # Errors
    /// [`QueryError::KindUnknown`] if the kind is of another scheme, which has no kind of its id.
    pub fn answerable_all(&self, kind: Kind<'_>) -> Result<AnswerableAll<'_>, QueryError> {
        let tables = &*self.0;
        let kind = tables.rules().own_kind(kind)?;
        let involvements = tables.rules().involvements(kind);
        let accountable: Vec<bool> = involvements.iter().map(|own| *own == Some(Involvement::Accountable)).collect();
        let may_answer = levels_that_may_answer(tables, &accountable);
        let (mut links, mut of_unit) = (Vec::new(), Vec::with_capacity(tables.parent.len()));
        let mut positions = Vec::with_capacity(tables.households.items().len());
        // Neighbours in tree order mostly share their answer: it is written once for all of them.
        let (mut shared, mut until) = (NONE, 0);
        for ((unit, parent), level) in indices(tables.parent.len()).zip(&*tables.parent).zip(&*tables.level) {
            let holder = cell(&may_answer, *level, true).then(|| {
                let mut seats = tables.seats.row(unit).iter();
                seats.find(|seat| seat.has_holder() && cell(&accountable, seat.duty_row, false))
            });
            let answer = match holder.flatten() {
                None => cell(&of_unit, *parent, NONE),
                Some(entry) => {
                    links.push(Link::of_seat(tables, Involvement::Accountable, unit, entry));
                    indices(links.len()).end - 1
                }
            };
            of_unit.push(answer);
            if answer != shared {
                positions.resize(until, shared);
                shared = answer;
            }
            until = tables.households.range(unit).end;
        }
        positions.resize(until, shared);
        let mut all = AnswerableAll { tables, links, positions };
        let programmes = indices(tables.rules().record.programmes.len());
        if programmes.map(|programme| tables.rules().programme_row(programme)).any(|row| cell(&accountable, row, false))
        {
            all.put_caretakers_first(kind);
        }
        Ok(all)
    }
}

/// Whether a seat at each level can be accountable at all: most units of a county stand at one where none can.
fn levels_that_may_answer(tables: &Tables, accountable: &[bool]) -> Vec<bool> {
    let rules = tables.rules();
    let functions = indices(rules.record.functions.len()).map(|function| rules.function_row(function));
    let any_department = functions.into_iter().any(|row| cell(accountable, row, false));
    let levels = indices(rules.record.levels.len());
    levels
        .map(|level| any_department || rules.level_roles.row(level).iter().any(|role| cell(accountable, *role, false)))
        .collect()
}

impl<'d> AnswerableAll<'d> {
    /// Caretakers who are accountable stand before every unit.
    fn put_caretakers_first(&mut self, kind: u32) {
        for (household, position) in self.tables.households.items().iter().zip(&mut self.positions) {
            let mut links = Link::of_caretakers(self.tables, *household, kind);
            if let Some(link) = links.find(|link| link.involvement() == Involvement::Accountable && link.has_holder()) {
                *position = indices(self.links.len()).end;
                self.links.push(link);
            }
        }
    }

    /// The links that answer for anybody.
    #[must_use]
    pub fn links(&self) -> &[Link<'d>] {
        &self.links
    }

    /// For each household of [`Directory::households`], in this order, the position of its answerable link among
    /// [`links`](Self::links); [`u32::MAX`] where nobody is answerable.
    #[must_use]
    pub fn positions(&self) -> &[u32] {
        &self.positions
    }

    /// Each household with its answerable link.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Household<'d>, Option<&Link<'d>>)> {
        let tables = self.tables;
        let households = tables.households.items().iter();
        households
            .zip(&self.positions)
            .map(move |(household, position)| (Household::new(tables, *household), self.links.get(at(*position))))
    }
}

impl std::fmt::Debug for AnswerableAll<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerableAll").field("links", &self.links).finish_non_exhaustive()
    }
}
