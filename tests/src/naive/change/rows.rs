//! All rows as one list, and what differs between two counties.

use smol_str::SmolStr;
use wangge::{
    change::Row,
    record::{Records, SchemeRecord},
};

use super::normal::normal;

/// Every row, in the order of the records.
pub fn rows(records: &Records) -> Vec<Row> {
    lists(records).concat()
}

/// The rows, section by section.
fn lists(records: &Records) -> [Vec<Row>; 10] {
    fn list<R: Clone>(rows: &[R], row: fn(R) -> Row) -> Vec<Row> {
        rows.iter().cloned().map(row).collect()
    }
    [
        vec![Row::Scheme(Box::new(records.scheme.clone()))],
        list(&records.units, Row::Unit),
        list(&records.departments, Row::Department),
        list(&records.households, Row::Household),
        list(&records.sites, Row::Site),
        list(&records.people, Row::Person),
        list(&records.appointments, Row::Appointment),
        list(&records.absences, Row::Absence),
        list(&records.pairings, Row::Pairing),
        list(&records.pair_rules, Row::PairRule),
    ]
}

/// The rows that are gone, and those that are new.
pub fn difference(before: &Records, after: &Records) -> (Vec<Row>, Vec<Row>) {
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for (before, after) in lists(before).into_iter().zip(lists(after)) {
        if before == after {
            continue;
        }
        let mut left = after;
        for row in before {
            match left.iter().position(|other| *other == row) {
                Some(at) => {
                    left.remove(at);
                }
                None => gone.push(row),
            }
        }
        new.extend(left);
    }
    (gone, new)
}

/// The rows that changed: as they were, and as they are. "A scheme that names categories or affiliations in another order
/// changes how rows are written, not those rows", so all are written under the scheme that comes out.
pub fn changed(before: &Records, after: &Records) -> (Vec<Row>, Vec<Row>) {
    let (mut gone, mut new) = difference(&normal(&Records { scheme: after.scheme.clone(), ..before.clone() }), after);
    if before.scheme != after.scheme {
        gone.insert(0, Row::Scheme(Box::new(before.scheme.clone())));
        new.insert(0, Row::Scheme(Box::new(after.scheme.clone())));
    }
    (gone, new)
}

/// A row as it is written under a scheme.
pub fn written(row: &Row, scheme: &SchemeRecord) -> Row {
    if matches!(row, Row::Scheme(_)) {
        return row.clone();
    }
    let mut records = Records { scheme: scheme.clone(), ..Records::default() };
    put(&mut records, row);
    rows(&normal(&records)).remove(1)
}

/// Takes a row out that is there.
pub fn take(records: &mut Records, row: &Row) {
    fn take<R: PartialEq>(rows: &mut Vec<R>, row: &R) {
        let at = rows.iter().position(|other| other == row).expect("it is there");
        rows.remove(at);
    }
    match row {
        // There always is one: another one takes its place.
        Row::Scheme(_) => {}
        Row::Unit(row) => take(&mut records.units, row),
        Row::Department(row) => take(&mut records.departments, row),
        Row::Household(row) => take(&mut records.households, row),
        Row::Site(row) => take(&mut records.sites, row),
        Row::Person(row) => take(&mut records.people, row),
        Row::Appointment(row) => take(&mut records.appointments, row),
        Row::Absence(row) => take(&mut records.absences, row),
        Row::Pairing(row) => take(&mut records.pairings, row),
        Row::PairRule(row) => take(&mut records.pair_rules, row),
    }
}

/// Puts a row in.
pub fn put(records: &mut Records, row: &Row) {
    match row.clone() {
        Row::Scheme(row) => records.scheme = *row,
        Row::Unit(row) => records.units.push(row),
        Row::Department(row) => records.departments.push(row),
        Row::Household(row) => records.households.push(row),
        Row::Site(row) => records.sites.push(row),
        Row::Person(row) => records.people.push(row),
        Row::Appointment(row) => records.appointments.push(row),
        Row::Absence(row) => records.absences.push(row),
        Row::Pairing(row) => records.pairings.push(row),
        Row::PairRule(row) => records.pair_rules.push(row),
    }
}

/// The row that a fault of loading is about; a fault of the scheme is about the scheme.
pub fn row(records: &Records, section: &str, number: Option<usize>) -> Row {
    let Some(number) = number.filter(|_| !section.starts_with("scheme")) else {
        return Row::Scheme(Box::new(records.scheme.clone()));
    };
    match section {
        "units" => Row::Unit(records.units[number].clone()),
        "departments" => Row::Department(records.departments[number].clone()),
        "households" => Row::Household(records.households[number].clone()),
        "sites" => Row::Site(records.sites[number].clone()),
        "people" => Row::Person(records.people[number].clone()),
        "appointments" => Row::Appointment(records.appointments[number].clone()),
        "absences" => Row::Absence(records.absences[number].clone()),
        "pairings" => Row::Pairing(records.pairings[number].clone()),
        "pairRules" => Row::PairRule(records.pair_rules[number].clone()),
        other => panic!("no section of the records: {other}"),
    }
}

/// The section of a row and the id that it goes by: the appointments of a person count as one row, so do their absences,
/// and the pairings and the pair rules of a household.
pub fn owner(row: &Row) -> (&'static str, SmolStr) {
    match row {
        Row::Scheme(_) => ("scheme", SmolStr::default()),
        Row::Unit(row) => ("units", row.id.clone()),
        Row::Department(row) => ("departments", row.id.clone()),
        Row::Household(row) => ("households", row.id.clone()),
        Row::Site(row) => ("sites", row.id.clone()),
        Row::Person(row) => ("people", row.id.clone()),
        Row::Appointment(row) => ("appointments", row.person.clone()),
        Row::Absence(row) => ("absences", row.person.clone()),
        Row::Pairing(row) => ("pairings", row.household.clone()),
        Row::PairRule(row) => ("pairRules", row.household.clone()),
    }
}

/// The id of a row that has one of its own.
pub fn own_id(row: &Row) -> Option<SmolStr> {
    let (section, id) = owner(row);
    ["units", "departments", "households", "sites", "people"].contains(&section).then_some(id)
}
