//! A small village, things to do in it, and files to do them in.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use wangge::Records;
use wangge::change::{Change, Edit, End, Move, Row, Transaction, Unpair};
use wangge::record::{HouseholdRecord, PairingRecord, PersonRecord};
use wangge::{Registry, record};
use wangge_store::By;

/// Two grids, three households, one person.
const VILLAGE: &str = r#"{
  "format": "wangge/1",
  "scheme": {
    "name": {"zh": "一村", "en": "One village"},
    "levels": [
      {"id": "village", "name": {"zh": "村", "en": "Village"}},
      {"id": "grid", "name": {"zh": "网格", "en": "Grid"}, "parents": ["village"], "households": true}
    ],
    "roles": [], "kinds": [], "duties": [],
    "categories": [{"id": "in-need", "name": {"zh": "困难", "en": "In need"}}],
    "programmes": [{"id": "one", "name": {"zh": "包户", "en": "One"}, "perHousehold": 1, "max": 50}],
    "calendar": {"offset": "+08:00", "hours": [["08:00", "12:00"]], "weekdays": [], "years": []}
  },
  "units": [
    {"id": "v1", "level": "village", "name": "茶林河村", "from": "2020-01-01"},
    {"id": "g1", "level": "grid", "name": "一网格", "parent": "v1", "from": "2020-01-01"},
    {"id": "g2", "level": "grid", "name": "二网格", "parent": "v1", "from": "2020-01-01"}
  ],
  "households": [
    {"id": "h1", "label": "一组1号", "unit": "g1", "from": "2020-01-01", "residents": 4, "location": [110.123456, 29.5]},
    {"id": "h2", "label": "一组2号", "unit": "g1", "from": "2020-01-01", "residents": 2},
    {"id": "h3", "label": "二组\"3\"号", "unit": "g2", "from": "2020-01-01"}
  ],
  "people": [{"id": "p1", "name": "向某"}]
}"#;

pub fn village() -> Records {
    wangge_formats::document::read(VILLAGE.as_bytes()).unwrap()
}

/// As little as can be.
pub fn hamlet() -> Records {
    let text = r#"{"format": "wangge/1", "scheme": {"name": {"zh": "村", "en": "v"}, "levels":
      [{"id": "v", "name": {"zh": "村", "en": "v"}, "households": true}], "roles": [], "kinds": [], "duties": [],
      "calendar": {"offset": "+08:00", "hours": [["08:00", "12:00"]], "weekdays": [], "years": []}},
      "units": [{"id": "g1", "level": "v", "name": "村", "from": "2020-01-01"}],
      "households": [{"id": "h1", "label": "一", "unit": "g1", "from": "2020-01-01"},
                     {"id": "h2", "label": "二", "unit": "g1", "from": "2020-01-01", "residents": 2}]}"#;
    wangge_formats::document::read(text.as_bytes()).unwrap()
}

pub const BY: By<'_> = By { at: "2026-11-23T10:00:00+08:00", who: "civil affairs", reason: None };

/// A folder of this process for files that a test writes; empty.
pub fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{}", std::process::id()));
    _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The same in memory, where the system has such a place: for what is written thousands of times.
pub fn quick_folder(test: &str) -> PathBuf {
    let memory = Path::new("/dev/shm");
    if !memory.is_dir() {
        return folder(test);
    }
    let folder = memory.join(format!("wangge-store-{test}-{}", std::process::id()));
    _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The same numbers for the same seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(sides).unwrap()).unwrap()
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

pub fn household(id: &str, label: &str, unit: &str) -> HouseholdRecord {
    HouseholdRecord {
        id: id.into(),
        label: label.into(),
        unit: unit.into(),
        from: "2026-01-01".into(),
        until: None,
        residents: 3,
        categories: vec![],
        location: Some([110.5, 29.25]),
    }
}

pub fn add(id: &str) -> Transaction {
    Transaction::from(vec![Change::AddHousehold(household(id, &format!("{id}号"), "g1"))])
}

pub fn correct(before: &HouseholdRecord, after: &HouseholdRecord) -> Transaction {
    Transaction::from(vec![Change::Correct(Edit {
        before: Some(Row::Household(before.clone())),
        after: Some(Row::Household(after.clone())),
    })])
}

/// Something that may be done in a village; not always possible.
pub fn something(dice: &mut Dice, registry: &Registry) -> Transaction {
    let records = registry.records();
    let count = 1 + dice.roll(3);
    Transaction::from((0..count).map(|_| change(dice, &records)).collect::<Vec<_>>())
}

fn change(dice: &mut Dice, records: &Records) -> Change {
    let day = format!("2026-{:02}-{:02}", 1 + dice.roll(12), 1 + dice.roll(28));
    let number = dice.roll(1_000_000);
    let old = dice.pick(&records.households).clone();
    let unit = *dice.pick(&["g1", "g2"]);
    match dice.roll(8) {
        0 | 1 => {
            let mut row = household(&format!("n{number}"), &format!("新{number}号"), unit);
            row.location = (dice.roll(2) == 0)
                .then(|| [110.0 + 0.000_001 * f64::from(u32::try_from(dice.roll(999)).unwrap()), 29.0]);
            Change::AddHousehold(row)
        }
        2 => Change::MoveHousehold(Move { id: old.id, to: unit.into(), on: day.into() }),
        3 => Change::CloseHousehold(End { id: old.id, on: day.into() }),
        4 => Change::AddPerson(PersonRecord {
            id: format!("q{number}").into(),
            name: "覃某".into(),
            affiliations: vec![],
            home: None,
            contact: None,
            exempt: false,
        }),
        5 => Change::Pair(PairingRecord {
            person: dice.pick(&records.people).id.clone(),
            household: old.id,
            programme: "one".into(),
            from: day.into(),
            until: None,
        }),
        6 => {
            let pairing = records.pairings.first();
            Change::Unpair(Unpair {
                person: pairing.map_or("p1".into(), |pairing| pairing.person.clone()),
                household: pairing.map_or(old.id, |pairing| pairing.household.clone()),
                programme: "one".into(),
                on: day.into(),
            })
        }
        _ => {
            let mut new = old.clone();
            new.label = format!("改{number}号").into();
            new.residents = u32::try_from(dice.roll(9)).unwrap();
            new.location = (dice.roll(2) == 0).then_some([110.25, 29.75]);
            Change::Correct(Edit { before: Some(Row::Household(old)), after: Some(Row::Household(new)) })
        }
    }
}

/// Every byte of a store: its file, its log, and the index of the log.
pub fn bytes(path: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        all.extend(std::fs::read(name).unwrap_or_default());
    }
    all
}

pub fn holds(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

/// A household of a registry.
pub fn row(registry: &Registry, id: &str) -> record::HouseholdRecord {
    registry.records().households.into_iter().find(|row| row.id == id).unwrap()
}
