//! A chain of responsibility as numbers, for programs that loop over many: no text crosses.
//!
//! ```text
//! chain  = links, first responder, answerable, link...      (positions among the links, or NONE)
//! link   = head, unit, post, since or person...
//! head   = people << 16 | holder << 8 | post << 4 | involvement
//! ```
//!
//! A role or department is of a unit, by the number of the unit; caretakers are of the household. Absent and vacant
//! links have one word more: since when, as days since 1970-01-01. Acting links name the deputy first.

use jiff::civil::Date;
use wangge::record::Involvement;
use wangge::{Holder, Link, Person, Post, Responsibility};

/// Nobody, or nothing.
pub const NONE: u32 = u32::MAX;

/// Numbers as they cross.
fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

/// Writes a chain in place of what the words held.
pub fn write(words: &mut Vec<u32>, answer: Responsibility<'_>) {
    words.clear();
    words.extend([0, NONE, NONE]);
    let (mut count, mut responder, mut answerable) = (0, NONE, NONE);
    for link in answer.links() {
        let involvement = link.involvement();
        let has_holder = write_link(words, link, involvement);
        if has_holder {
            match involvement {
                Involvement::Responsible if responder == NONE => responder = count,
                Involvement::Accountable if answerable == NONE => answerable = count,
                _ => {}
            }
        }
        count += 1;
    }
    let head = [count, if responder == NONE { answerable } else { responder }, answerable];
    for (place, value) in words.iter_mut().zip(head) {
        *place = value;
    }
}

/// Writes one link, and says whether it has a holder.
fn write_link(words: &mut Vec<u32>, link: Link<'_>, involvement: Involvement) -> bool {
    let involvement = match involvement {
        Involvement::Responsible => 0,
        Involvement::Accountable => 1,
        Involvement::Support => 2,
        Involvement::Informed => 3,
    };
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
        *head = people << 16 | holder << 8 | kind << 4 | involvement;
    }
    holder < 2
}

/// Days since 1970-01-01, in two's complement.
fn days(date: Date) -> u32 {
    let days = date.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days());
    u32::from_ne_bytes(days.to_ne_bytes())
}
