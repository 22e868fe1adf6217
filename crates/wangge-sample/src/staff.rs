//! People who serve, their posts and absences.

use smol_str::{SmolStr, format_smolstr};
use wangge::Records;
use wangge::record::{AbsenceRecord, AppointmentRecord, PairingRecord, PersonRecord};

use crate::county::START;
use crate::random::Random;

/// The ten stems stand for surnames: nobody is meant.
const SURNAMES: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const GIVEN: [&str; 24] = [
    "青山", "清泉", "文竹", "秋菊", "晓梅", "云松", "长河", "新禾", "春燕", "冬青", "玉兰", "石林", "金桂", "明月",
    "海棠", "向阳", "志远", "平安", "永兴", "家和", "茶香", "溪流", "建设", "丰收",
];

/// Numbers people as they come.
#[derive(Default)]
pub(crate) struct Staff {
    people: u32,
}

impl Staff {
    /// A new person; one in a hundred has no contact on record.
    pub fn person(
        &mut self,
        records: &mut Records,
        random: &mut Random,
        affiliations: &[&str],
        home: Option<SmolStr>,
    ) -> SmolStr {
        self.people += 1;
        let id = format_smolstr!("p{:07}", self.people);
        let contact = format_smolstr!("000-{:04}-{:04}", self.people / 10_000, self.people % 10_000);
        records.people.push(PersonRecord {
            id: id.clone(),
            name: format_smolstr!("{}{}", random.pick(&SURNAMES), random.pick(&GIVEN)),
            affiliations: affiliations.iter().copied().map(SmolStr::new).collect(),
            home,
            contact: (!random.permille(10)).then_some(contact),
            exempt: false,
        });
        id
    }

    pub fn appoint(
        &self,
        records: &mut Records,
        person: &SmolStr,
        unit: &str,
        role: &str,
        from: &str,
        until: Option<&str>,
    ) {
        records.appointments.push(AppointmentRecord {
            person: person.clone(),
            unit: Some(unit.into()),
            role: Some(role.into()),
            department: None,
            deputy: None,
            from: from.into(),
            until: until.map(SmolStr::new),
        });
    }

    /// Makes somebody a deputy from the start.
    pub fn deputise(&self, records: &mut Records, person: &SmolStr, unit: &str, role: &str, rank: u32) {
        self.appoint(records, person, unit, role, START, None);
        if let Some(appointment) = records.appointments.last_mut() {
            appointment.deputy = Some(rank);
        }
    }

    pub fn appoint_department(&self, records: &mut Records, person: &SmolStr, department: &str, deputy: Option<u32>) {
        records.appointments.push(AppointmentRecord {
            person: person.clone(),
            unit: None,
            role: None,
            department: Some(department.into()),
            deputy,
            from: START.into(),
            until: None,
        });
    }

    pub fn absent(&self, records: &mut Records, person: &SmolStr, from: &str, until: Option<&str>) {
        let until = until.map(SmolStr::new);
        records.absences.push(AbsenceRecord { person: person.clone(), from: from.into(), until });
    }

    pub fn pair(&self, records: &mut Records, person: &SmolStr, household: &SmolStr, programme: &str, from: &str) {
        records.pairings.push(PairingRecord {
            person: person.clone(),
            household: household.clone(),
            programme: programme.into(),
            from: from.into(),
            until: None,
        });
    }
}
