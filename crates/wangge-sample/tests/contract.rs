//! What other rooms rely on: ids, geometry, bytes, and no fault at any size or seed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::as_conversions, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

use jiff::civil::date;
use wangge::record::{Dated, HouseholdRecord, PersonRecord};
use wangge::{FindingCode, Records, Registry};
use wangge_sample::{CHALINHE, Sample};

/// FNV-1a of whatever is written to it: no buffer, and the same on every machine.
struct Hash(u64);

impl Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}

fn hash(records: &Records) -> u64 {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    // The scheme is not part of it: its wording may change without a change of the generator.
    let Records {
        scheme: _,
        units,
        departments,
        households,
        sites,
        people,
        appointments,
        absences,
        pairings,
        pair_rules,
    } = records;
    write!(hash, "{units:?}{departments:?}{sites:?}{appointments:?}{absences:?}{pairings:?}{pair_rules:?}").unwrap();
    // `Debug` of these shows ids only (S3), so every field is named.
    for row in households {
        let HouseholdRecord { id, label, unit, from, until, residents, categories, location } = row;
        write!(hash, "{id}{label}{unit:?}{from}{until:?}{residents}{categories:?}{location:?}").unwrap();
    }
    for PersonRecord { id, name, affiliations, home, contact, exempt } in people {
        write!(hash, "{id}{name}{affiliations:?}{home:?}{contact:?}{exempt}").unwrap();
    }
    hash.0
}

/// Degrees back to the whole numbers that they were made of.
fn whole([lon, lat]: [f64; 2]) -> (i128, i128) {
    ((lon * 1e7).round() as i128, (lat * 1e7).round() as i128)
}

/// Twice the area of a ring.
fn doubled_area(ring: &[[f64; 2]]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| (whole(*a), whole(*b))).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// Even-odd, in whole numbers.
fn contains(ring: &[[f64; 2]], point: [f64; 2]) -> bool {
    let p = whole(point);
    let next = ring.iter().cycle().skip(1);
    let edges = ring.iter().zip(next).map(|(a, b)| (whole(*a), whole(*b)));
    let crossed = edges.filter(|(a, b)| {
        let side = (b.0 - a.0) * (p.1 - a.1) - (p.0 - a.0) * (b.1 - a.1);
        (a.1 > p.1) != (b.1 > p.1) && (side > 0) == (b.1 > a.1)
    });
    crossed.count() % 2 == 1
}

/// The unit of today.
fn last(dated: &Dated) -> &str {
    match dated {
        Dated::Throughout(id) => id,
        Dated::Spells(spells) => &spells.last().unwrap().id,
    }
}

#[test]
fn the_bytes_of_a_seed_are_these() {
    let hashes = [Sample::chalinhe(), Sample::cili().households(2_000)].map(|sample| hash(&sample.seed(7).records()));
    assert_eq!(hashes, [0xe27a_649b_399b_521e, 0x47f3_679b_3997_0364], "{hashes:#x?}");
}

#[test]
fn ids_are_unique_and_short_enough_to_need_no_allocation() {
    for households in [100, 2_000, 200_000] {
        let records = Sample::cili().households(households).records();
        let ids: Vec<&str> = (records.units.iter().map(|row| row.id.as_str()))
            .chain(records.departments.iter().map(|row| row.id.as_str()))
            .chain(records.households.iter().map(|row| row.id.as_str()))
            .chain(records.sites.iter().map(|row| row.id.as_str()))
            .collect();
        let people: BTreeSet<&str> = records.people.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert_eq!(people.len(), records.people.len());
        assert!(ids.iter().chain(people.iter()).all(|id| id.len() <= 23));
    }
}

#[test]
fn the_default_county_has_the_size_that_it_says() {
    let records = Sample::cili().records();
    let count = |level: &str| records.units.iter().filter(|unit| unit.level == level).count();
    assert_eq!((records.households.len(), count("village"), count("town")), (200_000, 430, 26));
    assert!((2_500..3_500).contains(&count("grid")), "{}", count("grid"));
    assert!((16_000..20_000).contains(&count("micro-grid")), "{}", count("micro-grid"));
    assert!((20_000..35_000).contains(&records.people.len()), "{}", records.people.len());
}

