//! The rows that are being changed, laid over those of a registry.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::facts::Facts;
use crate::change::Row;
use crate::record::{
    AbsenceRecord, AppointmentRecord, DepartmentRecord, HouseholdRecord, PairRuleRecord, PairingRecord, PersonRecord,
    Records, SchemeRecord, SiteRecord, UnitRecord,
};

/// Rows that belong together, which are read and written as one: what has an id alone, the appointments and absences
/// of a person, the pairings and pair rules of a household.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Scheme,
    Unit(SmolStr),
    Department(SmolStr),
    Household(SmolStr),
    Site(SmolStr),
    Person(SmolStr),
    Appointments(SmolStr),
    Absences(SmolStr),
    Pairings(SmolStr),
    PairRules(SmolStr),
}

impl Key {
    /// What a row of the records belongs to.
    pub fn of(records: &Records, section: &str, row: usize) -> Option<Self> {
        fn key<R: Section>(rows: &[R], row: usize) -> Option<Key> {
            rows.get(row).map(|row| R::key(row.owner().clone()))
        }
        match section {
            "units" => key(&records.units, row),
            "departments" => key(&records.departments, row),
            "households" => key(&records.households, row),
            "sites" => key(&records.sites, row),
            "people" => key(&records.people, row),
            "appointments" => key(&records.appointments, row),
            "absences" => key(&records.absences, row),
            "pairings" => key(&records.pairings, row),
            "pairRules" => key(&records.pair_rules, row),
            _ => None,
        }
    }

    /// The id that its rows belong to.
    pub fn id(&self) -> &str {
        match self {
            Self::Scheme => "",
            Self::Unit(id)
            | Self::Department(id)
            | Self::Household(id)
            | Self::Site(id)
            | Self::Person(id)
            | Self::Appointments(id)
            | Self::Absences(id)
            | Self::Pairings(id)
            | Self::PairRules(id) => id,
        }
    }
}

type Laid<R> = BTreeMap<SmolStr, Vec<R>>;

/// A registry's rows and the changes on top of them.
pub(super) struct Sheet<'f> {
    pub facts: &'f Facts,
    scheme: Option<SchemeRecord>,
    units: Laid<UnitRecord>,
    departments: Laid<DepartmentRecord>,
    households: Laid<HouseholdRecord>,
    sites: Laid<SiteRecord>,
    people: Laid<PersonRecord>,
    appointments: Laid<AppointmentRecord>,
    absences: Laid<AbsenceRecord>,
    pairings: Laid<PairingRecord>,
    pair_rules: Laid<PairRuleRecord>,
    /// What the transaction touched: the rows before it, and the last change that did.
    touched: BTreeMap<Key, Touched>,
}

/// Rows that a transaction touched.
pub(super) struct Touched {
    pub before: Vec<Row>,
    pub change: usize,
}

/// One section of the records.
pub(super) trait Section: Clone + PartialEq {
    /// What its rows belong to.
    fn owner(&self) -> &SmolStr;
    fn key(owner: SmolStr) -> Key;
    fn row(self) -> Row;
    fn laid<'s>(sheet: &'s Sheet<'_>) -> &'s Laid<Self>;
    fn laid_mut<'s>(sheet: &'s mut Sheet<'_>) -> &'s mut Laid<Self>;
    /// The rows of an owner in a registry.
    fn stored(facts: &Facts, owner: &str) -> Vec<Self>;
}

macro_rules! section {
    ($record:ident, $owner:ident, $key:ident, $row:ident, $laid:ident, |$facts:ident, $id:ident| $stored:expr) => {
        impl Section for $record {
            fn owner(&self) -> &SmolStr {
                &self.$owner
            }

            fn key(owner: SmolStr) -> Key {
                Key::$key(owner)
            }

            fn row(self) -> Row {
                Row::$row(self)
            }

            fn laid<'s>(sheet: &'s Sheet<'_>) -> &'s Laid<Self> {
                &sheet.$laid
            }

            fn laid_mut<'s>(sheet: &'s mut Sheet<'_>) -> &'s mut Laid<Self> {
                &mut sheet.$laid
            }

            fn stored($facts: &Facts, $id: &str) -> Vec<Self> {
                $stored
            }
        }
    };
}

