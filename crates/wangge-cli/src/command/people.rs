//! People and posts in words.

use jiff::Timestamp;
use jiff::tz::Offset;
use wangge::{Holder, Person, Post, Subject, Unit};

use crate::lang::Lang;

/// `甲一 (p1) 1001`: what one needs to reach somebody.
pub fn person(person: Person<'_>) -> String {
    match person.contact() {
        Some(contact) => format!("{} ({}) {contact}", person.name(), person.id()),
        None => format!("{} ({})", person.name(), person.id()),
    }
}

/// People, a line each.
pub fn lines<'d>(people: impl Iterator<Item = Person<'d>>) -> String {
    people.map(person).collect::<Vec<_>>().join("\n")
}

/// The names of people.
pub fn names<'d>(lang: Lang, people: impl Iterator<Item = Person<'d>>) -> String {
    lang.list(people.map(Person::name))
}

/// Who holds a seat, or since when nobody does.
pub fn holder(lang: Lang, holder: Holder<'_>) -> String {
    match holder {
        Holder::Held(people) => lines(people),
        Holder::Acting { person: deputy, acting_for } => {
            let who = person(deputy);
            let absent = names(lang, acting_for);
            if absent.is_empty() {
                lang.of(format!("{who}（代理）"), format!("{who}, acting"))
            } else {
                lang.of(format!("{who}（代 {absent}）"), format!("{who}, acting for {absent}"))
            }
        }
        Holder::Absent { since } => {
            lang.of(format!("【无人在岗，自 {since}】"), format!("[nobody present since {since}]"))
        }
        Holder::Vacant { since } => lang.of(format!("【空缺，自 {since}】"), format!("[vacant since {since}]")),
    }
}

/// `茶林河村 (v1)`.
pub fn unit(unit: Unit<'_>) -> String {
    format!("{} ({})", unit.name(), unit.id())
}

/// A post, and the unit of it.
pub fn post(lang: Lang, post: Post<'_>) -> (String, String) {
    match post {
        Post::Caretakers { household, programme } => {
            (lang.name(programme.name()).to_owned(), household.id().to_owned())
        }
        Post::Role { unit: own, role } => (lang.name(role.name()).to_owned(), unit(own)),
        Post::Department(department) => (department.name().to_owned(), unit(department.unit())),
    }
}

/// A subject and where it is: `1 号 (h1), 第一网格 (v1-g1)`. Households go by their door, which is nobody's name, where
/// it may be read.
pub fn subject(subject: Subject<'_>, may_read: bool) -> String {
    let name = match subject {
        Subject::Household(household) if may_read => household.label(),
        Subject::Household(household) => return format!("{}, {}", household.id(), unit(household.unit())),
        Subject::Site(site) => site.name(),
        Subject::Unit(own) => return unit(own),
    };
    format!("{name} ({}), {}", subject.id(), unit(subject.unit()))
}

/// An instant to the minute, in the scheme's offset; to the second where it has some.
pub fn instant(timestamp: Timestamp, offset: Offset) -> String {
    let local = offset.to_datetime(timestamp);
    let format = if local.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    local.strftime(format).to_string()
}
