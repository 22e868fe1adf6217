//! A chain of responsibility as numbers, for programs that loop over many: no text crosses.
//!
//! ```text
//! chain  = words in all, links, first responder, answerable, link...      (positions among the links, or NONE)
//! link   = head, unit, post, since or person...
//! head   = people << 16 | holder << 8 | post << 4 | involvement
//! ```
//!
//! A role or department is of a unit, by the number of the unit; caretakers are of the household. Absent and vacant
//! links have one word more: since when, as days since 1970-01-01. Acting links name the deputy first.

use jiff::civil::{Date, date};
use wangge::record::Involvement;
use wangge::{Holder, Link, Person, Post, Responsibility};

use crate::column::{NONE, word};

/// Writes a chain in place of what the words held.
pub fn write(words: &mut Vec<u32>, answer: Responsibility<'_>) {
    words.clear();
    words.extend([0, 0, NONE, NONE]);
    let (mut count, mut responder, mut answerable) = (0, NONE, NONE);
    for link in answer.links() {
        let involvement = link.involvement();
        if write_link(words, link, involvement) {
            match involvement {
                Involvement::Responsible if responder == NONE => responder = count,
                Involvement::Accountable if answerable == NONE => answerable = count,
                _ => {}
            }
        }
        count += 1;
    }
    let responder = if responder == NONE { answerable } else { responder };
    let head = [word(words.len()), count, responder, answerable];
    for (place, value) in words.iter_mut().zip(head) {
        *place = value;
    }
}

/// Writes one link, and says whether it has a holder.
fn write_link(words: &mut Vec<u32>, link: Link<'_>, involvement: Involvement) -> bool {
    let (kind, unit, post) = match link.post() {
        Post::Caretakers { programme, .. } => (0, NONE, programme.number()),
        Post::Role { unit, role } => (1, word(unit.number()), role.number()),
        Post::Department(department) => (2, word(department.unit().number()), department.number()),
    };
    let start = words.len();
    words.extend([0, unit, word(post)]);
    let mut people = 0;
    let mut push = |words: &mut Vec<u32>, person: Person<'_>| {
        words.push(word(person.number()));
        people += 1;
    };
    let holder = match link.holder() {
        Holder::Held(held) => {
            held.for_each(|person| push(words, person));
            0
        }
        Holder::Acting { person, acting_for } => {
            push(words, person);
            acting_for.for_each(|person| push(words, person));
            1
        }
        Holder::Absent { since } => {
            words.push(days(since));
            2
        }
        Holder::Vacant { since } => {
            words.push(days(since));
            3
        }
    };
    if let Some(head) = words.get_mut(start) {
        *head = people << 16 | holder << 8 | kind << 4 | code(involvement);
    }
    holder < 2
}

fn code(involvement: Involvement) -> u32 {
    match involvement {
        Involvement::Responsible => 0,
        Involvement::Accountable => 1,
        Involvement::Support => 2,
        Involvement::Informed => 3,
    }
}

/// Days since 1970-01-01, in two's complement.
fn days(day: Date) -> u32 {
    let days = day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days());
    u32::from_ne_bytes(days.to_ne_bytes())
}