section!(UnitRecord, id, Unit, Unit, units, |facts, id| {
    facts.find_unit(id).map(|unit| facts.unit_record(unit)).into_iter().collect()
});
section!(DepartmentRecord, id, Department, Department, departments, |facts, id| {
    facts.find_department(id).map(|department| facts.department_record(department)).into_iter().collect()
});
section!(HouseholdRecord, id, Household, Household, households, |facts, id| {
    facts.find_household(id).map(|household| facts.household_record(household)).into_iter().collect()
});
section!(SiteRecord, id, Site, Site, sites, |facts, id| {
    facts.find_site(id).map(|site| facts.site_record(site)).into_iter().collect()
});
section!(PersonRecord, id, Person, Person, people, |facts, id| {
    facts.people.find(id).map(|person| facts.person_record(person)).into_iter().collect()
});
section!(AppointmentRecord, person, Appointments, Appointment, appointments, |facts, id| {
    facts.people.find(id).into_iter().flat_map(|person| facts.person_appointments(person)).collect()
});
section!(AbsenceRecord, person, Absences, Absence, absences, |facts, id| {
    facts.people.find(id).into_iter().flat_map(|person| facts.absence_records(person)).collect()
});
section!(PairingRecord, household, Pairings, Pairing, pairings, |facts, id| {
    facts.find_household(id).into_iter().flat_map(|household| facts.pairing_records(household)).collect()
});
section!(PairRuleRecord, household, PairRules, PairRule, pair_rules, |facts, id| {
    facts.find_household(id).into_iter().flat_map(|household| facts.rule_records(household)).collect()
});

impl<'f> Sheet<'f> {
    pub fn new(facts: &'f Facts) -> Self {
        Self {
            facts,
            scheme: None,
            units: Laid::new(),
            departments: Laid::new(),
            households: Laid::new(),
            sites: Laid::new(),
            people: Laid::new(),
            appointments: Laid::new(),
            absences: Laid::new(),
            pairings: Laid::new(),
            pair_rules: Laid::new(),
            touched: BTreeMap::new(),
        }
    }

    pub fn scheme(&self) -> &SchemeRecord {
        self.scheme.as_ref().unwrap_or(self.facts.scheme.record())
    }

    pub fn set_scheme(&mut self, scheme: SchemeRecord, change: usize) {
        let before = vec![Row::Scheme(Box::new(self.scheme().clone()))];
        self.touched.entry(Key::Scheme).or_insert(Touched { before, change }).change = change;
        self.scheme = Some(scheme);
    }

    /// The rows of an owner.
    pub fn rows<R: Section>(&self, owner: &str) -> Vec<R> {
        R::laid(self).get(owner).cloned().unwrap_or_else(|| R::stored(self.facts, owner))
    }

    /// The row with an id.
    pub fn row<R: Section>(&self, id: &str) -> Option<R> {
        self.rows(id).pop()
    }

    /// Writes the rows of an owner.
    pub fn set_rows<R: Section>(&mut self, owner: &SmolStr, rows: Vec<R>, change: usize) {
        let key = R::key(owner.clone());
        if !self.touch_again(&key, change) {
            let before = self.rows::<R>(owner).into_iter().map(R::row).collect();
            self.touched.insert(key, Touched { before, change });
        }
        R::laid_mut(self).insert(owner.clone(), rows);
    }

    /// Whether the transaction touched rows already; then this change is the last that did.
    pub fn touch_again(&mut self, key: &Key, change: usize) -> bool {
        let touched = self.touched.get_mut(key);
        touched.map(|touched| touched.change = change).is_some()
    }

    /// Writes the row with an id.
    pub fn set<R: Section>(&mut self, row: R, change: usize) {
        let owner = row.owner().clone();
        self.set_rows(&owner, vec![row], change);
    }

