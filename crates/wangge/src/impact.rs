//! What a change does (M4): two directories compared.

mod candidate;
mod people;
mod shift;

use std::collections::BTreeMap;
use std::fmt;

use self::candidate::{Candidates, Pair, PersonKey, Sides};
use crate::coverage::Findings;
use crate::directory::{Directory, Household, Person, Unit};
use crate::scheme::Kind;
use crate::table::NONE;

/// What differs between two directories of a county: before and after a change, or on two dates.
///
/// ```
/// use wangge::change::{Change, EndAppointment, Transaction};
/// use wangge::{Holder, Impact, Registry};
/// use wangge_sample::Sample;
///
/// let registry = Registry::build(Sample::chalinhe().records())?;
/// let before = registry.as_of("2026-11-30".parse()?);
///
/// // The leader of grid 3 leaves, and nobody follows.
/// let grid = before.units().filter(|unit| unit.level().id() == "grid").nth(2).expect("there are seven");
/// let seat = grid.seats().find(|seat| seat.role().is_some_and(|role| role.id() == "grid-leader")).expect("a seat");
/// let Holder::Held(mut leaders) = seat.holder() else { panic!("nobody leads it") };
/// let leader = leaders.next().expect("there is one");
/// let end = EndAppointment {
///     person: leader.id().into(),
///     unit: Some(grid.id().into()),
///     role: Some("grid-leader".into()),
///     department: None,
///     on: "2026-11-30".into(),
/// };
/// let after = registry.what_if(&Transaction::from(vec![Change::EndAppointment(end)]))?;
/// let impact = Impact::between(&before, &after.as_of(before.date()));
///
/// // Every household of the grid loses its answerable person, and the gap has a name.
/// assert_eq!(impact.answerable_households().count(), grid.household_count());
/// assert!(impact.people().any(|change| change.person().id() == leader.id() && change.loses().count() > 0));
/// assert!(impact.gaps().opened().iter().any(|finding| finding.code().as_str() == "seat.vacant"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Impact {
    before: Directory,
    after: Directory,
    placed: Vec<Pair>,
    shifts: Vec<ShiftRow>,
    answerable: Vec<Pair>,
    people: BTreeMap<PersonKey, PersonRow>,
}

/// Households whose answerable persons change alike, for some kinds.
#[derive(Clone)]
struct ShiftRow {
    before: Vec<PersonKey>,
    after: Vec<PersonKey>,
    /// Kinds, as the scheme after the change numbers them.
    kinds: Vec<u32>,
    households: Vec<Pair>,
}

/// What a person gains and loses.
#[derive(Clone, Default)]
struct PersonRow {
    gains: Vec<Pair>,
    loses: Vec<Pair>,
}

impl Impact {
    /// Compares two directories, of the same registry or of two.
    #[must_use]
    pub fn between(before: &Directory, after: &Directory) -> Self {
        let sides = Sides::new(&before.0, &after.0);
        let candidates = Candidates::new(&sides);
        let (shifts, answerable) = shift::read(&sides, &candidates);
        Self {
            placed: candidates.placed(),
            people: people::read(&sides, &candidates),
            shifts,
            answerable,
            before: before.clone(),
            after: after.clone(),
        }
    }

    /// The county before.
    #[must_use]
    pub fn before(&self) -> &Directory {
        &self.before
    }

    /// The county after.
    #[must_use]
    pub fn after(&self) -> &Directory {
        &self.after
    }

    /// Whether no household changes its place, its answerable persons or who reaches it. Gaps are not looked at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.placed.is_empty() && self.shifts.is_empty() && self.people.is_empty()
    }

    /// The households that come, go, or are under another unit: those that are there after the change in its tree order,
    /// then those that go.
    pub fn placed(&self) -> impl ExactSizeIterator<Item = Placement<'_>> {
        self.placed.iter().map(|pair| Placement { impact: self, pair: *pair })
    }

    /// The households that have another answerable person for some kind, each once, in tree order.
    pub fn answerable_households(&self) -> impl ExactSizeIterator<Item = Household<'_>> {
        self.answerable.iter().map(|pair| self.household(*pair))
    }

    /// How answerable persons change: households and kinds that change alike stand together.
    pub fn shifts(&self) -> impl ExactSizeIterator<Item = Shift<'_>> {
        self.shifts.iter().map(|row| Shift { impact: self, row })
    }

    /// Who gains or loses households (R8): by id, those who are gone last.
    pub fn people(&self) -> impl ExactSizeIterator<Item = PersonChange<'_>> {
        self.people.iter().map(|(key, row)| PersonChange { impact: self, key: *key, row })
    }

    /// The gaps that open and close, in the time of the [findings](Directory::findings) of both directories.
    #[must_use]
    pub fn gaps(&self) -> GapChanges {
        let (opened, closed) = self.after.findings_apart(&self.before);
        GapChanges { opened, closed }
    }

    fn household(&self, pair: Pair) -> Household<'_> {
        if pair.after == NONE {
            Household::new(&self.before.0, pair.before)
        } else {
            Household::new(&self.after.0, pair.after)
        }
    }

    fn person(&self, key: PersonKey) -> Person<'_> {
        match key {
            PersonKey::Known(person) => Person::new(&self.after.0, person),
            PersonKey::Gone(person) => Person::new(&self.before.0, person),
        }
    }
}

