//! A plan that somebody hands in, against every rule.

use super::Violation;
use crate::assignment::AssignError;
use crate::assignment::figures::loads;
use crate::assignment::setting::Setting;
use crate::directory::Subject;
use crate::table::{NONE, Rows, at, cell, indices};

/// The pairs by row, by id of the taker, without those that name what is not there.
pub fn read<'a>(
    setting: &Setting,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(Rows<u32>, Vec<Violation>), AssignError> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (household, taker) in pairs {
        match (row(setting, household), taker_of(setting, taker)) {
            (Ok(row), Ok(taker)) => known.push((row, taker)),
            (row, taker) => unknown.extend(row.err().into_iter().chain(taker.err())),
        }
    }
    let rows = Rows::group(setting.rows.len(), known)?;
    let (mut sorted, mut own) = (Rows::default(), Vec::new());
    for row in indices(setting.rows.len()) {
        own.extend_from_slice(rows.row(row));
        setting.by_id(&mut own);
        own.drain(..).for_each(|taker| sorted.push(taker));
        sorted.end_row()?;
    }
    Ok((sorted, unknown))
}

fn row(setting: &Setting, id: &str) -> Result<u32, Violation> {
    let Ok(found) = setting.directory.household(id) else {
        return Err(Violation::HouseholdUnknown { household: crate::text::shorten(id) });
    };
    let row = cell(&setting.row_of, found.index, NONE);
    if row == NONE { Err(Violation::NotPlanned { household: found.id().into() }) } else { Ok(row) }
}

fn taker_of(setting: &Setting, id: &str) -> Result<u32, Violation> {
    let subject = if setting.is_of_units() {
        match setting.directory.subject(id) {
            Ok(Subject::Unit(unit)) => unit.index,
            _ => NONE,
        }
    } else {
        setting.directory.person(id).map_or(NONE, |person| person.index)
    };
    let taker = cell(&setting.taker_of, subject, NONE);
    if taker == NONE { Err(Violation::TakerUnknown { taker: crate::text::shorten(id) }) } else { Ok(taker) }
}

/// Every rule that pairs break, and what they leave short.
pub fn check(setting: &Setting, pairs: &Rows<u32>, violations: &mut Vec<Violation>, shortages: &mut Vec<Violation>) {
    for row in indices(setting.rows.len()) {
        check_row(setting, row, pairs.row(row), violations, shortages);
    }
    let towards = towards(setting, pairs);
    for (taker, load) in (0..).zip(loads(setting, pairs)) {
        let Some(own) = setting.taker(taker) else { continue };
        let id = || setting.taker_id(taker).into();
        let has = own.outside.saturating_add(load);
        let min = setting.minimum(taker);
        if has < min {
            shortages.push(Violation::BelowMinimum { taker: id(), has, min });
        }
        for slot in 0..setting.terms.slots() {
            let planned = cell(&towards, taker.saturating_mul(setting.terms.slots()).saturating_add(slot), 0);
            if planned <= setting.limit_left(taker, slot) {
                continue;
            }
            violations.push(
                match slot.checked_sub(1).and_then(|place| setting.terms.limits.get(at(place)).zip(Some(place))) {
                    None => Violation::OverMaximum { taker: id(), has, max: setting.terms.max },
                    Some((limit, place)) => Violation::OverLimit {
                        taker: id(),
                        limit: limit.number,
                        has: setting.limit_fixed(taker, place).saturating_add(planned),
                        max: limit.max,
                    },
                },
            );
        }
    }
}

fn check_row(
    setting: &Setting,
    row: u32,
    takers: &[u32],
    violations: &mut Vec<Violation>,
    shortages: &mut Vec<Violation>,
) {
    let household = || setting.household_id(row).into();
    let id = |taker: u32| setting.taker_id(taker).into();
    for taker in takers.windows(2).filter_map(|pair| pair.first().filter(|first| pair.last() == Some(first))) {
        violations.push(Violation::Twice { household: household(), taker: id(*taker) });
    }
    for &taker in takers {
        let why = setting.why_not(row, taker).filter(|_| !setting.mark(row, taker).pinned);
        violations.extend(why.map(|why| Violation::Ineligible { household: household(), taker: id(taker), why }));
    }
    let pinned = || setting.marks.row(row).iter().filter(|mark| mark.pinned).map(|mark| mark.taker);
    for taker in pinned().filter(|taker| !takers.contains(taker)) {
        violations.push(Violation::PinMissing { household: household(), taker: id(taker) });
    }
    let (has, asks) = (indices(takers.len()).end, setting.terms.per_household);
    if has > asks.max(indices(pinned().count()).end) {
        violations.push(Violation::TooMany { household: household(), has, asks });
    }
    if has < asks {
        shortages.push(Violation::TooFew { household: household(), has, asks });
    }
}

/// How many households each taker has, without pins, towards each limit: slot by slot.
fn towards(setting: &Setting, pairs: &Rows<u32>) -> Vec<u32> {
    let slots = setting.terms.slots();
    let mut towards = vec![0_u32; setting.takers.len().saturating_mul(at(slots))];
    for row in indices(setting.rows.len()) {
        let own = setting.row(row).map_or(0, |row| row.slot);
        for taker in pairs.row(row).iter().filter(|taker| !setting.mark(row, **taker).pinned) {
            for slot in setting.terms.around(own) {
                let place = taker.saturating_mul(slots).saturating_add(slot);
                towards.get_mut(at(place)).into_iter().for_each(|count| *count += 1);
            }
        }
    }
    towards
}

/// By how many households minima are missed, all together.
pub fn shortfall(setting: &Setting, pairs: &Rows<u32>) -> u64 {
    let missed = |(taker, load): (u32, u32)| {
        let has = setting.taker(taker).map_or(0, |own| own.outside).saturating_add(load);
        u64::from(setting.minimum(taker).saturating_sub(has))
    };
    (0..).zip(loads(setting, pairs)).map(missed).sum()
}
