//! Access follows responsibility: who may do what with which subject, and by which link (S1, S2).

mod scope;

use std::cmp::Reverse;

pub use self::scope::AccessScope;
use crate::directory::{Directory, Person, Presence, Subject, Tables, Unit};
use crate::duties::Duties;
use crate::error::QueryError;
use crate::reach::{HeldSeat, seats_of};
use crate::record::Involvement;
use crate::responsibility::{Link, Post, Responsibility};
use crate::scheme::{Kind, Rules};
use crate::table::{NONE, cell, indices};
use crate::text::shorten;

/// What somebody wants to do with a subject: the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Know that it exists, its unit, who answers for it and how a matter about it climbs.
    See,
    /// Read its personal data: what a household's door says, where it is, how many live there, what it is counted as.
    Personal,
    /// Write to its one file; handle a matter about it.
    Record,
    /// Change the registry there: appoint, pair, move, open and close.
    Manage,
}

impl Action {
    /// Every action, from the one that needs least.
    pub const ALL: [Self; 4] = [Self::See, Self::Personal, Self::Record, Self::Manage];

    /// The name in a question.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Personal => "personal",
            Self::Record => "record",
            Self::Manage => "manage",
        }
    }

    /// The action with a name.
    ///
    /// # Errors
    /// [`QueryError::ActionUnknown`].
    ///
    /// ```
    /// use wangge::Action;
    ///
    /// assert_eq!(Action::named("record")?, Action::Record);
    /// assert_eq!(Action::named("score").unwrap_err().code(), "action.unknown");
    /// # Ok::<(), wangge::QueryError>(())
    /// ```
    pub fn named(name: &str) -> Result<Self, QueryError> {
        let named = Self::ALL.into_iter().find(|action| action.as_str() == name);
        named.ok_or_else(|| QueryError::ActionUnknown { id: shorten(name) })
    }

    /// The least involvement that needs it.
    #[must_use]
    pub fn needs(self) -> Involvement {
        match self {
            Self::See => Involvement::Informed,
            Self::Personal => Involvement::Support,
            Self::Record => Involvement::Responsible,
            Self::Manage => Involvement::Accountable,
        }
    }

    #[inline]
    fn is_needed_by(self, involvement: Involvement) -> bool {
        involvement.extent() >= self.needs().extent()
    }

    /// Whether it is one that nobody does with their own home (E4).
    #[inline]
    fn is_handling(self) -> bool {
        matches!(self, Self::Record | Self::Manage)
    }
}

/// Whether somebody may do something with a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access<'d> {
    /// A duty needs it.
    Granted(Grant<'d>),
    /// No duty needs it, or there is no such subject on the date: which of the two, nobody is told (S2).
    Denied,
}

impl Access<'_> {
    /// Whether it is granted.
    #[must_use]
    pub fn is_granted(self) -> bool {
        matches!(self, Self::Granted(_))
    }
}

/// Why somebody may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant<'d> {
    person: Person<'d>,
    action: Action,
    subject: Subject<'d>,
    link: Link<'d>,
}

impl<'d> Grant<'d> {
    /// The nearest link of the subject that the person is in and that needs the action; with the greatest involvement
    /// that its post has for any kind of matter.
    #[must_use]
    pub fn because(self) -> Link<'d> {
        self.link
    }

    /// The kinds of matter for which any link of the subject that the person is in needs the action, in the scheme's
    /// order: access is for these.
    pub fn kinds(self) -> impl Iterator<Item = Kind<'d>> {
        let rules = self.person.tables.rules();
        let kinds = indices(rules.record.kinds.len());
        let needed =
            kinds.filter(move |kind| Responsibility::new(self.subject, *kind).links().any(|link| self.is_by(link)));
        needed.map(move |kind| Kind::new(rules, kind))
    }

    /// Whether access is for a kind of matter.
    ///
    /// # Errors
    /// [`QueryError::KindUnknown`] if the kind is of another scheme, which has no kind of its id.
    pub fn is_for(self, kind: Kind<'_>) -> Result<bool, QueryError> {
        let kind = self.person.tables.rules().own_kind(kind)?;
        Ok(Responsibility::new(self.subject, kind).links().any(|link| self.is_by(link)))
    }

    fn is_by(self, link: Link<'_>) -> bool {
        let is_pairing = matches!(link.post(), Post::Caretakers { .. });
        self.action.is_needed_by(link.involvement())
            && !(is_pairing && self.action == Action::Manage)
            && link.has(self.person.index)
    }
}

