//! Who holds a seat on a date, and since when nobody does (R3, R5).

use jiff::civil::Date;

use super::world::World;

/// A place in a chain, by row numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatRow {
    /// The caretakers of a household under a programme.
    Caretakers {
        /// The household.
        household: usize,
        /// The programme.
        programme: usize,
    },
    /// A role in a unit.
    Role {
        /// The unit.
        unit: usize,
        /// The role.
        role: usize,
    },
    /// A department.
    Department(usize),
}

/// A place in a chain, by ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seat {
    /// The caretakers under a programme.
    Caretakers(String),
    /// A role in a unit.
    Role {
        /// The unit.
        unit: String,
        /// The role.
        role: String,
    },
    /// A department.
    Department(String),
}

/// R3: who holds a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The primaries who are present.
    Held(Vec<String>),
    /// No primary is present, a deputy is.
    Acting {
        /// The deputy.
        person: String,
        /// The primaries who are appointed.
        for_: Vec<String>,
    },
    /// Appointed, nobody present, nobody acting.
    Absent {
        /// The first day of the unbroken run.
        since: Date,
    },
    /// Nobody appointed.
    Vacant {
        /// The first day of the unbroken run.
        since: Date,
    },
}

/// A holder by row numbers, without the question since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// See [`Holder::Held`].
    Held(Vec<usize>),
    /// See [`Holder::Acting`].
    Acting {
        /// The deputy.
        person: usize,
        /// The primaries who are appointed.
        for_: Vec<usize>,
    },
    /// See [`Holder::Absent`].
    Absent,
    /// Nobody appointed, whatever the minimum.
    Vacant,
}

impl Form {
    /// Whether somebody is there: the persons who act.
    pub fn persons(&self) -> Vec<usize> {
        match self {
            Self::Held(persons) => persons.clone(),
            Self::Acting { person, .. } => vec![*person],
            Self::Absent | Self::Vacant => Vec::new(),
        }
    }
}

impl World {
    /// The primaries by id, then the deputies by rank and id, of several seats taken as one. "Somebody with several
    /// entries is considered once, at the first."
    pub fn appointed(&self, date: Date, seats: &[SeatRow]) -> (Vec<usize>, Vec<usize>) {
        let mut primaries = Vec::new();
        let mut deputies = Vec::new();
        for row in &self.appointments {
            if seats.contains(&row.seat) && row.period.contains(date) {
                match row.deputy {
                    None => primaries.push(row.person),
                    Some(rank) => deputies.push((rank, row.person)),
                }
            }
        }
        primaries.sort_by_key(|person| &self.people[*person].id);
        deputies.sort_by_key(|(rank, person)| (*rank, &self.people[*person].id));
        let mut first_entries = Vec::new();
        for person in primaries {
            if !first_entries.contains(&person) {
                first_entries.push(person);
            }
        }
        let mut after_them = Vec::new();
        for (_, person) in deputies {
            if !first_entries.contains(&person) && !after_them.contains(&person) {
                after_them.push(person);
            }
        }
        (first_entries, after_them)
    }

    /// The persons of the active pairings of a household under a programme, by id.
    pub fn caretakers(&self, date: Date, household: usize, programme: usize) -> Vec<usize> {
        let mut persons: Vec<usize> = self
            .pairings
            .iter()
            .filter(|row| row.household == household && row.programme == programme && row.period.contains(date))
            .map(|row| row.person)
            .collect();
        persons.sort_by_key(|person| &self.people[*person].id);
        persons
    }

    /// R3, for any place in a chain.
    pub fn form(&self, date: Date, seat: SeatRow) -> Form {
        let (primaries, deputies) = match seat {
            SeatRow::Caretakers { household, programme } => (self.caretakers(date, household, programme), Vec::new()),
            seat => self.appointed(date, &[seat]),
        };
        if primaries.is_empty() && deputies.is_empty() {
            return Form::Vacant;
        }
        let present: Vec<usize> = primaries.iter().copied().filter(|person| self.is_present(date, *person)).collect();
        if !present.is_empty() {
            return Form::Held(present);
        }
        match deputies.iter().find(|person| self.is_present(date, **person)) {
            Some(deputy) => Form::Acting { person: *deputy, for_: primaries },
            None => Form::Absent,
        }
    }

    /// How many primaries the seat needs: "a department is one seat, with the bounds of its function".
    pub fn min(&self, seat: SeatRow) -> u32 {
        match seat {
            SeatRow::Caretakers { .. } => 0,
            SeatRow::Role { role, .. } => self.scheme.roles[role].min,
            SeatRow::Department(department) => self.scheme.functions[self.departments[department].function].min,
        }
    }

    /// When the unit, the department or the household of the seat opened.
    pub fn opened(&self, seat: SeatRow) -> Date {
        match seat {
            SeatRow::Caretakers { household, .. } => self.households[household].life.from,
            SeatRow::Role { unit, .. } => self.units[unit].life.from,
            SeatRow::Department(department) => self.departments[department].life.from,
        }
    }

    /// The first day of the unbroken run of days, up to the date, for which `same` holds, not before `opened`.
    pub fn since(&self, opened: Date, date: Date, same: impl Fn(Date) -> bool) -> Date {
        let mut first = date;
        while first > opened && same(first.yesterday().unwrap()) {
            first = first.yesterday().unwrap();
        }
        first
    }

    /// The holder with ids, and since when.
    pub fn holder(&self, date: Date, seat: SeatRow) -> Holder {
        let form = self.form(date, seat);
        let run = || self.since(self.opened(seat), date, |day| self.form(day, seat) == form);
        match &form {
            Form::Held(persons) => Holder::Held(self.names(persons)),
            Form::Acting { person, for_ } => {
                Holder::Acting { person: self.people[*person].id.to_string(), for_: self.names(for_) }
            }
            Form::Absent => Holder::Absent { since: run() },
            Form::Vacant => Holder::Vacant { since: run() },
        }
    }

    /// The seat with ids.
    pub fn seat(&self, seat: SeatRow) -> Seat {
        match seat {
            SeatRow::Caretakers { programme, .. } => Seat::Caretakers(self.scheme.programmes[programme].id.to_string()),
            SeatRow::Role { unit, role } => {
                Seat::Role { unit: self.units[unit].id.to_string(), role: self.scheme.roles[role].id.to_string() }
            }
            SeatRow::Department(department) => Seat::Department(self.departments[department].id.to_string()),
        }
    }
}
