//! Who answers for a subject, for a kind of matter: the chain of links, nearest first (R1-R7).

use jiff::civil::Date;

use crate::directory::{Department, Directory, Form, Household, Person, SeatEntry, Seated, Subject, Tables, Unit};
use crate::error::QueryError;
use crate::record::Involvement;
use crate::registry::{SeatRow, Tally, run_start};
use crate::scheme::{Kind, Programme, Role};
use crate::table::{NONE, at, cell};
use crate::time::Days;

impl Directory {
    /// Who answers for a subject, for a kind of matter, on the date of the directory.
    ///
    /// # Errors
    /// [`QueryError`] names a subject that is unknown or of another date, or an unknown kind.
    pub fn responsible(&self, subject: &str, kind: &str) -> Result<Responsibility<'_>, QueryError> {
        let subject = self.subject(subject)?;
        Ok(Responsibility::new(subject, self.scheme().kind(kind)?.index()))
    }
}

impl<'d> Subject<'d> {
    /// Who answers for the subject, for a kind of matter.
    ///
    /// # Errors
    /// [`QueryError::KindUnknown`] if the kind is of another scheme, which has no kind of its id.
    #[inline]
    pub fn responsible(self, kind: Kind<'_>) -> Result<Responsibility<'d>, QueryError> {
        let kind = self.tables().rules().own_kind(kind)?;
        Ok(Responsibility::new(self, kind))
    }
}

/// The chain of a subject for a kind of matter. It is resolved while it is read, and never allocates by itself.
#[derive(Debug, Clone, Copy)]
pub struct Responsibility<'d> {
    subject: Subject<'d>,
    kind: u32,
}

impl<'d> Responsibility<'d> {
    pub(crate) fn new(subject: Subject<'d>, kind: u32) -> Self {
        Self { subject, kind }
    }

    /// The subject asked about.
    #[must_use]
    pub fn subject(self) -> Subject<'d> {
        self.subject
    }

    /// The kind asked about.
    #[must_use]
    pub fn kind(self) -> Kind<'d> {
        Kind::new(self.subject.tables().rules(), self.kind)
    }

    /// The links, nearest first (R1): caretakers, a site's owner, then each unit up to the root.
    #[inline]
    #[must_use]
    pub fn links(self) -> Links<'d> {
        Links::new(self.subject, self.kind)
    }

    /// The nearest Responsible link that has a holder, else the answerable one (R4).
    #[must_use]
    pub fn first_responder(self) -> Option<Link<'d>> {
        let responsible = |link: &Link<'_>| link.involvement == Involvement::Responsible && link.has_holder();
        self.links().find(responsible).or_else(|| match self.answerable() {
            Answerable::By { link, .. } => Some(link),
            Answerable::Nobody { .. } => None,
        })
    }

    /// The nearest Accountable link that has a holder, and the nearer ones that it covers for; or nobody (R4, R6).
    #[must_use]
    pub fn answerable(self) -> Answerable<'d> {
        let mut gaps = Vec::new();
        for link in self.links().filter(|link| link.involvement == Involvement::Accountable) {
            if link.has_holder() {
                return Answerable::By { link, covers: gaps };
            }
            gaps.push(link);
        }
        Answerable::Nobody { gaps }
    }
}

/// Who is answerable (R4, R6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answerable<'d> {
    /// The holder of a link.
    By {
        /// The nearest Accountable link that has a holder.
        link: Link<'d>,
        /// Nearer Accountable links without a holder: this one covers for them.
        covers: Vec<Link<'d>>,
    },
    /// Nobody.
    Nobody {
        /// The Accountable links, none of which has a holder; perhaps none.
        gaps: Vec<Link<'d>>,
    },
}

/// One link of a chain: a post, how it takes part, and who holds it.
#[derive(Clone, Copy)]
pub struct Link<'d> {
    tables: &'d Tables,
    involvement: Involvement,
    place: Place<'d>,
}