impl fmt::Debug for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Impact")
            .field("placed", &self.placed.len())
            .field("answerable", &self.answerable.len())
            .field("people", &self.people.len())
            .finish_non_exhaustive()
    }
}

/// A household that comes, goes, or is under another unit.
#[derive(Clone, Copy)]
pub struct Placement<'i> {
    impact: &'i Impact,
    pair: Pair,
}

impl<'i> Placement<'i> {
    /// The household.
    #[must_use]
    pub fn household(self) -> Household<'i> {
        self.impact.household(self.pair)
    }

    /// The unit that it was under; none if it is new.
    #[must_use]
    pub fn from(self) -> Option<Unit<'i>> {
        (self.pair.before != NONE).then(|| Household::new(&self.impact.before.0, self.pair.before).unit())
    }

    /// The unit that it is under; none if it is gone.
    #[must_use]
    pub fn to(self) -> Option<Unit<'i>> {
        (self.pair.after != NONE).then(|| Household::new(&self.impact.after.0, self.pair.after).unit())
    }
}

/// Households whose answerable persons change alike, for the same kinds.
#[derive(Clone, Copy)]
pub struct Shift<'i> {
    impact: &'i Impact,
    row: &'i ShiftRow,
}

impl<'i> Shift<'i> {
    /// Who was answerable; nobody, if it is empty.
    pub fn before(self) -> impl ExactSizeIterator<Item = Person<'i>> {
        self.row.before.iter().map(move |key| self.impact.person(*key))
    }

    /// Who is answerable; nobody, if it is empty.
    pub fn after(self) -> impl ExactSizeIterator<Item = Person<'i>> {
        self.row.after.iter().map(move |key| self.impact.person(*key))
    }

    /// For which kinds, in the scheme's order.
    pub fn kinds(self) -> impl ExactSizeIterator<Item = Kind<'i>> {
        let rules = self.impact.after.0.rules();
        self.row.kinds.iter().map(move |kind| Kind::new(rules, *kind))
    }

    /// Which households, in tree order.
    pub fn households(self) -> impl ExactSizeIterator<Item = Household<'i>> {
        self.row.households.iter().map(move |pair| self.impact.household(*pair))
    }
}

/// What a person gains and loses.
#[derive(Clone, Copy)]
pub struct PersonChange<'i> {
    impact: &'i Impact,
    key: PersonKey,
    row: &'i PersonRow,
}

impl<'i> PersonChange<'i> {
    /// The person.
    #[must_use]
    pub fn person(self) -> Person<'i> {
        self.impact.person(self.key)
    }

    /// The households that the person reaches only after the change.
    pub fn gains(self) -> impl ExactSizeIterator<Item = Household<'i>> {
        self.row.gains.iter().map(move |pair| self.impact.household(*pair))
    }

    /// The households that the person reached only before it.
    pub fn loses(self) -> impl ExactSizeIterator<Item = Household<'i>> {
        self.row.loses.iter().map(move |pair| self.impact.household(*pair))
    }
}

/// The gaps that open and close.
#[derive(Clone, Debug)]
pub struct GapChanges {
    opened: Findings,
    closed: Findings,
}

impl GapChanges {
    /// The gaps that there are only after the change.
    #[must_use]
    pub fn opened(&self) -> &Findings {
        &self.opened
    }

    /// The gaps that there were only before it.
    #[must_use]
    pub fn closed(&self) -> &Findings {
        &self.closed
    }
}
