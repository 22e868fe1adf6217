//! Whose answerable persons change, for which kinds (R4).

use std::collections::BTreeMap;

use super::ShiftRow;
use super::candidate::{Candidate, Candidates, Pair, PersonKey, Sides};
use crate::directory::{Household, Subject, Tables};
use crate::record::Involvement;
use crate::responsibility::{Answerable, Holder, Responsibility};
use crate::table::{NONE, indices};

/// The persons before and after, and the kinds for which it is so.
type Turn = (Vec<PersonKey>, Vec<PersonKey>, Vec<u32>);

/// The shifts, and every household that is in one.
pub(super) fn read(sides: &Sides<'_>, candidates: &Candidates) -> (Vec<ShiftRow>, Vec<Pair>) {
    let kinds = Kinds::new(sides);
    let mut shifts: BTreeMap<Turn, Vec<Pair>> = BTreeMap::new();
    let mut all = Vec::new();
    let mut shared: ((u32, u32), Vec<Turn>) = ((NONE, NONE), Vec::new());
    let both = candidates.pairs.iter().filter(|own| own.pair.before != NONE && own.pair.after != NONE);
    for candidate in both {
        if shared.0 != candidate.units {
            shared = (candidate.units, kinds.turns(sides, candidate, &kinds.of_units));
        }
        let own = kinds.turns(sides, candidate, &kinds.of_caretakers);
        if !(shared.1.is_empty() && own.is_empty()) {
            all.push(candidate.pair);
        }
        for turn in shared.1.iter().chain(&own) {
            match shifts.get_mut(turn) {
                Some(households) => households.push(candidate.pair),
                None => _ = shifts.insert(turn.clone(), vec![candidate.pair]),
            }
        }
    }
    let rows = shifts.into_iter();
    let rows = rows.map(|((before, after, kinds), households)| ShiftRow { before, after, kinds, households });
    (rows.collect(), all)
}

/// The kinds that both schemes have, as numbered before and after.
struct Kinds {
    /// Those for which the answer is the unit's.
    of_units: Vec<(u32, u32)>,
    /// Those for which a caretaker may be answerable.
    of_caretakers: Vec<(u32, u32)>,
}

impl Kinds {
    fn new(sides: &Sides<'_>) -> Self {
        let rules = sides.after.rules();
        let shared = indices(rules.record.kinds.len()).zip(&rules.record.kinds).filter_map(|(kind, record)| {
            let before = *sides.before.rules().kind_ids.get(record.id.as_str())?;
            Some((before, kind))
        });
        let (of_caretakers, of_units) = shared.partition(|(before, after)| {
            may_caretakers_answer(sides.before, *before) || may_caretakers_answer(sides.after, *after)
        });
        Self { of_units, of_caretakers }
    }

    /// How the answers for a household change; kinds that change alike stand together.
    fn turns(&self, sides: &Sides<'_>, candidate: &Candidate, kinds: &[(u32, u32)]) -> Vec<Turn> {
        let mut turns: BTreeMap<(Vec<PersonKey>, Vec<PersonKey>), Vec<u32>> = BTreeMap::new();
        for (was, is) in kinds {
            let before = answerable(sides.before, candidate.pair.before, *was, |person| sides.person_before(person));
            let after = answerable(sides.after, candidate.pair.after, *is, PersonKey::Known);
            if before != after {
                turns.entry((before, after)).or_default().push(*is);
            }
        }
        turns.into_iter().map(|((before, after), kinds)| (before, after, kinds)).collect()
    }
}

fn may_caretakers_answer(tables: &Tables, kind: u32) -> bool {
    let rules = tables.rules();
    let involvements = rules.involvements(kind);
    let mut programmes = indices(rules.record.programmes.len());
    programmes.any(|programme| {
        let row = crate::table::at(rules.programme_row(programme));
        involvements.get(row).copied().flatten() == Some(Involvement::Accountable)
    })
}

/// Who is answerable for a household.
fn answerable(tables: &Tables, household: u32, kind: u32, key: impl Fn(u32) -> PersonKey) -> Vec<PersonKey> {
    let subject = Subject::Household(Household::new(tables, household));
    match Responsibility::new(subject, kind).answerable() {
        Answerable::Nobody { .. } => Vec::new(),
        Answerable::By { link, .. } => match link.holder() {
            Holder::Held(people) => people.map(|person| key(person.index)).collect(),
            Holder::Acting { person, .. } => vec![key(person.index)],
            Holder::Absent { .. } | Holder::Vacant { .. } => Vec::new(),
        },
    }
}
