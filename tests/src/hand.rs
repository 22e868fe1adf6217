//! Rows in few words, for cases that are made by hand.

use smol_str::SmolStr;
use wangge::record::{
    AbsenceRecord, AppointmentRecord, CalendarRecord, CostRecord, Dated, DepartmentRecord, DutyRecord, FunctionRecord,
    HouseholdRecord, Involvement, KindRecord, LevelRecord, PairRule, PairRuleRecord, PairingRecord, PersonRecord,
    PolicyRecord, ProgrammeRecord, Records, RoleRecord, SchemeRecord, SeatRecord, SiteRecord, Spell, StepRecord, Text,
    UnitRecord, Urgency, Weekday,
};

/// The first day of everything that needs no other.
pub const OPENED: &str = "2025-12-01";

/// A name in both languages.
pub fn text(name: &str) -> Text {
    Text { zh: name.into(), en: name.into() }
}

/// A level under another one.
pub fn level(id: &str, parent: Option<&str>, households: bool) -> LevelRecord {
    LevelRecord {
        id: id.into(),
        name: text(id),
        parents: parent.into_iter().map(SmolStr::from).collect(),
        households,
        min_households: None,
        max_households: None,
        code_digits: Vec::new(),
    }
}

/// A role for anybody.
pub fn role(id: &str, level: &str, min: u32, max: u32) -> RoleRecord {
    RoleRecord {
        id: id.into(),
        name: text(id),
        level: level.into(),
        min,
        max,
        eligible: Vec::new(),
        max_households: None,
    }
}

/// A function with one seat.
pub fn function(id: &str, min: u32) -> FunctionRecord {
    FunctionRecord { id: id.into(), name: text(id), min, max: 2 }
}

/// A kind.
pub fn kind(id: &str, parent: Option<&str>) -> KindRecord {
    KindRecord { id: id.into(), name: text(id), parent: parent.map(SmolStr::from), ceiling: None }
}

/// A duty of a role.
pub fn duty(role: &str, kind: &str, involvement: Involvement) -> DutyRecord {
    DutyRecord { role: Some(role.into()), function: None, programme: None, kind: kind.into(), involvement }
}

/// A programme for every household, with one caretaker each.
pub fn programme(id: &str) -> ProgrammeRecord {
    ProgrammeRecord {
        id: id.into(),
        name: text(id),
        categories: Vec::new(),
        per_household: 1,
        min: 0,
        max: 2,
        limits: Vec::new(),
        eligible: Vec::new(),
        within: None,
        reserved: Vec::new(),
        cost: CostRecord::default(),
    }
}

/// A role as a seat of the scheme.
pub fn seat(role: &str) -> SeatRecord {
    SeatRecord { role: Some(role.into()), function: None, level: None }
}

/// A step that asks a role.
pub fn step(role: &str, accept: &str, resolve: &str) -> StepRecord {
    StepRecord { ask: seat(role), accept: accept.into(), resolve: resolve.into(), inform: Vec::new() }
}

/// A policy.
pub fn policy(kind: &str, urgency: Urgency, steps: Vec<StepRecord>) -> PolicyRecord {
    PolicyRecord { kind: kind.into(), urgency, steps, refusals: 1, total: None }
}

/// A unit.
pub fn unit(id: &str, level: &str, parent: Option<&str>) -> UnitRecord {
    UnitRecord {
        id: id.into(),
        level: level.into(),
        name: id.into(),
        from: OPENED.into(),
        until: None,
        parent: parent.map(Dated::from),
        codes: Vec::new(),
        scope: Vec::new(),
    }
}

/// One period of a reference.
pub fn spell(id: &str, from: &str, until: Option<&str>) -> Spell {
    Spell { id: id.into(), from: from.into(), until: until.map(SmolStr::from) }
}

/// A department.
pub fn department(id: &str, unit: &str, function: &str) -> DepartmentRecord {
    DepartmentRecord {
        id: id.into(),
        unit: unit.into(),
        function: function.into(),
        name: id.into(),
        from: OPENED.into(),
        until: None,
    }
}

/// A household.
pub fn household(id: &str, unit: &str) -> HouseholdRecord {
    HouseholdRecord {
        id: id.into(),
        label: id.into(),
        unit: unit.into(),
        from: OPENED.into(),
        until: None,
        residents: 3,
        categories: Vec::new(),
        location: None,
    }
}

/// A site.
pub fn site(id: &str, unit: &str, owner: Option<&str>) -> SiteRecord {
    SiteRecord {
        id: id.into(),
        name: id.into(),
        unit: unit.into(),
        owner: owner.map(Dated::from),
        from: OPENED.into(),
        until: None,
        location: None,
    }
}