#[derive(Clone, Copy)]
enum Place<'d> {
    Caretakers { household: u32, programme: u32, pairs: &'d [Seated] },
    Seat { unit: u32, entry: &'d SeatEntry },
}

/// What a link is held as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post<'d> {
    /// The caretakers of a household under a programme.
    Caretakers {
        /// The household.
        household: Household<'d>,
        /// The programme.
        programme: Programme<'d>,
    },
    /// A role in a unit.
    Role {
        /// The unit.
        unit: Unit<'d>,
        /// The role.
        role: Role<'d>,
    },
    /// A department.
    Department(Department<'d>),
}

/// Who holds a link (R3).
#[derive(Debug, Clone)]
pub enum Holder<'d> {
    /// The primaries, or caretakers, who are present.
    Held(People<'d>),
    /// No primary is present; a deputy acts.
    Acting {
        /// The first present deputy by rank, then id.
        person: Person<'d>,
        /// The appointed primaries; perhaps none.
        acting_for: People<'d>,
    },
    /// Appointed, and nobody present.
    Absent {
        /// The first day of the unbroken run of such days.
        since: Date,
    },
    /// Nobody appointed, where somebody must be.
    Vacant {
        /// The first day of the unbroken run of such days.
        since: Date,
    },
}

impl<'d> Link<'d> {
    /// How the post takes part in the matter (R2).
    #[inline]
    #[must_use]
    pub fn involvement(self) -> Involvement {
        self.involvement
    }

    /// What the link is held as.
    #[inline]
    #[must_use]
    pub fn post(self) -> Post<'d> {
        let tables = self.tables;
        match self.place {
            Place::Caretakers { household, programme, .. } => Post::Caretakers {
                household: Household::new(tables, household),
                programme: Programme::new(tables.rules(), programme),
            },
            Place::Seat { entry, .. } if entry.is_department() => {
                Post::Department(Department::new(tables, entry.department))
            }
            Place::Seat { unit, entry } => {
                Post::Role { unit: Unit::new(tables, unit), role: Role::new(tables.rules(), entry.duty_row) }
            }
        }
    }

    /// Whether somebody holds it, as primary, caretaker or acting deputy.
    #[inline]
    #[must_use]
    pub fn has_holder(self) -> bool {
        match self.place {
            Place::Caretakers { pairs, .. } => pairs.iter().any(|pair| pair.is_present()),
            Place::Seat { entry, .. } => entry.has_holder(),
        }
    }

    /// Who holds it.
    #[inline]
    #[must_use]
    pub fn holder(self) -> Holder<'d> {
        match self.place {
            Place::Caretakers { pairs, .. } if self.has_holder() => {
                Holder::Held(People { tables: self.tables, seated: pairs, present_only: true })
            }
            Place::Caretakers { household, programme, .. } => {
                Holder::Absent { since: since_caretakers(self.tables, household, programme) }
            }
            Place::Seat { unit, entry } => seat_holder(self.tables, unit, entry),
        }
    }
}

/// Who holds a seat (R3).
#[inline]
pub(crate) fn seat_holder<'d>(tables: &'d Tables, unit: u32, entry: &'d SeatEntry) -> Holder<'d> {
    let primaries = |present_only| {
        let seated = entry.primaries(&tables.seated);
        People { tables, seated, present_only }
    };
    match entry.form {
        Form::Held => Holder::Held(primaries(true)),
        Form::Absent => Holder::Absent { since: since(tables, unit, entry) },
        Form::Vacant => Holder::Vacant { since: since(tables, unit, entry) },
        Form::Acting => match entry.people(&tables.seated).iter().find(|seated| seated.is_present()) {
            Some(deputy) => Holder::Acting { person: Person::new(tables, deputy.person), acting_for: primaries(false) },
            None => Holder::Absent { since: since(tables, unit, entry) },
        },
    }
}

/// The seat of an entry as the registry numbers it.
pub(crate) fn seat_row(tables: &Tables, unit: u32, entry: &SeatEntry) -> SeatRow {
    if entry.is_department() {
        SeatRow::Department(entry.department)
    } else {
        SeatRow::Role { unit: cell(&tables.unit_row, unit, NONE), role: entry.duty_row }
    }
}

/// The first day of the run of days with the seat's present form (absent or vacant).
fn since(tables: &Tables, unit: u32, entry: &SeatEntry) -> Date {
    seat_since(tables, seat_row(tables, unit, entry), entry.form == Form::Vacant)
}

