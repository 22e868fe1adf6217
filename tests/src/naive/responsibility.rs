//! The chain of links (R1-R7).

use jiff::civil::Date;
use wangge::record::{DutyRecord, Involvement};

use super::{
    holder::{Form, Holder, Seat, SeatRow},
    world::{Owner, Refusal, Subject, World, on},
};

/// One link of a chain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Its place.
    pub seat: Seat,
    /// How it takes part.
    pub involvement: Involvement,
    /// Who holds it.
    pub holder: Holder,
}

/// Who answers (R4, R6).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answerable {
    /// Somebody does.
    By {
        /// The nearest Accountable link with a holder.
        link: Link,
        /// The nearer Accountable links, which it covers.
        covers: Vec<Link>,
    },
    /// Nobody does.
    Nobody {
        /// The Accountable links, none with a holder.
        unheld: Vec<Link>,
    },
}

/// The answer of section 4.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chain {
    /// The links, nearest first.
    pub links: Vec<Link>,
    /// R4.
    pub first_responder: Option<Link>,
    /// R4, R6.
    pub answerable: Answerable,
}

impl Holder {
    /// Whether somebody is there.
    pub fn is_somebody(&self) -> bool {
        matches!(self, Self::Held(_) | Self::Acting { .. })
    }
}

/// Section 4: who is responsible for the subject, for the kind, on the date.
pub fn responsible(world: &World, date: Date, subject: &str, kind: &str) -> Result<Chain, Refusal> {
    let subject = world.subject(date, subject)?;
    world.kind(kind)?;
    let links: Vec<Link> = world
        .links(date, subject, kind)
        .into_iter()
        .map(|(seat, involvement)| Link { seat: world.seat(seat), involvement, holder: world.holder(date, seat) })
        .collect();
    let answerable = answerable(&links);
    let first_responder = links
        .iter()
        .find(|link| link.involvement == Involvement::Responsible && link.holder.is_somebody())
        .or(match &answerable {
            Answerable::By { link, .. } => Some(link),
            Answerable::Nobody { .. } => None,
        })
        .cloned();
    Ok(Chain { first_responder, answerable, links })
}

/// R4: "the nearest link with Accountable that has a holder", with all nearer Accountable links.
fn answerable(links: &[Link]) -> Answerable {
    let mut without = Vec::new();
    for link in links.iter().filter(|link| link.involvement == Involvement::Accountable) {
        if link.holder.is_somebody() {
            return Answerable::By { link: link.clone(), covers: without };
        }
        without.push(link.clone());
    }
    Answerable::Nobody { unheld: without }
}

impl World {
    /// R1, R5: the places of the chain, for whatever kind, nearest first.
    pub fn places(&self, date: Date, subject: Subject) -> Vec<SeatRow> {
        let mut seats = Vec::new();
        match subject {
            Subject::Household(household) => {
                for programme in 0..self.scheme.programmes.len() {
                    // "No pairing, no link."
                    if !self.caretakers(date, household, programme).is_empty() {
                        seats.push(SeatRow::Caretakers { household, programme });
                    }
                }
            }
            Subject::Site(site) => match on(date, &self.sites[site].owners) {
                Some(Owner::Unit(unit)) => seats.extend(self.seats_of(date, unit)),
                Some(Owner::Department(department)) => seats.push(SeatRow::Department(department)),
                None => {}
            },
            Subject::Unit(_) => {}
        }
        for unit in self.path(date, subject) {
            for seat in self.seats_of(date, unit) {
                // R5: "nobody twice: a seat that already stands in the chain is not repeated".
                if !seats.contains(&seat) {
                    seats.push(seat);
                }
            }
        }
        seats
    }

    /// R1-R3: the links of the chain with their involvements, nearest first.
    pub fn links(&self, date: Date, subject: Subject, kind: &str) -> Vec<(SeatRow, Involvement)> {
        let mut links = Vec::new();
        for seat in self.places(date, subject) {
            let Some(involvement) = self.involvement(seat, kind) else { continue };
            // R3: "an optional role that nobody fills gives no link".
            if self.form(date, seat) == Form::Vacant && self.min(seat) == 0 {
                continue;
            }
            links.push((seat, involvement));
        }
        links
    }

    /// R1: "each role of its level in the scheme's order, then the unit's departments (by id)".
    pub fn seats_of(&self, date: Date, unit: usize) -> Vec<SeatRow> {
        let level = &self.scheme.levels[self.units[unit].level].id;
        let roles = (0..self.scheme.roles.len()).filter(|role| self.scheme.roles[*role].level == *level);
        let mut seats: Vec<SeatRow> = roles.map(|role| SeatRow::Role { unit, role }).collect();
        seats.extend(self.departments_of(date, unit).into_iter().map(SeatRow::Department));
        seats
    }

    /// R2: "that of the most specific duty rule: kind itself, else its nearest ancestor in the kind tree, else `*`".
    pub fn involvement(&self, seat: SeatRow, kind: &str) -> Option<Involvement> {
        let concerns = |rule: &DutyRecord| match seat {
            SeatRow::Caretakers { programme, .. } => {
                rule.programme.as_ref() == Some(&self.scheme.programmes[programme].id)
            }
            SeatRow::Role { role, .. } => rule.role.as_ref() == Some(&self.scheme.roles[role].id),
            SeatRow::Department(department) => {
                rule.function.as_ref() == Some(&self.scheme.functions[self.departments[department].function].id)
            }
        };
        let mut most_specific_first = self.lineage(kind);
        most_specific_first.push("*");
        most_specific_first.into_iter().find_map(|kind| {
            let rule = self.scheme.duties.iter().find(|rule| concerns(rule) && rule.kind == kind)?;
            Some(rule.involvement)
        })
    }

    /// R6: whether `answerable` is `Nobody`.
    pub fn is_unanswered(&self, date: Date, subject: Subject, kind: &str) -> bool {
        !self.links(date, subject, kind).into_iter().any(|(seat, involvement)| {
            involvement == Involvement::Accountable && !self.form(date, seat).persons().is_empty()
        })
    }
}