impl Directory {
    /// Whether a person may do something with a subject on the date, and why (S1): allowed is what a duty of theirs
    /// needs, for as long as they have it and are present; everything else is denied. O(1) for the size of the county;
    /// linear in the appointments of the person.
    ///
    /// An id that is not there is denied, exactly as one that is out of reach (S2).
    ///
    /// # Errors
    /// [`QueryError::PersonUnknown`].
    ///
    /// ```
    /// use wangge::{Access, Action, Registry};
    /// use wangge_sample::Sample;
    ///
    /// let directory = Registry::build(Sample::chalinhe().records())?.as_of("2026-11-23".parse()?);
    /// let answer = directory.responsible("430821108223-h0017", "neighbour-dispute")?;
    /// let Some(link) = answer.first_responder() else { panic!("nobody responds") };
    /// let wangge::Holder::Held(mut people) = link.holder() else { panic!("nobody holds it") };
    /// let leader = people.next().expect("somebody");
    ///
    /// let access = directory.may(leader.id(), Action::Record, "430821108223-h0017")?;
    /// let Access::Granted(grant) = access else { panic!("denied") };
    /// assert!(grant.kinds().any(|kind| kind.id() == "neighbour-dispute"));
    ///
    /// // Out of reach, and not there at all: the same answer.
    /// assert_eq!(directory.may(leader.id(), Action::See, "430821108")?, Access::Denied);
    /// assert_eq!(directory.may(leader.id(), Action::See, "nowhere")?, Access::Denied);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn may(&self, person: &str, action: Action, subject: &str) -> Result<Access<'_>, QueryError> {
        let person = self.person(person)?;
        Ok(self.subject(subject).map_or(Access::Denied, |subject| decide(person, action, subject)))
    }

    /// The subject with an id, as a person sees it: what they may not [see](Action::See) is not there (S2).
    ///
    /// # Errors
    /// [`QueryError::PersonUnknown`]; else [`QueryError::SubjectUnknown`], whether there is such a subject or not.
    pub fn subject_seen_by(&self, person: &str, id: &str) -> Result<Subject<'_>, QueryError> {
        let person = self.person(person)?;
        let seen = self.subject(id).ok().filter(|subject| decide(person, Action::See, *subject).is_granted());
        seen.ok_or_else(|| QueryError::SubjectUnknown { id: shorten(id) })
    }

    /// The unit with an id, as a person sees it: what they may not [see](Action::See) is not there (S2).
    ///
    /// # Errors
    /// [`QueryError::PersonUnknown`]; else [`QueryError::UnitUnknown`], whether there is such a unit or not.
    pub fn unit_seen_by(&self, person: &str, id: &str) -> Result<Unit<'_>, QueryError> {
        match self.subject_seen_by(person, id) {
            Ok(Subject::Unit(unit)) => Ok(unit),
            Err(error @ QueryError::PersonUnknown { .. }) => Err(error),
            _ => Err(QueryError::UnitUnknown { id: shorten(id) }),
        }
    }

    /// The duties of somebody, as a person sees them: their own, and those that name something, all of which the person
    /// may [see](Action::See); who has others is not there (S2).
    ///
    /// # Errors
    /// [`QueryError::PersonUnknown`], whether there is such a person or not.
    pub fn duties_seen_by(&self, person: &str, id: &str) -> Result<Duties<'_>, QueryError> {
        let person = self.person(person)?;
        let duties = self.duties_of(id)?;
        let posts = duties.posts().iter().map(|post| Subject::from(post.unit));
        let mut named = posts.chain(duties.pairings().map(|(_, household)| household.into())).peekable();
        let is_seen = named.peek().is_some() && named.all(|subject| decide(person, Action::See, subject).is_granted());
        drop(named);
        if is_seen || duties.person() == person { Ok(duties) } else { Err(QueryError::person(id)) }
    }
}

