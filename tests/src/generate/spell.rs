//! Lives and spells on a time line of some 40 days.

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use smol_str::SmolStr;
use wangge::record::{Dated, Spell};

use super::Dice;

/// The first day of the time line: most rows exist by then.
pub const FIRST: i32 = 0;
/// The last day on which something happens.
pub const LAST: i32 = 40;

/// The date of a day of the time line.
pub fn day(number: i32) -> Date {
    date(2025, 12, 12) + number.days()
}

/// The date as records have it.
pub fn day_text(number: i32) -> SmolStr {
    SmolStr::from(day(number).to_string())
}

/// A half-open period in days of the time line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// First day.
    pub from: i32,
    /// The day after the last.
    pub until: Option<i32>,
}

impl Life {
    /// `from` as records have it.
    pub fn first_day(self) -> SmolStr {
        day_text(self.from)
    }

    /// `until` as records have it.
    pub fn end_day(self) -> Option<SmolStr> {
        self.until.map(day_text)
    }

    /// Whether some day is in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.until.is_none_or(|until| other.from < until) && other.until.is_none_or(|until| self.from < until)
    }

    /// Whether every day of this one is in `outer`.
    pub fn inside(self, outer: Self) -> bool {
        self.from >= outer.from && outer.until.is_none_or(|end| self.until.is_some_and(|until| until <= end))
    }

    /// The day is in it.
    pub fn contains(self, day: i32) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// A period inside this one, often all of it.
    pub fn part(self, dice: &mut Dice, whole: usize) -> Self {
        let mut part = self;
        let end = self.until.unwrap_or(LAST + 4);
        if !dice.chance(whole) && end > self.from + 1 {
            part.from = dice.between(self.from, end - 1);
        }
        if !dice.chance(whole) && end > part.from {
            part.until = Some(dice.between(part.from + 1, end));
        }
        part
    }
}

/// Cuts a life into spells, each under somebody who lives throughout it; the first is under `first`.
pub fn spells(dice: &mut Dice, life: Life, first: usize, candidates: &[Life], cuts: usize) -> Vec<(usize, Life)> {
    let mut spells = vec![(first, life)];
    for _ in 0..cuts {
        let (last, rest) = spells[spells.len() - 1];
        let end = rest.until.unwrap_or(LAST);
        if rest.from + 1 >= end {
            break;
        }
        let cut = dice.between(rest.from + 1, end - 1);
        let tail = Life { from: cut, until: rest.until };
        let fitting: Vec<usize> = (0..candidates.len()).filter(|one| tail.inside(candidates[*one])).collect();
        let Some(next) = dice.pick(&fitting) else { continue };
        let at = spells.len() - 1;
        spells[at] = (last, Life { from: rest.from, until: Some(cut) });
        spells.push((*next, tail));
    }
    spells
}

/// Spells as records have them: one id for all, or a list in any order.
pub fn dated(dice: &mut Dice, life: Life, spells: &[(SmolStr, Life)]) -> Dated {
    if let [(id, whole)] = spells
        && *whole == life
        && dice.chance(70)
    {
        return Dated::Throughout(id.clone());
    }
    let mut list: Vec<Spell> = spells
        .iter()
        .map(|(id, life)| Spell { id: id.clone(), from: life.first_day(), until: life.end_day() })
        .collect();
    dice.shuffle(&mut list);
    Dated::Spells(list)
}
