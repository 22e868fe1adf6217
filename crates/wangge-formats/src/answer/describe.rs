//! What something is: its name, where it belongs, where it is.

use schemars::JsonSchema;
use serde::Serialize;
use wangge::{Department, Directory, Household, Person, Site, Subject, Unit};

use super::bulk::Degrees;

/// What has an id, described. Names and locations of people and households are personal data.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Description")]
pub struct DescriptionView<'d> {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntityView,
    /// The id.
    pub id: &'d str,
    /// The name; of a household its label.
    pub name: &'d str,
    /// The units that it is in, from the top; a unit is the last of its own. Of a person, those of the home, else of the
    /// first seat.
    pub path: Vec<StepOfPathView<'d>>,
    /// Longitude and latitude in degrees, as assignment measures from; absent where nobody knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<[Degrees; 2]>,
    /// Of a unit, its level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<&'d str>,
    /// Of a unit, how many households are under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub households: Option<usize>,
    /// Of a site, the unit or department that owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<&'d str>,
    /// Of a department, what it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<&'d str>,
    /// Of a person, how to reach them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<&'d str>,
    /// Of a person, whether an absence holds on the date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<bool>,
}

/// What has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Entity")]
pub enum EntityView {
    /// A unit.
    Unit,
    /// A department.
    Department,
    /// A household.
    Household,
    /// A place or asset.
    Site,
    /// Somebody who serves.
    Person,
}

/// A unit on the way down to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StepOfPath")]
pub struct StepOfPathView<'d> {
    /// The id.
    pub id: &'d str,
    /// The level.
    pub level: &'d str,
    /// The name.
    pub name: &'d str,
}

impl<'d> DescriptionView<'d> {
    fn new(kind: EntityView, id: &'d str, name: &'d str, unit: Option<Unit<'d>>, location: Option<[f64; 2]>) -> Self {
        let path = unit.map(path_to).unwrap_or_default();
        Self {
            kind,
            id,
            name,
            path,
            location: location.map(|point| point.map(Degrees)),
            level: None,
            households: None,
            owner: None,
            function: None,
            contact: None,
            absent: None,
        }
    }

    /// Of a subject.
    #[must_use]
    pub fn subject(directory: &'d Directory, subject: Subject<'d>) -> Self {
        match subject {
            Subject::Household(household) => Self::household(household),
            Subject::Site(site) => Self::site(site),
            Subject::Unit(unit) => Self::unit(directory, unit),
        }
    }

    fn household(household: Household<'d>) -> Self {
        let unit = Some(household.unit());
        Self::new(EntityView::Household, household.id(), household.label(), unit, household.location())
    }

    fn site(site: Site<'d>) -> Self {
        let known = Self::new(EntityView::Site, site.id(), site.name(), Some(site.unit()), site.location());
        Self { owner: site.owner(), ..known }
    }

    fn unit(directory: &'d Directory, unit: Unit<'d>) -> Self {
        let place = directory.places().of_unit(unit);
        let known = Self::new(EntityView::Unit, unit.id(), unit.name(), Some(unit), place);
        Self { level: Some(unit.level().id()), households: Some(unit.household_count()), ..known }
    }

    /// Of a department.
    #[must_use]
    pub fn department(directory: &'d Directory, department: Department<'d>) -> Self {
        let unit = department.unit();
        let place = directory.places().of_unit(unit);
        let known = Self::new(EntityView::Department, department.id(), department.name(), Some(unit), place);
        Self { function: Some(department.function().id()), ..known }
    }

    /// Of a person.
    #[must_use]
    pub fn person(directory: &'d Directory, person: Person<'d>) -> Self {
        let place = directory.places().of_person(person);
        let known = Self::new(EntityView::Person, person.id(), person.name(), person.unit(), place);
        Self { contact: person.contact(), absent: Some(person.is_absent()), ..known }
    }
}

/// The units from the top down to one.
pub(crate) fn path_to(unit: Unit<'_>) -> Vec<StepOfPathView<'_>> {
    let mut path: Vec<StepOfPathView<'_>> = unit.ancestors().map(Into::into).collect();
    path.reverse();
    path
}

impl<'d> From<Unit<'d>> for StepOfPathView<'d> {
    fn from(unit: Unit<'d>) -> Self {
        Self { id: unit.id(), level: unit.level().id(), name: unit.name() }
    }
}