/// A person with a contact.
pub fn person(id: &str) -> PersonRecord {
    PersonRecord {
        id: id.into(),
        name: id.into(),
        affiliations: Vec::new(),
        home: None,
        contact: Some("12345".into()),
        exempt: false,
    }
}

/// A primary in a unit.
pub fn appoint(person: &str, unit: &str, role: &str, from: &str, until: Option<&str>) -> AppointmentRecord {
    AppointmentRecord {
        person: person.into(),
        unit: Some(unit.into()),
        role: Some(role.into()),
        department: None,
        deputy: None,
        from: from.into(),
        until: until.map(SmolStr::from),
    }
}

/// A deputy in a unit.
pub fn deputy(person: &str, unit: &str, role: &str, rank: u32) -> AppointmentRecord {
    AppointmentRecord { deputy: Some(rank), ..appoint(person, unit, role, OPENED, None) }
}

/// A primary in a department.
pub fn appoint_to(person: &str, department: &str) -> AppointmentRecord {
    AppointmentRecord {
        unit: None,
        role: None,
        department: Some(department.into()),
        ..appoint(person, "", "", OPENED, None)
    }
}

/// An absence.
pub fn absence(person: &str, from: &str, until: Option<&str>) -> AbsenceRecord {
    AbsenceRecord { person: person.into(), from: from.into(), until: until.map(SmolStr::from) }
}

/// A pairing.
pub fn pairing(person: &str, household: &str, programme: &str) -> PairingRecord {
    PairingRecord {
        person: person.into(),
        household: household.into(),
        programme: programme.into(),
        from: OPENED.into(),
        until: None,
    }
}

/// What holds for a person and a household under every programme.
pub fn pair_rule(person: &str, household: &str, rule: PairRule) -> PairRuleRecord {
    PairRuleRecord {
        person: person.into(),
        household: household.into(),
        programme: None,
        rule,
        from: OPENED.into(),
        until: None,
    }
}

/// Monday to Friday, 08:30 to 12:00 and 13:30 to 17:30, in 2025 and 2026; 1 January is off, Sunday 4 January is worked.
pub fn calendar() -> CalendarRecord {
    let exception = |date: &str, working| wangge::record::ExceptionRecord { date: date.into(), working, name: None };
    CalendarRecord {
        offset: "+08:00".into(),
        hours: vec![["08:30".into(), "12:00".into()], ["13:30".into(), "17:30".into()]],
        weekdays: vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri],
        years: vec![2025, 2026],
        exceptions: vec![exception("2026-01-01", false), exception("2026-01-04", true)],
    }
}

/// A county, one village, two grids with a leader each and a secretary above; `an` leads `g1`, `bo` leads `g2`, `cai` is
/// secretary; one household in each grid; `civil` is above `dispute`.
pub fn county() -> Records {
    let scheme = SchemeRecord {
        name: text("county"),
        levels: vec![
            level("county", None, false),
            level("village", Some("county"), false),
            level("grid", Some("village"), true),
        ],
        roles: vec![
            role("mayor", "county", 0, 1),
            role("secretary", "village", 1, 1),
            role("helper", "grid", 0, 2),
            role("leader", "grid", 1, 2),
        ],
        kinds: vec![kind("civil", None), kind("dispute", Some("civil"))],
        duties: vec![
            duty("leader", "*", Involvement::Responsible),
            duty("leader", "dispute", Involvement::Accountable),
            duty("secretary", "civil", Involvement::Accountable),
            duty("mayor", "*", Involvement::Accountable),
            duty("helper", "civil", Involvement::Support),
        ],
        policies: vec![policy(
            "*",
            Urgency::Routine,
            vec![step("leader", "4wh", "3wd"), step("secretary", "1wd", "end-of-month"), step("mayor", "1h", "24h")],
        )],
        calendar: calendar(),
        ..SchemeRecord::default()
    };
    Records {
        scheme,
        units: vec![
            unit("c", "county", None),
            unit("v", "village", Some("c")),
            unit("g1", "grid", Some("v")),
            unit("g2", "grid", Some("v")),
        ],
        households: vec![household("h1", "g1"), household("h2", "g2")],
        people: vec![person("an"), person("bo"), person("cai"), person("dan")],
        appointments: vec![
            appoint("an", "g1", "leader", OPENED, None),
            appoint("bo", "g2", "leader", OPENED, None),
            appoint("cai", "v", "secretary", OPENED, None),
        ],
        ..Records::default()
    }
}
