//! A county of the size of Cili: 26 towns, 430 villages, 3,000 grids, 18,000 micro-grids, 200,000 households.

use wangge::Records;
use wangge::record::{
    AbsenceRecord, AppointmentRecord, DepartmentRecord, HouseholdRecord, PairingRecord, PersonRecord, UnitRecord,
};

use crate::random::Random;

pub const TOWNS: usize = 26;
pub const VILLAGES: usize = 430;
pub const GRIDS: usize = 3_000;
pub const MICRO_GRIDS: usize = 18_000;
pub const HOUSEHOLDS: usize = 200_000;
const PEOPLE: usize = 25_000;
const FROM: &str = "2020-01-01";

struct Builder {
    records: Records,
    random: Random,
}

/// The county; `scope` gives the outline of a micro-grid.
pub fn county(scope: impl Fn(usize) -> Vec<[f64; 2]>) -> Records {
    let scheme = serde_json::from_str(include_str!("scheme.json")).unwrap();
    let mut builder = Builder { records: Records { scheme, ..Records::default() }, random: Random(7) };
    builder.people();
    let county = "430821".to_owned();
    builder.unit(&county, "county", None);
    let sizes = [TOWNS, VILLAGES, GRIDS, MICRO_GRIDS];
    let levels = ["town", "village", "grid", "micro-grid"];
    let mut above = vec![county];
    for (size, level) in sizes.into_iter().zip(levels) {
        let mut units = Vec::with_capacity(size);
        for i in 0..size {
            let parent = &above[i * above.len() / size];
            let id = format!("{parent}{i:03}");
            builder.unit(&id, level, Some(parent));
            if level == "micro-grid" {
                builder.records.units.last_mut().unwrap().scope = vec![scope(i)];
            }
            units.push(id);
        }
        above = units;
    }
    builder.households(&above);
    builder.records
}

impl Builder {
    fn people(&mut self) {
        for i in 0..PEOPLE {
            let home = self.random.chance(60).then(|| format!("h{:06}", self.random.below(HOUSEHOLDS)).into());
            let contact = (!self.random.chance(2)).then(|| format!("1380000{i:04}").into());
            let (id, name) = (format!("p{i:05}").into(), format!("人员{i:05}").into());
            self.records.people.push(PersonRecord { id, name, affiliations: Vec::new(), home, contact });
            if self.random.chance(4) {
                let (from, until) = ("2026-11-20".into(), Some("2026-12-05".into()));
                self.records.absences.push(AbsenceRecord { person: format!("p{i:05}").into(), from, until });
            }
        }
    }

    fn unit(&mut self, id: &str, level: &str, parent: Option<&String>) {
        self.records.units.push(UnitRecord {
            id: id.into(),
            level: level.into(),
            name: format!("单元{id}").into(),
            from: FROM.into(),
            until: None,
            parent: parent.map(|parent| parent.as_str().into()),
            codes: Vec::new(),
            scope: Vec::new(),
        });
        let roles: Vec<_> = self.records.scheme.roles.iter().filter(|role| role.level == level).cloned().collect();
        for role in roles {
            let wanted = if role.min > 0 { u32::from(!self.random.chance(2)) } else { 0 };
            let extra = u32::try_from(self.random.below(usize::try_from(role.max).unwrap())).unwrap();
            self.seat(wanted.max(extra), |record| {
                record.unit = Some(id.into());
                record.role = Some(role.id.clone());
            });
        }
        if level == "town" || level == "county" {
            for function in ["emergency-office", "civil-affairs"] {
                let department = format!("{id}-{function}");
                let (unit, function) = (id.into(), function.into());
                let name = format!("部门{id}").into();
                let (id, from) = (department.as_str().into(), FROM.into());
                self.records.departments.push(DepartmentRecord { id, unit, function, name, from, until: None });
                self.seat(1, |record| record.department = Some(department.as_str().into()));
            }
        }
    }

    fn seat(&mut self, primaries: u32, place: impl Fn(&mut AppointmentRecord)) {
        let deputies = u32::from(self.random.chance(30));
        let first = self.random.below(PEOPLE);
        for i in 0..primaries + deputies {
            let at = (first + usize::try_from(i).unwrap()) % PEOPLE;
            let mut record = AppointmentRecord {
                person: format!("p{at:05}").into(),
                unit: None,
                role: None,
                department: None,
                deputy: (i >= primaries).then_some(i - primaries + 1),
                from: if self.random.chance(10) { "2026-12-01" } else { "2025-01-01" }.into(),
                until: None,
            };
            place(&mut record);
            self.records.appointments.push(record);
        }
    }

    fn households(&mut self, micro_grids: &[String]) {
        for i in 0..HOUSEHOLDS {
            let id = format!("h{i:06}");
            self.records.households.push(HouseholdRecord {
                id: id.as_str().into(),
                label: format!("{i}号").into(),
                unit: micro_grids[i * micro_grids.len() / HOUSEHOLDS].as_str().into(),
                from: FROM.into(),
                until: None,
                residents: 3,
                categories: Vec::new(),
                location: None,
            });
            let first = self.random.below(PEOPLE);
            let pairs = if self.random.chance(3) { 2 } else { usize::from(!self.random.chance(3)) };
            for k in 0..pairs {
                self.records.pairings.push(PairingRecord {
                    person: format!("p{:05}", (first + k) % PEOPLE).into(),
                    household: id.as_str().into(),
                    programme: "caretaker".into(),
                    from: FROM.into(),
                    until: None,
                });
            }
        }
    }
}