/// The first day of the run of days, up to the date, on which a seat is vacant, or else absent.
pub(crate) fn seat_since(tables: &Tables, seat: SeatRow, vacant: bool) -> Date {
    let (life, _) = tables.facts.seat_life(seat);
    let appointments = tables.facts.seat(seat).iter();
    let entries = appointments.map(|appointment| (appointment.person, appointment.rank == 0, appointment.days));
    let holds = |now: Tally| if vacant { now.appointed == 0 } else { now.appointed > 0 && now.present == 0 };
    run_start(&tables.facts, entries, life.from, tables.day, holds).date().unwrap_or(tables.date)
}

fn since_caretakers(tables: &Tables, household: u32, programme: u32) -> Date {
    let pairings = tables.facts.pairings.row(household).iter().filter(|pairing| pairing.programme == programme);
    let entries = pairings.map(|pairing| (pairing.person, true, pairing.days));
    let life = tables.facts.households.life.get(household, Days::ALWAYS);
    let holds = |now: Tally| now.appointed > 0 && now.present == 0;
    run_start(&tables.facts, entries, life.from, tables.day, holds).date().unwrap_or(tables.date)
}

/// A seat of a unit: one that somebody holds, or should.
#[derive(Clone, Copy)]
pub struct Seat<'d> {
    tables: &'d Tables,
    unit: u32,
    entry: &'d SeatEntry,
}

impl<'d> Unit<'d> {
    /// Its seats: roles in the scheme's order, then departments by id. An optional seat that nobody fills is left out.
    pub fn seats(self) -> impl ExactSizeIterator<Item = Seat<'d>> {
        self.seat_entries().iter().map(move |entry| Seat { tables: self.tables, unit: self.index, entry })
    }
}

impl<'d> Seat<'d> {
    /// The role, if it is one.
    #[must_use]
    pub fn role(self) -> Option<Role<'d>> {
        (!self.entry.is_department()).then(|| Role::new(self.tables.rules(), self.entry.duty_row))
    }

    /// The department, if it is one.
    #[must_use]
    pub fn department(self) -> Option<Department<'d>> {
        self.entry.is_department().then(|| Department::new(self.tables, self.entry.department))
    }

    /// Who holds it.
    #[must_use]
    pub fn holder(self) -> Holder<'d> {
        seat_holder(self.tables, self.unit, self.entry)
    }
}

impl std::fmt::Debug for Seat<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seat").field("role", &self.role()).field("department", &self.department()).finish()
    }
}

impl PartialEq for Link<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.involvement == other.involvement && self.post() == other.post()
    }
}

impl Eq for Link<'_> {}

impl std::fmt::Debug for Link<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("post", &self.post()).field("involvement", &self.involvement).finish()
    }
}

/// People in order of id, lent.
#[derive(Clone)]
pub struct People<'d> {
    tables: &'d Tables,
    seated: &'d [Seated],
    present_only: bool,
}

impl<'d> Iterator for People<'d> {
    type Item = Person<'d>;

    #[inline]
    fn next(&mut self) -> Option<Person<'d>> {
        while let Some((first, rest)) = self.seated.split_first() {
            self.seated = rest;
            if first.is_present() || !self.present_only {
                return Some(Person::new(self.tables, first.person));
            }
        }
        None
    }
}

impl std::fmt::Debug for People<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// The links of a chain, nearest first.
#[derive(Clone)]
pub struct Links<'d> {
    tables: &'d Tables,
    involvements: &'d [Option<Involvement>],
    caretakers: &'d [Seated],
    household: u32,
    /// The seats of the unit, or of the owner, that is being read.
    seats: &'d [SeatEntry],
    unit: u32,
    /// The unit after the owner's seats, or [`NONE`].
    territory: u32,
    /// Seats that stand in the chain already: the owner's.
    owner: Owner,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    None,
    Unit(u32),
    Department(u32),
}

impl<'d> Links<'d> {
    fn new(subject: Subject<'d>, kind: u32) -> Self {
        let tables = subject.tables();
        let involvements = tables.rules().involvements(kind);
        let unit = subject.unit().index;
        let seats = tables.seats.row(unit);
        let mut links = Self {
            tables,
            involvements,
            caretakers: &[],
            household: NONE,
            seats,
            unit,
            territory: NONE,
            owner: Owner::None,
        };
        match subject {
            Subject::Household(household) => {
                links.household = household.index;
                links.caretakers = tables.caretakers(household.index);
            }
            Subject::Site(site) => links.start_with_owner(cell(&tables.sites.owner, site.index, NONE)),
            Subject::Unit(_) => {}
        }
        links
    }

