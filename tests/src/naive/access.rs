//! Who may do what (S1, S2).

use std::collections::BTreeSet;

use jiff::civil::Date;
use wangge::record::Involvement;

use super::{
    holder::{Seat, SeatRow},
    world::{Refusal, Subject, World},
};

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// That it is there.
    See,
    /// Its personal data.
    Personal,
    /// Its file.
    Record,
    /// The registry there.
    Manage,
}

/// The closed list.
pub const ACTIONS: [Action; 4] = [Action::See, Action::Personal, Action::Record, Action::Manage];

/// Why somebody may.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// The nearest link.
    pub seat: Seat,
    /// The greatest involvement of its post.
    pub involvement: Involvement,
    /// What it is for.
    pub kinds: BTreeSet<String>,
}

/// S1: the grant, or nothing. S2: a subject that is not there is denied like any other.
pub fn may(world: &World, date: Date, person: &str, action: Action, subject: &str) -> Result<Option<Grant>, Refusal> {
    let person = world.person(person)?;
    let Ok(subject) = world.subject(date, subject) else { return Ok(None) };
    // "Nobody may `record` or `manage` their own home, whatever their posts."
    let is_home = matches!(subject, Subject::Household(household) if world.people[person].home == Some(household));
    if is_home && matches!(action, Action::Record | Action::Manage) {
        return Ok(None);
    }
    let mine: Vec<SeatRow> = world
        .places(date, subject)
        .into_iter()
        .filter(|place| world.is_in(date, person, *place))
        // "Caretakers manage nothing."
        .filter(|place| action != Action::Manage || !matches!(place, SeatRow::Caretakers { .. }))
        .collect();
    let allowing = |place: SeatRow, kind: &str| world.involvement(place, kind).filter(|own| allows(*own, action));
    let all: Vec<&str> = world.scheme.kinds.iter().map(|kind| kind.id.as_str()).collect();
    let nearest = mine.iter().find(|place| all.iter().any(|kind| allowing(**place, kind).is_some()));
    Ok(nearest.map(|place| Grant {
        seat: world.seat(*place),
        involvement: greatest(all.iter().filter_map(|kind| world.involvement(*place, kind))),
        kinds: all
            .iter()
            .filter(|kind| mine.iter().any(|place| allowing(*place, kind).is_some()))
            .map(|kind| (*kind).to_owned())
            .collect(),
    }))
}

/// The table of actions: "each allows what those after it allow".
fn allows(involvement: Involvement, action: Action) -> bool {
    match involvement {
        Involvement::Accountable => true,
        Involvement::Responsible => action != Action::Manage,
        Involvement::Support => matches!(action, Action::See | Action::Personal),
        Involvement::Informed => action == Action::See,
    }
}

fn greatest(of: impl Iterator<Item = Involvement>) -> Involvement {
    let all: Vec<Involvement> = of.collect();
    [Involvement::Accountable, Involvement::Responsible, Involvement::Support]
        .into_iter()
        .find(|involvement| all.contains(involvement))
        .unwrap_or(Involvement::Informed)
}

impl World {
    /// "Somebody who is present, and on the date is appointed to the seat, as primary or deputy of any rank, or is a
    /// caretaker of the household under the programme."
    fn is_in(&self, date: Date, person: usize, place: SeatRow) -> bool {
        let holds = match place {
            SeatRow::Caretakers { household, programme } => self.pairings.iter().any(|row| {
                row.person == person
                    && row.household == household
                    && row.programme == programme
                    && row.period.contains(date)
            }),
            seat => self
                .appointments
                .iter()
                .any(|row| row.person == person && row.seat == seat && row.period.contains(date)),
        };
        holds && self.is_present(date, person)
    }
}