#[test]
fn children_tile_their_parent_to_the_last_digit() {
    let records = Sample::cili().households(20_000).records();
    let mut parts: BTreeMap<&str, i128> = BTreeMap::new();
    let mut wholes: BTreeMap<&str, i128> = BTreeMap::new();
    for unit in records.units.iter().filter(|unit| !unit.scope.is_empty()) {
        let area = doubled_area(&unit.scope[0]);
        assert!(area > 0, "{} runs anticlockwise", unit.id);
        wholes.insert(&unit.id, area);
        if let Some(parent) = &unit.parent {
            *parts.entry(last(parent)).or_default() += area;
        }
    }
    let levels = ["county", "town", "village", "grid"];
    let parents = records.units.iter().filter(|unit| levels.contains(&unit.level.as_str()) && !unit.scope.is_empty());
    for parent in parents {
        assert_eq!(parts.get(parent.id.as_str()), wholes.get(parent.id.as_str()), "{}", parent.id);
    }
}

#[test]
fn a_household_is_inside_its_scope_unless_its_longitude_was_mistyped() {
    let records = Sample::cili().households(20_000).records();
    let rings: BTreeMap<&str, &Vec<[f64; 2]>> =
        records.units.iter().filter_map(|unit| Some((unit.id.as_str(), unit.scope.first()?))).collect();
    let county = rings["430821"];
    let mut outside = 0;
    for household in &records.households {
        let location = household.location.unwrap();
        if !contains(rings[last(&household.unit)], location) {
            // Nine tenths of a degree too far east: beyond the county.
            assert!(!contains(county, location), "{}", household.id);
            outside += 1;
        }
    }
    assert!((1..100).contains(&outside), "{outside}");
}

#[test]
fn no_seed_and_no_size_has_a_fault() {
    let sizes = [(Sample::chalinhe(), [100, 600, 5_000]), (Sample::cili(), [100, 700, 2_500])];
    for (sample, sizes) in sizes {
        for households in sizes {
            for seed in 0..8 {
                let built = Registry::build(sample.households(households).seed(seed).records());
                assert!(built.is_ok(), "{households} households, seed {seed}: {}", built.err().unwrap());
            }
        }
    }
}

#[test]
fn history_and_a_planned_gap_are_on_record() {
    let records = Sample::cili().households(20_000).records();
    let moved = |household: &&wangge::record::HouseholdRecord| matches!(&household.unit, Dated::Spells(spells) if spells.iter().any(|spell| spell.from == "2026-03-05"));
    assert!(records.households.iter().filter(moved).count() > 0);
    let registry = Registry::build(records).unwrap();
    let former = format!("{CHALINHE}-08");
    assert!(registry.as_of(date(2023, 12, 31)).unit(&former).is_ok());
    assert!(registry.as_of(date(2024, 1, 1)).unit(&former).is_err());
    // Micro-grid leaders hand over with four days between.
    let vacant = |day| {
        let findings = registry.as_of(day).findings();
        findings.iter().filter(|finding| finding.code() == FindingCode::SeatVacant).count()
    };
    let (before, gap, after) = (vacant(date(2026, 12, 2)), vacant(date(2026, 12, 3)), vacant(date(2026, 12, 7)));
    assert!(gap > before && before == after, "{before} {gap} {after}");
}

#[test]
fn assignment_is_told_a_few_things_of_every_kind() {
    use wangge::record::PairRule::{Pinned, Preferred, Recused};
    for (sample, households) in [(Sample::chalinhe(), 600), (Sample::cili().households(20_000), 20_000)] {
        let records = sample.records();
        let exempt = records.people.iter().filter(|person| person.exempt).count();
        assert!((1..=records.people.len() / 30).contains(&exempt), "{exempt} of {}", records.people.len());
        for rule in [Pinned, Preferred, Recused] {
            let count = records.pair_rules.iter().filter(|row| row.rule == rule).count();
            assert!((1..=households / 50).contains(&count), "{count} {rule:?}");
        }
    }
}

#[test]
fn nobody_is_meant_and_no_number_can_be_called() {
    let records = Sample::cili().households(20_000).records();
    let stems = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
    assert!(records.people.iter().all(|person| person.name.starts_with(stems)));
    let contacts = records.people.iter().filter_map(|person| person.contact.as_deref());
    assert!(contacts.clone().all(|contact| contact.starts_with("000-")));
    assert!(contacts.count() < records.people.len(), "some have none");
    assert!(records.scheme.name.zh.contains("虚构") && records.scheme.name.en.contains("fictional"));
}