    fn start_with_owner(&mut self, owner: u32) {
        let tables = self.tables;
        if owner == NONE {
            return;
        }
        let territory = self.unit;
        match owner.checked_sub(tables.facts.sections.departments) {
            None => {
                self.unit = cell(&tables.unit_at, owner, NONE);
                self.seats = tables.seats.row(self.unit);
                self.owner = Owner::Unit(self.unit);
            }
            Some(department) => {
                self.unit = Department::new(tables, department).unit().index;
                let seats = tables.seats.row(self.unit);
                let own = seats.iter().position(|seat| seat.department == department);
                self.seats = own.and_then(|own| seats.get(own..=own)).unwrap_or_default();
                self.owner = Owner::Department(department);
            }
        }
        self.territory = territory;
    }

    #[inline]
    fn is_repeat(&self, entry: &SeatEntry) -> bool {
        match self.owner {
            Owner::None => false,
            _ if self.territory != NONE => false,
            Owner::Unit(unit) => unit == self.unit,
            Owner::Department(department) => entry.department == department,
        }
    }

    fn next_caretakers(&mut self) -> Option<Link<'d>> {
        while let Some(programme) = self.caretakers.first().map(|pair| pair.rank) {
            let end = self.caretakers.partition_point(|pair| pair.rank <= programme);
            let (pairs, rest) = self.caretakers.split_at_checked(end).unwrap_or_default();
            self.caretakers = rest;
            let duty_row = self.tables.rules().programme_row(programme);
            if let Some(involvement) = cell(self.involvements, duty_row, None) {
                let place = Place::Caretakers { household: self.household, programme, pairs };
                return Some(Link { tables: self.tables, involvement, place });
            }
        }
        None
    }
}

impl<'d> Link<'d> {
    pub(crate) fn of_seat(tables: &'d Tables, involvement: Involvement, unit: u32, entry: &'d SeatEntry) -> Self {
        Self { tables, involvement, place: Place::Seat { unit, entry } }
    }

    /// The link of a household's caretakers under one programme.
    pub(crate) fn of_programme(tables: &'d Tables, involvement: Involvement, household: u32, programme: u32) -> Self {
        let all = tables.caretakers(household);
        let bound = |last: u32| all.partition_point(|pair| pair.rank < last);
        let pairs = all.get(bound(programme)..bound(programme.saturating_add(1))).unwrap_or_default();
        Self { tables, involvement, place: Place::Caretakers { household, programme, pairs } }
    }

    /// Whether somebody is appointed or paired there, present or not.
    pub(crate) fn has(self, person: u32) -> bool {
        let people = match self.place {
            Place::Caretakers { pairs, .. } => pairs,
            Place::Seat { entry, .. } => entry.people(&self.tables.seated),
        };
        people.iter().any(|seated| seated.person == person)
    }

    /// The links of a household's caretakers.
    pub(crate) fn of_caretakers(tables: &'d Tables, household: u32, kind: u32) -> impl Iterator<Item = Self> {
        let mut links = Links::new(Subject::Household(Household::new(tables, household)), kind);
        std::iter::from_fn(move || links.next_caretakers())
    }
}

impl<'d> Iterator for Links<'d> {
    type Item = Link<'d>;

    #[inline]
    fn next(&mut self) -> Option<Link<'d>> {
        if !self.caretakers.is_empty()
            && let Some(link) = self.next_caretakers()
        {
            return Some(link);
        }
        loop {
            while let Some((entry, rest)) = self.seats.split_first() {
                self.seats = rest;
                if let Some(Some(involvement)) = self.involvements.get(at(entry.duty_row))
                    && !self.is_repeat(entry)
                {
                    let place = Place::Seat { unit: self.unit, entry };
                    return Some(Link { tables: self.tables, involvement: *involvement, place });
                }
            }
            self.unit = if self.territory == NONE {
                cell(&self.tables.parent, self.unit, NONE)
            } else {
                std::mem::replace(&mut self.territory, NONE)
            };
            if self.unit == NONE {
                return None;
            }
            self.seats = self.tables.seats.row(self.unit);
        }
    }
}