/// The greatest involvement of a duty row, where it needs the action.
#[inline]
fn needed(rules: &Rules, duty_row: u32, action: Action) -> Option<Involvement> {
    cell(&rules.greatest, duty_row, None).filter(|involvement| action.is_needed_by(*involvement))
}

#[inline]
fn is_present(person: Person<'_>) -> bool {
    person.tables.presence.get(person.index, Presence::Absent) == Presence::Present
}

/// The home of a person, or [`NONE`].
#[inline]
fn home(person: Person<'_>) -> u32 {
    person.tables.facts.persons.home.get(person.index, NONE)
}

/// A person and a subject of the same directory.
#[inline]
fn decide<'d>(person: Person<'d>, action: Action, subject: Subject<'d>) -> Access<'d> {
    if !is_present(person) {
        return Access::Denied;
    }
    let link = match subject {
        Subject::Household(household) if action.is_handling() && home(person) == household.index => None,
        Subject::Household(household) => {
            let pairing = by_pairing(person, action, household.index);
            pairing.or_else(|| by_seat(person, action, household.unit().index, NONE))
        }
        Subject::Site(site) => {
            let owner = cell(&site.tables.sites.owner, site.index, NONE);
            by_seat(person, action, site.unit().index, owner)
        }
        Subject::Unit(unit) => by_seat(person, action, unit.index, NONE),
    };
    link.map_or(Access::Denied, |link| Access::Granted(Grant { person, action, subject, link }))
}

/// The first link of a household's caretakers that the person is in, by programme.
#[inline]
fn by_pairing<'d>(person: Person<'d>, action: Action, household: u32) -> Option<Link<'d>> {
    if action == Action::Manage {
        return None;
    }
    let tables = person.tables;
    let own = tables.caretakers(household).iter().filter(|pair| pair.person == person.index);
    own.map(|pair| pair.rank).find_map(|programme| {
        let involvement = needed(tables.rules(), tables.rules().programme_row(programme), action)?;
        Some(Link::of_programme(tables, involvement, household, programme))
    })
}

/// The nearest seat's link that the person is in: the owner's, else the one deepest in the tree, in the order of seats.
///
/// It looks at the person's few seats instead of the many people on the way up: an ancestor is a range around the unit.
#[inline]
fn by_seat<'d>(person: Person<'d>, action: Action, unit: u32, owner: u32) -> Option<Link<'d>> {
    let tables = person.tables;
    let reaching = seats_of(tables, person.index).filter_map(|seat| {
        let involvement = needed(tables.rules(), seat.duty_row, action)?;
        let is_owner = owner != NONE && seat.owners(tables).any(|own| own == owner);
        let is_above = seat.unit <= unit && unit < cell(&tables.end, seat.unit, 0);
        let (_, is_department, role, department) = seat.order();
        let nearness = (is_owner, seat.unit, Reverse((is_department, role, department)));
        (is_owner || is_above).then_some((nearness, seat, involvement))
    });
    let (_, seat, involvement) = reaching.max_by_key(|(nearness, ..)| *nearness)?;
    link_of(tables, &seat, involvement)
}

fn link_of<'d>(tables: &'d Tables, seat: &HeldSeat, involvement: Involvement) -> Option<Link<'d>> {
    let entries = tables.seats.row(seat.unit).iter();
    let mut own = entries.filter(|entry| entry.duty_row == seat.duty_row && entry.department == seat.department);
    own.next().map(|entry| Link::of_seat(tables, involvement, seat.unit, entry))
}