    /// Changes the rows of an owner, which count as touched only where something changes.
    pub fn change_rows<R: Section>(&mut self, owner: &SmolStr, change: usize, with: impl FnOnce(&mut Vec<R>)) {
        let before = self.rows::<R>(owner);
        let mut rows = before.clone();
        with(&mut rows);
        if rows != before {
            self.set_rows(owner, rows, change);
        }
    }

    /// Whether a unit, department, household or site has or had an id.
    pub fn is_named(&self, id: &str) -> bool {
        self.row::<UnitRecord>(id).is_some()
            || self.row::<DepartmentRecord>(id).is_some()
            || self.row::<HouseholdRecord>(id).is_some()
            || self.row::<SiteRecord>(id).is_some()
    }

    /// What the transaction touched so far.
    pub fn touched(&self) -> &BTreeMap<Key, Touched> {
        &self.touched
    }

    /// Owners whose rows the transaction touched after all others: where two rows clash, the fault is the later one's.
    pub fn touched_last<'o, R: Section>(&self, owners: impl IntoIterator<Item = &'o SmolStr>) -> Vec<&'o SmolStr> {
        let is_touched = |owner: &&SmolStr| self.touched.contains_key(&R::key(SmolStr::clone(owner)));
        let (touched, mut owners): (Vec<_>, Vec<_>) = owners.into_iter().partition(is_touched);
        owners.extend(touched);
        owners
    }

    /// Ends a transaction: its rows are those of the next one.
    pub fn end(&mut self) -> BTreeMap<Key, Touched> {
        std::mem::take(&mut self.touched)
    }

    /// Takes over the rows of an owner from a registry, in their normal form, and says what they are.
    pub fn settle(&mut self, key: &Key, from: &Facts) -> Vec<Row> {
        fn settle<R: Section>(sheet: &mut Sheet<'_>, from: &Facts, id: &SmolStr) -> Vec<Row> {
            let rows = R::stored(from, id);
            R::laid_mut(sheet).insert(id.clone(), rows.clone());
            rows.into_iter().map(R::row).collect()
        }
        match key {
            Key::Scheme => vec![Row::Scheme(Box::new(self.scheme().clone()))],
            Key::Unit(id) => settle::<UnitRecord>(self, from, id),
            Key::Department(id) => settle::<DepartmentRecord>(self, from, id),
            Key::Household(id) => settle::<HouseholdRecord>(self, from, id),
            Key::Site(id) => settle::<SiteRecord>(self, from, id),
            Key::Person(id) => settle::<PersonRecord>(self, from, id),
            Key::Appointments(id) => settle::<AppointmentRecord>(self, from, id),
            Key::Absences(id) => settle::<AbsenceRecord>(self, from, id),
            Key::Pairings(id) => settle::<PairingRecord>(self, from, id),
            Key::PairRules(id) => settle::<PairRuleRecord>(self, from, id),
        }
    }

    /// Every row of a section: those of the registry, which are `stored`, as they are now, and new ones.
    pub fn all<R: Section>(&self, stored: impl Iterator<Item = R>) -> Vec<R> {
        let laid = R::laid(self);
        let kept = stored.filter(|row| !laid.contains_key(row.owner()));
        let changed = self.touched_last::<R>(laid.keys()).into_iter().filter_map(|owner| laid.get(owner));
        kept.chain(changed.flatten().cloned()).collect()
    }
}

impl Facts {
    pub fn find_unit(&self, id: &str) -> Option<u32> {
        self.names.find(id).filter(|name| *name < self.sections.departments)
    }

    pub fn find_department(&self, id: &str) -> Option<u32> {
        let name = self.names.find(id).filter(|name| *name < self.sections.households)?;
        name.checked_sub(self.sections.departments)
    }

    pub fn find_household(&self, id: &str) -> Option<u32> {
        let name = self.names.find(id).filter(|name| *name < self.sections.sites)?;
        name.checked_sub(self.sections.households)
    }

    pub fn find_site(&self, id: &str) -> Option<u32> {
        self.names.find(id)?.checked_sub(self.sections.sites)
    }
}
