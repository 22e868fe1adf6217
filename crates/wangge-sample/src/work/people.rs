//! Who serves where on a day, by id.

use smol_str::SmolStr;
use wangge::record::Involvement;
use wangge::{Directory, Holder, Household, Link, Post, Unit};

use crate::CHALINHE;

/// The units of the village on a day, in tree order.
pub(super) fn village(directory: &Directory) -> impl Iterator<Item = Unit<'_>> {
    directory.unit(CHALINHE).into_iter().flat_map(Unit::subtree)
}

/// The households of the village on a day, unit by unit.
pub(super) fn households(directory: &Directory) -> impl Iterator<Item = Household<'_>> {
    village(directory).flat_map(Unit::households)
}

/// Who holds a link or seat, as primary or acting.
pub(super) fn of(holder: Holder<'_>) -> Vec<SmolStr> {
    match holder {
        Holder::Held(people) => people.map(|person| person.id().into()).collect(),
        Holder::Acting { person, .. } => vec![person.id().into()],
        Holder::Absent { .. } | Holder::Vacant { .. } => Vec::new(),
    }
}

/// Who holds a role in a unit.
pub(super) fn in_role(unit: Unit<'_>, role: &str) -> Vec<SmolStr> {
    let seat = unit.seats().find(|seat| seat.role().is_some_and(|own| own.id() == role));
    seat.map(|seat| of(seat.holder())).unwrap_or_default()
}

/// Everybody who has a duty for a subject and kind, nearest first; only those whose link is wanted.
pub(super) fn with_duty(
    directory: &Directory,
    subject: &str,
    kind: &str,
    is_wanted: impl Fn(Link<'_>) -> bool,
) -> Vec<SmolStr> {
    let Ok(chain) = directory.responsible(subject, kind) else { return Vec::new() };
    let has_duty = |link: &Link<'_>| matches!(link.involvement(), Involvement::Responsible | Involvement::Accountable);
    chain.links().filter(has_duty).filter(|link| is_wanted(*link)).flat_map(|link| of(link.holder())).collect()
}

/// Whether a link is a department of a town.
pub(super) fn is_town_office(link: Link<'_>) -> bool {
    matches!(link.post(), Post::Department(department) if department.unit().level().id() == "town")
}

/// Whether a link is a caretaker, or a seat of the village or below.
pub(super) fn is_near(link: Link<'_>) -> bool {
    !is_above_village(link)
}

/// Whether a link is a seat of a town or county.
pub(super) fn is_above_village(link: Link<'_>) -> bool {
    let level = match link.post() {
        Post::Caretakers { .. } => return false,
        Post::Role { unit, .. } => unit.level(),
        Post::Department(department) => department.unit().level(),
    };
    matches!(level.id(), "town" | "county")
}

/// Who reacts first for a household and kind.
pub(super) fn first_responder(directory: &Directory, household: &str, kind: &str) -> Option<SmolStr> {
    let link = directory.responsible(household, kind).ok()?.first_responder()?;
    of(link.holder()).into_iter().next()
}
