//! The days on which something begins or ends.

use std::collections::BTreeSet;

use jiff::civil::Date;
use wangge::record::{Dated, Records, Spell};
use wangge_tests::naive::parse_date;

/// Every date where anything begins or ends, and the day before each.
pub fn days(records: &Records) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    let mut period = |from: &str, until: Option<&str>| {
        for date in [Some(from), until].into_iter().flatten().filter_map(parse_date) {
            days.extend([date, date.yesterday().unwrap()]);
        }
    };
    let mut spells: Vec<Spell> = Vec::new();
    let mut dated = |dated: &Dated| {
        if let Dated::Spells(list) = dated {
            spells.extend(list.iter().cloned());
        }
    };
    macro_rules! periods {
        ($($list:ident),*) => {
            $(records.$list.iter().for_each(|row| period(&row.from, row.until.as_deref()));)*
        };
    }
    periods!(units, departments, households, sites, appointments, absences, pairings, pair_rules);
    records.units.iter().filter_map(|row| row.parent.as_ref()).for_each(&mut dated);
    records.households.iter().for_each(|row| dated(&row.unit));
    records.sites.iter().for_each(|row| dated(&row.unit));
    records.sites.iter().filter_map(|row| row.owner.as_ref()).for_each(&mut dated);
    spells.extend(records.units.iter().flat_map(|row| row.codes.iter().cloned()));
    spells.iter().for_each(|spell| period(&spell.from, spell.until.as_deref()));
    days
}
